"""What a person asks to have done in a case, as values; checked against the case before anything is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from office import policy
from office.dossier import Dossier
from office.errors import Reason
from office.policy import State
from office.values import RELEASING, UNDECIDED, WITHHELD, Item
from pipeline.document import REMOVABLE, REMOVABLE_FORMATS
from pipeline.finding import Kind
from pipeline.proposal import REASON_CODES, ReleaseMode

LONGEST = 4000
"""Characters of an opinion or of grounds."""


@dataclass(frozen=True, slots=True)
class Decide:
    """Accept, reject or amend proposals (or reject a cut that a person added). None: everything undecided."""

    verdict: str
    proposals: Sequence[str] | None = None
    grounds: str = ""
    spans: Sequence[tuple[int, int]] = ()
    reason_code: str | None = None
    kind: str = field(default="decided", init=False)
    power: str = field(default="decide", init=False)

    def why_not(self, case: Dossier) -> list[Reason]:
        """What is wrong with this request."""
        reasons = [*editable(case), *grounds_fit(self.grounds), *code_fits(self.reason_code)]
        names, unknown = self.names(case)
        if unknown:
            reasons.append(Reason("unknown", f"没有编号为 {'、'.join(unknown)} 的处理建议。"))
        if self.verdict not in ("accept", "reject", "amend"):
            reasons.append(Reason("verdict", "处理意见只能是 accept、reject 或 amend。"))
        if self.verdict == "reject" and not self.grounds.strip():
            reasons.append(Reason("grounds", "不采纳处理建议须说明理由（--grounds）。"))
        if self.verdict != "reject" and any(name in case.added for name in names):
            reasons.append(Reason("added", "人工增加的删减只能以 reject 撤销，或另行增加。"))
        if self.verdict == "amend":
            if len(names) != 1:
                reasons.append(Reason("one", "修改须逐条进行（--proposal）。"))
            if not self.spans:
                reasons.append(
                    Reason("spans", "修改须给出删减范围（--cut 起:止）；不删减请用 reject。")
                )
            reasons.extend(spans_fit(self.spans, case))
        elif self.spans:
            reasons.append(Reason("spans", "只有修改（amend）才能给出删减范围。"))
        return reasons

    def names(self, case: Dossier) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The proposals and added cuts that are meant, and the names that mean none; a unique beginning will do."""
        if self.proposals is None:
            return case.undecided, ()
        return resolve(self.proposals, (*case.proposals, *case.added))

    def is_idle(self, case: Dossier) -> bool:
        """True for --all where nothing is left to decide."""
        return not self.names(case)[0]

    def payload(self, case: Dossier) -> dict[str, Any]:
        """What the act holds. With --all a code fills only where the machine left it open."""
        names, _ = self.names(case)
        proposals = [name for name in names if name in case.proposals]
        codes = {}
        for name in proposals:
            takes = self.proposals is not None or not case.proposals[name].get("reason_code")
            if self.reason_code is not None and takes:
                codes[name] = self.reason_code
        return {
            "verdict": self.verdict, "proposals": proposals, "grounds": self.grounds, "codes": codes,
            "cuts": [list(span) for span in self.spans], "uncut": [name for name in names if name in case.added],
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class AddCut:
    """A cut that a person adds."""

    span: tuple[int, int]
    cut_kind: str
    reason_code: str
    grounds: str
    kind: str = field(default="cut", init=False)
    power: str = field(default="cut", init=False)

    def why_not(self, case: Dossier) -> list[Reason]:
        """What is wrong with this request."""
        reasons = [
            *editable(case),
            *spans_fit([self.span], case),
            *grounds_fit(self.grounds, needed=True),
        ]
        if self.cut_kind not in {kind.value for kind in Kind}:
            reasons.append(Reason("kind", "没有这种类别；请使用规则中的类别名称（如 pi.name）。"))
        return [*reasons, *code_fits(self.reason_code, needed=True)]

    def is_idle(self, _case: Dossier) -> bool:
        """A cut is always something."""
        return False

    def payload(self, case: Dossier) -> dict[str, Any]:
        """What the act holds."""
        from pipeline.document import digest_id

        start, stop = self.span
        name = digest_id("added", case.id, str(start), str(stop), self.cut_kind, self.reason_code)
        return {
            "id": name, "start": start, "stop": stop, "cut_kind": self.cut_kind,
            "reason_code": self.reason_code, "grounds": self.grounds,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class AnswerItems:
    """A person answers for gaps, steps and questions. None: everything open.

    With a reason code what the gaps stand for is taken out whole; None are then the open ones that can be.
    """

    grounds: str
    items: Sequence[str] | None = None
    remove: bool = False
    reason_code: str | None = None
    kind: str = field(default="gap", init=False)
    power: str = field(default="gap", init=False)

    def why_not(self, case: Dossier) -> list[Reason]:
        """What is wrong with this request."""
        reasons = list(grounds_fit(self.grounds, needed=True))
        if case.state is not State.REFERRED:
            reasons.extend(editable(case))
        _, unknown = self.names(case)
        if unknown:
            reasons.append(Reason("unknown", f"没有编号为 {'、'.join(unknown)} 的待答复事项。"))
        return [*reasons, *self._why_not_remove(case)]

    def _why_not_remove(self, case: Dossier) -> list[Reason]:
        if not self.remove:
            unmeant = self.reason_code is not None
            return [Reason("remove", "理由代码只用于移除（--remove）。")] if unmeant else []
        reasons = code_fits(self.reason_code, needed=True)
        names, _ = self.names(case)
        fixed = [i.place for i in case.items if i.id in names and not _is_removable(i, case)]
        if fixed or not names:
            what = "、".join(fixed[:5]) or "本案"
            reasons.append(
                Reason(
                    "remove",
                    f"{what}没有可以移除的图片或对象（限{'、'.join(REMOVABLE_FORMATS)}中未能识读的图片和嵌入对象），"
                    "请另作答复。",
                )
            )
        return reasons

    def names(self, case: Dossier) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The items that are meant, and the names that mean none."""
        if self.items is None:
            fitting = (i for i in case.open_items if not self.remove or _is_removable(i, case))
            return tuple(item.id for item in fitting), ()
        return resolve(self.items, tuple(item.id for item in case.items))

    def is_idle(self, case: Dossier) -> bool:
        """True for --all where nothing is open."""
        return not self.names(case)[0]

    def payload(self, case: Dossier) -> dict[str, Any]:
        """What the act holds."""
        made = {"items": list(self.names(case)[0]), "grounds": self.grounds}
        return {**made, "reason_code": self.reason_code} if self.remove else made


@dataclass(frozen=True, slots=True)
class SetStatus:
    """公开属性 and 公开方式. 不予公开 needs a code; 待确定 asks that the matter be referred (第十六条)."""

    release_status: str
    release_mode: str | None = None
    reason_code: str | None = None
    grounds: str = ""
    kind: str = field(default="status", init=False)
    power: str = field(default="status", init=False)

    def why_not(self, case: Dossier) -> list[Reason]:
        """What is wrong with this request; 源头认定: no refusal without its reason."""
        reasons = [*editable(case), *code_fits(self.reason_code), *grounds_fit(self.grounds)]
        if self.release_status not in (*RELEASING, WITHHELD, UNDECIDED):
            reasons.append(
                Reason("status", "公开属性只能是全文公开、删减后公开、不予公开或待确定。")
            )
        if self.release_mode is not None and self.release_mode not in {
            mode.value for mode in ReleaseMode
        }:
            reasons.append(Reason("mode", "公开方式只能是主动公开或依申请公开。"))
        if self.release_status in RELEASING and self.release_mode is None:
            reasons.append(Reason("mode", "须同时确定公开方式（主动公开或依申请公开）。"))
        if self.release_status == WITHHELD and not (self.reason_code or case.reason_code):
            reasons.append(
                Reason(
                    "reason_code", "不予公开须说明理由代码和依据，否则不予印发（--reason-code）。"
                )
            )
        return reasons

    def is_idle(self, _case: Dossier) -> bool:
        """Setting the status again is an act too: someone stood by it."""
        return False

    def payload(self, case: Dossier) -> dict[str, Any]:
        """What the act holds."""
        code = self.reason_code or (case.reason_code if self.release_status == WITHHELD else None)
        return {
            "release_status": self.release_status, "release_mode": self.release_mode, "reason_code": code,
            "basis": list(policy.reason_basis(code)) if code else [], "grounds": self.grounds,
        }  # fmt: skip


Edit = Decide | AddCut | AnswerItems | SetStatus


def _is_removable(item: Item, case: Dossier) -> bool:
    return (
        item.kind == "gap" and item.reason in REMOVABLE and case.facts.format in REMOVABLE_FORMATS
    )


def resolve(given: Sequence[str], known: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Names in full for names or unique beginnings (four characters and more), and those that fit none."""
    found, unknown = [], []
    for name in given:
        fits = [k for k in known if k == name] or [
            k for k in known if len(name) >= 4 and k.startswith(name)
        ]
        if len(fits) == 1:
            found.append(fits[0])
        else:
            unknown.append(name[:40])
    return tuple(dict.fromkeys(found)), tuple(unknown)


def editable(case: Dossier) -> list[Reason]:
    """Why decisions may no longer be made."""
    if case.is_editable:
        return []
    if case.signatures and case.due_step is not None:
        return [
            Reason("signed", "本案已有人签署，内容不得改动；如需修改，请先退回（case return）。")
        ]
    return [Reason("state", f"案卷现为“{case.state.label}”，不能办理此事。")]


def grounds_fit(grounds: str, *, needed: bool = False) -> list[Reason]:
    """Grounds must be there where they are needed, and be of a length that a record can print."""
    if needed and not grounds.strip():
        return [Reason("grounds", "须说明理由（--grounds）。")]
    if len(grounds) > LONGEST or any(0xD800 <= ord(c) < 0xE000 for c in grounds):
        return [Reason("grounds", f"理由不得超过{LONGEST}字，且须为有效文字。")]
    return []


def code_fits(code: str | None, *, needed: bool = False) -> list[Reason]:
    """One of the eight codes of the annual report."""
    if code is None and not needed:
        return []
    return [] if code in REASON_CODES else [Reason("reason_code", "理由代码只能是1至8。")]


def spans_fit(spans: Sequence[tuple[int, int]], case: Dossier) -> list[Reason]:
    """Ranges of at least one character inside the text."""
    length = case.facts.text_length
    bad = [s for s in spans if not 0 <= s[0] < s[1] or (length is not None and s[1] > length)]
    return (
        [Reason("spans", "删减范围无效：应为“起:止”，按字符计，且不超出全文。")]
        if bad or not spans
        else []
    )
