"""Texts in another language, with and without Qt."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine import texts
from engine.texts import comma_listed, counted, in_one_line, marked, read_catalogue, sentences, tr

CATALOGUE = """<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN"><context><name></name>
<message><source>The photo {name}</source><translation>照片 {name}</translation></message>
<message><source>Undo</source><translation type="unfinished">x</translation></message>
</context></TS>
"""


@pytest.fixture(autouse=True)
def _english_afterwards() -> Iterator[None]:
    yield
    texts.use(None)


def test_english_fills_fields_and_leaves_braces_alone() -> None:
    assert tr("The photo {name} holds {n:,} bytes.", name="a.jpg", n=1234) == (
        "The photo a.jpg holds 1,234 bytes."
    )
    assert tr("{stem}-colorized") == "{stem}-colorized"
    assert marked("Full image") == "Full image"


def test_a_number_decides_the_form() -> None:
    forms = (marked("{n} photo in {folder}"), marked("{n} photos in {folder}"))
    assert counted(1, *forms, folder="x") == "1 photo in x"
    assert counted(0, *forms, folder="x") == "0 photos in x"
    assert counted(2310, *forms, folder="x") == "2,310 photos in x"


def test_another_language_may_order_fields_anew() -> None:
    texts.use({"{a} of {b}": "{b} 的 {a}"}.get)  # type: ignore[arg-type]
    assert tr("{a} of {b}", a=1, b=2) == "2 的 1"
    texts.use(None)
    assert tr("{a} of {b}", a=1, b=2) == "1 of 2"


def test_only_finished_translations_are_read(tmp_path: Path) -> None:
    path = tmp_path / "zh_CN.ts"
    path.write_text(CATALOGUE, encoding="utf-8")
    assert read_catalogue(path) == {"The photo {name}": "照片 {name}"}


@pytest.mark.parametrize(
    ("content", "said"), [(CATALOGUE, "照片 x"), ("<TS>", "The photo x"), (None, "The photo x")]
)
def test_a_process_without_qt_speaks_as_the_app_that_started_it(
    tmp_path: Path, content: str | None, said: str
) -> None:
    path = tmp_path / "zh_CN.ts"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    code = (
        "import sys; from engine.texts import tr;"
        "sys.stdout.buffer.write(tr('The photo {name}', name='x').encode())"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, texts.VARIABLE: str(path)},
        capture_output=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )
    assert ran.stdout.decode() == said


def test_words_and_sentences_follow_each_other() -> None:
    assert sentences("One.", "", "Two.", "Three.") == "One. Two. Three."
    assert sentences("") == sentences() == ""
    assert comma_listed(["a", "b", "c"]) == "a, b, c"
    texts.use({"{first} {second}": "{first}{second}", ", ": "、"}.get)  # type: ignore[arg-type]
    assert sentences("一。", "二。") == "一。二。"
    assert comma_listed(["a", "b"]) == "a、b"


def test_a_name_stays_in_its_line() -> None:
    assert in_one_line("👨‍👩‍👧 爷爷 é.jpg") == "👨‍👩‍👧 爷爷 é.jpg"
    assert in_one_line(Path("a\nb\x1b\u2028\udc80.jpg")) == "a\\nb\\x1b\\u2028\\udc80.jpg"
