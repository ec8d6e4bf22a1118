"""Other colorizations of the photo beside each other; a click takes one."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QCloseEvent, QIcon, QPixmap, QShowEvent
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

from engine.steps import Step
from engine.texts import tr
from engine.variants import VARIANTS
from gui.help_button import HelpButton
from gui.tips import explain
from gui.variant_jobs import SIDE, VariantPicture
from gui.workspace import Workspace


class VariantsDialog(QDialog):
    """Stays open beside the photo; what is taken can be undone.

    Attributes:
        buttons: by the names of the variants; the one in use is checked.
    """

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self.setWindowTitle(tr("Variants"))
        self.setModal(False)
        self._group = QButtonGroup(self)
        self.buttons: dict[str, QToolButton] = {}
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(5)
        for column, variant in enumerate(VARIANTS):
            button = QToolButton()
            button.setObjectName("variant")
            button.setCheckable(True)
            button.setIconSize(QSize(SIDE, SIDE))
            button.setFixedSize(SIDE + 16, SIDE + 16)
            button.setToolTip(tr("Colorize the photo like this: {words}.", words=tr(variant.words)))
            button.setAccessibleName(
                tr("{name}: {words}", name=tr(variant.name), words=tr(variant.words))
            )
            button.clicked.connect(
                lambda _, variant=variant: self._workspace.editor.choose_variant(variant)
            )
            self._group.addButton(button, column)
            self.buttons[variant.name] = button
            name, words = QLabel(tr(variant.name)), QLabel(tr(variant.words))
            name.setObjectName("dockHeader")
            words.setObjectName("quiet")
            grid.addWidget(button, 0, column)
            for row, label in enumerate((name, words), 1):
                label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
                grid.addWidget(label, row, column)
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

    def showEvent(self, event: QShowEvent) -> None:
        """Colorize each time it opens: the objects may be others now."""
        super().showEvent(event)
        if not event.spontaneous():
            for button in self.buttons.values():
                button.setIcon(QIcon())
                button.setText(tr("Colorizing…"))
            self._refresh()
            self._workspace.compute_variants(self._take)

    def closeEvent(self, event: QCloseEvent) -> None:
        """What is not colorized yet is not wanted any more."""
        super().closeEvent(event)
        self._workspace.compute_variants(None)

    def _take(self, step: Step) -> None:
        if isinstance(step.result, VariantPicture):
            button = self.buttons[step.result.variant.name]
            button.setText("")
            button.setIcon(QIcon(QPixmap.fromImage(step.result.image)))

    def _refresh(self) -> None:
        edit = self._workspace.editor.edit
        current = (edit.scale, edit.adjustments.saturation)
        self._group.setExclusive(False)
        for variant in VARIANTS:
            chosen = (variant.scale, variant.saturation) == current
            self.buttons[variant.name].setChecked(chosen)
