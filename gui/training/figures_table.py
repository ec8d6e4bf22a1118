"""The figures of a run: of the last validations while it trains, the whole table at its end."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHeaderView, QTableWidget, QTableWidgetItem

from engine.texts import marked, tr
from engine.training.run_status import RunStatus
from gui import theme
from gui.preferences.words import named
from gui.training import training_words as words

TIPS = {
    "": "",
    marked("PSNR, dB"): marked("How close the colours are to the truth; higher is better."),
    "SSIM": marked("How alike the structures are; 1 is the same."),
    marked("Colourful"): marked("Hasler and Süsstrunk's colourfulness of the result."),
    marked("Off by"): marked("How far the colourfulness is from the truth's."),
    marked("Grey photo"): marked("PSNR of the grey photo, the floor that every result must beat."),
}
END_COLUMNS = ("", "PSNR, dB", "SSIM", "Colourful", "Off by")
COURSE_COLUMNS = ("", "PSNR, dB", "Grey photo", "Colourful")
PARTS = {  # of a validation, by the prefix of its figures
    "": "{stage}",
    "full_": marked("{stage}, full image only"),
    "fused_": marked("{stage}, fused"),
}


class FiguresTable(QTableWidget):
    """Rows of figures; nothing can be edited."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(tr("Figures"))
        self.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QTableWidget.SelectionMode.NoSelection)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(24)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Let the names take what is left; where that is too little, scroll."""
        if not self.columnCount():
            return
        head = self.horizontalHeader()
        mode = QHeaderView.ResizeMode
        columns = range(self.columnCount())
        needed = sum(max(self.sizeHintForColumn(n), head.sectionSizeHint(n)) + 1 for n in columns)
        fits = needed <= self.viewport().width()
        head.setSectionResizeMode(0, mode.Stretch if fits else mode.ResizeToContents)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            for row in range(self.rowCount()):
                self._tint(row)

    def _tint(self, row: int) -> None:
        """Titles are quiet, in today's theme."""
        item = self.item(row, 0)
        if item is not None and self.columnSpan(row, 0) > 1:
            item.setForeground(theme.QUIET_TEXT)

    def show_status(self, status: RunStatus | None) -> None:
        """Show what is known of a run."""
        rows = [] if status is None else rows_of(status)
        at_end = status is not None and bool(status.table)
        columns = END_COLUMNS if at_end else COURSE_COLUMNS
        self.setColumnCount(len(columns))
        self.setRowCount(len(rows))
        for column, text in enumerate(columns):
            item = QTableWidgetItem(tr(text) if text else "")
            item.setToolTip(tr(TIPS[text]) if text else "")
            side = Qt.AlignmentFlag.AlignRight if column else Qt.AlignmentFlag.AlignLeft
            item.setTextAlignment(side | Qt.AlignmentFlag.AlignVCenter)
            self.setHorizontalHeaderItem(column, item)
        self.clearSpans()
        for row, cells in enumerate(rows):
            for column, text in enumerate(cells):
                item = QTableWidgetItem(text)
                side = Qt.AlignmentFlag.AlignRight if column else Qt.AlignmentFlag.AlignLeft
                item.setTextAlignment(side | Qt.AlignmentFlag.AlignVCenter)
                self.setItem(row, column, item)
            if len(cells) == 1:
                self.setSpan(row, 0, 1, len(columns))
                self._tint(row)
        head = self.horizontalHeader()
        head.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self._fit()
        self.setVisible(bool(rows))


def rows_of(status: RunStatus) -> list[tuple[str, ...]]:
    """The cells of all rows; a single one is the title of those below it."""
    rows: list[tuple[str, ...]] = []
    for level, kinds in status.table.items():
        rows.append((named(words.LEVELS, level),))
        for kind, row in kinds.items():
            true = kind == "truth"  # its PSNR and SSIM tell nothing
            rows.append(
                (
                    f"   {named(words.KINDS, kind)}",
                    "" if true else _spread(row, "psnr", 2),
                    "" if true else _number(row, "ssim", 3),
                    _number(row, "colourfulness", 1),
                    "" if true else _number(row, "distance", 1),
                )
            )
    if rows:
        return rows
    for stage in status.stages:
        figures = status.validation.get(stage, {})
        for prefix, title in PARTS.items():
            if f"{prefix}psnr" in figures:
                rows.append(
                    (
                        tr(title, stage=tr(words.STAGES[stage])),
                        _number(figures, f"{prefix}psnr", 2),
                        _number(figures, f"{prefix}psnr_grey", 2),
                        _number(figures, f"{prefix}colourfulness", 1),
                    )
                )
    return rows


def _number(row: dict[str, float], name: str, digits: int) -> str:
    return f"{row[name]:.{digits}f}" if name in row else ""


def _spread(row: dict[str, float], name: str, digits: int) -> str:
    """A figure with half of its 95 % interval."""
    text = _number(row, name, digits)
    if f"{name}_low" in row and f"{name}_high" in row:
        half = (row[f"{name}_high"] - row[f"{name}_low"]) / 2
        text += f" ± {half:.{digits}f}"
    return text
