"""How the dock's list is read and a name in it begun."""

from __future__ import annotations

from collections.abc import Callable

from gui.views.instance_dock import InstanceDock
from gui.views.name_edit import NameEdit
from gui.workspace import Workspace

Settle = Callable[[], None]


def rows(dock: InstanceDock) -> list[str]:
    model = dock.list.rows
    return [model.index(row).data() for row in range(model.rowCount())]


def editor_of(dock: InstanceDock) -> NameEdit:
    return next(e for e in dock.list.findChildren(NameEdit) if e.isVisible())


def begin_to_rename(dock: InstanceDock, workspace: Workspace, instance_id: int) -> NameEdit:
    workspace.highlight.select(instance_id)
    dock.instance_actions.rename.trigger()
    return editor_of(dock)
