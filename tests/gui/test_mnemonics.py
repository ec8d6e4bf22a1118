"""The letters that Alt takes are no part of a name."""

from __future__ import annotations

import pytest

from gui.mnemonics import plain


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
