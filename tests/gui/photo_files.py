"""Photos that tests write and open."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image


def write_photo(path: Path, width: int = 120, height: int = 90) -> Path:
    """A grey photo with a gradient and some texture."""
    rows, columns = np.mgrid[0:height, 0:width]
    grey = 40 + 150 * columns / width + 30 * np.sin(rows / 5)
    Image.fromarray(grey.astype(np.uint8)).save(path, quality=92)
    return path
