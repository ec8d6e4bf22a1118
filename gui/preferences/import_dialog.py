"""The dialog that imports the checkpoints of the paper's authors."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from engine.errors import EngineError
from engine.networks.checkpoint_folders import (
    AUTHORS_FILES,
    AUTHORS_NETWORK,
    STAGES,
    stages_in,
    user_folder,
)
from engine.steps import Step, Steps
from engine.texts import comma_listed, counted, marked, tr
from gui.engine_thread import EngineThread, Lane
from gui.help_button import HelpButton
from gui.preferences import words
from gui.preferences.form import Note, PathField, progress_bar
from gui.preferences.questions import Questions
from gui.tips import IMPORT, explain

WIDTH = 600
ABOUT = marked(
    "Imports the networks that the authors of the paper published, to colorize photos with them. "
    "Choose the folder with their three files, which stay as they are."
)


def import_work(folder: Path, output: Path) -> Steps[list[Path]]:
    """Imports on the worker; loads torch there, never on the window's thread."""
    yield Step(tr("Loading PyTorch"), 0, 0)
    from engine.networks.importing import import_steps

    return (yield from import_steps(folder, output))


class ImportDialog(QDialog):
    """Chooses a folder, imports with progress, and offers to use the result.

    Args:
        thread: imports.
        questions: asks for the folder.
        output: where the checkpoints go, by default where their network finds them.

    Attributes:
        imported: the name of the network whose checkpoints have come in.
        use_wanted: the same, when the person wants to use it now.
    """

    imported = Signal(str)
    use_wanted = Signal(str)

    def __init__(
        self,
        thread: EngineThread,
        parent: QWidget | None = None,
        questions: Questions | None = None,
        output: Path | None = None,
    ) -> None:
        super().__init__(parent)
        self._thread = thread
        self._output = output or user_folder(AUTHORS_NETWORK)
        asked = questions or Questions()
        self.working = False
        self.done_well = False
        self._complete = False  # all files are in the folder
        self.setWindowTitle(tr("Import Checkpoints"))
        about = QLabel(tr(ABOUT))
        about.setWordWrap(True)
        self.folder = PathField(
            tr("No folder chosen"),
            lambda now: asked.folder(self, tr("Choose the authors' folder"), now),
        )
        self.folder.setAccessibleName(tr("Folder with the authors' files"))
        self.folder.clear_button.hide()
        self.states = {stage: QLabel() for stage in STAGES}
        self.progress = progress_bar()
        self.message = Note()
        self.go_button = QPushButton(tr("Import"))
        self.go_button.setObjectName("primary")
        self.go_button.clicked.connect(self._go)
        self.use_button = QPushButton(tr("Use it now"))
        self.use_button.setObjectName("primary")
        self.use_button.clicked.connect(self._use)
        self.close_button = QPushButton(tr("Cancel"))
        self.close_button.clicked.connect(self.reject)
        self._lay_out(about)
        explain(self, IMPORT)
        self.folder.changed.connect(self._chosen)
        self.finished.connect(lambda _: self._cancel())
        self._chosen()
        self.folder.choose_button.setFocus()

    def _lay_out(self, about: QLabel) -> None:
        files = QGridLayout()
        files.setHorizontalSpacing(18)
        files.setVerticalSpacing(6)
        files.setColumnStretch(2, 1)
        for row, stage in enumerate(STAGES):
            use = QLabel(words.named(words.STAGES, stage).capitalize())
            use.setObjectName("quiet")
            files.addWidget(QLabel(AUTHORS_FILES[stage]), row, 0)
            files.addWidget(use, row, 1)
            files.addWidget(self.states[stage], row, 2, Qt.AlignmentFlag.AlignRight)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(HelpButton("import", self))
        buttons.addStretch()
        for button in (self.close_button, self.go_button, self.use_button):
            button.setMinimumWidth(90)
            buttons.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 22, 24, 16)
        column.setSpacing(14)
        column.addWidget(about)
        column.addWidget(self.folder)
        column.addLayout(files)
        column.addWidget(self.progress)
        column.addWidget(self.message)
        column.addStretch()
        column.addLayout(buttons)
        self.setMinimumWidth(WIDTH)
        self.resize(QSize(WIDTH, 340))

    def _chosen(self) -> None:
        """Show which of the files are in the folder."""
        folder = self.folder.path
        missing = []
        for stage, label in self.states.items():
            there = folder is not None and (folder / AUTHORS_FILES[stage]).is_file()
            found = tr("found") if there else tr("missing")
            label.setText("" if folder is None else found)
            label.setObjectName("quiet" if there else "warning")
            label.style().unpolish(label)
            label.style().polish(label)
            if not there:
                missing.append(AUTHORS_FILES[stage])
        self.done_well = False
        if folder is not None and missing:
            lacking = comma_listed(missing)
            self.message.tell(tr("The folder lacks {files}.", files=lacking), warning=True)
        elif stages_in(self._output) == STAGES:
            self.message.tell(tr("The checkpoints that were imported before will be replaced."))
        else:
            self.message.tell("")
        self._complete = not missing
        self._show_state()

    def _go(self) -> None:
        folder = self.folder.path
        if folder is None or self.working:
            return
        self.working = True
        self.progress.setRange(0, 0)
        self.message.tell(tr("Starting…"))
        self._show_state()
        self._thread.submit(
            Lane.IMPORT,
            lambda: import_work(folder, self._output),
            on_step=self._show_step,
            on_done=self._imported,
            on_failed=self._failed,
        )

    def _show_step(self, step: Step) -> None:
        self.progress.setRange(0, step.total)
        self.progress.setValue(step.done)
        self.message.tell(tr("{doing}…", doing=step.label))

    def _imported(self, paths: list[Path]) -> None:
        self.working = False
        self.done_well = True
        size = sum(path.stat().st_size for path in paths if path.is_file()) / 1e6
        self.message.tell(
            counted(
                len(paths),
                marked("Imported {n} checkpoint of {network}, {size:.0f} MB."),
                marked("Imported {n} checkpoints of {network}, {size:.0f} MB."),
                network=words.named(words.NETWORKS, AUTHORS_NETWORK),
                size=size,
            )
        )
        self._show_state()
        self.use_button.setFocus()
        self.imported.emit(AUTHORS_NETWORK)

    def _failed(self, error: Exception) -> None:
        self.working = False
        self._show_state()
        if isinstance(error, EngineError):
            self.message.tell(str(error), warning=True)
        else:
            self.message.tell(
                tr("The import failed unexpectedly; the log has the details."), warning=True
            )
            self._thread.failed.emit(error)

    def _use(self) -> None:
        self.use_wanted.emit(AUTHORS_NETWORK)
        self.accept()

    def _cancel(self) -> None:
        if self.working:
            self.working = False
            self._thread.cancel(Lane.IMPORT)

    def _show_state(self) -> None:
        self.progress.setVisible(self.working)
        self.folder.setEnabled(not self.working)
        self.go_button.setVisible(not self.done_well)
        self.go_button.setEnabled(self._complete and not self.working)
        self.use_button.setVisible(self.done_well)
        self.close_button.setText(tr("Close") if self.done_well else tr("Cancel"))
        (self.use_button if self.done_well else self.go_button).setDefault(True)
