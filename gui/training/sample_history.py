"""Sample photos as the training has recoloured them over time, with a slider through the steps."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QSlider, QVBoxLayout, QWidget

from engine.steps import Step, Steps
from engine.texts import tr
from gui import theme
from gui.engine_thread import EngineThread, Lane
from gui.training.wizard_page import header, quiet

MOST_PIXELS = 1 << 26  # of a sample picture; those of the trainers are far smaller


def reading(path: Path) -> Steps[QImage]:
    """A picture; a null one where it cannot be read (any more)."""
    yield Step(tr("Reading a sample"), 0, 1)
    image = QImage(str(path))
    small = image.width() * image.height() <= MOST_PIXELS
    return image if small else QImage()


class Picture(QWidget):
    """A picture that fits into the widget, or words while there is none."""

    def __init__(self) -> None:
        super().__init__()
        self.image = QImage()
        self._words = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_image(self, image: QImage, words: str = "") -> None:
        """Show a picture, or `words` where it is null."""
        self.image = image
        self._words = words
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(360, 180)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, 80)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self.image.isNull():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(theme.FAINT, 1, Qt.PenStyle.DashLine))
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 6, 6)
            painter.setPen(theme.QUIET_TEXT)
            inside = self.rect().adjusted(12, 0, -12, 0)
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(inside, int(flags), self._words)
            return
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        size = self.image.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        place = QRect(0, 0, size.width(), size.height())
        place.moveCenter(self.rect().center())
        place.moveLeft(0)
        painter.drawImage(place, self.image)


class SampleHistory(QWidget):
    """The newest sample, until the person moves the slider back."""

    def __init__(self, thread: EngineThread) -> None:
        super().__init__()
        self._thread = thread
        self._samples: list[tuple[int, Path]] = []
        self._shown: Path | None = None
        self.picture = Picture()
        self.picture.setAccessibleName(tr("Sample photos"))
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setAccessibleName(tr("Step of the samples"))
        self.slider.setPageStep(5)
        self.slider.valueChanged.connect(self._show_current)
        self.label = quiet(wrap=False)
        self.label.setMinimumWidth(90)
        title = header(tr("Samples"))
        self.about = quiet(wrap=False)
        above = QHBoxLayout()
        above.setSpacing(8)
        above.addWidget(title)
        above.addWidget(self.about)
        above.addStretch()
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.slider, 1)
        row.addWidget(self.label)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(above)
        column.addWidget(self.picture, 1)
        column.addLayout(row)
        self.show_samples([])

    def show_samples(self, samples: list[tuple[int, Path]]) -> None:
        """Show these steps' pictures; the newest stays in view if it was."""
        newest = self.slider.value() >= len(self._samples) - 1
        self._samples = samples
        self.slider.blockSignals(True)
        self.slider.setRange(0, max(0, len(samples) - 1))
        if newest:
            self.slider.setValue(len(samples) - 1)
        self.slider.blockSignals(False)
        self.slider.setVisible(len(samples) > 1)
        self._show_current()

    def _show_current(self) -> None:
        if not self._samples:
            self._shown = None
            self.label.setText("")
            self.picture.show_image(QImage(), tr("The first samples come after some steps."))
            return
        step, path = self._samples[min(self.slider.value(), len(self._samples) - 1)]
        self.label.setText(tr("Step {step:,}", step=step))
        if path == self._shown:
            return
        self._shown = path
        if self.picture.image.isNull():
            self.picture.show_image(QImage(), tr("Reading the picture…"))
        self._thread.submit(
            Lane.PREVIEW,
            lambda: reading(path),
            on_done=lambda image: self._put(path, image),
            on_failed=lambda _: None,  # the picture before stays
        )

    def _put(self, path: Path, image: QImage) -> None:
        if path == self._shown:
            self.picture.show_image(image, tr("This sample cannot be read any more."))
