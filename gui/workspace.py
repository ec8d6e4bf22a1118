"""The state that the window shows and every command on it; knows no widgets."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from engine.adjustments import Adjustments
from engine.instances import Instance
from engine.photo import Photo
from engine.results import Detection
from engine.steps import Step, Steps
from engine.texts import tr
from gui import jobs
from gui.album import Album, Entry
from gui.editor import Editor
from gui.edits import Edit
from gui.engine_thread import EngineThread, Lane
from gui.highlight import Highlight
from gui.jobs import Bench, Ready, SaveOptions
from gui.open_photo import OpenPhoto
from gui.photo_runner import PhotoRunner
from gui.weight_overlay import Overlay, WeightView


class Workspace(QObject):
    """The shown photo and how it is shown; signals are sent after the state has changed.

    Attributes:
        album: all photos that are open.
        editor: every change that the person makes to the shown photo, with undo and redo.
        entry: the album's entry of the shown photo, None when there is none.
        highlight: which instance is pointed at, chosen, and shown alone.
        overlay: which weight map lies over the results.
        detector, device: what runs; empty before the engine has started.
        compute_variants: colorizes in other ways, see `PhotoRunner.compute_variants`.
    """

    photo_changed = Signal()
    instances_changed = Signal()
    enabled_changed = Signal()
    adjustments_changed = Signal()  # of all colours, or of one instance's
    picture_changed = Signal(object)  # the Subject
    weights_changed = Signal()
    progress_changed = Signal()
    engine_changed = Signal()
    saved = Signal(object)  # the Path
    failed = Signal(object)  # the Exception

    def __init__(self, thread: EngineThread, bench: Bench, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.album = Album(self)
        self.editor = Editor(self)
        self.entry: Entry | None = None
        self.highlight = Highlight(self)
        self.overlay = Overlay()
        self.detector = ""
        self.device = ""
        self._runner = runner = PhotoRunner(thread, bench, self)
        self.compute_variants = runner.compute_variants
        self.editor.edited.connect(self._follow_edit)
        self.highlight.selection_changed.connect(self.weights_changed)
        runner.progress_changed.connect(self.progress_changed)
        runner.picture_changed.connect(self.picture_changed)
        runner.fused.connect(self.weights_changed)
        runner.opened.connect(self._show_photo)
        runner.began.connect(self._take_engine)
        runner.detected.connect(self._take_detection)
        runner.failed.connect(self._take_failure)
        runner.impossible.connect(self.editor.back_to)

    # What there is

    @property
    def photo(self) -> OpenPhoto | None:
        """The shown photo, None when there is none."""
        return self._runner.photo

    @property
    def progress(self) -> Step | None:
        """The work to show, None when there is none."""
        return self._runner.board.progress

    @property
    def can_save(self) -> bool:
        """There is a result, and none is being saved."""
        photo = self.photo
        there = photo is not None and photo.fusion is not None and photo.session is not None
        return there and not self.saving

    @property
    def saving(self) -> bool:
        """A file is being written."""
        return self._runner.board.busy(Lane.SAVE)

    @property
    def can_colorize(self) -> bool:
        """The photo has no result, because its run was cancelled or failed."""
        photo = self.photo
        return photo is not None and photo.fusion is None and not self._busy

    @property
    def can_edit(self) -> bool:
        """The objects of the photo are known, so that they can be changed."""
        return self.editor.can_edit

    @property
    def can_detect(self) -> bool:
        """The objects of the photo can be looked for once more."""
        return self.can_edit and not self._busy

    @property
    def working(self) -> bool:
        """Something is going on or about to, shown or not."""
        return self._runner.working

    @property
    def instances(self) -> tuple[Instance, ...]:
        return self.editor.edit.instances

    @property
    def enabled(self) -> frozenset[int]:
        return self.editor.edit.enabled

    @property
    def adjustments(self) -> Adjustments:
        return self.editor.edit.adjustments

    @property
    def strength(self) -> float:
        """What multiplies the weight of every instance."""
        return self.editor.edit.strength

    @property
    def weights(self) -> WeightView | None:
        """What the overlay shows now, None when there is nothing to show."""
        if self.photo is None:
            return None
        return self.photo.weights(self.overlay, self.highlight.selected)

    # Photos

    def open(self, *paths: Path) -> None:
        """Take these files into the album, and show and colorize the first.

        What is shown stays until the photo has been read.
        """
        entries = [self.album.add(path) for path in paths]
        if entries:
            self.show(entries[0])

    def open_pasted(self, photo: Photo) -> None:
        """Show and colorize a photo without a file."""
        self.show(self.album.add_pasted(photo))

    def show(self, entry: Entry) -> None:
        """Show a photo of the album; it is colorized where it was not yet."""
        other = self.album.current is not entry
        self.album.select(entry)
        self._runner.board.cancel(Lane.WARM_UP)
        if entry is self.entry and self.photo is not None:
            if other:  # which was about to be opened
                self._runner.board.cancel(Lane.PHOTO)
            self._runner.go_on()
        elif entry.photo is not None:
            self._runner.board.cancel(Lane.PHOTO)
            self._show_photo(entry, entry.photo)
            self._runner.go_on()
        else:
            self._runner.open(entry)

    def close_photo(self, entry: Entry) -> None:
        """Take a photo out of the album, with all that is not saved of it."""
        shown = entry is self.entry
        current = entry is self.album.current
        after = self.album.remove(entry)
        if current:
            self._runner.board.cancel(Lane.PHOTO)
        if after is not None and (current or shown):
            self.show(after)
        elif after is None:
            self._show_photo(None, None)

    def use_bench(self, bench: Bench, *, again: bool = True) -> None:
        """Go on with an engine of other settings.

        Args:
            bench: makes or gives it.
            again: whether its networks are others, so that what is open is colorized anew.
        """
        self._runner.bench = bench
        if not again:
            return
        for entry in self.album.entries:
            if entry.photo is not None:
                entry.photo.session = None
                entry.photo.restart()
        if self.photo is not None:
            self._runner.board.cancel(Lane.PREVIEW, Lane.FUSE, Lane.PHOTO, Lane.DETAIL)
            self.colorize()
        opening = self.album.current
        if opening is not None and opening is not self.entry:
            self._runner.open(opening)

    def colorize(self) -> None:
        """Run again, with the objects that are known."""
        if self.photo is not None:
            self.photo.restart()
            self.highlight.clear()
            self.instances_changed.emit()
            self.weights_changed.emit()
            self._runner.go_on()

    def detect_again(self, detector: str | None = None, threshold: float | None = None) -> None:
        """Look for objects once more; the drawn ones stay.

        Args:
            detector: as in the settings; None for the one that they name.
            threshold: the lowest score, 0..1; None for the settings'.
        """
        photo, bench = self.photo, self._runner.bench
        if photo is None or not self.can_detect:
            return
        shown = photo.darkroom.photo

        def found(detection: Detection) -> None:
            self.detector = detection.detector
            self.engine_changed.emit()
            self.editor.replace_detected(detection.instances)
            self._runner.follow()

        work = partial(jobs.detect, bench, shown, detector=detector, threshold=threshold)
        self._runner.submit(Lane.PHOTO, tr("Detecting objects"), work, on_done=found)

    def find_outline(self, instance_id: int) -> None:
        """Look for where an instance ends inside its box; it becomes an edit."""
        self._runner.find_outline(instance_id, self.editor.set_outline)

    # Other commands

    def cancel(self) -> None:
        """Stop the work that is shown; the last good picture stays."""
        if self._runner.cancel() is Lane.PHOTO:
            self.album.select(self.entry)

    def set_overlay(self, overlay: Overlay) -> None:
        """Lay another weight map over the results."""
        nobody = self.highlight.selected is None
        if overlay.needs_instance and nobody and self.instances:
            self.highlight.select(self.instances[0].id)
        self.overlay = overlay
        self.weights_changed.emit()

    def set_zoom(self, scale: float) -> None:
        """Render what this zoom needs when there is time; in screen pixels per photo pixel."""
        self._runner.set_zoom(scale)

    def save(
        self, path: Path, options: SaveOptions | None = None, *, overwrite: bool = False
    ) -> None:
        """Write the result at the photo's full resolution."""
        photo, entry = self.photo, self.entry
        if photo is None or entry is None or photo.session is None:
            return
        session, edit, chosen = photo.session, photo.edit, options or SaveOptions()

        def saved(place: Path) -> None:
            entry.saved_as, entry.saved = place, edit
            self.album.changed.emit()
            self.saved.emit(place)

        work = partial(jobs.save, session, edit, path, chosen, overwrite=overwrite)
        self.write(tr("Saving {name}", name=path.name), work, saved)

    def write(
        self, label: str, work: Callable[[], Steps[Path]], on_done: Callable[[Path], None]
    ) -> None:
        """Run a job that writes a file; only one at a time, the newest wins."""
        self._runner.submit(Lane.SAVE, label, work, on_done=on_done)

    # What follows

    @property
    def _busy(self) -> bool:
        return self._runner.board.busy(Lane.PHOTO)

    def _follow_edit(self, before: Edit, after: Edit) -> None:
        photo = self.photo
        if photo is None:
            return
        photo.follow_edit()
        if before.objects != after.objects:
            self._keep_highlight(after)
            self.instances_changed.emit()
        if before.enabled != after.enabled:
            self.enabled_changed.emit()
        if before.colours != after.colours:
            self.adjustments_changed.emit()
        self._runner.follow_edit(before, after)
        self.album.changed.emit()

    def _keep_highlight(self, edit: Edit) -> None:
        """Nothing that is gone stays highlighted."""
        highlight = self.highlight
        if highlight.alone is not None and highlight.alone not in edit.ids:
            highlight.show_alone(None)
        if highlight.selected not in edit.ids:
            highlight.select(None)
        if highlight.hovered not in edit.ids:
            highlight.hover(None)

    def _show_photo(self, entry: Entry | None, photo: OpenPhoto | None) -> None:
        self.entry = entry
        self._runner.show(photo)
        self.editor.show(photo)
        if entry is not None and photo is not None:
            self.album.wake(entry, photo)
        self.highlight.clear()
        self.photo_changed.emit()
        self.instances_changed.emit()
        self.adjustments_changed.emit()
        self.weights_changed.emit()

    def _take_engine(self, ready: Ready) -> None:
        self.detector = ready.detector or self.detector
        self.device = ready.device
        self.engine_changed.emit()
        if ready.trouble is not None:
            self.failed.emit(ready.trouble)

    def _take_detection(self, detection: Detection | None) -> None:
        """The instances are known; None when only their thumbnails have changed."""
        if detection is not None:
            self.highlight.clear()
            self.editor.history_changed.emit()
        self.instances_changed.emit()
        self.set_overlay(self.overlay)  # which may need an instance

    def _take_failure(self, error: Exception, entry: Entry | None) -> None:
        """Report; what cannot be opened leaves the album, and what it interrupted goes on."""
        self.failed.emit(error)
        if entry is None:
            return
        if entry.photo is None and entry in self.album.entries and not entry.unsaved:
            self.album.remove(entry)
        self.album.select(self.entry)
        self._runner.go_on()
