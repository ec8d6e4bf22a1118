"""Keeps the shown photo's results and pictures in step with what the person has chosen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal

from engine.detection.coco import shown_name
from engine.instances import Instance
from engine.results import Detection
from engine.steps import Step, Steps
from engine.texts import counted, marked, tr
from gui import jobs
from gui.album import Entry
from gui.darkroom import Look, Picture
from gui.edits import Edit
from gui.engine_thread import EngineThread, Lane
from gui.job_board import SHOWN_FIRST, JobBoard
from gui.jobs import Bench, Developed, Opened, Ready
from gui.open_photo import OpenPhoto
from gui.variant_jobs import instance_variant_pictures, variant_pictures

IDLE_MS = 250  # quiet time before pictures are rendered at full size


@dataclass
class _Goal:
    """What one job is for.

    Attributes:
        entry: what it opens, None for the shown photo.
        edit: what it fuses; None until the detector has found the objects, or for no fusion.
    """

    entry: Entry | None = None
    edit: Edit | None = None


class PhotoRunner(QObject):
    """Runs the engine's jobs for the shown photo and takes what they give.

    Attributes:
        bench: makes or gives the engine, on the worker.
        photo: the shown photo, None when there is none.
        opened: a photo was read: its `Entry` and the new `OpenPhoto`, which is not shown yet.
        began: the engine is `Ready` for the shown photo.
        detected: the objects of the shown photo are known: the `Detection`.
        picture_changed: there is a newer picture of this `Subject`.
        fused: there is a newer fusion.
        failed: the exception, and the `Entry` that could not be opened or None.
        impossible: the newest edit cannot be shown; the `Edit` that is.
    """

    opened = Signal(object, object)
    began = Signal(object)
    detected = Signal(object)
    picture_changed = Signal(object)
    fused = Signal()
    progress_changed = Signal()
    failed = Signal(object, object)
    impossible = Signal(object)

    def __init__(self, thread: EngineThread, bench: Bench, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.bench = bench
        self.photo: OpenPhoto | None = None
        self.board = JobBoard(thread, self)
        self.board.progress_changed.connect(self.progress_changed)
        self._scale = 0.0
        self._idle = QTimer(self, singleShot=True, interval=IDLE_MS)
        self._idle.timeout.connect(self._render_details)
        self.board.ended.connect(lambda lane: lane is Lane.DETAIL or self._idle.start())

    @property
    def working(self) -> bool:
        """Something of the photo is going on or about to, shown or not."""
        return self._idle.isActive() or self.board.busy(Lane.PREVIEW, *SHOWN_FIRST)

    @property
    def look(self) -> Look:
        """How pictures are wanted now."""
        edit = Edit() if self.photo is None else self.photo.edit
        return Look(edit.finish, self._scale)

    def set_zoom(self, scale: float) -> None:
        """Render what this zoom needs when there is time; in screen pixels per photo pixel."""
        self._scale = scale
        if self.photo is not None and self.photo.missing(self.look):
            self._idle.start()

    def open(self, entry: Entry) -> None:
        """Read, detect, colorize and fuse; the shown photo stays until the new one is read."""
        source = entry.pasted or entry.path
        assert source is not None  # an entry has the one or the other
        edit = entry.history.edit if entry.history.begun else None
        self.submit(
            Lane.PHOTO,
            tr("Opening {name}", name=entry.name),
            lambda: jobs.open_photo(
                self.bench, source, edit, lambda: Look(entry.history.edit.finish, self._scale)
            ),
            on_step=partial(self._take_step, _Goal(entry, edit)),
            on_failed=lambda error: self.failed.emit(error, entry),
        )

    def show(self, photo: OpenPhoto | None) -> None:
        """Another photo is shown from now on."""
        self.board.cancel(Lane.PREVIEW, Lane.FUSE, Lane.OUTLINE, Lane.VARIANTS, Lane.DETAIL)
        self.photo = photo
        self._idle.start()

    def go_on(self) -> None:
        """Do what the shown photo is lacking, from the beginning if need be."""
        photo = self.photo
        if photo is None or self.board.busy(Lane.PHOTO):
            return
        if photo.fusion is not None and photo.session is not None:
            self.follow()
            return
        edit = photo.edit if photo.detected else None
        session, darkroom = photo.session, photo.darkroom
        if session is None:
            self._run(edit, lambda: jobs.begin(self.bench, darkroom, edit, lambda: self.look))
        else:
            self._run(edit, lambda: jobs.colorize(session, darkroom, edit, lambda: self.look))

    def follow(self) -> None:
        """Colorize and fuse what the newest edit has changed; during a run this comes after it."""
        photo = self.photo
        if photo is None or self.board.busy(Lane.PHOTO):
            return
        if photo.up_to_date:
            self.board.cancel(Lane.FUSE)  # it is after an edit that was taken back
            return
        session, edit = photo.session, photo.edit
        if session is None:
            return
        known, full = dict(photo.colorized), photo.full
        self.submit(
            Lane.FUSE,
            counted(
                len(edit.instances),
                marked("Fusing {enabled} of {n} instance"),
                marked("Fusing {enabled} of {n} instances"),
                enabled=len(edit.enabled),
            ),
            lambda: jobs.follow(session, photo.darkroom, edit, known, full, lambda: self.look),
            on_step=partial(self._take_step, _Goal(edit=edit)),
        )

    def follow_edit(self, before: Edit, after: Edit) -> None:
        """Show what a new edit of the shown photo has changed."""
        photo = self.photo
        if photo is None:
            return
        fuses = before.adjustments == after.adjustments and not photo.up_to_date
        if before.finish != after.finish and not fuses:  # else the picture comes with the fusion
            self.render_quickly()
        if before.recipe != after.recipe:
            self.follow()

    def find_outline(self, instance_id: int, found: Callable[[Instance, np.ndarray], None]) -> None:
        """Look for where an instance ends inside its box; `found` is told the mask."""
        photo = self.photo
        instance = None if photo is None else photo.instance(instance_id)
        if photo is not None and instance is not None:
            darkroom = photo.darkroom
            self.submit(
                Lane.OUTLINE,
                tr("Looking for the outline of {name}", name=shown_name(instance.label)),
                lambda: darkroom.find_outline(instance),
                on_step=lambda _: None,
                on_done=lambda mask: found(instance, mask),
            )

    def compute_variants(
        self, on_step: Callable[[Step], None] | None, instance_id: int | None = None
    ) -> None:
        """Colorize the shown photo in other ways, while nothing more urgent is to be done.

        Args:
            on_step: is told of the steps; None ends what goes on.
            instance_id: the one instance that is colorized in other ways; None for the whole photo.
        """
        photo = self.photo
        if on_step is None:
            self.board.cancel(Lane.VARIANTS)
        if on_step is None or photo is None or photo.session is None:
            return
        session, darkroom, edit = photo.session, photo.darkroom, photo.edit
        self.submit(
            Lane.VARIANTS,
            tr("Colorizing variants"),
            lambda: (
                variant_pictures(session, darkroom, edit)
                if instance_id is None
                else instance_variant_pictures(session, darkroom, edit, instance_id)
            ),
            on_step=on_step,
            on_done=lambda _: None,
        )

    def render_quickly(self) -> None:
        """Small pictures with the newest finish, at once."""
        photo = self.photo
        if photo is None:
            return
        wanted, finish = photo.unfinished(photo.darkroom.quick), photo.edit.finish
        self.board.cancel(Lane.WARM_UP)
        self.board.cancel(Lane.DETAIL)
        self.board.submit_quietly(
            Lane.PREVIEW,
            lambda: jobs.render(photo.darkroom, wanted, finish),
            on_step=partial(self._take_step, _Goal()),
            on_failed=partial(self._work_failed, Lane.PREVIEW),
        )

    def cancel(self) -> Lane | None:
        """Stop the work that is shown and say which it was; the last good picture stays."""
        lane = self.board.shown
        if lane is not None:
            self.board.cancel(lane)
            self._settle(lane)
        return lane

    def submit(
        self,
        lane: Lane,
        label: str,
        work: Callable[[], Steps[Any]],
        *,
        on_step: Callable[[Step], None] | None = None,
        on_done: Callable[[Any], None] | None = None,
        on_failed: Callable[[Exception], None] | None = None,
    ) -> None:
        """Run a job in a lane, its progress shown."""
        if lane is not Lane.DETAIL:
            self.board.cancel(Lane.DETAIL)
        self.board.submit(
            lane,
            label,
            work,
            on_step=on_step or partial(self._take_step, _Goal()),
            on_done=on_done or (lambda _: self.follow()),
            on_failed=on_failed or partial(self._work_failed, lane),
        )

    def _run(self, edit: Edit | None, work: Callable[[], Steps[Any]]) -> None:
        on_step = partial(self._take_step, _Goal(edit=edit))
        self.submit(Lane.PHOTO, tr("Colorizing"), work, on_step=on_step)

    def _take_step(self, goal: _Goal, step: Step) -> None:
        if isinstance(step.result, Developed):
            self._take(goal, step.result)

    def _take(self, goal: _Goal, developed: Developed) -> None:
        """Show a result and its pictures."""
        result = developed.result
        if isinstance(result, Opened) and goal.entry is not None:
            goal.entry.thumbnail = result.thumbnail
            self.opened.emit(goal.entry, OpenPhoto(result.darkroom, goal.entry.history))
        photo = self.photo
        if photo is None:
            return
        photo.thumbnails.update(developed.thumbnails)
        if isinstance(result, Ready):
            photo.session = result.session
            self.began.emit(result)
        elif isinstance(result, Detection):
            photo.take_detection(result)
            if goal.edit is None:  # the detector's run knows of no strength
                goal.edit = replace(photo.edit, strength=1.0)
            self.detected.emit(result)
        else:
            photo.take_result(result)
        if result is not None and result is photo.fusion:
            photo.fused = goal.edit
        for picture in developed.pictures:
            self._take_picture(photo, picture)
        if developed.thumbnails and not isinstance(result, Detection):
            self.detected.emit(None)
        if result is not None and result is photo.fusion:
            self.fused.emit()

    def _take_picture(self, photo: OpenPhoto, picture: Picture) -> None:
        if not photo.take_picture(picture):
            return
        self.picture_changed.emit(picture.subject)
        wanted = photo.edit.finish.of(picture.subject)
        if picture.made_from is not None and picture.finish != wanted:
            self.render_quickly()

    def _work_failed(self, lane: Lane, error: Exception) -> None:
        self._settle(lane)
        self.failed.emit(error, None)

    def _settle(self, lane: Lane) -> None:
        """After work in this lane that came to nothing, let choices and picture agree again."""
        photo = self.photo
        if photo is None or photo.fused is None or self.board.busy(Lane.FUSE, Lane.PHOTO):
            return
        if lane is Lane.PHOTO:  # it was for something else; what was chosen meanwhile is not done
            self.follow()
        elif not photo.up_to_date:
            self.impossible.emit(photo.fused)

    def _render_details(self) -> None:
        """Outlines to steer by, and sharper pictures, while nothing else is to be done."""
        photo = self.photo
        if photo is None or self.board.busy(Lane.PREVIEW, *SHOWN_FIRST):
            return
        wanted, finish = photo.missing(self.look), photo.edit.finish
        shown = [instance for instance in photo.instances if instance.id in photo.enabled]

        def work() -> Steps[None]:
            yield from photo.darkroom.prepare(shown)  # first: a large photo takes seconds
            yield from jobs.render(photo.darkroom, wanted, finish)

        if wanted:
            self.submit(Lane.DETAIL, tr("Rendering"), work)
        else:
            self.board.submit_quietly(Lane.DETAIL, work)
