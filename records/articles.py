"""Articles in full Chinese wording: `政府信息公开条例-2019/15` → 《中华人民共和国政府信息公开条例》第十五条."""

from __future__ import annotations

import datetime as dt
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


def cite_all(references: Iterable[str], on: dt.date | None = None) -> str:
    """Several articles joined by 、, each law named once, in the order in which the laws first appear.

    With `on`, raises CorpusError for what is unknown or not in force on that day.
    """
    laws: dict[str, list[str]] = {}
    for reference in dict.fromkeys(references):
        words = cite(reference) if on is None else basis.cite(reference, on)
        name, bracket, article = words.rpartition("》")
        articles = laws.setdefault(name + bracket, [])
        if article and article not in articles:
            articles.append(article)
    return "、".join(name + "、".join(articles) for name, articles in laws.items())
