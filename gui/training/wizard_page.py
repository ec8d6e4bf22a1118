"""What the wizard's pages have in common: a headline, a notice for errors, and work in progress."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from engine.errors import EngineError
from engine.steps import Step
from engine.texts import sentences, tr
from engine.training.run_status import duration
from gui import theme
from gui.preferences.questions import Questions
from gui.training.training_draft import seconds_left

MARGIN = 24  # pixels around a page
GAP = 12


class TrainingQuestions(Questions):
    """What the wizard asks, behind one seam so that tests can answer."""

    def tars(self, parent: QWidget, start: Path | None) -> list[Path]:
        """Tars of photos, none when the person thinks better of it."""
        names, _ = QFileDialog.getOpenFileNames(
            parent,
            tr("Add tars of photos"),
            str(start or Path.home()),
            tr("Tars (*.tar);;All files (*)"),
        )
        return [Path(name) for name in names]


class Notice(QFrame):
    """One sentence that says what happened and one that says what to do."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("banner")
        self._message = QLabel()
        self._remedy = QLabel()
        self._remedy.setObjectName("remedy")
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 10)
        column.setSpacing(3)
        for label in (self._message, self._remedy):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            column.addWidget(label)
        self.hide()

    @property
    def text(self) -> str:
        """What it says; empty when it is hidden."""
        return "" if self.isHidden() else sentences(self._message.text(), self._remedy.text())

    def tell(self, message: str, remedy: str = "") -> None:
        """Show these sentences, or nothing."""
        self._message.setText(message)
        self._remedy.setText(remedy)
        self._remedy.setVisible(bool(remedy))
        self.setAccessibleName(tr("Message: {said}", said=sentences(message, remedy)))
        self.setVisible(bool(message))

    def tell_error(self, error: EngineError | None) -> None:
        """Show an error, or nothing."""
        self.tell(*(("", "") if error is None else (error.message, error.remedy)))


class ProgressRow(QWidget):
    """A bar with what is going on, the time that is left, and a way to end it.

    Args:
        cancel: what ending it is called, in the chosen language; Cancel where it is empty.
    """

    cancelled = Signal()

    def __init__(self, cancel: str = "") -> None:
        super().__init__()
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(tr("Progress"))
        self.bar.setMinimumWidth(120)
        self.label = QLabel()
        self.label.setObjectName("quiet")
        self.cancel_button = QPushButton(cancel or tr("Cancel"))
        self.cancel_button.clicked.connect(self.cancelled)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        row.addWidget(self.bar, 1)
        row.addWidget(self.label, 1)
        row.addWidget(self.cancel_button)
        self.show_step(None)

    def show_step(self, step: Step | None) -> None:
        """Show how far the work is; None hides all of it."""
        self.setVisible(step is not None)
        if step is None:
            return
        self.bar.setRange(0, step.total)
        self.bar.setValue(step.done)
        self.label.setText(progress_words(step))


def progress_words(step: Step) -> str:
    """What is going on, in one line ("Reading the photos, 120 of 300, 8 seconds left")."""
    said = step.label
    if step.total > 1:
        said = tr("{doing}, {done:,} of {total:,}", doing=said, done=step.done, total=step.total)
    left = seconds_left(step)
    if left is not None and step.done < step.total:
        said = tr("{doing}, {left} left", doing=said, left=duration(left))
    return said


class WizardPage(QWidget):
    """One page of the wizard.

    Args:
        title: in the list of pages and above the page.
        about: one sentence on what is to be done here.

    Attributes:
        column: what the page puts its parts into.
        notice: what went wrong here.
    """

    def __init__(self, title: str, about: str) -> None:
        super().__init__()
        self.title = title
        self.setAccessibleName(title)
        headline = QLabel(title)
        headline.setObjectName("welcomeTitle")
        self.about = quiet(about)
        self.notice = Notice()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(MARGIN, 18, MARGIN, 14)
        self.column.setSpacing(GAP)
        self.column.addWidget(headline)
        self.column.addWidget(self.about)
        self.column.addWidget(self.notice)
        self.column.setSpacing(GAP)

    @property
    def state(self) -> str:
        """How far this page is, in a few words for the list of pages."""
        return ""


class Scrolling(QScrollArea):
    """Scrolls a body that does not fit, and only then.

    Args:
        name: for screen readers.
    """

    def __init__(self, body: QWidget, name: str) -> None:
        super().__init__()
        self._body = body
        self.setObjectName("page")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(name)
        layout = body.layout()
        if layout is not None:
            layout.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self.setWidget(body)
        body.installEventFilter(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.LayoutRequest:
            self._fit()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        """Words that wrap need less height than Qt thinks."""
        layout = self._body.layout()
        if layout is None:
            return
        width = self.viewport().width()
        height = layout.minimumSize().height()
        if layout.hasHeightForWidth():
            height = layout.totalMinimumHeightForWidth(width)
        self._body.setMinimumHeight(height)


class DropArea(QWidget):
    """A dashed frame around what an empty page offers; the page itself takes the drop."""

    def __init__(self) -> None:
        super().__init__()
        self._drop_here = False

    def set_drop_here(self, on: bool) -> None:
        """Show that what is dragged over the page may be dropped."""
        self._drop_here = on
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = theme.ACCENT if self._drop_here else theme.FAINT
        painter.setPen(QPen(colour, 2, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(2, 2, -2, -2), 12, 12)


def quiet(text: str = "", *, wrap: bool = True) -> QLabel:
    """A label in quiet words."""
    label = QLabel(text)
    label.setObjectName("quiet")
    label.setWordWrap(wrap)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label


def header(text: str) -> QLabel:
    """The small title of a part of a page."""
    label = QLabel(text)
    label.setObjectName("dockHeader")
    return label
