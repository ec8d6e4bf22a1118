"""What the plan's filters leave of the found objects, worked out once for every plan."""

from __future__ import annotations

from dataclasses import dataclass

from engine.training.filter_advice import FilterAdvice, plan_advice
from engine.training.kept_objects import kept_objects
from engine.training.object_search import FoundObjects
from engine.training.photo_scan import PhotoScan
from engine.training.plan import TrainingPlan
from engine.training.preparation import objects_to_train_on


@dataclass(frozen=True)
class ToldObjects:
    """What is to be said of the objects to train on.

    Attributes:
        kept: how many each stage learns from, a line a stage.
        advice: what to do about filters that keep too few.
    """

    kept: str = ""
    advice: tuple[FilterAdvice, ...] = ()


class ObjectTeller:
    """Tells of a plan's objects; asked again of the same, it says the same without work."""

    def __init__(self) -> None:
        self._asked: tuple[object, ...] = ()
        self._told = ToldObjects()

    def tell(
        self, plan: TrainingPlan, scan: PhotoScan | None, found: FoundObjects | None
    ) -> ToldObjects:
        """Nothing while photos or objects are not known."""
        if scan is None or found is None:
            return ToldObjects()
        asked = plan, scan, found
        if self._asked != asked:
            objects = objects_to_train_on(plan, scan.photos, found.objects)
            kept = "\n".join(stage.words for stage in kept_objects(plan, objects))
            self._told = ToldObjects(kept, plan_advice(plan, objects))
            self._asked = asked
        return self._told
