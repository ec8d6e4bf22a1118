"""The table of a network's sets of checkpoints: names, dates, figures, and which is in use."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QDateTime, QLocale, QSignalBlocker, Qt
from PySide6.QtWidgets import QHeaderView, QTableWidget, QTableWidgetItem

from engine.texts import marked, tr
from engine.training.checkpoint_sets import BUNDLED, IMPORTED, CheckpointSet
from gui.preferences.checkpoint_work import sound_figures

TITLES = {BUNDLED: marked("Bundled with the app"), IMPORTED: marked("Imported")}
COLUMNS = {
    marked("Name"): "",
    marked("Made"): marked("When it came among the sets."),
    marked("PSNR, dB"): marked(
        "How close the fused colours of whole photos are to the truth; higher is better."
    ),
    "SSIM": marked("How alike the structures are; 1 is the same."),
    marked("Colourful"): marked("Hasler and Süsstrunk's colourfulness of the fused result."),
    marked("State"): "",
}
FIGURES = (("psnr", 2), ("ssim", 3), ("colourfulness", 1))  # and their digits
FIRST_FIGURE = 2  # its column
UNKNOWN = "\N{EN DASH}"
NO_FIGURES = marked("These checkpoints came without figures.")
ROOM = "QTableWidget::item, QHeaderView::section { padding: 0 8px; }"
LAST_MOMENT = 1e11  # seconds since 1970, in the year 5138; a card may claim any


class SetTable(QTableWidget):
    """One row per set, of which one is selected."""

    def __init__(self) -> None:
        super().__init__(0, len(COLUMNS))
        self._sets: tuple[CheckpointSet, ...] = ()
        self.setAccessibleName(tr("Sets of checkpoints"))
        self.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QTableWidget.SelectionMode.SingleSelection)
        self.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self.setShowGrid(False)
        self.setStyleSheet(ROOM)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(28)
        for column, (text, tip) in enumerate(COLUMNS.items()):
            item = QTableWidgetItem(tr(text))
            item.setToolTip(tr(tip) if tip else "")
            item.setTextAlignment(_side(column))
            self.setHorizontalHeaderItem(column, item)
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)

    @property
    def chosen(self) -> CheckpointSet | None:
        """The set in the selected row."""
        rows = self.selectionModel().selectedRows()
        return self._sets[rows[0].row()] if rows else None

    def show_sets(
        self,
        sets: Sequence[CheckpointSet],
        selected: str | None,
        in_use: Callable[[CheckpointSet], bool],
    ) -> None:
        """List these sets.

        Args:
            selected: the name of one; None selects the active one.
            in_use: whether photos are colorized with a set.
        """
        row = 0
        with QSignalBlocker(self):
            self.clearSelection()
            self._sets = tuple(sets)
            self.setRowCount(len(sets))
            for number, one in enumerate(sets):
                if one.name == selected or (selected is None and one.active):
                    row = number
                for column, (text, tip) in enumerate(cells_of(one, in_use(one))):
                    item = QTableWidgetItem(text)
                    item.setToolTip(tip)
                    item.setTextAlignment(_side(column))
                    self.setItem(number, column, item)
            if sets:
                self.setCurrentCell(row, 0)


def title_of(one: CheckpointSet) -> str:
    """What a set is called in the window."""
    return tr(TITLES[one.name]) if one.name in TITLES else one.name


def cells_of(one: CheckpointSet, in_use: bool) -> list[tuple[str, str]]:
    """Texts and their tooltips, in the order of `COLUMNS`."""
    fused = sound_figures(one.figures).get("whole", {}).get("fused", {})
    numbers = [
        (f"{fused[name]:.{digits}f}", _spread(fused, name, digits))
        if name in fused
        else (UNKNOWN, tr(NO_FIGURES))
        for name, digits in FIGURES
    ]
    if in_use:
        state = (tr("in use"), tr("The app colorizes with it."))
    elif one.active:
        state = (
            tr("chosen"),
            tr("Used as soon as its network is chosen in the Network menu."),
        )
    else:
        state = ("", "")
    return [(title_of(one), str(one.folder)), _made(one.made), *numbers, state]


def _made(seconds: float) -> tuple[str, str]:
    if not 0 < seconds < LAST_MOMENT:
        return UNKNOWN, ""
    made = QDateTime.fromSecsSinceEpoch(int(seconds))
    local, form = QLocale(), QLocale.FormatType
    return local.toString(made.date(), form.ShortFormat), local.toString(made, form.LongFormat)


def _spread(figures: dict[str, float], name: str, digits: int) -> str:
    """The 95 % interval of a figure, where it is known."""
    if f"{name}_low" not in figures or f"{name}_high" not in figures:
        return ""
    low, high = figures[f"{name}_low"], figures[f"{name}_high"]
    return tr("95 % interval: {low} to {high}", low=f"{low:.{digits}f}", high=f"{high:.{digits}f}")


def _side(column: int) -> Qt.AlignmentFlag:
    number = FIRST_FIGURE <= column < FIRST_FIGURE + len(FIGURES)
    side = Qt.AlignmentFlag.AlignRight if number else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
