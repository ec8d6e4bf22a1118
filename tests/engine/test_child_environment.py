"""What a training's process is started with."""

from __future__ import annotations

import os

import pytest

from engine.training.processes import child_environment

CAPACITY = "ONEDNN_PRIMITIVE_CACHE_CAPACITY"


def test_compiled_kernels_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(CAPACITY, raising=False)
    assert int(child_environment()[CAPACITY]) > 1024  # oneDNN's own
    assert CAPACITY not in os.environ


def test_what_a_person_has_set_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(CAPACITY, "100")
    monkeypatch.setenv("PYTHONPATH", "elsewhere")
    environment = child_environment()
    assert environment[CAPACITY] == "100"
    assert environment["PYTHONPATH"].endswith(f"{os.pathsep}elsewhere")
