"""The offer at a start of the app: a queue from before is not finished, shall it go on?"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from engine.texts import tr
from gui.views.offer_bar import OfferBar


class QueueOffer(OfferBar):
    """Lies over its parent.

    Attributes:
        go_wanted: the queue is to go on.
        show_wanted: the queue's window is to be shown.
    """

    go_wanted = Signal()
    show_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, tr("Later; the queue is kept."))
        self.go_button = self.add_button(tr("Go on"), self.go_wanted.emit, tr("Colorize the rest."))
        self.go_button.setObjectName("primary")
        self.show_button = self.add_button(
            tr("Show"), self.show_wanted.emit, tr("Look at the queue first.")
        )
