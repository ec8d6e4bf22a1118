"""The page before a photo is open, and the recent photos, there and in their menu."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import write_photo
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from engine.bundle import sample_photos
from engine.errors import EngineError
from gui import theme
from gui.engine_thread import EngineThread
from gui.qimages import to_array
from gui.recent_menu import RecentMenu, RecentPhotos, short_folder
from gui.spare_time import SpareTime
from gui.views.welcome import Welcome, sample_name

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
LEFT = Qt.MouseButton.LeftButton


class Remembered:
    """Recent photos, and what became of them."""

    def __init__(self, *paths: Path) -> None:
        self.paths = list(paths)
        self.opened: list[Path] = []

    def forget(self, path: Path | None) -> None:
        self.paths = [] if path is None else [kept for kept in self.paths if kept != path]


@pytest.fixture
def remembered(tmp_path: Path) -> Remembered:
    there = [write_photo(tmp_path / name) for name in ("a & b.jpg", "c.png")]
    return Remembered(there[0], tmp_path / "gone.jpg", there[1])


@pytest.fixture
def recent(remembered: Remembered) -> RecentPhotos:
    return RecentPhotos(lambda: remembered.paths, remembered.opened.append, remembered.forget)


@pytest.fixture
def make(
    qtbot: QtBot, qapp: object, thread: EngineThread
) -> Callable[[RecentPhotos | None], Welcome]:
    theme.apply(qapp)  # type: ignore[arg-type]
    spare = SpareTime(thread)
    # A shown page that nothing holds is destroyed where its test last names it, and PySide was seen
    # to give its events to another widget's methods then; the app holds its page, too.
    pages: list[Welcome] = []

    def made(recent: RecentPhotos | None) -> Welcome:
        page = Welcome(spare, recent)
        pages.append(page)
        qtbot.addWidget(page)
        page.resize(1024, 600)
        with qtbot.waitExposed(page):
            page.show()
        qtbot.waitUntil(lambda: not spare.busy)
        return page

    return made


def test_all_samples_are_there_to_try(
    qtbot: QtBot, make: Callable[[RecentPhotos | None], Welcome]
) -> None:
    page = make(None)
    cards = page.samples.cards
    assert [card.path for card in cards] == list(sample_photos())
    assert all(card.isVisible() and card.image is not None for card in cards)
    assert cards[0].accessibleName() == sample_name(sample_photos()[0]) == "Photographer"
    with qtbot.waitSignal(page.sample_chosen) as chosen:
        qtbot.mouseClick(cards[3], LEFT)
    assert chosen.args[0] == sample_photos()[3]
    with qtbot.waitSignal(page.sample_chosen) as chosen:
        cards[1].setFocus()
        qtbot.keyClick(cards[1], Qt.Key.Key_Return)
    assert chosen.args[0] == sample_photos()[1]


def test_a_first_time_user_sees_no_empty_list(
    make: Callable[[RecentPhotos | None], Welcome], recent: RecentPhotos, remembered: Remembered
) -> None:
    remembered.paths = []
    assert not make(recent).recent_part.isVisible()
    assert not make(None).recent_part.isVisible()


def test_recent_photos_are_shown_and_opened(
    qtbot: QtBot,
    make: Callable[[RecentPhotos | None], Welcome],
    recent: RecentPhotos,
    remembered: Remembered,
) -> None:
    page = make(recent)
    cards = page.recents.cards
    assert [card.text() for card in cards] == ["a & b.jpg", "gone.jpg", "c.png"]
    assert cards[0].image is not None
    assert cards[1].image is None
    qtbot.mouseClick(cards[2], LEFT)
    assert remembered.opened == [remembered.paths[2]]


def test_one_that_is_gone_is_taken_off_the_list(
    qtbot: QtBot,
    make: Callable[[RecentPhotos | None], Welcome],
    recent: RecentPhotos,
    remembered: Remembered,
) -> None:
    page = make(recent)
    with qtbot.waitSignal(recent.failed) as failed:
        qtbot.mouseClick(page.recents.cards[1], LEFT)
    assert isinstance(failed.args[0], EngineError)
    assert "gone.jpg" in failed.args[0].message
    assert [card.text() for card in page.recents.cards] == ["a & b.jpg", "c.png"]
    assert not remembered.opened
    qtbot.mouseClick(page.clear_button, LEFT)
    assert not remembered.paths
    assert not page.recent_part.isVisible()


def test_new_recent_photos_come_up_when_the_page_is_shown_again(
    qtbot: QtBot,
    make: Callable[[RecentPhotos | None], Welcome],
    recent: RecentPhotos,
    remembered: Remembered,
    tmp_path: Path,
) -> None:
    page = make(recent)
    page.hide()
    remembered.paths.insert(0, write_photo(tmp_path / "new.jpg"))
    page.show()
    assert page.recents.cards[0].text() == "new.jpg"
    qtbot.waitUntil(lambda: page.recents.cards[0].image is not None)


def test_the_drop_target_answers(make: Callable[[RecentPhotos | None], Welcome]) -> None:
    page = make(None)
    before = to_array(page.grab().toImage())
    page.set_drop_here(True)
    assert page.title.text() == "Let go to open it"
    assert not (to_array(page.grab().toImage()) == before).all()
    page.set_drop_here(False)
    assert (to_array(page.grab().toImage()) == before).all()


@pytest.mark.parametrize("size", [(1440, 820), (1024, 600), (720, 560), (580, 420)])
def test_nothing_is_cut_off_or_lies_over_another(
    qtbot: QtBot,
    make: Callable[[RecentPhotos | None], Welcome],
    recent: RecentPhotos,
    size: tuple[int, int],
) -> None:
    page = make(recent)
    page.resize(*size)
    qtbot.wait(10)
    assert (page.width(), page.height()) == size
    shown = [page.title, page.open_button, page.formats, page.recent_part, page.sample_part]
    areas = [w.rect().translated(w.mapTo(page, w.rect().topLeft())) for w in shown if w.isVisible()]
    assert len(areas) >= 3
    for place, area in enumerate(areas):
        assert page.rect().contains(area)
        assert not any(area.intersects(other) for other in areas[place + 1 :])
    for label in page.findChildren(QLabel):
        if label.isVisible():
            assert label.height() >= label.heightForWidth(label.width())
    for row in (page.recents, page.samples):
        for card in row.cards:
            if card.isVisible():
                assert row.rect().contains(card.geometry())
    for button in page.findChildren(QPushButton):
        assert button.width() >= button.sizeHint().width()


def test_everything_can_be_reached_by_keyboard(
    make: Callable[[RecentPhotos | None], Welcome], recent: RecentPhotos
) -> None:
    page = make(recent)
    wanted: list[QWidget] = [page.open_button, page.folder_button, page.sample_button]
    wanted += [*page.samples.cards, *page.recents.cards]
    for widget in wanted:
        assert widget.focusPolicy() & Qt.FocusPolicy.TabFocus


def test_the_menu_names_each_photo_and_its_folder(
    qtbot: QtBot, recent: RecentPhotos, remembered: Remembered, tmp_path: Path
) -> None:
    menu = RecentMenu(recent)
    qtbot.addWidget(menu)
    texts = [action.text() for action in menu.actions() if not action.isSeparator()]
    assert texts[0].startswith("&1 a && b.jpg\t")
    assert texts[-1] == "&Clear This List"
    assert menu.actions()[0].toolTip() == str(remembered.paths[0])
    menu.actions()[2].trigger()
    assert remembered.opened == [remembered.paths[2]]
    with qtbot.waitSignal(recent.failed):
        menu.actions()[1].trigger()
    menu.fill()
    assert len(menu.actions()) == 4
    menu.actions()[-1].trigger()
    menu.fill()
    assert [action.isEnabled() for action in menu.actions()] == [False]


def test_long_folders_are_shortened(qtbot: QtBot) -> None:
    menu = RecentMenu(RecentPhotos(lambda: [], lambda path: None, lambda path: None))
    qtbot.addWidget(menu)
    metrics = menu.fontMetrics()
    assert short_folder(Path.home() / "Photos" / "a.jpg", metrics) == str(Path("~/Photos"))
    long = short_folder(Path("/" + "deep/" * 60) / "a.jpg", metrics)
    assert metrics.horizontalAdvance(long) <= 260
    assert "\u2026" in long
