"""A small dialog that looks for the objects of the photo once more, in another way."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from engine.config import EngineConfig
from engine.detection.published import PublishedCheckpoint
from engine.detection.registry import DetectorStatus, available_detectors
from engine.texts import counted, marked, tr
from gui.help_button import HelpButton
from gui.preferences.download_dialog import DownloadDialog
from gui.preferences.words import DETECTORS, named
from gui.tips import DETECT, explain
from gui.workspace import Workspace

GAP = 8  # pixels between what stands in a row
WIDTH = 400
LOWEST, HIGHEST = 5, 95  # per cent
NORMAL = 30  # when the settings leave it to the detector; somewhat lower than most of those
States = Callable[[EngineConfig], Sequence[DetectorStatus]]


class DetectDialog(QDialog):
    """Asks for detector and threshold; stays open beside the photo until it is closed.

    Attributes:
        config: gives the settings that hold where the person chooses nothing else.
        download_dialog: the newest dialog that fetches a checkpoint, None before the first.
    """

    def __init__(
        self,
        workspace: Workspace,
        config: Callable[[], EngineConfig] = EngineConfig,
        parent: QWidget | None = None,
        *,
        states: States = available_detectors,
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self.config = config
        self._states = states
        self._troubles: dict[str | None, str] = {}
        self._downloads: dict[str | None, PublishedCheckpoint] = {}
        self.download_dialog: DownloadDialog | None = None
        self._asked = False
        self.setWindowTitle(tr("Detect Again"))
        self.setModal(False)
        self.detector = QComboBox()
        self.detector.setAccessibleName(tr("Detector"))
        self.detector.setToolTip(tr("What finds the objects."))
        self.trouble = QLabel()
        self.trouble.setObjectName("warning")
        self.trouble.setWordWrap(True)
        self.trouble.setTextFormat(Qt.TextFormat.PlainText)
        self.trouble.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.threshold = QSlider(Qt.Orientation.Horizontal)
        self.threshold.setRange(LOWEST, HIGHEST)
        self.threshold.setPageStep(10)
        self.threshold.setAccessibleName(tr("Threshold"))
        tip = tr(
            "How sure the detector must be: a lower score finds more objects, also wrong ones."
        )
        self.threshold.setToolTip(tip)
        self._value = QLabel()
        self._value.setMinimumWidth(self.fontMetrics().horizontalAdvance("0.00") + 4)
        self.outcome = QLabel()
        self.outcome.setObjectName("quiet")
        self.outcome.setWordWrap(True)
        self.detect_button = QPushButton(tr("Detect"))
        self.detect_button.setObjectName("primary")
        self.detect_button.setDefault(True)
        self.close_button = QPushButton(tr("Close"))
        self.close_button.setAutoDefault(False)
        self._lay_out()
        explain(self, DETECT)
        self.detector.currentIndexChanged.connect(self._show_choice)
        self.threshold.valueChanged.connect(lambda value: self._value.setText(f"{value / 100:.2f}"))
        self.threshold.setValue(NORMAL)
        self.detect_button.clicked.connect(self._detect)
        self.close_button.clicked.connect(self.close)
        workspace.progress_changed.connect(self._refresh)
        workspace.photo_changed.connect(self._forget)
        workspace.engine_changed.connect(self._ended)

    def showEvent(self, event: QShowEvent) -> None:
        """Look what is ready each time it opens: it may have been installed meanwhile."""
        super().showEvent(event)
        if not event.spontaneous():
            self._fill()
            self._forget()
            self.detect_button.setFocus()

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(GAP)
        line.addWidget(self.threshold, 1)
        line.addWidget(self._value)
        form = QFormLayout()
        form.setHorizontalSpacing(14)
        form.setVerticalSpacing(10)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(tr("Detector"), self.detector)
        form.addRow(self.trouble)
        form.addRow(tr("Threshold"), line)
        ends = QHBoxLayout()
        for text in (tr("more objects"), tr("only sure ones")):
            label = QLabel(text)
            label.setObjectName("quiet")
            ends.addWidget(label)
            ends.addStretch()
        ends.takeAt(ends.count() - 1)
        ends.addSpacing(GAP + self._value.minimumWidth())
        form.addRow("", ends)
        note = QLabel(tr("Keeps the objects that you drew or changed."))
        note.setObjectName("quiet")
        buttons = QHBoxLayout()
        buttons.setSpacing(GAP)
        buttons.addWidget(HelpButton("detect", self))
        buttons.addWidget(self.outcome, 1)
        buttons.addWidget(self.close_button)
        buttons.addWidget(self.detect_button)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 14)
        column.setSpacing(12)
        column.addLayout(form)
        column.addWidget(note)
        column.addLayout(buttons)
        self.setFixedWidth(WIDTH)

    def _fill(self) -> None:
        """The detectors with what keeps each of them; the choice stays."""
        config = self.config()
        first = self.detector.count() == 0
        chosen = config.detector if first else self.detector.currentData()
        statuses = list(self._states(config))
        ready = next((status.name for status in statuses if status.ready), None)
        none = "; ".join(status.reason for status in statuses if status.name == "bundled")
        self._troubles = {status.name: status.reason for status in statuses}
        self._downloads = {
            status.name: status.download for status in statuses if status.download is not None
        }
        self._troubles["auto"] = "" if ready else none
        self.detector.blockSignals(True)
        self.detector.clear()
        automatic = tr("Automatic (not ready)")
        if ready:
            automatic = tr("Automatic ({name})", name=named(DETECTORS, ready))
        self.detector.addItem(automatic, "auto")
        for status in statuses:
            name = named(DETECTORS, status.name)
            if not status.ready:
                name = tr("{name} (not ready)", name=name)
            self.detector.addItem(name, status.name)
        self.detector.setCurrentIndex(max(0, self.detector.findData(chosen)))
        self.detector.blockSignals(False)
        if first and config.score_threshold is not None:
            self.threshold.setValue(round(100 * config.score_threshold))
        self._show_choice()

    def _show_choice(self) -> None:
        chosen = self.detector.currentData()
        reason = self._troubles.get(chosen, "")
        self.detect_button.setText(tr("Download…") if chosen in self._downloads else tr("Detect"))
        self.trouble.setText(reason)
        self.trouble.setVisible(bool(reason))
        self._forget()
        self._column.activate()
        self.resize(WIDTH, self._column.totalHeightForWidth(WIDTH))

    def _forget(self) -> None:
        """What was found last is not of interest any more."""
        self._asked = False
        self.outcome.setText("")
        self._refresh()

    def _detect(self) -> None:
        download = self._downloads.get(self.detector.currentData())
        if download is not None:
            self._fetch(download)
            return
        self._asked = True
        self._workspace.detect_again(self.detector.currentData(), self.threshold.value() / 100)
        self._refresh()

    def _fetch(self, download: PublishedCheckpoint) -> None:
        """Ask whether to download what the detector lacks, and detect when it is there."""

        def ready(_name: str) -> None:
            self._fill()
            if self.detector.currentData() not in self._downloads:
                self._detect()

        self.download_dialog = dialog = DownloadDialog(download, self)
        dialog.ready.connect(ready)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _refresh(self) -> None:
        ready = self._workspace.can_detect
        self.detect_button.setEnabled(ready)
        if self._asked:  # until it has come to something, see `_ended`
            self.outcome.setText("" if ready else tr("Looking for objects…"))

    def _ended(self) -> None:
        if self._asked:
            self._asked = False
            QTimer.singleShot(0, self, self._tell)  # the instances are taken right after this

    def _tell(self) -> None:
        found = sum(not instance.drawn for instance in self._workspace.instances)
        self.outcome.setText(_found(found))


def _found(count: int) -> str:
    if count == 0:
        return tr("No objects were found.")
    return counted(count, marked("{n} object was found."), marked("{n} objects were found."))
