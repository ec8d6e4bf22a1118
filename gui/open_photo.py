"""What is known of the photo that is open: the person's choices, results and pictures."""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtGui import QImage

from engine.instances import Instance
from engine.results import Colorization, Detection, Fusion, InstanceColorization, WeightMaps
from gui.darkroom import Darkroom, Finish, Look, Pane, Picture, Subject
from gui.edits import Edit, History
from gui.jobs import PhotoSession, Wanted
from gui.weight_overlay import Overlay, WeightView

ORDER = {Pane.FUSED: 0, Pane.SOURCE: 1, Pane.FULL: 2, Pane.INSTANCES: 3}  # most looked at first


@dataclass(eq=False)
class OpenPhoto:
    """One photo's results so far; replaced as a whole when another photo is opened.

    Attributes:
        darkroom: develops its pictures, on the worker.
        history: the person's choices, and the way back.
        session: the engine's side of it, None while the networks load.
        full: the full image's colours, None before the network ran.
        colorized: per instance id its own colours, as they come.
        fusion: the newest fused result, None before the first.
        fused: the edit that `fusion` shows, None before the first.
        pictures: of each subject the pictures of its newest colours, by their scale.
        thumbnails: per instance id a small crop.
    """

    darkroom: Darkroom
    history: History = field(default_factory=History)
    session: PhotoSession | None = None
    full: Colorization | None = None
    colorized: dict[int, InstanceColorization] = field(default_factory=dict)
    fusion: Fusion | None = None
    fused: Edit | None = None
    pictures: dict[Subject, dict[float, Picture]] = field(default_factory=dict)
    thumbnails: dict[int, QImage] = field(default_factory=dict)

    @property
    def edit(self) -> Edit:
        """The person's choices now."""
        return self.history.edit

    @property
    def detected(self) -> bool:
        """The objects are known, from a detector or from the person."""
        return self.history.begun

    @property
    def height(self) -> int:
        return self.darkroom.photo.height

    @property
    def width(self) -> int:
        return self.darkroom.photo.width

    @property
    def instances(self) -> tuple[Instance, ...]:
        return self.edit.instances

    @property
    def enabled(self) -> frozenset[int]:
        return self.edit.enabled

    @property
    def up_to_date(self) -> bool:
        """The fused picture shows the edit, and every instance has its colours."""
        return (
            self.fused is not None
            and self.fused.recipe == self.edit.recipe
            and self.colorized.keys() >= self.edit.ids
        )

    def instance(self, instance_id: int | None) -> Instance | None:
        """The instance with this id, or None."""
        return self.edit.instance(instance_id)

    def colours(self, subject: Subject) -> Colorization | None:
        """The colours that a picture of `subject` should have now; None for a grey one."""
        if subject.instance is not None:
            colorized = self.colorized.get(subject.instance)
            return None if colorized is None else colorized.colorization
        if subject.pane is Pane.FULL:
            return self.full
        if subject.pane is Pane.FUSED:
            return None if self.fusion is None else self.fusion.colorization
        return None

    @property
    def taps(self) -> tuple[str, ...]:
        """The taps that have weight maps, coarse to fine as the networks give them."""
        return () if self.fusion is None else tuple(self.fusion.weight_maps)

    def weights(self, overlay: Overlay, selected: int | None) -> WeightView | None:
        """What an overlay shows of the newest fusion, None when there is nothing to show."""
        if self.fusion is None:
            return None
        maps: WeightMaps | None = None
        if self.taps:
            tap = overlay.tap if overlay.tap in self.taps else self.taps[-1]
            maps = self.fusion.weight_maps[tap]
        size = (self.height, self.width)
        return WeightView.of(overlay, maps, self.instance(selected), self.instances, size)

    def restart(self) -> None:
        """Forget all results and their pictures, for another run; the edit stays."""
        self.full = self.fusion = self.fused = None
        self.colorized.clear()
        self.pictures = {
            subject: kept for subject, kept in self.pictures.items() if is_grey(subject)
        }

    def take_detection(self, detection: Detection) -> None:
        """Begin with these instances; where the person has some already, they are the same."""
        if not self.detected:
            self.history.take_found(detection.instances)
        self.follow_edit()

    def follow_edit(self) -> None:
        """Forget colours and pictures of instances that are gone or elsewhere now."""
        for key, known in list(self.colorized.items()):
            if not self._is_there(known.instance):
                del self.colorized[key]
        ids = self.edit.ids
        self.thumbnails = {key: kept for key, kept in self.thumbnails.items() if key in ids}
        self.pictures = {
            subject: kept
            for subject, kept in self.pictures.items()
            if subject.instance is None or subject.instance in self.colorized
        }

    def forget_details(self) -> None:
        """Keep only what is shown first, while another photo is looked at."""
        for subject, kept in self.pictures.items():
            small = {s: p for s, p in kept.items() if s <= self.darkroom.preview}
            self.pictures[subject] = small or kept

    def take_result(self, result: object) -> None:
        """Remember a partial or final result of the engine.

        That of an instance which the person has moved or deleted meanwhile is not taken.
        """
        if isinstance(result, Colorization):
            self.full = result
        elif isinstance(result, InstanceColorization):
            if self._is_there(result.instance):
                self.colorized[result.instance.id] = result
        elif isinstance(result, Fusion):
            self.fusion = result

    def take_picture(self, picture: Picture) -> bool:
        """Keep the picture if it shows the newest colours; False for an outdated one.

        One of another finish than the wanted is only kept until there is a better one.
        """
        if picture.made_from is not self.colours(picture.subject):
            return False
        kept = self.pictures.get(picture.subject, {}).values()
        same = [p for p in kept if p.made_from is picture.made_from]
        wanted = self.edit.finish.of(picture.subject)
        stale = picture.made_from is not None and picture.finish != wanted
        if stale and any(p.finish == wanted for p in same):
            return False
        alike = {p.scale: p for p in same if p.finish == picture.finish}
        self.pictures[picture.subject] = {**alike, picture.scale: picture}
        return True

    def picture(self, subject: Subject, scale: float) -> Picture | None:
        """The smallest picture that is sharp at this zoom, else the largest there is."""
        there = self.pictures.get(subject)
        if not there:
            return None
        return there[min((s for s in there if s >= scale), default=max(there))]

    def missing(self, look: Look) -> list[Wanted]:
        """What is still to be rendered: first what the zoom needs, then the result in full."""
        needed = self.darkroom.scale_for(look.scale)
        wanted = [
            (subject, self.colours(subject), needed)
            for subject in sorted(self.pictures, key=lambda s: ORDER[s.pane])
            if not self._has(subject, needed, look.finish)
        ]
        fused, full = Subject(Pane.FUSED), self.darkroom.full
        if fused in self.pictures and needed < full and not self._has(fused, full, look.finish):
            wanted.append((fused, self.colours(fused), full))
        return wanted

    def unfinished(self, scale: float) -> list[Wanted]:
        """Every coloured subject without a picture of the newest finish at this scale.

        The most looked at comes first.
        """
        subjects = sorted(self.pictures, key=lambda s: ORDER[s.pane])
        colours = [(subject, self.colours(subject)) for subject in subjects]
        return [
            (subject, found, scale)
            for subject, found in colours
            if found is not None and not self._has(subject, scale, self.edit.finish)
        ]

    def _is_there(self, instance: Instance) -> bool:
        """Whether the instance of this id still has the same box, and is seen as large."""
        now = self.instance(instance.id)
        return (
            now is not None
            and now.box == instance.box
            and now.steering.crop_scale == instance.steering.crop_scale
        )

    def _has(self, subject: Subject, scale: float, finish: Finish) -> bool:
        """Whether there is a picture of the newest colours, at least as sharp."""
        colours = self.colours(subject)
        return any(
            picture.scale >= scale
            and picture.made_from is colours
            and (colours is None or picture.finish == finish.of(subject))
            for picture in self.pictures.get(subject, {}).values()
        )


def is_grey(subject: Subject) -> bool:
    """Whether its picture needs no colours."""
    return subject.instance is None and subject.pane in (Pane.SOURCE, Pane.INSTANCES)
