"""What the window shows before a photo is open: what to do, samples to try, recent photos."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPen, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from engine.bundle import sample_photos
from engine.errors import EngineError
from engine.texts import marked, tr
from gui import theme
from gui.recent_menu import RecentPhotos, recent_name
from gui.spare_time import SpareTime
from gui.thumbnails import thumbnail_steps
from gui.views.photo_cards import CardRow

MARGIN = 24  # of the drop target's frame
WIDEST = 840
IN_A_ROW = 6
THUMBNAIL_SIDE = 320  # pixels, twice a card's for sharp screens
BESIDE, INSIDE = 24, 8  # pixels between the frame and what is in it
BUTTON_HEIGHT = 36
GAPS = (8, 20, 26)  # below the title, what it does, and the buttons
FORMATS_GAP = 14
SMALLEST = QSize(480, 300)
SAMPLES = {
    "astronaut": marked("Astronaut"),
    "cat": marked("Cat"),
    "coffee-cup": marked("Coffee Cup"),
    "grace-hopper": marked("Grace Hopper"),
    "photographer": marked("Photographer"),
    "summer-palace": marked("Summer Palace"),
}


class Welcome(QWidget):
    """The empty state, and the whole of it a drop target.

    Args:
        spare: decodes the small pictures; without it there are no cards.
        recent: the photos that were opened before; None for none.

    Attributes:
        sample_chosen: the `Path` of a bundled photo.
    """

    open_wanted = Signal()
    sample_wanted = Signal()
    folder_wanted = Signal()
    sample_chosen = Signal(object)

    def __init__(
        self,
        spare: SpareTime | None = None,
        recent: RecentPhotos | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._spare = spare
        self._recent = recent
        self._drop_here = False
        self._asked: set[Path] = set()
        self.setAccessibleName(tr("Welcome"))
        self.title = QLabel()
        self.title.setObjectName("welcomeTitle")
        self._about = QLabel(
            tr("It is colorized as a whole and object by object, and the best of both is fused.")
        )
        self._about.setObjectName("quiet")
        self._about.setWordWrap(True)
        self.open_button = QPushButton(tr("Open photos…"))
        self.open_button.setObjectName("primary")
        self.open_button.setToolTip(tr("Choose one or more photos (Ctrl+O)"))
        self.open_button.clicked.connect(self.open_wanted)
        self.sample_button = QPushButton(tr("Try the sample"))
        self.sample_button.setToolTip(tr("See what it does, with a photo that comes with the app."))
        self.sample_button.clicked.connect(self.sample_wanted)
        self.folder_button = QPushButton(tr("Colorize a folder…"))
        self.folder_button.setToolTip(tr("Many photos in one go, each saved as a new file."))
        self.folder_button.clicked.connect(self.folder_wanted)
        self.formats = QLabel(
            tr(
                "JPEG, PNG, TIFF, WebP or BMP. Photos stay on this computer, and originals as "
                "they are."
            )
        )
        self.formats.setObjectName("quiet")
        self.formats.setWordWrap(True)
        self.samples = CardRow()
        self.samples.chosen.connect(self.sample_chosen)
        self.recents = CardRow()
        self.clear_button = QToolButton()
        self.clear_button.setText(tr("Clear"))
        self.clear_button.setToolTip(tr("Forget which photos were opened."))
        self.sample_part = _part(tr("Samples to try"), self.samples)
        self.recent_part = _part(tr("Opened before"), self.recents, self.clear_button)
        if recent is not None:
            self.recents.chosen.connect(recent.choose)
            self.clear_button.clicked.connect(recent.clear)
            recent.changed.connect(self.refresh)
        self._lay_out()
        self.set_drop_here(False)
        self.refresh()

    def refresh(self) -> None:
        """Show the samples, and the photos that are recent now."""
        names = [
            (path, sample_name(path), tr("Colorize {name}", name=sample_name(path)))
            for path in _samples()
        ]
        recent = () if self._recent is None else self._recent.paths
        named = [(path, recent_name(path), str(path)) for path in recent[:IN_A_ROW]]
        if self._spare is not None:
            for row, photos in ((self.samples, names[:IN_A_ROW]), (self.recents, named)):
                if [card.path for card in row.cards] != [path for path, _, _ in photos]:
                    row.set_photos(photos, IN_A_ROW)
        if self.isVisible():
            self._want_pictures()
        self._fit()

    def set_drop_here(self, on: bool) -> None:
        """Show that what is dragged over the window may be dropped."""
        self._drop_here = on
        self.title.setText(
            tr("Let go to open it") if on else tr("Drop a black-and-white photo here")
        )
        self.update()

    # Events

    def minimumSizeHint(self) -> QSize:
        """Less than everything needs, as some of it can be left out."""
        return SMALLEST

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.SURROUND)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(self.rect()).adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN)
        style = Qt.PenStyle.SolidLine if self._drop_here else Qt.PenStyle.DashLine
        painter.setPen(QPen(theme.ACCENT if self._drop_here else theme.FAINT, 2, style))
        painter.drawRoundedRect(frame, 12, 12)

    # What follows

    def _fit(self) -> None:
        """Show what there is room for, the most needed first."""
        across = min(WIDEST, self.width() - 2 * (MARGIN + BESIDE))
        room = self.height() - 2 * (MARGIN + INSIDE) - BUTTON_HEIGHT - sum(GAPS)
        room -= sum(label.heightForWidth(across) for label in (self.title, self._about))
        cards = [(self.recent_part, self.recents), (self.sample_part, self.samples)]
        parts: list[tuple[QWidget, int]] = [
            (part, part.sizeHint().height() if row.cards else 0) for part, row in cards
        ]
        parts.insert(1, (self.formats, FORMATS_GAP + self.formats.heightForWidth(across)))
        for part, needed in parts:
            part.setVisible(0 < needed <= room)
            room -= needed if needed <= room else 0

    def _want_pictures(self) -> None:
        if self._spare is None:
            return
        cards = [*self.samples.cards, *self.recents.cards]
        for card in cards:
            path = card.path
            if card.image is not None or path in self._asked:
                continue
            self._asked.add(path)
            self._spare.do(
                ("welcome", path),
                partial(thumbnail_steps, path, THUMBNAIL_SIDE),
                partial(self._show_picture, path),
            )

    def _show_picture(self, path: Path, image: QImage) -> None:
        self._asked.discard(path)
        for card in (*self.samples.cards, *self.recents.cards):
            if card.path == path:
                card.show_image(image)

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(10)
        buttons.addStretch()
        for button in (self.open_button, self.folder_button, self.sample_button):
            button.setMinimumSize(150, BUTTON_HEIGHT)
            buttons.addWidget(button)
        buttons.addStretch()
        for label in (self.title, self._about, self.formats):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addStretch(2)
        column.addWidget(self.title)
        column.addSpacing(GAPS[0])
        column.addWidget(self._about)
        column.addSpacing(GAPS[1])
        column.addLayout(buttons)
        column.addSpacing(FORMATS_GAP)
        column.addWidget(self.formats)
        column.addSpacing(GAPS[2])
        column.addWidget(self.recent_part)
        column.addWidget(self.sample_part)
        column.addStretch(3)
        middle = _plain()
        middle.setMaximumWidth(WIDEST)
        middle.setLayout(column)
        page = QHBoxLayout(self)
        page.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        page.setContentsMargins(*(MARGIN + inner for inner in (BESIDE, INSIDE, BESIDE, INSIDE)))
        page.addStretch(1)
        page.addWidget(middle, 1000)
        page.addStretch(1)
        self.setFocusProxy(self.open_button)


def _part(title: str, row: CardRow, *buttons: QWidget) -> QWidget:
    """A titled row of cards."""
    part = _plain()
    header = QHBoxLayout()
    header.setContentsMargins(0, 0, 0, 0)
    name = QLabel(title)
    name.setObjectName("dockHeader")
    name.setStyleSheet("padding: 0;")  # in line with the cards
    header.addWidget(name)
    header.addStretch()
    for button in buttons:
        header.addWidget(button)
    column = QVBoxLayout(part)
    column.setContentsMargins(0, 0, 0, 14)
    column.setSpacing(8)
    column.addLayout(header)
    column.addWidget(row)
    return part


def _plain() -> QWidget:
    """A widget that shows the ground behind it."""
    widget = QWidget()
    widget.setObjectName("plain")
    widget.setStyleSheet("#plain { background: transparent; }")
    return widget


def sample_name(path: Path) -> str:
    """What a bundled photo is called, in words."""
    known = SAMPLES.get(path.stem)
    return path.stem.replace("-", " ").title() if known is None else tr(known)


def _samples() -> Sequence[Path]:
    try:
        return sample_photos()
    except EngineError:
        return ()
