"""The bundled detector's recipe: `python -m trainers.train_detector` trains or evaluates it.

The encoder starts from ImageNet. Pyramid and head learn from a teacher's boxes on grey photos,
half of them aged; how sure the teacher was of a box limits the score that is asked for.
"""

from __future__ import annotations

import argparse
import logging
import signal
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from engine.detection.bundled import BundledDetector, write_detector
from engine.detection.candidates import Candidate
from engine.errors import EngineError
from engine.networks.detector_network import DetectorNetwork, cell_centres
from engine.networks.encoder import encoder_input
from engine.training.object_boxes import LabelledBox, read_boxes
from engine.training.photo_store import PhotoStore, split
from trainers.detector_data import DetectorPictures, grey_photo, label_names
from trainers.detector_evaluation import DetectorFigures, evaluate
from trainers.detector_targets import detector_loss
from trainers.feeding import Batch
from trainers.frozen_encoder import encode, freeze
from trainers.imagenet import load_imagenet
from trainers.loop import train
from trainers.schedule import Schedule

logger = logging.getLogger(__name__)

ENCODER_RATE = 4e-4
HEAD_RATE = 2e-3
INPUT_SIZE = 320  # long side at inference, that of the training pictures: 0.29 AP50, 0.22 at 416
THRESHOLD = 0.25  # the finished detector's default, by looking at its boxes on old photos
EVALUATED = 0.02  # candidates below this score are not evaluated
VALIDATED = 200  # held-out photos that a training is followed on
FULL_SIZE = 1 << 16  # boxes are in the photos' own pixels, so the store must not shrink them


class DetectorStage:
    """What `trainers.loop.train` needs to know of the detector."""

    name = "detector"

    def __init__(
        self,
        network: DetectorNetwork,
        pictures: DetectorPictures,
        labels: Sequence[str],
        run: Path,
        *,
        validation: tuple[PhotoStore, Sequence[str], Mapping[str, Sequence[LabelledBox]]],
        input_size: int = INPUT_SIZE,
        rates: tuple[float, float] = (ENCODER_RATE, HEAD_RATE),
    ) -> None:
        freeze(network.encoder)
        self.network: nn.Module = network
        self.samples = len(pictures)
        self._pictures = pictures
        self._labels = tuple(labels)
        self._run = run
        self._validation = validation
        self._input_size = input_size
        self._rates = rates

    def parameter_groups(self) -> list[dict[str, object]]:
        """The encoder learns more slowly; norms and biases are not pulled towards zero."""
        groups: dict[tuple[float, bool], list[nn.Parameter]] = {}
        for name, parameter in self.network.named_parameters():
            if parameter.requires_grad:
                rate = self._rates[0] if name.startswith("encoder.") else self._rates[1]
                groups.setdefault((rate, parameter.ndim > 1), []).append(parameter)
        return [
            {"params": members, "lr": rate, **({} if decays else {"weight_decay": 0.0})}
            for (rate, decays), members in groups.items()
        ]

    def batch(self, indices: np.ndarray, randoms: Sequence[np.random.Generator]) -> Batch:
        """As many pictures as indices; which ones is drawn by weight, see `repeat_weights`."""
        return self._pictures.batch(len(indices), randoms[0])

    def loss(self, batch: Batch) -> Tensor:
        network = self.network
        assert isinstance(network, DetectorNetwork)
        lightness = batch["lightness"].contiguous(memory_format=torch.channels_last)
        predictions = network.predict(encode(network.encoder, encoder_input(lightness)))
        centres = cell_centres(predictions.grids).to(lightness.device)
        with torch.autocast(lightness.device.type, enabled=False):
            return detector_loss(
                predictions, centres, batch["labels"], batch["trust"], batch["boxes"]
            )

    def validate(self, network: nn.Module) -> dict[str, float]:
        assert isinstance(network, DetectorNetwork)
        device = next(network.parameters()).device
        detector = BundledDetector(
            network, self._labels, size=self._input_size, threshold=THRESHOLD, device=device
        )
        store, names, objects = self._validation
        figures = evaluated(detector, store, names, objects)
        return {"ap50": figures.ap50, "recall": figures.recall}

    def sample(self, network: nn.Module) -> np.ndarray | None:
        """A detector recolours nothing."""
        return None

    def finish(self, network: nn.Module) -> Path:
        assert isinstance(network, DetectorNetwork)
        return write_detector(
            self._run / "checkpoints" / "detector.safetensors",
            network,
            self._labels,
            size=self._input_size,
            threshold=THRESHOLD,
        )


def evaluated(
    detector: BundledDetector,
    store: PhotoStore,
    names: Sequence[str],
    objects: Mapping[str, Sequence[LabelledBox]],
) -> DetectorFigures:
    """Figures of a detector on grey versions of the named photos."""
    found: list[list[Candidate]] = []
    for name in names:
        lightness = grey_photo(store.photo(name)).astype(np.float32) / 2.55
        found.append(detector.detect(lightness, EVALUATED))
    return evaluate(found, [objects.get(name, ()) for name in names])


def parser() -> argparse.ArgumentParser:
    """The arguments of `python -m trainers.train_detector`."""
    made = argparse.ArgumentParser(
        prog="python -m trainers.train_detector", description=(__doc__ or "").split("\n")[0]
    )
    made.add_argument("--data", type=Path, nargs="+", required=True, help="folders, tars of photos")
    made.add_argument(
        "--boxes", type=Path, required=True, help="CSV: name,label,score,left,top,..."
    )
    made.add_argument("--run", type=Path, help="run folder; a training there goes on")
    made.add_argument("--resume", action="store_true", help="only go on, never start anew")
    made.add_argument("--evaluate", type=Path, metavar="CHECKPOINT", help="no training: figures")
    made.add_argument("--steps", type=int, default=4500)
    made.add_argument("--batch", type=int, default=16)
    made.add_argument("--size", type=int, default=320, help="long side of training pictures")
    made.add_argument("--input-size", type=int, help=f"long side when detecting ({INPUT_SIZE})")
    made.add_argument("--variant", default="lite0", help="encoder: lite0, lite1 or lite2")
    made.add_argument("--encoder-rate", type=float, default=ENCODER_RATE)
    made.add_argument("--head-rate", type=float, default=HEAD_RATE)
    made.add_argument("--warmup", type=int, default=200, help="steps")
    made.add_argument("--hold-out", default="0$", help="pattern of the stems never trained on")
    made.add_argument("--limit", type=int, help="train on the first so many photos with boxes only")
    made.add_argument("--validate-every", type=int, default=1000, help="steps")
    made.add_argument("--snapshot-every", type=int, default=200, help="steps")
    made.add_argument("--seed", type=int, default=0)
    made.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    return made


def main(arguments: list[str] | None = None) -> int:
    """Train or evaluate; 0 when done, 1 after an error, 3 when stopped."""
    options = parser().parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", stream=sys.stderr)
    try:
        return _evaluate(options) if options.evaluate is not None else _train(options)
    except EngineError as error:
        sys.stderr.write(f"{error}\n")
        return 1


def _evaluate(options: argparse.Namespace) -> int:
    store = PhotoStore(options.data, memory=0, longest_side=FULL_SIZE)
    _, held_out = split(store.names, options.hold_out)
    if not held_out:
        raise EngineError("No photo is held out.", "Give another --hold-out pattern.")
    objects = read_boxes(options.boxes)
    detector = BundledDetector.load(options.evaluate, torch.device(options.device))
    if options.input_size is not None:
        detector.size = options.input_size
    figures = evaluated(detector, store, held_out, objects)
    for label, precision in sorted(figures.per_label.items(), key=lambda item: -item[1]):
        sys.stdout.write(f"{label:16s} {precision:.3f}\n")
    sys.stdout.write(
        f"AP50 over {len(figures.per_label)} labels {figures.ap50:.4f}; recall of the 8 highest "
        f"boxes at 0.5 IoU, any label, {figures.recall:.4f}; {figures.objects} objects of at least "
        f"32 x 32 pixels in {len(held_out)} photos, input {detector.size}\n"
    )
    return 0


def _train(options: argparse.Namespace) -> int:
    if options.run is None:
        raise EngineError("There is no run folder.", "Give --run DIR.")
    if options.resume and not (options.run / "snapshots" / "detector.pt").exists():
        raise EngineError(f"There is no training in {options.run}.", "Leave --resume out.")
    store = PhotoStore(options.data, memory=0, longest_side=FULL_SIZE)
    objects = read_boxes(options.boxes)
    labels = label_names(objects)
    training, held_out = split(store.names, options.hold_out)
    if options.limit is not None:
        training = [name for name in training if name in objects][: options.limit]
    pictures = DetectorPictures(store, training, objects, labels, size=options.size)
    logger.info("%d photos to train on, %d held out", len(training), len(held_out))
    torch.manual_seed(options.seed)
    network = DetectorNetwork(len(labels), options.variant)
    load_imagenet(network.encoder)
    stage = DetectorStage(
        network,
        pictures,
        labels,
        options.run,
        validation=(store, held_out[:VALIDATED] or training[:VALIDATED], objects),
        input_size=options.input_size or INPUT_SIZE,
        rates=(options.encoder_rate, options.head_rate),
    )
    schedule = Schedule(
        steps=options.steps,
        batch=options.batch,
        warmup=options.warmup,
        clip=5.0,
        decay=0.05,
        snapshot_every=options.snapshot_every,
        validate_every=options.validate_every,
        seed=options.seed,
    )
    stopping: list[int] = []
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda received, frame: stopping.append(received))
    finished = train(
        stage,
        schedule,
        options.run,
        torch.device(options.device),
        stop=lambda: bool(stopping) or (options.run / "stop").exists(),
    )
    return 3 if finished is None else 0


if __name__ == "__main__":
    sys.exit(main())
