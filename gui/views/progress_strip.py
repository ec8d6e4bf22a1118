"""The status line: what is going on with Cancel, the value under the mouse, what runs."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QStackedLayout,
    QStatusBar,
    QWidget,
)

from engine.texts import marked, tr
from gui.workspace import Workspace

# Fixed, so that the progress stays where it is; the label has its place, too, when there is none.
LABEL_WIDTH, BAR_WIDTH, GAP = 320, 150, 12
PATIENCE_MS = 200  # shorter work does not flicker in the status line
DEVICES = {
    "cpu": marked("CPU"),
    "cuda": marked("NVIDIA GPU"),
    "mps": marked("Apple GPU"),
}

DETECTORS = {"none": marked("no detector"), "bundled": marked("bundled detector")}
# The multiplication sign stands between the sizes.
AS_OPENED = marked("{width} × {height} pixels, not colorized")  # noqa: RUF001
WITHOUT_OBJECTS = marked("{width} × {height} pixels, no objects found")  # noqa: RUF001
FUSED = marked("{width} × {height} pixels, {done} of {total} objects fused")  # noqa: RUF001


class ElidedLabel(QLabel):
    """A label that shortens its text instead of growing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._full = ""

    @property
    def full_text(self) -> str:
        """The text that was set."""
        return self._full

    def set_full_text(self, text: str) -> None:
        """Show as much of `text` as there is room for."""
        self._full = text
        self._elide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._elide()

    def _elide(self) -> None:
        self.setToolTip(self._full)
        metrics = self.fontMetrics()
        self.setText(metrics.elidedText(self._full, Qt.TextElideMode.ElideRight, self.width()))


class ProgressStrip(QStatusBar):
    """Progress has its place also when there is none, so that nothing moves."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._note = ""
        self.setSizeGripEnabled(False)
        self.label = ElidedLabel()
        self.bar = QProgressBar()
        self.bar.setFixedWidth(BAR_WIDTH)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(tr("Progress"))
        self.cancel_button = QPushButton(tr("Cancel"))
        self.cancel_button.setToolTip(tr("Stop this work. The last good picture stays."))
        self.cancel_button.clicked.connect(workspace.cancel)
        self.colorize_button = QPushButton(tr("Colorize"))
        self.colorize_button.setToolTip(tr("This photo has not been colorized; start again."))
        self.colorize_button.clicked.connect(workspace.colorize)
        self.buttons = QWidget()
        self.buttons.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self._one_place = QStackedLayout(self.buttons)
        self._one_place.setContentsMargins(0, 0, 0, 0)
        self._one_place.addWidget(self.cancel_button)
        self._one_place.addWidget(self.colorize_button)
        policy = self.buttons.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.buttons.setSizePolicy(policy)
        self.readout = QLabel()
        self.zoom = QLabel()
        self.zoom.setToolTip(tr("Screen pixels for each photo pixel."))
        self.engine = QLabel()
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(8, 0, 8, 0)
        layout.setSpacing(GAP)
        for widget in (self.label, self.bar, self.buttons):
            layout.addWidget(widget)
        layout.addStretch()
        for widget in (self.readout, self.zoom, self.engine):
            layout.addWidget(widget)
        self.addWidget(row, 1)
        self._patience = QTimer(self, singleShot=True, interval=PATIENCE_MS)
        self._patience.timeout.connect(self._show_progress)
        workspace.progress_changed.connect(self._refresh)
        workspace.photo_changed.connect(self._forget_note)
        workspace.enabled_changed.connect(self._forget_note)
        workspace.failed.connect(self._forget_note)
        workspace.instances_changed.connect(self._refresh)
        workspace.engine_changed.connect(self._show_engine)
        workspace.saved.connect(
            lambda path: self.note(
                tr("Saved {name} in {folder}", name=path.name, folder=path.parent)
            )
        )
        self._hide_progress()

    def set_zoom(self, percent: float) -> None:
        """Show the zoom."""
        self.zoom.setText(
            tr("{value} %", value=f"{percent:.0f}") if self._workspace.photo is not None else ""
        )

    def _refresh(self) -> None:
        if self._workspace.progress is None:
            self._patience.stop()
            self._hide_progress()
        elif self.bar.isVisible():
            self._show_progress()
        elif not self._patience.isActive():
            self._patience.start()

    def _show_progress(self) -> None:
        step = self._workspace.progress
        if step is None:
            return
        self.label.setFixedWidth(LABEL_WIDTH)
        self.label.set_full_text(step.label)
        self.bar.setRange(0, max(step.total, 1))
        self.bar.setValue(step.done)
        self.bar.show()
        self._offer(self.cancel_button)

    def _hide_progress(self) -> None:
        self.bar.hide()
        self.label.setFixedWidth(LABEL_WIDTH + GAP + BAR_WIDTH)
        self._offer(self.colorize_button if self._workspace.can_colorize else None)
        self.label.set_full_text(self._note or self._state())

    def _offer(self, button: QPushButton | None) -> None:
        """Show this button in the one place for buttons, or none."""
        if button is not None:
            self._one_place.setCurrentWidget(button)
        self.buttons.setVisible(button is not None)

    def _state(self) -> str:
        """What the window shows when nothing is going on."""
        workspace = self._workspace
        photo = workspace.photo
        if photo is None:
            return ""
        size = {"width": photo.width, "height": photo.height}
        if photo.fusion is None:
            return tr(AS_OPENED, **size)
        total = len(photo.instances)
        if not total:
            return tr(WITHOUT_OBJECTS, **size)
        return tr(FUSED, done=len(photo.fusion.ids), total=total, **size)

    def _forget_note(self) -> None:
        self._note = ""
        self._refresh()

    def note(self, note: str) -> None:
        """Say what has been done, until something else happens."""
        self._note = note
        self._refresh()

    def _show_engine(self) -> None:
        workspace = self._workspace
        device = workspace.device
        device = tr(DEVICES[device]) if device in DEVICES else device.upper()
        detector = tr("{name} detector", name=workspace.detector) if workspace.detector else ""
        if workspace.detector in DETECTORS:
            detector = tr(DETECTORS[workspace.detector])
        parts = [detector, device]
        self.engine.setText(" · ".join(part for part in parts if part))
        self.engine.setToolTip(tr("What finds the objects, and what the networks run on."))
