"""Release: the output is checked against its proof, certified, and registered by its bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from office import acts
from office.canonical import digest
from office.cases import Cases
from office.certificate import certificate, certificate_digest
from office.dossier import Dossier
from office.entry import stamp
from office.errors import Reason
from office.fold import fold
from office.gate import why_not_release
from office.keys import OfficeKey
from office.ledger import Ledger
from office.people import Actor, People, raise_if, refuse
from office.procedure import write_act


@dataclass(frozen=True, slots=True)
class Released:
    """What a release gives: the certificate, and the number of the record."""

    record: str
    sha256: str
    certificate: Mapping[str, Any] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Releases:
    """Releases of one home's cases."""

    ledger: Ledger = field(repr=False)
    cases: Cases = field(repr=False)
    people: People = field(repr=False)
    office: str = ""

    def why_not(self, case: Dossier) -> list[Reason]:
        """Every reason why this case may not be released now."""
        return why_not_release(case, self.cases, self.ledger)

    def release(
        self,
        case: str,
        actor: Actor,
        output: bytes,
        proof: Mapping[str, Any] | None,
        key: OfficeKey,
    ) -> Released:
        """Register `output` as what this case publishes. Raises ActRefused with every reason.

        Output that differs from the source needs a proof that holds and names both; output of a case with cuts
        must differ from the source.
        """
        before = self.cases.dossier(case)
        sha256 = hashlib.sha256(output).hexdigest()
        refused = [*self.people.why_not(actor, "release"), *self.why_not(before)]
        refused = refused or _unproven(before, sha256, proof)
        made: dict[str, Any] = {}
        with self.ledger.writing() as book:
            now = fold(before.facts, before.review, acts.acts_of(book.connection, case))
            if not refused and len(now.acts) != len(before.acts):
                refused.append(Reason("changed", "办理期间案卷有变动，请重新办理。"))
            if refused:
                refuse(book, "released", refused, actor.name, case)
            else:
                newest = book.newest
                made = certificate(
                    now, key, office=self.office, output=sha256, length=len(output),
                    proof=digest(dict(proof)) if proof else None, released_at=stamp(book.now),
                    released_by=actor.name, count=newest.n if newest else 0, head=newest.hash if newest else "",
                )  # fmt: skip
                payload = {
                    "output": sha256, "certificate": made, "proof": dict(proof) if proof else None,
                    "proof_holds": proof.get("holds") if proof else None,
                }  # fmt: skip
                write_act(
                    book, now, "released", actor.name, payload, output=sha256,
                    certificate=certificate_digest(made), proof=made["proof"],
                )  # fmt: skip
        raise_if("不能公开。", refused)
        return Released(case, sha256, made)


def _unproven(case: Dossier, sha256: str, proof: Mapping[str, Any] | None) -> list[Reason]:
    same = sha256 == case.facts.sha256
    if proof is None:
        if same and not case.is_cut:
            return []
        return [Reason("proof", "删减后的文件须有验证结果（proof）。")]
    reasons = []
    each = [check.get("holds") is True for check in proof.get("checks") or ()]
    if proof.get("holds") is not True or not each or not all(each):
        reasons.append(Reason("proof", "删减未通过验证。"))
    if proof.get("output_sha256") != sha256 or proof.get("original_sha256") != case.facts.sha256:
        reasons.append(Reason("proof_bytes", "验证结果不是针对这份文件的。"))
    if case.is_cut and same:
        reasons.append(Reason("uncut", "文件与原件相同，删减没有进行。"))
    return reasons
