"""Four steps that show a new person around, each beside the part of the window that it is about."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from engine.texts import tr
from gui import theme

if TYPE_CHECKING:
    from gui.main_window import MainWindow

WIDTH = 350  # pixels
APART = 14  # between the card and what it is about, and from the window's edges
SIDES = 16  # pixels beside the words
RING = 3


@dataclass(frozen=True)
class Stop:
    """One step.

    Attributes:
        title: a few words.
        words: what there is to know, in plain text.
        target: gives the part of the window that it is about, shown if it was hidden.
    """

    title: str
    words: str
    target: Callable[[], QWidget]


class Ring(QWidget):
    """An outline around a part of the window; the mouse goes through it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.ACCENT, RING))
        inset = RING // 2 + 1
        painter.drawRoundedRect(self.rect().adjusted(inset, inset, -inset, -inset), 6, 6)


class Tour(QFrame):
    """A card that goes through the steps; the window can be used meanwhile.

    Args:
        window: what it lies over.
        stops: the steps.

    Attributes:
        closed: it was ended, skipped, or the window was closed.
    """

    closed = Signal()

    def __init__(self, window: QWidget, stops: Sequence[Stop]) -> None:
        super().__init__(window)
        self._over = window
        self._stops = tuple(stops)
        self._now = 0
        self.ring = Ring(window)
        self.setObjectName("offer")
        self.setFixedWidth(WIDTH)
        self._title, self._words, self._count = QLabel(), QLabel(), QLabel()
        self._title.setObjectName("dockHeader")
        self._count.setObjectName("quiet")
        for label in (self._title, self._words, self._count):
            label.setTextFormat(Qt.TextFormat.PlainText)
        self._words.setWordWrap(True)
        self.skip_button = QPushButton(tr("Skip"))
        self.skip_button.setToolTip(tr("Close the tour; it stays in the Help menu (Esc)"))
        self.back_button = QPushButton(tr("Back"))
        self.back_button.setToolTip(tr("To the step before (Left)"))
        self.next_button = QPushButton()
        self.next_button.setObjectName("primary")
        self.next_button.setToolTip(tr("To the next step (Right, Enter)"))
        self.skip_button.clicked.connect(self.hide)
        self.back_button.clicked.connect(lambda: self.go(self._now - 1))
        self.next_button.clicked.connect(lambda: self.go(self._now + 1))
        self._lay_out()
        window.installEventFilter(self)
        self.hide()

    @property
    def step(self) -> int:
        """The step that is shown, from 0."""
        return self._now

    @property
    def text(self) -> str:
        """What it says."""
        return f"{self._title.text()} {self._words.text()}"

    def begin(self) -> None:
        """Show the first step."""
        self.go(0)

    def go(self, step: int) -> None:
        """Show a step; the one after the last closes the tour."""
        if step >= len(self._stops):
            self.hide()
            return
        self._now = max(0, step)
        stop = self._stops[self._now]
        last = self._now == len(self._stops) - 1
        self._title.setText(stop.title)
        self._words.setText(stop.words)
        self._count.setText(tr("{step} of {steps}", step=self._now + 1, steps=len(self._stops)))
        self.back_button.setEnabled(self._now > 0)
        self.skip_button.setVisible(not last)
        self.next_button.setText(tr("Done") if last else tr("Next"))
        self.setAccessibleName(tr("Tour: {words}", words=self.text))
        target = stop.target()
        target.show()
        for part in (self.ring, self):
            part.show()
            part.raise_()
        self._place()
        self.next_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest) and self.isVisible():
            self._place()
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        elif event.key() in steps:
            self.go(self._now + steps[Qt.Key(event.key())])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.go(self._now + 1)
        else:
            super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if not event.spontaneous():
            self.ring.hide()
            self.closed.emit()

    # What follows

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._count)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.skip_button)
        buttons.addStretch()
        buttons.addWidget(self.back_button)
        buttons.addWidget(self.next_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(SIDES, 12, SIDES, 14)
        column.setSpacing(10)
        column.addLayout(head)
        column.addWidget(self._words)
        column.addSpacing(2)
        column.addLayout(buttons)

    def _place(self) -> None:
        target = self._stops[self._now].target()
        about = QRect(target.mapTo(self._over, target.rect().topLeft()), target.size())
        self.ring.setGeometry(about)
        room = self._over.rect().adjusted(APART, APART, -APART, -APART)
        across = WIDTH - 2 * (SIDES + self.frameWidth())
        rest = self.sizeHint().height() - self._words.sizeHint().height()
        height = rest + self._words.heightForWidth(across)
        self.setGeometry(beside(about, QSize(WIDTH, height), room))


def beside(about: QRect, size: QSize, room: QRect) -> QRect:
    """Where a card of this size covers nothing of `about`; where it must, low in its middle."""
    card = QRect(about.topLeft(), size)
    left, below = QRect(card), QRect(card)
    left.moveRight(about.left() - APART)
    left.moveTop(max(room.top(), min(about.top(), room.bottom() - size.height())))
    below.moveTop(about.bottom() + APART)
    below.moveLeft(max(room.left(), min(about.left(), room.right() - size.width())))
    for place in (left, below):
        if room.contains(place):
            return place
    card.moveCenter(about.center())
    card.moveBottom(min(about.bottom(), room.bottom()) - 2 * APART)
    return card


def key(sequence: str) -> str:
    """A shortcut as this platform writes it."""
    return QKeySequence(sequence).toString(QKeySequence.SequenceFormat.NativeText)


def stops(window: MainWindow) -> tuple[Stop, ...]:
    """The four steps through the main window, whose parts need not be made yet."""

    def in_dock(part: Callable[[], QWidget]) -> Callable[[], QWidget]:
        def shown() -> QWidget:
            window.dock.show()  # it may have been hidden
            return part()

        return shown

    return (
        Stop(
            tr("One photo, four views"),
            tr(
                "Source is the grey original. It is colorized as a whole, the Full image, and "
                "once more object by object, under Instances. Fused is the result, with the best "
                "of both. Turn the wheel to zoom, drag to move."
            ),
            lambda: window.comparison,
        ),
        Stop(
            tr("The objects"),
            tr(
                "Everything that was found stands here. Click a check box, or press {switch}, to "
                "see what an object brings. {draw} draws a box around one that was missed.",
                switch=key("T"),
                draw=key("D"),
            ),
            in_dock(lambda: window.dock.list),
        ),
        Stop(
            tr("The colours"),
            tr(
                "These sliders change all colours. Click an object in the photo, and this page is "
                "about that object alone: {colour} gives it a colour of your choice. "
                "{undo} takes back any step.",
                colour=key("C"),
                undo=key("Ctrl+Z"),
            ),
            in_dock(lambda: window.dock.panel),
        ),
        Stop(
            tr("Now your own photos"),
            tr(
                "Drop photos or a whole folder on the window, or press {open}. "
                "{save} saves the result as a new file; an original is never changed. "
                "{keys} shows all keys, and this tour stays in the Help menu.",
                open=key("Ctrl+O"),
                save=key("Ctrl+S"),
                keys=key("F1"),
            ),
            lambda: window.tool_bar,
        ),
    )
