"""The intake of a batch as one Prefect flow. The only file that knows Prefect.

A task is a chunk of documents; its arguments are the path of the batch list and a range. Nothing of a
document reaches Prefect: no text, no names, no results, no messages. Our ledger is the truth.
"""

from __future__ import annotations

import logging
import math
import os
import queue
import signal
import threading
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flows.batch import load
from flows.server import Server, environment
from flows.worker import Worker
from pipeline.settings import Settings

CHUNK = 8
"""Documents a task: orchestration costs about 10 ms a task, a document some 100 ms."""

Ranges = Sequence[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Stage:
    """One pass over the first `count` documents of a batch.

    `complete` adds to a job what must not lie on disk; it stays in this process and the worker's pipe. `taken` gets each
    job with its reply, None when the file could not be opened.
    """

    count: int
    complete: Callable[[Mapping[str, Any]], Mapping[str, Any]]
    taken: Callable[[Mapping[str, Any], Mapping[str, Any] | None], None]


@dataclass(slots=True)
class _Pool:
    """The workers of one run; once stopped, no document is begun any more."""

    idle: queue.Queue[Worker] = field(default_factory=queue.Queue)
    all: list[Worker] = field(default_factory=list)
    stopped: bool = False
    failures: list[BaseException] = field(default_factory=list)

    def start(self, count: int) -> None:
        """Start workers side by side; each is idle when it has loaded what it needs."""
        for _ in range(count):
            self.all.append(Worker())
            self.idle.put(self.all[-1])

    def stop(self) -> None:
        """End every worker at once: whoever waits for one gets no reply."""
        self.stopped = True
        for worker in self.all:
            worker.kill()

    def close(self) -> None:
        """End the workers."""
        for worker in self.all:
            worker.close()

    def chunk(self, jobs: Iterator[Mapping[str, Any]], stage: Stage) -> None:
        """Some documents on one worker. An error stays here: its message must not reach Prefect's database."""
        worker = self.idle.get()
        try:
            for job in jobs:
                if self.stopped:
                    return
                worker = self._perform(worker, stage.complete(job), stage)
        except BaseException as error:  # noqa: BLE001 - re-raised by `run`, outside Prefect
            self.failures.append(error)
            self.stop()
        finally:
            self.idle.put(worker)

    def _perform(self, worker: Worker, job: Mapping[str, Any], stage: Stage) -> Worker:
        """One document; when its worker dies it is tried once more on a fresh one, the only retry there is."""
        for _ in range(2):
            try:
                reply = worker.perform(job)
            except BrokenPipeError:
                worker.close()
                if self.stopped:
                    return worker
                worker = Worker()
                self.all.append(worker)
            except OSError:
                break
            else:
                stage.taken(job, reply)
                return worker
        stage.taken(job, None)
        return worker


def run(
    batch: Path, settings: Settings, examine: Stage, between: Callable[[], None], write: Stage
) -> None:
    """Examine the documents of a batch in parallel, call `between`, then write their results in parallel.

    Raises MissingPart when the engine or a worker does not start, KeyboardInterrupt when the user stopped it, and
    whatever a stage raises; no process is left behind.
    """
    os.environ.update(environment(settings.home))
    (settings.home / "prefect").mkdir(parents=True, exist_ok=True, mode=0o700)
    logging.getLogger("prefect").setLevel(logging.CRITICAL)
    stages = [_ranges(stage.count, settings.workers) for stage in (examine, write)]
    pool = _Pool()
    with ExitStack() as stack, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        server = Server(settings.home)
        stack.callback(server.close)
        stack.callback(pool.close)
        stack.enter_context(_stoppable(pool))
        pool.start(min(settings.workers, max(map(len, stages))))
        _flow(batch, server, pool, (examine, between, write), workers=settings.workers)(*stages)
    if pool.failures:
        raise pool.failures[0]


def _ranges(count: int, workers: int) -> list[tuple[int, int]]:
    size = max(1, min(CHUNK, math.ceil(count / max(1, workers * 2))))
    return [(start, min(start + size, count)) for start in range(0, count, size)]


@contextmanager
def _stoppable(pool: _Pool) -> Iterator[None]:
    """Ctrl-C ends the workers first, so that the threads that wait for them end as well."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(_signal: int, _frame: object) -> None:
        pool.stop()
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGINT, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _flow(
    batch: Path,
    server: Server,
    pool: _Pool,
    steps: tuple[Stage, Callable[[], None], Stage],
    *,
    workers: int,
) -> Callable[[Ranges, Ranges], None]:
    """The flow, made when it is needed, because importing Prefect takes a second."""
    from prefect import flow, task
    from prefect.cache_policies import NO_CACHE
    from prefect.events.worker import EventsWorker
    from prefect.settings import PREFECT_API_AUTH_STRING, PREFECT_API_URL, temporary_settings
    from prefect.task_runners import ThreadPoolTaskRunner

    examine, between, write = steps

    @task(name="examine_chunk", retries=0, cache_policy=NO_CACHE, persist_result=False, log_prints=False)
    def examine_chunk(batch: str, start: int, stop: int) -> None:
        """Review some documents."""
        pool.chunk(load(Path(batch), start, stop), examine)

    @task(name="write_chunk", retries=0, cache_policy=NO_CACHE, persist_result=False, log_prints=False)
    def write_chunk(batch: str, start: int, stop: int) -> None:
        """Write the results of some documents."""
        pool.chunk(load(Path(batch), start, stop), write)

    @flow(
        name="intake",
        retries=0,
        persist_result=False,
        validate_parameters=False,
        log_prints=False,
        task_runner=ThreadPoolTaskRunner(max_workers=workers),  # type: ignore[arg-type]
    )
    def intake(batch: str, examined: Ranges, written: Ranges) -> None:
        """Submit every chunk and wait for all, twice."""
        for future in [examine_chunk.submit(batch, *span) for span in examined]:
            future.result()
        if pool.failures:
            return
        try:
            between()
        except BaseException as error:  # noqa: BLE001 - re-raised by `run`, outside Prefect
            pool.failures.append(error)
            return
        for future in [write_chunk.submit(batch, *span) for span in written]:
            future.result()

    def start(examined: Ranges, written: Ranges) -> None:
        server.wait()
        reached = {PREFECT_API_URL: server.settings["PREFECT_API_URL"]}
        if "PREFECT_API_AUTH_STRING" in server.settings:
            reached[PREFECT_API_AUTH_STRING] = server.settings["PREFECT_API_AUTH_STRING"]
        with temporary_settings(reached):
            intake(str(batch), examined, written)
            EventsWorker.drain_all(timeout=5)

    return start
