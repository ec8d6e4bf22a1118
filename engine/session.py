"""One photo's life: detect, colorize, fuse, and re-fuse from cache."""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence

from engine.colorizer import NO_STRENGTHS, Colorizer, Crop, FullImage, InstanceFeatures
from engine.config import EngineConfig
from engine.detection.coco import shown_name
from engine.detection.protocol import Detector, detect_each, detect_instances
from engine.errors import DeviceLostError
from engine.instances import Instance
from engine.photo import Photo
from engine.results import Colorization, Detection, Fusion, InstanceColorization
from engine.steps import Step, Steps
from engine.texts import tr

logger = logging.getLogger(__name__)

FUSIONS_KEPT = 32  # toggling back is instant; a fusion takes about 0.5 MB

Known = tuple[frozenset[int], tuple[tuple[int, float], ...]]  # enabled ids, strengths


class Session:
    """Holds what is known of one photo, so that a toggle only fuses again.

    Not thread-safe: one thread at a time. All results are immutable and may be handed on.

    Attributes:
        photo: the opened photo.
        instances: all instances, detected and drawn, best first.
        full: the full image's colorization, None before it is done.
        colorized: per instance id its own colorization.
        scale: multiplies the sides of what the full-image network sees; a smaller picture gives
            broader, calmer colours, a larger one more detail.
    """

    def __init__(
        self,
        photo: Photo,
        colorizer: Colorizer,
        detector: Detector | None,
        config: EngineConfig,
        scale: float = 1.0,
    ) -> None:
        self.photo = photo
        self.instances: tuple[Instance, ...] = ()
        self.colorized: dict[int, InstanceColorization] = {}
        self._colorizer = colorizer
        self._detector = detector
        self._config = config
        self.scale = scale
        self._scales: dict[float, Session] = {}  # without itself, so that it goes with its last use
        self._foreseen: Detection | None = None  # by `colorize_together`, for the next `detect`
        self._full: FullImage | None = None
        self._features: dict[int, InstanceFeatures] = {}
        self._fusions: OrderedDict[Known, Fusion] = OrderedDict()

    @property
    def full(self) -> Colorization | None:
        return None if self._full is None else self._full.colorization

    def at_scale(self, scale: float) -> Session:
        """The same photo at another scale, with results of its own, which are kept."""
        if scale == self.scale:
            return self
        if scale not in self._scales:
            self._scales[self.scale] = self
            other = Session(self.photo, self._colorizer, self._detector, self._config, scale)
            other._scales = self._scales
            self._scales[scale] = other
        return self._scales[scale]

    def run(
        self,
        instances: Sequence[Instance] | None = None,
        *,
        enabled: Iterable[int] | None = None,
        strengths: Mapping[int, float] = NO_STRENGTHS,
    ) -> Steps[Fusion]:
        """Detect (unless `instances` are given), colorize everything and fuse.

        Args:
            instances: in place of those that the detector would find.
            enabled: ids of those that are fused; None for all.
            strengths: as for `Colorizer.fuse`.

        Partial results, in this order: `Detection` (also for given instances), the full image's
        `Colorization`, one `InstanceColorization` per instance, the `Fusion`.
        """
        if instances is None:
            detection = yield from self.detect()
        else:
            detection = Detection(tuple(instances), "boxes given")
            self.set_instances(detection.instances)
            yield Step(tr("Using the given boxes"), 1, 1, detection)
        yield from self.colorize()
        ids = [i.id for i in detection.instances] if enabled is None else enabled
        return (yield from self.fuse(ids, strengths))

    def detect(self) -> Steps[Detection]:
        """Find the instances of the photo; what was known of earlier ones is forgotten."""
        if self._foreseen is not None:
            detection, self._foreseen = self._foreseen, None
        elif self._detector is None:
            detection = Detection((), "none")
        else:
            yield Step(tr("Detecting objects ({detector})", detector=self._detector.name), 0, 1)
            detection = detect_instances(self._detector, self.photo.lightness, self._config)
        self.set_instances(detection.instances)
        yield Step(tr("Found {count} objects", count=len(detection.instances)), 1, 1, detection)
        return detection

    def set_instances(self, instances: Iterable[Instance]) -> None:
        """Take these instances; what is cached of unchanged ones is kept.

        Raises:
            EngineError: a box is empty, not finite, or outside the photo.
        """
        checked = tuple(instances)
        for instance in checked:
            instance.box.checked(height=self.photo.height, width=self.photo.width)
        before = {instance.id: instance for instance in self.instances}
        same = {i.id for i in checked if i.id in before and _colorized_alike(before[i.id], i)}
        self.instances = checked
        self._features = {key: value for key, value in self._features.items() if key in same}
        self.colorized = {key: value for key, value in self.colorized.items() if key in same}
        for known in [known for known in self._fusions if not known[0] <= same]:
            del self._fusions[known]

    def colorize(self) -> Steps[None]:
        """Run the full-image and the instance network where they have not run yet."""
        missing = [i for i in self.instances if i.id not in self._features]
        total = len(missing) + 1
        if self._full is None:
            yield Step(tr("Colorizing the full image"), 0, total)
            self._full = self._colorizer.full_image(self.photo.lightness, self.scale)
        yield Step(tr("Colorized the full image"), 1, total, self._full.colorization)
        colorized = self._colorizer.instances(
            self.photo.lightness,
            [i.box for i in missing],
            self.scale,
            [i.steering.crop_scale for i in missing],
        )
        for done, (instance, features) in enumerate(zip(missing, colorized, strict=True), 1):
            result = self._keep(instance, features)
            label = tr(
                "Colorized {label}, {done} of {count}",
                label=shown_name(instance.label),
                done=done,
                count=len(missing),
            )
            yield Step(label, 1 + done, total, result)

    def _keep(self, instance: Instance, features: InstanceFeatures) -> InstanceColorization:
        self._features[instance.id] = features
        result = InstanceColorization(instance, features.colorization)
        self.colorized[instance.id] = result
        return result

    def fuse(
        self, enabled: Iterable[int], strengths: Mapping[int, float] = NO_STRENGTHS
    ) -> Steps[Fusion]:
        """Fuse the full image with the enabled instances, from cache where it can be.

        No instance enabled is exactly the full-image result.

        Args:
            enabled: ids; those of no instance are passed over.
            strengths: as for `Colorizer.fuse`.
        """
        ids = frozenset(enabled) & {instance.id for instance in self.instances}
        if self._full is None or not ids <= self._features.keys():
            yield from self.colorize()
        assert self._full is not None  # colorize() has set it
        changed = {key: value for key, value in strengths.items() if key in ids and value != 1.0}
        known = (ids, tuple(sorted(changed.items())))
        fusion = self._fusions.get(known)
        if fusion is None:
            yield Step(
                tr("Fusing {some} of {count} instances", some=len(ids), count=len(self.instances)),
                0,
                1,
            )
            features = {i.id: self._features[i.id] for i in self.instances if i.id in ids}
            fusion = self._colorizer.fuse(self._full, features, changed)
            self._fusions[known] = fusion
            while len(self._fusions) > FUSIONS_KEPT:
                self._fusions.popitem(last=False)
        self._fusions.move_to_end(known)
        yield Step(
            tr("Fused {some} of {count} instances", some=len(ids), count=len(self.instances)),
            1,
            1,
            fusion,
        )
        return fusion


def colorize_together(sessions: Sequence[Session], *, detect: bool) -> Steps[None]:
    """Do for several photos at once what `Session.run` does before it fuses.

    Each session keeps what was done for it, and its `run` does the rest. What goes wrong here, such
    as memory that is short, is left for that `run` to meet, where it is one photo's alone.

    Args:
        sessions: new ones of one workbench, at least one.
        detect: whether the detector looks for instances; otherwise those that are set count.

    Raises:
        DeviceLostError: the device has stopped working.
    """
    # Networks see photos of like shapes at one size; beside each other they share a batch.
    alike = sorted(sessions, key=lambda one: one.photo.width / one.photo.height)
    try:
        yield from _together(alike, detect)
    except DeviceLostError:
        raise
    except Exception as error:
        logger.info("%d photos are colorized one by one: %s", len(sessions), error)


def _together(sessions: Sequence[Session], detect: bool) -> Steps[None]:
    first = sessions[0]
    photos = [session.photo.lightness for session in sessions]
    if detect and first._detector is not None:
        yield Step(tr("Detecting objects ({detector})", detector=first._detector.name), 0, 3)
        detections = detect_each(first._detector, photos, first._config)
        for session, detection in zip(sessions, detections, strict=True):
            session.set_instances(detection.instances)
            session._foreseen = detection
    yield Step(tr("Colorizing the full image"), 1, 3)
    images = first._colorizer.full_images(photos, first.scale)
    for session, full in zip(sessions, images, strict=True):
        session._full = full
    yield Step(tr("Colorizing the objects"), 2, 3)
    objects = [(session, instance) for session in sessions for instance in session.instances]
    crops = [
        Crop(session.photo.lightness, instance.box, session.scale, instance.steering.crop_scale)
        for session, instance in objects
    ]
    for (session, instance), features in zip(objects, first._colorizer.crops(crops), strict=True):
        session._keep(instance, features)


def _colorized_alike(one: Instance, other: Instance) -> bool:
    """Whether the instance network makes the same of both."""
    return one.box == other.box and one.steering.crop_scale == other.steering.crop_scale
