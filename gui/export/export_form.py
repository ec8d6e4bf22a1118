"""The fields of the export dialog: which picture, in which format, how large."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
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
from engine.detection.coco import shown_name
from engine.panes import PaneChoice, PaneKind
from engine.presets import PRESETS, Preset
from engine.texts import marked, tr
from gui.export.export_plan import FORMATS, SUFFIXES, ExportPlan
from gui.export.figure_form import LABEL_GAP, FigureForm
from gui.open_photo import OpenPhoto

WHATS = {
    PaneKind.RESULT: marked("Result"),
    PaneKind.GREY: marked("Source in grey"),
    PaneKind.BOXES: marked("Boxes"),
    PaneKind.FULL: marked("Full image"),
    PaneKind.IN_PLACE: marked("Instances in their places"),
    PaneKind.INSTANCE: marked("One instance"),
    PaneKind.WEIGHTS: marked("Weight map"),
    PaneKind.WINNERS: marked("Who wins"),
    None: marked("Figure for a paper"),
}
PURPOSES = {
    "archive": marked("Archive"),
    "share": marked("Share"),
    "web": marked("Web"),
    "before-after": marked("Before and after"),
}
NEED_INSTANCES = (PaneKind.IN_PLACE, PaneKind.INSTANCE, PaneKind.WEIGHTS, PaneKind.WINNERS)
NEED_WEIGHTS = (PaneKind.WEIGHTS, PaneKind.WINNERS)


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
        self.preset.setAccessibleName(tr("Purpose"))
        self.preset.addItem(tr("As below"), None)
        for preset in PRESETS:
            self.preset.addItem(tr(PURPOSES[preset.name]), preset)
        self.purpose = QLabel()
        self.purpose.setObjectName("quiet")
        self.purpose.setWordWrap(True)
        self._presetting = False
        self.what = QComboBox()
        self.what.setAccessibleName(tr("Picture"))
        for kind, text in WHATS.items():
            if self._possible(kind):
                self.what.addItem(tr(text), kind)
        self.whose = QComboBox()
        self.whose.setAccessibleName(tr("Object"))
        self.tap = QComboBox()
        self.tap.setAccessibleName(tr("Tap"))
        self.tap.setToolTip(tr("A point in the network where features are fused, coarse to fine."))
        for tap in reversed(photo.taps):
            self.tap.addItem(tr("Tap {tap}", tap=tap), tap)
        self.figure = FigureForm(photo.instances)
        self.format = QComboBox()
        self.format.setAccessibleName(tr("Format"))
        for suffix, name in FORMATS.items():
            self.format.addItem(name, suffix)
        self.format.addItem(tr("WebP, moving from grey to colour"), MOVING)
        self.quality = QSlider(Qt.Orientation.Horizontal)
        self.quality.setRange(1, 100)
        self.quality.setPageStep(5)
        self.quality.setValue(quality)
        self.quality.setAccessibleName(tr("Quality"))
        self.quality_text = QLabel()
        self.quality_text.setFixedWidth(28)
        self._depth = 16 if bit_depth == 16 else 8  # wanted; the box shows what is possible
        self.depth_box = QComboBox()
        self.depth_box.setAccessibleName(tr("Bit depth"))
        for depth in (8, 16):
            self.depth_box.addItem(tr("{depth} bits per channel", depth=depth), depth)
        self.note = QLabel()
        self.note.setObjectName("quiet")
        self.note.setWordWrap(True)
        self.size_kind = QComboBox()
        self.size_kind.setAccessibleName(tr("Size"))
        self.size_kind.addItem(tr("Full size"), False)
        self.size_kind.addItem(tr("Longest side"), True)
        self.longest = QSpinBox()
        self.longest.setRange(16, max(16, photo.height, photo.width))
        self.longest.setSuffix(tr(" px"))
        self.longest.setSingleStep(100)
        self.longest.setValue(2048)
        self.longest.setAccessibleName(tr("Longest side"))
        self.metadata = QCheckBox(tr("Keep metadata and colour profile"))
        self.metadata.setToolTip(
            tr("Date, place, camera and description, as the photo's file has them.")
        )
        self.metadata.setChecked(True)
        self.generated = QCheckBox(tr("Say that colours are generated"))
        self.generated.setToolTip(tr("In the metadata, where it cannot be seen in the picture."))
        self.generated.setChecked(note)
        kinds = (self.preset, self.format, self.depth_box, self.size_kind)
        for box in (self.what, self.whose, self.tap, *kinds):
            box.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            box.setMinimumContentsLength(10)
        self._lay_out()
        self.depth_box.currentIndexChanged.connect(lambda _: self._choose_depth())
        for box in (self.what, self.whose, self.tap, self.format, self.size_kind):
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
            bit_depth=self._depth,
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
        self._depth = preset.bit_depth
        self.quality.setValue(preset.quality)
        self.size_kind.setCurrentIndex(self.size_kind.findData(preset.size is not None))
        if preset.size is not None:
            self.longest.setValue(preset.size)
        self.metadata.setChecked(preset.metadata)
        self._presetting = False
        self._change()

    def _choose_depth(self) -> None:
        self._depth = int(self.depth_box.currentData())
        self._change()

    @property
    def _moving(self) -> bool:
        return bool(self.format.currentData() == MOVING)

    @property
    def _smaller(self) -> bool:
        return bool(self.size_kind.currentData())

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
            self.whose.addItem(tr("The full image"), None)
        for number, instance in enumerate(self._photo.instances, start=1):
            text = tr("{number}. {name}", number=number, name=shown_name(instance.label))
            self.whose.addItem(text, instance.id)
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
        with QSignalBlocker(self.depth_box):
            self.depth_box.setCurrentIndex(self.depth_box.findData(plan.depth))
        self.depth_box.setEnabled(not plan.depth_trouble)
        self.depth_box.setToolTip(plan.depth_trouble)
        self.note.setText(plan.depth_trouble)
        self.note.setVisible(bool(plan.depth_trouble))
        self.metadata.setVisible(plan.choice is not None)
        wanted: Preset | None = self.preset.currentData()
        if wanted is not None:
            words = tr(wanted.words)
            self.purpose.setText(tr("{purpose}.", purpose=f"{words[:1].upper()}{words[1:]}"))
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
        purpose_row = _column(self.preset, self.purpose)
        depth_row = _column(self.depth_box, self.note)
        self._rows = rows = QFormLayout()
        rows.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        rows.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        rows.setHorizontalSpacing(LABEL_GAP)
        rows.setVerticalSpacing(9)
        rows.addRow(tr("Purpose"), purpose_row)
        rows.addRow(tr("Picture"), self.what)
        rows.addRow(tr("Object"), self.whose)
        rows.addRow(tr("Tap"), self.tap)
        rows.addRow(self.figure)
        rows.addRow(tr("Format"), self.format)
        rows.addRow(tr("Quality"), self._quality_row)
        rows.addRow(tr("Depth"), depth_row)
        rows.addRow(tr("Size"), self._size_row)
        rows.addRow("", self.metadata)
        rows.addRow("", self.generated)
        for row, field in ((purpose_row, self.preset), (depth_row, self.depth_box)):
            # Qt would put it beside the middle of the field and the note.
            rows.labelForField(row).setMaximumHeight(field.sizeHint().height())
        self._align_labels()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(rows)

    def _align_labels(self) -> None:
        """Let the fields of the figure begin where all others do."""
        role = QFormLayout.ItemRole.LabelRole
        items = (self._rows.itemAt(row, role) for row in range(self._rows.rowCount()))
        labels = [label for item in items if item is not None and (label := item.widget())]
        widest = max(self.figure.label_width, *(label.sizeHint().width() for label in labels))
        self.figure.set_label_width(widest)
        labels[0].setMinimumWidth(widest)


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
