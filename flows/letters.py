"""Forms and letters of a case: 解密审核, 报请确定, 征求第三方意见 and the others, as docx."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

from flows.outputs import write
from flows.paper import told_of
from office import Office
from office.paths import inquiry_key
from office.policy import path_word, paths
from records.chinese import long_date
from records.forms import forms, letter
from records.values import lists_of, values_of


def catalogue() -> tuple[tuple[str, str], ...]:
    """Name and title of every form."""
    return tuple((name, form.title or form.name) for name, form in sorted(forms().items()))


def fill(
    office: Office,
    name: str,
    case: str,
    out: Path,
    on: dt.date,
    template: bytes | None = None,
    extra: dict[str, str] | None = None,
) -> None:
    """Write the form `name` for one case. Raises UnknownFormError, NoSuchCase, CaseDamaged."""
    dossier = office.case(case)
    procedure = replace(told_of(office, dossier), extra=extra or {})
    review = {"case": dossier.id, **dossier.review}
    values = values_of(review, procedure, on)
    write(out, letter(name, values, lists_of(review, procedure), on=on, template=template))


def fill_path(office: Office, path: str, party: str, case: str, out: Path, on: dt.date) -> None:
    """Write the letter of a special path for one party, with what was recorded of it."""
    asked = office.case(case).inquiries[inquiry_key(path, party)]
    decided = asked.answer is not None
    extra = {
        "third_party": asked.party,
        "due_on": long_date(asked.due_on) or "",
        "declassify_authority": asked.party,
        "declassify_result": path_word(asked.answer) + asked.number if asked.answer else "",
        "declassify_day": long_date(asked.answered_on) if decided else "",
        "defer_until": long_date(asked.until) or "",
    }
    fill(
        office, paths()[path]["letter"], case, out, on, extra={k: v for k, v in extra.items() if v}
    )
