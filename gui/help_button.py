"""A quiet "?" in the corner of a dialog: what the dialog is for, in a few sentences."""

from __future__ import annotations

from PySide6.QtCore import QPoint
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QToolButton, QWhatsThis, QWidget

TOPICS = {
    "settings": (
        "Settings",
        "How the app looks, which networks colorize on which device, who finds the objects, and "
        "how results are called. They are kept between starts.",
        "Nothing changes before OK or Apply. Automatic is the right choice wherever it is offered "
        "and you are not sure.",
    ),
    "import": (
        "Import checkpoints",
        "The paper's authors have published their networks as three files. Choose the folder with "
        "all three; they are checked, converted and kept by the app.",
        "The files themselves stay as they are. From then on the Network menu offers SIGGRAPH.",
    ),
    "checkpoints": (
        "Checkpoints",
        "A set holds the parameters of the three networks that colorize together. The bundled set "
        "comes with the app; a training or an import adds others.",
        "Use takes a set from now on. The figures say how well each did on photos that it was "
        "not trained on: more PSNR is closer to the true colours.",
    ),
    "download": (
        "Download a checkpoint",
        "This detector needs a file that does not come with the app. It is fetched from the place "
        "shown here, once, and checked before it is used.",
        "If you have the file already, or this computer is offline, choose it from a folder.",
    ),
    "detect": (
        "Detect again",
        "Looks for the objects in this photo once more. If something was missed, choose a lower "
        "threshold; if too much was found, a higher one.",
        "What you drew or changed by hand stays. Undo brings the objects from before back.",
    ),
    "variants": (
        "Variants",
        "The same photo, colorized in three ways. Click the one that you like best; this window "
        "stays open, so you can compare.",
        "Undo goes back to the one before.",
    ),
    "export": (
        "Export",
        "Writes any stage of the photo, one object, a weight map, or all of it as one figure. "
        "The picture on the right shows what the file will look like.",
        "To keep only the result, Save in the File menu is shorter.",
    ),
    "queue": (
        "Many photos",
        "Add folders or photos, say on the right how results are written, and press Start. You "
        "can go on working, pause, or close the app: the queue goes on where it stopped.",
        "Originals are never changed, and nothing is replaced unless you say so. Retry failed "
        "tries again what went wrong.",
    ),
    "training": (
        "Train",
        "Teaches the networks with colour photos of your own. Four pages: the photos, the objects "
        "in them, the plan, and the run.",
        "Next says what is missing. A training takes hours; it goes on when the app is closed, "
        "and its result is only used when you say so.",
    ),
}

SIDE = 26  # pixels; the style sheet's radius is half of it


class HelpButton(QToolButton):
    """Shows one of `TOPICS` beside itself until the next click or key.

    Args:
        topic: its name.
        window: the dialog, in which F1 does the same.
    """

    def __init__(self, topic: str, window: QWidget) -> None:
        super().__init__(window)
        self.topic = topic
        self.setText("?")
        self.setFixedSize(SIDE, SIDE)
        self.setObjectName("help")
        self.setToolTip("What this window is for (F1)")
        self.setAccessibleName("Help")
        self.clicked.connect(self.explain)
        QShortcut(QKeySequence("F1"), window, self.explain)

    @property
    def text_shown(self) -> str:
        """What it says, as rich text."""
        title, *paragraphs = TOPICS[self.topic]
        return f"<b>{title}</b>" + "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)

    def explain(self) -> None:
        """Show it."""
        QWhatsThis.showText(self.mapToGlobal(QPoint(0, 0)), self.text_shown, self)
