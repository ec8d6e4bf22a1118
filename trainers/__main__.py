"""`python -m trainers`: work on a run folder, or plan one from options and then work on it."""

from __future__ import annotations

import argparse
import logging
import sys
from dataclasses import replace
from pathlib import Path

from engine.config import DEFAULT_VARIANT, NETWORKS
from engine.errors import EngineError
from engine.texts import tr
from engine.training.plan import RULES, STAGES, VARIANTS, TrainingPlan
from engine.training.recipes import RECIPES
from engine.training.run_folder import RunFolder
from trainers.running import FAILED, run_plan


def parser() -> argparse.ArgumentParser:
    """The arguments of `python -m trainers`."""
    made = argparse.ArgumentParser(prog="python -m trainers", description=__doc__)
    made.add_argument("folder", metavar="RUN", type=Path, nargs="?", help="a planned run")
    made.add_argument("--data", type=Path, nargs="+", help="folders or tars of photos")
    made.add_argument("--boxes", type=Path, help="objects: CSV, COCO JSON or a folder of .npz")
    made.add_argument("--run", type=Path, help="run folder; resumed where it stopped")
    made.add_argument("--recipe", choices=RECIPES, default=RECIPES[0])
    made.add_argument("--stages", default=",".join(STAGES), help="full,instance,fusion or some")
    made.add_argument("--steps", type=int, help="of each stage, instead of the recipe's")
    made.add_argument("--batch", type=int, help="samples a step, instead of the recipe's")
    made.add_argument("--hold-out", default="0$", help="pattern of the stems never trained on")
    made.add_argument("--network", choices=NETWORKS, default=NETWORKS[0])
    made.add_argument("--variant", choices=VARIANTS, default=DEFAULT_VARIANT, help="of compact")
    made.add_argument(
        "--rule",
        choices=RULES,
        default="",
        help="how the fusion blends; masked is ours, padded the paper's, added the report's",
    )
    made.add_argument("--seed", type=int, default=0)
    made.add_argument("--device", default="auto", help="auto, cpu, mps, cuda or cuda:1")
    return made


def main(arguments: list[str] | None = None) -> int:
    """Train; 0 when all stages are done, 1 after an error, 3 when stopped."""
    options = parser().parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    try:
        return run_plan(_run(options))
    except EngineError as error:
        sys.stderr.write(f"{error}\n")
        return FAILED


def _run(options: argparse.Namespace) -> RunFolder:
    """The run folder, with the plan that the options stand for.

    Raises:
        EngineError: the options make no plan, or another one than the run has.
    """
    if options.folder is not None:
        return RunFolder(options.folder)
    if options.data is None or options.run is None:
        raise EngineError(
            tr("There is nothing to train."), tr("Give a run folder, or --data and --run.")
        )
    run, plan = RunFolder(options.run), _plan(options)
    if run.exists:
        run.replan(plan)
    else:
        run.create(plan)
    return run


def _plan(options: argparse.Namespace) -> TrainingPlan:
    plan = TrainingPlan(
        data=tuple(options.data),
        boxes=options.boxes,
        network=options.network,
        variant=options.variant,
        recipe=options.recipe,
        stages=tuple(options.stages.split(",")),
        rule=options.rule,
        hold_out=options.hold_out,
        seed=options.seed,
        device=options.device,
    )
    changes = {"steps": options.steps, "batch": options.batch}
    given = {name: value for name, value in changes.items() if value is not None}
    settings = {stage: replace(made, **given) for stage, made in plan.settings.items()}
    return replace(plan, settings=settings)


if __name__ == "__main__":
    sys.exit(main())
