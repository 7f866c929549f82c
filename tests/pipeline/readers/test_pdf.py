"""Reading PDF: paragraphs, tables, furniture, hidden text, gaps, and hostile files."""

from __future__ import annotations

import io
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pikepdf
import pytest
from docx import Document as NewDocument
from pikepdf import Dictionary

from pipeline import readers
from pipeline.contracts import Limits
from pipeline.document import Document, Layer, Span, Trait
from tests.conftest import shared
from tests.redaction import pdf_making as making


def read(data: bytes, limits: Limits = Limits()) -> Document:  # noqa: B008 - frozen
    """The document of these bytes."""
    return readers.read(data, "a.pdf", limits)


def bodies(document: Document, layer: Layer = Layer.BODY) -> list[str]:
    """The texts of the blocks of a layer."""
    return [document.text[b.span.start : b.span.stop] for b in document.blocks if b.layer is layer]


def page(rows: Sequence[tuple[float, float, str]], size: int = 14, extra: str = "", pages: int = 1) -> bytes:
    """Chinese text at the given places (from the top), on every page; # becomes the page number."""
    pdf = pikepdf.new()
    font = pdf.make_indirect(making.cjk("UniGB-UCS2-H"))
    for number in range(pages):
        made = pdf.add_blank_page(page_size=(595, 842))
        made.obj["/Resources"] = Dictionary(Font=Dictionary(F=font))
        shown = "\n".join(
            f"1 0 0 1 {x} {842 - y} Tm {making.utf16(text.replace('#', str(number + 1)))} Tj" for x, y, text in rows
        )
        made.obj["/Contents"] = pdf.make_stream(f"{extra} BT /F {size} Tf {shown} ET".encode())
    return making.saved(pdf)


FULL = "根据社会救助暂行办法和省民政厅有关要求经市政府同意现将救助"
"""Twenty-nine characters: a line from 80 to 486 points at 14."""


def test_paragraph_is_joined_over_lines() -> None:
    """Lines that go on are one block without a break; an indented line begins the next."""
    document = read(page([(108, 100, FULL[:27]), (80, 125, FULL), (80, 150, "到此为止。"), (108, 175, "第二段开始。")]))
    assert bodies(document) == [FULL[:27] + FULL + "到此为止。", "第二段开始。"]


def test_number_broken_by_a_line_is_whole() -> None:
    """An identity number over two lines has nothing in it."""
    first = FULL[:20] + "身份证号110101199"
    document = read(page([(80, 100, FULL), (80, 125, first), (80, 150, "003078515，住本市。")]))
    assert "110101199003078515" in document.text


def test_title_and_signature_stand_alone() -> None:
    """A centred title, a right-set signature and the date are blocks of their own."""
    rows = [(80, 200 + 25 * i, FULL) for i in range(4)]
    data = page([(205, 100, "关于救助工作的通知标题"), *rows, (380, 330, "某某市人民政府"), (380, 355, "2026年1月2日")])
    found = bodies(read(data))
    assert found[0] == "关于救助工作的通知标题"
    assert found[-2:] == ["某某市人民政府", "2026年1月2日"]


def test_ruled_table_has_cells() -> None:
    """Lines make cells with row and column, in reading order; a wrapped cell is one block."""
    rules = "".join(f"{x} 600 m {x} 720 l S " for x in (80, 180, 330)) + "".join(f"80 {y} m 330 {y} l S " for y in (720, 690, 660, 600))
    rows = [(84, 142, "姓名"), (184, 142, "身份证号"), (84, 172, "欧阳志远"), (184, 172, "110101199003078515"), (84, 200, "王五"), (184, 200, "住在幸福小区某某某某"), (184, 220, "三单元")]
    document = read(page(rows, extra=rules))
    cells = {(b.cell.row, b.cell.column): document.text[b.span.start : b.span.stop] for b in document.blocks if b.cell}
    assert cells == {(0, 0): "姓名", (0, 1): "身份证号", (1, 0): "欧阳志远", (1, 1): "110101199003078515", (2, 0): "王五", (2, 1): "住在幸福小区某某某某三单元"}
    assert "姓名\t身份证号\n欧阳志远\t110101199003078515\n" in document.text


def test_columns_without_rules_are_a_table() -> None:
    """Words that stand under each other are cells."""
    rows = [(80, 100 + 25 * i, n) for i, n in enumerate(("王五", "欧阳志远", "李六"))]
    rows += [(200, 100 + 25 * i, f"1381234567{i}") for i in range(3)]
    document = read(page(rows))
    assert [(b.cell.row, b.cell.column) for b in document.blocks if b.cell] == [(r, c) for r in range(3) for c in range(2)]


def test_two_columns_of_prose_are_read_one_after_the_other() -> None:
    """A gutter through prose parts it; the left column comes first."""
    rows = [(80, 100 + 25 * i, f"左栏第{i}行文字一直写到栏边") for i in range(5)]
    rows += [(280, 100 + 25 * i, f"右栏第{i}行文字一直写到栏边") for i in range(5)]
    text = "".join(bodies(read(page(rows))))
    assert text.index("左栏第4行") < text.index("右栏第0行")


def test_running_heads_and_page_numbers_are_furniture() -> None:
    """What repeats at the edge is header or footer, digits apart."""
    data = page([(80, 50, "内部工作材料"), (80, 200, "正文内容第#页"), (280, 800, "— # —")], pages=3)
    document = read(data)
    assert bodies(document, Layer.HEADER) == ["内部工作材料"] * 3
    assert bodies(document, Layer.FOOTER) == ["— 1 —", "— 2 —", "— 3 —"]
    assert not any("内部" in text for text in bodies(document))


def test_paragraph_goes_on_over_the_page() -> None:
    """The last line of a page and the first of the next are one paragraph."""
    document = read(page([(80, 100, FULL), (80, 125, FULL)], pages=2))
    assert bodies(document) == [FULL * 4]


def test_slanted_text_is_a_watermark() -> None:
    """Text set at an angle is a text box with the trait, not part of a line."""
    data = making.show("0.7 0.7 -0.7 0.7 100 300 Tm (NEIBU) Tj")
    document = read(data)
    (block,) = [b for b in document.blocks if b.layer is Layer.TEXTBOX]
    assert Trait.WATERMARK in document.traits(block.span)


def test_white_on_a_dark_ground_is_visible() -> None:
    """The white head of a table is body text."""
    document = read(page([(80, 100, "姓名")], extra="q 0 0 0.3 rg 70 730 200 30 re f Q 1 g"))
    assert bodies(document) == ["姓名"]


def test_every_character_leads_to_its_glyph() -> None:
    """Pieces tile the text, and each visible character has an anchor."""
    document = read(page([(80, 100, FULL), (80, 125, "到此为止。")]))
    at = 0
    for piece in document.pieces:
        assert piece.span.start == at
        at = piece.span.stop
    assert at == len(document.text)
    assert sum(located.units for located in document.locate(Span(0, len(FULL)))) == len(FULL)


# ---- real files --------------------------------------------------------------------------------------


def _files() -> list[Path]:
    folder = shared("data", "pdf")
    return sorted(folder.rglob("*.pdf")) if folder.is_dir() else []


def test_real_files_never_raise() -> None:
    """Every PDF of the samples gives a document, text or a gap."""
    files = _files()
    if not files:
        pytest.skip("缺少样本目录 shared/data/pdf")
    for path in files:
        document = read(path.read_bytes())
        assert document.text or document.gaps or path.stem in ("livecycle", "no_contents", "hybrid-xrefstm-revision-probe"), path.name


@pytest.mark.office
def test_office_export(tmp_path: Path) -> None:
    """A notice from LibreOffice: a table over two pages with a number broken in its cell."""
    if shutil.which("soffice") is None:
        pytest.skip("缺少 LibreOffice")
    made = NewDocument()
    for _ in range(30):
        made.add_paragraph("根据有关规定，现将拟发放临时救助金的人员名单予以公示，接受社会监督。")
    table = made.add_table(rows=0, cols=4)
    table.style = "Table Grid"
    for number in range(40):
        for cell, text in zip(table.add_row().cells, (str(number), "欧阳志远", f"11010119900307{number:04d}", "救助"), strict=True):
            cell.text = text
    source = tmp_path / "a.docx"
    made.save(str(source))
    home = (tmp_path / "profile").as_uri()
    subprocess.run(["soffice", "--headless", f"-env:UserInstallation={home}", "--convert-to", "pdf", "--outdir", str(tmp_path), str(source)], check=True, capture_output=True, timeout=120)
    document = read((tmp_path / "a.pdf").read_bytes())
    assert not document.gaps
    cells = [document.text[b.span.start : b.span.stop] for b in document.blocks if b.cell and b.cell.column == 2]
    assert cells == [f"11010119900307{number:04d}" for number in range(40)]
    assert {b.cell.table for b in document.blocks if b.cell} == {0}


def test_reads_from_memory_only() -> None:
    """The reader takes bytes and leaves nothing behind."""
    data = io.BytesIO(making.show(""))
    assert read(data.getvalue()).text


@pytest.mark.parametrize("shift", [4.0, 5.0, 17.0])
def test_texts_over_each_other_are_read_one_by_one(shift: float) -> None:
    """A number over another text is a number, not a mixture of both; every glyph keeps its place."""
    data = making.show(
        f"1 0 0 1 60 600 Tm (a line that was there before) Tj 1 0 0 1 {60 + shift} 600.5 Tm (id {making.SECRET} end) Tj"
    )
    document = read(data)
    assert f"id {making.SECRET} end" in document.text
    assert "a line that was there before" in document.text


def test_accents_and_close_letters_stay_in_their_word() -> None:
    """An accent over a letter and a letter that leans on its neighbour are no second text."""
    data = making.show("1 0 0 1 60 600 Tm (caf) Tj 1 0 0 1 79 600 Tm (e) Tj 1 0 0 1 80 600 Tm (\\264) Tj 1 0 0 1 86 600 Tm (s) Tj")
    assert "cafe´s" in [text.replace(" ", "") for text in bodies(read(data))]
