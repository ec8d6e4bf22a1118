"""The colours of instances: the same object has the same colour everywhere."""

from __future__ import annotations

RGB = tuple[int, int, int]

# Okabe and Ito, "Color Universal Design" (2008), in an order that keeps neighbours apart; their
# black, which no dark photo or window would show, is replaced by a light grey.
INSTANCE_COLOURS: tuple[RGB, ...] = (
    (230, 159, 0),  # orange
    (86, 180, 233),  # sky blue
    (0, 158, 115),  # bluish green
    (240, 228, 66),  # yellow
    (204, 121, 167),  # reddish purple
    (0, 114, 178),  # blue
    (213, 94, 0),  # vermilion
    (221, 221, 221),  # light grey
)


def instance_colour(instance_id: int) -> RGB:
    """The sRGB colour, 0..255 each, of the instance with this id; colours repeat after eight."""
    return INSTANCE_COLOURS[instance_id % len(INSTANCE_COLOURS)]


def is_dashed(instance_id: int) -> bool:
    """Whether its outline is dashed, so that a repeated colour is told from its first use."""
    return instance_id % (2 * len(INSTANCE_COLOURS)) >= len(INSTANCE_COLOURS)


def readable_on(colour: RGB) -> RGB:
    """Black or white, whichever reads better on `colour` (WCAG 2.2 relative luminance)."""
    linear = [
        level / 255 / 12.92 if level <= 10 else ((level / 255 + 0.055) / 1.055) ** 2.4
        for level in colour
    ]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return (0, 0, 0) if luminance > 0.179 else (255, 255, 255)
