"""The offer at a start of the app: there is work from before that nobody has saved."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from engine.texts import tr
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
        super().__init__(parent, tr("Later; the work is kept."))
        self.open_button = self.add_button(tr("Open"), self.open_wanted.emit, tr("Go on with it."))
        self.open_button.setObjectName("primary")
        self.discard_button = self.add_button(
            tr("Discard…"), self.discard_wanted.emit, tr("Throw it away; asks before.")
        )

    def make_for(self, names: Sequence[str]) -> None:
        """Offer the work on photos of these names."""
        if len(names) == 1:
            self.make(tr("Your unsaved work on {name} is kept from last time.", name=names[0]))
        else:
            self.make(tr("Your unsaved work on {n} photos is kept from last time.", n=len(names)))
