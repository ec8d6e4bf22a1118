"""Photos of a folder that are colorized together, in the tests of that."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from pathlib import Path

from engine.batch.ahead import Ahead
from engine.batch.journal import Journal
from engine.batch.output_options import OutputOptions
from engine.batch.photo_work import Order, Outcome, work_on
from engine.batch.queue_items import Item, State
from engine.steps import finish

PNG = OutputOptions(format="png")


def orders_of(photos: Sequence[Path], out: Path) -> list[Order]:
    return [
        Order(Item(number, photo, photo.parent), out / f"{photo.stem}.png")
        for number, photo in enumerate(photos)
    ]


def run(
    orders: Sequence[Order],
    bench: object,
    options: OutputOptions = PNG,
    journal: Journal | None = None,
) -> list[Outcome]:
    waiting = deque(orders)
    ahead = Ahead(waiting)
    outcomes = []
    while waiting:
        order = waiting.popleft()
        outcomes.append(finish(work_on(order, bench, options, journal, ahead)))  # type: ignore[arg-type]
    return outcomes


def states(outcomes: Sequence[Outcome]) -> list[State]:
    return [outcome.item.state for outcome in outcomes]
