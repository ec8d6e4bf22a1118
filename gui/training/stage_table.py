"""A table of the stages and their values; what is seldom changed is folded away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QWidget,
)

from engine.errors import EngineError
from engine.texts import marked, tr
from engine.training.plan import STAGES, TrainingPlan
from engine.training.stage_settings import StageSettings
from gui.preferences.form import Choice
from gui.training import training_words as words
from gui.training.stage_fields import Kind, StageField, parsed, shown

FIELD_WIDTH = 158  # pixels
STEPS, PASSES = "steps", "passes"
TRAINED = {
    "full": marked("Train the network that sees whole photos."),
    "instance": marked("Train the network that sees single objects."),
    "fusion": marked("Train what puts the full image and the objects together."),
}


class NumberField(QLineEdit):
    """A number as text; it is checked when it is taken.

    Args:
        what: it is, for the error ("the batch of the full-image stage").
        zero: what an empty field says, which stands for 0; without it a number must be given.
    """

    def __init__(self, what: str, *, whole: bool, zero: str = "") -> None:
        super().__init__()
        self._what = what
        self._whole = whole
        self._exact: tuple[str, float] = "", 0  # a text and the number that it was written for
        self.setPlaceholderText(zero)
        self.setAccessibleName(what[:1].upper() + what[1:])

    def value(self) -> float:
        """The number.

        Raises:
            EngineError: it is none.
        """
        if self.placeholderText() and not self.text().strip():
            return 0
        if self.text() and self.text() == self._exact[0]:
            return self._exact[1]
        return parsed(self.text(), self._what, whole=self._whole)

    def show_value(self, value: float) -> None:
        """Show a number, unless the text stands for it already."""
        try:
            if self.value() == value:
                return
        except EngineError:
            pass
        self._exact = shown(value), value
        self.setText("" if self.placeholderText() and value == 0 else shown(value))


class LengthField(QWidget):
    """How long a stage is: in steps, or in passes over the photos."""

    edited = Signal()

    def __init__(self, what: str) -> None:
        super().__init__()
        self.number = NumberField(what, whole=False)
        self.number.setToolTip(tr("How long this stage trains."))
        self.unit = Choice({STEPS: marked("steps"), PASSES: marked("passes")})
        self.unit.setAccessibleName(tr("Unit of {what}", what=what))
        self.unit.setToolTip(tr("A pass sees every photo or object once (an epoch)."))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.number, 1)
        row.addWidget(self.unit)
        self.setFocusProxy(self.number)
        self.number.editingFinished.connect(self.edited)
        self.unit.activated.connect(self.edited)

    def taken(self) -> dict[str, float]:
        """The values of `steps` and `epochs`.

        Raises:
            EngineError: there is no number.
        """
        value = self.number.value()
        if self.unit.name == PASSES:
            return {"steps": 0, "epochs": value}
        if value != int(value):
            raise EngineError(
                tr("A stage cannot have {n:g} steps.", n=value), tr("Give a whole number.")
            )
        return {"steps": int(value), "epochs": 0.0}

    def show_settings(self, settings: StageSettings) -> None:
        """Show a stage's length."""
        self.unit.choose(STEPS if settings.steps else PASSES)
        self.number.show_value(settings.steps or settings.epochs)


class StageTable(QWidget):
    """Rows of values, a column for each stage.

    Args:
        fields: the rows.
        whole: also a row with what is trained, and one with the lengths.

    Attributes:
        edited: the person has changed something.
    """

    edited = Signal()

    def __init__(self, fields: Sequence[StageField], *, whole: bool) -> None:
        super().__init__()
        self._fields = tuple(fields)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(14)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(len(STAGES) + 1, 1)
        self.trained: dict[str, QCheckBox] = {}
        self.lengths: dict[str, LengthField] = {}
        self.editors: dict[tuple[str, str], QWidget] = {}
        self._labels: list[QLabel] = []
        if whole:
            self._add_head()
        for made in self._fields:
            self._add(made)

    @property
    def label_width(self) -> int:
        """What the widest label takes, in pixels."""
        return max(label.sizeHint().width() for label in self._labels)

    def set_label_width(self, width: int) -> None:
        """Let the columns of two tables lie below each other."""
        self._grid.setColumnMinimumWidth(0, width)

    def show_plan(self, plan: TrainingPlan) -> None:
        """Show a plan's values."""
        for stage, box in self.trained.items():
            box.setChecked(stage in plan.stages)
        for stage, length in self.lengths.items():
            length.show_settings(plan.settings[stage])
        for (stage, name), editor in self.editors.items():
            value = getattr(plan.settings[stage], name)
            if isinstance(editor, NumberField):
                editor.show_value(value)
            elif isinstance(editor, Choice):
                editor.choose(value)
            elif isinstance(editor, QCheckBox):
                editor.setChecked(value)
        self._grey_out(plan)

    def taken_into(self, plan: TrainingPlan) -> TrainingPlan:
        """The plan with the table's values.

        Raises:
            EngineError: a value makes no sense.
        """
        settings = dict(plan.settings)
        for stage in STAGES:
            values: dict[str, object] = {}
            if stage in self.lengths:
                values |= self.lengths[stage].taken()
            for made in self._fields:
                editor = self.editors.get((stage, made.name))
                if isinstance(editor, NumberField):
                    values[made.name] = editor.value()
                elif isinstance(editor, Choice):
                    values[made.name] = editor.name
                elif isinstance(editor, QCheckBox):
                    values[made.name] = editor.isChecked()
            settings[stage] = replace(settings[stage], **values)  # type: ignore[arg-type]
        stages = plan.stages
        if self.trained:
            stages = tuple(stage for stage, box in self.trained.items() if box.isChecked())
        return replace(plan, settings=settings, stages=stages)

    def _add_head(self) -> None:
        row = self._label(
            tr("Train"), tr("Stages follow each other; the fusion needs the other two.")
        )
        for column, stage in enumerate(STAGES, start=1):
            name = tr(words.STAGES[stage])
            box = QCheckBox(name)
            box.setAccessibleName(tr("Train the stage {stage}", stage=name))
            box.setToolTip(tr(TRAINED[stage]))
            box.clicked.connect(self.edited)
            self.trained[stage] = box
            self._grid.addWidget(box, row, column)
        row = self._label(tr("Length"), tr("How many steps each stage takes."))
        for column, stage in enumerate(STAGES, start=1):
            name = tr(words.STAGES[stage])
            length = LengthField(tr("the length of the stage {stage}", stage=name))
            length.setFixedWidth(FIELD_WIDTH)
            length.edited.connect(self.edited)
            self.lengths[stage] = length
            self._grid.addWidget(length, row, column)

    def _add(self, made: StageField) -> None:
        row = self._label(tr(made.label), tr(made.tip))
        for column, stage in enumerate(STAGES, start=1):
            if stage in made.stages:
                editor = self._editor(made, stage)
                editor.setToolTip(tr(made.tip))
                self.editors[stage, made.name] = editor
                self._grid.addWidget(editor, row, column)

    def _editor(self, made: StageField, stage: str) -> QWidget:
        label, name = tr(made.label), tr(words.STAGES[stage])
        what = tr("{value}, {stage}", value=label, stage=name)
        if made.kind is Kind.CHOICE:
            choice = Choice(made.choices)
            choice.setAccessibleName(what)
            choice.setFixedWidth(FIELD_WIDTH)
            choice.activated.connect(self.edited)
            return choice
        if made.kind is Kind.FLAG:
            box = QCheckBox()
            box.setAccessibleName(what)
            box.clicked.connect(self.edited)
            return box
        field = NumberField(
            tr("{value} of the stage {stage}", value=label.lower(), stage=name),
            whole=made.kind is Kind.WHOLE,
            zero=tr(made.zero) if made.zero else "",
        )
        field.setFixedWidth(FIELD_WIDTH)
        field.editingFinished.connect(self.edited)
        return field

    def _label(self, text: str, tip: str) -> int:
        row = self._grid.rowCount()
        label = QLabel(text)
        label.setObjectName("quiet")
        label.setToolTip(tip)
        self._labels.append(label)
        self._grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignLeft)
        return row

    def _grey_out(self, plan: TrainingPlan) -> None:
        for stage, length in self.lengths.items():
            length.setEnabled(stage in plan.stages)
        for (stage, _), editor in self.editors.items():
            editor.setEnabled(stage in plan.stages)
