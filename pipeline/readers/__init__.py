"""One reader a family of formats; the format is told by content, never by the name."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import PurePath

from pipeline.contracts import Limits, Reader
from pipeline.document import Document, Gap, GapReason, Source
from pipeline.errors import UnreadableSource
from pipeline.readers import pdf, plain, sheet, webpage, word
from pipeline.readers.sniff import sniff, suffix_note

READERS: tuple[Reader, ...] = (
    plain.READER,
    word.READER,
    pdf.READER,
    sheet.READER,
    webpage.READER,
)


def read(data: bytes, name: str, limits: Limits = Limits()) -> Document:  # noqa: B008 - frozen
    """The document in `data`. Never raises for bad input: a file that cannot be read is a document with a gap."""
    source = Source.of(name, sniff(data, name), data)
    if not data.strip():
        return Document(source, "", gaps=(Gap(GapReason.UNREADABLE_TEXT, "空文件"),))
    if len(data) > limits.file_bytes:
        return Document(source, "", gaps=(Gap(GapReason.LIMIT, "文件大小"),))
    if source.format == "encrypted":
        return Document(source, "", gaps=(Gap(GapReason.ENCRYPTED, "全文"),))
    reader = next((r for r in READERS if source.format in r.formats), None)
    if reader is None:
        broken = source.format == "zip" and not zipfile.is_zipfile(io.BytesIO(data))
        reason = GapReason.DAMAGED if broken else GapReason.UNSUPPORTED_FORMAT
        return Document(source, "", gaps=(Gap(reason, "全文"),))
    try:
        document = reader.read(data, source, limits)
    except UnreadableSource as lost:
        return Document(source, "", gaps=(Gap(GapReason(lost.reason), lost.place),))
    if not document.text.strip() and not document.gaps:
        document = replace(document, gaps=(Gap(GapReason.UNREADABLE_TEXT, "全文（没有文字）"),))
    return suffix_note(document, PurePath(name).suffix)
