"""The export dialog in a test, and how a person uses it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from gui import theme
from gui.engine_thread import EngineThread
from gui.export.export_dialog import ExportDialog
from gui.spare_time import SpareTime
from gui.workspace import Workspace

if TYPE_CHECKING:
    from conftest import Answers  # which imports this

LEFT = Qt.MouseButton.LeftButton
OpenExport = Callable[..., ExportDialog]


@pytest.fixture
def open_export(
    qtbot: QtBot, qapp: object, workspace: Workspace, thread: EngineThread, answers: Answers
) -> OpenExport:
    theme.apply(qapp)  # type: ignore[arg-type]
    spare = SpareTime(thread, workspace)

    def made(**options: object) -> ExportDialog:
        dialog = ExportDialog(workspace, spare, answers, **options)  # type: ignore[arg-type]
        qtbot.addWidget(dialog)
        with qtbot.waitExposed(dialog):
            dialog.show()
        return dialog

    return made


def choose(box: QComboBox, data: object) -> None:
    row = next(row for row in range(box.count()) if box.itemData(row) == data)
    box.setCurrentIndex(row)


def press_export(qtbot: QtBot, dialog: ExportDialog) -> Path:
    with qtbot.waitSignal(dialog.exported, timeout=30_000) as exported:
        qtbot.mouseClick(dialog.export_button, LEFT)
    written = exported.args[0]
    assert isinstance(written, Path)
    return written
