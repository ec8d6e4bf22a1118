"""A few of the kills of `kill_saving`, which does as many as one likes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parents[1] / "kill_saving.py"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="forks a process with networks")
def test_killed_while_it_saves_every_file_is_the_old_or_the_new_one() -> None:
    command = [sys.executable, str(SCRIPT), "4", "--formats", "jpeg"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=240, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "4 killed\n" in done.stdout
    assert "whole" in done.stdout
