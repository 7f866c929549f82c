"""Labels with a colon, and how far what they label reaches."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from detectors.names_context import SIGNED, TEAM, organ_before
from detectors.names_lexicon import Cue, lexicon

_STOPS = frozenset("。;；!?！？\n\t")


@dataclass(frozen=True, slots=True)
class Label:
    """A label with its colon, and how far what it labels can reach."""

    start: int
    stop: int
    cue: Cue


@cache
def _label_terms() -> tuple[dict[str, Cue], int]:
    labels = lexicon().labels
    return labels, max(map(len, labels))


def labels_in(text: str) -> list[Label]:
    """Every label of the cue lexicon that stands before a colon, in text order."""
    terms, longest = _label_terms()
    found: list[Label] = []
    at = text.find(":")
    while at >= 0:
        stop = at
        signed = SIGNED.search(text, max(0, at - 6), at)
        if signed:
            stop = signed.start()
        for length in range(min(longest, stop), 1, -1):
            cue = terms.get(text[stop - length : stop])
            if cue is not None:
                found.append(Label(stop - length, at + 1, cue))
                break
        else:
            organ = organ_before(text, stop)
            cue = OTHER if organ is None else TEAM
            found.append(Label(stop, at + 1, cue))
        at = text.find(":", at + 1)
    return found


OTHER = Cue("", "label", "none", "other", "")
"""A colon after anything else ends the reach of the label before it."""


def label_over(labels: Sequence[Label], index: int, text: str, start: int) -> Cue | None:
    """The cue of label `index` when its reach includes `start`: same line, no sentence end between, 120 characters."""
    if index < 0:
        return None
    label = labels[index]
    if label.cue is OTHER or start - label.stop > 120:
        return None
    if any(ch in _STOPS for ch in text[label.stop : start]):
        return None
    if label.cue.role == "private" and _OFFICE_VALUE.match(text, label.stop, start):
        return None
    return label.cue


_OFFICE_VALUE = re.compile(r"[^,:(]{2,30}(?:政府|办事处|委员会|[局厅院校司厂社])(?:[,(]|$)")
"""The value of a label that is no person: whoever is named behind it, is named for the body (被申请人:某镇人民政府,法定代表人…)."""
