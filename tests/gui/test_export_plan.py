"""What can be exported and what it is called, without a widget."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.figures import SheetLayout, instance_names
from engine.instances import Box, Instance
from engine.panes import PaneChoice, PaneKind
from gui.album import Entry
from gui.export.export_plan import ExportPlan, frame_size, pane_word, scale_of
from gui.naming import export_path, export_trouble, suggested_path

DOG = Instance(1, "dog / cat", 0.8, Box(10, 20, 60.5, 120))


def test_sixteen_bits_only_where_they_make_sense() -> None:
    assert ExportPlan(suffix=".png", bit_depth=16).depth == 16
    assert ExportPlan(suffix=".tif", bit_depth=16).depth == 16
    for plan in (
        ExportPlan(suffix=".jpg", bit_depth=16),
        ExportPlan(suffix=".webp", bit_depth=16),
        ExportPlan(PaneChoice(PaneKind.BOXES), suffix=".png", bit_depth=16),
        ExportPlan(None, suffix=".tif", bit_depth=16),
    ):
        assert plan.depth == 8
        assert plan.depth_trouble.endswith(".")


def test_quality_is_for_what_loses_something() -> None:
    assert not ExportPlan(suffix=".webp").quality_trouble
    assert "PNG" in ExportPlan(suffix=".png").quality_trouble


def test_what_is_too_large_is_said() -> None:
    assert not ExportPlan().trouble(3000, 4000)
    assert "megapixels" in ExportPlan().trouble(20_000, 20_000)
    assert "16383" in ExportPlan(suffix=".webp").trouble(100, 17_000)
    assert not ExportPlan(suffix=".tif").trouble(100, 17_000)
    assert "panel" in ExportPlan(None, SheetLayout(panes=())).trouble(0, 0)


def test_sizes() -> None:
    assert frame_size(ExportPlan(), 300, 400, None) == (300, 400)
    crop = ExportPlan(PaneChoice(PaneKind.INSTANCE, 1), longest=50)
    assert frame_size(crop, 300, 400, DOG) == (100, 51)
    assert scale_of(crop, 100, 51) == 0.5
    assert scale_of(ExportPlan(longest=9000), 300, 400) == 1
    assert frame_size(ExportPlan(None, SheetLayout(panes=())), 300, 400, None) == (0, 0)
    assert frame_size(ExportPlan(None), 300, 400, None)[1] > 3 * 480


@pytest.mark.parametrize(
    ("choice", "word"),
    [
        (None, "figure"),
        (PaneChoice(PaneKind.RESULT), "colorized"),
        (PaneChoice(PaneKind.WEIGHTS), "weights-full-image"),
        (PaneChoice(PaneKind.WEIGHTS, 1, "tap_2"), "weights-2-dog-cat-tap_2"),
        (PaneChoice(PaneKind.INSTANCE, 1), "instance-2-dog-cat"),
    ],
)
def test_words_for_file_names(choice: PaneChoice | None, word: str) -> None:
    assert pane_word(choice, [DOG]) == word


def test_file_names() -> None:
    entry = Entry("street.jpg", Path("/photos/street.jpg"))
    assert export_path(entry, "boxes", ".png", folder=None) == Path("/photos/street-boxes.png")
    other = export_path(entry, "boxes", ".png", pattern=" {pane} of {name} ", folder=Path("/out"))
    assert other == Path("/out/boxes of street.png")
    odd = Entry("{pane}.jpg", Path("/photos/{pane}.jpg"))
    assert export_path(odd, "boxes", ".png", folder=None).name == "{pane}-boxes.png"
    assert export_path(Entry("Pasted 1"), "figure", ".tif", folder=None).parent == Path.home()


def test_a_long_name_is_cut_to_one_that_can_be() -> None:
    entry = Entry("long", Path("/photos") / f"{'照' * 83}.jpg")
    for path, ending in (
        (export_path(entry, "boxes", ".png", folder=None), "-boxes.png"),
        (suggested_path(entry), "-colorized.jpg"),
        (suggested_path(entry, pattern="{name} of {name}"), ".jpg"),
    ):
        assert path.name.startswith("照" * 40)
        assert path.name.endswith(ending)
        assert len(path.name.encode()) <= 255


@pytest.mark.parametrize(
    "pattern", ["", "  ", "a/b", "..\\{name}", "{name", "{nam}", ".{name}", "x" * 101, "a\nb"]
)
def test_patterns_that_name_nothing(pattern: str) -> None:
    assert export_trouble(pattern)
    assert not export_trouble("{name}-{pane}")
    assert not export_trouble("figure 3")


def test_instances_of_one_label_are_numbered() -> None:
    box = Box(0, 0, 1, 1)
    labels = ["person", "dog", "person"]
    instances = [Instance(i, label, 1, box) for i, label in enumerate(labels)]
    assert list(instance_names(instances).values()) == ["person 1", "dog", "person 2"]
