"""Training processes: started so that they outlive the app, and asked whether they still run."""

from __future__ import annotations

import contextlib
import ctypes
import os
import subprocess
import sys
from pathlib import Path
from typing import IO

import engine
from engine.errors import EngineError
from engine.texts import tr

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

LARGEST = 2**53  # of whole numbers that JSON carries exactly
LARGEST_PID = 2**31
LOCKED_BYTE = 1 << 30  # behind all content: Windows does not let others read a locked byte
STILL_ACTIVE = 259  # Windows' exit code of a process that has none yet
QUERY_INFORMATION = 0x1000
DETACHED_PROCESS = 0x00000008
NEW_PROCESS_GROUP = 0x00000200


def start_detached(arguments: list[str], log: Path) -> int:
    """Start `python ARGUMENTS...` in a session of its own; its output is appended to `log`.

    It outlives this process and its terminal.

    Returns:
        the process id.

    Raises:
        EngineError: the process cannot be started.
    """
    flags = DETACHED_PROCESS | NEW_PROCESS_GROUP if sys.platform == "win32" else 0
    try:
        with log.open("ab") as output:
            process = subprocess.Popen(
                [sys.executable, *arguments],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=child_environment(),
                start_new_session=True,
                creationflags=flags,
                close_fds=True,
            )
    except OSError as error:
        raise EngineError(
            tr(
                "The training process could not be started: {reason}.",
                reason=error.strerror or error,
            ),
            tr("Check the run folder and the free memory."),
        ) from error
    process.returncode = 0  # we do not wait for it; `is_running` reaps it when it has ended
    return process.pid


def child_environment() -> dict[str, str]:
    """This process' environment, with which a Python of ours finds the same program."""
    root = str(Path(engine.__file__).resolve().parent.parent)
    path = os.pathsep.join(p for p in (root, os.environ.get("PYTHONPATH", "")) if p)
    environment = {**os.environ, "PYTHONPATH": path, "PYTHONUNBUFFERED": "1"}
    if sys.platform.startswith("linux"):  # freed tensors are kept: a third faster on a CPU
        environment.setdefault("MALLOC_TRIM_THRESHOLD_", "-1")
        environment.setdefault("MALLOC_MMAP_MAX_", "0")
    # oneDNN compiles a kernel for every size of a box: those of more sizes than its 1024 are kept
    # for some 300 MB, and a step of the fusion takes a sixth less on a CPU.
    environment.setdefault("ONEDNN_PRIMITIVE_CACHE_CAPACITY", "8192")
    return environment


def is_pulse(told: object) -> bool:
    """Whether it is what a process tells of itself: numbers that times, ids and sizes can be."""
    return isinstance(told, dict) and all(
        type(told.get(name, 0)) in (int, float) and abs(told.get(name, 0)) < LARGEST
        for name in ("pid", "beat", "events")
    )


def is_running(pid: int) -> bool:
    """Whether a process of this machine runs; one of ours that has ended is reaped."""
    if not 0 < pid < LARGEST_PID:
        return False
    if sys.platform == "win32":
        return _is_running_on_windows(pid)
    with contextlib.suppress(ChildProcessError):
        if os.waitpid(pid, os.WNOHANG)[0] == pid:
            return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True  # somebody else's
    return not _is_zombie(pid)


def _is_zombie(pid: int) -> bool:
    """Whether Linux keeps the process only because nobody asked for its exit status."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except (OSError, IndexError):
        return False
    return state == "Z"


def _is_running_on_windows(pid: int) -> bool:
    kernel = ctypes.windll.kernel32  # type: ignore[attr-defined]
    handle = kernel.OpenProcess(QUERY_INFORMATION, False, pid)
    if not handle:
        return False
    code = ctypes.c_ulong()
    kernel.GetExitCodeProcess(handle, ctypes.byref(code))
    kernel.CloseHandle(handle)
    return code.value == STILL_ACTIVE


def locked(file: IO[bytes]) -> bool:
    """Lock an open file for this process; False if another one holds it.

    The system lets go of it when the process ends, however it ends. Where a file system knows no
    locks, everybody gets one.
    """
    try:
        if sys.platform == "win32":
            file.seek(LOCKED_BYTE)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    except OSError:
        return True
    return True
