"""The worker's jobs: the engine's steps, each result together with the pictures that show it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol, TypeVar

from PySide6.QtGui import QImage

from engine.instances import Instance
from engine.photo import Photo, save_picture
from engine.photo import open_photo as read_photo
from engine.render import recolor_steps
from engine.results import Colorization, Detection, Fusion, InstanceColorization
from engine.steps import Step, Steps, finish
from gui.darkroom import Darkroom, Look, Pane, Picture, Subject

Result = TypeVar("Result")
Wanted = tuple[Subject, Colorization | None, float]  # what, in which colours, at which scale
SIXTEEN_BIT_FORMATS = (".png", ".tif", ".tiff")


class PhotoSession(Protocol):
    """What the window needs of `engine.session.Session`, which imports torch."""

    photo: Photo
    instances: tuple[Instance, ...]

    def run(self, instances: Sequence[Instance] | None = None) -> Steps[Fusion]: ...

    def fuse(self, enabled: Iterable[int]) -> Steps[Fusion]: ...


class EngineBench(Protocol):
    """What the window needs of `engine.workbench.Workbench`, which imports torch."""

    @property
    def detector_name(self) -> str | None: ...

    @property
    def device(self) -> str: ...

    def start(
        self, photo: Photo, instances: Sequence[Instance] | None = None
    ) -> Steps[PhotoSession]: ...


@dataclass(frozen=True)
class Opened:
    """A photo was read; what was open before may go."""

    path: Path
    darkroom: Darkroom


@dataclass(frozen=True)
class Ready:
    """Networks and detector are loaded, and the session of the photo has begun."""

    session: PhotoSession
    detector: str | None
    device: str


@dataclass(frozen=True)
class Developed:
    """A result of a job, and the pictures that show it."""

    result: object
    pictures: tuple[Picture, ...] = ()
    thumbnails: dict[int, QImage] = field(default_factory=dict)


def warm_up(bench: Callable[[], EngineBench]) -> Steps[None]:
    """Import what is slow to import while the person looks for a photo."""
    yield Step("Starting the engine", 0, 0)
    bench()


def open_photo(
    bench: Callable[[], EngineBench], path: Path, look: Callable[[], Look]
) -> Steps[Fusion]:
    """Read, detect, colorize and fuse; the progress runs once from 0 to 100.

    Yields `Developed` results: `Opened`, `Ready`, then those of `engine.session.Session.run`.
    """
    yield Step(f"Opening {path.name}", 0, 100)
    darkroom = Darkroom(read_photo(path))
    opened = Developed(Opened(path, darkroom), tuple(_grey(darkroom)))
    yield Step("Starting the engine", 10, 100, opened)
    started = bench()
    starting = started.start(darkroom.photo)
    try:
        while True:
            yield _within(replace(next(starting), result=None), 10, 30)
    except StopIteration as stop:
        session: PhotoSession = stop.value
    finally:
        starting.close()
    ready = Ready(session, started.detector_name, started.device)
    yield Step("Ready", 30, 100, Developed(ready))
    return (yield from colorize(session, darkroom, look))


def colorize(session: PhotoSession, darkroom: Darkroom, look: Callable[[], Look]) -> Steps[Fusion]:
    """Everything after reading."""
    start, end = 30, 50
    running = session.run()
    try:
        while True:
            step = next(running)
            for developed in _developed(step, darkroom, look()):
                yield _within(developed, start, end)
            if isinstance(step.result, Detection):
                start, end = 50, 90
            elif step.done == step.total and start == 50:
                start, end = 90, 100
    except StopIteration as stop:
        return stop.value
    finally:
        running.close()


def fuse(
    session: PhotoSession,
    darkroom: Darkroom,
    enabled: frozenset[int],
    look: Callable[[], Look],
) -> Steps[Fusion]:
    """Fuse again with other instances, from cache."""
    running = session.fuse(enabled)
    try:
        while True:
            yield from _developed(next(running), darkroom, look())
    except StopIteration as stop:
        return stop.value
    finally:
        running.close()


def render(darkroom: Darkroom, wanted: Sequence[Wanted], saturation: float) -> Steps[None]:
    """These pictures, one after the other."""
    for done, (subject, colorization, scale) in enumerate(wanted):
        start, end = 100 * done // len(wanted), 100 * (done + 1) // len(wanted)
        label = "Rendering at full size" if scale == darkroom.full else "Rendering"
        yield Step(label, start, 100)
        if colorization is None:
            picture = darkroom.grey(subject.pane, scale)
        else:
            steps = darkroom.develop(subject, colorization, saturation, scale)
            picture = yield from _as_part(steps, label, start, end)
        yield Step(label, end, 100, Developed(None, (picture,)))


def save(
    session: PhotoSession,
    enabled: frozenset[int],
    path: Path,
    *,
    saturation: float,
    overwrite: bool,
) -> Steps[Path]:
    """Render the fused picture of `enabled` at full resolution and write it.

    16-bit photos stay 16-bit where the file format can hold that.

    Raises:
        EngineError: the file cannot be written.
    """
    fusion = yield from _silent(session.fuse(enabled))
    photo = session.photo
    deep = photo.bit_depth > 8 and path.suffix.lower() in SIXTEEN_BIT_FORMATS
    bit_depth = 16 if deep else 8
    rendering = recolor_steps(
        photo.lightness, fusion.colorization, saturation=saturation, bit_depth=bit_depth
    )
    picture = yield from _as_part(rendering, f"Saving {path.name}", 0, 80)
    yield Step(f"Writing {path.name}", 80, 100)
    save_picture(picture, photo, path, bit_depth=bit_depth, overwrite=overwrite)
    return path


def _grey(darkroom: Darkroom) -> list[Picture]:
    return [darkroom.grey(pane, darkroom.preview) for pane in (Pane.SOURCE, Pane.INSTANCES)]


def _developed(step: Step, darkroom: Darkroom, look: Look) -> Steps[None]:
    """The step with a quick picture of its result; then a sharper one if the zoom needs it."""
    result = step.result
    colours: Colorization
    if isinstance(result, Detection):
        thumbnails = darkroom.thumbnails(result.instances)
        yield replace(step, result=Developed(result, thumbnails=thumbnails))
        return
    if isinstance(result, Colorization):
        subject, colours = Subject(Pane.FULL), result
    elif isinstance(result, InstanceColorization):
        subject, colours = Subject(Pane.INSTANCES, result.instance.id), result.colorization
    elif isinstance(result, Fusion):
        subject, colours = Subject(Pane.FUSED), result.colorization
    else:
        yield replace(step, result=None)
        return
    quick = finish(darkroom.develop(subject, colours, look.saturation, darkroom.quick))
    yield replace(step, result=Developed(result, (quick,)))
    sharp = min(darkroom.scale_for(look.scale), darkroom.preview)
    if sharp > darkroom.quick and subject.pane is Pane.FUSED:
        picture = finish(darkroom.develop(subject, colours, look.saturation, sharp))
        yield replace(step, result=Developed(None, (picture,)))


def _as_part(steps: Steps[Result], label: str, start: int, end: int) -> Steps[Result]:
    """The steps under another label, as a part of 100."""
    try:
        while True:
            yield _within(replace(next(steps), label=label), start, end)
    except StopIteration as stop:
        return stop.value
    finally:
        steps.close()


def _within(step: Step, start: int, end: int) -> Step:
    """The step's progress as a part of 100."""
    share = step.done / step.total if step.total else 0.0
    return replace(step, done=round(start + (end - start) * share), total=100)


def _silent(steps: Steps[Result]) -> Steps[Result]:
    """The same steps without their partial results."""
    try:
        while True:
            yield replace(next(steps), result=None)
    except StopIteration as stop:
        return stop.value
    finally:
        steps.close()
