"""Whole pictures with EXIF blocks and colour profiles that mean harm."""

from __future__ import annotations

import struct
import zlib
from random import Random

from photo_corpus import corpus, exif, profile, profiles, saved, with_chunk
from photo_damage import LARGE, NUMBERS, at_random
from photo_structures import damaged_tiff
from PIL import Image


def with_hostile_metadata(random: Random) -> tuple[str, bytes]:
    """A whole picture with an EXIF block, a profile and a packet that are not."""
    block, icc = hostile_exif(random), hostile_profile(random)
    xmp = random.choice((b"\0\xff" * 50, b"<x tiff:Orientation='8'", b"", bytes(70_000)))
    deep = random.choice(("deep.png", "deep-clear.png", "deep-grey.png"))
    kind = random.choice(("JPEG", "PNG", "WEBP", "TIFF", deep))
    if kind == deep:
        data = with_chunk(corpus()[deep], b"eXIf", block)
        return deep, with_chunk(data, b"iCCP", b"made\0\0" + zlib.compress(icc))
    mode = random.choice(("RGB", "RGB", "L", "CMYK") if kind in ("JPEG", "TIFF") else ("RGB", "L"))
    picture = Image.linear_gradient("L").resize((24, 16)).convert(mode)
    options: dict[str, object] = {"icc_profile": icc}
    if kind in ("JPEG", "WEBP"):
        options |= {"exif": b"Exif\0\0" + block[:65_000], "xmp": xmp[:65_000]}
    data = saved(picture, kind, **options)
    if kind == "PNG":
        data = with_chunk(data, b"eXIf", block)
        data = with_chunk(data, b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + xmp)
    return f"hostile-{mode.lower()}.{kind.lower()}", data


def hostile_exif(random: Random) -> bytes:
    """A block, without b"Exif", with directories that loop, lie about counts or never end."""
    turn = random.randrange(6)
    order = random.choice("<>")
    if turn == 0:
        return at_random(exif()[6:], random)
    if turn == 1:
        return damaged_tiff(exif()[6:], random)
    entries = []
    for _ in range(random.choice((1, 4, 60, 2000))):
        tag = random.choice(
            (0x0112, 0x8769, 0x8825, 0xA005, 0x014A, 0x927C, 0x010F, 0x829A, 0xEA1C)
        )
        kind, count = random.randrange(14), random.choice((0, 1, 2, 1000, *LARGE))
        value = random.choice((0, 8, 10, 26, 200, *LARGE))
        entries.append(struct.pack(order + "HHII", tag, kind, count, value))
    mark = b"II*\0" if order == "<" else b"MM\0*"
    count = len(entries) if turn < 4 else random.choice(NUMBERS)
    following = struct.pack(order + "I", random.choice((0, 8, 2**31, 2**32 - 1)))
    head = mark + struct.pack(order + "IH", 8, count)
    return head + b"".join(entries) + following + random.randbytes(random.choice((0, 40, 900)))


def hostile_profile(random: Random) -> bytes:
    """An ICC profile whose table, curves or look-up tables do not hold what they say."""
    turn = random.randrange(6)
    icc = bytearray(random.choice(profiles()))
    if turn == 0:
        return at_random(bytes(icc), random)
    if turn == 1:
        struct.pack_into(">I", icc, 128, random.choice(LARGE))
        return bytes(icc)
    if turn == 2:
        entry = 132 + 12 * random.randrange(9)
        struct.pack_into(">I", icc, entry + random.choice((4, 8)), random.choice(LARGE))
        return bytes(icc)
    names = random.choice(((b"rTRC", b"gTRC", b"bTRC"), (b"kTRC",), (b"A2B0",), (b"A2B0", b"B2A0")))
    body = random.choice((_hostile_curve, _hostile_parameters, _hostile_table))(random)
    spaces = (b"RGB ", b"GRAY", b"CMYK", b"Lab ", b"15CL", b"\0\0\0\0")
    tags = dict.fromkeys(names, body)
    if random.random() < 0.7:
        white = b"XYZ " + bytes(4) + struct.pack(">3i", *(random.choice(XYZ) for _ in range(3)))
        tags |= {b"rXYZ": white, b"gXYZ": white[::-1], b"bXYZ": white}
    return profile(random.choice(spaces), tags)


XYZ = (0, 1, -1, 0x10000, 0x9C18, 2**31 - 1, -(2**31))


def _hostile_curve(random: Random) -> bytes:
    head = b"curv" + bytes(4) + struct.pack(">I", random.choice(LARGE))
    return head + random.randbytes(random.choice((0, 1, 2, 64)))


def _hostile_parameters(random: Random) -> bytes:
    values = [random.choice(XYZ) for _ in range(random.randrange(8))]
    head = b"para" + bytes(4) + struct.pack(">HH", random.choice((0, 1, 2, 3, 4, 5, 65535)), 0)
    return head + struct.pack(f">{len(values)}i", *values)


def _hostile_table(random: Random) -> bytes:
    kind = random.choice((b"mft1", b"mft2", b"mAB ", b"mBA "))
    sizes = bytes(random.choice((0, 1, 3, 4, 15, 16, 255)) for _ in range(4))
    head = kind + bytes(4) + sizes + struct.pack(">9i", *(random.choice(XYZ) for _ in range(9)))
    return head + struct.pack(">HH", *random.choices(NUMBERS, k=2)) + random.randbytes(600)
