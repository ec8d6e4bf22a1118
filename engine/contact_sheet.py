"""Labelled sheets of pictures, instance boxes and weight maps, for files and papers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import cv2
import numpy as np
from PIL import Image, ImageDraw

from engine.instances import Instance
from engine.lettering import Font, drawn_label, font_for
from engine.palette import RGB, instance_colour, is_dashed, readable_on

BACKGROUND = (32, 32, 32)
CAPTION = (224, 224, 224)
PAPER = (255, 255, 255)
INK = (28, 28, 28)
LEGEND_GREY = 150  # the photo's grey below the tints of a legend
MAX_ASPECT = 1.5  # a panel is at most this much higher than wide


def contact_sheet(
    panels: Sequence[tuple[str, np.ndarray]],
    *,
    columns: int,
    panel_width: int = 480,
    captions: bool = True,
    light: bool = False,
    tints: Sequence[RGB | None] = (),
) -> np.ndarray:
    """A grid of captioned pictures on a neutral ground.

    Args:
        panels: caption and picture, uint8, sRGB (H, W, 3) or grey (H, W), of any sizes; row by
            row. Each is scaled into its cell with its aspect kept.
        columns: cells in a row, at least 1; fewer where there are fewer panels.
        panel_width: width of a cell in pixels.
        captions: write each panel's caption above it.
        light: black on white, for paper, in place of light grey on dark grey.
        tints: the colours of those panels that are weight maps, None for the others; beside their
            captions stands what 0 and 1 look like.

    Returns:
        uint8 sRGB (H, W, 3).

    Raises:
        ValueError: there are no panels, or no columns.
    """
    if not panels or columns < 1 or panel_width < 1:
        raise ValueError("a contact sheet needs a panel, a column and a width")
    columns = min(columns, len(panels))
    margin = _margin(panel_width)
    font = font_for("", _caption_size(panel_width))
    line = _text_height(font) + margin if captions else 0
    ground, ink = (PAPER, INK) if light else (BACKGROUND, CAPTION)
    pictures = [_fitted(picture, panel_width) for _, picture in panels]
    rows = [pictures[start : start + columns] for start in range(0, len(pictures), columns)]
    sizes = [(picture.shape[0], picture.shape[1]) for picture in pictures]
    height, width = sheet_size(sizes, columns=columns, panel_width=panel_width, captions=captions)
    sheet = Image.new("RGB", (width, height), ground)
    draw = ImageDraw.Draw(sheet)
    top = margin
    for index, row in enumerate(rows):
        for column, picture in enumerate(row):
            left = margin + column * (panel_width + margin)
            if captions:
                place = index * columns + column
                tint = tints[place] if place < len(tints) else None
                base, room = top + line - margin // 2, panel_width
                if tint is not None:
                    room -= _draw_legend(sheet, tint, (left + panel_width, base), ink, font)
                lettered = font_for(panels[place][0], _caption_size(panel_width))
                caption = _shortened(draw, panels[place][0], lettered, room)
                draw.text((left, base), caption, ink, lettered, anchor="ls")
            indent = (panel_width - picture.shape[1]) // 2
            sheet.paste(Image.fromarray(picture), (left + indent, top + line))
        top += line + max(picture.shape[0] for picture in row) + margin
    return np.asarray(sheet)


def _draw_legend(
    sheet: Image.Image,
    tint: RGB,
    corner: tuple[int, int],
    ink: RGB,
    font: Font,
) -> int:
    """Draw what weights from 0 to 1 look like, left of the lower right `corner`; its width."""
    right, base = corner
    height = max(4, _text_height(font) // 2)
    width, gap = 6 * height, max(2, height // 2)
    draw = ImageDraw.Draw(sheet)
    digit = round(draw.textlength("0", font))
    draw.text((right, base), "1", ink, font, anchor="rs")
    ramp = np.tile(np.linspace(0, 1, width, dtype=np.float32), (height, 1))
    grey = np.full((height, width), LEGEND_GREY, np.uint8)
    left = right - digit - gap - width
    sheet.paste(Image.fromarray(weight_picture(ramp, tint, grey)), (left, base - height))
    draw.text((left - gap, base), "0", ink, font, anchor="rs")
    return width + 2 * digit + 4 * gap


def sheet_size(
    panels: Sequence[tuple[int, int]], *, columns: int, panel_width: int, captions: bool = True
) -> tuple[int, int]:
    """(height, width) of a contact sheet in pixels.

    Args:
        panels: (height, width) of each picture as it is shown, see `fitted_size`.
        columns, panel_width, captions: as for `contact_sheet`.
    """
    columns = min(columns, len(panels))
    margin = _margin(panel_width)
    line = _text_height(font_for("", _caption_size(panel_width))) + margin if captions else 0
    rows = [panels[start : start + columns] for start in range(0, len(panels), columns)]
    heights = sum(max(height for height, _ in row) for row in rows)
    return heights + len(rows) * (line + margin) + margin, columns * (panel_width + margin) + margin


def fitted_size(height: int, width: int, panel_width: int) -> tuple[int, int]:
    """(height, width) of a picture of this size inside a panel, in pixels."""
    factor = min(panel_width / width, panel_width * MAX_ASPECT / height)
    return max(1, round(height * factor)), max(1, round(width * factor))


def draw_boxes(
    picture: np.ndarray,
    instances: Sequence[Instance],
    scale: float = 1.0,
    *,
    top: int = 0,
    height: int | None = None,
) -> np.ndarray:
    """A copy of `picture` with every instance's box, label and score, the best one on top.

    Args:
        picture: uint8 sRGB (H, W, 3), or a strip of whole rows of one.
        instances: best first; a colour each by its id, dashed from the ninth on.
        scale: picture pixels per photo pixel.
        top: where the strip begins in the whole picture.
        height: of the whole picture; None where `picture` is the whole.
    """
    image = Image.fromarray(picture)
    draw = ImageDraw.Draw(image)
    whole = (image.width, image.height if height is None else height)
    short = min(whole)
    stroke = max(1, round(short / 250))
    size = max(9, round(short / 32))
    for instance in reversed(instances):
        sides = [
            round(side * scale)
            for side in (
                instance.box.left,
                instance.box.top,
                instance.box.right - 1 / scale,
                instance.box.bottom - 1 / scale,
            )
        ]
        left, upper = min(sides[0], whole[0] - 1), min(sides[1], whole[1] - 1)
        right, lower = max(left, sides[2]), max(upper, sides[3])
        outline = (left, upper - top, right, lower - top)
        _outline(draw, outline, instance_colour(instance.id), stroke, is_dashed(instance.id))
    for instance in reversed(instances):  # after all boxes, so that no outline crosses a label
        _label(draw, instance, scale, stroke, size, whole, top)
    return np.asarray(image)


def weight_picture(weight_map: np.ndarray, colour: RGB, grey: np.ndarray) -> np.ndarray:
    """The grey photo tinted by a weight map: 0 leaves it as it is, 1 is the full tint.

    Args:
        weight_map: float (h, w), 0..1, at any resolution; it covers the whole picture.
        colour: sRGB, 0..255.
        grey: uint8, grey (H, W) or sRGB (H, W, 3).

    Returns:
        uint8 sRGB (H, W, 3).
    """
    ground = np.repeat(grey[..., None], 3, axis=2) if grey.ndim == 2 else grey
    height, width = ground.shape[:2]
    return Tint(weight_map, colour, height=height, width=width).over(ground, slice(0, height))


class Tint:
    """A weight map over a photo, strip by strip.

    The tint is lighter where the photo is, so that the photo stays recognizable under it.

    Args:
        weight_map: float (h, w), 0..1, at any resolution; it covers the whole picture.
        colour: sRGB, 0..255.
        height, width: of the whole picture.
    """

    def __init__(self, weight_map: np.ndarray, colour: RGB, *, height: int, width: int) -> None:
        small = np.clip(weight_map, 0, 1).astype(np.float32, copy=False)
        size = (width, small.shape[0])  # as wide as the picture, as high as the map
        self._weights = cv2.resize(small, size, interpolation=cv2.INTER_LINEAR)
        self._colour = np.asarray(colour, np.float32)
        self._height = height

    def over(self, ground: np.ndarray, rows: slice) -> np.ndarray:
        """Rows of the tinted picture, uint8 (h, W, 3), from the same rows of the photo."""
        weight = self._rows(rows)[..., None]
        if not weight.any():
            return ground
        light = ground.mean(axis=2, dtype=np.float32, keepdims=True) / np.float32(255)
        tint = self._colour * (np.float32(0.4) + np.float32(0.6) * light)
        return (ground * (1 - weight) + tint * weight + np.float32(0.5)).astype(np.uint8)

    def _rows(self, rows: slice) -> np.ndarray:
        """Weights of these rows, interpolated linearly with pixel centres matched."""
        cells = len(self._weights)
        at = (np.arange(rows.start, rows.stop) + 0.5) * (cells / self._height) - 0.5
        at = np.clip(at, 0, cells - 1)
        above = np.floor(at).astype(np.intp)
        below = np.minimum(above + 1, cells - 1)
        share = (at - above).astype(np.float32)[:, None]
        mixed: np.ndarray = self._weights[above] * (1 - share) + self._weights[below] * share
        return mixed


def _fitted(picture: np.ndarray, panel_width: int) -> np.ndarray:
    height, width = fitted_size(picture.shape[0], picture.shape[1], panel_width)
    if picture.shape[:2] == (height, width):
        fitted = picture
    else:
        method = cv2.INTER_AREA if width < picture.shape[1] else cv2.INTER_CUBIC
        fitted = cv2.resize(picture, (width, height), interpolation=method)
    return cv2.cvtColor(fitted, cv2.COLOR_GRAY2RGB) if fitted.ndim == 2 else fitted


def _margin(panel_width: int) -> int:
    return max(2, panel_width // 40)


def _caption_size(panel_width: int) -> int:
    return max(8, panel_width // 24)


def _text_height(font: Font) -> int:
    return int(font.getbbox("Ágy")[3])


def _shortened(
    draw: ImageDraw.ImageDraw,
    text: str,
    font: Font,
    width: int,
) -> str:
    text = " ".join(text.split())
    if draw.textlength(text, font) <= width:
        return text
    while text and draw.textlength(text + "...", font) > width:
        text = text[:-1]
    return text.rstrip() + "..."


def _outline(
    draw: ImageDraw.ImageDraw,
    box: tuple[int, int, int, int],
    colour: RGB,
    stroke: int,
    dashed: bool,
) -> None:
    """A coloured outline between two dark ones, which show on any ground."""
    left, top, right, bottom = box
    edge = max(1, stroke // 2)
    draw.rectangle((left - edge, top - edge, right + edge, bottom + edge), None, (0, 0, 0), edge)
    inner = (left + stroke, top + stroke, right - stroke, bottom - stroke)
    if inner[2] - inner[0] > 2 * edge and inner[3] - inner[1] > 2 * edge:
        draw.rectangle(inner, None, (0, 0, 0), edge)
    if not dashed:
        draw.rectangle(box, None, colour, stroke)
        return
    draw.rectangle(box, None, (0, 0, 0), stroke)
    for start, end in _dashes(left, right, 6 * stroke):
        draw.rectangle((start, top, end, min(bottom, top + stroke - 1)), colour)
        draw.rectangle((start, max(top, bottom - stroke + 1), end, bottom), colour)
    for start, end in _dashes(top, bottom, 6 * stroke):
        draw.rectangle((left, start, min(right, left + stroke - 1), end), colour)
        draw.rectangle((max(left, right - stroke + 1), start, right, end), colour)


def _dashes(start: int, end: int, length: int) -> Iterator[tuple[int, int]]:
    for first in range(start, end + 1, 2 * length):
        yield first, min(first + length - 1, end)


def _label(
    draw: ImageDraw.ImageDraw,
    instance: Instance,
    scale: float,
    stroke: int,
    size: int,
    whole: tuple[int, int],
    offset: int,
) -> None:
    """Label and score on a plate of the instance's colour, above its box or else inside it.

    `whole` is the (width, height) of the picture, of which the drawing begins at row `offset`.
    """
    colour = instance_colour(instance.id)
    words = drawn_label(instance.label)
    text = words if instance.drawn else f"{words} {instance.score:.2f}"
    font = font_for(text, size)
    pad = max(2, 2 * stroke)
    width = round(draw.textlength(text, font)) + 2 * pad
    height = _text_height(font) + pad
    left = round(instance.box.left * scale)
    above = round(instance.box.top * scale) - height
    top = above if above >= 0 else round(instance.box.top * scale)
    left = max(0, min(left, whole[0] - width))
    top = max(0, min(top, whole[1] - height)) - offset
    draw.rectangle((left - 1, top - 1, left + width, top + height), (0, 0, 0))
    draw.rectangle((left, top, left + width - 1, top + height - 1), colour)
    draw.text((left + pad, top + height - pad), text, readable_on(colour), font, anchor="ls")
