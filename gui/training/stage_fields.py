"""The values of a stage that the plan page shows: their words, their kinds, whom they concern."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from engine.errors import EngineError
from engine.training.plan import STAGES, TrainingPlan
from engine.training.stage_settings import LOSSES, OPTIMIZERS, PRECISIONS, SCHEDULES


class Kind(Enum):
    """How a value is edited."""

    WHOLE = "whole number"
    NUMBER = "number"
    CHOICE = "choice"
    FLAG = "flag"


LOSS_WORDS = {"huber": "Huber", "mse": "Mean square", "psnr": "PSNR of the picture"}
OPTIMIZER_WORDS = {"adamw": "AdamW", "adam": "Adam", "rmsprop": "RMSprop"}
SCHEDULE_WORDS = {"cosine": "Cosine", "linear": "Linear", "constant": "Constant"}
PRECISION_WORDS = {"auto": "Automatic", "bf16": "bfloat16", "fp16": "float16", "fp32": "float32"}
WITH_OBJECTS = ("instance", "fusion")


@dataclass(frozen=True)
class StageField:
    """One value of a stage.

    Attributes:
        name: of the attribute of `StageSettings`.
        label: in the table.
        tip: one sentence that explains it.
        kind: how it is edited.
        stages: which ones have it.
        choices: words of every name, of a choice.
    """

    name: str
    label: str
    tip: str
    kind: Kind = Kind.NUMBER
    stages: tuple[str, ...] = STAGES
    choices: Mapping[str, str] = field(default_factory=dict)


def _words(names: tuple[str, ...], words: Mapping[str, str]) -> dict[str, str]:
    return {name: words.get(name, name) for name in names}


MAIN_FIELDS = (
    StageField("batch", "Batch", "Pictures that a step learns from.", Kind.WHOLE),
    StageField("rate", "Learning rate", "How far a step goes; too large and nothing is learned."),
    StageField(
        "side", "Picture side", "Of the square training pictures, pixels; 0 for the network's own.",
        Kind.WHOLE,
    ),
)  # fmt: skip
ADVANCED_FIELDS = (
    StageField(
        "encoder_rate", "Encoder's rate", "Of the part that begins with what it knows of photos.",
        stages=("full", "instance"),
    ),
    StageField(
        "optimizer", "Optimizer", "How steps are taken.", Kind.CHOICE,
        choices=_words(OPTIMIZERS, OPTIMIZER_WORDS),
    ),
    StageField(
        "schedule", "Schedule", "How the learning rate falls.", Kind.CHOICE,
        choices=_words(SCHEDULES, SCHEDULE_WORDS),
    ),
    StageField(
        "frozen", "Frozen parts", "The encoder's finest layers stay as ImageNet left them.",
        Kind.FLAG, stages=("full", "instance"),
    ),
    StageField("warmup", "Warm-up", "Steps over which the rate rises at first.", Kind.WHOLE),
    StageField(
        "loss", "Loss", "How an error is counted.", Kind.CHOICE, choices=_words(LOSSES, LOSS_WORDS)
    ),
    StageField("beta", "Huber's beta", "Below this error the Huber loss is quadratic."),
    StageField("strength", "Chroma's weight", "In the loss; the look \"vivid\" comes from it."),
    StageField("weight_decay", "Weight decay", "Of AdamW; keeps parameters small."),
    StageField("clip", "Largest gradient", "Longer ones are shortened; 0 for no limit."),
    StageField("average", "Moving average", "Decay of the averaged parameters; 0 for none."),
    StageField(
        "accumulate", "Parts of a batch", "Computed one after the other, to save memory.",
        Kind.WHOLE,
    ),
    StageField(
        "precision", "Precision", "Of the calculation; automatic takes the fastest.", Kind.CHOICE,
        choices=_words(PRECISIONS, PRECISION_WORDS),
    ),
    StageField(
        "compiled", "Compile", "Faster on a graphics card, after a minute or two.", Kind.FLAG
    ),
    StageField("mirrored", "Mirror", "Half of the pictures are mirrored.", Kind.FLAG),
    StageField("least", "Smallest cut", "Share of a photo's side that a random cut keeps."),
    StageField("aged", "Aged", "Share of pictures that are made to look like old prints."),
    StageField(
        "moved", "Moved boxes", "Sides move by up to this share, as detectors err.",
        stages=WITH_OBJECTS,
    ),
    StageField(
        "one_each", "One object a photo", "An epoch takes one of each photo, drawn anew, not all.",
        Kind.FLAG, stages=("instance",),
    ),
    StageField("dropped", "Dropped objects", "Share that is left out.", stages=("fusion",)),
    StageField(
        "stray", "Stray boxes", "Share of pictures with a box around nothing.", stages=("fusion",)
    ),
    StageField(
        "unnamed", "Unnamed objects", "Share of objects whose name the network is not told.",
        stages=WITH_OBJECTS,
    ),
    StageField(
        "box_weight", "Objects' weight", "Of their own loss, beside the whole picture's.",
        stages=("fusion",),
    ),
    StageField("validate_every", "Validate every", "In steps.", Kind.WHOLE),
    StageField("sample_every", "Samples every", "Pictures to look at, in steps.", Kind.WHOLE),
    StageField("snapshot_every", "Snapshot every", "What a crash can cost, in steps.", Kind.WHOLE),
)  # fmt: skip


def parsed(text: str, what: str, *, whole: bool) -> float:
    """The number that a text stands for.

    Raises:
        EngineError: it stands for none.
    """
    plain = text.strip().replace(",", "").replace(" ", "")
    try:
        return int(plain) if whole else float(plain)
    except ValueError:
        kind = "whole number" if whole else "number"
        said = f"{text.strip()!r} is no {kind}" if plain else f"There is no {kind}"
        raise EngineError(f"{said} for {what}.", "Correct it.") from None


def shown(value: float) -> str:
    """A number as a person writes it ("0.002", "1e-05", "1700")."""
    return str(value) if isinstance(value, int) else f"{value:g}"


def differs(plan: TrainingPlan) -> bool:
    """Whether any value is another one than the plan's preset has."""
    return plan.settings != plan.with_recipe(plan.recipe).settings
