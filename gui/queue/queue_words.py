"""What the queue says about itself."""

from __future__ import annotations

from engine.batch import time_left
from engine.batch.queue_items import Item, State
from engine.texts import counted, marked, tr
from gui.queue.photo_queue import Activity, PhotoQueue

STATES = {
    State.WAITING: marked("Waiting"),
    State.WORKING: marked("Working…"),
    State.DONE: marked("Done"),
    State.SKIPPED: marked("Skipped"),
    State.FAILED: marked("Failed"),
}
COUNTED = {
    State.DONE: marked("{n:,} done"),
    State.SKIPPED: marked("{n:,} skipped"),
    State.FAILED: marked("{n:,} failed"),
}


def state_of(item: Item) -> str:
    """A photo's state with its reason ("Failed: The file is empty.")."""
    word = tr(STATES[item.state])
    return tr("{state}: {reason}", state=word, reason=item.message) if item.message else word


def summary(queue: PhotoQueue) -> str:
    """Where the queue stands ("415 of 3,000 photos: 412 done, 3 failed. 2 hours left.")."""
    counts = queue.list.counts
    if not counts.total:
        return ""
    text = counted(
        counts.total,
        marked("{finished:,} of {n} photo"),
        marked("{finished:,} of {n} photos"),
        finished=counts.finished,
    )
    parts = [tr(text_of, n=counts.of(s)) for s, text_of in COUNTED.items() if counts.of(s)]
    if parts:
        text = tr("{progress}: {states}", progress=text, states=tr(", ").join(parts))
    left = time_left.words(queue.seconds_left) if queue.activity is Activity.RUNNING else ""
    return tr("{progress}. About {left}.", progress=text, left=left) if left else text


def doing(queue: PhotoQueue) -> str:
    """What is going on now, in one line."""
    counts = queue.list.counts
    if queue.trouble is not None:
        return str(queue.trouble)
    if queue.activity is Activity.PAUSING:
        return tr("Pausing…")
    if queue.running:
        item = None if queue.current is None else queue.list.items.get(queue.current)
        if item is None or queue.step is None:
            return tr("Starting…")
        return tr("{name}: {step}", name=item.source.name, step=queue.step.label)
    if queue.message:
        return queue.message
    if queue.searching:
        return tr("Looking for photos…")
    if counts.waiting and counts.finished:
        return counted(
            counts.waiting,
            marked("{n} photo still waiting."),
            marked("{n} photos still waiting."),
        )
    if counts.waiting:
        return counted(
            counts.waiting,
            marked("{n} photo waiting. Originals are never changed."),
            marked("{n} photos waiting. Originals are never changed."),
        )
    if counts.failed:
        return counted(
            counts.failed,
            marked("Everything was tried. {n} photo failed; its row says why."),
            marked("Everything was tried. {n} photos failed; their rows say why."),
        )
    if counts.total:
        return tr("Everything is done.")
    return ""


def offer(queue: PhotoQueue) -> str:
    """What is said at the start of the app about a queue that is not finished."""
    return counted(
        queue.unfinished,
        marked("{n} photo of {total:,} in the queue is still waiting."),
        marked("{n} photos of {total:,} in the queue are still waiting."),
        total=queue.list.counts.total,
    )
