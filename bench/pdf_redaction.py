"""Cutting PDF: time against pdfplumber's word extraction in the same run, and memory on 500 pages.

`python -m bench.pdf_redaction` makes a 20-page PDF, cuts 200 places, proves the output, and compares the time with
what pdfplumber needs for the words of the same file (goal: at most 4 times). Then 500 pages in a process of their
own: reading, cutting and proving, peak memory (goal: under 400 MB).
"""

from __future__ import annotations

import io
import re
import resource
import subprocess
import sys
import time

import pdfplumber
import pikepdf
from pikepdf import Array, Dictionary, Name, String

LINES = 34
PER_PAGE = 10


def make(pages: int) -> bytes:
    """A PDF of running Chinese text with ten numbers and names on each page."""
    pdf = pikepdf.new()
    info = Dictionary(Registry=String("Adobe"), Ordering=String("GB1"), Supplement=4)
    child = Dictionary(Type=Name.Font, Subtype=Name.CIDFontType0, BaseFont=Name("/STSong-Light"), CIDSystemInfo=info, DW=1000)
    child["/W"] = Array([1, Array([500] * 95)])
    font = pdf.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type0, BaseFont=Name("/STSong-Light"), Encoding=Name("/UniGB-UCS2-H"), DescendantFonts=[child]))
    body = "根据社会救助有关规定现将临时救助对象名单予以公布请各乡镇认真核对"
    for number in range(pages):
        page = pdf.add_blank_page(page_size=(595, 842))
        page.obj["/Resources"] = Dictionary(Font=Dictionary(F=font))
        rows = []
        for line in range(LINES):
            text = body[line % 7 :] + ""
            if line % 3 == 0 and line // 3 < PER_PAGE:
                text = f"申请人身份证号1101011990{number * LINES + line:08d}，已核对无误，符合救助条件。"
            rows.append(f"1 0 0 1 70 {780 - line * 21} Tm <{text.encode('utf-16-be').hex()}> Tj")
        page.obj["/Contents"] = pdf.make_stream(("BT /F 14 Tf " + "\n".join(rows) + " ET").encode())
    out = io.BytesIO()
    pdf.save(out, deterministic_id=True)
    return out.getvalue()


def cut(data: bytes, limit: int) -> tuple[int, float, float]:
    """Cuts made, seconds for reading, seconds for cutting and proving."""
    import redaction
    from pipeline import readers
    from pipeline.document import Span

    start = time.perf_counter()
    document = readers.read(data, "a.pdf")
    read = time.perf_counter() - start
    places = [(Span(*m.span()), "【已删减】") for m in re.finditer(r"[0-9]{18}", document.text)][:limit]
    start = time.perf_counter()
    redaction.apply(data, document, places)
    return len(places), read, time.perf_counter() - start


def words(data: bytes) -> float:
    """Seconds that pdfplumber needs for the words."""
    start = time.perf_counter()
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        for page in pdf.pages:
            page.extract_words()
            page.close()
    return time.perf_counter() - start


def main() -> None:
    """Print the figures; with an argument, the memory of that many pages."""
    if len(sys.argv) > 1:
        count, read, seconds = cut(make(int(sys.argv[1])), 2000)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"{sys.argv[1]} pages: {count} cuts, read {read:.2f} s, cut and proof {seconds:.2f} s, peak {peak:.0f} MB (goal < 400)")
        return
    data = make(20)
    cut(make(1), 5)
    plain = min(words(data) for _ in range(3))
    count, read, seconds = min((cut(data, 200) for _ in range(3)), key=lambda result: result[2])
    print(f"20 pages: {count} cuts, read {read:.2f} s, cut and proof {seconds:.2f} s")
    print(f"pdfplumber words {plain:.2f} s; ratio {seconds / plain:.2f} (goal <= 4)")
    subprocess.run([sys.executable, "-m", "bench.pdf_redaction", "500"], check=True)


if __name__ == "__main__":
    main()
