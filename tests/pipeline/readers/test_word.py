"""The Word reader: every text of the package is in the flat text with an anchor, or there is a gap.

Length: one test a carrier of text in a Word package.
"""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from pipeline.contracts import Limits
from pipeline.document import (
    Cell,
    Document,
    Gap,
    GapReason,
    Layer,
    NodeAnchor,
    Source,
    Span,
    Trait,
)
from pipeline.errors import UnreadableSource
from pipeline.readers import read as read_any
from pipeline.readers.word import READER, read_word
from pipeline.readers.word_gather import flat
from pipeline.readers.word_names import kind
from tests.conftest import shared
from tests.redaction.word_making import SECRET, SHOWN, Made, p, part, png, r, shown, zipped

TEXTS = frozenset({"w:t", "w:delText", "a:t", "m:t", "c:v", "dgm:t"})


def read(data: bytes, limits: Limits | None = None) -> Document:
    """The document in a package."""
    return READER.read(data, Source.of("a.docx", "docx", data), limits or Limits())


def table(rows: str) -> str:
    """A table of raw rows."""
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{rows}</w:tbl>"


def row(*cells: str) -> str:
    """A row of raw cells."""
    return f"<w:tr>{''.join(cells)}</w:tr>"


def cell(text: str, properties: str = "") -> str:
    """A cell with one paragraph."""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(r(text)) if text else p('')}</w:tc>"


def cells(document: Document) -> list[tuple[str, Cell]]:
    """Text and position of every block in a table."""
    return [
        (document.text[b.span.start : b.span.stop], b.cell)
        for b in document.blocks
        if b.cell is not None
    ]


def test_flat_layout() -> None:
    """Paragraphs end in a line feed, cells in a tab, the last of a row in a line feed; places count from 1."""
    document = read(
        Made(
            p(r("甲"))
            + p("")
            + table(row(cell("乙"), cell("丙")) + row(cell(""), cell("丁")))
            + p(r("戊"))
        ).bytes()
    )
    assert document.text == "甲\n乙\t丙\n\t丁\n戊\n"
    assert [b.place for b in document.blocks] == [
        "第1段",
        "表1第1行第1列",
        "表1第1行第2列",
        "表1第2行第2列",
        "第2段",
    ]
    assert [b.layer for b in document.blocks][1] is Layer.TABLE


def test_every_character_has_its_piece() -> None:
    """Pieces tile the text, and every anchor leads to the very character."""
    data = SHOWN["文本框及备用副本"]().bytes()
    document = read(data)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        nodes = list(etree.fromstring(archive.read("word/document.xml")).iter("*"))
    at = 0
    for piece in document.pieces:
        assert piece.span.start == at
        at = piece.span.stop
        if isinstance(piece.anchor, NodeAnchor) and piece.anchor.slot == "text":
            text = nodes[piece.anchor.node].text or ""
            assert text[piece.anchor.start :] == document.text[piece.span.start : piece.span.stop]
    assert at == len(document.text)


def test_merged_cells() -> None:
    """Horizontal and vertical merges keep the grid: a name over three rows reaches all of them."""
    top = row(cell("姓名", '<w:vMerge w:val="restart"/>'), cell("住址", '<w:gridSpan w:val="2"/>'))
    document = read(
        Made(table(top + row(cell("", "<w:vMerge/>"), cell("镇"), cell("村")))).bytes()
    )
    assert cells(document) == [
        ("姓名", Cell(0, 0, 0, 2, 1)),
        ("住址", Cell(0, 0, 1, 1, 2)),
        ("镇", Cell(0, 1, 1)),
        ("村", Cell(0, 1, 2)),
    ]


def test_grid_before() -> None:
    """Columns skipped at the start of a row count."""
    skipped = '<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr>' + cell("乙") + "</w:tr>"
    assert cells(read(Made(table(row(cell("甲"), cell("丙")) + skipped)).bytes()))[-1] == (
        "乙",
        Cell(0, 1, 1),
    )


def test_nested_table() -> None:
    """A table in a cell is a table of its own."""
    inner = table(row(cell("内")))
    document = read(
        Made(table(f"<w:tr><w:tc>{p(r('外'))}{inner}{p(r('尾'))}</w:tc></w:tr>")).bytes()
    )
    assert [(text, where.table) for text, where in cells(document)] == [
        ("外", 0),
        ("内", 1),
        ("尾", 0),
    ]


def test_traits() -> None:
    """Bold, struck, heading, centred, right and inserted are told; styles and their bases count."""
    styles = part(
        "w:styles",
        '<w:style w:type="paragraph" w:styleId="b"><w:name w:val="base"/><w:rPr><w:b/></w:rPr><w:pPr><w:jc w:val="center"/></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="h"><w:name w:val="heading 1"/><w:basedOn w:val="b"/></w:style>',
    )
    made = Made(
        p(r("标题"), '<w:pStyle w:val="h"/>')
        + p(r("落款", "<w:strike/>"), '<w:jc w:val="right"/>')
        + p(f'<w:ins w:author="某甲">{r("新")}</w:ins>')
        + p(r("平", '<w:b w:val="0"/>'), '<w:pStyle w:val="b"/>')
    )
    made.parts["word/styles.xml"] = styles
    document = read(made.link("rId1", "styles", "styles.xml").bytes())
    looks = [document.traits(block.span) for block in document.blocks[:4]]
    assert looks[0] == {Trait.BOLD, Trait.HEADING, Trait.CENTRED}
    assert looks[1] == {Trait.STRUCK, Trait.RIGHT}
    assert looks[2] == {Trait.INSERTED}
    assert looks[3] == {Trait.CENTRED}


def test_hidden_text_does_not_break_the_page() -> None:
    """Hidden characters inside a word stand in their own layer; the page reads on."""
    document = read(Made(p(r("张") + r("xx", "<w:vanish/>") + r("三"))).bytes())
    assert [(b.layer, document.text[b.span.start : b.span.stop]) for b in document.blocks] == [
        (Layer.BODY, "张三"),
        (Layer.HIDDEN, "xx"),
    ]


def test_hidden_by_style() -> None:
    """A style may hide as well."""
    made = Made(p(r("甲", '<w:rStyle w:val="s"/>')))
    made.parts["word/styles.xml"] = part(
        "w:styles",
        '<w:style w:type="character" w:styleId="s"><w:rPr><w:vanish/></w:rPr></w:style>',
    )
    document = read(made.link("rId1", "styles", "styles.xml").bytes())
    assert [b.layer for b in document.blocks] == [Layer.HIDDEN]


@pytest.mark.parametrize(
    "properties",
    [
        '<w:color w:val="FFFFFF"/><w:shd w:fill="000000"/>',
        '<w:color w:val="FFFFFF"/><w:highlight w:val="red"/>',
    ],
)
def test_white_on_dark_is_shown(properties: str) -> None:
    """White text on a dark ground is no hidden text."""
    assert [b.layer for b in read(Made(p(r("甲", properties))).bytes()).blocks] == [Layer.BODY]


def test_page_number_fields_are_inert() -> None:
    """The code of a page number tells nothing and is not text; its result is."""
    code = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> PAGE \\* MERGEFORMAT </w:instrText></w:r>'
    code += (
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        + r("3")
        + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    assert read(Made(p(code)).bytes()).text == "3\n"


def test_fallback_copy_is_read_once() -> None:
    """The two copies of a text box are one text; a fallback that says something else is hidden text."""
    data = SHOWN["文本框及备用副本"]().bytes()
    assert read(data).text.count(SECRET) == 1
    other = SHOWN["文本框及备用副本"]()
    other.body = other.body.replace(
        "<mc:Fallback>",
        f"<mc:Fallback><w:pict><v:textbox><w:txbxContent>{p(r('另文'))}</w:txbxContent></v:textbox></w:pict>",
    )
    document = read(other.bytes())
    assert any(b.layer is Layer.HIDDEN and "备用副本" in b.place for b in document.blocks)


def test_watermark() -> None:
    """A watermark is a text with the trait."""
    document = read(SHOWN["水印"]().bytes())
    block = next(b for b in document.blocks if "水印" in b.place)
    assert document.traits(block.span) == {Trait.WATERMARK}


def test_picture_is_a_gap_and_thumbnail_is_not() -> None:
    """A picture on the page was not read; the thumbnail shows nothing that the page does not."""
    blip = '<a:graphic><a:graphicData uri="x"><pic:pic><a:blip r:embed="rId1"/></pic:pic></a:graphicData></a:graphic>'
    made = shown(f"<w:p><w:r><w:drawing><wp:inline>{blip}</wp:inline></w:drawing></w:r></w:p>" * 2)
    made.parts["word/media/image1.png"] = png()
    made.parts["docProps/thumbnail.jpeg"] = b"\xff\xd8\xff\xd9"
    assert read(made.link("rId1", "image", "media/image1.png").bytes()).gaps == (
        Gap(GapReason.PICTURE_NOT_READ, "图片1"),
    )


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("word/embeddings/a.bin", "嵌入对象1"),
        ("word/vbaProject.bin", "宏1"),
        ("word/x.dat", "未知部件1"),
    ],
)
def test_unknown_parts_are_gaps(name: str, place: str) -> None:
    """What no reader looks into is a gap."""
    made = shown("")
    made.parts[name] = b"\x01\x02"
    assert read(made.bytes()).gaps == (Gap(GapReason.EMBEDDED_OBJECT, place),)


def test_alt_chunk_is_a_gap() -> None:
    """Imported content is not read."""
    made = shown('<w:altChunk r:id="rId1"/>')
    made.parts["word/a.mht"] = "x"
    assert (
        Gap(GapReason.EMBEDDED_OBJECT, "导入内容1")
        in read(made.link("rId1", "aFChunk", "a.mht").bytes()).gaps
    )


# ---- hostile input


def test_not_a_package() -> None:
    """Bytes that are no zip, and a zip without a document, are damaged."""
    for data in (b"PK\x03\x04" + b"\0" * 100, zipped({"a.txt": "x"}), b""):
        with pytest.raises(UnreadableSource):
            read(data)


def test_truncated_at_every_length() -> None:
    """A package cut short at any place is a gap or is read; nothing else comes out."""
    data = SHOWN["表格"]().bytes()
    for stop in range(0, len(data), 97):
        document = read_any(data[:stop], "a.docx")
        assert document.gaps or document.text


def test_flipped_bytes() -> None:
    """Damage inside never raises."""
    data = bytearray(SHOWN["图表标题"]().bytes())
    for at in range(0, len(data), 41):
        damaged = bytes(data[:at]) + bytes([data[at] ^ 0x5A]) + bytes(data[at + 1 :])
        read_any(damaged, "a.docx")


def test_doctype_is_refused() -> None:
    """A document type declaration is damage, and no entity is resolved."""
    made = shown("")
    made.parts["customXml/item1.xml"] = '<!DOCTYPE x [<!ENTITY e "机密">]><x>&e;</x>'
    document = read(made.bytes())
    assert [gap.reason for gap in document.gaps] == [GapReason.DAMAGED]
    assert "机密" not in document.text


def test_external_entity_in_the_body() -> None:
    """The same in the main part: a gap, not a file from the disk."""
    body = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>&e;</w:t></w:r></w:p></w:body></w:document>'
    document = read(zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": body}))
    assert document.text == ""
    assert [gap.reason for gap in document.gaps] == [GapReason.DAMAGED]


def test_duplicate_names() -> None:
    """Two members of one name: which one counts is anybody's guess, so it is a gap."""
    buffer = io.BytesIO(SHOWN["正文"]().bytes())
    with zipfile.ZipFile(buffer, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr("word/document.xml", "<x/>")
    assert Gap(GapReason.DAMAGED, "压缩包中有重名部件") in read(buffer.getvalue()).gaps


@pytest.mark.parametrize(
    "limits",
    [Limits(members=2), Limits(expanded_bytes=100), Limits(expansion_ratio=20)],
)
def test_limits(limits: Limits) -> None:
    """A bomb is a gap `limit` before it is unpacked."""
    made = shown("")
    made.parts["word/theme/theme1.xml"] = b"\0" * (17 * 2**20)
    with pytest.raises(UnreadableSource) as lost:
        read(made.bytes(), limits)
    assert lost.value.reason == "limit"


def test_text_limit() -> None:
    """Too much text: what was read stays, and the rest is a gap."""
    document = read(Made(p(r("字" * 600)) * 10).bytes(), Limits(text_characters=1_000))
    assert Gap(GapReason.LIMIT, "文字数量") in document.gaps
    assert len(document.text) < 2_000


def test_deep_nesting() -> None:
    """Depth that no person makes ends in a gap."""
    inner = p(r("底"))
    for _ in range(60):
        inner = table(f"<w:tr><w:tc>{inner}</w:tc></w:tr>")
    assert read(Made(inner).bytes()).gaps


def test_encrypted_member() -> None:
    """A member under a password is a gap `encrypted`."""
    data = bytearray(zipped({"word/document.xml": "<x/>", "[Content_Types].xml": "<Types/>"}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark)
        while at >= 0:
            data[at + offset] |= 1
            at = data.find(mark, at + 4)
    with pytest.raises(UnreadableSource) as lost:
        read(bytes(data))
    assert lost.value.reason == "encrypted"


# ---- the samples


def samples() -> list[Path]:
    """The Word files of the data pack, where it is present."""
    folder = Path(__file__).parents[4] / "shared" / "data" / "docx"
    return sorted(folder.glob("*/*.docx"))


@pytest.mark.parametrize("path", samples(), ids=lambda path: path.name)
def test_samples(path: Path) -> None:
    """Every text node of every part is read, is the copy of one that is, or the file is a gap."""
    shared("data", "docx")
    data = path.read_bytes()
    try:
        reading = read_word(data, Source.of(path.name, "docx", data), Limits())
    except UnreadableSource:
        assert read_any(data, path.name).gaps
        return
    anchors = [piece.anchor for piece in reading.document.pieces]
    anchors += [fragment.anchor for mirror in reading.mirrors for fragment in mirror.copy]
    known = {(a.part, a.node, a.slot) for a in anchors if isinstance(a, NodeAnchor)}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            if not name.endswith(".xml"):
                continue
            for number, element in enumerate(etree.fromstring(archive.read(name)).iter("*")):
                if kind(element) in TEXTS and (element.text or "").strip():
                    assert (name, number, "text") in known, (name, number)


def test_a_long_document_is_read_to_its_end() -> None:
    """Hundreds of thousands of characters in tens of thousands of runs, every one of them."""
    large = Made(p(r("联系人张三，") + r("电话见附件，此处凑够字数。", "<w:b/>")) * 20_000).bytes()
    assert len(read(large).text) > 380_000


def test_white_space_in_the_markup_is_a_blank() -> None:
    """Line feeds of the XML inside a text show as blanks, one for one."""
    assert flat("甲\n\t乙") == "甲  乙"
    document = read(Made(p(r("甲\n乙"))).bytes())
    assert document.text == "甲 乙\n"
    assert document.locate(Span(2, 3))[0].anchor == NodeAnchor("word/document.xml", 4, "text", 2)


def test_handwriting_and_pictures_of_building_blocks_are_gaps() -> None:
    """Strokes of a pen are a picture that nobody read; so is a picture that only a building block shows."""
    made = shown(p(r("甲")))
    made.parts["word/ink/ink1.xml"] = '<inkml:ink xmlns:inkml="urn:ink"><inkml:trace>1 2, 3 4</inkml:trace></inkml:ink>'
    made.parts["word/glossary/media/image1.png"] = png()
    gaps = read(made.bytes()).gaps
    assert [gap.reason for gap in gaps] == [GapReason.PICTURE_NOT_READ] * 2
