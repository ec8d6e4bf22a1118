"""Damages photo files along the structure of their formats."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from random import Random

from photo_corpus import PNG_SIGNATURE, chunk
from photo_damage import HUGE, LARGE, NUMBERS, SIDES, at_random

Damage = Callable[[bytes, Random], bytes]


def damaged_png(data: bytes, random: Random) -> bytes:
    """Chunks changed, doubled, removed or moved; their checksums are right most of the time."""
    chunks = []
    place = len(PNG_SIGNATURE)
    while place + 12 <= len(data):
        (length,) = struct.unpack_from(">I", data, place)
        chunks.append((data[place + 4 : place + 8], data[place + 8 : place + 8 + length]))
        place += 12 + length
    if not chunks:
        return data
    index = random.randrange(len(chunks))
    name, body = chunks[index]
    turn = random.randrange(8)
    if turn == 0 and len(chunks[0][1]) == 13:
        chunks[0] = (b"IHDR", _png_header(chunks[0][1], random))
    elif turn == 1:
        chunks.insert(random.randrange(len(chunks)), (name, body))
    elif turn == 2:
        del chunks[index]
    elif turn == 3:
        random.shuffle(chunks)
    elif turn == 4:
        pixels = random.choice((b"", b"\5" * 5000, random.randbytes(3000), bytes(10**6)))
        chunks = [(n, zlib.compress(pixels) if n == b"IDAT" else b) for n, b in chunks]
    elif turn == 5:
        name = random.choice((b"tRNS", b"PLTE", b"pHYs", b"gAMA", b"cHRM", b"acTL", b"fcTL"))
        chunks.insert(1, (name, random.randbytes(random.choice((0, 1, 3, 8, 9, 26, 700, 3000)))))
    else:
        chunks[index] = (name, at_random(body, random))
    made = [chunk(name, body) for name, body in chunks]
    if turn == 6:
        index = random.randrange(len(made))
        made[index] = struct.pack(">I", random.choice(LARGE)) + made[index][4:]
    return PNG_SIGNATURE + b"".join(made)


def _png_header(body: bytes, random: Random) -> bytes:
    values = list(struct.unpack(">IIBBBBB", body))
    field = random.randrange(7)
    if field < 2:
        values[field] = random.choice(SIDES)
    else:
        values[field] = random.choice((0, 1, 2, 3, 4, 5, 6, 7, 8, 16, 32, 255))
    return struct.pack(">IIBBBBB", *values)


def damaged_jpeg(data: bytes, random: Random) -> bytes:
    """Segments changed, doubled, removed, inserted or lying about their length."""
    segments = []
    place = 2
    while place + 4 <= len(data) and data[place] == 0xFF and data[place + 1] != 0xDA:
        (length,) = struct.unpack_from(">H", data, place + 2)
        segments.append(data[place : place + 2 + length])
        place += 2 + length
    scans = data[place:]
    if not segments:
        return data
    index = random.randrange(len(segments))
    segment = bytearray(segments[index])
    turn = random.randrange(8)
    if turn == 0:
        frames = [i for i, held in enumerate(segments) if held[1] in (0xC0, 0xC2)]
        index = frames[0] if frames else index
        segments[index] = _jpeg_frame(bytearray(segments[index]), random)
    elif turn == 1:
        segments.insert(random.randrange(len(segments) + 1), bytes(segment))
    elif turn == 2:
        del segments[index]
    elif turn == 3 and len(segment) >= 4:
        struct.pack_into(">H", segment, 2, random.choice(NUMBERS))
        segments[index] = bytes(segment)
    elif turn == 4:
        marker = random.choice((*range(0xC0, 0xD0), *range(0xDB, 0xF0), 0xFE))
        body = random.randbytes(random.choice((0, 2, 5, 14, 300)))
        segments.insert(index, struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body)
    elif turn == 5:
        scans = at_random(scans, random)
    else:
        segments[index] = bytes(segment[:4]) + at_random(bytes(segment[4:]), random)
    return data[:2] + b"".join(segments) + scans


def _jpeg_frame(frame: bytearray, random: Random) -> bytes:
    field = random.randrange(4)
    if field < 2 and len(frame) >= 9:
        struct.pack_into(">H", frame, 5 + 2 * field, random.choice(NUMBERS))
    elif len(frame) > 10:
        place = random.randrange(4, len(frame))
        frame[place] = random.choice((0, 1, 2, 3, 4, 8, 12, 0x11, 0x22, 0x41, 0x44, 255))
    return bytes(frame)


def damaged_tiff(data: bytes, random: Random) -> bytes:
    """An entry of the first directory changed, or a directory that leads to itself."""
    order = ">" if data[:2] == b"MM" else "<"
    large = data[2:4] in (b"+\0", b"\0+")
    damaged = bytearray(data)
    try:
        (first,) = struct.unpack_from(order + ("Q" if large else "I"), data, 8 if large else 4)
        (count,) = struct.unpack_from(order + ("Q" if large else "H"), data, first)
        size, start = (20, first + 8) if large else (12, first + 2)
        turn = random.randrange(8)
        if turn == 0:
            following = start + size * count
            target = random.choice((first, 8, len(data) - 2, *LARGE))
            struct.pack_into(order + "I", damaged, following, target % 2**32)
        elif turn == 1:
            struct.pack_into(order + "H", damaged, first, random.choice(NUMBERS))
        else:
            entry = start + size * random.randrange(max(1, min(count, 60)))
            _tiff_entry(damaged, entry, order, large, first, random)
    except struct.error:
        return at_random(data, random)
    return bytes(damaged)


TIFF_TAGS = (
    *range(254, 300),
    *(301, 317, 320, 322, 323, 324, 325, 330, 332, 333, 336, 338, 339, 340, 341, 347, 512, 513),
    *(514, 529, 530, 531, 532, 700, 32995, 33432, 34377, 34665, 34675, 34853, 40965, 50706),
)


def _tiff_entry(
    data: bytearray, entry: int, order: str, large: bool, first: int, random: Random
) -> None:
    field = random.randrange(6)
    number = order + ("Q" if large else "I")
    value_at = entry + (12 if large else 8)
    (kind,) = struct.unpack_from(order + "H", data, entry + 2)
    if field == 0:
        struct.pack_into(order + "H", data, entry, random.choice(TIFF_TAGS))
    elif field == 1:
        struct.pack_into(order + "H", data, entry + 2, random.choice((*range(20), 255, 65535)))
    elif field == 2:
        struct.pack_into(number, data, entry + 4, random.choice(HUGE if large else LARGE))
    elif field == 3:
        struct.pack_into(order + "H", data, entry, random.choice((330, 34665, 34853, 40965)))
        struct.pack_into(order + "H", data, entry + 2, 4)
        struct.pack_into(number, data, entry + 4, 1)
        struct.pack_into(number, data, value_at, first)
    elif kind == 3:
        values = (*NUMBERS, 5, 6, 4, 9, 10, 32773, 32946, 34676, 34712, 34925, 50000, 50001)
        struct.pack_into(order + "H", data, value_at, random.choice(values))
    else:
        struct.pack_into(number, data, value_at, random.choice(HUGE if large else LARGE))


def damaged_webp(data: bytes, random: Random) -> bytes:
    """Chunks changed, doubled, removed or moved, or lying about their length or their sides."""
    chunks = []
    place = 12
    while place + 8 <= len(data):
        (length,) = struct.unpack_from("<I", data, place + 4)
        end = place + 8 + length + length % 2
        chunks.append(data[place:end])
        place = end
    if not chunks:
        return data
    index = random.randrange(len(chunks))
    held = bytearray(chunks[index])
    turn = random.randrange(6)
    if turn == 0:
        struct.pack_into("<I", held, 4, random.choice(LARGE))
        chunks[index] = bytes(held)
    elif turn == 1:
        chunks.insert(random.randrange(len(chunks) + 1), bytes(held))
    elif turn == 2:
        del chunks[index]
    elif turn == 3:
        random.shuffle(chunks)
    elif turn == 4 and len(held) >= 18:
        place = random.randrange(8, 18)
        held[place] = random.choice((0, 1, 2, 16, 63, 64, 127, 128, 255))
        chunks[index] = bytes(held)
    else:
        chunks[index] = bytes(held[:8]) + at_random(bytes(held[8:]), random)
    body = b"WEBP" + b"".join(chunks)
    length = len(body) if random.random() < 0.8 else random.choice(LARGE)
    return b"RIFF" + struct.pack("<I", length) + body


def damaged_bmp(data: bytes, random: Random) -> bytes:
    damaged = bytearray(data)
    place, form = random.choice(
        (
            *((place, "I") for place in (2, 10, 14, 30, 34, 46, 50, 54)),
            *((18, "i"), (22, "i"), (26, "H"), (28, "H")),
        )
    )
    if place == 28:
        value = random.choice((0, 1, 2, 4, 8, 15, 16, 24, 32, 64, 255))
    elif place == 30:
        value = random.choice((0, 1, 2, 3, 4, 5, 6, 11, 255))
    elif form == "i":
        value = random.choice((*SIDES[:-1], -1, -20, -(2**31)))
    elif form == "H":
        value = random.choice(NUMBERS)
    else:
        value = random.choice((*LARGE, 12, 40, 52, 56, 64, 108, 124))
    if place + 4 <= len(damaged):
        struct.pack_into("<" + form, damaged, place, value)
    return bytes(damaged)


STRUCTURED: dict[str, Damage] = {
    "png": damaged_png,
    "jpg": damaged_jpeg,
    "tif": damaged_tiff,
    "webp": damaged_webp,
    "bmp": damaged_bmp,
}
