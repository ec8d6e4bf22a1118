"""The dialog with the installed sets of checkpoints: which there are, and which is in use."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from engine.config import NETWORKS, EngineConfig
from engine.errors import EngineError
from engine.steps import Step, Steps
from engine.texts import marked, tr
from engine.training.checkpoint_sets import BUNDLED, CheckpointSet, checkpoint_sets
from gui.engine_thread import EngineThread, Lane
from gui.help_button import HelpButton
from gui.preferences import checkpoint_work as work
from gui.preferences import words
from gui.preferences.checkpoint_table import SetTable, title_of
from gui.preferences.form import Choice, Note, progress_bar
from gui.preferences.set_questions import SetQuestions
from gui.tips import CHECKPOINTS, explain

WIDTH, HEIGHT = 720, 420  # pixels
EMPTY = marked(
    "There are no checkpoints of this network yet.\nImport a folder of them, or train them."
)


class CheckpointManager(QDialog):
    """Lists the sets of one network at a time, and switches, imports, exports, deletes them.

    Args:
        thread: copies the files.
        config: the settings as they are now; they say which network is in use.
        questions: asks for folders, and before deleting.

    Attributes:
        changed: the name of a network whose set in use is another now.
        use_wanted: the name of a network to colorize with, with the set that was chosen for it.
    """

    changed = Signal(str)
    use_wanted = Signal(str)

    def __init__(
        self,
        thread: EngineThread,
        config: Callable[[], EngineConfig],
        parent: QWidget | None = None,
        questions: SetQuestions | None = None,
    ) -> None:
        super().__init__(parent)
        self._thread = thread
        self._config = config
        self._questions = questions or SetQuestions()
        self._sets: tuple[CheckpointSet, ...] = ()
        self.working = False
        self.can_stop = False  # what goes on can be undone
        self.setWindowTitle(tr("Checkpoints"))
        self.network = Choice(words.only(words.NETWORKS, NETWORKS))
        self.network.setAccessibleName(tr("Network"))
        self.network.choose(config().network)
        self.network.currentIndexChanged.connect(lambda _: self._show_network())
        self.table = SetTable()
        self.table.itemSelectionChanged.connect(self._show_state)
        self.empty = QLabel(tr(EMPTY))
        self.empty.setObjectName("quiet")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.sets = QStackedWidget()
        self.sets.addWidget(self.table)
        self.sets.addWidget(self.empty)
        self.progress = progress_bar()
        self.message = Note()
        self.import_button = _button(
            tr("&Import folder…"),
            tr("Add a folder of checkpoints, or what a training made."),
            self._import,
        )
        self.export_button = _button(
            tr("&Export…"), tr("Copy this set into a new folder."), self._export
        )
        self.delete_button = _button(tr("&Delete…"), "", self._delete)
        self.close_button = _button(tr("Close"), "", self._close)
        self.use_button = _button(tr("&Use"), tr("Colorize with this set from now on."), self._use)
        self.use_button.setObjectName("primary")
        self.use_button.setDefault(True)
        self.table.itemActivated.connect(lambda _: self.use_button.click())
        gone = QShortcut(QKeySequence(QKeySequence.StandardKey.Delete), self.table)
        gone.setContext(Qt.ShortcutContext.WidgetShortcut)
        gone.activated.connect(self.delete_button.click)
        self._lay_out()
        explain(self, CHECKPOINTS)
        self._show_network()
        self.table.setFocus()

    @property
    def chosen(self) -> CheckpointSet | None:
        """The set in the selected row."""
        return self.table.chosen

    def done(self, result: int) -> None:
        """Close; stop what can be undone, and wait for what cannot."""
        if self.working and not self.can_stop:
            return
        if self.working:
            self._thread.cancel(Lane.IMPORT)
            self.working = False
        super().done(result)

    # Parts

    def _lay_out(self) -> None:
        label = QLabel(tr("&Network"))
        label.setBuddy(self.network)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(label)
        head.addWidget(self.network)
        head.addStretch()
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(HelpButton("checkpoints", self))
        for button in (self.import_button, self.export_button, self.delete_button):
            buttons.addWidget(button)
        buttons.addStretch()
        for button in (self.close_button, self.use_button):
            button.setMinimumWidth(90)
            buttons.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 22, 24, 16)
        column.setSpacing(14)
        column.addLayout(head)
        column.addWidget(self.sets, 1)
        column.addWidget(self.progress)
        column.addWidget(self.message)
        column.addLayout(buttons)
        self.setMinimumWidth(WIDTH)
        self.resize(QSize(WIDTH, HEIGHT))

    def _show_network(self, selected: str | None = None) -> None:
        """List the sets of the network, with the named one or the active one selected."""
        self.message.tell(self._own_folder())
        try:
            self._sets = checkpoint_sets(self.network.name)
        except OSError as error:
            self._sets = ()
            self.message.tell(
                tr("The checkpoints cannot be listed: {reason}.", reason=error.strerror or error),
                warning=True,
            )
        self.table.show_sets(self._sets, selected, self._in_use)
        self.sets.setCurrentWidget(self.table if self._sets else self.empty)
        self._show_state()

    def _in_use(self, one: CheckpointSet) -> bool:
        """Whether photos are colorized with it."""
        config = self._config()
        return one.active and one.network == config.network and config.checkpoints is None

    def _own_folder(self) -> str:
        config = self._config()
        if config.checkpoints is None or config.network != self.network.name:
            return ""
        return tr(
            "The settings name another folder, which is used: {folder}", folder=config.checkpoints
        )

    def _show_state(self) -> None:
        one, idle = self.chosen, not self.working
        self.progress.setVisible(self.working)
        self.network.setEnabled(idle)
        self.table.setEnabled(idle)
        self.import_button.setEnabled(idle)
        self.export_button.setEnabled(idle and one is not None)
        own = one is not None and one.name != BUNDLED
        self.delete_button.setEnabled(idle and own)
        self.delete_button.setToolTip(
            tr("Delete this set.")
            if own or one is None
            else tr("The bundled set belongs to the app.")
        )
        self.use_button.setEnabled(idle and one is not None and not self._in_use(one))
        self.close_button.setText(tr("Stop") if self.working and self.can_stop else tr("Close"))
        self.close_button.setEnabled(idle or self.can_stop)

    # What happens

    def _use(self) -> None:
        one = self.chosen
        if one is not None:
            self._begin(lambda: work.use_work(one), lambda _: self._used(one))

    def _used(self, one: CheckpointSet) -> None:
        self.use_wanted.emit(one.network)
        if not one.active:
            self.changed.emit(one.network)
        text = tr("Colorizing with “{title}” from now on.", title=title_of(one))
        self._tell(one.network, one.name, text)

    def _import(self) -> None:
        folder = self._questions.folder(self, tr("Choose a folder of checkpoints"), None)
        network = self.network.name
        if folder is not None:
            self._begin(lambda: work.import_work(folder, network), self._imported, can_stop=True)

    def _imported(self, one: CheckpointSet) -> None:
        text = tr(
            "Imported {title} for the network {network}; Use lets the app use it.",
            title=title_of(one),
            network=words.named(words.NETWORKS, one.network),
        )
        self._tell(one.network, one.name, text)

    def _export(self) -> None:
        one = self.chosen
        if one is None:
            return
        suggested = Path.home() / f"{one.network} {one.name}"
        folder = self._questions.new_folder(self, tr("Export to a new folder"), suggested)
        if folder is not None:
            told = tr("“{title}” is now also in {folder}.", title=title_of(one), folder=folder)
            self._begin(
                lambda: work.export_work(one, folder),
                lambda _: self._tell(one.network, one.name, told),
                can_stop=True,
            )

    def _delete(self) -> None:
        one = self.chosen
        if one is None or one.name == BUNDLED:
            return
        if self._questions.may_delete(self, title_of(one), self._consequence(one)):
            self._begin(lambda: work.delete_work(one), self._deleted)

    def _deleted(self, one: CheckpointSet) -> None:
        if one.active:
            self.changed.emit(one.network)
        self._tell(one.network, None, tr("Deleted {title}.", title=title_of(one)))

    def _consequence(self, one: CheckpointSet) -> str:
        if not one.active:
            return tr("Its files are deleted for good.")
        network = words.named(words.NETWORKS, one.network)
        if any(other.name == BUNDLED for other in self._sets):
            return tr(
                "It is the set that {network} uses now. The app goes back to the bundled set. "
                "Its files are deleted for good.",
                network=network,
            )
        return tr(
            "It is the set that {network} uses now. {network} cannot be used until another set is "
            "chosen. Its files are deleted for good.",
            network=network,
        )

    def _begin(
        self,
        job: Callable[[], Steps[Any]],
        on_done: Callable[[Any], None],
        *,
        can_stop: bool = False,
    ) -> None:
        if self.working:
            return
        self.working, self.can_stop = True, can_stop
        self.progress.setRange(0, 0)
        self.message.tell(tr("Starting…"))
        self._show_state()

        def ended(result: Any) -> None:
            self.working = False
            on_done(result)

        self._thread.submit(
            Lane.IMPORT, job, on_step=self._show_step, on_done=ended, on_failed=self._failed
        )

    def _show_step(self, step: Step) -> None:
        self.progress.setRange(0, step.total)
        self.progress.setValue(step.done)
        self.message.tell(tr("{doing}…", doing=step.label))

    def _close(self) -> None:
        """Stop what goes on, and close where nothing does."""
        if not self.working:
            self.reject()
        elif self.can_stop:
            network, name = self.network.name, self.chosen.name if self.chosen else None
            self.working = False
            self._begin(work.stop_work, lambda _: self._tell(network, name, tr("Stopped.")))

    def _tell(self, network: str, name: str | None, text: str) -> None:
        """List the sets anew, and say what was done."""
        with QSignalBlocker(self.network):
            self.network.choose(network)
        self._show_network(name)
        self.message.tell(text)
        self.table.setFocus()

    def _failed(self, error: Exception) -> None:
        self.working = False
        self._show_network(self.chosen.name if self.chosen else None)
        if isinstance(error, EngineError):
            self.message.tell(str(error), warning=True)
        else:
            self.message.tell(
                tr("That failed unexpectedly; the log has the details."), warning=True
            )
            self._thread.failed.emit(error)


def _button(text: str, tip: str, clicked: Callable[[], None]) -> QPushButton:
    button = QPushButton(text)
    button.setToolTip(tip)
    button.setAutoDefault(False)
    button.clicked.connect(lambda: clicked())
    return button
