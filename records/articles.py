"""Articles in full Chinese wording: `政府信息公开条例-2019/15` → 《中华人民共和国政府信息公开条例》第十五条."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline import basis
from pipeline.errors import CorpusError


def cite(reference: str) -> str:
    """One article as an office writes it; a reference that the library does not know is shown as it is.

    A record prints old reviews as well, so nothing is refused here: the day was judged when the review was made.
    """
    try:
        return basis.cite(reference)
    except CorpusError:
        return reference


def cite_all(references: Iterable[str]) -> str:
    """Several articles in order, without repetition, joined by 、. The same law is named once."""
    told: list[str] = []
    last = ""
    for words in dict.fromkeys(cite(reference) for reference in references):
        name, bracket, article = words.rpartition("》")
        told.append(article if bracket and article and name == last else words)
        last = name if bracket and article else ""
    return "、".join(told)
