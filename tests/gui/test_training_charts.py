"""Scales, smoothing, and what the charts tell at the mouse and to the keyboard."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QCoreApplication, QEvent, QPointF, Qt
from PySide6.QtGui import QColor, QMouseEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from engine.training.events import Progress, Validated
from engine.training.stage_settings import Filters
from engine.training.statistics import object_statistics
from gui import theme
from gui.qimages import to_array
from gui.training.chart_scale import Scale, span, ticks, written
from gui.training.loss_chart import Ink, Line, LossChart
from gui.training.run_charts import RunCharts
from gui.training.run_history import AP50, GREY_PSNR, PSNR, RECALL, Curve, RunHistory, smoothed
from gui.training.statistics_charts import BinChart, LabelChart


@given(
    st.floats(-1e6, 1e6),
    st.floats(1e-6, 1e6),
    st.integers(2, 12),
)
def test_ticks_are_round_and_inside(low: float, length: float, most: int) -> None:
    high = low + length
    if high <= low:
        return
    made = ticks(low, high, most)
    assert len(made) <= most + 1
    tolerance = 1e-6 * max(abs(low), abs(high), length)
    assert all(low - tolerance <= tick <= high + tolerance for tick in made)
    apart = np.diff(made)
    assert apart.size == 0 or np.allclose(apart, apart[0], rtol=1e-3, atol=tolerance)


@pytest.mark.parametrize(
    ("value", "distance", "text"),
    [
        (0.05, 0.01, "0.05"),
        (0.0, 0.01, "0"),
        (24.25, 0.25, "24.25"),
        (24.5, 0.25, "24.50"),
        (40_000, 20_000, "40,000"),
        (0.0004, 0.0002, "0.0004"),
        (-3.0, 1.0, "-3"),
    ],
)
def test_ticks_are_written_as_exactly_as_needed(value: float, distance: float, text: str) -> None:
    assert written(value, distance) == text


def test_span_leaves_room_and_passes_over_what_is_no_number() -> None:
    low, high = span([1.0, 3.0, math.nan, math.inf])
    assert low < 1.0 < 3.0 < high < 3.5
    assert span([]) == (0.0, 1.0)
    low, high = span([2.0])
    assert low < 2.0 < high


def test_a_scale_goes_there_and_back() -> None:
    scale = Scale(10, 20, 300, 100)
    assert scale.at(10) == 300
    assert scale.at(20) == 100
    assert scale.value(scale.at(13.5)) == pytest.approx(13.5)


def test_smoothing_stays_within_the_values_and_keeps_a_constant() -> None:
    values = list(np.random.default_rng(0).normal(size=200))
    smooth = smoothed(values, 0.9)
    assert smooth[0] == pytest.approx(values[0])
    assert np.std(smooth[20:]) < np.std(values) / 2
    assert smoothed([3.0] * 10, 0.9) == pytest.approx([3.0] * 10)


def curve(values: list[float], every: int = 10) -> Curve:
    return Curve(tuple(range(every, every * (len(values) + 1), every)), tuple(values))


@pytest.fixture
def chart(qtbot: QtBot, qapp: QApplication) -> LossChart:
    theme.apply(qapp)
    made = LossChart("Loss")
    qtbot.addWidget(made)
    made.resize(420, 220)
    lines = [
        Line("training", curve([0.4, 0.3, 0.2, 0.1]), Ink.FIRST),
        Line("validation", curve([0.35, 0.15], 20), Ink.SECOND, dots=True),
    ]
    made.show_lines(lines, 100)
    made.show()
    return made


def test_the_mouse_tells_step_and_values(chart: LossChart) -> None:
    place = QPointF(chart._across().at(21), 100)
    nothing = Qt.MouseButton.NoButton
    moved = QMouseEvent(
        QEvent.Type.MouseMove, place, place, nothing, nothing, Qt.KeyboardModifier.NoModifier
    )
    QCoreApplication.sendEvent(chart, moved)  # a real move is lost where the mouse is there already
    assert chart.hovered is not None
    assert abs(chart.hovered - 21) <= 1
    assert chart.told() == [("training", 20, 0.3), ("validation", 20, 0.35)]


def test_arrow_keys_go_from_point_to_point(qtbot: QtBot, chart: LossChart) -> None:
    chart.setFocus()
    qtbot.keyClick(chart, Qt.Key.Key_Left)
    assert chart.hovered == 40
    qtbot.keyClick(chart, Qt.Key.Key_Left)
    assert chart.hovered == 30
    qtbot.keyClick(chart, Qt.Key.Key_Right)
    assert chart.hovered == 40
    qtbot.keyClick(chart, Qt.Key.Key_Escape)
    assert chart.hovered is None


def test_a_chart_is_told_to_screen_readers(chart: LossChart) -> None:
    assert chart.accessibleName() == "Loss"
    assert chart.accessibleDescription() == "training 0.1, validation 0.15"


def near(pixels: np.ndarray, colour: QColor) -> int:
    """How many pixels have about this colour."""
    wanted = np.array([colour.red(), colour.green(), colour.blue()])
    return int((np.abs(pixels.astype(int) - wanted).max(axis=2) < 30).sum())


@pytest.mark.parametrize("look", ["dark", "light"])
def test_curves_are_drawn_in_the_themes_inks(
    qtbot: QtBot, qapp: QApplication, chart: LossChart, look: str
) -> None:
    theme.apply(qapp, look)
    pixels = to_array(chart.grab().toImage())
    assert near(pixels, Ink.FIRST.colour) > 100
    assert near(pixels, Ink.SECOND.colour) > 20
    chart.show_lines([], 100, "Nothing yet")
    assert near(to_array(chart.grab().toImage()), Ink.SECOND.colour) == 0
    theme.apply(qapp)


def test_the_curve_falls_on_the_screen_too(chart: LossChart) -> None:
    pixels = to_array(chart.grab().toImage()).astype(int)
    ink = Ink.FIRST.colour
    wanted = np.array([ink.red(), ink.green(), ink.blue()])
    area = chart._area().toRect()
    drawn = np.abs(pixels - wanted).max(axis=2) < 30
    drawn[: area.top()] = False  # the legend
    rows, columns = np.nonzero(drawn)
    assert rows[columns.argmin()] < rows[columns.argmax()] - 50


def test_long_curves_are_thinned_but_end_where_they_end(qtbot: QtBot, qapp: QApplication) -> None:
    made = LossChart("Loss")
    qtbot.addWidget(made)
    values = list(np.random.default_rng(0).random(200_000))
    made.show_lines([Line("training", curve(values, 1), Ink.FIRST)], 200_000)
    from gui.training.loss_chart import _path

    path = _path(range(1, 200_001), values, made._across(), made._up())
    assert path.elementCount() < 3000
    assert path.currentPosition().x() == pytest.approx(made._across().at(200_000))


def test_charts_follow_the_stage_until_another_is_chosen(qtbot: QtBot) -> None:
    charts = RunCharts()
    qtbot.addWidget(charts)
    history = RunHistory()
    history.take(
        [
            Progress(stage="full", step=5, steps=10, loss=0.2, lr=0.1, images_per_second=1.0),
            Validated(stage="fusion", step=5, validation={"fused_psnr": 24.0, "full_psnr": 23.5,
                                                          "fused_psnr_grey": 22.0}),
        ]
    )  # fmt: skip
    charts.show_history(history, ("full", "fusion"), "full")
    assert charts.stage == "full"
    assert charts.loss.accessibleDescription() == "training 0.2"
    charts.show_history(history, ("full", "fusion"), "fusion")
    assert charts.stage == "fusion"
    assert charts.psnr.accessibleDescription() == "fused 24.00, full image 23.50, grey 22.00"
    assert [stage for stage, button in charts.buttons.items() if not button.isHidden()] == [
        "full",
        "fusion",
    ]
    with qtbot.waitSignal(charts.stage_changed):
        charts.buttons["full"].click()
    charts.show_history(history, ("full", "fusion"), "fusion")
    assert charts.stage == "full"
    assert history.curve("fusion", PSNR).values == (24.0,)
    assert history.curve("fusion", GREY_PSNR).values == (22.0,)


def test_a_loss_that_is_no_number_is_not_drawn() -> None:
    history = RunHistory()
    for step, loss in ((5, 0.2), (10, math.nan), (15, math.inf)):
        history.take(
            [Progress(stage="full", step=step, steps=20, loss=loss, lr=0.1, images_per_second=1.0)]
        )
    assert history.curve("full", "loss").values == (0.2,)


def test_bins_say_what_they_hold_and_colour_what_is_kept(qtbot: QtBot, qapp: QApplication) -> None:
    from engine.instances import Box
    from engine.training.object_boxes import LabelledBox

    found = [LabelledBox(Box(0, 0, 10, 20), "cat", score) for score in (0.31, 0.32, 0.92)]
    made = object_statistics({"a": found}, Filters(min_score=0.5))
    chart = BinChart("Objects by score", "{n} object", "{n} objects")
    qtbot.addWidget(chart)
    chart.resize(400, 200)
    chart.show_bins(made.score_edges, made.score_counts.astype(float), 0.5)
    assert chart.words(6) == "Score 0.30 to 0.35: 2 objects"
    assert chart.words(18) == "Score 0.90 to 0.95: 1 object"
    pixels = to_array(chart.grab().toImage())
    assert near(pixels, theme.ACCENT) > 500  # one kept object
    assert near(pixels, theme.FAINT) > 1000  # two dropped ones
    sizes = BinChart("Mean box size", "{n} square pixel", "{n} square pixels")
    qtbot.addWidget(sizes)
    sizes.show_bins(made.score_edges, made.mean_sizes, 0.5)
    assert sizes.words(18).endswith("200 square pixels")
    assert sizes.words(0).endswith("none")


def test_labels_are_told_in_order(qtbot: QtBot) -> None:
    chart = LabelChart("Labels")
    qtbot.addWidget(chart)
    before = chart.sizeHint().height()
    chart.show_labels([("person", 1200), ("cat", 3)])
    assert chart.accessibleDescription() == "person 1,200; cat 3"
    assert chart.sizeHint().height() > before
    chart.grab()


def test_a_detectors_run_shows_what_it_finds(qtbot: QtBot) -> None:
    history = RunHistory()
    figures = {"ap50": 0.31, "recall": 0.72}
    history.take(
        [
            Progress(stage="detector", step=40, steps=80, loss=1.5, lr=1e-3, images_per_second=9.0),
            Validated(stage="detector", step=40, validation=figures),
        ]
    )
    charts = RunCharts()
    qtbot.addWidget(charts)
    charts.show_history(history, ("detector",), "detector")
    assert charts.psnr.isHidden()
    assert not charts.found.isHidden()
    assert history.begun == ("detector",)
    assert history.curve("detector", AP50) == Curve((40,), (0.31,))
    assert history.curve("detector", RECALL) == Curve((40,), (0.72,))
    charts.show_history(history, ("full",), "full")
    assert charts.found.isHidden()
    assert not charts.psnr.isHidden()
