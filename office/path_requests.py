"""What a person asks to have recorded about time and special paths: the reply clock, questions sent, answers."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from office import policy
from office.clocks import Tick, why_not_tick
from office.deadlines import working_days_after
from office.dossier import Dossier
from office.errors import Reason
from office.limits import clock_in
from office.paths import Inquiry, after_act, inquiry_key
from office.policy import CLOSED, State
from office.requests import editable, grounds_fit
from pipeline.workdays import Calendar

STAGES = ("send", "answer", "settle")


@dataclass(frozen=True, slots=True)
class TickClock:
    """Start, suspend, resume, extend or stop the reply clock. Time runs on whoever has signed."""

    tick: Tick
    grounds: str
    today: dt.date
    days: Calendar | None = field(default=None, repr=False)
    kind: str = field(default="clock", init=False)

    @property
    def power(self) -> str:
        """An extension needs the approval of whoever heads the office (条例 第三十三条)."""
        return "extend" if self.tick.event == "extend" else "clock"

    def why_not(self, case: Dossier) -> list[Reason]:
        """What is wrong with this request."""
        needed = self.tick.event in ("suspend", "extend")
        reasons = [
            *grounds_fit(self.grounds, needed=needed),
            *_not_later(self.tick.on, self.today),
        ]
        if case.state in CLOSED:
            reasons.append(Reason("state", f"案卷现为“{case.state.label}”，不能办理此事。"))
        return [*reasons, *why_not_tick(clock_in(case), self.tick, self.days)]

    def is_idle(self, _case: Dossier) -> bool:
        """A tick is always something."""
        return False

    def payload(self, _case: Dossier) -> dict[str, Any]:
        """What the act holds."""
        tick = self.tick
        return {
            "event": tick.event, "on": tick.on.isoformat(), "what": tick.what, "grounds": self.grounds,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class TakePath:
    """Send a question, record its answer, or settle what a refusal or a silence left to this office."""

    path: str
    stage: str
    on: dt.date
    today: dt.date
    party: str = ""
    answer: str = ""
    number: str = ""
    until: dt.date | None = None
    grounds: str = ""
    days: Calendar | None = field(default=None, repr=False)
    kind: str = field(default="path", init=False)
    power: str = field(default="path", init=False)

    def why_not(self, case: Dossier) -> list[Reason]:
        """What is wrong with this request."""
        row = policy.paths().get(self.path)
        if row is None or self.stage not in STAGES:
            known = "、".join(policy.paths())
            return [Reason("path", f"事项只能是 {known}，环节只能是 {'、'.join(STAGES)}。")]
        reasons = [*_not_later(self.on, self.today), *grounds_fit(self.grounds)]
        if case.state is not State.REFERRED:
            reasons.extend(editable(case))
        if any(len(text) > 200 for text in (self.party, self.number)):
            reasons.append(Reason("path", "名称和文号不得超过200字。"))
        asked = case.inquiries.get(inquiry_key(self.path, self.party))
        if self.stage == "send":
            return [*reasons, *self._why_not_send(asked)]
        if asked is None:
            return [*reasons, Reason("path", f"没有登记过这一事项（{self.path} send）。")]
        if self.on < asked.sent_on and self.path != "declassify":
            reasons.append(Reason("day", "日期早于送出之日。"))
        if self.stage == "answer":
            return [*reasons, *self._why_not_answer(asked, row)]
        return [*reasons, *self._why_not_settle(asked, row)]

    def _why_not_send(self, asked: Inquiry | None) -> list[Reason]:
        reasons = []
        if asked is not None and asked.is_waiting:
            reasons.append(Reason("path", f"{asked.label}已经送出，尚未答复。"))
        if self.path == "defer" and (self.until is None or not self.grounds.strip()):
            reasons.append(
                Reason("path", "暂缓公开须写明理由（--grounds）和暂缓至何日（--until）。")
            )
        return reasons

    def _why_not_answer(self, asked: Inquiry, row: dict[str, Any]) -> list[Reason]:
        reasons = []
        if not asked.is_waiting:
            reasons.append(Reason("path", f"{asked.label}已有答复；如有变化，请重新送出。"))
        if self.answer not in row["answers"]:
            reasons.append(Reason("path", f"答复只能是 {'、'.join(row['answers'])}。"))
        due = asked.due_on
        if due is None and "workdays" in row:
            due = working_days_after(asked.sent_on, row["workdays"], self.days)
        late = due is not None and self.on > due
        if self.answer == "silent" and not late:
            reasons.append(Reason("path", "答复期限尚未届满，不能登记为逾期未答复。"))
        if self.answer in ("declassified", "extended") and not self.number.strip():
            reasons.append(Reason("path", "须写明决定的文号（--number），日期以 --on 登记。"))
        if self.answer == "extended" and self.until is None:
            reasons.append(Reason("path", "须写明延长至何日（--until）。"))
        if self.answer in ("refuse", "ended") and not self.grounds.strip():
            reasons.append(Reason("grounds", "须说明理由（--grounds）。"))
        return reasons

    def _why_not_settle(self, asked: Inquiry, row: dict[str, Any]) -> list[Reason]:
        reasons = list(grounds_fit(self.grounds, needed=True))
        if asked.answer not in ("refuse", "silent") or self.answer not in row["settle"]:
            allowed = "、".join(row["settle"])
            text = (
                f"对方不同意或逾期未答复之后，本机关可以决定：{allowed}。"
                if allowed
                else "这一事项不能由本机关自行决定。"
            )
            reasons.append(Reason("path", text))
        return reasons

    def is_idle(self, _case: Dossier) -> bool:
        """A step on a path is always something."""
        return False

    def payload(self, case: Dossier) -> dict[str, Any]:
        """What the act holds; `items` are the open items that it answers."""
        row = policy.paths()[self.path]
        due = None
        if self.stage == "send" and "workdays" in row:
            due = working_days_after(self.on, row["workdays"], self.days)
        made = {
            "path": self.path, "stage": self.stage, "party": self.party, "answer": self.answer,
            "on": self.on.isoformat(), "due_on": due.isoformat() if due else None, "document": self.number,
            "until": self.until.isoformat() if self.until else None, "grounds": self.grounds,
        }  # fmt: skip
        return {**made, "items": self._answered(case, made, row["steps"])}

    def _answered(self, case: Dossier, made: dict[str, Any], steps: list[str]) -> list[str]:
        """The open items that are answered once every question of this path lets go."""
        mode = case.status.release_mode if case.status else None
        same = [i for i in after_act(case.inquiries, made).values() if i.path == self.path]
        if any(asked.why_not_release(mode, has_cuts=True) for asked in same):
            return []
        return [item.id for item in case.open_items if item.reason in steps]


def _not_later(on: dt.date, today: dt.date) -> list[Reason]:
    return [Reason("day", "日期不得晚于今天。")] if on > today else []
