"""The lines of a record as strings: what one row of each table says."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MarkRow:
    """One marking: 密级, 保密期限, 制发日, last day still secret, state, remarks."""

    level: str
    term: str
    issued: str
    last_day: str
    state: str
    notes: str


@dataclass(frozen=True, slots=True)
class CutRow:
    """One cut: number, place, kind, action, reason and articles; what a person decided about it.

    `stands` is False for a proposed cut that a person rejected: it is shown in the record and not made. `is_whole`
    is a picture or object that was taken out, which has no length to tell.
    """

    number: str
    place: str
    kind: str
    action: str
    reason: str
    articles: str
    decision: str
    code: str | None = None
    stands: bool = True
    is_whole: bool = False


@dataclass(frozen=True, slots=True)
class BarRow:
    """A ground that concerns the whole document or waits for a person."""

    number: str
    place: str
    kind: str
    action: str
    reason: str
    articles: str
    grounds: str
    decision: str


@dataclass(frozen=True, slots=True)
class NoteRow:
    """Personal information that stays by a law's exception, or something the officer should know."""

    number: str
    place: str
    kind: str
    action: str
    grounds: str
    articles: str


@dataclass(frozen=True, slots=True)
class GapRow:
    """Something that was not examined, what to do, and who answers for it."""

    number: str
    place: str
    reason: str
    advice: str
    answer: str


@dataclass(frozen=True, slots=True)
class StepRow:
    """Something to be done before the case can end, and what a person answered."""

    number: str
    label: str
    grounds: str
    articles: str
    due: str
    answer: str


@dataclass(frozen=True, slots=True)
class DeadlineRow:
    """A limit: whose it is, what for, its articles, from when to when, and whether it was kept."""

    number: str
    of: str
    label: str
    articles: str
    since: str
    due: str
    result: str


@dataclass(frozen=True, slots=True)
class EventRow:
    """One act: its day, what it was, who did it, its articles, the grounds."""

    number: str
    day: str
    label: str
    name: str
    articles: str
    grounds: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A box on the form and whether it is ticked."""

    label: str
    ticked: bool


@dataclass(frozen=True, slots=True)
class SignatureRow:
    """One signing step: its name, opinion, own words, signature and date as printed."""

    label: str
    opinion: str
    words: str
    name: str
    day: str
    signed: bool
