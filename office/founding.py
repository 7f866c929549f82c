"""Making a home: the algorithms are chosen once and stand in the first entry of its ledger."""

from __future__ import annotations

from office.algorithms import Algorithms
from office.ledger import Ledger
from pipeline.errors import UsageError


def found(ledger: Ledger, stated: str | None) -> Algorithms:
    """The algorithms of this ledger; an empty one takes those stated. Raises UsageError for another choice."""
    chosen = Algorithms.of(stated)
    if chosen is Algorithms.SM and ledger.newest()[0] == 0:
        with ledger.writing() as book:
            if book.newest is None:
                book.algorithms = chosen
                book.append("home.opened", what=chosen.value)
    with ledger.storage.reading() as connection:
        used = Algorithms.of_ledger(connection)
    if chosen not in (None, used):
        raise UsageError(
            f"这个数据目录建立时选用的算法是 {used.value}，不能更改。",
            "请取消 XIANSHEN_ALGORITHMS，或另建数据目录。",
        )
    return used
