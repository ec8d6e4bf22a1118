"""What the Fused pane shows when it compares, pixel by pixel, and the handle of its line."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from conftest import chroma
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from engine.instances import Box
from gui.darkroom import Pane, Subject
from gui.open_photo import OpenPhoto
from gui.qimages import to_array
from gui.views.comparing import Mode
from gui.views.comparison import Comparison
from gui.views.layouts import Layout
from gui.views.mode_painter import FULL, FUSED, GROUND, MOST_PIXELS, SOURCE, difference
from gui.views.viewport import Sight
from gui.workspace import Workspace

LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier
FRAME = Box(0, 0, 120, 90)
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "grabbing the keyboard", "raise")


@pytest.fixture
def pane(comparison: Comparison, photo: OpenPhoto) -> Comparison:
    """The Fused pane large, so that places are easy to hit."""
    comparison.comparing.set_layout(Layout.ONE)
    return comparison


def part(comparison: Comparison, left: float, right: float) -> np.ndarray:
    """Pixels of the Fused pane between two fractions of the photo's width, away from words."""
    widget = comparison.fused
    frame = widget.sight.to_pane(FRAME)
    image = to_array(widget.grab().toImage())
    x0, x1 = (round(frame.left() + f * frame.width()) for f in (left, right))
    y0, y1 = (round(frame.top() + f * frame.height()) for f in (0.2, 0.4))
    return image[y0:y1, x0:x1]


def sight_of(scale: float = 2.0, ratio: float = 1.0) -> Sight:
    return Sight(QRectF(0, 0, 120 * scale, 90 * scale), scale, QPointF(60, 45), ratio)


def test_before_is_the_source_and_after_the_result(pane: Comparison) -> None:
    result = part(pane, 0.6, 0.9)
    pane.comparing.set_mode(Mode.BEFORE_AFTER)
    assert chroma(part(pane, 0.1, 0.4)) < 1
    apart = np.abs(part(pane, 0.6, 0.9).astype(int) - result)
    assert apart.mean() < 0.5  # squares of pixels may lie half a screen pixel apart
    pane.comparing.set_value(5)
    assert chroma(part(pane, 0.1, 0.4)) > 3
    pane.comparing.set_value(98)
    assert chroma(part(pane, 0.6, 0.9)) < 1


def test_the_line_is_dragged(qtbot: QtBot, pane: Comparison) -> None:
    pane.comparing.set_mode(Mode.BEFORE_AFTER)
    split = pane.fused.split
    frame = pane.fused.sight.to_pane(FRAME)
    middle = split.rect().center()
    assert abs(split.geometry().center().x() - frame.center().x()) <= 1
    by = round(frame.width() / 4)
    qtbot.mousePress(split, LEFT, NONE, middle)
    qtbot.mouseMove(split, middle + QPoint(by, 30))
    qtbot.mouseRelease(split, LEFT, NONE, split.rect().center())
    assert pane.comparing.value() == pytest.approx(75, abs=1)
    assert abs(split.geometry().center().x() - frame.center().x() - by) <= 2
    assert chroma(part(pane, 0.55, 0.7)) < 1
    before = pane.viewport.state
    qtbot.mouseDClick(split, LEFT, NONE, split.rect().center())
    assert pane.comparing.value() == 50
    assert pane.viewport.state == before


def test_the_line_is_moved_with_the_keyboard(qtbot: QtBot, pane: Comparison) -> None:
    pane.comparing.set_mode(Mode.BEFORE_AFTER)
    split = pane.fused.split
    assert split.accessibleName()
    assert split.focusPolicy() & Qt.FocusPolicy.TabFocus
    split.setFocus()
    qtbot.keyClick(split, Qt.Key.Key_Right)
    assert pane.comparing.value() == pytest.approx(51)
    qtbot.keyClick(split, Qt.Key.Key_Left)
    qtbot.keyClick(split, Qt.Key.Key_PageDown)
    assert pane.comparing.value() == pytest.approx(40)
    qtbot.keyClick(split, Qt.Key.Key_End)
    assert pane.comparing.value() == 100
    qtbot.keyPress(split, Qt.Key.Key_Space)
    assert pane.comparing.grey
    qtbot.keyRelease(split, Qt.Key.Key_Space)
    assert not pane.comparing.grey


def test_the_keyboard_stays_in_the_pane_when_the_line_goes(pane: Comparison) -> None:
    pane.comparing.set_mode(Mode.BEFORE_AFTER)
    pane.fused.split.setFocus()
    pane.comparing.set_mode(Mode.RESULT)
    assert pane.fused.hasFocus()


def test_the_wheel_over_the_line_zooms(pane: Comparison) -> None:
    pane.comparing.set_mode(Mode.BEFORE_AFTER)
    split = pane.fused.split
    value = pane.comparing.value()
    at = QPointF(split.mapTo(pane, split.rect().center()))
    QTest.wheelEvent(pane.windowHandle(), at, QPoint(0, 240))
    assert not pane.viewport.fitted
    assert pane.comparing.value() == value


def test_the_line_stays_in_sight_when_zoomed(pane: Comparison) -> None:
    pane.comparing.set_mode(Mode.BEFORE_AFTER)
    pane.comparing.set_value(90)
    pane.viewport.zoom(6)
    split = pane.fused.split
    assert split.geometry().center().x() == pytest.approx(0.9 * pane.fused.width(), abs=2)
    assert split.height() == pytest.approx(pane.fused.picture_area.height(), abs=1)


def test_a_blend_lies_between_source_and_result(pane: Comparison) -> None:
    result = part(pane, 0.1, 0.9).astype(float)
    pane.comparing.set_mode(Mode.BLEND)
    pane.comparing.set_value(0)
    source = part(pane, 0.1, 0.9).astype(float)
    assert chroma(source.astype(np.uint8)) < 1
    pane.comparing.set_value(100)
    assert np.abs(part(pane, 0.1, 0.9) - result).max() <= 1
    pane.comparing.set_value(30)
    expected = 0.7 * source + 0.3 * result
    assert np.abs(part(pane, 0.1, 0.9) - expected).max() <= 2.5


@pytest.mark.parametrize(("other", "gain"), [(FULL, 1), (FULL, 8), (SOURCE, 2)])
def test_a_difference_is_that_of_the_channel_that_differs_most(
    photo: OpenPhoto, other: Subject, gain: int
) -> None:
    """At one screen pixel per photo pixel it is plain arithmetic on the two pictures."""
    image = difference(photo, sight_of(1.0), other, gain)
    assert image is not None
    shown = [
        to_array(photo.picture(subject, 1.0).images.largest).astype(int)  # type: ignore[union-attr]
        for subject in (FUSED, other)
    ]
    apart = np.abs(shown[0] - shown[1]).max(axis=2)
    expected = GROUND + (255 - GROUND) * np.minimum(apart * gain, 255) / 255
    found = to_array(image)
    assert apart.max() > 10
    assert np.abs(found[..., 0] - expected).max() <= 0.5
    assert np.ptp(found.astype(int), axis=2).max() == 0, "it is neutral"


def test_the_difference_under_the_mouse_is_told(pane: Comparison, photo: OpenPhoto) -> None:
    told: list[str] = []
    pane.readout.connect(told.append)
    shown = [
        to_array(photo.picture(subject, 1.0).images.largest).astype(int)  # type: ignore[union-attr]
        for subject in (FUSED, FULL)
    ]
    apart = np.abs(shown[0] - shown[1]).max(axis=2)
    y, x = np.unravel_index(apart.argmax(), apart.shape)
    pane.comparing.set_mode(Mode.FROM_FULL)
    pane.fused.pointed.emit(QPointF(x + 0.5, y + 0.5))
    assert told[-1] == f"Differs from the full image by {apart.max()} of 255"
    for outside in (QPointF(-0.5, 10), QPointF(10, 90.5), None):
        pane.fused.pointed.emit(outside)
        assert told[-1] == ""
    pane.comparing.set_mode(Mode.BLEND)
    pane.fused.pointed.emit(QPointF(x + 0.5, y + 0.5))
    assert told[-1] == ""


def test_where_nothing_differs_there_is_only_ground(
    workspace: Workspace, photo: OpenPhoto, settle: Callable[[], None]
) -> None:
    workspace.editor.enable_none()  # which is the full image's result
    settle()
    image = difference(photo, sight_of(3.0), FULL, 32)
    assert image is not None
    assert set(np.unique(to_array(image))) == {GROUND}


def test_pictures_of_different_sharpness_are_not_compared(photo: OpenPhoto) -> None:
    (known,) = photo.pictures[FULL].values()
    photo.pictures[FULL] = {0.25: known}
    assert difference(photo, sight_of(), FULL, 4) is None


@pytest.mark.parametrize("ratio", [1.0, 2.0])
def test_a_difference_of_a_large_screen_is_coarser(photo: OpenPhoto, ratio: float) -> None:
    image = difference(photo, sight_of(30.0, ratio), FULL, 4)
    assert image is not None
    assert image.width() * image.height() <= 1.01 * MOST_PIXELS
    size = image.deviceIndependentSize()
    assert size.width() == pytest.approx(3600, abs=3)
    assert size.height() == pytest.approx(2700, abs=3)


@pytest.mark.parametrize("scale", [1e-4, 1e-3])
def test_nothing_in_sight_is_no_difference(photo: OpenPhoto, scale: float) -> None:
    image = difference(photo, Sight(QRectF(0, 0, 50, 50), scale, QPointF(60, 45)), FULL, 4)
    assert image is None


def test_differences_are_shown_with_their_legend(pane: Comparison) -> None:
    fused = pane.fused
    frame = fused.sight.to_pane(FRAME)
    for mode in (Mode.FROM_FULL, Mode.FROM_SOURCE):
        pane.comparing.set_mode(mode)
        image = to_array(fused.grab().toImage())
        assert chroma(part(pane, 0.0, 1.0)) < 1
        legend = image[round(frame.bottom()) - 24 : round(frame.bottom()) - 12]
        assert legend.max() > 200, "words"
        pane.comparing.set_value(1)
        faint = part(pane, 0.0, 1.0).mean()
        pane.comparing.set_value(32)
        assert part(pane, 0.0, 1.0).mean() > faint + 10


def test_a_weight_map_makes_way_for_a_comparison(
    pane: Comparison, workspace: Workspace, settle: Callable[[], None]
) -> None:
    from gui.weight_overlay import Overlay, Show

    pane.comparing.set_mode(Mode.BEFORE_AFTER)
    without = part(pane, 0.6, 0.9)
    workspace.set_overlay(Overlay(Show.FULL))
    settle()
    pane.comparing.set_mode(Mode.BEFORE_AFTER)
    assert np.array_equal(part(pane, 0.6, 0.9), without)
    pane.comparing.set_mode(Mode.RESULT)
    assert not np.array_equal(part(pane, 0.6, 0.9), without)


def test_a_weight_map_that_nothing_else_would_show_ends_a_comparison(
    pane: Comparison, workspace: Workspace, settle: Callable[[], None]
) -> None:
    from gui.weight_overlay import Overlay, Show

    pane.comparing.set_mode(Mode.BEFORE_AFTER)
    workspace.set_overlay(Overlay(Show.FULL))
    settle()
    assert pane.comparing.mode is Mode.RESULT
    pane.comparing.set_mode(Mode.BEFORE_AFTER)
    workspace.set_overlay(Overlay(Show.FULL, opacity=0.3))
    workspace.set_overlay(Overlay(Show.NONE))
    assert pane.comparing.mode is Mode.BEFORE_AFTER, "what was chosen last"


def test_a_comparison_waits_for_its_result(
    comparison: Comparison, photo: OpenPhoto, settle: Callable[[], None]
) -> None:
    comparison.comparing.set_mode(Mode.BEFORE_AFTER)
    photo.pictures.pop(Subject(Pane.FUSED))
    comparison.repaint_panes()
    comparison.fused.grab()
    assert not comparison.fused.split.isVisible()


def test_a_comparison_follows_a_switch(
    pane: Comparison, workspace: Workspace, settle: Callable[[], None]
) -> None:
    pane.comparing.set_mode(Mode.FROM_FULL)
    before = part(pane, 0.0, 1.0)
    workspace.editor.enable_none()
    settle()
    after = part(pane, 0.0, 1.0)
    assert not np.array_equal(before, after)
    assert after.max() <= GROUND + 1
