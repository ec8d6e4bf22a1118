"""A message over the panes that does not stop the work and moves nothing."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from engine.texts import tr
from gui import theme

WIDEST = 640
MARGIN = 16
SPACING = 3


class Banner(QFrame):
    """One sentence that says what happened, one that says what to do, and a way to close it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._over = parent
        self.setObjectName("banner")
        self._message = QLabel()
        self._remedy = QLabel()
        self._remedy.setObjectName("remedy")
        for label in (self._message, self._remedy):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.close_button = QToolButton()
        self.close_button.setIcon(theme.icon("close"))
        self.close_button.setAccessibleName(tr("Close this message"))
        self.close_button.setToolTip(tr("Close this message (Esc)"))
        self.close_button.clicked.connect(self.hide)
        texts = QVBoxLayout()
        texts.setSpacing(SPACING)
        texts.addWidget(self._message)
        texts.addWidget(self._remedy)
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(14, 10, 8, 10)
        row.addLayout(texts, 1)
        row.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)
        parent.installEventFilter(self)
        self.hide()

    @property
    def text(self) -> str:
        """What it says."""
        return f"{self._message.text()} {self._remedy.text()}".strip()

    def tell(self, message: str, remedy: str) -> None:
        """Show these two sentences until they are closed or replaced."""
        self._message.setText(message)
        self._remedy.setText(remedy)
        self._remedy.setVisible(bool(remedy))
        self.setAccessibleName(tr("Message: {message} {remedy}", message=message, remedy=remedy))
        self.show()
        self._place()
        self.raise_()
        self.close_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize and self.isVisible():
            self._place()
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)

    def _place(self) -> None:
        room = self._over.width() - 2 * MARGIN
        width = min(WIDEST, room)
        margins = self._row.contentsMargins()
        around = margins.left() + margins.right() + self._row.spacing()
        across = width - around - self.close_button.sizeHint().width()
        labels = [label for label in (self._message, self._remedy) if label.text()]
        height = sum(label.heightForWidth(across) for label in labels) + SPACING * len(labels)
        height += margins.top() + margins.bottom()
        self.setGeometry((self._over.width() - width) // 2, MARGIN, width, height)
