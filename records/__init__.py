"""What is written down: the review record, the batch summary, letters, forms and ledgers of an office.

Every function is pure: a review (a parsed `review.json`) and what people did go in, text or bytes come out.
Nothing here holds text of a document, reads a clock or touches a disk.
"""

from __future__ import annotations

from records.entries import Review
from records.form import form
from records.pages import record_page
from records.procedure import Procedure
from records.summary import summary_csv, summary_html, summary_json
from records.view import view

__all__ = [
    "Procedure",
    "Review",
    "record_docx",
    "record_html",
    "summary_csv",
    "summary_html",
    "summary_json",
]


def record_docx(review: Review, procedure: Procedure | None = None) -> bytes:
    """The record as .docx: the six fields, then tables of cuts, open questions, gaps and steps."""
    return form(view(review, procedure))


def record_html(review: Review, procedure: Procedure | None = None) -> str:
    """The same record as a page that prints on A4."""
    return record_page(view(review, procedure))
