"""Reads an output back with three engines and looks for the cut texts in what they say."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator, Sequence

from pipeline.contracts import Excision, Redacted
from pipeline.document import Document, GapReason
from pipeline.fold import fold
from redaction.pdf_scrub import searchable
from redaction.proof import Check

POPPLER_SECONDS = 60


def readings(
    document: Document, again: Document, redacted: Redacted, excisions: Sequence[Excision]
) -> Iterator[Check]:
    """The checks: no new gaps but of pages that were made pictures, and no engine reads a cut text more often than
    the original keeps it."""
    pictures = {f"第{number + 1}页" for number in redacted.rastered}
    declared = {gap for gap in again.gaps if gap.reason is GapReason.PICTURE_NOT_READ and gap.place in pictures}
    fresh = {gap.reason for gap in again.gaps if gap not in declared} - {gap.reason for gap in document.gaps}
    yield Check("复读", not fresh, "复读出现新的未审查部分" if fresh else "复读没有新的未审查部分")
    yield _absent("本程序复读", again.text, document, excisions)
    yield _absent("pdfium 复读", pdfium_text(redacted.data), document, excisions)
    if shutil.which("pdftotext"):
        yield _absent("poppler 复读", poppler_text(redacted.data), document, excisions)


def plain(text: str) -> str:
    """Without spaces, radicals and full-width forms as their plain selves."""
    return "".join(fold(text).text.split())


def outside(document: Document, excisions: Sequence[Excision]) -> str:
    """The original less the cuts, without spaces."""
    parts = []
    last = 0
    for excision in sorted(excisions, key=lambda e: e.span.start):
        parts.append(document.text[last : excision.span.start])
        last = max(last, excision.span.stop)
    parts.append(document.text[last:])
    return plain("\ue000".join(parts))


def apart(texts: tuple[str, ...], excisions: Sequence[Excision]) -> tuple[str, ...]:
    """The texts that no replacement contains itself."""
    replacements = {e.replacement for e in excisions}
    return tuple(text for text in texts if not any(text in replacement for replacement in replacements))


def _absent(name: str, text: str | None, document: Document, excisions: Sequence[Excision]) -> Check:
    if text is None:
        return Check(name, False, "不能读出文字")
    said = plain(text)
    wanted = searchable(document.text[e.span.start : e.span.stop] for e in excisions)
    rest = outside(document, excisions)
    bad = sum(
        1 for form in apart(wanted, excisions)
        if plain(form) in said and said.count(plain(form)) > rest.count(plain(form))
    )
    return Check(name, not bad, f"仍能读出{bad}种应删文字" if bad else f"读出{len(said)}字，{len(wanted)}种应删文字均不在其中")


def pdfium_text(data: bytes) -> str | None:
    """All text that pdfium finds; None when it cannot open the file."""
    import pypdfium2

    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        return None
    parts = []
    try:
        for page in pdf:
            text = page.get_textpage()
            parts.append(text.get_text_range() or "")
            text.close()
            page.close()
    except pypdfium2.PdfiumError:
        return None
    finally:
        pdf.close()
    return "\n".join(parts)


def poppler_text(data: bytes) -> str | None:
    """All text that poppler finds; None when it fails."""
    try:
        done = subprocess.run(
            ["pdftotext", "-enc", "UTF-8", "-", "-"], input=data, capture_output=True, timeout=POPPLER_SECONDS, check=False  # noqa: S607
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else None
