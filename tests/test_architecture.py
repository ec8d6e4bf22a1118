"""The arrows between the wings, the size of modules, and what may be imported when."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WINGS = ("engine", "gui", "trainers", "resources")
LONGEST = 350
FORBIDDEN = {
    "engine": ("gui", "trainers", "main", "PySide6", "PyQt5", "PyQt6", "qdarkstyle", "qtpy"),
    "trainers": ("gui", "main", "PySide6", "PyQt5", "PyQt6", "qdarkstyle", "qtpy"),
    "gui": ("trainers", "main"),
    "resources": ("engine", "gui", "trainers", "main"),
}
# What must be there at once: the command line's --help and the window before its networks.
WITHOUT_TORCH = (
    "main",
    "engine.bundle",
    "engine.commands.entry",
    "engine.batch.journal",
    "engine.batch.photo_work",
    "engine.batch.planning",
    "engine.batch.steps_folder",
    "engine.batch.targets",
    "engine.commands.windowless",
    "engine.config",
    "engine.contact_sheet",
    "engine.detection.protocol",
    "engine.errors",
    "engine.instances",
    "engine.lab",
    "engine.palette",
    "engine.photo",
    "engine.render",
    "engine.results",
    "engine.steps",
    "engine.training.checkpoint_sets",
    "engine.training.known_runs",
    "engine.training.set_evaluation",
    "engine.training.statistics",
    "engine.training.wizard",
)


def modules() -> list[Path]:
    files = [ROOT / "main.py"]
    for wing in WINGS:
        files += sorted((ROOT / wing).rglob("*.py"))
    return files


def name_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(path: Path, code: str | None = None) -> Iterator[str]:
    """Dotted names of everything that `path` imports anywhere, relative imports made absolute."""
    code = path.read_text(encoding="utf-8") if code is None else code
    package = path.relative_to(ROOT).parent.parts
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            start = package[: len(package) - node.level + 1] if node.level else ()
            base = ".".join([*start, *([node.module] if node.module else [])])
            yield base
            yield from (f"{base}.{alias.name}" for alias in node.names)


def reaches(imported: str, target: str) -> bool:
    return imported == target or imported.startswith(f"{target}.")


def test_modules_are_found() -> None:
    names = {name_of(path) for path in modules()}
    assert {"main", "engine.session", "engine.commands.entry", "resources"} <= names


def test_arrows() -> None:
    broken = {
        f"{name_of(path)} imports {imported}"
        for path in modules()
        for imported in imports(path)
        for target in FORBIDDEN.get(name_of(path).split(".")[0], ())
        if reaches(imported, target)
    }
    assert not broken


def test_only_main_opens_the_terminal_door() -> None:
    outside = [
        path
        for path in modules()
        if name_of(path) != "main" and not reaches(name_of(path), "engine.commands")
    ]
    assert not {
        name_of(path)
        for path in outside
        for imported in imports(path)
        if reaches(imported, "engine.commands")
    }


def test_modules_fit_in_one_reading() -> None:
    files = [*modules(), *(ROOT / "tests").rglob("*.py")]
    assert len(files) > len(modules()) > 100
    lines = {name_of(p): len(p.read_text(encoding="utf-8").splitlines()) for p in files}
    assert not {name: count for name, count in lines.items() if count > LONGEST}


def test_modules_say_what_they_are() -> None:
    trees = {name_of(path): ast.parse(path.read_text(encoding="utf-8")) for path in modules()}
    assert not [name for name, tree in trees.items() if tree.body and not ast.get_docstring(tree)]


def test_library_does_not_print_or_exit() -> None:
    assert not {
        f"{name_of(path)}:{node.lineno}"
        for path in modules()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in ("print", "exit", "quit")
    }


def test_broken_arrows_would_be_seen() -> None:
    path = ROOT / "engine" / "networks" / "imaginary.py"
    code = "def f():\n    import gui.app\n    from ...trainers import loop\n    from .. import x"
    assert set(imports(path, code)) == {
        "gui.app",
        "trainers",
        "trainers.loop",
        "engine",
        "engine.x",
    }


def imported_by(module: str) -> set[str]:
    """Top-level packages that are loaded after importing `module` in a fresh Python."""
    code = f"import sys, {module}; sys.stdout.write(' '.join(sys.modules))"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment
    )
    return {name.split(".")[0] for name in done.stdout.split()}


def test_imports_without_torch_and_qt() -> None:
    loaded = imported_by(", ".join(WITHOUT_TORCH))
    assert not loaded & {"torch", "PySide6", "gui"}


def test_command_line_starts_with_little() -> None:
    assert not imported_by("main") & {"torch", "PySide6", "gui", "cv2", "PIL", "skimage"}


def test_no_name_twice() -> None:
    stems = [path.stem for path in modules() if path.stem not in ("__init__", "__main__")]
    assert "utils" not in stems
    assert not [stem for stem in stems if stems.count(stem) > 1]
