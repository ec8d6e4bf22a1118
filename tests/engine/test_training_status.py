"""What a person is told of a training: its status, and what the wizard lacks."""

from __future__ import annotations

import json
import os
import platform
import time
from dataclasses import replace
from pathlib import Path

import pytest
from run_parts import AT_40, BEGUN, PLAN, dead_pid, new_run

from engine.errors import EngineError
from engine.training import known_runs
from engine.training.events import (
    Failed,
    Finished,
    Preparing,
    Progress,
    Snapshot,
    StageFinished,
    StageStarted,
    Started,
    Stopped,
    Validated,
)
from engine.training.plan import TrainingPlan
from engine.training.run_folder import RunFolder, RunFollower
from engine.training.run_status import duration
from engine.training.wizard import TrainingWizard


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> RunFolder:
    return new_run(tmp_path, monkeypatch)


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
        assert stopped.remedy == "Resume to go on from there."
        self.pretend(run, os.getpid())
        run.write(Started(device="cpu, 1 threads"))
        run.write(Preparing(label="Reading the photos", done=1, total=2000))
        assert run.status().line() == "preparing: Reading the photos: 1 of 2,000."
        self.pretend(run, dead_pid())
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

    def test_a_follower_sees_another_plan(self, run: RunFolder) -> None:
        run.replan(replace(run.plan(), stages=("full",)))
        follower = RunFollower(run)
        run.write(Started(device="cpu"))
        assert follower.status().stages == ("full",)
        run.replan(replace(run.plan(), stages=("full", "instance")))
        run.write(Started(device="cpu"))
        assert follower.status().stages == ("full", "instance")

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

    def test_only_a_fresh_detector_needs_what_is_known_of_imagenet(
        self, run: RunFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("engine.training.wizard.find_spec", lambda package: None)
        (tmp_path / "detector.safetensors").touch()
        fresh = TrainingPlan((tmp_path,), recipe="detector", stages=("detector",))
        wizard = TrainingWizard(run.path)
        assert "ImageNet" in wizard.missing(fresh)[0].message
        assert wizard.missing(replace(fresh, start_from=tmp_path)) == ()

    def test_a_run_that_goes_on_is_not_started_twice(self, run: RunFolder) -> None:
        plan = TrainingPlan((Path("photos"),), recipe="quick", network="unet")
        wizard = TrainingWizard(run.path.with_name("other"))
        wizard.run.create(plan)
        with wizard.run.claimed():
            for slower in (1.0, 4.0):
                with pytest.raises(EngineError, match="is going on"):
                    wizard.resume(slower=slower)
            assert wizard.run.plan() == plan, "what was refused changes nothing"
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
