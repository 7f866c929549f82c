"""Cutting real PDFs that others made: cut and proven, or refused with a reason; never half, never a traceback."""

from __future__ import annotations

import io
import random
import re
import shutil
import subprocess
from pathlib import Path

import pikepdf
import pytest

import redaction
from pipeline import readers
from pipeline.document import BoxAnchor, Document, Piece, Span
from pipeline.errors import RedactionRefused
from redaction.pdf_cutting import cut_pdf
from tests.conftest import shared
from tests.redaction import pdf_making as making

MARK = "【已删减】"
PLANTED = ("110101199003078515", "13812345678")


def _files() -> list[Path]:
    folder = shared("data", "pdf")
    return sorted(folder.rglob("*.pdf")) if folder.is_dir() else []


def planted(data: bytes) -> bytes | None:
    """The file with two identifiers at the foot of every page; None when it cannot be written."""
    try:
        with pikepdf.open(io.BytesIO(data), suppress_warnings=True) as pdf:
            for page in pdf.pages:
                page.contents_add(b"q\n", prepend=True)
                page.add_resource(pdf.make_indirect(making.latin()), pikepdf.Name.Font, pikepdf.Name("/Planted"))
                x, y = (float(value) for value in list(page.cropbox)[:2])
                text = f"Q BT /Planted 10 Tf 1 0 0 1 {x + 20:.0f} {y + 20:.0f} Tm 0 g (id {PLANTED[0]} tel {PLANTED[1]} end) Tj ET"
                page.contents_add(text.encode())
            out = io.BytesIO()
            pdf.save(out)
            return out.getvalue()
    except (pikepdf.PdfError, pikepdf.PasswordError, ValueError, TypeError, KeyError, RuntimeError):
        return None


def planted_spans(document: Document) -> frozenset[Span]:
    """Where the identifiers stand; they are never common words."""
    return frozenset(Span(*m.span()) for text in PLANTED for m in re.finditer(text, document.text))


def outcome(data: bytes, document: Document, spans: list[Span]) -> str:
    """`cut` when the output is proven, `refused` with a reason otherwise; qpdf must be able to open it."""
    try:
        again = frozenset(s for s in spans if document.text.count(document.text[s.start : s.stop]) > 1)
        made, _ = redaction.apply(data, document, [(span, MARK) for span in spans], words=again - planted_spans(document))
    except RedactionRefused as refusal:
        said = str(refusal) + "".join(refusal.reasons)
        return "quoted" if any(text in said for text in PLANTED) else "refused"
    if shutil.which("qpdf"):
        done = subprocess.run(["qpdf", "--check", "-"], input=made, capture_output=True, check=False)
        assert done.returncode in (0, 2, 3)
    with pikepdf.open(io.BytesIO(made)) as pdf:
        assert len(pdf.pages)
    return "cut"


@pytest.mark.filterwarnings("ignore")
def test_planted_identifiers_go() -> None:
    """Of the readable files nine in ten are cut and proven, the others refused."""
    files = _files()
    if not files:
        pytest.skip("缺少样本目录 shared/data/pdf")
    results = []
    for path in files:
        data = planted(path.read_bytes())
        if data is None:
            continue
        document = readers.read(data, path.name)
        spans = [Span(*m.span()) for text in PLANTED for m in re.finditer(text, document.text)]
        if spans and not {gap.reason.value for gap in document.gaps} & {"damaged", "encrypted", "limit"}:
            results.append(outcome(data, document, spans))
    assert results.count("cut") >= 0.9 * len(results), results
    assert "quoted" not in results


@pytest.mark.filterwarnings("ignore")
def test_own_words_go() -> None:
    """Words of the files themselves, wherever they stand, in the fonts that they came with."""
    files = _files()
    if not files:
        pytest.skip("缺少样本目录 shared/data/pdf")
    results = []
    for path in files:
        data = path.read_bytes()
        document = readers.read(data, path.name)
        words = [Span(*m.span()) for m in re.finditer(r"[A-Za-z]{5,}|[\u4e00-\u9fff\u3040-\u30ff]{3}|[0-9]{5,}", document.text)]
        if words:
            chosen = sorted(random.Random(1).sample(words, min(4, len(words))))  # noqa: S311 - a fixed sample
            results.append(outcome(data, document, chosen))
    assert results.count("cut") >= 0.85 * len(results), results


def test_box_of_a_picture_is_blacked_out() -> None:
    """Text that was read from a picture is cut in the pixels."""
    data = making.over_picture()
    document = readers.read(data, "a.pdf")
    box = BoxAnchor(0, 100.0, 180.0, 200.0, 200.0)
    length = len(document.text)
    read = Document(document.source, document.text + "读", document.blocks, (*document.pieces, Piece(Span(length, length + 1), box, 1)))
    (excision,) = redaction.excisions(read, [(Span(length, length + 1), MARK)])
    with pikepdf.open(io.BytesIO(cut_pdf(data, read, [excision]).data)) as pdf:
        (picture,) = [o for o in pdf.objects if isinstance(o, pikepdf.Stream) and o.get("/Subtype") == pikepdf.Name.Image]
        assert b"\0" * 60 in picture.read_bytes()
