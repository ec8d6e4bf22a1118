"""The loupe: where it is, what it shows, and that real pixels are rendered for it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from conftest import chroma, write_photo
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.darkroom import Pane, Subject
from gui.open_photo import OpenPhoto
from gui.qimages import to_array
from gui.views.comparison import Comparison
from gui.views.layouts import ORDER, Layout
from gui.workspace import Workspace

pytestmark = [
    pytest.mark.qt_log_ignore("propagateSizeHints", "grabbing the keyboard", "raise"),
    pytest.mark.usefixtures("photo"),
]


def point_at(qtbot: QtBot, comparison: Comparison, pane: Pane, x: float, y: float) -> QPoint:
    """Move the mouse over a photo point; where that is in the comparison."""
    widget = comparison.panes[pane]
    at = widget.sight.at(QPointF(x, y)).toPoint()
    widget.pointed.emit(widget.sight.to_photo(QPointF(at)))
    return widget.mapTo(comparison, at)


def cells(comparison: Comparison) -> dict[Pane, np.ndarray]:
    loupe = comparison.loupe
    image = to_array(loupe.grab().toImage())
    found = {}
    for index, pane in enumerate(ORDER):
        rect = loupe._cell_rect(index).toRect()
        found[pane] = image[rect.top() : rect.bottom(), rect.left() : rect.right()]
    return found


def test_it_shows_the_same_place_of_all_four_stages(qtbot: QtBot, comparison: Comparison) -> None:
    comparison.comparing.set_loupe(True)
    point_at(qtbot, comparison, Pane.FULL, 60, 45)
    assert comparison.loupe.isVisible()
    shown = cells(comparison)
    assert chroma(shown[Pane.SOURCE]) < 1
    for pane in (Pane.FULL, Pane.INSTANCES, Pane.FUSED):
        assert chroma(shown[pane]) > 3, pane


@pytest.mark.parametrize("power", [1, 2])
def test_it_shows_real_pixels(
    qtbot: QtBot,
    workspace: Workspace,
    settle: Callable[[], None],
    tmp_path: Path,
    comparison: Comparison,
    power: int,
) -> None:
    """Squares of whole screen pixels, with the photo point under the mouse in the middle."""
    workspace.open(write_photo(tmp_path / "large.png", 1800, 640))
    settle()
    photo = workspace.photo
    assert photo is not None
    comparison.comparing.set_power(power)
    comparison.comparing.set_loupe(True)
    point_at(qtbot, comparison, Pane.SOURCE, 900, 320)
    settle()
    assert comparison.viewport.percent < 50
    for pane in ORDER:
        picture = photo.picture(Subject(pane), comparison.loupe.scale)
        assert picture is not None
        assert picture.scale == photo.darkroom.full == 1.0, pane
    assert comparison.loupe.scale == power
    found = cells(comparison)[Pane.SOURCE][1:-1, 1:-1]
    largest = to_array(photo.picture(Subject(Pane.SOURCE), 1.0).images.largest)  # type: ignore[union-attr]
    x, y = (round(v) for v in _middle(comparison))
    half = found.shape[0] // 2 // power
    window = largest[y - half - 3 : y + half + 3, x - half - 3 : x + half + 3, 0]
    enlarged = np.kron(window, np.ones((power, power), np.uint8))
    corner = found[:40, :40, 0]  # away from the cross in the middle
    fits = [
        (row, column)
        for row in range(enlarged.shape[0] - 40)
        for column in range(enlarged.shape[1] - 40)
        if np.array_equal(enlarged[row : row + 40, column : column + 40], corner)
    ]
    assert fits


def _middle(comparison: Comparison) -> tuple[float, float]:
    return comparison.loupe._point.x(), comparison.loupe._point.y()


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    x=st.floats(2, 117),
    y=st.floats(2, 87),
    pane=st.sampled_from(ORDER),
    layout=st.sampled_from(list(Layout)),
    width=st.integers(360, 1600),
    height=st.integers(300, 1000),
)
def test_it_never_covers_what_is_looked_at(
    qtbot: QtBot,
    comparison: Comparison,
    x: float,
    y: float,
    pane: Pane,
    layout: Layout,
    width: int,
    height: int,
) -> None:
    comparison.resize(width, height)
    comparison.comparing.set_layout(layout)
    for _ in range(3):  # the panes are laid out anew by posted events, one level after the other
        QApplication.processEvents()
    pane = pane if pane in comparison.comparing.arrangement.shown else Pane.FUSED
    comparison.comparing.set_loupe(True)
    at = point_at(qtbot, comparison, pane, x, y)
    assert comparison.loupe.isVisible()
    place = comparison.loupe.geometry()
    assert comparison.rect().contains(place)
    assert not place.adjusted(-10, -10, 10, 10).contains(at)


def test_it_shows_more_than_the_panes_do(qtbot: QtBot, comparison: Comparison) -> None:
    comparison.comparing.set_loupe(True)
    comparison.viewport.zoom(2)
    point_at(qtbot, comparison, Pane.FULL, 60, 45)
    assert comparison.loupe.scale >= 1.5 * comparison.viewport.percent / 100


def test_it_goes_with_the_mouse_and_stays_without_one(qtbot: QtBot, comparison: Comparison) -> None:
    comparison.comparing.set_loupe(True)
    assert comparison.loupe.isVisible(), "without a mouse it looks at the middle"
    point_at(qtbot, comparison, Pane.FULL, 30, 20)
    before = comparison.loupe._point
    point_at(qtbot, comparison, Pane.FULL, 80, 60)
    assert comparison.loupe._point != before
    comparison.panes[Pane.FULL].pointed.emit(None)
    assert not comparison.loupe.isVisible()
    comparison.viewport.zoom(4)
    comparison.viewport.pan(QPointF(40, 0))  # with the keyboard
    assert comparison.loupe.isVisible()
    assert comparison.loupe._point.x() == pytest.approx(comparison.viewport.centre.x(), abs=1)
    comparison.comparing.set_loupe(False)
    assert not comparison.loupe.isVisible()


def test_beside_the_photo_there_is_nothing_to_enlarge(qtbot: QtBot, comparison: Comparison) -> None:
    comparison.comparing.set_loupe(True)
    point_at(qtbot, comparison, Pane.FULL, 60, 45)
    widget = comparison.panes[Pane.FULL]
    widget.pointed.emit(QPointF(-5, 10))
    assert not comparison.loupe.isVisible()


def test_it_lets_the_mouse_through(qtbot: QtBot, comparison: Comparison, photo: OpenPhoto) -> None:
    comparison.comparing.set_loupe(True)
    point_at(qtbot, comparison, Pane.FULL, 60, 45)
    assert comparison.loupe.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    assert comparison.childAt(comparison.loupe.geometry().center()) is not comparison.loupe


def test_it_follows_a_drag(qtbot: QtBot, comparison: Comparison) -> None:
    """While the photo is dragged the loupe follows the mouse."""
    comparison.comparing.set_loupe(True)
    comparison.viewport.zoom(8)
    widget = comparison.panes[Pane.FULL]
    start = widget.picture_area.center().toPoint()
    qtbot.mousePress(widget, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start)
    qtbot.mouseMove(widget, start + QPoint(30, 0))
    first = comparison.loupe.geometry()
    qtbot.mouseMove(widget, start + QPoint(60, 0))
    assert comparison.loupe.geometry() != first
    qtbot.mouseRelease(widget, Qt.MouseButton.LeftButton)
