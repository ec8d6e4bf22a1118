"""The pages of the settings about the engine: networks and device, and finding objects."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QPushButton, QSpinBox

from engine.config import DETECTORS, DEVICES, NETWORKS, PRECISIONS, EngineConfig
from engine.detection.published import PublishedCheckpoint
from engine.readiness import Readiness, network_folder
from engine.texts import marked, tr
from gui.preferences import words
from gui.preferences.form import BETWEEN_ROWS, Amount, Choice, Hundredths, Note, Page, PathField
from gui.preferences.questions import Questions
from gui.preferences.store import Preferences

LOOKING = marked("Looking what this machine has…")
MOST_INSTANCES = 999
FIRST_THRESHOLD = 30  # hundredths, when the person leaves the detector's own
CHECKPOINT_KINDS = marked("Checkpoints (*.pkl *.pth *.pt *.safetensors);;All files (*)")


class EnginePage(Page):
    """Which networks colorize, and what they run on.

    Attributes:
        import_wanted: the person wants to import the authors' checkpoints.
    """

    import_wanted = Signal()

    def __init__(
        self,
        questions: Questions,
        folder_of: Callable[[str], Path | None] = network_folder,
    ) -> None:
        super().__init__(marked("Engine"))
        self._folder_of = folder_of
        self._readiness: Readiness | None = None
        self.device = Choice(words.only(words.DEVICES, DEVICES))
        self.device_note = Note()
        self.network = Choice(words.only(words.NETWORKS, NETWORKS))
        self.network_note = Note()
        self.checkpoints = PathField(
            tr("Those at hand"),
            lambda now: questions.folder(self, tr("Choose a folder of checkpoints"), now),
        )
        self.checkpoints_note = Note()
        self.import_button = QPushButton(tr("Import the authors' checkpoints…"))
        self.import_button.setAutoDefault(False)
        self.add_row(tr("&Network"), self.network, self.network_note)
        self.add_row(tr("&Checkpoints"), self.checkpoints, self.checkpoints_note, gap=8)
        self.add_field(self.import_button)
        self.precision = Choice(words.only(words.PRECISIONS, PRECISIONS))
        precision_note = Note()
        precision_note.tell(tr("Automatic takes 16-bit where it is faster."))
        self.add_row(tr("&Device"), self.device, self.device_note)
        self.add_row(tr("&Precision"), self.precision, precision_note)
        self.end()
        self.import_button.clicked.connect(self.import_wanted)
        self.device.activated.connect(self._edited)
        self.precision.activated.connect(self._edited)
        self.network.activated.connect(self._edited)
        self.checkpoints.changed.connect(self._edited)

    def show_preferences(self, preferences: Preferences) -> None:
        config = preferences.engine
        self.device.choose(config.device)
        self.precision.choose(config.precision)
        self.network.choose(config.network)
        self.checkpoints.set_path(config.checkpoints)
        self._show_notes()

    def taken_into(self, preferences: Preferences) -> Preferences:
        config = replace(
            preferences.engine,
            device=self.device.name,
            precision=self.precision.name,
            network=self.network.name,
            checkpoints=self.checkpoints.path,
        )
        return replace(preferences, engine=config)

    def show_readiness(self, readiness: Readiness | None, trouble: str = "") -> None:
        """Show what is ready; None while that is not known, with the reason if it never will be."""
        self._readiness = readiness
        for status in readiness.devices if readiness else ():
            self.device.set_possible(status.name, status.ready)
        self._show_notes(trouble)

    def use_imported(self, network: str) -> None:
        """Choose a network whose checkpoints have just been imported."""
        self.network.choose(network)
        self.checkpoints.set_path(None)
        self._edited()

    def _edited(self) -> None:
        self._show_notes()
        self.edited.emit()

    def _show_notes(self, trouble: str = "") -> None:
        self._show_network_note()
        readiness = self._readiness
        if readiness is None:
            self.device_note.tell(trouble or tr(LOOKING), warning=bool(trouble))
            self.checkpoints_note.tell("")
            return
        taken = readiness.automatic_device
        name = taken.detail or words.named(words.DEVICES, taken.name)
        lines = []
        if self.device.name == "auto":
            lines.append(tr("Automatic takes the {device} here.", device=name))
        missing = [status for status in readiness.devices if not status.ready]
        lines += [
            tr("{name}: {reason}", name=words.named(words.DEVICES, s.name), reason=s.reason)
            for s in missing
        ]
        chosen_is_missing = self.device.name in [status.name for status in missing]
        self.device_note.tell("\n".join(lines), warning=chosen_is_missing)
        self.checkpoints_note.tell(readiness.checkpoints, warning=True)

    def _show_network_note(self) -> None:
        network = self.network.name
        missing = False
        if self.checkpoints.path is not None:
            said = marked("{about} Its checkpoints come from the folder below.")
        elif self._folder_of(network) is not None:
            said = marked("{about} Its checkpoints are at hand.")
        else:
            missing = True
            said = marked(
                "{about} It has no checkpoints yet: import them or choose a folder below."
            )
        about = words.named(words.ABOUT_NETWORKS, network)
        self.network_note.tell(tr(said, about=about), warning=missing)


class DetectionPage(Page):
    """How objects are found, and how many count.

    Attributes:
        download_wanted: the `PublishedCheckpoint` that the chosen detector lacks.
    """

    download_wanted = Signal(object)

    def __init__(self, questions: Questions) -> None:
        super().__init__(marked("Detection"))
        self._readiness: Readiness | None = None
        self._before = ""  # the detector to go back to
        self.detector = Choice(words.only(words.DETECTORS, DETECTORS))
        self.detector_note = Note()
        self.download_button = QPushButton(tr("Download…"))
        self.download_button.setAutoDefault(False)
        self.download_button.hide()
        self.checkpoint = PathField(
            tr("Its own"),
            lambda now: questions.file(self, tr("Choose a checkpoint"), now, tr(CHECKPOINT_KINDS)),
        )
        checkpoint_note = Note()
        checkpoint_note.tell(
            tr("For detectron2 or torchvision, in place of the one they download.")
        )
        self.own_threshold = QCheckBox(tr("The detector's own"))
        self.threshold = Amount(0, 100, field=Hundredths())
        threshold_note = Note()
        threshold_note.tell(tr("Objects that the detector is less sure of are left out."))
        self.most = QSpinBox()
        self.most.setRange(0, MOST_INSTANCES)
        most_note = Note()
        most_note.tell(tr("The most important ones are kept. With 0 only the full image counts."))
        self.add_row(tr("D&etector"), self.detector, self.detector_note, gap=8)
        self.add_field(self.download_button, gap=BETWEEN_ROWS - 8)
        self.add_row(tr("&Checkpoint"), self.checkpoint, checkpoint_note)
        self.add_row(tr("&Threshold"), self.own_threshold, gap=6)
        self.add_field(self.threshold, threshold_note)
        self.add_row(tr("Instances at &most"), self.most, most_note)
        self.end()
        self.own_threshold.setAccessibleName(tr("Threshold: the detector's own"))
        self.threshold.setAccessibleName(tr("Threshold"))
        self.detector.activated.connect(self._detector_chosen)
        self.download_button.clicked.connect(self._want_download)
        self.checkpoint.changed.connect(self._edited)
        self.own_threshold.clicked.connect(self._own_clicked)
        self.threshold.changed.connect(self._edited)
        self.most.valueChanged.connect(self._edited)

    def show_preferences(self, preferences: Preferences) -> None:
        config = preferences.engine
        self.detector.choose(config.detector)
        self._before = config.detector
        self.checkpoint.set_path(config.detector_weights)
        threshold = config.score_threshold
        self.own_threshold.setChecked(threshold is None)
        self.threshold.setEnabled(threshold is not None)
        self.threshold.set_value(FIRST_THRESHOLD if threshold is None else round(100 * threshold))
        self.most.setValue(config.max_instances)
        self._show_note()

    def taken_into(self, preferences: Preferences) -> Preferences:
        config = replace(
            preferences.engine,
            detector=self.detector.name,
            detector_weights=self.checkpoint.path,
            score_threshold=self._threshold(preferences.engine),
            max_instances=self.most.value(),
        )
        return replace(preferences, engine=config)

    def show_readiness(self, readiness: Readiness | None, trouble: str = "") -> None:
        """Show what is ready; None while that is not known, with the reason if it never will be."""
        self._readiness = readiness
        for status in readiness.detectors if readiness else ():
            row = self.detector.findData(status.name)
            text = words.named(words.DETECTORS, status.name)
            if status.download is not None:
                text = tr("{detector} (to be downloaded)", detector=text)
            elif not status.ready:
                text = tr("{detector} (not ready)", detector=text)
            self.detector.setItemText(row, text)
        self._show_note(trouble)

    def use_downloaded(self, detector: str) -> None:
        """Choose a detector whose checkpoint has just come."""
        self._before = detector
        self.detector.choose(detector)
        self._edited()

    def go_back(self) -> None:
        """Choose the detector of before again, as the download of this one did not end well."""
        self.detector.choose(self._before)
        self._edited()

    def _lacking(self) -> PublishedCheckpoint | None:
        """What the chosen detector lacks, if it lacks nothing else."""
        statuses = self._readiness.detectors if self._readiness else ()
        return next((s.download for s in statuses if s.name == self.detector.name), None)

    def _detector_chosen(self) -> None:
        self._edited()
        if self._lacking() is None:
            self._before = self.detector.name
        else:
            self._want_download()

    def _want_download(self) -> None:
        lacking = self._lacking()
        if lacking is not None:
            self.download_wanted.emit(lacking)

    def _threshold(self, config: EngineConfig) -> float | None:
        if self.own_threshold.isChecked():
            return None
        before = config.score_threshold
        if before is not None and round(100 * before) == self.threshold.value:
            return before  # finer than the slider, perhaps written by hand
        return self.threshold.value / 100

    def _own_clicked(self, on: bool) -> None:
        self.threshold.setEnabled(not on)
        self._edited()

    def _edited(self) -> None:
        self._show_note()
        self.edited.emit()

    def _show_note(self, trouble: str = "") -> None:
        readiness = self._readiness
        lacking = self._lacking()
        self.download_button.setVisible(lacking is not None)
        if readiness is None:
            self.detector_note.tell(trouble or tr(LOOKING), warning=bool(trouble))
            return
        if lacking is not None:
            self.detector_note.tell(tr("Its checkpoint is not on this computer yet."), warning=True)
            return
        chosen = self.detector.name
        if chosen == "auto":
            first = readiness.automatic_detector
            if first is None:
                self.detector_note.tell(tr("No detector is ready here."), warning=True)
            else:
                name = words.named(words.DETECTORS, first.name)
                self.detector_note.tell(
                    tr("Takes the first that is ready, here: {name}.", name=name)
                )
            return
        reason = next((s.reason for s in readiness.detectors if s.name == chosen), "")
        self.detector_note.tell(reason or tr("Ready."), warning=bool(reason))
