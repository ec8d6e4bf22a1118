"""Edits of a photo without a window: what each change does, and the way back."""

from __future__ import annotations

from dataclasses import replace

from engine.adjustments import Adjustments
from engine.instances import Box, Instance
from gui.edits import LONGEST_HISTORY, Edit, History

DOG = Instance(0, "dog", 0.9, Box(0, 0, 50, 50))
CAT = Instance(1, "cat", 0.8, Box(60, 0, 90, 40))
BOTH = Edit().detected([DOG, CAT])


def test_what_is_found_is_on() -> None:
    assert BOTH.instances == (DOG, CAT)
    assert BOTH.enabled == {0, 1}


def test_switching() -> None:
    assert BOTH.with_enabled({1, 7}).enabled == {1}
    assert BOTH.with_enabled({1}).inverted().enabled == {0}


def test_a_drawn_instance_takes_the_first_free_colour() -> None:
    drawn = BOTH.without(0).with_drawn(Box(1, 1, 9, 9), "hat")
    assert drawn.instances[-1] == Instance(0, "hat", 1.0, Box(1, 1, 9, 9), drawn=True)
    assert drawn.enabled == {0, 1}


def test_a_changed_instance_is_the_persons_own() -> None:
    moved = BOTH.with_box(1, Box(0, 0, 10, 10)).renamed(1, "tiger")
    assert moved.instance(1) == Instance(1, "tiger", 0.8, Box(0, 0, 10, 10), drawn=True)
    assert moved.instance(0) == DOG


def test_detecting_again_keeps_the_drawn_ones() -> None:
    edit = BOTH.with_drawn(Box(10, 60, 40, 90), "hat").with_enabled({0, 1})
    bird = Instance(0, "bird", 0.7, Box(70, 60, 90, 90))
    same_as_the_hat = Instance(1, "cup", 0.6, Box(11, 61, 40, 90))
    again = edit.detected([bird, same_as_the_hat])
    assert [i.label for i in again.instances] == ["bird", "hat"]
    assert len(again.ids) == 2
    assert again.enabled == {again.instances[0].id}, "the hat was off and stays so"


def test_strengths_are_those_of_what_is_on() -> None:
    assert BOTH.strengths == {}
    assert replace(BOTH, strength=0.5).with_enabled({1}).strengths == {1: 0.5}


def test_undo_and_redo() -> None:
    history = History()
    history.begin(BOTH)
    assert not history.changed
    history.change(BOTH.without(0), "Delete Dog")
    history.change(BOTH.without(0).without(1), "Delete Cat")
    assert history.undo_text == "Delete Cat"
    history.undo()
    assert (history.undo_text, history.redo_text) == ("Delete Dog", "Delete Cat")
    history.undo()
    history.undo()
    assert history.edit == BOTH
    history.redo()
    assert history.edit == BOTH.without(0)
    history.change(BOTH, "Other")
    assert history.redo_text == "", "a change ends what could be redone"


def test_a_gesture_is_one_step() -> None:
    history = History()
    for percent in (90, 80, 70):
        history.change(Edit(adjustments=Adjustments(percent / 100)), "Colour", "colour")
    history.end_gesture()
    history.change(Edit(adjustments=Adjustments(0.5)), "Colour", "colour")
    history.undo()
    assert history.edit.adjustments.saturation == 0.7
    history.undo()
    assert history.edit == Edit()


def test_what_is_no_change_is_no_step() -> None:
    history = History()
    history.change(Edit(), "Nothing")
    assert not history.changed


def test_going_back_to_what_was_shown() -> None:
    history = History()
    history.begin(BOTH)
    history.change(BOTH.without(0), "Delete Dog")
    history.change(BOTH.without(0).without(1), "Delete Cat")
    history.back_to(BOTH)
    assert history.edit == BOTH
    assert history.redo_text == "Delete Dog"
    history.back_to(BOTH.without(0))
    assert history.edit == BOTH.without(0), "forth where an undo could not be shown"
    assert history.redo_text == "Delete Cat"


def test_going_back_into_the_middle_of_a_gesture() -> None:
    history = History()
    history.begin(BOTH)
    for strength in (0.9, 0.8, 0.7):
        history.change(replace(BOTH, strength=strength), "Instance Strength", "strength")
    history.back_to(replace(BOTH, strength=0.8))
    assert history.edit.strength == 0.8
    history.undo()
    assert history.edit == BOTH
    history.redo()
    assert history.edit.strength == 0.8


def test_a_long_history_forgets_its_beginning() -> None:
    history = History()
    for number in range(LONGEST_HISTORY + 5):
        history.change(Edit(strength=2.0 + number), "Strength")
    for _ in range(LONGEST_HISTORY + 5):
        history.undo()
    assert history.edit == Edit(strength=6.0)


def test_a_gesture_that_comes_back_is_no_step() -> None:
    history = History()
    history.change(Edit(adjustments=Adjustments(0.5)), "Colour", "colour")
    history.change(Edit(), "Colour", "colour")
    assert history.edit == Edit()
    assert history.undo_text == ""
    assert not history.changed
    history.change(Edit(adjustments=Adjustments(0.4)), "Colour", "colour")
    history.undo()
    assert history.edit == Edit()
