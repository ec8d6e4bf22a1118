"""The checkpoint manager: lists sets, and switches, imports, exports, deletes them."""

from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from engine.bundle import bundled
from engine.config import EngineConfig
from engine.networks.checkpoint_folders import (
    AUTHORS_NETWORK,
    STAGES,
    checkpoint_path,
    stages_in,
    user_folder,
)
from engine.training import checkpoint_sets as sets
from gui import app as composition
from gui.app import App
from gui.engine_thread import EngineThread, Lane
from gui.preferences import checkpoint_work as work
from gui.preferences.checkpoint_manager import CheckpointManager
from gui.preferences.checkpoint_table import cells_of
from gui.preferences.import_dialog import ImportDialog
from gui.preferences.set_questions import SetQuestions
from gui.preferences.store import Preferences

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

TABLE = {
    "whole": {
        "grey": {"psnr": 20.0},
        "fused": {
            "psnr": 24.318,
            "psnr_low": 24.0,
            "psnr_high": 24.7,
            "ssim": 0.9213,
            "colourfulness": 33.14,
        },
    }
}


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "home"))
    monkeypatch.setattr(Path, "home", lambda: tmp_path)


class Answers(SetQuestions):
    """Answers at once, and remembers what was asked."""

    def __init__(self) -> None:
        self.given: Path | None = None
        self.new: Path | None = None
        self.suggested: Path | None = None
        self.yes = True
        self.asked: list[tuple[str, str]] = []

    def folder(self, parent: QWidget, title: str, start: Path | None) -> Path | None:
        return self.given

    def new_folder(self, parent: QWidget, title: str, suggested: Path) -> Path | None:
        self.suggested = suggested
        return self.new

    def may_delete(self, parent: QWidget, title: str, consequence: str) -> bool:
        self.asked.append((title, consequence))
        return self.yes


def a_set(folder: Path, content: str = "mine") -> Path:
    """Files that look like a set to everything but a network."""
    folder.mkdir(parents=True)
    for stage in STAGES:
        checkpoint_path(folder, stage).write_text(f"{content} {stage}")
    return folder


@pytest.fixture
def mine(tmp_path: Path) -> sets.CheckpointSet:
    """A set of the compact network that is not in use."""
    return sets.install(a_set(tmp_path / "run"), "compact", "mine", TABLE, activate=False)


@pytest.fixture
def questions() -> Answers:
    return Answers()


@pytest.fixture
def config() -> dict[str, EngineConfig]:
    return {"now": EngineConfig()}


@pytest.fixture
def opened(
    qtbot: QtBot, thread: EngineThread, questions: Answers, config: dict[str, EngineConfig]
) -> Iterator[Callable[[], CheckpointManager]]:
    made: list[CheckpointManager] = []

    def show() -> CheckpointManager:
        dialog = CheckpointManager(thread, lambda: config["now"], questions=questions)
        qtbot.addWidget(dialog)
        dialog.open()
        made.append(dialog)
        return dialog

    yield show
    for dialog in made:
        qtbot.waitUntil(lambda dialog=dialog: not dialog.working)  # type: ignore[misc]
        dialog.close()


Opened = Callable[[], CheckpointManager]


def rows(dialog: CheckpointManager) -> list[list[str]]:
    table = dialog.table
    cells = [
        [table.item(row, column) for column in range(table.columnCount())]
        for row in range(table.rowCount())
    ]
    return [[item.text() for item in row if item is not None] for row in cells]


def select(dialog: CheckpointManager, name: str) -> None:
    titles = [row[0] for row in rows(dialog)]
    dialog.table.selectRow(titles.index(name))


def ended(qtbot: QtBot, dialog: CheckpointManager) -> str:
    qtbot.waitUntil(lambda: not dialog.working, timeout=60_000)
    return dialog.message.text()


def test_sets_are_listed_with_their_figures(mine: sets.CheckpointSet, opened: Opened) -> None:
    dialog = opened()
    listed = rows(dialog)
    assert [listed[0][0], listed[0][-1]] == ["Bundled with the app", "in use"]
    assert listed[0][1:5] == ["–"] * 4  # noqa: RUF001
    assert listed[1][0] == "mine"
    assert listed[1][1] != "–"  # noqa: RUF001
    assert listed[1][2:] == ["24.32", "0.921", "33.1", ""]
    tip = dialog.table.item(1, 2)
    assert tip is not None
    assert tip.toolTip() == "95 % interval: 24.00 to 24.70"
    assert dialog.chosen is not None
    assert dialog.chosen.name == sets.BUNDLED
    assert not dialog.use_button.isEnabled()
    assert not dialog.delete_button.isEnabled()
    assert dialog.table.accessibleName()
    assert dialog.network.accessibleName()


def test_use_switches_and_tells_it(qtbot: QtBot, mine: sets.CheckpointSet, opened: Opened) -> None:
    dialog = opened()
    select(dialog, "mine")
    told: list[tuple[str, str]] = []
    dialog.use_wanted.connect(lambda network: told.append(("use", network)))
    dialog.changed.connect(lambda network: told.append(("changed", network)))
    dialog.use_button.click()
    ended(qtbot, dialog)
    assert told == [("use", "compact"), ("changed", "compact")]
    assert [row[-1] for row in rows(dialog)] == ["", "in use"]
    assert checkpoint_path(user_folder("compact"), "full").read_text() == "mine full"
    assert "mine" in dialog.message.text()
    assert not dialog.use_button.isEnabled()
    select(dialog, "Bundled with the app")
    with qtbot.waitSignal(dialog.changed):
        dialog.use_button.click()
    assert not user_folder("compact").exists()


def test_the_keyboard_is_enough(
    qtbot: QtBot, mine: sets.CheckpointSet, opened: Opened, questions: Answers
) -> None:
    dialog = opened()
    qtbot.keyClick(dialog.table, Qt.Key.Key_Down)
    assert dialog.chosen is not None
    assert dialog.chosen.name == "mine"
    with qtbot.waitSignal(dialog.changed):
        qtbot.keyClick(dialog.table, Qt.Key.Key_Return)
    ended(qtbot, dialog)
    with qtbot.waitSignal(dialog.changed):
        dialog.delete_button.click()
    assert [row[0] for row in rows(dialog)] == ["Bundled with the app"]


def test_a_network_without_sets_says_so(opened: Opened) -> None:
    dialog = opened()
    dialog.network.choose("unet")
    assert dialog.sets.currentWidget() is dialog.empty
    assert "no checkpoints" in dialog.empty.text()
    enabled = [
        button.isEnabled()
        for button in (dialog.use_button, dialog.export_button, dialog.delete_button)
    ]
    assert enabled == [False] * 3
    assert dialog.import_button.isEnabled()


def test_the_set_of_another_network_can_be_put_to_use(
    qtbot: QtBot, tmp_path: Path, opened: Opened
) -> None:
    sets.install(a_set(tmp_path / "run"), "unet", "only", activate=True)
    dialog = opened()
    dialog.network.choose("unet")
    assert rows(dialog)[0][-1] == "chosen"
    with qtbot.assertNotEmitted(dialog.changed), qtbot.waitSignal(dialog.use_wanted) as told:
        dialog.use_button.click()
    assert told.args == ["unet"]
    ended(qtbot, dialog)


def test_a_folder_in_the_settings_is_told(
    tmp_path: Path, opened: Opened, config: dict[str, EngineConfig]
) -> None:
    config["now"] = EngineConfig(checkpoints=tmp_path / "elsewhere")
    dialog = opened()
    assert str(tmp_path / "elsewhere") in dialog.message.text()
    assert rows(dialog)[0][-1] == "chosen"
    assert dialog.use_button.isEnabled()


def test_deleting_asks_and_the_one_in_use_never_goes_silently(
    qtbot: QtBot, mine: sets.CheckpointSet, opened: Opened, questions: Answers
) -> None:
    other = sets.install(mine.folder, "compact", "other", activate=True)
    dialog = opened()
    questions.yes = False
    select(dialog, "other")
    dialog.delete_button.click()
    assert questions.asked[0][0] == "other"
    assert "uses now" in questions.asked[0][1]
    assert "bundled" in questions.asked[0][1]
    assert other.folder.is_dir()
    assert not dialog.working
    questions.yes = True
    select(dialog, "mine")
    with qtbot.assertNotEmitted(dialog.changed):
        dialog.delete_button.click()
        assert "Deleted mine" in ended(qtbot, dialog)
    assert "uses now" not in questions.asked[1][1]
    select(dialog, "other")
    with qtbot.waitSignal(dialog.changed):
        dialog.delete_button.click()
    assert rows(dialog)[0][-1] == "in use"
    select(dialog, "Bundled with the app")
    qtbot.keyClick(dialog.table, Qt.Key.Key_Delete)
    assert len(questions.asked) == 3
    assert stages_in(bundled("checkpoints", "compact")) == STAGES


def test_export_and_import_keep_name_and_figures(
    qtbot: QtBot, tmp_path: Path, opened: Opened, questions: Answers
) -> None:
    real = bundled("checkpoints", "compact")
    sets.install(real, "compact", "album", TABLE, activate=False)
    dialog = opened()
    select(dialog, "album")
    questions.new = tmp_path / "out" / "album for Anna"
    dialog.export_button.click()
    assert str(questions.new) in ended(qtbot, dialog)
    assert questions.suggested == tmp_path / "compact album"
    assert stages_in(questions.new) == STAGES
    dialog.export_button.click()
    assert "already" in ended(qtbot, dialog)
    assert dialog.message.objectName() == "warning"
    dialog.network.choose("unet")  # the files say which network they are of
    questions.given = questions.new
    with qtbot.assertNotEmitted(dialog.changed):
        dialog.import_button.click()
        assert "album 2" in ended(qtbot, dialog)
    assert dialog.network.name == "compact"
    assert dialog.chosen is not None
    assert dialog.chosen.name == "album 2"
    assert next(row for row in rows(dialog) if row[0] == "album 2")[2] == "24.32"
    assert rows(dialog)[0][-1] == "in use", "importing switches nothing"


def test_what_a_training_made_can_be_imported_by_its_folder(
    qtbot: QtBot, tmp_path: Path, opened: Opened, questions: Answers
) -> None:
    shutil.copytree(bundled("checkpoints", "compact"), tmp_path / "night run" / "checkpoints")
    questions.given = tmp_path / "night run"
    dialog = opened()
    dialog.import_button.click()
    ended(qtbot, dialog)
    assert rows(dialog)[1][0] == "night run"


@pytest.mark.parametrize("wrong", ["missing", "damaged", "cut", "mixed", "empty"])
def test_a_wrong_folder_is_one_sentence_and_installs_nothing(
    qtbot: QtBot, tmp_path: Path, opened: Opened, questions: Answers, wrong: str
) -> None:
    folder = tmp_path / "given"
    shutil.copytree(bundled("checkpoints", "compact"), folder)
    fusion = checkpoint_path(folder, "fusion")
    if wrong == "missing":
        fusion.unlink()
    elif wrong == "damaged":
        fusion.write_bytes(b"x" * 1000)
    elif wrong == "cut":
        fusion.write_bytes(fusion.read_bytes()[:-10])
    elif wrong == "mixed":
        shutil.copyfile(checkpoint_path(folder, "full"), fusion)
    else:
        shutil.rmtree(folder)
    questions.given = folder
    dialog = opened()
    dialog.import_button.click()
    text = ended(qtbot, dialog)
    assert str(folder) in text
    assert text.endswith(".")
    assert dialog.message.objectName() == "warning"
    assert [known.name for known in sets.checkpoint_sets("compact")] == [sets.BUNDLED]
    assert dialog.import_button.isEnabled()


def test_a_full_disk_is_one_sentence(
    qtbot: QtBot, mine: sets.CheckpointSet, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*places: Path) -> None:
        raise OSError(28, "No space left on device")

    dialog = opened()
    select(dialog, "mine")
    monkeypatch.setattr(shutil, "copyfile", full)
    with qtbot.assertNotEmitted(dialog.changed):
        dialog.use_button.click()
        assert "No space left" in ended(qtbot, dialog)
    assert rows(dialog)[0][-1] == "in use"


def test_stopping_an_export_leaves_nothing(
    qtbot: QtBot,
    tmp_path: Path,
    mine: sets.CheckpointSet,
    opened: Opened,
    questions: Answers,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    begun, gate = threading.Event(), threading.Event()
    export = sets.export

    def slow(chosen: sets.CheckpointSet, folder: Path) -> Path:
        assert threading.current_thread() is not threading.main_thread()
        begun.set()
        gate.wait(10)
        return export(chosen, folder)

    monkeypatch.setattr(work, "export", slow)
    dialog = opened()
    select(dialog, "mine")
    questions.new = tmp_path / "out"
    dialog.export_button.click()
    qtbot.waitUntil(begun.is_set)
    assert dialog.progress.isVisible()
    assert not dialog.table.isEnabled()
    assert dialog.close_button.text() == "Stop"
    dialog.close_button.click()
    gate.set()
    assert ended(qtbot, dialog) == "Stopped."
    assert not questions.new.exists()
    assert dialog.isVisible()
    assert dialog.close_button.text() == "Close"
    dialog.close_button.click()
    assert not dialog.isVisible()


def test_closing_stops_an_import_and_takes_it_back(
    qtbot: QtBot,
    opened: Opened,
    questions: Answers,
    thread: EngineThread,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    begun, gate = threading.Event(), threading.Event()
    install = sets.install

    def slow(*given: object, **named: bool) -> sets.CheckpointSet:
        begun.set()
        gate.wait(10)
        return install(*given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(work, "install", slow)
    questions.given = bundled("checkpoints", "compact")
    dialog = opened()
    dialog.import_button.click()
    qtbot.waitUntil(begun.is_set, timeout=60_000)
    dialog.reject()
    assert not dialog.isVisible()
    assert not thread.busy(Lane.IMPORT)
    gate.set()
    after = threading.Event()
    thread.submit(Lane.IMPORT, work.stop_work, on_done=lambda _: after.set())
    qtbot.waitUntil(after.is_set)
    assert [known.name for known in sets.checkpoint_sets("compact")] == [sets.BUNDLED]


def test_switching_cannot_be_left_half_way(
    qtbot: QtBot,
    mine: sets.CheckpointSet,
    opened: Opened,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    gate = threading.Event()
    use = sets.use

    def slow(chosen: sets.CheckpointSet) -> sets.CheckpointSet:
        gate.wait(10)
        return use(chosen)

    monkeypatch.setattr(work, "use", slow)
    dialog = opened()
    select(dialog, "mine")
    dialog.use_button.click()
    dialog.reject()
    assert dialog.isVisible()
    assert not dialog.close_button.isEnabled()
    with qtbot.waitSignal(dialog.changed):
        gate.set()


def test_hostile_cards_are_shown_without_figures(tmp_path: Path) -> None:
    for figures in (
        {"whole": 3},
        {"whole": {"fused": [1]}},
        {"whole": {"fused": {"psnr": "x", "ssim": float("nan"), "colourfulness": True}}},
        {"whole": {"fused": {"psnr": 10**400}}},
    ):
        one = sets.CheckpointSet("x", "unet", tmp_path, made=float("inf"), figures=figures)
        texts = [text for text, _ in cells_of(one, in_use=False)]
        assert texts == ["x", *["–"] * 4, ""]  # noqa: RUF001


@pytest.mark.parametrize("card", ["[" * 100_000, "[]", "{", '{"name": 3, "figures": 7}', "\0"])
def test_a_broken_card_does_not_keep_a_set_from_being_imported(tmp_path: Path, card: str) -> None:
    (tmp_path / sets.CARD).write_text(card)
    assert work._card(tmp_path) == (tmp_path.name, {})
    (tmp_path / sets.CARD).write_text(json.dumps({"name": "good", "figures": TABLE}))
    assert work._card(tmp_path) == ("good", TABLE)


@pytest.mark.parametrize("say", ["Delete", "Keep Them"])
def test_the_question_has_a_safe_default(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, say: str
) -> None:
    defaults: list[str] = []

    def answer(box: QMessageBox) -> int:
        defaults.append(box.defaultButton().text())
        next(button for button in box.buttons() if button.text() == say).click()
        return 0

    monkeypatch.setattr(QMessageBox, "exec", answer)
    parent = QWidget()
    qtbot.addWidget(parent)
    assert SetQuestions().may_delete(parent, "mine", "For good.") == (say == "Delete")
    assert defaults == ["Keep Them"]


@pytest.fixture
def app(qtbot: QtBot) -> Iterator[App]:
    made = composition.build(EngineConfig())
    qtbot.addWidget(made.window)
    yield made
    made.window.close()
    assert made.close()


def test_the_app_loads_what_was_chosen(
    qtbot: QtBot, app: App, mine: sets.CheckpointSet, tmp_path: Path
) -> None:
    sets.install(a_set(tmp_path / "more"), "unet", "other network", activate=False)
    commands = app.window.settings
    app.settings.set(Preferences(engine=EngineConfig(checkpoints=tmp_path)))
    commands.menu.checkpoints_action.trigger()
    dialog = commands.dialog
    assert isinstance(dialog, CheckpointManager)
    select(dialog, "mine")
    before = app.bench
    with qtbot.waitSignal(commands.checkpoints_changed):
        dialog.use_button.click()
    assert app.bench is not before
    assert app.settings.preferences.engine == EngineConfig(), "the folder makes way"
    dialog.network.choose("unet")
    with qtbot.waitSignal(commands.checkpoints_changed):
        dialog.use_button.click()
    assert app.settings.preferences.engine.network == "unet"
    dialog.network.choose("compact")
    before = app.bench
    with qtbot.assertNotEmitted(commands.checkpoints_changed):
        select(dialog, "mine")
        dialog._questions.may_delete = lambda *_: True  # type: ignore[method-assign]
        dialog.delete_button.click()
        ended(qtbot, dialog)
    assert app.bench is before, "another network is in use"
    dialog.close()


def test_the_app_loads_what_the_import_replaced(qtbot: QtBot, app: App) -> None:
    commands = app.window.settings
    commands.import_checkpoints()
    dialog = commands.dialog
    assert isinstance(dialog, ImportDialog)
    with qtbot.assertNotEmitted(commands.checkpoints_changed):
        dialog.imported.emit(AUTHORS_NETWORK)
    commands.use_network(AUTHORS_NETWORK)
    before = app.bench
    with qtbot.waitSignal(commands.checkpoints_changed):
        dialog.imported.emit(AUTHORS_NETWORK)
    assert app.bench is not before
    dialog.close()
