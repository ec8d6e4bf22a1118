"""The window as a person uses it: mouse, keyboard, drag and drop, saving, closing."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from conftest import Answers, write_photo
from fake_engine import FakeBench
from PIL import Image
from PySide6.QtCore import QMimeData, QPoint, QPointF, QRect, QRectF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSlider,
    QApplication,
    QComboBox,
    QLabel,
    QWidget,
)
from pytestqt.qtbot import QtBot

from engine.errors import EngineError
from engine.instances import Box
from gui.darkroom import Pane, Subject
from gui.main_window import MainWindow
from gui.qimages import to_array
from gui.views.instance_list import InstanceDelegate
from gui.views.photo_pane import PhotoPane
from gui.weight_overlay import Show
from gui.workspace import Workspace

LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def opened(
    window: MainWindow, workspace: Workspace, photo_file: Path, settle: Callable[[], None]
) -> MainWindow:
    window.files.open(photo_file)
    settle()
    return window


def point_in(window: MainWindow, pane: Pane, x: float, y: float) -> QPoint:
    """Where a photo point is in a pane."""
    widget = window.comparison.panes[pane]
    viewport = window.comparison.viewport
    return (
        (QPointF(x, y) - viewport.centre) * viewport.scale + widget.picture_area.center()
    ).toPoint()


def middle_of(window: MainWindow, pane: Pane, instance_id: int) -> QPoint:
    box = window.comparison._workspace.instances[instance_id].box
    return point_in(window, pane, (box.left + box.right) / 2, (box.top + box.bottom) / 2)


def pixels(widget: QWidget) -> np.ndarray:
    return to_array(widget.grab().toImage())


def drop(window: MainWindow, *urls: QUrl) -> bool:
    """Drag files over the window and let go; whether they were accepted."""
    data = QMimeData()
    data.setUrls(list(urls))
    at, copy = QPoint(200, 200), Qt.DropAction.CopyAction
    enter = QDragEnterEvent(at, copy, data, LEFT, NONE)
    QApplication.sendEvent(window, enter)
    if not enter.isAccepted():
        return False
    let_go = QDropEvent(QPointF(at), copy, data, LEFT, NONE)
    QApplication.sendEvent(window, let_go)
    return True


def test_it_starts_with_something_to_do(window: MainWindow) -> None:
    assert window.welcome.isVisible()
    assert not window.comparison.isVisible()
    assert window.welcome.open_button.isVisible()
    for action in (window.menu_actions.save, window.menu_actions.fit, window.menu_actions.colorize):
        assert not action.isEnabled()
    assert window.menu_actions.open.isEnabled()


def test_the_welcome_buttons_open_a_photo(
    qtbot: QtBot,
    window: MainWindow,
    workspace: Workspace,
    answers: Answers,
    photo_file: Path,
    settle: Callable[[], None],
) -> None:
    answers.photo = photo_file
    qtbot.mouseClick(window.welcome.open_button, LEFT)
    settle()
    assert window.comparison.isVisible()
    assert window.windowTitle().startswith("street.jpg")
    assert workspace.can_save


def test_the_sample_opens(
    qtbot: QtBot, window: MainWindow, workspace: Workspace, settle: Callable[[], None]
) -> None:
    qtbot.mouseClick(window.welcome.sample_button, LEFT)
    settle()
    assert workspace.can_save


def test_a_cancelled_dialog_changes_nothing(window: MainWindow, workspace: Workspace) -> None:
    window.menu_actions.open.trigger()
    assert window.welcome.isVisible()
    assert not workspace.working


def test_a_dropped_file_is_opened(
    window: MainWindow, workspace: Workspace, photo_file: Path, settle: Callable[[], None]
) -> None:
    assert drop(window, QUrl.fromLocalFile(str(photo_file)))
    settle()
    assert workspace.photo is not None
    assert workspace.entry is not None
    assert workspace.entry.path == photo_file


def test_what_is_no_file_is_not_taken(window: MainWindow) -> None:
    assert not drop(window)
    assert not drop(window, QUrl("https://example.org/photo.jpg"))


def test_a_dropped_text_file_is_told_in_one_sentence(
    qtbot: QtBot, opened: MainWindow, workspace: Workspace, tmp_path: Path
) -> None:
    broken = tmp_path / "notes.jpg"
    broken.write_text("not a photo")
    before = workspace.photo
    assert drop(opened, QUrl.fromLocalFile(str(broken)))
    qtbot.waitUntil(opened.banner.isVisible)
    assert "notes.jpg" in opened.banner.text
    assert "Traceback" not in opened.banner.text
    assert workspace.photo is before
    qtbot.keyClick(opened.banner.close_button, Qt.Key.Key_Escape)
    assert not opened.banner.isVisible()


def test_panes_show_their_stage(opened: MainWindow) -> None:
    panes = opened.comparison.panes
    source, fused = pixels(panes[Pane.FULL]), pixels(panes[Pane.FUSED])
    assert np.ptp(source.astype(int), axis=2).mean() > 5
    assert not np.array_equal(source[40:], fused[40:])


def test_hovering_a_box_highlights_it_in_every_pane(
    qtbot: QtBot, opened: MainWindow, workspace: Workspace
) -> None:
    before = {pane: pixels(widget) for pane, widget in opened.comparison.panes.items()}
    fused = opened.comparison.panes[Pane.FUSED]
    qtbot.mouseMove(fused, middle_of(opened, Pane.FUSED, 1))
    qtbot.waitUntil(lambda: workspace.highlight.hovered == 1)
    for pane, widget in opened.comparison.panes.items():
        assert not np.array_equal(pixels(widget), before[pane]), pane
    qtbot.mouseMove(fused, QPoint(3, 5))
    qtbot.waitUntil(lambda: workspace.highlight.hovered is None)


def test_hovering_a_row_highlights_the_box(
    qtbot: QtBot, opened: MainWindow, workspace: Workspace
) -> None:
    rows = opened.dock.list
    rect = rows.visualRect(rows.rows.index(2))
    qtbot.mouseMove(rows.viewport(), rect.center())
    qtbot.waitUntil(lambda: workspace.highlight.hovered == 2)


def test_clicking_a_box_selects_its_row(
    qtbot: QtBot, opened: MainWindow, workspace: Workspace
) -> None:
    source = opened.comparison.panes[Pane.SOURCE]
    qtbot.mouseClick(source, LEFT, NONE, middle_of(opened, Pane.SOURCE, 2))
    assert workspace.highlight.selected == 2
    assert opened.dock.list.currentIndex().row() == 2


def test_a_click_shows_an_instance_alone_and_goes_back(
    qtbot: QtBot, opened: MainWindow, workspace: Workspace
) -> None:
    pane = opened.comparison.panes[Pane.INSTANCES]
    before = opened.comparison.viewport.state
    for back in ("click", "escape"):
        qtbot.mouseClick(pane, LEFT, NONE, middle_of(opened, Pane.INSTANCES, 1))
        assert workspace.highlight.alone == 1
        box = workspace.instances[1].box
        rect = opened.comparison.viewport.to_pane(box, pane.picture_area)
        assert pane.picture_area.contains(rect)
        assert opened.comparison.viewport.scale > before.scale
        if back == "click":
            qtbot.mouseClick(pane, LEFT, NONE, pane.rect().center())
        else:
            qtbot.keyClick(pane, Qt.Key.Key_Escape)
        assert workspace.highlight.alone is None
        assert opened.comparison.viewport.state == before


def test_the_check_box_switches_with_mouse_and_keyboard(
    qtbot: QtBot, opened: MainWindow, workspace: Workspace, settle: Callable[[], None]
) -> None:
    rows = opened.dock.list
    row = QRectF(rows.visualRect(rows.rows.index(1)))
    check = InstanceDelegate.check_rect(row).center().toPoint()
    qtbot.mouseClick(rows.viewport(), LEFT, NONE, check)
    assert workspace.enabled == {0, 2}
    settle()
    qtbot.mouseDClick(rows.viewport(), LEFT, NONE, check)
    qtbot.mouseRelease(rows.viewport(), LEFT, NONE, check)
    assert workspace.highlight.alone is None
    settle()
    rows.setFocus()
    rows.setCurrentIndex(rows.rows.index(0))
    qtbot.keyClick(rows, Qt.Key.Key_Down)
    assert workspace.highlight.selected == 1
    on = 1 in workspace.enabled
    qtbot.keyClick(rows, Qt.Key.Key_Space)
    assert (1 in workspace.enabled) is not on
    qtbot.keyClick(rows, Qt.Key.Key_Return)
    assert workspace.highlight.alone == 1
    settle()


def test_two_quick_clicks_on_a_check_box_are_two(
    qtbot: QtBot, opened: MainWindow, workspace: Workspace, settle: Callable[[], None]
) -> None:
    rows = opened.dock.list
    row = QRectF(rows.visualRect(rows.rows.index(1)))
    check = InstanceDelegate.check_rect(row).center().toPoint()
    changes: list[frozenset[int]] = []
    workspace.enabled_changed.connect(lambda: changes.append(workspace.enabled))
    qtbot.mouseClick(rows.viewport(), LEFT, NONE, check)
    qtbot.mouseDClick(rows.viewport(), LEFT, NONE, check)
    qtbot.mouseRelease(rows.viewport(), LEFT, NONE, check)
    settle()
    assert changes == [{0, 2}, {0, 1, 2}]


def test_all_and_none(
    qtbot: QtBot, opened: MainWindow, workspace: Workspace, settle: Callable[[], None]
) -> None:
    qtbot.mouseClick(opened.dock.none_button, LEFT)
    assert workspace.enabled == frozenset()
    assert not opened.dock.none_button.isEnabled()
    qtbot.mouseClick(opened.dock.all_button, LEFT)
    settle()
    assert workspace.enabled == {0, 1, 2}
    assert workspace.photo is not None
    assert workspace.photo.fusion is not None
    assert workspace.photo.fusion.ids == {0, 1, 2}


def test_the_wheel_zooms_at_the_cursor_in_every_pane(
    qtbot: QtBot, opened: MainWindow, workspace: Workspace
) -> None:
    pane = opened.comparison.panes[Pane.FULL]
    viewport = opened.comparison.viewport
    at = QPointF(pane.picture_area.center() + QPointF(40, 20))
    under = viewport.to_photo(at, pane.picture_area)
    before = pixels(opened.comparison.panes[Pane.FUSED])
    event = QWheelEvent(
        at,
        pane.mapToGlobal(at),
        QPoint(),
        QPoint(0, 240),
        Qt.MouseButton.NoButton,
        NONE,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(pane, event)
    after = viewport.to_photo(at, pane.picture_area)
    assert (after - under).manhattanLength() < 0.01
    assert not viewport.fitted
    assert not np.array_equal(pixels(opened.comparison.panes[Pane.FUSED]), before)
    assert opened.strip.zoom.text().endswith("%")


def test_dragging_pans_and_is_no_click(
    qtbot: QtBot, opened: MainWindow, workspace: Workspace
) -> None:
    viewport = opened.comparison.viewport
    viewport.zoom(4)
    centre = viewport.centre
    pane = opened.comparison.panes[Pane.INSTANCES]
    start = pane.rect().center()
    qtbot.mousePress(pane, LEFT, NONE, start)
    qtbot.mouseMove(pane, start + QPoint(30, 10))
    qtbot.mouseMove(pane, start + QPoint(60, 20))
    qtbot.mouseRelease(pane, LEFT, NONE, start + QPoint(60, 20))
    assert viewport.centre.x() == pytest.approx(centre.x() - 60 / viewport.scale, abs=0.5)
    assert workspace.highlight.alone is None
    qtbot.keyClick(pane, Qt.Key.Key_Left)
    assert viewport.centre.x() < centre.x() - 60 / viewport.scale


def test_zoom_actions(opened: MainWindow) -> None:
    viewport = opened.comparison.viewport
    opened.menu_actions.actual.trigger()
    assert viewport.percent == pytest.approx(100)
    opened.menu_actions.zoom_in.trigger()
    assert viewport.percent > 100
    opened.menu_actions.zoom_out.trigger()
    opened.menu_actions.fit.trigger()
    assert viewport.fitted


@pytest.mark.parametrize(("width", "height"), [(1500, 1000), (900, 600)])
def test_a_fitted_photo_follows_the_window(opened: MainWindow, width: int, height: int) -> None:
    opened.resize(width, height)
    QApplication.processEvents()
    for widget in opened.comparison.panes.values():
        area = widget.picture_area
        rect = opened.comparison.viewport.to_pane(Box(0, 0, 120, 90), area)
        assert area.contains(rect)
        filled = max(rect.width() / area.width(), rect.height() / area.height())
        assert filled > 0.9


def test_weight_maps_lie_over_both_results(
    qtbot: QtBot, opened: MainWindow, workspace: Workspace
) -> None:
    panes = opened.comparison.panes
    before = {pane: pixels(widget) for pane, widget in panes.items()}
    box = opened.dock.overlay_bar.show_box
    box.setCurrentIndex(box.findData(Show.WINNERS))
    box.activated.emit(box.currentIndex())
    for pane in (Pane.FULL, Pane.FUSED):
        assert not np.array_equal(pixels(panes[pane]), before[pane])
    for pane in (Pane.SOURCE, Pane.INSTANCES):
        assert np.array_equal(pixels(panes[pane]), before[pane])
    assert opened.dock.overlay_bar.tap_box.currentText() == "Tap 4"
    qtbot.mouseMove(panes[Pane.FUSED], middle_of(opened, Pane.FUSED, 0))
    qtbot.waitUntil(lambda: "wins with" in opened.strip.readout.text())
    qtbot.mouseMove(panes[Pane.FUSED], QPoint(2, 2))
    qtbot.waitUntil(lambda: opened.strip.readout.text() == "")


def test_the_colour_slider_is_live_and_resets(
    qtbot: QtBot, opened: MainWindow, workspace: Workspace, settle: Callable[[], None]
) -> None:
    opened.dock.adjust.sliders["Colour"].setValue(0)
    settle()
    assert workspace.photo is not None
    picture = workspace.photo.picture(Subject(Pane.FUSED), 0)
    assert picture is not None
    assert np.ptp(to_array(picture.images.largest).astype(int), axis=2).max() == 0
    qtbot.mouseClick(opened.dock.adjust.reset, LEFT)
    assert workspace.adjustments.saturation == 1.0
    assert opened.dock.adjust.sliders["Colour"].value() == 100
    settle()


def test_a_name_that_is_too_long_is_told(
    qtbot: QtBot, opened: MainWindow, answers: Answers, settle: Callable[[], None], tmp_path: Path
) -> None:
    answers.place = tmp_path / f"{'n' * 300}.png"
    opened.menu_actions.save.trigger()
    settle()
    assert opened.banner.isVisible()
    assert "too long" in opened.banner.text


def test_saving_asks_before_it_replaces(
    opened: MainWindow,
    workspace: Workspace,
    answers: Answers,
    settle: Callable[[], None],
    tmp_path: Path,
) -> None:
    place = tmp_path / "result.png"
    place.write_bytes(b"precious")
    answers.place = place
    opened.menu_actions.save.trigger()
    settle()
    assert answers.suggested == tmp_path / "street-colorized.jpg"
    assert answers.asked_to_replace == [place]
    assert place.read_bytes() == b"precious"
    answers.replace = True
    opened.menu_actions.save.trigger()
    settle()
    with Image.open(place) as saved:
        assert saved.size == (120, 90)
    assert "Saved" in opened.strip.label.full_text
    long = "Colorizing with compact 2026-11-30 09-08-21 from now on"
    opened.strip.note(long)
    settle()
    assert opened.strip.label.text() == long, "it has the room of the bar that is not shown"
    answers.asked_to_replace.clear()
    workspace.editor.enable_none()
    opened.menu_actions.save.trigger()  # to the place of its own, which needs no question
    settle()
    assert answers.asked_to_replace == []
    with Image.open(place) as saved:
        assert saved.size == (120, 90)


def test_the_original_is_refused_in_one_sentence(
    qtbot: QtBot, opened: MainWindow, answers: Answers, photo_file: Path
) -> None:
    before = photo_file.read_bytes()
    answers.place, answers.replace = photo_file, True
    opened.menu_actions.save_as.trigger()
    qtbot.waitUntil(opened.banner.isVisible)
    assert "never changed" in opened.banner.text
    assert photo_file.read_bytes() == before


def test_the_place_of_one_photo_is_not_used_for_the_next(
    opened: MainWindow, answers: Answers, settle: Callable[[], None], tmp_path: Path
) -> None:
    answers.place = tmp_path / "first.png"
    opened.menu_actions.save.trigger()
    settle()
    first = answers.place.read_bytes()
    opened.files.open(write_photo(tmp_path / "second.jpg", 64, 48))
    settle()
    answers.place = None
    opened.menu_actions.save.trigger()
    settle()
    assert answers.suggested == tmp_path / "second-colorized.jpg"
    assert (tmp_path / "first.png").read_bytes() == first


def test_progress_has_its_place_and_can_be_cancelled(
    qtbot: QtBot,
    window: MainWindow,
    workspace: Workspace,
    bench: FakeBench,
    photo_file: Path,
    settle: Callable[[], None],
) -> None:
    central_before = window.centralWidget().geometry()
    buttons_at = window.strip.buttons.x()
    bench.gate.clear()
    window.files.open(photo_file)
    qtbot.waitUntil(window.strip.cancel_button.isVisible)
    qtbot.waitUntil(lambda: "Fusing" in window.strip.label.full_text)
    strip = window.strip
    QApplication.processEvents()
    assert strip.buttons.x() == buttons_at
    for left, right in pairwise([strip.label, strip.bar, strip.buttons]):
        assert left.geometry().right() < right.geometry().left()
    assert window.menu_actions.cancel.isEnabled()
    central = window.centralWidget().geometry()
    qtbot.mouseClick(window.strip.cancel_button, LEFT)
    assert not window.strip.cancel_button.isVisible()
    bench.gate.set()
    settle()
    assert window.centralWidget().geometry() == central == central_before
    assert window.menu_actions.colorize.isEnabled()
    assert "not colorized" in window.strip.label.full_text
    qtbot.mouseClick(window.strip.colorize_button, LEFT)
    settle()
    assert workspace.can_save
    assert not window.strip.colorize_button.isVisible()


def test_progress_does_not_move_with_what_is_beside_it(
    qtbot: QtBot, opened: MainWindow, workspace: Workspace
) -> None:
    strip = opened.strip
    before = [strip.buttons.x(), strip.label.width()]
    strip.readout.setText("Weight of the full image: 0.53")
    workspace.device = "cuda"
    workspace.engine_changed.emit()
    opened.comparison.viewport.zoom(8)
    strip.label.set_full_text("a long story " * 20)
    QApplication.processEvents()
    assert [strip.buttons.x(), strip.label.width()] == before
    places = [strip.label, strip.buttons, strip.readout, strip.zoom, strip.engine]
    for left, right in pairwise(places):
        assert left.geometry().right() < right.geometry().left()


def test_no_objects_is_said(
    window: MainWindow, bench: FakeBench, photo_file: Path, settle: Callable[[], None]
) -> None:
    bench.count = 0
    window.files.open(photo_file)
    settle()
    texts = " ".join(label.text() for label in window.dock.findChildren(QLabel))
    assert "No objects were found" in texts
    assert "no objects found" in window.strip.label.full_text


def test_closing_during_work_ends_cleanly(
    qtbot: QtBot, window: MainWindow, bench: FakeBench, photo_file: Path, thread: object
) -> None:
    bench.gate.clear()
    window.files.open(photo_file)
    qtbot.waitUntil(lambda: bool(bench.sessions) and bool(bench.sessions[0].fused))
    assert window.close()
    bench.gate.set()
    assert thread.stop(5000)  # type: ignore[attr-defined]


def test_closing_while_saving_finishes_the_file(
    qtbot: QtBot,
    opened: MainWindow,
    workspace: Workspace,
    bench: FakeBench,
    answers: Answers,
    tmp_path: Path,
) -> None:
    bench.gate.clear()
    answers.place = tmp_path / "kept.png"
    opened.menu_actions.save.trigger()
    assert not opened.close()
    bench.gate.set()
    qtbot.waitUntil(lambda: not opened.isVisible())
    with Image.open(answers.place) as saved:
        assert saved.size == (120, 90)


@pytest.mark.qt_log_ignore("propagateSizeHints")
def test_an_unexpected_error_shows_its_details(
    qtbot: QtBot, opened: MainWindow, workspace: Workspace, bench: FakeBench
) -> None:
    bench.sessions[0].fail_fusing = RuntimeError("a bug in the engine")
    workspace.editor.set_enabled(0, False)
    failures = opened._failures
    qtbot.waitUntil(lambda: failures.dialog is not None and failures.dialog.isVisible())
    dialog = failures.dialog
    assert dialog is not None
    qtbot.mouseClick(dialog.details_button, LEFT)
    assert "a bug in the engine" in dialog.details.toPlainText()
    assert "fake_engine.py" in dialog.details.toPlainText()
    qtbot.mouseClick(dialog.copy_button, LEFT)
    assert "a bug in the engine" in QApplication.clipboard().text()
    dialog.accept()
    bench.sessions[0].fail_fusing = EngineError("Too little memory.", "")
    workspace.editor.set_enabled(0, False)
    qtbot.waitUntil(opened.banner.isVisible)


@pytest.mark.parametrize("back_from", ["list", "pane"])
def test_escape_shows_all_again_wherever_the_focus_is(
    qtbot: QtBot, opened: MainWindow, workspace: Workspace, back_from: str
) -> None:
    widget = opened.dock.list if back_from == "list" else opened.comparison.panes[Pane.FUSED]
    assert not opened.menu_actions.together.isEnabled()
    workspace.highlight.show_alone(2)
    widget.setFocus()
    qtbot.keyClick(widget, Qt.Key.Key_Escape)
    assert workspace.highlight.alone is None


@pytest.mark.parametrize(("width", "height"), [(1, 1), (20_000, 10), (3, 4000)])
def test_extreme_photos_are_shown_or_refused(
    window: MainWindow, settle: Callable[[], None], tmp_path: Path, width: int, height: int
) -> None:
    window.files.open(write_photo(tmp_path / "extreme.png", width, height))
    settle()
    window.menu_actions.zoom_in.trigger()
    window.menu_actions.actual.trigger()
    settle()
    window.grab()
    assert window.banner.isVisible() or window.menu_actions.save.isEnabled()


def test_a_tall_photo_is_shown_in_a_row(
    window: MainWindow, settle: Callable[[], None], tmp_path: Path
) -> None:
    window.files.open(write_photo(tmp_path / "tall.jpg", 60, 260))
    settle()
    tops = {widget.y() for widget in window.comparison.panes.values()}
    assert len(tops) == 1
    window.files.open(write_photo(tmp_path / "wide.jpg", 200, 120))
    settle()
    tops = {widget.y() for widget in window.comparison.panes.values()}
    assert len(tops) == 2


def test_the_tool_bar_stays_where_it_is(
    window: MainWindow, photo_file: Path, settle: Callable[[], None]
) -> None:
    """Nothing moves when buttons become available."""

    def places() -> list[QRect]:
        return [w.geometry() for w in window.tool_bar.findChildren(QWidget) if w.isVisible()]

    before = places()
    window.files.open(photo_file)
    settle()
    assert places() == before


def test_a_long_message_is_not_cut_off(window: MainWindow) -> None:
    for words in (1, 10, 60):
        window.banner.tell("It did not work. " * words, "Try another way. " * words)
        QApplication.processEvents()
        for label in window.banner.findChildren(QLabel):
            assert label.height() >= label.heightForWidth(label.width()), words


def test_the_tool_bar_is_whole_in_the_smallest_window(opened: MainWindow) -> None:
    texts = []
    for width in (1300, opened.minimumWidth(), 1300):
        opened.resize(width, 560)
        QApplication.processEvents()
        assert opened.width() == width
        assert opened.compare_bar.isVisible()
        assert opened.compare_bar.geometry().right() <= opened.tool_bar.width()
        button = opened.tool_bar.widgetForAction(opened.menu_actions.open)
        texts.append(button.toolButtonStyle() is Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    assert texts == [True, False, True]


@pytest.mark.parametrize(("width", "height"), [(1024, 700), (1440, 900)])
def test_nothing_is_cut_off(opened: MainWindow, width: int, height: int) -> None:
    opened.resize(width, height)
    QApplication.processEvents()
    assert (opened.width(), opened.height()) == (width, height)
    for button in opened.findChildren(QAbstractButton):
        if button.objectName() == "qt_toolbar_ext_button":
            assert not button.isVisible(), "the tool bar does not fit"
        elif button.isVisible() and button.text():
            assert button.width() >= button.sizeHint().width() - 1, button.text()
    for box in opened.findChildren(QComboBox):
        text = box.fontMetrics().horizontalAdvance(
            max((box.itemText(i) for i in range(box.count())), key=len)
        )
        assert box.width() >= text + 30, box.accessibleName()


def test_everything_has_a_name_and_can_be_reached(opened: MainWindow) -> None:
    for widget in opened.findChildren(QWidget):
        wants_name = isinstance(widget, PhotoPane | QAbstractSlider | QComboBox)
        if wants_name and widget.isVisible() and widget.focusPolicy() != Qt.FocusPolicy.NoFocus:
            assert widget.accessibleName(), widget
    for button in (opened.dock.all_button, opened.dock.none_button, opened.dock.adjust.reset):
        assert button.focusPolicy() & Qt.FocusPolicy.TabFocus
    for pane in opened.comparison.panes.values():
        assert pane.focusPolicy() & Qt.FocusPolicy.TabFocus


def test_no_two_actions_share_a_shortcut(opened: MainWindow) -> None:
    seen: dict[str, str] = {}
    for action in opened.findChildren(type(opened.menu_actions.open)):
        for shortcut in action.shortcuts():
            keys = shortcut.toString()
            assert keys not in seen, f"{keys}: {seen.get(keys)} and {action.text()}"
            seen[keys] = action.text()
    assert "Ctrl+O" in seen
    assert "Ctrl+S" in seen
