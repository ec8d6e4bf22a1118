"""What the window shows before a photo is open: a place to drop one, and two buttons."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from gui import theme


class Welcome(QWidget):
    """The empty state."""

    open_wanted = Signal()
    sample_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._drop_here = False
        self.setAccessibleName("Welcome")
        picture = QLabel()
        picture.setPixmap(theme.icon("photo").pixmap(72, 72))
        picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        title = QLabel("Drop a black-and-white photo here")
        title.setObjectName("welcomeTitle")
        title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        about = QLabel(
            "It is colorized as a whole and object by object,\nand the best of both is fused."
        )
        about.setObjectName("quiet")
        about.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.open_button = QPushButton("Open a photo…")
        self.open_button.setObjectName("primary")
        self.open_button.clicked.connect(self.open_wanted)
        self.sample_button = QPushButton("Try the sample")
        self.sample_button.clicked.connect(self.sample_wanted)
        buttons = QHBoxLayout()
        buttons.addStretch()
        for button in (self.open_button, self.sample_button):
            button.setMinimumSize(140, 34)
            buttons.addWidget(button)
        buttons.addStretch()
        formats = QLabel("JPEG, PNG, TIFF, WebP or BMP")
        formats.setObjectName("quiet")
        formats.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column = QVBoxLayout(self)
        column.addStretch(1)
        column.addWidget(picture)
        column.addSpacing(14)
        column.addWidget(title)
        column.addSpacing(6)
        column.addWidget(about)
        column.addSpacing(22)
        column.addLayout(buttons)
        column.addSpacing(18)
        column.addWidget(formats)
        column.addStretch(1)
        self.setFocusProxy(self.open_button)

    def set_drop_here(self, on: bool) -> None:
        """Show that what is dragged over the window may be dropped."""
        self._drop_here = on
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.SURROUND)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(self.rect()).adjusted(24, 24, -24, -24)
        pen = QPen(theme.ACCENT if self._drop_here else theme.FAINT, 2, Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.drawRoundedRect(frame, 12, 12)
