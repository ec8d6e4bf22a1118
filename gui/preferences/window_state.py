"""Where the window was, its docks and its tool bars, also when the screens have changed since."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QByteArray, QRect, QSettings, QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMainWindow

log = logging.getLogger(__name__)

FILE = "window.ini"
VERSION = 1  # of docks and tool bars; raise it when they are named anew
FIRST_SIZE = QSize(1360, 860)
SCREEN_SHARE = 0.92
TITLE_BAR = 32  # pixels above the window that must stay within reach


def first_geometry(screen: QRect) -> QRect:
    """Where the window is at the very first start, on a screen's available area."""
    room = screen.size() * SCREEN_SHARE
    size = FIRST_SIZE.boundedTo(room)
    frame = QRect(screen.topLeft(), size)
    frame.moveCenter(screen.center())
    return _moved_into(frame, screen)


def fitted(wanted: QRect, screens: Sequence[QRect], smallest: QSize) -> QRect:
    """`wanted`, made to lie on one of the screens, as little changed as possible.

    Args:
        wanted: where the window was, without its frame.
        screens: the available areas, the primary screen's first; at least one.
        smallest: the least size that the window can have.

    Returns:
        `wanted` itself if it lies on a screen. Otherwise it is moved into the screen that it
        covers most of, the primary one where it covers none, and made smaller where it is larger.
    """

    def shared(screen: QRect) -> int:
        common = screen.intersected(wanted)
        return common.width() * common.height() if common.isValid() else 0

    screen = max(screens, key=shared)  # the first of equals, so the primary one if all share none
    if wanted.isEmpty():
        return first_geometry(screen)
    room = _reach(screen)
    size = wanted.size().expandedTo(smallest).boundedTo(room.size())
    return _moved_into(QRect(wanted.topLeft(), size), screen)


def _reach(screen: QRect) -> QRect:
    return screen.adjusted(0, min(TITLE_BAR, screen.height() // 4), 0, 0)


def _moved_into(frame: QRect, screen: QRect) -> QRect:
    room = _reach(screen)
    frame = QRect(frame.topLeft(), frame.size().boundedTo(room.size()))
    left = min(max(frame.left(), room.left()), room.right() + 1 - frame.width())
    top = min(max(frame.top(), room.top()), room.bottom() + 1 - frame.height())
    frame.moveTo(left, top)
    return frame


class WindowState:
    """Keeps a window's place, docks and tool bars, and further values by name.

    Args:
        folder: where the file lies; None keeps nothing.
    """

    def __init__(self, folder: Path | None) -> None:
        self._settings: QSettings | None = None
        if folder is not None:
            self._settings = QSettings(str(folder / FILE), QSettings.Format.IniFormat)

    def restore(self, window: QMainWindow) -> None:
        """Put the window where it was, on the screens of today; call it before it is shown."""
        screens = [screen.availableGeometry() for screen in QGuiApplication.screens()]
        primary = QGuiApplication.primaryScreen().availableGeometry()
        screens.sort(key=lambda screen: screen != primary)
        wanted = self._value("geometry")
        if isinstance(wanted, QRect):
            window.setGeometry(fitted(wanted, screens, window.minimumSize()))
        else:
            window.setGeometry(first_geometry(primary))
        docks = self._value("docks")
        if isinstance(docks, QByteArray) and not window.restoreState(docks, VERSION):
            log.info("The docks of another version are not restored")
        if self._value("maximized") in (True, "true"):
            window.setWindowState(window.windowState() | Qt.WindowState.WindowMaximized)

    def save(self, window: QMainWindow) -> None:
        """Remember where the window is now."""
        if self._settings is None:
            return
        self._settings.setValue("geometry", window.normalGeometry())
        self._settings.setValue("maximized", window.isMaximized())
        self._settings.setValue("docks", window.saveState(VERSION))
        self._sync()

    def text(self, name: str, default: str = "") -> str:
        """A value that `set_text` has kept, such as the layout of the panes."""
        value = self._value(f"values/{name}")
        return value if isinstance(value, str) else default

    def set_text(self, name: str, value: str) -> None:
        """Keep a value of the window, such as the layout of the panes."""
        if self._settings is not None:
            self._settings.setValue(f"values/{name}", value)
            self._sync()

    def forget(self) -> None:
        """Let the next start be as the first one."""
        if self._settings is not None:
            self._settings.clear()
            self._sync()

    def _value(self, name: str) -> object:
        return None if self._settings is None else self._settings.value(name)

    def _sync(self) -> None:
        assert self._settings is not None
        self._settings.sync()
        if self._settings.status() is not QSettings.Status.NoError:
            log.warning("The window's place could not be saved: %s", self._settings.status())
