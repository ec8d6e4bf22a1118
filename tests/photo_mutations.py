"""Damages photo files: at random, along the structure of their formats, and with intent."""

from __future__ import annotations

from random import Random

from hostile_metadata import with_hostile_metadata
from photo_bombs import BOMBS
from photo_corpus import corpus
from photo_damage import at_random
from photo_structures import STRUCTURED


def case(seed: int, number: int) -> tuple[str, bytes]:
    """The input of that number in the row of a seed: always the same. A name, and the bytes."""
    random = Random(f"{seed}/{number}")
    turn = random.random()
    if turn < 0.02:
        making = random.choice(BOMBS)
        return f"{making.__name__}.bin", making(random)
    if turn < 0.22:
        return with_hostile_metadata(random)
    name = random.choice(sorted(corpus()))
    data = corpus()[name]
    structured = STRUCTURED[name.rpartition(".")[2]]
    if turn < 0.4:
        data = at_random(data, random)
    elif turn < 0.9:
        for _ in range(random.choice((1, 1, 1, 2, 4))):
            data = structured(data, random)
    else:
        data = at_random(structured(data, random), random)
    return name, data
