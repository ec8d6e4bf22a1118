"""What the app does where there is no display: the same work, written as pictures."""

from __future__ import annotations

from pathlib import Path

from engine.batch.targets import make_folder, result_name
from engine.commands.batch import tally_of_labels
from engine.commands.console import Console
from engine.config import EngineConfig
from engine.name_lengths import fitted
from engine.steps import finish

OUTPUT = Path("output")


def colorize_without_window(path: Path, console: Console, folder: Path = OUTPUT) -> None:
    """Colorize one photo; write the result and a contact sheet of all panes into `folder`.

    Raises:
        EngineError: the photo cannot be opened or a picture not written.
    """
    console.line(f"There is no display, so {path.name} is colorized without a window.")
    from engine.adjustments import DEFAULT_LOOK, as_look
    from engine.generated_note import noted
    from engine.panes import Panes
    from engine.photo import save_picture
    from engine.render import recolor_steps
    from engine.workbench import Workbench

    workbench = Workbench(EngineConfig())
    look = as_look(DEFAULT_LOOK)
    with console.progress(1) as bar:
        bar.start(0, path.name)
        session = finish(workbench.open(path), bar.step)
        fusion = finish(session.run(), bar.step)
        photo = session.photo
        picture = finish(
            recolor_steps(
                photo.lightness,
                fusion.colorization,
                adjustments=look,
                bit_depth=photo.bit_depth,
            ),
            bar.step,
        )
        make_folder(folder)
        place = folder / result_name(path)
        result = save_picture(picture, noted(photo, place), place, overwrite=True)
        panes = Panes(session, fusion, look)
        sheet = save_picture(
            panes.sheet(),
            panes.bare_photo,
            folder / fitted(path.stem, "-contact-sheet.png"),
            overwrite=True,
        )
    objects = tally_of_labels([instance.label for instance in session.instances])
    console.line(f"Found with the {workbench.detector_name} detector: {objects}.")
    console.line(f"Result: {result}")
    console.line(f"All panes: {sheet}")
