"""`python -m trainers`: train stages of a network into a run folder."""

from __future__ import annotations

import argparse
import logging
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import torch

from engine.config import NETWORKS
from engine.errors import EngineError
from engine.networks.catalogue import build_network, checkpoint_path
from engine.networks.checkpoints import fill_network
from engine.networks.compact import CompactNet
from engine.networks.fusion import FusionRule
from trainers.boxes import read_boxes
from trainers.imagenet import load_imagenet
from trainers.loop import Schedule, Stage, train
from trainers.photos import PhotoStore, split
from trainers.train_full import FullStage
from trainers.train_fusion import FusionStage
from trainers.train_instance import InstanceStage

STAGES = ("full", "instance", "fusion")
# steps and samples a step of each stage, the compact recipe
LENGTHS = {"full": (1700, 32), "instance": (1000, 32), "fusion": (600, 8)}
STOPPED = 3  # exit status of a run that was asked to stop before its end


def parser() -> argparse.ArgumentParser:
    """The arguments of `python -m trainers`."""
    made = argparse.ArgumentParser(prog="python -m trainers", description=__doc__)
    made.add_argument(
        "--data", type=Path, nargs="+", required=True, help="folders or tars of photos"
    )
    made.add_argument("--boxes", type=Path, help="CSV: name,label,score,left,top,right,bottom")
    made.add_argument(
        "--run", type=Path, required=True, help="run folder; resumed where it stopped"
    )
    made.add_argument("--stages", default=",".join(STAGES), help="full,instance,fusion or some")
    made.add_argument("--steps", type=int, help="of each stage, instead of the recipe's")
    made.add_argument("--batch", type=int, help="samples a step, instead of the recipe's")
    made.add_argument("--hold-out", default="0$", help="pattern of the stems never trained on")
    made.add_argument("--network", choices=NETWORKS, default=NETWORKS[0])
    made.add_argument("--variant", default="lite0", help="of compact: lite0, lite1 or lite2")
    made.add_argument(
        "--rule",
        type=FusionRule,
        choices=list(FusionRule),
        default=FusionRule.MASKED,
        help="how the fusion blends; the default is ours, padded the paper's, added the report's",
    )
    made.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    return made


def main(arguments: list[str] | None = None) -> int:
    """Train; 0 when all stages are done, 1 after an error, 3 when stopped."""
    options = parser().parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    stopping: list[int] = []
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda received, frame: stopping.append(received))
    try:
        return _run(options, lambda: bool(stopping) or (options.run / "stop").exists())
    except EngineError as error:
        sys.stderr.write(f"{error}\n")
        return 1


def _run(options: argparse.Namespace, stop: Callable[[], bool]) -> int:
    store = PhotoStore(options.data)
    training, held_out = split(store.names, options.hold_out)
    for name in options.stages.split(","):
        if name not in STAGES:
            raise EngineError(f"There is no stage {name!r}.", f"Use {', '.join(STAGES)}.")
        steps, batch = LENGTHS[name]
        steps, batch = options.steps or steps, options.batch or batch
        schedule = Schedule(steps=steps, batch=batch, warmup=min(200, max(1, steps // 10)))
        stage = _stage(name, options, store, training, held_out)
        if train(stage, schedule, options.run, torch.device(options.device), stop=stop) is None:
            return STOPPED
    return 0


def _stage(
    name: str,
    options: argparse.Namespace,
    store: PhotoStore,
    training: list[str],
    held_out: list[str],
) -> Stage:
    folder = options.run / "checkpoints"
    network = build_network(options.network, options.variant)
    # the large networks take one size; compact trains on smaller pictures, which is faster
    side = {} if isinstance(network, CompactNet) else {"side": network.input_size(256, 256)[0]}
    if name == "full":
        if isinstance(network, CompactNet):
            load_imagenet(network.encoder)
        return FullStage(network, store, training, held_out, options.run, **side)
    if options.boxes is None:
        raise EngineError(f"The {name} stage needs the boxes of objects.", "Give --boxes FILE.")
    fill_network(network, checkpoint_path(folder, "full"), f"{options.network}/full")
    if name == "instance":
        boxes = read_boxes(options.boxes, min_score=0.5, min_side=48)
        return InstanceStage(network, store, boxes, training, held_out, options.run)
    instance = build_network(options.network, options.variant)
    fill_network(instance, checkpoint_path(folder, "instance"), f"{options.network}/instance")
    boxes = read_boxes(options.boxes, min_score=0.4, min_side=24, most=8)
    return FusionStage(
        network, instance, store, boxes, training, held_out, options.run, rule=options.rule, **side
    )


if __name__ == "__main__":
    sys.exit(main())
