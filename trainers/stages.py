"""The stages of a plan, ready for the loop: their networks, photos and objects."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

from torch import nn

from engine.atomic_files import staged
from engine.detection.detector_checkpoint import TEACHER, read_detector
from engine.errors import EngineError
from engine.networks.catalogue import build_network, checkpoint_path
from engine.networks.checkpoint_folders import STAGES, stages_in
from engine.networks.checkpoints import fill_network
from engine.networks.compact import CompactNet
from engine.networks.detector_network import AnchorFreeDetector, DetectorNetwork
from engine.networks.fusion import FusionRule
from engine.texts import tr
from engine.training.photo_store import PhotoStore
from engine.training.plan import DETECTOR, TrainingPlan
from engine.training.preparation import HELD_OUT, TRAINING, Prepared
from engine.training.run_folder import RunFolder
from trainers.detector_data import label_names
from trainers.imagenet import load_imagenet
from trainers.stage import Stage
from trainers.train_detector import DetectorStage
from trainers.train_full import FullStage
from trainers.train_fusion import FusionStage
from trainers.train_instance import InstanceStage


def build_stage(
    name: str, plan: TrainingPlan, run: RunFolder, prepared: Prepared, store: PhotoStore
) -> Stage:
    """A stage whose network starts from where the plan says.

    Raises:
        EngineError: the checkpoint of an earlier stage is missing or does not fit.
    """
    settings = plan.settings[name]
    training, held_out = prepared.names(TRAINING), prepared.names(HELD_OUT)
    if name == DETECTOR:
        return _detector(plan, run, prepared)
    network = build_network(plan.network, plan.variant)
    begun = plan.start_from if plan.fine_tune else None  # what is trained goes on from there
    if name == "full":
        if begun is not None:
            _fill(network, plan, begun, "full")
        elif isinstance(network, CompactNet):
            load_imagenet(network.encoder)
        return FullStage(network, store, training, held_out, run.path, settings)
    if name == "instance" and begun is not None:
        _fill(network, plan, begun, "instance")
    else:
        _fill(network, plan, run.checkpoints, "full")
    boxes = prepared.objects_in_store(settings.filters)
    if name == "instance":
        return InstanceStage(network, store, boxes, training, held_out, run.path, settings)
    instance = build_network(plan.network, plan.variant)
    _fill(instance, plan, run.checkpoints, "instance")
    rule = FusionRule(plan.rule)
    stage = FusionStage(
        network, instance, store, boxes, training, held_out, run.path, settings, rule=rule
    )
    if begun is not None:
        _fill(stage.network, plan, begun, "fusion")
    return stage


def _detector(plan: TrainingPlan, run: RunFolder, prepared: Prepared) -> DetectorStage:
    settings = plan.settings[DETECTOR]
    objects = prepared.objects_in_store(settings.filters)
    return DetectorStage(
        starting_detector(plan, label_names(objects)),
        prepared.store(memory=0),  # the stage keeps the grey of them, a third of it
        prepared.shapes(TRAINING),
        objects,
        prepared.names(HELD_OUT),
        run.path,
        settings,
        seed=plan.seed,
        teacher=teaching_detector(plan, label_names(objects)),
    )


def teaching_detector(plan: TrainingPlan, labels: Sequence[str]) -> AnchorFreeDetector | None:
    """The plan's teacher, if it has one, for these labels."""
    if plan.teacher is None:
        return None
    known = read_detector(_file(plan.teacher, TEACHER), TEACHER)
    if known.labels != tuple(labels):
        raise EngineError(
            tr("The teacher's labels are not those of the boxes."),
            tr("Use boxes with COCO's labels, or no teacher."),
        )
    return known.network


def _file(place: Path, name: str) -> Path:
    """A checkpoint that is given itself, or by its folder."""
    return place / f"{name}.safetensors" if place.is_dir() else place


def starting_detector(plan: TrainingPlan, labels: Sequence[str]) -> AnchorFreeDetector:
    """A detector that knows ImageNet, or the one that the plan starts from, for these labels."""
    if plan.start_from is None:
        fresh = DetectorNetwork(len(labels), plan.variant)
        load_imagenet(fresh.encoder, semantic=fresh.semantic)
        return fresh
    there = plan.start_from
    known = read_detector(_file(there, DETECTOR))
    network = known.network
    if isinstance(network, DetectorNetwork) and network.encoder.variant != plan.variant:
        variant = network.encoder.variant
        raise EngineError(
            tr(
                "The detector in {there} has a {variant} encoder, the plan asks for {wanted}.",
                there=there,
                variant=variant,
                wanted=plan.variant,
            ),
            tr("Choose the variant {variant}.", variant=variant),
        )
    return network.for_labels(known.labels, labels)


def bring_checkpoints(plan: TrainingPlan, run: RunFolder) -> None:
    """Copy the checkpoints that the run starts from into it, so that it ends with a whole set.

    Raises:
        EngineError: they cannot be copied.
    """
    if plan.start_from is None or plan.detects:
        return
    there = stages_in(run.checkpoints)
    try:
        run.checkpoints.mkdir(parents=True, exist_ok=True)
        for stage in stages_in(plan.start_from):
            if stage in plan.stages or stage in there:
                continue
            with staged(checkpoint_path(run.checkpoints, stage)) as unfinished:
                shutil.copyfile(checkpoint_path(plan.start_from, stage), unfinished)
    except OSError as error:
        raise EngineError(
            tr(
                "The checkpoints in {folder} could not be copied: {reason}.",
                folder=plan.start_from,
                reason=error.strerror or error,
            ),
            tr("Make some room on the disk."),
        ) from error


def has_whole_set(run: RunFolder) -> bool:
    """Whether the run's checkpoints can colorize."""
    return stages_in(run.checkpoints) == STAGES


def _fill(network: nn.Module, plan: TrainingPlan, folder: Path, stage: str) -> None:
    fill_network(network, checkpoint_path(folder, stage), f"{plan.network}/{stage}")
