"""A quiet "?" in the corner of a dialog: what the dialog is for, in a few sentences."""

from __future__ import annotations

from PySide6.QtCore import QPoint
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QToolButton, QWhatsThis, QWidget

from engine.texts import marked, tr

TOPICS = {
    "settings": (
        marked("Settings"),
        marked(
            "How the app looks, which networks colorize on which device, who finds the objects, "
            "and how results are called. They are kept between starts."
        ),
        marked(
            "Nothing changes before OK or Apply. Automatic is the right choice wherever it is "
            "offered and you are not sure."
        ),
    ),
    "import": (
        marked("Import checkpoints"),
        marked(
            "The paper's authors have published their networks as three files. Choose the folder "
            "with all three; they are checked, converted and kept by the app."
        ),
        marked(
            "The files themselves stay as they are. From then on the Network menu offers SIGGRAPH."
        ),
    ),
    "checkpoints": (
        marked("Checkpoints"),
        marked(
            "A set holds the parameters of the three networks that colorize together. The bundled "
            "set comes with the app; a training or an import adds others."
        ),
        marked(
            "Use takes a set from now on. The figures say how well each did on photos that it was "
            "not trained on: more PSNR is closer to the true colours."
        ),
    ),
    "download": (
        marked("Download a checkpoint"),
        marked(
            "This detector needs a file that does not come with the app. It is fetched from the "
            "place shown here, once, and checked before it is used."
        ),
        marked(
            "If you have the file already, or this computer is offline, choose it from a folder."
        ),
    ),
    "detect": (
        marked("Detect again"),
        marked(
            "Looks for the objects in this photo once more. If something was missed, choose a "
            "lower threshold; if too much was found, a higher one."
        ),
        marked("What you drew or changed by hand stays. Undo brings the objects from before back."),
    ),
    "variants": (
        marked("Variants"),
        marked(
            "The same photo or object, colorized in three ways. Click the one that you like best; "
            "this window stays open, so you can compare."
        ),
        marked("Undo goes back to the one before."),
    ),
    "export": (
        marked("Export"),
        marked(
            "Writes any stage of the photo, one object, a weight map, or all of it as one figure. "
            "The picture on the right shows what the file will look like."
        ),
        marked("To keep only the result, Save in the File menu is shorter."),
    ),
    "queue": (
        marked("Many photos"),
        marked(
            "Add folders or photos, say on the right how results are written, and press Start. You "
            "can go on working, pause, or close the app: the queue goes on where it stopped."
        ),
        marked(
            "Originals are never changed, and nothing is replaced unless you say so. Retry failed "
            "tries again what went wrong."
        ),
    ),
    "training": (
        marked("Train"),
        marked(
            "Teaches the networks with colour photos of your own. Four pages: the photos, the "
            "objects in them, the plan, and the run."
        ),
        marked(
            "Next says what is missing. A training takes hours; it goes on when the app is closed, "
            "and its result is only used when you say so."
        ),
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
        super().__init__()  # its layout gives it the window, else Tab would come to it first
        self.topic = topic
        self.setText("?")
        self.setFixedSize(SIDE, SIDE)
        self.setObjectName("help")
        self.setToolTip(tr("What this window is for (F1)"))
        self.setAccessibleName(tr("Help"))
        self.clicked.connect(self.explain)
        QShortcut(QKeySequence("F1"), window, self.explain)

    @property
    def text_shown(self) -> str:
        """What it says, as rich text."""
        title, *paragraphs = map(tr, TOPICS[self.topic])
        return f"<b>{title}</b>" + "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)

    def explain(self) -> None:
        """Show it."""
        QWhatsThis.showText(self.mapToGlobal(QPoint(0, 0)), self.text_shown, self)
