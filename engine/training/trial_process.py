"""Runs `python -m trainers.trial` beside this process and hands on what it tells."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Generator
from pathlib import Path
from typing import Any

from engine.errors import EngineError
from engine.texts import tr
from engine.training.processes import child_environment

TRIAL = ("-m", "trainers.trial")
POLL_SECONDS = 0.1
Answer = dict[str, Any]


def trial_answers(planned: Path, *options: str) -> Generator[Answer | None, None, None]:
    """Every answer of a trial as it comes, and None again and again in between.

    The process ends with this iterator, also when that is closed early.

    Args:
        planned: the trial's `run.json`; the folder around it, which the caller removes, is all
            that the process writes to.
        options: of `trainers.trial`.

    Raises:
        EngineError: the trial says what is wrong, or ends without a word.
    """
    answers, told = planned.with_name("answers"), 0
    with answers.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, *TRIAL, str(planned), *options],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.DEVNULL,
            env=child_environment(),
        )
    try:
        while True:
            ended = process.poll() is not None
            for line in answers.read_text(encoding="utf-8").splitlines(keepends=True)[told:]:
                if not line.endswith("\n"):  # the rest is still to come
                    break
                told += 1
                if line.startswith("{"):  # a library may print what it likes
                    yield _answer(line)
            if ended:
                break
            time.sleep(POLL_SECONDS)
            yield None
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()
    if process.returncode:
        raise EngineError(
            tr("The trial ended early."), tr("Try a smaller batch or another device.")
        )


def _answer(line: str) -> Answer:
    told: Answer = json.loads(line)
    if "message" in told:
        raise EngineError(told["message"], told["remedy"])
    return told
