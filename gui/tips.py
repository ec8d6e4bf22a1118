"""Tool tips of the dialogs' controls: one sentence each on what a control does.

The main window's actions say theirs where they are made, since theirs end with a key. In dialogs
the controls are many and named, so their sentences stand here, by window and by name: the English
text that the control or its accessible name is made of, letter by letter.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QDialogButtonBox,
    QHeaderView,
    QLineEdit,
    QScrollBar,
    QWidget,
)

from engine.texts import marked, tr
from gui.mnemonics import plain

CONTROLS = (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
)
# What these contain is no control of its own.
INNER = (QAbstractItemView, QAbstractSpinBox, QComboBox, QHeaderView, QLineEdit)

ANYWHERE = {
    "Cancel": marked("Change nothing, and close (Esc)"),
    "Close": marked("Close this window (Esc)"),
}
# Qt's own buttons, which Qt itself translates.
STANDARD = {
    QDialogButtonBox.StandardButton.Ok: marked("Take the changes, and close (Enter)"),
    QDialogButtonBox.StandardButton.Apply: marked("Take the changes, and stay."),
    QDialogButtonBox.StandardButton.Cancel: ANYWHERE["Cancel"],
    QDialogButtonBox.StandardButton.Close: ANYWHERE["Close"],
}
FAILURE = {
    "Details": marked("Show what happened, in the words of the program."),
    "Go on": marked("Close this message (Enter)"),
}
SETTINGS = {
    "Sections": marked("What can be set; the arrow keys go through it."),
    "Reset to defaults…": marked("Set everything as it was at the first start; asks before."),
    "&Theme": marked("Light letters on dark, dark on light, or as the system has it."),
    "Lan&guage": marked("In which the window speaks from the next start on."),
    "&Network": marked("Which networks colorize."),
    "&Checkpoints": marked("The folder whose checkpoints the networks use."),
    "Import the authors' checkpoints…": marked(
        "Use the networks that the paper's authors published."
    ),
    "&Device": marked("Where the networks run; Automatic takes the fastest one."),
    "&Precision": marked("What the networks compute in: 16-bit is faster on some devices."),
    "D&etector": marked("Who finds the objects in a photo."),
    "Download…": marked("Fetch the checkpoint that this detector lacks; shows from where first."),
    "&Checkpoint": marked("A file of the detector's parameters, in place of its own."),
    "Threshold: the detector's own": marked("Leave to the detector how sure it must be."),
    "Threshold": marked(
        "How sure the detector must be: a lower value finds more, also wrong ones."
    ),
    "Instances at &most": marked(
        "How many objects of a photo count; large ones and sure ones come first."
    ),
    "&Look": marked("From faithful to vivid: how bold the colours are."),
    "&Folder": marked("Where results are saved."),
    "File &name": marked("What results are called; {name} stands for the photo's name."),
    "JPEG &quality": marked("More is better and larger, for JPEG and WebP."),
    "&Bit depth": marked("Shades of each colour: as many as the photo has, or the usual 8 bit."),
    "&Metadata": marked("Say in each result's file that its colours are not the photo's own."),
}
IMPORT = {
    "Folder with the authors' files": marked(
        "Where the three files that the authors published lie."
    ),
    "Import": marked("Read the files, and keep them in this app's own form (Enter)"),
    "Use it now": marked("Colorize with this network from now on."),
}
CHECKPOINTS = {
    "Network": marked("The network whose sets are listed."),
    "Sets of checkpoints": marked("Enter uses the chosen set, Delete deletes it."),
}
DETECT = {"Detect": marked("Look for objects like this, and keep what you drew or changed (Enter)")}
EXPORT = {
    "Purpose": marked("Chooses format, size and quality for what the file is for."),
    "Picture": marked("What is written: a stage, one object, a weight map, or a figure of all."),
    "Object": marked("Which object's picture is written."),
    "Tap": marked("At which point of the fusion the weight map is taken."),
    "Panels of the figure": marked("What the figure shows; drag to put it in another order."),
    "Captions": marked("Write the titles above the panels."),
    "Columns": marked("How many panels stand side by side."),
    "Width of a panel": marked("In pixels."),
    "Resolution of the figure": marked("Dots per inch, which say how large it is printed."),
    "Ground of the figure": marked("The colour behind the panels."),
    "Format": marked("The kind of file."),
    "Quality": marked("More is better and larger, for JPEG and WebP."),
    "Bit depth": marked("Shades of each colour; 16 bit keeps those of a 16-bit scan."),
    "Size": marked("The photo's own size, or a smaller one."),
    "Longest side": marked("The picture's width or height, whichever is larger, in pixels."),
    "Say that colours are generated": marked(
        "In the file's metadata; it cannot be seen in the picture."
    ),
    "Keep metadata and colour profile": marked(
        "Copy what the photo's file tells: date, camera, profile."
    ),
    "File name": marked("What the file is called."),
    "Choose a folder": marked("Choose where the file is written."),
    "Export": marked("Write the file; nothing is replaced without a question (Enter)"),
}
QUEUE = {
    "Choose a folder…": marked("Add all photos of a folder; nothing begins by itself."),
    "Choose photos…": marked("Add single photos; nothing begins by itself."),
    "&Start": marked("Colorize the photos that wait (Alt+S)"),
    "Show": marked("Which of the photos are listed."),
    "Photos of the queue": marked("A double click opens a photo in the main window."),
    "Results go": marked("Beside each photo, or in a folder that mirrors the photos' folders."),
    "Where a result exists": marked(
        "Skip the photo, write another file, or replace the earlier result."
    ),
    "Format": marked("The kind of file; by default as the photo's."),
    "Size": marked("The photo's own size, or smaller ones to pass on."),
    "Longest side": marked("The result's width or height, whichever is larger, in pixels."),
    "Quality": marked("More is better and larger, for JPEG and WebP."),
    "Look": marked("From faithful to vivid: how bold the colours are."),
    "Saturation": marked("How strong all colours are."),
    "Warmth": marked("Cooler or warmer colours."),
    "Instance strength": marked("How much the objects' own colours count."),
    "Steps": marked(
        "A folder for the pictures of everything in between; none for no such pictures."
    ),
}
TRAINING = {
    "Pages": marked("The four steps of a training; the arrow keys go through them."),
    "&Back": marked("To the page before (Alt+B)"),
    "&Next": marked("To the page after (Alt+N)"),
    "&Start training": marked(
        "Train in a process of its own, which goes on when the app is closed (Alt+S)"
    ),
    "&Close": marked("Close this window; a training goes on (Alt+C)"),
    "Cancel": marked("Stop this; what is known already is kept."),
    # Photos
    "Add a folder…": marked("Take the photos of a folder; they are only read."),
    "Add tars…": marked("Take the photos inside tar files; they are only read."),
    "Folders and tars": marked("Where the photos come from."),
    "Reason": marked("List only the photos that are left out for this reason."),
    "Search the photos that are left out": marked(
        "List only those whose names hold these letters."
    ),
    "Photos that are left out": marked("These do not take part, each with the reason."),
    # Objects
    "Let a &detector look:": marked("Find the objects in your photos with a detector (Alt+D)"),
    "Take a &file:": marked("Read the objects from a file of boxes (Alt+F)"),
    "Detector": marked("Who finds the objects."),
    "Look for objects": marked("Let the detector go through all photos."),
    "File of boxes": marked("A CSV, COCO JSON, or a folder of .npz files with your objects."),
    "Measure the variances": marked(
        "See how strongly each object is coloured, to leave out grey ones."
    ),
    # Plan
    "&Network": marked("What is trained."),
    "&Preset": marked("A set of values for a purpose; each can be changed below."),
    "&Device": marked("Where the training runs."),
    "Encoder": marked("How large the network is: a larger one is slower and learns more."),
    "Fusion rule": marked("How the full image and the objects are put together."),
    "Advanced values": marked("All other values of the plan."),
    "Start from checkpoints": marked("Go on from these in place of a fresh start."),
    "Run folder": marked("Where everything that the training makes is kept."),
    "Lower the smallest scores": marked(
        "Let surely enough objects take part, also less sure ones."
    ),
    # Run
    "Run": marked("The training that is shown here."),
    "Plan a training": marked("To the first page."),
    "Open a run folder…": marked("Follow a training that was started elsewhere or before."),
    "Use this result": marked("Colorize with what this training has made from now on."),
    "Step of the samples": marked("Look back at how the sample photos were coloured before."),
    "Figures": marked("How good the result is on photos that it was not trained on."),
}


def explain(window: QWidget, tips: Mapping[str, str]) -> None:
    """Give every control of a window that has no tool tip the one of its name.

    Args:
        window: with all its controls.
        tips: sentences by the English text that names the control, before those of `ANYWHERE`.
    """
    told = {name_shown_for(name): tip for name, tip in {**ANYWHERE, **tips}.items()}
    for control in controls(window):
        tip = told.get(control_name(control)) or STANDARD.get(_standard(control))
        if tip and not control.toolTip():
            control.setToolTip(tr(tip))


def controls(window: QWidget) -> Iterator[QWidget]:
    """Everything in a window that a person can use, without the parts of a part."""
    for kind in CONTROLS:
        for control in window.findChildren(kind):
            inner = isinstance(control, (QScrollBar, QHeaderView)) or _is_inner(control)
            if not inner and not control.objectName().startswith("qt_"):
                yield control


def name_shown_for(name: str) -> str:
    """What a control is called that is named by this English text."""
    return _bare(tr(name))


def control_name(control: QWidget) -> str:
    """What a control is called: its name for screen readers, or its text."""
    text = getattr(control, "text", None)
    name = control.accessibleName() or (text() if callable(text) else "")
    return _bare(name)


def _bare(text: str) -> str:
    return plain(text).removesuffix("…")


def _standard(control: QWidget) -> QDialogButtonBox.StandardButton:
    box = control.parent()
    if isinstance(box, QDialogButtonBox) and isinstance(control, QAbstractButton):
        return box.standardButton(control)
    return QDialogButtonBox.StandardButton.NoButton


def _is_inner(control: QWidget) -> bool:
    parent = control.parent()
    within = parent.parent() if parent is not None else None
    return isinstance(parent, INNER) or isinstance(within, QComboBox)
