"""Damages photo files: at random, along the structure of their formats, and with intent."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from random import Random

from photo_corpus import (
    PNG_SIGNATURE,
    bare_png,
    chunk,
    corpus,
    exif,
    profile,
    profiles,
    saved,
    with_chunk,
)
from PIL import Image

NUMBERS = (0, 1, 2, 3, 7, 8, 16, 127, 128, 255, 256, 32767, 32768, 60000, 65535)
LARGE = (*NUMBERS, 65536, 10**6, 2**24, 2**31 - 1, 2**31, 2**32 - 1)
HUGE = (*LARGE, 2**32, 2**40, 2**63 - 1, 2**63, 2**64 - 1)
SIDES = (0, 1, 2, 17, 4000, 16384, 19000, 60000, 65500, 2**31 - 1, 2**32 - 1)

Damage = Callable[[bytes, Random], bytes]


def case(seed: int, number: int) -> tuple[str, bytes]:
    """The input of that number in the row of a seed: always the same. A name, and the bytes."""
    random = Random(f"{seed}/{number}")
    turn = random.random()
    if turn < 0.02:
        making = random.choice(BOMBS)
        return f"{making.__name__}.bin", making(random)
    if turn < 0.22:
        return _with_hostile_metadata(random)
    name = random.choice(sorted(corpus()))
    data = corpus()[name]
    structured = STRUCTURED[name.rpartition(".")[2]]
    if turn < 0.4:
        data = _at_random(data, random)
    elif turn < 0.9:
        for _ in range(random.choice((1, 1, 1, 2, 4))):
            data = structured(data, random)
    else:
        data = _at_random(structured(data, random), random)
    return name, data


def _at_random(data: bytes, random: Random) -> bytes:
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


def _png(data: bytes, random: Random) -> bytes:
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
        chunks[index] = (name, _at_random(body, random))
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


def _jpeg(data: bytes, random: Random) -> bytes:
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
        scans = _at_random(scans, random)
    else:
        segments[index] = bytes(segment[:4]) + _at_random(bytes(segment[4:]), random)
    return data[:2] + b"".join(segments) + scans


def _jpeg_frame(frame: bytearray, random: Random) -> bytes:
    field = random.randrange(4)
    if field < 2 and len(frame) >= 9:
        struct.pack_into(">H", frame, 5 + 2 * field, random.choice(NUMBERS))
    elif len(frame) > 10:
        place = random.randrange(4, len(frame))
        frame[place] = random.choice((0, 1, 2, 3, 4, 8, 12, 0x11, 0x22, 0x41, 0x44, 255))
    return bytes(frame)


def _tiff(data: bytes, random: Random) -> bytes:
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
        return _at_random(data, random)
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


def _webp(data: bytes, random: Random) -> bytes:
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
        chunks[index] = bytes(held[:8]) + _at_random(bytes(held[8:]), random)
    body = b"WEBP" + b"".join(chunks)
    length = len(body) if random.random() < 0.8 else random.choice(LARGE)
    return b"RIFF" + struct.pack("<I", length) + body


def _bmp(data: bytes, random: Random) -> bytes:
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
    "png": _png,
    "jpg": _jpeg,
    "tif": _tiff,
    "webp": _webp,
    "bmp": _bmp,
}


def _with_hostile_metadata(random: Random) -> tuple[str, bytes]:
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
        return _at_random(exif()[6:], random)
    if turn == 1:
        return _tiff(exif()[6:], random)
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
        return _at_random(bytes(icc), random)
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
