"""Colour profiles: pixel values from a file's own colour space to sRGB and back.

Values of 8 bits go through LittleCMS. Pillow gives no access to its 16-bit transforms, so values
of 16 bits go through the profile's own curves and matrix (`engine.matrix_profiles`), and only
where a profile has neither, through LittleCMS with 8-bit precision.
"""

from __future__ import annotations

import io
from functools import lru_cache

import numpy as np
from PIL import Image, ImageCms

from engine import lab
from engine.matrix_profiles import MatrixProfile, parse

PROFILES = 16  # that are kept ready; photos of a folder come from a few cameras and programs
SAME_WITHIN = 2  # 8-bit levels; profiles that are called sRGB differ by as much
SPACES = {"L": "GRAY", "RGB": "RGB", "CMYK": "CMYK"}


def to_srgb(pixels: np.ndarray, icc: bytes | None) -> np.ndarray:
    """Values in a file's own colour space to sRGB, of the same bit depth.

    A profile that is broken or is not for these values is ignored.

    Args:
        pixels: grey (H, W) or RGB (H, W, 3), uint8 or uint16, or CMYK (H, W, 4), uint8.
        icc: the file's profile.

    Returns:
        grey (H, W) for grey, else RGB (H, W, 3).
    """
    if pixels.ndim == 2:
        return _grey_to_srgb(pixels, icc)
    mode = "CMYK" if pixels.shape[2] == 4 else "RGB"
    transform = _transform(icc, mode, True) if icc and space_of(icc) == SPACES[mode] else None
    if mode == "CMYK":
        return _applied(pixels, transform, mode)
    if icc is None or transform is None or _is_srgb(icc):
        return pixels
    matrix = _matrix_profile(icc) if pixels.dtype == np.uint16 else None
    if matrix is not None:
        return matrix.to_srgb(pixels)
    return _applied(pixels, transform, mode)


def from_srgb(rgb: np.ndarray, icc: bytes | None) -> tuple[np.ndarray, bytes | None]:
    """sRGB values and the profile to embed with them: the file's own where it is an RGB one.

    Without a profile there was none to keep; for a grey, CMYK or unusable one the picture stays
    sRGB and an sRGB profile is embedded, because the picture is RGB now.

    Args:
        rgb: (H, W, 3), uint8 or uint16.
        icc: the profile of the file that the picture was made from.
    """
    if icc is None:
        return rgb, None
    transform = _transform(icc, "RGB", False) if space_of(icc) == "RGB" else None
    if transform is None:
        return rgb, srgb_profile()
    if _is_srgb(icc):
        return rgb, icc
    matrix = _matrix_profile(icc) if rgb.dtype == np.uint16 else None
    if matrix is not None:
        return matrix.from_srgb(rgb), icc
    return _applied(rgb, transform, "RGB"), icc


@lru_cache(maxsize=1)
def srgb_profile() -> bytes:
    """An sRGB profile to embed."""
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


@lru_cache(maxsize=PROFILES)
def space_of(icc: bytes) -> str:
    """The profile's colour space: "GRAY", "RGB", "CMYK" or another; "" if it is broken."""
    try:
        return ImageCms.ImageCmsProfile(io.BytesIO(icc)).profile.xcolor_space.strip()
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return ""


@lru_cache(maxsize=2 * PROFILES)  # there and back
def _transform(icc: bytes, mode: str, to_srgb: bool) -> ImageCms.ImageCmsTransform | None:
    """Relative colorimetric with black point compensation, as photo editors do by default."""
    try:
        profile = ImageCms.ImageCmsProfile(io.BytesIO(icc))
        srgb = ImageCms.createProfile("sRGB")
        return ImageCms.buildTransform(
            profile if to_srgb else srgb,
            srgb if to_srgb else profile,
            mode,
            "RGB",
            ImageCms.Intent.RELATIVE_COLORIMETRIC,
            ImageCms.Flags.BLACKPOINTCOMPENSATION,
        )
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return None


def _grey_to_srgb(pixels: np.ndarray, icc: bytes | None) -> np.ndarray:
    """By a table of all levels; a grey file with an RGB profile holds R = G = B."""
    space = space_of(icc) if icc else ""
    mode = {"GRAY": "L", "RGB": "RGB"}.get(space)
    transform = _transform(icc, mode, True) if icc and mode else None
    if icc is None or mode is None or transform is None or (mode == "RGB" and _is_srgb(icc)):
        return pixels
    matrix = _matrix_profile(icc) if pixels.dtype == np.uint16 else None
    levels = np.arange(np.iinfo(pixels.dtype).max + 1, dtype=pixels.dtype).reshape(16, -1)
    shown = np.repeat(levels[..., None], 3, axis=2) if mode == "RGB" else levels
    if matrix is None:
        table = _applied(shown, transform, mode)
    else:
        table = matrix.to_srgb(np.repeat(levels[..., None], 3, axis=2))
    table = np.ascontiguousarray(table[..., 1]).ravel()
    return table[pixels]


def _applied(
    pixels: np.ndarray, transform: ImageCms.ImageCmsTransform | None, mode: str
) -> np.ndarray:
    """RGB of the same bit depth, in strips; `None` is Pillow's plain conversion."""
    result = np.empty((*pixels.shape[:2], 3), pixels.dtype)
    height, width = pixels.shape[:2]
    for rows in lab.strips(height, width):
        part = pixels[rows]
        if part.dtype == np.uint16:
            part = ((part.astype(np.uint32) + 128) // 257).astype(np.uint8)
        image = Image.frombytes(mode, (width, part.shape[0]), part.tobytes())
        if transform is None:
            image = image.convert("RGB")
        else:
            image = ImageCms.applyTransform(image, transform) or image
        converted = np.asarray(image)
        result[rows] = converted if pixels.dtype == np.uint8 else converted.astype(np.uint16) * 257
    return result


@lru_cache(maxsize=PROFILES)
def _is_srgb(icc: bytes) -> bool:
    transform = _transform(icc, "RGB", True)
    if transform is None:
        return False
    steps = np.linspace(0, 255, 17).astype(np.uint8)
    cube = np.stack(np.meshgrid(steps, steps, steps), axis=-1).reshape(17, -1, 3)
    return bool(np.abs(_applied(cube, transform, "RGB").astype(int) - cube).max() <= SAME_WITHIN)


@lru_cache(maxsize=4)
def _matrix_profile(icc: bytes) -> MatrixProfile | None:
    return parse(icc)
