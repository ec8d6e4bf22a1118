"""The sharing out of photos with workers that are lost at the worst moments, without a cluster."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from PIL import Image
from stand_ins import StandInWorkbench

from engine.batch import many_hands, ray_crew
from engine.batch.journal import ATTEMPTS
from engine.batch.ledger import Ledger
from engine.batch.many_hands import Answer, Foreman, Report, Task, work_for
from engine.batch.output_options import OutputOptions
from engine.batch.photo_walk import each_photo
from engine.batch.queue_items import State
from engine.commands import cluster, entry
from engine.config import EngineConfig
from engine.errors import EngineError, QueueStopError
from engine.steps import finish

Loss = Callable[[Task], bool]


class HereCrew:
    """Works in this process, the last task that was handed out first, and loses what it is told.

    Args:
        before: whether the worker is lost before it does a task.
        after: the same, before it can tell.
    """

    def __init__(
        self,
        options: OutputOptions,
        *,
        before: Loss = lambda task: False,
        after: Loss = lambda task: False,
        size: int = 2,
    ) -> None:
        self.size = size
        self.done: list[tuple[str, int]] = []
        self.closed = False
        self._options = options
        self._before = before
        self._after = after
        self._bench = StandInWorkbench(EngineConfig())
        self._tasks: list[Task] = []

    @property
    def free(self) -> int:
        return self.size - len(self._tasks)

    def hand_out(self, task: Task) -> None:
        assert self.free > 0
        self._tasks.append(task)

    def wait(self, seconds: float) -> Sequence[Report]:
        task = self._tasks.pop()
        if self._before(task):
            half = task.target.parent / ".0123456789abcdef.part"
            half.parent.mkdir(parents=True, exist_ok=True)
            half.write_bytes(b"half")
            return [Report(task, None)]
        self.done.append((task.order.item.source.name, task.attempt))
        answer = work_for(task, self._bench, self._options)
        return [Report(task, None if self._after(task) else answer)]

    def close(self) -> None:
        self.closed = True


@pytest.fixture
def ledger(tmp_path: Path, photo_folder: Path) -> Iterator[Ledger]:
    made = Ledger(tmp_path / "ledger")
    finish(made.add(each_photo([photo_folder], recursive=True)))
    finish(made.plan(f"{tmp_path}/out/", folders=True, suffix="", steps=False))
    yield made
    made.close()


def contents(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def answers(foreman: Foreman) -> list[Answer]:
    return [answer for answer in foreman.run() if answer is not None]


RESULTS = {"a-colorized.jpg", "inner/b-colorized.png", "inner/c-colorized.tif"}


def first_time(name: str) -> Loss:
    return lambda task: task.order.item.source.name == name and task.attempt == 1


@pytest.mark.parametrize("existing", ["fail", "skip", "overwrite"])
@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_photo_whose_worker_is_lost_goes_to_another(
    tmp_path: Path,
    photo_folder: Path,
    ledger: Ledger,
    monkeypatch: pytest.MonkeyPatch,
    moment: str,
    existing: str,
) -> None:
    monkeypatch.setattr(many_hands, "QUIET", 0.1)
    originals = contents(photo_folder)
    options = OutputOptions(existing=existing)
    workers = HereCrew(options, **{moment: first_time("b.png")})  # type: ignore[arg-type]
    foreman = Foreman(ledger, workers, options)
    found = answers(foreman)
    foreman.sweep()
    assert sorted(answer.item.source.name for answer in found) == ["a.jpg", "b.png", "c.tif"]
    assert {answer.item.state for answer in found} == {State.DONE}
    assert contents(tmp_path / "out").keys() == RESULTS
    assert contents(photo_folder) == originals
    assert foreman.lost == 1
    assert ledger.counts().done == 3
    assert workers.done.count(("b.png", 2)) == 1


def test_a_result_that_came_before_the_loss_is_not_made_again(
    tmp_path: Path, ledger: Ledger
) -> None:
    options = OutputOptions(existing="fail")
    target = tmp_path / "out" / "a-colorized.jpg"
    stamps = []

    def lose(task: Task) -> bool:
        stamps.append(target.exists() and target.stat().st_mtime_ns)
        return first_time("a.jpg")(task)

    found = answers(Foreman(ledger, HereCrew(options, after=lose, size=1), options))
    (again,) = [answer for answer in found if answer.item.source.name == "a.jpg"]
    assert (again.item.state, again.labels) == (State.DONE, None)
    assert target.stat().st_mtime_ns == stamps[0]


def test_a_photo_that_brings_workers_down_is_given_up(tmp_path: Path, ledger: Ledger) -> None:
    options = OutputOptions()
    workers = HereCrew(options, before=lambda task: task.order.item.source.name == "a.jpg")
    foreman = Foreman(ledger, workers, options)
    found = {answer.item.source.name: answer.item for answer in answers(foreman)}
    assert found["a.jpg"].state is State.FAILED
    assert "lost 3 times" in found["a.jpg"].message
    assert (foreman.lost, ledger.counts().failed, ledger.counts().done) == (ATTEMPTS, 1, 2)


def test_a_result_of_the_last_attempt_counts_though_its_worker_is_lost(
    tmp_path: Path, ledger: Ledger
) -> None:
    crew = HereCrew(
        OutputOptions(existing="fail"),
        before=lambda task: task.attempt < ATTEMPTS,
        after=lambda task: True,
    )
    told = answers(Foreman(ledger, crew, OutputOptions(existing="fail")))
    assert {answer.item.state for answer in told} == {State.DONE}
    assert set(contents(tmp_path / "out")) >= RESULTS
    assert ledger.counts().done == len(RESULTS)


def test_what_is_there_needs_no_worker(tmp_path: Path, ledger: Ledger) -> None:
    options = OutputOptions(existing="skip")
    answers(Foreman(ledger, HereCrew(options), options))
    for number in (1, 2, 3):  # as a run without this ledger sees them
        ledger._base.execute("UPDATE photos SET state = 'waiting' WHERE number = ?", (number,))
    workers = HereCrew(options, size=0)
    found = answers(Foreman(ledger, workers, options))
    assert [answer.item.state for answer in found] == [State.SKIPPED] * 3


def test_a_full_disk_stops_all(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*arguments: object, **named: object) -> Iterator[None]:
        raise QueueStopError("The disk is full.", "Make some room.")
        yield

    monkeypatch.setattr(many_hands, "work_on", full)
    options = OutputOptions()
    found = answers(Foreman(ledger, HereCrew(options), options))
    assert 1 <= len(found) <= 2
    assert all("The disk is full. (on " in str(answer.stop) for answer in found)
    assert ledger.counts().waiting == 3


class TestCommand:
    """`colorize --cluster`, with workers of this process in place of Ray's."""

    @pytest.fixture
    def crews(self, monkeypatch: pytest.MonkeyPatch) -> list[HereCrew]:
        made: list[HereCrew] = []
        detectors = self.detectors = []

        def start(
            address: str, config: EngineConfig, options: OutputOptions, workers: int | None
        ) -> HereCrew:
            detectors.append(config.detector)
            assert options.steps is None or options.steps.is_absolute()
            loss = first_time("b.png") if address == "lossy" else first_time("")
            made.append(HereCrew(options, before=loss, size=workers or 1))
            return made[-1]

        monkeypatch.setattr(cluster, "RayCrew", start)
        monkeypatch.setattr(many_hands, "QUIET", 0.1)
        return made

    detectors: list[str]

    def colorize(self, *arguments: object) -> int:
        return entry.run(["colorize", *map(str, arguments)])

    def test_a_folder(
        self,
        photo_folder: Path,
        tmp_path: Path,
        crews: list[HereCrew],
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        (photo_folder / "broken.jpg").write_bytes(b"broken")
        options = ["-o", tmp_path / "out", "--recursive", "--workers", 2, "--cluster", "lossy"]
        assert self.colorize(photo_folder, *options) == 1
        told = capsys.readouterr()
        assert contents(tmp_path / "out").keys() == RESULTS
        assert f"{photo_folder}/a.jpg -> {tmp_path}/out/a-colorized.jpg  (1 person; " in told.out
        assert told.out.endswith("3 colorized, 1 failed\n")
        assert "A worker was lost; its photo is tried again.\n" in told.err
        assert f"instance-colorizer: {photo_folder}/broken.jpg: The file broken.jpg" in told.err
        assert len(told.err.splitlines()) == 2
        assert crews[0].closed
        assert "auto" not in self.detectors  # one and the same for all machines

    def test_goes_on_by_its_journal(
        self,
        photo_folder: Path,
        tmp_path: Path,
        crews: list[HereCrew],
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        line = [photo_folder, "--recursive", "--cluster", "--journal", tmp_path / "journal"]
        assert self.colorize(*line) == 0
        Image.new("L", (40, 40)).save(photo_folder / "new.png")
        assert self.colorize(*line) == 0
        assert f"3 of 4 are done already, says {tmp_path}/journal" in capsys.readouterr().out
        assert crews[1].done == [("new.png", 1)]

    def test_the_options_of_one_machine(
        self, grey_photo: Path, tmp_path: Path, crews: list[HereCrew]
    ) -> None:
        options = ["--format", "png", "--size", 48, "--steps", tmp_path / "steps", "--cluster"]
        assert self.colorize(grey_photo, "-o", tmp_path / "out", *options) == 0
        with Image.open(tmp_path / "out" / "grey-colorized.png") as image:
            assert image.size == (48, 32)
        assert (tmp_path / "steps" / "grey" / "contact-sheet.png").is_file()

    def test_boxes_are_of_one_photo(
        self,
        photo_folder: Path,
        tmp_path: Path,
        crews: list[HereCrew],
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        (tmp_path / "boxes.json").write_text('[{"box": [1, 1, 30, 30], "label": "cup"}]')
        boxes = ["--boxes", tmp_path / "boxes.json", "--cluster"]
        assert self.colorize(photo_folder, *boxes) == 1
        assert "--boxes are those of one photo." in capsys.readouterr().err
        assert self.colorize(photo_folder / "a.jpg", *boxes) == 0
        assert "(1 cup; boxes given)" in capsys.readouterr().out


class TestNoCluster:
    def said(self, photo: Path, address: str, capsys: pytest.CaptureFixture[str]) -> str:
        assert entry.run(["colorize", str(photo), "--cluster", address]) == 1
        told = capsys.readouterr().err
        assert len(told.splitlines()) == 1
        return told

    def test_ray_is_missing(
        self,
        grey_photo: Path,
        capsys: pytest.CaptureFixture[str],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setitem(sys.modules, "ray", None)
        told = self.said(grey_photo, "auto", capsys)
        assert "needs the package ray, which is not installed" in told

    def test_nothing_answers(
        self,
        grey_photo: Path,
        capsys: pytest.CaptureFixture[str],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setattr(ray_crew, "_package", lambda: None)
        told = self.said(grey_photo, "127.0.0.1:1", capsys)
        assert "The cluster at 127.0.0.1:1 cannot be reached: " in told
        assert "photos go before --cluster" in self.said(grey_photo, "album", capsys)


@pytest.mark.parametrize(
    ("found", "device", "workers", "size", "share"),
    [
        ({"CPU": 16.0}, "auto", None, 16, 0.0),
        ({"CPU": 16.0, "GPU": 2.0}, "auto", None, 8, 0.25),
        ({"CPU": 4.0, "GPU": 2.0}, "auto", None, 4, 0.5),
        ({"CPU": 16.0, "GPU": 2.0}, "cpu", 3, 3, 0.0),
        ({"CPU": 16.0, "GPU": 4.0}, "cuda", 2, 2, 1.0),
        ({"CPU": 16.0, "GPU": 2.0}, "auto", 5, 5, 1 / 3),
    ],
)
def test_workers_fit_the_cluster(
    found: dict[str, float], device: str, workers: int | None, size: int, share: float
) -> None:
    assert ray_crew._share(found, device, workers) == (size, share)


def test_clusters_that_do_not_fit() -> None:
    with pytest.raises(EngineError, match="no GPU"):
        ray_crew._share({"CPU": 4.0}, "cuda", None)
    with pytest.raises(EngineError, match="too few for 9 workers"):
        ray_crew._share({"CPU": 4.0}, "auto", 9)
    with pytest.raises(EngineError, match="no processors"):
        ray_crew._share({}, "auto", None)
