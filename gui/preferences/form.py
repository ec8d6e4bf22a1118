"""The parts that the pages of the settings are made of: aligned rows, notes, and path fields."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QResizeEvent, QStandardItemModel, QValidator
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QSlider,
    QSpinBox,
    QWidget,
)

from engine.texts import tr
from gui.mnemonics import plain
from gui.preferences.store import Preferences

MARGIN = 24
BETWEEN_ROWS = 20  # pixels
NOTE_GAP = 5
NAME_ROLE = Qt.ItemDataRole.UserRole


class Note(QLabel):
    """Quiet words below a field, in another colour where they warn."""

    def __init__(self) -> None:
        super().__init__()
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.tell("")

    def tell(self, text: str, *, warning: bool = False) -> None:
        """Show `text`, or nothing."""
        self.setText(text)
        self.setVisible(bool(text))
        wanted = "warning" if warning else "quiet"
        if self.objectName() != wanted:
            self.setObjectName(wanted)
            self.style().unpolish(self)
            self.style().polish(self)


class Choice(QComboBox):
    """One of several names, shown in words, which are `marked`."""

    def __init__(self, words: Mapping[str, str]) -> None:
        super().__init__()
        for name, text in words.items():
            self.addItem(tr(text), name)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)

    @property
    def name(self) -> str:
        """What is chosen."""
        return str(self.currentData(NAME_ROLE))

    def choose(self, name: str) -> None:
        """Choose this name."""
        self.setCurrentIndex(max(0, self.findData(name, NAME_ROLE)))

    def set_possible(self, name: str, possible: bool) -> None:
        """Let a name be chosen or not; the chosen one can stay."""
        model = self.model()
        row = self.findData(name, NAME_ROLE)
        if isinstance(model, QStandardItemModel) and row >= 0:
            model.item(row).setEnabled(possible or row == self.currentIndex())


class Hundredths(QSpinBox):
    """A field of whole numbers that are shown as hundredths, as scores are."""

    def __init__(self) -> None:
        super().__init__()
        self.setKeyboardTracking(False)  # "0.4" passes by 0 on its way

    def textFromValue(self, value: int) -> str:
        return f"{value / 100:.2f}"

    def valueFromText(self, text: str) -> int:
        try:
            number = float(text.replace(",", "."))
        except ValueError:
            return self.value()
        return round(number if number > 1 else 100 * number)  # 35 can only mean 0.35

    def validate(self, text: str, place: int) -> tuple[QValidator.State, str, int]:
        state = QValidator.State
        if not set(text) <= set("0123456789.,"):
            return state.Invalid, text, place
        return (state.Acceptable if text else state.Intermediate), text, place


class Amount(QWidget):
    """A number with a slider and a field beside it.

    Args:
        least, most: its range.
        suffix: what stands behind the number.
        field: shows it, by default as it is.
    """

    changed = Signal(int)

    def __init__(
        self, least: int, most: int, suffix: str = "", field: QSpinBox | None = None
    ) -> None:
        super().__init__()
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(least, most)
        self.slider.setPageStep(max(1, (most - least) // 10))
        self.field = field or QSpinBox()
        self.field.setRange(least, most)
        self.field.setSuffix(suffix)
        self.slider.valueChanged.connect(self.field.setValue)
        self.field.valueChanged.connect(self.slider.setValue)
        self.field.valueChanged.connect(self.changed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self.slider, 1)
        row.addWidget(self.field)
        self.setFocusProxy(self.field)

    @property
    def value(self) -> int:
        """The number."""
        return self.field.value()

    def set_value(self, value: int) -> None:
        """Show this number."""
        self.field.setValue(value)

    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        self.slider.setAccessibleName(name)
        self.field.setAccessibleName(name)


class PathField(QWidget):
    """A folder or file that may also be left open.

    Args:
        placeholder: what holds when none is chosen.
        choose: asks for one; gets what is chosen now.
    """

    changed = Signal()

    def __init__(self, placeholder: str, choose: Callable[[Path | None], Path | None]) -> None:
        super().__init__()
        self._choose = choose
        self._path: Path | None = None
        self.field = QLineEdit()
        self.field.setReadOnly(True)
        self.field.setPlaceholderText(placeholder)
        self.choose_button = QPushButton(tr("Choose…"))
        self.clear_button = QPushButton(tr("Clear"))
        self.choose_button.setToolTip(tr("Choose another one."))
        self.clear_button.setToolTip(tr("Back to what holds when none is chosen."))
        self.choose_button.clicked.connect(self._ask)
        self.clear_button.clicked.connect(lambda: self._take(None))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.field, 1)
        row.addWidget(self.choose_button)
        row.addWidget(self.clear_button)
        self._row = row
        self.setFocusProxy(self.choose_button)
        self.set_path(None)

    def add_button(self, button: QPushButton) -> None:
        """Put another button behind the others."""
        self._row.addWidget(button)

    @property
    def path(self) -> Path | None:
        """What is chosen."""
        return self._path

    def set_path(self, path: Path | None) -> None:
        """Show this one, or none."""
        if self._path is None:
            self._tip = self.field.toolTip()  # explains the field while it is empty
        self._path = path
        self.field.setText("" if path is None else str(path))
        self.field.setToolTip(self._tip if path is None else str(path))
        self.clear_button.setEnabled(path is not None)

    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        self.field.setAccessibleName(name)
        self.choose_button.setAccessibleName(tr("Choose: {name}", name=name))
        self.clear_button.setAccessibleName(tr("Clear: {name}", name=name))

    def _ask(self) -> None:
        path = self._choose(self._path)
        if path is not None:
            self._take(path)

    def _take(self, path: Path | None) -> None:
        self.set_path(path)
        self.changed.emit()


class Page(QScrollArea):
    """One section of the settings, as rows of a label, a field and a note.

    Args:
        name: a marked text, which is also the title.

    Attributes:
        edited: the person has changed a value.
    """

    edited = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name
        self.setObjectName("page")
        self.setAccessibleName(tr(name))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._body = QWidget()
        self._grid = QGridLayout(self._body)
        self._grid.setSizeConstraint(QGridLayout.SizeConstraint.SetNoConstraint)
        self._grid.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        self._grid.setHorizontalSpacing(18)
        self._grid.setVerticalSpacing(0)
        self._grid.setColumnStretch(1, 1)
        self._labels: list[QLabel] = []
        self._row = 0
        self.setWidget(self._body)
        self._body.installEventFilter(self)

    @property
    def trouble(self) -> str:
        """Why the values cannot be taken; empty when they can."""
        return ""

    def show_preferences(self, preferences: Preferences) -> None:
        """Show these values."""
        raise NotImplementedError

    def taken_into(self, preferences: Preferences) -> Preferences:
        """`preferences` with this page's values."""
        raise NotImplementedError

    def add_row(
        self, text: str, field: QWidget, note: Note | None = None, *, gap: int = BETWEEN_ROWS
    ) -> None:
        """Add a field with its label and a note below it, then `gap` pixels."""
        label = QLabel(text)
        label.setBuddy(field)
        self._labels.append(label)
        field.setAccessibleName(plain(text))
        self._grid.addWidget(label, self._row, 0)
        self.add_field(field, note, gap=gap)

    def add_field(
        self, field: QWidget, note: Note | None = None, *, gap: int = BETWEEN_ROWS
    ) -> None:
        """Add a field without a label of its own, then `gap` pixels."""
        if isinstance(field, (QComboBox, QSpinBox, QPushButton, QCheckBox)):
            self._grid.addWidget(field, self._row, 1, Qt.AlignmentFlag.AlignLeft)
        else:
            self._grid.addWidget(field, self._row, 1)
        if note is not None:
            self._grid.setRowMinimumHeight(self._row + 1, NOTE_GAP)
            self._grid.addWidget(note, self._row + 2, 1)
        self._grid.setRowMinimumHeight(self._row + 3, gap)
        self._row += 4

    def end(self) -> None:
        """Leave the room below the last row empty."""
        self._grid.setRowStretch(self._row, 1)

    @property
    def label_width(self) -> int:
        """What the widest label takes, in pixels."""
        return max(label.sizeHint().width() for label in self._labels)

    def set_label_width(self, width: int) -> None:
        """Let the fields begin at the same place on every page."""
        self._grid.setColumnMinimumWidth(0, width)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.LayoutRequest:
            self._fit()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        """Scroll only what does not fit: words that wrap need less height than Qt thinks."""
        width = self.viewport().width()
        self._body.setMinimumHeight(self._grid.totalHeightForWidth(width))


def progress_bar() -> QProgressBar:
    """One whose place stays when it is hidden, so that nothing moves."""
    bar = QProgressBar()
    bar.setTextVisible(False)
    bar.setAccessibleName(tr("Progress"))
    policy = bar.sizePolicy()
    policy.setRetainSizeWhenHidden(True)
    bar.setSizePolicy(policy)
    return bar
