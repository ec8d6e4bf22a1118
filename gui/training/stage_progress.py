"""How far each stage of a run is: one bar for each, beside each other."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from engine.texts import tr
from engine.training.run_status import RunStatus
from gui import theme
from gui.training import training_words as words

BAR_HEIGHT = 6.0  # pixels
GAP = 14.0


class StageProgress(QWidget):
    """Bars with the stages' names above them."""

    def __init__(self) -> None:
        super().__init__()
        self._status: RunStatus | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("Progress of the stages"))

    def show_status(self, status: RunStatus | None) -> None:
        """Show a run's status, or nothing."""
        self._status = status
        said = [" ".join(part[:2]) for part in self.parts()]
        self.setAccessibleDescription(tr("; ").join(said))
        self.update()

    def parts(self) -> list[tuple[str, str, float]]:
        """Name, how far in words, and the share that is done of every stage."""
        status = self._status
        if status is None:
            return []
        made = []
        for stage in status.stages:
            share, told = 0.0, ""
            if status.state == "finished" or stage in status.finished_stages:
                share, told = 1.0, tr("done")
            elif stage == status.stage and status.steps:
                share = status.step / status.steps
                told = tr("{done:,} of {total:,} steps", done=status.step, total=status.steps)
            made.append((tr(words.STAGES[stage]), told, share))
        return made

    def sizeHint(self) -> QSize:
        return QSize(300, self.fontMetrics().height() + round(BAR_HEIGHT) + 6)

    def paintEvent(self, event: QPaintEvent) -> None:
        parts = self.parts()
        if not parts:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        metrics = painter.fontMetrics()
        width = (self.width() - GAP * (len(parts) - 1)) / len(parts)
        for number, (name, told, share) in enumerate(parts):
            left = number * (width + GAP)
            painter.setPen(theme.TEXT if share > 0 else theme.QUIET_TEXT)
            painter.drawText(QPointF(left, metrics.ascent()), name)
            painter.setPen(theme.QUIET_TEXT)
            place = QRectF(left, 0, width, metrics.height())
            painter.drawText(place, Qt.AlignmentFlag.AlignRight, told)
            painter.setPen(Qt.PenStyle.NoPen)
            bar = QRectF(left, metrics.height() + 4, width, BAR_HEIGHT)
            painter.setBrush(QColor(theme.scheme().line))
            painter.drawRoundedRect(bar, 3, 3)
            if share > 0:
                painter.setBrush(theme.ACCENT)
                bar.setWidth(max(BAR_HEIGHT, width * min(1.0, share)))
                painter.drawRoundedRect(bar, 3, 3)
