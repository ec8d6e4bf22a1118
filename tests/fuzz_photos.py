"""Feeds damaged photos to the reader in processes of their own, and keeps what it fails at.

    python tests/fuzz_photos.py 20000 --seed 1 --keep /tmp/failures

Every input is opened by `open_photo`; what opens is saved with its metadata, and opened again. A
failure is anything but an `EngineError`: a crash, another exception, more than `SECONDS` of the
processor, or more than `MEMORY` bytes. The same seed gives the same inputs; `--again` tries kept
files once more.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import re
import resource
import select
import shutil
import subprocess
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parent.parent
SECONDS = 10.0  # of the processor, so that a busy machine finds no hang where there is none
PATIENCE = 90.0  # seconds of the wall
MEMORY = 2 << 30
SAVED = 4_000_000  # photos of more pixels are opened only
SUFFIXES = (".png", ".jpg", ".tif", ".webp")


@dataclass(frozen=True)
class Outcome:
    """What became of one input.

    Attributes:
        kind: "opened", "refused", or a failure: "crash", "hang", "exception", "memory".
        detail: the refusal, the traceback, or how the process ended.
        seconds: of the processor.
        peak: the largest resident memory of the process, in bytes; 0 where it is not known.
        noise: what the decoders wrote to standard error.
    """

    kind: str
    detail: str = ""
    seconds: float = 0.0
    peak: int = 0
    noise: str = ""

    @property
    def failed(self) -> bool:
        return self.kind not in ("opened", "refused")


class Reader:
    """A process that opens one file after another; started anew after a crash or a hang.

    Args:
        folder: for its files.
        command: of the process, by default this module as a worker.
    """

    def __init__(self, folder: Path, command: Sequence[str] = ()) -> None:
        self._folder = folder
        self._command = tuple(command) or (sys.executable, __file__, "--worker", str(folder))
        self._noise = folder / "stderr.txt"
        self._process: subprocess.Popen[bytes] | None = None

    def read(self, path: Path) -> Outcome:
        """What becomes of a file."""
        process = self._process or self._started()
        assert process.stdin is not None
        assert process.stdout is not None
        heard = self._noise.stat().st_size
        with contextlib.suppress(BrokenPipeError):
            process.stdin.write(f"{path}\n".encode())
            process.stdin.flush()
        line, seconds = self._answer(process, process.stdout)
        noise = self._heard(heard)
        if line:
            told = json.loads(line)
            return Outcome(told["kind"], told["detail"], seconds, told["peak"], noise)
        kind = "hang" if line is None else "crash"
        process.kill()
        detail = f"{kind}: the process ended with {process.wait()}"
        self.close()
        return Outcome(kind, detail, seconds, 0, noise)

    def _answer(
        self, process: subprocess.Popen[bytes], stream: IO[bytes]
    ) -> tuple[bytes | None, float]:
        """The line, None if it does not come, and the processor's seconds."""
        before = _cpu_seconds(process.pid)
        until = time.perf_counter() + PATIENCE
        while True:
            line = _line(stream, min(until, time.perf_counter() + 1))
            seconds = _cpu_seconds(process.pid) - before
            if line is not None or seconds > SECONDS or time.perf_counter() > until:
                return (None if seconds > SECONDS else line), seconds

    def close(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
        self._process = None

    def _started(self) -> subprocess.Popen[bytes]:
        path = os.pathsep.join((str(ROOT), str(ROOT / "tests")))
        environment = {**os.environ, "PYTHONPATH": path, "OMP_NUM_THREADS": "1"}
        with self._noise.open("wb") as noise:
            self._process = subprocess.Popen(
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=noise,
                env=environment,
            )
        stream = self._process.stdout
        if stream is None or _line(stream, time.perf_counter() + 60) != b"ready\n":
            raise RuntimeError(f"The reader does not start: {self._noise.read_text()}")
        return self._process

    def _heard(self, before: int) -> str:
        with self._noise.open("rb") as noise:
            noise.seek(before)
            return noise.read(2000).decode("utf-8", "replace")


def _line(stream: IO[bytes], until: float) -> bytes | None:
    """The next line; None if none comes in time, empty if the stream ended."""
    ready, _, _ = select.select([stream], [], [], max(0.0, until - time.perf_counter()))
    return stream.readline() if ready else None


def _cpu_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def worker(folder: Path) -> None:
    """Open what standard input names, line by line, and tell what became of it."""
    from engine.photo import open_photo

    del open_photo  # imported so that its memory counts as the process's own
    held = _memory("VmSize")
    resource.setrlimit(resource.RLIMIT_AS, (held + MEMORY, held + MEMORY))
    answers = os.fdopen(os.dup(1), "w")
    answers.write("ready\n")
    answers.flush()
    for line in sys.stdin:
        Path("/proc/self/clear_refs").write_text("5")  # the peak starts anew
        kind, detail = _outcome(Path(line.rstrip("\n")), folder)
        peak = _memory("VmHWM")
        if peak > MEMORY or "not enough memory" in detail:
            kind = "memory"
        answers.write(json.dumps({"kind": kind, "detail": detail, "peak": peak}) + "\n")
        answers.flush()


def _memory(name: str) -> int:
    status = Path("/proc/self/status").read_text()
    found = re.search(rf"{name}:\s+(\d+) kB", status)
    return 1024 * int(found.group(1)) if found else 0


def _outcome(path: Path, folder: Path) -> tuple[str, str]:
    from engine.errors import EngineError

    try:
        try:
            return "opened", _opened(path, folder)
        except EngineError as error:
            _check_sentences(error)
            return "refused", str(error)
    except Exception:
        return "exception", traceback.format_exc()


def _check_sentences(error: Exception) -> None:
    message, remedy = error.message, error.remedy  # type: ignore[attr-defined]
    whole = all(text.endswith(".") and "\n" not in text for text in (message, remedy))
    if not whole or len(str(error)) > 600:
        raise ValueError(f"These are not two plain sentences: {error}")


def _opened(path: Path, folder: Path) -> str:
    import numpy as np

    from engine.photo import open_photo, save_picture
    from engine.photo_encoding import at_depth

    photo = open_photo(path)
    height, width = photo.source.shape[:2]
    assert photo.source.shape == (height, width, 3)
    assert photo.source.dtype == np.uint8
    assert photo.lightness.shape == (height, width)
    assert photo.alpha is None or photo.alpha.shape == (height, width)
    assert height > 0
    assert width > 0
    for rows in np.array_split(photo.lightness, min(height, 64)):
        assert rows.min() >= -0.01
        assert rows.max() <= 100.01
    if height * width <= SAVED:
        suffix = SUFFIXES[path.stat().st_size % len(SUFFIXES)]
        deep = photo.bit_depth == 16 and suffix in (".png", ".tif")
        picture = at_depth(photo.source, 16) if deep else photo.source
        place = save_picture(picture, photo, folder / f"saved{suffix}", overwrite=True)
        again = open_photo(place)
        assert again.source.shape == photo.source.shape
        # What is lost by a JPEG, or by a profile that cannot hold sRGB, does not count.
        if photo.icc is None and suffix in (".png", ".tif"):
            assert np.array_equal(again.source, photo.source)
            if photo.alpha is not None:
                assert again.alpha is not None
                assert np.array_equal(again.alpha, at_depth(photo.alpha, again.bit_depth))
    return f"{photo.format} {width} x {height}"


@dataclass
class Report:
    """What was found over many inputs."""

    kinds: Counter[str] = field(default_factory=Counter)
    refusals: Counter[str] = field(default_factory=Counter)
    failures: list[tuple[str, Outcome]] = field(default_factory=list)
    slowest: tuple[float, str] = (0.0, "")
    largest: tuple[int, str] = (0, "")
    noisy: int = 0
    noise: Counter[str] = field(default_factory=Counter)

    def add(self, name: str, outcome: Outcome) -> None:
        """Count an input."""
        self.kinds[outcome.kind] += 1
        if outcome.kind == "refused":
            self.refusals[re.sub(r"\d+|\S+\.\w+(?= )", "#", outcome.detail)] += 1
        if outcome.failed:
            self.failures.append((name, outcome))
        self.slowest = max(self.slowest, (outcome.seconds, name))
        self.largest = max(self.largest, (outcome.peak, name))
        if outcome.noise:
            self.noisy += 1
            self.noise[re.sub(r"\d+|0x\w+", "#", outcome.noise.splitlines()[0])[:90]] += 1

    def text(self) -> str:
        """The counts for a person to read."""
        lines = [f"{sum(self.kinds.values())} inputs: {dict(self.kinds)}"]
        lines += [f"  {count:6} {words}" for words, count in self.refusals.most_common(12)]
        lines.append(f"slowest: {self.slowest[0]:.2f} s, {self.slowest[1]}")
        lines.append(f"largest: {self.largest[0] / 1e6:.0f} MB, {self.largest[1]}")
        lines.append(f"{self.noisy} inputs with lines on standard error")
        lines += [f"  {count:6} {words}" for words, count in self.noise.most_common(8)]
        for name, outcome in self.failures[:40]:
            lines.append(f"{outcome.kind}: {name} ({outcome.seconds:.1f} s)")
            lines += [f"    {line}" for line in outcome.detail.splitlines()[-6:]]
        return "\n".join(lines)


def fuzz(inputs: Iterable[tuple[str, bytes]], keep: Path | None = None) -> Report:
    """Feed the reader; a failure's input is kept in the folder `keep`."""
    report = Report()
    with tempfile.TemporaryDirectory(prefix="fuzz-") as name:
        folder = Path(name)
        reader = Reader(folder)
        try:
            for label, data in inputs:
                path = folder / f"input{Path(label).suffix}"
                path.write_bytes(data)
                outcome = reader.read(path)
                report.add(label, outcome)
                if outcome.failed and keep is not None:
                    keep.mkdir(parents=True, exist_ok=True)
                    shutil.copy(path, keep / label)
        finally:
            reader.close()
    return report


def made_inputs(seed: int, count: int) -> Iterator[tuple[str, bytes]]:
    """The first `count` inputs of a seed, and their names."""
    from photo_mutations import case

    for number in range(count):
        name, data = case(seed, number)
        yield f"{seed}-{number}-{name}", data


def main() -> None:
    """Run from a terminal."""
    parser = argparse.ArgumentParser(description="Feed damaged photos to the reader.")
    parser.add_argument("count", type=int, nargs="?", default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="a folder for the inputs that it fails at")
    parser.add_argument("--again", type=Path, nargs="*", help="try these files instead")
    parser.add_argument("--worker", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.worker:
        worker(options.worker)
        return
    if options.again:
        inputs = ((path.name, path.read_bytes()) for path in options.again)
        report = fuzz(inputs)
    else:
        report = fuzz(made_inputs(options.seed, options.count), options.keep)
    sys.stdout.write(report.text() + "\n")
    sys.exit(bool(report.failures))


if __name__ == "__main__":
    main()
