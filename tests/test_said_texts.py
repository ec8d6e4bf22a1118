"""Texts for people are literals that translators find, and their fields are filled."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

from engine import errors

ROOT = Path(__file__).parent.parent
MODULES = [
    ROOT / "main.py",
    *(
        path
        for part in ("engine", "trainers", "gui")
        for path in sorted((ROOT / part).rglob("*.py"))
    ),
]
ERRORS = {name for name, thing in vars(errors).items() if isinstance(thing, type)}
SAYING = ERRORS | {"TransferError", "Missing", "Noted", "Step"}
COUNTED = frozenset({"n"})


def calls(path: Path) -> Iterator[tuple[str, ast.Call]]:
    """All calls of plain names in a module."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield node.func.id, node


def literals(node: ast.expr) -> Iterator[str]:
    """The literals that an argument may be; what comes from elsewhere is not looked at."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        yield ast.unparse(node)
    elif isinstance(node, ast.IfExp):
        yield from literals(node.body)
        yield from literals(node.orelse)
    elif isinstance(node, ast.BinOp):
        yield from literals(node.left)
        yield from literals(node.right)


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_errors_and_progress_are_said_in_the_chosen_language() -> None:
    untold = [
        f"{path.name}:{node.lineno}: {text}"
        for path in MODULES
        for name, node in calls(path)
        if name in SAYING
        for argument in (*node.args, *(keyword.value for keyword in node.keywords))
        for text in literals(argument)
        if " " in text  # not a name or nothing
    ]
    assert not untold


def test_every_field_of_a_text_is_given() -> None:
    wrong = []
    for path, name, node in ((p, *call) for p in MODULES for call in calls(p)):
        given = {keyword.arg for keyword in node.keywords if keyword.arg}
        if name == "counted":
            given |= COUNTED
            said = [m.args[0] for m in node.args[1:] if isinstance(m, ast.Call) and m.args]
        elif name == "tr" and given:
            said = node.args[:1]
        else:
            continue
        wrong += [
            f"{path.name}:{node.lineno}: {text.value}"
            for text in said
            if isinstance(text, ast.Constant)
            and isinstance(text.value, str)
            and (fields(text.value) - given or given - fields(text.value) - COUNTED)
        ]
    assert not wrong


def test_no_text_is_put_together_before_it_is_translated() -> None:
    """`lupdate` finds literals alone."""
    joined = [
        f"{path.name}:{node.lineno}"
        for path in MODULES
        for name, node in calls(path)
        if name in ("tr", "marked")
        and any(isinstance(a, (ast.JoinedStr, ast.BinOp)) for a in node.args)
    ]
    assert not joined
