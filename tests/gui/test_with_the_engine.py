"""The window on the real engine, with random parameters and a detector that needs no checkpoint."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from conftest import write_photo
from PIL import Image
from pytestqt.qtbot import QtBot

from engine.config import EngineConfig
from engine.detection.protocol import Candidate
from engine.instances import Box
from gui import app as composition
from gui import portrait
from gui.darkroom import Pane, Subject
from gui.qimages import to_array
from gui.weight_overlay import Overlay, Show


class Halves:
    """Finds an object in each half of every photo."""

    name = "bundled"
    default_threshold = 0.3

    def detect(self, lightness: np.ndarray, threshold: float) -> Sequence[Candidate]:
        height, width = lightness.shape
        return [
            Candidate("person", 0.9, Box(4, 4, 0.48 * width, height - 4)),
            Candidate("dog", 0.8, Box(0.52 * width, 4, width - 4, height - 4)),
        ]


@pytest.fixture(scope="module")
def checkpoints(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from engine.networks.catalogue import write_random_set

    return write_random_set(tmp_path_factory.mktemp("compact"))


@pytest.fixture
def halves(monkeypatch: pytest.MonkeyPatch) -> None:
    import engine.workbench

    monkeypatch.setattr(engine.workbench, "load_detector", lambda config, device: Halves())


def test_a_photo_from_opening_to_saving(
    qtbot: QtBot, qapp: object, halves: None, checkpoints: Path, tmp_path: Path
) -> None:
    app = composition.build(EngineConfig(checkpoints=checkpoints, device="cpu"))
    qtbot.addWidget(app.window)
    workspace = app.workspace
    errors: list[Exception] = []
    workspace.failed.connect(errors.append)

    def settle() -> None:
        qtbot.waitUntil(lambda: not workspace.working or bool(errors), timeout=60_000)
        assert not errors

    try:
        app.window.files.open(write_photo(tmp_path / "pair.jpg", 160, 120))
        settle()
        photo = workspace.photo
        assert photo is not None
        assert photo.fusion is not None
        assert [i.label for i in workspace.instances] == ["person", "dog"]
        assert photo.fusion.ids == {0, 1}
        workspace.set_overlay(Overlay(Show.INSTANCE))
        view = workspace.weights
        assert view is not None
        assert 0 < view.weights.max() <= 1
        assert view.at(0.95, 0.5)[0] == 0, "the first instance has no say in the other half"
        workspace.editor.enable_none()
        settle()
        fused = photo.picture(Subject(Pane.FUSED), 1.0)
        full = photo.picture(Subject(Pane.FULL), 1.0)
        assert fused is not None
        assert full is not None
        assert np.array_equal(to_array(fused.images.largest), to_array(full.images.largest))
        workspace.save(tmp_path / "out.png")
        settle()
        saved = np.asarray(Image.open(tmp_path / "out.png"))
        assert np.array_equal(saved, to_array(fused.images.largest))
    finally:
        app.window.close()
        assert app.close()


def test_a_portrait_of_the_window(
    qtbot: QtBot,
    qapp: object,
    halves: None,
    checkpoints: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    spoken: list[str] = []
    monkeypatch.setattr(portrait, "speak", lambda qt, language: spoken.append(language))
    out = tmp_path / "window.png"
    photo = write_photo(tmp_path / "pair.jpg", 160, 120)
    arguments = [str(photo), str(out), "--checkpoints", str(checkpoints)]
    arguments += ["--weights", "winners", "--size", "1024", "700"]
    assert portrait.main([*arguments, "--language", "zh_CN"]) == 0
    assert spoken == ["zh_CN"]
    with Image.open(out) as picture:
        assert picture.size == (1024, 700)


def test_a_portrait_of_a_broken_photo_is_refused_in_one_line(
    qtbot: QtBot, qapp: object, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = tmp_path / "broken.jpg"
    broken.write_bytes(b"")
    with pytest.raises(SystemExit) as ended:
        portrait.main([str(broken), str(tmp_path / "out.png")])
    assert ended.value.code == 1
    assert "broken.jpg" in capsys.readouterr().err
    assert not (tmp_path / "out.png").exists()
