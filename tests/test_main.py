"""The front door: which arguments mean the app, what happens without a display or without Qt."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest
from PIL import Image

import main
from engine.bundle import bundled, sample_photos

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[Path | None]:
    """The photos that the app was opened with, on a machine with a display and Qt."""
    photos: list[Path | None] = []
    app = ModuleType("gui.app")
    app.run = lambda photo: photos.append(photo) or 0  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "gui.app", app)
    monkeypatch.setattr(main, "has_display", lambda: True)
    monkeypatch.setattr(main, "qt_trouble", lambda: "")
    return photos


def test_no_argument_opens_the_app(opened: list[Path | None]) -> None:
    assert main.main([]) == 0
    assert opened == [None]


def test_photo_opens_the_app_with_it(opened: list[Path | None], grey_photo: Path) -> None:
    assert main.main([str(grey_photo)]) == 0
    assert opened == [grey_photo]


def test_start_menu_entry(
    opened: list[Path | None], grey_photo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", ["instance-colorizer-app", str(grey_photo)])
    assert main.app() == 0
    assert opened == [grey_photo]


@pytest.mark.parametrize(
    "arguments", [["colorise"], ["no.jpg"], ["colorise", "x.jpg"], ["long" * 99]]
)
def test_neither_photo_nor_command(
    opened: list[Path | None], arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main.main(arguments) == 1
    err = capsys.readouterr().err
    assert err.startswith(f"instance-colorizer: There is no photo and no command {arguments[0]}.")
    assert len(err.splitlines()) == 1
    assert opened == []


def test_app_takes_one_photo(
    opened: list[Path | None],
    grey_photo: Path,
    photo_folder: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for arguments in ([str(photo_folder)], [str(grey_photo), str(grey_photo)]):
        assert main.main(arguments) == 1
        assert "colorize takes many" in capsys.readouterr().err
    assert opened == []


def test_without_qt(
    opened: list[Path | None],
    grey_photo: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(main, "qt_trouble", lambda: "libEGL.so.1: cannot open shared object file")
    assert main.main([str(grey_photo)]) == 1
    err = capsys.readouterr().err
    assert "Qt cannot be loaded: libEGL.so.1" in err
    assert "apt-get install" in err
    assert len(err.splitlines()) == 1
    assert opened == []


def test_import_error_of_qt_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "PySide6", None)
    assert "PySide6" in main.qt_trouble()


class TestWithoutDisplay:
    @pytest.fixture(autouse=True)
    def _no_display(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setattr(sys, "platform", "linux")
        monkeypatch.chdir(tmp_path)

    @pytest.mark.usefixtures("stand_in_workbench")
    def test_photo_is_colorized_into_output(
        self, grey_photo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        for _ in range(2):  # twice in a row
            assert main.main([str(grey_photo)]) == 0
            lines = capsys.readouterr().out.splitlines()
            assert lines[0].startswith("There is no display")
            result, sheet = (Path(line.rpartition(": ")[2]) for line in lines[-2:])
            assert result == Path("output/grey-colorized.jpg")
            assert sheet == Path("output/grey-contact-sheet.png")
            with Image.open(result) as image:
                assert image.size == (96, 64)
            with Image.open(sheet) as image:
                assert image.width > 3 * 96
        assert {p.name for p in (tmp_path / "output").iterdir()} == {result.name, sheet.name}

    @pytest.mark.usefixtures("stand_in_workbench")
    def test_sample_without_a_photo(self, tmp_path: Path) -> None:
        assert main.main([]) == 0
        assert (tmp_path / "output" / f"{sample_photos()[0].stem}-colorized.jpg").is_file()

    @pytest.mark.usefixtures("stand_in_workbench")
    def test_output_cannot_be_made(
        self, grey_photo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        (tmp_path / "output").write_text("in the way")
        assert main.main([str(grey_photo)]) == 1
        assert "folder output cannot be made" in capsys.readouterr().err

    def test_dead_x_server(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("DISPLAY", ":4711")
        assert main.has_display() is _lacks_xcb()

    def test_wayland_socket(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
        monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-7")
        assert not main.has_display()
        monkeypatch.setenv("WAYLAND_DISPLAY", "long" * 99)  # like a folder that `su` may not enter
        assert not main.has_display()
        monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-7")
        (tmp_path / "wayland-7").touch()
        assert main.has_display()

    def test_platform_chosen_by_hand(self, monkeypatch: pytest.MonkeyPatch) -> None:
        assert not main.has_display()
        monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
        assert main.has_display()


def _lacks_xcb() -> bool:
    import ctypes

    try:
        ctypes.CDLL("libxcb.so.1")
    except OSError:
        return True
    return False


def test_samples_are_grey_and_explained() -> None:
    notes = bundled("samples", "SAMPLES.md").read_text(encoding="utf-8")
    assert len(sample_photos()) >= 5
    for path in sample_photos():
        assert f"`{path.name}`" in notes
        with Image.open(path) as image:
            assert image.mode == "L"
            assert min(image.size) >= 300


def run_main(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(ROOT / "main.py"), *arguments],
        capture_output=True,
        text=True,
        cwd=cwd,
        timeout=120,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )


class TestAsAProcess:
    def test_help_from_anywhere(self, tmp_path: Path) -> None:
        done = run_main("--help", cwd=tmp_path)
        assert done.returncode == 0
        assert "colorize" in done.stdout
        assert "detect" in done.stdout

    @pytest.mark.parametrize("loading", ["engine.commands.train", "engine.inventory"])
    def test_ctrl_c_while_it_starts(self, tmp_path: Path, loading: str) -> None:
        code = f"""
import runpy, sys

class Interrupting:
    def find_spec(self, name, path=None, target=None):
        if name == {loading!r}:
            raise KeyboardInterrupt

sys.meta_path.insert(0, Interrupting())
sys.argv = ["main.py", "info"]
sys.path.insert(0, {str(ROOT)!r})
runpy.run_path({str(ROOT / "main.py")!r}, run_name="__main__")
"""
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, cwd=tmp_path, timeout=120
        )
        assert (done.returncode, done.stdout, done.stderr) == (130, "", "")

    def test_bad_boxes(self, tmp_path: Path, grey_photo: Path) -> None:
        (tmp_path / "boxes.json").write_text("[{]")
        done = run_main("colorize", str(grey_photo), "--boxes", "boxes.json", cwd=tmp_path)
        assert (done.returncode, done.stdout) == (1, "")
        assert done.stderr.startswith("instance-colorizer: The boxes file boxes.json is not JSON")
        assert len(done.stderr.splitlines()) == 1

    @pytest.mark.skipif(sys.platform == "win32", reason="file names are text there")
    def test_file_name_that_is_not_utf8(self, tmp_path: Path) -> None:
        name = os.fsdecode(b"caf\xe9.jpg")
        done = run_main("colorize", name, cwd=tmp_path)
        assert done.returncode == 1
        assert done.stderr.startswith("instance-colorizer: The photo caf")
        assert "Traceback" not in done.stderr
        assert done.stdout == "0 colorized, 1 failed\n"
