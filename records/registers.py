"""The 台账: one line a case; no text of a document, no formula in a cell."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from office.policy import State
from records import labels
from records.chinese import clean, long_date
from records.entries import Review
from records.procedure import Procedure
from records.tables import Sheet, Value
from records.view import view_of


@dataclass(frozen=True, slots=True)
class Registered:
    """One case in a register. `state` is the Chinese word; dates are None while they have not come, counts where the
    files of the case were erased.
    """

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
    cuts: int | None
    gaps: int | None
    people: tuple[str, str, str]
    due_on: dt.date | None = None
    released_on: dt.date | None = None
    sha256: str = ""
    output_sha256: str = ""

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
        due_on=acts.due_on,
        released_on=acts.released_on,
        sha256=clean(review["source"].get("sha256")),
        output_sha256=clean(acts.output_sha256),
    )


def _day(value: object) -> dt.date | None:
    return dt.date.fromisoformat(value) if isinstance(value, str) else None


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


def register(entries: Sequence[Registered], *, office: str, period: str) -> Sheet:
    """The 台账; `period` stands in the title (2026年 …)."""
    title = f"{clean(office)}政府信息公开保密审查台账（{clean(period)}）"
    return Sheet("台账", title, REGISTER_HEADS, _register_rows(entries), _REGISTER_WIDTHS)
