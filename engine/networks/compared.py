"""How the networks compare on the same photos after a training of ours; needs no torch.

The figures come with the app, in a file that holds what `evaluate --json` printed for each; the
model card says how it was made.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from engine.bundle import bundled
from engine.networks.checkpoint_folders import FOLDER
from engine.texts import tr

FILE = "compared.json"


@dataclass(frozen=True)
class Compared:
    """What a network reached.

    Attributes:
        minutes: that it was trained, on one core.
        photos: held-out ones that it was measured on, at 256 x 256.
        psnr, grey_psnr: in dB, of the fused pictures and of the grey ones.
        ssim, grey_ssim: likewise, at most 1.
        colourfulness, truth: of the fused pictures and of the true ones.
    """

    minutes: float
    photos: int
    psnr: float
    grey_psnr: float
    ssim: float
    grey_ssim: float
    colourfulness: float
    truth: float

    @property
    def gain(self) -> float:
        """PSNR over grey, dB."""
        return self.psnr - self.grey_psnr

    @property
    def text(self) -> str:
        """All of it in a sentence."""
        return tr(
            "After {minutes:.0f} minutes of training on one core: "
            "PSNR {psnr:.2f} dB (grey {grey:.2f}), SSIM {ssim:.3f} (grey {grey_ssim:.3f}), "
            "colourfulness {colourfulness:.0f} (truth {truth:.0f}), on {photos} photos.",
            minutes=self.minutes,
            psnr=self.psnr,
            grey=self.grey_psnr,
            ssim=self.ssim,
            grey_ssim=self.grey_ssim,
            colourfulness=self.colourfulness,
            truth=self.truth,
            photos=self.photos,
        )


def compared(path: Path | None = None) -> dict[str, Compared]:
    """The figures of every network that has some; none where the file is missing or damaged.

    Args:
        path: of another file than the app's own.
    """
    try:
        told = json.loads((path or bundled(FOLDER, FILE)).read_text(encoding="utf-8"))
        return {
            str(network): _of(float(table["minutes"]), table["whole"])
            for network, table in told.items()
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def _of(minutes: float, whole: dict[str, dict[str, float]]) -> Compared:
    fused, grey, truth = whole["fused"], whole["grey"], whole["truth"]
    return Compared(
        minutes=minutes,
        photos=int(fused["count"]),
        psnr=float(fused["psnr"]),
        grey_psnr=float(grey["psnr"]),
        ssim=float(fused["ssim"]),
        grey_ssim=float(grey["ssim"]),
        colourfulness=float(fused["colourfulness"]),
        truth=float(truth["colourfulness"]),
    )
