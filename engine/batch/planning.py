"""Which photos come into a queue, and where the result of each goes."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from engine.batch.output_options import OutputOptions
from engine.batch.photo_walk import Found, find_photos, identity
from engine.batch.photo_work import Order, gone
from engine.batch.queue_items import FINISHED, Item, State
from engine.batch.targets import Targets, free_names, make_folder
from engine.errors import EngineError
from engine.steps import Step, Steps
from engine.texts import tr

TOLD_EVERY = 100  # photos


def new_items(
    found: Iterable[Found | EngineError], known: Iterable[Item], first: int = 0
) -> Steps[tuple[list[Item], list[EngineError]]]:
    """The photos that are not in a queue yet, numbered on from those that are.

    Args:
        found: by the walk.
        known: the photos that are in the queue.
        first: no number below it is given, such as those of photos that were removed.

    Returns:
        the new ones, and what could not be looked at.
    """
    sources: set[str] = set()
    for item in known:
        sources.add(identity(item.source))
        first = max(first, item.number + 1)
    items: list[Item] = []
    troubles: list[EngineError] = []
    for count, one in enumerate(found):
        if count % TOLD_EVERY == 0:
            yield Step(tr("Looking for photos: {count:,}", count=count), 0, 0)
        if isinstance(one, EngineError):
            troubles.append(one)
            continue
        key = identity(one.path)
        if key not in sources:
            sources.add(key)
            items.append(Item(first + len(items), one.path.absolute(), _absolute(one.folder)))
    return items, troubles


def found_in(
    places: Sequence[Path], options: OutputOptions, *, recursive: bool
) -> Iterable[Found | EngineError]:
    """The photos among files and in folders; results are not looked at as photos."""
    results = [folder for folder in (options.steps, options.folder) if folder is not None]
    return find_photos(places, recursive=recursive, skip=results)


def make_ready(items: Iterable[Item], options: OutputOptions) -> None:
    """Make the folder of the results at the beginning of a run, unless it was there and is gone.

    Raises:
        QueueStopError: it is gone with results in it, as on a drive that is not connected.
        EngineError: it cannot be made.
    """
    folder = options.folder
    if folder is None or os.path.isdir(folder):
        return
    if any(item.state is State.DONE and _lies_in(item.target, folder) for item in items):
        raise gone(folder)
    make_folder(folder)


def _lies_in(path: Path | None, folder: Path) -> bool:
    return path is not None and path.is_relative_to(folder)


def orders(items: Iterable[Item], options: OutputOptions) -> dict[int, Order]:
    """What is to be done with each photo that is not finished, by its number."""
    everything = sorted(items, key=lambda item: item.number)
    open_items = [item for item in everything if item.state not in FINISHED]
    taken = [i.target for i in everything if i.state in FINISHED and i.target is not None]
    targets = Targets(
        None if options.folder is None else f"{options.folder}/",
        [found(item) for item in open_items],
        folders=True,
        suffix=options.suffix,
        taken=taken,
    )
    names = steps_names(everything)
    return {
        item.number: Order(item, target_of(targets, item), names[item.number])
        for item in open_items
    }


def target_of(targets: Targets, item: Item) -> Path | EngineError:
    """Where the result of a photo goes, or why there is no such place."""
    try:
        return targets.of(found(item))
    except EngineError as error:
        return error


def steps_names(items: Sequence[Item]) -> dict[int, str]:
    """The name of each photo's folder of steps."""
    names = free_names([item.source.stem for item in items])
    return {item.number: name for item, name in zip(items, names, strict=True)}


def found(item: Item) -> Found:
    """The photo as the walk has found it."""
    return Found(item.source, item.root)


def _absolute(folder: Path | None) -> Path | None:
    return None if folder is None else folder.absolute()
