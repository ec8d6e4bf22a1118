"""Writing and reading projects on a worker; between an `Edit` and what a project file holds."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from engine.errors import EngineError
from engine.photo import Photo, open_photo, save_picture
from engine.project import (
    Match,
    PhotoReference,
    Project,
    check_photo,
    find_photo,
    fingerprint,
    is_same,
    path_between,
)
from engine.project_file import read_project, write_project
from engine.steps import Step, Steps
from engine.texts import tr
from gui.edits import Edit
from gui.projects.session_folder import SessionFolder

log = logging.getLogger(__name__)

PICTURE = ".png"
UNKNOWN = "?" * 64  # in place of the fingerprint of a photo that cannot be read any more


@dataclass(frozen=True)
class Snapshot:
    """What is to be written: the choices on a photo at one moment.

    Attributes:
        photo: its file; of a pasted one, the file that it is written to where there is none yet.
        size: (height, width) of it in pixels.
        edit: the choices.
        kept_in: the person's own project file, where this is written by the app for itself.
        pasted: the photo itself where it has no file.
    """

    photo: Path
    size: tuple[int, int]
    edit: Edit
    kept_in: Path | None = None
    pasted: Photo | None = None


@dataclass(frozen=True)
class Restored:
    """What was read from a project file, with its photo.

    Attributes:
        file: the project file.
        project: as in the file.
        photo: where its photo is; None where it is not there any more.
        match: whether the photo is still the same.
        pasted: the photo itself where the app keeps it, as it never had a file of its own.
    """

    file: Path
    project: Project
    photo: Path | None
    match: Match = Match.SAME
    pasted: Photo | None = None

    @property
    def edit(self) -> Edit:
        """The choices."""
        known = self.project
        return Edit(known.instances, known.enabled, known.adjustments, known.strength, known.scale)


class Writer:
    """Writes projects from two threads; of one file, what was asked for last is what stays.

    The fingerprint of a photo is that of the moment when its choices were first written.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._asked = 0
        self._written: dict[Path, int] = {}
        self._fingerprints: dict[Path, str] = {}

    def ask(self, snapshot: Snapshot, file: Path) -> Callable[[], None]:
        """What writes a snapshot; called later, on any thread.

        It raises EngineError where the file cannot be written.
        """
        self._asked += 1
        return lambda number=self._asked: self._write(snapshot, file, number)  # type: ignore[misc]

    def _write(self, snapshot: Snapshot, file: Path, number: int) -> None:
        if snapshot.pasted is not None:
            with self._lock:
                if not snapshot.photo.exists():
                    save_picture(snapshot.pasted.source, snapshot.pasted, snapshot.photo)
        mark = self._fingerprints.get(snapshot.photo)
        if mark is None:
            mark = self._fingerprints[snapshot.photo] = _fingerprint(snapshot.photo)
        height, width = snapshot.size
        edit = snapshot.edit
        project = Project(
            PhotoReference(path_between(snapshot.photo, file.parent), mark, height, width),
            edit.instances,
            edit.enabled,
            edit.adjustments,
            edit.strength,
            edit.scale,
            snapshot.kept_in,
        )
        with self._lock:
            if self._written.get(file, 0) < number:
                write_project(file, project)
                self._written[file] = number


def writing(writes: Iterable[Callable[[], None]], label: str) -> Steps[None]:
    """Write one after the other."""
    for write in writes:
        yield Step(label, 0, 0)
        write()


def opening(file: Path, *, kept: bool = False) -> Steps[Restored]:
    """Read a project and look for its photo.

    Args:
        file: the project.
        kept: it is one of the app's own, so that a photo beside it is a pasted one.

    Raises:
        EngineError: the project cannot be read, or its photo is of another size.
    """
    yield Step(tr("Opening {name}", name=file.name), 0, 0)
    project = read_project(file)
    found = find_photo(project, file)
    photo, match = (None, Match.SAME) if found is None else found
    pasted = None
    if kept and photo is not None and is_pasted(file, photo):
        pasted = replace(open_photo(photo), path=None)
    return Restored(file, project, photo, match, pasted)


def picture_beside(file: Path) -> Path:
    """Where the app keeps a pasted photo, beside what it keeps of the choices on it."""
    return file.with_suffix(PICTURE)


def photo_beside(project: Path) -> Path:
    """Where a pasted photo is written to whose project is saved."""
    own = project.with_suffix("")
    return own if own.suffix == ".png" else own.with_name(f"{own.name}.png")


def is_pasted(file: Path, photo: Path) -> bool:
    """Whether the photo of a project that the app keeps is a pasted one."""
    return photo == picture_beside(file.absolute())


def placing(restored: Restored, photo: Path) -> Steps[Restored]:
    """Take a photo that the person has shown as the one of a project.

    Raises:
        EngineError: it is of another size.
    """
    yield Step(tr("Opening {name}", name=photo.name), 0, 0)
    check_photo(photo, restored.project)
    return replace(restored, photo=photo, match=is_same(photo, restored.project))


def _fingerprint(photo: Path) -> str:
    try:
        return fingerprint(photo)
    except OSError as error:
        log.warning("%s has no fingerprint: %s", photo, error)
        return UNKNOWN


def looking(folder: SessionFolder) -> Steps[list[tuple[Path, Project]]]:
    """What earlier starts have kept and nobody has saved; what cannot be read is left there."""
    found = []
    for file in folder.leftovers():
        yield Step(tr("Looking at {name}", name=file.name), 0, 0)
        try:
            found.append((file, read_project(file)))
        except EngineError as error:
            log.warning("%s", error)
    return found
