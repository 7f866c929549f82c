"""The office's rows: steps, roles, passwords, sessions, retention (`corpora/policy/procedure.toml`)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import corpora

PATH = "policy/procedure.toml"


class Role(StrEnum):
    """What a person is in this office. One role a person."""

    HANDLER = "handler"
    REVIEWER = "reviewer"
    APPROVER = "approver"
    AUDITOR = "auditor"
    SECURITY = "security"
    ADMIN = "admin"

    @property
    def label(self) -> str:
        """The Chinese word."""
        return str(_table()["role_labels"][self.value])

    def may(self, act: str) -> bool:
        """True when the policy lets this role do `act`."""
        return act in _table()["roles"].get(self.value, ())


class State(StrEnum):
    """Where a case stands."""

    DRAFTED = "drafted"
    HANDLED = "handled"
    REVIEWED = "reviewed"
    APPROVED = "approved"
    RELEASED = "released"
    RETURNED = "returned"
    WITHHELD = "withheld"
    REFERRED = "referred"
    WITHDRAWN = "withdrawn"
    HALTED = "halted"
    ERASED = "erased"

    @property
    def label(self) -> str:
        """The Chinese word."""
        return {
            "drafted": "待经办",
            "handled": "待办公室审查",
            "reviewed": "待领导审批",
            "approved": "已批准",
            "released": "已公开",
            "returned": "已退回",
            "withheld": "不予公开",
            "referred": "报请确定",
            "withdrawn": "已撤回",
            "halted": "停止处理",
            "erased": "已销毁",
        }[self.value]


CLOSED = (State.RELEASED, State.WITHHELD, State.WITHDRAWN, State.HALTED, State.ERASED)
"""States in which nothing more has to be done."""


@dataclass(frozen=True, slots=True)
class SigningStep:
    """One step of the procedure: who signs, and the state of the case afterwards."""

    step: str
    label: str
    role: Role
    after: State


def _table() -> dict[str, Any]:
    return corpora.table(PATH)


def default_procedure() -> str:
    """The procedure of an office that chose none: the three steps of 第十二条."""
    return str(_table()["default"])


def procedures() -> tuple[str, ...]:
    """The procedures that an office may choose."""
    lists = {name: rows for name, rows in _table().items() if isinstance(rows, list)}
    return tuple(name for name, rows in lists.items() if all("step" in row for row in rows))


def steps(procedure: str) -> tuple[SigningStep, ...]:
    """The steps of a procedure in order. Raises KeyError for one that is not in the policy."""
    return tuple(
        SigningStep(row["step"], row["label"], Role(row["role"]), State(row["after"]))
        for row in _table()[procedure]
    )


def passwords() -> dict[str, Any]:
    """The password and lock-out rules."""
    return dict(_table()["passwords"])


def sessions() -> dict[str, int]:
    """How long sessions and authentications live."""
    return dict(_table()["sessions"])


def retention() -> dict[str, int]:
    """How long cases are kept and when refusals are assessed again."""
    return dict(_table()["retention"])


def reply() -> dict[str, int]:
    """The limits of the reply to a request, in working days."""
    return dict(_table()["reply"])


def clock_basis(event: str) -> list[str]:
    """The articles on which an event of the reply clock (or the reason of a pause) rests."""
    return list(_table()["clock_basis"][event])


def limits() -> list[dict[str, Any]]:
    """The limits for release, with the document types that they are for."""
    return list(_table()["limit"])


def paths() -> dict[str, dict[str, Any]]:
    """The special paths of a case by name."""
    return {row["name"]: row for row in _table()["path"]}


def path_word(answer: str) -> str:
    """The Chinese word of an answer or a decision on a special path."""
    return str(_table()["path_words"][answer])


def reason_basis(code: str) -> tuple[str, ...]:
    """The articles of one of the eight reason codes."""
    return tuple(_table()["reason_basis"][code])
