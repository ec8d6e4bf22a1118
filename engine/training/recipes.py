"""The presets: all values of the three stages, for each network."""

from __future__ import annotations

from dataclasses import replace

from engine.texts import marked
from engine.training.stage_settings import REPORT_FILTERS, Filters, StageSettings

RECIPES = ("compact", "paper", "report", "quick")
RECIPE_WORDS = {
    "compact": marked("Compact: the best colours for the hour."),
    "paper": marked("Paper: the optimizer, schedule, loss and sizes of Su, Chu and Huang."),
    "report": marked("Report: Table 1 of the reproducibility report, its filters and sizes."),
    "quick": marked("Quick try: minutes on a CPU, to see everything work."),
}
# What every picture's side must be a multiple of: the network's coarsest stride.
STRIDES = {"compact": 32, "siggraph": 8, "unet": 128, "autoencoder": 64}
LARGE_RATE = 5e-4  # of networks without a pretrained encoder: the paper's

Settings = dict[str, StageSettings]

# What else is fixed, and why, stands in `trainers.detector_data` and `trainers.detector_targets`.
DETECTOR_SETTINGS = StageSettings(
    steps=8000,
    batch=16,
    rate=1.5e-3,
    encoder_rate=1e-4,
    warmup=300,
    weight_decay=0.05,
    clip=5.0,
    side=416,
    stretch=1.15,
    aged=0.5,
    mosaic=0.4,
    filters=Filters(min_score=0.3, min_side=6),
    validate_every=2000,
    snapshot_every=200,
    sample_every=2000,
)


def recipe(name: str, network: str) -> Settings:
    """The settings of the stages "full", "instance" and "fusion".

    Args:
        name: one of `RECIPES`; or "detector", for the settings of its one stage.
        network: one of `engine.config.NETWORKS`.
    """
    if name == "detector":
        return {"detector": DETECTOR_SETTINGS}
    made = {"compact": _compact, "paper": _paper, "report": _report, "quick": _quick}[name](network)
    if network == "compact":
        return made
    # the large networks have no pretrained encoder
    return {
        stage: replace(
            settings,
            rate=min(settings.rate, LARGE_RATE) if stage != "fusion" else settings.rate,
            encoder_rate=min(settings.encoder_rate, LARGE_RATE),
        )
        for stage, settings in made.items()
    }


def _compact(network: str) -> Settings:
    own = network != "compact"  # the large ones take one size; smaller pictures train faster
    full = StageSettings(
        steps=2800,
        batch=32,
        rate=2e-3,
        encoder_rate=2e-4,
        frozen=True,
        loss="psnr",
        strength=0.5,
        side=0 if own else 160,
        least=0.6,
        stretch=1.15,
        aged=0.35,
    )
    instance = replace(
        full,
        steps=1000,
        rate=6e-4,
        encoder_rate=1.5e-4,
        side=0,
        moved=0.08,
        filters=Filters(min_score=0.5, min_side=48),
    )
    fusion = StageSettings(
        steps=600,
        batch=8,
        rate=3e-3,
        encoder_rate=3e-4,
        strength=0.5,
        loss="psnr",
        # Half of what whole photos are seen at in use, so that crops show as much more than these
        # as the crops of people's photos do, which have more pixels than those trained on.
        side=0 if own else 128,
        aged=0.25,
        moved=0.05,
        dropped=0.15,
        stray=0.5,
        box_weight=1.0,
        filters=Filters(min_score=0.4, min_side=24, most=8),
    )
    return {"full": full, "instance": instance, "fusion": fusion}


def _paper(network: str) -> Settings:
    """Su, Chu, Huang (2020), section 4.1, and their code, github.com/ericsujw/InstColorization.

    There `scripts/train.sh` and `options/train_options.py` give rates, lengths, batches, sizes and
    Adam's moments; `models/train_model.py` and `models/networks.py` a loss of 10 times the Huber
    loss that *sums* a and b, which is 20 times our mean of both; `fusion_dataset.py` whole photos
    and crops without mirroring, one crop of each photo an epoch for the instance network, and the
    8 surest boxes for the fusion; `inference_bbox.py` the score of 0.7.

    Theirs that is not here: the rate falls once an epoch, to 1/51 and not to 0; the input is the L
    of the photo turned grey, not the photo's L; training starts from a published checkpoint.
    """
    full = StageSettings(
        epochs=150,
        batch=16,
        rate=5e-4,
        encoder_rate=5e-4,
        optimizer="adam",
        schedule="linear",
        steady=100 / 150,
        warmup=0,
        weight_decay=0.0,
        clip=0.0,
        average=0.0,
        beta=1 / 110,
        loss_scale=20.0,
        side=0 if network == "autoencoder" else 256,
        mirrored=False,
        filters=Filters(min_score=0.7),
        snapshot_every=200,
    )
    fusion = replace(
        full,
        epochs=30,
        batch=1,
        rate=5e-5,
        encoder_rate=5e-5,
        steady=10 / 30,
        filters=Filters(min_score=0.7, most=8),
    )
    return {"full": full, "instance": replace(full, side=0, one_each=True), "fusion": fusion}


def _report(network: str) -> Settings:
    """Reproducibility report, Table 1 and "Computational Requirements".

    What it does not say is from its code, github.com/osazee-ero/image_colorization: RMSprop with
    Keras' values, no schedule, three objects a photo in the fusion (`fusion_train_reduced.py`). The
    scripts there stand at other rates (5e-5, 1e-4, 5e-5), batches (8, 5, 1) and at Keras' Huber
    loss, which with ab / 128 is half the squared error; Table 1 says what the report settled on.
    """
    full = StageSettings(
        epochs=8,
        batch=16,
        rate=1e-5,
        encoder_rate=1e-5,
        optimizer="rmsprop",
        schedule="constant",
        warmup=0,
        weight_decay=0.0,
        clip=0.0,
        average=0.0,
        loss="mse",
        side=128,
        mirrored=False,
        filters=REPORT_FILTERS,
        snapshot_every=200,
    )
    fusion = replace(full, epochs=2, batch=1, filters=replace(REPORT_FILTERS, most=3))
    return {"full": full, "instance": full, "fusion": fusion}


def _quick(network: str) -> Settings:
    made = _compact(network)
    large = network != "compact"
    lengths = {"full": 150, "instance": 80, "fusion": 60}
    sides = {"full": 128, "instance": 128, "fusion": 160}
    if large:
        lengths = {"full": 40, "instance": 20, "fusion": 20}
        sides = {"full": 128, "instance": 128, "fusion": 128}
    elif network == "compact":
        sides["instance"] = 96
    return {
        stage: replace(
            settings,
            steps=lengths[stage],
            batch=4 if large or stage == "fusion" else 16,
            side=sides[stage],
            average=0.98,
            validate_every=50,
            snapshot_every=20,
            sample_every=25,
            log_every=5,
        )
        for stage, settings in made.items()
    }
