"""The commands that compare stages, for menus, tool bars and shortcuts."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from engine.texts import marked, tr
from gui import theme
from gui.darkroom import Pane
from gui.views.comparing import LOUPE_POWERS, Comparing, Mode
from gui.views.layouts import ORDER, Layout
from gui.workspace import Workspace

# Function keys, since Ctrl+Shift with a digit is another key on many keyboards.
LAYOUT_KEYS = {Layout.FOUR: "F6", Layout.TWO: "F7", Layout.ONE: "F8"}
LAYOUT_ENTRIES = {
    Layout.FOUR: marked("&Four Panes"),
    Layout.TWO: marked("&Two Panes"),
    Layout.ONE: marked("&One Pane"),
}
LAYOUT_ICONS = {
    Layout.FOUR: "layout-four",
    Layout.TWO: "layout-two",
    Layout.ONE: "layout-one",
}
LAYOUT_TIPS = {
    Layout.FOUR: marked("All four stages."),
    Layout.TWO: marked("Two stages; click a pane's title to choose which."),
    Layout.ONE: marked("One stage, large; click its title to choose which."),
}
MODE_TIPS = {
    Mode.RESULT: marked("The fused result as it is."),
    Mode.BEFORE_AFTER: marked(
        "The source on the left of a line that can be moved, the result right."
    ),
    Mode.BLEND: marked("The source and the result, blended."),
    Mode.FROM_FULL: marked("What the instances have changed, against the full image alone."),
    Mode.FROM_SOURCE: marked("The colours that the result has and the source does not."),
}
MODE_KEYS = {Mode.BEFORE_AFTER: "Y"}


class CompareActions(QObject):
    """Actions on one `Comparing`; they follow it, and are disabled without a photo.

    Attributes:
        layouts: of each layout one that shows it.
        stages: of each stage one that shows it, at the place that has the focus.
        modes: of each mode one that shows it; chosen again, it goes back to the result.
        next_mode, loupe, loupe_power: one each.
    """

    def __init__(
        self,
        comparing: Comparing,
        workspace: Workspace,
        focused_place: Callable[[], int],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._comparing = comparing
        self._workspace = workspace
        self._parent = parent
        self._focused_place = focused_place
        layouts, modes = QActionGroup(self), QActionGroup(self)
        self.layouts = {
            layout: self._make(
                tr(LAYOUT_ENTRIES[layout]),
                partial(comparing.set_layout, layout),
                LAYOUT_KEYS[layout],
                tr(LAYOUT_TIPS[layout]),
                icon=LAYOUT_ICONS[layout],
                group=layouts,
            )
            for layout in Layout
        }
        self.stages = {
            pane: self._make(
                tr("&{number} {name}", number=number, name=tr(pane.value)),
                partial(self._show_stage, pane),
                str(number),
                tr("Show {name} here; out of four panes, alone.", name=tr(pane.value)),
                checkable=False,
            )
            for number, pane in enumerate(ORDER, start=1)
        }
        self.modes = {
            mode: self._make(
                tr(mode.value),
                partial(comparing.toggle_mode, mode),
                MODE_KEYS.get(mode, ""),
                tr(MODE_TIPS[mode]),
                group=modes,
            )
            for mode in Mode
        }
        self.next_mode = self._make(
            tr("&Next Comparison"),
            comparing.next_mode,
            "M",
            tr("Compare the result in the next way."),
            checkable=False,
        )
        self.loupe = self._make(
            tr("&Loupe"),
            lambda: comparing.set_loupe(not comparing.loupe),
            "L",
            tr("Show the same place of all four stages beside the mouse, in real pixels."),
            icon="loupe",
        )
        low, high = LOUPE_POWERS
        self.loupe_power = self._make(
            tr("Loupe at {zoom} %", zoom=100 * high),
            lambda: comparing.set_power(low if comparing.power == high else high),
            "Shift+L",
            tr(
                "{high} screen pixels per photo pixel in the loupe, else {low}.", high=high, low=low
            ),
        )
        comparing.arranged.connect(self._refresh)
        comparing.changed.connect(self._refresh)
        workspace.photo_changed.connect(self._refresh)
        self._refresh()

    @property
    def all(self) -> tuple[QAction, ...]:
        """Every action, in the order of a menu."""
        groups = (self.layouts, self.stages, self.modes)
        single = (self.next_mode, self.loupe, self.loupe_power)
        return (*(action for group in groups for action in group.values()), *single)

    def fill(self, menu: QMenu) -> None:
        """Put them into a menu, the stages and the comparisons in menus of their own."""
        menu.addActions(list(self.layouts.values()))
        menu.addMenu(_submenu(tr("&Stage Here"), menu, list(self.stages.values())))
        menu.addSeparator()
        compare = _submenu(tr("&Compare"), menu, list(self.modes.values()))
        compare.addSeparator()
        compare.addAction(self.next_mode)
        menu.addMenu(compare)
        menu.addActions([self.loupe, self.loupe_power])

    def _show_stage(self, pane: Pane) -> None:
        self._comparing.show_stage(pane, self._focused_place())

    def _make(
        self,
        text: str,
        command: Callable[[], object],
        keys: str,
        tip: str,
        *,
        icon: str = "",
        group: QActionGroup | None = None,
        checkable: bool = True,
    ) -> QAction:
        action = QAction(text, self._parent)
        action.setCheckable(checkable)
        action.triggered.connect(lambda: command())
        action.setShortcut(QKeySequence(keys))
        shown = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        action.setToolTip(f"{tip} ({shown})" if shown else tip)
        if icon:
            action.setIcon(theme.icon(icon))
        if group is not None:
            group.addAction(action)
        return action

    def _refresh(self) -> None:
        comparing = self._comparing
        self.layouts[comparing.arrangement.layout].setChecked(True)
        self.modes[comparing.mode].setChecked(True)
        self.loupe.setChecked(comparing.loupe)
        self.loupe_power.setChecked(comparing.power == LOUPE_POWERS[-1])
        for action in self.all:
            action.setEnabled(self._workspace.photo is not None)


def stage_menu(comparing: Comparing, pane: Pane, parent: QWidget) -> QMenu:
    """The menu of a pane's title: which stage is there, and how many panes there are."""
    menu = QMenu(parent)
    arrangement = comparing.arrangement
    if arrangement.layout is not Layout.FOUR:
        place = arrangement.shown.index(pane)
        group = QActionGroup(menu)
        for stage in ORDER:
            action = menu.addAction(tr(stage.value))
            action.setCheckable(True)
            action.setChecked(stage is pane)
            action.triggered.connect(
                lambda _=False, chosen=stage: comparing.show_stage(chosen, place)
            )
            group.addAction(action)
        menu.addSeparator()
    for layout in Layout:
        if layout is Layout.ONE and arrangement.layout is not Layout.ONE:
            alone = menu.addAction(tr("Only {name}", name=tr(pane.value)))
            alone.triggered.connect(lambda: comparing.toggle_alone(pane))
        elif layout is not arrangement.layout:
            action = menu.addAction(tr(layout.value))
            action.triggered.connect(lambda _=False, chosen=layout: comparing.set_layout(chosen))
    return menu


def _submenu(title: str, parent: QMenu, actions: list[QAction]) -> QMenu:
    menu = QMenu(title, parent)
    menu.addActions(actions)
    return menu
