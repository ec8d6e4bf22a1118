"""The whole app in a process of its own: quick to appear, no torch before it is needed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

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
from gui import app
qt = app.application()
QTimer.singleShot(300, lambda: [w.close() for w in qt.topLevelWidgets()])
sys.exit(app.run(Path(sys.argv[1])))
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
    done = python(CLOSE, str(ROOT / "resources" / "samples" / "cat.jpg"), home=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "QThread" not in done.stderr
    assert "Traceback" not in done.stderr
