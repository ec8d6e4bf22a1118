"""`python -m trainers`: train stages of the compact networks into a run folder."""

from __future__ import annotations

import argparse
import logging
import signal
import sys
from pathlib import Path

import torch

from engine.errors import EngineError
from engine.networks.checkpoints import fill_network
from engine.networks.compact import CompactNet
from trainers.imagenet import load_imagenet
from trainers.loop import Schedule, train
from trainers.photos import PhotoStore, split
from trainers.train_full import FullStage

STAGES = ("full", "instance", "fusion")
# steps and samples a step of each stage, the compact recipe
LENGTHS = {"full": (2400, 32), "instance": (800, 32), "fusion": (800, 8)}


def parser() -> argparse.ArgumentParser:
    """The arguments of `python -m trainers`."""
    made = argparse.ArgumentParser(prog="python -m trainers", description=__doc__)
    made.add_argument("--data", type=Path, nargs="+", required=True, help="folders or tars of photos")
    made.add_argument("--boxes", type=Path, help="CSV of objects (name,label,score,left,top,...)")
    made.add_argument("--run", type=Path, required=True, help="run folder; resumed where it stopped")
    made.add_argument("--stages", default=",".join(STAGES), help="full,instance,fusion or some")
    made.add_argument("--steps", type=int, help="of each stage, instead of the recipe's")
    made.add_argument("--batch", type=int, help="samples a step, instead of the recipe's")
    made.add_argument("--hold-out", default="0$", help="pattern of the stems never trained on")
    made.add_argument("--variant", default="lite0", help="encoder: lite0, lite1 or lite2")
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


def _run(options: argparse.Namespace, stop) -> int:
    store = PhotoStore(options.data)
    training, held_out = split(store.names, options.hold_out)
    device = torch.device(options.device)
    for name in options.stages.split(","):
        if name not in STAGES:
            raise EngineError(f"There is no stage {name!r}.", f"Use {', '.join(STAGES)}.")
        steps, batch = LENGTHS[name]
        schedule = Schedule(steps=options.steps or steps, batch=options.batch or batch)
        stage = make_stage(name, options, store, training, held_out)
        if train(stage, schedule, options.run, device, stop=stop) is None:
            return 3
    return 0


def make_stage(name, options, store, training, held_out):
    network = CompactNet(options.variant)
    if name == "full":
        load_imagenet(network.encoder)
        return FullStage(network, store, training, held_out, options.run)
    raise EngineError(name)


if __name__ == "__main__":
    sys.exit(main())
