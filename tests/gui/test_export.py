"""Exporting from the dialog: every picture, the figure, cancelling, and what is never touched."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import tifffile
from conftest import Answers, shown, write_photo
from fake_engine import FakeBench
from PIL import Image
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel
from pytestqt.qtbot import QtBot

from engine.errors import EngineError
from engine.generated_note import SOURCE_TYPE, WORDS
from engine.panes import PaneKind
from gui import theme
from gui.darkroom import Pane, Subject
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
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def make(
    qtbot: QtBot, qapp: object, workspace: Workspace, thread: EngineThread, answers: Answers
) -> Callable[..., ExportDialog]:
    theme.apply(qapp)  # type: ignore[arg-type]
    spare = SpareTime(thread, workspace)

    def made(**options: object) -> ExportDialog:
        dialog = ExportDialog(workspace, spare, answers, **options)  # type: ignore[arg-type]
        qtbot.addWidget(dialog)
        with qtbot.waitExposed(dialog):
            dialog.show()
        return dialog

    return made


@pytest.fixture
def dialog(make: Callable[..., ExportDialog], photo: OpenPhoto, tmp_path: Path) -> ExportDialog:
    return make(folder=tmp_path)


def choose(box: QComboBox, data: object) -> None:
    row = next(row for row in range(box.count()) if box.itemData(row) == data)
    box.setCurrentIndex(row)


def press_export(qtbot: QtBot, dialog: ExportDialog) -> Path:
    with qtbot.waitSignal(dialog.exported, timeout=30_000) as exported:
        qtbot.mouseClick(dialog.export_button, LEFT)
    written = exported.args[0]
    assert isinstance(written, Path)
    return written


def test_the_result_is_two_clicks_away(
    qtbot: QtBot, dialog: ExportDialog, workspace: Workspace, tmp_path: Path
) -> None:
    choose(dialog.form.format, ".png")
    assert press_export(qtbot, dialog) == tmp_path / "street-colorized.png"
    written = np.asarray(Image.open(tmp_path / "street-colorized.png"))
    assert np.array_equal(written, shown(workspace))
    assert "street-colorized.png" in dialog.status.text()
    assert not dialog.bar.isVisible()


@pytest.mark.parametrize("kind", [*PaneKind, None], ids=lambda kind: kind and kind.value)
def test_every_picture_is_written_at_the_size_that_is_told(
    qtbot: QtBot, dialog: ExportDialog, kind: PaneKind | None
) -> None:
    dialog.form.choose(kind)
    dialog.form.figure.width_box.setValue(160)
    choose(dialog.form.format, ".png")
    height, width = dialog.written_size
    assert f"{width} \u00d7 {height} pixels" in dialog.size_text.text()
    assert dialog.name_text.text() == dialog.path.name
    with Image.open(press_export(qtbot, dialog)) as written:
        assert written.size == (width, height)


def test_panes_are_what_the_window_shows(
    qtbot: QtBot, dialog: ExportDialog, workspace: Workspace
) -> None:
    choose(dialog.form.format, ".png")
    dialog.form.choose(PaneKind.FULL)
    full = np.asarray(Image.open(press_export(qtbot, dialog)))
    assert np.array_equal(full, shown(workspace, Subject(Pane.FULL)))
    dialog.form.choose(PaneKind.INSTANCE)
    dialog.form.whose.setCurrentIndex(1)
    crop = np.asarray(Image.open(press_export(qtbot, dialog)))
    own = shown(workspace, Subject(Pane.INSTANCES, 1))
    assert np.abs(crop.astype(int)[5:40, 5:40] - own[5:40, 5:40]).mean() < 12


def test_sixteen_bits(qtbot: QtBot, dialog: ExportDialog) -> None:
    choose(dialog.form.depth_box, 16)
    assert not dialog.form.depth_box.isEnabled(), "JPEG has eight"
    assert "JPEG" in dialog.form.note.text()
    choose(dialog.form.format, ".tif")
    assert dialog.form.depth_box.isEnabled()
    assert tifffile.imread(press_export(qtbot, dialog)).dtype == np.uint16
    dialog.form.choose(PaneKind.BOXES)
    assert "drawing" in dialog.form.note.text()
    assert tifffile.imread(press_export(qtbot, dialog)).dtype == np.uint8


def test_a_smaller_size(qtbot: QtBot, dialog: ExportDialog) -> None:
    dialog.form.size_kind.setCurrentIndex(1)
    dialog.form.longest.setValue(60)
    assert dialog.form.longest.isVisible()
    with Image.open(press_export(qtbot, dialog)) as written:
        assert written.size == (60, 45)


def test_a_purpose_chooses_the_rest(dialog: ExportDialog) -> None:
    form = dialog.form
    assert form.preset.currentText() == "As below"
    for row, (suffix, depth, longest, metadata) in enumerate(
        (
            (".tif", 16, None, True),
            (".jpg", 8, 120, True),  # the photo is smaller than the purpose would have it
            (".jpg", 8, 120, False),
            (".webp", 8, 120, False),
        ),
        start=1,
    ):
        form.preset.setCurrentIndex(row)
        form.preset.activated.emit(row)
        plan = dialog.plan
        assert (plan.suffix, plan.depth, plan.longest, plan.metadata) == (
            suffix,
            depth,
            longest,
            metadata,
        )
        assert form.preset.currentIndex() == row
    form.quality.setValue(33)
    assert form.preset.currentText() == "As below", "it is not that any more"


def test_a_moving_picture(qtbot: QtBot, dialog: ExportDialog, workspace: Workspace) -> None:
    workspace.editor.set_enabled(0, False)
    choose(dialog.form.format, "before-after")
    assert dialog.path.name == "street-before-after.webp"
    with Image.open(press_export(qtbot, dialog)) as image:
        assert image.n_frames == 18
        assert np.ptp(np.asarray(image.convert("RGB")).astype(int), axis=2).max() < 12
        image.seek(9)
        assert np.ptp(np.asarray(image.convert("RGB")).astype(int), axis=2).max() > 30
    assert workspace.entry is not None
    assert workspace.entry.unsaved, "a moving picture is no result to go on with"
    dialog.form.choose(PaneKind.BOXES)
    assert "Only the result moves" in dialog.size_text.text()
    assert not dialog.export_button.isEnabled()


def test_metadata_are_kept_or_not(
    qtbot: QtBot,
    workspace: Workspace,
    settle: Callable[[], None],
    make: Callable[..., ExportDialog],
    tmp_path: Path,
) -> None:
    grey = Image.fromarray(np.full((60, 80), 120, np.uint8))
    exif = grey.getexif()
    exif[0x010E] = "Grandmother, 1931"
    grey.save(tmp_path / "old.jpg", exif=exif, dpi=(600, 600))
    workspace.open(tmp_path / "old.jpg")
    settle()
    dialog = make(folder=tmp_path)
    with Image.open(press_export(qtbot, dialog)) as written:
        assert written.getexif()[0x010E] == "Grandmother, 1931"
        assert SOURCE_TYPE.encode() in written.info["xmp"]
    dialog.form.metadata.setChecked(False)
    dialog.name.setText("noted")
    with Image.open(press_export(qtbot, dialog)) as written:
        assert written.getexif()[0x010E] == WORDS, "nothing of the photo's own, and the note"
    dialog.form.generated.setChecked(False)
    dialog.name.setText("bare")
    with Image.open(press_export(qtbot, dialog)) as written:
        assert 0x010E not in written.getexif()
        assert "xmp" not in written.info
    dialog.form.choose(None)
    dialog.name.setText("figure")
    with Image.open(press_export(qtbot, dialog)) as written:
        assert written.info["dpi"] == (300, 300)
        assert 0x010E not in written.getexif()


def test_transparency_is_kept_at_every_size(
    qtbot: QtBot,
    workspace: Workspace,
    settle: Callable[[], None],
    make: Callable[..., ExportDialog],
    tmp_path: Path,
) -> None:
    pixels = np.full((60, 80, 2), 128, np.uint8)
    pixels[:, 40:, 1] = 0
    Image.fromarray(pixels).save(tmp_path / "cut.png")
    workspace.open(tmp_path / "cut.png")
    settle()
    dialog = make(folder=tmp_path)
    choose(dialog.form.format, ".png")
    dialog.form.size_kind.setCurrentIndex(1)
    dialog.form.longest.setValue(40)
    with Image.open(press_export(qtbot, dialog)) as written:
        alpha = np.asarray(written)[..., 3]
    assert alpha.shape == (30, 40)
    assert (alpha[0, 5], alpha[0, 35]) == (128, 0)


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


def test_the_figure_is_as_it_is_asked_for(qtbot: QtBot, dialog: ExportDialog) -> None:
    dialog.choose_figure()
    figure = dialog.form.figure
    choose(dialog.form.format, ".png")
    figure.columns.setValue(2)
    figure.width_box.setValue(200)
    figure.captions.setChecked(False)
    light = np.asarray(Image.open(press_export(qtbot, dialog)))
    margin = 5
    assert light.shape == (3 * (150 + margin) + margin, 2 * (200 + margin) + margin, 3)
    assert light[0, 0].min() == 255
    choose(figure.ground, False)
    dialog.name.setText("dark")
    assert np.asarray(Image.open(press_export(qtbot, dialog)))[0, 0].max() < 60
    items = [figure.panels.item(row).text() for row in range(figure.panels.count())]
    assert "Weight of the full image" in items
    assert "Weight of dog" in items


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
    qtbot: QtBot, make: Callable[..., ExportDialog], photo: OpenPhoto, tmp_path: Path
) -> None:
    dialog = make(folder=tmp_path / "gone")
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
    make: Callable[..., ExportDialog],
    workspace: Workspace,
    photo: OpenPhoto,
    settle: Callable[[], None],
    tmp_path: Path,
) -> None:
    workspace.editor.set_enabled(0, False)
    settle()
    assert workspace.album.unsaved
    dialog = make(folder=tmp_path)
    dialog.form.choose(PaneKind.BOXES)
    press_export(qtbot, dialog)
    assert workspace.album.unsaved
    dialog.form.choose(PaneKind.RESULT)
    press_export(qtbot, dialog)
    assert not workspace.album.unsaved


def test_without_objects_there_are_no_weights_to_export(
    workspace: Workspace,
    bench: FakeBench,
    settle: Callable[[], None],
    make: Callable[..., ExportDialog],
    tmp_path: Path,
) -> None:
    bench.count = 0
    workspace.open(write_photo(tmp_path / "empty.jpg"))
    settle()
    what = make().form.what
    kinds = [what.itemData(row) for row in range(what.count())]
    assert PaneKind.WEIGHTS not in kinds
    assert PaneKind.INSTANCE not in kinds
    assert PaneKind.FULL in kinds


def test_there_may_be_nothing_to_export(make: Callable[..., ExportDialog]) -> None:
    with pytest.raises(EngineError, match="nothing to export"):
        make()


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
