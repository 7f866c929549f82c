"""The batch on one page, and as csv and JSON: counts by outcome, one line a document, what could not be read.

An entry is a mapping with `case`, `name`, `folder` (relative to the page), `outcome`, `release_status`,
`release_mode`, `markings`, `gaps`, `findings` (kind → count), `named_elsewhere` (files in which a name that is cut
here stays), and `error` (a Chinese sentence or None) for a document that ended without a review; everything but
`name` may be missing. No text of a document.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from pipeline.proposal import Outcome
from records import labels, plot
from records.chinese import clean, long_date
from records.pages import environment, render
from records.tables import csv_bytes

Entry = Mapping[str, Any]
ORDER = tuple(outcome.code for outcome in Outcome)
FAILED = "failed"
"""Shown for an entry with an error and no outcome."""


@dataclass(frozen=True, slots=True)
class Line:
    """One document as printed. `rank` sorts by severity, `link` is empty where there is no record."""

    number: int
    case: str
    name: str
    link: str
    outcome: str
    status: str
    mode: str
    rank: int
    markings: str
    gaps: str
    gap_count: int
    findings: str
    finding_count: int
    error: str
    note: str


def line(number: int, entry: Entry) -> Line:
    """The printed line of one entry."""
    outcome = clean(entry.get("outcome")) or FAILED
    kinds = _kinds(entry)
    gaps = entry.get("gaps") or ()
    folder = str(entry.get("folder") or "").strip("/")
    return Line(
        number,
        clean(entry.get("case")),
        clean(entry.get("name")),
        f"./{quote(folder, errors='surrogateescape')}/record.html" if folder else "",
        outcome,
        clean(entry.get("release_status"))
        or (labels.outcome(outcome) if outcome != FAILED else "未完成"),
        clean(entry.get("release_mode")),
        ORDER.index(outcome) if outcome in ORDER else len(ORDER),
        "、".join(_marking(marking) for marking in entry.get("markings") or ())
        or ("未查" if labels.coverage(gaps) == "nothing" else ""),
        "、".join(
            f"{labels.gap_reason(r)}×{n}"
            for r, n in Counter(g["reason"] for g in gaps).most_common()
        ),
        len(gaps),
        "、".join(f"{labels.kind(kind)}{count}" for kind, count in kinds.most_common()),
        kinds.total(),
        clean(entry.get("error")),
        _note(entry.get("named_elsewhere") or ()),
    )


def _note(others: Sequence[str]) -> str:
    """What an officer must know of a name that is cut here and stands in another file of the batch."""
    if not others:
        return ""
    shown = "、".join(map(clean, others[:5])) + (f"等{len(others)}件" if len(others) > 5 else "")
    return f"本件删去的姓名在{shown}中保留，一并公开可以对照识别本人，请一起决定。"


def _kinds(entry: Entry) -> Counter[str]:
    counted = {str(k): int(n) for k, n in (entry.get("findings") or {}).items()}
    return Counter(dict(sorted(counted.items())))


def _marking(marking: Mapping[str, Any]) -> str:
    term = clean(marking.get("term"))
    written = labels.level(marking["level"]) + (f"★{term}" if term else "")
    until = long_date(marking.get("expires_on"))
    state = labels.marking_state(marking["state"])
    return f"{written}（{state}{'，至' + until if until else ''}）"


def summary_html(
    entries: Sequence[Entry],
    *,
    on: dt.date,
    office: str = "",
    software: str = "",
    title: str = "批次审查汇总",
) -> str:
    """The page of a batch: tiles, two bar plots, a table that sorts. Loads nothing, prints on A4 across."""
    lines = [line(number, entry) for number, entry in enumerate(entries, 1)]
    outcomes = Counter(entry.outcome for entry in lines)
    kinds = sum((_kinds(entry) for entry in entries), Counter[str]())
    script = environment().get_template("sort.js").render()
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    return render(
        "summary.html.j2",
        title=title,
        office=clean(office),
        day=long_date(on),
        software=clean(software),
        lines=lines,
        tiles=_tiles(outcomes),
        outcome_plot=plot.stacked([(o, name, outcomes[o]) for o, name in _names() if outcomes[o]]),
        kind_plot=plot.bars([(labels.kind(kind), count) for kind, count in kinds.most_common(15)]),
        gap_count=sum(entry.gap_count for entry in lines),
        script=script,
        script_digest=digest,
    )


def _names() -> list[tuple[str, str]]:
    return [*((code, labels.outcome(code)) for code in ORDER), (FAILED, "未完成")]


def _tiles(outcomes: Counter[str]) -> list[tuple[str, str, int]]:
    return [
        (code, name, outcomes[code]) for code, name in _names() if code != FAILED or outcomes[code]
    ]


CSV_HEADS = (
    "序号",
    "案号",
    "文件",
    "公开属性",
    "公开方式",
    "结果代码",
    "密级标志",
    "未审查处数",
    "未审查原因",
    "发现处数",
    "发现类别",
    "错误",
    "提示",
)


def summary_csv(entries: Sequence[Entry]) -> bytes:
    """One row a document, safe against formula injection."""
    lines = [line(number, entry) for number, entry in enumerate(entries, 1)]
    rows = [
        (
            row.number,
            row.case,
            row.name,
            row.status,
            row.mode,
            row.outcome,
            row.markings,
            row.gap_count,
            row.gaps,
            row.finding_count,
            row.findings,
            row.error,
            row.note,
        )
        for row in lines
    ]
    return csv_bytes(CSV_HEADS, rows)


def summary_json(
    entries: Sequence[Entry], *, on: dt.date, office: str = "", software: str = ""
) -> str:
    """The same as JSON (`xianshen/summary/1`), keys in fixed order, ending in one newline."""
    outcomes = Counter(str(entry.get("outcome") or FAILED) for entry in entries)
    content = {
        "schema": "xianshen/summary/1",
        "on": on.isoformat(),
        "office": office,
        "software": software,
        "counts": {
            code: outcomes[code] for code in (*ORDER, FAILED) if code != FAILED or outcomes[code]
        },
        "gaps": sum(len(entry.get("gaps") or ()) for entry in entries),
        "documents": [dict(entry) for entry in entries],
    }
    text = json.dumps(content, ensure_ascii=False, indent=1, default=str)
    return text.encode("utf-8", "replace").decode() + "\n"
