"""Other colorizations of the same photo, to choose from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from engine.instances import Instance
from engine.results import Colorization, Fusion
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
