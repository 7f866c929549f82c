"""What a case holds: its facts, and each thing that a person did, as values."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

RELEASING = ("全文公开", "删减后公开")
WITHHELD = "不予公开"
UNDECIDED = "待确定"


@dataclass(frozen=True, slots=True)
class Decision:
    """The last word on one proposal: accept, reject or amend."""

    proposal: str
    verdict: str
    actor: str
    at: str
    grounds: str = ""
    reason_code: str | None = None
    cuts: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class AddedCut:
    """A cut that a person added."""

    id: str
    start: int
    stop: int
    kind: str
    reason_code: str
    grounds: str
    actor: str
    at: str


@dataclass(frozen=True, slots=True)
class Item:
    """Something that must be answered by a person: a gap, a step, or a question that was found justified.

    `kind` is `gap`, `step` or `ask`; `reason` the gap's or step's code; `place` Chinese; `due_on` its limit.
    """

    id: str
    kind: str
    reason: str
    place: str
    due_on: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """A person answers for an item; with a reason code, by having what it stands for taken out whole."""

    item: str
    actor: str
    at: str
    grounds: str
    reason_code: str | None = None


@dataclass(frozen=True, slots=True)
class Status:
    """公开属性 and 公开方式 as a person set them."""

    release_status: str
    release_mode: str | None
    reason_code: str | None
    actor: str
    at: str
    grounds: str = ""


@dataclass(frozen=True, slots=True)
class Signature:
    """One signed step. `content` is the digest of everything that was signed."""

    step: str
    label: str
    role: str
    actor: str
    display: str
    at: str
    opinion: str
    content: str
    round: int


@dataclass(frozen=True, slots=True)
class FinalCut:
    """A cut that stands after the people's decisions. `mask` names a mask rule, None is a full removal."""

    start: int
    stop: int
    mask: str | None
    kind: str
    reason_code: str | None
    basis: tuple[str, ...]
    decided_by: str
    origin: str
    """Id of the proposal or of the added cut."""


@dataclass(frozen=True, slots=True)
class Removal:
    """A picture or object that nobody read and that is taken out whole; `item` is its gap."""

    item: str
    reason: str
    place: str
    reason_code: str
    basis: tuple[str, ...]
    decided_by: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What is fixed when a case is opened. `level` is set for a halted case only."""

    id: str
    sha256: str
    name: str
    format: str
    bytes: int
    corpora: str
    software: str
    cleared: str
    on: dt.date
    outcome: str
    level: str | None
    procedure: str
    review_digest: str | None
    reading_digest: str | None
    text_length: int | None
    due_on: dt.date | None
    opened_at: str
