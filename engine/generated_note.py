"""A note in a picture's metadata that its colours are generated, as programs and people read it.

IPTC's digital source type in the XMP packet is what libraries, agencies and web sites look for:
https://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia, "edited using
generative AI", as the photo itself is not generated. In words it stands in the EXIF block, but only
where there is none: another's block is never rewritten, since maker notes would break.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image

from engine.metadata import HEADER
from engine.photo_encoding import MAX_SEGMENT

if TYPE_CHECKING:
    from engine.photo import Photo

SOURCE_TYPE = "http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia"
WORDS = "The colours are generated: colorized with Instance Colorizer."
SOFTWARE = "Instance Colorizer"
IMAGE_DESCRIPTION, SOFTWARE_TAG = 0x010E, 0x0131
_NOTE = (
    '<rdf:Description xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" rdf:about=""'
    ' xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"'
    f' Iptc4xmpExt:DigitalSourceType="{SOURCE_TYPE}"/>'
).encode("ascii")
_PACKET = (
    b'<?xpacket begin="\xef\xbb\xbf" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/">\n'
    b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\n'
    + _NOTE
    + b'\n</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end="w"?>'
)
_END = re.compile(rb"</[A-Za-z_][\w.-]*:RDF\s*>")
# What the photo said about its source, in the ways in which RDF can say it.
_EARLIER = (
    re.compile(rb"\s[\w.-]+:DigitalSourceType\s*=\s*(\"[^\"]*\"|'[^']*')"),
    re.compile(rb"<([\w.-]+:DigitalSourceType)\b[^<>]*/>"),
    re.compile(rb"<([\w.-]+:DigitalSourceType)\b[^<>]*>[^<]*</\1\s*>"),
)


def noted(photo: Photo, path: Path) -> Photo:
    """The photo with the note in what is written of it to `path`; the rest of it stays.

    A source type that its metadata named before gives way. Where a JPEG cannot hold the photo's
    own packet, it holds that of the note.
    """
    xmp = noted_xmp(photo.xmp)
    if path.suffix.lower() in (".jpg", ".jpeg") and len(xmp) > MAX_SEGMENT:
        xmp = _PACKET
    return replace(photo, xmp=xmp, exif=photo.exif or _exif())


def noted_xmp(xmp: bytes | None) -> bytes:
    """An XMP packet with the note; a new one where there is none that can be read."""
    if not xmp:
        return _PACKET
    for form in _EARLIER:
        xmp = form.sub(b"", xmp)
    ends = list(_END.finditer(xmp))
    if not ends:
        return _PACKET
    at = ends[-1].start()
    return xmp[:at] + _NOTE + b"\n" + xmp[at:]


@lru_cache(maxsize=1)
def _exif() -> bytes:
    block = Image.Exif()
    block[IMAGE_DESCRIPTION] = WORDS
    block[SOFTWARE_TAG] = SOFTWARE
    made = block.tobytes()
    return made if made.startswith(HEADER) else HEADER + made
