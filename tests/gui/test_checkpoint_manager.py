"""Managing checkpoints: what is listed, used, deleted, and what the app then loads."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from checkpoint_parts import (
    TABLE,
    Answers,
    Opened,
    a_set,
    ended,
    rows,
    select,
)
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
from gui.preferences import checkpoint_work as work
from gui.preferences.checkpoint_manager import CheckpointManager
from gui.preferences.checkpoint_table import cells_of
from gui.preferences.import_dialog import ImportDialog
from gui.preferences.set_questions import SetQuestions
from gui.preferences.store import Preferences

pytestmark = [
    pytest.mark.qt_log_ignore("propagateSizeHints"),
    pytest.mark.usefixtures("sets_home"),
]


def test_sets_are_listed_with_their_figures(mine: sets.CheckpointSet, managers: Opened) -> None:
    dialog = managers()
    listed = rows(dialog)
    assert [listed[0][0], listed[0][-1]] == ["Bundled with the app", "in use"]
    assert listed[0][1] == "–"  # noqa: RUF001
    fused = sets.checkpoint_sets("compact")[0].figures["whole"]["fused"]
    assert listed[0][2] == f"{fused['psnr']:.2f}"
    assert listed[0][3] == f"{fused['ssim']:.3f}"
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


def test_use_switches_and_tells_it(
    qtbot: QtBot, mine: sets.CheckpointSet, managers: Opened
) -> None:
    dialog = managers()
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
    assert dialog.message.text() == "Colorizing with “Bundled with the app” from now on."


def test_the_keyboard_is_enough(
    qtbot: QtBot, mine: sets.CheckpointSet, managers: Opened, set_questions: Answers
) -> None:
    dialog = managers()
    qtbot.keyClick(dialog.table, Qt.Key.Key_Down)
    assert dialog.chosen is not None
    assert dialog.chosen.name == "mine"
    with qtbot.waitSignal(dialog.changed):
        qtbot.keyClick(dialog.table, Qt.Key.Key_Return)
    ended(qtbot, dialog)
    with qtbot.waitSignal(dialog.changed):
        dialog.delete_button.click()
    assert [row[0] for row in rows(dialog)] == ["Bundled with the app"]


def test_a_network_without_sets_says_so(managers: Opened) -> None:
    dialog = managers()
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
    qtbot: QtBot, tmp_path: Path, managers: Opened
) -> None:
    sets.install(a_set(tmp_path / "run"), "unet", "only", activate=True)
    dialog = managers()
    dialog.network.choose("unet")
    assert rows(dialog)[0][-1] == "chosen"
    with qtbot.assertNotEmitted(dialog.changed), qtbot.waitSignal(dialog.use_wanted) as told:
        dialog.use_button.click()
    assert told.args == ["unet"]
    ended(qtbot, dialog)


def test_a_folder_in_the_settings_is_told(
    tmp_path: Path, managers: Opened, manager_config: dict[str, EngineConfig]
) -> None:
    manager_config["now"] = EngineConfig(checkpoints=tmp_path / "elsewhere")
    dialog = managers()
    assert str(tmp_path / "elsewhere") in dialog.message.text()
    assert rows(dialog)[0][-1] == "chosen"
    assert dialog.use_button.isEnabled()


def test_deleting_asks_and_the_one_in_use_never_goes_silently(
    qtbot: QtBot, mine: sets.CheckpointSet, managers: Opened, set_questions: Answers
) -> None:
    other = sets.install(mine.folder, "compact", "other", activate=True)
    dialog = managers()
    set_questions.yes = False
    select(dialog, "other")
    dialog.delete_button.click()
    assert set_questions.asked[0][0] == "other"
    assert "uses now" in set_questions.asked[0][1]
    assert "bundled" in set_questions.asked[0][1]
    assert other.folder.is_dir()
    assert not dialog.working
    set_questions.yes = True
    select(dialog, "mine")
    with qtbot.assertNotEmitted(dialog.changed):
        dialog.delete_button.click()
        assert "Deleted mine" in ended(qtbot, dialog)
    assert "uses now" not in set_questions.asked[1][1]
    select(dialog, "other")
    with qtbot.waitSignal(dialog.changed):
        dialog.delete_button.click()
    assert rows(dialog)[0][-1] == "in use"
    select(dialog, "Bundled with the app")
    qtbot.keyClick(dialog.table, Qt.Key.Key_Delete)
    assert len(set_questions.asked) == 3
    assert stages_in(bundled("checkpoints", "compact")) == STAGES


def test_switching_cannot_be_left_half_way(
    qtbot: QtBot,
    mine: sets.CheckpointSet,
    managers: Opened,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    gate = threading.Event()
    use = sets.use

    def slow(chosen: sets.CheckpointSet) -> sets.CheckpointSet:
        gate.wait(10)
        return use(chosen)

    monkeypatch.setattr(work, "use", slow)
    dialog = managers()
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
