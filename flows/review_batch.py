"""The main job: a batch of files becomes cases, reviews, draft records, proposed cuts and a summary.

(1) collect the files; (2) those already reviewed under the same rules and decisions on the same day are not repeated; (3) the
rest is examined in parallel; (4) people get their stand-ins, and cases are opened in the order of the files;
(5) records and proposed cuts are written, in parallel; (6) the summary.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import secrets
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flows import intake, recall
from flows.batch import Entry, collect, save
from flows.examine import rules_used, unexamined
from flows.outputs import write
from flows.pseudonyms import named_elsewhere, numbered
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
    """What a batch gave. `troubles` tells what was not written and why, by name of the file."""

    total: int = 0
    repeated: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    troubles: dict[str, str] = field(default_factory=dict)
    codes: list[int] = field(default_factory=list)


@dataclass(slots=True)
class _Line:
    """One file on its way through the batch. `told` is what the summary says of it, once everything is written."""

    entry: Entry
    reply: dict[str, Any] | None = None
    case: CaseRef | None = None
    told: dict[str, Any] | None = None
    named_elsewhere: Sequence[str] = ()
    code: int = ExitCode.DONE
    trouble: str | None = None
    evidence: tuple[Evidence, ...] = ()
    """The written decisions on its marks that were recorded in earlier cases of the same bytes."""


def review_batch(
    paths: Sequence[Path], out: Path, settings: Settings, clock: Clock, progress: Progress
) -> Batch:
    """Run the batch. Raises UsageError for a path that is not there or an `--out` that cannot be used.

    A batch that is stopped (KeyboardInterrupt) has cases for everything that was examined; the next run goes on there.
    """
    out, entries = _prepared(paths, out, settings.home)
    lines = [_Line(entry) for entry in entries]
    with Office.open(settings, clock) as office:
        rules = rules_used(settings)
        for line in lines:
            _recall(line, office, settings, rules, out)
        repeated = sum(line.told is not None or line.reply is not None for line in lines)
        todo = [line for line in lines if line.told is None]
        if todo:
            _work(sorted(todo, key=lambda line: line.reply is not None), office, settings, progress, out)
    return _summarise(lines, repeated, out, settings)


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


def _recall(line: _Line, office: Office, settings: Settings, rules: str, out: Path) -> None:
    """(2) The review of the same bytes, rules and day, from its case; nothing is done twice.

    A case whose results were not written (the batch was stopped, or they went elsewhere) has only to be written.
    """
    try:
        digest = hashlib.sha256(file_bytes(line.entry.path, follow=False)).hexdigest()
    except OSError:
        return
    line.evidence = office.evidence(digest)
    line.case = office.find_case(digest, rules, settings.on, line.evidence)
    if line.case is None:
        return
    made = recall.written(line.entry.folder, line.case, digest, rules, settings.on.isoformat())
    if made is not None:
        _tell(line, made, {"refused": []}, out)
    else:
        line.reply = recall.stored(office, line.case, line.entry.name, settings)


def _work(
    lines: Sequence[_Line], office: Office, settings: Settings, progress: Progress, out: Path
) -> None:
    """(3) to (5): examine what has no reply yet, open the cases, write everything.

    The key that tells people apart lives in memory for this batch only.
    """
    key = secrets.token_hex(32)
    stated = settings_to_json(settings)
    fresh = [line for line in lines if line.reply is None]
    bars = ExitStack()
    advance: list[Advance] = []

    def bar(what: str) -> None:
        bars.close()
        advance[:] = [bars.enter_context(progress(what))]

    def to_examine(job: Mapping[str, Any]) -> dict[str, Any]:
        evidence = [spelled(fact) for fact in lines[job["number"]].evidence]
        return {**job, "job": "examine", "key": key, "evidence": evidence, "settings": stated}

    def examined(job: Mapping[str, Any], reply: Mapping[str, Any] | None) -> None:
        line = lines[job["number"]]
        line.reply = dict(reply) if reply is not None else _unopened(line, settings)
        advance[0](len(fresh))

    def between() -> None:
        _open_cases(fresh, office, settings)
        bar("生成记录")

    def to_write(job: Mapping[str, Any]) -> dict[str, Any]:
        reply = lines[job["number"]].reply or {}
        rest = {"review": reply["review"], "cuts": reply["cuts"], "lost": bool(reply.get("lost"))}
        return {**job, **rest, "job": "write", "settings": stated}

    def taken(job: Mapping[str, Any], reply: Mapping[str, Any] | None) -> None:
        line = lines[job["number"]]
        _tell(line, (line.reply or {})["review"], reply, out)
        line.reply = None
        advance[0](len(lines))

    with bars, _listing(lines, settings) as listing:
        bar("审查" if fresh else "生成记录")
        try:
            intake.run(
                listing,
                settings,
                intake.Stage(len(fresh), to_examine, examined),
                between,
                intake.Stage(len(lines), to_write, taken),
            )
        except KeyboardInterrupt:
            _open_cases([line for line in fresh if line.case is None and line.reply], office, settings)
            raise


@contextmanager
def _listing(lines: Sequence[_Line], settings: Settings) -> Iterator[Path]:
    """The list that Prefect's tasks refer to: paths only, gone afterwards."""
    jobs = [
        {"path": str(line.entry.path.absolute()), "name": line.entry.name, "folder": str(line.entry.folder)}
        for line in lines
    ]
    digest = hashlib.sha256(json.dumps(jobs).encode()).hexdigest()[:16]
    listing = settings.home / "batches" / f"{digest}-{os.getpid()}.jsonl"
    save(listing, jobs)
    try:
        yield listing
    finally:
        listing.unlink(missing_ok=True)


def _unopened(line: _Line, settings: Settings, why: str = "无法打开文件，请检查访问权限") -> dict[str, Any]:
    made = unexamined(b"", line.entry.name, settings, Gap(GapReason.DAMAGED, f"全文（{why}）"))
    return {"review": made, "cuts": [], "people": [], "length": None, "lost": True}


def _open_cases(lines: Sequence[_Line], office: Office, settings: Settings) -> None:
    """(4) Number the people of the batch, then open a case for each file; the review then carries its number."""
    replies = [line.reply or {} for line in lines]
    for line, others in zip(lines, named_elsewhere(r["people"] for r in replies), strict=True):
        line.named_elsewhere = [lines[other].entry.name for other in others]
    for line, reply, names in zip(lines, replies, numbered(r["people"] for r in replies), strict=True):
        reply["cuts"] = [
            [proposal, start, stop, names.get((proposal, start, stop), mask)]
            for proposal, start, stop, mask in reply["cuts"]
        ]
        data = b"" if reply.get("lost") else _bytes_of(line.entry.path)
        if hashlib.sha256(data).hexdigest() != reply["review"]["source"]["sha256"]:
            reply.update(_unopened(line, settings, "审查期间文件发生变化，请重新审查"))
            data = b""
        made = reply["review"]
        line.case = office.open_case(
            Source(**made["source"]),
            data,
            _with_masks(made, reply["cuts"]),
            text_length=reply["length"],
            evidence=line.evidence,
        )
        reply["review"] = {"case": line.case.id, **made}


def _bytes_of(path: Path) -> bytes:
    try:
        return file_bytes(path, follow=False)
    except OSError:
        return b""


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


def _tell(line: _Line, made: Mapping[str, Any], reply: Mapping[str, Any] | None, out: Path) -> None:
    """What the summary says of one document; no reply means that its results could not be written."""
    line.code = _code(made)
    if reply is None:
        line.code = max(line.code, ExitCode.REFUSED)
        line.trouble = "结果未能写入。请检查结果文件夹的权限和磁盘空间，然后重新运行。"
    elif reply["refused"]:
        line.trouble = f"未生成删减建议稿：{'；'.join(reply['refused'])}"
    line.told = {
        "case": made["case"],
        "name": line.entry.name,
        "folder": line.entry.folder.relative_to(out).as_posix(),
        "outcome": made["outcome"],
        "release_status": made["release_status"],
        "release_mode": made["release_mode"],
        "markings": made["markings"],
        "gaps": made["gaps"],
        "findings": dict(Counter(found["kind"] for found in made["findings"])),
        "error": line.trouble,
        "named_elsewhere": line.named_elsewhere,
    }


def _summarise(lines: Sequence[_Line], repeated: int, out: Path, settings: Settings) -> Batch:
    """(6) One line a document; the exit code is the worst of all."""
    entries = [line.told for line in lines if line.told is not None]
    batch = Batch(len(lines), repeated, codes=[line.code for line in lines])
    batch.outcomes.update(entry["release_status"] for entry in entries)
    batch.troubles = {line.entry.name: line.trouble for line in lines if line.trouble}
    on, office = settings.on, settings.office
    write(out / "summary.html", summary_html(entries, on=on, office=office, software=SOFTWARE).encode())
    write(out / "summary.csv", summary_csv(entries))
    write(out / "summary.json", summary_json(entries, on=on, office=office, software=SOFTWARE).encode())
    return batch


def _code(made: Mapping[str, Any]) -> int:
    if any(gap["reason"] == GapReason.CONVERTER_MISSING for gap in made["gaps"]):
        return ExitCode.MISSING_PART
    if made["outcome"] == "halt":
        return ExitCode.HALT
    return ExitCode.GAP if made["gaps"] else ExitCode.DONE
