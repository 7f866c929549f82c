"""Private person or official in office: what speaks for which, and a question when both do.

Office-holders, signatories, contacts of the issuing body, law enforcers and experts named by function stay
(政府信息公开条例 第二十条); applicants, recipients, patients, complainants, victims, offenders, heirs and
neighbours are private persons (个人信息保护法 第四条).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from detectors.names_lexicon import Cue


class Role(StrEnum):
    """The reading of a person in a document."""

    PRIVATE = "private"
    OFFICIAL = "official"
    BOTH = "both"
    UNKNOWN = "unknown"


class Reach(StrEnum):
    """Where a witness was heard: at the name itself, at a name in the same row, at another place of the name."""

    HERE = "here"
    ROW = "row"
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True, slots=True)
class Witness:
    """One thing that speaks for a role: `weight` 1 hints, 2 speaks, 3 settles; `why` says it in Chinese."""

    role: Role
    weight: int
    why: str
    reach: Reach = Reach.HERE


def witness(cue: Cue | None, place: str) -> Witness | None:
    """What a cue says; None for one that says nothing of the role."""
    if cue is None or cue.role not in {"private", "official"}:
        return None
    role = Role.PRIVATE if cue.role == "private" else Role.OFFICIAL
    weight = _WEIGHTS.get((place, cue.group), 2)
    return Witness(role, weight, f"{_PLACES[place]}“{cue.term}”")


_PLACES = {
    "before": "前有",
    "after": "后接",
    "label": "标签为",
    "column": "栏目为",
    "list": "同列人员标签为",
}
_WEIGHTS = {  # `trade`, what one lives by or stands for (司机, 会计, 委托代理人), settles nothing: both sides have them
    ("before", "office"): 3,
    ("after", "office"): 3,
    ("label", "duty"): 3,
    ("label", "party"): 3,
    ("label", "contact"): 3,
    ("label", "office"): 3,
    ("column", "party"): 4,
    ("column", "duty"): 4,
    ("column", "contact"): 4,
    ("before", "party"): 3,
    ("before", "duty"): 3,
    ("before", "expert"): 2,
    ("after", "expert"): 2,
    ("after", "act"): 2,
    ("after", "party"): 2,
    ("after", "honorific"): 1,
}


CLEAR = 5
"""A witness of this weight outweighs all others: the number of an identity card, the office somebody is appointed to."""


def weigh(witnesses: Iterable[Witness]) -> tuple[Role, str]:
    """The role, and the reason shown to the officer. Two strong voices against each other are a question."""
    best: dict[Role, Witness] = {}
    total = {Role.PRIVATE: 0, Role.OFFICIAL: 0}
    said = list(witnesses)
    for one in [one for one in said if one.weight >= CLEAR] or said:
        total[one.role] += one.weight
        if one.role not in best or one.weight > best[one.role].weight:
            best[one.role] = one
    private, official = best.get(Role.PRIVATE), best.get(Role.OFFICIAL)
    if private and official and min(private.weight, official.weight) == 1:
        winner = max(private, official, key=lambda one: one.weight)
        if winner.weight > 1:
            return winner.role, winner.why
    if private and official:
        if abs(total[Role.PRIVATE] - total[Role.OFFICIAL]) < 2:
            return Role.BOTH, f"{private.why}，又{official.why}，身份待判断"
        winner = private if total[Role.PRIVATE] > total[Role.OFFICIAL] else official
        return winner.role, winner.why
    if private:
        return Role.PRIVATE, private.why
    if official:
        return Role.OFFICIAL, official.why
    return Role.UNKNOWN, "上下文未说明身份"
