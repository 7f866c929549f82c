"""Forms and letters of a case: 解密审核, 报请确定, 征求第三方意见 and the others, as docx."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

from flows.outputs import write
from flows.paper import told_of
from office import Dossier, Office
from office.paths import inquiry_key
from office.policy import path_word, paths
from office.values import RELEASING, UNDECIDED, WITHHELD
from pipeline.errors import Refused
from records.chinese import long_date
from records.fields import LABELS, LIST_LABELS, LISTS
from records.forms import UnknownFormError, forms, letter
from records.values import lists_of, values_of


def catalogue() -> tuple[tuple[str, str], ...]:
    """Name and title of every form."""
    return tuple((name, form.title or form.name) for name, form in sorted(forms().items()))


def fields_of(name: str | None = None) -> tuple[tuple[str, str], ...]:
    """Every field that a template can use, with its Chinese label; those of one form too. Raises UnknownFormError."""
    own: dict[str, str] = {}
    if name is not None:
        if name not in forms():
            raise UnknownFormError(name)
        own = dict(forms()[name].fields)
    rows = {
        f"{group}.{field}": LIST_LABELS[group] for group, names in LISTS.items() for field in names
    }
    return tuple((LABELS | own | rows).items())


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
    form = forms().get(name)
    if form is not None and form.decided:
        _may_be_printed(dossier)
    procedure = replace(told_of(office, dossier), extra=extra or {})
    review = {"case": dossier.id, **dossier.review}
    values = values_of(review, procedure, on)
    write(out, letter(name, values, lists_of(review, procedure), on=on, template=template))


def _may_be_printed(case: Dossier) -> None:
    """源头认定: a 发文稿纸 carries 公开属性 and 公开方式, a refusal its reason. Raises Refused (不予印发)."""
    status = case.status
    reasons = []
    if status is None or status.release_status == UNDECIDED:
        reasons.append("未确定公开属性（case status）。")
    elif status.release_status in RELEASING and status.release_mode is None:
        reasons.append("未确定公开方式（case status）。")
    elif status.release_status == WITHHELD and not case.reason_code:
        reasons.append("不予公开而未说明理由（case status --reason-code）。")
    if reasons:
        raise Refused("不予印发：发文稿纸须载明公开属性和公开方式。", tuple(reasons))


def fill_path(office: Office, path: str, party: str, case: str, out: Path, on: dt.date) -> None:
    """Write the letter of a special path for one party, with what was recorded of it."""
    dossier = office.case(case)
    key = inquiry_key(path, party)
    asked = dossier.inquiries[key]
    own = (a.payload for a in dossier.acts if a.kind == "path")
    grounds = [str(p["grounds"]) for p in own if inquiry_key(p["path"], p["party"]) == key][-1]
    decided = asked.answer is not None
    extra = {
        "third_party": asked.party,
        "due_on": long_date(asked.due_on) or "",
        "declassify_authority": asked.party,
        "declassify_result": path_word(asked.answer) + asked.number if asked.answer else "",
        "declassify_day": long_date(asked.answered_on) if decided else "",
        "defer_until": long_date(asked.until) or "",
        "sent_on": long_date(asked.sent_on),
        "answered_on": long_date(asked.answered_on),
        "public_interest": grounds,
        "decision_grounds": grounds,
    }
    row = paths()[path]
    name = row.get("letters", {}).get(asked.settled or asked.answer, row["letter"])
    fill(office, name, case, out, on, extra={k: v for k, v in extra.items() if v})
