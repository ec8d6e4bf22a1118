"""What to do when the filters keep no object of those that were found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from engine.texts import counted, marked, sentences, tr
from engine.training.object_boxes import LabelledBox, all_measured, filtered, why_dropped
from engine.training.plan import STAGE_WORDS, TrainingPlan
from engine.training.stage_settings import Filters

SCORES = (0.95, 0.9, 0.85, 0.8, 0.75, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1, 0.0)
ENOUGH = 0.2  # share of the objects that pass the other filters


@dataclass(frozen=True)
class FilterAdvice:
    """Filters that keep nothing, and a smallest score that would.

    Attributes:
        stage: whose filters.
        objects: how many there are; `highest` of their scores, 0..1.
        score: the smallest score to take; None where other filters keep everything out.
        kept, photos: how many objects of how many photos pass with it.
    """

    stage: str
    objects: int
    highest: float
    score: float | None
    kept: int = 0
    photos: int = 0

    @property
    def message(self) -> str:
        """One sentence on what is wrong."""
        stage = tr(STAGE_WORDS[self.stage])
        return sentences(
            tr("No object passes the filters of the {stage} stage.", stage=stage),
            tr(
                "The highest of {objects:,} scores is {highest:.2f}.",
                objects=self.objects,
                highest=self.highest,
            )
            if self.objects
            else "",
        )

    @property
    def remedy(self) -> str:
        """One sentence on what to do."""
        if self.score is None:
            return tr(
                "Lower the smallest score, variance or side, or take another detector or box file."
            )
        return tr(
            "Take {score:g} as the smallest score, which keeps {objects} of {photos}, or a "
            "detector that is surer.",
            score=self.score,
            objects=counted(self.kept, marked("{n} object"), marked("{n} objects")),
            photos=counted(self.photos, marked("{n} photo"), marked("{n} photos")),
        )

    @property
    def option(self) -> str:
        """The option of the command line that does it; empty where no score helps."""
        if self.score is None:
            return ""
        return f"--set {self.stage}.filters.min_score={self.score:g}"


def filter_advice(
    objects: Mapping[str, Sequence[LabelledBox]], filters: Filters, stage: str
) -> FilterAdvice | None:
    """What to do about the filters of a stage; None if they keep something.

    A variance that was not measured yet counts as enough.
    """
    if not all_measured(objects):
        filters = replace(filters, min_variance=0.0)
    if any(not why_dropped(b, filters) for found in objects.values() for b in found):
        return None
    scores = [labelled.score for found in objects.values() for labelled in found]
    highest = max(scores, default=0.0)
    unlimited = replace(filters, most=0)
    enough = max(1.0, ENOUGH * _count(filtered(objects, replace(unlimited, min_score=0.0))))
    for score in SCORES:
        passing = _count(filtered(objects, replace(unlimited, min_score=score)))
        if score < filters.min_score and passing >= enough:
            kept = filtered(objects, replace(filters, min_score=score))
            return FilterAdvice(stage, len(scores), highest, score, _count(kept), len(kept))
    return FilterAdvice(stage, len(scores), highest, None)


def plan_advice(
    plan: TrainingPlan, objects: Mapping[str, Sequence[LabelledBox]]
) -> tuple[FilterAdvice, ...]:
    """What to do about each stage whose filters keep none of the objects; without any, nothing."""
    if not objects:
        return ()
    made = (
        filter_advice(objects, plan.settings[stage].filters, stage)
        for stage in plan.stages
        if stage != "full"
    )
    return tuple(advice for advice in made if advice is not None)


def lowered(plan: TrainingPlan, advice: Iterable[FilterAdvice]) -> TrainingPlan:
    """The plan with the smallest scores that were advised."""
    for made in advice:
        if made.score is not None:
            filters = replace(plan.settings[made.stage].filters, min_score=made.score)
            plan = plan.changed(made.stage, filters=filters)
    return plan


def _count(objects: Mapping[str, Sequence[LabelledBox]]) -> int:
    return sum(map(len, objects.values()))
