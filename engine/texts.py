"""Texts for people, in the language that they chose; without Qt, so that the engine has them, too.

The texts stand in the code in English, in calls that Qt's `lupdate` finds:

- `tr("The photo {name} holds no data.", name=name)` where a text is made. Whole sentences with
  named fields and no f-strings, for other languages put the fields elsewhere.
- `marked("Full image")` for a constant, which is made before the language is known; it is shown as
  `tr(CONSTANT)`.
- `counted(number, marked("{n} photo"), marked("{n} photos"))` where a number decides the form.

The app installs Qt's translator by `use`. A process without Qt that the app started reads the same
translations from the file that `VARIABLE` names; all others speak English.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from unicodedata import category

VARIABLE = "INSTANCE_COLORIZER_TEXTS"  # environment: a .ts file of Qt Linguist
_BREAKING = ("Cc", "Cs", "Zl", "Zp")  # Unicode's categories of controls, surrogates and breaks

Translate = Callable[[str], str]


def marked(text: str) -> str:
    """The text itself, for a constant whose translation is asked for later."""
    return text


def tr(text: str, **values: object) -> str:
    """The text in the chosen language, its {fields} filled as by `str.format`.

    Args:
        text: a literal where it is not a constant that was `marked`.
        values: of the fields; without any, the text may hold braces.
    """
    said = _Chosen.translate(text)
    return said.format(**values) if values else said


def counted(number: int, one: str, many: str, **values: object) -> str:
    """A text about a number, which is its field {n}, with thousands set apart.

    Args:
        one, many: `marked` texts for the number 1 and for all others.
    """
    return tr(one if number == 1 else many, n=f"{number:,}", **values)


def comma_listed(words: Iterable[str]) -> str:
    """Words that follow each other ("a, b, c")."""
    return tr(", ").join(words)


def sentences(*said: str) -> str:
    """Sentences that follow each other, without the empty ones; not all languages space them."""
    text = ""
    for sentence in filter(None, said):
        text = tr("{first} {second}", first=text, second=sentence) if text else sentence
    return text


def in_one_line(name: object) -> str:
    """A file's name or path, with what would break the line or move a cursor as Python writes it.

    Names may hold nearly anything: line breaks, a terminal's escapes, bytes that are no UTF-8.
    """
    return "".join(ascii(sign)[1:-1] if category(sign) in _BREAKING else sign for sign in str(name))


def use(translate: Translate | None) -> None:
    """Take the language from a function that gives each English text in it; None for English."""
    _Chosen.translate = translate or marked


def read_catalogue(path: Path) -> Mapping[str, str]:
    """The finished translations in a .ts file, by their English texts.

    Raises:
        OSError: it cannot be read.
        SyntaxError: it is damaged.
    """
    from xml.etree import ElementTree  # which takes longer to import than most of the engine

    found = {}
    for message in ElementTree.parse(path).iter("message"):
        translation = message.find("translation")
        if translation is not None and translation.get("type") is None and translation.text:
            found[message.findtext("source", "")] = translation.text
    return found


class _Chosen:
    """The language of this process."""

    translate: Translate = staticmethod(marked)


def _from_environment() -> None:
    """Speak as the app that started this process, or English where its file has gone."""
    path = os.environ.get(VARIABLE)
    if path:
        try:
            known = read_catalogue(Path(path))
        except (OSError, SyntaxError):
            return
        use(lambda text: known.get(text, text))


_from_environment()
