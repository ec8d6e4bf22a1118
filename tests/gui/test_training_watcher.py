"""A run folder that is written step by step, also by half lines, and taken by another run."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from training_parts import WrittenRun

from engine.errors import EngineError
from engine.training.events import Failed, Progress, Sampled, Snapshot, StageStarted, Started
from engine.training.run_folder import RunFollower
from engine.training.run_status import RunStatus
from gui.training.run_history import LOSS, RunHistory
from gui.training.run_watcher import News, RunWatcher, _ending


def step(number: int, loss: float = 0.1) -> Progress:
    return Progress(
        stage="full", step=number, steps=100, loss=loss, lr=1e-3, images_per_second=10.0
    )


@pytest.fixture
def written(tmp_path: Path) -> WrittenRun:
    return WrittenRun(tmp_path / "run")


@pytest.fixture
def watcher(qtbot: QtBot) -> Iterator[RunWatcher]:
    made = RunWatcher(poll_seconds=0.01, idle_seconds=0.01)
    yield made
    made.leave()


@pytest.fixture
def heard(watcher: RunWatcher) -> list[News]:
    news: list[News] = []
    watcher.news.connect(news.append)
    return news


def steps_of(heard: list[News]) -> list[int]:
    events = [event for news in heard for event in news.events]
    return [event.step for event in events if isinstance(event, Progress)]


def test_every_event_is_told_once(
    qtbot: QtBot, written: WrittenRun, watcher: RunWatcher, heard: list[News]
) -> None:
    written.tell(Started(device="cpu"), step(5))
    watcher.follow(written.run.path)
    qtbot.waitUntil(lambda: steps_of(heard) == [5])
    written.tell(step(10))
    qtbot.waitUntil(lambda: steps_of(heard) == [5, 10])
    written.tell(step(15), step(20))
    qtbot.waitUntil(lambda: len(steps_of(heard)) >= 4)
    assert steps_of(heard) == [5, 10, 15, 20]
    assert [news.fresh for news in heard].count(True) == 1


def test_half_a_line_waits_for_its_end(
    qtbot: QtBot, written: WrittenRun, watcher: RunWatcher, heard: list[News]
) -> None:
    written.tell(step(5))
    watcher.follow(written.run.path)
    qtbot.waitUntil(lambda: steps_of(heard) == [5])
    line = step(10).line()
    written.append(line[:30])
    qtbot.wait(60)
    assert steps_of(heard) == [5]
    written.append(line[30:] + "\n")
    qtbot.waitUntil(lambda: steps_of(heard) == [5, 10])


def test_damaged_lines_are_passed_over(
    qtbot: QtBot, written: WrittenRun, watcher: RunWatcher, heard: list[News]
) -> None:
    written.append('{"kind": "progress", "step": \n\x00\x00\n{"kind": "unheard of"}\n[]\n')
    written.tell(step(5))
    watcher.follow(written.run.path)
    qtbot.waitUntil(lambda: steps_of(heard) == [5])


def test_another_run_in_the_folder_begins_anew(
    qtbot: QtBot, written: WrittenRun, watcher: RunWatcher, heard: list[News]
) -> None:
    written.tell(Started(device="cpu"), step(5), step(10))
    watcher.follow(written.run.path)
    qtbot.waitUntil(lambda: steps_of(heard) == [5, 10])
    written.run.events_file.write_text("")
    qtbot.waitUntil(lambda: heard[-1].fresh and not heard[-1].events)
    assert heard[-1].status.step == 0
    written.tell(step(1))
    qtbot.waitUntil(lambda: steps_of(heard) == [5, 10, 1])


def test_states_are_told_without_events(
    qtbot: QtBot, written: WrittenRun, watcher: RunWatcher, heard: list[News]
) -> None:
    watcher.follow(written.run.path)
    qtbot.waitUntil(lambda: bool(heard) and heard[-1].status.state == "ready")
    written.beat()
    written.tell(StageStarted(stage="full", step=0, steps=100, samples=9, batch=4), step(5))
    qtbot.waitUntil(lambda: heard[-1].status.state == "running")
    written.run.request_stop()
    qtbot.waitUntil(lambda: heard[-1].status.state == "stopping")
    written.run.clear_stop()
    written.tell(Snapshot(stage="full", step=4))
    written.die()
    qtbot.waitUntil(lambda: heard[-1].status.state == "died")
    assert "Resume to go on from step 4." in heard[-1].status.remedy
    written.tell(Failed(message="The disk is full.", remedy="Make some room and resume."))
    qtbot.waitUntil(lambda: heard[-1].status.state == "failed")


def test_the_end_of_the_log_comes_with_the_news(
    qtbot: QtBot, written: WrittenRun, watcher: RunWatcher, heard: list[News]
) -> None:
    lines = [f"line {number:06}" for number in range(10_000)]
    written.run.log_file.write_text("\n".join(lines))
    watcher.follow(written.run.path)
    qtbot.waitUntil(lambda: bool(heard))
    told = heard[-1].log.splitlines()
    assert told[-1] == lines[-1]
    assert told == lines[-len(told) :]
    assert 1000 < len(told) < len(lines)


def test_a_missing_or_damaged_run_is_said_once_and_read_when_it_is_there(
    qtbot: QtBot, tmp_path: Path, watcher: RunWatcher, heard: list[News]
) -> None:
    failures: list[EngineError] = []
    watcher.failed.connect(failures.append)
    watcher.follow(tmp_path / "later")
    qtbot.waitUntil(lambda: len(failures) == 1)
    assert "no run" in failures[0].message
    qtbot.wait(60)
    assert len(failures) == 1
    WrittenRun(tmp_path / "later").tell(step(5))
    qtbot.waitUntil(lambda: steps_of(heard) == [5])


def test_a_run_that_was_left_tells_nothing(
    qtbot: QtBot, tmp_path: Path, watcher: RunWatcher, heard: list[News]
) -> None:
    one, other = WrittenRun(tmp_path / "one"), WrittenRun(tmp_path / "other")
    one.tell(step(1))
    other.tell(step(2))
    watcher.follow(one.run.path)
    watcher.follow(other.run.path)
    qtbot.waitUntil(lambda: 2 in steps_of(heard))
    one.tell(step(3))
    qtbot.wait(60)
    assert steps_of(heard) == [2]
    watcher.leave()
    other.tell(step(4))
    qtbot.wait(60)
    assert steps_of(heard) == [2]


def test_a_disk_that_hangs_does_not_hold_up_the_window(
    qtbot: QtBot, written: WrittenRun, watcher: RunWatcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    hanging, go_on = threading.Event(), threading.Event()

    def hang(follower: RunFollower) -> RunStatus:
        hanging.set()
        go_on.wait(10)
        return RunStatus()

    monkeypatch.setattr("gui.training.run_watcher.END_MS", 10)
    monkeypatch.setattr(RunFollower, "status", hang)
    watcher.follow(written.run.path)
    assert hanging.wait(5)
    watcher.leave()  # returns although the look has not
    assert watcher.folder is None
    go_on.set()
    qtbot.waitUntil(lambda: not _ending)


def test_a_resumed_run_does_the_steps_after_its_snapshot_again() -> None:
    history = RunHistory()
    begun = StageStarted(stage="full", step=0, steps=100, samples=9, batch=4)
    history.take([begun, step(10, 0.4), step(20, 0.3), step(30, 0.9)])
    history.take(
        [Sampled(stage="full", step=25, path="a"), Sampled(stage="full", step=30, path="b")]
    )
    resumed = StageStarted(stage="full", step=20, steps=100, samples=9, batch=4)
    history.take([resumed, step(30, 0.2)])
    assert history.curve("full", LOSS).steps == (10, 20, 30)
    assert history.curve("full", LOSS).values == (0.4, 0.3, 0.2)
    assert history.samples("full") == []
    assert history.lengths == {"full": 100}
    assert history.begun == ("full",)


def test_a_run_that_goes_on_otherwise_shows_its_new_plan(
    qtbot: QtBot, written: WrittenRun, watcher: RunWatcher, heard: list[News]
) -> None:
    written.tell(Started(device="cpu"))
    watcher.follow(written.run.path)
    qtbot.waitUntil(lambda: bool(heard))
    slower = written.run.plan().changed("full", rate=1e-5)
    written.run.replan(slower)
    written.tell(Started(device="cpu"), step(5))
    qtbot.waitUntil(lambda: steps_of(heard) == [5])
    assert heard[-1].plan == slower
