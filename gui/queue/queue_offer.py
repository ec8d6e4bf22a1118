"""A quiet bar over the main window: a queue from before is not finished, shall it go on?"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from gui import theme

MARGIN = 16


class QueueOffer(QFrame):
    """Lies over the lower edge of its parent and moves nothing.

    Attributes:
        go_wanted: the queue is to go on.
        show_wanted: the queue's window is to be shown.
    """

    go_wanted = Signal()
    show_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._over = parent
        self.setObjectName("offer")
        self._label = QLabel()
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self.go_button = QPushButton("Go on")
        self.go_button.setObjectName("primary")
        self.show_button = QPushButton("Show")
        self.later_button = QToolButton()
        self.later_button.setIcon(theme.icon("close"))
        self.later_button.setAccessibleName("Later")
        self.later_button.setToolTip("Later; the queue is kept.")
        for button, signal in (
            (self.go_button, self.go_wanted),
            (self.show_button, self.show_wanted),
        ):
            button.clicked.connect(self.hide)
            button.clicked.connect(signal)
        self.later_button.clicked.connect(self.hide)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 8, 8, 8)
        row.setSpacing(10)
        row.addWidget(self._label)
        for widget in (self.go_button, self.show_button, self.later_button):
            row.addWidget(widget)
        parent.installEventFilter(self)
        self.hide()

    @property
    def text(self) -> str:
        """What it says."""
        return self._label.text()

    def make(self, sentence: str) -> None:
        """Offer it."""
        self._label.setText(sentence)
        self.show()
        self._place()
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize and self.isVisible():
            self._place()
        return False

    def _place(self) -> None:
        self.adjustSize()
        left = (self._over.width() - self.width()) // 2
        self.move(left, self._over.height() - self.height() - MARGIN)
