"""Other colorizations beside each other, of the photo or of one object; a click takes one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from string import capwords
from typing import Protocol

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon, QPixmap, QShowEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from engine.detection.coco import shown_name
from engine.steps import Step
from engine.texts import tr
from engine.variants import INSTANCE_VARIANTS, VARIANTS, InstanceVariant, Variant
from gui.help_button import HelpButton
from gui.tips import explain
from gui.variant_jobs import SIDE, VariantPicture
from gui.workspace import Workspace


class Choices(Protocol):
    """What is chosen from, and what a choice does."""

    @property
    def variants(self) -> Sequence[Variant | InstanceVariant]: ...

    @property
    def title(self) -> str: ...

    @property
    def there(self) -> bool:
        """What would be colorized still is."""

    def tip(self, words: str) -> str: ...

    def is_chosen(self, variant: Variant | InstanceVariant) -> bool: ...

    def choose(self, variant: Variant | InstanceVariant) -> None: ...

    def compute(self, on_step: Callable[[Step], None]) -> None: ...


class PhotoChoices:
    """The whole photo in several ways."""

    variants: Sequence[Variant | InstanceVariant] = VARIANTS
    there = True

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    @property
    def title(self) -> str:
        return tr("Variants")

    def tip(self, words: str) -> str:
        return tr("Colorize the photo like this: {words}.", words=words)

    def is_chosen(self, variant: Variant | InstanceVariant) -> bool:
        edit = self._workspace.editor.edit
        return isinstance(variant, Variant) and edit == edit.as_variant(variant)

    def choose(self, variant: Variant | InstanceVariant) -> None:
        if isinstance(variant, Variant):
            self._workspace.editor.choose_variant(variant)

    def compute(self, on_step: Callable[[Step], None]) -> None:
        self._workspace.compute_variants(on_step)


class InstanceChoices:
    """One instance in several ways."""

    variants: Sequence[Variant | InstanceVariant] = INSTANCE_VARIANTS

    def __init__(self, workspace: Workspace, instance_id: int) -> None:
        self._workspace = workspace
        self._id = instance_id

    @property
    def there(self) -> bool:
        return self._workspace.editor.edit.instance(self._id) is not None

    @property
    def title(self) -> str:
        instance = self._workspace.editor.edit.instance(self._id)
        if instance is None:
            return tr("Variants")
        return tr("Variants of {name}", name=capwords(shown_name(instance.label)))

    def tip(self, words: str) -> str:
        return tr("Colorize this object like this: {words}.", words=words)

    def is_chosen(self, variant: Variant | InstanceVariant) -> bool:
        edit = self._workspace.editor.edit
        if not isinstance(variant, InstanceVariant):
            return False
        return self._id in edit.enabled and edit == edit.as_instance_variant(self._id, variant)

    def choose(self, variant: Variant | InstanceVariant) -> None:
        if isinstance(variant, InstanceVariant):
            self._workspace.editor.choose_instance_variant(self._id, variant)

    def compute(self, on_step: Callable[[Step], None]) -> None:
        self._workspace.compute_variants(on_step, self._id)


class VariantsDialog(QDialog):
    """Stays open beside the photo; what is taken can be undone.

    Args:
        workspace: of the photo.
        choices: what is chosen from.

    Attributes:
        buttons: by the names of the variants; the one in use is checked.
    """

    def __init__(
        self, workspace: Workspace, choices: Choices, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._choices = choices
        self.setWindowTitle(choices.title)
        self.setModal(False)
        self._group = QButtonGroup(self)
        self.buttons: dict[str, QToolButton] = {}
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(5)
        for column, variant in enumerate(choices.variants):
            self._add(grid, column, variant)
        self.close_button = QPushButton(tr("Close"))
        self.close_button.setAutoDefault(False)
        self.close_button.clicked.connect(self.close)
        column_layout = QVBoxLayout(self)
        column_layout.setContentsMargins(16, 16, 16, 14)
        column_layout.setSpacing(14)
        column_layout.addLayout(grid)
        buttons = QHBoxLayout()
        buttons.addWidget(HelpButton("variants", self))
        buttons.addStretch()
        buttons.addWidget(self.close_button)
        column_layout.addLayout(buttons)
        explain(self, {})
        workspace.photo_changed.connect(self.close)
        workspace.adjustments_changed.connect(self._refresh)
        workspace.enabled_changed.connect(self._refresh)
        workspace.instances_changed.connect(self._refresh)

    def take_up(self, choices: Choices) -> None:
        """Choose from the same variants of something else from now on."""
        self.close()
        self._choices = choices
        self.setWindowTitle(choices.title)

    def showEvent(self, event: QShowEvent) -> None:
        """Colorize each time it opens: the objects may be others now."""
        super().showEvent(event)
        if not event.spontaneous():
            for button in self.buttons.values():
                button.setIcon(QIcon())
                button.setText(tr("Colorizing…"))
            self._refresh()
            self._choices.compute(self._take)

    def done(self, result: int) -> None:
        """However it is closed: what is not colorized yet is not wanted any more."""
        super().done(result)
        self._workspace.compute_variants(None)

    def _add(self, grid: QGridLayout, column: int, variant: Variant | InstanceVariant) -> None:
        button = QToolButton()
        button.setObjectName("variant")
        button.setCheckable(True)
        button.setIconSize(QSize(SIDE, SIDE))
        button.setFixedSize(SIDE + 16, SIDE + 16)
        button.setToolTip(self._choices.tip(tr(variant.words)))
        button.setAccessibleName(
            tr("{name}: {words}", name=tr(variant.name), words=tr(variant.words))
        )
        button.clicked.connect(lambda: self._choices.choose(variant))
        self._group.addButton(button, column)
        self.buttons[variant.name] = button
        name, words = QLabel(tr(variant.name)), QLabel(tr(variant.words))
        name.setObjectName("dockHeader")
        words.setObjectName("quiet")
        grid.addWidget(button, 0, column)
        for row, label in enumerate((name, words), 1):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            grid.addWidget(label, row, column)

    def _take(self, step: Step) -> None:
        if isinstance(step.result, VariantPicture):
            button = self.buttons[step.result.variant.name]
            button.setText("")
            button.setIcon(QIcon(QPixmap.fromImage(step.result.image)))

    def _refresh(self) -> None:
        if not self._choices.there:
            self.close()
        self._group.setExclusive(False)
        for variant in self._choices.variants:
            self.buttons[variant.name].setChecked(self._choices.is_chosen(variant))
