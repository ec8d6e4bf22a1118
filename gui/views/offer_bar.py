"""A quiet bar over the lower edge of a window: something from before can go on, shall it?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QToolButton,
    QWidget,
)

from engine.texts import tr
from gui import theme

MARGIN = 16
GAP = 8  # between two offers


@dataclass(frozen=True)
class Answer:
    """What a person can say to an offer.

    Attributes:
        text: of its button.
        command: what it does.
        tip: the button's tool tip.
    """

    text: str
    command: Callable[[], object]
    tip: str


class OfferBar(QFrame):
    """Lies over its parent and moves nothing; several of them stack up.

    Args:
        parent: what it lies over.
        later: the tool tip of the way to leave everything as it is.
        answers: the first is what most people want; any of them closes the offer first.

    Attributes:
        buttons: of the answers, in their order.
        later_button: leaves everything as it is.
    """

    def __init__(self, parent: QWidget, later: str, *answers: Answer) -> None:
        super().__init__(parent)
        self._over = parent
        self.setObjectName("offer")
        self._label = QLabel()
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self.later_button = QToolButton()
        self.later_button.setIcon(theme.icon("close"))
        self.later_button.setAccessibleName(tr("Later"))
        self.later_button.setToolTip(later)
        self.later_button.clicked.connect(self.hide)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(14, 8, 8, 8)
        self._row.setSpacing(10)
        self._row.addWidget(self._label)
        self.buttons = [self._button(answer) for answer in answers]
        for button in self.buttons:
            self._row.addWidget(button)
        self.buttons[0].setObjectName("primary")
        self._row.addWidget(self.later_button)
        parent.installEventFilter(self)
        if isinstance(parent, QStackedWidget):
            parent.currentChanged.connect(self._stay_above)
        self.hide()

    @property
    def text(self) -> str:
        """What it says."""
        return self._label.text()

    def make(self, sentence: str) -> None:
        """Offer it."""
        self._label.setText(sentence)
        self.show()
        self.raise_()
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize and self.isVisible():
            self._place()
        return False

    def hideEvent(self, event: QHideEvent) -> None:
        for other in self._others():
            if other.isVisible():
                other._place()

    def _button(self, answer: Answer) -> QPushButton:
        button = QPushButton(answer.text)
        button.setToolTip(answer.tip)
        button.clicked.connect(self.hide)
        button.clicked.connect(lambda: answer.command())
        return button

    def _stay_above(self) -> None:
        """A stack has raised another page."""
        if self.isVisible():
            self.raise_()
            for one in self._others():
                if one.isVisible():
                    one._place()

    def _place(self) -> None:
        self.adjustSize()
        others = self._others()
        below = [one for one in others[: others.index(self)] if not one.isHidden()]
        lower = self._over.height() - MARGIN - sum(one.height() + GAP for one in below)
        self.move((self._over.width() - self.width()) // 2, lower - self.height())

    def _others(self) -> list[OfferBar]:
        """All offers over the same widget, this one too; the one that came last at the end."""
        only = Qt.FindChildOption.FindDirectChildrenOnly
        return self._over.findChildren(OfferBar, options=only)  # raising one puts it at the end
