"""The whole way of one photo of many: read, colorize, write, and say how it ended."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import cv2
import numpy as np

from engine.batch.journal import Journal
from engine.batch.output_options import MOVING, OutputOptions
from engine.batch.queue_items import Item, State
from engine.batch.steps_folder import write_steps
from engine.batch.targets import make_folder
from engine.errors import (
    DeviceLostError,
    DiskFullError,
    EngineError,
    QueueStopError,
    TakenError,
    words_for,
)
from engine.generated_note import noted
from engine.instances import Instance, strengths_of
from engine.known_stages import Stages
from engine.panes import PaneChoice, PaneKind, Panes, scale_for
from engine.photo import Photo, open_photo, save_picture
from engine.photo_saving import save_before_after
from engine.results import Fusion
from engine.steps import Step, Steps, finish
from engine.texts import marked, tr

if TYPE_CHECKING:
    from engine.batch.ahead import Ahead

DEEP_SUFFIXES = (".png", ".tif", ".tiff")
PREVIEW_SIDE = 160  # pixels, of the small picture of a result
THERE = marked("A result is there already.")


class ColorizingSession(Stages, Protocol):
    """What is needed of `engine.session.Session`, which imports torch."""

    def run(self, instances: Sequence[Instance] | None = None) -> Steps[Fusion]: ...

    def fuse(
        self, enabled: Iterable[int], strengths: Mapping[int, float] = ...
    ) -> Steps[Fusion]: ...


class Bench(Protocol):
    """What is needed of `engine.workbench.Workbench`, which imports torch."""

    @property
    def detector_name(self) -> str | None: ...

    @property
    def photos_at_once(self) -> int: ...

    def start(
        self, photo: Photo, instances: Sequence[Instance] | None = None
    ) -> Steps[ColorizingSession]: ...

    def colorize_together(self, sessions: Sequence[Any], *, detect: bool) -> Steps[None]:
        """What is done before the fusion of these sessions of its own, in one go."""
        ...


@dataclass(frozen=True)
class Outcome:
    """How the work on a photo ended.

    Attributes:
        item: the photo in its new state.
        instances: what was found in it.
        picture: the result, small, uint8 sRGB (h, w, 3); None where there is none or nobody looks.
        error: what went wrong, None where nothing did.
    """

    item: Item
    instances: tuple[Instance, ...] = ()
    picture: np.ndarray | None = None
    error: Exception | None = None


@dataclass(frozen=True)
class Order:
    """What is to be done with one photo.

    Attributes:
        item: the photo.
        target: where its result goes, or why there is no such place.
        steps_name: of its folder in the folder of the steps.
        given: the objects that stand in for the detector's, None to let it look.
    """

    item: Item
    target: Path | EngineError
    steps_name: str = ""
    given: Sequence[Instance] | None = None


def work_on(
    order: Order,
    bench: Bench,
    options: OutputOptions,
    journal: Journal | None = None,
    ahead: Ahead | None = None,
    *,
    preview: bool = True,
) -> Steps[Outcome]:
    """Colorize one photo and write the result, and keep how it ended in the journal.

    Closed at one of its steps, it leaves no result, and the photo waits again.

    Args:
        order: what to do.
        bench: the engine.
        options: how results are written.
        journal: where it is kept, None for nowhere.
        ahead: opens the next photo while this one's result is written, and where a GPU gains by it
            colorizes those that come next together with this one.
        preview: whether somebody looks at the small picture of the result.

    Raises:
        QueueStopError: what would go wrong with every other photo as well; this one waits again.
    """
    began = time.monotonic()
    item = order.item
    ended = replace(item, state=State.WAITING, target=None, message="", seconds=0.0)
    begun = fresh = False
    try:
        if options.folder is not None and not os.path.isdir(options.folder):
            raise gone(options.folder)  # making it would put results where the drive was
        if isinstance(order.target, EngineError):
            raise order.target
        fresh = not os.path.lexists(order.target)
        if not fresh and options.existing != "overwrite":
            outcome = _taken(item, order.target, options)
            ended = outcome.item
            return outcome
        if journal is not None:
            _begin(journal, item, order.target, fresh=fresh)
            begun = True
        if journal is not None and journal.interrupted:
            ahead = None  # so that what brings the program down again is not taken for this photo
        opening = (opened if ahead is None else ahead.opened)(order, bench, options)
        outcome = yield from _colorized(order, order.target, opening, options, ahead, preview)
        ended = _done(order, began)
        return replace(outcome, item=ended)
    except TakenError:  # another process has written it meanwhile
        assert isinstance(order.target, Path)
        outcome = _taken(item, order.target, options)
        ended = outcome.item
        return outcome
    except (DiskFullError, DeviceLostError) as error:
        raise QueueStopError.of(error) from error
    except (QueueStopError, BrokenPipeError):
        raise
    except Exception as error:  # one bad photo must not end the run
        if item.root is not None and _is_gone(item.source, item.root):
            raise gone(item.root) from error
        ended = replace(
            item, state=State.FAILED, target=None, message=words_for(error), seconds=0.0
        )
        return Outcome(ended, error=error)
    finally:
        if begun and fresh and ended.state is State.WAITING and _is_there(order.target):
            ended = _done(order, began)  # Ctrl-C came behind the writing
        if journal is not None and (begun or ended.state is not State.WAITING):
            _end(journal, ended)


def _done(order: Order, began: float) -> Item:
    assert isinstance(order.target, Path)  # it was written there
    seconds = time.monotonic() - began
    return replace(order.item, state=State.DONE, target=order.target, message="", seconds=seconds)


def _is_there(target: Path | EngineError) -> bool:
    return isinstance(target, Path) and os.path.lexists(target)


def _taken(item: Item, target: Path, options: OutputOptions) -> Outcome:
    """How a photo ends whose result is there and not to be replaced."""
    if options.existing == "skip":
        return Outcome(replace(item, state=State.SKIPPED, target=target, message=tr(THERE)))
    error = EngineError(
        tr("{path} exists already.", path=target), tr("Use --overwrite or --skip-existing, or -o.")
    )
    return Outcome(replace(item, state=State.FAILED, target=None, message=str(error)), error=error)


def gone(folder: Path) -> QueueStopError:
    """What is said where a folder of photos or results has vanished."""
    return QueueStopError(
        tr("The folder {folder} is not there any more.", folder=folder),
        tr("Connect its drive again or choose another folder, then go on."),
    )


def fitted(given: Sequence[Instance] | None, photo: Photo) -> list[Instance] | None:
    """The given instances, their boxes cut to the photo.

    Raises:
        EngineError: a box lies outside the photo.
    """
    if given is None:
        return None
    return [
        replace(i, box=i.box.checked(height=photo.height, width=photo.width), drawn=True)
        for i in given
    ]


def opened(
    order: Order, bench: Bench, options: OutputOptions, photo: Photo | None = None
) -> Steps[ColorizingSession]:
    """The photo as a session.

    Args:
        photo: the same, where it is open already.

    Raises:
        QueueStopError: the engine cannot start.
        EngineError: the photo cannot be read, or a given box lies outside it.
    """
    yield Step(tr("Opening {name}", name=order.item.source.name), 0, 1)
    if photo is None:
        photo = open_photo(order.item.source)
    given = _given(order, options, photo)
    try:
        return (yield from bench.start(photo, given))
    except EngineError as error:
        raise QueueStopError.of(error) from error


def _given(order: Order, options: OutputOptions, photo: Photo) -> list[Instance] | None:
    """The objects of the photo where nobody looks for them."""
    return fitted(order.given if options.detect else (), photo)


def _colorized(
    order: Order,
    target: Path,
    opening: Steps[ColorizingSession],
    options: OutputOptions,
    ahead: Ahead | None,
    preview: bool,
) -> Steps[Outcome]:
    session = yield from opening
    photo = session.photo
    fusion = yield from session.run(_given(order, options, photo))
    strengths = strengths_of(session.instances, options.instance_strength)
    if strengths:
        fusion = yield from session.fuse((i.id for i in session.instances), strengths)
    panes = Panes(session, fusion, options.adjustments, scale=scale_for(photo, options.size))
    picture = yield from _rendered(panes, photo, target, options)
    if options.steps is not None:  # before the result, which says that all of the photo is done
        folder = options.steps / order.steps_name
        yield from write_steps(session, fusion, folder, options.adjustments)
    yield Step(tr("Writing {name}", name=target.name), 0, 1)
    make_folder(target.parent)
    kept = photo if options.metadata else photo.bare
    kept = replace(kept, alpha=photo.alpha_at(*picture.shape[:2]))
    if options.note:
        kept = noted(kept, target)
    overwrite = options.existing == "overwrite"
    with contextlib.nullcontext() if ahead is None else ahead.opening_next(photo, options):
        if options.format == MOVING:
            grey = finish(panes.steps(PaneChoice(PaneKind.GREY)))
            save_before_after(
                grey, picture, kept, target, quality=options.quality, overwrite=overwrite
            )
        else:
            save_picture(picture, kept, target, quality=options.quality, overwrite=overwrite)
    return Outcome(order.item, session.instances, _small(picture) if preview else None)


def _rendered(
    panes: Panes, photo: Photo, target: Path, options: OutputOptions
) -> Steps[np.ndarray]:
    """The result at the size and depth in which it is written."""
    wanted = options.bit_depth or photo.bit_depth
    depth = wanted if target.suffix.lower() in DEEP_SUFFIXES else 8
    return (yield from panes.steps(PaneChoice(PaneKind.RESULT), bit_depth=depth))


def _small(picture: np.ndarray) -> np.ndarray:
    height, width = picture.shape[:2]
    scale = min(1.0, PREVIEW_SIDE / max(height, width))
    size = max(1, round(width * scale)), max(1, round(height * scale))
    small = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
    return small if small.dtype == np.uint8 else (small // 257).astype(np.uint8)


def _is_gone(source: Path, root: Path) -> bool:
    """Whether the photo is missing together with the folder that it was found in."""
    return not os.path.exists(source) and not os.path.exists(root)


def _begin(journal: Journal, item: Item, target: Path, *, fresh: bool) -> None:
    try:
        journal.begin(item.number, target, fresh=fresh)
    except EngineError as error:
        raise QueueStopError.of(error) from error


def _end(journal: Journal, ended: Item) -> None:
    # Without the line the disk tells it, as the work had been begun; the next photo will complain.
    with contextlib.suppress(EngineError):
        journal.end(ended)
