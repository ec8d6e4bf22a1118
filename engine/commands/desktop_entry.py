"""`desktop-entry`: the app in the start menu of a Linux desktop."""

from __future__ import annotations

import argparse
import contextlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from engine.atomic_files import write_whole
from engine.bundle import bundled
from engine.commands.console import PROGRAM, Console
from engine.errors import EngineError
from engine.texts import tr

NAME = "desktop-entry"
SUMMARY = "put the app into the start menu of a Linux desktop, or take it out"
ENTRY = f"{PROGRAM}.desktop"
APP = f"{PROGRAM}-app"
QUOTED = '"`$\\'  # what the specification wants escaped inside quotes


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of this command."""
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--install", action="store_true", help="put it there, for you alone")
    what.add_argument("--remove", action="store_true", help="take it out again")


def run(options: argparse.Namespace, console: Console) -> int:
    """Write the entry and its icons, remove them, or print the entry.

    Raises:
        EngineError: this is no Linux, or the files cannot be written.
    """
    if not sys.platform.startswith("linux"):
        raise EngineError(
            tr("Desktop entries are for Linux."), tr("On Windows and macOS, see docs/install.md.")
        )
    if not options.install and not options.remove:
        console.line(entry_text(program()).rstrip())
        return 0
    contents = {} if options.remove else _contents()
    for path in places(_data_folder()):
        try:
            if options.remove:
                if not os.path.lexists(path):
                    continue
                path.unlink(missing_ok=True)
            else:
                path.parent.mkdir(parents=True, exist_ok=True)
                write_whole(path, contents[path.name])
        except OSError as error:
            raise EngineError(
                tr(
                    "{path} cannot be changed: {reason}.", path=path, reason=error.strerror or error
                ),
                tr("Check that the folder is yours and that the disk has room."),
            ) from error
        console.line(f"{'removed' if options.remove else 'wrote'} {path}")
    _tell_desktop(_data_folder() / "applications")
    return 0


def places(data: Path) -> tuple[Path, ...]:
    """Where the icons and, last, the entry go under a folder of user data."""
    icons = data / "icons" / "hicolor"
    return (
        icons / "scalable" / "apps" / f"{PROGRAM}.svg",
        icons / "256x256" / "apps" / f"{PROGRAM}.png",
        data / "applications" / ENTRY,
    )


def entry_text(command: Path) -> str:
    """The bundled entry, with the program's full path, which a start menu may not search."""
    quoted = "".join(f"\\{letter}" if letter in QUOTED else letter for letter in str(command))
    # Once more for the file itself, in which a backslash begins an escape and % a field code.
    escaped = quoted.replace("\\", "\\\\").replace("%", "%%")
    line = f'Exec="{escaped}" %f'
    lines = bundled("desktop", ENTRY).read_text(encoding="utf-8").splitlines()
    return "".join(f"{line if old.startswith('Exec=') else old}\n" for old in lines)


def program() -> Path:
    """The program that the entry starts.

    Raises:
        EngineError: it was not installed as one.
    """
    python = Path(sys.executable)
    if getattr(sys, "frozen", False):
        return python
    beside = python.with_name(APP)
    found = beside if beside.is_file() else shutil.which(APP)
    if found is None:
        raise EngineError(
            tr("The program {app} is not installed.", app=APP), tr("Install it with pipx install .")
        )
    return Path(found)


def _contents() -> dict[str, bytes]:
    pictures = (bundled("icons", "app.svg"), bundled("desktop", f"{PROGRAM}.png"))
    files = {f"{PROGRAM}{path.suffix}": path.read_bytes() for path in pictures}
    return {**files, ENTRY: entry_text(program()).encode()}


def _data_folder() -> Path:
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")


def _tell_desktop(applications: Path) -> None:
    """Let the desktop know which files the app opens; most find out by themselves."""
    tool = shutil.which("update-desktop-database")
    if tool is not None and applications.is_dir():
        with contextlib.suppress(OSError, subprocess.TimeoutExpired):
            subprocess.run([tool, "--quiet", applications], check=False, timeout=20)
