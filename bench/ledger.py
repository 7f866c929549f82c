"""How long the ledger and the gate take: `python -m bench.ledger [ENTRIES]` (1,000,000 by default).

Fills a temporary home with a chain of entries, takes one case through to release, and prints: seconds of
`ledger verify`, seconds of a signed checkpoint, and milliseconds of a question at the gate (median and worst),
each by the clock and by the processor: on a machine that does other work the second tells more.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from office import Office
from office.entry import GENESIS, Entry
from pipeline.document import Source
from pipeline.proposal import Outcome
from pipeline.settings import SOFTWARE, Settings

ON = dt.date(2026, 11, 22)
PASSWORD = "kou-ling-2026"  # noqa: S105 - of invented people
START = dt.datetime(2026, 11, 22, 1, 0, tzinfo=dt.UTC)


def main(count: int) -> None:
    """Fill, release, measure, print."""
    with tempfile.TemporaryDirectory() as folder:
        began = time.monotonic()
        clock = lambda: START + dt.timedelta(seconds=time.monotonic() - began)  # noqa: E731
        with Office.open(Settings(on=ON, home=Path(folder), office="测试机关"), clock) as office:
            fill(office, count)
            data = release(office)
            measure(office, data)


def fill(office: Office, count: int) -> None:
    """A chain of `count` entries of ordinary size."""
    prev, at = GENESIS, START
    digest = hashlib.sha256(b"act").hexdigest()
    for first in range(1, count + 1, 50_000):
        rows = []
        for n in range(first, min(first + 50_000, count + 1)):
            case = f"2025-{n // 8 + 1:06d}"
            data = {"act": digest, "number": n % 8 + 1, "round": 1, "state": "handled"}
            entry = Entry.make(n, at, "case.decided", "wang", case, prev, data)
            rows.append((n, case, entry.body, entry.hash))
            prev = entry.hash
        with office.storage.writing() as connection:
            connection.exec_driver_sql(
                "INSERT INTO ledger (n, case_id, body, hash) VALUES (?, ?, ?, ?)", rows
            )
    office.ledger.save_head(count, prev)


def release(office: Office) -> bytes:
    """One case, from its opening to its release; gives the bytes."""
    office.add_person("root", "admin", PASSWORD)
    for name, role in (
        ("wang", "handler"),
        ("li", "reviewer"),
        ("chen", "approver"),
        ("sun", "auditor"),
    ):
        office.add_person(name, role, PASSWORD, by=office.authenticate("root", PASSWORD))
    data = b"draft " * 5000
    source = Source.of("a.txt", "txt", data)
    review = {
        "source": {"name": "a.txt", "format": "txt", "sha256": source.sha256, "bytes": len(data)},
        "metadata": {}, "markings": [], "gaps": [], "findings": [], "proposals": [], "steps": [],
        "outcome": Outcome.RELEASE.code, "on": ON.isoformat(), "software": SOFTWARE, "corpora": "0" * 64,
    }  # fmt: skip
    case = office.open_case(source, data, review).id
    office.set_status(case, office.authenticate("wang", PASSWORD), "全文公开", "主动公开")
    for name in ("wang", "li", "chen"):
        office.sign(case, office.authenticate(name, PASSWORD), "同意公开。")
    office.release(case, office.authenticate("li", PASSWORD), data)
    return data


def measure(office: Office, data: bytes) -> None:
    """Print the figures."""
    verified, told = timed(office.ledger.verify)
    print(f"verify: {verified.count} entries, stands: {verified.stands}, {told}")
    _, told = timed(lambda: office.checkpoints.sign(office.key(), office.authenticate("sun", PASSWORD)))
    print(f"checkpoint: {told}")
    for what, asked in (("allowed", data), ("refused", data + b" ")):
        took, used = [], []
        for _ in range(50):
            begun, worked = time.perf_counter(), time.process_time()
            office.gate(asked)
            took.append((time.perf_counter() - begun) * 1000)
            used.append((time.process_time() - worked) * 1000)
        median, worst = statistics.median(took), max(took)
        print(f"gate, {what}: median {median:.1f} ms, worst {worst:.1f} ms, processor {statistics.median(used):.1f} ms")


def timed(work: Callable[[], Any]) -> tuple[Any, str]:
    """What the work gives, and its seconds."""
    begun, worked = time.perf_counter(), time.process_time()
    given = work()
    return given, f"{time.perf_counter() - begun:.1f} s, processor {time.process_time() - worked:.1f} s"


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
