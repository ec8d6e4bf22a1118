"""Outlines in the window: found on demand, undone, drawn, and followed by mouse and overlay."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFontMetricsF, QImage, QPainter
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from engine.instances import Box, Instance, Placement
from engine.results import WeightMaps
from gui import theme
from gui.main_window import MainWindow
from gui.qimages import to_array
from gui.views import overlays
from gui.views.outline_path import OutlinePaths, draw_outline
from gui.views.viewport import Sight
from gui.weight_overlay import Overlay, Show, WeightView
from gui.workspace import Workspace

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

Settle = Callable[[], None]
LEFT_HALF = np.zeros((40, 60), bool)
LEFT_HALF[:, :30] = True
DOG = Instance(1, "dog", 0.9, Box(20, 30, 80, 70), LEFT_HALF)
CAT = Instance(0, "cat", 0.9, Box(10, 10, 100, 90))


@pytest.fixture
def opened(
    window: MainWindow, workspace: Workspace, photo_file: Path, settle: Settle
) -> MainWindow:
    workspace.open(photo_file)
    settle()
    workspace.highlight.select(0)
    return window


def mask_of(workspace: Workspace) -> np.ndarray | None:
    return workspace.instances[0].mask


def test_found_on_demand_undone_and_forgotten(
    opened: MainWindow, workspace: Workspace, settle: Settle
) -> None:
    action = opened.dock.instance_actions.outline
    action.trigger()
    settle()
    mask = mask_of(workspace)
    assert mask is not None
    left, top, right, bottom = workspace.instances[0].box.pixels(height=90, width=120)
    assert mask.shape == (bottom - top, right - left)
    assert workspace.editor.undo_text == "Find the Outline of Person"
    workspace.editor.undo()
    assert mask_of(workspace) is None
    workspace.editor.redo()
    assert mask_of(workspace) is mask
    assert action.text() == "Forget the &Outline"
    action.trigger()
    assert mask_of(workspace) is None
    assert workspace.editor.undo_text == "Forget the Outline of Person"
    workspace.editor.undo()
    workspace.editor.move(0, Box(2, 2, 30, 30))
    assert mask_of(workspace) is None, "it was that of another place"


def test_a_box_that_moves_meanwhile_takes_no_outline(
    opened: MainWindow, workspace: Workspace, settle: Settle
) -> None:
    opened.dock.instance_actions.outline.trigger()
    workspace.editor.move(0, Box(2, 2, 30, 30))
    settle()
    assert mask_of(workspace) is None


def test_no_outline_is_a_sentence(
    opened: MainWindow,
    workspace: Workspace,
    settle: Settle,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> None:
    monkeypatch.setattr("engine.outlines.grabbed", lambda picture, marks, rounds: marks > 9)
    opened.dock.instance_actions.outline.trigger()
    settle()
    assert mask_of(workspace) is None
    assert opened.banner.isVisible()
    assert "No outline was found" in opened.banner.text


def test_the_mouse_keeps_to_the_outline() -> None:
    assert overlays.instance_at((CAT, DOG), 30, 50) == 1
    assert overlays.instance_at((CAT, DOG), 70, 50) == 0, "what is behind it"
    assert overlays.instance_at((DOG,), 70, 50) is None


def test_the_line_lies_on_the_border(qapp: object) -> None:
    theme.apply(qapp)  # type: ignore[arg-type]
    image = QImage(200, 200, QImage.Format.Format_RGB32)
    image.fill(0)
    painter = QPainter(image)
    sight = Sight(QRectF(0, 0, 200, 200), 2.0, QPointF(50, 50))
    draw_outline(painter, DOG, sight, strong=False)
    draw_outline(painter, CAT, sight, strong=False)  # has none
    painter.end()
    drawn = to_array(image)[..., :3].max(axis=2) > 60
    rows, columns = np.nonzero(drawn)
    assert (columns.min(), columns.max()) == pytest.approx((40, 100), abs=2)
    assert (rows.min(), rows.max()) == pytest.approx((60, 140), abs=2)
    assert not drawn[70:130, 50:90].any()


def test_paths_are_remembered_by_their_masks() -> None:
    paths = OutlinePaths()
    first = paths.of(LEFT_HALF)
    assert paths.of(LEFT_HALF) is first
    assert paths.of(LEFT_HALF.copy()) is not first
    for _ in range(OutlinePaths.MOST + 1):
        paths.of(LEFT_HALF.copy())
    assert paths.of(LEFT_HALF) is not first
    assert paths.of(np.zeros((3, 3), bool)).isEmpty()


def test_overlays_end_at_the_outline() -> None:
    maps = WeightMaps(
        "out",
        np.full((10, 12), 0.3, np.float32),
        {1: (Placement(2, 3, 6, 4), np.full((4, 6), 0.7, np.float32))},
    )
    size = (100, 120)
    plain = replace(DOG, mask=None)
    for show in (Show.INSTANCE, Show.WINNERS):
        boxed = WeightView.of(Overlay(show), maps, plain, (CAT, plain), size)
        view = WeightView.of(Overlay(show), maps, DOG, (CAT, DOG), size)
        assert boxed is not None
        assert view is not None
        inside, outside = view.at(35 / 120, 50 / 100), view.at(65 / 120, 50 / 100)
        assert inside[0] == pytest.approx(0.7)
        if show is Show.INSTANCE:
            assert outside[0] == 0
            assert boxed.at(65 / 120, 0.5)[0] == pytest.approx(0.7)
            assert overlays.legend_text(view) == "Weight of dog, inside its outline"
            assert overlays.legend_text(boxed) == "Weight of dog"
        else:
            assert (inside[1], outside[1]) == (1, -1)
            assert boxed.at(65 / 120, 0.5)[1] == 1


@pytest.mark.parametrize("width", [140, 180, 260, 600])
@pytest.mark.parametrize("show", [Show.FULL, Show.INSTANCE, Show.WINNERS])
def test_a_legend_is_never_cut_off(width: int, show: Show, qapp: QApplication) -> None:
    maps = WeightMaps(
        "out",
        np.full((10, 12), 0.3, np.float32),
        {1: (Placement(2, 3, 6, 4), np.full((4, 6), 0.7, np.float32))},
    )
    view = WeightView.of(Overlay(show), maps, DOG, (CAT, DOG), (100, 120))
    assert view is not None
    metrics = QFontMetricsF(qapp.font())
    room = QRectF(10, 20, width, 300)
    plate, scale, words = overlays.legend_places(metrics, room, view)
    assert plate.bottomLeft() == room.bottomLeft()
    assert room.adjusted(0, 0, 16, 0).contains(plate)
    assert plate.contains(words)
    assert not scale.intersects(words)
    text = overlays.legend_text(view)
    needed = metrics.boundingRect(QRectF(0, 0, words.width(), 999), overlays.LEGEND_FLAGS, text)
    assert needed.height() <= words.height()
