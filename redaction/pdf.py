"""PDF. The work is in the files beside this one; they are imported when the first PDF is cut."""

from __future__ import annotations

from collections.abc import Sequence

import corpora
from pipeline.contracts import Excision, Redacted
from pipeline.document import Document


class PdfRedactor:
    """Takes glyphs out of content streams and cleans every other carrier of the file.

    Removes: the glyphs, their widths and characters in fonts, properties, XMP, scripts, attachments, tags' texts,
    thumbnails, earlier revisions and unused objects. Leaves: everything else drawn, links, the outline without
    what was cut. May break: digital signatures, form logic. A second run changes nothing.
    """

    formats = ("pdf",)

    def __init__(self, *, raster: bool = False) -> None:
        self.raster = raster
        """Make a page that cannot be cut exactly a picture, instead of refusing."""

    def redact(self, data: bytes, document: Document, excisions: Sequence[Excision]) -> Redacted:
        """The bytes with every excision made. Raises RedactionRefused naming page and carrier."""
        from redaction.pdf_cutting import cut_pdf

        dpi = corpora.table("policy/masks.toml")["pdf"]["raster_dpi"] if self.raster else 0
        return cut_pdf(data, document, excisions, dpi)


REDACTOR = PdfRedactor()
RASTERING = PdfRedactor(raster=True)
"""For an office that allows pages that cannot be cut exactly to become pictures (`raster_pages` in office.toml)."""
