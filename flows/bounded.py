"""One unit of work in a child process of its own, with a time and a memory limit.

A hostile file can hang a parser, crash a C library or eat the memory; here it takes only the child with it.
The child is forked, so dictionaries and models that the parent has loaded are shared, and it answers once.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import os
import pickle
import resource
import select
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_PR_SET_PDEATHSIG = 1
_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3
_LIBRARY = ctypes.CDLL(None)
_LARGE = 2**19
"""Bytes from which memory that a child no longer needs goes back to the system at once (glibc; elsewhere nothing)."""
MEMORY = 4 * 2**30
"""Bytes a child may map beyond what its parent has."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the child returned."""

    value: Any


@dataclass(frozen=True, slots=True)
class Exceeded:
    """The child hit a limit: `what` is "时间" or "内存"."""

    what: str


@dataclass(frozen=True, slots=True)
class Crashed:
    """The child ended without an answer: killed by a signal, or an error whose type is `what`."""

    what: str


def run(work: Callable[[], Any], *, seconds: float, memory: int = MEMORY) -> Answer | Exceeded | Crashed:
    """Run `work` in a forked child; its return value must pickle. Nothing it prints or raises gets out.

    An error's message may quote the document, so only its type comes back.
    """
    sys.stdout.flush()
    sys.stderr.flush()
    inlet, outlet = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(inlet)
        _child(work, outlet, memory)
    os.close(outlet)
    try:
        answer = _collect(inlet, seconds)
    finally:
        os.close(inlet)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child, signal.SIGKILL)
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
    if answer is None:
        return Exceeded("时间")
    if not answer:
        signalled = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
        return Crashed(signal.Signals(signalled).name if signalled else "无应答")
    kind, value = pickle.loads(answer)  # noqa: S301 - written by our own child over a private pipe
    match kind:
        case "answer":
            return Answer(value)
        case "memory":
            return Exceeded("内存")
        case _:
            return Crashed(value)


def end_with_parent() -> None:
    """End this process when the thread that started it ends, however that ends (Linux; elsewhere nothing)."""
    if sys.platform == "linux":
        _LIBRARY.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def _child(work: Callable[[], Any], outlet: int, memory: int) -> None:
    """Never returns. The group of its own lets the parent end helpers that the work started."""
    status = 1
    gc.freeze()  # what the parent loaded stays; a child that ends after one document seldom needs to look for cycles
    gc.set_threshold(100_000, 20, 100)
    try:
        os.setpgid(0, 0)
        end_with_parent()
        _silence()
        _give_back_memory()
        pages = int(Path("/proc/self/statm").read_text().split()[0]) if sys.platform == "linux" else 0
        limit = pages * resource.getpagesize() + memory
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        try:
            reply = ("answer", work())
        except MemoryError:
            reply = ("memory", "")
        except RecursionError:
            reply = ("crash", "RecursionError")
        except Exception as error:  # noqa: BLE001 - the border: whatever a parser raises becomes a gap
            reply = ("crash", type(error).__name__)
        with os.fdopen(outlet, "wb") as stream:
            pickle.dump(reply, stream)
        status = 0
    finally:
        os._exit(status)


def _give_back_memory() -> None:
    """Without this glibc learns from the first large block that is freed to keep the next ones."""
    with contextlib.suppress(AttributeError):
        _LIBRARY.mallopt(_MMAP_THRESHOLD, _LARGE)
        _LIBRARY.mallopt(_TRIM_THRESHOLD, _LARGE)


def _silence() -> None:
    """Libraries in C write to the terminal; a user must not see it, and it may quote the document."""
    null = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(null, stream)


def _collect(inlet: int, seconds: float) -> bytes | None:
    """Everything the child writes until it closes the pipe; None when the time is up."""
    until = time.monotonic() + seconds
    parts: list[bytes] = []
    while True:
        left = until - time.monotonic()
        if left <= 0 or not select.select([inlet], [], [], left)[0]:
            return None
        part = os.read(inlet, 1 << 20)
        if not part:
            return b"".join(parts)
        parts.append(part)
