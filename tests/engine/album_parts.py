"""Real photos in an album, good ones and bad ones, as a training finds them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image
from skimage import data

HEADER = "name,label,score,left,top,right,bottom\n"
PHOTOS = {"coffee": data.coffee, "cat": data.chelsea, "astronaut": data.astronaut}


def photo(name: str, width: int = 200) -> Image.Image:
    """One of `PHOTOS`, `width` pixels wide."""
    whole = Image.fromarray(PHOTOS[name]())
    return whole.resize((width, round(whole.height * width / whole.width)))


def write_album(folder: Path) -> Path:
    """Three good photos, and one of every bad kind; `folder`."""
    (folder / "deep" / "deeper").mkdir(parents=True)
    photo("coffee").save(folder / "coffee.png")
    photo("cat").save(folder / "deep" / "cat.png")
    photo("astronaut").save(folder / "deep" / "deeper" / "astronaut.jpg", quality=95)
    photo("coffee").convert("L").save(folder / "grey.png")
    grey = np.asarray(photo("cat").convert("L"), np.float32)[..., None]
    Image.fromarray((grey * (1.0, 0.85, 0.65)).astype(np.uint8)).save(folder / "sepia.png")
    photo("coffee").save(folder / "zz-same.png")
    photo("coffee", 120).save(folder / "zz-smaller.jpg", quality=85)
    photo("cat", 20).save(folder / "tiny.png")
    (folder / "broken.jpg").write_bytes(b"\xff\xd8broken")
    (folder / "empty.png").touch()
    (folder / "notes.txt").write_text("no photo")
    (folder / "._coffee.png").write_bytes(b"shadow")
    return folder
