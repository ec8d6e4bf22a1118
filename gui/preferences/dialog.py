"""The settings dialog: sections at the left, one page each, taken with OK or Apply."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QHBoxLayout,
    QListWidget,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from engine.config import EngineConfig
from engine.detection.published import PublishedCheckpoint
from engine.readiness import Readiness, survey
from engine.texts import tr
from gui.engine_thread import EngineThread, Lane
from gui.help_button import HelpButton
from gui.preferences.download_dialog import DownloadDialog
from gui.preferences.engine_pages import DetectionPage, EnginePage
from gui.preferences.form import Page
from gui.preferences.import_dialog import ImportDialog
from gui.preferences.pages import AppearancePage, SavingPage
from gui.preferences.questions import Questions
from gui.preferences.settings import Settings
from gui.tips import SETTINGS, explain

COLUMNS, LINES = 126, 36  # of the dialog at first, in letters and lines of its font
SMALLEST, LARGEST = QSize(620, 420), QSize(1000, 660)  # pixels; fits a screen of 1024 x 700
LEAST_SECTIONS = 150  # pixels
Button = QDialogButtonBox.StandardButton


class Sections(QListWidget):
    """The titles of the pages; as wide as they are in today's style and font."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("sections")
        self.setAccessibleName(tr("Sections"))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def event(self, event: QEvent) -> bool:
        handled = super().event(event)
        if event.type() in (QEvent.Type.Polish, QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self.doItemsLayout()  # rows are measured once, without the padding that they now have
            self.setFixedWidth(max(LEAST_SECTIONS, self.sizeHintForColumn(0) + 24))
        return handled


class SettingsDialog(QDialog):
    """Edits the preferences; nothing changes before OK or Apply.

    Args:
        settings: what is edited.
        thread: looks what this machine has, and imports.
        questions: asks for folders and before resetting.
    """

    def __init__(
        self,
        settings: Settings,
        thread: EngineThread,
        parent: QWidget | None = None,
        questions: Questions | None = None,
    ) -> None:
        super().__init__(parent)
        self._settings = settings
        self._thread = thread
        self._questions = questions or Questions()
        self._surveyed: EngineConfig | None = None
        self.import_dialog: ImportDialog | None = None
        self.download_dialog: DownloadDialog | None = None
        self.setWindowTitle(tr("Settings"))
        self.appearance = AppearancePage()
        self.engine = EnginePage(self._questions)
        self.detection = DetectionPage(self._questions)
        self.saving = SavingPage(self._questions)
        self.pages: tuple[Page, ...] = (
            self.appearance,
            self.engine,
            self.detection,
            self.saving,
        )
        self._lay_out()
        explain(self, SETTINGS)
        self._show(settings)
        for page in self.pages:
            page.edited.connect(self._edited)
        self.engine.import_wanted.connect(self.import_checkpoints)
        self.detection.download_wanted.connect(self.download_checkpoint)
        settings.changed.connect(self._settings_changed)
        self.finished.connect(lambda _: self._thread.cancel(Lane.SURVEY))
        self._look()

    def show_page(self, name: str) -> None:
        """Show the page of this name: Appearance, Engine, Detection or Saving."""
        names = [page.name for page in self.pages]
        self.sections.setCurrentRow(names.index(name))

    def import_checkpoints(self) -> None:
        """Open the dialog that imports the authors' checkpoints."""
        self.import_dialog = ImportDialog(self._thread, self, self._questions)
        self.import_dialog.use_wanted.connect(self._use_imported)
        self.import_dialog.finished.connect(lambda _: self._look(again=True))
        self.import_dialog.open()

    def download_checkpoint(self, checkpoint: PublishedCheckpoint) -> None:
        """Open the dialog that downloads what a detector lacks, and choose it if that ends well."""
        self.download_dialog = DownloadDialog(checkpoint, self, self._questions)
        self.download_dialog.ready.connect(self.detection.use_downloaded)
        self.download_dialog.rejected.connect(self.detection.go_back)
        self.download_dialog.finished.connect(lambda _: self._look(again=True))
        self.download_dialog.open()

    def accept(self) -> None:
        """Take what was edited, and close."""
        if self._take():
            super().accept()

    # Parts

    def _lay_out(self) -> None:
        self.sections = Sections()
        self._stack = QStackedWidget()
        for page in self.pages:
            self.sections.addItem(tr(page.name))
            self._stack.addWidget(page)
        self.sections.currentRowChanged.connect(self._stack.setCurrentIndex)
        self.sections.setCurrentRow(0)
        line = QFrame()
        line.setObjectName("divider")
        line.setFixedHeight(1)
        self.buttons = QDialogButtonBox(Button.Ok | Button.Cancel | Button.Apply)
        self.reset_button = self.buttons.addButton(
            tr("Reset to defaults…"), QDialogButtonBox.ButtonRole.ResetRole
        )
        self.ok_button = self.buttons.button(Button.Ok)
        self.apply_button = self.buttons.button(Button.Apply)
        self.ok_button.setObjectName("primary")
        self.ok_button.setDefault(True)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self.apply_button.clicked.connect(self._take)
        self.reset_button.clicked.connect(self._reset)
        for button in self.buttons.buttons():
            button.setAutoDefault(False)  # type: ignore[attr-defined]
        self.ok_button.setDefault(True)
        above = QHBoxLayout()
        above.setContentsMargins(0, 0, 0, 0)
        above.setSpacing(0)
        above.addWidget(self.sections)
        above.addWidget(self._stack, 1)
        below = QHBoxLayout()
        below.setContentsMargins(16, 12, 16, 14)
        below.setSpacing(8)
        below.addWidget(HelpButton("settings", self))
        below.addWidget(self.buttons, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(above, 1)
        column.addWidget(line)
        column.addLayout(below)
        self.ensurePolished()
        room = QGuiApplication.primaryScreen().availableSize() * 0.9
        letters = self.fontMetrics()
        wanted = QSize(COLUMNS * letters.averageCharWidth(), LINES * letters.height())
        self.setMinimumSize(SMALLEST.boundedTo(room))
        self.resize(wanted.expandedTo(SMALLEST).boundedTo(LARGEST).boundedTo(room))
        for page in self.pages:
            page.ensurePolished()
        widest = max(page.label_width for page in self.pages)
        for page in self.pages:
            page.set_label_width(widest)

    # What happens

    def _show(self, settings: Settings) -> None:
        for page in self.pages:
            page.blockSignals(True)  # showing is not editing
            page.show_preferences(settings.preferences)
            page.blockSignals(False)
        self._refresh()

    def _settings_changed(self) -> None:
        """Something else has changed them, a recent photo for example, or Apply has."""
        self._refresh()

    def _edited(self) -> None:
        self._refresh()
        self._look()

    def _refresh(self) -> None:
        fine = not any(page.trouble for page in self.pages)
        self.ok_button.setEnabled(fine)
        self.apply_button.setEnabled(fine and self._edited_config_differs())

    def _edited_config_differs(self) -> bool:
        before = after = self._settings.preferences
        for page in self.pages:
            after = page.taken_into(after)
        return after != before

    def _take(self) -> bool:
        if any(page.trouble for page in self.pages):
            return False
        preferences = self._settings.preferences
        for page in self.pages:
            preferences = page.taken_into(preferences)
        self._settings.set(preferences)
        self._refresh()
        return True

    def _reset(self) -> None:
        if self._questions.may_reset(self):
            self._settings.reset()
            self._show(self._settings)
            self._look()

    def _use_imported(self, network: str) -> None:
        self.engine.use_imported(network)
        self.show_page(self.engine.name)

    # What is ready

    def _look(self, *, again: bool = False) -> None:
        """Survey the machine for what is edited now, unless that was done."""
        preferences = self.detection.taken_into(self.engine.taken_into(self._settings.preferences))
        wanted = preferences.engine
        if not again and self._surveyed is not None and _same_survey(self._surveyed, wanted):
            return
        self._surveyed = wanted
        self._show_readiness(None)
        self._thread.submit(
            Lane.SURVEY,
            lambda: survey(wanted),
            on_done=self._show_readiness,
            on_failed=self._survey_failed,
        )

    def _show_readiness(self, readiness: Readiness | None, trouble: str = "") -> None:
        self.engine.show_readiness(readiness, trouble)
        self.detection.show_readiness(readiness, trouble)

    def _survey_failed(self, error: Exception) -> None:
        self._show_readiness(None, tr("This cannot be told here: {reason}", reason=error))


def _same_survey(one: EngineConfig, other: EngineConfig) -> bool:
    """Whether a survey finds the same for both."""

    def facts(config: EngineConfig) -> tuple[object, ...]:
        return (
            config.network,
            config.checkpoints,
            config.detector_weights,
            config.detectron2_model,
        )

    return facts(one) == facts(other)
