"""One zoom and pan that all panes share, and what a rectangle on the screen shows of the photo."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, QPointF, QRectF, QSizeF, Signal

from engine.instances import Box

STEP = 1.25  # of one zoom command
LARGEST = 32.0  # screen pixels per photo pixel
FIT_MARGIN = 6.0
FIT_LARGEST = 8.0  # a tiny photo is not blown up further than this


@dataclass(frozen=True)
class ViewportState:
    """What to go back to."""

    scale: float
    centre: QPointF
    fitted: bool


@dataclass(frozen=True)
class Sight:
    """How a rectangle on the screen shows the photo; all lengths are device-independent.

    Attributes:
        area: the rectangle.
        scale: its pixels per photo pixel.
        centre: the photo point in its middle.
        ratio: screen pixels per device-independent pixel.
    """

    area: QRectF
    scale: float
    centre: QPointF
    ratio: float = 1.0

    def to_photo(self, point: QPointF) -> QPointF:
        """The photo point under a point of the rectangle."""
        return self.centre + (point - self.area.center()) / self.scale

    def at(self, point: QPointF) -> QPointF:
        """Where a photo point lies."""
        return (point - self.centre) * self.scale + self.area.center()

    def to_pane(self, box: Box) -> QRectF:
        """Where a part of the photo lies."""
        corner = self.at(QPointF(box.left, box.top))
        return QRectF(corner, QSizeF(box.width * self.scale, box.height * self.scale))

    @property
    def snapped(self) -> Sight:
        """The same with the photo's corner on a whole screen pixel, less than a pixel away.

        At 100 % each photo pixel then fills exactly one screen pixel, and nothing is blurred.
        """
        corner = (self.area.center() - self.centre * self.scale) * self.ratio
        whole = QPointF(round(corner.x()), round(corner.y())) / self.ratio
        return replace(self, centre=(self.area.center() - whole) / self.scale)


class Viewport(QObject):
    """Maps photo pixels to a pane's pixels; the same for every pane.

    Attributes:
        scale: pane pixels (device-independent) per photo pixel.
        centre: the photo point in the middle of the panes.
        fitted: the whole photo is shown, and stays so when the panes are resized.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.scale = 1.0
        self.centre = QPointF(0, 0)
        self.fitted = True
        self._wanted = self.centre  # before it was kept inside the photo
        self._photo = QSizeF(1, 1)
        self._pane = QSizeF(1, 1)
        self._ratio = 1.0

    @property
    def percent(self) -> float:
        """Screen pixels per photo pixel, times 100."""
        return self.scale * self._ratio * 100

    @property
    def state(self) -> ViewportState:
        return ViewportState(self.scale, self.centre, self.fitted)

    def restore(self, state: ViewportState) -> None:
        """Go back to an earlier zoom and pan."""
        if state.fitted:
            self.fit()
        else:
            self._set(state.scale, state.centre)

    def set_photo(self, width: int, height: int) -> None:
        """Show a photo of this size, whole."""
        self._photo = QSizeF(max(1, width), max(1, height))
        self.fit()

    def set_pane(self, size: QSizeF, ratio: float) -> None:
        """Set the panes' size and the screen pixels per device-independent pixel."""
        self._pane = QSizeF(max(1.0, size.width()), max(1.0, size.height()))
        self._ratio = ratio
        if self.fitted:
            self.fit()
        else:
            wanted = self._wanted
            self._set(self.scale, wanted)
            self._wanted = wanted  # smaller panes later show the same place again

    def fit(self) -> None:
        """Show the whole photo."""
        self._set(self._fit_scale(), self._middle(), fitted=True)

    def actual_size(self, at: QPointF | None = None) -> None:
        """One photo pixel on one screen pixel.

        Args:
            at: the place that stays where it is, as for `zoom`.
        """
        at = QPointF(0, 0) if at is None else at
        scale = 1.0 / self._ratio
        self._set(scale, self.centre + at / self.scale - at / scale)

    def toggle_fit(self, at: QPointF) -> None:
        """Show the whole photo; where it is shown already, 100 % at this place, as for `zoom`."""
        if self.fitted:
            self.actual_size(at)
        else:
            self.fit()

    def zoom(self, factor: float, at: QPointF | None = None) -> None:
        """Zoom so that the photo point under `at` stays there.

        Args:
            factor: above 1 to come nearer.
            at: in pane pixels from the pane's middle; None for the middle.
        """
        at = QPointF(0, 0) if at is None else at
        fixed = self.centre + at / self.scale
        scale = self._limited(self.scale * factor)
        fit = self._fit_scale()
        if factor < 1 and (scale == fit or scale < fit < self.scale):
            self.fit()
            return
        self._set(scale, fixed - at / scale)

    def pan(self, by: QPointF) -> None:
        """Move the photo by pane pixels."""
        self._set(self.scale, self.centre - by / self.scale, fitted=self.fitted)

    def show_box(self, box: Box, margin: float = 0.12) -> None:
        """Fill the panes with a part of the photo, and some of what is around it."""
        width = max(box.width, 1) * (1 + 2 * margin)
        height = max(box.height, 1) * (1 + 2 * margin)
        scale = min(self._pane.width() / width, self._pane.height() / height)
        middle = QPointF((box.left + box.right) / 2, (box.top + box.bottom) / 2)
        self._set(self._limited(scale), middle)

    def sight(self, pane: QRectF) -> Sight:
        """What a pane whose picture area is `pane` shows."""
        return Sight(pane, self.scale, self.centre, self._ratio)

    def to_photo(self, point: QPointF, pane: QRectF) -> QPointF:
        """The photo point under a point of a pane whose picture area is `pane`."""
        return self.sight(pane).to_photo(point)

    def to_pane(self, box: Box, pane: QRectF) -> QRectF:
        """Where a part of the photo lies in a pane whose picture area is `pane`."""
        return self.sight(pane).to_pane(box)

    def _set(self, scale: float, centre: QPointF, *, fitted: bool = False) -> None:
        self.scale = scale
        self.centre = QPointF(
            _inside(centre.x(), self._photo.width(), self._pane.width() / scale),
            _inside(centre.y(), self._photo.height(), self._pane.height() / scale),
        )
        self._wanted = self.centre
        self.fitted = fitted
        self.changed.emit()

    def _fit_scale(self) -> float:
        across = (self._pane.width() - 2 * FIT_MARGIN) / self._photo.width()
        down = (self._pane.height() - 2 * FIT_MARGIN) / self._photo.height()
        return max(min(across, down, FIT_LARGEST), 1e-4)

    def _limited(self, scale: float) -> float:
        smallest = min(self._fit_scale(), 1.0 / self._ratio)
        return min(max(scale, smallest), max(LARGEST / self._ratio, smallest))

    def _middle(self) -> QPointF:
        return QPointF(self._photo.width() / 2, self._photo.height() / 2)


def _inside(centre: float, photo: float, shown: float) -> float:
    """A centre that leaves no empty border where the photo is larger than the pane."""
    if shown >= photo:
        return photo / 2
    return min(max(centre, shown / 2), photo - shown / 2)
