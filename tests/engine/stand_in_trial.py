"""A trial without networks: `python stand_in_trial.py PLAN [--rounds N]` says what its plan asks.

A seed of 13 fails, one of 14 ends without a word, and one of 15 goes on until it is killed.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path

from engine.training.plan import TrainingPlan


def say(**told: object) -> None:
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()


def main(planned: Path, rounds: int) -> int:
    plan = TrainingPlan.from_json(planned.read_text(encoding="utf-8"))
    planned.with_name("pid").write_text(str(os.getpid()))
    (planned.parent / "photos").mkdir(exist_ok=True)
    sys.stdout.write("a library's greeting\n")
    if plan.seed == 13:
        say(message="The photos are cursed.", remedy="Take another seed.")
        return 1
    if plan.seed == 14:
        return 1
    if plan.seed == 15:
        time.sleep(600)
    for stage in plan.stages:
        for number in range(rounds):
            say(stage=stage, rounds=number + 1)
        sys.stdout.write('{"half": ')
        sys.stdout.flush()
        time.sleep(0.25)
        sys.stdout.write("1, ")
        told = {
            "stage": stage,
            "device": "stand-in",
            "batch": plan.settings[stage].batch,
            "size": [96, 128],
            "seconds_per_step": 2.0,
            "later_seconds_per_step": 1.95,
            "memory_seconds_per_step": 1.9,
            "compute_seconds": 1.5,
            "memory_mb": 1234.5,
        }
        sys.stdout.write(json.dumps(told)[1:] + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), int(sys.argv[3]) if len(sys.argv) > 3 else 0))
