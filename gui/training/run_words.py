"""What the page of a run says: how it stands, what was planned, and what the machine does."""

from __future__ import annotations

from engine.texts import comma_listed, counted, marked, sentences, tr
from engine.training.plan import DETECTOR, TrainingPlan
from engine.training.run_status import RunStatus
from gui.preferences.words import DETECTORS, NETWORKS, named
from gui.training import training_words as words
from gui.training.run_bar import WRONG

SLOW = 0.05  # share of the time; less waiting is not worth telling


def sentence(status: RunStatus, *, in_use: bool = False) -> str:
    """How a run stands, in one or two sentences.

    Args:
        in_use: the app colorizes with what it made.
    """
    if status.state in WRONG:  # the notice says the rest
        return ""
    if status.state == "finished":
        if DETECTOR in status.stages:
            return tr("Finished. The detector is in the run's folder, under checkpoints.")
        if in_use:
            return tr("Finished. The app colorizes with the result.")
        return tr("Finished. The result is ready to be used.")
    return sentences(status.message, status.remedy)


def plan_words(plan: TrainingPlan) -> str:
    """What was planned, in a few lines."""
    lines = [_what(plan), _photos(plan), _objects(plan)]
    for stage in plan.stages:
        made = plan.settings[stage]
        length = tr("{epochs:g} passes", epochs=made.epochs)
        if made.steps:
            length = counted(made.steps, marked("{n} step"), marked("{n} steps"))
        lines.append(
            tr(
                "{stage}: {length}, batch {batch}, learning rate {rate:g}.",
                stage=tr(words.STAGES[stage]),
                length=length,
                batch=made.batch,
                rate=made.rate,
            )
        )
    return "\n".join(lines) + "\n"


def _what(plan: TrainingPlan) -> str:
    if plan.detects and plan.start_from is not None:
        return tr(
            "The detector in {there} goes on, seed {seed}.", there=plan.start_from, seed=plan.seed
        )
    if plan.detects:
        return tr(
            "The bundled detector, {variant}, seed {seed}.", variant=plan.variant, seed=plan.seed
        )
    if plan.fine_tune:
        return tr(
            "{network} network, from {there} on, preset {preset}, seed {seed}.",
            network=named(NETWORKS, plan.network),
            there=plan.start_from,
            preset=tr(words.RECIPES[plan.recipe]),
            seed=plan.seed,
        )
    return tr(
        "{network} network, preset {preset}, seed {seed}.",
        network=named(NETWORKS, plan.network),
        preset=tr(words.RECIPES[plan.recipe]),
        seed=plan.seed,
    )


def _photos(plan: TrainingPlan) -> str:
    folders = comma_listed([str(path) for path in plan.data])
    if not plan.subset:
        return tr("Photos: {folders}.", folders=folders)
    return tr("Photos: {folders}, at most {n:,}.", folders=folders, n=plan.subset)


def _objects(plan: TrainingPlan) -> str:
    if plan.boxes:
        return tr("Objects: {file}.", file=plan.boxes)
    return tr("Objects: {detector} detector.", detector=named(DETECTORS, plan.detector))


def facts(status: RunStatus) -> str:
    """What is known of the machine's part."""
    parts = [status.device]
    if status.active and status.images_per_second is not None:
        parts.append(tr("{rate:.3g} pictures/s", rate=status.images_per_second))
        if status.waiting is not None and status.waiting >= SLOW:
            waiting = words.percent(status.waiting)
            parts.append(tr("{share} waiting for photos", share=waiting))
    if status.memory_mb is not None:
        parts.append(tr("{size:.1f} GB", size=words.gigabytes(status.memory_mb)))
    if status.snapshot and status.state not in ("finished", "ready"):
        parts.append(tr("safe to step {step:,}", step=status.snapshot))
    return " · ".join(part for part in parts if part)
