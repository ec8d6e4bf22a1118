"""The workspace without a window: opening, adjusting, cancelling, other networks."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from conftest import FUSED, chroma, shown, write_photo
from fake_engine import FakeBench
from PIL import Image
from pytestqt.qtbot import QtBot

from engine.adjustments import Adjustments
from engine.errors import DetectorError, EngineError
from engine.instances import Box
from engine.steps import Step, Steps
from gui.darkroom import Pane, Subject
from gui.engine_thread import EngineThread, Lane
from gui.open_photo import OpenPhoto
from gui.workspace import Workspace


def test_opening_fills_every_pane(workspace: Workspace, photo: OpenPhoto) -> None:
    assert [i.label for i in photo.instances] == ["person", "dog", "chair"]
    assert photo.enabled == {0, 1, 2} == photo.fusion.ids  # type: ignore[union-attr]
    subjects = {Subject(pane) for pane in Pane} | {Subject(Pane.INSTANCES, i) for i in range(3)}
    assert set(photo.pictures) == subjects
    assert set(photo.thumbnails) == {0, 1, 2}
    assert workspace.progress is None
    assert (workspace.detector, workspace.device) == ("fake", "cpu")
    assert chroma(shown(workspace, Subject(Pane.SOURCE))) == 0
    assert chroma(shown(workspace)) > 10


def test_results_come_one_by_one(
    qtbot: QtBot, workspace: Workspace, settle: Callable[[], None], photo_file: Path
) -> None:
    order: list[Subject] = []
    labels: list[str] = []
    workspace.picture_changed.connect(order.append)
    workspace.progress_changed.connect(
        lambda: workspace.progress and labels.append(workspace.progress.label)
    )
    workspace.open(photo_file)
    settle()
    assert [subject.pane for subject in order[:3]] == [Pane.SOURCE, Pane.INSTANCES, Pane.FULL]
    assert [subject.instance for subject in order[3:6]] == [0, 1, 2]
    assert order[6] == FUSED
    for part in ("Opening street.jpg", "Detecting", "full image", "dog, 2 of 3", "Fus"):
        assert any(part in label for label in labels), part


def test_progress_of_opening_never_goes_back(
    workspace: Workspace, settle: Callable[[], None], photo_file: Path
) -> None:
    shares: list[float] = []

    def note() -> None:
        step = workspace.progress
        if step is not None and step.total and not step.label.startswith("Rendering"):
            shares.append(step.done / step.total)

    workspace.progress_changed.connect(note)
    workspace.open(photo_file)
    settle()
    assert shares == sorted(shares)
    assert shares[-1] == 1


def test_a_cancelled_run_keeps_what_is_there_and_can_go_on(
    qtbot: QtBot,
    workspace: Workspace,
    bench: FakeBench,
    settle: Callable[[], None],
    photo_file: Path,
) -> None:
    bench.gate.clear()
    workspace.open(photo_file)
    qtbot.waitUntil(lambda: workspace.photo is not None and len(workspace.photo.colorized) == 3)
    workspace.cancel()
    assert workspace.progress is None
    bench.gate.set()
    settle()
    assert workspace.photo is not None
    assert workspace.photo.full is not None
    assert workspace.photo.fusion is None
    assert not workspace.can_save
    assert workspace.can_colorize
    workspace.colorize()
    settle()
    assert workspace.can_save
    assert not workspace.can_colorize


@pytest.mark.parametrize("content", [b"", b"not a photo", b"\xff\xd8\xff\xe0truncated"])
def test_a_broken_photo_is_told_and_the_open_one_stays(
    qtbot: QtBot,
    workspace: Workspace,
    photo: OpenPhoto,
    settle: Callable[[], None],
    tmp_path: Path,
    content: bytes,
) -> None:
    broken = tmp_path / "broken.jpg"
    broken.write_bytes(content)
    before = shown(workspace)
    with qtbot.waitSignal(workspace.failed) as failed:
        workspace.open(broken)
    settle()
    assert isinstance(failed.args[0], EngineError)
    assert workspace.photo is photo
    assert np.array_equal(shown(workspace), before)
    workspace.editor.set_enabled(0, False)
    settle()
    assert photo.fusion.ids == {1, 2}  # type: ignore[union-attr]


def test_a_broken_photo_during_a_run_does_not_end_that_run(
    qtbot: QtBot,
    workspace: Workspace,
    bench: FakeBench,
    settle: Callable[[], None],
    photo_file: Path,
    tmp_path: Path,
) -> None:
    bench.gate.clear()
    workspace.open(photo_file)
    qtbot.waitUntil(lambda: bool(bench.sessions) and bool(bench.sessions[0].fused))
    broken = tmp_path / "broken.jpg"
    broken.write_bytes(b"")
    workspace.open(broken)
    bench.gate.set()
    settle()
    assert workspace.photo is not None
    assert workspace.entry is not None
    assert workspace.entry.path == photo_file
    assert workspace.photo.fusion is not None


def test_another_photo_replaces_everything(
    workspace: Workspace,
    photo: OpenPhoto,
    bench: FakeBench,
    settle: Callable[[], None],
    tmp_path: Path,
) -> None:
    workspace.highlight.show_alone(1)
    bench.count = 2
    workspace.open(write_photo(tmp_path / "tall.png", 60, 200))
    settle()
    assert workspace.photo is not photo
    assert workspace.photo is not None
    assert (workspace.photo.width, workspace.photo.height) == (60, 200)
    assert len(workspace.instances) == 2
    assert workspace.highlight.alone is None
    assert shown(workspace).shape == (200, 60, 3)


def test_saturation_is_shown_at_once_and_saved(
    workspace: Workspace, photo: OpenPhoto, settle: Callable[[], None], tmp_path: Path
) -> None:
    normal = chroma(shown(workspace))
    for percent in (30, 60, 90, 120, 0):
        workspace.editor.set_adjustments(Adjustments(percent / 100))
    settle()
    assert chroma(shown(workspace)) == 0
    assert chroma(shown(workspace, Subject(Pane.INSTANCES, 1))) == 0
    workspace.editor.set_adjustments(Adjustments(0.5))
    settle()
    assert 0 < chroma(shown(workspace)) < normal
    out = tmp_path / "half.png"
    workspace.save(out)
    settle()
    assert np.array_equal(np.asarray(Image.open(out)), shown(workspace))


def test_large_photos_get_real_pixels_when_there_is_time(
    workspace: Workspace, settle: Callable[[], None], tmp_path: Path
) -> None:
    workspace.open(write_photo(tmp_path / "large.jpg", 1700, 500))
    settle()
    photo = workspace.photo
    assert photo is not None
    scales = sorted(photo.pictures[FUSED])
    assert scales == [pytest.approx(720 / 1700), 1.0]
    assert shown(workspace).shape == (500, 1700, 3)
    assert 1.0 not in photo.pictures[Subject(Pane.FULL)]
    workspace.set_zoom(1.0)
    settle()
    for subject in photo.pictures:
        assert 1.0 in photo.pictures[subject], subject


def test_no_objects_is_a_result_too(
    workspace: Workspace, bench: FakeBench, settle: Callable[[], None], photo_file: Path
) -> None:
    bench.count = 0
    workspace.open(photo_file)
    settle()
    assert workspace.can_save
    assert workspace.instances == ()


def test_an_engine_that_cannot_start_is_told_with_the_photo_in_grey(
    qtbot: QtBot, thread: object, photo_file: Path
) -> None:
    def broken() -> FakeBench:
        raise EngineError("There is no checkpoint full.safetensors.", "Install the app again.")

    workspace = Workspace(thread, broken)  # type: ignore[arg-type]
    with qtbot.waitSignal(workspace.failed):
        workspace.open(photo_file)
    qtbot.waitUntil(lambda: not workspace.working)
    assert workspace.photo is not None
    assert Subject(Pane.SOURCE) in workspace.photo.pictures
    assert workspace.can_colorize


def test_without_a_detector_the_full_image_is_shown_and_the_reason_told(
    qtbot: QtBot,
    workspace: Workspace,
    bench: FakeBench,
    settle: Callable[[], None],
    photo_file: Path,
) -> None:
    bench.no_detector = DetectorError("No detector is ready.", "Install the app again.")
    with qtbot.waitSignal(workspace.failed) as failed:
        workspace.open(photo_file)
    settle()
    assert failed.args == [bench.no_detector]
    assert workspace.photo is not None
    assert workspace.photo.fusion is not None
    assert workspace.can_edit, "objects can be drawn"
    assert chroma(shown(workspace)) > 10


def test_other_networks_colorize_the_same_objects_anew(
    workspace: Workspace, photo: OpenPhoto, settle: Callable[[], None]
) -> None:
    workspace.editor.set_enabled(1, False)
    workspace.editor.add(Box(5, 5, 60, 60), "hat")
    settle()
    other = FakeBench(count=9)
    workspace.use_bench(lambda: other)
    settle()
    assert [i.label for i in workspace.instances] == ["person", "dog", "chair", "hat"]
    assert other.sessions[0].fused[-1] == workspace.enabled == {0, 2, 3}
    assert photo.session is other.sessions[0]  # type: ignore[comparison-overlap]


def test_another_detector_alone_runs_nothing(
    workspace: Workspace, photo: OpenPhoto, settle: Callable[[], None]
) -> None:
    before = photo.session
    other = FakeBench()
    workspace.use_bench(lambda: other, again=False)
    settle()
    assert photo.session is before
    workspace.detect_again(threshold=0.5)
    settle()
    assert other.asked == [(None, 0.5)]


@pytest.fixture
def held(thread: EngineThread) -> Iterator[threading.Event]:
    """The worker waits for it, so that nothing is opened before."""
    gate = threading.Event()

    def waiting() -> Steps[None]:
        yield Step("Waiting", 0, 1)
        gate.wait(10)

    thread.submit(Lane.PREVIEW, waiting)
    yield gate
    gate.set()


def test_who_goes_back_before_another_photo_is_read_stays(
    workspace: Workspace,
    photo: OpenPhoto,
    tmp_path: Path,
    held: threading.Event,
    settle: Callable[[], None],
) -> None:
    shown = workspace.entry
    assert shown is not None
    workspace.open(write_photo(tmp_path / "other.jpg"))
    workspace.show(shown)
    held.set()
    settle()
    assert workspace.entry is workspace.album.current is shown


def test_a_photo_that_is_being_opened_gets_other_networks(
    workspace: Workspace,
    photo: OpenPhoto,
    tmp_path: Path,
    held: threading.Event,
    settle: Callable[[], None],
) -> None:
    workspace.open(write_photo(tmp_path / "other.jpg"))
    other = FakeBench()
    workspace.use_bench(lambda: other)
    held.set()
    settle()
    assert workspace.entry is workspace.album.current
    assert workspace.entry is not None
    assert workspace.entry.name == "other.jpg"
    assert workspace.photo is not None
    assert workspace.photo.session in other.sessions
