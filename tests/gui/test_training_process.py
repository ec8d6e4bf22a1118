"""The wizard with a real training process: from the first page to the checkpoints."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from training_parts import tiny, write_photos

from engine.training.plan import STAGES, TrainingPlan
from engine.training.processes import is_running
from engine.training.run_folder import RunFolder
from gui import theme
from gui.training.wizard_window import OBJECTS, PLAN, RUN, TrainingWindow

PATIENCE_MS = 120_000  # of a busy machine; alone it takes a few seconds


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication, runs: Path) -> Iterator[TrainingWindow]:
    theme.apply(qapp)
    made = TrainingWindow(runs_folder=runs)
    qtbot.addWidget(made)
    made.show()
    yield made
    assert made.shut_down()


def test_from_photos_to_checkpoints(
    qtbot: QtBot, window: TrainingWindow, runs: Path, tmp_path: Path
) -> None:
    photos = write_photos(tmp_path / "photos", 6)
    window.draft.add_sources([photos])
    qtbot.waitUntil(lambda: window.draft.usable == 6, timeout=PATIENCE_MS)
    window.next_button.click()
    assert window.page == OBJECTS
    window.objects_page.file.set_path(tmp_path / "boxes.csv")
    window.objects_page.file.changed.emit()
    qtbot.waitUntil(lambda: window.draft.found is not None, timeout=PATIENCE_MS)
    window.next_button.click()
    assert window.page == PLAN
    window.draft.edit(tiny)
    folder = window.plan_page.place.folder
    window.start_button.click()
    page = window.run_page
    notice = window.plan_page.notice
    qtbot.waitUntil(lambda: window.page == RUN or bool(notice.text), timeout=PATIENCE_MS)
    assert notice.text == ""
    assert window.watcher.folder == folder
    qtbot.waitUntil(lambda: page.status is not None and not page.status.active, timeout=PATIENCE_MS)
    assert page.status is not None
    assert page.status.state == "finished", page.status.line()
    assert page.progress.parts() == [
        ("Full image", "done", 1.0),
        ("Instances", "done", 1.0),
        ("Fusion", "done", 1.0),
    ]
    assert page.charts.loss.accessibleDescription().startswith("training ")
    assert page.samples.label.text() == "Step 2"
    assert page.figures.rowCount() > 4
    with qtbot.waitSignal(window.use_checkpoints) as used:
        page.bar.use_button.click()
    assert used.args == [folder / "checkpoints"]
    assert {path.stem for path in used.args[0].glob("*.safetensors")} == set(STAGES)
    assert len(list(photos.rglob("*.png"))) == 6


def test_closing_the_window_leaves_the_training_and_finds_it_again(
    qtbot: QtBot, qapp: QApplication, window: TrainingWindow, runs: Path, tmp_path: Path
) -> None:
    window.draft.add_sources([write_photos(tmp_path / "photos", 6, side=64)])
    qtbot.waitUntil(lambda: window.draft.usable == 6, timeout=PATIENCE_MS)

    def long(plan: TrainingPlan) -> TrainingPlan:
        return tiny(plan).changed("full", steps=100_000)

    window.draft.edit(lambda plan: long(TrainingPlan(data=plan.data, stages=("full",))))
    window.show_page(PLAN)
    window.start_button.click()
    qtbot.waitUntil(lambda: window.page == RUN, timeout=PATIENCE_MS)
    folder = window.watcher.folder
    assert folder is not None
    pid = RunFolder(folder).process()["pid"]
    window.close()
    assert window.shut_down()
    assert is_running(int(str(pid)))

    again = TrainingWindow(runs_folder=runs)
    qtbot.addWidget(again)
    again.show()
    page = again.run_page
    qtbot.waitUntil(
        lambda: page.status is not None and page.status.state == "running", timeout=PATIENCE_MS
    )
    assert again.watcher.folder == folder
    again.show_page(RUN)
    page.bar.pause_button.click()
    qtbot.waitUntil(
        lambda: page.status is not None and page.status.state == "stopped", timeout=PATIENCE_MS
    )
    assert page.status is not None
    assert page.status.snapshot == page.status.step
    qtbot.waitUntil(lambda: not is_running(int(str(pid))), timeout=PATIENCE_MS)
    assert page.bar.resume_button.isVisible()
    assert again.shut_down()
