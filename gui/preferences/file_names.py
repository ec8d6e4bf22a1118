"""What a result is called: a pattern with the photo's name in it."""

from __future__ import annotations

from pathlib import Path

from engine.texts import tr

NAME = "{name}"
DEFAULT_PATTERN = f"{NAME}-colorized"
FORBIDDEN = '/\\:*?"<>|'  # on one platform or another; photos travel
LONGEST = 100


def pattern_trouble(pattern: str, save_folder: Path | None = None) -> str:
    """One sentence on why `pattern` cannot name results; empty where it can.

    Args:
        pattern: without the suffix.
        save_folder: where all results go, None for beside their photos.
    """
    if NAME not in pattern:
        return tr("Put {field} into the pattern; it stands for the photo's own name.", field=NAME)
    rest = pattern.replace(NAME, "")
    bad = [c for c in rest if c in FORBIDDEN or not c.isprintable()]
    if bad:
        return tr("File names cannot hold {characters}", characters=" ".join(dict.fromkeys(bad)))
    if "{" in rest or "}" in rest:
        return tr("Only {field} stands for something; leave out other braces.", field=NAME)
    if len(pattern) > LONGEST:
        return tr("The pattern is longer than {n} characters.", n=LONGEST)
    if pattern.strip().startswith("."):
        return tr("A name that begins with a dot would be hidden.")
    if pattern.strip() == NAME and save_folder is None:
        return tr("Results would be called like their photos; add a word to the pattern.")
    return ""


def result_name(pattern: str, photo: str) -> str:
    """The name of a photo's result, without suffix.

    Args:
        pattern: one without `pattern_trouble`.
        photo: the photo's name without suffix.
    """
    return pattern.strip().replace(NAME, photo)
