"""What a training prepares: photos divided, objects kept, everything read again."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from album_parts import HEADER, photo
from PIL import Image

from engine.errors import EngineError
from engine.instances import Box
from engine.steps import finish
from engine.training.photo_scan import scan_photos
from engine.training.photo_store import PhotoStore
from engine.training.plan import TrainingPlan
from engine.training.preparation import (
    HELD_OUT,
    TRAINING,
    divided,
    is_prepared,
    prepare,
    read_prepared,
    subset,
    write_prepared,
)
from engine.training.run_folder import RunFolder
from engine.training.stage_settings import REPORT_FILTERS, Filters
from engine.training.wizard import samples


def many(count: int, folder: Path) -> Path:
    folder.mkdir()
    random = np.random.default_rng(0)
    for number in range(count):
        pixels = random.integers(0, 256, (6, 6, 3)).astype(np.uint8)
        Image.fromarray(pixels).resize((64, 48), Image.Resampling.BICUBIC).save(
            folder / f"{number:03}.png"
        )
    return folder


class TestPreparation:
    @pytest.mark.parametrize(("share", "training"), [(0.9, 18), (0.99, 19), (0.6, 12), (0.4, 8)])
    def test_splits(self, share: float, training: int) -> None:
        names = [f"{number}.jpg" for number in range(20)]
        parts = divided(names, TrainingPlan((Path("x"),), split=share))
        assert list(parts.values()).count(TRAINING) == training
        assert parts == divided(names, TrainingPlan((Path("x"),), split=share))
        if share != 0.99:
            assert parts != divided(names, TrainingPlan((Path("x"),), split=share, seed=1))

    def test_a_subset_is_drawn_by_the_seed(self, tmp_path: Path) -> None:
        photos = finish(scan_photos([many(12, tmp_path / "photos")])).photos
        drawn = subset(photos, 5, seed=0)
        assert len(drawn) == 5
        assert drawn == subset(photos, 5, seed=0) != subset(photos, 5, seed=1)
        assert subset(photos, 0, seed=0) == list(photos)
        assert [p for p in subset(photos[1:], 5, seed=0) if p in drawn]

    def test_what_is_prepared_is_read_again(self, tmp_path: Path) -> None:
        folder = many(10, tmp_path / "photos")
        path = tmp_path / "boxes.csv"
        path.write_text(
            HEADER + "".join(f"{n:03}.png,bird,0.{9 - n % 5},4,4,60,40\n" for n in range(9))
        )
        plan = TrainingPlan((folder,), boxes=path, network="unet", subset=8, split=0.75)
        plan = plan.filtered(Filters(min_score=0.6, min_variance=1.0))
        run = RunFolder(tmp_path / "run")
        run.create(plan)
        assert not is_prepared(run, plan)
        prepared = finish(prepare(plan))
        write_prepared(run, prepared)
        assert is_prepared(run, plan)
        again = read_prepared(run)
        assert again.photos == prepared.photos
        assert again.parts == prepared.parts
        assert len(again.names(TRAINING)) == 6
        assert len(again.names(HELD_OUT)) == 2
        assert all(b.variance is not None for found in again.objects.values() for b in found)
        counts = samples(plan, prepared)
        assert counts["full"] == 6
        assert 0 < counts["instance"] == counts["fusion"] < 6
        assert again.summary() == prepared.summary()
        (run.prepared / "photos.csv").write_text("name\nx\n")
        with pytest.raises(EngineError, match="damaged"):
            read_prepared(run)

    def test_objects_that_were_not_needed_are_found_when_they_are(self, tmp_path: Path) -> None:
        plan = TrainingPlan((many(6, tmp_path / "photos"),), stages=("full",), split=0.6)
        run = RunFolder(tmp_path / "run")
        run.create(plan)
        write_prepared(run, finish(prepare(plan)))
        assert is_prepared(run, plan)
        assert not is_prepared(run, TrainingPlan(plan.data, boxes=Path("b.csv"), split=0.6))

    def test_nothing_left_is_one_sentence(self, tmp_path: Path) -> None:
        folder = many(6, tmp_path / "photos")
        path = tmp_path / "boxes.csv"
        path.write_text(HEADER + "".join(f"{n:03}.png,bird,0.7,4,4,60,40\n" for n in range(6)))
        plan = TrainingPlan((folder,), boxes=path, split=0.5).filtered(REPORT_FILTERS)
        with pytest.raises(EngineError, match=r"highest of 3 scores is 0\.70") as caught:
            finish(prepare(plan))
        assert "Take 0.7 as the smallest score, which keeps 3 objects" in caught.value.remedy
        assert caught.value.remedy.endswith(
            "On the command line: --set instance.filters.min_score=0.7 "
            "--set fusion.filters.min_score=0.7"
        )
        with pytest.raises(EngineError, match="0 held out"):
            finish(prepare(TrainingPlan((folder,), boxes=path, hold_out="nobody")))
        (tmp_path / "broken").mkdir()
        (tmp_path / "broken" / "a.jpg").write_bytes(b"no photo")
        with pytest.raises(EngineError, match="None of the photos can be used") as caught:
            finish(prepare(TrainingPlan((tmp_path / "broken",))))
        assert caught.value.remedy == "0 photos; left out: 1 unreadable."

    def test_boxes_follow_photos_that_are_shrunk(self, tmp_path: Path) -> None:
        folder = tmp_path / "photos"
        folder.mkdir()
        photo("coffee", 1024).save(folder / "a.png")
        photo("cat", 400).save(folder / "b.png")
        path = tmp_path / "boxes.csv"
        path.write_text(HEADER + "a.png,cup,0.9,100,200,300,400\nb.png,cat,0.9,10,20,110,120\n")
        prepared = finish(prepare(TrainingPlan((folder,), boxes=path, split=0.5, seed=3)))
        store = prepared.store()
        assert isinstance(store, PhotoStore)
        assert store.photo("a.png").shape[1] == 640
        objects = prepared.objects_in_store(Filters())
        assert objects["a.png"][0].box == Box(62.5, 125, 187.5, 250)
        assert objects["b.png"][0].box == Box(10, 20, 110, 120)
