"""Pages of paper for the screen and the printer: Jinja templates of this folder, nothing from outside.

Every value is escaped; a page carries a content policy that lets it load nothing.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from records.annexes import annexes
from records.entries import Review
from records.procedure import Procedure
from records.view import view_of


@cache
def environment() -> Environment:
    """The templates of `records/templates`; a missing value is an error, not an empty place."""
    return Environment(
        loader=PackageLoader("records", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def render(template: str, **values: Any) -> str:
    """The page as text, ending in one newline."""
    return environment().get_template(template).render(**values).strip() + "\n"


def record_html(review: Review, procedure: Procedure | None = None) -> str:
    """record.html: the same fields and tables as the Word form; prints on A4."""
    view = view_of(review, procedure)
    rows = 1 + sum(2 if mark.notes else 1 for mark in view.markings)
    return render(
        "record.html.j2",
        view=view,
        facts=dict(view.subject),
        marking_rows=rows,
        annexes=annexes(view),
    )
