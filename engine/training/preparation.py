"""Stage 0: which photos and objects a run learns from, written once into its folder."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from engine.atomic_files import write_whole
from engine.config import EngineConfig
from engine.errors import EngineError
from engine.instances import Box
from engine.steps import Steps
from engine.texts import sentences, tr
from engine.training.filter_advice import filter_advice
from engine.training.kept_objects import kept_words
from engine.training.object_boxes import COLUMNS, LabelledBox, Objects, all_measured, filtered
from engine.training.object_search import (
    FoundObjects,
    objects_by_detector,
    objects_from_file,
    with_variances,
)
from engine.training.photo_places import PhotoPlace
from engine.training.photo_scan import LeftOut, PhotoScan, ScannedPhoto, scan_photos
from engine.training.photo_store import LONGEST_SIDE, PhotoStore, shrinking, split
from engine.training.plan import TrainingPlan
from engine.training.run_folder import RunFolder
from engine.training.stage_settings import Filters

TRAINING, HELD_OUT = "training", "held out"
PHOTO_COLUMNS = ("name", "path", "offset", "size", "height", "width", "digest", "part")
BOX_COLUMNS = (*COLUMNS, "variance")
MARK = "summary.json"


@dataclass(frozen=True)
class Prepared:
    """What a run learns from.

    Attributes:
        photos: to train on and held out, sorted by name.
        parts: `TRAINING` or `HELD_OUT` of every photo's name.
        objects: all objects of these photos, not filtered, in the photos' own pixels.
        left_out: photos that are not used, and why.
        notes: sentences to show.
        searched: objects were looked for.
    """

    photos: tuple[ScannedPhoto, ...]
    parts: Mapping[str, str]
    objects: Objects
    left_out: tuple[LeftOut, ...] = ()
    notes: tuple[str, ...] = ()
    searched: bool = True

    @property
    def measured(self) -> bool:
        """Whether the variance of every object is known."""
        return all_measured(self.objects)

    def names(self, part: str) -> list[str]:
        """The names of the photos of a part, sorted."""
        return [photo.name for photo in self.photos if self.parts[photo.name] == part]

    def shapes(self, part: str) -> dict[str, tuple[int, int]]:
        """(height, width) of the photos of a part by name, sorted."""
        return {p.name: (p.height, p.width) for p in self.photos if self.parts[p.name] == part}

    @property
    def training_objects(self) -> Objects:
        """The objects of the photos to train on, not filtered."""
        return {name: found for name, found in self.objects.items() if self.parts[name] == TRAINING}

    def store(self, *, memory: int | None = None) -> PhotoStore:
        """The photos to draw from, decoded and shrunk as they are needed; `memory` as there."""
        return PhotoStore({photo.name: photo.place for photo in self.photos}, memory=memory)

    def objects_in_store(self, filters: Filters) -> Objects:
        """What the filters keep, in the pixels of `store`'s shrunk photos."""
        factors = {p.name: shrinking((p.height, p.width), LONGEST_SIDE) for p in self.photos}
        return {
            name: [labelled.scaled(factors[name]) for labelled in found]
            for name, found in filtered(self.objects, filters).items()
        }

    def summary(self) -> str:
        """One sentence ("2,079 photos to train on, 231 held out, 5,210 objects.")."""
        training, held_out = len(self.names(TRAINING)), len(self.names(HELD_OUT))
        objects = sum(len(found) for found in self.objects.values())
        return tr(
            "{training:,} photos to train on, {held_out:,} held out, {objects:,} objects.",
            training=training,
            held_out=held_out,
            objects=objects,
        )


def prepare(
    plan: TrainingPlan,
    *,
    scan: PhotoScan | None = None,
    found: FoundObjects | None = None,
    cache: Path | None = None,
) -> Steps[Prepared]:
    """Scan, draw the subset, find the objects, split.

    Args:
        scan: an earlier scan of the plan's data, to save time.
        found: objects found earlier in photos of that scan, likewise.
        cache: see `objects_by_detector`.

    Raises:
        EngineError: nothing is left to train on, or something cannot be read.
    """
    if scan is None:
        scan = yield from scan_photos(plan.data, grey_too=plan.detects)
    if not scan.photos:
        raise EngineError(tr("None of the photos can be used."), scan.summary())
    photos = subset(scan.photos, plan.subset, plan.seed)
    parts = divided([photo.name for photo in photos], plan)
    counts = {part: list(parts.values()).count(part) for part in (TRAINING, HELD_OUT)}
    if not counts[TRAINING] or not counts[HELD_OUT]:
        raise EngineError(
            tr(
                "Of {photos:,} usable photos, {training:,} are to train on and {held_out:,} "
                "held out.",
                photos=len(photos),
                training=counts[TRAINING],
                held_out=counts[HELD_OUT],
            ),
            tr("Give more photos, or another split or hold-out pattern."),
        )
    objects: Objects = {}
    notes: tuple[str, ...] = ()
    if plan.needs_objects:
        if found is None:
            found = yield from find_objects(plan, photos, cache=cache)
        objects = {name: boxes for name, boxes in found.objects.items() if name in parts}
        notes = found.notes
        if plan.needs_variances and not all_measured(objects):
            objects = yield from with_variances(objects, photos)
    prepared = Prepared(
        tuple(photos), parts, objects, scan.left_out, notes, searched=plan.needs_objects
    )
    return replace(prepared, notes=(*notes, *object_notes(plan, prepared)))


def find_objects(
    plan: TrainingPlan, photos: Sequence[ScannedPhoto], *, cache: Path | None = None
) -> Steps[FoundObjects]:
    """The objects of some photos, from the plan's box file or by its detector.

    Raises:
        EngineError: see `objects_from_file` and `objects_by_detector`.
    """
    if plan.boxes is not None:
        return (yield from objects_from_file(plan.boxes, photos))
    device = plan.device.partition(":")[0]
    config = EngineConfig(device=device, detector=plan.detector)
    return (yield from objects_by_detector(photos, config, cache=cache))


def object_notes(plan: TrainingPlan, prepared: Prepared) -> tuple[str, ...]:
    """What is to be said of the objects that the filters leave to train on.

    Raises:
        EngineError: they leave none to a stage.
    """
    own = prepared.training_objects
    advice = [
        told
        for stage in plan.stages
        if stage != "full" and (told := filter_advice(own, plan.settings[stage].filters, stage))
    ]
    options = " ".join(told.option for told in advice if told.option)
    hint = tr("On the command line: {options}", options=options) if options else ""
    for told in advice:
        if told.blocks:
            raise EngineError(told.message, sentences(told.remedy, hint))
    few = sentences(*(told.message for told in advice), advice[0].remedy, hint) if advice else ""
    return tuple(filter(None, (kept_words(plan, own), few)))


def subset(photos: Sequence[ScannedPhoto], most: int, seed: int) -> list[ScannedPhoto]:
    """At most so many photos (0 for all), drawn by name: more photos change little of the draw."""
    if not most or most >= len(photos):
        return list(photos)
    drawn = sorted(photos, key=lambda photo: _lot(photo.name, seed, "subset"))[:most]
    return sorted(drawn, key=lambda photo: photo.name)


def divided(names: Sequence[str], plan: TrainingPlan) -> dict[str, str]:
    """`TRAINING` or `HELD_OUT` for every name."""
    if plan.hold_out:
        held_out = set(split(names, plan.hold_out)[1])
    else:
        drawn = sorted(names, key=lambda name: _lot(name, plan.seed, "split"))
        share = max(1, round(len(names) * plan.split)) if names else 0
        held_out = set(drawn[min(share, len(names) - 1) :]) if len(names) > 1 else set()
    return {name: HELD_OUT if name in held_out else TRAINING for name in names}


def objects_to_train_on(
    plan: TrainingPlan, photos: Sequence[ScannedPhoto], objects: Objects
) -> Objects:
    """Those of the photos that the plan draws to train on, as `prepare` does."""
    names = [photo.name for photo in subset(photos, plan.subset, plan.seed)]
    return {
        name: objects[name]
        for name, part in divided(names, plan).items()
        if part == TRAINING and name in objects
    }


def write_prepared(run: RunFolder, prepared: Prepared) -> None:
    """Write it into the run folder; `is_prepared` is true once all of it is there.

    Raises:
        EngineError: the folder cannot be written.
    """
    photos = (
        (p.name, p.place.path, p.place.offset, p.place.size, p.height, p.width, p.digest,
         prepared.parts[p.name])
        for p in prepared.photos
    )  # fmt: skip
    boxes = (
        (name, b.label, b.score, b.box.left, b.box.top, b.box.right, b.box.bottom,
         "" if b.variance is None else round(b.variance, 1))
        for name, found in prepared.objects.items()
        for b in found
    )  # fmt: skip
    left = ((left.name, left.kind, left.reason) for left in prepared.left_out)
    told = {
        "summary": prepared.summary(),
        "notes": prepared.notes,
        "objects": prepared.searched,
        "measured": prepared.measured,
    }
    try:
        run.prepared.mkdir(parents=True, exist_ok=True)
        write_whole(run.prepared / "photos.csv", _table(PHOTO_COLUMNS, photos))
        write_whole(run.prepared / "boxes.csv", _table(BOX_COLUMNS, boxes))
        write_whole(run.prepared / "left-out.csv", _table(("name", "kind", "reason"), left))
        write_whole(run.prepared / MARK, json.dumps(told, indent=2) + "\n")
    except OSError as error:
        raise EngineError(
            tr(
                "The list of photos could not be written to {path}: {reason}.",
                path=run.prepared,
                reason=error.strerror or error,
            ),
            tr("Make some room on the disk."),
        ) from error


def is_prepared(run: RunFolder, plan: TrainingPlan) -> bool:
    """Whether the photos and objects that a plan of this run needs are known."""
    try:
        told = json.loads((run.prepared / MARK).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return bool(
        isinstance(told, dict)
        and (told.get("objects") or not plan.needs_objects)
        and (told.get("measured") or not plan.needs_variances)
    )


def read_prepared(run: RunFolder) -> Prepared:
    """What `write_prepared` wrote; the photos that were left out are not read.

    Raises:
        EngineError: it is missing or damaged.
    """
    try:
        photos, parts = [], {}
        for row in _rows(run.prepared / "photos.csv"):
            place = PhotoPlace(Path(row["path"]), int(row["offset"]), int(row["size"]))
            size = int(row["height"]), int(row["width"])
            photos.append(ScannedPhoto(row["name"], place, *size, row["digest"]))
            parts[row["name"]] = row["part"]
        objects: Objects = {}
        for row in _rows(run.prepared / "boxes.csv"):
            box = Box(*(float(row[side]) for side in COLUMNS[3:]))
            variance = float(row["variance"]) if row["variance"] else None
            made = LabelledBox(box, row["label"], float(row["score"]), variance)
            objects.setdefault(row["name"], []).append(made)
        told = json.loads((run.prepared / MARK).read_text(encoding="utf-8"))
        notes, searched = tuple(told["notes"]), bool(told["objects"])
    except (OSError, KeyError, ValueError, TypeError) as error:
        raise EngineError(
            tr("The list of photos in {path} is damaged: {error}.", path=run.prepared, error=error),
            tr("Start another run."),
        ) from error
    return Prepared(tuple(photos), parts, objects, notes=notes, searched=searched)


def _lot(name: str, seed: int, purpose: str) -> bytes:
    return hashlib.sha256(f"{purpose} {seed} {name}".encode()).digest()


def _table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return text.getvalue()


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))
