"""Every change that a person can make to the shown photo, with undo and redo."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from string import capwords

import numpy as np
from PySide6.QtCore import QObject, Signal

from engine.adjustments import Adjustments
from engine.detection.coco import NO_LABEL, shown_name
from engine.instances import Box, Instance
from engine.steering import AS_FUSED
from engine.texts import marked, tr
from engine.variants import InstanceVariant, Variant
from gui.edits import Edit
from gui.open_photo import OpenPhoto

SMALLEST = 4.0  # photo pixels of a side of a box
OUTLINE_FOUND = marked("Find the Outline of {name}")
OUTLINE_FORGOTTEN = marked("Forget the Outline of {name}")


class Editor(QObject):
    """Makes edits; what follows from one is the workspace's.

    Attributes:
        edited: an edit has taken the place of another: (before, after).
        history_changed: what can be undone or redone is another.
    """

    edited = Signal(object, object)
    history_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._photo: OpenPhoto | None = None

    @property
    def edit(self) -> Edit:
        """The shown photo's choices; the empty ones without a photo."""
        return Edit() if self._photo is None else self._photo.edit

    @property
    def can_edit(self) -> bool:
        """The objects of the shown photo are known, so that they can be changed."""
        return self._photo is not None and self._photo.detected

    @property
    def undo_text(self) -> str:
        """What would be undone, in words; empty when there is nothing."""
        return "" if self._photo is None else self._photo.history.undo_text

    @property
    def redo_text(self) -> str:
        """What would be done again, in words; empty when there is nothing."""
        return "" if self._photo is None else self._photo.history.redo_text

    def show(self, photo: OpenPhoto | None) -> None:
        """Edit this photo from now on."""
        self._photo = photo
        self.history_changed.emit()

    # Instances

    def set_enabled(self, instance_id: int, on: bool) -> None:
        """Switch one instance on or off."""
        edit = self.edit
        ids = edit.enabled | {instance_id} if on else edit.enabled - {instance_id}
        name = self._name(instance_id)
        text = tr("Switch On {name}", name=name) if on else tr("Switch Off {name}", name=name)
        self._change(edit.with_enabled(ids), text)

    def enable_all(self) -> None:
        """Switch all instances on."""
        self._change(self.edit.with_enabled(self.edit.ids), tr("All On"))

    def enable_none(self) -> None:
        """Switch all instances off: the full-image result."""
        self._change(self.edit.with_enabled(()), tr("All Off"))

    def invert(self) -> None:
        """Switch on what is off, and off what is on."""
        self._change(self.edit.inverted(), tr("Invert"))

    def add(self, box: Box, label: str = NO_LABEL) -> int | None:
        """A new instance, drawn by the person; its id, or None where the box is too small."""
        inside = self._inside(box)
        if inside is None or not self.can_edit:
            return None
        new = self.edit.free_id()
        text = tr("Draw {name}", name=capwords(shown_name(label)))
        self._change(self.edit.with_drawn(inside, label), text)
        return new

    def move(self, instance_id: int, box: Box, gesture: str = "") -> None:
        """Move or resize an instance; a box that is too small is not taken.

        Args:
            instance_id: the instance.
            box: in photo pixels.
            gesture: moves of one gesture, such as a row of arrow keys, are one step.
        """
        before, inside = self.edit.instance(instance_id), self._inside(box)
        if before is None or inside is None or inside == before.box:
            return
        same = (before.box.width, before.box.height) == (inside.width, inside.height)
        name = self._name(instance_id)
        text = tr("Move {name}", name=name) if same else tr("Resize {name}", name=name)
        self._change(self.edit.with_box(instance_id, inside), text, gesture)

    def set_outline(self, instance: Instance, mask: np.ndarray | None) -> None:
        """Give an instance an outline, None for none; not one that was moved meanwhile."""
        now = self.edit.instance(instance.id)
        if now is not None and now.box == instance.box:
            text = OUTLINE_FORGOTTEN if mask is None else OUTLINE_FOUND
            text = tr(text, name=self._name(instance.id))
            self._change(self.edit.outlined(instance.id, mask), text)

    def rename(self, instance_id: int, label: str) -> None:
        """Give an instance another name; an empty one is not taken."""
        label = " ".join(label.split())
        before = self.edit.instance(instance_id)
        if label and before is not None and label != before.label:
            text = tr("Rename {name}", name=self._name(instance_id))
            self._change(self.edit.renamed(instance_id, label), text)

    def delete(self, instance_id: int) -> None:
        """Take an instance away."""
        text = tr("Delete {name}", name=self._name(instance_id))
        self._change(self.edit.without(instance_id), text)

    def replace_detected(self, found: Iterable[Instance]) -> None:
        """Take what a detector has found in place of what one found before."""
        self._change(self.edit.detected(found), tr("Detect Again"))

    # Colours

    def set_adjustments(self, adjustments: Adjustments) -> None:
        """Change the colours; all changes of one gesture are one step."""
        self._change(replace(self.edit, adjustments=adjustments), tr("Adjust"), "adjust")

    def reset_adjustments(self, look: Adjustments) -> None:
        """Bring all colours, and how much the instances count, back to a look."""
        self._change(replace(self.edit, adjustments=look, strength=1.0), tr("Reset"))

    def choose_variant(self, variant: Variant) -> None:
        """Colorize the photo in another way."""
        text = tr("Variant {name}", name=tr(variant.name))
        self._change(self.edit.as_variant(variant), text)

    def choose_instance_variant(self, instance_id: int, variant: InstanceVariant) -> None:
        """Colorize one instance in another way; it is on then, as its picture has shown."""
        edit = self.edit.as_instance_variant(instance_id, variant)
        text = tr(
            "Variant {variant} of {name}", variant=tr(variant.name), name=self._name(instance_id)
        )
        self._change(edit.with_enabled(edit.enabled | {instance_id}), text)

    def set_strength(self, strength: float) -> None:
        """Multiply the weight of every instance; all changes of one gesture are one step."""
        changed = replace(self.edit, strength=strength)
        self._change(changed, tr("Instance Strength"), "strength")

    def steer(self, instance_id: int, text: str, **changes: object) -> None:
        """Change something about the colours of one instance.

        Args:
            instance_id: the instance.
            text: what is done to its field {name}, `marked`, for the menu; all changes of it in one
                gesture are one step.
            changes: fields of `engine.steering.Steering`.
        """
        instance = self.edit.instance(instance_id)
        if instance is None:
            return
        steering = replace(instance.steering, **changes)  # type: ignore[arg-type]
        edit = self.edit.steered(instance_id, steering)
        self._change(edit, tr(text, name=self._name(instance_id)), f"{text} {instance_id}")

    def reset_steering(self, instance_id: int) -> None:
        """Give one instance its colours back."""
        text = tr("Reset the Colours of {name}", name=self._name(instance_id))
        self._change(self.edit.steered(instance_id, AS_FUSED), text)

    def end_gesture(self) -> None:
        """A slider was let go: the next change is a step of its own."""
        if self._photo is not None:
            self._photo.history.end_gesture()

    def take(self, edit: Edit, text: str) -> None:
        """Choose all of this at once, such as what a project holds."""
        self._change(edit, text)

    # The way back

    def undo(self) -> None:
        """One step back."""
        if self._photo is not None:
            before = self._photo.edit
            self._photo.history.undo()
            self._tell(before)

    def redo(self) -> None:
        """One step forth."""
        if self._photo is not None:
            before = self._photo.edit
            self._photo.history.redo()
            self._tell(before)

    def back_to(self, shown: Edit) -> None:
        """Take back what could not be shown, see `History.back_to`."""
        if self._photo is not None:
            before = self._photo.edit
            self._photo.history.back_to(shown)
            self._tell(before)

    def _name(self, instance_id: int) -> str:
        """What an instance is called in a menu."""
        instance = self.edit.instance(instance_id)
        return "" if instance is None else capwords(shown_name(instance.label))

    def _change(self, edit: Edit, text: str, gesture: str = "") -> None:
        if self._photo is None:
            return
        before = self._photo.edit
        self._photo.history.change(edit, text, gesture)
        self._tell(before)

    def _tell(self, before: Edit) -> None:
        if self.edit != before:
            self.edited.emit(before, self.edit)
        self.history_changed.emit()

    def _inside(self, box: Box) -> Box | None:
        """The part of a box inside the photo, None where it is too small."""
        if self._photo is None:
            return None
        inside = box.clipped(height=self._photo.height, width=self._photo.width)
        large = inside.width >= SMALLEST and inside.height >= SMALLEST  # NaN is neither
        return inside if large else None
