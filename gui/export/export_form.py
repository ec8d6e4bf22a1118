"""The fields of the export dialog: which picture, in which format, how large."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QSlider,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from engine.batch.output_options import MOVING
from engine.panes import PaneChoice, PaneKind
from engine.presets import PRESETS, Preset
from gui.export.export_plan import FORMATS, SUFFIXES, ExportPlan
from gui.export.figure_form import FigureForm
from gui.open_photo import OpenPhoto

WHATS = {
    "Result": PaneKind.RESULT,
    "Source in grey": PaneKind.GREY,
    "Boxes": PaneKind.BOXES,
    "Full image": PaneKind.FULL,
    "Instances in their places": PaneKind.IN_PLACE,
    "One instance": PaneKind.INSTANCE,
    "Weight map": PaneKind.WEIGHTS,
    "Who wins": PaneKind.WINNERS,
    "Figure for a paper": None,
}
NEED_INSTANCES = (PaneKind.IN_PLACE, PaneKind.INSTANCE, PaneKind.WEIGHTS, PaneKind.WINNERS)
NEED_WEIGHTS = (PaneKind.WEIGHTS, PaneKind.WINNERS)
FULL_SIZE, LONGEST_SIDE = "Full size", "Longest side"


class ExportForm(QWidget):
    """What a person chooses, as an `ExportPlan`.

    Attributes:
        changed: something was chosen.
    """

    changed = Signal()

    def __init__(
        self,
        photo: OpenPhoto,
        quality: int = 95,
        bit_depth: int = 8,
        parent: QWidget | None = None,
        *,
        note: bool = True,
    ) -> None:
        super().__init__(parent)
        self._photo = photo
        self.preset = QComboBox()
        self.preset.setAccessibleName("Purpose")
        self.preset.addItem("As below", None)
        for preset in PRESETS:
            name = preset.name.replace("-", " and ").capitalize()
            self.preset.addItem(name, preset)
        self.purpose = QLabel()
        self.purpose.setObjectName("quiet")
        self.purpose.setWordWrap(True)
        self._presetting = False
        self.what = QComboBox()
        self.what.setAccessibleName("Picture")
        for text, kind in WHATS.items():
            if self._possible(kind):
                self.what.addItem(text, kind)
        self.whose = QComboBox()
        self.whose.setAccessibleName("Object")
        self.tap = QComboBox()
        self.tap.setAccessibleName("Tap")
        self.tap.setToolTip("A point in the network where features are fused, coarse to fine.")
        for tap in reversed(photo.taps):
            self.tap.addItem(f"Tap {tap}", tap)
        self.figure = FigureForm(photo.instances)
        self.format = QComboBox()
        self.format.setAccessibleName("Format")
        for suffix, name in FORMATS.items():
            self.format.addItem(name, suffix)
        self.format.addItem("WebP, moving from grey to colour", MOVING)
        self.quality = QSlider(Qt.Orientation.Horizontal)
        self.quality.setRange(1, 100)
        self.quality.setPageStep(5)
        self.quality.setValue(quality)
        self.quality.setAccessibleName("Quality")
        self.quality_text = QLabel()
        self.quality_text.setFixedWidth(28)
        self.depth_box = QComboBox()
        self.depth_box.setAccessibleName("Bit depth")
        self.depth_box.addItem("8 bits per channel", 8)
        self.depth_box.addItem("16 bits per channel", 16)
        self.depth_box.setCurrentIndex(1 if bit_depth == 16 else 0)
        self.note = QLabel()
        self.note.setObjectName("quiet")
        self.note.setWordWrap(True)
        self.size_kind = QComboBox()
        self.size_kind.setAccessibleName("Size")
        self.size_kind.addItems([FULL_SIZE, LONGEST_SIDE])
        self.longest = QSpinBox()
        self.longest.setRange(16, max(16, photo.height, photo.width))
        self.longest.setSuffix(" px")
        self.longest.setSingleStep(100)
        self.longest.setValue(2048)
        self.longest.setAccessibleName("Longest side")
        self.metadata = QCheckBox("Keep metadata and colour profile")
        self.metadata.setToolTip(
            "Date, place, camera and description, as the photo's file has them."
        )
        self.metadata.setChecked(True)
        self.generated = QCheckBox("Say that colours are generated")
        self.generated.setToolTip("In the metadata, where it cannot be seen in the picture.")
        self.generated.setChecked(note)
        kinds = (self.preset, self.format, self.depth_box, self.size_kind)
        for box in (self.what, self.whose, self.tap, *kinds):
            box.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            box.setMinimumContentsLength(10)
        self._lay_out()
        for box in (self.what, self.whose, self.tap, self.format, self.depth_box, self.size_kind):
            box.currentIndexChanged.connect(lambda _: self._change())
        for spin in (self.quality, self.longest):
            spin.valueChanged.connect(lambda _: self._change())
        for check in (self.metadata, self.generated):
            check.toggled.connect(lambda _: self._change())
        self.figure.changed.connect(self._change)
        self.preset.activated.connect(lambda _: self._preset_chosen())
        self.what.currentIndexChanged.connect(lambda _: self._offer_objects())
        self._offer_objects()
        self._change()

    @property
    def plan(self) -> ExportPlan:
        """What is chosen."""
        return ExportPlan(
            choice=self._choice(),
            layout=self.figure.layout_wanted,
            suffix=".webp" if self._moving else str(self.format.currentData()),
            quality=self.quality.value(),
            bit_depth=int(self.depth_box.currentData()),
            longest=self.longest.value() if self._smaller else None,
            metadata=self.metadata.isChecked(),
            dpi=self.figure.dpi.value(),
            moving=self._moving,
            note=self.generated.isChecked(),
        )

    def choose(self, kind: PaneKind | None) -> None:
        """Begin with this picture; None is the figure."""
        row = next((r for r in range(self.what.count()) if self.what.itemData(r) is kind), 0)
        self.what.setCurrentIndex(row)

    def _preset_chosen(self) -> None:
        preset = self.preset.currentData()
        if preset is not None:
            self.use_preset(preset)

    def use_preset(self, preset: Preset) -> None:
        """Choose what a purpose wants; what is shown stays as it is."""
        self._presetting = True
        suffix = MOVING if preset.format == MOVING else SUFFIXES[preset.format]
        self.format.setCurrentIndex(self.format.findData(suffix))
        self.depth_box.setCurrentIndex(self.depth_box.findData(preset.bit_depth))
        self.quality.setValue(preset.quality)
        self.size_kind.setCurrentText(FULL_SIZE if preset.size is None else LONGEST_SIDE)
        if preset.size is not None:
            self.longest.setValue(preset.size)
        self.metadata.setChecked(preset.metadata)
        self._presetting = False
        self._change()

    @property
    def _moving(self) -> bool:
        return bool(self.format.currentData() == MOVING)

    @property
    def _smaller(self) -> bool:
        return self.size_kind.currentText() == LONGEST_SIDE

    def _possible(self, kind: PaneKind | None) -> bool:
        """Whether there is such a picture of this photo."""
        if kind in NEED_WEIGHTS and not self._photo.taps:
            return False
        return kind not in NEED_INSTANCES or bool(self._photo.instances)

    def _choice(self) -> PaneChoice | None:
        kind = self.what.currentData()
        if kind is None:
            return None
        with_object = kind in (PaneKind.INSTANCE, PaneKind.WEIGHTS)
        instance = self.whose.currentData() if with_object else None
        tap = self.tap.currentData() if kind in NEED_WEIGHTS and self.tap.currentIndex() else None
        return PaneChoice(kind, instance, tap)

    def _offer_objects(self) -> None:
        """The objects that the chosen picture can be of; a crop is never of the full image."""
        before = self.whose.currentData()
        self.whose.blockSignals(True)
        self.whose.clear()
        if self.what.currentData() is PaneKind.WEIGHTS:
            self.whose.addItem("The full image", None)
        for number, instance in enumerate(self._photo.instances, start=1):
            self.whose.addItem(f"{number}. {instance.label}", instance.id)
        if before is not None:
            self.whose.setCurrentIndex(max(0, self.whose.findData(before)))
        self.whose.blockSignals(False)
        self._change()

    def _change(self) -> None:
        """Show what can be chosen now, and tell."""
        if self._presetting:
            return
        plan = self.plan
        if self.preset.currentData() is not None and not self._is_preset(plan):
            self.preset.setCurrentIndex(0)
        kind = None if plan.choice is None else plan.choice.kind
        self._rows.setRowVisible(self.whose, kind in (PaneKind.INSTANCE, PaneKind.WEIGHTS))
        self._rows.setRowVisible(self.tap, kind in NEED_WEIGHTS)
        self.figure.setVisible(plan.choice is None)
        self._rows.setRowVisible(self._size_row, plan.choice is not None)
        self.longest.setVisible(self._smaller)
        self.quality_text.setText(str(plan.quality))
        self._rows.setRowVisible(self._quality_row, not plan.quality_trouble)
        self.depth_box.setEnabled(not plan.depth_trouble)
        self.depth_box.setToolTip(plan.depth_trouble)
        self.note.setText(plan.depth_trouble)
        self.note.setVisible(bool(plan.depth_trouble))
        self.metadata.setVisible(plan.choice is not None)
        wanted = self.preset.currentData()
        self.purpose.setText(
            "" if wanted is None else f"{wanted.words[:1].upper()}{wanted.words[1:]}."
        )
        self.purpose.setVisible(wanted is not None)
        self.changed.emit()

    def _is_preset(self, plan: ExportPlan) -> bool:
        """Whether what is chosen is still what the chosen purpose wants."""
        preset: Preset = self.preset.currentData()
        suffix = MOVING if plan.moving else plan.suffix
        wanted = MOVING if preset.format == MOVING else SUFFIXES[preset.format]
        size = None if preset.size is None else min(preset.size, self.longest.maximum())
        deep = plan.bit_depth == preset.bit_depth or bool(plan.depth_trouble)
        quality = plan.quality == preset.quality or bool(plan.quality_trouble)
        alike = (suffix, plan.longest, plan.metadata) == (wanted, size, preset.metadata)
        return alike and deep and quality

    def _lay_out(self) -> None:
        self._quality_row = _row(self.quality, self.quality_text)
        self._size_row = _row(self.size_kind, self.longest)
        self._depth_row = _column(self.depth_box, self.note)
        self._rows = rows = QFormLayout()
        rows.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        rows.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        rows.setHorizontalSpacing(14)
        rows.setVerticalSpacing(9)
        rows.addRow("Purpose", _column(self.preset, self.purpose))
        rows.addRow("Picture", self.what)
        rows.addRow("Object", self.whose)
        rows.addRow("Tap", self.tap)
        rows.addRow(self.figure)
        rows.addRow("Format", self.format)
        rows.addRow("Quality", self._quality_row)
        rows.addRow("Depth", self._depth_row)
        rows.addRow("Size", self._size_row)
        rows.addRow("", self.metadata)
        rows.addRow("", self.generated)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(rows)


def _column(field: QWidget, note: QLabel) -> QWidget:
    """A field with a note below it."""
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(3)
    column.addWidget(field)
    column.addWidget(note)
    return holder


def _row(*widgets: QWidget) -> QWidget:
    """Widgets beside each other, the first as wide as can be."""
    holder = QWidget()
    line = QHBoxLayout(holder)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(8)
    for place, widget in enumerate(widgets):
        line.addWidget(widget, 1 if place == 0 else 0)
    return holder
