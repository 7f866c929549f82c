"""Cases on disk and in the database: opened once, read back only when they are what was registered.

A case is a row and a folder: the source byte for byte, `review.json` in canonical form and, for pictures, the OCR
reading. The folder is finished under another name and moved in place inside the transaction; what a stopped process
leaves behind has no row, is never shown and is swept away. A halted document leaves a row and no folder at all.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from office import acts
from office.binding import is_erased, why_not_bound
from office.canonical import canonical
from office.carried import Carried, carry, latest
from office.deadlines import OFFICE_TIME
from office.disk import Disk
from office.dossier import Dossier
from office.entry import stamp
from office.errors import CaseDamaged, CaseErased, NoSuchCase, Reason
from office.fold import fold
from office.ledger import Book, Ledger
from office.register import (
    CaseRef,
    CaseRow,
    NewCase,
    case_number,
    case_row,
    day_of,
    facts_of,
    facts_of_new,
    register,
    review_key,
    source_name,
    stored_review,
)
from office.tables import CASE, COUNTER
from office.values import Facts
from office.vault import Vault
from pipeline.evidence import Evidence
from pipeline.secrecy import Level
from pipeline.settings import SOFTWARE

FOLDER = "cases"
_ID = re.compile(r"\d{4}-\d{6,9}")


@dataclass(frozen=True, slots=True)
class Cases:
    """The cases of one home."""

    ledger: Ledger = field(repr=False)
    home: Path
    disk: Disk = field(repr=False)
    vault: Vault = field(default_factory=Vault, repr=False)

    def find(
        self, sha256: str, corpora: str, on: dt.date, cleared: Level, evidence: Sequence[Evidence]
    ) -> CaseRef | None:
        """The case of these bytes under these rules and decisions on this day, or None."""
        key = review_key(sha256, corpora, on, cleared, SOFTWARE, evidence=evidence)
        with self.ledger.storage.reading() as connection:
            return _found(connection, key)

    def open(self, new: NewCase) -> CaseRef:
        """Open a case, or find the one that is there. Nothing of a halted document is kept but its name and digest."""
        if hashlib.sha256(new.data).hexdigest() != new.source.sha256:
            raise CaseDamaged(
                "文件在审查过程中发生变化。", ("文件与审查时的摘要不符。",), "请重新审查。"
            )
        halted = new.review["outcome"] == "halt"
        review = None if halted else canonical(stored_review(new.review, new.proposals))
        folder = None if review is None else self._prepared(new, review)
        try:
            with self.ledger.writing() as book:
                ref = self._opened(book, new, review, folder)
        finally:
            if folder is not None and folder.exists():
                self.disk.remove(folder)
        return ref

    def _prepared(self, new: NewCase, review: bytes) -> Path:
        folder = self.disk.new_folder(self.disk.folder(self.home / FOLDER))
        try:
            self._write(folder / source_name(new.source.format), new.data)
            self._write(folder / "review.json", review)
            if new.reading is not None:
                self._write(folder / "reading.json", new.reading)
        except BaseException:
            self.disk.remove(folder)
            raise
        return folder

    def _write(self, path: Path, data: bytes) -> None:
        self.disk.write(path, self.vault.seal(data, hashlib.sha256(data).hexdigest()))

    def _opened(
        self, book: Book, new: NewCase, review: bytes | None, folder: Path | None
    ) -> CaseRef:
        on = dt.date.fromisoformat(new.review["on"])
        name = "" if new.source.bytes else new.source.name
        key = review_key(
            new.source.sha256, new.review["corpora"], on, new.cleared, new.review["software"], name,
            new.evidence,
        )  # fmt: skip
        if (found := _found(book.connection, key)) is not None:
            return found
        case = _next_number(book)
        if folder is not None:
            target = self.home / FOLDER / case
            if target.exists():
                self.disk.remove(target)
            self.disk.move(folder, target)
        facts = facts_of_new(case, new, on, review, stamp(book.now))
        state = "halted" if review is None else "drafted"
        book.connection.execute(
            sa.insert(CASE).values(
                id=case, review_key=key, sha256=facts.sha256, name=facts.name, format=facts.format,
                bytes=facts.bytes, corpora=facts.corpora, software=facts.software, cleared=facts.cleared,
                review_on=on.isoformat(), outcome=facts.outcome, level=facts.level, procedure=facts.procedure,
                review_digest=facts.review_digest, reading_digest=facts.reading_digest,
                text_length=facts.text_length, state=state, round=1, step=0, opened_at=facts.opened_at,
                due_on=facts.due_on.isoformat() if facts.due_on else None, acts=0,
            )
        )  # fmt: skip
        register(book, facts)
        if review is not None:
            carry(book, fold(facts, new.review, ()), self.carried(facts.sha256))
        return CaseRef(case, state, facts.outcome, facts.due_on, is_new=True)

    def carried(self, sha256: str) -> tuple[Carried, ...]:
        """What was asked and answered about these bytes; of cases that stand against the ledger only."""
        stand = []
        for row in self.rows(sha256=sha256):
            with contextlib.suppress(CaseDamaged):
                stand.append(self.dossier(row.id))
        return latest(stand)

    # ---- reading -------------------------------------------------------------------------------------

    def rows(self, *, state: str | None = None, sha256: str | None = None) -> list[CaseRow]:
        """Cases by number."""
        query = sa.select(CASE).order_by(CASE.c.id)
        if state is not None:
            query = query.where(CASE.c.state == state)
        if sha256 is not None:
            query = query.where(CASE.c.sha256 == sha256)
        with self.ledger.storage.reading() as connection:
            return [case_row(row) for row in connection.execute(query)]

    def rows_by_output(self, sha256: str) -> list[CaseRow]:
        """Cases that released these bytes, the newest first."""
        query = sa.select(CASE).where(CASE.c.output_sha256 == sha256).order_by(CASE.c.id.desc())
        with self.ledger.storage.reading() as connection:
            return [case_row(row) for row in connection.execute(query)]

    def facts(self, case: str) -> Facts:
        """What is fixed about a case. Raises NoSuchCase."""
        with self.ledger.storage.reading() as connection:
            row = connection.execute(sa.select(CASE).where(CASE.c.id == case)).first()
        if row is None:
            raise NoSuchCase(case)
        try:
            return facts_of(row)
        except (ValueError, TypeError):
            text = f"案卷 {case} 的登记无法识读，曾被改动。"
            raise CaseDamaged(text, (text,), "请停止办理，由审计员核查。") from None

    def review(self, facts: Facts) -> Mapping[str, Any]:
        """The stored review, checked against its digest; empty for a halted case. Raises CaseDamaged."""
        if facts.review_digest is None:
            return {}
        data = self._file(facts, "review.json", facts.review_digest)
        review: dict[str, Any] = json.loads(data)
        return review

    def source(self, facts: Facts) -> bytes:
        """The source, checked against its digest. Raises CaseDamaged; a halted case has none."""
        return self._file(facts, source_name(facts.format), facts.sha256)

    def reading(self, facts: Facts) -> bytes | None:
        """The OCR reading, checked against its digest, or None."""
        if facts.reading_digest is None:
            return None
        return self._file(facts, "reading.json", facts.reading_digest)

    def _file(self, facts: Facts, name: str, expected: str) -> bytes:
        try:
            kept = (self.home / FOLDER / facts.id / name).read_bytes()
        except OSError:
            data = None
        else:
            plain = hashlib.sha256(kept).hexdigest() == expected
            data = kept if plain else self.vault.unseal(kept, expected)
        if data is None or hashlib.sha256(data).hexdigest() != expected:
            raise CaseDamaged(
                f"案卷 {facts.id} 的文件与登记不符或已缺失（{name}）。",
                (f"案卷文件 {name} 与登记的摘要不符或已缺失。",),
                "请停止办理，由审计员核查，并从备份恢复。",
            )
        return data

    def dossier(self, case: str) -> Dossier:
        """The case with everything that was done in it, checked against the ledger.

        Raises NoSuchCase, and CaseDamaged for a case of which anything was changed.
        """
        facts = self.facts(case)
        try:
            with self.ledger.storage.reading() as connection:
                done = acts.acts_of(connection, case)
                wrong = why_not_bound(facts, done, connection)
                erased = not wrong and is_erased(connection, case)
        except (ValueError, KeyError, TypeError):
            wrong = [Reason("act", "办理记录或台账无法识读，曾被改动。")]
            done, erased = (), False
        if wrong:
            raise CaseDamaged(
                f"案卷 {case} 与台账不符，曾被改动。",
                tuple(reason.text for reason in wrong),
                "请停止办理，由审计员核查，并从备份恢复。",
                codes=tuple(reason.code for reason in wrong),
            )
        if erased:
            raise CaseErased(case)
        return fold(facts, self.review(facts), done)

    def recover(self) -> None:
        """Sweep away what processes of this machine left behind when they were stopped."""
        root = self.home / FOLDER
        if not root.is_dir():
            return
        self.disk.sweep(root)
        year = self.ledger.clock().astimezone(OFFICE_TIME).year
        with self.ledger.storage.writing() as connection:
            counters = {row.year: row.last for row in connection.execute(sa.select(COUNTER))}
            for counted, last in {year - 1: 0, year: 0, **counters}.items():
                orphan = root / case_number(counted, last + 1)
                if orphan.exists():
                    self.disk.remove(orphan)

    def folders(self) -> Iterator[str]:
        """Names of the case folders on disk."""
        with contextlib.suppress(FileNotFoundError):
            yield from sorted(
                p.name for p in (self.home / FOLDER).iterdir() if _ID.fullmatch(p.name)
            )


def _found(connection: sa.Connection, key: str) -> CaseRef | None:
    row = connection.execute(sa.select(CASE).where(CASE.c.review_key == key)).first()
    return (
        None
        if row is None
        else CaseRef(row.id, row.state, row.outcome, day_of(row.due_on), is_new=False)
    )


def _next_number(book: Book) -> str:
    year = book.now.astimezone(OFFICE_TIME).year
    last = book.connection.execute(
        sa.select(COUNTER.c.last).where(COUNTER.c.year == year)
    ).scalar()
    if last is None:
        book.connection.execute(sa.insert(COUNTER).values(year=year, last=1))
        return case_number(year, 1)
    book.connection.execute(sa.update(COUNTER).where(COUNTER.c.year == year).values(last=last + 1))
    return case_number(year, last + 1)
