"""The training loop: resuming, stopping, and what it does when something breaks."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file
from torch import Tensor, nn

from engine.errors import EngineError
from engine.training.events import Event, EventReader, Noted
from trainers.feeding import WINDOW, Batch, Feeder, SampleOrder
from trainers.loop import train
from trainers.schedule import Schedule
from trainers.snapshots import read_snapshot, write_snapshot
from trainers.stage import Stage

CPU = torch.device("cpu")
SCHEDULE = Schedule(steps=12, batch=4, warmup=3, snapshot_every=3, log_every=2, validate_every=6)


class LineStage(Stage):
    """Fits a line with dropout, so that data order, optimizer and random state all matter."""

    name = "line"
    samples = 10

    def __init__(self, run: Path) -> None:
        torch.manual_seed(7)
        self.network: nn.Module = nn.Sequential(
            nn.Linear(3, 8), nn.BatchNorm1d(8), nn.Dropout(0.3), nn.Linear(8, 1)
        )
        self._run = run
        self.broken_at: int | None = None
        self.calls = 0

    def parameter_groups(self) -> list[dict[str, object]]:
        return [{"params": list(self.network.parameters()), "lr": 0.05}]

    def batch(
        self, indices: np.ndarray, randoms: Sequence[np.random.Generator], step: int = 0
    ) -> Batch:
        points = np.stack([np.array([index, 1.0, 0.0]) for index in indices]) / 10
        points += np.stack([random.normal(0, 0.05, 3) for random in randoms])
        return {"points": torch.tensor(points, dtype=torch.float32)}

    def loss(self, batch: Batch) -> Tensor:
        self.calls += 1
        if self.calls == self.broken_at:
            return torch.tensor(float("nan"), requires_grad=True)
        wanted = 2.0 * batch["points"][:, :1] + 1.0
        return (self.network(batch["points"]).float() - wanted).square().mean()

    def validate(self, network: nn.Module) -> dict[str, float]:
        return {"slope": 1.0}

    def sample(self, network: nn.Module) -> np.ndarray | None:
        return None

    def finish(self, network: nn.Module) -> Path:
        path = self._run / "line.safetensors"
        save_file(network.state_dict(), path)
        return path


def events_of(run: Path) -> list[Event]:
    return EventReader(run / "events.jsonl").new()


def parameters(path: Path) -> dict[str, Tensor]:
    return load_file(path)


def test_an_interrupted_run_ends_like_an_uninterrupted_one(tmp_path: Path) -> None:
    whole = train(LineStage(tmp_path / "whole"), SCHEDULE, tmp_path / "whole", CPU)
    asked = 0

    def stop_after_five() -> bool:
        nonlocal asked
        asked += 1
        return asked == 5

    run = tmp_path / "parts"
    assert train(LineStage(run), SCHEDULE, run, CPU, stop=stop_after_five) is None
    torch.manual_seed(99)  # whatever happened to the random state in between
    parts = train(LineStage(run), SCHEDULE, run, CPU)
    assert whole is not None
    assert parts is not None
    for name, tensor in parameters(whole).items():
        assert torch.equal(tensor, parameters(parts)[name]), name


def test_a_killed_run_goes_on_from_its_last_snapshot(tmp_path: Path) -> None:
    stage = LineStage(tmp_path)
    stage.broken_at = 8
    with pytest.raises(EngineError, match="no longer a number at step 7"):
        train(stage, SCHEDULE, tmp_path, CPU)
    assert read_snapshot(tmp_path / "snapshots" / "line.pt")["step"] == 6
    finished = train(LineStage(tmp_path), SCHEDULE, tmp_path, CPU)
    whole = train(LineStage(tmp_path / "whole"), SCHEDULE, tmp_path / "whole", CPU)
    assert finished is not None
    assert whole is not None
    for name, tensor in parameters(whole).items():
        assert torch.equal(tensor, parameters(finished)[name]), name


def test_events_tell_loss_and_figures_in_order(tmp_path: Path) -> None:
    train(LineStage(tmp_path), SCHEDULE, tmp_path, CPU)
    events = [json.loads(line) for line in (tmp_path / "events.jsonl").read_text().splitlines()]
    assert [event["step"] for event in events if "loss" in event] == [2, 4, 6, 8, 10, 12]
    assert [event["step"] for event in events if "validation" in event] == [6, 12]
    assert all(event["stage"] == "line" for event in events)


def test_a_run_is_not_resumed_with_other_values(tmp_path: Path) -> None:
    train(LineStage(tmp_path), SCHEDULE, tmp_path, CPU)
    longer = Schedule(steps=24, batch=4, warmup=3)
    with pytest.raises(EngineError, match="started with steps 12, not 24"):
        train(LineStage(tmp_path), longer, tmp_path, CPU)


def test_every_epoch_takes_every_sample_once() -> None:
    order = SampleOrder(10, batch=4, seed=0)
    taken = np.concatenate([order.of_step(step) for step in range(5)])
    assert sorted(taken[:10]) == list(range(10))
    assert sorted(taken[10:]) == list(range(10))
    assert list(taken[:10]) != list(taken[10:])


def test_the_samples_of_one_photo_are_taken_near_each_other() -> None:
    photos = np.repeat(np.arange(1000), 1 + np.arange(1000) % 7)
    order = SampleOrder(len(photos), photos.tolist(), batch=len(photos), seed=3)
    epochs = [order.of_step(step) for step in range(2)]
    for taken in epochs:
        assert sorted(taken) == list(range(len(photos)))
        opened: dict[int, int] = {}  # the photos that were needed, the latest one last
        again = 0
        for photo in photos[taken]:
            again += photo in opened and len(opened) - list(opened).index(photo) > 2 * WINDOW
            opened[photo] = opened.pop(photo, 0)
        assert again == 0
    assert list(epochs[0]) != list(epochs[1])
    fresh = SampleOrder(len(photos), photos.tolist(), batch=16, seed=3)
    assert list(fresh.of_step(7)) == list(epochs[0][7 * 16 : 8 * 16])
    neighbours = np.abs(np.diff(photos[epochs[0]]))
    assert np.median(neighbours) > 100  # shuffled, not one photo after the other


def test_nothing_to_train_on_is_one_clear_error(tmp_path: Path) -> None:
    stage = LineStage(tmp_path)
    stage.samples = 0
    with pytest.raises(EngineError, match="nothing to train"):
        train(stage, SCHEDULE, tmp_path, CPU)


def test_a_full_disk_keeps_the_old_snapshot(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "line.pt"
    write_snapshot(path, {"step": 3})

    def full(state: object, file: object) -> None:
        file.write(b"half of it")  # type: ignore[attr-defined]
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(torch, "save", full)
    with pytest.raises(EngineError, match="could not be written"):
        write_snapshot(path, {"step": 6})
    monkeypatch.undo()
    assert read_snapshot(path)["step"] == 3
    assert list(tmp_path.iterdir()) == [path]


def test_damaged_and_newer_snapshots_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "line.pt"
    with pytest.raises(EngineError, match="no snapshot"):
        read_snapshot(path)
    path.write_bytes(b"not a snapshot")
    with pytest.raises(EngineError, match="damaged"):
        read_snapshot(path)
    torch.save({"version": 99}, path)
    with pytest.raises(EngineError, match="newer version"):
        read_snapshot(path)


class TestMemory:
    """A batch that does not fit is computed in parts, and learns the same."""

    def small(self, run: Path, most: int) -> LineStage:
        """A stage without batch norm and dropout that has memory for `most` samples."""
        stage = LineStage(run)
        torch.manual_seed(3)
        stage.network = nn.Sequential(nn.Linear(3, 8), nn.Tanh(), nn.Linear(8, 1))
        loss = stage.loss

        def limited(batch: Batch) -> Tensor:
            if len(batch["points"]) > most:
                raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2.00 GiB")
            return loss(batch)

        stage.loss = limited  # type: ignore[method-assign]
        return stage

    def test_it_goes_on_in_parts_and_says_so(self, tmp_path: Path) -> None:
        schedule = replace(SCHEDULE, precision="fp32")
        tight = train(self.small(tmp_path / "tight", 1), schedule, tmp_path / "tight", CPU)
        wide = train(self.small(tmp_path / "wide", 4), schedule, tmp_path / "wide", CPU)
        assert tight is not None
        assert wide is not None
        for name, tensor in parameters(wide).items():
            torch.testing.assert_close(parameters(tight)[name], tensor, rtol=1e-4, atol=1e-5)
        notes = [e.message for e in events_of(tmp_path / "tight") if isinstance(e, Noted)]
        assert notes == [
            "The memory did not suffice at step 0: going on with batches of 4 in 2 parts.",
            "The memory did not suffice at step 0: going on with batches of 4 in 4 parts.",
        ]
        assert read_snapshot(tmp_path / "tight" / "snapshots" / "line.pt")["parts"] == 4

    def test_one_sample_that_does_not_fit_is_one_sentence(self, tmp_path: Path) -> None:
        with pytest.raises(EngineError, match="memory does not suffice"):
            train(self.small(tmp_path, 0), SCHEDULE, tmp_path, CPU)

    def test_parts_of_unequal_size_count_by_their_samples(self, tmp_path: Path) -> None:
        schedule = replace(SCHEDULE, precision="fp32", batch=3)
        parted = replace(schedule, accumulate=2)
        one = train(self.small(tmp_path / "one", 9), schedule, tmp_path / "one", CPU)
        two = train(self.small(tmp_path / "two", 2), parted, tmp_path / "two", CPU)
        assert one is not None
        assert two is not None
        for name, tensor in parameters(one).items():
            torch.testing.assert_close(parameters(two)[name], tensor, rtol=1e-4, atol=1e-5)


def test_broken_gradients_never_reach_the_parameters(tmp_path: Path) -> None:
    stage = LineStage(tmp_path)
    loss, calls = stage.loss, 0

    def poisoned(batch: Batch) -> Tensor:
        nonlocal calls
        calls += 1
        value = loss(batch)
        if calls == 6:  # just before a snapshot is due; the loss itself is still a number
            value = value + (stage.network[0].weight * 0).sqrt().sum()
        return value

    stage.loss = poisoned  # type: ignore[method-assign]
    with pytest.raises(EngineError, match="no longer a number at step 5"):
        train(stage, SCHEDULE, tmp_path, CPU)
    state = read_snapshot(tmp_path / "snapshots" / "line.pt")
    assert state["step"] == 3
    assert all(bool(torch.isfinite(tensor).all()) for tensor in state["network"].values())


def test_rates_follow_their_curve() -> None:
    linear = Schedule(steps=150, batch=1, warmup=0, curve="linear", steady=100 / 150)
    assert [linear.rate(step) for step in (0, 99, 125, 149)] == pytest.approx([1, 1, 0.5, 0.02])
    constant = Schedule(steps=10, batch=1, warmup=0, curve="constant")
    assert {constant.rate(step) for step in range(10)} == {1.0}
    cosine = Schedule(steps=110, batch=1, warmup=10)
    assert cosine.rate(4) == 0.5
    assert cosine.rate(60) == pytest.approx(0.5)


def test_samples_do_not_depend_on_parts_and_processes(tmp_path: Path) -> None:
    stage = LineStage(tmp_path)
    whole = Feeder(stage, batch=6, seed=1).again(3, 1)[0]["points"]
    parts = torch.cat([b["points"] for b in Feeder(stage, batch=6, seed=1).again(3, 4)])
    assert torch.equal(parts, whole)
    first, second = (
        Feeder(stage, batch=6, seed=1, rank=rank, size=2).again(3, 1)[0]["points"]
        for rank in (0, 1)
    )
    assert torch.equal(first, whole[0::2])
    assert torch.equal(second, whole[1::2])


def test_threads_make_batches_ready_on_a_cpu_and_leave_it_to_other_devices(tmp_path: Path) -> None:
    class Counting(LineStage):
        """Says where its batches were made ready."""

        def ready(self, batch: Batch, device: torch.device) -> Batch:
            return {**batch, "ready": torch.ones(1)}

    stage = Counting(tmp_path)
    for kind, ready in (("cpu", True), ("cuda", False), ("mps", False)):
        feeder = Feeder(stage, batch=4, seed=1, device=torch.device(kind))
        with closing(feeder.steps(0, 2, lambda: 2)) as feeding:
            _, batches = next(feeding)
        assert [("ready" in batch) for batch in batches] == [ready, ready]
        assert [("ready" in batch) for batch in feeder.again(0, 2)] == [ready, ready]


def test_a_step_of_one_value_a_channel_is_one_sentence(tmp_path: Path) -> None:
    alone = replace(SCHEDULE, batch=1)
    with pytest.raises(EngineError, match="too small for the line stage") as caught:
        train(LineStage(tmp_path), alone, tmp_path, CPU)
    assert caught.value.remedy.startswith("Take a batch of 2 or more")


def test_rmsprop_is_keras_own(tmp_path: Path) -> None:
    """Against its formula, two steps of a stage without chance."""
    stage = LineStage(tmp_path / "run")
    stage.network = nn.Linear(3, 1)
    schedule = replace(
        SCHEDULE, steps=2, optimizer="rmsprop", warmup=0, curve="constant", clip=0.0,
        precision="fp32", average=0.0,
    )  # fmt: skip
    expected = stage.network.weight.detach().clone().requires_grad_()
    bias = stage.network.bias.detach().clone().requires_grad_()
    batches = [Feeder(stage, batch=4, seed=0).again(step, 1)[0]["points"] for step in range(2)]
    train(stage, schedule, tmp_path / "run", CPU)
    squares = [torch.zeros_like(expected), torch.zeros_like(bias)]
    for points in batches:
        loss = (points @ expected.T + bias - (2.0 * points[:, :1] + 1.0)).square().mean()
        gradients = torch.autograd.grad(loss, (expected, bias))
        with torch.no_grad():
            for value, gradient, square in zip((expected, bias), gradients, squares, strict=True):
                square.mul_(0.9).add_(0.1 * gradient**2)
                value.sub_(0.05 * gradient / (square.sqrt() + 1e-7))
    assert torch.allclose(stage.network.weight, expected, atol=1e-5)
