"""How the queue's results are written: the options of the command line as fields."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QFrame,
    QLabel,
    QScrollArea,
    QSlider,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from engine.batch.output_options import LARGEST, MOVING, SMALLEST, OutputOptions
from engine.texts import marked, tr
from gui.preferences import words
from gui.preferences.form import Amount, Choice, PathField
from gui.preferences.questions import Questions

WIDTH = 360
FULL_SIZE, LONGEST_SIDE = "full", "longest"
USUAL_SIZE = 2048  # pixels
EXISTING = {"skip": marked("Skip the photo"), "overwrite": marked("Overwrite it")}
FORMATS = {
    "": marked("As each photo"),
    "jpeg": "JPEG",
    "png": "PNG",
    "tiff": "TIFF",
    "webp": "WebP",
    MOVING: marked("WebP, moving from grey to colour"),
}
SIZES = {FULL_SIZE: marked("Full size"), LONGEST_SIDE: marked("Longest side")}


class QueueForm(QScrollArea):
    """The options, from those that everybody needs to those that few do.

    Attributes:
        changed: something was chosen.
    """

    changed = Signal()

    def __init__(self, questions: Questions) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAccessibleName(tr("Options"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFixedWidth(WIDTH)
        self._options = OutputOptions()
        self._showing = False
        folder = partial(questions.folder, self, tr("Results: choose a folder"))
        self.folder = PathField(tr("Beside each photo"), folder)
        self.existing = Choice(EXISTING)
        self.recursive = QCheckBox(tr("Recursive: folders of folders too"))
        self.format = Choice(FORMATS)
        self.size_kind = Choice(SIZES)
        self.longest = QSpinBox()
        self.longest.setRange(SMALLEST, LARGEST)
        self.longest.setSingleStep(100)
        self.longest.setSuffix(tr(" px"))
        self.longest.setValue(USUAL_SIZE)
        self.quality = Amount(1, 100)
        steps = partial(questions.folder, self, tr("Steps: choose a folder"))
        self.steps = PathField(tr("Not written"), steps)
        self.detect = QCheckBox(tr("Find objects"))
        self.note = QCheckBox(tr("Say that colours are generated"))
        self.look = Choice(words.LOOKS)
        self.saturation = Amount(0, 400, " %")
        self.warmth = Amount(-100, 100)
        self.strength = Amount(0, 1000, " %")
        self._lay_out()
        self._connect()
        self.show_options(self._options)

    @property
    def options(self) -> OutputOptions:
        """What is chosen."""
        smaller = self.size_kind.name == LONGEST_SIDE
        return replace(
            self._options,
            folder=self.folder.path,
            existing=self.existing.name,
            format=self.format.name,
            size=self.longest.value() if smaller else None,
            quality=self.quality.value,
            steps=self.steps.path,
            detect=self.detect.isChecked(),
            note=self.note.isChecked(),
            look=self.look.name,
            saturation=self.saturation.value / 100,
            warmth=self.warmth.value / 100,
            instance_strength=self.strength.value / 100,
        )

    def show_options(self, options: OutputOptions) -> None:
        """Show these."""
        self._options, self._showing = options, True
        self.folder.set_path(options.folder)
        self.existing.choose("overwrite" if options.existing == "overwrite" else "skip")
        self.format.choose(options.format)
        self.size_kind.choose(FULL_SIZE if options.size is None else LONGEST_SIDE)
        if options.size is not None:
            self.longest.setValue(options.size)
        self.quality.set_value(options.quality)
        self.steps.set_path(options.steps)
        self.detect.setChecked(options.detect)
        self.note.setChecked(options.note)
        self.look.choose(options.look)
        self.saturation.set_value(round(100 * options.saturation))
        self.warmth.set_value(round(100 * options.warmth))
        self.strength.set_value(round(100 * options.instance_strength))
        self._showing = False
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the wheel scroll the options, and not change what happens to lie under it."""
        turned = event.type() is QEvent.Type.Wheel
        if turned and isinstance(watched, QWidget) and not watched.hasFocus():
            event.ignore()
            return True
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        self.longest.setEnabled(self.size_kind.name == LONGEST_SIDE)
        self.strength.setEnabled(self.detect.isChecked())
        self.quality.setEnabled(self.format.name in ("", "jpeg", "webp", MOVING))

    def _change(self) -> None:
        if not self._showing:
            self._fit()
            self.changed.emit()

    def _connect(self) -> None:
        for path in (self.folder, self.steps):
            path.changed.connect(self._change)
        for choice in (self.existing, self.format, self.size_kind, self.look):
            choice.currentIndexChanged.connect(self._change)
        for amount in (self.quality, self.saturation, self.warmth, self.strength):
            amount.changed.connect(self._change)
        self.longest.valueChanged.connect(self._change)
        self.detect.toggled.connect(self._change)
        self.note.toggled.connect(self._change)
        for kind in (QComboBox, QAbstractSpinBox, QSlider):
            for field in self.findChildren(kind):
                field.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # not by the wheel
                field.installEventFilter(self)

    def _lay_out(self) -> None:
        body = QWidget()
        self._column = QVBoxLayout(body)
        self._column.setContentsMargins(18, 14, 18, 14)
        self._column.setSpacing(5)
        self._add(
            tr("Results go"),
            self.folder,
            tr("As NAME-colorized; a folder mirrors the photos' folders."),
        )
        self._add(tr("Where a result exists"), self.existing)
        self._add(tr("Folders"), self.recursive, tr("Counts for what is added from now on."))
        self._add(tr("Format"), self.format)
        self._add(tr("Size"), self.size_kind)
        self._column.addWidget(self.longest)
        self._add(tr("Quality"), self.quality, tr("Of JPEG and WebP."))
        self._add(
            tr("Steps"), self.steps, tr("Boxes, full image, instances and weight maps of each.")
        )
        self._add(tr("Objects"), self.detect, tr("With the detector of the settings."))
        self._add(tr("Metadata"), self.note, tr("Cannot be seen in the picture."))
        self._add(tr("Look"), self.look)
        self._add(tr("Saturation"), self.saturation)
        self._add(tr("Warmth"), self.warmth)
        self._add(
            tr("Instance strength"), self.strength, tr("How much the objects' own colours count.")
        )
        self._column.addStretch()
        self.longest.setAccessibleName(tr("Longest side"))
        self.setWidget(body)

    def _add(self, text: str, field: QWidget, note: str = "") -> None:
        label = QLabel(text)
        label.setBuddy(field)
        field.setAccessibleName(text)
        field.setToolTip(note)
        if self._column.count():
            self._column.addSpacing(9)
        self._column.addWidget(label)
        self._column.addWidget(field)
        if note:
            said = QLabel(note)
            said.setObjectName("quiet")
            said.setWordWrap(True)
            self._column.addWidget(said)
