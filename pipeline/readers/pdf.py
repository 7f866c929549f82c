"""PDF. The work is in the files beside this one; they are imported when the first PDF comes."""

from __future__ import annotations

from pipeline.contracts import Limits
from pipeline.document import Document, Source


class PdfReader:
    """Reads PDF: page text with the place of every glyph, tables, hidden text, and every other string."""

    formats = ("pdf",)

    def read(self, data: bytes, source: Source, limits: Limits) -> Document:
        """The document; pages and parts that cannot be trusted are gaps. Raises UnreadableSource for a lost file."""
        from pipeline.readers.pdf_reading import read_pdf

        return read_pdf(data, source, limits)


READER = PdfReader()
