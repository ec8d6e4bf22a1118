"""Photo files that claim or become far more than they hold."""

from __future__ import annotations

import struct
import zlib
from random import Random

from photo_corpus import bare_png, corpus, with_chunk


def huge_png(random: Random) -> bytes:
    """A PNG that says that it is huge, and holds little."""
    width, height = random.choice(((60_000, 60_000), (2**31 - 1, 1), (1, 2**31 - 1), (14_000,) * 2))
    depth, kind = random.choice(((8, 2), (16, 2), (16, 6), (1, 0), (8, 3)))
    return bare_png(
        width,
        height,
        zlib.compress(bytes(10**6)),
        depth=depth,
        kind=kind,
        interlace=random.randrange(2),
    )


def inflating_png(random: Random) -> bytes:
    """A PNG whose text, profile or EXIF inflates a thousandfold."""
    bomb = zlib.compress(bytes(random.choice((10, 200)) << 20))
    whole = corpus()[random.choice(("colour.png", "deep.png", "grey.png"))]
    name, head = random.choice(
        (
            (b"zTXt", b"Comment\0\0"),
            (b"iCCP", b"made\0\0"),
            (b"iTXt", b"XML:com.adobe.xmp\0\1\0\0\0"),
        )
    )
    for _ in range(random.choice((1, 30))):
        whole = with_chunk(whole, name, head + bomb)
    return whole


def long_picture(random: Random) -> bytes:
    """A PNG with more pixels than it says, or all of the many pixels that it says."""
    width, height = random.choice(((20, 20), (5000, 4000), (30_000, 500), (12_000, 8000)))
    rows = zlib.compress(bytes(height * (1 + 3 * width)) + bytes(10**7))
    return bare_png(width, height, rows)


def many_scans(random: Random) -> bytes:
    """A progressive JPEG with thousands of scans over a large frame."""
    data = corpus()["progressive.jpg"]
    scans = data.rindex(b"\xff\xda")
    side = random.choice((28, 4000, 14_000))
    frame = bytearray(data[:scans])
    place = frame.index(b"\xff\xc2")
    struct.pack_into(">HH", frame, place + 5, side, side)
    return bytes(frame) + data[scans:-2] * random.choice((100, 3000)) + b"\xff\xd9"


def huge_tiff(random: Random) -> bytes:
    """A TIFF whose sides and strips are far larger than its bytes."""
    data = corpus()[random.choice([name for name in sorted(corpus()) if name.endswith(".tif")])]
    damaged = bytearray(data)
    order = ">" if data[:2] == b"MM" else "<"
    for tag in (256, 257, 278):
        for kind in (3, 4):
            place = damaged.find(struct.pack(order + "HHI", tag, kind, 1))
            if place > 0:
                struct.pack_into(order + "HI", damaged, place + 2, 4, 1)
                struct.pack_into(order + "I", damaged, place + 8, random.choice((14_000, 60_000)))
    return bytes(damaged)


def huge_webp(random: Random) -> bytes:
    """A WebP whose canvas is as large as the format allows."""
    data = bytearray(corpus()[random.choice(("moving.webp", "colour.webp"))])
    place = data.find(b"VP8X")
    data[place + 12 : place + 18] = random.choice((b"\xff" * 6, b"\xff\x3f\0\xff\x2f\0"))
    return bytes(data)


BOMBS = (huge_png, inflating_png, long_picture, many_scans, huge_tiff, huge_webp)
