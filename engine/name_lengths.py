"""Names made up from a photo's, short enough for the file systems there are."""

from __future__ import annotations

LONGEST = 255  # bytes of a name on ext4 and others; NTFS and APFS take as many or more


def fitted(stem: str, ending: str) -> str:
    """The name `stem` + `ending`, its stem cut where that would be too long."""
    return f"{cut(stem, LONGEST - size(ending))}{ending}"


def cut(text: str, most: int) -> str:
    """The first whole characters of `text` in at most so many bytes, one of them in any case."""
    while len(text) > 1 and size(text) > most:
        text = text[:-1]
    return text


def size(text: str) -> int:
    """In bytes, also of a name that is no text: each of its strange bytes is one `?`."""
    return len(text.encode("utf-8", "replace"))
