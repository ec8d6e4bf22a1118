"""The whole app in a process of its own: quick to appear, no torch before it is needed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from engine.config import EngineConfig
from gui import app as composition
from gui import theme
from gui.preferences.settings import Settings
from gui.preferences.store import Preferences, Store
from gui.schemes import LIGHT

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
ROOT = Path(__file__).resolve().parents[2]
START = """
import sys, time
from gui import app
qt = app.application()
made = app.build(app.EngineConfig())
made.window.show()
qt.processEvents()
assert made.window.isVisible()
assert "torch" not in sys.modules, "torch must load on the worker, after the window is up"
print("seconds", time.process_time())
made.window.close()
assert made.close()
"""
CLOSE = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from gui import app, theme
qt = app.application()

def close():
    for window in qt.topLevelWidgets():
        if isinstance(window, app.MainWindow):
            banner = window.banner.text if window.banner.isVisible() else ""
            print("shown", window.isVisible(), banner)
            print("place", window.geometry().getRect(), theme.scheme().name)
            window.setGeometry(0, 70, 880, 610)  # on the 800 pixels of an offscreen screen
        window.close()

QTimer.singleShot(300, close)
sys.exit(app.run(Path(sys.argv[1]), app.Store(Path(sys.argv[2]))))
"""


def python(code: str, *arguments: str, home: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "XDG_DATA_HOME": str(home)}
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_the_window_is_up_within_two_seconds_and_without_torch(tmp_path: Path) -> None:
    done = python(START, home=tmp_path)
    assert done.returncode == 0, done.stderr
    assert float(done.stdout.split()[-1]) < 2.0  # of this process, whatever else the machine does


def test_closing_while_the_engine_starts_leaves_no_complaint(tmp_path: Path) -> None:
    done = start(tmp_path / "config", tmp_path)
    assert done.returncode == 0, done.stderr
    assert "QThread" not in done.stderr
    assert "Traceback" not in done.stderr


def start(config: Path, home: Path) -> subprocess.CompletedProcess[str]:
    photo = ROOT / "resources" / "samples" / "cat.jpg"
    return python(CLOSE, str(photo), str(config), home=home)


def test_a_second_start_finds_the_window_and_the_theme_where_they_were(tmp_path: Path) -> None:
    config = tmp_path / "config"
    Store(config).save(Preferences(theme="light"))
    assert start(config, tmp_path).returncode == 0
    done = start(config, tmp_path)
    assert ", 70, 880, 610) light" in done.stdout, done.stderr
    assert Store(config).load().theme == "light"


def test_broken_settings_are_one_sentence_in_a_window_that_is_there(tmp_path: Path) -> None:
    config = tmp_path / "config"
    config.mkdir()
    (config / "settings.json").write_text("{")
    (config / "window.ini").write_bytes(b"\x00\xff")
    done = start(config, tmp_path)
    assert done.returncode == 0, done.stderr
    assert "shown True The settings in" in done.stdout
    assert (config / "settings-set-aside-1.json").read_text() == "{"


def test_changed_settings_take_effect_at_once(qtbot: QtBot, tmp_path: Path) -> None:
    settings = Settings(Store(tmp_path))
    app = composition.build(settings)
    qtbot.addWidget(app.window)
    benches: list[object] = []
    anew: list[bool] = []

    def use_bench(bench: object, *, again: bool = True) -> None:
        benches.append(bench)
        anew.append(again)

    app.workspace.use_bench = use_bench  # type: ignore[method-assign]
    try:
        settings.change(theme="light")
        assert theme.scheme() is LIGHT
        assert not benches
        settings.change(engine=EngineConfig(device="cpu", max_instances=3))
        assert benches == [app.bench]
        assert app.bench().config.max_instances == 3  # type: ignore[attr-defined]
        settings.change(jpeg_quality=50)
        assert len(benches) == 1
        settings.change(engine=EngineConfig(device="cpu", max_instances=3, network="unet"))
        assert anew == [True, True], "auto may be another device than cpu"
        settings.change(engine=EngineConfig(device="cpu", max_instances=5, network="unet"))
        assert anew == [True, True, False]
    finally:
        settings.change(theme="dark")
        assert app.close()


def test_a_window_for_an_engine_alone_keeps_nothing(qtbot: QtBot) -> None:
    app = composition.build(EngineConfig(device="cpu"))
    qtbot.addWidget(app.window)
    assert app.settings.folder is None
    assert app.settings.preferences.engine == EngineConfig(device="cpu")
    assert app.close()
