"""A training process without networks: `python stand_in_trainer.py RUN` counts its steps."""

from __future__ import annotations

import sys
import time

from engine.errors import EngineError
from engine.training.events import (
    Failed,
    Finished,
    Progress,
    Snapshot,
    StageFinished,
    StageStarted,
    Started,
    Stopped,
    Validated,
)
from engine.training.run_folder import RunFolder

STEPS = 40


def work(run: RunFolder) -> int:
    plan, first = run.plan(), run.status().snapshot
    with run.claimed():
        run.write(Started(device="stand-in"))
        if plan.seed == 13:
            run.write(Failed(message="The photos are cursed.", remedy="Take another seed."))
            raise EngineError("The photos are cursed.", "Take another seed.")
        run.write(StageStarted(stage="full", step=first, steps=STEPS, samples=9, batch=4))
        for step in range(first + 1, STEPS + 1):
            time.sleep(0.02)
            run.write(
                Progress(
                    stage="full", step=step, steps=STEPS, loss=1 / step, lr=0.1, images_per_second=9
                )
            )
            if run.stop_requested:
                run.write(Snapshot(stage="full", step=step))
                run.clear_stop()
                run.write(Stopped())
                return 3
        run.write(Validated(stage="full", step=STEPS, validation={"psnr": 23.5}))
        run.write(StageFinished(stage="full", path="checkpoints/full.safetensors"))
        run.write(Finished())
    return 0


if __name__ == "__main__":
    sys.exit(work(RunFolder(sys.argv[-1])))
