"""One entry of the ledger: which acts there are, and the only fields that an entry may hold.

An entry holds numbers, digests, codes and account names. A field or a value that is not listed here raises: no
document text, no opinion, no grounds can get in. The one free value is the file name of a halted document.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from office.algorithms import Algorithms
from office.canonical import canonical

GENESIS = "0" * 64

KINDS: tuple[str, ...] = (
    "home.opened",
    "person.added", "person.disabled", "person.enabled", "person.password", "person.role", "person.unlocked",
    "login.refused", "login.locked", "session.opened", "session.closed", "session.refused",
    "token.added", "token.revoked", "token.refused",
    "case.opened", "case.halted", "case.decided", "case.cut", "case.gap", "case.status", "case.signed",
    "case.returned", "case.withdrawn", "case.released", "case.clock", "case.path", "case.carried",
    "act.refused", "read.refused",
    "gate.allowed", "gate.refused",
    "ledger.checkpoint", "clock.refused", "backup.made", "home.restored", "case.erased",
)  # fmt: skip

_HEX = re.compile(r"[0-9a-f]{64}")
_WORD = re.compile(r"[a-z0-9_.]{1,32}")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_ACCOUNT = re.compile(r"[A-Za-z0-9_.@\-\u3400-\u9fff]{1,64}")
_STATUS = re.compile("全文公开|删减后公开|不予公开|待确定")
_MODE = re.compile("主动公开|依申请公开")
_REASON = re.compile(r"[1-8]")
_SOFTWARE = re.compile(r"xianshen [0-9a-z.+]{1,24}")
_NAME = re.compile(r"[^\x00-\x1f]{1,1024}")

FIELDS: Mapping[str, re.Pattern[str]] = {
    "act": _HEX, "source": _HEX, "review": _HEX, "reading": _HEX, "output": _HEX, "proof": _HEX,
    "certificate": _HEX, "content": _HEX, "rules": _HEX, "root": _HEX, "head": _HEX, "file": _HEX,
    "outcome": _WORD, "state": _WORD, "level": _WORD, "step": _WORD, "role": _WORD, "cleared": _WORD,
    "what": _WORD, "procedure": _WORD, "status": _STATUS, "mode": _MODE, "reason_code": _REASON,
    "person": _ACCOUNT, "label": _ACCOUNT, "on": _DAY, "due_on": _DAY, "software": _SOFTWARE, "name": _NAME,
}  # fmt: skip
NUMBERS = frozenset({"round", "count", "number"})
LISTS = frozenset({"codes"})


class FieldRefused(ValueError):
    """An entry was about to hold a field or value that is not allowed; names the field only."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One act as it stands in the ledger. `hash` is the digest of `body` (`office.algorithms`); `prev` that of the entry before."""

    n: int
    at: str
    kind: str
    actor: str | None
    case: str | None
    data: Mapping[str, Any]
    prev: str
    body: str
    hash: str

    @classmethod
    def make(
        cls,
        n: int,
        at: dt.datetime,
        kind: str,
        actor: str | None,
        case: str | None,
        prev: str,
        data: Mapping[str, Any],
        algorithms: Algorithms = Algorithms.DEFAULT,
    ) -> Entry:
        """A new entry. Raises FieldRefused for anything that is not on the lists above."""
        check(kind, actor, case, data)
        fields: dict[str, Any] = {
            "n": n, "at": stamp(at), "kind": kind, "actor": actor, "case": case, "prev": prev, "data": dict(data),
        }  # fmt: skip
        body = canonical(fields)
        return cls(
            n,
            fields["at"],
            kind,
            actor,
            case,
            dict(data),
            prev,
            body.decode(),
            algorithms.hashed(body),
        )

    @classmethod
    def of(cls, body: str, hashed: str) -> Entry:
        """The entry in a row of the database, as it stands; nothing is verified. Raises ValueError if unreadable."""
        try:
            read = json.loads(body)
            n, at, kind, actor, case = (read[k] for k in ("n", "at", "kind", "actor", "case"))
            return cls(
                int(n),
                str(at),
                str(kind),
                actor,
                case,
                dict(read["data"]),
                str(read["prev"]),
                body,
                hashed,
            )
        except (KeyError, TypeError) as error:
            raise ValueError(f"entry without {type(error).__name__}") from None


def check(kind: str, actor: str | None, case: str | None, data: Mapping[str, Any]) -> None:
    """Raise FieldRefused unless every field is known and every value has its form."""
    if kind not in KINDS:
        raise FieldRefused("kind")
    if actor is not None and not _ACCOUNT.fullmatch(actor):
        raise FieldRefused("actor")
    if case is not None and not re.fullmatch(r"\d{4}-\d{6,9}", case):
        raise FieldRefused("case")
    for field, value in data.items():
        if not _fits(field, value) or (field == "name" and kind != "case.halted"):
            raise FieldRefused(field)


def _fits(field: str, value: object) -> bool:
    if field in NUMBERS:
        return isinstance(value, int) and not isinstance(value, bool)
    if field in LISTS:
        return isinstance(value, list) and all(
            isinstance(v, str) and bool(_WORD.fullmatch(v)) for v in value
        )
    pattern = FIELDS.get(field)
    return pattern is not None and isinstance(value, str) and bool(pattern.fullmatch(value))


def stamp(at: dt.datetime) -> str:
    """An instant as the ledger writes it: UTC, microseconds, Z; such strings order as time does."""
    return at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def instant(text: str) -> dt.datetime:
    """The instant that `stamp` wrote."""
    return dt.datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=dt.UTC)
