"""The file of a queue: what it tells after any end of the program, and from whatever it holds."""

from __future__ import annotations

import errno
import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from engine.batch.journal import Journal
from engine.batch.output_options import OutputOptions
from engine.batch.queue_items import Item, State
from engine.errors import DiskFullError, EngineError

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "queue" / "queue.jsonl"


def items(*names: str) -> list[Item]:
    return [Item(n, Path("/photos") / name, Path("/photos")) for n, name in enumerate(names)]


def states(path: Path) -> dict[str, State]:
    journal = Journal(path)
    journal.close()
    return {item.source.name: item.state for item in journal.items.values()}


def test_everything_comes_back(path: Path, tmp_path: Path) -> None:
    journal = Journal(path)
    odd = os.fsdecode(b"caf\xe9 \xff.jpg")  # no UTF-8
    journal.add(items("a.jpg", "b.jpg", odd, "d.jpg", "e.jpg"))
    options = OutputOptions(folder=tmp_path / "out", format="png", size=2048, warmth=0.5)
    journal.set_options(options)
    one, two, three, four, five = items("a.jpg", "b.jpg", odd, "d.jpg", "e.jpg")
    journal.begin(0, tmp_path / "a.png", fresh=True)
    done = replace(one, state=State.DONE, target=tmp_path / "a.png", seconds=1.25)
    skipped = replace(two, state=State.SKIPPED, target=tmp_path / "b.png", message="There.")
    failed = replace(three, state=State.FAILED, message="It is empty.")
    for item in (done, skipped, failed, replace(four, state=State.FAILED, message="?")):
        journal.end(item)
    journal.wait_again([3])
    journal.remove([4])
    journal.close()
    again = Journal(path)
    assert list(again.items.values()) == [done, skipped, failed, four]
    assert again.options == options
    again.close()
    assert five.number not in again.items


def test_a_torn_line_costs_only_itself(path: Path) -> None:
    journal = Journal(path)
    journal.add(items("a.jpg", "b.jpg"))
    journal.end(replace(journal_item("a.jpg"), state=State.FAILED, message="x"))
    journal.close()
    with path.open("ab") as file:
        file.write(b'{"end": 1, "state": "do')
    journal = Journal(path)
    assert [i.state for i in journal.items.values()] == [State.FAILED, State.WAITING]
    journal.end(replace(items("a.jpg", "b.jpg")[1], state=State.SKIPPED))
    journal.close()
    assert states(path) == {"a.jpg": State.FAILED, "b.jpg": State.SKIPPED}


def journal_item(name: str) -> Item:
    return items(name)[0]


def test_what_was_worked_on_is_told_by_the_disk(path: Path, tmp_path: Path) -> None:
    journal = Journal(path)
    journal.add(items("finished.jpg", "cut.jpg", "old.jpg"))
    for number, name in enumerate(("finished", "cut", "old")):
        journal.begin(number, tmp_path / f"{name}.png", fresh=name != "old")
    journal.close()
    (tmp_path / "finished.png").touch()
    (tmp_path / "old.png").touch()  # was there before, and may not have been replaced yet
    assert states(path) == {
        "finished.jpg": State.DONE,
        "cut.jpg": State.WAITING,
        "old.jpg": State.WAITING,
    }
    (tmp_path / "finished.png").unlink()
    assert states(path)["finished.jpg"] is State.DONE, "it was, whatever became of it"


def test_a_photo_that_ends_the_program_is_not_tried_for_ever(path: Path, tmp_path: Path) -> None:
    journal = Journal(path)
    journal.add(items("bomb.jpg"))
    for expected in (State.WAITING, State.WAITING, State.FAILED):
        journal.begin(0, tmp_path / "bomb.png", fresh=True)
        journal.close()
        assert states(path)["bomb.jpg"] is expected
        journal = Journal(path)
    journal.wait_again([0])
    journal.close()
    assert states(path)["bomb.jpg"] is State.WAITING


def test_paused_work_counts_as_no_crash(path: Path, tmp_path: Path) -> None:
    journal = Journal(path)
    journal.add(items("a.jpg"))
    for _ in range(4):
        journal.begin(0, tmp_path / "a.png", fresh=True)
        journal.end(journal_item("a.jpg"))
    journal.close()
    assert states(path)["a.jpg"] is State.WAITING


def test_leftovers_of_a_killed_write_go(path: Path, tmp_path: Path) -> None:
    earlier, other, mine, now = (tmp_path / f".{c * 16}.part" for c in "abcd")
    somebodys = tmp_path / ".notes.part"
    for file in (earlier, mine, now, somebodys, other):
        file.touch()
    journal = Journal(path)
    journal.add(items("a.jpg"))
    journal.begin(0, tmp_path / "a.png", fresh=True)
    journal.close()
    begun = time.time() - 60
    text = path.read_text().splitlines()
    record = json.loads(text[-1])
    path.write_text("\n".join([*text[:-1], json.dumps({**record, "time": begun})]))
    for file, when in ((earlier, begun - 30), (mine, begun + 5), (other, begun - 5)):
        os.utime(file, (when, when))
    assert states(path)["a.jpg"] is State.WAITING
    assert not mine.exists()
    assert all(file.exists() for file in (earlier, other, now, somebodys))


def test_one_process_at_a_time(path: Path) -> None:
    journal = Journal(path)
    with pytest.raises(EngineError, match="open in another window"):
        Journal(path)
    journal.close()
    Journal(path).close()


@pytest.mark.parametrize(
    "line",
    [
        "[1]",
        "null",
        '{"add": 3}',
        '{"add": [[0, 5, null], [true, "/a", null], ["0", "/a", null], [0], null]}',
        '{"begin": [0], "target": "/x", "time": 1}',
        '{"begin": 7, "target": "/x", "time": 1}',
        '{"begin": 0, "target": "/\\u0000", "time": 1}',
        '{"begin": 0, "target": "/x", "time": "now"}',
        '{"end": 0, "state": "working"}',
        '{"end": 0, "state": ["done"]}',
        '{"end": {}, "state": "done"}',
        '{"again": {"0": 1}}',
        '{"remove": "0"}',
        '{"options": []}',
        '{"options": {"quality": 900, "size": "big", "folder": 7, "nothing": 1}}',
        "[" * 100_000,
    ],
)
def test_strange_lines_are_passed_over(path: Path, line: str) -> None:
    journal = Journal(path)
    journal.add(items("a.jpg"))
    journal.close()
    with path.open("a") as file:
        file.write(line)
    journal = Journal(path)
    journal.close()
    assert list(journal.items.values()) == items("a.jpg")
    assert journal.options in (None, OutputOptions())


def test_a_first_line_that_was_torn_costs_only_itself(path: Path) -> None:
    Journal(path).add(items("a.jpg"))
    whole = path.read_bytes()
    for length in range(len(whole)):
        path.write_bytes(whole[:length])
        journal = Journal(path)
        journal.add(items("b.jpg"))
        journal.close()
        assert "b.jpg" in states(path), whole[:length]


def test_another_file_is_left_alone(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"\x89PNG\r\n\x1a\n" * 100)
    before = path.read_bytes()
    with pytest.raises(EngineError, match="does not hold a queue"):
        Journal(path)
    assert path.read_bytes() == before


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="there is no file without an end")
def test_a_file_without_an_end_is_not_read_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.batch.journal.LARGEST", 3 << 20)
    with pytest.raises(EngineError, match="too large for a queue"):
        Journal(Path("/dev/zero"))


def test_full_disk_is_one_sentence(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    journal = Journal(path)
    journal.add(items("a.jpg"))

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(DiskFullError, match="disk is full"):
        journal.begin(0, Path("/x/a.png"), fresh=True)
    journal.close()


def test_no_folder_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(EngineError, match="cannot be kept"):
        Journal(tmp_path / "file" / "queue.jsonl")


WRITER = """
import sys
from dataclasses import replace
from pathlib import Path
from engine.batch.journal import Journal
from engine.batch.queue_items import Item, State
journal = Journal(Path(sys.argv[1]))
items = [Item(n, Path(f"/photos/{n}.jpg")) for n in range(100_000)]
journal.add(items)
for item in items:
    target = Path(sys.argv[2]) / f"{item.number}.png"
    journal.begin(item.number, target, fresh=True)
    target.touch()
    print(item.number, flush=True)
    journal.end(replace(item, state=State.DONE, target=target))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
@pytest.mark.parametrize("after", [1, 7, 40])
def test_killed(path: Path, tmp_path: Path, after: int) -> None:
    results = tmp_path / "results"
    results.mkdir()
    process = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path), str(results)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert process.stdout is not None
    for _ in range(after):
        process.stdout.readline()
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
    journal = Journal(path)
    journal.close()
    made = {int(file.stem) for file in results.iterdir()}
    assert len(made) >= after
    assert len(journal.items) == 100_000
    done = {number for number, item in journal.items.items() if item.state is State.DONE}
    assert done == made
    assert {i.state for i in journal.items.values()} == {State.DONE, State.WAITING}
