"""A training as a person planned it: what, on which photos, how; kept as the run's `run.json`."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from engine.config import DEFAULT_VARIANT, DETECTORS, NETWORKS
from engine.errors import EngineError
from engine.texts import comma_listed, marked, tr
from engine.training.recipes import RECIPES, STRIDES, recipe
from engine.training.stage_settings import Filters, StageSettings

PLAN_VERSION = 1
STAGES = (marked("full"), marked("instance"), marked("fusion"))
DETECTOR = "detector"  # the one stage, and the recipe, of a training of the bundled detector
STAGE_WORDS = {
    "full": marked("full-image"),
    "instance": marked("instance"),
    "fusion": marked("fusion"),
    DETECTOR: marked("detector"),
}
RULES = ("masked", "padded", "added")
VARIANTS = ("lite0", "lite1", "lite2")
SPLITS = (0.9, 0.99, 0.6, 0.4)  # shares to train on that the report compared; its choice first


@dataclass(frozen=True)
class TrainingPlan:
    """Everything that decides a training's outcome; frozen, checked when made.

    Attributes:
        data: folders (any nesting) and tars of colour photos; only ever read.
        boxes: a file of objects (CSV, COCO JSON, the originals' .npz); None lets `detector` look.
        detector: who finds the objects where there is no file, as in `EngineConfig.detector`.
        network: one of `NETWORKS`.
        variant: of the compact network's or the detector's encoder.
        recipe: the preset that the settings came from, one of `RECIPES`, or `DETECTOR`.
        stages: which stages are trained, in the order of `STAGES`; or `DETECTOR` alone.
        settings: of every stage, also of those that are not trained.
        rule: how the fusion blends, see `engine.networks.fusion.FusionRule`; empty takes the
            recipe's: the paper's pads, all others mask.
        subset: at most so many photos, drawn by the seed; 0 for all.
        split: share of the photos to train on, 0..1; the others are held out for validation.
        hold_out: a pattern; photos whose stem matches it are held out, and `split` does not count.
        seed: of subset, split, data order, augmentation and dropout.
        device: auto, cpu, cuda, cuda:N or mps.
        start_from: a folder of this network's checkpoints; what stages that are not trained would
            have made is taken from there. A detector's training goes on from the one in there; its
            file can be given, too.
        fine_tune: the stages that are trained go on from the checkpoints in `start_from`, too,
            rather than from ImageNet or from the stage before. A detector does so in any case.
        teacher: a detector that sees colours, a folder or its file; the one that is trained learns
            to find in grey, aged pictures what it finds in them as they were.
    """

    data: tuple[Path, ...]
    boxes: Path | None = None
    detector: str = "auto"
    network: str = "compact"
    variant: str = DEFAULT_VARIANT
    recipe: str = "compact"
    stages: tuple[str, ...] = STAGES
    settings: Mapping[str, StageSettings] = field(default_factory=dict)
    rule: str = ""
    subset: int = 0
    split: float = SPLITS[0]
    hold_out: str = ""
    seed: int = 0
    device: str = "auto"
    start_from: Path | None = None
    fine_tune: bool = False
    teacher: Path | None = None

    def __post_init__(self) -> None:
        _choice(marked("network"), self.network, NETWORKS)
        _choice(marked("recipe"), self.recipe, (DETECTOR,) if self.detects else RECIPES)
        _choice(marked("variant"), self.variant, VARIANTS)
        _choice(marked("detector"), self.detector, DETECTORS)
        if not self.data:
            raise EngineError(
                tr("There are no photos to train on."), tr("Give a folder or tar of them.")
            )
        if not self.stages:
            raise EngineError(
                tr("No stage is chosen."),
                tr("Choose some of {stages}.", stages=comma_listed(STAGES)),
            )
        for stage in self.stages:
            _choice(marked("stage"), stage, (DETECTOR,) if self.detects else STAGES)
        put = object.__setattr__  # the documented way to normalize a frozen dataclass
        put(self, "data", tuple(Path(path).absolute() for path in self.data))
        put(self, "boxes", None if self.boxes is None else Path(self.boxes).absolute())
        put(self, "start_from", None if self.start_from is None else self.start_from.absolute())
        put(self, "teacher", None if self.teacher is None else self.teacher.absolute())
        put(self, "rule", self.rule or ("padded" if self.recipe == "paper" else "masked"))
        _choice(marked("fusion rule"), self.rule, RULES)
        ordered = (*STAGES, DETECTOR)
        put(self, "stages", tuple(stage for stage in ordered if stage in self.stages))
        put(self, "settings", {**recipe(self.recipe, self.network), **self.settings})
        if not re.fullmatch(r"auto|cpu|mps|cuda(:\d+)?", self.device):
            raise EngineError(
                tr("There is no device {device!r}.", device=self.device),
                tr("Use auto, cpu, cuda, cuda:1 or mps."),
            )
        if not 0.01 <= self.split <= 0.999:
            raise EngineError(
                tr("The share of photos to train on is {split:g}.", split=self.split),
                tr("Give 0.01 to 0.999."),
            )
        if self.subset < 0:
            raise EngineError(
                tr("A subset of {subset} photos is not one.", subset=self.subset),
                tr("Give 0 for all."),
            )
        if not 0 <= self.seed < 1 << 63:  # what NumPy and PyTorch both take
            raise EngineError(
                tr("A seed of {seed} is none.", seed=self.seed),
                tr("Give a whole number from 0 to {largest:,}.", largest=(1 << 63) - 1),
            )
        try:
            re.compile(self.hold_out)
        except re.error as error:
            raise EngineError(
                tr(
                    "The hold-out pattern {hold_out!r} is not one: {error}.",
                    hold_out=self.hold_out,
                    error=error,
                ),
                tr("Correct it."),
            ) from None
        if self.fine_tune and self.start_from is None:
            raise EngineError(
                tr("There are no checkpoints to go on from."),
                tr("Give a folder of checkpoints to start from."),
            )
        if self.teacher is not None and not self.detects:
            raise EngineError(tr("Only a detector has a teacher."), tr("Leave it out."))
        for stage in self.stages:
            side, stride = self.settings[stage].side, STRIDES[self.network]
            if self.detects and not side:
                raise EngineError(
                    tr("The detector's pictures need a size."), tr("Give 416, or another.")
                )
            if side % stride:
                raise EngineError(
                    tr(
                        "The {stage} stage's pictures have a side of {side}, but the network "
                        "{network} needs a multiple of {stride}.",
                        stage=tr(STAGE_WORDS[stage]),
                        side=side,
                        network=self.network,
                        stride=stride,
                    ),
                    tr("Give {side}.", side=max(1, round(side / stride)) * stride),
                )

    @property
    def detects(self) -> bool:
        """Whether the bundled detector is trained, and not the networks that colorize."""
        return DETECTOR in self.stages

    @property
    def needs_objects(self) -> bool:
        """Whether a stage is trained that learns from objects."""
        return bool({"instance", "fusion", DETECTOR} & set(self.stages))

    @property
    def needs_variances(self) -> bool:
        """Whether a stage's filters ask how much objects vary."""
        chosen = [self.settings[stage] for stage in self.stages if stage != "full"]
        return any(settings.filters.min_variance > 0 for settings in chosen)

    def changed(self, stage: str, **values: Any) -> TrainingPlan:
        """The plan with some of a stage's settings changed.

        Raises:
            EngineError: a value makes no sense.
        """
        settings = {**self.settings, stage: replace(self.settings[stage], **values)}
        return replace(self, settings=settings)

    def filtered(self, filters: Filters) -> TrainingPlan:
        """The plan with the same filters in the stages that learn from objects."""
        return self.changed("instance", filters=filters).changed("fusion", filters=filters)

    def with_recipe(self, name: str, network: str | None = None) -> TrainingPlan:
        """The plan with a preset's settings for all stages, and perhaps another network."""
        return replace(self, recipe=name, network=network or self.network, rule="", settings={})

    def to_json(self) -> str:
        """The text of `run.json`."""
        values = asdict(self)
        values["data"] = [str(path) for path in self.data]
        values["boxes"] = None if self.boxes is None else str(self.boxes)
        values["start_from"] = None if self.start_from is None else str(self.start_from)
        values["teacher"] = None if self.teacher is None else str(self.teacher)
        values["settings"] = {name: made.to_json() for name, made in self.settings.items()}
        return json.dumps({"version": PLAN_VERSION, **values}, indent=2) + "\n"

    @classmethod
    def from_json(cls, text: str) -> TrainingPlan:
        """The plan of a `run.json`.

        Raises:
            EngineError: it is damaged, of a newer version, or a value makes no sense.
        """
        try:
            values = json.loads(text)
            version = int(values.pop("version"))
        except (ValueError, TypeError, AttributeError, KeyError, ArithmeticError, RecursionError):
            raise EngineError(
                tr("The plan of the run (run.json) is damaged."), tr("Start another run.")
            ) from None
        if version > PLAN_VERSION:
            raise EngineError(
                tr("This run was planned by a newer version."), tr("Update Instance Colorizer.")
            )
        try:
            known = {entry.name for entry in fields(cls)}
            given = {name: value for name, value in values.items() if name in known}
            given["data"] = tuple(Path(path) for path in given["data"])
            given["boxes"] = None if given.get("boxes") is None else Path(given["boxes"])
            given["start_from"] = (
                None if given.get("start_from") is None else Path(given["start_from"])
            )
            given["teacher"] = None if given.get("teacher") is None else Path(given["teacher"])
            given["stages"] = tuple(given["stages"])
            given["settings"] = {
                name: StageSettings.from_json(made) for name, made in given["settings"].items()
            }
            return cls(**given)
        except (KeyError, TypeError, ValueError, AttributeError, ArithmeticError) as error:
            raise EngineError(
                tr("The plan of the run (run.json) is damaged: {error}.", error=error),
                tr("Start another run."),
            ) from None


def _choice(name: str, value: str, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        raise EngineError(
            tr("There is no {name} {value!r}.", name=tr(name), value=value),
            tr("Use {allowed}.", allowed=comma_listed(allowed)),
        )
