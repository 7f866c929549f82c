"""What a written decision says of a marking: declassified on a day, or its term extended. An argument of the judge.

A decision is that of the 原定密机关 or its superior (保密法 2024 第二十四条); that somebody recorded it never opens a
document: what was lifted is still referred, and what was extended bars.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.secrecy import Level


@dataclass(frozen=True, slots=True)
class Extension:
    """延长保密期限 by the 原定密机关 or its superior: secret through `until`; `level` None is every mark."""

    until: dt.date
    determined_on: dt.date
    level: Level | None = None


@dataclass(frozen=True, slots=True)
class Declassification:
    """提前解密 with a written decision of the 原定密机关 or its superior; `level` None is every mark."""

    on: dt.date
    level: Level | None = None


Evidence = Extension | Declassification


def consistent(facts: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """Each fact once, in order; where one document is said to be both lifted and extended, only the extension counts."""
    each = set(facts)
    extended = sorted((f for f in each if isinstance(f, Extension)), key=spelled)
    lifted = sorted((f for f in each if isinstance(f, Declassification)), key=spelled)
    return (*extended,) if extended else (*lifted,)


def spelled(fact: Evidence) -> list[str]:
    """As a list of words, for a job and for the key of a review."""
    level = fact.level.name if fact.level else ""
    match fact:
        case Extension():
            return ["extended", fact.determined_on.isoformat(), level, fact.until.isoformat()]
        case Declassification():
            return ["declassified", fact.on.isoformat(), level]


def of_spelled(words: Sequence[str]) -> Evidence:
    """The fact that was spelled so."""
    kind, day, level, *until = words
    on, of = dt.date.fromisoformat(day), Level[level] if level else None
    if kind == "extended":
        return Extension(dt.date.fromisoformat(until[0]), on, of)
    return Declassification(on, of)
