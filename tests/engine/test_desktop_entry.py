"""The entry in a Linux start menu: valid, with the program's own path, and gone again."""

from __future__ import annotations

import configparser
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from engine.bundle import bundled
from engine.commands import desktop_entry, entry

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Linux only")


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home, and a Python beside which the program is installed, in a folder with a hard name."""
    binaries = tmp_path / 'it\'s "my" $HOME 100%for `odd` \\ bin'
    binaries.mkdir()
    app = binaries / desktop_entry.APP
    app.write_text("#!/bin/sh\n")
    app.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(binaries / "python"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return tmp_path / "data"


def exec_line(path: Path) -> str:
    parser = configparser.RawConfigParser(strict=True)
    parser.optionxform = str  # type: ignore[assignment, method-assign]
    parser.read_string(path.read_text(encoding="utf-8"))
    return parser["Desktop Entry"]["Exec"]


def unquoted(line: str) -> str:
    """The program of an Exec line, as the specification reads it."""
    line = line.replace("\\\\", "\\")  # of a string in the file
    assert line.startswith('"')
    assert line.endswith('" %f')
    assert "%" not in line[1:-4].replace("%%", "")
    letters = iter(line[1:-4].replace("%%", "%"))
    return "".join(next(letters) if letter == "\\" else letter for letter in letters)


def test_it_is_installed_and_removed(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert entry.run(["desktop-entry", "--install"]) == 0
    files = desktop_entry.places(data)
    assert all(path.is_file() for path in files)
    assert files[0].read_bytes() == bundled("icons", "app.svg").read_bytes()
    assert unquoted(exec_line(files[-1])) == str(Path(sys.executable).with_name(desktop_entry.APP))
    assert capsys.readouterr().out.count("wrote ") == 3
    assert entry.run(["desktop-entry", "--install"]) == 0  # once more changes nothing
    assert entry.run(["desktop-entry", "--remove"]) == 0
    assert not any(path.exists() for path in files)
    assert entry.run(["desktop-entry", "--remove"]) == 0


def test_what_is_not_there_is_not_said_to_be_removed(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert entry.run(["desktop-entry", "--remove"]) == 0
    assert "removed" not in capsys.readouterr().out


def test_a_bundle_names_itself(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", "/opt/instance-colorizer/instance-colorizer")
    assert desktop_entry.program() == Path(sys.executable)
    assert 'Exec="/opt/instance-colorizer/instance-colorizer" %f\n' in desktop_entry.entry_text(
        desktop_entry.program()
    )


def test_without_an_option_it_is_printed(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert entry.run(["desktop-entry"]) == 0
    assert capsys.readouterr().out.startswith("[Desktop Entry]\n")
    assert not data.exists()


@pytest.mark.skipif(shutil.which("desktop-file-validate") is None, reason="no desktop-file-utils")
def test_it_is_valid(data: Path) -> None:
    assert entry.run(["desktop-entry", "--install"]) == 0
    for path in (bundled("desktop", desktop_entry.ENTRY), desktop_entry.places(data)[-1]):
        done = subprocess.run(["desktop-file-validate", path], capture_output=True, text=True)
        assert (done.returncode, done.stdout + done.stderr) == (0, "")


def test_what_cannot_be_done_is_one_sentence(
    data: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    data.write_text("a file where a folder should be")
    assert entry.run(["desktop-entry", "--install"]) == 1
    assert "cannot be changed: Not a directory." in capsys.readouterr().err
    os.unlink(Path(sys.executable).with_name(desktop_entry.APP))
    monkeypatch.setenv("PATH", str(data.parent))
    assert entry.run(["desktop-entry", "--install"]) == 1
    assert "is not installed" in capsys.readouterr().err
    monkeypatch.setattr(sys, "platform", "win32")
    assert entry.run(["desktop-entry", "--install"]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert "Desktop entries are for Linux." in line
