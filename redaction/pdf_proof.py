"""Proof of a PDF cut; the checks are in the files beside this one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pipeline.contracts import Excision, Redacted
from pipeline.document import Document
from redaction.proof import Check


class PdfProver:
    """Reads the saved bytes back with our own reader, pdfium and poppler, and searches every object."""

    formats = ("pdf",)

    def prove(
        self, original: bytes, redacted: Redacted, document: Document, excisions: Sequence[Excision]
    ) -> Iterable[Check]:
        """The checks; a check that cannot be run fails."""
        from redaction.pdf_checks import checks

        return checks(original, redacted, document, excisions)


PROVER = PdfProver()
