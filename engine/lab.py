"""sRGB to CIELAB (D65) and back in float32, in strips, so that large photos need little memory."""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np

STRIP_PIXELS = 1 << 17  # a strip and its temporaries stay within a few megabytes of cache
# Where there are many temporaries, smaller ones, for which malloc asks the system no memory anew.
LAB_PIXELS = 1 << 13
LIGHTNESS_PIXELS = 1 << 14

# IEC 61966-2-1, linear sRGB to CIE XYZ at D65; each row is divided by its sum, the white point,
# so that grey is exactly X = Y = Z and thus a = b = 0.
_XYZ_FROM_RGB = np.array(
    [
        [0.412453, 0.357580, 0.180423],
        [0.212671, 0.715160, 0.072169],
        [0.019334, 0.119193, 0.950227],
    ]
)
_WHITE = _XYZ_FROM_RGB.sum(axis=1, keepdims=True)
RELATIVE_FROM_RGB = (_XYZ_FROM_RGB / _WHITE).astype(np.float32)
RGB_FROM_RELATIVE = np.linalg.inv(_XYZ_FROM_RGB / _WHITE).astype(np.float32)

KNEE = 6.0 / 29.0  # CIE 15:2004: below it the cube root is replaced by a straight line
SLOPE = 3.0 * KNEE**2
OFFSET = 16.0 / 116.0
# L, a, b and 1 to the curved X, Y and Z.
CURVED_FROM_LAB = np.array(
    [[1 / 116, 1 / 500, 0, OFFSET], [1 / 116, 0, 0, OFFSET], [1 / 116, 0, -1 / 200, OFFSET]],
    np.float32,
)


def strips(height: int, width: int, pixels: int = STRIP_PIXELS) -> Iterator[slice]:
    """Row slices that cover `height` rows, each of about `pixels` pixels and at least one row."""
    rows = max(1, pixels // max(1, width))
    for top in range(0, height, rows):
        yield slice(top, min(top + rows, height))


def decode_srgb(values: np.ndarray) -> np.ndarray:
    """sRGB as uint8, uint16 or float (0..1), any shape, to linear light, float32 0..1."""
    if values.dtype in _LINEAR_TABLES:
        return _looked_up(values, _LINEAR_TABLES[values.dtype])
    scaled = values.astype(np.float32, copy=False)
    return np.where(
        scaled <= 0.04045, scaled / 12.92, ((scaled + 0.055) / 1.055).astype(np.float32) ** 2.4
    ).astype(np.float32, copy=False)


def encode_srgb(linear: np.ndarray, bit_depth: int = 8) -> np.ndarray:
    """Linear light, float32, clipped to 0..1, any shape, to sRGB as uint8 or uint16.

    Rounds to the nearest value: a colour that is decoded and encoded again is the same.
    """
    if bit_depth == 8:
        flat = linear.reshape(-1, 1)
        # The only way to OpenCV's conversion that rounds and clips: a fifth of NumPy's time for it.
        fine: np.ndarray = cv2.addWeighted(flat, 65535.0, flat, 0.0, 0.0, dtype=cv2.CV_16U)
        return _looked_up(fine.reshape(linear.shape), _ENCODED_8)
    clipped = np.clip(linear, 0.0, 1.0)
    curved = np.where(
        clipped <= 0.0031308,
        clipped * np.float32(12.92 * 65535),
        clipped ** np.float32(1 / 2.4) * np.float32(1.055 * 65535) - np.float32(0.055 * 65535),
    )
    return (curved + np.float32(0.5)).astype(np.uint16)


def rgb_to_lab(rgb: np.ndarray) -> np.ndarray:
    """sRGB (H, W, 3), uint8, uint16 or float 0..1, to CIELAB, float32: L 0..100, a, b -128..127."""
    lab = np.empty(rgb.shape, np.float32)
    for rows in strips(rgb.shape[0], rgb.shape[1], LAB_PIXELS):
        cv2.merge(_lab_planes(rgb[rows]), dst=lab[rows])
    return lab


def rgb_to_lab_planes(rgb: np.ndarray) -> np.ndarray:
    """As `rgb_to_lab`, each channel by itself: (3, H, W)."""
    planes = np.empty((3, *rgb.shape[:2]), np.float32)
    for rows in strips(rgb.shape[0], rgb.shape[1], LAB_PIXELS):
        for plane, part in zip(planes, _lab_planes(rgb[rows]), strict=True):
            plane[rows] = part
    return planes


def rgb_to_lightness(rgb: np.ndarray) -> np.ndarray:
    """The L channel, float32 (H, W) 0..100, of sRGB (H, W, 3) or grey (H, W), uint8 or uint16."""
    lightness = np.empty(rgb.shape[:2], np.float32)
    if rgb.ndim == 2:
        levels = np.arange(np.iinfo(rgb.dtype).max + 1, dtype=rgb.dtype)
        table = np.maximum(116.0 * _curve(decode_srgb(levels)) - 16.0, 0.0)
        for rows in strips(rgb.shape[0], rgb.shape[1], LIGHTNESS_PIXELS):
            lightness[rows] = _looked_up(np.ascontiguousarray(rgb[rows]), table)
        return lightness
    for rows in strips(rgb.shape[0], rgb.shape[1], LIGHTNESS_PIXELS):
        part = _curve(cv2.transform(decode_srgb(rgb[rows]), RELATIVE_FROM_RGB[1:2]))
        part *= 116.0
        part -= 16.0
        np.maximum(part, 0.0, out=lightness[rows])
    return lightness


def lab_to_linear(lightness: np.ndarray, ab: np.ndarray) -> np.ndarray:
    """CIELAB to linear sRGB, float32 (H, W, 3), not clipped: outside 0..1 where out of gamut.

    Args:
        lightness: float32 (H, W), 0..100.
        ab: float32 (H, W, 2), Lab units.
    """
    both = cv2.merge([lightness, ab])
    return cv2.transform(uncurved(cv2.transform(both, CURVED_FROM_LAB)), RGB_FROM_RELATIVE)


def lab_to_rgb(lightness: np.ndarray, ab: np.ndarray, bit_depth: int = 8) -> np.ndarray:
    """CIELAB to sRGB, uint8 or uint16 (H, W, 3); colours out of gamut are clipped per channel.

    For pictures that must keep their lightness use `engine.render.recolor`.
    """
    rgb = np.empty((*lightness.shape, 3), np.uint8 if bit_depth == 8 else np.uint16)
    for rows in strips(*lightness.shape):
        rgb[rows] = encode_srgb(lab_to_linear(lightness[rows], ab[rows]), bit_depth)
    return rgb


def _lab_planes(rgb: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """L, a and b, float32 (H, W), of sRGB (H, W, 3)."""
    curved = _curve(cv2.transform(decode_srgb(rgb), RELATIVE_FROM_RGB))
    x, y, z = cv2.split(curved)  # what lies together is quicker to compute with
    x -= y
    x *= 500.0
    np.subtract(y, z, out=z)
    z *= 200.0
    y *= 116.0
    y -= 16.0
    return y, x, z


def _looked_up(values: np.ndarray, table: np.ndarray) -> np.ndarray:
    """What a table has for each uint8 or uint16 value, in the shape of the values."""
    if values.dtype == np.uint8 or (_LOOKS_UP_DEEP and values.size):
        return cv2.LUT(values, table).reshape(values.shape)  # a quarter of the time of indexing
    return table.take(values)


def _curve(relative: np.ndarray) -> np.ndarray:
    dark, bright = _halves(relative, KNEE**3)
    # OpenCV's power is within 2e-7 of the cube root and takes a tenth of NumPy's time for it.
    bright = cv2.pow(bright, 1 / 3)
    curved = cv2.addWeighted(bright, 1.0, dark, 1 / SLOPE, OFFSET - KNEE, dst=bright)
    return curved.reshape(relative.shape)


def uncurved(curved: np.ndarray) -> np.ndarray:
    """XYZ relative to white of CIELAB's curved ones, float32 of any shape."""
    dark, bright = _halves(curved, KNEE)
    bright = cv2.pow(bright, 3)
    relative = cv2.addWeighted(bright, 1.0, dark, SLOPE, -SLOPE * OFFSET - KNEE**3, dst=bright)
    return relative.reshape(curved.shape)


def _halves(values: np.ndarray, knee: float) -> tuple[np.ndarray, np.ndarray]:
    """What is below the knee and what is above it, float32 (n, 1); elsewhere both are the knee.

    What a curve makes of both halves adds up to the curve and the knee's value once more, in a
    third of the time that it takes to choose between the two.
    """
    flat = values.reshape(-1, 1)
    dark = cv2.threshold(flat, knee, 0, cv2.THRESH_TRUNC)[1]
    return dark, cv2.addWeighted(flat, 1.0, dark, -1.0, knee)


def _looks_up_deep() -> bool:
    """Whether this version of OpenCV knows tables of 65,536 values."""
    try:
        cv2.LUT(np.zeros((1, 1), np.uint16), np.zeros(65536, np.uint8))
    except cv2.error:
        return False
    return True


def _linear_table(levels: int) -> np.ndarray:
    scaled = np.arange(levels) / (levels - 1)
    return np.where(scaled <= 0.04045, scaled / 12.92, ((scaled + 0.055) / 1.055) ** 2.4).astype(
        np.float32
    )


def _encoded_table() -> np.ndarray:
    linear = np.arange(65536) / 65535
    curved = np.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055)
    return np.round(curved * 255).astype(np.uint8)


_LOOKS_UP_DEEP = _looks_up_deep()
_LINEAR_TABLES = {np.dtype(np.uint8): _linear_table(256), np.dtype(np.uint16): _linear_table(65536)}
_ENCODED_8 = _encoded_table()
