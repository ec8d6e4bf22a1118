"""Layouts and what is compared, as state without widgets."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSizeF
from pytestqt.qtbot import QtBot

from gui.darkroom import Pane
from gui.views.comparing import DIALS, Comparing, Mode
from gui.views.layouts import ORDER, Arrangement, Layout, best_columns


def columns(count: int, photo: tuple[int, int], room: tuple[int, int]) -> int:
    return best_columns(count, QSizeF(*photo), QSizeF(*room), gap=2, title=26)


def test_each_layout_shows_as_many_stages_as_it_says() -> None:
    counts = {layout: len(Arrangement(layout).shown) for layout in Layout}
    assert counts == {Layout.FOUR: 4, Layout.TWO: 2, Layout.ONE: 1}
    assert Arrangement(Layout.TWO).shown == (Pane.SOURCE, Pane.FUSED)
    assert Arrangement(Layout.ONE).shown == (Pane.FUSED,)


@pytest.mark.parametrize("place", [0, 1])
@pytest.mark.parametrize("pane", ORDER)
def test_two_panes_never_show_the_same_stage(place: int, pane: Pane) -> None:
    before = Arrangement(Layout.TWO)
    after = before.with_stage(place, pane)
    assert after.shown[place] is pane
    assert after.shown[0] is not after.shown[1]
    untouched = after.shown[1 - place]
    assert untouched is (
        before.shown[place] if pane is before.shown[1 - place] else before.shown[1 - place]
    )


def test_a_stage_of_four_is_shown_alone() -> None:
    after = Arrangement().with_stage(2, Pane.INSTANCES)
    assert after.shown == (Pane.INSTANCES,)
    assert Arrangement(Layout.ONE).with_stage(0, Pane.FULL).shown == (Pane.FULL,)


def test_a_stage_comes_into_sight_only_where_it_was_not() -> None:
    two = Arrangement(Layout.TWO, (Pane.SOURCE, Pane.FULL))
    assert two.with_shown(Pane.FUSED).shown == (Pane.SOURCE, Pane.FUSED)
    assert two.with_shown(Pane.SOURCE) is two
    assert Arrangement().with_shown(Pane.FUSED).layout is Layout.FOUR


@pytest.mark.parametrize("layout", Layout)
def test_an_arrangement_is_read_back_from_its_text(layout: Layout) -> None:
    made = Arrangement(layout, (Pane.FUSED, Pane.INSTANCES), Pane.FULL)
    assert Arrangement.parse(made.text) == made


@pytest.mark.parametrize(
    "text", ["", "two", "two source+source fused", "six source+fused full", "two a+b c", "one + x"]
)
def test_what_cannot_be_read_is_the_usual_arrangement(text: str) -> None:
    assert Arrangement.parse(text) == Arrangement()


def test_panes_stand_where_they_show_the_photo_largest() -> None:
    assert columns(4, (300, 200), (1000, 700)) == 2
    assert columns(4, (60, 260), (1100, 600)) == 4
    assert columns(2, (300, 200), (1000, 500)) == 2
    assert columns(2, (900, 200), (1000, 700)) == 1
    assert columns(1, (900, 200), (1000, 700)) == 1


# Comparing


@pytest.fixture
def comparing(qtbot: QtBot) -> Comparing:
    return Comparing()


def test_one_pane_goes_back_to_the_layout_before(comparing: Comparing) -> None:
    comparing.set_layout(Layout.TWO)
    comparing.toggle_alone(Pane.FULL)
    assert comparing.arrangement.shown == (Pane.FULL,)
    comparing.toggle_alone(Pane.FULL)
    assert comparing.arrangement.layout is Layout.TWO


def test_a_comparison_brings_the_fused_pane_into_sight(comparing: Comparing) -> None:
    comparing.set_layout(Layout.ONE)
    comparing.show_stage(Pane.SOURCE)
    comparing.set_mode(Mode.BLEND)
    assert comparing.arrangement.shown == (Pane.FUSED,)
    comparing.show_stage(Pane.SOURCE)
    assert comparing.mode is Mode.RESULT, "nothing is compared out of sight"


def test_modes_go_round_and_each_keeps_its_value(comparing: Comparing) -> None:
    seen = []
    for _ in Mode:
        comparing.next_mode()
        seen.append(comparing.mode)
    assert set(seen) == set(Mode)
    assert seen[-1] is Mode.RESULT
    comparing.set_value(50)  # which the result does not have
    comparing.set_mode(Mode.BLEND)
    comparing.set_value(20)
    comparing.set_mode(Mode.FROM_FULL)
    comparing.set_value(1000)
    assert comparing.value() == DIALS[Mode.FROM_FULL].highest
    comparing.toggle_mode(Mode.FROM_FULL)
    assert comparing.mode is Mode.RESULT
    assert comparing.value() == 0
    assert comparing.value(Mode.BLEND) == 20


def test_signals_come_only_with_changes(qtbot: QtBot, comparing: Comparing) -> None:
    told: list[str] = []
    comparing.changed.connect(lambda: told.append("changed"))
    comparing.arranged.connect(lambda: told.append("arranged"))
    comparing.set_layout(Layout.FOUR)
    comparing.set_mode(Mode.RESULT)
    comparing.hold_grey(False)
    comparing.set_loupe(False)
    comparing.set_power(comparing.power)
    comparing.set_power(77)
    assert told == []
    comparing.set_layout(Layout.TWO)
    comparing.hold_grey(True)
    assert told == ["arranged", "changed"]


def test_the_state_is_kept_between_starts(comparing: Comparing) -> None:
    comparing.set_layout(Layout.TWO)
    comparing.show_stage(Pane.INSTANCES, place=0)
    comparing.set_mode(Mode.BLEND)
    comparing.set_value(23.4)
    comparing.set_power(1)
    text = comparing.state()
    later = Comparing()
    later.restore(text)
    assert later.arrangement == comparing.arrangement
    assert later.value(Mode.BLEND) == 23
    assert later.power == 1
    assert later.mode is Mode.RESULT, "it starts with the result"
    assert not later.loupe


@pytest.mark.parametrize(
    "text", ["", "nonsense", "two source+fused fused 1 2 x 4 5", "1 2 3 4 5 6 7"]
)
def test_a_broken_state_is_not_taken(comparing: Comparing, text: str) -> None:
    before = comparing.state()
    comparing.restore(text)
    assert comparing.state() == before


def test_wild_numbers_are_kept_inside(comparing: Comparing) -> None:
    comparing.restore("one source+fused full 999999 -4 0 99 7")
    for mode, dial in DIALS.items():
        assert dial.lowest <= comparing.value(mode) <= dial.highest
    assert comparing.arrangement.shown == (Pane.FULL,)
    assert comparing.power in (1, 2)
