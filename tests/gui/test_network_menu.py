"""The network menu, and importing checkpoints from a menu."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from engine.config import EngineConfig
from engine.errors import EngineError
from engine.networks.checkpoint_folders import AUTHORS_FILES
from engine.networks.compared import compared
from engine.steps import Step, Steps
from gui.engine_thread import EngineThread, Lane
from gui.preferences import import_dialog as import_module
from gui.preferences.import_dialog import ImportDialog
from gui.preferences.network_menu import NetworkMenu, with_network
from gui.preferences.questions import Questions

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


def test_only_networks_with_checkpoints_can_be_chosen(qtbot: QtBot) -> None:
    at_hand = {"compact", "siggraph"}
    config = EngineConfig()
    menu = NetworkMenu(lambda: config, folder_of=lambda n: Path(n) if n in at_hand else None)
    qtbot.addWidget(menu)
    enabled = [name for name, action in menu.networks.items() if action.isEnabled()]
    assert enabled == ["compact", "siggraph"]
    assert menu.networks["compact"].isChecked()
    assert "no checkpoints" in menu.networks["unet"].text()
    assert "import" in menu.networks["unet"].toolTip()
    with qtbot.waitSignal(menu.network_chosen) as chosen:
        menu.networks["siggraph"].trigger()
    assert chosen.args == ["siggraph"]
    with qtbot.assertNotEmitted(menu.network_chosen):
        menu.networks["compact"].trigger()  # it is in use already
    at_hand.add("unet")
    config = with_network(config, "siggraph")
    menu.aboutToShow.emit()
    assert menu.networks["unet"].isEnabled()
    assert menu.networks["siggraph"].isChecked()
    with qtbot.waitSignals([menu.import_wanted, menu.settings_wanted]):
        menu.import_action.trigger()
        menu.settings_action.trigger()


def test_the_networks_are_told_apart_by_what_they_reached(qtbot: QtBot) -> None:
    menu = NetworkMenu(EngineConfig)
    qtbot.addWidget(menu)
    for name, one in compared().items():
        action = menu.networks[name]
        assert action.text().endswith(f"\t{one.gain:+.1f} dB")
        assert f"PSNR {one.psnr:.2f} dB (grey {one.grey_psnr:.2f})" in action.toolTip()
        assert f"colourfulness {one.colourfulness:.0f}" in action.toolTip()


def test_a_folder_of_ones_own_counts_for_the_network_in_use(qtbot: QtBot) -> None:
    config = EngineConfig(network="unet", checkpoints=Path("mine"))
    menu = NetworkMenu(lambda: config, folder_of=lambda name: None)
    qtbot.addWidget(menu)
    assert [n for n, action in menu.networks.items() if action.isEnabled()] == ["unet"]


def test_another_network_leaves_the_folder_of_the_one_before() -> None:
    config = EngineConfig(network="unet", checkpoints=Path("mine"), max_instances=3)
    assert with_network(config, "unet") is config
    assert with_network(config, "compact") == EngineConfig(max_instances=3)


class Answers(Questions):
    """Answers with a folder."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def folder(self, parent: QWidget, title: str, start: Path | None) -> Path | None:
        return self.path


@pytest.fixture
def files(tmp_path: Path) -> Path:
    folder = tmp_path / "authors"
    folder.mkdir()
    for name in AUTHORS_FILES.values():
        (folder / name).write_bytes(b"x")
    return folder


@pytest.fixture
def importer(
    qtbot: QtBot, thread: EngineThread, files: Path, tmp_path: Path
) -> Iterator[ImportDialog]:
    dialog = ImportDialog(thread, questions=Answers(files), output=tmp_path / "set")
    qtbot.addWidget(dialog)
    dialog.open()
    yield dialog
    dialog.close()


def test_missing_files_are_named_and_nothing_can_be_imported(
    importer: ImportDialog, files: Path
) -> None:
    assert not importer.go_button.isEnabled()
    (files / AUTHORS_FILES["fusion"]).unlink()
    importer.folder.choose_button.click()
    assert importer.states["full"].text() == "found"
    assert importer.states["fusion"].text() == "missing"
    assert importer.message.text() == "The folder lacks latest_net_GF.pth."
    assert not importer.go_button.isEnabled()


def test_importing_shows_progress_and_offers_to_use_it(
    qtbot: QtBot,
    importer: ImportDialog,
    files: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    threads: list[threading.Thread] = []
    gate = threading.Event()
    made = tmp_path / "made.safetensors"
    made.write_bytes(b"0" * 2_000_000)

    def work(folder: Path, output: Path) -> Steps[list[Path]]:
        assert (folder, output) == (files, tmp_path / "set")
        threads.append(threading.current_thread())
        yield Step("Reading one", 1, 6)
        gate.wait(10)
        return [made]

    monkeypatch.setattr(import_module, "import_work", work)
    importer.folder.choose_button.click()
    importer.go_button.click()
    assert not importer.go_button.isEnabled()
    qtbot.waitUntil(lambda: importer.message.text() == "Reading one…")
    assert (importer.progress.value(), importer.progress.maximum()) == (1, 6)
    with qtbot.waitSignal(importer.imported) as told:
        gate.set()
    assert told.args == ["siggraph"]
    assert "2 MB" in importer.message.text()
    assert importer.use_button.isVisible()
    assert not importer.go_button.isVisible()
    assert threads[0] is not threading.main_thread()
    with qtbot.waitSignal(importer.use_wanted):
        importer.use_button.click()
    assert not importer.isVisible()


def test_closing_cancels(
    qtbot: QtBot,
    importer: ImportDialog,
    thread: EngineThread,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    closed = threading.Event()

    def work(folder: Path, output: Path) -> Steps[list[Path]]:
        try:
            while True:
                yield Step("Reading", 1, 6)
        finally:
            closed.set()

    monkeypatch.setattr(import_module, "import_work", work)
    importer.folder.choose_button.click()
    importer.go_button.click()
    qtbot.waitUntil(lambda: importer.message.text() == "Reading…")
    importer.close_button.click()
    qtbot.waitUntil(closed.is_set)
    assert not importer.isVisible()
    assert not thread.busy(Lane.IMPORT)


def test_a_failure_is_one_sentence_and_one_can_try_again(
    qtbot: QtBot, importer: ImportDialog, monkeypatch: pytest.MonkeyPatch
) -> None:
    def work(folder: Path, output: Path) -> Steps[list[Path]]:
        yield Step("Reading", 1, 6)
        raise EngineError("The checkpoint x is damaged.", "Download it again.")

    monkeypatch.setattr(import_module, "import_work", work)
    importer.folder.choose_button.click()
    importer.go_button.click()
    qtbot.waitUntil(lambda: "damaged" in importer.message.text())
    assert importer.message.text() == "The checkpoint x is damaged. Download it again."
    assert importer.message.objectName() == "warning"
    assert importer.go_button.isEnabled()
    assert not importer.progress.isVisible()


def test_the_real_import_refuses_what_is_no_checkpoint(
    qtbot: QtBot, importer: ImportDialog, tmp_path: Path
) -> None:
    importer.folder.choose_button.click()
    importer.go_button.click()
    text = importer.message.text
    qtbot.waitUntil(lambda: "damaged" in text(), timeout=60_000)
    assert AUTHORS_FILES["full"] in text()
    assert not (tmp_path / "set").exists()
