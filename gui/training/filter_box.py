"""Which objects the stages learn from: the values of the filters and their presets."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDoubleSpinBox,
    QGridLayout,
    QLabel,
    QPushButton,
    QSpinBox,
    QWidget,
)

from engine.texts import marked, tr
from engine.training.recipes import recipe
from engine.training.stage_settings import REPORT_FILTERS, Filters
from gui.mnemonics import plain
from gui.training.training_draft import TrainingDraft

OBJECT_STAGES = {"instance": marked("Instance stage"), "fusion": marked("Fusion stage")}


class FilterBox(QWidget):
    """Edits the filters of one of the stages that learn from objects.

    Attributes:
        preset_button, report_button: take other values; the page has room for them.
        changed: other filters are shown, edited or of the other stage.
    """

    changed = Signal()

    def __init__(self, draft: TrainingDraft) -> None:
        super().__init__()
        self._draft = draft
        self._showing = False
        self.stage = QComboBox()
        for name, text in OBJECT_STAGES.items():
            self.stage.addItem(tr(text), name)
        self.score = QDoubleSpinBox(decimals=2, maximum=1.0, singleStep=0.05)
        self.side = QSpinBox(minimum=1, maximum=10_000, suffix=tr(" px"))
        self.variance = QDoubleSpinBox(decimals=0, maximum=65_025.0, singleStep=100.0)
        self.variance.setSpecialValueText(tr("any"))
        self.most = QSpinBox(maximum=10_000)
        self.most.setSpecialValueText(tr("all"))
        self.preset_button = QPushButton(tr("Preset's filters"))
        self.preset_button.setToolTip(tr("The filters of the preset that the Plan page names."))
        self.report_button = QPushButton(tr("Report's filters"))
        self.report_button.setToolTip(
            tr("Score at least 0.99, variance at least 2,000, at most 10 a photo, in both stages.")
        )
        self._lay_out()
        self.stage.currentIndexChanged.connect(lambda _: self.refresh())
        for field in (self.score, self.side, self.variance, self.most):
            field.setKeyboardTracking(False)
            field.valueChanged.connect(self._edited)
        self.preset_button.clicked.connect(self._take_preset)
        self.report_button.clicked.connect(
            lambda: self._draft.edit(lambda plan: plan.filtered(REPORT_FILTERS))
        )
        draft.plan_changed.connect(self.refresh)
        self.refresh()

    @property
    def filters(self) -> Filters:
        """Those of the stage that is shown."""
        return self._draft.choices.settings[self.shown_stage].filters

    @property
    def shown_stage(self) -> str:
        """The stage whose filters are shown."""
        return str(self.stage.currentData())

    def refresh(self) -> None:
        """Show the plan's filters."""
        filters = self.filters
        self._showing = True
        self.score.setValue(filters.min_score)
        self.side.setValue(round(filters.min_side))
        self.variance.setValue(filters.min_variance)
        self.most.setValue(filters.most)
        self._showing = False
        self.changed.emit()

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(4)
        for column, (text, field, tip) in enumerate(
            (
                (tr("&Filters of"), self.stage, tr("Each stage can have filters of its own.")),
                (
                    tr("&Score from"),
                    self.score,
                    tr("How sure the detector must have been, 0 to 1."),
                ),
                (tr("Shorter si&de from"), self.side, tr("Smaller objects are left out.")),
                (
                    tr("&Variance from"),
                    self.variance,
                    tr("How much the colours inside the box must vary; keeps out flat textures."),
                ),
                (tr("At &most a photo"), self.most, tr("The surest ones are kept.")),
            )
        ):
            label = QLabel(text)
            label.setObjectName("quiet")
            label.setBuddy(field)
            field.setAccessibleName(plain(text))
            field.setToolTip(tip)
            grid.addWidget(label, 0, column)
            grid.addWidget(field, 1, column)
        grid.setColumnStretch(5, 1)

    def _edited(self) -> None:
        if self._showing:
            return
        filters = Filters(
            min_score=round(self.score.value(), 2),
            min_variance=self.variance.value(),
            min_side=float(self.side.value()),
            most=self.most.value(),
        )
        stage = self.shown_stage
        self._draft.edit(lambda plan: plan.changed(stage, filters=filters))

    def _take_preset(self) -> None:
        plan = self._draft.choices
        made = recipe(plan.recipe, plan.network)
        for stage in OBJECT_STAGES:
            filters = made[stage].filters
            self._draft.edit(lambda p, s=stage, f=filters: p.changed(s, filters=f))  # type: ignore[misc]
