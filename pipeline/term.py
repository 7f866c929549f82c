"""Terms of state secrets: one `Marking` for each distinct mark of a document, and one mark explained.

The arithmetic is in `pipeline.term_rules`, the reading of what is written in `pipeline.term_text`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from pipeline.errors import UsageError
from pipeline.evidence import Declassification, Evidence, Extension
from pipeline.finding import Finding, Kind
from pipeline.fold import fold
from pipeline.metadata import Metadata
from pipeline.secrecy import Marking, MarkingState, MarkReading, NoTerm
from pipeline.term_rules import SOON_DAYS, Judged, Reason, judge_mark, last_day
from pipeline.term_rules import text as phrase
from pipeline.term_text import read_mark

__all__ = [
    "SOON_DAYS",
    "Declassification",
    "Evidence",
    "Explanation",
    "Extension",
    "Judged",
    "Reason",
    "explain",
    "judge_mark",
    "last_day",
    "markings",
]


def markings(
    findings: Iterable[Finding],
    metadata: Metadata,
    on: dt.date,
    *,
    soon_days: int = SOON_DAYS,
    evidence: Iterable[Evidence] = (),
) -> tuple[Marking, ...]:
    """One entry for each distinct mark of the document, in order of its first finding.

    A repeated header does not multiply; a bare level joins the full mark of the same level. Two live marks of
    the whole document that disagree are both `anomalous`; marks of a part may be lower than the document's.
    """
    facts = tuple(evidence)
    groups = _groups(findings)
    disagree = _disagreeing(groups)
    result = []
    for mark, ids in groups:
        judged = judge_mark(mark, metadata.issued_on, on, soon_days=soon_days, evidence=facts)
        if mark in disagree and judged.state is not MarkingState.DECLASSIFIED:
            judged = replace(
                judged, state=MarkingState.ANOMALOUS, notes=(*judged.notes, phrase("disagree"))
            )
        result.append(_entry(mark, metadata.issued_on, judged, ids))
    return tuple(result)


def _entry(
    mark: MarkReading, issued_on: dt.date | None, judged: Judged, ids: tuple[str, ...] = ()
) -> Marking:
    return Marking(
        level=mark.level,
        term=mark.written,
        issued_on=issued_on,
        expires_on=judged.expires_on,
        state=judged.state,
        findings=ids,
        basis=judged.basis,
        notes=judged.notes,
    )


def _groups(findings: Iterable[Finding]) -> list[tuple[MarkReading, tuple[str, ...]]]:
    """Distinct marks with the ids of their findings; a bare level joins the first full mark of that level."""
    groups: dict[tuple[object, ...], tuple[MarkReading, list[str]]] = {}
    for found in sorted(findings, key=lambda f: f.span):
        if found.kind is not Kind.SECRECY_MARKING or found.mark is None:
            continue
        mark = found.mark
        held, ids = groups.setdefault(_key(mark), (mark, []))
        ids.append(found.id)
        if held.portion and not mark.portion:
            groups[_key(mark)] = (mark, ids)
    for key, (mark, ids) in list(groups.items()):
        if not isinstance(mark.term, NoTerm) or mark.lifted or mark.contradictory:
            continue
        fuller = next(
            (
                other
                for other in groups.values()
                if other[0].level == mark.level
                and not isinstance(other[0].term, NoTerm)
                and not other[0].lifted
                and not other[0].struck
            ),
            None,
        )
        if fuller is not None:
            fuller[1].extend(ids)
            del groups[key]
    return [(mark, tuple(dict.fromkeys(ids))) for mark, ids in groups.values()]


def _key(mark: MarkReading) -> tuple[object, ...]:
    return (mark.level, mark.term, mark.lifted, mark.lifted_on, mark.contradictory, mark.struck)


def _disagreeing(groups: list[tuple[MarkReading, tuple[str, ...]]]) -> list[MarkReading]:
    """The whole-document marks, when there is more than one that is not struck out or lifted."""
    whole = [m for m, _ in groups if not (m.portion or m.lifted or m.struck)]
    return whole if len(whole) > 1 else []


# ---- one mark explained ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Explanation:
    """One mark explained: the entry of `markings`, and every step of the arithmetic with its article."""

    marking: Marking
    steps: tuple[Reason, ...]

    @property
    def basis(self) -> tuple[str, ...]:
        """The articles that bound, in order of use."""
        return self.marking.basis

    @property
    def notes(self) -> tuple[str, ...]:
        """Every step in Chinese with its article, then the remarks."""
        steps = [
            f"{step.text}（{step.basis}）" if step.basis else step.text for step in self.steps
        ]
        return (
            *steps,
            *(note for note in self.marking.notes if note not in {s.text for s in self.steps}),
        )

    def as_json(self) -> dict[str, Any]:
        """What `xianshen term --json` prints."""
        return {
            **marking_json(self.marking),
            "basis": list(self.basis),
            "notes": list(self.notes),
        }


def marking_json(marking: Marking) -> dict[str, Any]:
    """One entry of `markings` in `review.json`."""
    return {
        "level": marking.level.name,
        "term": marking.term,
        "issued_on": marking.issued_on.isoformat() if marking.issued_on else None,
        "expires_on": marking.expires_on.isoformat() if marking.expires_on else None,
        "state": marking.state.value,
        "findings": list(marking.findings),
    }


def explain(
    text: str,
    issued_on: dt.date | None,
    on: dt.date,
    *,
    soon_days: int = SOON_DAYS,
    evidence: Iterable[Evidence] = (),
) -> Explanation:
    """Explain one mark such as 机密★10年. Raises UsageError when `text` names no level."""
    mark = read_mark(fold(text.strip()).text)
    if mark is None:
        raise UsageError(
            "未能识别密级标志。", "请写成“密级★保密期限”，如：秘密★5年、机密★启用前。"
        )
    judged = judge_mark(mark, issued_on, on, soon_days=soon_days, evidence=evidence)
    return Explanation(_entry(mark, issued_on, judged), judged.steps)
