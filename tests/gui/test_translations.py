"""Every text of the app is in the second language, with the same fields."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from string import Formatter
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QTranslator

ROOT = Path(__file__).parents[2]
CATALOGUES = sorted((ROOT / "resources" / "translations").glob("*.ts"))


def lupdate() -> list[str]:
    """The command that `make translations` runs, up to its file."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    found = re.search(
        r"^\t@\$\(BIN\)/pyside6-(lupdate .*?) -ts", makefile.replace("\\\n", ""), re.M
    )
    assert found is not None
    return found[1].split()


@pytest.fixture(scope="module")
def texts_in_the_code(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    import PySide6

    name, *options = lupdate()
    path = tmp_path_factory.mktemp("texts") / "all.ts"
    program = Path(str(PySide6.__file__)).parent / name
    if not program.exists():
        program = program.with_suffix(".exe")
    subprocess.run([str(program), *options, "-ts", str(path)], cwd=ROOT, check=True)
    return {message.findtext("source", "") for message in ElementTree.parse(path).iter("message")}


def fields(text: str) -> list[tuple[str, str | None]]:
    """The fields of a text for `str.format`, with their formats."""
    return sorted((name, spec) for _, name, spec, _ in Formatter().parse(text) if name is not None)


@pytest.mark.parametrize("catalogue", CATALOGUES, ids=lambda path: path.stem)
def test_no_text_is_missing(catalogue: Path, texts_in_the_code: set[str]) -> None:
    translated = {}
    for message in ElementTree.parse(catalogue).iter("message"):
        translation = message.find("translation")
        assert translation is not None
        source = message.findtext("source", "")
        assert translation.get("type") is None, f"not finished: {source}"
        assert (translation.text or "").strip(), f"empty: {source}"
        translated[source] = translation.text or ""
    assert len(texts_in_the_code) > 100
    assert texts_in_the_code - translated.keys() == set(), "run make translations"
    assert translated.keys() - texts_in_the_code == set(), "run make translations"
    for source, translation in translated.items():
        assert fields(source) == fields(translation), source
    compiled = QTranslator()
    assert compiled.load(str(catalogue.with_suffix(".qm")))
    for source, translation in translated.items():
        assert compiled.translate("", source) == translation, "run make translations"
