"""What is written down: the review record, the batch summary, letters, forms and registers of an office.

Every function is pure: a review (a parsed `review.json`) and what people did go in, text or bytes come out.
Nothing here holds text of a document, reads a clock or touches a disk. Beside what is gathered here:
`records.casework` (a case of the office as a `Procedure`), `records.values` (fields for forms and letters),
`records.registers` (台账, monthly and annual tables), `records.labels` (Chinese words for every code).
"""

from __future__ import annotations

from records.entries import Review
from records.form import record_form
from records.forms import letter
from records.pages import record_page
from records.procedure import Procedure
from records.proof_page import proof_html, redaction_csv
from records.summary import summary_csv, summary_html, summary_json
from records.view import view_of

__all__ = [
    "Procedure",
    "Review",
    "letter",
    "proof_html",
    "record_docx",
    "record_html",
    "redaction_csv",
    "summary_csv",
    "summary_html",
    "summary_json",
]


def record_docx(review: Review, procedure: Procedure | None = None) -> bytes:
    """The record as .docx: the six fields, then tables of cuts, open questions, gaps and steps."""
    return record_form(view_of(review, procedure))


def record_html(review: Review, procedure: Procedure | None = None) -> str:
    """The same record as a page that prints on A4."""
    return record_page(view_of(review, procedure))
