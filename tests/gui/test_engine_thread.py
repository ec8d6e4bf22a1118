"""The worker: the newest job wins, cancel, urgency, failures, and a clean end."""

from __future__ import annotations

import threading
import weakref
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from engine.errors import EngineError
from engine.steps import Step, Steps
from gui.engine_thread import EngineThread, Lane


class Heard:
    """Collects what a job reports."""

    def __init__(self) -> None:
        self.steps: list[str] = []
        self.results: list[Any] = []
        self.errors: list[Exception] = []

    @property
    def listeners(self) -> dict[str, Any]:
        return {
            "on_step": lambda step: self.steps.append(step.label),
            "on_done": self.results.append,
            "on_failed": self.errors.append,
        }


def counting(count: int, result: object, closed: list[object] | None = None) -> Steps[object]:
    try:
        for done in range(count):
            yield Step(f"{result} {done}", done, count)
    finally:
        if closed is not None:
            closed.append(result)
    return result


def gated(gate: threading.Event, begun: threading.Event, result: object) -> Steps[object]:
    yield Step("before", 0, 2)
    begun.set()
    assert gate.wait(10)
    yield Step("after", 1, 2)
    return result


def test_a_job_reports_its_steps_and_its_result(qtbot: QtBot, thread: EngineThread) -> None:
    heard = Heard()
    thread.submit(Lane.PHOTO, lambda: counting(3, "a"), **heard.listeners)
    qtbot.waitUntil(lambda: heard.results == ["a"])
    assert heard.steps == ["a 0", "a 1", "a 2"]
    assert not thread.busy(Lane.PHOTO)


class Large:
    """Stands for a photo."""


@pytest.mark.parametrize("cancelled", [False, True])
def test_what_a_job_has_worked_on_is_let_go_while_nothing_is_to_do(
    qtbot: QtBot, thread: EngineThread, cancelled: bool
) -> None:
    gate, begun = threading.Event(), threading.Event()

    def submitted() -> weakref.ref[Large]:
        large = Large()

        def work() -> Steps[Large]:
            yield from gated(gate, begun, None)
            return large

        thread.submit(Lane.DETAIL, work, on_done=lambda _: None)
        return weakref.ref(large)

    kept = submitted()
    assert begun.wait(5)
    if cancelled:
        thread.cancel(Lane.DETAIL)
    gate.set()
    qtbot.waitUntil(lambda: not thread.busy(Lane.DETAIL))
    qtbot.waitUntil(lambda: kept() is None)


def test_the_newest_job_of_a_lane_wins(qtbot: QtBot, thread: EngineThread) -> None:
    gate, begun = threading.Event(), threading.Event()
    old, new = Heard(), Heard()
    thread.submit(Lane.FUSE, lambda: gated(gate, begun, "old"), **old.listeners)
    assert begun.wait(5)
    thread.submit(Lane.FUSE, lambda: counting(1, "skipped"), **old.listeners)
    thread.submit(Lane.FUSE, lambda: counting(1, "new"), **new.listeners)
    gate.set()
    qtbot.waitUntil(lambda: new.results == ["new"])
    qtbot.wait(50)
    assert old.results == []
    assert "after" not in old.steps
    assert "skipped 0" not in old.steps


def test_a_report_on_its_way_is_dropped_when_its_job_is_replaced(
    qtbot: QtBot, thread: EngineThread
) -> None:
    ended = threading.Event()

    def quick() -> Steps[str]:
        yield Step("outdated", 0, 1)
        ended.set()
        return "outdated"

    old, new = Heard(), Heard()
    thread.submit(Lane.FUSE, quick, **old.listeners)
    assert ended.wait(5)  # its reports now wait in the event queue, which has not run since
    thread.submit(Lane.FUSE, lambda: counting(1, "new"), **new.listeners)
    qtbot.waitUntil(lambda: new.results == ["new"])
    assert old.steps == []
    assert old.results == []


def test_cancel_closes_the_generator_at_its_next_step(qtbot: QtBot, thread: EngineThread) -> None:
    gate, begun, closed = threading.Event(), threading.Event(), threading.Event()
    heard = Heard()

    def work() -> Steps[None]:
        try:
            yield from gated(gate, begun, None)
        finally:
            closed.set()

    thread.submit(Lane.SAVE, work, **heard.listeners)
    assert begun.wait(5)
    thread.cancel(Lane.SAVE)
    gate.set()
    assert closed.wait(5)
    qtbot.wait(30)
    assert heard.results == []
    assert heard.errors == []


def test_an_urgent_lane_runs_between_the_steps_of_a_slow_one(
    qtbot: QtBot, thread: EngineThread
) -> None:
    gate, begun = threading.Event(), threading.Event()
    order: list[str] = []
    thread.submit(
        Lane.SAVE,
        lambda: gated(gate, begun, "saved"),
        on_step=lambda step: order.append(step.label),
        on_done=order.append,
    )
    assert begun.wait(5)
    thread.submit(Lane.FUSE, lambda: counting(1, "fused"), on_done=order.append)
    gate.set()
    qtbot.waitUntil(lambda: len(order) == 4)
    assert order == ["before", "after", "fused", "saved"]


def test_exceptions_reach_their_listener_and_the_worker_goes_on(
    qtbot: QtBot, thread: EngineThread
) -> None:
    def broken() -> Steps[None]:
        yield Step("begin", 0, 1)
        raise EngineError("The disk is full.", "Free some space.")

    def broken_at_once() -> Steps[None]:
        raise RuntimeError("no generator at all")

    heard = Heard()
    thread.submit(Lane.SAVE, broken, **heard.listeners)
    qtbot.waitUntil(lambda: len(heard.errors) == 1)
    thread.submit(Lane.SAVE, broken_at_once, **heard.listeners)
    qtbot.waitUntil(lambda: len(heard.errors) == 2)
    assert str(heard.errors[0]) == "The disk is full. Free some space."
    assert isinstance(heard.errors[1], RuntimeError)
    thread.submit(Lane.SAVE, lambda: counting(1, "fine"), **heard.listeners)
    qtbot.waitUntil(lambda: heard.results == ["fine"])


def test_an_exception_that_nobody_listens_to_is_signalled(
    qtbot: QtBot, thread: EngineThread
) -> None:
    def broken() -> Steps[None]:
        yield Step("begin", 0, 1)
        raise ValueError("unexpected")

    with qtbot.waitSignal(thread.failed, timeout=5000) as signalled:
        thread.submit(Lane.DETAIL, broken)
    assert str(signalled.args[0]) == "unexpected"


def test_stop_during_work_closes_every_generator(qtbot: QtBot) -> None:
    worker = EngineThread()
    worker.start()
    gate, begun = threading.Event(), threading.Event()
    closed: list[object] = []
    heard = Heard()

    def slow() -> Steps[None]:
        try:
            yield from gated(gate, begun, None)
        finally:
            closed.append("slow")

    suspended = threading.Event()

    def endless() -> Steps[None]:
        try:
            while True:
                suspended.set()
                yield Step("endless", 0, 0)
        finally:
            closed.append("endless")

    worker.submit(Lane.DETAIL, endless)
    assert suspended.wait(5)
    worker.submit(Lane.PHOTO, slow, **heard.listeners)
    assert begun.wait(5)
    threading.Timer(0.1, gate.set).start()
    assert worker.stop(5000)
    assert sorted(map(str, closed)) == ["endless", "slow"]
    assert heard.results == []


def test_stop_tells_when_a_step_takes_too_long(qtbot: QtBot) -> None:
    worker = EngineThread()
    worker.start()
    gate, begun = threading.Event(), threading.Event()
    worker.submit(Lane.PHOTO, lambda: gated(gate, begun, None))
    assert begun.wait(5)
    assert not worker.stop(50)
    gate.set()
    assert worker.stop(5000)


@pytest.mark.parametrize("lane", list(Lane))
def test_an_idle_worker_stops_at_once(lane: Lane, qtbot: QtBot) -> None:
    worker = EngineThread()
    worker.start()
    heard = Heard()
    worker.submit(lane, lambda: counting(1, "x"), **heard.listeners)
    qtbot.waitUntil(lambda: heard.results == ["x"])
    assert worker.stop(1000)
