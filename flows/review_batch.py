"""The main job: a batch of files becomes cases, reviews, draft records, proposed cuts and a summary.

(1) collect the files; (2) those already reviewed under the same rules on the same day are not repeated; (3) the
rest is examined in parallel; (4) cases are opened in the order of the files, as soon as all before are known;
(5) records are written; (6) the summary.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import threading
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flows import intake
from flows.batch import Entry, collect, save
from flows.examine import rules_used, unexamined
from flows.outputs import write
from flows.worker import settings_to_json
from office import CaseRef, Office
from pipeline.document import Gap, GapReason, Source
from pipeline.errors import ExitCode, UsageError
from pipeline.settings import Settings
from records.summary import summary_csv, summary_html, summary_json

Clock = Callable[[], dt.datetime]
Advance = Callable[[int], None]


@dataclass(slots=True)
class Batch:
    """What a batch gave. `refused` tells why a proposed cut was not written, by name of the file."""

    total: int = 0
    repeated: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    refused: dict[str, list[str]] = field(default_factory=dict)
    codes: list[int] = field(default_factory=list)


@dataclass(slots=True)
class _Line:
    """One file on its way through the batch."""

    entry: Entry
    reply: dict[str, Any] | None = None
    case: CaseRef | None = None
    is_known: bool = False
    is_written: bool = False


def review_batch(
    paths: Sequence[Path], out: Path, settings: Settings, clock: Clock, advance: Advance
) -> Batch:
    """Run the batch. Raises UsageError for a path that is not there or an `--out` that cannot be used."""
    out, entries = _prepared(paths, out, settings.home)
    lines = [_Line(entry) for entry in entries]
    with Office.open(settings, clock) as office:
        for line in lines:
            _recall(line, office, settings)
        fresh = [line for line in lines if not line.is_known]
        if fresh:
            _examine(fresh, office, settings, out, advance)
        unwritten = [line for line in lines if line.reply and not line.is_written]
        if unwritten:
            _write_records(unwritten, settings)
    return _summarise(lines, out, settings)


def _prepared(paths: Sequence[Path], out: Path, home: Path) -> tuple[Path, tuple[Entry, ...]]:
    out = out.expanduser().absolute()
    if out.exists() and not out.is_dir():
        raise UsageError(f"{out} 不是文件夹。", advice="请用 --out 指定结果文件夹。")
    if any(path.is_dir() and path.resolve() == out.resolve() for path in paths):
        raise UsageError("结果文件夹不能就是待审文件夹。", advice="请用 --out 另行指定。")
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError:
        raise UsageError(f"无法建立结果文件夹：{out}。", advice="请检查访问权限和磁盘空间。") from None
    entries = collect(paths, out, home)
    if not entries:
        raise UsageError("没有可审查的文件。", advice="请检查路径。")
    return out, entries


def _recall(line: _Line, office: Office, settings: Settings) -> None:
    """(2) The review of the same bytes, rules and day, from its case; nothing is done twice."""
    try:
        digest = hashlib.sha256(line.entry.path.read_bytes()).hexdigest()
    except OSError:
        return
    rules = rules_used(settings)
    case = office.find_case(digest, rules, settings.on)
    written = line.entry.folder / "review.json"
    if case is None or not written.exists():
        return
    made = json.loads(written.read_text("utf-8"))
    stated = (made.get("case"), made["source"]["sha256"], made["corpora"], made["on"])
    if stated == (case.id, digest, rules, settings.on.isoformat()):
        line.reply, line.case = {"review": made, "refused": []}, case
        line.is_known = line.is_written = True


def _examine(
    lines: Sequence[_Line], office: Office, settings: Settings, out: Path, advance: Advance
) -> None:
    """(3) and (4): examine in parallel, open cases in order."""
    lock = threading.Lock()
    opened = 0

    def taken(job: Mapping[str, Any], reply: Mapping[str, Any] | None) -> None:
        nonlocal opened
        with lock:
            line = lines[job["number"]]
            line.reply = dict(reply) if reply is not None else _unopened(line, settings)
            while opened < len(lines) and lines[opened].reply is not None:
                _open_case(lines[opened], office)
                opened += 1
            advance(len(lines))

    jobs = [
        {
            "job": "examine",
            "path": str(line.entry.path.absolute()),
            "name": line.entry.name,
            "folder": str(line.entry.folder),
            "settings": settings_to_json(settings),
        }
        for line in lines
    ]
    _run(jobs, settings, taken)


def _unopened(line: _Line, settings: Settings) -> dict[str, Any]:
    gap = Gap(GapReason.DAMAGED, "全文（无法打开文件，请检查访问权限）")
    return {"review": unexamined(b"", line.entry.name, settings, gap), "masks": [], "refused": [], "lost": True}


def _open_case(line: _Line, office: Office) -> None:
    """Open the case of one reviewed file; the review then carries its number."""
    reply = line.reply or {}
    made = reply["review"]
    masks = {(name, start, stop): mask for name, start, stop, mask in reply["masks"]}
    stored = {
        **made,
        "proposals": [
            {
                **proposal,
                "cuts": [
                    {**cut, "mask": masks.get((proposal["id"], cut["start"], cut["stop"]))}
                    for cut in proposal["cuts"]
                ],
            }
            for proposal in made["proposals"]
        ],
    }
    data = b"" if reply.get("lost") else line.entry.path.read_bytes()
    source = Source(**made["source"])
    line.case = office.open_case(source, data, stored, text_length=reply.get("length"))
    reply["review"] = {"case": line.case.id, **made}


def _write_records(lines: Sequence[_Line], settings: Settings) -> None:
    """(5) The records, in parallel as well."""
    jobs = [
        {"job": "record", "folder": str(line.entry.folder)} for line in lines
    ]

    def complete(job: Mapping[str, Any]) -> dict[str, Any]:
        return {**job, "review": (lines[job["number"]].reply or {})["review"]}

    _run(jobs, settings, lambda _job, _reply: None, complete)


def _run(
    jobs: Sequence[Mapping[str, Any]],
    settings: Settings,
    taken: intake.Taken,
    complete: intake.Complete = dict,
) -> None:
    digest = hashlib.sha256(json.dumps(list(jobs)).encode()).hexdigest()[:16]
    listing = settings.home / "batches" / f"{digest}.json"
    save(listing, jobs)
    try:
        intake.run(listing, len(jobs), settings, taken, complete)
    finally:
        listing.unlink(missing_ok=True)


def _summarise(lines: Sequence[_Line], out: Path, settings: Settings) -> Batch:
    """(6) One line a document; the exit code is the worst of all."""
    batch = Batch(total=len(lines), repeated=sum(line.is_known for line in lines))
    entries = []
    for line in lines:
        reply = line.reply or {}
        made = reply["review"]
        batch.outcomes[made["release_status"]] += 1
        batch.codes.append(_code(made))
        if reply["refused"]:
            batch.refused[line.entry.name] = reply["refused"]
        entries.append(_summary_entry(line, made, reply["refused"], out))
    write(out / "summary.html", summary_html(entries, on=settings.on, office=settings.office).encode())
    write(out / "summary.csv", summary_csv(entries))
    write(out / "summary.json", summary_json(entries, on=settings.on, office=settings.office).encode())
    return batch


def _summary_entry(
    line: _Line, made: Mapping[str, Any], refused: Sequence[str], out: Path
) -> dict[str, Any]:
    return {
        "case": made["case"],
        "name": line.entry.name,
        "folder": line.entry.folder.relative_to(out).as_posix(),
        "outcome": made["outcome"],
        "release_status": made["release_status"],
        "release_mode": made["release_mode"],
        "markings": made["markings"],
        "gaps": made["gaps"],
        "findings": dict(Counter(found["kind"] for found in made["findings"])),
        "error": f"未生成删减建议稿：{'；'.join(refused)}" if refused else None,
    }


def _code(made: Mapping[str, Any]) -> int:
    if any(gap["reason"] == GapReason.CONVERTER_MISSING for gap in made["gaps"]):
        return ExitCode.MISSING_PART
    if made["outcome"] == "halt":
        return ExitCode.HALT
    return ExitCode.GAP if made["gaps"] else ExitCode.DONE
