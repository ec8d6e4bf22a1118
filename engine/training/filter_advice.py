"""What to do when the filters keep no object of those that were found, or next to none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from engine.texts import counted, marked, sentences, tr
from engine.training.kept_objects import passing
from engine.training.object_boxes import LabelledBox
from engine.training.plan import STAGE_WORDS, TrainingPlan
from engine.training.stage_settings import Filters

SCORES = (0.95, 0.9, 0.85, 0.8, 0.75, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1, 0.0)
# shares of the objects that pass the other filters
ENOUGH = 0.2
FEW = 0.05


@dataclass(frozen=True)
class FilterAdvice:
    """Filters that keep too little, and a smallest score that would keep enough.

    Attributes:
        stage: whose filters.
        passing: how many objects pass now.
        objects: how many there are; `highest` of their scores, 0..1.
        score: the smallest score to take; None where other filters keep everything out.
        kept, photos: how many objects of how many photos pass with it.
    """

    stage: str
    passing: int
    objects: int
    highest: float
    score: float | None
    kept: int = 0
    photos: int = 0

    @property
    def blocks(self) -> bool:
        """Whether the stage cannot be trained at all."""
        return self.passing == 0

    @property
    def message(self) -> str:
        """What is wrong, in a sentence or two."""
        stage = tr(STAGE_WORDS[self.stage])
        if not self.blocks:
            return tr(
                "Only {passing:,} of {objects:,} objects pass the filters of the {stage} stage.",
                passing=self.passing,
                objects=self.objects,
                stage=stage,
            )
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
    """What to do about the filters of a stage; None if their smallest score keeps enough.

    A variance that was not measured yet counts as enough.
    """

    def count(score: float) -> int:
        return _count(passing(objects, replace(filters, min_score=score, most=0)))

    any_score = count(0.0)
    now = count(filters.min_score)
    if now and now >= FEW * any_score:
        return None
    scores = [labelled.score for found in objects.values() for labelled in found]
    told = FilterAdvice(stage, now, len(scores), max(scores, default=0.0), None)
    for score in SCORES:
        if score < filters.min_score and count(score) >= max(1.0, ENOUGH * any_score):
            kept = passing(objects, replace(filters, min_score=score))
            return replace(told, score=score, kept=_count(kept), photos=len(kept))
    return told


def plan_advice(
    plan: TrainingPlan, objects: Mapping[str, Sequence[LabelledBox]]
) -> tuple[FilterAdvice, ...]:
    """What to do about each stage whose filters keep too few objects; without any, nothing."""
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
