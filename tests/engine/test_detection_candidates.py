"""Merging, ordering, clipping and masks, on hand-made candidates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.config import EngineConfig
from engine.detection.candidates import Candidate, merge
from engine.detection.coco import KINDS
from engine.detection.protocol import detect_instances
from engine.instances import Box


@dataclass
class FixedDetector:
    candidates: Sequence[Candidate]
    name: str = "fixed"
    default_threshold: float = 0.3
    calls: list[float] = field(default_factory=list)

    def detect(self, lightness: np.ndarray, threshold: float) -> Sequence[Candidate]:
        self.calls.append(threshold)
        return self.candidates


def candidate(label: str, score: float, *sides: float, mask: np.ndarray | None = None) -> Candidate:
    return Candidate(label, score, Box(*sides), mask)


def found(candidates: Sequence[Candidate], height: int = 100, width: int = 200, **settings: object):
    config = EngineConfig(**settings)  # type: ignore[arg-type]
    lightness = np.zeros((height, width), np.float32)
    return detect_instances(FixedDetector(candidates), lightness, config)


def test_a_duplicate_of_the_same_label_is_merged_and_of_another_label_is_not() -> None:
    dog, again = candidate("dog", 0.9, 10, 10, 60, 60), candidate("dog", 0.5, 12, 10, 64, 62)
    couch = candidate("couch", 0.5, 12, 18, 64, 62)
    assert dog.box.iou(again.box) > 0.6
    assert 0.6 < dog.box.iou(couch.box) < 0.8
    assert merge([again, couch, dog]) == [dog, couch]


def test_names_of_one_kind_are_often_one_object() -> None:
    dog, cow = candidate("dog", 0.6, 10, 10, 60, 60), candidate("cow", 0.5, 12, 16, 64, 62)
    assert 0.65 < dog.box.iou(cow.box) < 0.8
    assert merge([cow, dog]) == [dog]
    beside = candidate("cow", 0.5, 25, 10, 80, 60)  # animals stand close to each other
    assert merge([beside, dog]) == [dog, beside]
    rider, horse = candidate("person", 0.8, 10, 0, 60, 70), candidate("horse", 0.7, 8, 0, 62, 90)
    assert 0.65 < rider.box.iou(horse.box) < 0.8
    assert merge([horse, rider]) == [rider, horse]
    own = candidate("tram", 0.6, 10, 10, 60, 60), candidate("carriage", 0.5, 12, 16, 64, 62)
    assert merge(own) == list(own)  # of a person's own labels no kind is known


def test_the_kinds_are_cocos() -> None:
    for label, kind in (
        ("person", "person"),
        ("boat", "vehicle"),
        ("bench", "outdoor"),
        ("giraffe", "animal"),
        ("suitcase", "accessory"),
        ("tennis racket", "sports"),
        ("bowl", "kitchen"),
        ("cake", "food"),
        ("toilet", "furniture"),
        ("cell phone", "electronic"),
        ("refrigerator", "appliance"),
        ("toothbrush", "indoor"),
    ):
        assert KINDS[label] == kind


def test_one_object_under_two_names_keeps_the_better_name() -> None:
    car, truck = candidate("car", 0.8, 0, 0, 100, 50), candidate("truck", 0.6, 2, 0, 100, 50)
    assert merge([truck, car]) == [car]


def test_a_fragment_inside_the_whole_object_goes() -> None:
    person = candidate("person", 0.9, 50, 0, 100, 100)
    hand = candidate("person", 0.4, 60, 50, 70, 60)
    torso = candidate("person", 0.85, 50, 0, 100, 55)
    assert merge([person, hand, torso]) == [person]


def test_a_surer_box_on_half_of_an_object_gives_way_to_the_whole() -> None:
    torso = candidate("person", 0.85, 50, 0, 100, 55)
    person = candidate("person", 0.6, 50, 0, 100, 100)
    doubtful = candidate("person", 0.3, 50, 0, 100, 100)
    assert merge([person, torso]) == [person]
    assert merge([doubtful, torso]) == [torso]


def test_a_sure_small_object_in_front_of_a_large_one_stays() -> None:
    mother, child = (
        candidate("person", 0.9, 0, 0, 80, 100),
        candidate("person", 0.8, 20, 40, 50, 90),
    )
    assert merge([mother, child]) == [mother, child]
    unsure_mother = candidate("person", 0.6, 0, 0, 80, 100)
    assert merge([unsure_mother, child]) == [child, unsure_mother]


def test_a_tie_on_a_person_is_no_fragment() -> None:
    person, tie = candidate("person", 0.9, 0, 0, 80, 100), candidate("tie", 0.3, 30, 20, 40, 50)
    assert merge([person, tie]) == [person, tie]


def test_a_box_around_a_group_goes_when_its_members_were_found() -> None:
    left, right = candidate("sheep", 0.8, 0, 0, 40, 40), candidate("sheep", 0.7, 50, 0, 90, 40)
    herd = candidate("sheep", 0.5, 0, 0, 90, 42)
    assert merge([herd, left, right]) == [left, right]
    assert merge([herd, candidate("sheep", 0.35, 0, 0, 40, 30)]) == [herd]


def test_masks_that_lie_apart_keep_two_objects_of_overlapping_boxes() -> None:
    upper, lower = np.zeros((50, 100), bool), np.zeros((50, 100), bool)
    for row in range(50):
        upper[row, : 2 * row], lower[row, 2 * row :] = True, True
    first = candidate("person", 0.9, 0, 0, 200, 100, mask=upper)
    second = candidate("person", 0.8, 0, 0, 200, 99, mask=lower)
    assert merge([first, second]) == [first, second]
    assert merge([first, candidate("person", 0.8, 0, 0, 200, 99, mask=upper)]) == [first]


def test_the_order_is_by_score_and_size_and_ids_follow_it() -> None:
    small = candidate("dog", 0.9, 0, 0, 10, 10)
    large = candidate("cat", 0.8, 20, 0, 120, 100)
    unsure = candidate("car", 0.31, 130, 0, 200, 100)
    detection = found([small, unsure, large])
    assert [instance.label for instance in detection.instances] == ["cat", "dog", "car"]
    assert [instance.id for instance in detection.instances] == [0, 1, 2]
    assert detection.detector == "fixed"
    assert not any(instance.drawn for instance in detection.instances)


def test_threshold_size_and_number_are_settings() -> None:
    boxes = [candidate("dog", 0.2 + 0.1 * i, 20 * i, 0, 20 * i + 15, 9 + i) for i in range(6)]
    assert len(found(boxes).instances) == 5  # the detector's own threshold, 0.3
    assert len(found(boxes, score_threshold=0.0).instances) == 6
    assert len(found(boxes, score_threshold=0.45).instances) == 3
    assert len(found(boxes, min_size=12).instances) == 3
    assert len(found(boxes, max_instances=2).instances) == 2
    detector = FixedDetector(boxes)
    empty = detect_instances(detector, np.zeros((9, 9), np.float32), EngineConfig(min_size=10))
    assert empty.instances == ()
    assert detector.calls == []  # no object of that size fits, so the network need not run


def test_boxes_are_clipped_and_broken_ones_are_left_out() -> None:
    detection = found(
        [
            candidate("dog", 0.9, -20, -5, 50, 300),
            candidate("dog", float("nan"), 0, 0, 50, 50),
            candidate("dog", 0.9, 0, 0, float("inf"), 50),
            candidate("dog", 0.9, 300, 0, 400, 50),
            candidate("dog", 0.9, 80, 50, 60, 20),
        ]
    )
    assert [instance.box for instance in detection.instances] == [Box(0, 0, 50, 100)]


def test_a_mask_is_cut_to_the_whole_pixels_of_its_box() -> None:
    photo_mask = np.zeros((100, 200), bool)
    photo_mask[20:60, 40:80] = True
    box = (30.4, 10.2, 90.6, 70.0)
    detection = found([candidate("dog", 0.9, *box, mask=photo_mask)])
    (instance,) = detection.instances
    assert instance.mask is not None
    np.testing.assert_array_equal(instance.mask, photo_mask[10:70, 30:91])
    # The same object on a grid of half the resolution: the same mask, to the pixel at its edges.
    detection = found([candidate("dog", 0.9, *box, mask=photo_mask[::2, ::2])])
    (half,) = detection.instances
    assert half.mask is not None
    assert half.mask.shape == (60, 61)
    assert np.count_nonzero(half.mask ^ instance.mask) <= 4  # corners


LABELS = st.sampled_from(["person", "dog"])
SIDES = st.floats(-50, 250, allow_nan=False)
CANDIDATES = st.lists(
    st.builds(
        lambda label, score, x, y, w, h: candidate(label, score, x, y, x + w, y + h),
        LABELS,
        st.floats(0, 1),
        SIDES,
        SIDES,
        st.floats(-10, 200),
        st.floats(-10, 200),
    ),
    max_size=20,
)


@settings(max_examples=100, deadline=None)
@given(CANDIDATES)
def test_whatever_a_detector_says_instances_are_sound(candidates: list[Candidate]) -> None:
    detection = found(candidates)
    assert len(detection.instances) <= 8
    for instance in detection.instances:
        assert 0.3 <= instance.score <= 1
        assert instance.box == instance.box.checked(height=100, width=200)
        assert min(instance.box.width, instance.box.height) >= 8
    for first in detection.instances:
        for second in detection.instances:
            if first.id < second.id and first.label == second.label:
                assert first.box.iou(second.box) < 0.6


def test_the_best_candidate_of_all_survives_when_nothing_is_inside_or_around_it() -> None:
    rng = np.random.default_rng(0)
    boxes = [
        candidate("dog", float(score), 20 * i, 0, 20 * i + 18, 50)
        for i, score in enumerate(rng.uniform(0.3, 1, 8))
    ]
    assert {item.score for item in merge(boxes)} == {item.score for item in boxes}


@pytest.mark.parametrize("score", [1.0, 1.0000001])
def test_a_score_is_never_above_one(score: float) -> None:
    (instance,) = found([candidate("dog", score, 0, 0, 50, 50)]).instances
    assert instance.score == 1.0
