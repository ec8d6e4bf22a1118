"""What is told of packages that are installed and do not work."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from engine.detection.packages import first_line, import_trouble, stderr_of_its_own


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("", ""),
        ("raise RuntimeError('operator x::nms does not exist.\\n  more')", "operator x::nms does"),
        ("raise ImportError('libx.so: undefined symbol')", "libx.so"),
        ("raise OSError()", "OSError"),
        ("raise AttributeError('partially initialized')", "partially initialized"),
    ],
)
def test_a_package_is_tried_once(
    code: str, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = f"tried_{tmp_path.name}"
    path = tmp_path / f"{name}.py"
    path.write_text(code)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, name, raising=False)
    trouble = import_trouble(name)
    assert trouble.startswith(words)
    assert bool(trouble) == bool(words)
    assert "\n" not in trouble
    path.unlink()
    assert import_trouble(name) == trouble
    sys.modules.pop(name, None)


def test_first_lines_end_without_a_full_stop() -> None:
    assert first_line(ValueError("  One.\nTwo.")) == "One"
    assert first_line(ValueError()) == "ValueError"


def test_a_missing_console_gets_a_place_to_write(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", None)
    with stderr_of_its_own():
        assert sys.stderr is not None
        sys.stderr.write("50 %")
    assert sys.stderr is None
