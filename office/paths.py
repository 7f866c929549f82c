"""Special paths of a case: who was asked, by when an answer is due, what came, and whether it lets anything out.

The rows are `[[path]]` in `corpora/policy/procedure.toml`. What was sent and has no answer bars a release, and so
does an answer of 不同意. Silence decides nothing: after a third party's limit the office decides (条例 第三十二条), and
only over a request another organ's silence is consent (第三十四条).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from office import policy
from office.errors import Reason
from pipeline.evidence import Declassification, Evidence, Extension


@dataclass(frozen=True, slots=True)
class Inquiry:
    """One question to one party. `until` is the day of a deferral or of an extended term."""

    path: str
    party: str
    sent_on: dt.date
    due_on: dt.date | None = None
    until: dt.date | None = None
    answer: str | None = None
    answered_on: dt.date | None = None
    number: str = ""
    settled: str | None = None

    @property
    def key(self) -> str:
        """Path and party."""
        return inquiry_key(self.path, self.party)

    @property
    def label(self) -> str:
        """What it is called, with the party."""
        name = str(policy.paths()[self.path]["label"])
        return f"{name}（{self.party}）" if self.party else name

    @property
    def is_waiting(self) -> bool:
        """True while no answer was recorded."""
        return self.answer is None

    def why_not_release(self, mode: str | None, has_cuts: bool) -> str | None:
        """Why this question keeps the case from being released, in Chinese; None when it does not."""
        row = policy.paths()[self.path]
        match self.answer:
            case None:
                return f"{self.label}尚未答复"
            case "consent" | "declassified" | "ended":
                return None
            case "silent" if row.get("silence") == "request" and mode == "依申请公开":
                return None
            case _ if self.settled == "severed" and not has_cuts:
                return f"{self.label}：没有任何删减"
            case _ if self.settled is not None:
                return None
            case _:
                return f"{self.label}：{policy.path_word(self.answer)}"


def inquiry_key(path: str, party: str) -> str:
    """The key of a question in its case."""
    return f"{path}/{party}" if party else path


def after_act(inquiries: Mapping[str, Inquiry], payload: Mapping[str, Any]) -> dict[str, Inquiry]:
    """The questions of a case after an act `path`."""
    key = inquiry_key(payload["path"], payload["party"])
    on, until = dt.date.fromisoformat(payload["on"]), _day(payload.get("until"))
    asked = inquiries.get(key)
    if payload["stage"] == "send" or asked is None:
        made = Inquiry(payload["path"], payload["party"], on, _day(payload.get("due_on")), until)
    elif payload["stage"] == "answer":
        made = replace(
            asked, answer=payload["answer"], answered_on=on, number=payload["document"],
            until=until or asked.until,
        )  # fmt: skip
    else:
        made = replace(asked, settled=payload["answer"])
    return {**inquiries, key: made}


def barring(inquiries: Iterable[Inquiry], mode: str | None, has_cuts: bool) -> list[Reason]:
    """Every question that keeps a case from being released."""
    texts = [text for asked in inquiries if (text := asked.why_not_release(mode, has_cuts))]
    return [Reason("open_path", f"{text}，不能公开（case path）。") for text in texts]


def evidence_of(inquiries: Iterable[Inquiry]) -> Iterator[Evidence]:
    """What the answers say about the term of a mark: declassified on a day, or extended until one."""
    for asked in inquiries:
        if asked.answered_on is None:
            continue
        if asked.answer == "declassified":
            yield Declassification(asked.answered_on)
        elif asked.answer == "extended" and asked.until is not None:
            yield Extension(asked.until, asked.answered_on)


def _day(text: object) -> dt.date | None:
    return dt.date.fromisoformat(str(text)) if text else None
