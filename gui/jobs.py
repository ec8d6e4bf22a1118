"""The worker's jobs: the engine's steps, each result together with the pictures that show it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

from PySide6.QtGui import QImage

from engine.batch.photo_work import Bench as QueueBench
from engine.config import EngineConfig
from engine.errors import DetectorError
from engine.generated_note import noted
from engine.instances import Instance
from engine.photo import Photo, save_picture
from engine.photo import open_photo as read_photo
from engine.regions import RegionFinder
from engine.render import recolor_steps
from engine.results import Colorization, Detection, Fusion, InstanceColorization
from engine.steps import Step, Steps
from engine.steps import finish as finished
from engine.texts import tr
from engine.variants import ScaledSession
from gui.darkroom import Darkroom, Finish, Look, Pane, Picture, Subject
from gui.edits import Edit
from gui.step_parts import as_part, silent, within

Wanted = tuple[Subject, Colorization | None, float]  # what, in which colours, at which scale
SIXTEEN_BIT_FORMATS = (".png", ".tif", ".tiff")


class PhotoSession(ScaledSession, Protocol):
    """What the window needs of `engine.session.Session`, which imports torch."""

    photo: Photo
    instances: tuple[Instance, ...]
    colorized: dict[int, InstanceColorization]

    def at_scale(self, scale: float) -> PhotoSession: ...

    def set_instances(self, instances: Iterable[Instance]) -> None: ...

    def colorize(self) -> Steps[None]: ...

    def fuse(
        self, enabled: Iterable[int], strengths: Mapping[int, float] = ...
    ) -> Steps[Fusion]: ...


class EngineBench(QueueBench, Protocol):
    """What the window needs of `engine.workbench.Workbench`, which imports torch."""

    @property
    def device(self) -> str: ...

    def reconfigured(self, config: EngineConfig) -> EngineBench: ...

    def start(
        self, photo: Photo, instances: Sequence[Instance] | None = None
    ) -> Steps[PhotoSession]: ...

    def detect(
        self, photo: Photo, *, detector: str | None = None, threshold: float | None = None
    ) -> Steps[Detection]: ...


Bench = Callable[[], EngineBench]  # called on the worker only: it may import torch


@dataclass(frozen=True)
class Opened:
    """A photo was read; what was open before may go."""

    darkroom: Darkroom
    thumbnail: QImage


@dataclass(frozen=True)
class Ready:
    """Networks and detector are loaded, and the session of the photo has begun.

    Attributes:
        session: of the photo.
        detector: which one found the objects, None for none.
        device: where the networks run.
        trouble: why there is no detector, None where there is one or none is needed.
    """

    session: PhotoSession
    detector: str | None
    device: str
    trouble: Exception | None = None


@dataclass(frozen=True)
class SaveOptions:
    """How a picture is written.

    Attributes:
        quality: of JPEG and WebP, 1..100.
        bit_depth: 8 or 16; None keeps the photo's where the format can.
        note: say in the metadata that the colours are generated.
    """

    quality: int = 95
    bit_depth: int | None = None
    note: bool = True


@dataclass(frozen=True)
class Developed:
    """A result of a job, and the pictures that show it."""

    result: object
    pictures: tuple[Picture, ...] = ()
    thumbnails: dict[int, QImage] = field(default_factory=dict)


def warm_up(bench: Bench) -> Steps[None]:
    """Import what is slow to import while the person looks for a photo."""
    yield Step(tr("Starting the engine"), 0, 0)
    bench()


def open_photo(
    bench: Bench, source: Path | Photo, edit: Edit | None, look: Callable[[], Look]
) -> Steps[Fusion]:
    """Read, detect, colorize and fuse; the progress runs once from 0 to 100.

    Yields `Developed` results: `Opened`, `Ready`, then those of `engine.session.Session.run`.

    Args:
        bench: makes or gives the engine.
        source: a file, or a photo that is open already.
        edit: the person's choices where the objects are known; None lets the detector find them.
        look: how pictures are wanted now.
    """
    label = tr("Opening") if isinstance(source, Photo) else tr("Opening {name}", name=source.name)
    yield Step(label, 0, 100)
    darkroom = Darkroom(source if isinstance(source, Photo) else read_photo(source))
    opened = Opened(darkroom, darkroom.thumbnail(darkroom.frame))
    yield Step(tr("Starting the engine"), 10, 100, Developed(opened, tuple(_grey(darkroom))))
    return (yield from begin(bench, darkroom, edit, look))


def begin(
    bench: Bench, darkroom: Darkroom, edit: Edit | None, look: Callable[[], Look]
) -> Steps[Fusion]:
    """Everything after reading, with a new session."""
    yield Step(tr("Starting the engine"), 10, 100)
    started = bench()
    trouble = None
    try:
        session = yield from _started(started, darkroom.photo, edit)
    except DetectorError as error:  # the full image needs none, and objects can be drawn
        trouble, edit = error, Edit()
        session = yield from _started(started, darkroom.photo, edit)
    ready = Ready(session, started.detector_name, started.device, trouble)
    yield Step(tr("Ready"), 30, 100, Developed(ready))
    return (yield from colorize(session, darkroom, edit, look))


def _started(bench: EngineBench, photo: Photo, edit: Edit | None) -> Steps[PhotoSession]:
    starting = bench.start(photo, None if edit is None else edit.instances)
    try:
        while True:
            yield within(replace(next(starting), result=None), 10, 30)
    except StopIteration as stop:
        return stop.value
    finally:
        starting.close()


def colorize(
    session: PhotoSession, darkroom: Darkroom, edit: Edit | None, look: Callable[[], Look]
) -> Steps[Fusion]:
    """Detect, unless there is an edit; then colorize and fuse."""
    start, end = 30, 50
    if edit is None:
        running = session.run()
    else:
        session = session.at_scale(edit.scale)
        session.set_instances(edit.instances)
        running = session.run(edit.instances, enabled=edit.enabled, strengths=edit.strengths)
    sent: set[int] = set()
    try:
        while True:
            step = next(running)
            if isinstance(step.result, InstanceColorization):
                sent.add(step.result.instance.id)
            if isinstance(step.result, Fusion):  # before it, what a cancelled run had done already
                for known in _known(session, darkroom, sent, look()):
                    yield replace(known, done=end, total=100)
            for developed in _developed(step, darkroom, look()):
                yield within(developed, start, end)
            if isinstance(step.result, Detection):
                start, end = 50, 90
            elif step.done == step.total and start == 50:
                start, end = 90, 100
    except StopIteration as stop:
        return stop.value
    finally:
        running.close()


def follow(
    session: PhotoSession,
    darkroom: Darkroom,
    edit: Edit,
    known: Mapping[int, InstanceColorization],
    full: Colorization | None,
    look: Callable[[], Look],
) -> Steps[Fusion]:
    """Do what an edit changes: colorize new and moved instances, and fuse.

    Args:
        session: of the photo, at any scale.
        darkroom: of the photo.
        edit: the person's choices.
        known: the instances' colours that are shown already.
        full: the full image's colours that are shown already, None for none.
        look: how pictures are wanted now.
    """
    session = session.at_scale(edit.scale)
    new = [instance for instance in edit.instances if instance.id not in known]
    session.set_instances(edit.instances)
    if new:
        pictures = darkroom.thumbnails(new)
        yield Step(tr("Colorizing"), 0, 1, Developed(None, thumbnails=pictures))
    running = _followed(session, edit)
    sent = {key for key, own in known.items() if session.colorized.get(key) is own}
    try:
        while True:
            step = next(running)
            if isinstance(step.result, InstanceColorization):
                sent.add(step.result.instance.id)
            if isinstance(step.result, Fusion):
                yield from _known(session, darkroom, sent, look())
            if step.result is full:
                step = replace(step, result=None)
            yield from _developed(step, darkroom, look())
    except StopIteration as stop:
        return stop.value
    finally:
        running.close()


def detect(
    bench: Bench, photo: Photo, *, detector: str | None, threshold: float | None
) -> Steps[Detection]:
    """Find the objects of a photo once more."""
    yield Step(tr("Detecting objects"), 0, 0)
    return (yield from silent(bench().detect(photo, detector=detector, threshold=threshold)))


def _followed(session: PhotoSession, edit: Edit) -> Steps[Fusion]:
    yield from session.colorize()
    return (yield from session.fuse(edit.enabled, edit.strengths))


def _known(session: PhotoSession, darkroom: Darkroom, sent: set[int], look: Look) -> Steps[None]:
    """Colours that the session has had all along, of instances that are not shown yet."""
    for instance in session.instances:
        if instance.id not in sent and instance.id in session.colorized:
            step = Step(tr("Colorized"), 0, 1, session.colorized[instance.id])
            yield from _developed(step, darkroom, look)


def render(darkroom: Darkroom, wanted: Sequence[Wanted], finish: Finish) -> Steps[None]:
    """These pictures, one after the other."""
    for done, (subject, colorization, scale) in enumerate(wanted):
        start, end = 100 * done // len(wanted), 100 * (done + 1) // len(wanted)
        label = tr("Rendering at full size") if scale == darkroom.full else tr("Rendering")
        yield Step(label, start, 100)
        if colorization is None:
            picture = darkroom.grey(subject.pane, scale)
        else:
            steps = darkroom.develop(subject, colorization, finish, scale)
            picture = yield from as_part(steps, label, start, end)
        yield Step(label, end, 100, Developed(None, (picture,)))


def save(
    session: PhotoSession, edit: Edit, path: Path, options: SaveOptions, *, overwrite: bool
) -> Steps[Path]:
    """Render the fused picture of an edit at full resolution and write it.

    16-bit photos stay 16-bit where the file format can hold that, unless `options` says otherwise.

    Raises:
        EngineError: the file cannot be written.
    """
    yield Step(tr("Saving {name}", name=path.name), 0, 100)
    session = session.at_scale(edit.scale)
    session.set_instances(edit.instances)
    fusion = finished(_followed(session, edit))  # at once: between steps another edit may come
    photo = session.photo
    wanted = photo.bit_depth if options.bit_depth is None else options.bit_depth
    deep = wanted > 8 and path.suffix.lower() in SIXTEEN_BIT_FORMATS
    bit_depth = 16 if deep else 8
    full = fusion.colorization if session.full is None else session.full
    rendering = recolor_steps(
        photo.lightness,
        fusion.colorization,
        adjustments=edit.adjustments,
        regions=RegionFinder(photo.lightness, full).regions(edit.finish.steered),
        bit_depth=bit_depth,
    )
    picture = yield from as_part(rendering, tr("Saving {name}", name=path.name), 0, 80)
    yield Step(tr("Writing {name}", name=path.name), 80, 100)
    if options.note:
        photo = noted(photo, path)
    save_picture(
        picture, photo, path, quality=options.quality, bit_depth=bit_depth, overwrite=overwrite
    )
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
        darkroom.take_full(result)
    elif isinstance(result, InstanceColorization):
        subject, colours = Subject(Pane.INSTANCES, result.instance.id), result.colorization
    elif isinstance(result, Fusion):
        subject, colours = Subject(Pane.FUSED), result.colorization
    else:
        yield replace(step, result=None)
        return
    quick = finished(darkroom.develop(subject, colours, look.finish, darkroom.quick))
    yield replace(step, result=Developed(result, (quick,)))
    sharp = min(darkroom.scale_for(look.scale), darkroom.preview)
    if sharp > darkroom.quick and subject.pane is Pane.FUSED:
        picture = finished(darkroom.develop(subject, colours, look.finish, sharp))
        yield replace(step, result=Developed(None, (picture,)))
