"""The front door: without a command the app, otherwise the command line."""

from __future__ import annotations

import sys

INTERRUPTED = 130  # what shells give for Ctrl-C

try:
    import ctypes
    import os
    from collections.abc import Sequence
    from importlib.util import find_spec
    from pathlib import Path

    from engine.commands import entry
    from engine.commands.console import PROGRAM, Console
    from engine.errors import EngineError
    from engine.texts import comma_listed, marked, tr
except KeyboardInterrupt:  # while all of this was loaded: nothing is begun
    sys.exit(INTERRUPTED)

QT_REMEDY = marked(
    "On Debian or Ubuntu: sudo apt-get install libegl1 libgl1 libxkbcommon-x11-0 libdbus-1-3 "
    "libfontconfig1 libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0; "
    "{program} colorize works without it."
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the app or a command; the exit status."""
    given = sys.argv[1:] if arguments is None else list(arguments)
    try:
        if entry.is_command_line(given):
            return entry.run(given)
        return _guarded_app(given)
    except KeyboardInterrupt:  # before the work began
        return INTERRUPTED


def app() -> int:
    """The app, for a start menu; an argument is a photo, whatever it is called."""
    try:
        return _guarded_app(sys.argv[1:])
    except KeyboardInterrupt:
        return INTERRUPTED


def _guarded_app(arguments: Sequence[str]) -> int:
    console = Console()
    return entry.guarded(lambda: open_app(arguments, console), console)


def open_app(arguments: Sequence[str], console: Console) -> int:
    """Open the window, or do its work without one where there is no display.

    Raises:
        EngineError: the argument is no photo, Qt cannot be loaded, or without a display the
            photo cannot be colorized.
    """
    photo = _photo(arguments)
    if not has_display():
        from engine.bundle import sample_photos
        from engine.commands.windowless import colorize_without_window

        colorize_without_window(photo or sample_photos()[0], console)
        return 0
    trouble = qt_trouble()
    if trouble:
        raise EngineError(
            tr("Qt cannot be loaded: {trouble}.", trouble=trouble), tr(QT_REMEDY, program=PROGRAM)
        )
    from gui.app import run

    return run(photo)


def _photo(arguments: Sequence[str]) -> Path | None:
    if not arguments:
        return None
    first = Path(arguments[0])
    if not os.path.exists(first):
        commands = comma_listed(command.NAME for command in entry.COMMANDS)
        raise EngineError(
            tr("There is no photo and no command {word}.", word=arguments[0]),
            tr(
                "The commands are {commands}; {program} --help says more.",
                commands=commands,
                program=PROGRAM,
            ),
        )
    if len(arguments) > 1 or os.path.isdir(first):
        raise EngineError(
            tr("The app opens one photo."),
            tr("{program} colorize takes many and folders.", program=PROGRAM),
        )
    return first


def has_display() -> bool:
    """Whether a window can be shown; a Qt platform chosen by hand counts as a display."""
    if sys.platform in ("win32", "darwin") or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return _has_wayland() or _has_x11()


def _has_wayland() -> bool:
    name = os.environ.get("WAYLAND_DISPLAY")
    folder = os.environ.get("XDG_RUNTIME_DIR", "")
    return bool(name) and os.path.exists(os.path.join(folder, str(name)))


def _has_x11() -> bool:
    """Whether the X server answers: where it does not, Qt would abort the process."""
    if not os.environ.get("DISPLAY"):
        return False
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return True  # `qt_trouble` then says what is missing
    xcb.xcb_connect.restype = ctypes.c_void_p
    connection = ctypes.c_void_p(xcb.xcb_connect(None, None))
    refused = xcb.xcb_connection_has_error(connection)
    xcb.xcb_disconnect(connection)
    return not refused


def qt_trouble() -> str:
    """Why Qt cannot be used here, empty if it can."""
    try:
        from PySide6 import QtWidgets  # noqa: F401
    except ImportError as error:
        return str(error)
    needs_x11 = sys.platform.startswith("linux") and not _has_wayland()
    spec = find_spec("PySide6")
    if not needs_x11 or os.environ.get("QT_QPA_PLATFORM", "xcb") != "xcb" or spec is None:
        return ""
    plugin = Path(str(spec.origin)).parent / "Qt" / "plugins" / "platforms" / "libqxcb.so"
    try:
        if plugin.exists():  # a distribution's own PySide6 has it elsewhere, and whole
            ctypes.CDLL(str(plugin))
    except OSError as error:
        return str(error)
    return ""


if __name__ == "__main__":
    sys.exit(main())
