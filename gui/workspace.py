"""The state that the window shows and every command on it; knows no widgets."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from engine.instances import Instance
from engine.results import Detection
from engine.steps import Step, Steps
from gui import jobs
from gui.darkroom import Look, Picture
from gui.engine_thread import EngineThread, Lane
from gui.highlight import Highlight
from gui.job_board import SHOWN_FIRST, JobBoard
from gui.jobs import Developed, EngineBench, Opened, Ready
from gui.open_photo import OpenPhoto
from gui.weight_overlay import Overlay, WeightView

IDLE_MS = 250  # quiet time before pictures are rendered at full size


class Workspace(QObject):
    """The open photo and how it is shown; signals are sent after the state has changed.

    Attributes:
        photo: the open photo, None before the first.
        highlight: which instance is pointed at, chosen, and shown alone.
        overlay: which weight map lies over the results.
        saturation: 0 grey, 1 as the networks say, up to 2.
        detector, device: what runs; empty before the engine has started.
    """

    photo_changed = Signal()
    instances_changed = Signal()
    enabled_changed = Signal()
    picture_changed = Signal(object)  # the Subject
    weights_changed = Signal()
    saturation_changed = Signal()
    progress_changed = Signal()
    engine_changed = Signal()
    saved = Signal(object)  # the Path
    failed = Signal(object)  # the Exception

    def __init__(
        self,
        thread: EngineThread,
        bench: Callable[[], EngineBench],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.photo: OpenPhoto | None = None
        self.highlight = Highlight(self)
        self.highlight.selection_changed.connect(self.weights_changed)
        self.overlay = Overlay()
        self.saturation = 1.0
        self.detector = ""
        self.device = ""
        self._bench = bench
        self._board = JobBoard(thread, self)
        self._board.progress_changed.connect(self.progress_changed)
        self._scale = 0.0
        self._idle = QTimer(self, singleShot=True, interval=IDLE_MS)
        self._idle.timeout.connect(self._render_details)
        self._board.ended.connect(lambda lane: lane is Lane.DETAIL or self._idle.start())

    # What there is

    @property
    def progress(self) -> Step | None:
        """The work to show, None when there is none."""
        return self._board.progress

    @property
    def look(self) -> Look:
        """How pictures are wanted now."""
        return Look(self.saturation, self._scale)

    @property
    def can_save(self) -> bool:
        """There is a result, and none is being saved."""
        return self.photo is not None and self.photo.fusion is not None and not self.saving

    @property
    def saving(self) -> bool:
        """A result is being written."""
        return self._board.busy(Lane.SAVE)

    @property
    def can_colorize(self) -> bool:
        """The photo has no result, because its run was cancelled or failed."""
        photo = self.photo
        return photo is not None and photo.fusion is None and not self._board.busy(Lane.PHOTO)

    @property
    def working(self) -> bool:
        """Something is going on or about to, shown or not."""
        return self._idle.isActive() or self._board.busy(*Lane)

    @property
    def instances(self) -> tuple[Instance, ...]:
        return () if self.photo is None else self.photo.instances

    @property
    def enabled(self) -> frozenset[int]:
        return frozenset() if self.photo is None else self.photo.enabled

    @property
    def weights(self) -> WeightView | None:
        """What the overlay shows now, None when there is nothing to show."""
        if self.photo is None:
            return None
        return self.photo.weights(self.overlay, self.highlight.selected)

    # Commands

    def open(self, path: Path) -> None:
        """Open and colorize; what is open stays until the photo has been read."""
        self._board.cancel(Lane.WARM_UP)
        self._submit(
            Lane.PHOTO,
            f"Opening {path.name}",
            lambda: jobs.open_photo(self._bench, path, lambda: self.look),
            on_failed=partial(self._opening_failed, self.photo),
        )

    def colorize(self) -> None:
        """Run again after a cancelled or failed run."""
        photo = self.photo
        if photo is None:
            return
        session = photo.session
        if session is None:
            self.open(photo.path)
            return
        photo.restart()
        self.highlight.clear()
        self.instances_changed.emit()
        self.weights_changed.emit()
        self._submit(
            Lane.PHOTO,
            "Colorizing",
            lambda: jobs.colorize(session, photo.darkroom, lambda: self.look),
        )

    def cancel(self) -> None:
        """Stop the work that is shown; the last good picture stays."""
        lane = self._board.shown
        if lane is not None:
            self._board.cancel(lane)
            self._match_picture()

    def set_enabled(self, instance_id: int, on: bool) -> None:
        """Switch one instance on or off."""
        ids = self.enabled | {instance_id} if on else self.enabled - {instance_id}
        self._enable(ids)

    def enable_all(self) -> None:
        """Switch all instances on."""
        if self.photo is not None:
            self._enable(self.photo.ids)

    def enable_none(self) -> None:
        """Switch all instances off: the full-image result."""
        self._enable(frozenset())

    def set_overlay(self, overlay: Overlay) -> None:
        """Lay another weight map over the results."""
        nobody = self.highlight.selected is None
        if overlay.needs_instance and nobody and self.instances:
            self.highlight.select(self.instances[0].id)
        self.overlay = overlay
        self.weights_changed.emit()

    def set_saturation(self, saturation: float) -> None:
        """Change the strength of all colours, at preview size at once."""
        if saturation == self.saturation:
            return
        self.saturation = saturation
        self.saturation_changed.emit()
        self._render_quickly()

    def set_zoom(self, scale: float) -> None:
        """Render what this zoom needs when there is time; in screen pixels per photo pixel."""
        self._scale = scale
        if self.photo is not None and self.photo.missing(self.look):
            self._idle.start()

    def save(self, path: Path, *, overwrite: bool = False) -> None:
        """Write the result at the photo's full resolution."""
        photo = self.photo
        if photo is None or photo.session is None:
            return
        session, enabled, saturation = photo.session, photo.enabled, self.saturation

        def saved(place: Path) -> None:
            photo.saved_as = place
            self.saved.emit(place)

        self._submit(
            Lane.SAVE,
            f"Saving {path.name}",
            lambda: jobs.save(session, enabled, path, saturation=saturation, overwrite=overwrite),
            on_done=saved,
        )

    # Jobs

    def _submit(
        self,
        lane: Lane,
        label: str,
        work: Callable[[], Steps[Any]],
        *,
        on_done: Callable[[Any], None] | None = None,
        on_failed: Callable[[Exception], None] | None = None,
    ) -> None:
        if lane is not Lane.DETAIL:
            self._board.cancel(Lane.DETAIL)
        self._board.submit(
            lane,
            label,
            work,
            on_step=self._take_step,
            on_done=on_done or self._settle,
            on_failed=on_failed or self._work_failed,
        )

    def _take_step(self, step: Step) -> None:
        if isinstance(step.result, Developed):
            self._take(step.result)

    def _take(self, developed: Developed) -> None:
        """Show a result and its pictures."""
        result = developed.result
        if isinstance(result, Opened):
            self._show_photo(result)
        photo = self.photo
        if photo is None:
            return
        if isinstance(result, Ready):
            photo.session = result.session
            self.detector = result.detector or ""
            self.device = result.device
            self.engine_changed.emit()
        elif isinstance(result, Detection):
            photo.take_detection(result, developed.thumbnails)
            self.detector = result.detector
            self.highlight.clear()
            self.engine_changed.emit()
            self.instances_changed.emit()
            self.set_overlay(self.overlay)  # which may need an instance
        else:
            photo.take_result(result)
        for picture in developed.pictures:
            self._take_picture(photo, picture)
        if result is not None and result is photo.fusion:
            self.weights_changed.emit()

    def _take_picture(self, photo: OpenPhoto, picture: Picture) -> None:
        if not photo.take_picture(picture, self.saturation):
            return
        self.picture_changed.emit(picture.subject)
        if picture.made_from is not None and picture.saturation != self.saturation:
            self._render_quickly()

    def _show_photo(self, opened: Opened) -> None:
        self._board.cancel(Lane.PREVIEW, Lane.FUSE, Lane.DETAIL)
        self.photo = OpenPhoto(opened.path, opened.darkroom)
        self.highlight.clear()
        self.photo_changed.emit()
        self.instances_changed.emit()
        self.weights_changed.emit()

    def _settle(self, _result: object) -> None:
        """A run or a fusion has ended; what was switched meanwhile follows."""
        photo = self.photo
        if photo is not None and photo.fusion is not None and photo.fusion.ids != photo.enabled:
            self._fuse()

    def _opening_failed(self, before: OpenPhoto | None, error: Exception) -> None:
        """Report, and finish the run of the photo that is still open, which was interrupted."""
        self._work_failed(error)
        if self.photo is before and before is not None and before.fusion is None:
            self.colorize()

    def _work_failed(self, error: Exception) -> None:
        self._match_picture()
        self.failed.emit(error)

    def _enable(self, ids: frozenset[int]) -> None:
        if self.photo is None or ids == self.photo.enabled:
            return
        self.photo.enabled = ids
        self.enabled_changed.emit()
        if not self._board.busy(Lane.PHOTO):
            self._fuse()

    def _fuse(self) -> None:
        photo = self.photo
        if photo is None or photo.session is None:
            return
        session, enabled = photo.session, photo.enabled
        self._submit(
            Lane.FUSE,
            f"Fusing {len(enabled)} of {len(photo.instances)} instances",
            lambda: jobs.fuse(session, photo.darkroom, enabled, lambda: self.look),
        )

    def _match_picture(self) -> None:
        """Let the check boxes tell what the fused picture shows."""
        photo = self.photo
        if photo is None or photo.fusion is None or self._board.busy(Lane.FUSE, Lane.PHOTO):
            return
        if photo.enabled != photo.fusion.ids:
            photo.enabled = photo.fusion.ids
            self.enabled_changed.emit()

    def _render_quickly(self) -> None:
        """Small pictures with the newest saturation, at once."""
        photo = self.photo
        if photo is None:
            return
        wanted, saturation = photo.coloured(photo.darkroom.quick), self.saturation
        self._board.cancel(Lane.DETAIL)
        self._board.submit_quietly(
            Lane.PREVIEW,
            lambda: jobs.render(photo.darkroom, wanted, saturation),
            on_step=self._take_step,
            on_failed=self._work_failed,
        )

    def _render_details(self) -> None:
        """Sharper pictures, down to real pixels, while nothing else is to be done."""
        photo = self.photo
        if photo is None or self._board.busy(Lane.PREVIEW, *SHOWN_FIRST):
            return
        wanted, saturation = photo.missing(self.look), self.saturation
        if wanted:
            self._submit(
                Lane.DETAIL,
                "Rendering",
                lambda: jobs.render(photo.darkroom, wanted, saturation),
            )
