"""Levels, terms and markings of state secrets: the types. The arithmetic of terms is in `pipeline.term`."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum


class Level(IntEnum):
    """密级, ordered: 保密法 2024 第十四条. NONE is what an uncleared installation may hold."""

    NONE = 0
    MIMI = 1
    JIMI = 2
    JUEMI = 3

    @property
    def label(self) -> str:
        """The word printed on paper."""
        return {0: "无", 1: "秘密", 2: "机密", 3: "绝密"}[self.value]


class MarkingState(StrEnum):
    """What a marking means on the day of the review."""

    IN_TERM = "in_term"
    EXPIRES_SOON = "expires_soon"
    EXPIRED = "expired"
    LONG_TERM = "long_term"
    CONDITIONAL = "conditional"
    TERM_ABSENT = "term_absent"
    UNDATED = "undated"
    DECLASSIFIED = "declassified"
    ANOMALOUS = "anomalous"

    @property
    def is_live(self) -> bool:
        """True unless the term has run or the secret was lifted: an unclear mark counts as live."""
        return self not in (MarkingState.EXPIRED, MarkingState.DECLASSIFIED)


# ---- the term as written -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Duration:
    """N years, months or days from the day of issue."""

    years: int = 0
    months: int = 0
    days: int = 0


@dataclass(frozen=True, slots=True)
class Until:
    """Secret through this day (秘密★2030年12月31日, 解密时间)."""

    on: dt.date


@dataclass(frozen=True, slots=True)
class LongTerm:
    """长期."""


@dataclass(frozen=True, slots=True)
class Conditional:
    """A condition or event (启用前, 公布前, 会议开始前, 解密条件): no day can be computed."""


@dataclass(frozen=True, slots=True)
class NoTerm:
    """A level and nothing after it."""


@dataclass(frozen=True, slots=True)
class BadTerm:
    """Something after ★ that cannot be a term (0年, unreadable)."""


Term = Duration | Until | LongTerm | Conditional | NoTerm | BadTerm


@dataclass(frozen=True, slots=True)
class MarkReading:
    """What one `secrecy.marking` finding says, as values: never the text around it.

    `written` is the term in its normal spelling (5年, 长期, 启用前, 至2030年12月31日), None where none stands.
    `lifted` is True for a struck-out mark or one with 解密 beside it, `lifted_on` its day if stated.
    `contradictory` marks ★ beside 内部 or 商密 and the like. `struck` is a mark that is crossed out with nothing
    beside it to say why. `portion` is a mark of a part (a paragraph, a heading, an annex), not of the document.
    """

    level: Level
    term: Term
    written: str | None = None
    lifted: bool = False
    lifted_on: dt.date | None = None
    contradictory: bool = False
    struck: bool = False
    portion: bool = False


@dataclass(frozen=True, slots=True)
class Marking:
    """One marking of the document, judged on a day: an entry of `markings` in `review.json`.

    `notes` are remarks in Chinese (assumed term, term above the cap …); `basis` the articles that bound.
    """

    level: Level
    term: str | None
    issued_on: dt.date | None
    expires_on: dt.date | None
    state: MarkingState
    findings: tuple[str, ...] = ()
    basis: tuple[str, ...] = ()
    notes: tuple[str, ...] = field(default=())
