"""Damages the bytes of a file at random, with numbers that readers stumble over."""

from __future__ import annotations

import struct
from random import Random

from photo_corpus import corpus

NUMBERS = (0, 1, 2, 3, 7, 8, 16, 127, 128, 255, 256, 32767, 32768, 60000, 65535)
LARGE = (*NUMBERS, 65536, 10**6, 2**24, 2**31 - 1, 2**31, 2**32 - 1)
HUGE = (*LARGE, 2**32, 2**40, 2**63 - 1, 2**63, 2**64 - 1)
SIDES = (0, 1, 2, 17, 4000, 16384, 19000, 60000, 65500, 2**31 - 1, 2**32 - 1)


def at_random(data: bytes, random: Random) -> bytes:
    damaged = bytearray(data)
    for _ in range(random.choice((1, 1, 2, 4, 12))):
        if damaged:
            random.choice(RANDOM)(damaged, random)
    return bytes(damaged)


def _place(data: bytearray, random: Random) -> int:
    """Anywhere, but half the time near the beginning, where the headers are."""
    reach = len(data) if random.random() < 0.5 else min(len(data), 200)
    return random.randrange(reach)


def _flip(data: bytearray, random: Random) -> None:
    data[_place(data, random)] ^= 1 << random.randrange(8)


def _put(data: bytearray, random: Random) -> None:
    form, numbers = random.choice(
        (
            *(("B", (0, 1, 127, 128, 255)), ("<H", NUMBERS), (">H", NUMBERS)),
            *(("<I", LARGE), (">I", LARGE), ("<Q", HUGE), (">Q", HUGE)),
        )
    )
    place = _place(data, random)
    packed = struct.pack(form, random.choice(numbers))
    data[place : place + len(packed)] = packed


def _cut(data: bytearray, random: Random) -> None:
    del data[_place(data, random) :]


def _remove(data: bytearray, random: Random) -> None:
    place = _place(data, random)
    del data[place : place + random.choice((1, 2, 4, 30, 300))]


def _insert(data: bytearray, random: Random) -> None:
    place = _place(data, random)
    data[place:place] = random.randbytes(random.choice((1, 2, 4, 30, 300)))


def _blank(data: bytearray, random: Random) -> None:
    place, length = _place(data, random), random.choice((4, 16, 100))
    data[place : place + length] = bytes([random.choice((0, 255))]) * length


def _repeat(data: bytearray, random: Random) -> None:
    place, length = _place(data, random), random.choice((2, 12, 60, 400))
    data[place:place] = data[place : place + length] * random.choice((1, 2, 30))


def _splice(data: bytearray, random: Random) -> None:
    other = corpus()[random.choice(sorted(corpus()))]
    start = random.randrange(len(other))
    place = _place(data, random)
    data[place:] = other[start:] if random.random() < 0.5 else other[place:]


RANDOM = (_flip, _flip, _flip, _put, _put, _put, _cut, _remove, _insert, _blank, _repeat, _splice)
