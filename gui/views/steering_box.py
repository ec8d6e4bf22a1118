"""The colours of the chosen instance alone: a new one, and how strong and warm they are."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QColorDialog, QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from engine.instances import Instance
from engine.palette import RGB
from engine.steering import AS_FUSED, Steering
from engine.texts import marked, tr
from gui import theme
from gui.views.colour_menu import ColourMenu, shown_colour, swatch
from gui.views.control_box import Control, ControlBox, percent, signed
from gui.workspace import Workspace

COLOUR_TIP = marked(
    "Gives the object another colour: it keeps its lightness and texture, and the colour ends "
    "where the object does (C)"
)
PLACE_TIP = marked("Click the part of the object that takes the colour, such as the shirt (P)")
SATURATION = marked("Saturation of {name}")
WARMTH = marked("Warmth of {name}")
STRENGTH = marked("Strength of {name}")
COLOUR = marked("Colour {name}")


def chosen_of(workspace: Workspace) -> Instance | None:
    """The chosen instance, None where there is none."""
    return workspace.editor.edit.instance(workspace.highlight.selected)


def _steering(workspace: Workspace) -> Steering:
    chosen = chosen_of(workspace)
    return AS_FUSED if chosen is None else chosen.steering


def _steer(workspace: Workspace, text: str, **changes: object) -> None:
    chosen = chosen_of(workspace)
    if chosen is not None:
        workspace.editor.steer(chosen.id, text, **changes)


CONTROLS = (
    Control(
        marked("Saturation"),
        marked("How strong the colours of this object are: 0 % is grey, 100 % as colorized."),
        0,
        200,
        percent,
        lambda workspace: 100 * _steering(workspace).saturation,
        lambda workspace, value: _steer(workspace, SATURATION, saturation=value / 100),
    ),
    Control(
        marked("Warmth"),
        marked("Moves the colours of this object toward blue (left) or yellow (right)."),
        -100,
        100,
        signed,
        lambda workspace: 100 * _steering(workspace).warmth,
        lambda workspace, value: _steer(workspace, WARMTH, warmth=value / 100),
    ),
    Control(
        marked("Strength"),
        marked(
            "How much this object's own colours count in the result: 0 % not at all, 100 % as the "
            "networks weigh them."
        ),
        0,
        400,
        percent,
        lambda workspace: 100 * _steering(workspace).strength,
        lambda workspace, value: _steer(workspace, STRENGTH, strength=value / 100),
    ),
)


class SteeringBox(ControlBox):
    """Controls of the chosen instance; they are off where none is chosen.

    Attributes:
        colour_button: opens `colours`.
        place_button: asks for the place that takes the colour.
        place_wanted: it was asked for.
        dialog: the one for any colour, once it was asked for.
    """

    place_wanted = Signal()

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, CONTROLS, parent)
        self.reset.setToolTip(tr("The colours of this object as colorized."))
        self.dialog: QColorDialog | None = None
        self.colours = ColourMenu(self)
        self.colours.chosen.connect(self.choose)
        self.colours.other_wanted.connect(self.ask)
        name = QLabel(tr("New colour"))
        name.setObjectName("quiet")
        name.setToolTip(tr(COLOUR_TIP))
        self.colour_button = QPushButton()
        self.colour_button.setToolTip(tr(COLOUR_TIP))
        self.colour_button.clicked.connect(self.open_colours)
        name.setBuddy(self.colour_button)
        self.place_button = QToolButton()
        self.place_button.setIcon(theme.icon("place"))
        self.place_button.setToolTip(tr(PLACE_TIP))
        self.place_button.setAccessibleName(tr("Where the colour goes"))
        self.place_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.place_button.clicked.connect(self.place_wanted)
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self.colour_button, 1)
        row.addWidget(self.place_button)
        self.grid.addWidget(name, 0, 0)
        self.grid.addLayout(row, 0, 1, 1, 2)
        workspace.highlight.selection_changed.connect(self._refresh)
        self._refresh()

    def open_colours(self) -> None:
        """Show the colours to choose from, at the button."""
        if chosen_of(self._workspace) is not None:
            self.colours.popup(self.colour_button.mapToGlobal(self.colour_button.rect().topLeft()))

    def choose(self, colour: RGB | None) -> None:
        """Give the chosen instance this colour, None for its own."""
        self._workspace.editor.end_gesture()
        changes: dict[str, object] = {"colour": colour}
        if colour is None:
            changes["point"] = None
        _steer(self._workspace, COLOUR, **changes)
        self._workspace.editor.end_gesture()

    def ask(self) -> None:
        """Let the person mix any colour."""
        if self.dialog is None:
            self.dialog = QColorDialog(self)
            self.dialog.setOption(QColorDialog.ColorDialogOption.DontUseNativeDialog)
            self.dialog.setWindowTitle(tr("New Colour"))
            self.dialog.colorSelected.connect(self._mixed)
        colour = _steering(self._workspace).colour
        if colour is not None:
            self.dialog.setCurrentColor(QColor(*colour))
        self.dialog.open()

    def _mixed(self, colour: QColor) -> None:
        self.choose((colour.red(), colour.green(), colour.blue()))

    def _set_to_normal(self) -> None:
        chosen = chosen_of(self._workspace)
        if chosen is not None:
            self._workspace.editor.reset_steering(chosen.id)

    def _can_change(self, control: Control) -> bool:
        return chosen_of(self._workspace) is not None

    @property
    def _normal(self) -> bool:
        return _steering(self._workspace) == AS_FUSED

    def _refresh(self) -> None:
        super()._refresh()
        colour = _steering(self._workspace).colour
        self.colour_button.setIcon(swatch(colour))
        shown = tr("As colorized") if colour is None else shown_colour(colour)
        self.colour_button.setText(shown)
        self.colour_button.setAccessibleName(tr("New colour: {name}", name=shown))
        self.place_button.setEnabled(colour is not None and chosen_of(self._workspace) is not None)
