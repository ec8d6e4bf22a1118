"""What a training's parts are called in the wizard."""

from __future__ import annotations

from collections.abc import Sequence

from engine.texts import comma_listed, marked, tr

STAGES = {
    "full": marked("Full image"),
    "instance": marked("Instances"),
    "fusion": marked("Fusion"),
    "detector": marked("Detector"),
}
SAMPLES = {
    "full": marked("Grey, recoloured, true"),
    "instance": marked("Grey, recoloured, true"),
    "fusion": marked("Grey, full image, fused, true"),
    "detector": marked("What it finds now"),
}
RECIPES = {
    "compact": marked("Compact"),
    "paper": marked("Paper"),
    "report": marked("Report"),
    "quick": marked("Quick try"),
    "detector": marked("Detector"),
}
LEFT_OUT = {
    "unreadable": marked("Unreadable"),
    "grey": marked("Grey"),
    "duplicate": marked("Duplicate"),
    "small": marked("Too small"),
}
COUNTED_LEFT_OUT = {
    "unreadable": marked("{n:,} unreadable"),
    "grey": marked("{n:,} grey"),
    "duplicate": marked("{n:,} duplicate"),
    "small": marked("{n:,} too small"),
}
DROPPED = {
    "score": marked("unsure"),
    "size": marked("small"),
    "variance": marked("flat"),
    "most": marked("too many in the photo"),
}
COUNTED_DROPPED = {
    "score": marked("{n:,} unsure"),
    "size": marked("{n:,} small"),
    "variance": marked("{n:,} flat"),
    "most": marked("{n:,} too many in the photo"),
}
STATES = {
    "ready": marked("Ready"),
    "preparing": marked("Preparing"),
    "running": marked("Training"),
    "stopping": marked("Pausing"),
    "stopped": marked("Paused"),
    "finished": marked("Finished"),
    "failed": marked("Failed"),
    "died": marked("Ended unexpectedly"),
}
RULES = {
    "masked": marked("Masked: an instance counts inside its box only"),
    "padded": marked("Padded: as the paper's code"),
    "added": marked("Added: as the report's code"),
}
VARIANTS = {
    "lite0": marked("Lite0, the smallest"),
    "lite1": marked("Lite1"),
    "lite2": marked("Lite2, the largest"),
}
KINDS = {
    "grey": marked("Grey photo"),
    "full": marked("Full image"),
    "instance": marked("Instances"),
    "fused": marked("Fused"),
    "truth": marked("Truth"),
}
LEVELS = {"whole": marked("Whole photos"), "instance": marked("Objects")}


def gigabytes(mebibytes: float) -> float:
    """An amount of memory in GB, as the room on a disk is told."""
    return mebibytes * 2**20 / 1e9


def percent(share: float) -> str:
    """A share of 0..1 ("35 %")."""
    return tr("{n:.0f} %", n=100 * share)


def listed(words: Sequence[str]) -> str:
    """Words in a sentence ("a, b and c")."""
    if len(words) < 2:
        return "".join(words)
    return tr("{others} and {last}", others=comma_listed(words[:-1]), last=words[-1])
