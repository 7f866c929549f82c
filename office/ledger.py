"""The ledger: append-only, each entry holding the digest of the one before, one entry an act.

An act and its entry are written in one transaction. After it, the head (count and digest) is saved in a file
beside the database, so that a shortened ledger is found. What a rewrite of everything by its holder needs to be
found is a signed checkpoint kept elsewhere: `office.checkpoint`.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from office.algorithms import Algorithms
from office.canonical import canonical
from office.disk import Disk
from office.entry import GENESIS, Entry, instant
from office.errors import ClockSetBack, DatabaseMissing, LedgerBroken
from office.storage import Storage
from office.tables import LEDGER

Clock = Callable[[], dt.datetime]
HEAD = "ledger.head"
PAGE = 5000
"""Entries that are read at a time: no cursor stays open between them."""
SKEW = dt.timedelta(seconds=5)
"""How far clocks of one office's machines may lie apart; an entry within it takes the time of the last."""
_SHAPE = re.compile(
    r'\{"actor":(?:null|"[^"\\]*"),"at":"([^"\\]*)","case":(?:null|"([0-9-]*)"),"data":\{.*\},'
    r'"kind":"[a-z.]+","n":([0-9]{1,16}),"prev":"([0-9a-f]{64})"\}'
)
"""An entry in canonical form; reading it this way takes a quarter of the time that parsing takes."""
_NEWEST = sa.select(LEDGER.c.body, LEDGER.c.hash).order_by(LEDGER.c.n.desc()).limit(1)


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with the ledger: at which entry (0: the whole), a code, and a Chinese sentence."""

    n: int
    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Verified:
    """What `verify` saw. It stands when there is no problem."""

    count: int
    head: str
    problems: tuple[Problem, ...]

    @property
    def stands(self) -> bool:
        """True when nothing is wrong."""
        return not self.problems


@dataclass(slots=True)
class Book:
    """The ledger inside one write transaction. The only mutable thing here: it knows the newest entry."""

    connection: sa.Connection
    now: dt.datetime
    newest: Entry | None
    written: int = 0
    clock_is_back: bool = False
    algorithms: Algorithms = Algorithms.DEFAULT

    def append(
        self, kind: str, *, actor: str | None = None, case: str | None = None, **data: Any
    ) -> Entry:
        """Add one entry. Fields that are None are left out; unknown ones raise FieldRefused."""
        last = self.newest
        entry = Entry.make(
            last.n + 1 if last else 1,
            max(self.now, instant(last.at)) if last else self.now,
            kind,
            actor,
            case,
            last.hash if last else GENESIS,
            {name: value for name, value in data.items() if value is not None},
            self.algorithms,
        )
        self.connection.execute(
            sa.insert(LEDGER).values(n=entry.n, case_id=case, body=entry.body, hash=entry.hash)
        )
        self.newest = entry
        self.written += 1
        return entry


@dataclass(frozen=True, slots=True)
class Ledger:
    """The ledger of one home."""

    storage: Storage = field(repr=False)
    home: Path
    clock: Clock = field(repr=False)
    disk: Disk = field(repr=False)

    @contextlib.contextmanager
    def writing(self) -> Iterator[Book]:
        """One write transaction with its entries; the head is saved after it.

        Raises ClockSetBack, and leaves an entry saying so, when the clock is behind the last entry.
        """
        with self._book() as book:
            if book.clock_is_back:
                book.append("clock.refused")
            else:
                yield book
        if book.clock_is_back:
            raise ClockSetBack

    @contextlib.contextmanager
    def _book(self) -> Iterator[Book]:
        with self.storage.writing() as connection:
            row = connection.execute(_NEWEST).first()
            newest = _entry(row.body, row.hash) if row else None
            now = self.clock().astimezone(dt.UTC)
            book = Book(connection, now, newest)
            book.algorithms = Algorithms.of_ledger(connection)
            book.clock_is_back = newest is not None and now < instant(newest.at) - SKEW
            yield book
        if book.written and book.newest is not None:
            self.save_head(book.newest.n, book.newest.hash)

    def save_head(self, count: int, hashed: str) -> None:
        """Save count and digest beside the chain; a later head that another process saved is kept."""
        with self.disk.lock(self.home / ".head"):
            saved = self.saved_head()
            if saved is None or saved[0] < count:
                self.disk.write(
                    self.home / HEAD,
                    canonical({"count": count, "hash": hashed}) + b"\n",
                    settled=False,
                )

    def saved_head(self) -> tuple[int, str] | None:
        """The saved count and digest, or None when the file is missing or not as it was written."""
        try:
            head = json.loads((self.home / HEAD).read_bytes())
            return int(head["count"]), str(head["hash"])
        except (FileNotFoundError, ValueError, KeyError, TypeError):
            return None

    def recover(self) -> None:
        """After a stop between a commit and the saving of its head: save it. A shortened ledger is left as it is."""
        self.disk.sweep(self.home)
        count, hashed = self.newest()
        if count == 0 and not (self.home / HEAD).exists():
            self.save_head(0, GENESIS)
            return
        saved = self.saved_head()
        if saved is not None and saved[0] < count:
            self.save_head(count, hashed)

    def entries(
        self,
        *,
        case: str | None = None,
        after: int = 0,
        kind: str | None = None,
        limit: int | None = None,
    ) -> Iterator[Entry]:
        """Entries in order, as they stand; of one case or kind where stated."""
        left = limit
        while left is None or left > 0:
            query = sa.select(LEDGER.c.n, LEDGER.c.body, LEDGER.c.hash).where(LEDGER.c.n > after)
            if case is not None:
                query = query.where(LEDGER.c.case_id == case)
            with self.storage.reading() as connection:
                rows = connection.execute(query.order_by(LEDGER.c.n).limit(PAGE)).all()
            for row in rows:
                after = row.n
                entry = _entry(row.body, row.hash)
                if kind is None or entry.kind == kind:
                    yield entry
                    left = None if left is None else left - 1
                    if left == 0:
                        return
            if len(rows) < PAGE:
                return

    def newest(self) -> tuple[int, str]:
        """Number and digest of the last entry; (0, zeros) for an empty ledger."""
        with self.storage.reading() as connection:
            row = connection.execute(_NEWEST.add_columns(LEDGER.c.n)).first()
        return (row.n, row.hash) if row else (0, GENESIS)

    def verify(self) -> Verified:
        """Walk the whole chain.

        (1) each entry has the digest it states (edits); (2) numbers run without a gap (deletions); (3) each
        holds the digest of the one before (insertions, order); (4) time never runs back; (5) the saved head
        stands in the chain at its place (a cut tail).
        """
        saved = self.saved_head()
        problems: list[Problem] = []
        count, head, at = 0, GENESIS, ""
        algorithms = Algorithms.DEFAULT
        for n, case, body, hashed in self._rows():
            if count == 0:
                algorithms = Algorithms.of_first(body)
            if algorithms.hashed(body.encode("utf-8", "surrogatepass")) != hashed:
                problems.append(Problem(n, "edited", f"第{n}条内容与其摘要不符，曾被改动。"))
            at = _examine(n, case, body, (count, head, at), problems)
            if saved is not None and saved[0] == n and saved[1] != hashed:
                text = f"第{n}条与另存的台账头不符，台账可能被整体改写。"
                problems.append(Problem(n, "head", text))
            count, head = n, hashed
        problems.extend(_head_problems(saved, count))
        return Verified(count, head, tuple(problems))

    def _rows(self) -> Iterator[tuple[int, str | None, str, str]]:
        """Number, case, body and digest of every entry in order; plain tuples, for speed."""
        where = ""
        while True:
            statement = f"SELECT n, case_id, body, hash FROM ledger{where} ORDER BY n LIMIT {PAGE}"  # noqa: S608 - integers
            rows = self._fetched(statement)
            yield from rows
            if len(rows) < PAGE:
                return
            where = f" WHERE n > {int(rows[-1][0])}"

    def _fetched(self, statement: str) -> list[tuple[Any, ...]]:
        """The rows of a statement as the driver gives them."""
        with self.storage.reading() as connection:
            cursor = connection.connection.cursor()
            try:
                cursor.execute(statement)
                return list(cursor.fetchall())
            except connection.dialect.loaded_dbapi.Error:
                raise DatabaseMissing("台账无法读取。") from None
            finally:
                cursor.close()

    def hashes(self, count: int) -> list[bytes]:
        """The digests of the first `count` entries."""
        statement = f"SELECT hash FROM ledger WHERE n <= {int(count)} ORDER BY n"  # noqa: S608 - an integer
        return [bytes.fromhex(row[0]) for row in self._fetched(statement)]


def _entry(body: str, hashed: str) -> Entry:
    """The entry; LedgerBroken for a row that is none."""
    try:
        return Entry.of(body, hashed)
    except ValueError:
        raise LedgerBroken(
            "台账中有无法识读的条目，曾被改动。",
            ("台账条目无法识读。",),
            "请停止办理，由审计员核查。",
        ) from None


def _examine(
    n: int,
    case: str | None,
    body: str,
    before: tuple[int, str, str],
    problems: list[Problem],
) -> str:
    """Add what is wrong with one entry, given number, digest and time of the one before; gives its time."""
    count, head, at = before
    if n != count + 1:
        problems.append(Problem(n, "missing", f"第{count + 1}条至第{n - 1}条缺失。"))
    shown = _SHAPE.fullmatch(body)
    if shown is None:
        problems.append(Problem(n, "edited", f"第{n}条不是台账的写法，曾被改动。"))
        return at
    stated_at, stated_case, number, prev = shown.groups()
    if int(number) != n or stated_case != case:
        text = f"第{n}条的编号或案卷号与内容不符，顺序或归属曾被改动。"
        problems.append(Problem(n, "moved", text))
    if prev != head:
        problems.append(Problem(n, "chain", f"第{n}条与上一条不相衔接，其间有插入、删除或改动。"))
    if stated_at < at:
        problems.append(Problem(n, "clock", f"第{n}条的时间早于上一条。"))
    return max(at, stated_at)


def _head_problems(saved: tuple[int, str] | None, count: int) -> list[Problem]:
    if saved is None:
        return [Problem(0, "head_missing", "另存的台账头缺失或损坏，无法判断台账末尾是否被删。")]
    if saved[0] > count:
        return [Problem(0, "truncated", f"台账应有{saved[0]}条，现仅有{count}条，末尾被删。")]
    return []
