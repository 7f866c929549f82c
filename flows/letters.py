"""Forms and letters of a case: 解密审核, 报请确定, 征求第三方意见 and the others, as docx."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from flows.outputs import write
from flows.paper import procedure_of
from office import Office
from records.forms import forms, letter
from records.values import lists_of, values_of


def catalogue() -> tuple[tuple[str, str], ...]:
    """Name and title of every form."""
    return tuple((name, form.title or form.name) for name, form in sorted(forms().items()))


def fill(
    office: Office, name: str, case: str, out: Path, on: dt.date, template: bytes | None = None
) -> None:
    """Write the form `name` for one case. Raises UnknownFormError, NoSuchCase, CaseDamaged."""
    dossier = office.case(case)
    people = {person.name: person.display or person.name for person in office.people.all()}
    procedure = procedure_of(dossier, people)
    review = {"case": dossier.id, **dossier.review}
    values = values_of(review, procedure, on)
    write(out, letter(name, values, lists_of(review, procedure), on=on, template=template))
