"""Labels on the photo: text that can be read on every colour, numbers where there is no room."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter
from pytestqt.qtbot import QtBot

from engine import palette
from engine.instances import Box, Instance
from gui.views import overlays


def contrast(one: tuple[int, int, int], other: tuple[int, int, int]) -> float:
    """WCAG 2.2, from linear light."""

    def luminance(colour: tuple[int, int, int]) -> float:
        linear = [
            c / 255 / 12.92 if c <= 10 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in colour
        ]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_text_on_every_colour_can_be_read() -> None:
    for colour in palette.INSTANCE_COLOURS:
        ink = palette.readable_on(colour)
        assert contrast(colour, ink) >= 4.5
        assert contrast(colour, ink) >= contrast(colour, tuple(255 - c for c in ink))


def test_labels_fall_back_to_their_number(qtbot: QtBot, qapp: object) -> None:
    image = QImage(180, 18, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    labels = overlays.Labels(painter, QRectF(0, 0, 180, 18))
    for index in range(3):
        instance = Instance(index, "potted plant", 0.5, Box(0, 0, 1, 1))
        labels.draw(QRectF(0, 0, 180, 18), instance, strong=False, dim=False)
    painter.end()
    widths = [label.width() for label in labels.taken]
    assert len(widths) >= 1
    assert min(widths) < 25, "only the number has room"
