"""The office's desk: one object with every act. The terminal, the web page and the tests call this and nothing below."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from office.algorithms import Algorithms
from office.audit import audit
from office.backup import Backups
from office.carried import evidence_in
from office.cases import Cases
from office.checkpoint import Checkpoints
from office.deadlines import is_overdue
from office.disk import Disk
from office.dossier import Dossier
from office.erasure import Erasures
from office.founding import found
from office.gate import Answer
from office.keys import OfficeKey
from office.ledger import Clock, Ledger, Verified
from office.matters import Matters
from office.passwords import Passwords
from office.people import Actor, People, Person
from office.policy import Role
from office.procedure import Procedure
from office.question import Gate
from office.register import CaseRef, CaseRow, NewCase
from office.release import Released, Releases
from office.requests import AddCut, AnswerItems, Decide, SetStatus
from office.sessions import Sessions, Tokens
from office.statistics import Period, Statistics, statistics_of
from office.storage import Storage
from office.values import FinalCut
from office.vault import Vault
from pipeline.document import Source
from pipeline.errors import UsageError
from pipeline.evidence import Evidence
from pipeline.policy import office_days
from pipeline.proposal import Proposal
from pipeline.settings import Settings


@dataclass(frozen=True, slots=True)
class Office:
    """One home: people, cases, ledger, gate. Close it, or use it as a context."""

    settings: Settings
    storage: Storage = field(repr=False)
    ledger: Ledger = field(repr=False)
    people: People = field(repr=False)
    sessions: Sessions = field(repr=False)
    tokens: Tokens = field(repr=False)
    checkpoints: Checkpoints = field(repr=False)
    backups: Backups = field(repr=False)
    matters: Matters = field(repr=False)
    erasures: Erasures = field(repr=False)
    _cases: Cases = field(repr=False)
    _procedure: Procedure = field(repr=False)
    _releases: Releases = field(repr=False)
    _disk: Disk = field(repr=False)
    _algorithms: Algorithms

    @classmethod
    def open(
        cls,
        settings: Settings,
        clock: Clock,
        *,
        disk: Disk = Disk(),  # noqa: B008 - frozen
        passwords: Passwords | None = None,
    ) -> Office:
        """Open the home, make it if it is new, and finish what a stopped process left. Raises DatabaseMissing."""
        storage = Storage.open(settings.database, settings.home, disk)
        try:
            ledger = Ledger(storage, settings.home, clock, disk)
            ledger.recover()
            used = found(ledger, settings.algorithms)
            vault = Vault.of(settings.vault_key, settings.home, used)
            people = People(ledger, passwords or Passwords())
            cases = Cases(ledger, settings.home, disk, vault)
            cases.recover()
            erasures = Erasures(ledger, cases, people, disk)
            erasures.sweep()
        except BaseException:
            storage.close()
            raise
        procedure = Procedure(ledger, cases, people)
        return cls(
            settings=settings,
            storage=storage,
            ledger=ledger,
            people=people,
            sessions=Sessions(ledger, people),
            tokens=Tokens(ledger, people),
            checkpoints=Checkpoints(ledger, people, settings.office),
            backups=Backups(ledger, cases, people, disk),
            _cases=cases,
            matters=Matters(procedure, settings.home, settings.on),
            erasures=erasures,
            _procedure=procedure,
            _releases=Releases(ledger, cases, people, settings.office),
            _disk=disk,
            _algorithms=used,
        )

    def close(self) -> None:
        """Close the database."""
        self.storage.close()

    def __enter__(self) -> Office:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # ---- people --------------------------------------------------------------------------------------

    def add_person(
        self,
        name: str,
        role: Role | str,
        password: str,
        *,
        display: str = "",
        by: Actor | None = None,
    ) -> Person:
        """A new account; the first of an empty home is an admin and needs nobody's leave."""
        try:
            as_role = Role(role)
        except ValueError:
            raise UsageError(
                "没有这种角色。", "角色：handler、reviewer、approver、auditor、security、admin。"
            ) from None
        return self.people.add(name, as_role, password, display=display, by=by)

    def authenticate(self, name: str, password: str) -> Actor:
        """The person, for the act that follows. Raises AuthenticationFailed."""
        return self.people.authenticate(name, password)

    # ---- cases ---------------------------------------------------------------------------------------

    def evidence(self, sha256: str) -> tuple[Evidence, ...]:
        """The written decisions on the marks of these bytes that were recorded in any case."""
        return evidence_in(self._cases.carried(sha256))

    def find_case(
        self, sha256: str, corpora: str, on: dt.date, evidence: Sequence[Evidence] = ()
    ) -> CaseRef | None:
        """The case of these bytes under these rules and decisions on this day, or None."""
        return self._cases.find(sha256, corpora, on, self.settings.cleared, evidence)

    def open_case(
        self,
        source: Source,
        data: bytes,
        review_json: Mapping[str, Any],
        *,
        proposals: Sequence[Proposal] = (),
        reading: bytes | None = None,
        text_length: int | None = None,
        procedure: str | None = None,
        evidence: Sequence[Evidence] = (),
    ) -> CaseRef:
        """Open the case of a reviewed document, or find it. A halted one leaves its name and digest only."""
        new = NewCase(
            source, data, review_json, self.settings.cleared, procedure or self.matters.procedure_chosen(), proposals,
            reading, text_length, self.matters.due_on(review_json), evidence,
        )  # fmt: skip
        return self._cases.open(new)

    def cases(self, *, state: str | None = None, actor: Actor | None = None) -> list[CaseRow]:
        """Cases by number; with an actor, only for one whose role may read."""
        self.people.may_read(actor)
        return self._cases.rows(state=state)

    def case(self, case: str, *, actor: Actor | None = None) -> Dossier:
        """One case with its history. Raises NoSuchCase, CaseDamaged, and ActRefused for a role that may not read."""
        self.people.may_read(actor)
        return self._cases.dossier(case)

    def source_bytes(self, case: str, *, actor: Actor | None = None) -> bytes:
        """The source of a case, checked against its digest."""
        self.people.may_read(actor)
        return self._cases.source(self._cases.facts(case))

    def ocr_reading(self, case: str, *, actor: Actor | None = None) -> bytes | None:
        """The OCR reading of a picture, checked against its digest, or None."""
        self.people.may_read(actor)
        return self._cases.reading(self._cases.facts(case))

    def final_cuts(self, case: str) -> tuple[FinalCut, ...]:
        """Every cut that stands after the people's decisions, in text order; cuts may overlap."""
        return self._cases.dossier(case).final_cuts

    # ---- the procedure -------------------------------------------------------------------------------

    def decide(
        self,
        case: str,
        actor: Actor,
        verdict: str,
        *,
        proposals: Sequence[str] | None = None,
        grounds: str = "",
        spans: Sequence[tuple[int, int]] = (),
        reason_code: str | None = None,
    ) -> Dossier:
        """Accept, reject (with grounds) or amend (one proposal, new spans). `proposals` None: all that are undecided."""
        return self._procedure.edit(
            case, actor, Decide(verdict, proposals, grounds, spans, reason_code)
        )

    def add_cut(
        self,
        case: str,
        actor: Actor,
        span: tuple[int, int],
        kind: str,
        reason_code: str,
        grounds: str,
    ) -> Dossier:
        """Add a cut of one's own; `decide … reject` with its id takes it back."""
        return self._procedure.edit(case, actor, AddCut(span, kind, reason_code, grounds))

    def answer_gap(
        self, case: str, actor: Actor, grounds: str, *, items: Sequence[str] | None = None,
        remove: bool = False, reason_code: str | None = None,
    ) -> Dossier:  # fmt: skip
        """Answer for gaps, steps and accepted questions, or have unread pictures and objects taken out. None: all open ones."""
        return self._procedure.edit(case, actor, AnswerItems(grounds, items, remove, reason_code))

    def set_status(
        self,
        case: str,
        actor: Actor,
        release_status: str,
        release_mode: str | None = None,
        *,
        reason_code: str | None = None,
        grounds: str = "",
    ) -> Dossier:
        """Set 公开属性 (全文公开, 删减后公开, 不予公开, 待确定) and 公开方式."""
        return self._procedure.edit(
            case, actor, SetStatus(release_status, release_mode, reason_code, grounds)
        )

    def sign(self, case: str, actor: Actor, opinion: str, *, step: str | None = None) -> Dossier:
        """Sign the step that is due; the actor must have been authenticated for this very act."""
        return self._procedure.sign(case, actor, opinion, step=step)

    def return_case(self, case: str, actor: Actor, grounds: str) -> Dossier:
        """Return a case to the handler."""
        return self._procedure.give_back(case, actor, grounds)

    def withdraw(self, case: str, actor: Actor, grounds: str) -> Dossier:
        """Withdraw a case, or what it released."""
        return self._procedure.withdraw(case, actor, grounds)

    # ---- release and gate ----------------------------------------------------------------------------

    def why_not_release(self, case: str) -> tuple[str, ...]:
        """Every reason why a case may not be released now, in Chinese; empty means that it may."""
        return tuple(reason.text for reason in self._releases.why_not(self._cases.dossier(case)))

    def release(
        self, case: str, actor: Actor, output: bytes, proof: Mapping[str, Any] | None = None
    ) -> Released:
        """Certify and register `output`. `proof` is the content of `proof.json`; None for an uncut source."""
        return self._releases.release(case, actor, output, proof, self.key())

    def gate(self, data: bytes | None = None, *, sha256: str | None = None) -> Answer:
        """May exactly these bytes (or those of this digest) be published? Every question leaves a ledger entry."""
        return Gate(self.ledger, self._cases, self.key).ask(data, sha256)

    def key(self) -> OfficeKey:
        """The office's signing key."""
        return OfficeKey.open(self.settings.home, self._disk, self._algorithms)

    def stats(
        self, period: Period, advance: Callable[[int], None] = lambda _total: None
    ) -> Statistics:
        """The cases of a period, for the annual report and the 通报; `advance` is called once a case."""
        days = office_days(self.settings.home)
        return statistics_of(self._cases, period, self.settings.on, days, advance)

    def overdue(self) -> list[CaseRow]:
        """Cases that are not closed and whose limit has passed. Silence never means release."""
        return [row for row in self._cases.rows() if is_overdue(row, self.settings.on)]

    def audit(self, sheets: Sequence[dict[str, Any]] = ()) -> Verified:
        """Ledger, checkpoints, acts, rows and files against each other; `sheets` are checkpoints from outside."""
        return audit(self.ledger, self._cases, self.checkpoints, self.key(), sheets)
