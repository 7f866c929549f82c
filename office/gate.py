"""The gate: may exactly these bytes be published? Eight checks; a refusal names every reason.

(1) a release exists for exactly these bytes and has not been withdrawn; (2) source and review are those that were
registered; (3) every gap, step and question was answered; (4) every proposal is decided, with a code, and the
status allows release; (5) every step is signed, by different persons in the right roles, all over the same content;
(6) the output is proven; (7) the certificate is the office's own and says the same; (8) the acts stand in the ledger
as written (a case whose acts do not is not even opened: `office.binding`), and the ledger has not been cut. No
checks, no release.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from office.cases import Cases
from office.dossier import Dossier
from office.errors import CaseDamaged, Reason
from office.keys import OfficeKey, is_signed_by
from office.ledger import Ledger
from office.objections import open_matters
from office.policy import State
from office.tables import LEDGER
from office.values import RELEASING


@dataclass(frozen=True, slots=True)
class Allowed:
    """These bytes may be published; `record` is the number of the review record."""

    record: str
    sha256: str
    released_at: str


@dataclass(frozen=True, slots=True)
class Barred:
    """These bytes may not be published: every reason, in Chinese. `record` where a case is known."""

    reasons: tuple[str, ...]
    sha256: str
    record: str | None = None
    codes: tuple[str, ...] = ()


Answer = Allowed | Barred


def why_not_pass(
    case: Dossier, sha256: str, cases: Cases, ledger: Ledger, key: OfficeKey
) -> list[Reason]:
    """The eight checks on a released case; empty means that these bytes may pass."""
    return [
        *_released(case, sha256),  # (1)
        *files_as_registered(case, cases),  # (2)
        *_all_answered(case),  # (3), (4)
        *signed_by_different_persons(case),  # (5)
        *_proven(case, sha256),  # (6)
        *_certified(case, sha256, key),  # (7)
        *ledger_uncut(ledger),  # (8)
    ]


def why_not_release(case: Dossier, cases: Cases, ledger: Ledger) -> list[Reason]:
    """Reasons why an approved case may not be released yet: (2) to (5) and (8), and that it is approved."""
    reasons = []
    if case.state is not State.APPROVED:
        reasons.append(
            Reason("state", f"案卷现为“{case.state.label}”，各环节全部签署批准后才能公开。")
        )
    if case.facts.review_digest is None:
        return [*reasons, Reason("halted", "该文件带有本系统不得处理的密级标志，已停止处理。")]
    return [
        *reasons,
        *files_as_registered(case, cases),
        *_all_answered(case),
        *signed_by_different_persons(case),
        *ledger_uncut(ledger),
    ]


def _released(case: Dossier, sha256: str) -> list[Reason]:
    if case.output_sha256 != sha256:
        return [Reason("bytes", "没有对应这份文件的公开记录。")]
    if case.state is State.WITHDRAWN:
        return [Reason("withdrawn", "该信息的公开已被撤回。")]
    if case.state is not State.RELEASED:
        return [Reason("state", f"案卷现为“{case.state.label}”，未办理公开。")]
    return []


def files_as_registered(case: Dossier, cases: Cases) -> list[Reason]:
    """(2) The files in the case folder are those that were reviewed."""
    try:
        cases.source(case.facts)
        cases.reading(case.facts)
    except CaseDamaged as damaged:
        return list(damaged.because)
    return []


def _all_answered(case: Dossier) -> list[Reason]:
    """(3) and (4)."""
    reasons = list(open_matters(case))
    status = case.status.release_status if case.status else None
    if status not in RELEASING:
        reasons.append(Reason("status", f"公开属性为“{status or '未定'}”，不得公开。"))
    if case.withheld_by:
        reasons.append(Reason("withheld", "已决定不予公开。"))
    return reasons


def signed_by_different_persons(case: Dossier) -> list[Reason]:
    """(5) All steps, right roles, no person twice, one content."""
    due, given, content = case.steps, case.signatures, case.content()
    reasons = []
    missing = [step.label for step in due[len(given) :]]
    if missing or len(due) < 3:
        reasons.append(
            Reason("unsigned", f"尚缺签署：{'、'.join(missing) or '签署环节不足三个'}。")
        )
    if any(
        s.step != step.step or s.role != step.role.value
        for s, step in zip(given, due, strict=False)
    ):
        reasons.append(Reason("role", "签署人的身份与环节不符。"))
    if len({signature.actor for signature in given}) != len(given):
        reasons.append(Reason("same_person", "同一人签署了两个环节。"))
    if any(signature.content != content for signature in given):
        reasons.append(Reason("content", "案卷内容在签署之后有变动。"))
    return reasons


def _proven(case: Dossier, sha256: str) -> list[Reason]:
    """(6) Cut output has a proof that holds; uncut output is the source itself."""
    release = case.release
    if not release:
        return []
    if release.get("proof"):
        return [] if release.get("proof_holds") is True else [Reason("proof", "删减未通过验证。")]
    if case.is_cut or sha256 != case.facts.sha256:
        return [Reason("proof", "删减后的文件没有验证结果。")]
    return []


def _certified(case: Dossier, sha256: str, key: OfficeKey) -> list[Reason]:
    """(7) The certificate is signed by this office and says what the case says."""
    if not case.release:
        return []
    value: Any = case.release.get("certificate") or {}
    if not is_signed_by(value, key.public):
        return [Reason("certificate", "公开证书的签名不成立。")]
    stated = (
        value.get("record"),
        value["output"]["sha256"],
        value["source"]["sha256"],
        value.get("content"),
    )
    persons = [s["account"] for s in value["signatures"]]
    if stated != (case.id, sha256, case.facts.sha256, case.content()):
        return [Reason("certificate", "公开证书与案卷不一致。")]
    if persons != [s.actor for s in case.signatures]:
        return [Reason("certificate", "公开证书所载签署与案卷不一致。")]
    return []


def ledger_uncut(ledger: Ledger) -> list[Reason]:
    """(8) The saved head stands in the ledger."""
    saved = ledger.saved_head()
    if saved is None:
        return [Reason("head", "另存的台账头缺失，不能确认台账完整。")]
    if saved[0] == 0:
        return []
    with ledger.storage.reading() as connection:
        hashed = connection.execute(
            sa.select(LEDGER.c.hash).where(LEDGER.c.n == saved[0])
        ).scalar()
    return (
        [] if hashed == saved[1] else [Reason("head", "台账与另存的台账头不符，末尾可能被删改。")]
    )


def barred(reasons: Iterable[Reason], sha256: str, record: str | None = None) -> Barred:
    """A refusal; with no reason at all it is a refusal too."""
    given = list(reasons) or [Reason("unchecked", "未能完成检查。")]
    texts = tuple(dict.fromkeys(reason.text for reason in given))
    return Barred(texts, sha256, record, tuple(sorted({reason.code for reason in given})))
