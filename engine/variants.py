"""Other colorizations of the same photo, to choose from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from engine.instances import Instance
from engine.results import Colorization, Fusion
from engine.steering import Steering
from engine.steps import Step, Steps
from engine.texts import marked, tr


@dataclass(frozen=True)
class Variant:
    """A way to colorize.

    Attributes:
        name: in words to show, `marked`.
        words: what is different about it, `marked`.
        scale: multiplies the sides of what the full-image network sees.
        saturation: of the result's colours.
    """

    name: str
    words: str
    scale: float
    saturation: float


# By eye on old photos: below 0.6 objects fall together, above 1.6 the sky and walls break up.
VARIANTS = (
    Variant(marked("Usual"), marked("as the networks are trained"), 1.0, 1.0),
    Variant(marked("Broad"), marked("calm surfaces, stronger colours"), 0.6, 1.35),
    Variant(marked("Fine"), marked("more detail, stronger colours"), 1.6, 1.35),
)


@dataclass(frozen=True)
class InstanceVariant:
    """A way to colorize one instance.

    Attributes:
        name, words: as of `Variant`.
        crop_scale: multiplies the sides of what the instance network sees.
        strength: of its own colours in the fusion.
        saturation: of the result's colours inside its outline.
    """

    name: str
    words: str
    crop_scale: float
    strength: float
    saturation: float

    def of(self, steering: Steering) -> Steering:
        """The steering of an instance in this variant; a new colour and the warmth stay."""
        return replace(
            steering,
            crop_scale=self.crop_scale,
            strength=self.strength,
            saturation=self.saturation,
        )


# By eye on six old photos. A small crop (0.5) is greyer than the full image and tells nothing new;
# with more strength or saturation than this, faces turn red.
INSTANCE_VARIANTS = (
    InstanceVariant(marked("Usual"), marked("as the networks weigh it"), 1.0, 1.0, 1.0),
    InstanceVariant(
        marked("Full image"), marked("as the whole photo has it, stronger"), 1.0, 0.0, 1.3
    ),
    InstanceVariant(marked("Fine"), marked("more detail, stronger colours"), 1.75, 3.0, 1.6),
)


class ScaledSession(Protocol):
    """What is needed of `engine.session.Session`, which imports torch."""

    @property
    def full(self) -> Colorization | None: ...

    def at_scale(self, scale: float) -> ScaledSession: ...

    def run(
        self,
        instances: Sequence[Instance] | None = None,
        *,
        enabled: Iterable[int] | None = None,
        strengths: Mapping[int, float] = ...,
    ) -> Steps[Fusion]: ...


@dataclass(frozen=True)
class VariantResult:
    """One variant, fused.

    Attributes:
        variant: which one.
        fusion: its colours, without its saturation.
        full: the full image's, in which outlines are looked for.
    """

    variant: Variant
    fusion: Fusion
    full: Colorization


def variant_steps(
    session: ScaledSession,
    instances: Sequence[Instance],
    enabled: Iterable[int],
    strengths: Mapping[int, float],
) -> Steps[None]:
    """Colorize in every variant; as one is done, a step carries its `VariantResult`.

    Args:
        session: of the photo, at any scale; its results at other scales are kept in it.
        instances: of the photo.
        enabled: ids of those that are fused.
        strengths: as for `engine.colorizer.Colorizer.fuse`.
    """
    on = frozenset(enabled)
    for done, variant in enumerate(VARIANTS):
        label = tr("Colorizing variant {n} of {count}", n=done + 1, count=len(VARIANTS))
        yield Step(label, done, len(VARIANTS))
        scaled = session.at_scale(variant.scale)
        running = scaled.run(instances, enabled=on, strengths=strengths)
        try:
            while True:
                next(running)
                yield Step(label, done, len(VARIANTS))
        except StopIteration as stop:
            fusion: Fusion = stop.value
        finally:
            running.close()
        full = fusion.colorization if scaled.full is None else scaled.full
        result = VariantResult(variant, fusion, full)
        yield Step(label, done + 1, len(VARIANTS), result)
