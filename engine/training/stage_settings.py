"""What one stage of a training is told: how long, how fast, on what pictures; checked when made."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from engine.errors import EngineError
from engine.texts import comma_listed, marked, tr

OPTIMIZERS = ("adamw", "adam", "rmsprop")
SCHEDULES = ("cosine", "linear", "constant")
LOSSES = ("huber", "mse", "psnr")
PRECISIONS = ("auto", "bf16", "fp16", "fp32")
NO_NUMBER = marked("The {name} is {value}, not a number from {low:,.12g} to {high:,.12g}.")
NO_WHOLE_NUMBER = marked(
    "The {name} is {value}, not a whole number from {low:,.12g} to {high:,.12g}."
)


def _number(name: str, value: object, low: float, high: float, *, whole: bool = False) -> None:
    sound = isinstance(value, int if whole else (int, float)) and not isinstance(value, bool)
    if not sound or not low <= float(value) <= high:  # type: ignore[arg-type]
        said = NO_WHOLE_NUMBER if whole else NO_NUMBER
        raise EngineError(
            tr(said, name=tr(name), value=value, low=low, high=high), tr("Correct it.")
        )


@dataclass(frozen=True)
class Filters:
    """Which objects a stage learns from.

    Attributes:
        min_score: objects that the detector was less sure of are left out, 0..1.
        min_variance: crops whose RGB values, 0..255, vary less are left out; 0 keeps all.
        min_side: objects whose shorter side is smaller are left out, photo pixels.
        most: how many objects of one photo are kept, the surest ones; 0 for all.
    """

    min_score: float = 0.5
    min_variance: float = 0.0
    min_side: float = 1.0
    most: int = 0

    def __post_init__(self) -> None:
        _number(marked("smallest score"), self.min_score, 0, 1)
        _number(marked("smallest variance"), self.min_variance, 0, 255**2)
        _number(marked("smallest side"), self.min_side, 0, 1e5)
        _number(marked("number of objects of a photo"), self.most, 0, 10_000, whole=True)


# Reproducibility report, "Experimental Setup": what keeps textures without an object out.
REPORT_FILTERS = Filters(min_score=0.99, min_variance=2000.0, most=10)


@dataclass(frozen=True)
class StageSettings:
    """One stage's values.

    Attributes:
        steps: optimizer steps; 0 takes `epochs`.
        epochs: passes over all samples, where `steps` is 0.
        batch: samples a step, over all processes.
        accumulate: parts that a batch is computed in, one after the other, to save memory.
        rate: peak learning rate.
        encoder_rate: that of what does not start afresh: an encoder from ImageNet; in the fusion,
            layers of its own that start from the full-image network's. 0 leaves it as it is.
        optimizer: one of `OPTIMIZERS`.
        schedule: how the rate falls after the warm-up: `cosine` to 0, `linear` to 0 after
            `steady`, or `constant`.
        steady: share of the steps before a `linear` fall begins, 0..1.
        warmup: largest number of steps over which the rate rises (at most a tenth of all).
        weight_decay: of AdamW.
        clip: largest norm of the gradient; 0 for none.
        average: decay of the moving average of the parameters that is kept, 0..1; 0 for none.
        frozen: compact: the encoder's finest stages, large depthwise filters and statistics stay
            as ImageNet left them.
        loss: one of `LOSSES`: of ab / 110, or `psnr`, of the sRGB that a screen shows.
        beta: below this error (of ab / 110) the Huber loss is quadratic.
        loss_scale: multiplies the loss.
        strength: compact: how much the expected chroma counts in the loss, which the look "vivid"
            needs.
        perceptual: all but fusion and detector: how much it counts that ImageNet's features of the
            picture are those of the true one; see `trainers.perceptual`.
        side: of the square training pictures in pixels; 0 for the network's own size. Detector:
            the long side of photos in use, around which the training pictures are sized.
        large: detector: the long side at which larger photos are seen in use, since their pixels
            show more; at least `side`, or 0 for it.
        least: smallest share of a photo's side that a random cut keeps; 1 for whole photos.
        stretch: largest change of the aspect; 1 for none.
        mirrored: mirror half of the pictures.
        aged: share of pictures made to look like scans of old prints, 0..1.
        moved: boxes' sides are moved by at most this share of the box, as detectors err.
        dropped: fusion: share of objects that are left out of a picture, 0..1.
        stray: fusion: share of pictures with a box around nothing, 0..1.
        box_weight: fusion: how much the mean loss of the objects, each by itself, counts beside
            that of the whole pictures.
        one_each: instance: an epoch takes one object of each photo, drawn anew, instead of all.
        mosaic: detector: share of pictures that are joined from four photos, 0..1.
        filters: all but full: which objects.
        precision: one of `PRECISIONS`; `auto` takes what is fastest on the device.
        compiled: let torch.compile make the network faster (for a graphics card; the start takes
            minutes, on a CPU many).
        validate_every, snapshot_every, sample_every, log_every: in steps.
    """

    steps: int = 0
    epochs: float = 0.0
    batch: int = 16
    accumulate: int = 1
    rate: float = 5e-4
    encoder_rate: float = 5e-4
    optimizer: str = "adamw"
    schedule: str = "cosine"
    steady: float = 0.0
    warmup: int = 200
    weight_decay: float = 0.02
    clip: float = 1.0
    average: float = 0.999
    frozen: bool = False
    loss: str = "huber"
    beta: float = 0.05
    loss_scale: float = 1.0
    strength: float = 0.0
    perceptual: float = 0.0
    side: int = 0
    large: int = 0
    least: float = 1.0
    stretch: float = 1.0
    mirrored: bool = True
    aged: float = 0.0
    moved: float = 0.0
    dropped: float = 0.0
    stray: float = 0.0
    box_weight: float = 0.0
    one_each: bool = False
    mosaic: float = 0.0
    filters: Filters = field(default_factory=Filters)
    precision: str = "auto"
    compiled: bool = False
    validate_every: int = 500
    snapshot_every: int = 100
    sample_every: int = 250
    log_every: int = 20

    def __post_init__(self) -> None:
        for name, value, allowed in (
            (marked("optimizer"), self.optimizer, OPTIMIZERS),
            (marked("schedule"), self.schedule, SCHEDULES),
            (marked("loss"), self.loss, LOSSES),
            (marked("precision"), self.precision, PRECISIONS),
        ):
            if value not in allowed:
                raise EngineError(
                    tr("There is no {name} {value!r}.", name=tr(name), value=value),
                    tr("Use {allowed}.", allowed=comma_listed(allowed)),
                )
        _number(marked("number of steps"), self.steps, 0, 10**8, whole=True)
        _number(marked("number of epochs"), self.epochs, 0, 10**5)
        if not self.steps and not self.epochs:
            raise EngineError(
                tr("A stage needs a length."), tr("Give a number of steps or of epochs.")
            )
        _number(marked("batch"), self.batch, 1, 65_536, whole=True)
        _number(marked("number of parts of a batch"), self.accumulate, 1, self.batch, whole=True)
        _number(marked("learning rate"), self.rate, 1e-9, 1)
        for name, share in (
            (marked("encoder's rate"), self.encoder_rate),
            (marked("share of steady steps"), self.steady),
            (marked("share of aged pictures"), self.aged),
            (marked("move of boxes"), self.moved),
            (marked("share of dropped objects"), self.dropped),
            (marked("share of stray boxes"), self.stray),
            (marked("share of mosaics"), self.mosaic),
            (marked("weight decay"), self.weight_decay),
        ):
            _number(name, share, 0, 1)
        _number(marked("warm-up"), self.warmup, 0, 10**8, whole=True)
        _number(marked("largest gradient norm"), self.clip, 0, 1e9)
        _number(marked("decay of the average"), self.average, 0, 0.99999)
        _number(marked("Huber loss's beta"), self.beta, 1e-4, 10)
        _number(marked("scale of the loss"), self.loss_scale, 1e-6, 1e6)
        _number(marked("weight of the chroma"), self.strength, 0, 1e6)
        _number(marked("perceptual weight"), self.perceptual, 0, 1e6)
        _number(marked("side of the pictures"), self.side, 0, 2048, whole=True)
        _number(marked("side of large photos"), self.large, 0, 2048, whole=True)
        _number(marked("smallest share of a cut"), self.least, 0.05, 1)
        _number(marked("stretch"), self.stretch, 1, 4)
        _number(marked("weight of objects"), self.box_weight, 0, 1000)
        for name, every in (
            (marked("validate every"), self.validate_every),
            (marked("snapshot every"), self.snapshot_every),
            (marked("sample every"), self.sample_every),
            (marked("log every"), self.log_every),
        ):
            _number(name, every, 1, 10**8, whole=True)

    def length(self, samples: int) -> int:
        """The number of steps with so many samples, at least 1."""
        return self.steps or max(1, math.ceil(self.epochs * samples / self.batch))

    def to_json(self) -> dict[str, Any]:
        """Words and numbers for a JSON file."""
        return asdict(self)

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> StageSettings:
        """What `to_json` gave.

        Raises:
            EngineError: a value is missing its meaning or out of range.
        """
        known = {entry.name for entry in fields(cls)}
        unknown = sorted(values.keys() - known)
        if unknown:
            raise EngineError(
                tr("There is no setting {name!r}.", name=unknown[0]), tr("Correct the run's plan.")
            )
        given = dict(values)
        try:
            if "filters" in given:
                given["filters"] = Filters(**given["filters"])
            return cls(**given)
        except TypeError as error:
            raise EngineError(
                tr("The settings of a stage are damaged: {error}.", error=error),
                tr("Correct the run's plan."),
            ) from error
