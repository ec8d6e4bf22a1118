"""The values of a stage that the plan page shows: their words, their kinds, whom they concern."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from engine.errors import EngineError
from engine.texts import marked, tr
from engine.training.plan import STAGES, TrainingPlan
from engine.training.stage_settings import LOSSES, OPTIMIZERS, PRECISIONS, SCHEDULES
from gui.preferences.words import only


class Kind(Enum):
    """How a value is edited."""

    WHOLE = "whole number"
    NUMBER = "number"
    CHOICE = "choice"
    FLAG = "flag"


LOSS_WORDS = {
    "huber": "Huber",
    "mse": marked("Mean square"),
    "psnr": marked("PSNR of the picture"),
}
OPTIMIZER_WORDS = {"adamw": "AdamW", "adam": "Adam", "rmsprop": "RMSprop"}
SCHEDULE_WORDS = {
    "cosine": marked("Cosine"),
    "linear": marked("Linear"),
    "constant": marked("Constant"),
}
PRECISION_WORDS = {
    "auto": marked("Automatic"),
    "bf16": "bfloat16",
    "fp16": "float16",
    "fp32": "float32",
}
WITH_OBJECTS = ("instance", "fusion")


@dataclass(frozen=True)
class StageField:
    """One value of a stage.

    Attributes:
        name: of the attribute of `StageSettings`.
        label: in the table, marked.
        tip: one sentence that explains it, marked.
        kind: how it is edited.
        stages: which ones have it.
        choices: marked words of every name, of a choice.
        zero: what 0 means, marked; it stands faintly in the empty field then.
    """

    name: str
    label: str
    tip: str
    kind: Kind = Kind.NUMBER
    stages: tuple[str, ...] = STAGES
    choices: Mapping[str, str] = field(default_factory=dict)
    zero: str = ""


MAIN_FIELDS = (
    StageField("batch", marked("Batch"), marked("Pictures that a step learns from."), Kind.WHOLE),
    StageField(
        "rate",
        marked("Learning rate"),
        marked("How far a step goes; too large and nothing is learned."),
    ),
    StageField(
        "side",
        marked("Picture side"),
        marked("Of the square training pictures, pixels; empty for the network's own."),
        Kind.WHOLE,
        zero=marked("own"),
    ),
)
ADVANCED_FIELDS = (
    StageField(
        "encoder_rate",
        marked("Encoder's rate"),
        marked("Of the part that begins with what it knows of photos; 0 leaves that as it is."),
        stages=("full", "instance"),
    ),
    StageField(
        "optimizer",
        marked("Optimizer"),
        marked("How steps are taken."),
        Kind.CHOICE,
        choices=only(OPTIMIZER_WORDS, OPTIMIZERS),
    ),
    StageField(
        "schedule",
        marked("Schedule"),
        marked("How the learning rate falls."),
        Kind.CHOICE,
        choices=only(SCHEDULE_WORDS, SCHEDULES),
    ),
    StageField(
        "frozen",
        marked("Frozen parts"),
        marked("The encoder's finest layers stay as ImageNet left them."),
        Kind.FLAG,
        stages=("full", "instance"),
    ),
    StageField(
        "warmup", marked("Warm-up"), marked("Steps over which the rate rises at first."), Kind.WHOLE
    ),
    StageField(
        "loss",
        marked("Loss"),
        marked("How an error is counted."),
        Kind.CHOICE,
        choices=only(LOSS_WORDS, LOSSES),
    ),
    StageField(
        "beta", marked("Huber's beta"), marked("Below this error the Huber loss is quadratic.")
    ),
    StageField(
        "strength",
        marked("Chroma's weight"),
        marked('In the loss; the look "vivid" comes from it.'),
    ),
    StageField(
        "perceptual",
        marked("Perceptual weight"),
        marked("In the loss: whether a network that knows ImageNet sees the same picture."),
        stages=("full", "instance"),
    ),
    StageField("weight_decay", marked("Weight decay"), marked("Of AdamW; keeps parameters small.")),
    StageField(
        "clip", marked("Largest gradient"), marked("Longer ones are shortened; 0 for no limit.")
    ),
    StageField(
        "average", marked("Moving average"), marked("Decay of the averaged parameters; 0 for none.")
    ),
    StageField(
        "accumulate",
        marked("Parts of a batch"),
        marked("Computed one after the other, to save memory."),
        Kind.WHOLE,
    ),
    StageField(
        "precision",
        marked("Precision"),
        marked("Of the calculation; automatic takes the fastest."),
        Kind.CHOICE,
        choices=only(PRECISION_WORDS, PRECISIONS),
    ),
    StageField(
        "compiled",
        marked("Compile"),
        marked("Faster on a graphics card, after a minute or two."),
        Kind.FLAG,
    ),
    StageField(
        "mirrored", marked("Mirror"), marked("Half of the pictures are mirrored."), Kind.FLAG
    ),
    StageField(
        "least", marked("Smallest cut"), marked("Share of a photo's side that a random cut keeps.")
    ),
    StageField(
        "aged", marked("Aged"), marked("Share of pictures that are made to look like old prints.")
    ),
    StageField(
        "moved",
        marked("Moved boxes"),
        marked("Sides move by up to this share, as detectors err."),
        stages=WITH_OBJECTS,
    ),
    StageField(
        "one_each",
        marked("One object a photo"),
        marked("An epoch takes one of each photo, drawn anew, not all."),
        Kind.FLAG,
        stages=("instance",),
    ),
    StageField(
        "dropped", marked("Dropped objects"), marked("Share that is left out."), stages=("fusion",)
    ),
    StageField(
        "stray",
        marked("Stray boxes"),
        marked("Share of pictures with a box around nothing."),
        stages=("fusion",),
    ),
    StageField(
        "box_weight",
        marked("Objects' weight"),
        marked("Of their own loss, beside the whole picture's."),
        stages=("fusion",),
    ),
    StageField("validate_every", marked("Validate every"), marked("In steps."), Kind.WHOLE),
    StageField(
        "sample_every",
        marked("Samples every"),
        marked("Pictures to look at, in steps."),
        Kind.WHOLE,
    ),
    StageField(
        "snapshot_every",
        marked("Snapshot every"),
        marked("What a crash can cost, in steps."),
        Kind.WHOLE,
    ),
)


def parsed(text: str, what: str, *, whole: bool) -> float:
    """The number that a text stands for.

    Raises:
        EngineError: it stands for none.
    """
    plain = text.strip().replace(",", "").replace(" ", "")
    try:
        return int(plain) if whole else float(plain)
    except ValueError:
        if plain and whole:
            said = marked("{given!r} is no whole number for {what}.")
        elif plain:
            said = marked("{given!r} is no number for {what}.")
        elif whole:
            said = marked("There is no whole number for {what}.")
        else:
            said = marked("There is no number for {what}.")
        message = tr(said, given=text.strip(), what=what)
        raise EngineError(message, tr("Correct it.")) from None


def shown(value: float) -> str:
    """A number as a person writes it ("0.002", "1e-05", "1700")."""
    return str(value) if isinstance(value, int) else f"{value:g}"


def differs(plan: TrainingPlan) -> bool:
    """Whether any value is another one than the plan's preset has."""
    return plan.settings != plan.with_recipe(plan.recipe).settings
