"""Exporting from the dialog: every picture and the figure, as they were asked for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import tifffile
from conftest import shown, write_photo
from export_parts import OpenExport, choose, press_export
from fake_engine import FakeBench
from PIL import Image
from pytestqt.qtbot import QtBot

from engine.generated_note import SOURCE_TYPE, WORDS
from engine.panes import PaneKind
from gui.darkroom import Pane, Subject
from gui.export.export_dialog import ExportDialog
from gui.open_photo import OpenPhoto
from gui.workspace import Workspace

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture
def dialog(open_export: OpenExport, photo: OpenPhoto, tmp_path: Path) -> ExportDialog:
    return open_export(folder=tmp_path)


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
    assert dialog.form.depth_box.currentData() == 8, "and that is said"
    assert "JPEG" in dialog.form.note.text()
    choose(dialog.form.format, ".tif")
    assert dialog.form.depth_box.isEnabled()
    assert dialog.form.depth_box.currentData() == 16, "what was wanted comes back"
    assert tifffile.imread(press_export(qtbot, dialog)).dtype == np.uint16
    dialog.form.choose(PaneKind.BOXES)
    assert "drawing" in dialog.form.note.text()
    assert dialog.form.depth_box.currentData() == 8
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
    open_export: OpenExport,
    tmp_path: Path,
) -> None:
    grey = Image.fromarray(np.full((60, 80), 120, np.uint8))
    exif = grey.getexif()
    exif[0x010E] = "Grandmother, 1931"
    grey.save(tmp_path / "old.jpg", exif=exif, dpi=(600, 600))
    workspace.open(tmp_path / "old.jpg")
    settle()
    dialog = open_export(folder=tmp_path)
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
    open_export: OpenExport,
    tmp_path: Path,
) -> None:
    pixels = np.full((60, 80, 2), 128, np.uint8)
    pixels[:, 40:, 1] = 0
    Image.fromarray(pixels).save(tmp_path / "cut.png")
    workspace.open(tmp_path / "cut.png")
    settle()
    dialog = open_export(folder=tmp_path)
    choose(dialog.form.format, ".png")
    dialog.form.size_kind.setCurrentIndex(1)
    dialog.form.longest.setValue(40)
    with Image.open(press_export(qtbot, dialog)) as written:
        alpha = np.asarray(written)[..., 3]
    assert alpha.shape == (30, 40)
    assert (alpha[0, 5], alpha[0, 35]) == (128, 0)


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


def test_without_objects_there_are_no_weights_to_export(
    workspace: Workspace,
    bench: FakeBench,
    settle: Callable[[], None],
    open_export: OpenExport,
    tmp_path: Path,
) -> None:
    bench.count = 0
    workspace.open(write_photo(tmp_path / "empty.jpg"))
    settle()
    what = open_export().form.what
    kinds = [what.itemData(row) for row in range(what.count())]
    assert PaneKind.WEIGHTS not in kinds
    assert PaneKind.INSTANCE not in kinds
    assert PaneKind.FULL in kinds
