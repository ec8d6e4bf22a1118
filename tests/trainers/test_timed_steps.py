"""The time of steps with data loading and without: the same steps, a queue that stays fed."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import cv2
import numpy as np
import pytest
import torch

from engine.steps import finish
from engine.training import photo_store
from engine.training.photo_places import find_places
from engine.training.plan import TrainingPlan
from engine.training.preparation import prepare, write_prepared
from engine.training.run_folder import RunFolder
from trainers import feeding, timed_steps
from trainers.feeding import Batch, Feeder, Samples, moved
from trainers.timed_steps import StepTimes, TimedSteps
from trainers.trial import FIRST, LATER, EpochsStore, main

CPU = torch.device("cpu")
TINY = {"batch": 2, "side": 32}


class Numbers(Samples):
    """Samples that say which they are, and take `seconds` to be loaded."""

    samples = 1000

    def __init__(self, seconds: float = 0.0) -> None:
        self.seconds = seconds
        self.made = 0

    def batch(
        self, indices: np.ndarray, randoms: Sequence[np.random.Generator], step: int = 0
    ) -> Batch:
        time.sleep(self.seconds)
        self.made += 1
        return {"numbers": torch.from_numpy(indices)}


@pytest.fixture(autouse=True)
def _two_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeding, "cores", lambda: 2)


def rounds(source: Numbers, computing: float = 0.0) -> tuple[Iterator[StepTimes], list[list[int]]]:
    """Timed rounds, and the samples of every step that was taken."""
    taken: list[list[int]] = []

    def take(step: int, batches: list[Batch]) -> float:
        time.sleep(computing)
        taken.append([number for batch in batches for number in batch["numbers"].tolist()])
        return 0.0

    feeder = Feeder(source, batch=4, seed=0)
    assert feeder.ahead == 3
    return TimedSteps(feeder, take, lambda: 2, lambda batch: moved(batch, CPU)).rounds(), taken


def test_a_round_warms_up_loads_and_takes_the_same_steps_from_memory() -> None:
    source = Numbers()
    timed, taken = rounds(source)
    for number in range(2):
        times = next(timed)
        assert (len(times.whole), len(times.computing)) == (3, 3)
        warm, fed, kept = (taken[9 * number + 3 * part :][:3] for part in range(3))
        assert fed == kept
        assert warm != fed
    seen = [sample for step in taken[:6] + taken[9:15] for sample in step]
    assert len(set(seen)) == len(seen)  # a round goes on where the last one ended
    assert source.made > 2 * 12  # in two parts, and more than was taken: never without a batch


def test_waiting_for_data_is_seen() -> None:
    times = next(rounds(Numbers(seconds=0.1))[0])  # two parts at once: 0.1 s a step
    assert 0.15 < sum(times.whole) < 1.0
    assert sum(times.computing) < 0.1


def test_loading_that_keeps_up_costs_little() -> None:
    times = next(rounds(Numbers(seconds=0.01), computing=0.1)[0])
    assert sum(times.computing) >= 0.3
    assert sum(times.whole) < 1.3 * sum(times.computing)


def test_long_steps_are_few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timed_steps, "LONG_SECONDS", 0.0)
    timed, taken = rounds(Numbers(), computing=0.01)
    assert len(next(timed).whole) == timed_steps.LEAST_STEPS
    assert len(taken) == 3 * timed_steps.LEAST_STEPS


def test_the_trial_compares_every_stage_on_prepared_photos(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timed_steps, "LONG_SECONDS", 0.0)
    photos = tmp_path / "photos"
    photos.mkdir()
    random = np.random.default_rng(0)
    lines = ["name,label,score,left,top,right,bottom\n"]
    for number in range(6):
        pixels = random.integers(0, 256, (6, 6, 3)).astype(np.uint8)
        large = cv2.resize(pixels, (80, 64), interpolation=cv2.INTER_CUBIC)
        cv2.imwrite(str(photos / f"{number}.png"), large)
        lines.append(f"{number}.png,ball,0.9,4,4,64,60\n")
    table = tmp_path / "boxes.csv"
    table.write_text("".join(lines))
    plan = TrainingPlan((photos,), boxes=table, recipe="quick", device="cpu")
    plan = plan.changed("full", **TINY).changed("instance", **TINY).changed("fusion", **TINY)
    run = RunFolder(tmp_path / "run")
    run.create(plan)
    write_prepared(run, finish(prepare(plan)))

    assert main([str(run.plan_file), "--rounds", "1"]) == 0
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line.get("rounds") for line in told] == [1, None] * 3
    assert [line["stage"] for line in told[1::2]] == ["full", "instance", "fusion"]
    for line in told[1::2]:
        assert (line["batch"], line["size"]) == (2, [32, 32])
        assert line["seconds_per_step"] > 0
        assert line["later_seconds_per_step"] > 0
        assert line["memory_seconds_per_step"] > 0
        assert line["device"].startswith("cpu")


def test_the_first_epoch_decodes_and_later_ones_do_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cv2.imwrite(str(tmp_path / "a.png"), np.full((8, 8, 3), 90, np.uint8))
    store = EpochsStore(find_places([tmp_path]), recent=0)
    store.decode_all()
    reads: list[str] = []
    monkeypatch.setattr(
        photo_store,
        "read_pixels",
        lambda name, *_: reads.append(name) or np.zeros((8, 8, 3), np.uint8),
    )
    store.epoch = LATER
    assert store.photo("a.png").mean() == 90
    assert not reads
    store.epoch = FIRST
    for _ in range(2):
        assert store.photo("a.png").mean() == 0
    assert reads == ["a.png", "a.png"]
