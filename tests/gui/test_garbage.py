"""Widgets in reference cycles are destroyed on the window's thread, never on the worker's."""

from __future__ import annotations

import gc
import threading

from PySide6.QtCore import QObject

from gui.garbage import GarbageCollector


class Witness:
    """Notes the thread that destroys it."""

    destroyed: list[str] = []  # noqa: RUF012 -- one list for all

    def __init__(self) -> None:
        self.cycle = self

    def __del__(self) -> None:
        self.destroyed.append(threading.current_thread().name)


def test_cycles_end_on_the_windows_thread(qapp: QObject) -> None:
    Witness.destroyed.clear()
    collector = GarbageCollector()
    try:
        for _ in range(20):
            Witness()

        def allocate() -> None:
            kept = [[] for _ in range(50_000)]  # type: ignore[var-annotated]
            assert kept

        worker = threading.Thread(target=allocate, name="worker")
        worker.start()
        worker.join()
        assert Witness.destroyed == []
        kept = [[] for _ in range(5_000)]  # type: ignore[var-annotated]
        collector.check()
        assert kept
        assert Witness.destroyed == ["MainThread"] * 20
    finally:
        collector.close()
    assert gc.isenabled()


def test_what_was_there_with_the_engine_is_passed_over_once(qapp: QObject) -> None:
    Witness.destroyed.clear()
    collector = GarbageCollector()
    try:
        Witness()
        collector.settle()
        assert gc.get_freeze_count()
        Witness()
        collector.settle()
        gc.collect()
        assert len(Witness.destroyed) == 1, "the later one"
    finally:
        collector.close()
    assert not gc.get_freeze_count()
    gc.collect()
    assert len(Witness.destroyed) == 2
