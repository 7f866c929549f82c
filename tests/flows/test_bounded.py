"""Work in a child of its own: whatever it does, the parent gets an answer."""

from __future__ import annotations

import os
import signal
import time

from flows import bounded


def test_an_answer_comes_back() -> None:
    """What the work returns is the answer."""
    assert bounded.run(lambda: {"a": 1}, seconds=5) == bounded.Answer({"a": 1})


def test_a_hang_is_ended() -> None:
    """Work that does not end is stopped at its time limit."""
    begun = time.monotonic()
    assert bounded.run(lambda: time.sleep(60), seconds=0.3) == bounded.Exceeded("时间")
    assert time.monotonic() - begun < 5


def test_too_much_memory_is_a_limit() -> None:
    """Memory beyond the budget is refused, not taken from the machine."""
    assert bounded.run(lambda: len(bytearray(1 << 31)), seconds=10, memory=1 << 28) == bounded.Exceeded("内存")


def test_a_crash_is_contained() -> None:
    """A child that is killed leaves its signal and nothing else."""
    work = lambda: os.kill(os.getpid(), signal.SIGKILL)  # noqa: E731
    assert bounded.run(work, seconds=5) == bounded.Crashed("SIGKILL")


def test_an_error_keeps_its_type_only() -> None:
    """The message of an error may quote a document: it does not come back."""

    def work() -> None:
        raise ValueError("机密内容")

    assert bounded.run(work, seconds=5) == bounded.Crashed("ValueError")
