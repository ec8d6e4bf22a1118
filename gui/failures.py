"""The only place that shows an error: a banner for what a person can act on, else the details."""

from __future__ import annotations

import logging
import sys
import threading
import traceback
from collections.abc import Callable
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, QStandardPaths, Qt, Signal
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

from engine.errors import EngineError
from engine.texts import tr
from gui.tips import FAILURE, explain

log = logging.getLogger(__name__)
LOG_BYTES = 1_000_000


class Failures(QObject):
    """Shows every error, from whichever thread.

    Attributes:
        tell: shows a message and a remedy, set by the window.
        parent_widget: what a dialog lies over.
        log_file: where errors are written, None when that is not possible.
        dialog: the newest dialog with details, None before the first.
    """

    _happened = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.tell: Callable[[str, str], None] | None = None
        self.parent_widget: QWidget | None = None
        self.log_file: Path | None = None
        self.dialog: DetailsDialog | None = None
        self._happened.connect(self._show)

    def show(self, error: BaseException) -> None:
        """Show an error; may be called on any thread."""
        if isinstance(error, EngineError):
            log.info("%s", error)  # shown to the person, and no fault of the program
        else:
            log.error("Unexpected error", exc_info=error)
        self._happened.emit(error)

    def install(self) -> None:
        """Also catch what nobody has caught, in slots and in threads."""

        def caught(
            kind: type[BaseException], error: BaseException, trace: TracebackType | None
        ) -> None:
            if issubclass(kind, KeyboardInterrupt):
                sys.__excepthook__(kind, error, trace)
            else:
                self.show(error.with_traceback(trace))

        def caught_in_thread(arguments: threading.ExceptHookArgs) -> None:
            if arguments.exc_value is not None:
                self.show(arguments.exc_value)

        sys.excepthook = caught
        threading.excepthook = caught_in_thread

    def start_log(self, folder: Path | None = None) -> None:
        """Write the log to `folder`, by default to the place of the platform."""
        place = folder or Path(
            QStandardPaths.writableLocation(QStandardPaths.StandardLocation.AppLocalDataLocation)
        )
        try:
            place.mkdir(mode=0o700, parents=True, exist_ok=True)
            handler = RotatingFileHandler(
                place / "log.txt", maxBytes=LOG_BYTES, backupCount=1, encoding="utf-8", delay=True
            )
        except OSError as error:
            log.warning("No log file: %s", error)
            return
        handler.setFormatter(_Homeless("%(asctime)s %(levelname)s %(name)s: %(message)s"))
        logging.getLogger().addHandler(handler)
        logging.getLogger().setLevel(logging.INFO)
        self.log_file = place / "log.txt"

    def _show(self, error: BaseException) -> None:
        if isinstance(error, EngineError) and self.tell is not None:
            self.tell(error.message, error.remedy)
        elif self.dialog is not None and self.dialog.isVisible():
            log.info("One error is shown already")
        else:
            self.dialog = DetailsDialog(error, self.log_file, self.parent_widget)
            self.dialog.open()


class _Homeless(logging.Formatter):
    """Names the person's folder `~`: it holds their name, and the log may be passed on."""

    def format(self, record: logging.LogRecord) -> str:
        home = str(Path.home())
        text = super().format(record)
        return text.replace(home, "~") if len(home) > len(Path.home().anchor) else text


class DetailsDialog(QDialog):
    """An unexpected error: what to do, and the details to pass on."""

    def __init__(
        self, error: BaseException, log_file: Path | None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Something went wrong"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        headline = QLabel(tr("Something went wrong that Instance Colorizer did not expect."))
        headline.setObjectName("dockHeader")
        headline.setWordWrap(True)
        advice = tr(
            "Your photo has not been changed, and you can go on. "
            "If it happens again, please report it with the details below."
        )
        if log_file is not None:
            advice = tr("{advice} They are also in {file}.", advice=advice, file=log_file)
        what = QLabel(advice)
        what.setObjectName("quiet")
        what.setWordWrap(True)
        self.details = QPlainTextEdit("".join(traceback.format_exception(error)))
        self.details.setReadOnly(True)
        self.details.setAccessibleName(tr("Details"))
        self.details.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.details.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.details.setMinimumHeight(200)
        self.details.hide()
        self.details_button = QPushButton(tr("Details"))
        self.details_button.setCheckable(True)
        self.details_button.toggled.connect(self._show_details)
        self.copy_button = QPushButton(tr("Copy"))
        self.copy_button.setToolTip(tr("Copy the details."))
        self.copy_button.clicked.connect(self._copy)
        close = QPushButton(tr("Go on"))
        close.setObjectName("primary")
        close.setDefault(True)
        close.clicked.connect(self.accept)
        row = QHBoxLayout()
        row.addWidget(self.details_button)
        row.addWidget(self.copy_button)
        row.addStretch()
        row.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(10)
        for widget in (headline, what, self.details):
            column.addWidget(widget)
        column.addLayout(row)
        self.setMinimumWidth(520)
        explain(self, FAILURE)

    def _show_details(self, on: bool) -> None:
        self.details.setVisible(on)
        self.adjustSize()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.details.toPlainText())
        self.copy_button.setText(tr("Copied"))
