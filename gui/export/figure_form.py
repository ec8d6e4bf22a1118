"""The choices that only the figure for a paper has: its panels, and how they are laid out."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QGridLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QSpinBox,
    QWidget,
)

from engine.figures import CAPTIONS, STANDARD, SheetLayout, instance_names
from engine.instances import Instance
from engine.panes import PaneChoice, PaneKind
from engine.texts import tr

CHOICE = Qt.ItemDataRole.UserRole
PANEL_WIDTHS = (120, 4000)  # pixels
COLUMNS = (1, 8)
DPI = (72, 1200)
LABEL_GAP = 14  # pixels between a label and its field
ROW, ROWS_SHOWN = 22, 7  # pixels; how many there is room for


class FigureForm(QWidget):
    """Panels, columns, width, resolution, captions and ground."""

    changed = Signal()

    def __init__(self, instances: Sequence[Instance], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.panels = QListWidget()
        self.panels.setAccessibleName(tr("Panels of the figure"))
        self.panels.setToolTip(tr("The panels, row by row; Space switches one on and off."))
        standard = [(tr(CAPTIONS[choice.kind]), choice) for choice in STANDARD]
        weights = [(tr("Weight of the full image"), PaneChoice(PaneKind.WEIGHTS))]
        names = instance_names(instances)
        weights += [
            (tr("Weight of {name}", name=names[i.id]), PaneChoice(PaneKind.WEIGHTS, i.id))
            for i in instances
        ]
        for text, choice in standard + (weights if instances else []):
            item = QListWidgetItem(text, self.panels)
            item.setData(CHOICE, choice)
            item.setSizeHint(QSize(0, ROW))
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(
                Qt.CheckState.Checked if choice in STANDARD else Qt.CheckState.Unchecked
            )
        self.panels.setFixedHeight(ROW * min(ROWS_SHOWN, self.panels.count()) + 8)
        self.columns = _spin(COLUMNS, 3, tr("Columns"))
        self.width_box = _spin(PANEL_WIDTHS, 640, tr("Width of a panel"), tr(" px"), step=40)
        self.dpi = _spin(DPI, 300, tr("Resolution of the figure"), tr(" dpi"), step=50)
        self.captions = QCheckBox(tr("Captions"))
        self.captions.setChecked(True)
        self.ground = QComboBox()
        self.ground.setAccessibleName(tr("Ground of the figure"))
        self.ground.addItem(tr("White"), True)
        self.ground.addItem(tr("Dark grey"), False)
        self._grid = grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(LABEL_GAP)
        grid.setVerticalSpacing(8)
        grid.addWidget(self.panels, 0, 0, 1, 4)
        self._labels: list[QLabel] = []
        for place, (name, field) in enumerate(
            (
                (tr("Columns"), self.columns),
                (tr("Panel"), self.width_box),
                (tr("Ground"), self.ground),
                (tr("Print"), self.dpi),
            )
        ):
            label = QLabel(name)
            label.setBuddy(field)
            if place % 2 == 0:
                self._labels.append(label)
            grid.addWidget(label, 1 + place // 2, 2 * (place % 2))
            grid.addWidget(field, 1 + place // 2, 2 * (place % 2) + 1)
        grid.addWidget(self.captions, 3, 1, 1, 3)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(3, 1)
        self.panels.itemChanged.connect(lambda _: self.changed.emit())
        for spin in (self.columns, self.width_box, self.dpi):
            spin.valueChanged.connect(lambda _: self.changed.emit())
        self.captions.toggled.connect(lambda _: self.changed.emit())
        self.ground.currentIndexChanged.connect(lambda _: self.changed.emit())

    @property
    def label_width(self) -> int:
        """What the widest label before the first field of a row takes, in pixels."""
        return max(label.sizeHint().width() for label in self._labels)

    def set_label_width(self, width: int) -> None:
        """Let the first fields begin where those of another form do."""
        self._grid.setColumnMinimumWidth(0, width)

    @property
    def layout_wanted(self) -> SheetLayout:
        """What is chosen."""
        items = [self.panels.item(row) for row in range(self.panels.count())]
        chosen = [i for i in items if i.checkState() == Qt.CheckState.Checked]
        return SheetLayout(
            panes=tuple(item.data(CHOICE) for item in chosen),
            columns=self.columns.value(),
            panel_width=self.width_box.value(),
            captions=self.captions.isChecked(),
            light=bool(self.ground.currentData()),
        )


def _spin(
    limits: tuple[int, int], value: int, name: str, suffix: str = "", step: int = 1
) -> QSpinBox:
    spin = QSpinBox()
    spin.setRange(*limits)
    spin.setSingleStep(step)
    spin.setValue(value)
    spin.setSuffix(suffix)
    spin.setAccessibleName(name)
    return spin
