"""What to do about what was seen: actions, outcomes, reason codes, proposals and steps."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import IntEnum, StrEnum

from pipeline.document import Span, digest_id


class Action(StrEnum):
    """What is proposed for a finding. Only REMOVE and MASK have cuts."""

    REMOVE = "remove"
    MASK = "mask"
    KEEP = "keep"
    WITHHOLD = "withhold"
    ASK = "ask"
    NOTE = "note"

    @property
    def label(self) -> str:
        """The Chinese word."""
        return {
            "remove": "删除",
            "mask": "遮盖",
            "keep": "保留",
            "withhold": "不予公开",
            "ask": "请人工确定",
            "note": "提示",
        }[self.value]


class Outcome(IntEnum):
    """Ordered: a case takes the maximum of everything in it; evidence never loosens it."""

    RELEASE = 0
    PARTIAL_RELEASE = 1
    REFER = 2
    WITHHOLD = 3
    HALT = 4

    @property
    def code(self) -> str:
        """The name in JSON."""
        return self.name.lower()

    @property
    def release_status(self) -> str:
        """公开属性 as shown."""
        return ("全文公开", "删减后公开", "待确定", "不予公开", "停止处理")[self.value]


REASON_CODES: dict[str, str] = {
    "1": "属于国家秘密",
    "2": "其他法律行政法规禁止公开",
    "3": "危及“三安全一稳定”",
    "4": "保护第三方合法权益",
    "5": "属于三类内部事务信息",
    "6": "属于四类过程性信息",
    "7": "属于行政执法案卷",
    "8": "属于行政查询事项",
}
"""The eight reason codes of the annual report (政府信息公开条例 2019 第五十条 format)."""


class ReleaseMode(StrEnum):
    """公开方式, the second axis."""

    PROACTIVE = "主动公开"
    ON_REQUEST = "依申请公开"


@dataclass(frozen=True, slots=True)
class Cut:
    """A range to take out. `mask` names the mask rule (corpora/policy/masks) or is None for a full removal."""

    span: Span
    mask: str | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the machine proposes for one or more findings; a named person decides it.

    `grounds` explains in Chinese and never quotes the document; `basis` are article references such as
    `政府信息公开条例-2019/15`, in force on the day of the review; `reason_code` None where a person must choose.
    """

    id: str
    findings: tuple[str, ...]
    action: Action
    outcome: Outcome
    reason_code: str | None
    basis: tuple[str, ...]
    grounds: str
    cuts: tuple[Cut, ...] = ()

    @classmethod
    def of(
        cls,
        findings: tuple[str, ...],
        action: Action,
        outcome: Outcome,
        *,
        reason_code: str | None,
        basis: tuple[str, ...],
        grounds: str,
        cuts: tuple[Cut, ...] = (),
    ) -> Proposal:
        """A proposal named by its content."""
        spans = ",".join(f"{cut.span.start}:{cut.span.stop}:{cut.mask or ''}" for cut in cuts)
        about = findings or (grounds,)
        name = digest_id("proposal", *about, action.value, outcome.code, reason_code or "", spans)
        return cls(name, findings, action, outcome, reason_code, basis, grounds, cuts)


class StepKind(StrEnum):
    """Something people must do before the case can end."""

    DECLASSIFY = "declassify"
    CONFIRM_EXPIRY = "confirm_expiry"
    THIRD_PARTY = "third_party"
    CO_ISSUER = "co_issuer"
    REFER = "refer"
    REASON_CODE = "reason_code"
    IMPACT_ASSESSMENT = "impact_assessment"
    OCR_CHECK = "ocr_check"
    HALT_REPORT = "halt_report"


@dataclass(frozen=True, slots=True)
class Step:
    """A step with its grounds in Chinese, its articles and, where the law sets a limit, the day it is due."""

    kind: StepKind
    grounds: str
    basis: tuple[str, ...] = ()
    due_on: dt.date | None = None
