"""A field for an object's name, which knows the usual ones."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QCompleter, QLineEdit, QWidget

from engine.detection.coco import LABELS, shown_name
from engine.texts import tr

LONGEST = 60


class NameEdit(QLineEdit):
    """Offers COCO's names; any other will do as well.

    Attributes:
        chosen: the person is done, with the list of names open; Enter without it is Qt's own.
    """

    chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._done = False
        self.setMaxLength(LONGEST)
        self.setAccessibleName(tr("Name of the object"))
        completer = QCompleter(sorted(map(shown_name, LABELS)), self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setMaxVisibleItems(6)
        self.setCompleter(completer)
        completer.activated.connect(self._finish)
        self.returnPressed.connect(self._entered)

    def _entered(self) -> None:
        popup = self.completer().popup()
        if popup is not None and popup.isVisible():
            self._finish()

    def _finish(self) -> None:
        if not self._done:
            self._done = True
            QTimer.singleShot(0, self, self.chosen.emit)  # the name is filled in after this
