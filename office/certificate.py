"""The release certificate: what a publishing system can check without us, with the office's public key alone."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from office.canonical import digest
from office.dossier import Dossier
from office.errors import Reason
from office.keys import OfficeKey, is_signed_by, public_key
from office.values import RELEASING

SCHEMA = "xianshen/certificate/1"


def certificate(
    case: Dossier,
    key: OfficeKey,
    *,
    office: str,
    output: str,
    length: int,
    proof: str | None,
    released_at: str,
    released_by: str,
    count: int,
    head: str,
) -> dict[str, Any]:
    """The signed certificate of one release.

    `count` and `head` are the ledger before it: with a later ledger they show that nothing was put in between.
    """
    status = case.status
    return key.sign(
        {
            "schema": SCHEMA,
            "record": case.id,
            "office": office,
            "source": {"sha256": case.facts.sha256, "bytes": case.facts.bytes},
            "output": {"sha256": output, "bytes": length, "format": case.facts.format},
            "release_status": status.release_status if status else None,
            "release_mode": status.release_mode if status else None,
            "on": case.facts.on.isoformat(),
            "rules": case.facts.corpora,
            "software": case.facts.software,
            "review": case.facts.review_digest,
            "content": case.content(),
            "proof": proof,
            "signatures": [
                {
                    "step": s.step,
                    "label": s.label,
                    "account": s.actor,
                    "name": s.display,
                    "at": s.at,
                }
                for s in case.signatures
            ],
            "released_at": released_at,
            "released_by": released_by,
            "ledger": {"count": count, "head": head},
        }
    )


def certificate_digest(value: Mapping[str, Any]) -> str:
    """SHA-256 of the canonical form, as the ledger holds it."""
    return digest(dict(value))


def why_not_offline(data: bytes, value: Mapping[str, Any], pem: bytes) -> list[Reason]:
    """Reasons why these bytes are not what this certificate allows; empty means they may be published.

    (1) it is a certificate; (2) this key signed it, all of it; (3) it is for exactly these bytes; (4) it is for a
    release; (5) three or more signatures by as many persons. Whether it was withdrawn since, only the office's own
    gate can tell.
    """
    key = public_key(pem)
    if value.get("schema") != SCHEMA:
        return [Reason("schema", "这不是公开证书，或版本不符。")]
    if not is_signed_by(value, key):
        return [
            Reason("signature", "证书的签名不成立：证书被改动，或不是由该公钥对应的单位签发。")
        ]
    reasons = []
    output = value.get("output")
    stated = output.get("sha256") if isinstance(output, Mapping) else None
    if stated != hashlib.sha256(data).hexdigest():
        reasons.append(
            Reason("bytes", "文件与证书不符：不是获准公开的那一份（一字不差才可公开）。")
        )
    if value.get("release_status") not in RELEASING:
        reasons.append(Reason("status", "证书所载公开属性不是全文公开或删减后公开。"))
    signatures = value.get("signatures")
    accounts = [s.get("account") for s in signatures] if isinstance(signatures, list) else []
    if len(accounts) < 3 or len(set(accounts)) != len(accounts):
        reasons.append(Reason("persons", "证书所载签署不足三人，或有人重复签署。"))
    return reasons
