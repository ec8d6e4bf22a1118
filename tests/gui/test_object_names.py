"""Names of objects: English where they are kept, translated where they are shown."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from engine import texts
from engine.bundle import sample_photos
from engine.detection.coco import KNOWN_LABELS, LABELS, kept_name, shown_name
from engine.steering import COLOURS
from gui.views.colour_menu import NAMES
from gui.views.welcome import SAMPLES, sample_name

ROOT = Path(__file__).parents[2]
CATALOGUES = sorted((ROOT / "resources" / "translations").glob("*.ts"))
GERMAN = {"dog": "Hund", "orange": "Apfelsine", "Orange": "Orange (Farbe)", "Close": "Schließen"}


@pytest.fixture
def german() -> Iterator[None]:
    texts.use(lambda text: GERMAN.get(text, text))
    yield
    texts.use(None)


def test_in_english_every_name_is_kept_as_it_is_typed() -> None:
    for name in (*LABELS, "object", "Dog", "my dog"):
        assert shown_name(name) == kept_name(name) == name


def test_a_translated_name_is_kept_as_the_detectors_name(german: None) -> None:
    assert shown_name("dog") == "Hund"
    assert kept_name("Hund") == "dog"
    assert kept_name(shown_name("dog")) == "dog"


def test_a_name_of_ones_own_is_not_translated_even_if_a_button_has_it(german: None) -> None:
    assert shown_name("Close") == kept_name("Close") == "Close"
    assert kept_name("Schließen") == "Schließen"


def test_every_colour_is_named_for_the_menu() -> None:
    assert {name: shown.lower() for name, shown in NAMES.items()} == {n: n for n in COLOURS}


@pytest.mark.parametrize("catalogue", CATALOGUES, ids=lambda path: path.stem)
def test_no_two_labels_are_shown_alike(catalogue: Path) -> None:
    """Else a shown name could not be taken back to its label."""
    translations = texts.read_catalogue(catalogue)
    shown = [translations.get(label, label) for label in KNOWN_LABELS]
    assert len(set(shown)) == len(KNOWN_LABELS)


def test_every_sample_has_a_name_to_show() -> None:
    assert {path.stem for path in sample_photos()} == SAMPLES.keys()
    assert sample_name(Path("coffee-cup.jpg")) == "Coffee Cup"
