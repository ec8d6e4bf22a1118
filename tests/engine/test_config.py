"""The settings as JSON and back, whatever was done to them in between."""

from __future__ import annotations

import json
import logging
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.config import EngineConfig, from_dict, to_dict

SETTLED = EngineConfig(
    network="siggraph",
    checkpoints=Path("some/folder"),
    device="cpu",
    precision="float32",
    detector="bundled",
    detector_weights=Path("mask.pth"),
    score_threshold=0.5,
    max_instances=3,
    min_size=20,
)


def test_every_setting_survives_json() -> None:
    stored = json.loads(json.dumps(to_dict(SETTLED)))
    assert from_dict(stored) == SETTLED
    assert set(stored) == {field.name for field in fields(EngineConfig)}


def test_missing_keys_are_defaults() -> None:
    assert from_dict({}) == EngineConfig()
    assert from_dict({"max_instances": 3}) == EngineConfig(max_instances=3)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("network", "gan"),
        ("network", None),
        ("network", ["compact"]),
        ("device", 3),
        ("score_threshold", 1.5),
        ("score_threshold", float("nan")),
        ("score_threshold", True),
        ("max_instances", -1),
        ("max_instances", 2.5),
        ("max_instances", None),
        ("min_size", 0),
        ("checkpoints", ""),
        ("checkpoints", "a\0b"),
        ("checkpoints", 7),
    ],
)
def test_a_bad_value_is_the_default_of_its_key_alone(
    name: str, value: Any, caplog: pytest.LogCaptureFixture
) -> None:
    stored = {"detector": "bundled", name: value, "max_size": 1}
    with caplog.at_level(logging.WARNING):
        found = from_dict(stored)
    assert found == EngineConfig(detector="bundled")
    assert name in caplog.text
    assert "max_size" in caplog.text


def test_a_whole_number_is_a_fine_threshold() -> None:
    assert from_dict({"score_threshold": 1}).score_threshold == 1.0


NUMBERS = st.integers() | st.floats() | st.just(10**400)
PLAIN = st.none() | st.booleans() | st.text(max_size=5) | NUMBERS
NAMES = st.sampled_from([field.name for field in fields(EngineConfig)])


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(NAMES, PLAIN | st.lists(PLAIN, max_size=2), max_size=4))
def test_anything_else_in_the_file_still_gives_settings(values: dict[str, Any]) -> None:
    found = from_dict(values)
    assert from_dict(to_dict(found)) == found
