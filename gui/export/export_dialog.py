"""The export dialog: any pane or the figure, with a preview of what will be written."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from engine.errors import EngineError
from engine.panes import PaneKind
from engine.texts import marked, tr
from gui.dialogs import Dialogs
from gui.export import export_jobs
from gui.export.export_form import ExportForm
from gui.export.export_plan import MM_PER_INCH, ExportPlan, frame_size, pane_word, scale_of
from gui.export.preview_pane import PreviewPane
from gui.help_button import HelpButton
from gui.jobs import PhotoSession
from gui.naming import EXPORT_PATTERN, export_path, export_trouble, is_own, is_there
from gui.spare_time import SpareTime
from gui.tips import EXPORT, explain
from gui.views.progress_strip import ElidedLabel
from gui.workspace import Workspace

PREVIEW_SIDE = 720  # pixels
PREVIEW_MS = 150  # a slider in motion is not followed
FORM_WIDTH = 372
SIZE = QSize(980, 780)  # in pixels; less on a small screen
PIXELS = marked("{width} × {height} pixels, {depth} bits per channel")  # noqa: RUF001
IN_PRINT = marked("{width} × {height} pixels, {across} × {down} mm in print")  # noqa: RUF001
TASK = "export preview"


class ExportDialog(QDialog):
    """Writes pictures of the shown photo; it stays open until it is closed.

    Args:
        workspace: its shown photo is colorized and stays shown while the dialog is open.
        spare: renders the preview.
        dialogs: ask for a folder, and before a file is replaced.
        folder: where to; None is beside the photo.
        pattern: of the file name, with `{name}` and `{pane}`.
        quality, bit_depth, note: to begin with.

    Attributes:
        exported: the `Path` that was written.
        folder: where to.
        chosen_folder: the same where it was chosen here, else None.
    """

    exported = Signal(object)

    def __init__(
        self,
        workspace: Workspace,
        spare: SpareTime,
        dialogs: Dialogs,
        *,
        folder: Path | None = None,
        pattern: str = EXPORT_PATTERN,
        quality: int = 95,
        bit_depth: int | None = None,
        note: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        photo, entry = workspace.photo, workspace.entry
        if photo is None or entry is None or photo.session is None or photo.fusion is None:
            raise EngineError(tr("There is nothing to export yet."), tr("Colorize a photo first."))
        self._workspace, self._spare, self._dialogs = workspace, spare, dialogs
        self._photo, self._entry = photo, entry
        self._session: PhotoSession = photo.session
        self.folder = folder
        self.chosen_folder: Path | None = None
        self._writing: Path | None = None
        self.setWindowTitle(tr("Export"))
        depth = bit_depth or photo.darkroom.photo.bit_depth
        self.form = ExportForm(photo, quality, depth, note=note)
        self.form.format.setCurrentIndex(0)
        self.picture = PreviewPane()
        self.size_text = QLabel()
        self.size_text.setObjectName("quiet")
        self.size_text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.name = QLineEdit(pattern)
        self.name.setAccessibleName(tr("File name"))
        self.name.setToolTip(tr("{name} stands for the photo's name, {pane} for the picture's."))
        self.name_text = QLabel()
        self.name_text.setWordWrap(True)
        self.folder_text = ElidedLabel()
        self.folder_text.setObjectName("quiet")
        self.folder_text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.folder_button = QPushButton(tr("Choose…"))
        self.folder_button.setAccessibleName(tr("Choose a folder"))
        self.status = QLabel()
        self.status.setWordWrap(True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(150)
        self.bar.setAccessibleName(tr("Progress"))
        policy = self.bar.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.bar.setSizePolicy(policy)
        self.bar.hide()
        self.close_button = QPushButton(tr("Close"))
        self.export_button = QPushButton(tr("Export"))
        self.export_button.setObjectName("primary")
        self.export_button.setDefault(True)
        self._lay_out()
        explain(self, EXPORT)
        self._late = QTimer(self, singleShot=True, interval=PREVIEW_MS)
        self._late.timeout.connect(self._render)
        self._end = QTimer(self, singleShot=True, interval=0)  # after the signals of this moment
        self._end.timeout.connect(self._stopped)
        self.form.changed.connect(self._refresh)
        self.name.textChanged.connect(lambda _: self._refresh())
        self.folder_button.clicked.connect(self._choose_folder)
        self.close_button.clicked.connect(self.reject)
        self.export_button.clicked.connect(self._export_or_stop)
        workspace.progress_changed.connect(self._follow)
        workspace.failed.connect(self._failed)
        self._refresh()
        self._render()

    @property
    def pattern(self) -> str:
        """The pattern of the file name."""
        return self.name.text()

    @property
    def name_trouble(self) -> str:
        """Why the pattern cannot name a file; empty where it can."""
        return export_trouble(self.pattern)

    @property
    def plan(self) -> ExportPlan:
        """What is chosen."""
        return self.form.plan

    @property
    def path(self) -> Path:
        """Where it goes; with another name where this one is not possible."""
        plan, pattern = self.plan, EXPORT_PATTERN if self.name_trouble else self.pattern
        word = pane_word(plan.choice, self._photo.instances, moving=plan.moving)
        return export_path(self._entry, word, plan.suffix, pattern=pattern, folder=self.folder)

    @property
    def written_size(self) -> tuple[int, int]:
        """(height, width) in pixels of what would be written."""
        plan, photo = self.plan, self._photo
        whose = None if plan.choice is None else photo.instance(plan.choice.instance)
        height, width = frame_size(plan, photo.height, photo.width, whose)
        scale = scale_of(plan, height, width) if height else 1.0
        return round(height * scale), round(width * scale)

    def choose_figure(self) -> None:
        """Begin with the figure for a paper, in a format that keeps its lines sharp."""
        self.form.choose(None)
        self.form.format.setCurrentIndex(self.form.format.findData(".png"))

    def choose(self, kind: PaneKind) -> None:
        """Begin with this picture."""
        self.form.choose(kind)

    def export(self) -> None:
        """Write it, after a question if the file exists."""
        plan, path, edit, session = self.plan, self.path, self._photo.edit, self._session
        if self._workspace.saving:
            self._say(tr("Another file is being written; try again when it is done."))
            return
        exists = is_there(path)
        if exists and not is_own(path, self._entry) and not self._dialogs.may_replace(path):
            return
        self._writing = path
        self._say("")

        def written(place: Path) -> None:
            self._writing = None
            choice = plan.choice
            if choice is not None and choice.kind is PaneKind.RESULT and not plan.smaller:
                self._entry.saved = edit
                self._workspace.album.changed.emit()
            self._say(tr("Wrote {name}.", name=place.name))
            self._refresh_button()
            self.exported.emit(place)

        self._workspace.write(
            tr("Exporting {name}", name=path.name),
            lambda: export_jobs.export(session, edit, plan, path, overwrite=exists),
            written,
        )
        self._refresh_button()

    def reject(self) -> None:
        """Close; what is being written is stopped, and nothing half-written is left."""
        self._leave()
        super().reject()

    # What follows

    def _leave(self) -> None:
        self._spare.drop(TASK)
        self._late.stop()
        if self._writing is not None:
            self._writing = None
            self._workspace.cancel()

    def _export_or_stop(self) -> None:
        if self._writing is None:
            self.export()
        else:
            self._workspace.cancel()

    def _choose_folder(self) -> None:
        folder = self._dialogs.folder_to_write(self.path.parent)
        if folder is not None:
            self.folder = self.chosen_folder = folder
            self._refresh()

    def _refresh(self) -> None:
        plan, trouble = self.plan, self.name_trouble
        height, width = self.written_size
        _tell(self.name_text, trouble or self.path.name, warning=bool(trouble))
        self.folder_text.set_full_text(str(self.path.parent))
        text = tr(PIXELS, width=width, height=height, depth=plan.depth)
        if plan.choice is None:
            across, down = (round(side / plan.dpi * MM_PER_INCH) for side in (width, height))
            text = tr(IN_PRINT, width=width, height=height, across=across, down=down)
        too_large = plan.trouble(height, width)
        _tell(self.size_text, too_large or text, warning=bool(too_large))
        self._trouble = trouble or too_large
        self._refresh_button()
        self._late.start()

    def _refresh_button(self) -> None:
        writing = self._writing is not None
        self.export_button.setText(tr("Stop") if writing else tr("Export"))
        self.export_button.setEnabled(writing or not self._trouble)
        self.bar.setVisible(writing)

    def _render(self) -> None:
        self._late.stop()
        plan, edit, session = self.plan, self._photo.edit, self._session
        if plan.choice is None and not plan.layout.panes:
            self._spare.drop(TASK)
            self.picture.show_image(None)
            return
        self._spare.do(
            TASK,
            lambda: export_jobs.preview(session, edit, plan, PREVIEW_SIDE),
            self.picture.show_image,
            lambda error: self._say(str(error)),
        )

    def _follow(self) -> None:
        if self._writing is None:
            return
        step = self._workspace.progress
        if self._workspace.saving and step is not None:
            self.bar.setRange(0, step.total)
            self.bar.setValue(step.done)
        elif not self._workspace.saving:
            self._end.start()

    def _stopped(self) -> None:
        if self._writing is not None and not self._workspace.saving:
            self._writing = None
            self._say(tr("Stopped; nothing was written."))
            self._refresh_button()

    def _failed(self, error: Exception) -> None:
        if self._writing is not None and not self._workspace.saving:
            self._writing = None
            known = isinstance(error, EngineError)
            self._say(str(error) if known else tr("It could not be written."))
            self._refresh_button()

    def _say(self, text: str) -> None:
        self.status.setText(text)

    def _lay_out(self) -> None:
        name_title, folder_title = QLabel(tr("File name")), QLabel(tr("Folder"))
        folder_row = QHBoxLayout()
        folder_row.addWidget(self.folder_text, 1)
        folder_row.addWidget(self.folder_button)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 12, 0)
        column.setSpacing(7)
        column.addWidget(self.form)
        column.addSpacing(10)
        column.addWidget(name_title)
        column.addWidget(self.name)
        column.addWidget(self.name_text)
        column.addSpacing(4)
        column.addWidget(folder_title)
        column.addLayout(folder_row)
        column.addStretch()
        scroll = QScrollArea()
        scroll.setStyleSheet("QScrollArea { border: 0; }")
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(left)
        scroll.setFixedWidth(FORM_WIDTH)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # what is in it scrolls it
        right = QVBoxLayout()
        right.setSpacing(8)
        right.addWidget(self.picture, 1)
        right.addWidget(self.size_text)
        middle = QHBoxLayout()
        middle.setSpacing(14)
        middle.addWidget(scroll)
        middle.addLayout(right, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(HelpButton("export", self))
        buttons.addWidget(self.status, 1)
        buttons.addWidget(self.bar)
        buttons.addWidget(self.close_button)
        buttons.addWidget(self.export_button)
        page = QVBoxLayout(self)
        page.setContentsMargins(18, 16, 18, 14)
        page.setSpacing(14)
        page.addLayout(middle, 1)
        page.addLayout(buttons)
        for button in (self.close_button, self.export_button):
            button.setMinimumWidth(88)
        room = self.screen().availableSize()
        self.resize(SIZE.boundedTo(QSize(room.width(), round(room.height() * 0.9))))


def _tell(label: QLabel, text: str, *, warning: bool) -> None:
    """Show a sentence, in another colour where it says why it is not possible."""
    label.setText(text)
    wanted = "warning" if warning else "quiet"
    if label.objectName() != wanted:
        label.setObjectName(wanted)
        label.style().unpolish(label)
        label.style().polish(label)
