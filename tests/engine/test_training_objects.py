"""Objects of a training: read from files, found by a detector, filtered and counted."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from album_parts import HEADER, photo, write_album

from engine.config import EngineConfig
from engine.detection.candidates import Candidate
from engine.detection.score_calibration import Calibration
from engine.errors import EngineError
from engine.instances import Box
from engine.steps import finish
from engine.training.kept_finds import Finds
from engine.training.object_boxes import LabelledBox, filtered, matched, read_objects
from engine.training.object_search import objects_by_detector, objects_from_file
from engine.training.photo_places import find_places
from engine.training.photo_scan import scan_photos
from engine.training.stage_settings import REPORT_FILTERS, Filters
from engine.training.statistics import crop_of, object_statistics


@pytest.fixture
def album(tmp_path: Path) -> Path:
    return write_album(tmp_path / "album")


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

    def test_it_goes_on_where_nothing_can_be_kept(self, album: Path, tmp_path: Path) -> None:
        photos = finish(scan_photos([album])).photos
        (tmp_path / "file").touch()
        full = tmp_path / "full.sqlite"
        with sqlite3.connect(full) as base:
            base.execute("CREATE VIEW finds AS SELECT '' photo, '' detector, '' boxes")
        for cache in (tmp_path / "file" / "finds.sqlite", full):  # not made | not written
            detector = CountingDetector()
            search = objects_by_detector(
                photos, EngineConfig(), cache=cache, load=lambda _, used=detector: used
            )
            found = finish(search)
            assert len(found.objects) == detector.seen == 3
            [note] = found.notes
            assert f"is not kept for the next time: {cache} cannot be written (" in note

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
