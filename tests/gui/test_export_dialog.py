"""The export dialog: its preview, stopping, failures, what is never touched, names, and room."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from conftest import Answers
from export_parts import LEFT, OpenExport, press_export
from fake_engine import FakeBench
from PIL import Image
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel
from pytestqt.qtbot import QtBot

from engine.errors import EngineError
from engine.panes import PaneKind
from gui import theme
from gui.engine_thread import EngineThread
from gui.export.export_commands import ExportCommands
from gui.export.export_dialog import ExportDialog
from gui.jobs import SaveOptions
from gui.naming import suggested_path
from gui.open_photo import OpenPhoto
from gui.qimages import to_array
from gui.spare_time import SpareTime
from gui.workspace import Workspace

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture
def dialog(open_export: OpenExport, photo: OpenPhoto, tmp_path: Path) -> ExportDialog:
    return open_export(folder=tmp_path)


def test_the_preview_follows(qtbot: QtBot, dialog: ExportDialog) -> None:
    qtbot.waitUntil(lambda: dialog.picture.image is not None)
    first = dialog.picture.image
    assert first is not None
    assert np.ptp(to_array(first).astype(int), axis=2).mean() > 5
    dialog.form.choose(PaneKind.GREY)
    qtbot.waitUntil(lambda: dialog.picture.image is not first)
    second = dialog.picture.image
    assert second is not None
    assert np.ptp(to_array(second).astype(int), axis=2).max() == 0
    dialog.form.choose(None)
    qtbot.waitUntil(lambda: dialog.picture.image is not second)
    for row in range(dialog.form.figure.panels.count()):
        dialog.form.figure.panels.item(row).setCheckState(Qt.CheckState.Unchecked)
    qtbot.waitUntil(lambda: dialog.picture.image is None)
    assert not dialog.export_button.isEnabled()
    assert "panel" in dialog.size_text.text()


def test_stopping_leaves_nothing(
    qtbot: QtBot,
    dialog: ExportDialog,
    workspace: Workspace,
    bench: FakeBench,
    settle: Callable[[], None],
    tmp_path: Path,
) -> None:
    settle()
    before = sorted(tmp_path.iterdir())
    bench.gate.clear()
    qtbot.mouseClick(dialog.export_button, LEFT)
    assert dialog.export_button.text() == "Stop"
    qtbot.waitUntil(dialog.bar.isVisible)
    qtbot.mouseClick(dialog.export_button, LEFT)
    bench.gate.set()
    settle()
    qtbot.waitUntil(lambda: "nothing was written" in dialog.status.text())
    assert sorted(tmp_path.iterdir()) == before
    assert dialog.export_button.text() == "Export"


def test_closing_the_dialog_stops_what_it_writes(
    qtbot: QtBot,
    dialog: ExportDialog,
    workspace: Workspace,
    bench: FakeBench,
    settle: Callable[[], None],
    tmp_path: Path,
) -> None:
    settle()
    before = sorted(tmp_path.iterdir())
    bench.gate.clear()
    qtbot.mouseClick(dialog.export_button, LEFT)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    bench.gate.set()
    settle()
    assert sorted(tmp_path.iterdir()) == before


def test_a_failure_is_told_in_the_dialog(
    qtbot: QtBot, open_export: OpenExport, photo: OpenPhoto, tmp_path: Path
) -> None:
    dialog = open_export(folder=tmp_path / "gone")
    qtbot.mouseClick(dialog.export_button, LEFT)
    qtbot.waitUntil(lambda: "There is no folder" in dialog.status.text())
    assert dialog.export_button.text() == "Export"
    assert dialog.isVisible()


def test_existing_files_are_asked_about_and_the_original_is_refused(
    qtbot: QtBot, dialog: ExportDialog, answers: Answers, photo_file: Path, tmp_path: Path
) -> None:
    precious = tmp_path / "street-colorized.jpg"
    precious.write_bytes(b"precious")
    qtbot.mouseClick(dialog.export_button, LEFT)
    assert answers.asked_to_replace == [precious]
    assert precious.read_bytes() == b"precious"
    answers.replace = True
    press_export(qtbot, dialog)
    with Image.open(precious) as written:
        assert written.size == (120, 90)
    before = photo_file.read_bytes()
    dialog.name.setText("{name}")
    qtbot.mouseClick(dialog.export_button, LEFT)
    qtbot.waitUntil(lambda: "never changed" in dialog.status.text())
    assert photo_file.read_bytes() == before
    assert answers.asked_to_replace == [precious, precious], "of the original nothing is asked"


def test_a_name_that_is_none_cannot_be_exported(dialog: ExportDialog) -> None:
    dialog.name.setText("{nothing}")
    assert not dialog.export_button.isEnabled()
    assert "braces" in dialog.name_text.text()
    folder = dialog.folder_text.full_text
    dialog.name.setText("sub/{name}")
    assert "/" in dialog.name_text.text()
    assert dialog.folder_text.full_text == folder
    dialog.name.setText("fine {pane}")
    assert dialog.export_button.isEnabled()
    assert dialog.name_text.text() == "fine colorized.jpg"


def test_a_folder_is_chosen(
    qtbot: QtBot, dialog: ExportDialog, answers: Answers, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    qtbot.mouseClick(dialog.folder_button, LEFT)
    assert dialog.folder == tmp_path, "thought better of it"
    answers.folder = other
    qtbot.mouseClick(dialog.folder_button, LEFT)
    assert press_export(qtbot, dialog).parent == other


def test_the_result_at_full_size_counts_as_saved(
    qtbot: QtBot,
    open_export: OpenExport,
    workspace: Workspace,
    photo: OpenPhoto,
    settle: Callable[[], None],
    tmp_path: Path,
) -> None:
    workspace.editor.set_enabled(0, False)
    settle()
    assert workspace.album.unsaved
    dialog = open_export(folder=tmp_path)
    dialog.form.choose(PaneKind.BOXES)
    press_export(qtbot, dialog)
    assert workspace.album.unsaved
    dialog.form.choose(PaneKind.RESULT)
    press_export(qtbot, dialog)
    assert not workspace.album.unsaved


def test_there_may_be_nothing_to_export(open_export: OpenExport) -> None:
    with pytest.raises(EngineError, match="nothing to export"):
        open_export()


@pytest.mark.parametrize("kind", [PaneKind.RESULT, PaneKind.WEIGHTS, None])
def test_no_text_is_cut_off(dialog: ExportDialog, kind: PaneKind | None) -> None:
    dialog.form.choose(kind)
    dialog.grab()
    for button in dialog.findChildren(QAbstractButton):
        if button.isVisible() and button.text():
            assert button.width() >= button.sizeHint().width() - 1, button.text()
    for box in dialog.findChildren(QComboBox):
        if box.isVisible():
            assert box.accessibleName()
            longest = max(
                box.fontMetrics().horizontalAdvance(box.itemText(i)) for i in range(box.count())
            )
            assert box.width() >= longest + 24, box.accessibleName()


def test_all_fields_begin_at_one_place(dialog: ExportDialog, qapp: QApplication) -> None:
    theme.apply(qapp)
    form = dialog.form
    form.choose(None)
    dialog.show()
    QApplication.processEvents()
    fields = (form.what, form.format, form.figure.columns, form.figure.ground)
    assert len({field.mapTo(dialog, QPoint()).x() for field in fields}) == 1
    assert form.note.isVisible()
    depth = next(label for label in form.findChildren(QLabel) if label.text() == "Depth")
    centres = [part.mapTo(dialog, part.rect().center()).y() for part in (depth, form.depth_box)]
    assert abs(centres[0] - centres[1]) <= 1, "beside the field, not beside field and note"


@pytest.fixture
def commands(
    qtbot: QtBot, qapp: object, workspace: Workspace, thread: EngineThread, answers: Answers
) -> ExportCommands:
    theme.apply(qapp)  # type: ignore[arg-type]
    return ExportCommands(
        workspace,
        SpareTime(thread, workspace),
        answers,  # type: ignore[arg-type]
        suggested_path,
        lambda: SaveOptions(quality=71),
    )


def test_the_dialog_begins_with_the_settings_and_what_was_chosen_before(
    qtbot: QtBot,
    commands: ExportCommands,
    photo: OpenPhoto,
    answers: Answers,
    tmp_path: Path,
) -> None:
    commands.export()
    first = commands.dialog
    assert first is not None
    assert first.plan.quality == 71
    assert first.folder == tmp_path
    answers.folder = tmp_path / "figures"
    answers.folder.mkdir()
    qtbot.mouseClick(first.folder_button, LEFT)
    first.name.setText("{pane} of {name}")
    first.reject()
    assert commands.dialog is None
    commands.export_figure()
    second = commands.dialog
    assert second is not None
    assert second.plan.choice is None
    assert second.path == tmp_path / "figures" / "figure of street.png"
    second.form.figure.width_box.setValue(120)
    with qtbot.waitSignal(commands.exported, timeout=30_000) as exported:
        qtbot.mouseClick(second.export_button, LEFT)
    assert exported.args[0] == second.path
    second.close()
    assert commands.dialog is None


def test_there_may_be_nothing_to_export_from_the_menu(
    qtbot: QtBot, commands: ExportCommands
) -> None:
    assert not commands.possible
    with qtbot.waitSignal(commands.failed):
        commands.export_figure()
    assert commands.dialog is None


def test_a_save_that_goes_on_is_not_replaced(
    qtbot: QtBot,
    dialog: ExportDialog,
    workspace: Workspace,
    bench: FakeBench,
    settle: Callable[[], None],
    tmp_path: Path,
) -> None:
    bench.gate.clear()
    workspace.save(tmp_path / "first.png")
    qtbot.mouseClick(dialog.export_button, LEFT)
    assert "Another file" in dialog.status.text()
    bench.gate.set()
    settle()
    assert (tmp_path / "first.png").is_file()
    assert not (tmp_path / "street-colorized.jpg").exists()
