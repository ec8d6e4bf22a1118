"""Labelled sheets of pictures, instance boxes and weight maps, for files and papers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from engine.instances import Instance
from engine.palette import RGB, instance_colour, is_dashed, readable_on

BACKGROUND = (32, 32, 32)
CAPTION = (224, 224, 224)
MAX_ASPECT = 1.5  # a panel is at most this much higher than wide


def contact_sheet(
    panels: Sequence[tuple[str, np.ndarray]], *, columns: int, panel_width: int = 480
) -> np.ndarray:
    """A grid of captioned pictures on a dark neutral ground.

    Args:
        panels: caption and picture, uint8, sRGB (H, W, 3) or grey (H, W), of any sizes; row by
            row. Each is scaled into its cell with its aspect kept.
        columns: cells in a row, at least 1; fewer where there are fewer panels.
        panel_width: width of a cell in pixels.

    Returns:
        uint8 sRGB (H, W, 3).

    Raises:
        ValueError: there are no panels, or no columns.
    """
    if not panels or columns < 1 or panel_width < 1:
        raise ValueError("a contact sheet needs a panel, a column and a width")
    columns = min(columns, len(panels))
    margin = max(2, panel_width // 40)
    font = ImageFont.load_default(size=max(8, panel_width // 24))
    line = _text_height(font) + margin
    pictures = [_fitted(picture, panel_width) for _, picture in panels]
    rows = [pictures[start : start + columns] for start in range(0, len(pictures), columns)]
    heights = [max(picture.shape[0] for picture in row) for row in rows]
    width = columns * (panel_width + margin) + margin
    height = sum(heights) + len(rows) * (line + margin) + margin
    sheet = Image.new("RGB", (width, height), BACKGROUND)
    draw = ImageDraw.Draw(sheet)
    top = margin
    for index, (row, row_height) in enumerate(zip(rows, heights, strict=True)):
        for column, picture in enumerate(row):
            left = margin + column * (panel_width + margin)
            caption = _shortened(draw, panels[index * columns + column][0], font, panel_width)
            draw.text((left, top + line - margin // 2), caption, CAPTION, font, anchor="ls")
            indent = (panel_width - picture.shape[1]) // 2
            sheet.paste(Image.fromarray(picture), (left + indent, top + line))
        top += line + row_height + margin
    return np.asarray(sheet)


def draw_boxes(
    picture: np.ndarray, instances: Sequence[Instance], scale: float = 1.0
) -> np.ndarray:
    """A copy of `picture` with every instance's box, label and score, the best one on top.

    Args:
        picture: uint8 sRGB (H, W, 3).
        instances: best first; a colour each by its id, dashed from the ninth on.
        scale: picture pixels per photo pixel.
    """
    image = Image.fromarray(picture)
    draw = ImageDraw.Draw(image)
    short = min(image.size)
    stroke = max(1, round(short / 250))
    font = ImageFont.load_default(size=max(9, round(short / 32)))
    for instance in reversed(instances):
        colour = instance_colour(instance.id)
        sides = [
            round(side * scale)
            for side in (
                instance.box.left,
                instance.box.top,
                instance.box.right - 1 / scale,
                instance.box.bottom - 1 / scale,
            )
        ]
        left, top = min(sides[0], image.width - 1), min(sides[1], image.height - 1)
        right, bottom = max(left, sides[2]), max(top, sides[3])
        _outline(draw, (left, top, right, bottom), colour, stroke, is_dashed(instance.id))
    for instance in reversed(instances):  # after all boxes, so that no outline crosses a label
        _label(draw, instance, scale, stroke, font)
    return np.asarray(image)


def weight_picture(weight_map: np.ndarray, colour: RGB, grey: np.ndarray) -> np.ndarray:
    """The grey photo tinted by a weight map: 0 leaves it as it is, 1 is the full tint.

    The tint is lighter where the photo is, so that the photo stays recognizable under it.

    Args:
        weight_map: float (h, w), 0..1, at any resolution; it covers the whole picture.
        colour: sRGB, 0..255.
        grey: uint8, grey (H, W) or sRGB (H, W, 3).

    Returns:
        uint8 sRGB (H, W, 3).
    """
    ground = np.repeat(grey[..., None], 3, axis=2) if grey.ndim == 2 else grey
    height, width = ground.shape[:2]
    small = np.clip(weight_map, 0, 1).astype(np.float32, copy=False)
    weight = cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR)[..., None]
    light = ground.mean(axis=2, dtype=np.float32, keepdims=True) / np.float32(255)
    tint = np.asarray(colour, np.float32) * (np.float32(0.4) + np.float32(0.6) * light)
    return (ground * (1 - weight) + tint * weight + np.float32(0.5)).astype(np.uint8)


def _fitted(picture: np.ndarray, panel_width: int) -> np.ndarray:
    height, width = picture.shape[:2]
    factor = min(panel_width / width, panel_width * MAX_ASPECT / height)
    size = (max(1, round(width * factor)), max(1, round(height * factor)))
    method = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    fitted = cv2.resize(picture, size, interpolation=method)
    return cv2.cvtColor(fitted, cv2.COLOR_GRAY2RGB) if fitted.ndim == 2 else fitted


def _text_height(font: ImageFont.FreeTypeFont | ImageFont.ImageFont) -> int:
    return int(font.getbbox("Ágy")[3])


def _shortened(
    draw: ImageDraw.ImageDraw,
    text: str,
    font: ImageFont.FreeTypeFont | ImageFont.ImageFont,
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
    font: ImageFont.FreeTypeFont | ImageFont.ImageFont,
) -> None:
    """Label and score on a plate of the instance's colour, above its box or else inside it."""
    colour = instance_colour(instance.id)
    text = instance.label if instance.drawn else f"{instance.label} {instance.score:.2f}"
    pad = max(2, 2 * stroke)
    width = round(draw.textlength(text, font)) + 2 * pad
    height = _text_height(font) + pad
    picture_width, picture_height = draw.im.size
    left = round(instance.box.left * scale)
    above = round(instance.box.top * scale) - height
    top = above if above >= 0 else round(instance.box.top * scale)
    left = max(0, min(left, picture_width - width))
    top = max(0, min(top, picture_height - height))
    draw.rectangle((left - 1, top - 1, left + width, top + height), (0, 0, 0))
    draw.rectangle((left, top, left + width - 1, top + height - 1), colour)
    draw.text((left + pad, top + height - pad), text, readable_on(colour), font, anchor="ls")
