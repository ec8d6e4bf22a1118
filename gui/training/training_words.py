"""What a training's parts are called in the wizard."""

from __future__ import annotations

from collections.abc import Sequence

STAGES = {
    "full": "Full image",
    "instance": "Instances",
    "fusion": "Fusion",
    "detector": "Detector",
}
SAMPLES = {
    "full": "Grey, recoloured, true",
    "instance": "Grey, recoloured, true",
    "fusion": "Grey, full image, fused, true",
    "detector": "What it finds now",
}
RECIPES = {
    "compact": "Compact",
    "paper": "Paper",
    "report": "Report",
    "quick": "Quick try",
    "detector": "Detector",
}
LEFT_OUT = {
    "unreadable": "Unreadable",
    "grey": "Grey",
    "duplicate": "Duplicate",
    "small": "Too small",
}
DROPPED = {
    "score": "unsure",
    "size": "small",
    "variance": "flat",
    "most": "too many in the photo",
}
STATES = {
    "ready": "Ready",
    "preparing": "Preparing",
    "running": "Training",
    "stopping": "Pausing",
    "stopped": "Paused",
    "finished": "Finished",
    "failed": "Failed",
    "died": "Ended unexpectedly",
}
RULES = {
    "masked": "Masked: an instance counts inside its box only",
    "padded": "Padded: as the paper's code",
    "added": "Added: as the report's code",
}
VARIANTS = {"lite0": "Lite0, the smallest", "lite1": "Lite1", "lite2": "Lite2, the largest"}
KINDS = {
    "grey": "Grey",
    "full": "Full image",
    "instance": "Instances",
    "fused": "Fused",
    "truth": "Truth",
}
LEVELS = {"whole": "Whole photos", "instance": "Objects"}


def percent(share: float) -> str:
    """A share of 0..1 ("35 %")."""
    return f"{100 * share:.0f} %"


def counted(number: int, noun: str) -> str:
    """A number with its noun ("1 photo", "2,310 photos")."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def listed(words: Sequence[str]) -> str:
    """Words in a sentence ("a, b and c")."""
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
