"""What a bundle begins with, and that its recipe names what is there; none is built here."""

from __future__ import annotations

import ast
import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "packaging"


def launched(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, FOLDER / "launch.py", *arguments],
        env={**os.environ, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (["--help"], 0, "usage: instance-colorizer"),
        (["-m", "trainers", "--help"], 0, "--recipe"),
        (["-m", "trainers.trial", "--help"], 0, "PLAN"),
        (["-m", "gui.portrait", "--help"], 0, "--select"),
        (["no-such-photo.jpg"], 1, "no photo and no command no-such-photo.jpg"),
        (["-m", "json.tool"], 2, "invalid choice"),  # only modules of the app
    ],
)
def test_a_bundle_is_the_command_line_and_the_apps_own_processes(
    arguments: list[str], status: int, words: str
) -> None:
    done = launched(*arguments)
    assert done.returncode == status, done.stderr
    assert words in done.stdout + done.stderr


def test_the_modules_that_it_may_run_are_there() -> None:
    code = ast.parse((FOLDER / "launch.py").read_text(encoding="utf-8"))
    (modules,) = (
        ast.literal_eval(node.value)
        for node in code.body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "MODULES"
    )
    assert len(modules) == 3
    assert all(importlib.util.find_spec(module) for module in modules)


def test_the_recipe_names_what_is_there() -> None:
    recipe = (FOLDER / "instance-colorizer.spec").read_text(encoding="utf-8")
    compile(recipe, "instance-colorizer.spec", "exec")
    (wings,) = (line for line in recipe.splitlines() if line.startswith("WINGS"))
    assert all((ROOT / wing).is_dir() for wing in ast.literal_eval(wings.split("=")[1].strip()))
    assert (ROOT / "resources" / "desktop" / "instance-colorizer.png").is_file()
