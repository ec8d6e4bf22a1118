"""One photo's life: partial results in order, caching, toggles, drawn boxes, cancelling."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from engine.colorizer import Colorizer
from engine.config import EngineConfig
from engine.detection.protocol import Candidate
from engine.errors import EngineError
from engine.instances import Box, Instance
from engine.networks.catalogue import load_networks, write_random_set
from engine.photo import Photo
from engine.results import Colorization, Detection, Fusion, InstanceColorization
from engine.session import Session
from engine.steering import Steering
from engine.steps import finish
from engine.workbench import Workbench


class ThreeObjects:
    """A detector that always sees the same three objects."""

    name = "three"
    default_threshold = 0.5

    def detect(self, lightness: np.ndarray, threshold: float) -> Sequence[Candidate]:
        return [
            Candidate("cat", 0.9, Box(5, 5, 60, 60)),
            Candidate("dog", 0.8, Box(70, 10, 120, 80)),
            Candidate("cup", 0.7, Box(20, 65, 50, 95)),
        ]


@pytest.fixture(scope="module")
def colorizer(tmp_path_factory: pytest.TempPathFactory) -> Colorizer:
    folder: Path = write_random_set(tmp_path_factory.mktemp("compact"))
    cpu = torch.device("cpu")
    return Colorizer(load_networks(EngineConfig(checkpoints=folder), cpu), cpu)


@pytest.fixture
def session(colorizer: Colorizer) -> Session:
    lightness = np.random.default_rng(2).uniform(0, 100, (100, 130)).astype(np.float32)
    source = np.repeat((lightness * 2.55).astype(np.uint8)[..., None], 3, axis=2)
    photo = Photo(
        path=None, lightness=lightness, source=source, bit_depth=8, coloured=False, alpha=None,
        exif=None, icc=None,
    )  # fmt: skip
    return Session(photo, colorizer, ThreeObjects(), EngineConfig())


def test_partial_results_come_in_order(session: Session) -> None:
    results: list[object] = []
    fusion = finish(session.run(), lambda step: results.append(step.result))
    kinds = [type(result) for result in results if result is not None]
    assert kinds == [Detection, Colorization, *[InstanceColorization] * 3, Fusion]
    assert fusion.ids == {0, 1, 2}
    assert {c.instance.label for c in session.colorized.values()} == {"cat", "dog", "cup"}


def test_steps_never_go_back_or_beyond_their_total(session: Session) -> None:
    def check(step: object) -> None:
        assert 0 <= step.done <= step.total  # type: ignore[attr-defined]

    finish(session.run(), check)


def test_a_toggle_runs_no_network_but_the_fusion(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    finish(session.run())

    def forbidden(*arguments: object) -> None:
        raise AssertionError("a toggle must only fuse")

    monkeypatch.setattr(session._colorizer, "full_image", forbidden)
    monkeypatch.setattr(session._colorizer, "instances", forbidden)
    without = finish(session.fuse({0, 2}))
    assert without.ids == {0, 2}
    monkeypatch.setattr(session._colorizer, "fuse", forbidden)
    assert finish(session.fuse({2, 0})) is without  # toggling back is instant


def test_none_enabled_is_exactly_the_full_image(session: Session) -> None:
    finish(session.run())
    assert finish(session.fuse(())).colorization is session.full


def test_a_drawn_instance_is_colorized_and_fused_like_a_detected_one(session: Session) -> None:
    finish(session.run())
    kept = session.colorized[0]
    drawn = Instance(7, "hat", 1.0, Box(30, 30, 90, 90), drawn=True)
    session.set_instances((*session.instances, drawn))
    fusion = finish(session.fuse({0, 7}))
    assert fusion.ids == {0, 7}
    assert session.colorized[7].instance.label == "hat"
    assert session.colorized[0] is kept


def test_another_crop_scale_colorizes_that_instance_alone(session: Session) -> None:
    before = finish(session.run())
    kept, full = dict(session.colorized), session.full
    second = session.instances[1]
    scaled = replace(second, steering=Steering(crop_scale=1.75))
    session.set_instances((session.instances[0], scaled, session.instances[2]))
    after = finish(session.fuse({0, 1, 2}))
    assert session.full is full
    assert [session.colorized[key] is kept[key] for key in (0, 1, 2)] == [True, False, True]
    cells = [known[1].colorization.ab.shape[0] for known in (kept, session.colorized)]
    assert cells[1] == 1.75 * cells[0]
    assert not np.allclose(after.colorization.ab, before.colorization.ab)
    session.set_instances((session.instances[0], second, session.instances[2]))
    again = finish(session.fuse({0, 1, 2}))
    assert np.allclose(again.colorization.ab, before.colorization.ab, atol=1e-3)


def test_crops_of_several_scales_come_in_order(
    colorizer: Colorizer, monkeypatch: pytest.MonkeyPatch
) -> None:
    lightness = np.random.default_rng(2).uniform(0, 100, (100, 130)).astype(np.float32)
    boxes = [Box(5 * n, 5, 5 * n + 40, 60) for n in range(5)]
    scales = [1.0, 1.0, 1.0, 0.5, 1.75]
    monkeypatch.setattr("engine.colorizer.crops_at_once", lambda *_: 2)
    together = list(colorizer.instances(lightness, boxes, crop_scales=scales))
    for box, scale, found in zip(boxes, scales, together, strict=True):
        (alone,) = colorizer.instances(lightness, [box], crop_scales=[scale])
        assert np.allclose(found.colorization.ab, alone.colorization.ab, atol=1e-3)
        assert found.colorization.frame == alone.colorization.frame


def test_a_moved_box_forgets_what_was_computed_of_it(session: Session) -> None:
    finish(session.run())
    before = finish(session.fuse({0, 1}))
    first = session.instances[0]
    moved = Instance(first.id, first.label, first.score, Box(0, 0, 40, 40))
    session.set_instances((moved, *session.instances[1:]))
    after = finish(session.fuse({0, 1}))
    assert not np.array_equal(before.colorization.ab, after.colorization.ab)


def test_cancelling_keeps_what_is_done(session: Session) -> None:
    steps = session.run()
    for step in steps:
        if isinstance(step.result, Colorization):
            break
    steps.close()
    full = session.full
    assert full is not None
    finish(session.fuse({0}))
    assert session.full is full


@pytest.mark.parametrize("box", [Box(500, 500, 600, 600), Box(9, 9, 9, 40)])
def test_boxes_outside_or_empty_are_refused(session: Session, box: Box) -> None:
    with pytest.raises(EngineError, match="box"):
        finish(session.run([Instance(0, "ghost", 1.0, box)]))


def test_no_object_found_gives_the_full_image(colorizer: Colorizer, session: Session) -> None:
    empty = Session(session.photo, colorizer, None, EngineConfig())
    fusion = finish(empty.run())
    assert fusion.colorization is empty.full
    assert fusion.ids == frozenset()


def test_strength_multiplies_an_instances_weight_before_normalizing(session: Session) -> None:
    finish(session.run())
    plain = finish(session.fuse({0}))
    double = finish(session.fuse({0}, {0: 2.0}))
    tap = next(iter(plain.weight_maps))
    placement, once = plain.weight_maps[tap].instances[0]
    _, twice = double.weight_maps[tap].instances[0]
    assert np.allclose(twice, 2 * once / (1 + once), atol=1e-5)  # the first tap sees the same
    full = double.weight_maps[tap].full[placement.rows, placement.columns]
    assert np.allclose(full + twice, 1, atol=1e-5)
    assert finish(session.fuse({0}, {0: 1.0})) is plain
    assert double.strengths == {0: 2.0}


def test_strength_0_is_exactly_the_full_image(session: Session) -> None:
    finish(session.run())
    fusion = finish(session.fuse({0, 1}, {0: 0.0, 1: 0.0}))
    assert fusion.colorization is session.full
    assert fusion.ids == {0, 1}


def test_a_run_may_begin_with_some_switched_off(session: Session) -> None:
    given = [Instance(4, "hat", 1.0, Box(3, 3, 50, 50)), Instance(5, "cup", 1.0, Box(8, 8, 90, 90))]
    fusion = finish(session.run(given, enabled={5}, strengths={5: 0.5}))
    assert (fusion.ids, fusion.strengths) == ({5}, {5: 0.5})
    assert session.colorized.keys() == {4, 5}


def test_a_workbench_of_another_detector_keeps_the_networks(colorizer: Colorizer) -> None:
    bench = Workbench(EngineConfig())
    bench._colorizer = colorizer
    assert bench.reconfigured(EngineConfig(score_threshold=0.5))._colorizer is colorizer
    assert bench.reconfigured(EngineConfig(network="unet"))._colorizer is None
