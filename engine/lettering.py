"""Fonts for words in pictures: Pillow's own for Latin letters, one of the system's for others."""

from __future__ import annotations

from functools import cache

from PIL import ImageFont

from engine.detection.coco import shown_name
from engine.texts import tr

Font = ImageFont.FreeTypeFont | ImageFont.ImageFont

# Fonts with Chinese letters, and which of those in the file: of Windows, macOS and Linux.
FILES = (
    ("msyh.ttc", 0),
    ("simhei.ttf", 0),
    ("PingFang.ttc", 0),
    ("Hiragino Sans GB.ttc", 0),
    ("STHeiti Light.ttc", 0),
    ("NotoSansCJK-Regular.ttc", 2),
    ("NotoSansSC-Regular.otf", 0),
    ("SourceHanSansSC-Regular.otf", 0),
    ("wqy-microhei.ttc", 0),
    ("wqy-zenhei.ttc", 0),
    ("DroidSansFallbackFull.ttf", 0),
)
LATIN = 256  # letters of a lower number are in Pillow's own font


def font_for(text: str, size: int) -> Font:
    """A font of `size` pixels that has the letters of a text, where there is one."""
    found = None if _is_latin(text) else _other_font()
    if found is None:
        return ImageFont.load_default(size=size)
    file, index = found
    return ImageFont.truetype(file, size, index)


def drawn(text: str, **values: object) -> str:
    """As `tr`, for a text inside a picture: in English where no font here has its letters.

    Args:
        text: `marked`.
    """
    said = tr(text, **values)
    if can_draw(said):
        return said
    return text.format(**values) if values else text


def drawn_label(label: str) -> str:
    """As `shown_name`, for inside a picture."""
    words = shown_name(label)
    return words if can_draw(words) else label


def can_draw(text: str) -> bool:
    """Whether a font here has the letters of a text, Chinese ones standing for all others."""
    return _is_latin(text) or _other_font() is not None


def _is_latin(text: str) -> bool:
    return all(ord(letter) < LATIN for letter in text)


@cache
def _other_font() -> tuple[str, int] | None:
    for file, index in FILES:
        try:
            ImageFont.truetype(file, 12, index)
        except OSError:
            continue
        return file, index
    return None
