"""Collects reference cycles on the window's thread only.

Python collects in whichever thread happens to allocate. A widget or timer in a cycle would then be
destroyed on the worker's thread, which Qt does not survive.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

INTERVAL_MS = 2000


class GarbageCollector(QObject):
    """Takes the place of Python's automatic collection until `close`."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        self._settled = False
        self._timer = QTimer(self, interval=INTERVAL_MS)
        self._timer.timeout.connect(self.check)
        self._timer.start()

    def check(self) -> None:
        """Collect the generations that Python would have collected by now."""
        thresholds = gc.get_threshold()
        for generation in (2, 1, 0):
            if gc.get_count()[generation] > thresholds[generation]:
                gc.collect(generation)
                return

    def settle(self) -> None:
        """Look no more at what there is when this is first called.

        To be called when the engine is there: going through the 250,000 objects of its modules
        holds up the window for a tenth of a second, and they stay until the end.
        """
        if not self._settled:
            self._settled = True
            gc.freeze()

    def close(self) -> None:
        """Leave it to Python again."""
        self._timer.stop()
        gc.unfreeze()
        gc.enable()
