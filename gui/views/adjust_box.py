"""Adjustments of the whole result, live at preview size."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QWidget

from engine.texts import marked, tr
from gui.views.control_box import Control, ControlBox, percent, signed
from gui.workspace import Workspace


def _set_saturation(workspace: Workspace, value: float) -> None:
    workspace.editor.set_adjustments(replace(workspace.adjustments, saturation=value / 100))


def _set_warmth(workspace: Workspace, value: float) -> None:
    workspace.editor.set_adjustments(replace(workspace.adjustments, warmth=value / 100))


def _set_vividness(workspace: Workspace, value: float) -> None:
    workspace.editor.set_adjustments(replace(workspace.adjustments, vividness=value / 100))


CONTROLS = (
    Control(
        marked("Vividness"),
        marked(
            "From faithful (0 %), the likeliest colours, which are pale where several are "
            "possible, to vivid (100 %), as strong as colours usually are."
        ),
        0,
        100,
        percent,
        lambda workspace: 100 * workspace.adjustments.vividness,
        _set_vividness,
    ),
    Control(
        marked("Colour"),
        marked("How strong the colours are: 0 % is grey, 100 % as colorized."),
        0,
        200,
        percent,
        lambda workspace: 100 * workspace.adjustments.saturation,
        _set_saturation,
    ),
    Control(
        marked("Warmth"),
        marked("Moves all colours toward blue (left) or yellow (right); 0 is as colorized."),
        -100,
        100,
        signed,
        lambda workspace: 100 * workspace.adjustments.warmth,
        _set_warmth,
    ),
    Control(
        marked("Instances"),
        marked(
            "How much the objects' own colours count against the full image's: 0 % is the full "
            "image alone, 100 % as the networks weigh them."
        ),
        0,
        400,
        percent,
        lambda workspace: 100 * workspace.strength,
        lambda workspace, value: workspace.editor.set_strength(value / 100),
    ),
)


class AdjustBox(ControlBox):
    """The strength and warmth of all colours, and how much the instances count."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, CONTROLS, parent)
        self.reset.setToolTip(tr("Everything as colorized."))
        self._refresh()

    def _set_to_normal(self) -> None:
        self._workspace.editor.reset_adjustments(self._workspace.album.look)

    @property
    def _normal(self) -> bool:
        edit = self._workspace.editor.edit
        return edit == replace(edit, adjustments=self._workspace.album.look, strength=1.0)

    def _can_change(self, control: Control) -> bool:
        there = self._workspace.photo is not None
        return there and (control.name != "Instances" or bool(self._workspace.instances))
