"""Which instance is pointed at, chosen, and shown alone; the same in every view."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal


class Highlight(QObject):
    """Ids of highlighted instances, None for nobody.

    Attributes:
        hovered: under the mouse, in a pane or in the list.
        selected: chosen, for its weight map and its row.
        alone: the one that the Instances pane shows alone.
        changed: one of the three has changed.
        selection_changed: the selected one has changed.
    """

    changed = Signal()
    selection_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.hovered: int | None = None
        self.selected: int | None = None
        self.alone: int | None = None

    def hover(self, instance_id: int | None) -> None:
        """Point at an instance."""
        if instance_id != self.hovered:
            self.hovered = instance_id
            self.changed.emit()

    def select(self, instance_id: int | None) -> None:
        """Choose an instance."""
        if instance_id != self.selected:
            self.selected = instance_id
            self.changed.emit()
            self.selection_changed.emit()

    def show_alone(self, instance_id: int | None) -> None:
        """Show one instance alone, and choose it; None goes back to all."""
        if instance_id is not None:
            self.select(instance_id)
        if instance_id != self.alone:
            self.alone = instance_id
            self.changed.emit()

    def clear(self) -> None:
        """Forget all, since the instances are others now."""
        self.hovered = self.alone = None
        self.select(None)
        self.changed.emit()
