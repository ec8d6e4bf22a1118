"""Words inside pictures, with and without a font that has their letters."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from PIL import ImageFont

from engine import lettering, texts
from engine.contact_sheet import draw_boxes
from engine.instances import Box, Instance

CHINESE = {"Full image": "整图", "cat": "猫"}


@pytest.fixture
def chinese() -> Iterator[None]:
    texts.use(lambda text: CHINESE.get(text, text))
    yield
    texts.use(None)


@pytest.fixture
def no_fonts(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(lettering, "FILES", (("no such font.ttc", 0),))
    lettering._other_font.cache_clear()
    yield
    lettering._other_font.cache_clear()


def boxed(label: str) -> np.ndarray:
    instance = Instance(0, label, 1.0, Box(20, 60, 180, 180), drawn=True)
    return draw_boxes(np.zeros((200, 200, 3), np.uint8), [instance])


@pytest.mark.usefixtures("chinese", "no_fonts")
def test_without_a_font_pictures_speak_english() -> None:
    assert lettering.drawn("Full image") == "Full image"
    assert lettering.drawn("cat {n}", n=2) == "cat 2"
    shown = boxed("cat")
    texts.use(None)
    np.testing.assert_array_equal(shown, boxed("cat"))


@pytest.mark.usefixtures("chinese")
def test_with_a_font_pictures_speak_the_chosen_language() -> None:
    if lettering._other_font() is None:
        pytest.skip("no font with Chinese letters")
    assert lettering.drawn("Full image") == "整图"
    shown = boxed("cat")
    texts.use(None)
    assert (shown != boxed("cat")).any()
    np.testing.assert_array_equal(shown, boxed("猫"))


def test_latin_letters_take_the_same_font_everywhere() -> None:
    font = lettering.font_for("Ágy 0.97", 20)
    assert isinstance(font, ImageFont.FreeTypeFont)
    assert font.getname() == ImageFont.load_default(20).getname()
