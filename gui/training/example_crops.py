"""Examples of objects, cut out of their photos, with their labels and scores."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QHelpEvent, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from engine.detection.coco import shown_name
from engine.texts import tr
from engine.training.statistics import Example
from gui import theme
from gui.training import training_words as words

SIDE = 84  # pixels of a crop's square
GAP = 8
LINES = 2  # of words below each


class ExampleCrops(QWidget):
    """A row of crops, as many as there is room for, in as many rows as `rows`.

    Args:
        title: what they are examples of.
        rows: of crops.
    """

    def __init__(self, title: str, rows: int = 1) -> None:
        super().__init__()
        self._title = title
        self._rows = rows
        self._examples: tuple[Example, ...] = ()
        self._images: dict[int, QImage | None] = {}
        self.setAccessibleName(title)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_examples(self, examples: Sequence[Example]) -> None:
        """Show these; their pictures come later."""
        self._examples = tuple(examples)
        self._images = {}
        self.setAccessibleDescription(tr("; ").join(_words(example) for example in examples))
        self.update()

    def put_image(self, example: Example, image: QImage | None) -> None:
        """A crop has been cut out, or cannot be."""
        self._images[id(example.labelled)] = image
        self.update()

    @property
    def images(self) -> int:
        """How many pictures are there."""
        return sum(image is not None for image in self._images.values())

    def sizeHint(self) -> QSize:
        return QSize(4 * (SIDE + GAP), self._title_height() + self._rows * self._cell())

    def minimumSizeHint(self) -> QSize:
        return QSize(SIDE, self.sizeHint().height())

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent):
            for square, example in self._places():
                if square.contains(event.pos()):
                    QToolTip.showText(event.globalPos(), _words(example), self)
                    return True
            QToolTip.hideText()
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setFont(theme.small_font(self.font()))
        metrics = painter.fontMetrics()
        painter.setPen(theme.TEXT)
        painter.drawText(2, metrics.ascent() + 3, self._title)
        if not self._examples:
            painter.setPen(theme.QUIET_TEXT)
            place = QRectF(2, self._title_height(), self.width(), SIDE)
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, tr("None."))
        for square, example in self._places():
            image = self._images.get(id(example.labelled))
            if image is None:
                painter.setPen(QPen(theme.FAINT, 1, Qt.PenStyle.DashLine))
                painter.drawRect(square.adjusted(0, 0, -1, -1))
            else:
                inside = QRect(square)
                inside.setSize(image.size().boundedTo(square.size()))
                inside.moveCenter(square.center())
                painter.drawImage(inside, image)
            y = square.bottom() + metrics.ascent() + 2
            for text, colour in zip(_lines(example), (theme.TEXT, theme.QUIET_TEXT), strict=True):
                painter.setPen(colour)
                text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, SIDE)
                painter.drawText(square.left(), y, text)
                y += metrics.height()

    def _places(self) -> list[tuple[QRect, Example]]:
        columns = max(1, (self.width() + GAP) // (SIDE + GAP))
        shown = self._examples[: columns * self._rows]
        return [
            (
                QRect(
                    (number % columns) * (SIDE + GAP),
                    self._title_height() + (number // columns) * self._cell(),
                    SIDE,
                    SIDE,
                ),
                example,
            )
            for number, example in enumerate(shown)
        ]

    def _cell(self) -> int:
        return SIDE + LINES * self.fontMetrics().height() + GAP

    def _title_height(self) -> int:
        return self.fontMetrics().height() + 8


def _lines(example: Example) -> tuple[str, str]:
    labelled = example.labelled
    why = tr(words.DROPPED[example.dropped]) if example.dropped else ""
    return f"{shown_name(labelled.label)} {labelled.score:.2f}", why


def _words(example: Example) -> str:
    labelled = example.labelled
    box = labelled.box
    text = tr(
        "{label}, score {score:.2f}, {width:.0f} x {height:.0f} pixels, in {photo}",
        label=shown_name(labelled.label),
        score=labelled.score,
        width=box.width,
        height=box.height,
        photo=example.name,
    )
    if not example.dropped:
        return text
    return tr("{object}; dropped: {why}", object=text, why=tr(words.DROPPED[example.dropped]))
