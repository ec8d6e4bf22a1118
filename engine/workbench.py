"""Loads the networks and the detector once for a configuration, and opens photos on them."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from engine.colorizer import Colorizer
from engine.config import EngineConfig
from engine.detection.protocol import Detector, detect_instances
from engine.detection.registry import load_detector
from engine.device_errors import device_guard
from engine.devices import choose_device
from engine.errors import DetectorError, EngineError
from engine.instances import Instance
from engine.networks.batching import is_out_of_memory
from engine.networks.catalogue import load_networks
from engine.photo import Photo, open_photo
from engine.results import Detection
from engine.session import Session, colorize_together
from engine.steps import Step, Steps
from engine.texts import tr


class Workbench:
    """Making one is cheap; the first photo loads what it needs.

    Args:
        config: the settings; another configuration needs another workbench.
    """

    def __init__(self, config: EngineConfig) -> None:
        self.config = config
        self._colorizer: Colorizer | None = None
        self._detector: Detector | None = None
        self._others: dict[str, Detector] = {}

    def reconfigured(self, config: EngineConfig) -> Workbench:
        """A workbench of other settings, with the networks of this one where they are the same."""
        other = Workbench(config)
        if config.colorizes_like(self.config):
            other._colorizer = self._colorizer
        return other

    @property
    def detector_name(self) -> str | None:
        """The detector in use; None before the first photo."""
        return None if self._detector is None else self._detector.name

    @property
    def device(self) -> str:
        """The device that networks run on.

        Raises:
            EngineError: the configured device is not there.
        """
        return str(choose_device(self.config.device))

    @property
    def photos_at_once(self) -> int:
        """How many photos of a folder `colorize_together` takes; 1 before the first one."""
        if self._colorizer is None:
            return 1
        config = self.config
        return self._colorizer.photos_at_once(config.input_scale, config.max_instances)

    def colorize_together(self, sessions: Sequence[Session], *, detect: bool) -> Steps[None]:
        """What takes long before the fusion of several photos, see `session.colorize_together`."""
        return colorize_together(sessions, detect=detect)

    def open(
        self, path: str | os.PathLike[str], instances: Sequence[Instance] | None = None
    ) -> Steps[Session]:
        """Open a photo as a session; with `instances` given, no detector is loaded.

        The first finished step carries the `Photo`.

        Raises:
            EngineError: the photo, a checkpoint or the detector cannot be read, or a box is bad.
        """
        yield Step(tr("Opening {name}", name=Path(path).name), 0, 1)
        photo = open_photo(path)
        yield Step(tr("Opened {name}", name=Path(path).name), 1, 1, photo)
        return (yield from self.start(photo, instances))

    def start(self, photo: Photo, instances: Sequence[Instance] | None = None) -> Steps[Session]:
        """A session of a photo that is already open.

        Raises:
            DetectorError: the detector cannot be loaded.
            EngineError: a checkpoint cannot be read, or a box is bad.
        """
        if self._colorizer is None:
            yield Step(tr("Loading the networks"), 0, 1)
            self._colorizer = self._loaded_colorizer()
        if self._detector is None and instances is None:
            yield Step(tr("Loading the detector"), 0, 1)
            self._detector = self._loaded(self.config)
        scale = self.config.input_scale
        session = Session(photo, self._colorizer, self._detector, self.config, scale)
        if instances is not None:
            session.set_instances(instances)
        yield Step(tr("Ready"), 1, 1)
        return session

    def detect(
        self, photo: Photo, *, detector: str | None = None, threshold: float | None = None
    ) -> Steps[Detection]:
        """Find the instances of a photo once more, in another way than the configured one.

        Args:
            photo: an open photo.
            detector: as in the settings; None for the configured one.
            threshold: the lowest score, 0..1; None for the configured one.

        Raises:
            DetectorError: the detector cannot be loaded.
            EngineError: it cannot run.
        """
        config = replace(
            self.config,
            detector=self.config.detector if detector is None else detector,
            score_threshold=self.config.score_threshold if threshold is None else threshold,
        )
        finder = self._others.get(config.detector)
        if finder is None:
            finder = self._detector if config.detector == self.config.detector else None
        if finder is None:
            yield Step(tr("Loading the detector"), 0, 2)
            finder = self._loaded(config)
        self._others[config.detector] = finder
        yield Step(tr("Detecting objects ({detector})", detector=finder.name), 1, 2)
        detection = detect_instances(finder, photo.lightness, config)
        yield Step(tr("Found {count} objects", count=len(detection.instances)), 2, 2, detection)
        return detection

    def _loaded_colorizer(self) -> Colorizer:
        device = choose_device(self.config.device)
        try:
            with device_guard():
                return Colorizer(load_networks(self.config, device), device)
        except (RuntimeError, MemoryError) as error:
            if not is_out_of_memory(error):
                raise
            raise EngineError(
                tr("The device {device} has too little memory for the networks.", device=device),
                tr("Close other programs, or choose the device cpu."),
            ) from error

    @staticmethod
    def _loaded(config: EngineConfig) -> Detector:
        try:
            return load_detector(config, choose_device(config.device))
        except EngineError as error:
            raise DetectorError(error.message, error.remedy) from error
