"""`train`: plan a training, start it, follow it, stop it, resume it, and ask how it stands."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from engine.commands import options as shared
from engine.commands.console import Console
from engine.commands.train_following import Follower
from engine.config import DEFAULT_VARIANT, DETECTORS, NETWORKS
from engine.errors import EngineError
from engine.steps import finish
from engine.texts import tr
from engine.training.events import EventReader
from engine.training.plan import (
    DETECTOR,
    RULES,
    STAGES,
    VARIANTS,
    TrainingPlan,
)
from engine.training.recipes import RECIPES
from engine.training.run_status import RunStatus, duration
from engine.training.stage_settings import REPORT_FILTERS, StageSettings

if TYPE_CHECKING:
    from engine.training.wizard import Missing, TrainingWizard

NAME = "train"
SUMMARY = "train the three networks, or the detector, on your own photos"
COLOURS = "colours"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of this command."""
    parser.add_argument(
        "what",
        nargs="?",
        choices=(COLOURS, DETECTOR),
        default=COLOURS,
        help="the networks that colorize (default), or the bundled detector",
    )
    parser.add_argument(
        "--run", type=shared.path, required=True, metavar="DIR", help="the run folder"
    )
    doing = parser.add_mutually_exclusive_group()
    doing.add_argument("--resume", action="store_true", help="go on with a run from its snapshot")
    doing.add_argument("--status", action="store_true", help="say in one line how a run stands")
    doing.add_argument(
        "--estimate", action="store_true", help="try a few steps, and say what all would take"
    )
    doing.add_argument(
        "--plan-only",
        action="store_true",
        help="look through the photos and write the plan, to be started by torchrun",
    )
    parser.add_argument("--json", action="store_true", help="with --status: one JSON object")
    parser.add_argument(
        "--detach", action="store_true", help="start the training and return, do not follow it"
    )
    parser.add_argument(
        "--slower",
        type=shared.slower,
        metavar="N",
        help="with --resume: divide the learning rates, after a loss that was no number",
    )
    _add_data(parser.add_argument_group("photos and objects"))
    _add_recipe(parser.add_argument_group("recipe"))


def _add_data(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "--data", type=shared.path, nargs="+", metavar="DIR|TAR", help="photos; only ever read"
    )
    group.add_argument(
        "--boxes",
        type=shared.path,
        metavar="FILE",
        help="objects: CSV, COCO JSON, or a folder of .npz",
    )
    group.add_argument(
        "--detector", choices=DETECTORS, default="auto", help="who finds objects without --boxes"
    )
    group.add_argument("--subset", type=int, default=0, metavar="N", help="at most so many photos")
    group.add_argument(
        "--split", type=float, default=0.9, metavar="SHARE", help="of the photos to train on (0.9)"
    )
    group.add_argument(
        "--hold-out", default="", metavar="PATTERN", help="hold out photos by name, not by --split"
    )
    group.add_argument(
        "--report-filters", action="store_true", help="score 0.99, variance 2000, 10 a photo"
    )


def _add_recipe(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "--network", choices=NETWORKS, help=f"that colorizes, to be trained ({NETWORKS[0]})"
    )
    group.add_argument(
        "--variant",
        choices=VARIANTS,
        help=f"of compact's or a detector's encoder ({DEFAULT_VARIANT})",
    )
    group.add_argument("--recipe", choices=RECIPES, help=f"of the colours ({RECIPES[0]})")
    group.add_argument("--stages", help="of the colours: some of full,instance,fusion")
    group.add_argument("--rule", choices=RULES, default="", help="how the fusion blends")
    group.add_argument("--steps", type=int, metavar="N", help="of each stage")
    group.add_argument("--batch", type=int, metavar="N", help="pictures a step")
    group.add_argument(
        "--size", type=int, metavar="N", help="of the pictures in pixels; detector: the long side"
    )
    group.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="STAGE.NAME=VALUE",
        help="any other value of the recipe, as in run.json: full.rate=1e-4, "
        "fusion.filters.min_score=0.6; may be repeated",
    )
    group.add_argument("--seed", type=int, default=0)
    group.add_argument("--device", default="auto", help="auto, cpu, mps, cuda or cuda:1")
    group.add_argument(
        "--start-from",
        type=shared.path,
        metavar="DIR",
        help="checkpoints of the stages not trained here; detector: of the one to train on",
    )
    group.add_argument(
        "--fine-tune",
        action="store_true",
        help="go on training what is in --start-from, on these photos",
    )
    group.add_argument(
        "--teacher",
        type=shared.path,
        metavar="DIR",
        help="detector: holds teacher.safetensors, which sees colours and says what is where",
    )


def run(options: argparse.Namespace, console: Console) -> int:
    """Do what was asked; 0 if the run finished, 1 if it failed, 3 or 130 if it was stopped.

    Raises:
        EngineError: the options make no plan, or the run cannot be started or has failed.
    """
    from engine.training.wizard import TrainingWizard

    _refuse_idle(options)
    wizard = TrainingWizard(options.run)
    heard = len(EventReader(wizard.run.events_file).new())  # of a run that is resumed
    if options.status:
        return _tell_status(wizard.status(), options, console)
    if options.resume:
        wizard.resume(slower=1.0 if options.slower is None else options.slower)
    elif options.estimate:
        return _tell_estimate(wizard, options, console)
    elif options.plan_only:
        plan = plan_of(options)
        _prepare(wizard, plan, console)
        _warn_of_missing(wizard.missing(plan), console)
        console.line(f"torchrun --nproc-per-node GPUS -m trainers {wizard.run.path}")
        return 0
    else:
        wizard.start(plan_of(options))
    if options.detach:
        console.line(f"Training in {wizard.run.path}; --status tells how it stands.")
        return 0
    return Follower(wizard, console, heard).to_the_end()


def _refuse_idle(options: argparse.Namespace) -> None:
    """Refuse options that would change nothing.

    Raises:
        EngineError: there is one.
    """
    for name, given, needed, there in (
        ("--slower", options.slower is not None, "--resume", options.resume),
        ("--json", options.json, "--status", options.status),
    ):
        if given and not there:
            raise EngineError(
                tr("{option} does nothing without {other}.", option=name, other=needed),
                tr("Give both, or leave it out."),
            )


def plan_of(options: argparse.Namespace) -> TrainingPlan:
    """The plan that the options stand for.

    Raises:
        EngineError: a value makes no sense.
    """
    if options.data is None:
        raise EngineError(tr("There are no photos to train on."), tr("Give --data, or --resume."))
    detector = options.what == DETECTOR
    if detector and (options.stages or options.recipe):
        raise EngineError(tr("The detector has one stage and one recipe."), tr("Leave them out."))
    if detector and (options.network or options.rule or options.report_filters):
        raise EngineError(
            tr("--network, --rule and --report-filters are of the colours, not of the detector."),
            tr("Leave them out."),
        )
    stages = DETECTOR if detector else options.stages or ",".join(STAGES)
    plan = TrainingPlan(
        data=tuple(options.data),
        boxes=options.boxes,
        detector=options.detector,
        network=options.network or NETWORKS[0],
        variant=options.variant or DEFAULT_VARIANT,
        recipe=DETECTOR if detector else options.recipe or RECIPES[0],
        stages=tuple(name.strip() for name in stages.split(",") if name.strip()),
        rule=options.rule,
        subset=options.subset,
        split=options.split,
        hold_out=options.hold_out,
        seed=options.seed,
        device=options.device,
        start_from=options.start_from,
        fine_tune=options.fine_tune,
        teacher=options.teacher,
    )
    changes = {"steps": options.steps, "batch": options.batch, "side": options.size}
    given = {name: value for name, value in changes.items() if value is not None}
    settings = {stage: replace(made, **given) for stage, made in plan.settings.items()}
    plan = replace(plan, settings=settings)
    if options.report_filters:
        plan = plan.filtered(REPORT_FILTERS)
    for assignment in options.set:
        plan = _assigned(plan, assignment)
    return plan


def _assigned(plan: TrainingPlan, text: str) -> TrainingPlan:
    """The plan with one value of a stage changed, "full.rate=1e-4".

    Raises:
        EngineError: there is no such stage or setting, or the value makes no sense.
    """
    place, _, value = text.partition("=")
    stage, _, name = place.partition(".")
    if stage not in plan.settings or not name or not value:
        raise EngineError(
            tr("{said} sets nothing.", said=text), tr("Write STAGE.NAME=VALUE: full.rate=1e-4.")
        )
    values = plan.settings[stage].to_json()
    *outer, inner = name.split(".")
    holder = values
    for key in outer:
        holder = holder[key] if isinstance(holder.get(key), dict) else {}
    if inner not in holder or isinstance(holder[inner], dict):
        raise EngineError(
            tr("A stage has no setting {name}.", name=name), tr("run.json shows all settings.")
        )
    try:
        holder[inner] = json.loads(value)
    except ValueError:
        holder[inner] = value  # a word
    settings = {**plan.settings, stage: StageSettings.from_json(values)}
    return replace(plan, settings=settings)


def _prepare(wizard: TrainingWizard, plan: TrainingPlan, console: Console) -> None:
    """Make the run folder, and print what it would learn from."""
    wizard.run.check_free()
    with console.progress(1) as bar:
        bar.start(0, "photos")
        prepared = finish(wizard.prepare(plan), bar.step)
    for said in (prepared.summary(), *prepared.notes):
        console.line(said)


def _warn_of_missing(lacks: Iterable[Missing], console: Console) -> None:
    """Say what is not here; the plan may be meant for a machine where it is."""
    for missing in lacks:
        console.complaint(
            f"{missing.message} It is not on this machine; the training will need it."
        )


def _tell_status(status: RunStatus, options: argparse.Namespace, console: Console) -> int:
    console.line(json.dumps(status.to_json()) if options.json else status.line())
    return 1 if status.state in ("failed", "died") else 0


def _tell_estimate(wizard: TrainingWizard, options: argparse.Namespace, console: Console) -> int:
    """Print what each stage takes; the photos are prepared first, for their number."""
    from engine.training.preparation import prepare
    from engine.training.wizard import samples

    plan = plan_of(options)
    with console.progress(1) as bar:
        bar.start(0, "photos")
        prepared = finish(prepare(plan), bar.step)
        bar.start(0, "trial")
        estimates = finish(wizard.estimate(plan, samples(plan, prepared)), bar.step)
    for said in (prepared.summary(), *prepared.notes):
        console.line(said)
    for stage, told in estimates.items():
        memory = "" if told.memory_mb is None else f", {told.memory_mb:,.0f} MiB"
        console.line(
            f"{stage:10}{told.steps:>9,} steps of {1000 * told.seconds_per_step:,.0f} ms, "
            f"{told.images_per_second:,.1f} pictures/s, {told.compute_share:.0%} of it computing"
            f"{memory}: {duration(told.seconds)}"
        )
    console.line(f"{'all':10}{duration(sum(told.seconds for told in estimates.values()))}")
    if plan.detects:  # the report had none to train
        return 0
    from engine.training.training_speed import REPORT_PHOTOS

    epochs = sum(REPORT_PHOTOS / told.images_per_second for told in estimates.values())
    console.line(
        f"An epoch of {REPORT_PHOTOS:,} pictures in each stage would take {duration(epochs)}; the "
        "reproducibility report needed about 9 hours."
    )
    return 0
