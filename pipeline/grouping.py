"""From judged findings to proposals: overlapping cuts made one, like findings put before the officer together.

A cluster of overlapping cuts is one range with one mask, so that no mask shows what another cut hides. Groups:
the same person, the same value, or the same column of a table; information that is kept or noted once a kind.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import cast

from pipeline import basis
from pipeline.document import Document, Span
from pipeline.finding import Certainty, Finding
from pipeline.masks import kept
from pipeline.policy_rows import NATION, Binding
from pipeline.proposal import Action, Cut, Outcome, Proposal

COLUMN_ROWS = 3
"""Cuts of one kind in one table column are one proposal from this many cells on."""
_CUTS = (Action.REMOVE, Action.MASK)
_ONCE = (Action.NOTE, Action.KEEP)


@dataclass(frozen=True, slots=True)
class Judged:
    """A finding and the row that binds it; `remarks` and `refs` come from the reckoning of a mark's term."""

    finding: Finding
    binding: Binding
    remarks: tuple[str, ...] = ()
    refs: tuple[str, ...] = ()

    @property
    def is_cut(self) -> bool:
        """Proposed for removal or masking."""
        return self.binding.row.action in _CUTS


@dataclass(frozen=True, slots=True)
class Unit:
    """Findings that are decided together because their ranges overlap; `cut` None where nothing is cut."""

    judged: tuple[Judged, ...]
    cut: Cut | None = None

    @property
    def head(self) -> Judged:
        """The one whose rule speaks for the unit: the strictest, then the longest, then the first."""
        if len(self.judged) == 1:
            return self.judged[0]
        return max(
            self.judged,
            key=lambda j: (
                j.binding.row.outcome,
                j.binding.row.action is Action.REMOVE,
                j.finding.span.stop - j.finding.span.start,
                -j.finding.span.start,
            ),
        )


def units(document: Document, judged: Sequence[Judged]) -> tuple[Unit, ...]:
    """Every judged finding in exactly one unit; the cuts of different units never overlap."""
    plain = [Unit((entry,)) for entry in judged if not entry.is_cut]
    cutting = sorted((e for e in judged if e.is_cut), key=lambda e: (e.finding.span, e.finding.id))
    clusters: list[list[Judged]] = []
    stop = -1
    for entry in cutting:
        if clusters and entry.finding.span.start < stop:
            clusters[-1].append(entry)
        else:
            clusters.append([entry])
            stop = -1
        stop = max(stop, entry.finding.span.stop)
    return (*plain, *(_cluster(document, cluster) for cluster in clusters))


def _cluster(document: Document, cluster: list[Judged]) -> Unit:
    if len(cluster) == 1:
        return Unit((cluster[0],), Cut(cluster[0].finding.span, cluster[0].binding.row.mask))
    span = Span(cluster[0].finding.span.start, max(e.finding.span.stop for e in cluster))
    masks = {entry.binding.row.mask for entry in cluster if entry.finding.span == span}
    mask = masks.pop() if len(masks) == 1 else None
    inner = [entry.finding.span for entry in cluster if entry.finding.span != span]
    if mask is not None and inner and _shows(document, span, mask, inner):
        mask = None
    return Unit(tuple(cluster), Cut(span, mask))


def _shows(document: Document, span: Span, mask: str, inner: Iterable[Span]) -> bool:
    """True when the mask of the outer range might show something of an inner one."""
    shown = kept(document.text[span.start : span.stop], mask)
    if shown is None:
        return False
    head, tail = span.start + len(shown[0]), span.stop - len(shown[1])
    return any(part.start < head or part.stop > tail for part in inner)


def proposals_of(document: Document, found: Sequence[Unit], on: dt.date) -> tuple[Proposal, ...]:
    """The proposals in the order of work: bars, questions, cuts, then what is kept or noted."""
    same: dict[tuple[object, ...], tuple[object, ...]] = {}
    standing = [_standing(document, unit, same) for unit in found]
    counts = Counter(standing)
    groups: dict[tuple[object, ...], list[Unit]] = {}
    for unit, (rule, column) in zip(found, standing, strict=True):
        together = column if column and counts[rule, column] >= COLUMN_ROWS else None
        groups.setdefault(_key(document, unit, rule, together), []).append(unit)
    del standing, found
    made = [proposal(group, on) for group in groups.values()]
    return tuple(sorted(made, key=_rank))


_Standing = tuple[tuple[object, ...], tuple[int, int] | None]


def _standing(
    document: Document, unit: Unit, same: dict[tuple[object, ...], tuple[object, ...]]
) -> _Standing:
    """The rule of a unit and its column in a table; equal ones are one object, so that many cost no more."""
    rule = same.setdefault(rule := _rule(unit), rule)
    one: _Standing = (rule, _column(document, unit))
    return cast(_Standing, same.setdefault(one, one))


def _rank(entry: Proposal) -> tuple[int, int]:
    order = (Action.WITHHOLD, Action.ASK, Action.REMOVE, Action.MASK, Action.KEEP, Action.NOTE)
    return -entry.outcome, order.index(entry.action)


def _column(document: Document, unit: Unit) -> tuple[int, int] | None:
    """Table and column of a cut; None outside tables."""
    block = document.block_at(unit.head.finding.span.start) if unit.cut is not None else None
    if block is None or block.cell is None:
        return None
    return block.cell.table, block.cell.column


def _rule(unit: Unit) -> tuple[object, ...]:
    row = unit.head.binding.row
    kinds = tuple(sorted({entry.finding.kind.value for entry in unit.judged}))
    return kinds, row.action.value, row.grounds, row.reason_code, row.outcome.code, row.layer


def _key(
    document: Document, unit: Unit, rule: tuple[object, ...], column: tuple[int, int] | None
) -> tuple[object, ...]:
    """What units must share to be one proposal; `column` where enough cells of it are cut."""
    head, row = unit.head, unit.head.binding.row
    if row.action in _ONCE or (
        row.action is Action.ASK and head.finding.certainty is Certainty.POSSIBLE
    ):
        return ("once", rule)
    if row.action is Action.WITHHOLD:
        return ("place", rule, head.finding.place)
    if column is not None:
        return ("column", rule, column)
    if head.finding.subject and len(unit.judged) == 1:
        return ("subject", rule, head.finding.subject)
    span = unit.cut.span if unit.cut else head.finding.span
    return ("value", rule, document.text[span.start : span.stop])


def proposal(group: Sequence[Unit], on: dt.date, *, action: Action | None = None) -> Proposal:
    """One proposal for a group: the strictest outcome of its members, every reason, every article in force."""
    row = group[0].head.binding.row
    judged = [entry for unit in group for entry in unit.judged]
    cuts = tuple(unit.cut for unit in group if unit.cut is not None)
    chosen = action or (_action(cuts) if cuts else row.action)
    refs = basis.on_day((ref for e in judged for ref in (*e.binding.basis, *e.refs)), on)
    outcome = max(entry.binding.row.outcome for entry in judged)
    if not refs:
        outcome = max(outcome, Outcome.REFER)
    return Proposal.of(
        tuple(entry.finding.id for entry in judged),
        chosen,
        outcome,
        reason_code=row.reason_code,
        basis=refs,
        grounds=grounds(judged, refs),
        cuts=cuts if chosen in _CUTS else (),
    )


def _action(cuts: Sequence[Cut]) -> Action:
    return Action.MASK if any(cut.mask for cut in cuts) else Action.REMOVE


def grounds(judged: Sequence[Judged], refs: Sequence[str]) -> str:
    """What an officer reads: the rule's grounds, why each finding was made, which layer bound, what to verify."""
    parts = [*_distinct(judged, lambda entry: entry.binding.row.grounds)]
    whys = _distinct(judged, lambda entry: entry.finding.why)
    if whys:
        parts.append("发现理由：" + "；".join(why.rstrip("。；") for why in whys) + "。")
    if remarks := tuple(dict.fromkeys(remark for entry in judged for remark in entry.remarks)):
        parts.append("期限推算：" + "；".join(remark.rstrip("。；") for remark in remarks) + "。")
    bound = _distinct(judged, lambda entry: entry.binding.row.layer)
    if bound != [NATION]:
        parts.append(f"适用层级：{'、'.join(bound)}。")
    beside = dict.fromkeys(
        row for entry in judged for row in (r.layer for r in entry.binding.beside)
    )
    if beside:
        parts.append(f"一并适用：{'、'.join(beside)}。")
    if not refs:
        parts.append("审查当日没有可引用的有效依据，须由人确定。")
    elif not any(basis.is_checked(ref) for ref in refs):
        parts.append("所引条文尚待核对原文。")
    return "".join(parts)


def _distinct(judged: Sequence[Judged], get: Callable[[Judged], str]) -> list[str]:
    return [word for word in dict.fromkeys(get(entry) for entry in judged) if word]
