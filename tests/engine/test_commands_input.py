"""Which photos a command line means, where results go, and a person's boxes."""

from __future__ import annotations

import json
import os
from argparse import ArgumentTypeError
from pathlib import Path

import pytest

from engine.batch.photo_walk import Found, find_photos, is_own_result
from engine.batch.targets import Targets, free_names, make_folder, result_name
from engine.commands import options as shared
from engine.commands.boxes_file import read_boxes
from engine.errors import EngineError
from engine.instances import Box
from engine.steering import Steering


def names(found: list[Found | EngineError], root: Path) -> list[str]:
    return [
        "error" if isinstance(f, EngineError) else f.path.relative_to(root).as_posix()
        for f in found
    ]


def touch(root: Path, *paths: str) -> None:
    for path in paths:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(b"x")


class TestPhotoWalk:
    def test_folder_gives_its_photos_in_order(self, tmp_path: Path) -> None:
        touch(tmp_path, "b.JPG", "a.webp", "c.txt", ".d.jpg", "inner/e.png")
        assert names(list(find_photos([tmp_path])), tmp_path) == ["a.webp", "b.JPG"]

    def test_the_folder_one_is_in(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        touch(tmp_path, "a.jpg", "-colorized.jpg")
        monkeypatch.chdir(tmp_path)
        for here in (".", "", tmp_path):
            found = [photo for photo in find_photos([Path(here)]) if isinstance(photo, Found)]
            assert [photo.path.name for photo in found] == ["-colorized.jpg", "a.jpg"]

    def test_recursive(self, tmp_path: Path) -> None:
        touch(tmp_path, "b.bmp", "inner/e.png", "inner/deep/f.tiff", ".hidden/g.png")
        found = list(find_photos([tmp_path], recursive=True))
        assert names(found, tmp_path) == ["b.bmp", "inner/e.png", "inner/deep/f.tiff"]
        assert all(isinstance(f, Found) and f.folder == tmp_path for f in found)

    def test_own_results_are_left_out(self, tmp_path: Path) -> None:
        touch(tmp_path, "a.jpg", "a-colorized.jpg", "steps/a/ab.npz")
        touch(tmp_path, "steps/a/contact-sheet.png", "steps/a/full.png")
        assert names(list(find_photos([tmp_path], recursive=True)), tmp_path) == ["a.jpg"]

    def test_wildcard_given_twice(self, tmp_path: Path) -> None:
        touch(tmp_path, "a.jpg", "a-colorized.jpg", "b-colorized.jpg")
        found = list(find_photos(sorted(tmp_path.glob("*.jpg"))))
        assert names(found, tmp_path) == ["a.jpg", "b-colorized.jpg"]  # b has no original here

    def test_each_photo_once(self, tmp_path: Path) -> None:
        touch(tmp_path, "a.jpg")
        twice = [tmp_path / "a.jpg", tmp_path, tmp_path / "." / "a.jpg"]
        assert names(list(find_photos(twice)), tmp_path) == ["a.jpg"]

    def test_result_folders_are_not_looked_into(self, tmp_path: Path) -> None:
        touch(tmp_path, "a.jpg", "out/b.jpg")
        found = list(find_photos([tmp_path], recursive=True, skip=[tmp_path / "out"]))
        assert names(found, tmp_path) == ["a.jpg"]

    def test_missing_file_and_empty_folder_are_sentences(self, tmp_path: Path) -> None:
        (tmp_path / "empty").mkdir()
        touch(tmp_path, "a.jpg")
        given = [tmp_path / "no.jpg", tmp_path / "empty", tmp_path / "a.jpg"]
        missing, empty, good = find_photos(given)
        assert isinstance(missing, EngineError)
        assert "no such file" in missing.message
        assert isinstance(empty, EngineError)
        assert "--recursive" in empty.remedy
        assert isinstance(good, Found)

    def test_link_that_goes_in_circles(self, tmp_path: Path) -> None:
        touch(tmp_path, "inner/a.jpg")
        (tmp_path / "inner" / "loop").symlink_to(tmp_path, target_is_directory=True)
        assert len(list(find_photos([tmp_path], recursive=True))) == 1

    def test_locked_folder(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        touch(tmp_path, "a.jpg", "locked/b.jpg")
        scandir = os.scandir

        def refusing(path: str) -> object:  # root, as in a container, may read everything
            if str(path).endswith("locked"):
                raise PermissionError(13, "Permission denied", str(path))
            return scandir(path)

        monkeypatch.setattr(os, "scandir", refusing)
        good, error = find_photos([tmp_path], recursive=True)
        assert isinstance(good, Found)
        assert isinstance(error, EngineError)
        assert "locked cannot be read: permission denied" in error.message

    def test_own_result_by_name(self) -> None:
        assert is_own_result(Path("a-colorized.png"))
        assert not is_own_result(Path("-colorized.png"))
        assert not is_own_result(Path("colorized.png"))


class TestTargets:
    @pytest.mark.parametrize(
        ("photo", "result"),
        [
            ("a.jpg", "a-colorized.jpg"),
            ("a.b.TIF", "a.b-colorized.TIF"),
            ("a.bmp", "a-colorized.png"),
            ("scan", "scan-colorized.png"),
        ],
    )
    def test_result_name(self, photo: str, result: str) -> None:
        assert result_name(Path(photo)) == result

    @pytest.mark.parametrize("stem", ["x" * 250, "ä" * 125, "x" + "照" * 83])
    def test_a_long_name_is_cut_to_one_that_can_be(self, tmp_path: Path, stem: str) -> None:
        photos = [Found(tmp_path / f"{stem}.jpg"), Found(tmp_path / f"{stem}.png")]
        targets = Targets(None, photos, folders=False, suffix=".png")
        results = [targets.of(photo) for photo in photos]
        assert len(set(results)) == 2
        for photo, result in zip(photos, results, strict=True):
            photo.path.touch()
            result.touch()
            assert len(os.fsencode(result.name)) > 250
            assert result.name.startswith(stem[:40])
            assert result.name.endswith("-colorized.png")
        assert list(find_photos([photos[0].path, results[0]])) == photos[:1]
        strange = result_name(Path("\udcff" * 250 + ".jpg"))  # bytes that are no text
        assert strange == "\udcff" * 241 + "-colorized.jpg"

    def test_beside_the_photo(self, tmp_path: Path) -> None:
        found = Found(tmp_path / "a.jpg")
        assert Targets(None, [found], folders=False).of(found) == tmp_path / "a-colorized.jpg"

    def test_one_file(self, tmp_path: Path) -> None:
        found = Found(tmp_path / "a.jpg")
        output = str(tmp_path / "b.png")
        assert Targets(output, [found], folders=False).of(found) == tmp_path / "b.png"

    @pytest.mark.parametrize("output", ["new", "new/", "new.d/"])
    def test_new_folder(self, tmp_path: Path, output: str) -> None:
        found = Found(tmp_path / "a.jpg")
        targets = Targets(f"{tmp_path}/{output}", [found], folders=False)
        assert targets.of(found) == tmp_path / output / "a-colorized.jpg"

    def test_folder_is_mirrored(self, tmp_path: Path) -> None:
        album = tmp_path / "album"
        found = Found(album / "x" / "y" / "a.jpg", album)
        targets = Targets(str(tmp_path / "out"), [found], folders=True)
        assert targets.of(found) == tmp_path / "out" / "x" / "y" / "a-colorized.jpg"

    def test_two_photos_for_one_file(self, tmp_path: Path) -> None:
        names = ("a.png", "a.bmp", "a-2.png", "A.bmp")
        photos = [Found(tmp_path / name) for name in names]
        targets = Targets(None, photos, folders=False)
        assert [targets.of(photo).name for photo in photos] == [
            "a-colorized.png",
            "a-3-colorized.png",  # a-2 is another photo's
            "a-2-colorized.png",
            "A-4-colorized.png",  # some disks take A for a
        ]

    def test_results_of_an_earlier_run_are_not_hit(self, tmp_path: Path) -> None:
        photo = Found(tmp_path / "a.bmp")
        taken = [tmp_path / "a-colorized.png", tmp_path / "a-2-colorized.png"]
        targets = Targets(None, [photo], folders=True, taken=taken)
        assert targets.of(photo).name == "a-3-colorized.png"

    def test_another_format(self, tmp_path: Path) -> None:
        photos = [Found(tmp_path / "a.png"), Found(tmp_path / "a.tif")]
        targets = Targets(str(tmp_path / "out/"), photos, folders=True, suffix=".jpg")
        names = [targets.of(photo).name for photo in photos]
        assert names == ["a-colorized.jpg", "a-2-colorized.jpg"]

    def test_never_onto_a_photo(self, tmp_path: Path) -> None:
        found = Found(tmp_path / "a.jpg")
        with pytest.raises(EngineError, match="would replace the photo"):
            Targets(str(tmp_path / "a.jpg"), [found], folders=False).of(found)

    def test_one_file_for_many(self, tmp_path: Path) -> None:
        photos = [Found(tmp_path / "a.jpg"), Found(tmp_path / "b.jpg")]
        with pytest.raises(EngineError, match="is one file"):
            Targets("out.png", photos, folders=False)
        with pytest.raises(EngineError, match="is one file"):
            Targets("out.png", photos[:1], folders=True)

    def test_unknown_suffix(self, tmp_path: Path) -> None:
        with pytest.raises(EngineError, match="no suffix of a picture"):
            Targets("out.gif", [Found(tmp_path / "a.jpg")], folders=False)

    def test_one_file_of_another_format_than_asked_for(self, tmp_path: Path) -> None:
        photos = [Found(tmp_path / "a.jpg")]
        with pytest.raises(EngineError, match=r"a\.jpg is no name for a TIFF") as caught:
            Targets("a.jpg", photos, folders=False, suffix=".tif")
        assert "Use a name with .tif" in caught.value.remedy
        target = Targets("b.TIFF", photos, folders=False, suffix=".tif").of(photos[0])
        assert target == Path("b.TIFF")

    def test_folder_that_cannot_be_made(self, tmp_path: Path) -> None:
        touch(tmp_path, "file")
        with pytest.raises(EngineError, match="cannot be made"):
            make_folder(tmp_path / "file" / "folder")

    def test_free_names(self) -> None:
        assert list(free_names(["a", "b", "A", "a"])) == ["a", "b", "A-2", "a-3"]


class TestBoxes:
    def write(self, tmp_path: Path, content: object) -> Path:
        path = tmp_path / "boxes.json"
        path.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
        return path

    def test_good_file(self, tmp_path: Path) -> None:
        entries = [
            {"box": [1, 2, 3.5, 4], "label": "dog", "score": 0.5},
            {"box": [0, 0, 10, 10], "anything": "else"},
        ]
        first, second = read_boxes(self.write(tmp_path, entries))
        assert (first.id, first.label, first.score) == (0, "dog", 0.5)
        assert first.box == Box(1, 2, 3.5, 4)
        assert (second.id, second.label, second.score) == (1, "object", 1.0)

    def test_steering(self, tmp_path: Path) -> None:
        steered = {"strength": 0.5, "saturation": 2, "warmth": -1, "colour": "#102030"}
        entries = [{"box": [0, 0, 10, 10], **steered, "point": [3, 4.5]}]
        (found,) = read_boxes(self.write(tmp_path, entries))
        assert found.steering == Steering(0.5, 2.0, -1.0, (16, 32, 48), (3.0, 4.5))

    def test_no_boxes_is_a_choice(self, tmp_path: Path) -> None:
        assert read_boxes(self.write(tmp_path, [])) == ()

    def test_file_of_a_windows_editor(self, tmp_path: Path) -> None:
        assert len(read_boxes(self.write(tmp_path, '\ufeff[{"box": [0, 0, 1, 1]}]'))) == 1

    @pytest.mark.parametrize(
        ("content", "words"),
        [
            ("", "is not JSON"),
            ("[{]", "is not JSON"),
            ("[" * 100_000, "is not JSON"),
            ('{"box": [1, 2, 3, 4]}', "holds no list"),
            ("[1]", 'entry 1 has no "box"'),
            ('[{"box": [1, 2, 3]}]', "not four numbers"),
            ('[{"box": [1, 2, 3, "4"]}]', "not four numbers"),
            ('[{"box": [1, 2, 3, true]}]', "not four numbers"),
            ('[{"box": [1, 2, 3, NaN]}]', "not four numbers"),
            ('[{"box": [1, 2, Infinity, 4]}]', "not four numbers"),
            (f'[{{"box": [1, 2, 3, 1{"0" * 400}]}}]', "not four numbers"),
            ('[{"box": [0, 0, 9, 9]}, {"box": [5, 5, 5, 9]}]', "entry 2 has an empty box"),
            ('[{"box": [5, 9, 8, 1]}]', "empty box"),
            ('[{"box": [0, 0, 1, 1], "label": 3}]', "label"),
            ('[{"box": [0, 0, 1, 1], "label": " "}]', "label"),
            ('[{"box": [0, 0, 1, 1], "score": 1.5}]', "score"),
            ('[{"box": [0, 0, 1, 1], "score": "1"}]', "score"),
            ('[{"box": [0, 0, 1, 1], "strength": "1"}]', "a strength that is not a number"),
            ('[{"box": [0, 0, 1, 1], "saturation": -1}]', "the saturation -1 is not between 0"),
            ('[{"box": [0, 0, 1, 1], "warmth": NaN}]', "a warmth that is not a number"),
            ('[{"box": [0, 0, 1, 1], "colour": 3}]', "colour that is not a text"),
            ('[{"box": [0, 0, 1, 1], "colour": "reddish"}]', "there is no colour 'reddish'"),
            ('[{"box": [0, 0, 1, 1], "point": [1]}]', "point that is not two numbers"),
        ],
    )
    def test_broken_file_is_a_sentence(self, tmp_path: Path, content: str, words: str) -> None:
        with pytest.raises(EngineError, match=words) as caught:
            read_boxes(self.write(tmp_path, content))
        assert "boxes.json" in caught.value.message

    @pytest.mark.skipif(not Path("/dev/zero").exists(), reason="there is no file without an end")
    def test_a_file_without_an_end_is_not_read_for_ever(self) -> None:
        with pytest.raises(EngineError, match="too large"):
            read_boxes(Path("/dev/zero"))

    def test_not_text_or_not_there(self, tmp_path: Path) -> None:
        binary = tmp_path / "boxes.json"
        binary.write_bytes(b"\xff\xfe\x00\x80[")
        for path, words in ((binary, "is not JSON"), (tmp_path / "no", "cannot be read")):
            with pytest.raises(EngineError, match=words):
                read_boxes(path)
        with pytest.raises(EngineError, match="cannot be read"):
            read_boxes(tmp_path)


class TestOptionValues:
    @pytest.mark.parametrize("text", ["nan", "-1", "5", "much", "inf"])
    def test_saturation(self, text: str) -> None:
        with pytest.raises(ArgumentTypeError, match="is not a number from 0 to 4"):
            shared.saturation(text)

    def test_an_empty_name_is_none(self) -> None:
        assert shared.path("a.jpg") == Path("a.jpg")
        with pytest.raises(ArgumentTypeError, match="empty"):
            shared.path("")

    @pytest.mark.parametrize("text", ["0", "101", "90.5", "x"])
    def test_quality(self, text: str) -> None:
        assert shared.quality("90") == 90
        with pytest.raises(ArgumentTypeError, match="is not a"):
            shared.quality(text)
