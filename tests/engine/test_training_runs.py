"""Run folders, events and status: whatever a process leaves behind, a person gets one sentence."""

from __future__ import annotations

import errno
import json
import os
import platform
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from engine.atomic_files import staged, write_whole
from engine.errors import EngineError
from engine.training import heartbeat, known_runs
from engine.training.events import (
    KINDS,
    EventReader,
    Failed,
    Finished,
    Noted,
    Preparing,
    Progress,
    Snapshot,
    StageFinished,
    StageStarted,
    Started,
    Stopped,
    Validated,
    parse,
)
from engine.training.plan import TrainingPlan
from engine.training.processes import is_running
from engine.training.run_folder import RunFolder, RunFollower
from engine.training.run_status import duration
from engine.training.wizard import TrainingWizard

PLAN = TrainingPlan((Path("photos"),), recipe="quick")
BEGUN = StageStarted(stage="full", step=0, steps=100, samples=9, batch=4)
AT_40 = Progress(
    stage="full", step=40, steps=100, loss=0.01234, lr=1e-3, images_per_second=9, seconds_left=130
)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> RunFolder:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "home"))
    folder = RunFolder(tmp_path / "run")
    folder.create(PLAN)
    return folder


def dead_pid() -> int:
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


class TestAtomicFiles:
    def test_what_breaks_half_way_leaves_the_old_file_alone(self, tmp_path: Path) -> None:
        path = tmp_path / "file"
        write_whole(path, "old")

        def break_off() -> None:
            with staged(path) as unfinished:
                unfinished.write_text("ne")
                raise OSError(errno.ENOSPC, "No space left on device")

        with pytest.raises(OSError, match="No space"):
            break_off()
        assert path.read_text() == "old"
        assert list(tmp_path.iterdir()) == [path]
        write_whole(path, b"new")
        assert path.read_text() == "new"


class TestEvents:
    def test_every_event_survives_its_line(self) -> None:
        for event in (
            BEGUN,
            AT_40,
            Started(device="cpu", processes=2),
            Preparing(label="Reading", done=1, total=3),
            Validated(stage="full", step=3, validation={"psnr": 22.5}),
            Snapshot(stage="full", step=3),
            StageFinished(stage="full", path="checkpoints/full.safetensors"),
            Noted(message="ü"),
            Failed(message="No."),
            Stopped(),
            Finished(),
        ):
            again = parse(event.line())
            assert type(again) is type(event)
            assert {**vars(again), "time": 0} == {**vars(event), "time": 0}
        assert len(KINDS) == 13

    @pytest.mark.parametrize("line", ["", "{", "[]", '{"kind": "dance"}', '{"kind": "progress"}'])
    def test_lines_that_are_no_event_are_passed_over(self, line: str) -> None:
        assert parse(line) is None

    def test_a_line_that_is_still_being_written_is_read_when_it_is_whole(
        self, tmp_path: Path
    ) -> None:
        path = tmp_path / "events.jsonl"
        reader = EventReader(path)
        assert reader.new() == []
        first, second = AT_40.line(), Noted(message="hello").line()
        path.write_text(first + "\n" + second[:20])
        assert [type(event) for event in reader.new()] == [Progress]
        assert reader.new() == []
        with path.open("a") as file:
            file.write(second[20:] + "\n")
        assert [type(event) for event in reader.new()] == [Noted]

    def test_half_a_line_of_a_killed_process_hides_nothing(self, run: RunFolder) -> None:
        run.write(BEGUN)
        with run.events_file.open("a") as file:
            file.write('{"kind": "progr')
        run.write(AT_40)
        assert [type(event) for event in EventReader(run.events_file).new()] == [
            StageStarted,
            Progress,
        ]


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


class TestStatus:
    def pretend(self, run: RunFolder, pid: int, events: int = -1) -> None:
        told = {"pid": pid, "host": platform.node(), "beat": time.time(), "events": events}
        (run.path / "alive").write_text(json.dumps(told))

    def test_a_clock_that_was_set_back_hides_no_news(
        self, run: RunFolder, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        run.write(Started(device="cpu"))
        run.write(BEGUN)
        now = time.time
        monkeypatch.setattr("engine.training.run_folder.time.time", lambda: now() - 3600)
        self.pretend(run, os.getpid(), events=run.events_file.stat().st_size)
        assert run.status().message == "Starting."
        run.write(AT_40)
        assert run.status().step == 40
        assert run.status().state == "running"

    def test_from_ready_to_finished(self, run: RunFolder) -> None:
        assert run.status().state == "ready"
        self.pretend(run, os.getpid(), events=0)
        assert run.status().message == "Starting."
        self.pretend(run, os.getpid())
        run.write(Started(device="cpu, 1 threads"))
        run.write(Preparing(label="Reading the photos", done=10, total=2000, seconds_left=65))
        status = run.status()
        assert (status.state, status.active) == ("preparing", True)
        assert status.message == "Reading the photos: 10 of 2,000, 65 seconds left."
        run.write(BEGUN)
        run.write(AT_40)
        run.write(Validated(stage="full", step=40, validation={"psnr": 23.0}))
        status = run.status()
        assert status.state == "running"
        assert status.message == (
            "Training the full-image network: step 40 of 100, loss 0.01234, 2 minutes left."
        )
        assert status.validation == {"full": {"psnr": 23.0}}
        assert status.share == pytest.approx(0.4 / 3)
        run.request_stop()
        assert run.status().state == "stopping"
        run.clear_stop()
        run.write(Snapshot(stage="full", step=41))
        run.write(Stopped())
        self.pretend(run, dead_pid())
        stopped = run.status()
        assert (stopped.state, stopped.snapshot, stopped.active) == ("stopped", 41, False)
        run.write(StageFinished(stage="full", path="checkpoints/full.safetensors"))
        run.write(Finished())
        assert run.status().state == "finished"
        assert run.status().line() == "finished: Finished."

    def test_a_killed_process_is_noticed(self, run: RunFolder) -> None:
        self.pretend(run, dead_pid())
        assert run.status().message == "The training process ended without a word before it began."
        run.write(Started(device="cpu"))
        run.write(BEGUN)
        run.write(Snapshot(stage="full", step=20))
        run.write(AT_40)
        status = run.status()
        assert status.state == "died"
        assert status.remedy == "Resume to go on from step 20."

    def test_a_failure_is_told_in_its_own_words(self, run: RunFolder) -> None:
        run.write(Started(device="cpu"))
        run.write(Failed(message="The disk is full.", remedy="Make room."))
        self.pretend(run, dead_pid())
        assert run.status().line() == "failed: The disk is full. Make room."
        assert json.loads(json.dumps(run.status().to_json()))["state"] == "failed"

    def test_a_follower_hears_every_event_once(self, run: RunFolder) -> None:
        follower = RunFollower(run)
        run.write(BEGUN)
        follower.status()
        run.write(AT_40)
        assert [type(event) for event in follower.news()] == [StageStarted, Progress]
        assert follower.news() == []

    @pytest.mark.parametrize(
        ("seconds", "words"),
        [
            (1, "1 second"),
            (89, "89 seconds"),
            (90, "2 minutes"),
            (3600, "60 minutes"),
            (5400, "1 hour 30 minutes"),
            (7200, "2 hours"),
            (86400 * 3, "3 days"),
        ],
    )
    def test_durations_in_words(self, seconds: float, words: str) -> None:
        assert duration(seconds) == words


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


class TestWizard:
    def test_what_a_stage_alone_lacks(self, run: RunFolder, tmp_path: Path) -> None:
        wizard = TrainingWizard(run.path)
        plan = TrainingPlan((tmp_path,), stages=("fusion",), network="unet")
        assert [(m.stage, m.message) for m in wizard.missing(plan)] == [
            ("fusion", "The fusion stage needs the checkpoint of the full-image stage."),
            ("fusion", "The fusion stage needs the checkpoint of the instance stage."),
        ]
        run.checkpoints.mkdir()
        (run.checkpoints / "full.safetensors").touch()
        own = tmp_path / "own"
        own.mkdir()
        (own / "instance.safetensors").touch()
        started = TrainingPlan((tmp_path,), stages=("fusion",), network="unet", start_from=own)
        assert wizard.missing(started) == ()
        with pytest.raises(EngineError, match="another run"):
            wizard.start(plan)

    def test_fine_tuning_needs_what_it_goes_on_from(self, run: RunFolder, tmp_path: Path) -> None:
        wizard = TrainingWizard(run.path)
        with pytest.raises(EngineError, match="no checkpoints to go on from"):
            TrainingPlan((tmp_path,), fine_tune=True)
        (tmp_path / "full.safetensors").touch()
        plan = TrainingPlan((tmp_path,), start_from=tmp_path, fine_tune=True)
        assert TrainingPlan.from_json(plan.to_json()).fine_tune
        assert [(m.stage, m.message) for m in wizard.missing(plan)] == [
            ("instance", "There is no checkpoint of the instance stage to go on from."),
            ("fusion", "There is no checkpoint of the fusion stage to go on from."),
        ]
        assert wizard.missing(replace(plan, stages=("full",))) == ()

    def test_a_run_that_goes_on_is_not_started_twice(self, run: RunFolder) -> None:
        plan = TrainingPlan((Path("photos"),), recipe="quick", network="unet")
        wizard = TrainingWizard(run.path.with_name("other"))
        wizard.run.create(plan)
        with wizard.run.claimed():
            with pytest.raises(EngineError, match="is going on"):
                wizard.resume()
            wizard.stop()
            assert wizard.run.stop_requested
        wizard.run.clear_stop()
        wizard.stop()  # nobody works on it: nothing would take the request away
        assert not wizard.run.stop_requested

    def test_runs_are_found_again(self, run: RunFolder, tmp_path: Path) -> None:
        assert known_runs.known_runs() == []
        other = RunFolder(tmp_path / "other")
        other.create(PLAN)
        known_runs.remember(run)
        known_runs.remember(other)
        known_runs.remember(run)
        assert [known.path for known in known_runs.known_runs()] == [run.path, other.path]
        assert known_runs.active_run() is None
        with run.claimed():
            run.write(Started(device="cpu"))
            active = known_runs.active_run()
            assert active is not None
            assert active.path == run.path
