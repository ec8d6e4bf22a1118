"""`train`: plans from options, real processes followed, stopped and resumed."""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
import time
from pathlib import Path

import pytest
from command_parts import Out, command_lines, write_photos

from engine.training import wizard
from engine.training.processes import start_detached
from engine.training.run_folder import RunFolder
from engine.training.stage_settings import REPORT_FILTERS

TRAINER = str(Path(__file__).with_name("stand_in_trainer.py"))


@pytest.fixture(autouse=True)
def _stand_in(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Trainings are processes, but without networks; nothing is remembered outside the test."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "home"))

    def start(arguments: list[str], log: Path) -> int:
        assert arguments[:2] == ["-m", "trainers"]
        return start_detached([TRAINER, arguments[-1]], log)

    monkeypatch.setattr(wizard, "start_detached", start)


@pytest.fixture
def out(monkeypatch: pytest.MonkeyPatch) -> Out:
    return command_lines(monkeypatch)


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    return write_photos(tmp_path / "photos")


def started(run: Path, *more: object) -> tuple[object, ...]:
    return ("train", "--data", run.parent, "--network", "unet", "--run", run, *more)


def test_a_training_is_started_and_followed_to_its_end(out: Out, tmp_path: Path) -> None:
    run = tmp_path / "run"
    status, shown, _ = out(*started(run))
    assert status == 0
    assert "full: 40 steps of 4, 9 samples" in shown
    assert "full: step 40, psnr 23.5" in shown
    assert "full: finished, checkpoints/full.safetensors" in shown
    assert out("train", "--run", run, "--status") == (0, "finished: Finished.\n", "")
    status, shown, complaint = out(*started(run, "--seed", "5"))
    assert status == 1
    assert "There is another run in" in complaint


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_stops_with_a_snapshot_and_resume_goes_on(
    out: Out, tmp_path: Path, number: signal.Signals
) -> None:
    run = tmp_path / "run"

    def interrupt() -> None:
        while "progress" not in _text(run / "events.jsonl"):
            time.sleep(0.01)
        os.kill(os.getpid(), number)

    thread = threading.Thread(target=interrupt)
    thread.start()
    status, shown, noted = out(*started(run))
    thread.join()
    assert status == 130
    assert "Stopping after a snapshot" in noted
    assert "Stopped in the full-image stage" in shown
    stopped = RunFolder(run).status()
    assert stopped.state == "stopped"
    assert 0 < stopped.snapshot < 40
    status, shown, _ = out("train", "--run", run, "--resume")
    assert status == 0
    assert f"from step {stopped.snapshot} on" in shown
    assert shown.count("samples") == 1  # what was told before is not told again


def test_a_detached_training_can_be_asked_how_it_stands(out: Out, tmp_path: Path) -> None:
    run = tmp_path / "run"
    assert out(*started(run, "--detach"))[0] == 0
    status, shown, _ = out("train", "--run", run, "--status", "--json")
    assert status == 0
    told = json.loads(shown)
    assert told["state"] in ("preparing", "running", "finished")
    status, _, complaint = out("train", "--run", run, "--resume")
    assert (status, "is going on" in complaint) in ((1, True), (0, False))
    for last, _ in wizard.TrainingWizard(run).follow(0.05):
        state = last.state
    assert state == "finished"


def test_a_failure_is_one_sentence_and_status_1(out: Out, tmp_path: Path) -> None:
    run = tmp_path / "run"
    status, _, complaint = out(*started(run, "--seed", "13"))
    assert status == 1
    assert "The photos are cursed. Take another seed." in complaint
    status, shown, _ = out("train", "--run", run, "--status")
    assert (status, shown) == (1, "failed: The photos are cursed. Take another seed.\n")
    log = (run / "log.txt").read_text()
    assert "EngineError" in log  # where it came from


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "no photos to train on"),
        (("--status",), "no run in"),
        (("--data", ".", "--json"), "--json does nothing without --status"),
        (("--data", ".", "--slower", "2"), "--slower does nothing without --resume"),
        (("--status", "--slower", "2"), "--slower does nothing without --resume"),
        (("--resume",), "no run in"),
        (("--data", ".", "--stages", "nonsense"), "no stage 'nonsense'"),
        (("--data", ".", "--device", "gpu9"), "no device"),
        (("--data", ".", "--seed", "-1"), "A seed of -1 is none"),
        (("--data", ".", "--seed", "9" * 30), "is none. Give a whole number"),
        (("--data", ".", "--steps", "-1"), "number of steps"),
        (
            ("--data", ".", "--steps", "9" * 9),
            "999999999, not a whole number from 0 to 100,000,000",
        ),
        (("--data", ".", "--set", "full.speed=3"), "no setting speed"),
        (("--data", ".", "--set", "rate=3"), "sets nothing"),
        (("--data", ".", "--set", "full.rate=fast"), "learning rate is fast"),
        (("--data", ".", "--network", "unet", "--stages", "fusion"), "needs the checkpoint"),
    ],
)
def test_mistakes_are_one_sentence(
    out: Out, tmp_path: Path, arguments: tuple[str, ...], message: str
) -> None:
    status, _, complaint = out("train", "--run", tmp_path / "run", *arguments)
    assert status == 1
    assert message in complaint
    assert complaint.count("\n") == 1


def planned(run: Path, photos: Path, *more: object) -> tuple[object, ...]:
    boxes = photos.parent / "boxes.csv"
    return ("train", "--data", photos, "--boxes", boxes, "--run", run, "--plan-only", *more)


def test_options_become_the_plan(out: Out, photos: Path, tmp_path: Path) -> None:
    run = tmp_path / "run"
    (photos.parent / "boxes.csv").write_text(
        "name,label,score,left,top,right,bottom\n"
        + "".join(f"{name}.png,thing,1,0,0,320,240\n" for name in ("coffee", "astronaut"))
    )
    more: tuple[str, ...] = ("--recipe", "paper", "--steps", "9", "--batch", "4")
    more += ("--report-filters", "--network", "unet")
    more += ("--set", "fusion.rate=1e-3", "--set", "instance.filters.min_score=0.8")
    more += ("--subset", "50", "--split", "0.6", "--set", "full.optimizer=adamw")
    status, shown, _ = out(*planned(run, photos, *more))
    assert status == 0
    assert shown.splitlines()[-1].startswith("torchrun ")
    plan = RunFolder(run).plan()
    assert (plan.recipe, plan.rule, plan.subset, plan.split) == ("paper", "padded", 50, 0.6)
    assert {(made.steps, made.batch) for made in plan.settings.values()} == {(9, 4)}
    assert plan.settings["fusion"].rate == 1e-3
    assert plan.settings["full"].optimizer == "adamw"
    assert plan.settings["fusion"].filters == REPORT_FILTERS
    assert plan.settings["instance"].filters.min_score == 0.8
    assert plan.settings["instance"].filters.most == 10


def test_a_plan_tells_what_its_filters_leave(out: Out, photos: Path, tmp_path: Path) -> None:
    run = tmp_path / "run"
    more = ("--hold-out", "astronaut", "--set", "fusion.filters.min_side=190")
    status, shown, told = out(*planned(run, photos, *more))
    assert status == 1
    assert "No object passes the filters of the fusion stage" in told
    assert not run.exists()
    more = ("--hold-out", "astronaut", "--set", "instance.filters.min_score=0.9")
    status, shown, _ = out(*planned(run, photos, *more))
    assert status == 0
    assert shown.splitlines()[:3] == [
        "2 photos to train on, 1 held out, 3 objects.",
        "The instance stage learns from 2 of 2 objects in 2 photos. "
        "The fusion stage learns from 2 of 2 objects in 2 photos.",
        f"torchrun --nproc-per-node GPUS -m trainers {run}",
    ]
    assert (run / "prepared" / "boxes.csv").is_file()
    _, _, told = out(*planned(tmp_path / "late", photos, "--stages", "fusion", *more))
    assert told.count("It is not on this machine; the training will need it.\n") == 2
    status, _, told = out(*planned(run, photos, *more))
    assert status == 1
    assert "There is a run in" in told


def test_a_plan_of_photos_that_are_not_there_is_none(out: Out, tmp_path: Path) -> None:
    run = tmp_path / "run"
    status, shown, told = out(*planned(run, tmp_path / "nowhere"))
    assert (status, shown) == (1, "")
    assert "nowhere is neither a folder nor a tar of photos" in told
    assert not run.exists()


def test_slower_divides_the_rates(out: Out, photos: Path, tmp_path: Path) -> None:
    run = tmp_path / "run"
    out(*planned(run, photos, "--network", "unet"))
    before = RunFolder(run).plan().settings["full"].rate
    assert out("train", "--run", run, "--resume", "--slower", "4")[0] == 0
    assert RunFolder(run).plan().settings["full"].rate == before / 4


@pytest.mark.parametrize("slower", ["0", "-2", "nan"])
def test_rates_are_divided_by_numbers_that_make_sense(
    out: Out, tmp_path: Path, slower: str
) -> None:
    with pytest.raises(SystemExit) as ended:
        out("train", "--run", tmp_path, "--resume", "--slower", slower)
    assert ended.value.code == 2


def _text(path: Path) -> str:
    return path.read_text() if path.exists() else ""


class TestDetector:
    @pytest.fixture(autouse=True)
    def _photos(self, photos: Path) -> None:
        self.photos = photos

    def plan(self, out: Out, run: Path, *more: object) -> tuple[int, str]:
        status, _, told = out(*planned(run, self.photos, *more), "detector")
        return status, told

    def test_it_has_a_plan_of_its_own(self, out: Out, tmp_path: Path) -> None:
        run = RunFolder(tmp_path / "run")
        sizes = ("--steps", 70, "--batch", 4, "--size", 320, "--variant", "lite1")
        status, _ = self.plan(out, run.path, *sizes, "--set", "detector.mosaic=0.2")
        assert status == 0
        plan = run.plan()
        assert plan.detects
        assert plan.stages == ("detector",)
        assert plan.variant == "lite1"
        assert plan.needs_objects
        made = plan.settings["detector"]
        assert (made.steps, made.batch, made.side, made.mosaic) == (70, 4, 320, 0.2)

    def test_its_own_encoder_is_the_largest(self, out: Out, tmp_path: Path) -> None:
        run = RunFolder(tmp_path / "run")
        assert self.plan(out, run.path)[0] == 0
        assert run.plan().variant == "lite2"

    def test_a_plan_tells_what_is_not_here(self, out: Out, tmp_path: Path) -> None:
        for folder, name in (("begun", "detector"), ("taught", "teacher")):
            more = (f"--{'start-from' if name == 'detector' else 'teacher'}", tmp_path / folder)
            status, told = self.plan(out, tmp_path / f"{name}-lacks", *more)
            assert status == 0
            assert f"There is no {name} in {tmp_path / folder}" in told
            assert "is not on this machine; the training will need it." in told
            (tmp_path / folder).mkdir()
            (tmp_path / folder / f"{name}.safetensors").touch()
            assert self.plan(out, tmp_path / f"{name}-has", *more) == (0, "")

    @pytest.mark.parametrize(
        ("more", "told"),
        [
            (("--stages", "full"), "one stage and one recipe"),
            (("--network", "compact"), "are of the colours"),
            (("--rule", "masked"), "are of the colours"),
            (("--report-filters",), "are of the colours"),
            (("--size", 300), "needs a multiple of 32"),
            (("--size", 0), "need a size"),
            (("--set", "full.rate=1"), "sets nothing"),
        ],
    )
    def test_what_makes_no_sense_is_said(
        self, out: Out, tmp_path: Path, more: tuple[object, ...], told: str
    ) -> None:
        status, complaint = self.plan(out, tmp_path / "run", *more)
        assert status == 1
        assert told in complaint
        assert not (tmp_path / "run").exists()
