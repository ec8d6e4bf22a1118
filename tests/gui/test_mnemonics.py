"""The letters that Alt takes are no part of a name."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from gui.mnemonics import plain
from gui.window_actions import make_action


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("&File", "File"),
        ("Spl&it", "Split"),
        ("文件(&F)", "文件"),
        ("打开…(&O)", "打开…"),
        ("打开(&O)…", "打开…"),
        ("Open (&O)", "Open"),
        ("Black && white", "Black & white"),
        ("Sizes (px)", "Sizes (px)"),
    ],
)
def test_a_name_has_no_mnemonic(text: str, name: str) -> None:
    assert plain(text) == name


def test_a_button_of_an_action_shows_its_name_alone(qapp: QApplication) -> None:
    action = make_action(qapp, "打开(&O)…", qapp.quit, icon="open")
    assert action.text() == "打开(&O)…"
    assert action.iconText() == "打开"
