"""Lexicons of phrases: rows with source, example and counter-example, compiled to one fast pattern.

A row's `where` says how the phrase must stand to count:
`line` alone on its line, in its cell, in brackets or in a header; `title` in the document's title; `label` as
the label of a cell or line; `self` in a sentence in which the document speaks of itself; `any` anywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

import corpora
from pipeline.finding import Certainty, Kind


@dataclass(frozen=True, slots=True)
class Phrase:
    """One row of a lexicon. `kind` None is a phrase that keeps others quiet (a look-alike)."""

    term: str
    kind: Kind | None
    where: str
    certainty: Certainty
    why: str
    basis: str
    since: str
    source: str
    example: str
    counter_example: str
    tag: str = ""


@cache
def phrases(path: str) -> tuple[Phrase, ...]:
    """The rows of a lexicon, as given."""
    return tuple(
        Phrase(
            term=row["term"],
            kind=Kind(row["kind"]) if row["kind"] not in ("", "none") else None,
            where=row["where"],
            certainty=Certainty(row["certainty"] or "possible"),
            why=row["why"],
            basis=row["basis"],
            since=row["since"],
            source=row["source"],
            example=row["example"].replace("\\n", "\n").replace("\\t", "\t"),
            counter_example=row["counter-example"].replace("\\n", "\n").replace("\\t", "\t"),
            tag=row.get("tag", ""),
        )
        for row in corpora.rows(path)
    )


def pattern(terms: Iterable[str]) -> re.Pattern[str]:
    """One pattern for many literal terms, longest first, grouped by first character so that scans stay fast."""
    by_first: dict[str, set[str]] = {}
    for term in terms:
        by_first.setdefault(term[0], set()).add(term[1:])
    branches = []
    for first, rests in sorted(by_first.items()):
        tails = "|".join(re.escape(rest) for rest in sorted(rests, key=lambda r: (-len(r), r)))
        branches.append(re.escape(first) + (f"(?:{tails})" if tails else ""))
    return re.compile("|".join(branches)) if branches else re.compile(r"(?!)")


class Lexicon:
    """Rows of one file by term, and the pattern that finds them."""

    def __init__(self, rows: Iterable[Phrase]) -> None:
        self.rows: dict[str, list[Phrase]] = {}
        for row in rows:
            self.rows.setdefault(row.term, []).append(row)
        self.pattern = pattern(self.rows)

    def hits(self, text: str) -> Iterator[tuple[re.Match[str], list[Phrase]]]:
        """Every occurrence of a term, longest at its place, with its rows."""
        for match in self.pattern.finditer(text):
            yield match, self.rows[match.group()]
