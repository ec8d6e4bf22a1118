"""Photos of a folder that are opened ahead, beside the writing or to be colorized at once."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import AbstractContextManager, nullcontext
from itertools import islice
from pathlib import Path

from engine.batch.next_photo import NextPhoto
from engine.batch.output_options import OutputOptions
from engine.batch.photo_work import Bench, ColorizingSession, Order, opened
from engine.photo import Photo
from engine.steps import Steps

FARTHEST = 32  # of the photos that follow; more than any device takes at once
SMALL = 16_000_000  # pixels; beside a result of so many, 10 bytes each, another photo has room
PIXELS = 64_000_000  # of the photos that are open; 7 bytes each, and 1 more or 2 of transparency


class Ahead:
    """Keeps the sessions of the photos that come next; one for each run.

    A photo that cannot be opened ahead, or be colorized together with others, is done alone in its
    turn, which is where what is wrong with it is said.

    Args:
        following: the photos behind the one that is worked on, in order; to be kept so.

    Attributes:
        following: the same, to be set anew where it has changed.
    """

    def __init__(self, following: Iterable[Order] = ()) -> None:
        self.following = following
        self._ready: dict[int, ColorizingSession] = {}
        self._bench: Bench | None = None
        self._next = NextPhoto()

    def opened(
        self, order: Order, bench: Bench, options: OutputOptions
    ) -> Steps[ColorizingSession]:
        """The session of a photo; where none is at hand, it and those that follow are colorized.

        Raises:
            EngineError: as `photo_work.opened`.
            DeviceLostError: the device has stopped working.
        """
        self._forget_all_but(order, bench)
        number = order.item.number
        photo = self._next.taken(order.item.source)
        if number in self._ready:
            return self._ready.pop(number)
        session = yield from opened(order, bench, options, photo)
        if self._ready or order.given is not None:
            return session
        more = yield from self._more(bench, options, session.photo.lightness.size)
        if more:
            together = [session, *more.values()]
            yield from bench.colorize_together(together, detect=options.detect)
            self._ready = more
        return session

    def opening_next(self, photo: Photo, options: OutputOptions) -> AbstractContextManager[None]:
        """A context in which the photo behind this one is opened, where there is room for it."""
        order = next(iter(self.following), None)
        if (
            order is None
            or photo.lightness.size > SMALL
            or order.item.number in self._ready
            or not _is_due(order, options)
        ):
            return nullcontext()
        return self._next.opening(order.item.source)

    def let_go(self) -> None:
        """The run has stopped: no photo stays open."""
        self._ready = {}
        self._next.let_go()

    def _more(
        self, bench: Bench, options: OutputOptions, pixels: int
    ) -> Steps[dict[int, ColorizingSession]]:
        """Sessions of photos that follow, as many as the device and the memory take."""
        room = bench.photos_at_once - 1
        sessions: dict[int, ColorizingSession] = {}
        for order in islice(self.following, FARTHEST):
            if len(sessions) >= room or pixels >= PIXELS:
                break
            if not _is_due(order, options):
                continue
            try:
                session = yield from opened(order, bench, options)
            except Exception:  # it comes again when it is this photo's turn
                continue
            sessions[order.item.number] = session
            pixels += session.photo.lightness.size
        return sessions

    def _forget_all_but(self, order: Order, bench: Bench) -> None:
        """Let go of photos that will not be asked for: taken away, skipped, of other settings."""
        if bench is not self._bench:
            self._bench, self._ready = bench, {}
        if self._ready:
            coming = {one.item.number for one in islice(self.following, FARTHEST)}
            coming.add(order.item.number)
            self._ready = {n: session for n, session in self._ready.items() if n in coming}


def _is_due(order: Order, options: OutputOptions) -> bool:
    """Whether the photo will be colorized as far as can be told, with what the detector finds."""
    if order.given is not None or not isinstance(order.target, Path):
        return False
    return options.existing == "overwrite" or not os.path.lexists(order.target)
