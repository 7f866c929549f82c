"""台账 and the counts of the annual report, as xlsx and csv.

Both are made from entries, one a case; no text of a document, no formula in a cell.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from office.policy import State
from pipeline.proposal import REASON_CODES
from records import labels
from records.chinese import clean, long_date
from records.entries import Review
from records.procedure import Procedure
from records.tables import Sheet, Value, csv_bytes, workbook
from records.view import view_of


@dataclass(frozen=True, slots=True)
class Registered:
    """One case in a register. `state` is the Chinese word; dates are None while they have not come."""

    case: str
    number: str
    title: str
    document_number: str
    name: str
    department: str
    on: dt.date | None
    state: str
    release_status: str
    release_mode: str
    reason_code: str | None
    cuts: int
    gaps: int
    people: tuple[str, str, str]
    due_on: dt.date | None = None
    released_on: dt.date | None = None
    sha256: str = ""
    output_sha256: str = ""
    cut_codes: tuple[str, ...] = ()

    @property
    def is_late(self) -> bool:
        """True when it was published after its limit."""
        return bool(self.due_on and self.released_on and self.released_on > self.due_on)


def registered(review: Review, procedure: Procedure | None = None, state: str = "") -> Registered:
    """The entry of one case. `state` is a code of the contract (drafted, released …) or a Chinese word."""
    acts = procedure or Procedure()
    told = view_of(review, acts)
    middle = told.between[-1].name if told.between else ""
    withheld = acts.reason_code
    for proposal in review["proposals"]:
        if withheld is None and proposal["action"] == "withhold":
            withheld = proposal.get("reason_code")
    return Registered(
        case=clean(acts.case or review.get("case")),
        number=told.number,
        title=told.title,
        document_number=told.document_number,
        name=clean(review["source"].get("name")),
        department=clean(acts.department),
        on=_day(review.get("on")),
        state=State(state).label if state in State.__members__.values() else clean(state),
        release_status=clean(acts.release_status or review["release_status"]),
        release_mode=clean(acts.release_mode or review.get("release_mode")),
        reason_code=withheld,
        cuts=len(told.standing),
        gaps=len(told.gaps),
        people=(told.handler.name, middle, told.approver.name),
        due_on=min((d.due_on for d in acts.deadlines), default=None),
        released_on=acts.released_on,
        sha256=clean(review["source"].get("sha256")),
        output_sha256=clean(acts.output_sha256),
        cut_codes=tuple(row.code for row in told.standing if row.code),
    )


def _day(value: object) -> dt.date | None:
    return dt.date.fromisoformat(value) if isinstance(value, str) else None


# ---- 台账 ------------------------------------------------------------------------------------------------

REGISTER_HEADS = (
    "序号",
    "案号",
    "审查记录编号",
    "题名",
    "文号",
    "承办部门",
    "审查日期",
    "公开属性",
    "公开方式",
    "不予公开理由",
    "删减处数",
    "未审查处数",
    "承办人",
    "办公室",
    "主管领导",
    "办理状态",
    "期限",
    "公开日期",
    "原文件校验值",
    "公开文本校验值",
)
_REGISTER_WIDTHS = (6, 13, 16, 34, 20, 14, 15, 11, 11, 18, 9, 9, 10, 10, 10, 12, 16, 16, 36, 36)


def _register_rows(entries: Sequence[Registered]) -> tuple[tuple[Value, ...], ...]:
    return tuple(
        (
            number,
            entry.case,
            entry.number,
            entry.title or entry.name,
            entry.document_number,
            entry.department,
            long_date(entry.on),
            entry.release_status,
            "" if entry.release_status in labels.CLOSED_STATUSES else entry.release_mode,
            labels.reason(entry.reason_code) if entry.release_status == "不予公开" else "",
            entry.cuts,
            entry.gaps,
            *entry.people,
            entry.state,
            long_date(entry.due_on),
            long_date(entry.released_on) + ("（逾期）" if entry.is_late else ""),
            entry.sha256,
            entry.output_sha256,
        )
        for number, entry in enumerate(entries, 1)
    )


def register_xlsx(entries: Sequence[Registered], *, office: str, period: str) -> bytes:
    """The 台账 as .xlsx, with the counts on a second sheet; `period` stands in the titles (2026年 …)."""
    name, when = clean(office), clean(period)
    title = f"{name}政府信息公开保密审查台账（{when}）"
    rows = _register_rows(entries)
    counted = f"{name}政府信息公开保密审查统计表（{when}）"
    return workbook(
        [
            Sheet("台账", title, REGISTER_HEADS, rows, _REGISTER_WIDTHS),
            Sheet("统计", counted, ANNUAL_HEADS, annual_counts(entries), _ANNUAL_WIDTHS),
        ]
    )


def register_csv(entries: Sequence[Registered]) -> bytes:
    """The 台账 as csv."""
    return csv_bytes(REGISTER_HEADS, _register_rows(entries))


# ---- annual --------------------------------------------------------------------------------------------

ANNUAL_HEADS = ("类别", "项目", "数量")
_ANNUAL_WIDTHS = (22, 48, 14)


def annual_counts(entries: Sequence[Registered]) -> tuple[tuple[str, str, int], ...]:
    """The year in numbers: outcomes, the eight reasons for whole documents and for cuts, modes, limits."""
    status = Counter(entry.release_status for entry in entries)
    whole = Counter(e.reason_code for e in entries if e.release_status == "不予公开")
    partial = [entry for entry in entries if entry.release_status == "删减后公开"]
    cuts = Counter(code for entry in partial for code in entry.cut_codes)
    modes = Counter(
        e.release_mode for e in entries if e.release_status not in labels.CLOSED_STATUSES
    )
    published = [entry for entry in entries if entry.released_on]
    late = sum(entry.is_late for entry in published)
    return (
        ("审查总数", "审查件数", len(entries)),
        ("审查结果", "予以公开（全文公开）", status["全文公开"]),
        ("审查结果", "部分公开（删减后公开）", status["删减后公开"]),
        ("审查结果", "不予公开", status["不予公开"]),
        ("审查结果", "待确定（报请确定）", status["待确定"]),
        ("审查结果", "停止处理", status["停止处理"]),
        *(
            ("不予公开（件）", f"{code}. {name}", whole[code])
            for code, name in REASON_CODES.items()
        ),
        ("不予公开（件）", "理由待选定", whole[None]),
        *(("删减（处）", f"{code}. {name}", cuts[code]) for code, name in REASON_CODES.items()),
        ("公开方式", "主动公开", modes["主动公开"]),
        ("公开方式", "依申请公开", modes["依申请公开"]),
        ("公开时限", "按期公开", len(published) - late),
        ("公开时限", "逾期公开", late),
    )


def annual_xlsx(entries: Sequence[Registered], *, office: str, year: int) -> bytes:
    """The counts for the annual report (第五十条) as .xlsx."""
    title = f"{clean(office)}{year}年度政府信息公开保密审查统计表"
    return workbook(
        [Sheet("年度统计", title, ANNUAL_HEADS, annual_counts(entries), _ANNUAL_WIDTHS)]
    )


def annual_csv(entries: Sequence[Registered]) -> bytes:
    """The same counts as csv."""
    return csv_bytes(ANNUAL_HEADS, annual_counts(entries))
