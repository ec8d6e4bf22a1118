"""A training of a line as a process of its own: `python line_process.py RUN [what goes wrong]`."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors.torch import save_file
from torch import Tensor, nn

from trainers.crew import crew_for
from trainers.feeding import Batch
from trainers.loop import train
from trainers.schedule import Schedule
from trainers.stage import Stage

SCHEDULE = Schedule(
    steps=24, batch=4, warmup=3, snapshot_every=4, log_every=1, validate_every=12, precision="fp32"
)


class DryLine(Stage):
    """Fits a line; all it does is the same however a batch is spread over processes."""

    name = "line"
    samples = 10

    def __init__(self, run: Path) -> None:
        torch.manual_seed(7)
        self.network: nn.Module = nn.Sequential(nn.Linear(3, 8), nn.Tanh(), nn.Linear(8, 1))
        self._run = run

    def parameter_groups(self) -> list[dict[str, object]]:
        return [{"params": list(self.network.parameters()), "lr": 0.05}]

    def batch(
        self, indices: np.ndarray, randoms: Sequence[np.random.Generator], step: int = 0
    ) -> Batch:
        points = np.stack([np.array([index, 1.0, 0.0]) for index in indices]) / 10
        points += np.stack([random.normal(0, 0.05, 3) for random in randoms])
        return {"points": torch.tensor(points, dtype=torch.float32)}

    def loss(self, batch: Batch) -> Tensor:
        wanted = 2.0 * batch["points"][:, :1] + 1.0
        return (self.network(batch["points"]) - wanted).square().mean()

    def validate(self, network: nn.Module) -> dict[str, float]:
        return {"slope": 1.0}

    def sample(self, network: nn.Module) -> np.ndarray | None:
        return None

    def finish(self, network: nn.Module) -> Path:
        path = self._run / "line.safetensors"
        save_file(network.state_dict(), path)
        return path


def die_while_writing(nth: int) -> None:
    """Let the process be killed by the system in the middle of its n-th snapshot."""
    written = 0
    save = torch.save

    def interrupted(state: Any, file: Any) -> None:
        nonlocal written
        written += 1
        if written == nth:
            file.write(b"half of it")
            file.flush()
            os.kill(os.getpid(), signal.SIGKILL)
        save(state, file)

    torch.save = interrupted


def slow_down(seconds: float) -> None:
    """Let every step take a while, so that somebody can kill the process in between."""
    loss = DryLine.loss

    def slow(self: DryLine, batch: Batch) -> Tensor:
        time.sleep(seconds)
        return loss(self, batch)

    DryLine.loss = slow  # type: ignore[method-assign]


if __name__ == "__main__":
    torch.set_num_threads(1)
    folder = Path(sys.argv[1])
    if "die" in sys.argv:
        die_while_writing(3)
    if "slow" in sys.argv:
        slow_down(0.15)
    device = torch.device("cpu")
    crew = crew_for(device)
    train(DryLine(folder), SCHEDULE, folder, device, crew=crew)
