"""Tool tips of the dialogs' controls: one sentence each on what a control does.

The main window's actions say theirs where they are made, since theirs end with a key. In dialogs
the controls are many and named, so their sentences stand here, by window and by name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QHeaderView,
    QLineEdit,
    QScrollBar,
    QWidget,
)

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
    "OK": "Take the changes, and close (Enter)",
    "Apply": "Take the changes, and stay.",
    "Cancel": "Change nothing, and close (Esc)",
    "Close": "Close this window (Esc)",
}
FAILURE = {
    "Details": "Show what happened, in the words of the program.",
    "Go on": "Close this message (Enter)",
}
SETTINGS = {
    "Sections": "What can be set; the arrow keys go through it.",
    "Reset to defaults": "Set everything as it was at the first start; asks before.",
    "Theme": "Light letters on dark, dark on light, or as the system has it.",
    "Language": "In which the window speaks from the next start on.",
    "Network": "Which networks colorize.",
    "Checkpoints": "The folder whose checkpoints the networks use.",
    "Import the authors' checkpoints": "Use the networks that the paper's authors published.",
    "Device": "Where the networks run; Automatic takes the fastest one.",
    "Precision": "What the networks compute in: 16-bit is faster on some devices.",
    "Detector": "Who finds the objects in a photo.",
    "Download": "Fetch the checkpoint that this detector lacks; shows from where first.",
    "Checkpoint": "A file of the detector's parameters, in place of its own.",
    "Threshold: the detector's own": "Leave to the detector how sure it must be.",
    "Threshold": "How sure the detector must be: a lower value finds more, also wrong ones.",
    "Most instances": "How many objects of a photo count, the surest first.",
    "Look": "From faithful to vivid: how bold the colours are.",
    "Folder": "Where results are saved.",
    "File name": "What results are called; {name} stands for the photo's name.",
    "JPEG quality": "More is better and larger, for JPEG and WebP.",
    "Bit depth": "Shades of each colour: as many as the photo has, or the usual 8 bit.",
    "Metadata": "Say in each result's file that its colours are not the photo's own.",
}
IMPORT = {
    "Folder with the authors' files": "Where the three files that the authors published lie.",
    "Import": "Read the files, and keep them in this app's own form (Enter)",
    "Use it now": "Colorize with this network from now on.",
}
CHECKPOINTS = {
    "Network": "The network whose sets are listed.",
    "Sets of checkpoints": "Enter uses the chosen set, Delete deletes it.",
}
DETECT = {"Detect": "Look for objects like this, and keep what you drew or changed (Enter)"}
EXPORT = {
    "Purpose": "Chooses format, size and quality for what the file is for.",
    "Picture": "What is written: a stage, one object, a weight map, or a figure of all.",
    "Object": "Which object's picture is written.",
    "Tap": "At which point of the fusion the weight map is taken.",
    "Panels of the figure": "What the figure shows; drag to put it in another order.",
    "Captions": "Write the titles above the panels.",
    "Columns": "How many panels stand side by side.",
    "Width of a panel": "In pixels.",
    "Resolution of the figure": "Dots per inch, which say how large it is printed.",
    "Ground of the figure": "The colour behind the panels.",
    "Format": "The kind of file.",
    "Quality": "More is better and larger, for JPEG and WebP.",
    "Bit depth": "Shades of each colour; 16 bit keeps those of a 16-bit scan.",
    "Size": "The photo's own size, or a smaller one.",
    "Longest side": "The picture's width or height, whichever is larger, in pixels.",
    "Say that colours are generated": "In the file's metadata; it cannot be seen in the picture.",
    "Keep metadata and colour profile": "Copy what the photo's file tells: date, camera, profile.",
    "File name": "What the file is called.",
    "Choose a folder": "Choose where the file is written.",
    "Export": "Write the file; nothing is replaced without a question (Enter)",
}
QUEUE = {
    "Choose a folder": "Add all photos of a folder; nothing begins by itself.",
    "Choose photos": "Add single photos; nothing begins by itself.",
    "Start": "Colorize the photos that wait (Alt+S)",
    "Show": "Which of the photos are listed.",
    "Photos of the queue": "A double click opens a photo in the main window.",
    "Results go": "Beside each photo, or in a folder that mirrors the photos' folders.",
    "Where a result exists": "Skip the photo, write another file, or replace the earlier result.",
    "Format": "The kind of file; by default as the photo's.",
    "Size": "The photo's own size, or smaller ones to pass on.",
    "Longest side": "The result's width or height, whichever is larger, in pixels.",
    "Quality": "More is better and larger, for JPEG and WebP.",
    "Look": "From faithful to vivid: how bold the colours are.",
    "Saturation": "How strong all colours are.",
    "Warmth": "Cooler or warmer colours.",
    "Instance strength": "How much the objects' own colours count.",
    "Steps": "A folder for the pictures of everything in between; none for no such pictures.",
}
TRAINING = {
    "Pages": "The four steps of a training; the arrow keys go through them.",
    "Back": "To the page before (Alt+B)",
    "Next": "To the page after (Alt+N)",
    "Start training": "Train in a process of its own, which goes on when the app is closed (Alt+S)",
    "Close": "Close this window; a training goes on (Alt+C)",
    "Cancel": "Stop this; what is known already is kept.",
    # Photos
    "Add a folder": "Take the photos of a folder; they are only read.",
    "Add tars": "Take the photos inside tar files; they are only read.",
    "Folders and tars": "Where the photos come from.",
    "Reason": "List only the photos that are left out for this reason.",
    "Search the photos that are left out": "List only those whose names hold these letters.",
    "Photos that are left out": "These do not take part, each with the reason.",
    # Objects
    "Let a detector look:": "Find the objects in your photos with a detector (Alt+D)",
    "Take a file:": "Read the objects from a file of boxes (Alt+F)",
    "Detector": "Who finds the objects.",
    "Look for objects": "Let the detector go through all photos.",
    "File of boxes": "A CSV, COCO JSON, or a folder of .npz files with your objects.",
    "Measure the variances": "See how strongly each object is coloured, to leave out grey ones.",
    # Plan
    "Network": "What is trained.",
    "Preset": "A set of values for a purpose; each can be changed below.",
    "Device": "Where the training runs.",
    "Encoder": "How large the network is: a larger one is slower and learns more.",
    "Fusion rule": "How the full image and the objects are put together.",
    "Advanced values": "All other values of the plan.",
    "Start from checkpoints": "Go on from these in place of a fresh start.",
    "Run folder": "Where everything that the training makes is kept.",
    "Lower the smallest scores": "Let surely enough objects take part, also less sure ones.",
    # Run
    "Run": "The training that is shown here.",
    "Plan a training": "To the first page.",
    "Open a run folder": "Follow a training that was started elsewhere or before.",
    "Use this result": "Colorize with what this training has made from now on.",
    "Step of the samples": "Look back at how the sample photos were coloured before.",
    "Figures": "How good the result is on photos that it was not trained on.",
}


def explain(window: QWidget, tips: Mapping[str, str]) -> None:
    """Give every control of a window that has no tool tip the one of its name.

    Args:
        window: with all its controls.
        tips: sentences by name, before those of `ANYWHERE`.
    """
    for control in controls(window):
        name = control_name(control)
        tip = tips.get(name) or ANYWHERE.get(name)
        if tip and not control.toolTip():
            control.setToolTip(tip)


def controls(window: QWidget) -> Iterator[QWidget]:
    """Everything in a window that a person can use, without the parts of a part."""
    for kind in CONTROLS:
        for control in window.findChildren(kind):
            inner = isinstance(control, (QScrollBar, QHeaderView)) or _is_inner(control)
            if not inner and not control.objectName().startswith("qt_"):
                yield control


def control_name(control: QWidget) -> str:
    """What a control is called: its name for screen readers, or its text."""
    text = getattr(control, "text", None)
    name = control.accessibleName() or (text() if callable(text) else "")
    return plain(name).removesuffix("…")


def _is_inner(control: QWidget) -> bool:
    parent = control.parent()
    within = parent.parent() if parent is not None else None
    return isinstance(parent, INNER) or isinstance(within, QComboBox)
