"""The names of objects: kept in English, as detectors give them, and shown translated."""

from __future__ import annotations

from engine.detection.coco import LABELS
from engine.texts import marked, tr

NEW_LABEL = marked("object")
KNOWN = frozenset((*LABELS, NEW_LABEL))


def shown_name(label: str) -> str:
    """What a label is called in the person's language; a name of the person's own stays."""
    return tr(label) if label in KNOWN else label


def kept_name(shown: str) -> str:
    """The label that is shown as this text, else the text itself."""
    return next((label for label in KNOWN if tr(label) == shown), shown)
