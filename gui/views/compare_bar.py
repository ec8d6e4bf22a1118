"""Controls that compare the stages: layout, the Fused pane's mode with its slider, grey, loupe."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QSlider,
    QToolButton,
    QWidget,
)

from engine.texts import marked, tr
from gui import theme
from gui.mnemonics import plain
from gui.views.compare_actions import MODE_TIPS, CompareActions
from gui.views.comparing import DIALS, Comparing, Mode
from gui.views.control_box import percent
from gui.workspace import Workspace

ICON = QSize(18, 18)
SLIDER_WIDTH = 90
GROUP_GAP = 8
NO_DIAL = marked("Of the modes that have one.")


class CompareBar(QWidget):
    """Stands in a tool bar; nothing in it moves when it changes.

    Attributes:
        mode_box: what the Fused pane shows.
        slider: what the mode sets; disabled for one without a slider.
        grey_button: shows the grey photo as long as it is pressed.
    """

    def __init__(
        self,
        comparing: Comparing,
        actions: CompareActions,
        workspace: Workspace,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._comparing = comparing
        self._workspace = workspace
        self.mode_box = QComboBox()
        self.mode_box.setAccessibleName(tr("What the Fused pane shows"))
        self.mode_box.setToolTip(tr("What the Fused pane shows. (next: M)"))
        for mode in Mode:
            self.mode_box.addItem(tr(mode.value), mode)
            last = self.mode_box.count() - 1
            self.mode_box.setItemData(last, tr(MODE_TIPS[mode]), Qt.ItemDataRole.ToolTipRole)
        longest = max(self.fontMetrics().horizontalAdvance(tr(mode.value)) for mode in Mode)
        self.mode_box.setFixedWidth(longest + 44)
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setFixedWidth(SLIDER_WIDTH)
        self._words = QLabel()
        self._words.setObjectName("quiet")
        self._words.setFixedWidth(self.fontMetrics().horizontalAdvance(percent(100)) + 8)
        self.grey_button = QToolButton()
        self.grey_button.setIcon(theme.icon("grey"))
        self.grey_button.setIconSize(ICON)
        self.grey_button.setAutoRaise(True)
        self.grey_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.grey_button.setAccessibleName(tr("Hold to see the grey photo"))
        self.grey_button.setToolTip(tr("Hold to see the grey photo. (hold Space in a pane)"))
        row = QHBoxLayout(self)
        row.setContentsMargins(4, 0, 4, 0)
        row.setSpacing(4)
        for action in actions.layouts.values():
            row.addWidget(self._button(action))
        row.addSpacing(GROUP_GAP)
        for widget in (self.mode_box, self.slider, self._words, self.grey_button):
            row.addWidget(widget)
        row.addWidget(self._button(actions.loupe))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self.mode_box.activated.connect(lambda: comparing.set_mode(self.mode_box.currentData()))
        self.slider.valueChanged.connect(comparing.set_value)
        self.grey_button.pressed.connect(lambda: comparing.hold_grey(True))
        self.grey_button.released.connect(lambda: comparing.hold_grey(False))
        comparing.changed.connect(self._refresh)
        workspace.photo_changed.connect(self._refresh)
        self._refresh()

    def _button(self, action: QAction) -> QToolButton:
        button = QToolButton()
        button.setDefaultAction(action)
        button.setIconSize(ICON)
        button.setAutoRaise(True)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setAccessibleName(plain(action.text()))
        return button

    def _refresh(self) -> None:
        comparing = self._comparing
        there = self._workspace.photo is not None
        dial = DIALS.get(comparing.mode)
        with QSignalBlocker(self.mode_box), QSignalBlocker(self.slider):
            self.mode_box.setCurrentIndex(self.mode_box.findData(comparing.mode))
            if dial is not None:
                self.slider.setRange(dial.lowest, dial.highest)
                self.slider.setPageStep(dial.page)
                self.slider.setValue(round(comparing.value()))
        self.mode_box.setEnabled(there)
        self.grey_button.setEnabled(there)
        self.slider.setEnabled(there and dial is not None)
        self._words.setEnabled(there and dial is not None)
        meaning = tr(NO_DIAL) if dial is None else tr(dial.meaning)
        self.slider.setToolTip(meaning)
        name = tr(comparing.mode.value)
        self.slider.setAccessibleName(tr("{name}: {meaning}", name=name, meaning=meaning))
        self._words.setText("" if dial is None else dial.shown(comparing.value()))
