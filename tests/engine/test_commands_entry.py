"""How the command line parses, reports and fails, and what detect and info print."""

from __future__ import annotations

import errno
import io
import json
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from engine import inventory, texts
from engine.commands import entry, info
from engine.commands.batch import Batch
from engine.commands.console import Console
from engine.commands.detect import table
from engine.detection.candidates import Candidate
from engine.errors import EngineError
from engine.instances import Box
from engine.results import Detection
from engine.steps import Step


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class TestConsole:
    def test_bar_is_taken_off_before_a_line(self) -> None:
        out, err = io.StringIO(), Terminal()
        console = Console(out, err)
        with console.progress(2) as bar:
            bar.start(0, "a.jpg")
            assert "1/2 a.jpg" in err.getvalue()
            bar.start(1, "b.jpg", "3 hours left")
            assert "2/2 3 hours left  b.jpg" in err.getvalue()
            console.line("done")
            assert err.getvalue().endswith("\r\x1b[K")
            bar.start(1, "b.jpg")
        assert err.getvalue().endswith("\r\x1b[K")
        assert out.getvalue() == "done\n"

    def test_steps_of_a_single_photo_move_the_bar(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("engine.commands.console.REDRAW_SECONDS", 0)
        err = Terminal()
        with Console(io.StringIO(), err).progress(1) as bar:
            bar.start(0, "a.jpg")
            bar.step(Step("Halfway", 1, 2))
        assert f"[{'#' * 12}{'-' * 12}] 1/1 a.jpg  Halfway" in err.getvalue()

    def test_a_bar_of_wide_characters_stays_in_its_line(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("COLUMNS", "80")
        err = Terminal()
        with Console(io.StringIO(), err).progress(1) as bar:
            bar.start(0, "照" * 60)
            drawn = err.getvalue().removeprefix("\r\x1b[K")
        assert drawn.endswith("照")
        assert 78 <= len(drawn) + drawn.count("照") <= 79

    def test_no_bar_where_nobody_looks(self) -> None:
        err = io.StringIO()
        with Console(io.StringIO(), err).progress(1) as bar:
            bar.start(0, "a.jpg")
            bar.step(Step("x", 1, 2))
        assert err.getvalue() == ""

    def test_hostile_file_name_moves_no_cursor(self) -> None:
        err = Terminal()
        with Console(io.StringIO(), err).progress(1) as bar:
            bar.start(0, "a\x1b[2Jb\n.jpg")
        assert "a\\x1b[2Jb\\n.jpg" in err.getvalue()

    def test_hostile_file_name_stays_in_its_line(self) -> None:
        path = "a\x1b[2Jb\n👨‍👩‍👧 爷爷.jpg"
        empty = Detection((), "bundled")
        assert table(path, empty).splitlines()[0].startswith("a\\x1b[2Jb\\n👨‍👩‍👧 爷爷.jpg  (")
        err = io.StringIO()
        Console(io.StringIO(), err).failure(EngineError("No \x1b[2Jb.jpg.", "Go."))
        assert err.getvalue() == "instance-colorizer: No \\x1b[2Jb.jpg. Go.\n"

    def test_complaint_is_one_line(self) -> None:
        err = io.StringIO()
        Console(io.StringIO(), err).failure(EngineError("It broke\nin two.", "Mend it."))
        assert err.getvalue() == "instance-colorizer: It broke in two. Mend it.\n"


class TestGuard:
    @pytest.mark.parametrize(
        ("error", "status", "words"),
        [
            (EngineError("It broke.", "Mend it."), 1, "It broke. Mend it."),
            (MemoryError(), 1, "not enough memory"),
            (
                RuntimeError("odd"),
                1,
                "Unexpected RuntimeError (odd). INSTANCE_COLORIZER_DEBUG=1",
            ),
            (KeyboardInterrupt(), 130, "Stopped"),
        ],
    )
    def test_failure_is_a_sentence(self, error: BaseException, status: int, words: str) -> None:
        def fail() -> int:
            raise error

        err = io.StringIO()
        assert entry.guarded(fail, Console(io.StringIO(), err)) == status
        assert words in err.getvalue()
        assert len(err.getvalue().splitlines()) == 1

    @pytest.mark.parametrize("number", [signal.SIGTERM, getattr(signal, "SIGHUP", signal.SIGTERM)])
    def test_being_told_to_end_is_as_ctrl_c(
        self, number: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setattr(info, "run", lambda *_: signal.raise_signal(number))
        before = signal.signal(number, signal.SIG_DFL)
        try:
            assert entry.run(["info"]) == 128 + number
            assert signal.getsignal(number) == signal.SIG_DFL
            assert capsys.readouterr().err == (
                "instance-colorizer: Stopped; no file was left half-written.\n"
            )
            signal.signal(number, signal.SIG_IGN)  # as nohup asks for
            assert entry.run(["info"]) != 128 + number
            assert capsys.readouterr().err == ""
        finally:
            signal.signal(number, before)

    def test_output_that_cannot_be_written_ends_the_run(self) -> None:
        class Full(io.StringIO):
            def flush(self) -> None:
                raise OSError(errno.ENOSPC, "No space left on device")

        err = io.StringIO()
        console = Console(Full(), err)
        batch: Batch[str] = Batch(console)
        done = []

        def work(item: str, _: object) -> bool:
            done.append(item)
            console.line(item)
            return True

        assert entry.guarded(lambda: batch.run("ab", str, work).status, console) == 1
        assert done == ["a"]
        assert len(err.getvalue().splitlines()) == 1
        assert "cannot be printed: No space left on device" in err.getvalue()
        Console(io.StringIO(), Full()).note("told to nobody")

    def test_streams_that_are_closed(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sys, "stdout", None)
        monkeypatch.setattr(sys, "stderr", None)
        console = Console()
        console.line("a result")
        console.complaint("It broke.")
        with console.progress(1) as bar:
            bar.start(0, "a.jpg")

    @pytest.mark.parametrize("verbose", [True, None])
    def test_traceback_on_request(
        self, verbose: bool | None, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fail() -> int:
            raise RuntimeError("odd")

        monkeypatch.setenv("INSTANCE_COLORIZER_DEBUG", "1")
        err = io.StringIO()
        assert entry.guarded(fail, Console(io.StringIO(), err), verbose=verbose) == 1
        assert "Traceback" in err.getvalue()


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ([], False),
        (["photo.jpg"], False),
        (["colorize", "x"], True),
        (["info"], True),
        (["--help"], True),
        (["--version"], True),
    ],
)
def test_command_line_or_app(arguments: Sequence[str], expected: bool) -> None:
    assert entry.is_command_line(arguments) is expected


class StandInDetector:
    name = "bundled"
    default_threshold = 0.5

    def detect(self, lightness: np.ndarray, threshold: float) -> Sequence[Candidate]:
        assert lightness.shape == (64, 96)
        found = [
            Candidate("dog", 0.81234567, Box(10.123, 5, 60, 40)),
            Candidate("cat", 0.6, Box(70, 20, 200, 60)),
        ]
        return [candidate for candidate in found if candidate.score >= threshold]


@pytest.fixture
def stand_in_detector(monkeypatch: pytest.MonkeyPatch) -> None:
    registry = ModuleType("engine.detection.registry")
    registry.OWN_SUFFIX = ".safetensors"  # type: ignore[attr-defined]
    registry.load_detector = lambda config, device: StandInDetector()  # type: ignore[attr-defined]
    registry.fetch_checkpoint = lambda config: (step for step in ())  # type: ignore[attr-defined]
    devices = ModuleType("engine.devices")
    devices.choose_device = str  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "engine.detection.registry", registry)
    monkeypatch.setitem(sys.modules, "engine.devices", devices)


@pytest.mark.usefixtures("stand_in_detector")
class TestDetect:
    def test_json(self, grey_photo: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert entry.run(["detect", str(grey_photo), "--json"]) == 0
        (line,) = capsys.readouterr().out.splitlines()
        assert json.loads(line) == {
            "photo": str(grey_photo),
            "detector": "bundled",
            "instances": [
                {"box": [10.12, 5, 60, 40], "label": "dog", "score": 0.8123},
                {"box": [70, 20, 96, 60], "label": "cat", "score": 0.6},
            ],
        }

    def test_threshold_and_bad_file(
        self, grey_photo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        bad = tmp_path / "bad.jpg"
        bad.write_bytes(b"")
        arguments = ["detect", str(bad), str(grey_photo), "--json", "--threshold", "0.7"]
        assert entry.run(arguments) == 1
        captured = capsys.readouterr()
        (line,) = captured.out.splitlines()
        assert [i["label"] for i in json.loads(line)["instances"]] == ["dog"]
        assert len(captured.err.splitlines()) == 1

    def test_table(self, grey_photo: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert entry.run(["detect", str(grey_photo)]) == 0
        lines = capsys.readouterr().out.splitlines()
        assert lines[0] == f"{grey_photo}  (bundled detector)"
        assert lines[1].split() == ["dog", "0.81", "[", "10,", "5,", "60,", "40]"]
        assert lines[-1] == "1 searched"

    def test_nothing_found(self, grey_photo: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert entry.run(["detect", str(grey_photo), "--threshold", "0.99"]) == 0
        assert "no objects" in capsys.readouterr().out


class TestInfo:
    def test_json_has_everything(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert entry.run(["info", "--json"]) == 0
        facts = json.loads(capsys.readouterr().out)
        assert set(facts) == {
            "versions",
            "devices",
            "detectors",
            "checkpoints",
            "own_checkpoints",
        }
        assert facts["versions"]["NumPy"] == np.__version__
        assert any(device.startswith("cpu") for device in facts["devices"])
        assert {d["name"] for d in facts["detectors"]} == {"bundled", "torchvision", "detectron2"}
        assert all(d["ready"] or d["reason"] for d in facts["detectors"])

    def test_text_names_what_is_missing(self) -> None:
        missing = inventory.Ready("detectron2", False, "Not installed.")
        text = inventory.text(inventory.Facts({"Python": "3"}, ["cpu"], [missing], [], []))
        assert "not ready: Not installed." in text
        assert text.endswith("Checkpoints\n  none\nOwn checkpoints\n  none")

    def test_what_is_missing_is_said_in_the_chosen_language(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("torch.get_num_threads", lambda: 1)
        monkeypatch.setattr(inventory, "_version", lambda _: None)
        facts = inventory.Facts(inventory.versions(), inventory.devices(), [], [], [])
        assert "cpu (1 thread)" in facts.devices
        assert facts.versions["torch"] == "not installed"
        texts.use(lambda text: "未安装" if text == inventory.MISSING else text)
        try:
            assert "未安装" in inventory.text(facts)
            assert "not installed" not in inventory.text(facts)
        finally:
            texts.use(None)

    def test_damaged_checkpoint_is_named(self, tmp_path: Path) -> None:
        (tmp_path / "compact").mkdir()
        (tmp_path / "compact" / "full.safetensors").write_bytes(b"damaged")
        (file,) = inventory.checkpoints(tmp_path)
        assert (file.name, file.kind, file.bytes) == ("compact/full.safetensors", "damaged", 7)
