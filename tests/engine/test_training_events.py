"""Events line by line, and files that are whole or the old ones."""

from __future__ import annotations

import errno
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from run_parts import AT_40, BEGUN, new_run

from engine.atomic_files import staged, write_whole
from engine.training.events import (
    KINDS,
    EventReader,
    Failed,
    Finished,
    Noted,
    Preparing,
    Progress,
    Snapshot,
    StageFinished,
    StageStarted,
    Started,
    Stopped,
    Validated,
    parse,
)
from engine.training.run_folder import RunFolder


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> RunFolder:
    return new_run(tmp_path, monkeypatch)


class TestAtomicFiles:
    def test_what_breaks_half_way_leaves_the_old_file_alone(self, tmp_path: Path) -> None:
        path = tmp_path / "file"
        write_whole(path, "old")

        def break_off() -> None:
            with staged(path) as unfinished:
                unfinished.write_text("ne")
                raise OSError(errno.ENOSPC, "No space left on device")

        with pytest.raises(OSError, match="No space"):
            break_off()
        assert path.read_text() == "old"
        assert list(tmp_path.iterdir()) == [path]
        write_whole(path, b"new")
        assert path.read_text() == "new"

    @pytest.mark.parametrize("links", [True, False])
    def test_what_came_meanwhile_is_replaced_on_request_only(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool
    ) -> None:
        def no_links(*_: object) -> None:
            raise OSError(errno.EPERM, "Operation not permitted")

        if not links:
            monkeypatch.setattr("engine.atomic_files.os.link", no_links)
        path = tmp_path / "file"
        write_whole(path, "first", replacing=False)
        with pytest.raises(FileExistsError):
            write_whole(path, "second", replacing=False)
        assert path.read_text() == "first"
        write_whole(path, "third")
        assert path.read_text() == "third"
        assert list(tmp_path.iterdir()) == [path]

    def test_one_of_many_at_once_has_written_it(self, tmp_path: Path) -> None:
        path = tmp_path / "file"
        gate = threading.Barrier(8)

        def write(number: int) -> bool:
            try:
                with staged(path, replacing=False) as unfinished:
                    unfinished.write_text(str(number))
                    gate.wait()  # all have looked whether the name is free by now
            except FileExistsError:
                return False
            return path.read_text() == str(number)

        with ThreadPoolExecutor(8) as threads:
            assert sorted(threads.map(write, range(8))) == [False] * 7 + [True]


class TestEvents:
    def test_every_event_survives_its_line(self) -> None:
        for event in (
            BEGUN,
            AT_40,
            Started(device="cpu", processes=2),
            Preparing(label="Reading", done=1, total=3),
            Validated(stage="full", step=3, validation={"psnr": 22.5}),
            Snapshot(stage="full", step=3),
            StageFinished(stage="full", path="checkpoints/full.safetensors"),
            Noted(message="ü"),
            Failed(message="No."),
            Stopped(),
            Finished(),
        ):
            again = parse(event.line())
            assert type(again) is type(event)
            assert {**vars(again), "time": 0} == {**vars(event), "time": 0}
        assert len(KINDS) == 13

    @pytest.mark.parametrize("line", ["", "{", "[]", '{"kind": "dance"}', '{"kind": "progress"}'])
    def test_lines_that_are_no_event_are_passed_over(self, line: str) -> None:
        assert parse(line) is None

    def test_a_line_that_is_still_being_written_is_read_when_it_is_whole(
        self, tmp_path: Path
    ) -> None:
        path = tmp_path / "events.jsonl"
        reader = EventReader(path)
        assert reader.new() == []
        first, second = AT_40.line(), Noted(message="hello").line()
        path.write_text(first + "\n" + second[:20])
        assert [type(event) for event in reader.new()] == [Progress]
        assert reader.new() == []
        with path.open("a") as file:
            file.write(second[20:] + "\n")
        assert [type(event) for event in reader.new()] == [Noted]

    def test_half_a_line_of_a_killed_process_hides_nothing(self, run: RunFolder) -> None:
        run.write(BEGUN)
        with run.events_file.open("a") as file:
            file.write('{"kind": "progr')
        run.write(AT_40)
        assert [type(event) for event in EventReader(run.events_file).new()] == [
            StageStarted,
            Progress,
        ]
