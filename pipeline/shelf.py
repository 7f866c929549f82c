"""Findings in columns of numbers: a list of persons has hundreds of thousands.

Their layer and place are those of the block in which they begin; what else many have in common is kept once.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable

from pipeline.block_columns import Blocks
from pipeline.document import Span
from pipeline.finding import Certainty, Finding, Kind
from pipeline.made import Made
from pipeline.secrecy import MarkReading

_DIGEST = re.compile("[0-9a-f]{16}")
_Shared = tuple[Kind, Certainty, str, str, MarkReading | None, str | None]
"""Kind, certainty, detector, reason, mark and subject."""


class Shelf(Made[Finding]):
    """Findings of one document in the order in which they came; each is made again when it is asked for."""

    __slots__ = ("_blocks", "_ids", "_kept", "_known", "_named", "_shared", "_sorts", "_spans")

    def __init__(self, blocks: Blocks, findings: Iterable[Finding] = (), *, named: bool = False) -> None:
        """`named`: the strings of the ids are kept, because somebody else keeps them, too."""
        self._blocks = blocks
        self._named: list[str] | None = [] if named else None
        self._ids = array("Q")
        self._spans = (array("I"), array("I"))
        self._sorts = array("I")
        self._shared: list[_Shared] = []
        self._known: dict[_Shared, int] = {}
        self._kept: dict[int, Finding] = {}
        """Those that the columns would not give back as they were."""
        self.extend(findings)

    def extend(self, findings: Iterable[Finding]) -> None:
        """Put findings behind the others; when they break off, those that came are kept."""
        for found in findings:
            self._put(found)

    def _put(self, found: Finding) -> None:
        shared = (found.kind, found.certainty, found.detector, found.why, found.mark, found.subject)
        sort = self._known.get(shared)
        if sort is None:
            sort = self._known[shared] = len(self._shared)
            self._shared.append(shared)
        is_digest = _DIGEST.fullmatch(found.id) is not None
        if not is_digest or (found.layer, found.place) != self._blocks.stands(found.span.start):
            self._kept[len(self)] = found
        if self._named is not None:
            self._named.append(found.id)
        else:
            self._ids.append(int(found.id, 16) if is_digest else 0)
        for column, value in zip(self._spans, found.span, strict=True):
            column.append(value)
        self._sorts.append(sort)

    def _item(self, index: int) -> Finding:
        if index in self._kept:
            return self._kept[index]
        span = Span(self._spans[0][index], self._spans[1][index])
        name = f"{self._ids[index]:016x}" if self._named is None else self._named[index]
        layer, place = self._blocks.stands(span.start)
        kind, certainty, detector, why, mark, subject = self._shared[self._sorts[index]]
        return Finding(name, kind, span, layer, place, certainty, detector, why, mark, subject)

    def __len__(self) -> int:
        return len(self._sorts)
