"""Law that a draft cites although it no longer holds. The rows are in `corpora/lexicons/repealed.tsv`.

A sentence that itself speaks of the repeal is left alone. A draft that is older than the repeal gets the note
as well, and the note says so: what is published today points its readers to law that no longer holds.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

import corpora
from detectors.spot import Page
from pipeline.contracts import Reading
from pipeline.finding import Certainty, Finding, Kind
from pipeline.finding import finding as make_finding

NAME = "citations"
LEXICON = "lexicons/repealed.tsv"


class Repealed(NamedTuple):
    """One citation that no longer holds: how it is written, since when, and what to say."""

    pattern: re.Pattern[str]
    repealed_on: dt.date
    certainty: Certainty
    why: str


@cache
def repealed() -> tuple[Repealed, ...]:
    """The rows, compiled."""
    return tuple(
        Repealed(
            re.compile(row["term"]),
            dt.date.fromisoformat(row["repealed_on"]),
            Certainty(row["certainty"]),
            row["why"],
        )
        for row in corpora.rows(LEXICON)
    )


class CitationsDetector:
    """Finds `citation.repealed`."""

    name = NAME

    def find(self, reading: Reading) -> Iterable[Finding]:
        """One finding a citation; two rows that meet at one place count once."""
        page = Page(reading)
        written = reading.metadata.issued_on
        seen: list[tuple[int, int]] = []
        for start, stop, row in sorted(_hits(page.text), key=lambda hit: hit[:2]):
            if _REPEAL.search(page.text[stop : stop + 160].split("。")[0]):
                continue
            why = row.why
            if written is not None and written < row.repealed_on:
                why += "（文件日期早于废止日，仅供参考）"
            if any(start < other_stop and other_start < stop for other_start, other_stop in seen[-3:]):
                continue
            seen.append((start, stop))
            yield make_finding(
                reading.document,
                Kind.CITATION_REPEALED,
                page.printed(start, stop),
                row.certainty,
                NAME,
                why=why,
            )


_REPEAL = re.compile(r"废止|失效|停止执行|不再适用")
_HINT = re.compile(
    r"保守国家秘密法|国家秘密定密|政府信息公开条例|第?(?:492|646)号|公文处理|GB/?T\s?9704|[《〈](?:中华人民共和国)?[\u4e00-\u9fff]{2,6}[》〉]"
)


def _hits(text: str) -> Iterator[tuple[int, int, Repealed]]:
    """Every row at every place where a citation may stand; the rows are tried there only."""
    tried = 0
    for hint in _HINT.finditer(text):
        begin, end = max(tried, hint.start() - 30), min(len(text), hint.end() + 40)
        for row in repealed():
            for match in row.pattern.finditer(text, begin, end):
                if match.end() > tried:
                    yield match.start(), match.end(), row
        tried = hint.end()


DETECTOR = CitationsDetector()
