"""Run folders: one process works on each, and whatever it leaves behind is one sentence."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from run_parts import BEGUN, PLAN, new_run

from engine.errors import EngineError
from engine.training import heartbeat
from engine.training.events import Started
from engine.training.plan import TrainingPlan
from engine.training.processes import is_running
from engine.training.run_folder import RunFolder


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> RunFolder:
    return new_run(tmp_path, monkeypatch)


class TestRunFolder:
    def test_two_runs_do_not_share_a_folder(self, run: RunFolder) -> None:
        with pytest.raises(EngineError, match=r"a run in .* already"):
            run.create(PLAN)
        with pytest.raises(EngineError, match="other photos"):
            run.replan(TrainingPlan((Path("elsewhere"),)))
        run.replan(TrainingPlan((Path("photos"),), recipe="quick", stages=("full",)))
        assert run.plan().stages == ("full",)

    def test_no_run_is_one_sentence(self, tmp_path: Path) -> None:
        with pytest.raises(EngineError, match="There is no run in"):
            RunFolder(tmp_path / "none").status()

    def test_a_folder_that_cannot_be_made_is_one_sentence(self, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("x")
        with pytest.raises(EngineError, match="cannot be written"):
            RunFolder(tmp_path / "file" / "run").create(PLAN)

    def test_only_one_process_works_on_a_run(self, run: RunFolder) -> None:
        code = (
            "import sys; from engine.training.run_folder import RunFolder\n"
            "from engine.errors import EngineError\n"
            f"try:\n with RunFolder({str(run.path)!r}).claimed(): sys.stdout.write('mine')\n"
            "except EngineError as error: sys.stdout.write(str(error))"
        )
        root = str(Path(__file__).resolve().parents[2])

        def other() -> str:
            return subprocess.run(
                [sys.executable, "-c", code],
                env={**os.environ, "PYTHONPATH": root},
                capture_output=True,
                text=True,
                check=True,
            ).stdout

        with run.claimed():
            assert run.is_alive()
            assert run.process()["pid"] == os.getpid()
            assert "Another process trains in" in other()
        assert other() == "mine"

    def test_a_claim_sweeps_up_what_killed_processes_left(self, run: RunFolder) -> None:
        run.snapshots.mkdir()
        (run.snapshots / ".0123.part").write_text("half")
        (run.snapshots / "full.pt").write_text("whole")
        with run.claimed():
            assert [path.name for path in run.snapshots.iterdir()] == ["full.pt"]

    def test_a_full_disk_is_told_by_the_heartbeat(
        self, run: RunFolder, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        run.write(Started(device="cpu"))

        def full(number: int) -> None:
            raise OSError(errno.ENOSPC, "No space left on device")

        def work() -> None:
            with run.claimed():
                monkeypatch.setattr(os, "fsync", full)
                run.write(BEGUN)

        with pytest.raises(EngineError, match="is full"):
            work()
        monkeypatch.undo()
        status = run.status()
        assert status.state == "failed"
        assert "is full" in status.message
        assert status.remedy == "Make some room and resume."

    def test_a_long_failure_in_chinese_is_told_whole(self, run: RunFolder) -> None:
        message, remedy = "显卡停止工作了" * 60 + "。", "请从上一个快照恢复。" * 40

        def work() -> None:
            with run.claimed():
                raise EngineError(message, remedy)

        with pytest.raises(EngineError):
            work()
        status = run.status()
        assert (status.message, status.remedy) == (message, remedy)

    def test_the_heart_beats(self, run: RunFolder, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(heartbeat, "BEAT_SECONDS", 0.02)
        with run.claimed():
            first = run.process()["beat"]
            end = time.monotonic() + 10
            while run.process().get("beat") == first:
                assert time.monotonic() < end
                time.sleep(0.01)

    @pytest.mark.parametrize("jump", [-3600.0, 3600.0])
    def test_a_clock_that_jumps_ends_no_run(
        self, run: RunFolder, jump: float, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with run.claimed():
            now = time.time
            monkeypatch.setattr("engine.training.run_folder.time.time", lambda: now() + jump)
            assert run.is_alive()
            assert run.status().active
        assert not run.is_alive()

    def test_a_silent_process_of_another_machine_is_gone(self, run: RunFolder) -> None:
        told: dict[str, Any] = {"pid": 1, "host": "elsewhere", "beat": time.time()}
        (run.path / "alive").write_text(json.dumps(told))
        assert run.is_alive()
        (run.path / "alive").write_text(json.dumps({**told, "beat": time.time() - 3600}))
        assert not run.is_alive()


class TestProcesses:
    def test_ended_processes_are_told_from_running_ones(self) -> None:
        assert is_running(os.getpid())
        assert not is_running(0)
        child = subprocess.Popen([sys.executable, "-c", ""])
        end = time.monotonic() + 30
        while is_running(child.pid):  # also while nobody has asked for its exit status
            assert time.monotonic() < end
            time.sleep(0.01)
        child.returncode = 0
