"""A question at the gate: find the case of these bytes, run the checks, leave an entry, answer."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field

from office.cases import Cases
from office.errors import CaseDamaged, ClockSetBack, Reason
from office.gate import Allowed, Answer, Barred, barred, why_not_pass
from office.keys import OfficeKey
from office.ledger import Ledger
from office.policy import State


@dataclass(frozen=True, slots=True)
class Gate:
    """The gate of one home."""

    ledger: Ledger = field(repr=False)
    cases: Cases = field(repr=False)
    key: Callable[[], OfficeKey] = field(repr=False)

    def ask(self, data: bytes | None, sha256: str | None) -> Answer:
        """May exactly these bytes (or those of this digest) be published? Every question leaves a ledger entry."""
        asked = hashlib.sha256(data).hexdigest() if data is not None else str(sha256 or "").lower()
        if len(asked) != 64 or not set(asked) <= set("0123456789abcdef"):
            return barred([Reason("digest", "摘要须为64位十六进制的SHA-256。")], "")
        answer = self._answer(asked)
        return self._noted(answer)

    def _answer(self, sha256: str) -> Answer:
        key = self.key()
        rows = self.cases.rows_by_output(sha256)
        best: Barred | None = None
        for row in rows:
            try:
                case = self.cases.dossier(row.id)
                reasons = why_not_pass(case, sha256, self.cases, self.ledger, key)
            except CaseDamaged as damaged:
                reasons = list(damaged.because)
            else:
                if not reasons:
                    return Allowed(
                        case.id, sha256, str(case.release["certificate"]["released_at"])
                    )
            best = best or barred(reasons, sha256, row.id)
        return best or barred(self._unknown(sha256), sha256)

    def _unknown(self, sha256: str) -> list[Reason]:
        """Why bytes that nothing was released as are refused; a case under review is named."""
        reasons = [Reason("bytes", "没有对应这份文件的公开记录：未经审查批准，或文件已被改动。")]
        for row in self.cases.rows(sha256=sha256)[-3:]:
            state = State(row.state).label
            reasons.append(Reason("state", f"该文件是案卷 {row.id} 的原件，现为“{state}”。"))
        return reasons

    def _noted(self, answer: Answer) -> Answer:
        kind = "gate.refused" if isinstance(answer, Barred) else "gate.allowed"
        codes = list(answer.codes) if isinstance(answer, Barred) else None
        try:
            with self.ledger.writing() as book:
                book.append(kind, case=answer.record, file=answer.sha256, codes=codes)
        except ClockSetBack as back:
            return Barred(back.reasons, answer.sha256, answer.record, ("clock",))
        return answer
