"""Controls of the weight-map overlay."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QSlider, QVBoxLayout, QWidget

from engine.texts import marked, tr
from gui.views.control_box import percent
from gui.weight_overlay import Show
from gui.workspace import Workspace

EXPLAINED = {
    Show.NONE: marked("The results as they are."),
    Show.FULL: marked("How much the full image decides at each place."),
    Show.INSTANCE: marked("How much the instance selected in the list decides at each place."),
    Show.WINNERS: marked("Who decides most at each place."),
}


class OverlayBar(QWidget):
    """Which weight map lies over the results, of which tap, and how strong."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        label = QLabel(tr("Weight map"))
        label.setObjectName("dockHeader")
        label.setToolTip(
            tr(
                "A weight map tells, for each place, how much the full image and each instance "
                "contribute to the fused colours: 0 not at all, 1 alone."
            )
        )
        self.show_box = QComboBox()
        self.show_box.setAccessibleName(tr("Weight map to show"))
        self.show_box.setToolTip(tr("Which weight map lies over Full image and Fused."))
        for show in Show:
            self.show_box.addItem(tr(show.value), show)
            self.show_box.setItemData(
                self.show_box.count() - 1, tr(EXPLAINED[show]), Qt.ItemDataRole.ToolTipRole
            )
        label.setBuddy(self.show_box)
        self.tap_box = QComboBox()
        self.tap_box.setAccessibleName(tr("Tap"))
        self.tap_box.setPlaceholderText(tr("Tap"))
        self.tap_box.setToolTip(
            tr(
                "The networks fuse at several places, called taps, from coarse shapes to fine "
                "colours; the last is the finest."
            )
        )
        self.opacity = QSlider(Qt.Orientation.Horizontal)
        self.opacity.setRange(10, 100)
        self.opacity.setPageStep(10)
        self.opacity.setAccessibleName(tr("Weight map opacity"))
        self.opacity.setToolTip(tr("How strong the tint of a weight of 1 is."))
        self._percent = QLabel()
        self._percent.setObjectName("quiet")
        self._percent.setFixedWidth(self.fontMetrics().horizontalAdvance(percent(100)) + 8)
        self.setObjectName("overlay")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        first, second = QHBoxLayout(), QHBoxLayout()
        first.setSpacing(14)
        first.addWidget(label)
        first.addWidget(self.show_box, 1)
        second.setSpacing(8)
        longest = self.fontMetrics().horizontalAdvance(_tap("decoder_16"))
        self.tap_box.setFixedWidth(longest + 40)
        for widget in (self.tap_box, self.opacity, self._percent):
            second.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        column.addLayout(first)
        column.addLayout(second)
        self.show_box.activated.connect(self._choose)
        self.tap_box.activated.connect(self._choose)
        self.opacity.valueChanged.connect(self._choose)
        workspace.weights_changed.connect(self._refresh)
        self._refresh()

    def _choose(self) -> None:
        """Tell the workspace what is chosen."""
        self._workspace.set_overlay(
            replace(
                self._workspace.overlay,
                show=self.show_box.currentData(),
                tap=self.tap_box.currentData(),
                opacity=self.opacity.value() / 100,
            )
        )

    def _refresh(self) -> None:
        overlay = self._workspace.overlay
        photo = self._workspace.photo
        taps = () if photo is None else photo.taps
        with QSignalBlocker(self.show_box), QSignalBlocker(self.tap_box):
            if [self.tap_box.itemData(i) for i in range(self.tap_box.count())] != list(taps):
                self.tap_box.clear()
                for tap in taps:
                    self.tap_box.addItem(_tap(tap), tap)
            chosen = overlay.tap if overlay.tap in taps else (taps[-1] if taps else None)
            self.tap_box.setCurrentIndex(self.tap_box.findData(chosen))
            self.show_box.setCurrentIndex(self.show_box.findData(overlay.show))
        with QSignalBlocker(self.opacity):
            self.opacity.setValue(round(overlay.opacity * 100))
        self._percent.setText(percent(self.opacity.value()))
        self.show_box.setEnabled(photo is not None and photo.fusion is not None)
        shown = self.show_box.isEnabled() and overlay.show is not Show.NONE
        self.tap_box.setEnabled(shown and len(taps) > 1)
        self.opacity.setEnabled(shown)
        self._percent.setEnabled(shown)


def _tap(name: str) -> str:
    return tr("Tap {tap}", tap=name)
