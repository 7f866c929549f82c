"""What is written down: the review record, the batch summary, letters, forms and registers of an office.

Every function is pure: a review (a parsed `review.json`) and what people did go in, text or bytes come out.
Nothing here holds text of a document, reads a clock or touches a disk. The libraries for Word, spreadsheets and
pages are loaded with the first function that needs them, so that `records.labels` costs nothing.

Beside what is gathered here: `records.values` (fields for forms and letters), `records.registers` and
`records.monthly` (台账, annual counts, monthly table), `records.labels` (Chinese words for every code).
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from records.entries import Review
    from records.form import record_docx
    from records.forms import letter
    from records.pages import record_html
    from records.procedure import Procedure
    from records.proof_page import proof_html, redaction_csv
    from records.summary import summary_csv, summary_html, summary_json

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

_HOMES = {
    "Procedure": "records.procedure",
    "Review": "records.entries",
    "letter": "records.forms",
    "proof_html": "records.proof_page",
    "record_docx": "records.form",
    "record_html": "records.pages",
    "redaction_csv": "records.proof_page",
    "summary_csv": "records.summary",
    "summary_html": "records.summary",
    "summary_json": "records.summary",
}


def __getattr__(name: str) -> Any:
    """One of the names above, from its module."""
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'records' has no attribute {name!r}")
    return getattr(import_module(home), name)
