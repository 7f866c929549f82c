"""The main job: a batch of files becomes cases, reviews, draft records, proposed cuts and a summary.

(1) collect the files; (2) those already reviewed under the same rules and decisions on the same day are not repeated; (3) the
rest is examined in parallel; (4) people get their stand-ins, and cases are opened in the order of the files;
(5) records and proposed cuts are written, in parallel; (6) the summary.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import secrets
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flows import intake
from flows.batch import Entry, collect, save
from flows.examine import rules_used, unexamined
from flows.outputs import write
from flows.pseudonyms import numbered
from flows.worker import settings_to_json
from office import CaseRef, Office
from pipeline.document import Gap, GapReason, Source
from pipeline.errors import ExitCode, UsageError
from pipeline.evidence import Evidence, spelled
from pipeline.files import file_bytes
from pipeline.settings import SOFTWARE, Settings
from records.summary import summary_csv, summary_html, summary_json

Clock = Callable[[], dt.datetime]
Advance = Callable[[int], None]
Progress = Callable[[str], AbstractContextManager[Advance]]


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
    evidence: tuple[Evidence, ...] = ()
    """The written decisions on its marks that were recorded in earlier cases of the same bytes."""


def review_batch(
    paths: Sequence[Path], out: Path, settings: Settings, clock: Clock, progress: Progress
) -> Batch:
    """Run the batch. Raises UsageError for a path that is not there or an `--out` that cannot be used."""
    out, entries = _prepared(paths, out, settings.home)
    lines = [_Line(entry) for entry in entries]
    with Office.open(settings, clock) as office:
        for line in lines:
            _recall(line, office, settings)
        fresh = [line for line in lines if not line.is_known]
        if fresh:
            with progress("审查") as advance:
                _examine(fresh, settings, advance)
            _open_cases(fresh, office)
            with progress("生成记录") as advance:
                _write(fresh, settings, advance)
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
        digest = hashlib.sha256(file_bytes(line.entry.path, follow=False)).hexdigest()
    except OSError:
        return
    rules = rules_used(settings)
    line.evidence = office.evidence(digest)
    case = office.find_case(digest, rules, settings.on, line.evidence)
    written = line.entry.folder / "review.json"
    if case is None or not written.exists():
        return
    made = json.loads(written.read_text("utf-8"))
    stated = (made.get("case"), made["source"]["sha256"], made["corpora"], made["on"])
    if stated == (case.id, digest, rules, settings.on.isoformat()):
        line.reply, line.case = {"review": made, "refused": []}, case
        line.is_known = True


def _examine(lines: Sequence[_Line], settings: Settings, advance: Advance) -> None:
    """(3) Examine in parallel. The key that tells people apart lives in memory for this batch only."""
    key = secrets.token_hex(32)

    def taken(job: Mapping[str, Any], reply: Mapping[str, Any] | None) -> None:
        line = lines[job["number"]]
        line.reply = dict(reply) if reply is not None else _unopened(line, settings)
        advance(len(lines))

    jobs = [
        {
            "job": "examine",
            "path": str(line.entry.path.absolute()),
            "name": line.entry.name,
            "evidence": [spelled(fact) for fact in line.evidence],
            "settings": settings_to_json(settings),
        }
        for line in lines
    ]
    _run(jobs, settings, taken, lambda job: {**job, "key": key})


def _unopened(line: _Line, settings: Settings) -> dict[str, Any]:
    gap = Gap(GapReason.DAMAGED, "全文（无法打开文件，请检查访问权限）")
    made = unexamined(b"", line.entry.name, settings, gap)
    return {"review": made, "cuts": [], "people": [], "length": None, "lost": True}


def _open_cases(lines: Sequence[_Line], office: Office) -> None:
    """(4) Number the people of the batch, then open a case for each file; the review then carries its number."""
    replies = [line.reply or {} for line in lines]
    for line, reply, names in zip(lines, replies, numbered(r["people"] for r in replies), strict=True):
        reply["cuts"] = [
            [proposal, start, stop, names.get((proposal, start, stop), mask)]
            for proposal, start, stop, mask in reply["cuts"]
        ]
        made = reply["review"]
        data = b"" if reply.get("lost") else file_bytes(line.entry.path, follow=False)
        line.case = office.open_case(
            Source(**made["source"]),
            data,
            _with_masks(made, reply["cuts"]),
            text_length=reply["length"],
            evidence=line.evidence,
        )
        reply["review"] = {"case": line.case.id, **made}


def _with_masks(made: Mapping[str, Any], cuts: Sequence[Sequence[Any]]) -> dict[str, Any]:
    """The review as a case keeps it: each cut with its mask."""
    masks = {(proposal, start, stop): mask for proposal, start, stop, mask in cuts}
    return {
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


def _write(lines: Sequence[_Line], settings: Settings, advance: Advance) -> None:
    """(5) Records and proposed cuts, in parallel as well."""
    jobs = [
        {
            "job": "write",
            "path": str(line.entry.path.absolute()),
            "folder": str(line.entry.folder),
            "settings": settings_to_json(settings),
        }
        for line in lines
    ]

    def complete(job: Mapping[str, Any]) -> dict[str, Any]:
        reply = lines[job["number"]].reply or {}
        rest = {"review": reply["review"], "cuts": reply["cuts"], "lost": bool(reply.get("lost"))}
        return {**job, **rest}

    def taken(job: Mapping[str, Any], reply: Mapping[str, Any] | None) -> None:
        done = lines[job["number"]].reply
        if done is not None:
            done["refused"] = list(reply["refused"]) if reply is not None else ["处理程序中止。"]
        advance(len(lines))

    _run(jobs, settings, taken, complete)


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
    write(out / "summary.html", summary_html(entries, on=settings.on, office=settings.office, software=SOFTWARE).encode())
    write(out / "summary.csv", summary_csv(entries))
    write(out / "summary.json", summary_json(entries, on=settings.on, office=settings.office, software=SOFTWARE).encode())
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
