"""Where a bundle begins: the app or the command line by the program's name, or a training."""

from __future__ import annotations

import multiprocessing
import runpy
import sys
from pathlib import Path

import main

# What the app starts as a process of its own, and the check that a bundle is whole.
MODULES = ("trainers", "trainers.trial", "gui.portrait")


def start() -> int:
    """What the bundled program was asked for; the exit status.

    In a bundle `sys.executable` is the bundle itself, not a Python: the app's line
    `sys.executable -m trainers ...` has to be understood here.
    """
    multiprocessing.freeze_support()
    if sys.argv[1:2] == ["-m"] and sys.argv[2:3] and sys.argv[2] in MODULES:
        module = sys.argv[2]
        del sys.argv[1:3]
        runpy.run_module(module, run_name="__main__", alter_sys=True)
        return 0
    return main.app() if Path(sys.executable).stem.endswith("-app") else main.main()


if __name__ == "__main__":
    sys.exit(start())
