"""What can be changed about colours: of the whole photo, or of the chosen instance."""

from __future__ import annotations

from itertools import pairwise
from string import capwords

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from engine.detection.coco import shown_name
from engine.texts import tr
from gui.views import overlays
from gui.views.adjust_box import AdjustBox
from gui.views.steering_box import SteeringBox, chosen_of
from gui.workspace import Workspace


class ColourPanel(QWidget):
    """Two pages; choosing an instance turns to its own.

    Attributes:
        adjust: all colours.
        steering: those of the chosen instance.
        whole_button, one_button: turn to the one and the other.
    """

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self.setObjectName("adjust")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.adjust = AdjustBox(workspace)
        self.steering = SteeringBox(workspace)
        self._pages = QStackedWidget()
        self.whole_button = QPushButton(tr("All colours"))
        self.whole_button.setToolTip(tr("Change the colours of the whole photo."))
        self.one_button = QPushButton()
        self.one_button.setToolTip(tr("Change the colours of the chosen object alone."))
        self._group = QButtonGroup(self)
        header = QHBoxLayout()
        header.setContentsMargins(16, 10, 22, 4)
        header.setSpacing(4)
        for place, (button, box) in enumerate(
            ((self.whole_button, self.adjust), (self.one_button, self.steering))
        ):
            button.setCheckable(True)
            button.setObjectName("tab")
            self._group.addButton(button, place)
            header.addWidget(button)
            self._pages.addWidget(box)
        header.addStretch()
        header.addWidget(self.adjust.reset)
        header.addWidget(self.steering.reset)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(header)
        column.addWidget(self._pages)
        box = self.steering  # Tab goes as the eye does, and not as the parts were made
        colour = (box.reset, box.colour_button, box.place_button, *box.sliders.values())
        for before, after in pairwise(colour):
            self.setTabOrder(before, after)
        self._group.idClicked.connect(self._turn_to)
        workspace.highlight.selection_changed.connect(self._follow_choice)
        workspace.instances_changed.connect(self._refresh)
        self._follow_choice()

    def show_steering(self) -> None:
        """Turn to the chosen instance's page, if there is one."""
        if chosen_of(self._workspace) is not None:
            self._turn_to(1)

    def _follow_choice(self) -> None:
        self._turn_to(0 if chosen_of(self._workspace) is None else 1)

    def _turn_to(self, page: int) -> None:
        self._pages.setCurrentIndex(page)
        self._refresh()

    def _refresh(self) -> None:
        chosen = chosen_of(self._workspace)
        page = 0 if chosen is None else self._pages.currentIndex()
        self._pages.setCurrentIndex(page)
        for place, button in enumerate(self._group.buttons()):
            button.setChecked(place == page)
            tab = Qt.FocusPolicy.StrongFocus if place == page else Qt.FocusPolicy.ClickFocus
            button.setFocusPolicy(tab)  # as Qt does it where a click checks one; arrows go on
        self.one_button.setEnabled(chosen is not None)
        name = tr("Object")
        if chosen is not None:
            number = overlays.number_of(chosen)
            name = tr("{name} {number}", name=capwords(shown_name(chosen.label)), number=number)
        metrics = self.one_button.fontMetrics()
        self.one_button.setText(metrics.elidedText(name, Qt.TextElideMode.ElideRight, 92))
        self.adjust.reset.setVisible(page == 0)
        self.steering.reset.setVisible(page == 1)
