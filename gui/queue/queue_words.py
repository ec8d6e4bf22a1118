"""What the queue says about itself."""

from __future__ import annotations

from engine.batch import time_left
from engine.batch.queue_items import Item, State
from gui.queue.photo_queue import Activity, PhotoQueue

STATES = {
    State.WAITING: "Waiting",
    State.WORKING: "Working…",
    State.DONE: "Done",
    State.SKIPPED: "Skipped",
    State.FAILED: "Failed",
}


def state_of(item: Item) -> str:
    """A photo's state with its reason ("Failed: The file is empty.")."""
    word = STATES[item.state]
    return f"{word}: {item.message}" if item.message else word


def photos(number: int) -> str:
    """A number of photos ("1 photo", "2,310 photos")."""
    return f"{number:,} photo{'' if number == 1 else 's'}"


def summary(queue: PhotoQueue) -> str:
    """Where the queue stands ("415 of 3,000 photos: 412 done, 3 failed. 2 hours left.")."""
    counts = queue.list.counts
    if not counts.total:
        return ""
    text = f"{counts.finished:,} of {photos(counts.total)}"
    states = (State.DONE, State.SKIPPED, State.FAILED)
    parts = [f"{counts.of(s):,} {STATES[s].lower()}" for s in states if counts.of(s)]
    if parts:
        text = f"{text}: {', '.join(parts)}"
    left = time_left.words(queue.seconds_left) if queue.activity is Activity.RUNNING else ""
    return f"{text}. About {left}." if left else text


def doing(queue: PhotoQueue) -> str:
    """What is going on now, in one line."""
    counts = queue.list.counts
    if queue.trouble is not None:
        return str(queue.trouble)
    if queue.activity is Activity.PAUSING:
        return "Pausing…"
    if queue.running:
        item = None if queue.current is None else queue.list.items.get(queue.current)
        if item is None or queue.step is None:
            return "Starting…"
        return f"{item.source.name}: {queue.step.label}"
    if queue.message:
        return queue.message
    if queue.searching:
        return "Looking for photos…"
    if counts.waiting and counts.finished:
        return f"{photos(counts.waiting)} still waiting."
    if counts.waiting:
        return f"{photos(counts.waiting)} waiting. Originals are never changed."
    if counts.total:
        return "Everything is done."
    return ""


def offer(queue: PhotoQueue) -> str:
    """What is said at the start of the app about a queue that is not finished."""
    counts = queue.list.counts
    verb = "is" if queue.unfinished == 1 else "are"
    return f"{photos(queue.unfinished)} of {counts.total:,} in the queue {verb} still waiting."
