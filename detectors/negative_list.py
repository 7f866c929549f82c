"""The office's own 负面清单: words that it has listed as not to be published without a person's look.

`HOME/policy/negative_list.tsv`, UTF-8, with a header line and one word a line: `词条`, `类别` (a kind of §3.1,
`public_safety` if empty), `登记日期`, `登记人`, and `停用日期` for a word that no longer counts. Every change of the
list thus has its day and its person, and the list counts among the rules used. A listed word is always a
question (REFER), never decided by the machine.
"""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.contracts import Reading
from pipeline.errors import UsageError
from pipeline.finding import Certainty, Finding, Kind, finding
from pipeline.fold import fold

FILE = "policy/negative_list.tsv"
ASKED = frozenset(
    {
        Kind.PUBLIC_SAFETY,
        Kind.SECRECY_SCOPE,
        Kind.DELIBERATIVE,
        Kind.INTERNAL_AFFAIRS,
        Kind.ENFORCEMENT_FILE,
        Kind.TRADE_SECRET,
    }
)
"""Kinds that a listed word may have: those that ask a person."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One word of the list, with the day and the person of its listing."""

    term: str
    kind: Kind
    since: dt.date
    by: str


def entries_of(home: Path) -> tuple[Entry, ...]:
    """The words that count. Raises UsageError for a line without its word, day or person, or of an unknown kind."""
    path = home / FILE
    if not path.is_file():
        return ()
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except UnicodeDecodeError:
        raise UsageError("负面清单不是 UTF-8 编码。", "请另存为 UTF-8。") from None
    rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    return tuple(_entry(row, number) for number, row in enumerate(rows, 2) if not row.get("停用日期"))


def _entry(row: Mapping[str, str | None], number: int) -> Entry:
    term, by = ((row.get(name) or "").strip() for name in ("词条", "登记人"))
    try:
        kind = Kind((row.get("类别") or "").strip() or Kind.PUBLIC_SAFETY)
        since = dt.date.fromisoformat((row.get("登记日期") or "").strip())
    except ValueError:
        raise UsageError(f"负面清单第{number}行的类别或登记日期不对。", "日期应写作 YYYY-MM-DD。") from None
    if len(term) < 2 or not by or kind not in ASKED:
        raise UsageError(f"负面清单第{number}行缺少词条、登记人，或类别不能用于清单。", "请补齐后再审查。")
    return Entry(term, kind, since, by)


class NegativeList:
    """Finds the listed words, longest first, in whatever width or spacing they stand."""

    name = "negative_list"

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._entries = {fold(entry.term).text: entry for entry in entries}
        terms = sorted(self._entries, key=lambda term: (-len(term), term))
        self._pattern = re.compile("|".join(map(re.escape, terms))) if terms else None

    def find(self, reading: Reading) -> Iterable[Finding]:
        """One finding a place, likely, in text order."""
        if self._pattern is None:
            return
        for match in self._pattern.finditer(reading.folded.text):
            entry = self._entries[match.group()]
            yield finding(
                reading.document,
                entry.kind,
                reading.folded.unfold(*match.span()),
                Certainty.LIKELY,
                self.name,
                why=f"列入本单位负面清单（{entry.since}由{entry.by}登记）。",
            )
