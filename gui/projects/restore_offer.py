"""The offer at a start of the app: there is work from before that nobody has saved."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from gui.views.offer_bar import OfferBar


class RestoreOffer(OfferBar):
    """Lies over its parent.

    Attributes:
        open_wanted: the work is to be opened.
        discard_wanted: it is to be thrown away.
    """

    open_wanted = Signal()
    discard_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, "Later; the work is kept.")
        self.open_button = self.add_button("Open", self.open_wanted.emit, "Go on with it.")
        self.open_button.setObjectName("primary")
        self.discard_button = self.add_button(
            "Discard…", self.discard_wanted.emit, "Throw it away; asks before."
        )

    def make_for(self, names: Sequence[str]) -> None:
        """Offer the work on photos of these names."""
        whose = names[0] if len(names) == 1 else f"{len(names)} photos"
        self.make(f"Your unsaved work on {whose} is kept from last time.")
