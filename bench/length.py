"""`python -m bench length [--sizes 0.5,1,2,5] [--cases prose,line,…]`: time and memory as one document grows.

For each kind of document and each size in millions of characters: seconds to read and to review it on one core,
characters a second, peak memory of the process, and over the sizes the exponent of growth (1.0 is linear). Every
measurement is a child of a process of its own that has looked at one sentence before; the files are made by another. Prose
is the official texts beside the checkout, repeated, or the specimens; the persons of the lists are invented.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import io
import itertools
import json
import math
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import corpora
from detectors.checksums import resident_check

SAMPLES = Path(__file__).parent.parent.parent / "shared" / "data" / "gov"
SPECIMENS = Path(__file__).parent.parent / "corpora" / "specimens"
MEMORY_MB = 600
GROWTH = 1.15
"""More than linear, beyond the noise of two sizes."""
HEADS = ("序号", "姓名", "身份证号码", "联系电话", "家庭住址", "金额")
_ROW = 60
"""Characters of one row of a list, roughly."""


def prose(size: int) -> str:
    """Official texts, repeated."""
    folder = SAMPLES if SAMPLES.is_dir() else SPECIMENS
    paths = sorted(p for p in folder.rglob("*") if p.suffix in {".txt", ".md", ".toml"})
    text = "".join(path.read_text("utf-8", "replace") for path in paths)
    return (text * (size // len(text) + 1))[:size]


def phrases(size: int) -> bytes:
    """Every example of every lexicon, repeated: nothing but what detectors look for."""
    examples = [
        row[column].replace("\\n", "\n").replace("\\t", "\t")
        for path in sorted((Path(corpora.__file__).parent / "lexicons").glob("*.tsv"))
        for row in corpora.rows(f"lexicons/{path.name}")
        for column in ("example", "counter-example")
        if row.get(column)
    ]
    random.Random(7).shuffle(examples)  # noqa: S311 - an order that is always the same
    text = "\n".join(examples) + "\n"
    return (text * (size // len(text) + 1))[:size].encode()


def persons() -> Iterator[tuple[str, ...]]:
    """Rows of a list of invented persons, every one different."""
    chance = random.Random(7)  # noqa: S311 - made-up persons need no cryptographic chance
    for number in itertools.count(1):
        born = dt.date(1950, 1, 1) + dt.timedelta(days=chance.randrange(20_000))
        body = f"150525{born:%Y%m%d}{chance.randrange(1000):03}"
        yield (
            str(number),
            chance.choice("王李张刘陈杨赵黄周吴")
            + chance.choice("建国秀英桂兰志强")
            + chance.choice("华明军芳丽伟"),
            body + resident_check(body),
            f"13{chance.randrange(10**9):09}",
            f"奈曼旗大沁他拉镇先锋村{chance.randrange(1, 9)}组{chance.randrange(1, 200)}号",
            f"{chance.randrange(100, 5000)}.00",
        )


def rows(size: int) -> Iterator[tuple[str, ...]]:
    """The head and as many rows as make `size` characters."""
    yield HEADS
    yield from itertools.islice(persons(), size // _ROW)


def as_docx(size: int) -> bytes:
    """The list as the table of a Word file."""
    from docx import Document
    from lxml import etree

    made = Document()
    made.add_paragraph("2026年困难群众临时救助对象名单")
    table = made.add_table(rows=1, cols=len(HEADS))
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    for row in rows(size):
        cells = "".join(f"<w:tc><w:p><w:r><w:t>{value}</w:t></w:r></w:p></w:tc>" for value in row)
        table._tbl.append(etree.fromstring(f'<w:tr xmlns:w="{space}">{cells}</w:tr>'))
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def as_xlsx(size: int) -> bytes:
    """The list as a sheet."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("名单")
    for row in rows(size):
        sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def as_csv(size: int) -> bytes:
    """The list with commas."""
    stream = io.StringIO()
    csv.writer(stream).writerows(rows(size))
    return stream.getvalue().encode()


def as_html(size: int) -> bytes:
    """Half prose in paragraphs, half a table."""
    paragraphs = "".join(
        f"<p>{line}</p>\n" for line in prose(size // 2).split("\n") if line.strip()
    )
    cells = ("".join(f"<td>{value}</td>" for value in row) for row in rows(size // 2))
    table = "".join(f"<tr>{row}</tr>\n" for row in cells)
    return f"<html><head><meta charset='utf-8'></head><body>{paragraphs}<table>{table}</table></body></html>".encode()


CASES: dict[str, tuple[str, Callable[[int], bytes]]] = {
    "prose": ("txt", lambda size: prose(size).encode()),
    "line": ("txt", lambda size: "".join(prose(2 * size).split())[:size].encode()),
    "digits": ("txt", lambda size: ("1234567890" * (size // 10)).encode()),
    "phrases": ("txt", phrases),
    "paragraphs": ("txt", lambda size: ("第一条\n无。\n" * (size // 7)).encode()),
    "csv": ("csv", as_csv),
    "docx": ("docx", as_docx),
    "xlsx": ("xlsx", as_xlsx),
    "html": ("html", as_html),
}


def main() -> int:
    """Print the table; 1 when a case outgrows its length or the memory limit."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--sizes", default="0.5,1,2,5", help="millions of characters")
    options.add_argument("--cases", default=",".join(CASES))
    options.add_argument("--one", type=Path, help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.one:
        _measure(chosen.one)
        return 0
    over = 0
    sizes = [round(float(size) * 1e6) for size in chosen.sizes.split(",")]
    print(
        f"{'':12}{'characters':>12}{'read s':>9}{'review s':>10}{'chars/s':>10}{'MB':>7}{'findings':>10}"
    )
    with tempfile.TemporaryDirectory(prefix="bench-length-") as folder:
        for case in chosen.cases.split(","):
            over += _case(case, sizes, Path(folder))
    return 1 if over else 0


def _case(case: str, sizes: list[int], folder: Path) -> bool:
    suffix, make = CASES[case]
    seen: list[dict[str, float]] = []
    for size in sizes:
        path = folder / f"{case}.{suffix}"
        path.write_bytes(make(size))
        command = [sys.executable, "-m", "bench.length", "--one", str(path)]
        answer = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        one = json.loads(answer)
        seen.append(one)
        total = one["read"] + one["review"]
        print(
            f"{case:12}{one['characters']:12,}{one['read']:9.2f}{one['review']:10.2f}"
            f"{one['characters'] / total:10,.0f}{one['peak']:7.0f}{one['findings']:10,}",
            flush=True,
        )
    growth = _growth(seen)
    peak = max(one["peak"] for one in seen)
    print(f"{case:12}growth {growth:.2f}, peak {peak:.0f} MB")
    return growth > GROWTH or peak > MEMORY_MB


def _growth(seen: list[dict[str, float]]) -> float:
    """The exponent between the first size and the last."""
    first, last = seen[0], seen[-1]
    if first["characters"] == last["characters"]:
        return 1.0
    time_ratio = (last["read"] + last["review"]) / (first["read"] + first["review"])
    return math.log(time_ratio) / math.log(last["characters"] / first["characters"])


def _measure(path: Path) -> None:
    """Examine one file as `check` does, in a bounded child, and print the figures as JSON."""
    from flows import bounded
    from flows.examine import warm

    warm()
    answer = bounded.run(lambda: _figures(path), seconds=3600)
    assert isinstance(answer, bounded.Answer), answer
    print(json.dumps(answer.value))


def _figures(path: Path) -> dict[str, float]:
    from flows.examine import Examined, as_json, rules_of
    from pipeline.json_parts import parts
    from pipeline.readers import read
    from pipeline.review import review
    from pipeline.settings import Settings

    settings = Settings(on=dt.date(2026, 11, 23), home=path.parent / "home")
    begun = time.process_time()
    document = read(path.read_bytes(), path.name)
    between = time.process_time()
    made = as_json(Examined(document, review(document, rules_of(settings))), settings)
    for _ in parts(made):
        pass
    return {
        "characters": len(document.text),
        "read": between - begun,
        "review": time.process_time() - between,
        "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "findings": len(made["findings"]),
    }


if __name__ == "__main__":
    sys.exit(main())
