"""The second page: where the objects come from, which of them count, and what they are like."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QButtonGroup,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QRadioButton,
    QWidget,
)

from engine.config import DETECTORS
from engine.errors import EngineError
from engine.texts import comma_listed, counted, marked, sentences, tr
from engine.training.object_boxes import all_measured
from engine.training.statistics import ObjectStatistics
from gui.engine_thread import EngineThread, Lane
from gui.preferences.form import Choice, PathField
from gui.preferences.words import DETECTORS as DETECTOR_WORDS
from gui.preferences.words import only
from gui.training import training_words as words
from gui.training.draft_work import Small, counting, cropping
from gui.training.example_crops import SIDE, ExampleCrops
from gui.training.filter_box import FilterBox
from gui.training.statistics_charts import BinChart, LabelChart
from gui.training.training_draft import TrainingDraft, Work
from gui.training.wizard_page import (
    GAP,
    ProgressRow,
    Scrolling,
    TrainingQuestions,
    WizardPage,
    quiet,
)

ABOUT = marked(
    "The instance and fusion stages learn from the objects in the photos. "
    "A detector finds them, or a file names them."
)
BOX_FILES = marked("Boxes (*.csv *.json *.npz);;All files (*)")
SETTLE_MS = 120  # several edits in a row are counted once


class ObjectsPage(WizardPage):
    """Source, filters and statistics of the objects."""

    def __init__(
        self, draft: TrainingDraft, thread: EngineThread, questions: TrainingQuestions
    ) -> None:
        super().__init__(tr("Objects"), tr(ABOUT))
        self._draft = draft
        self._thread = thread
        self._questions = questions
        self.statistics: ObjectStatistics | None = None
        self._paused = False
        self.column.addLayout(self._source_row())
        self.progress = ProgressRow(tr("Pause"))
        self.progress.cancel_button.setToolTip(tr("What was found is kept; look again to go on."))
        self.progress.cancelled.connect(self._pause)
        self.summary = quiet()
        self.column.addWidget(self.progress)
        self.column.addWidget(self.summary)
        self.filter_box = FilterBox(draft)
        self.column.addWidget(self.filter_box)
        self.measure_button = QPushButton(tr("Measure the variances"))
        self.measure_button.clicked.connect(draft.measure_variances)
        self.kept = QLabel()
        self.kept.setWordWrap(True)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.kept, 1)
        for button in self._filter_buttons():
            row.addWidget(button)
        self.column.addLayout(row)
        self.pictures = self._pictures()
        self.column.addWidget(self.pictures, 1)
        self.nothing = quiet()
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.column.addWidget(self.nothing, 1)
        self._settle = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._settle.timeout.connect(self._count)
        draft.objects_changed.connect(self._refresh)
        draft.photos_changed.connect(self._refresh)
        draft.plan_changed.connect(self._plan_changed)
        draft.work_changed.connect(self._refresh_work)
        draft.failed.connect(self._failed)
        self.filter_box.changed.connect(self._settle.start)
        self._refresh()

    @property
    def state(self) -> str:
        draft = self._draft
        step = draft.working(Work.OBJECTS)
        if step is not None:
            return tr("Looking, {share}", share=words.percent(step.done / max(1, step.total)))
        if not draft.choices.needs_objects:
            return tr("Not needed")
        if draft.found is None:
            return tr("Not looked for yet")
        if self.statistics is None:
            return tr("Counting")
        return tr("{n:,} kept", n=self.statistics.kept_objects)

    # Parts

    def _source_row(self) -> QGridLayout:
        self.by_detector = QRadioButton(tr("Let a &detector look:"))
        self.by_file = QRadioButton(tr("Take a &file:"))
        self._source = QButtonGroup(self)
        self._source.addButton(self.by_detector)
        self._source.addButton(self.by_file)
        self.detector = Choice(only(DETECTOR_WORDS, DETECTORS))
        self.detector.setAccessibleName(tr("Detector"))
        self.file = PathField(
            tr("CSV, COCO JSON or .npz"),
            lambda now: self._questions.file(
                self, tr("Choose a file of boxes"), now, tr(BOX_FILES)
            ),
        )
        self.file.setAccessibleName(tr("File of boxes"))
        self.file.clear_button.hide()
        self.look_button = QPushButton(tr("Look for objects"))
        self.look_button.setObjectName("primary")
        self.look_button.clicked.connect(self._draft.find_objects)
        self.by_detector.toggled.connect(self._edited)
        self.detector.currentIndexChanged.connect(self._edited)
        self.file.changed.connect(self._file_chosen)
        self._refresh_source()
        grid = QGridLayout()
        grid.setHorizontalSpacing(GAP)
        grid.setVerticalSpacing(8)
        grid.addWidget(self.by_detector, 0, 0)
        grid.addWidget(self.detector, 0, 1, Qt.AlignmentFlag.AlignLeft)
        grid.addWidget(self.by_file, 1, 0)
        grid.addWidget(self.file, 1, 1)
        grid.addWidget(self.look_button, 1, 2)
        grid.setColumnStretch(1, 1)
        return grid

    def _filter_buttons(self) -> tuple[QPushButton, ...]:
        return (
            self.measure_button,
            self.filter_box.preset_button,
            self.filter_box.report_button,
        )

    def _pictures(self) -> Scrolling:
        self.scores = BinChart(tr("Objects by score"), marked("{n} object"), marked("{n} objects"))
        self.sizes = BinChart(
            tr("Mean box size by score, square pixels"),
            marked("{n} square pixel"),
            marked("{n} square pixels"),
        )
        self.top = LabelChart(tr("The commonest labels"))
        self.bottom = LabelChart(tr("The rarest labels"))
        self.kept_crops = ExampleCrops(tr("Kept, for example"))
        self.dropped_crops = ExampleCrops(tr("Dropped, for example"))
        body = QWidget()
        grid = QGridLayout(body)
        grid.setContentsMargins(0, 0, 8, 0)
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(GAP)
        grid.addWidget(self.kept_crops, 0, 0)
        grid.addWidget(self.dropped_crops, 0, 1)
        grid.addWidget(self.scores, 1, 0)
        grid.addWidget(self.sizes, 1, 1)
        grid.addWidget(self.top, 2, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.bottom, 2, 1, Qt.AlignmentFlag.AlignTop)
        grid.setRowMinimumHeight(1, 180)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        return Scrolling(body, tr("Statistics"))

    # What a person does

    def _edited(self) -> None:
        file = self.file.path if self.by_file.isChecked() else None
        detector = self.detector.name
        self._draft.edit(lambda plan: replace(plan, boxes=file, detector=detector))

    def _pause(self) -> None:
        self._paused = True
        self._draft.cancel(Work.OBJECTS)

    def _file_chosen(self) -> None:
        self.by_file.setChecked(True)
        self._edited()
        if self._draft.scanned is not None and self.file.path is not None:
            self._draft.find_objects()

    # What is shown

    def _refresh(self) -> None:
        self._refresh_source()
        self.statistics = None
        self._paused = False
        self._thread.cancel(Lane.FUSE)
        self._thread.cancel(Lane.PHOTO)
        if self._draft.found is not None:
            self._count()
        self._refresh_work()

    def _plan_changed(self) -> None:
        self._refresh_source()
        self._refresh_work()

    def _refresh_source(self) -> None:
        plan = self._draft.choices
        for field in (self.by_detector, self.by_file, self.detector, self.file):
            field.blockSignals(True)
        self.detector.choose(plan.detector)
        if plan.boxes is not None:
            self.file.set_path(plan.boxes)
            self.by_file.setChecked(True)
        elif not self.by_file.isChecked():
            self.by_detector.setChecked(True)
        for field in (self.by_detector, self.by_file, self.detector, self.file):
            field.blockSignals(False)
        self.detector.setEnabled(not self.by_file.isChecked())

    def _refresh_work(self) -> None:
        draft = self._draft
        step, found = draft.working(Work.OBJECTS), draft.found
        self.progress.show_step(step)
        named_file = self.by_file.isChecked()
        look = tr("Go on looking") if self._paused else tr("Look for objects")
        self.look_button.setText(tr("Read the boxes") if named_file else look)
        ready = draft.usable > 0 and (not named_file or self.file.path is not None)
        self.look_button.setEnabled(step is None and ready)
        if found is not None:
            self.summary.setText(sentences(found.summary(), *found.notes))
        self.summary.setVisible(found is not None and step is None)
        shown = found is not None and bool(found.objects)
        for part in (self.filter_box, self.kept, self.pictures):
            part.setVisible(shown)
        least = self.filter_box.filters.min_variance
        unmeasured = shown and least > 0 and not (found and all_measured(found.objects))
        for button in self._filter_buttons():
            button.setVisible(shown)
        self.measure_button.setVisible(unmeasured and step is None)
        self.nothing.setVisible(not shown)
        self.nothing.setText(self._nothing_yet())

    def _nothing_yet(self) -> str:
        draft = self._draft
        if draft.found is not None:
            return tr("No objects were found. Try another detector or a file of boxes.")
        if draft.working(Work.OBJECTS) is not None:
            return tr("You can go on planning meanwhile.")
        if not draft.choices.needs_objects:
            return tr("Only the full-image stage is planned, which needs no objects.")
        if not draft.usable:
            return tr("Add photos first.")
        if self.by_file.isChecked():
            return tr("Choose a file, and read its boxes.")
        if self._paused:
            return tr("What was found so far is kept. Look on, or let the training do it.")
        return tr(
            "Look for objects to see what the training will learn from.\n"
            "You can also go on: the training looks for them itself when it starts."
        )

    def _count(self) -> None:
        found = self._draft.found
        if found is None:
            return
        filters = self.filter_box.filters
        self._refresh_work()
        self._thread.submit(
            Lane.FUSE,
            lambda: counting(found, filters),
            on_done=self._show_statistics,
            on_failed=self._draft.surprised.emit,
        )

    def _show_statistics(self, made: ObjectStatistics) -> None:
        self.statistics = made
        share = made.kept_objects / max(1, made.objects)
        dropped = [
            tr(text, n=made.dropped[why])
            for why, text in words.COUNTED_DROPPED.items()
            if why in made.dropped
        ]
        text = tr(
            "{objects} in {photos} are kept, {share}.",
            objects=counted(made.kept_objects, marked("{n} object"), marked("{n} objects")),
            photos=counted(made.kept_photos, marked("{n} photo"), marked("{n} photos")),
            share=words.percent(share),
        )
        if dropped:
            reasons = comma_listed(dropped)
            text = sentences(text, tr("Dropped: {reasons}.", reasons=reasons))
        self.kept.setText(text)
        least = self.filter_box.filters.min_score
        self.scores.show_bins(made.score_edges, made.score_counts.astype(float), least)
        self.sizes.show_bins(made.score_edges, made.mean_sizes, least)
        self.top.show_labels(made.top_labels)
        self.bottom.show_labels(made.bottom_labels)
        self.kept_crops.show_examples(made.kept)
        self.dropped_crops.show_examples(made.dropped_examples)
        examples = [e for pair in zip(made.kept, made.dropped_examples, strict=False) for e in pair]
        examples += [e for e in (*made.kept, *made.dropped_examples) if e not in examples]
        scanned = self._draft.scanned
        if scanned is not None:
            self._thread.submit(
                Lane.PHOTO,
                lambda: cropping(examples, scanned.places, SIDE),
                on_step=lambda step: self._put_crop(step.result),
                on_failed=lambda _: None,  # the words below the crops remain
            )
        self._draft.work_changed.emit()

    def _put_crop(self, made: object) -> None:
        if isinstance(made, Small):
            example = made.key
            crops = self.dropped_crops if example.dropped else self.kept_crops  # type: ignore[attr-defined]
            crops.put_image(example, made.image)  # type: ignore[arg-type]

    def _failed(self, work: Work, error: EngineError | None) -> None:
        if work is Work.OBJECTS:
            self.notice.tell_error(error)
