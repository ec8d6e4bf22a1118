"""The plan of an archive on the disk: the same names as in memory, and a state after any end."""

from __future__ import annotations

import os
import sqlite3
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain, islice
from pathlib import Path

import pytest
from conftest import picture
from PIL import Image

from engine.batch.ledger import Ledger
from engine.batch.photo_walk import Found, each_photo, find_photos
from engine.batch.photo_work import Order
from engine.batch.queue_items import State
from engine.batch.targets import Targets
from engine.errors import EngineError
from engine.steps import finish


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    made = Ledger(tmp_path / "ledger")
    yield made
    made.close()


def filled(ledger: Ledger, *places: Path, output: Path | str | None = None) -> list[Order]:
    assert not finish(ledger.add(each_photo(places, recursive=True)))
    folders = any(place.is_dir() for place in places)
    text = None if output is None else str(output)
    finish(ledger.plan(text, folders=folders, suffix="", steps=False))
    return list(ledger.orders())


def touched(folder: Path, *names: str) -> Path:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"photo")
    return folder


NAMES = ("a.jpg", "a.bmp", "a-2.png", "A.tif", "deep/er/a.jpg", "deep/er/a.png", "\udce9.jpg")


@pytest.mark.parametrize("output", [None, "out/", "out"])
def test_the_names_are_those_of_one_machine(
    tmp_path: Path, ledger: Ledger, output: str | None
) -> None:
    places = [touched(tmp_path / "one", *NAMES), touched(tmp_path / "two", *NAMES)]
    place = None if output is None else f"{tmp_path}/{output}"
    photos = [photo for photo in find_photos(places, recursive=True) if isinstance(photo, Found)]
    targets = Targets(place, photos, folders=True)
    expected = {photo.path: targets.of(photo) for photo in photos}
    assert len(set(expected.values())) == 14
    orders = filled(ledger, *places, output=place)
    assert {order.item.source: order.target for order in orders} == expected


def test_each_photo_once_whatever_means_it(tmp_path: Path, ledger: Ledger) -> None:
    folder = touched(tmp_path / "album", "a.jpg", "b.jpg")
    (folder / "c.jpg").symlink_to(folder / "b.jpg")
    orders = filled(ledger, folder, folder / "a.jpg", folder, output=f"{tmp_path}/out/")
    assert [order.item.source.name for order in orders] == ["a.jpg", "b.jpg"]


def test_no_result_replaces_a_photo_of_another_folder(tmp_path: Path, ledger: Ledger) -> None:
    one = touched(tmp_path / "one", "a.jpg")
    odd = touched(tmp_path / "out", "a-colorized.jpg") / "a-colorized.jpg"
    first, second = filled(ledger, one, odd, output=f"{tmp_path}/out/")
    assert isinstance(first.target, EngineError)
    assert f"would replace the photo {odd}" in str(first.target)
    assert second.target == tmp_path / "out" / "a-colorized-colorized.jpg"


def test_one_file_for_several_photos_is_refused(tmp_path: Path, ledger: Ledger) -> None:
    folder = touched(tmp_path / "album", "a.jpg", "b.jpg")
    with pytest.raises(EngineError, match="is one file, but"):
        filled(ledger, folder / "a.jpg", folder / "b.jpg", output=tmp_path / "out.jpg")


def test_goes_on_where_a_killed_process_left_off(tmp_path: Path) -> None:
    folder = touched(tmp_path / "album", "a.jpg", "b.jpg", "c.jpg", "d.jpg", "e.jpg")
    ledger = Ledger(tmp_path / "ledger")
    orders = filled(ledger, folder)
    for order, state in zip(orders, (State.DONE, State.FAILED), strict=False):
        ledger.end(replace(order.item, state=state, message="It is broken."))
    for order in orders[2:4]:
        ledger.begin(order.item.number, fresh=True)
    touched(folder, "c-colorized.jpg", ".0123456789abcdef.part")
    old = (folder / "c-colorized.jpg").stat().st_mtime - 0.5  # as if written a while ago
    ledger._base.execute("UPDATE photos SET begun = begun - 100")
    os.utime(folder / ".0123456789abcdef.part", (old - 50, old - 50))
    ledger.close()  # as the end of the process does, with what is not committed lost

    again = Ledger(tmp_path / "ledger")
    touched(folder, "f.jpg")
    orders = filled(again, folder)
    assert [order.item.source.name for order in orders] == ["b.jpg", "d.jpg", "e.jpg", "f.jpg"]
    assert (again.counts().done, again.counts().waiting) == (2, 4)
    assert not (folder / ".0123456789abcdef.part").exists()
    again.close()


def test_trouble_with_a_name_that_is_no_utf_8_is_kept(tmp_path: Path, ledger: Ledger) -> None:
    folder = touched(tmp_path / "album", "\udce9.jpg", "\udce9-colorized.jpg")
    order, _ = filled(ledger, folder, folder / "\udce9-colorized.jpg")
    assert isinstance(order.target, EngineError)
    assert r"\udce9.jpg would replace the photo" in str(order.target)
    ledger.end(replace(order.item, state=State.FAILED, message=f"{order.item.source} is empty."))
    assert ledger.counts().failed == 1


def test_a_number_is_found_beside_results_of_the_run_before(tmp_path: Path) -> None:
    folder = touched(tmp_path / "album", "a.jpg")
    ledger = Ledger(tmp_path / "ledger")
    (order,) = filled(ledger, folder, output=f"{tmp_path}/out/")
    ledger.end(replace(order.item, state=State.DONE))
    touched(folder, "A.jpg")
    (order,) = filled(ledger, folder, output=f"{tmp_path}/out/")
    assert order.target == tmp_path / "out" / "A-2-colorized.jpg"
    ledger.close()


def test_the_steps_of_photos_of_one_name(tmp_path: Path, ledger: Ledger) -> None:
    folder = touched(tmp_path / "album", "a.jpg", "b/a.jpg")
    finish(ledger.add(each_photo([folder], recursive=True)))
    finish(ledger.plan(None, folders=True, suffix=".png", steps=True))
    orders = list(ledger.orders())
    assert [order.steps_name for order in orders] == ["a", "a-2"]
    assert orders[1].target == folder / "b" / "a-colorized.png"


def test_two_runs_with_one_ledger(tmp_path: Path, ledger: Ledger) -> None:
    with pytest.raises(EngineError, match="Another run is using the journal"):
        Ledger(tmp_path / "ledger")


def test_files_of_others_are_left_alone(tmp_path: Path) -> None:
    Image.fromarray(picture(64, 64)).save(tmp_path / "photo.png")
    (tmp_path / "journal").write_text('\n{"options": {}}\n' * 100)
    with sqlite3.connect(tmp_path / "theirs") as base:
        base.execute("CREATE TABLE photos (number)")
    base.close()
    for name in ("photo.png", "journal", "theirs"):
        before = (tmp_path / name).read_bytes()
        with pytest.raises(EngineError, match="is no journal of a cluster"):
            Ledger(tmp_path / name)
        assert (tmp_path / name).read_bytes() == before
    with pytest.raises(EngineError, match="cannot be kept"):
        Ledger(tmp_path / "nowhere" / "ledger")


def test_memory_does_not_grow_with_the_archive(tmp_path: Path) -> None:
    def peak(folders: int) -> int:
        """Bytes that are held, at the most, for an archive of so many folders of 20 photos."""
        ledger = Ledger(tmp_path / f"ledger-{folders}")
        archive = tmp_path / "archive"
        photos = (
            Found(archive / f"{folder}" / f"{photo}.jpg", archive)
            for folder in range(folders)
            for photo in range(20)
        )
        planned = ledger.plan(f"{tmp_path}/out/", folders=True, suffix="", steps=False)
        tracemalloc.start()
        try:
            moments = chain(ledger.add(photos), planned, islice(ledger.orders(), 0, None, 100))
            return max(held() for count, _ in enumerate(moments) if count % 5 == 0)
        finally:
            tracemalloc.stop()
            ledger.close()

    def held() -> int:
        snapshot = tracemalloc.take_snapshot()
        # Python's own table of texts grows by leaps, and is met with in pathlib.
        own = snapshot.filter_traces([tracemalloc.Filter(False, "*pathlib*")])
        return sum(trace.size for trace in own.traces)

    few = peak(40)  # already more than is read at once
    assert peak(160) < few + 2400 * 80  # so little holds no photo
