"""The pictures that a detector learns from: placed, cut, in mosaics, drawn by their labels."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
import torch
from detector_parts import NONE, PLAIN, write_photos

from engine.detection.bundled import input_scale
from engine.detection.coco import LABELS
from engine.detection.detector_search import grey_photo
from engine.instances import Box
from engine.training.object_boxes import LabelledBox
from engine.training.photo_store import PhotoStore
from trainers import detector_data
from trainers.detector_data import DetectorPictures, Marked, label_names, placed, repeat_weights


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_photos(tmp_path)


def pictures_of(
    folder: Path, *, steps: int, colours: bool = False, **changes: object
) -> DetectorPictures:
    store = PhotoStore([folder / "photos"])
    boxes = {
        row["name"]: [
            LabelledBox(
                Box(*(float(row[side]) for side in ("left", "top", "right", "bottom"))), "dog", 0.8
            )
        ]
        for row in csv.DictReader((folder / "boxes.csv").open())
    }
    shapes = dict.fromkeys(store.names, (64, 80))
    settings = replace(PLAIN, **changes)  # type: ignore[arg-type]
    return DetectorPictures(store, shapes, boxes, LABELS, settings, steps=steps, colours=colours)


@pytest.mark.parametrize("canvas", [(96, 160), (128, 128), (160, 96)])
def test_boxes_follow_the_picture(canvas: tuple[int, int]) -> None:
    grey = np.full((90, 120, 1), 20, np.uint8)
    grey[30:70, 50:90] = 240
    box_there = np.array([[50, 30, 90, 70]], np.float32)
    marked = Marked(box_there, np.array([5]), np.ones(1, np.float32), NONE)
    places = set()
    for seed in range(30):
        random = np.random.default_rng(seed)
        scale = random.uniform(0.7, 1.6)
        picture, found = placed(grey, marked, canvas, random, scale, PLAIN)
        assert picture.shape == (*canvas, 1)
        rows, columns = np.nonzero(picture[..., 0] > 70)
        shown = np.vstack((found.boxes, found.unclear))
        if len(rows) == 0:
            assert not len(shown)
            continue
        (box,) = shown
        truth = (columns.min(), rows.min(), columns.max() + 1, rows.max() + 1)
        assert box == pytest.approx(truth, abs=1.01)
        places.add(tuple(np.round(box).astype(int)))
    assert len(places) > 20


def test_a_cut_object_is_unclear_rather_than_learned() -> None:
    grey = np.full((100, 100, 1), 128, np.uint8)
    marked = Marked(np.array([[0, 0, 100, 100]], np.float32), np.zeros(1, int), np.ones(1), NONE)
    _, found = placed(grey, marked, (96, 96), np.random.default_rng(0), 3.0, PLAIN)
    assert len(found.boxes) == 0  # a ninth of it is visible
    assert found.unclear.tolist() == [[0, 0, 96, 96]]


def test_rare_labels_are_drawn_more_often() -> None:
    labels = [np.array([0])] * 396 + [np.array([0, 1])] + [np.zeros(0, int)] * 3
    weights = repeat_weights(labels)
    assert weights[0] == 1.0
    assert weights[396] == pytest.approx(detector_data.RARE**0.5 * 20)  # sqrt(share * 400 / 1)
    assert weights[-1] == detector_data.BACKGROUND_WEIGHT


def test_own_labels_are_possible() -> None:
    boxes = {"a": [LabelledBox(Box(0, 0, 1, 1), "tram", 1.0)]}
    assert label_names(boxes) == ("tram",)
    assert label_names({"a": [LabelledBox(Box(0, 0, 1, 1), "dog", 1.0)]}) == LABELS


def test_pictures_depend_on_the_step_and_their_place_alone(folder: Path) -> None:
    pictures = pictures_of(folder, steps=100)

    def batch(step: int, *places: int) -> torch.Tensor:
        randoms = [np.random.default_rng((7, step, place)) for place in places]
        return pictures.batch(step, randoms)["lightness"]

    torch.testing.assert_close(batch(5, 0, 1), torch.cat((batch(5, 0), batch(5, 1))))
    assert not torch.equal(batch(5, 0), batch(5, 1))


def test_pictures_grow_and_mosaics_end(folder: Path) -> None:
    pictures = pictures_of(folder, steps=100, side=416, mosaic=1.0)
    early = {pictures.canvas(step)[1] for step in range(60)}
    late = {pictures.canvas(step)[1] for step in range(60, 100)}
    assert {max(canvas) for canvas in early} <= {256, 288, 320, 352}
    assert {max(canvas) for canvas in late} >= {384, 416}
    assert max(max(canvas) for canvas in late) <= 448

    def most(step: int) -> int:
        randoms = [np.random.default_rng((step, place)) for place in range(8)]
        batch = pictures.batch(step, randoms)
        objects = torch.cat((batch["pictures"], batch["unclear_pictures"]))
        return int(torch.bincount(objects, minlength=8).max())

    assert max(most(step) for step in (0, 40, 80)) > 1  # the photos have one object each
    assert max(most(step) for step in (85, 90, 99)) == 1


def test_a_teacher_sees_the_colours_of_the_same_pictures(folder: Path) -> None:
    for number, place in enumerate(sorted((folder / "photos").iterdir())):
        pixels = cv2.imread(str(place))
        pixels[..., number % 3] //= 2
        cv2.imwrite(str(place), pixels)
    for aged in (0.0, 1.0):
        taught = pictures_of(folder, steps=100, colours=True, mosaic=0.5, aged=aged)
        batch = taught.batch(5, [np.random.default_rng((5, place)) for place in range(4)])
        lightness, colours = batch["lightness"], batch["colours"]
        assert colours.shape == (len(lightness), 3, *lightness.shape[2:])
        pixels = (colours * 2.55).round().byte().permute(0, 2, 3, 1).numpy()
        apart = [
            np.abs(grey_photo(np.ascontiguousarray(one)) / 2.55 - grey[0].numpy())
            for one, grey in zip(pixels, lightness, strict=True)
        ]
        shown = colours.amax(1) - colours.amin(1) > 0.5  # what is around a photo has no colour
        error = torch.from_numpy(np.stack(apart))[shown].mean()
        assert error < 1 if aged == 0 else error > 1
    assert max(taught.canvas(0)[1]) == max(taught.canvas(90)[1])


def test_photos_are_seen_in_training_at_the_size_of_use(folder: Path) -> None:
    for height, width in ((300, 400), (256, 256), (400, 300), (200, 400)):
        scale = input_scale(height, width, 416)
        assert max(height, width) * scale <= 416 + 1e-6
        assert height * width * scale**2 <= 416 * 416 * 0.75 + 1
    assert input_scale(300, 400, 416) == pytest.approx(1.04)
