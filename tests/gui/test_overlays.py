"""Tints, values under the mouse, and which box a click means."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QFont, QFontMetricsF, QImage, QPainter
from pytestqt.qtbot import QtBot

from engine.instances import Box, Instance, Placement
from engine.results import WeightMaps
from gui import theme
from gui.views import overlays
from gui.weight_overlay import Overlay, Show, WeightView

DOG = Instance(0, "dog", 0.91, Box(0, 0, 50, 50))
CAT = Instance(9, "cat", 0.8, Box(20, 20, 40, 40))


@pytest.fixture
def maps() -> WeightMaps:
    """A 4 x 4 grid; the dog covers the upper left quarter with 0.75, the cat one cell."""
    full = np.ones((4, 4), np.float32)
    full[:2, :2] = 0.25
    full[1, 1] = 0.05
    dog = np.full((2, 2), 0.75, np.float32)
    dog[1, 1] = 0.15
    cat = np.full((1, 1), 0.8, np.float32)
    return WeightMaps("4", full, {0: (Placement(0, 0, 2, 2), dog), 9: (Placement(1, 1, 1, 1), cat)})


def test_the_smallest_box_under_the_mouse_is_meant() -> None:
    assert overlays.instance_at([DOG, CAT], 30, 30) == 9
    assert overlays.instance_at([DOG, CAT], 10, 10) == 0
    assert overlays.instance_at([DOG, CAT], 50, 10) is None


def test_an_instance_is_tinted_by_its_weight(maps: WeightMaps) -> None:
    view = WeightView.of(Overlay(Show.INSTANCE, opacity=0.8), maps, DOG)
    assert view is not None
    image = overlays.tint(view).convertToFormat(QImage.Format.Format_RGBA8888)
    assert image.pixelColor(0, 0).alpha() == round(255 * 0.8 * 0.75)
    assert image.pixelColor(3, 3).alpha() == 0
    tinted = image.pixelColor(0, 0)
    colour = theme.instance_colour(0)
    assert abs(tinted.red() - colour.red()) <= 2
    assert abs(tinted.green() - colour.green()) <= 2


def test_who_wins_takes_the_winners_colours_and_leaves_the_full_image_clear(
    maps: WeightMaps,
) -> None:
    view = WeightView.of(Overlay(Show.WINNERS, opacity=1.0), maps, None)
    assert view is not None
    image = overlays.tint(view).convertToFormat(QImage.Format.Format_RGBA8888)
    assert image.pixelColor(3, 0).alpha() == 0
    assert image.pixelColor(0, 0).rgb() == theme.instance_colour(0).rgb() or (
        abs(image.pixelColor(0, 0).red() - theme.instance_colour(0).red()) <= 2
    )
    assert abs(image.pixelColor(1, 1).blue() - theme.instance_colour(9).blue()) <= 2


def test_values_under_the_mouse_are_told_in_words(maps: WeightMaps) -> None:
    full = WeightView.of(Overlay(Show.FULL), maps, None)
    dog = WeightView.of(Overlay(Show.INSTANCE), maps, DOG)
    wins = WeightView.of(Overlay(Show.WINNERS), maps, None)
    assert full is not None
    assert dog is not None
    assert wins is not None
    everyone = (DOG, CAT)
    assert overlays.value_text(full, everyone, 0.1, 0.1) == "Weight of the full image: 0.25"
    assert overlays.value_text(dog, everyone, 0.1, 0.1) == "Weight of dog: 0.75"
    assert overlays.value_text(dog, everyone, 0.9, 0.9) == "Weight of dog: 0.00"
    assert overlays.value_text(wins, everyone, 0.3, 0.3) == "Cat wins with 0.80"
    assert overlays.value_text(wins, everyone, 0.99, 0.99) == "The full image wins with 1.00"


def test_without_instances_the_full_image_decides_everywhere() -> None:
    full = WeightView.of(Overlay(Show.FULL), None, None)
    wins = WeightView.of(Overlay(Show.WINNERS), None, None)
    dog = WeightView.of(Overlay(Show.INSTANCE), None, DOG)
    assert full is not None
    assert wins is not None
    assert dog is not None
    assert full.at(0.5, 0.5) == (1.0, -1)
    assert wins.at(0.5, 0.5) == (1.0, -1)
    assert dog.at(0.5, 0.5) == (0.0, -1)
    assert WeightView.of(Overlay(), None, DOG) is None
    assert WeightView.of(Overlay(Show.INSTANCE), None, None) is None


def test_an_instance_that_is_off_is_said_to_have_no_weight(qapp: object, maps: WeightMaps) -> None:
    """Nothing is tinted then, which a scale from 0 to 1 does not explain."""
    on = WeightView.of(Overlay(Show.INSTANCE), maps, DOG)
    others_on = WeightMaps("4", maps.full, {9: maps.instances[9]})
    metrics, room = QFontMetricsF(QFont()), QRectF(0, 0, 400, 200)
    for all_maps in (None, others_on):
        off = WeightView.of(Overlay(Show.INSTANCE), all_maps, DOG)
        assert on is not None
        assert off is not None
        assert overlays.legend_text(off) == "No weight: dog is switched off"
        assert overlays.value_text(off, (DOG, CAT), 0.1, 0.1) == overlays.legend_text(off)
        assert overlays.legend_places(metrics, room, off)[1].isEmpty()
        assert not overlays.legend_places(metrics, room, on)[1].isEmpty()


def test_labels_do_not_cover_each_other(qtbot: QtBot, qapp: object) -> None:
    image = QImage(300, 200, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    labels = overlays.Labels(painter, QRectF(0, 0, 300, 200))
    for index in range(6):
        instance = Instance(index, "potted plant", 0.5, Box(0, 0, 1, 1))
        labels.draw(QRectF(40, 60, 80, 60), instance, strong=False, dim=False)
    painter.end()
    taken = labels.taken
    assert len(taken) > 1
    for one, other in ((a, b) for i, a in enumerate(taken) for b in taken[i + 1 :]):
        assert not one.intersects(other)
    assert all(QRectF(0, 0, 300, 200).contains(label) for label in taken)


def test_a_long_name_stays_in_the_pane(qtbot: QtBot, qapp: object) -> None:
    image = QImage(300, 200, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    area = QRectF(0, 0, 300, 200)
    labels = overlays.Labels(painter, area)
    long = Instance(0, "great-grandmother at the bakery " * 4, 0.9, Box(200, 80, 290, 150))
    labels.draw(QRectF(200, 80, 90, 70), long, strong=True, dim=False)
    assert area.contains(labels.taken[0])
    assert labels.taken[0].width() <= overlays.LABEL_WIDTH, "nor far beyond its box"
    wide = overlays.Labels(painter, area)
    wide.draw(QRectF(20, 80, 260, 70), long, strong=True, dim=False)
    painter.end()
    assert overlays.LABEL_WIDTH < wide.taken[0].width() <= 260


def test_a_repeated_colour_is_dashed() -> None:
    assert theme.instance_pen(8, 2).dashPattern()
    assert theme.instance_pen(8, 2).color() == theme.instance_pen(0, 2).color()
    assert not theme.instance_pen(0, 2).dashPattern()
