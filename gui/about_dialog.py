"""What this program is, and what it runs on, to be copied into a report."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from engine.inventory import Facts, app_version, gather, text
from engine.texts import marked, tr
from gui import theme
from gui.engine_thread import EngineThread, Lane

TITLE = "Instance Colorizer"
LOOKING = marked("Looking what this machine has…")
ICON = 56  # pixels
SIZE = QSize(640, 500)
WHAT = marked(
    "Colorizes old black-and-white photos, as a whole and object by object, and fuses the two. "
    "Your photos never leave this computer."
)
AFTER = marked(
    "After Su, Chu and Huang, Instance-aware Image Colorization, CVPR 2020. MIT licence."
)


class AboutDialog(QDialog):
    """Names the program at once; versions, devices and checkpoints follow from the worker.

    Attributes:
        facts: the text that `copy_button` copies.
    """

    def __init__(self, thread: EngineThread, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("About {app}", app=TITLE))
        self._thread = thread
        self.facts = QPlainTextEdit(tr(LOOKING))
        self.facts.setReadOnly(True)
        self.facts.setAccessibleName(tr("Versions, devices and checkpoints"))
        self.facts.setToolTip(tr("What this program runs on; please put it into a report."))
        self.facts.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.facts.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.copy_button = QPushButton(tr("Copy"))
        self.copy_button.setToolTip(tr("Copy all of this, for a report."))
        self.copy_button.setAutoDefault(False)
        self.copy_button.setEnabled(False)
        self.copy_button.clicked.connect(self._copy)
        self.close_button = QPushButton(tr("Close"))
        self.close_button.setToolTip(tr("Close this window (Esc)"))
        self.close_button.setDefault(True)
        self.close_button.clicked.connect(self.reject)
        self._lay_out()
        self.finished.connect(lambda _: thread.cancel(Lane.SURVEY))
        thread.submit(Lane.SURVEY, gather, on_done=self._show, on_failed=self._tell)

    def _lay_out(self) -> None:
        icon = QLabel()
        icon.setPixmap(theme.icon("app").pixmap(QSize(ICON, ICON)))
        name = QLabel(f"{TITLE} {app_version()}")
        name.setObjectName("welcomeTitle")
        what, after = QLabel(tr(WHAT)), QLabel(tr(AFTER))
        after.setObjectName("quiet")
        said = QVBoxLayout()
        said.setSpacing(6)
        for label in (name, what, after):
            label.setWordWrap(True)
            said.addWidget(label)
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(said, 1)
        buttons = QHBoxLayout()
        buttons.addWidget(self.copy_button)
        buttons.addStretch()
        buttons.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(14)
        column.addLayout(head)
        column.addWidget(self.facts, 1)
        column.addLayout(buttons)
        self.resize(SIZE)

    def _show(self, facts: Facts) -> None:
        self.facts.setPlainText(text(facts))
        self.copy_button.setEnabled(True)

    def _tell(self, error: Exception) -> None:
        self.facts.setPlainText(tr("This cannot be told here: {reason}", reason=error))
        self.copy_button.setEnabled(True)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.facts.toPlainText())
        self.copy_button.setText(tr("Copied"))
