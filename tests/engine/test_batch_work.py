"""One photo of many on its whole way, with arithmetic in place of the networks."""

from __future__ import annotations

import errno
import os
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from stand_ins import StandInSession, StandInWorkbench

from engine import photo_saving
from engine.batch import planning
from engine.batch.journal import Journal
from engine.batch.output_options import OutputOptions
from engine.batch.photo_work import Order, Outcome, work_on
from engine.batch.queue_items import Item, State
from engine.batch.time_left import TimeLeft, words
from engine.config import EngineConfig
from engine.errors import EngineError, QueueStopError
from engine.results import Fusion
from engine.steps import Step, Steps, finish

SKIP = OutputOptions()


@pytest.fixture
def bench() -> StandInWorkbench:
    return StandInWorkbench(EngineConfig())


def queue(folder: Path, options: OutputOptions = SKIP) -> tuple[list[Item], dict[int, Order]]:
    found = planning.found_in([folder], options, recursive=True)
    items, troubles = finish(planning.new_items(found, []))
    assert not troubles
    return items, planning.orders(items, options)


def all_files(folder: Path) -> set[str]:
    return {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}


def run(
    order: Order, bench: StandInWorkbench, options: OutputOptions = SKIP, journal: object = None
) -> Outcome:
    return finish(work_on(order, bench, options, journal))  # type: ignore[arg-type]


def test_a_folder_from_plan_to_results(photo_folder: Path, bench: StandInWorkbench) -> None:
    out = photo_folder / "results"
    options = OutputOptions(folder=out, steps=photo_folder / "steps", size=24)
    items, orders = queue(photo_folder, options)
    planning.make_ready(items, options)
    outcomes = [run(orders[item.number], bench, options) for item in items]
    assert [outcome.item.state for outcome in outcomes] == [State.DONE] * 3
    assert all_files(out) == {
        "a-colorized.jpg",
        "inner/b-colorized.png",
        "inner/c-colorized.tif",
    }
    assert {path.name for path in (photo_folder / "steps").iterdir()} == {"a", "b", "c"}
    assert all(outcome.item.seconds > 0 for outcome in outcomes)
    small = outcomes[0].picture
    assert small is not None
    assert (small.dtype, small.shape) == (np.uint8, (20, 24, 3))
    over = replace(options, existing="overwrite")
    unseen = finish(work_on(orders[0], bench, over, preview=False))  # type: ignore[arg-type]
    assert unseen.item.state is State.DONE
    assert unseen.picture is None
    assert queue(photo_folder, options)[0] == items, "results and steps are no photos"
    again = [run(orders[item.number], bench, options) for item in items]
    assert [outcome.item.state for outcome in again] == [State.SKIPPED] * 3


@pytest.mark.parametrize(
    ("existing", "state", "said"),
    [("fail", State.FAILED, "exists already. Use --overwrite"), ("skip", State.SKIPPED, "")],
)
def test_another_process_was_faster(
    grey_photo: Path,
    bench: StandInWorkbench,
    monkeypatch: pytest.MonkeyPatch,
    existing: str,
    state: State,
    said: str,
) -> None:
    encoded = photo_saving.encoded
    target = grey_photo.with_name("grey-colorized.jpg")

    def slow(*given: Any, **more: Any) -> bytes:
        target.write_bytes(b"theirs")
        return encoded(*given, **more)

    monkeypatch.setattr(photo_saving, "encoded", slow)
    options = OutputOptions(existing=existing)
    order = planning.orders([Item(0, grey_photo)], options)[0]
    outcome = run(order, bench, options)
    assert outcome.item.state is state
    assert said in outcome.item.message
    assert target.read_bytes() == b"theirs"


def test_only_new_photos_come_in(photo_folder: Path) -> None:
    items, _ = queue(photo_folder)
    shutil.copy(photo_folder / "a.jpg", photo_folder / "z.jpg")
    found = planning.found_in([photo_folder, photo_folder / "a.jpg"], SKIP, recursive=True)
    new, _ = finish(planning.new_items(found, items))
    assert [(item.number, item.source.name) for item in new] == [(3, "z.jpg")]


def test_a_plan_keeps_off_finished_results(tmp_path: Path) -> None:
    items = [
        Item(0, tmp_path / "a.png", state=State.DONE, target=tmp_path / "a-colorized.png"),
        Item(1, tmp_path / "a.bmp"),
    ]
    orders = planning.orders(items, SKIP)
    assert [order.target for order in orders.values()] == [tmp_path / "a-2-colorized.png"]


def test_thousands_of_one_name_are_planned_quickly(tmp_path: Path) -> None:
    items = [Item(n, tmp_path / str(n) / "scan.jpg", tmp_path) for n in range(10_000)]
    orders = planning.orders(items, OutputOptions(folder=tmp_path / "out", steps=tmp_path / "s"))
    assert len({order.target for order in orders.values()}) == 10_000
    assert len({order.steps_name for order in orders.values()}) == 10_000


def test_closed_half_way_it_waits_again(
    photo_folder: Path, bench: StandInWorkbench, tmp_path: Path
) -> None:
    _, orders = queue(photo_folder)
    journal = Journal(tmp_path / "queue.jsonl")
    journal.add([order.item for order in orders.values()])
    before = all_files(photo_folder)
    reached = 0
    for stop_at in range(100):
        steps = work_on(orders[0], bench, SKIP, journal)
        for _ in range(stop_at):
            if next(steps, None) is None:
                break
        else:
            steps.close()
            assert all_files(photo_folder) == before
            reached += 1
            continue
        break
    assert reached > 3
    journal.close()
    journal = Journal(tmp_path / "queue.jsonl")
    assert journal.items[0].state is State.DONE
    assert [journal.items[n].state for n in (1, 2)] == [State.WAITING] * 2
    journal.close()


def test_interrupted_behind_its_writing_it_is_done(
    photo_folder: Path, bench: StandInWorkbench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*given: Any, **options: Any) -> None:
        photo_saving.save_picture(*given, **options)
        raise KeyboardInterrupt  # as while the photo that comes next is waited for

    monkeypatch.setattr("engine.batch.photo_work.save_picture", interrupted)
    items, orders = queue(photo_folder)
    journal = Journal(tmp_path / "queue.jsonl")
    journal.add(items)
    with pytest.raises(KeyboardInterrupt):
        run(orders[0], bench, replace(SKIP, existing="fail"), journal)
    journal.close()
    again = Journal(tmp_path / "queue.jsonl")
    again.close()
    assert again.items[0] == replace(
        items[0], state=State.DONE, target=orders[0].target, seconds=again.items[0].seconds
    )
    assert not again.interrupted


def test_a_broken_photo_is_a_sentence(photo_folder: Path, bench: StandInWorkbench) -> None:
    (photo_folder / "a.jpg").write_bytes(b"")
    _, orders = queue(photo_folder)
    outcome = run(orders[0], bench)
    assert outcome.item.state is State.FAILED
    assert "a.jpg" in outcome.item.message
    assert isinstance(outcome.error, EngineError)


def test_the_unexpected_fails_one_photo(
    photo_folder: Path, bench: StandInWorkbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> Steps[Fusion]:
        yield Step("going", 0, 1)
        raise KeyError("oops")

    _, orders = queue(photo_folder)
    monkeypatch.setattr(StandInSession, "run", broken)
    outcome = run(orders[0], bench)
    assert outcome.item.message == "Unexpected KeyError ('oops')."


def test_a_drive_that_is_gone_stops_all(photo_folder: Path, bench: StandInWorkbench) -> None:
    _, orders = queue(photo_folder)
    photo_folder.rename(photo_folder.with_name("elsewhere"))
    with pytest.raises(QueueStopError, match="not there any more"):
        run(orders[1], bench)
    photo_folder.with_name("elsewhere").rename(photo_folder)
    (photo_folder / "a.jpg").unlink()  # one photo that is gone stops nothing
    assert run(orders[0], bench).item.state is State.FAILED


def test_a_photo_that_cannot_be_reached_stops_nothing(
    tmp_path: Path, bench: StandInWorkbench
) -> None:
    source = tmp_path / f"{'long' * 99}.jpg"  # like a folder that may not be entered
    order = Order(Item(0, source, tmp_path), tmp_path / "a.jpg")
    outcome = run(order, bench)
    assert outcome.item.state is State.FAILED
    assert isinstance(outcome.error, EngineError)


def test_results_in_a_folder_that_cannot_be_reached(
    photo_folder: Path, bench: StandInWorkbench, tmp_path: Path
) -> None:
    options = OutputOptions(folder=tmp_path / ("long" * 99))
    items, orders = queue(photo_folder, options)
    with pytest.raises(EngineError, match="cannot be made"):
        planning.make_ready(items, options)
    with pytest.raises(QueueStopError, match="not there any more"):
        run(orders[0], bench, options)


def test_results_do_not_go_where_their_drive_was(
    photo_folder: Path, bench: StandInWorkbench, tmp_path: Path
) -> None:
    options = OutputOptions(folder=tmp_path / "drive" / "out")
    items, orders = queue(photo_folder, options)
    planning.make_ready(items, options)
    items[0] = run(orders[0], bench, options).item
    (tmp_path / "drive").rename(tmp_path / "elsewhere")
    with pytest.raises(QueueStopError, match="not there any more"):
        run(orders[1], bench, options)
    with pytest.raises(QueueStopError, match="not there any more"):
        planning.make_ready(items, options)  # and at the next start
    assert not (tmp_path / "drive").exists()


@pytest.mark.parametrize("steps", [False, True])
def test_a_full_disk_stops_all_and_leaves_nothing(
    photo_folder: Path,
    bench: StandInWorkbench,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    steps: bool,
) -> None:
    options = OutputOptions(steps=tmp_path / "steps" if steps else None)
    _, orders = queue(photo_folder, options)
    journal = Journal(tmp_path / "queue.jsonl")
    journal.add([order.item for order in orders.values()])
    before = all_files(photo_folder)

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    def full_for_files(descriptor: int) -> None:
        if descriptor != journal._file.fileno():
            full(descriptor)

    monkeypatch.setattr(os, "fsync", full_for_files)
    with pytest.raises(QueueStopError):
        run(orders[0], bench, options, journal)
    assert all_files(photo_folder) == before
    monkeypatch.setattr(os, "fsync", full)  # now also where the journal is
    with pytest.raises(QueueStopError, match="queue cannot be kept"):
        run(orders[0], bench, options, journal)
    assert all_files(photo_folder) == before
    journal.close()
    journal = Journal(tmp_path / "queue.jsonl")
    assert journal.items[0].state is State.WAITING
    journal.close()


def test_the_engine_that_cannot_start_stops_all(
    photo_folder: Path, bench: StandInWorkbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    def damaged(*_: object) -> Steps[StandInSession]:
        yield Step("Loading", 0, 1)
        raise EngineError("The checkpoint is damaged.", "Install again.")

    _, orders = queue(photo_folder)
    monkeypatch.setattr(StandInWorkbench, "start", damaged)
    with pytest.raises(QueueStopError, match="The checkpoint is damaged"):
        run(orders[0], bench)


def test_full_image_only(grey_photo: Path, bench: StandInWorkbench) -> None:
    order = Order(Item(0, grey_photo), grey_photo.with_name("out.png"))
    assert run(order, bench, OutputOptions(detect=False)).instances == ()
    assert bench.started == [(grey_photo, [])]


def test_depth_and_transparency_follow_the_size(tmp_path: Path, bench: StandInWorkbench) -> None:
    source = tmp_path / "a.png"
    pixels = np.full((40, 60, 4), 128, np.uint8)
    pixels[..., 3] = 255
    pixels[:, :30, 3] = 0
    Image.fromarray(pixels).save(source)
    order = Order(Item(0, source), tmp_path / "b.png")
    assert run(order, bench, OutputOptions(size=30)).item.state is State.DONE
    with Image.open(tmp_path / "b.png") as image:
        assert (image.mode, image.size) == ("RGBA", (30, 20))
        alpha = np.asarray(image)[..., 3]
    assert (alpha[:, :14].max(), alpha[:, 16:].min()) == (0, 255)


def test_time_left() -> None:
    left = TimeLeft()
    assert left.of(10) is None
    left.add(30.0)  # loading the networks
    assert left.of(10) is None
    left.add(2.0)
    left.add(4.0)
    assert left.of(10) == pytest.approx(30.0)
    assert words(left.of(2400)) == "2 hours left"
    assert words(None) == ""


@pytest.mark.parametrize(
    "wrong",
    [
        {"existing": "ask"},
        {"format": "gif"},
        {"size": 3},
        {"quality": 0},
        {"saturation": 5.0},
        {"warmth": -2.0},
        {"instance_strength": 11.0},
    ],
)
def test_impossible_options(wrong: dict[str, object]) -> None:
    with pytest.raises(EngineError):
        OutputOptions(**wrong)  # type: ignore[arg-type]
