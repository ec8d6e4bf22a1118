"""The third page: network, preset, stages and their values, device, time, and where it goes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from engine.config import NETWORKS
from engine.errors import EngineError
from engine.texts import marked, sentences, tr
from engine.training.filter_advice import lowered
from engine.training.plan import RULES, SPLITS, VARIANTS, TrainingPlan
from engine.training.recipes import RECIPE_WORDS, RECIPES
from gui.mnemonics import plain
from gui.preferences.form import Choice, Note
from gui.preferences.words import DEVICES, named, only
from gui.preferences.words import NETWORKS as NETWORK_WORDS
from gui.training import training_words as words
from gui.training.draft_work import Machine
from gui.training.estimate_box import EstimateBox
from gui.training.run_place import RunPlace
from gui.training.stage_fields import ADVANCED_FIELDS, MAIN_FIELDS, differs
from gui.training.stage_table import StageTable
from gui.training.start_field import StartField
from gui.training.training_draft import TrainingDraft, Work
from gui.training.wizard_page import GAP, Scrolling, TrainingQuestions, WizardPage, header

ABOUT = marked(
    "A preset sets all values; change what you like. Nothing starts before you press Start."
)
NO_CARD = marked(
    "There is no graphics card here that PyTorch can use, so the processor does the work: the "
    "presets take hours or days, the Quick try minutes. You can close the app meanwhile."
)
ON_CPU = marked("The processor takes many times as long as the graphics card of this computer.")


class PlanPage(WizardPage):
    """Edits the plan of a draft.

    Args:
        runs_folder: where new runs go when nobody says otherwise.
    """

    def __init__(
        self, draft: TrainingDraft, questions: TrainingQuestions, runs_folder: Path
    ) -> None:
        super().__init__(tr("Plan"), tr(ABOUT))
        self._draft = draft
        self._questions = questions
        self._runs_folder = runs_folder
        self._showing = False
        self._make_fields()
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 10, 0)
        column.setSpacing(GAP)
        column.addLayout(self._choices())
        column.addWidget(header(tr("Stages")))
        column.addWidget(self.table)
        column.addWidget(self.kept_note)
        column.addWidget(self.advanced_button)
        column.addWidget(self.advanced)
        column.addWidget(header(tr("Time")))
        column.addWidget(self.estimate)
        column.addWidget(header(tr("Run folder")))
        column.addWidget(self.place)
        column.addStretch()
        self.column.addWidget(self.lower_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addWidget(Scrolling(body, tr("Values")), 1)
        self._connect()
        self._refresh()

    @property
    def state(self) -> str:
        if self._draft.trouble:
            return tr("To be corrected")
        return tr(words.RECIPES[self._draft.choices.recipe])

    # Parts

    def _make_fields(self) -> None:
        self.network = Choice(only(NETWORK_WORDS, NETWORKS))
        self.recipe = Choice(only(words.RECIPES, RECIPES))
        self.recipe_note = Note()
        self.kept_note = Note()
        self.device = Choice(only(DEVICES, ["auto"]))
        self.device_note = Note()
        self.subset = QSpinBox(maximum=10_000_000, singleStep=500)
        self.subset.setSpecialValueText(tr("All"))
        self.subset.setToolTip(
            tr("At most so many photos, drawn by the seed. The report took 5,000.")
        )
        self.split = QComboBox()
        for share in SPLITS:
            self.split.addItem(_split_words(share), share)
        self.split.setToolTip(tr("Photos that are held out tell how good the result is."))
        self.seed = QSpinBox(maximum=2**31 - 1)
        self.seed.setToolTip(tr("The same seed, photos and values give the same training."))
        self.table = StageTable(MAIN_FIELDS, whole=True)
        self.more = StageTable(ADVANCED_FIELDS, whole=False)
        self.variant = Choice(only(words.VARIANTS, VARIANTS))
        self.rule = Choice(only(words.RULES, RULES))
        self.hold_out = QLineEdit()
        self.hold_out.setPlaceholderText(tr("By the split above"))
        self.hold_out.setToolTip(
            tr("A regular expression: photos whose stem matches are held out.")
        )
        self.start_from = StartField(
            lambda now: self._questions.folder(self, tr("Choose a folder of checkpoints"), now)
        )
        self.lower_button = QPushButton()
        self.lower_button.hide()
        self.advanced_button = QToolButton()
        self.advanced_button.setText(tr("Advanced values"))
        self.advanced_button.setCheckable(True)
        self.advanced_button.setArrowType(Qt.ArrowType.RightArrow)
        self.advanced_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.advanced_button.setAutoRaise(True)
        self.advanced = QWidget()
        self.advanced.hide()
        column = QVBoxLayout(self.advanced)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(self.more)
        grid = _grid()
        for row, (text, field) in enumerate(
            (
                (tr("Encoder"), self.variant),
                (tr("Fusion rule"), self.rule),
                (tr("Held-out pattern"), self.hold_out),
                (tr("Start from checkpoints"), self.start_from),
            )
        ):
            _add(grid, row, 0, text, field)
        grid.addWidget(self.start_from.fine_tune, grid.rowCount(), 1)
        column.addLayout(grid)
        for table in (self.table, self.more):
            table.set_label_width(max(self.table.label_width, self.more.label_width))
        self.estimate = EstimateBox(self._draft)
        self.place = RunPlace(self._draft, self._questions, self._runs_folder)

    def _choices(self) -> QGridLayout:
        grid = _grid()
        _add(grid, 0, 0, tr("&Network"), self.network)
        _add(grid, 1, 0, tr("&Preset"), self.recipe)
        _add(grid, 3, 0, tr("&Device"), self.device)
        _add(grid, 0, 3, tr("P&hotos"), self.subset)
        _add(grid, 1, 3, tr("Spl&it"), self.split)
        _add(grid, 3, 3, tr("S&eed"), self.seed)
        grid.addWidget(self.recipe_note, 2, 0, 1, 6)
        grid.addWidget(self.device_note, 4, 0, 1, 6)
        grid.setColumnMinimumWidth(2, 20)
        grid.setColumnStretch(5, 1)
        return grid

    def _connect(self) -> None:
        self.network.activated.connect(self._take_preset)
        self.recipe.activated.connect(self._take_preset)
        self.recipe_note.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        for choice in (self.device, self.split, self.variant, self.rule):
            choice.activated.connect(self._edited)
        for spin in (self.subset, self.seed):
            spin.setKeyboardTracking(False)
            spin.valueChanged.connect(self._edited)
        self.hold_out.editingFinished.connect(self._edited)
        self.start_from.changed.connect(self._edited)
        self.table.edited.connect(self._edited)
        self.more.edited.connect(self._edited)
        self.advanced_button.toggled.connect(self._fold)
        draft = self._draft
        self.lower_button.clicked.connect(
            lambda: draft.edit(lambda plan: lowered(plan, draft.objects_told.advice))
        )
        draft.plan_changed.connect(self._refresh)
        draft.objects_changed.connect(self._refresh)
        draft.photos_changed.connect(self._refresh)
        draft.machine_changed.connect(self._show_machine)
        draft.failed.connect(self._failed)

    # What a person does

    def _take_preset(self) -> None:
        recipe, network = self.recipe.name, self.network.name
        self._draft.edit(lambda plan: plan.with_recipe(recipe, network))

    def _edited(self) -> None:
        if not self._showing:
            self._draft.edit(self._taken_into)

    def _taken_into(self, plan: TrainingPlan) -> TrainingPlan:
        """The plan with this page's values, all but network and preset."""
        plan = self.more.taken_into(self.table.taken_into(plan))
        return replace(
            plan,
            device=self.device.name,
            subset=self.subset.value(),
            split=float(self.split.currentData()),
            seed=self.seed.value(),
            variant=self.variant.name,
            rule=self.rule.name,
            hold_out=self.hold_out.text().strip(),
            start_from=self.start_from.path,
            fine_tune=self.start_from.fine_tune.isChecked(),
        )

    def _fold(self, unfolded: bool) -> None:
        self.advanced.setVisible(unfolded)
        arrow = Qt.ArrowType.DownArrow if unfolded else Qt.ArrowType.RightArrow
        self.advanced_button.setArrowType(arrow)

    # What is shown

    def _refresh(self) -> None:
        draft = self._draft
        if draft.trouble:
            self.notice.tell(draft.trouble)
            return
        missing = draft.missing() if draft.sources else ()
        told = (*missing, *draft.objects_told.advice)
        self.notice.tell(*((told[0].message, told[0].remedy) if told else ("", "")))
        self.kept_note.tell(draft.objects_told.kept)
        self._offer_score()
        plan = draft.choices
        self._showing = True
        self.network.choose(plan.network)
        self.recipe.choose(plan.recipe)
        changed = tr("Some values were changed.") if differs(plan) else ""
        self.recipe_note.tell(sentences(tr(RECIPE_WORDS[plan.recipe]), changed))
        self.device.choose(plan.device)
        self.subset.setValue(plan.subset)
        self.split.setCurrentIndex(max(0, self.split.findData(plan.split)))
        self.seed.setValue(plan.seed)
        self.variant.choose(plan.variant)
        self.variant.setEnabled(plan.network == "compact")
        self.rule.choose(plan.rule)
        self.hold_out.setText(plan.hold_out)
        self.start_from.show_start(plan.start_from, fine_tune=plan.fine_tune, network=plan.network)
        self.table.show_plan(plan)
        self.more.show_plan(plan)
        self._showing = False
        self._refresh_device_note()
        self.place.refresh()

    def _offer_score(self) -> None:
        """A button for filters that keep too little, beside the sentence that says so."""
        advice = self._draft.objects_told.advice
        scores = {told.score for told in advice if told.score is not None}
        self.lower_button.setVisible(bool(scores))
        text = tr("Lower the smallest scores")
        if len(scores) == 1:
            text = tr("Take {score:g} as the smallest score", score=scores.pop())
        self.lower_button.setText(text)

    def _show_machine(self) -> None:
        machine = self._draft.machine
        if machine is None:
            return
        self._showing = True
        self.device.clear()
        choices = device_choices(machine)
        chosen = self._draft.choices.device
        choices.setdefault(chosen, tr("{device}, not here", device=named(DEVICES, chosen)))
        for name, text in choices.items():
            self.device.addItem(text, name)
        self.device.choose(chosen)
        self._showing = False
        self._refresh_device_note()

    def _refresh_device_note(self) -> None:
        machine, device = self._draft.machine, self._draft.choices.device
        if machine is None:
            self.device_note.tell("")
        elif not machine.has_card:
            self.device_note.tell(tr(NO_CARD), warning=True)
        else:
            self.device_note.tell(tr(ON_CPU) if device == "cpu" else "", warning=True)

    def _failed(self, work: Work, error: EngineError | None) -> None:
        if work in (Work.ESTIMATE, Work.RUN):
            self.notice.tell_error(error)


def device_choices(machine: Machine) -> dict[str, str]:
    """The devices that are there, in words."""
    automatic = machine.readiness.automatic_device
    told = machine.cards[0] if machine.cards else named(DEVICES, automatic.name)
    made = {"auto": tr("Automatic ({device})", device=told)}
    for status in machine.readiness.devices:
        if status.ready and status.name != "cuda":
            made[status.name] = named(DEVICES, status.name)
    for number, card in enumerate(machine.cards):
        made["cuda" if number == 0 else f"cuda:{number}"] = f"{card} ({number})"
    return made


def _split_words(share: float) -> str:
    return tr(
        "{trained} to train on, {held_out} held out",
        trained=words.percent(share),
        held_out=words.percent(1 - share),
    )


def _grid() -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(14)
    grid.setVerticalSpacing(8)
    return grid


def _add(grid: QGridLayout, row: int, column: int, text: str, field: QWidget) -> None:
    label = QLabel(text)
    label.setObjectName("quiet")
    label.setBuddy(field)
    field.setAccessibleName(plain(text))
    grid.addWidget(label, row, column)
    grid.addWidget(field, row, column + 1)
