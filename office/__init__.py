"""The office: cases, people, signatures, the ledger and the gate. Who decides, and what is written down of it.

Everything above calls one object, `Office`:

    with Office.open(settings, clock) as office:          # clock: () -> aware datetime
        ref = office.open_case(source, data, review_json, proposals=…, text_length=…)   # CaseRef(id, state, is_new …)
        office.find_case(sha256, corpora, on)             # CaseRef | None, before a review is run at all
        office.cases(state="drafted")                     # [CaseRow]; row.to_json() is `case list --json`
        office.case(id)                                   # Dossier: decisions, signatures, open_items, acts …

        actor = office.authenticate(name, password)       # for each act anew; spent by `sign`
        office.add_person(name, role, password, display=…, by=actor)
        office.decide(id, actor, "accept", proposals=None | [ids], grounds=…, spans=…, reason_code=…)
        office.add_cut(id, actor, (start, stop), kind, reason_code, grounds)
        office.answer_gap(id, actor, grounds, items=None | [ids])        # gaps, steps, accepted questions
        office.set_status(id, actor, "全文公开", "主动公开", reason_code=…)
        office.sign(id, actor, opinion)                   # the step that is due
        office.return_case(id, actor, grounds)            office.withdraw(id, actor, grounds)

        office.why_not_release(id)                        # () when it may be released
        office.final_cuts(id)                             # FinalCut(start, stop, mask, kind, reason_code, basis, …)
        office.release(id, actor, output_bytes, proof_json)              # Released(record, sha256, certificate)
        office.gate(data) / office.gate(sha256=…)         # Allowed(record, …) | Barred(reasons, …)
        office.ledger.entries() / .verify() / .newest()   office.key().public_pem
        office.audit()                                    # ledger, acts and files together

Acts that are refused raise `ActRefused` (a `pipeline.errors.Refused`) with every reason in Chinese, and leave a
ledger entry. `office.certificate.why_not_offline(data, certificate, public_pem)` is the gate without a home.
Only what is proposed by a machine comes in as `review_json` (contract §5, offsets only); document text never does.
"""

from __future__ import annotations

from office.desk import Office
from office.dossier import Dossier
from office.errors import ActRefused, CaseDamaged, ClockSetBack, LedgerBroken, NoSuchCase
from office.gate import Allowed, Barred
from office.people import Actor, AuthenticationFailed
from office.policy import Role, State
from office.register import CaseRef, CaseRow
from office.release import Released
from office.values import FinalCut

__all__ = [
    "ActRefused", "Actor", "Allowed", "AuthenticationFailed", "Barred", "CaseDamaged", "CaseRef", "CaseRow",
    "ClockSetBack", "Dossier", "FinalCut", "LedgerBroken", "NoSuchCase", "Office", "Released", "Role", "State",
]  # fmt: skip
