"""Stage 0: photos are scanned, objects found or read, filtered, split, and never changed."""

from __future__ import annotations

import hashlib
import io
import json
import os
import sqlite3
import subprocess
import sys
import tarfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from skimage import data

from engine.config import EngineConfig
from engine.detection.candidates import Candidate
from engine.detection.score_calibration import Calibration
from engine.errors import EngineError
from engine.instances import Box
from engine.steps import finish
from engine.training.object_boxes import LabelledBox, filtered, matched, read_objects
from engine.training.object_search import Finds, objects_by_detector, objects_from_file
from engine.training.photo_places import find_places
from engine.training.photo_scan import own_colour, scan_photos
from engine.training.photo_store import PhotoStore
from engine.training.plan import TrainingPlan
from engine.training.preparation import (
    HELD_OUT,
    TRAINING,
    divided,
    is_prepared,
    prepare,
    read_prepared,
    subset,
    write_prepared,
)
from engine.training.run_folder import RunFolder
from engine.training.stage_settings import REPORT_FILTERS, Filters
from engine.training.statistics import crop_of, object_statistics
from engine.training.wizard import samples

ROOT = Path(__file__).parents[2]
HEADER = "name,label,score,left,top,right,bottom\n"
PHOTOS = {"coffee": data.coffee, "cat": data.chelsea, "astronaut": data.astronaut}


def photo(name: str, width: int = 200) -> Image.Image:
    whole = Image.fromarray(PHOTOS[name]())
    return whole.resize((width, round(whole.height * width / whole.width)))


@pytest.fixture
def album(tmp_path: Path) -> Path:
    """Three good photos, and one of every bad kind."""
    folder = tmp_path / "album"
    (folder / "deep" / "deeper").mkdir(parents=True)
    photo("coffee").save(folder / "coffee.png")
    photo("cat").save(folder / "deep" / "cat.png")
    photo("astronaut").save(folder / "deep" / "deeper" / "astronaut.jpg", quality=95)
    photo("coffee").convert("L").save(folder / "grey.png")
    grey = np.asarray(photo("cat").convert("L"), np.float32)[..., None]
    Image.fromarray((grey * (1.0, 0.85, 0.65)).astype(np.uint8)).save(folder / "sepia.png")
    photo("coffee").save(folder / "zz-same.png")
    photo("coffee", 120).save(folder / "zz-smaller.jpg", quality=85)
    photo("cat", 20).save(folder / "tiny.png")
    (folder / "broken.jpg").write_bytes(b"\xff\xd8broken")
    (folder / "empty.png").touch()
    (folder / "notes.txt").write_text("no photo")
    (folder / "._coffee.png").write_bytes(b"shadow")
    return folder


def fingerprint(folder: Path) -> str:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    told = b"".join(
        p.name.encode() + p.read_bytes() + str(p.stat().st_mtime_ns).encode() for p in files
    )
    return hashlib.sha256(told).hexdigest()


class TestScan:
    def test_bad_photos_are_left_out_for_a_reason(self, album: Path) -> None:
        before = fingerprint(album)
        scan = finish(scan_photos([album]))
        assert [found.name for found in scan.photos] == ["astronaut.jpg", "cat.png", "coffee.png"]
        assert {left.name: left.kind for left in scan.left_out} == {
            "broken.jpg": "unreadable",
            "empty.png": "unreadable",
            "grey.png": "grey",
            "sepia.png": "grey",
            "tiny.png": "small",
            "zz-same.png": "duplicate",
            "zz-smaller.jpg": "duplicate",
        }
        reasons = {left.name: left.reason for left in scan.left_out}
        assert reasons["zz-same.png"] == "is the same file as coffee.png"
        assert reasons["zz-smaller.jpg"] == "is the same picture as coffee.png"
        assert scan.summary() == "3 photos; left out: 2 unreadable, 2 grey, 2 duplicate, 1 small."
        assert fingerprint(album) == before

    def test_real_photos_have_colours_of_their_own(self) -> None:
        assert all(own_colour(np.asarray(photo(name))) > 4 for name in PHOTOS)

    def test_a_tar_gives_what_its_folder_gives(self, album: Path, tmp_path: Path) -> None:
        packed = tmp_path / "album.tar"
        with tarfile.open(packed, "w") as tar:
            tar.add(album, arcname="x")
        ours, theirs = finish(scan_photos([packed])), finish(scan_photos([album]))
        assert [(p.name, p.digest) for p in ours.photos] == [
            (p.name, p.digest) for p in theirs.photos
        ]
        assert ours.left_out == theirs.left_out

    def test_photos_of_one_name_are_told_apart(self, tmp_path: Path) -> None:
        for number, folder in enumerate(("a/x", "b/x", "b/y")):
            (tmp_path / folder).mkdir(parents=True)
            Image.new("RGB", (40, 40), (number, 0, 0)).save(tmp_path / folder / "1.png")
        assert list(find_places([tmp_path])) == ["a/x/1.png", "b/x/1.png", "b/y/1.png"]
        assert list(find_places([tmp_path / "a", tmp_path / "b"])) == [
            "a/x/1.png",
            "b/x/1.png",
            "y/1.png",
        ]
        assert len(find_places([tmp_path / "a", tmp_path / "a"])) == 1

    def test_damaged_tiffs_make_no_noise(self, tmp_path: Path) -> None:
        """In a process of its own: others of the app's modules silence OpenCV, too."""
        whole = io.BytesIO()
        noise = np.random.default_rng(0).integers(0, 255, (90, 120), np.uint8)
        Image.fromarray(noise).convert("1").save(whole, "TIFF", compression="group4")
        damaged = bytearray(whole.getvalue())
        for place in range(100, len(damaged) - 400, 9):
            damaged[place] ^= 0x5A
        (tmp_path / "damaged.tif").write_bytes(damaged)
        work = (
            "import sys; from pathlib import Path; from engine.training.photo_store import decoded;"
            "decoded(Path(sys.argv[1]).read_bytes())"
        )
        command = [sys.executable, "-c", work, str(tmp_path / "damaged.tif")]
        told = subprocess.run(command, capture_output=True, check=True, cwd=ROOT)
        assert told.stderr == b""

    @pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs a pipe")
    def test_a_pipe_is_not_waited_for(self, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "pipe.jpg")
        (place,) = find_places([tmp_path]).values()
        with pytest.raises(FileNotFoundError):
            place.read()

    def test_bad_sources_are_one_sentence(self, tmp_path: Path) -> None:
        packed = tmp_path / "photos.tar.gz"
        with tarfile.open(packed, "w:gz") as tar:
            tar.addfile(tarfile.TarInfo("a.png"), io.BytesIO())
        with pytest.raises(EngineError, match="compressed or damaged"):
            find_places([packed])
        with pytest.raises(EngineError, match="neither a folder nor a tar"):
            find_places([tmp_path / "missing"])
        (tmp_path / "empty").mkdir()
        with pytest.raises(EngineError, match="no photos"):
            find_places([tmp_path / "empty"])


class TestBoxFiles:
    def test_coco_json(self, tmp_path: Path) -> None:
        path = tmp_path / "instances.json"
        told = {
            "images": [{"id": 7, "file_name": "cat.png"}],
            "categories": [{"id": 17, "name": "cat"}],
            "annotations": [
                {"image_id": 7, "category_id": 17, "bbox": [10, 20, 30, 40]},
                {"image_id": 7, "category_id": 17, "bbox": [0, 0, 9, 9], "iscrowd": 1},
                {"image_id": 7, "category_id": 17, "bbox": [0, 0, 0, 9]},
                {"image_id": 7, "category_id": 99, "bbox": [0, 0, 9, 9], "score": 0.5},
            ],
        }
        path.write_text(json.dumps(told))
        assert read_objects(path) == {
            "cat.png": [
                LabelledBox(Box(10, 20, 40, 60), "cat", 1.0),
                LabelledBox(Box(0, 0, 9, 9), "object", 0.5),
            ]
        }

    def test_the_originals_npz(self, tmp_path: Path) -> None:
        boxes = np.array([[1, 2, 30, 40], [5, 6, 70, 80]], np.float32)
        np.savez(tmp_path / "cat.npz", bbox=boxes, scores=np.array([0.5, 0.9], np.float32))
        found = read_objects(tmp_path)
        assert [labelled.box for labelled in found["cat"]] == [Box(5, 6, 70, 80), Box(1, 2, 30, 40)]
        assert matched(found, ["cat.png"])[0].keys() == {"cat.png"}
        assert read_objects(tmp_path / "cat.npz") == found

    @pytest.mark.parametrize(
        ("name", "content"),
        [
            ("a.json", b"{}"),
            ("a.json", b"[1"),
            ("a.json", b'{"images": [], "annotations": [{"bbox": "x"}]}'),
            ("a.npz", b"PK no zip"),
            ("a.npz", b""),
            ("a.csv", b"\xff\xfe\x00nonsense"),
            ("a.csv", HEADER.encode() + b"x,cat,0.5,9,9,1,1\n"),
            ("a.csv", HEADER.encode() + b"x,cat,nan,0,0,1,1\n"),
            ("a.csv", b""),
        ],
    )
    def test_broken_files_are_one_sentence(self, tmp_path: Path, name: str, content: bytes) -> None:
        (tmp_path / name).write_bytes(content)
        with pytest.raises(EngineError):
            read_objects(tmp_path / name)

    def test_boxes_of_other_photos_are_counted(self, album: Path, tmp_path: Path) -> None:
        path = tmp_path / "boxes.csv"
        path.write_text(
            HEADER
            + "cat.png,cat,0.9,-10,5,60,70\n"
            + "cat.png,cat,0.8,900,5,960,70\n"
            + "coffee.png,mug,0.8,9,5,90,70\n"
            + "nobody.png,cat,0.9,0,0,9,9\n"
        )
        photos = finish(scan_photos([album])).photos
        found = finish(objects_from_file(path, photos))
        assert found.objects["cat.png"] == [LabelledBox(Box(0, 5, 60, 70), "cat", 0.9)]
        assert found.notes == (
            "Boxes of photos that are not there or left out: 1.",
            "Boxes outside their photo, left out: 1.",
            "Labels that are none of COCO's, trained on like all others: 1 (mug).",
        )
        assert found.summary() == "2 objects in 2 of 3 photos (boxes.csv)."
        path.write_text(HEADER + "nobody.png,cat,0.9,0,0,9,9\n")
        with pytest.raises(EngineError, match="None of the boxes"):
            finish(objects_from_file(path, photos))


class CountingDetector:
    """Finds one object in every photo, but is interrupted if it is told so."""

    name = "counting"
    default_threshold = 0.3

    def __init__(self, most: int = 100) -> None:
        self.seen = 0
        self._most = most

    def detect(self, lightness: np.ndarray, threshold: float) -> Sequence[Candidate]:
        assert lightness.dtype == np.float32
        assert lightness.max() <= 100
        if self.seen == self._most:
            raise EngineError("The power is gone.")
        self.seen += 1
        return [Candidate("cat", 0.80003, Box(10.004, 10.003, 99.997, 89.996))]


class TestSearch:
    def test_what_was_found_is_not_looked_for_again(self, album: Path, tmp_path: Path) -> None:
        photos = finish(scan_photos([album])).photos
        cache = tmp_path / "cache" / "finds.sqlite"
        failing = CountingDetector(most=1)
        with pytest.raises(EngineError, match="power"):
            finish(objects_by_detector(photos, EngineConfig(), cache=cache, load=lambda _: failing))
        detector = CountingDetector()
        config = EngineConfig(device="cpu")
        found = finish(objects_by_detector(photos, config, cache=cache, load=lambda _: detector))
        assert 2 <= detector.seen <= 3  # the one before the interruption may have been kept
        assert found.source == "counting detector"
        assert set(found.objects) == {photo.name for photo in photos}
        cat = found.objects["cat.png"][0]
        pixels = np.asarray(photo("cat"))[10:90, 10:100]
        assert cat.variance == pytest.approx(np.var(pixels), rel=1e-4)
        again = CountingDetector()
        same = finish(objects_by_detector(photos, config, cache=cache, load=lambda _: again))
        assert again.seen == 0
        assert same.objects == found.objects  # to the last digit
        other = EngineConfig(score_threshold=0.5)
        finish(objects_by_detector(photos, other, cache=cache, load=lambda _: again))
        assert again.seen == 3  # another threshold finds other objects

    def test_scores_are_how_often_a_detector_is_right(self, album: Path, tmp_path: Path) -> None:
        class Knowing(CountingDetector):
            calibration = Calibration(3.0, 1.0)

            def chance(self, score: float) -> float:
                return self.calibration.chance(score)

        photos = finish(scan_photos([album])).photos
        config, cache = EngineConfig(device="cpu"), tmp_path / "finds.sqlite"
        detector = Knowing()
        found = finish(objects_by_detector(photos, config, cache=cache, load=lambda _: detector))
        [cat] = found.objects["cat.png"]
        assert cat.score == pytest.approx(detector.calibration.chance(0.8), abs=1e-4)
        assert cat.score > 0.99
        other = Knowing()
        other.calibration = Calibration(2.0, 0.0)
        found = finish(objects_by_detector(photos, config, cache=cache, load=lambda _: other))
        assert other.seen == 3, "finds of a detector of another training do not count"

    def test_a_closed_search_keeps_what_it_has(self, album: Path, tmp_path: Path) -> None:
        photos = finish(scan_photos([album])).photos
        detector = CountingDetector()
        cache = tmp_path / "finds.sqlite"
        steps = objects_by_detector(photos, EngineConfig(), cache=cache, load=lambda _: detector)
        for step in steps:
            if step.done:
                break
        steps.close()
        with sqlite3.connect(cache) as base:
            assert base.execute("SELECT COUNT(*) FROM finds").fetchone()[0] >= 1

    def test_a_damaged_cache_is_one_sentence(self, tmp_path: Path) -> None:
        (tmp_path / "finds.sqlite").write_bytes(b"this is no data base, it is a text file" * 99)
        with pytest.raises(EngineError, match="delete the file"):
            Finds(tmp_path / "finds.sqlite", "x")


def boxes(*scores: float, variance: float | None = None) -> list[LabelledBox]:
    return [LabelledBox(Box(0, 0, 60, 60), "cat", score, variance) for score in scores]


class TestFilters:
    def test_the_reports_filters(self) -> None:
        objects = {
            "a": boxes(0.995, 0.98, variance=3000),
            "b": boxes(0.999, variance=1999),
            "c": boxes(*[0.99 + i / 10000 for i in range(12)], variance=2000),
        }
        kept = filtered(objects, REPORT_FILTERS)
        assert {name: len(found) for name, found in kept.items()} == {"a": 1, "c": 10}
        assert kept["c"][0].score > kept["c"][-1].score

    def test_statistics_count_what_the_filters_do(self) -> None:
        objects = {
            "a": [*boxes(0.5, 0.96), LabelledBox(Box(0, 0, 10, 20), "dog", 0.97)],
            "b": boxes(0.9, 0.91, 0.92),
        }
        told = object_statistics(objects, Filters(min_score=0.6, min_side=30, most=2), examples=2)
        assert (told.objects, told.photos, told.kept_objects, told.kept_photos) == (6, 2, 3, 2)
        assert told.dropped == {"score": 1, "size": 1, "most": 1}
        assert told.top_labels == (("cat", 5), ("dog", 1))
        assert told.score_counts.sum() == 6
        assert told.score_counts[19] == 2
        assert told.mean_sizes[19] == pytest.approx((3600 + 200) / 2)
        assert np.isnan(told.mean_sizes[0])
        assert len(told.kept) == len(told.dropped_examples) == 2
        assert all(example.dropped for example in told.dropped_examples)
        empty = object_statistics({}, Filters())
        assert (empty.objects, empty.top_labels, empty.kept) == (0, (), ())

    def test_examples_can_be_shown(self, album: Path) -> None:
        told = object_statistics({"cat.png": boxes(0.9)}, Filters())
        places = find_places([album])
        assert crop_of(told.kept[0], places).shape == (60, 60, 3)


def many(count: int, folder: Path) -> Path:
    folder.mkdir()
    random = np.random.default_rng(0)
    for number in range(count):
        pixels = random.integers(0, 256, (6, 6, 3)).astype(np.uint8)
        Image.fromarray(pixels).resize((64, 48), Image.Resampling.BICUBIC).save(
            folder / f"{number:03}.png"
        )
    return folder


class TestPreparation:
    @pytest.mark.parametrize(("share", "training"), [(0.9, 18), (0.99, 19), (0.6, 12), (0.4, 8)])
    def test_splits(self, share: float, training: int) -> None:
        names = [f"{number}.jpg" for number in range(20)]
        parts = divided(names, TrainingPlan((Path("x"),), split=share))
        assert list(parts.values()).count(TRAINING) == training
        assert parts == divided(names, TrainingPlan((Path("x"),), split=share))
        if share != 0.99:
            assert parts != divided(names, TrainingPlan((Path("x"),), split=share, seed=1))

    def test_a_subset_is_drawn_by_the_seed(self, tmp_path: Path) -> None:
        photos = finish(scan_photos([many(12, tmp_path / "photos")])).photos
        drawn = subset(photos, 5, seed=0)
        assert len(drawn) == 5
        assert drawn == subset(photos, 5, seed=0) != subset(photos, 5, seed=1)
        assert subset(photos, 0, seed=0) == list(photos)
        assert [p for p in subset(photos[1:], 5, seed=0) if p in drawn]

    def test_what_is_prepared_is_read_again(self, tmp_path: Path) -> None:
        folder = many(10, tmp_path / "photos")
        path = tmp_path / "boxes.csv"
        path.write_text(
            HEADER + "".join(f"{n:03}.png,bird,0.{9 - n % 5},4,4,60,40\n" for n in range(9))
        )
        plan = TrainingPlan((folder,), boxes=path, network="unet", subset=8, split=0.75)
        plan = plan.filtered(Filters(min_score=0.6, min_variance=1.0))
        run = RunFolder(tmp_path / "run")
        run.create(plan)
        assert not is_prepared(run, plan)
        prepared = finish(prepare(plan))
        write_prepared(run, prepared)
        assert is_prepared(run, plan)
        again = read_prepared(run)
        assert again.photos == prepared.photos
        assert again.parts == prepared.parts
        assert len(again.names(TRAINING)) == 6
        assert len(again.names(HELD_OUT)) == 2
        assert all(b.variance is not None for found in again.objects.values() for b in found)
        counts = samples(plan, prepared)
        assert counts["full"] == 6
        assert 0 < counts["instance"] == counts["fusion"] < 6
        assert again.summary() == prepared.summary()
        (run.prepared / "photos.csv").write_text("name\nx\n")
        with pytest.raises(EngineError, match="damaged"):
            read_prepared(run)

    def test_objects_that_were_not_needed_are_found_when_they_are(self, tmp_path: Path) -> None:
        plan = TrainingPlan((many(6, tmp_path / "photos"),), stages=("full",), split=0.6)
        run = RunFolder(tmp_path / "run")
        run.create(plan)
        write_prepared(run, finish(prepare(plan)))
        assert is_prepared(run, plan)
        assert not is_prepared(run, TrainingPlan(plan.data, boxes=Path("b.csv"), split=0.6))

    def test_nothing_left_is_one_sentence(self, tmp_path: Path) -> None:
        folder = many(6, tmp_path / "photos")
        path = tmp_path / "boxes.csv"
        path.write_text(HEADER + "".join(f"{n:03}.png,bird,0.7,4,4,60,40\n" for n in range(6)))
        plan = TrainingPlan((folder,), boxes=path, split=0.5).filtered(REPORT_FILTERS)
        with pytest.raises(EngineError, match=r"highest of 3 scores is 0\.70") as caught:
            finish(prepare(plan))
        assert "Take 0.7 as the smallest score, which keeps 3 objects" in caught.value.remedy
        assert caught.value.remedy.endswith(
            "On the command line: --set instance.filters.min_score=0.7 "
            "--set fusion.filters.min_score=0.7"
        )
        with pytest.raises(EngineError, match="0 held out"):
            finish(prepare(TrainingPlan((folder,), boxes=path, hold_out="nobody")))
        (tmp_path / "broken").mkdir()
        (tmp_path / "broken" / "a.jpg").write_bytes(b"no photo")
        with pytest.raises(EngineError, match="None of the photos can be used") as caught:
            finish(prepare(TrainingPlan((tmp_path / "broken",))))
        assert caught.value.remedy == "0 photos; left out: 1 unreadable."

    def test_boxes_follow_photos_that_are_shrunk(self, tmp_path: Path) -> None:
        folder = tmp_path / "photos"
        folder.mkdir()
        photo("coffee", 1024).save(folder / "a.png")
        photo("cat", 400).save(folder / "b.png")
        path = tmp_path / "boxes.csv"
        path.write_text(HEADER + "a.png,cup,0.9,100,200,300,400\nb.png,cat,0.9,10,20,110,120\n")
        prepared = finish(prepare(TrainingPlan((folder,), boxes=path, split=0.5, seed=3)))
        store = prepared.store()
        assert isinstance(store, PhotoStore)
        assert store.photo("a.png").shape[1] == 640
        objects = prepared.objects_in_store(Filters())
        assert objects["a.png"][0].box == Box(62.5, 125, 187.5, 250)
        assert objects["b.png"][0].box == Box(10, 20, 110, 120)
