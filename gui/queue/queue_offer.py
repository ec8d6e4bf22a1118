"""The offer at a start of the app: a queue from before is not finished, shall it go on?"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

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
        super().__init__(parent, "Later; the queue is kept.")
        self.go_button = self.add_button("Go on", self.go_wanted.emit, "Colorize the rest.")
        self.go_button.setObjectName("primary")
        self.show_button = self.add_button(
            "Show", self.show_wanted.emit, "Look at the queue first."
        )
