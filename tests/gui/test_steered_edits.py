"""Edits of steered and outlined instances, without a window."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from engine.instances import Box, Instance
from engine.steering import AS_FUSED, COLOURS, Steering
from gui.darkroom import Finish
from gui.edits import Edit

BLUE = COLOURS["blue"]


def instance(number: int, **values: object) -> Instance:
    return Instance(number, "dog", 0.9, Box(0, 0, 40, 40), **values)  # type: ignore[arg-type]


def test_edits_of_steered_instances() -> None:
    blue = Steering(colour=BLUE, point=(10, 10), strength=0.5)
    edit = Edit((instance(0), instance(1)), frozenset({0, 1})).steered(0, blue)
    assert edit.strengths == {0: 0.5}
    assert edit.finish == Finish(steered=(instance(0, steering=replace(blue, strength=1.0)),))
    assert edit.with_enabled({1}).finish == Finish()
    assert edit.objects == (instance(0), instance(1))
    assert edit.recipe != edit.steered(0, AS_FUSED).recipe
    red = edit.steered(0, replace(blue, colour=(200, 0, 0)))
    assert edit.recipe == red.recipe, "nothing is fused again for a colour"
    found = edit.detected([instance(0)])
    assert [i.steering.colour for i in found.instances] == [BLUE], "it stays, and stands for it"
    near, far = Box(5, 5, 30, 30), Box(20, 20, 60, 60)
    assert edit.with_box(0, near).instances[0].steering == blue
    assert edit.with_box(0, far).instances[0].steering == replace(blue, point=None)


def test_an_outline_is_a_change() -> None:
    mask = np.ones((40, 40), bool)
    plain = Edit((instance(0),), frozenset({0}))
    assert plain != replace(plain, instances=(instance(0, mask=mask),))
