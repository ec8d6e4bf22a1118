"""Colour profiles: pixel values from a file's own colour space to sRGB and back."""

from __future__ import annotations

import io
from functools import lru_cache

import numpy as np
from PIL import Image, ImageCms

SAME_WITHIN = 2  # 8-bit levels; profiles called sRGB differ by that much in their curves


def to_srgb(pixels: np.ndarray, icc: bytes | None) -> np.ndarray:
    """Grey (H, W), RGB (H, W, 3) or CMYK (H, W, 4) values to sRGB, grey or RGB."""
    if pixels.ndim == 3 and pixels.shape[2] == 4:
        image = Image.fromarray(pixels, "CMYK")
        transform = _to_srgb_transform(icc, "CMYK") if icc else None
        converted = ImageCms.applyTransform(image, transform) if transform else None
        return np.asarray(converted if converted is not None else image.convert("RGB"))
    return pixels


def srgb_profile() -> bytes:
    """An sRGB profile to embed."""
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


@lru_cache(maxsize=4)
def _to_srgb_transform(icc: bytes, mode: str) -> ImageCms.ImageCmsTransform | None:
    try:
        return ImageCms.buildTransform(
            ImageCms.ImageCmsProfile(io.BytesIO(icc)), ImageCms.createProfile("sRGB"), mode, "RGB"
        )
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return None
