"""`python -m bench readers [FOLDER]`: how fast files are read, beside the library that reads the visible text alone.

docx against python-docx, xlsx against openpyxl, html against lxml, PDF against pdfplumber: the same files one after
the other in the same process, by processor time. FOLDER holds real files by format (the samples beside the checkout);
a draft with a list of a thousand invented persons is added to each format but PDF. Ours reads every layer with the
way back to every character; what the library cannot open is left out for both.
"""

from __future__ import annotations

import io
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench.length import as_docx, as_html, as_xlsx
from pipeline.readers import read

SAMPLES = Path(__file__).parent.parent.parent / "shared" / "data"
SPECIMENS = Path(__file__).parent.parent / "corpora" / "specimens"
MADE = 60_000
"""Characters of the list that is added: a thousand rows."""


def by_docx(data: bytes) -> int:
    """Characters that python-docx gives: paragraphs and tables of the body."""
    from docx import Document

    document: Any = Document(io.BytesIO(data))
    body = sum(len(paragraph.text) for paragraph in document.paragraphs)
    cells = (cell for table in document.tables for row in table.rows for cell in row.cells)
    return body + sum(len(cell.text) for cell in cells)


def by_openpyxl(data: bytes) -> int:
    """Characters of the values that openpyxl gives."""
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(data), data_only=True)
    rows = (row for sheet in book.worksheets for row in sheet.iter_rows(values_only=True))
    return sum(len(str(value)) for row in rows for value in row if value is not None)


def by_lxml(data: bytes) -> int:
    """Characters of lxml's text content."""
    from lxml import html

    page: Any = html.fromstring(data)
    return len(page.text_content())


def by_pdfplumber(data: bytes) -> int:
    """Characters of the pages' text."""
    import pdfplumber

    with pdfplumber.open(io.BytesIO(data)) as opened:
        return sum(len(page.extract_text()) for page in opened.pages)


RIVALS: tuple[tuple[str, str, Callable[[bytes], int], Callable[[int], bytes] | None], ...] = (
    ("docx", "python-docx", by_docx, as_docx),
    ("xlsx", "openpyxl", by_openpyxl, as_xlsx),
    ("html", "lxml", by_lxml, as_html),
    ("pdf", "pdfplumber", by_pdfplumber, None),
)


def main() -> int:
    """Print one line a format."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else SAMPLES if SAMPLES.is_dir() else SPECIMENS
    for suffix, name, rival, make in RIVALS:
        files = [path.read_bytes() for path in sorted(folder.rglob(f"*.{suffix}"))]
        files += [make(MADE)] if make else []
        _compare(suffix, name, rival, files)
    return 0


def _compare(suffix: str, name: str, rival: Callable[[bytes], int], files: list[bytes]) -> None:
    ours = theirs = 0.0
    characters = visible = read_by_both = failed = 0
    for data in files:
        begun = time.process_time()
        try:
            seen = rival(data)
        except Exception:  # noqa: BLE001 - a library may fail on a hostile sample in any way
            failed += 1
            continue
        theirs += time.process_time() - begun
        begun = time.process_time()
        characters += len(read(data, f"a.{suffix}").text)
        ours += time.process_time() - begun
        visible += seen
        read_by_both += 1
    print(
        f"{suffix:5} {read_by_both:3} files ({failed} that {name} cannot read)  ours {characters / max(ours, 1e-6):>9,.0f} characters/s ({ours:.2f} s)  "
        f"{name} {visible / max(theirs, 1e-6):>9,.0f} ({theirs:.2f} s)  time ×{ours / max(theirs, 1e-6):.2f}",
        flush=True,
    )


if __name__ == "__main__":
    sys.exit(main())
