"""The intake of a batch as a Prefect flow. The only file that knows Prefect.

A task is a chunk of documents; its arguments are the path of the batch list and a range. Nothing of a
document reaches Prefect: no text, no names, no results, no messages. Our ledger is the truth.
"""

from __future__ import annotations

import logging
import math
import os
import queue
import warnings
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from flows.batch import load
from flows.worker import Worker
from pipeline.settings import Settings

CHUNK = 8
"""Documents a task: orchestration costs about 10 ms a task, a document some 100 ms."""

Taken = Callable[[Mapping[str, Any], Mapping[str, Any] | None], None]
"""Called once a document with its job and its reply (None when the file could not be opened)."""

Complete = Callable[[Mapping[str, Any]], Mapping[str, Any]]
"""Gives the whole job for one from the list."""


def environment(home: Path) -> dict[str, str]:
    """What must be set before Prefect is imported: own home, no telemetry, no results, no noise."""
    return {
        "PREFECT_HOME": str(home / "prefect"),
        "DO_NOT_TRACK": "1",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_SERVER_LOGGING_LEVEL": "CRITICAL",
        "PREFECT_LOGGING_TO_API_ENABLED": "false",
        "PREFECT_LOGGING_LEVEL": "CRITICAL",
        "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "180",
        "PREFECT_RESULTS_PERSIST_BY_DEFAULT": "false",
        "PREFECT_FLOWS_DEFAULT_RETRIES": "0",
    }


def run(
    batch: Path, count: int, settings: Settings, taken: Taken, complete: Complete = dict
) -> None:
    """Do the `count` jobs of a batch, in parallel over the workers; `taken` gets each reply.

    `complete` adds to a job what must not lie on disk; it stays in this process and the worker's pipe.

    Raises OSError when the workers cannot be started, and whatever `taken` raises.
    """
    for name, value in environment(settings.home).items():
        os.environ.setdefault(name, value)
    os.environ["PREFECT_HOME"] = str(settings.home / "prefect")
    (settings.home / "prefect").mkdir(parents=True, exist_ok=True, mode=0o700)
    logging.getLogger("prefect").setLevel(logging.CRITICAL)
    ranges = _ranges(count, settings.workers)
    failures: list[BaseException] = []
    with ExitStack() as stack, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        idle: queue.Queue[Worker] = queue.Queue()
        for _ in range(min(settings.workers, len(ranges))):
            worker = Worker()
            stack.callback(worker.close)
            idle.put(worker)
        _flow(idle, taken, complete, failures, workers=settings.workers)(str(batch), ranges)
    if failures:
        raise failures[0]


def _ranges(count: int, workers: int) -> list[tuple[int, int]]:
    size = max(1, min(CHUNK, math.ceil(count / max(1, workers * 2))))
    return [(start, min(start + size, count)) for start in range(0, count, size)]


def _flow(
    idle: queue.Queue[Worker],
    taken: Taken,
    complete: Complete,
    failures: list[BaseException],
    *,
    workers: int,
) -> Callable[[str, Sequence[tuple[int, int]]], None]:
    """The flow, made when it is needed, because importing Prefect takes a second."""
    from prefect import flow, task
    from prefect.cache_policies import NO_CACHE
    from prefect.task_runners import ThreadPoolTaskRunner

    @task(name="examine_chunk", retries=0, cache_policy=NO_CACHE, persist_result=False, log_prints=False)
    def examine_chunk(batch: str, start: int, stop: int) -> int:
        """One chunk on one worker. An error stays here: its message must not reach the database."""
        worker = idle.get()
        try:
            for job in load(Path(batch), start, stop):
                worker = _examine(worker, complete(job), taken)
        except BaseException as error:  # noqa: BLE001 - re-raised by `run`, outside Prefect
            failures.append(error)
        finally:
            idle.put(worker)
        return stop - start

    @flow(
        name="intake",
        retries=0,
        persist_result=False,
        validate_parameters=False,
        log_prints=False,
        task_runner=ThreadPoolTaskRunner(max_workers=workers),  # type: ignore[arg-type]
    )
    def intake(batch: str, ranges: Sequence[tuple[int, int]]) -> int:
        """Submit every chunk and wait for all."""
        futures = [examine_chunk.submit(batch, start, stop) for start, stop in ranges]
        return sum(future.result() for future in futures)

    def start(batch: str, ranges: Sequence[tuple[int, int]]) -> None:
        intake(batch, list(ranges))

    return start


def _examine(worker: Worker, job: Mapping[str, Any], taken: Taken) -> Worker:
    """One document; when its worker dies it is tried once more on a fresh one, the only retry there is."""
    for _ in range(2):
        try:
            reply = worker.perform(job)
        except BrokenPipeError:
            worker.close()
            worker = Worker()
        except OSError:
            break
        else:
            taken(job, reply)
            return worker
    taken(job, None)
    return worker
