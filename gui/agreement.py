"""A question before something that cannot be undone; the safe answer is the default."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget


def agreed(
    parent: QWidget, title: str, text: str, more: str, *, yes: str, no: str, warns: bool = False
) -> bool:
    """Whether the person agrees.

    Args:
        parent: what the question lies over.
        title: of its window.
        text: the question; names in it are shown letter by letter.
        more: what follows from it.
        yes, no: the buttons; Enter and Esc take the second.
        warns: it looks like a warning.
    """
    question = QMessageBox(parent)
    question.setIcon(QMessageBox.Icon.Warning if warns else QMessageBox.Icon.Question)
    question.setWindowTitle(title)
    question.setTextFormat(Qt.TextFormat.PlainText)
    question.setText(text)
    question.setInformativeText(more)
    agree = question.addButton(yes, QMessageBox.ButtonRole.DestructiveRole)
    refuse = question.addButton(no, QMessageBox.ButtonRole.RejectRole)
    question.setDefaultButton(refuse)
    question.setEscapeButton(refuse)
    question.exec()
    return question.clickedButton() is agree
