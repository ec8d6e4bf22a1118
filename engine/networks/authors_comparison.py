"""The paper's networks in this engine beside its authors' own code: time, memory, colours.

Their code is not part of this project. It is read at run time from a folder that a person fetched
from https://github.com/ericsujw/InstColorization, and gets the same parameters, L and boxes.
"""

from __future__ import annotations

import importlib.util
import statistics
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import ModuleType
from typing import Any

import cv2
import numpy as np
import torch
from torch import Tensor, nn

from engine.colorizer import Colorizer
from engine.devices import placed
from engine.errors import EngineError
from engine.instances import Box, Placement
from engine.networks.batching import is_out_of_memory
from engine.networks.catalogue import STAGES, NetworkSet
from engine.networks.fusion import FusionRule
from engine.networks.importing import authors_names
from engine.networks.siggraph import (
    AB_SCALE,
    HINT_CHANNELS,
    LIGHTNESS_CENTRE,
    LIGHTNESS_SCALE,
    NO_HINT,
    SIDE,
    TAPS,
    SiggraphNet,
    siggraph_fusion,
)
from engine.texts import marked, tr
from engine.timing import PHOTO, Meter, boxes, random_colorizer

THEIR_FILE = Path("models", "networks.py")
NOT_THEIRS = marked("The folder {folder} does not hold the code of the paper's authors: {why}.")
TOO_LITTLE = marked("The device {device} has too little memory for the authors' code.")
FETCH = marked("Fetch https://github.com/ericsujw/InstColorization and give its folder.")
THEIR_CLASSES = {
    "full": "SIGGRAPHGenerator",
    "instance": "InstanceGenerator",
    "fusion": "FusionGenerator",
}
THEIR_INPUTS = 1 + HINT_CHANNELS + 1
THEIR_GRIDS = ("conv1_2", "conv2_2", "conv3_3", "conv4_3")  # of full, half, quarter, eighth size
COUNT = 8  # instances, as many as their data set takes
MANY = 32  # instances of which the memory is of interest
COMPARED = (SiggraphNet.name, "compact")  # networks of this engine: the same, and the default
REASON_LENGTH = 200  # of an error in their code

Results = dict[str, np.ndarray]


@dataclass(frozen=True)
class ComparedCall:
    """One call of both.

    Attributes:
        network: of this engine; theirs is always the paper's.
        call: "full image", "8 instances + fusion", "all together", which adds up these two, or
            "32 instances + fusion".
        precision: what this engine computed in; theirs is float32.
        authors_seconds: median.
        seconds: median.
        authors_peak_mb: as in `Timing`; both count the parameters and results of the other too.
        peak_mb: as in `Timing`.
        ab_difference: the largest of any place and instance, in Lab units; None where the networks
            are not the same, or nothing new was computed.
    """

    network: str
    call: str
    precision: str
    authors_seconds: float
    seconds: float
    authors_peak_mb: float | None
    peak_mb: float | None
    ab_difference: float | None

    @property
    def ratio(self) -> float:
        """How many times faster this engine is."""
        return self.authors_seconds / self.seconds


def compare_with_authors(
    folder: Path,
    device: torch.device,
    *,
    networks: Sequence[str] = COMPARED,
    precision: str = "auto",
    repeats: int = 5,
    side: int = SIDE,
    many: int = MANY,
) -> Iterator[ComparedCall]:
    """Time the authors' code and this engine in turns, one `ComparedCall` after the other.

    Theirs starts from crops that are resized already, and its fusion takes them from its memory;
    this engine's time includes both, and the weight maps that it gives with the colours.

    Args:
        folder: their repository.
        device: of both.
        networks: of `COMPARED`, what this engine computes with.
        precision: of this engine, as in `EngineConfig`.
        repeats: of which medians are taken, after one run that is not counted.
        side: of the paper's networks' input in pixels; the paper's is 256.
        many: instances of the last call, which runs once, for its memory.

    Raises:
        EngineError: the folder does not hold their code, the device lacks the precision, or memory
            is short.
    """
    torch.manual_seed(0)
    paper = NetworkSet(SiggraphNet(side), SiggraphNet(side), siggraph_fusion(FusionRule.PADDED))
    for stage in STAGES:
        placed(getattr(paper, stage).requires_grad_(False).eval(), device)
    theirs = AuthorsNetworks(folder, paper, device, side)
    for name in networks:
        if name == SiggraphNet.name:
            paper.settle(precision, device)
            ours = Colorizer(paper, device)
        else:
            ours = random_colorizer(name, device, precision)
        yield from _Comparison(name, ours, theirs, Meter(device)).calls(repeats, many)


@dataclass
class _Comparison:
    """The authors' networks and one colorizer, which take turns."""

    network: str
    ours: Colorizer
    theirs: AuthorsNetworks
    meter: Meter

    def calls(self, repeats: int, many: int) -> Iterator[ComparedCall]:
        lightness = _lightness()
        self.theirs.take(lightness, boxes(COUNT))
        full = self._compared(
            "full image",
            self.theirs.full_image,
            lambda: {"full": self.ours.full_image(lightness).colorization.ab},
            repeats,
        )
        yield full
        fusion = self._compared(
            f"{COUNT} instances + fusion",
            self.theirs.instances_and_fusion,
            self._fusion(lightness, boxes(COUNT)),
            repeats,
        )
        yield fusion
        yield replace(
            fusion,
            call="all together",
            authors_seconds=full.authors_seconds + fusion.authors_seconds,
            seconds=full.seconds + fusion.seconds,
            ab_difference=None,
        )
        self.theirs.take(lightness, boxes(many))
        yield self._compared(
            f"{many} instances + fusion",
            self.theirs.instances_and_fusion,
            self._fusion(lightness, boxes(many)),
            1,
        )

    def _fusion(self, lightness: np.ndarray, places: Sequence[Box]) -> Callable[[], Results]:
        full = self.ours.full_image(lightness)

        def work() -> Results:
            instances = dict(enumerate(self.ours.instances(lightness, places)))
            found = {f"instance {key}": i.colorization.ab for key, i in instances.items()}
            afresh = replace(full)  # which keeps nothing of the fusion before
            return {**found, "fused": self.ours.fuse(afresh, instances).colorization.ab}

        return work

    def _compared(
        self,
        call: str,
        their_work: Callable[[], Results],
        our_work: Callable[[], Results],
        repeats: int,
    ) -> ComparedCall:
        durations: dict[str, list[float]] = {"theirs": [], "ours": []}
        peaks: dict[str, list[float]] = {"theirs": [], "ours": []}
        difference = None
        if repeats > 1 or self.network == SiggraphNet.name:
            found = {"theirs": their_work(), "ours": our_work()}
            if self.network == SiggraphNet.name:
                difference = max(
                    float(np.abs(found["ours"][name] - ab).max())
                    for name, ab in found["theirs"].items()
                )
            del found
        for _ in range(repeats):
            for whose, work in (("theirs", their_work), ("ours", our_work)):
                seconds, peak = self.meter.once(work)
                durations[whose].append(seconds)
                peaks[whose] += [] if peak is None else [peak]
        return ComparedCall(
            network=self.network,
            call=call,
            precision=self.ours.precision,
            authors_seconds=statistics.median(durations["theirs"]),
            seconds=statistics.median(durations["ours"]),
            authors_peak_mb=max(peaks["theirs"], default=None),
            peak_mb=max(peaks["ours"], default=None),
            ab_difference=difference,
        )


class AuthorsNetworks:
    """The authors' three networks with the parameters of ours.

    Args:
        folder: their repository.
        networks: ours, in float32.
        device: where they run.
        side: of the input.

    Raises:
        EngineError: the folder does not hold their code.
    """

    def __init__(self, folder: Path, networks: NetworkSet, device: torch.device, side: int) -> None:
        module = _their_module(folder)
        self._folder = folder
        self._framing = networks.full.framing
        self._device = device
        self._side = side
        self._networks: dict[str, nn.Module] = {}
        for stage, name in THEIR_CLASSES.items():
            ours = getattr(networks, stage)
            try:
                network = getattr(module, name)(THEIR_INPUTS, HINT_CHANNELS, classification=False)
                state = ours.state_dict()
                given = {theirs: state[mine] for mine, theirs in authors_names(ours).items()}
                left_out, unknown = network.load_state_dict(given, strict=False)
            except Exception as error:  # anything may be in a file of that name
                raise _not_theirs(folder, error) from error
            left_out = [key for key in left_out if not key.endswith("num_batches_tracked")]
            if left_out or unknown:
                raise _not_theirs(folder, tr("{name} has other layers", name=name))
            self._networks[stage] = network.to(device).requires_grad_(False).eval()

    def take(self, lightness: np.ndarray, places: Sequence[Box]) -> None:
        """Prepare L (H, W) and its crops as their data set does."""
        size = (self._side, self._side)
        height, width = lightness.shape
        crops = []
        for box in places:
            left, top, right, bottom = self._framing.crop(box, height=height, width=width)
            crops.append(self._framing.resized(lightness[top:bottom, left:right], size))
        self._whole = self._input([self._framing.resized(lightness, size)])
        self._crops = self._input(crops)
        taps = [tap for tap in TAPS if tap.name in THEIR_GRIDS]
        placements = [
            self._framing.placements(taps, box, photo_size=(height, width), input_size=size)
            for box in places
        ]
        self._places = [
            torch.tensor([_their_place(p[tap.name], self._side // tap.stride) for p in placements])
            for tap in taps
        ]

    def full_image(self) -> Results:
        """ab (side, side, 2) in Lab units, of their full-image network."""
        _, ab = self._run("full", *self._whole)
        return {"full": _planes(ab)[0]}

    def instances_and_fusion(self) -> Results:
        """ab of every instance and of the fusion."""
        instances, features = self._run("instance", *self._crops)
        fused = self._run("fusion", *self._whole, features, self._places)
        found = {f"instance {key}": ab for key, ab in enumerate(_planes(instances))}
        return {**found, "fused": _planes(fused)[0]}

    @torch.inference_mode()
    def _run(self, stage: str, *inputs: Any) -> Any:
        try:
            return self._networks[stage](*inputs)
        except Exception as error:
            if not is_out_of_memory(error):
                raise _not_theirs(self._folder, error) from error
            said = tr(TOO_LITTLE, device=self._device)
            raise EngineError(
                said, tr("Close other programs, or choose the device cpu.")
            ) from error

    def _input(self, planes: Sequence[np.ndarray]) -> tuple[Tensor, Tensor, Tensor]:
        """What their networks take: L, hints and mask."""
        lightness = torch.from_numpy(np.stack(planes)[:, None]).to(self._device)
        normalized = (lightness - LIGHTNESS_CENTRE) / LIGHTNESS_SCALE
        count, _, height, width = normalized.shape
        hints = normalized.new_zeros(count, HINT_CHANNELS, height, width)
        return normalized, hints, torch.full_like(normalized, NO_HINT)


def _planes(ab: Tensor) -> np.ndarray:
    """ab (N, 2, h, w) of theirs as (N, h, w, 2) in Lab units."""
    return AB_SCALE * ab.float().permute(0, 2, 3, 1).cpu().numpy()


def _their_place(place: Placement, cells: int) -> tuple[int, ...]:
    """A box on one grid: the cells left, right, above and below it, its width and height."""
    right = cells - place.left - place.width
    below = cells - place.top - place.height
    return place.left, right, place.top, below, place.width, place.height


def _their_module(folder: Path) -> ModuleType:
    path = folder / THEIR_FILE
    if not path.is_file():
        raise _not_theirs(folder, tr("there is no {name}", name=THEIR_FILE.as_posix()))
    spec = importlib.util.spec_from_file_location("authors_networks", path)
    if spec is None or spec.loader is None:
        raise _not_theirs(folder, tr("{name} is no Python module", name=THEIR_FILE.as_posix()))
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except Exception as error:  # anything may be in a file of that name
        raise _not_theirs(folder, error) from error
    return module


def _not_theirs(folder: Path, reason: object) -> EngineError:
    why = " ".join(str(reason).split())[:REASON_LENGTH]
    return EngineError(tr(NOT_THEIRS, folder=folder, why=why), tr(FETCH))


def _lightness() -> np.ndarray:
    """L of a picture, smooth in parts and busy in others, float32 of `PHOTO`."""
    random = np.random.default_rng(0)
    coarse = random.uniform(0, 100, (6, 8)).astype(np.float32)
    smooth = cv2.resize(coarse, PHOTO[::-1], interpolation=cv2.INTER_LINEAR)
    noise = random.normal(0, 8, PHOTO).astype(np.float32)
    noise[:, : PHOTO[1] // 2] = 0
    return np.clip(smooth + noise, 0, 100)
