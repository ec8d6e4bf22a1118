"""The note that colours are generated: in every format, beside what the photo's file says."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from engine.generated_note import SOURCE_TYPE, WORDS, noted, noted_xmp
from engine.photo import Photo, open_photo, photo_of, save_picture

RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
EXT = "{http://iptc.org/std/Iptc4xmpExt/2008-02-29/}"
OWN = (
    b'<?xpacket begin="\xef\xbb\xbf" id="W5M0MpCehiHzreSzNTczkc9d"?>'
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF'
    b' xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""'
    b' xmlns:E="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"'
    b' xmlns:dc="http://purl.org/dc/elements/1.1/"%s><dc:title>Grandmother</dc:title>%s'
    b"</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end='w'?>"
)
SCAN = b"http://cv.iptc.org/newscodes/digitalsourcetype/negativeFilm"


def source_types(xmp: bytes) -> list[str]:
    """What a packet names as its source, by an XML reader of its own."""
    root = ET.fromstring(xmp.decode("utf-8").lstrip("\ufeff"))
    found = [
        v
        for d in root.iter(f"{RDF}Description")
        for k, v in d.attrib.items()
        if k == f"{EXT}DigitalSourceType"
    ]
    found += [
        e.text or e.attrib.get(f"{RDF}resource", "")
        for e in root.iter()
        if e.tag == f"{EXT}DigitalSourceType"
    ]
    return found


@pytest.fixture
def photo() -> Photo:
    return photo_of(np.full((30, 40), 120, np.uint8))


@pytest.mark.parametrize("suffix", [".jpg", ".png", ".tif", ".webp"])
def test_every_format_carries_it(tmp_path: Path, photo: Photo, suffix: str) -> None:
    path = tmp_path / f"a{suffix}"
    save_picture(np.full((30, 40, 3), 90, np.uint8), noted(photo, path), path)
    again = open_photo(path)
    assert again.xmp is not None
    assert source_types(again.xmp) == [SOURCE_TYPE]
    with Image.open(path) as image:
        assert image.getexif()[0x010E] == WORDS
        assert image.getexif()[0x0131] == "Instance Colorizer"


def test_what_the_file_says_stays(tmp_path: Path, photo: Photo) -> None:
    exif = Image.Exif()
    exif[0x010E] = "Grandmother, 1931"
    block = b"Exif\0\0" + exif.tobytes().removeprefix(b"Exif\0\0")
    full = replace(photo, exif=block, xmp=OWN % (b"", b""))
    path = tmp_path / "a.jpg"
    save_picture(np.full((30, 40, 3), 90, np.uint8), noted(full, path), path)
    again = open_photo(path)
    assert again.xmp is not None
    assert b"<dc:title>Grandmother</dc:title>" in again.xmp
    assert source_types(again.xmp) == [SOURCE_TYPE]
    with Image.open(path) as image:
        assert image.getexif()[0x010E] == "Grandmother, 1931"


@pytest.mark.parametrize(
    ("attribute", "element"),
    [
        (b' E:DigitalSourceType="' + SCAN + b'"', b""),
        (b" E:DigitalSourceType = '" + SCAN + b"'", b""),
        (b"", b"<E:DigitalSourceType>" + SCAN + b"</E:DigitalSourceType>"),
        (b"", b'<E:DigitalSourceType rdf:resource="' + SCAN + b'"/>'),
    ],
)
def test_an_earlier_source_gives_way(attribute: bytes, element: bytes) -> None:
    before = OWN % (attribute, element)
    assert source_types(before) == [SCAN.decode()]
    after = noted_xmp(before)
    assert source_types(after) == [SOURCE_TYPE]
    assert b"Grandmother" in after


def test_noted_twice_is_noted_once() -> None:
    assert source_types(noted_xmp(noted_xmp(None))) == [SOURCE_TYPE]


@pytest.mark.parametrize("xmp", [b"", b"no xml", b"<x>", "utf-16 </rdf:RDF>".encode("utf-16")])
def test_a_packet_that_cannot_be_read_is_replaced(xmp: bytes) -> None:
    assert source_types(noted_xmp(xmp)) == [SOURCE_TYPE]


def test_a_jpeg_that_cannot_hold_the_photos_packet_holds_the_note(
    tmp_path: Path, photo: Photo
) -> None:
    large = replace(photo, xmp=OWN % (b"", b"<dc:x>" + b"y" * 70_000 + b"</dc:x>"))
    picture = np.full((30, 40, 3), 90, np.uint8)
    for name, kept in (("a.jpg", False), ("a.png", True)):
        path = tmp_path / name
        save_picture(picture, noted(large, path), path)
        again = open_photo(path)
        assert again.xmp is not None
        assert source_types(again.xmp) == [SOURCE_TYPE]
        assert (b"Grandmother" in again.xmp) is kept
