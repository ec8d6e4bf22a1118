"""The dialog that downloads a detector's checkpoint: what, from where, how large, how far."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from engine.detection.published import PublishedCheckpoint
from engine.detection.registry import adopt_published, fetch_published
from engine.downloads import Incoming, arrived
from engine.errors import EngineError
from engine.steps import Step, Steps
from engine.texts import marked, tr
from gui.engine_thread import EngineThread, Lane
from gui.help_button import HelpButton
from gui.preferences import words
from gui.preferences.form import Note, progress_bar
from gui.preferences.questions import Questions
from gui.preferences.transfer import Transfer, amount
from gui.tips import explain

log = logging.getLogger(__name__)
WIDTH, HEIGHT = 640, 420  # pixels
PARTS = 1000  # of the progress bar, which cannot count as far as bytes go
DIGITS_SHOWN = 16
KINDS = {
    "torchvision": marked("torchvision's checkpoints (*.pth);;All files (*)"),
    "detectron2": marked("detectron2's checkpoints (*.pkl);;All files (*)"),
}
ANY_KIND = marked("All files (*)")
Fetch = Callable[[PublishedCheckpoint], Steps[Path]]
Adopt = Callable[[PublishedCheckpoint, Path], Steps[Path]]


class DownloadDialog(QDialog):
    """Downloads a checkpoint, or takes it from a local file; both are checked.

    A thread of its own does it, so that nothing else waits for a slow network. Closing the dialog
    stops it at once, and what has come is kept for the next time.

    Args:
        checkpoint: what a `DetectorStatus` has as its `download`.
        questions: asks for the local file.
        fetch, adopt: do it.

    Attributes:
        ready: the detector's name, once its checkpoint is there; the dialog closes.
    """

    ready = Signal(str)

    def __init__(
        self,
        checkpoint: PublishedCheckpoint,
        parent: QWidget | None = None,
        questions: Questions | None = None,
        *,
        fetch: Fetch = fetch_published,
        adopt: Adopt = adopt_published,
    ) -> None:
        super().__init__(parent)
        self.checkpoint = checkpoint
        self._questions = questions or Questions()
        self._fetch = fetch
        self._adopt = adopt
        self._thread: EngineThread | None = None
        self._transfer = Transfer()
        self._failed = False
        self.working = False
        self.setWindowTitle(tr("Download a Checkpoint"))
        self.progress = progress_bar()
        self.message = Note()
        self.local_button = QPushButton(tr("Choose a local file…"))
        self.local_button.setToolTip(tr("A file that you have downloaded by other means."))
        self.local_button.clicked.connect(self._choose)
        self.cancel_button = QPushButton(tr("Cancel"))
        self.cancel_button.clicked.connect(self._cancel)
        self.go_button = QPushButton()
        self.go_button.setObjectName("primary")
        self.go_button.setDefault(True)
        self.go_button.setToolTip(tr("Fetch it from the address above; it can be stopped (Enter)"))
        self.go_button.clicked.connect(self._download)
        for button in (self.local_button, self.cancel_button):
            button.setAutoDefault(False)
        self._lay_out()
        explain(self, {})
        self._show_rest()

    def done(self, result: int) -> None:
        """Close, and let the thread end in its own time: a package that it loads cannot be left."""
        self.working = False
        thread, self._thread = self._thread, None
        super().done(result)
        if thread is not None:
            thread.finished.connect(thread.deleteLater)
            if thread.stop(timeout_ms=0):
                thread.deleteLater()

    # Parts

    def _lay_out(self) -> None:
        published, download = self.checkpoint, self.checkpoint.download
        detector = words.named(words.DETECTORS, published.detector)
        about = QLabel(
            tr(
                "{detector} needs a checkpoint that is not on this computer yet.",
                detector=detector,
            )
        )
        about.setWordWrap(True)
        facts = QGridLayout()
        facts.setHorizontalSpacing(18)
        facts.setVerticalSpacing(7)
        facts.setColumnStretch(1, 1)
        size = tr("told by the server") if download.size is None else amount(download.size)
        self.facts = {
            marked("Model"): _said(tr("{model}, trained on COCO", model=published.title)),
            marked("File size"): _said(size),
            marked("From"): _said(download.host),
            marked("Address"): _copied(download.url),
            marked("Goes to"): _copied(str(published.folder)),
            marked("Checked"): _said(_checked(download.sha256)),
            marked("Licence"): _said(published.licence),
        }
        for row, (name, value) in enumerate(self.facts.items()):
            label = QLabel(tr(name))
            label.setObjectName("quiet")
            label.setBuddy(value)
            value.setAccessibleName(tr(name))
            facts.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
            facts.addWidget(value, row, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(HelpButton("download", self))
        buttons.addWidget(self.local_button)
        buttons.addStretch()
        for button in (self.cancel_button, self.go_button):
            button.setMinimumWidth(90)
            buttons.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 22, 24, 16)
        column.setSpacing(14)
        column.addWidget(about)
        column.addLayout(facts)
        column.addWidget(self.progress)
        column.addWidget(self.message)
        column.addStretch()
        column.addLayout(buttons)
        self.setMinimumWidth(WIDTH)
        self.resize(QSize(WIDTH, HEIGHT))

    # What happens

    def _download(self) -> None:
        self._begin(lambda: self._fetch(self.checkpoint))

    def _choose(self) -> None:
        kinds = tr(KINDS.get(self.checkpoint.detector, ANY_KIND))
        path = self._questions.file(self, tr("Choose the downloaded file"), None, kinds)
        if path is not None:
            self._begin(lambda: self._adopt(self.checkpoint, path))

    def _begin(self, work: Callable[[], Steps[Path]]) -> None:
        if self._thread is None:
            # It belongs to the app, as it may have to outlive this dialog.
            app = QCoreApplication.instance()
            self._thread = EngineThread(app)
            if app is not None:
                app.aboutToQuit.connect(self._thread.stop)
            self._thread.start()
        self.working = True
        self._failed = False
        self._transfer = Transfer()
        self.progress.setRange(0, 0)
        self.message.tell(tr("Starting…"))
        self._show_state()
        self._thread.submit(
            Lane.IMPORT,
            work,
            on_step=self._show_step,
            on_done=self._arrived,
            on_failed=self._show_failure,
        )

    def _show_step(self, step: Step) -> None:
        self.progress.setRange(0, PARTS if step.total else 0)
        self.progress.setValue(round(PARTS * step.done / step.total) if step.total else 0)
        if isinstance(step.result, Incoming):
            self._transfer.note(time.monotonic(), step.done)
            self.message.tell(self._transfer.words(step.total))
        else:
            self.message.tell(tr("{doing}…", doing=step.label))

    def _arrived(self, _: Any) -> None:
        self.working = False
        self.ready.emit(self.checkpoint.detector)
        self.accept()

    def _show_failure(self, error: Exception) -> None:
        self.working = False
        self._failed = True
        self._show_state()
        if isinstance(error, EngineError):
            self.message.tell(str(error), warning=True)
        else:
            log.error("A download failed unexpectedly", exc_info=error)
            self.message.tell(
                tr("The download failed unexpectedly; the log has the details."), warning=True
            )

    def _cancel(self) -> None:
        """Stop what is going on; close where nothing is."""
        if not self.working or self._thread is None:
            self.reject()
            return
        self._thread.cancel(Lane.IMPORT)
        self.working = False
        self._show_rest()

    def _show_rest(self) -> None:
        """Say what an earlier download has left."""
        download = self.checkpoint.download
        left = arrived(download, self.checkpoint.folder)
        self.message.tell(
            tr(
                "{amount} have come already and are kept.",
                amount=amount(left, download.size or 0),
            )
            if left
            else ""
        )
        self._show_state()

    def _show_state(self) -> None:
        left = arrived(self.checkpoint.download, self.checkpoint.folder)
        self.progress.setVisible(self.working)
        self.cancel_button.setText(tr("Stop") if self.working else tr("Cancel"))
        again = tr("Try again") if self._failed else tr("Resume")
        self.go_button.setText(again if self._failed or left else tr("Download"))
        if self.working:
            self.cancel_button.setFocus()  # before the focus leaves a button that is disabled
        for button in (self.local_button, self.go_button):
            button.setEnabled(not self.working)
        if not self.working:
            self.go_button.setFocus()


def _checked(sha256: str) -> str:
    if not sha256:
        return tr("by its size only, no checksum is known")
    shown = sha256[:DIGITS_SHOWN]
    if len(sha256) < 64:
        return tr("by the first {n} digits of its SHA-256, {digits}", n=len(sha256), digits=shown)
    return tr("by its SHA-256, {digits}…", digits=shown)


def _said(text: str) -> QLabel:
    label = QLabel(text)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


def _copied(text: str) -> QLineEdit:
    """What may be too long to be seen whole, and is wanted to be copied."""
    field = QLineEdit(text)
    field.setReadOnly(True)
    field.setCursorPosition(0)
    field.setToolTip(text)
    return field
