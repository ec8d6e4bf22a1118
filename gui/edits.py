"""What a person has chosen on one photo, and the way back: every change is a new `Edit`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from engine.adjustments import AS_COLORIZED, Adjustments
from engine.detection.coco import NO_LABEL
from engine.instances import Box, Instance, recoloured, strengths_of
from engine.steering import AS_FUSED, Steering
from engine.variants import InstanceVariant, Variant
from gui.darkroom import Finish

LONGEST_HISTORY = 200
SAME_OBJECT = 0.6  # intersection over union from which a found object is one that was drawn


@dataclass(frozen=True)
class Edit:
    """The person's choices; undo and redo go from one to another.

    Attributes:
        instances: detected and drawn ones, best first, drawn ones last.
        enabled: ids of those that are fused.
        adjustments: of the colours.
        strength: multiplies the weight of every instance in the fusion, at least 0.
        scale: of what the full-image network sees, see `engine.session.Session`.
    """

    instances: tuple[Instance, ...] = ()
    enabled: frozenset[int] = frozenset()
    adjustments: Adjustments = AS_COLORIZED
    strength: float = 1.0
    scale: float = 1.0

    @property
    def ids(self) -> frozenset[int]:
        return frozenset(instance.id for instance in self.instances)

    @property
    def recipe(self) -> object:
        """What a fusion depends on: edits of the same recipe have the same one."""
        seen = [(i.id, i.box, i.steering.crop_scale) for i in self.instances]
        return self.scale, self.enabled, self.strengths, seen

    @property
    def strengths(self) -> Mapping[int, float]:
        """Of the enabled instances, as the engine wants them."""
        return strengths_of(self._switched_on, self.strength)

    @property
    def finish(self) -> Finish:
        """What is done to the colours after the fusion."""
        return Finish(self.adjustments, recoloured(self._switched_on))

    @property
    def colours(self) -> object:
        """All that is changed about the colours, of the photo and of every instance."""
        return self.adjustments, self.scale, self.strength, [i.steering for i in self.instances]

    @property
    def objects(self) -> tuple[Instance, ...]:
        """The instances without what is changed about their colours."""
        return tuple(i.unsteered for i in self.instances)

    def instance(self, instance_id: int | None) -> Instance | None:
        """The instance with this id, or None."""
        return next((i for i in self.instances if i.id == instance_id), None)

    def with_enabled(self, ids: Iterable[int]) -> Edit:
        """Exactly these are on."""
        return replace(self, enabled=frozenset(ids) & self.ids)

    def inverted(self) -> Edit:
        """What was on is off, and the other way round."""
        return replace(self, enabled=self.ids - self.enabled)

    def free_id(self) -> int:
        """The lowest id, and so the first colour, that no instance has."""
        return next(number for number in range(len(self.instances) + 1) if number not in self.ids)

    def with_drawn(self, box: Box, label: str = NO_LABEL) -> Edit:
        """One more instance, with `free_id`, on."""
        drawn = Instance(self.free_id(), label, 1.0, box, drawn=True)
        return replace(self, instances=(*self.instances, drawn), enabled=self.enabled | {drawn.id})

    def with_box(self, instance_id: int, box: Box) -> Edit:
        """Moved or resized, which makes it the person's own."""
        moved = self._with(instance_id, box=box, mask=None, drawn=True)
        now = moved.instance(instance_id)
        if now is None or now.steering.point is None or box.holds(*now.steering.point):
            return moved
        return moved.steered(instance_id, replace(now.steering, point=None))

    def steered(self, instance_id: int, steering: Steering) -> Edit:
        """With other colours of one instance."""
        return self._with(instance_id, steering=steering)

    def as_variant(self, variant: Variant) -> Edit:
        """Colorized in this way."""
        adjustments = replace(self.adjustments, saturation=variant.saturation)
        return replace(self, scale=variant.scale, adjustments=adjustments)

    def as_instance_variant(self, instance_id: int, variant: InstanceVariant) -> Edit:
        """One instance colorized in this way."""
        instance = self.instance(instance_id)
        return (
            self if instance is None else self.steered(instance_id, variant.of(instance.steering))
        )

    def outlined(self, instance_id: int, mask: np.ndarray | None) -> Edit:
        """With this outline of one instance, or without one."""
        return self._with(instance_id, mask=mask)

    def renamed(self, instance_id: int, label: str) -> Edit:
        """Another name, which makes it the person's own."""
        return self._with(instance_id, label=label, drawn=True)

    def without(self, instance_id: int) -> Edit:
        """One instance less."""
        left = tuple(i for i in self.instances if i.id != instance_id)
        return replace(self, instances=left, enabled=self.enabled - {instance_id})

    def detected(self, found: Iterable[Instance]) -> Edit:
        """What a detector has found, on; in place of what one found before, beside the drawn.

        One whose colours were changed stays as well.
        """
        drawn = tuple(i for i in self.instances if i.drawn or i.steering != AS_FUSED)
        taken = {i.id for i in drawn}
        free = (number for number in range(10_000) if number not in taken)
        new = tuple(
            replace(instance, id=next(free))
            for instance in found
            if not any(instance.box.iou(own.box) > SAME_OBJECT for own in drawn)
        )
        enabled = (self.enabled & taken) | {i.id for i in new}
        return replace(self, instances=new + drawn, enabled=enabled)

    @property
    def _switched_on(self) -> list[Instance]:
        return [i for i in self.instances if i.id in self.enabled]

    def _with(self, instance_id: int, **changes: object) -> Edit:
        changed = tuple(
            replace(i, **changes) if i.id == instance_id else i  # type: ignore[arg-type]
            for i in self.instances
        )
        return replace(self, instances=changed)


@dataclass(frozen=True)
class _Change:
    before: Edit
    after: Edit
    text: str
    gesture: str


class History:
    """The edits of one photo, with a way back and forth.

    Attributes:
        edit: the current one.
        begun: the objects of the photo are known.
    """

    def __init__(self, edit: Edit | None = None) -> None:
        self.edit = edit or Edit()
        self.begun = False
        self._done: list[_Change] = []
        self._undone: list[_Change] = []

    @property
    def undo_text(self) -> str:
        """What would be undone, in words; empty when there is nothing."""
        return self._done[-1].text if self._done else ""

    @property
    def redo_text(self) -> str:
        """What would be done again, in words; empty when there is nothing."""
        return self._undone[-1].text if self._undone else ""

    @property
    def changed(self) -> bool:
        """The person has changed something."""
        return bool(self._done)

    def begin(self, edit: Edit) -> None:
        """Start anew from these choices."""
        self.begun = True
        self.edit = edit
        self._done.clear()
        self._undone.clear()

    def take_found(self, found: Sequence[Instance]) -> None:
        """Begin with what the detector found; colours that were changed before stay undoable."""
        self.begun = True
        self.edit = self.edit.detected(found)
        for changes in (self._done, self._undone):
            changes[:] = [
                replace(c, before=c.before.detected(found), after=c.after.detected(found))
                for c in changes
            ]

    def change(self, edit: Edit, text: str, gesture: str = "") -> None:
        """Go on to `edit`.

        Args:
            edit: the new choices.
            text: what was done, for the menu: "Switch Off Dog".
            gesture: changes of one gesture, such as a slider's, are undone in one step.
        """
        if edit == self.edit:
            return
        before = self.edit
        if gesture and self._done and self._done[-1].gesture == gesture and not self._undone:
            before = self._done.pop().before
        self._undone.clear()
        if edit != before:  # else a gesture has come back to where it began
            self._done.append(_Change(before, edit, text, gesture))
            del self._done[:-LONGEST_HISTORY]
        self.edit = edit

    def end_gesture(self) -> None:
        """The next change is a step of its own, whatever its gesture."""
        if self._done:
            self._done[-1] = replace(self._done[-1], gesture="")

    def undo(self) -> None:
        """One step back."""
        if self._done:
            change = self._done.pop()
            self._undone.append(replace(change, gesture=""))
            self.edit = change.before

    def redo(self) -> None:
        """One step forth."""
        if self._undone:
            change = self._undone.pop()
            self._done.append(change)
            self.edit = change.after

    def back_to(self, shown: Edit) -> None:
        """Go to the nearest edit of the recipe of `shown`; what came after it can be redone.

        Where the way there was an undo, this is a redo. In the middle of a gesture there is no
        step to go to: then its end is `shown`.
        """
        recipe = shown.recipe
        if self.edit.recipe == recipe:
            return
        if any(change.before.recipe == recipe for change in self._done):
            while self.edit.recipe != recipe:
                self.undo()
        elif any(change.after.recipe == recipe for change in self._undone):
            while self.edit.recipe != recipe:
                self.redo()
        elif self._done:
            self.edit = replace(shown, adjustments=self.edit.adjustments)
            self._done[-1] = replace(self._done[-1], after=self.edit)
