"""ICC profiles made of curves and a matrix, applied at 16 bits (ICC.1:2010, annex F.2 and F.3)."""

from __future__ import annotations

import struct
from dataclasses import dataclass

import cv2
import numpy as np

from engine import lab

LEVELS = 65536
# IEC 61966-2-1 primaries, adapted to the D50 white of the profile connection space (Bradford).
_SRGB_COLORANTS = np.array(
    [
        [0.4360747, 0.3850649, 0.1430804],
        [0.2225045, 0.7168786, 0.0606169],
        [0.0139322, 0.0971045, 0.7141733],
    ]
)


@dataclass(frozen=True)
class MatrixProfile:
    """Per channel a curve, then a matrix to linear sRGB.

    Attributes:
        curves: float32 (3, 65536), linear light 0..1 of each 16-bit level, never falling.
        matrix: float32 (3, 3), linear light of the profile's space to linear sRGB.
    """

    curves: np.ndarray
    matrix: np.ndarray

    def to_srgb(self, pixels: np.ndarray) -> np.ndarray:
        """uint16 (H, W, 3) in the profile's space to sRGB; what sRGB cannot hold is clipped."""
        result = np.empty_like(pixels)
        for rows in lab.strips(*pixels.shape[:2]):
            linear = np.stack([self.curves[i][pixels[rows, :, i]] for i in range(3)], axis=-1)
            result[rows] = lab.encode_srgb(cv2.transform(linear, self.matrix), 16)
        return result

    def from_srgb(self, rgb: np.ndarray) -> np.ndarray:
        """uint16 sRGB (H, W, 3) to the profile's space."""
        inverse = np.linalg.inv(self.matrix).astype(np.float32)
        levels = np.arange(LEVELS, dtype=np.float32)
        result = np.empty_like(rgb)
        for rows in lab.strips(*rgb.shape[:2]):
            linear = np.clip(cv2.transform(lab.decode_srgb(rgb[rows]), inverse), 0, 1)
            for i in range(3):
                result[rows, :, i] = np.interp(linear[..., i], self.curves[i], levels) + 0.5
        return result


def parse(icc: bytes) -> MatrixProfile | None:
    """The curves and matrix of an RGB or grey profile; None where it has none, or is broken."""
    try:
        tags = _tags(icc)
        if icc[16:20] == b"GRAY":
            curve = _curve(tags[b"kTRC"])
            return MatrixProfile(np.stack([curve] * 3), np.eye(3, dtype=np.float32))
        if icc[16:20] != b"RGB " or b"A2B0" in tags:
            return None
        curves = np.stack([_curve(tags[name]) for name in (b"rTRC", b"gTRC", b"bTRC")])
        colorants = np.stack([_xyz(tags[name]) for name in (b"rXYZ", b"gXYZ", b"bXYZ")], axis=1)
        matrix = np.linalg.inv(_SRGB_COLORANTS) @ colorants
        if not np.isfinite(matrix).all() or abs(np.linalg.det(matrix)) < 1e-3:
            return None
        return MatrixProfile(curves, matrix.astype(np.float32))
    except (KeyError, ValueError, IndexError, struct.error, np.linalg.LinAlgError):
        return None


def _tags(icc: bytes) -> dict[bytes, bytes]:
    (count,) = struct.unpack_from(">I", icc, 128)
    tags = {}
    for entry in range(132, 132 + 12 * min(count, 200), 12):
        name, offset, size = struct.unpack_from(">4sII", icc, entry)
        tags[name] = icc[offset : offset + size]
    return tags


def _xyz(tag: bytes) -> np.ndarray:
    if tag[:4] != b"XYZ ":
        raise ValueError("not an XYZ tag")
    return np.array(struct.unpack_from(">3i", tag, 8)) / 65536


def _curve(tag: bytes) -> np.ndarray:
    """A curveType (10.5) or parametricCurveType (10.15) as a table of all 16-bit levels."""
    x = np.arange(LEVELS) / (LEVELS - 1)
    if tag[:4] == b"curv":
        (count,) = struct.unpack_from(">I", tag, 8)
        if count == 0:
            values = x
        elif count == 1:
            values = x ** (struct.unpack_from(">H", tag, 12)[0] / 256)
        else:
            table = np.frombuffer(tag, ">u2", count, 12) / 65535
            values = np.interp(x, np.linspace(0, 1, count), table)
    elif tag[:4] == b"para":
        (kind,) = struct.unpack_from(">H", tag, 8)
        amount = (1, 3, 4, 5, 7)[kind]
        g, a, b, c, d, e, f = (
            [value / 65536 for value in struct.unpack_from(f">{amount}i", tag, 12)] + [0.0] * 6
        )[:7]
        if kind == 0:
            values = x**g
        else:
            start = d if kind >= 3 else (-b / a if a else 0.0)
            above = np.maximum(a * x + b, 0) ** g
            if kind == 1:
                values = np.where(x >= start, above, 0.0)
            elif kind == 2:
                values = np.where(x >= start, above + c, c)
            else:
                values = np.where(x >= start, above + e, c * x + f)
    else:
        raise ValueError("not a curve")
    values = np.maximum.accumulate(np.clip(values, 0, 1))
    if not np.isfinite(values).all() or values[-1] < 0.5:
        raise ValueError("not a usable curve")
    return values.astype(np.float32)
