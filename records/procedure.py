"""What people added to a review: numbers, decisions, signatures, deadlines. Input of every record.

Plain values only, so that the terminal, a web page and a test can all fill it. Nothing here is checked
against the law: that is the office's work; a record prints what was done.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Signature:
    """One step of the procedure. `name` empty means that the step is still open.

    `label` is the step's own name in the office (经办人员, 办公室, 主管领导, 处室负责人 …); `opinion` is the stock
    sentence, `words` what the person added in their own words.
    """

    label: str
    name: str = ""
    signed_on: dt.date | None = None
    opinion: str = ""
    words: str = ""

    @property
    def is_signed(self) -> bool:
        """True when a named person signed on a day."""
        return bool(self.name) and self.signed_on is not None


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided about one proposal: accept, reject or amend (contract §4)."""

    proposal: str
    verdict: str
    name: str
    decided_on: dt.date | None = None
    grounds: str = ""
    reason_code: str | None = None
    cuts: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class AddedCut:
    """A cut that a person added; offsets and reasons, never the text."""

    start: int
    stop: int
    kind: str
    reason_code: str | None
    grounds: str
    name: str
    place: str = ""
    basis: tuple[str, ...] = ()
    decided_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class GapAnswer:
    """A person answers for a gap, a step or an open question.

    `item` is the gap's id (`pipeline.document.Gap.id`), the step's kind (`declassify`; the second of a kind is
    `declassify-2`) or the proposal's id.
    """

    item: str
    name: str
    grounds: str
    answered_on: dt.date | None = None
    reason_code: str | None = None
    """Why what the gap stands for is taken out whole; None for an answer alone."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """A limit, its last day (None: it cannot be counted yet), and the day on which it was met (None: still open).

    `of` says whose rule it is (法定, or the place's), `since` from when it runs; `over` is True for an open one whose
    last day has passed; `done` is the word for how it was met. `theirs` is a limit of the side that was asked.
    """

    label: str
    due_on: dt.date | None
    met_on: dt.date | None = None
    basis: tuple[str, ...] = ()
    of: str = ""
    since: dt.date | None = None
    over: bool = False
    done: str = "办结"
    theirs: bool = False

    @property
    def is_missed(self) -> bool:
        """True when it was not kept."""
        late = self.met_on is not None and self.due_on is not None and self.met_on > self.due_on
        return late or self.over


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the case's history (退回, 征求第三方意见, 中止计时, 暂缓公开, 撤回 …).

    `on` is the day on which it happened, `recorded_on` the one on which it was written down. `plain` marks what the
    form shows in its own fields: a case with nothing else needs no table of its history.
    """

    on: dt.date
    label: str
    name: str = ""
    grounds: str = ""
    basis: tuple[str, ...] = ()
    recorded_on: dt.date | None = None
    plain: bool = False


THREE_STEPS = (Signature("经办人员"), Signature("办公室"), Signature("主管领导"))
"""The three steps of 第十二条, all open."""


@dataclass(frozen=True, slots=True)
class Procedure:
    """Everything that people did in one case. Every field has a default: a draft record needs none.

    The first signature is that of the 承办人, the last that of the 主管领导; those between are the office's.
    `release_status` and `release_mode` are what was decided, empty while nothing is.
    """

    case: str = ""
    record_number: str = ""
    department: str = ""
    carrier: str = ""
    channel: str = ""
    telephone: str = ""
    release_status: str = ""
    release_mode: str = ""
    reason_code: str | None = None
    signatures: tuple[Signature, ...] = THREE_STEPS
    decisions: tuple[Decision, ...] = ()
    added: tuple[AddedCut, ...] = ()
    gap_answers: tuple[GapAnswer, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    events: tuple[Event, ...] = ()
    due_on: dt.date | None = None
    """The shortest limit for the release."""
    re_review_on: dt.date | None = None
    released_on: dt.date | None = None
    text_sha256: str = ""
    output_sha256: str = ""
    ledger_entry: str = ""
    remarks: tuple[str, ...] = ()
    extra: dict[str, str] = field(default_factory=dict)
    """Further fields for an office's own template, by name."""

    @property
    def is_complete(self) -> bool:
        """True when there are signatures and every one of them is given."""
        return bool(self.signatures) and all(signature.is_signed for signature in self.signatures)

    @property
    def is_untouched(self) -> bool:
        """True while nobody has signed."""
        return not any(signature.is_signed for signature in self.signatures)
