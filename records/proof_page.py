"""proof.html, readable by a person, and the redaction list of one output file. Places and counts, never text."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from records.annexes import Annex
from records.chinese import clean, long_date
from records.entries import Review
from records.pages import render
from records.procedure import Procedure
from records.tables import csv_bytes
from records.view import RecordView, view_of

LIST_HEADS = ("序号", "位置", "类别", "处理", "理由", "依据", "人工决定", "长度是否可推知")


def proof_html(
    proof: Mapping[str, Any],
    review: Review | None = None,
    procedure: Procedure | None = None,
    *,
    on: dt.date | None = None,
) -> str:
    """The page beside an output file: does the proof hold, what was checked, what was cut where.

    `proof` is the parsed `proof.json`. A proof without checks does not hold, whatever it says of itself.
    """
    checks = [
        (
            str(number),
            clean(check.get("name")),
            bool(check.get("holds")),
            clean(check.get("detail")),
        )
        for number, check in enumerate(proof.get("checks", ()), 1)
    ]
    told = view_of(review, procedure) if review is not None else None
    return render(
        "proof.html.j2",
        holds=bool(checks)
        and all(holds for _, _, holds, _ in checks)
        and bool(proof.get("holds")),
        checks=checks,
        failed=sum(not holds for _, _, holds, _ in checks),
        cuts=_annex(told, proof) if told is not None else None,
        count=len(proof.get("cuts", ())),
        removed=len(proof.get("removed", ())),
        notes=[clean(note) for note in proof.get("notes", ())],
        original=clean(proof.get("original_sha256")),
        output=clean(proof.get("output_sha256")),
        view=told,
        day=long_date(on) or (told.day if told else ""),
    )


def redaction_csv(
    review: Review, procedure: Procedure | None, proof: Mapping[str, Any] | None = None
) -> bytes:
    """The redaction list as csv: one row a cut."""
    return csv_bytes(LIST_HEADS, _rows(view_of(review, procedure), proof or {}))


def _annex(told: RecordView, proof: Mapping[str, Any]) -> Annex:
    rows = _rows(told, proof)
    return Annex("删减清单", LIST_HEADS, (5, 14, 12, 7, 15, 24, 13, 10), rows)


def _rows(told: RecordView, proof: Mapping[str, Any]) -> tuple[tuple[str, ...], ...]:
    hidden = iter(_hidden(proof.get("cuts", ()), sum(not c.is_whole for c in told.standing)))
    return tuple(
        (
            *(str(number), c.place, c.kind, c.action, c.reason, c.articles, c.decision),
            "—" if c.is_whole else next(hidden),
        )
        for number, c in enumerate(told.standing, 1)
    )


def _hidden(cuts: Sequence[Mapping[str, Any]], count: int) -> list[str]:
    """Whether the length of each cut can still be told; unknown when excisions were merged or decided away."""
    if len(cuts) != count:
        return ["—"] * count
    return ["不可推知" if cut.get("length_hidden") else "可推知" for cut in cuts]
