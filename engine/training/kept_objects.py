"""How many objects each stage learns from once its filters have chosen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from engine.texts import counted, marked, sentences, tr
from engine.training.object_boxes import LabelledBox, all_measured, filtered
from engine.training.plan import STAGE_WORDS, TrainingPlan
from engine.training.stage_settings import Filters


@dataclass(frozen=True)
class KeptObjects:
    """What the filters of a stage keep.

    Attributes:
        stage: whose filters.
        objects, photos: how many pass, and of how many photos.
        found: how many objects there are without the filters.
    """

    stage: str
    objects: int
    photos: int
    found: int

    @property
    def words(self) -> str:
        """One sentence ("The instance stage learns from 1,234 of 2,832 objects in 903 photos.")."""
        return tr(
            "The {stage} stage learns from {kept:,} of {found} in {photos}.",
            stage=tr(STAGE_WORDS[self.stage]),
            kept=self.objects,
            found=counted(self.found, marked("{n} object"), marked("{n} objects")),
            photos=counted(self.photos, marked("{n} photo"), marked("{n} photos")),
        )


def kept_objects(
    plan: TrainingPlan, objects: Mapping[str, Sequence[LabelledBox]]
) -> tuple[KeptObjects, ...]:
    """What is kept for each of the plan's stages that learns from objects."""
    found = sum(map(len, objects.values()))
    made = []
    for stage in plan.stages:
        if stage != "full":
            kept = passing(objects, plan.settings[stage].filters)
            made.append(KeptObjects(stage, sum(map(len, kept.values())), len(kept), found))
    return tuple(made)


def kept_words(plan: TrainingPlan, objects: Mapping[str, Sequence[LabelledBox]]) -> str:
    """What is kept in sentences, one a stage; empty where none of the stages needs objects."""
    return sentences(*(kept.words for kept in kept_objects(plan, objects)))


def passing(
    objects: Mapping[str, Sequence[LabelledBox]], filters: Filters
) -> dict[str, list[LabelledBox]]:
    """What the filters keep; variances that are not measured yet count as enough."""
    if not all_measured(objects):
        filters = replace(filters, min_variance=0.0)
    return filtered(objects, filters)
