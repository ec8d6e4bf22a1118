"""Other input scales: results of their own, kept, and offered as variants."""

from __future__ import annotations

import numpy as np
import pytest
from test_session import colorizer, session

from engine.colorizer import scaled_size
from engine.config import EngineConfig
from engine.errors import EngineError
from engine.instances import Box, Instance
from engine.results import Fusion
from engine.session import Session
from engine.steps import finish
from engine.variants import VARIANTS, VariantResult, variant_steps

__all__ = ["colorizer", "session"]  # fixtures


def test_sizes_stay_on_the_networks_grid() -> None:
    assert scaled_size((250, 130), 1.0) == (250, 130)
    assert scaled_size((256, 192), 1.5) == (384, 288)
    assert scaled_size((256, 192), 0.01) == (32, 32)


def test_a_scale_has_results_of_its_own(session: Session) -> None:
    usual = finish(session.run())
    assert session.at_scale(1.0) is session
    fine = session.at_scale(2.0)
    assert session.at_scale(2.0) is fine
    assert fine.at_scale(1.0) is session
    assert fine.full is None
    objects = (Instance(0, "cat", 0.9, Box(5, 5, 60, 60)),)
    other = finish(fine.run(objects))
    rows, columns, _ = usual.colorization.ab.shape
    assert other.colorization.ab.shape == (2 * rows, 2 * columns, 2)
    assert other.ids == {0}
    assert finish(session.fuse({0, 1, 2})) is usual, "the usual one is still there"
    nothing = finish(fine.fuse(()))
    assert fine.full is not None
    assert np.array_equal(nothing.colorization.ab, fine.full.ab)


def test_three_variants(session: Session) -> None:
    finish(session.run())
    results: list[VariantResult] = []
    done: list[int] = []
    for step in variant_steps(session, session.instances, {0, 2}, {0: 0.5}):
        done.append(step.done)
        if isinstance(step.result, VariantResult):
            results.append(step.result)
    assert [result.variant for result in results] == list(VARIANTS)
    assert done == sorted(done)
    for result in results:
        assert isinstance(result.fusion, Fusion)
        assert result.fusion.ids == {0, 2}
        assert result.fusion.strengths == {0: 0.5}
    sizes = [result.fusion.colorization.ab.shape[0] for result in results]
    assert sizes[1] < sizes[0] < sizes[2]
    assert VARIANTS[0].scale == 1.0
    again = [
        step.result.fusion
        for step in variant_steps(session, session.instances, {0, 2}, {0: 0.5})
        if isinstance(step.result, VariantResult)
    ]
    assert all(a is b.fusion for a, b in zip(again, results, strict=True)), "from cache"


def test_closing_ends_the_work(session: Session) -> None:
    steps = variant_steps(session, (), (), {})
    next(steps)
    next(steps)
    steps.close()
    assert session.at_scale(VARIANTS[2].scale).full is None


@pytest.mark.parametrize("scale", [0.0, 5.0, float("nan")])
def test_a_scale_out_of_range(scale: float) -> None:
    with pytest.raises(EngineError, match="input scale"):
        EngineConfig(input_scale=scale)
