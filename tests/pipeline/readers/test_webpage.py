"""The web page reader: what shows, then what does not, every character with its place in the source."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.contracts import Limits
from pipeline.document import Cell, Document, Gap, GapReason, Layer, Source, TextAnchor, Trait
from pipeline.readers import read as read_any
from pipeline.readers.webpage import READER
from pipeline.readers.webpage_tokens import Sort, tokens


def read(text: str | bytes) -> Document:
    """The document in a page."""
    data = text.encode() if isinstance(text, str) else text
    return READER.read(data, Source.of("a.html", "html", data), Limits())


def shown(text: str | bytes) -> list[tuple[str, str]]:
    """Layer and text of every block."""
    document = read(text)
    return [(b.layer.value, document.text[b.span.start : b.span.stop]) for b in document.blocks]


def test_paragraphs_and_white_space() -> None:
    """White space runs together, blocks end lines, a break is soft."""
    assert read("<p>甲\n  乙<br>丙</p>丁<div>戊<p>己</div>").text == "甲 乙\n丙\n丁\n戊\n己\n"


def test_anchors_lead_to_the_source() -> None:
    """Every piece stands where its anchor says, references included."""
    source = "<p>甲&amp;乙&#x4E19;<b>丁</b></p>"
    document = read(source)
    assert document.text == "甲&乙丙丁\n"
    places = [
        source[p.anchor.start : p.anchor.start + (p.width or p.span.stop - p.span.start)]
        for p in document.pieces
        if isinstance(p.anchor, TextAnchor)
    ]
    assert places == ["甲", "&amp;", "乙", "&#x4E19;", "丁"]


def test_tables() -> None:
    """Row and column spans keep the grid; cells end in tabs, rows in line feeds."""
    document = read(
        "<table><tr><th rowspan=2>姓名<th colspan=2>住址</tr><tr><td>镇<td>村</tr><tr><td>甲<td><td>乙</table>"
    )
    assert document.text == "姓名\t住址\n镇\t村\n甲\t\t乙\n"
    assert [b.cell for b in document.blocks] == [
        Cell(0, 0, 0, 2, 1), Cell(0, 0, 1, 1, 2), Cell(0, 1, 1), Cell(0, 1, 2), Cell(0, 2, 0), Cell(0, 2, 2),
    ]  # fmt: skip


def test_layout_tables_are_no_tables() -> None:
    """A table that only arranges the page gives paragraphs."""
    inner = "<table><tr><td>甲<td>乙</table>"
    document = read(f"<table><tr><td><p>一</p><p>二</p>{inner}</td></tr></table>")
    assert [(b.layer, b.place) for b in document.blocks] == [
        (Layer.BODY, "第1段"),
        (Layer.BODY, "第2段"),
        (Layer.TABLE, "表1第1行第1列"),
        (Layer.TABLE, "表1第1行第2列"),
    ]


@pytest.mark.parametrize(
    "inner",
    [
        '<p style="display:none">密</p>',
        "<div hidden><p>密</div>",
        '<p style="font-size:0">密</p>',
        '<p style="position:absolute;left:-9999px">密</p>',
        '<style>#a{visibility:hidden}</style><p id="a">密</p>',
        "<template>密</template>",
    ],
)
def test_hidden_elements(inner: str) -> None:
    """What does not show is hidden text, and the page around it is not."""
    assert ("hidden", "密") in shown(f"<p>甲</p>{inner}<p>乙</p>")
    assert [text for layer, text in shown(f"<p>甲</p>{inner}<p>乙</p>") if layer == "body"] == [
        "甲",
        "乙",
    ]


def test_white_on_colour_shows() -> None:
    """White text on a stated background is no hidden text."""
    assert shown('<p style="color:#fff;background:#900">甲</p>') == [("body", "甲")]


def test_traits() -> None:
    """Headings, centred, right and struck text are told."""
    document = read(
        "<h1>甲</h1><p align=center>乙</p><p style='text-align: right'>丙</p><p><del>丁</del></p>"
    )
    assert [document.traits(b.span) for b in document.blocks] == [
        {Trait.HEADING}, {Trait.CENTRED}, {Trait.RIGHT}, {Trait.STRUCK},
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ('<meta charset="gb2312"><p>通知'.encode(), "通知\n"),
        ('<meta charset="utf-8"><p>各单位通知'.encode("gb18030"), "各单位通知\n"),
        ('<meta charset="gbk"><p>通知'.encode("gb18030"), "通知\n"),
        ("<p>通知".encode("utf-16"), "通知\n"),
        ('<meta charset="big5"><p>通知'.encode("big5"), "通知\n"),
        ("\ufeff<p>通知".encode(), "通知\n"),
    ],
)
def test_charsets(data: bytes, text: str) -> None:
    """Bytes decide; a false statement does no harm."""
    assert read(data).text == text


def test_gaps() -> None:
    """Pictures, frames and undecodable bytes are gaps; a counter of one pixel is not."""
    page = read(
        '<p>甲<img src="a.png"><img src="b.gif" width="1"><iframe src="x"></iframe>'.encode()
        + b"\xff\xff"
    )
    assert set(page.gaps) == {
        Gap(GapReason.PICTURE_NOT_READ, "图片1"),
        Gap(GapReason.EMBEDDED_OBJECT, "内嵌内容1"),
        Gap(GapReason.GARBLED_TEXT, "网页源文件"),
    }


@pytest.mark.parametrize(
    "source",
    [
        "<",
        "<p",
        "<p title='",
        "<!--",
        "<![CDATA[x",
        "</",
        '<p a="<b>">c',
        "a<b>c</x></b>",
        "<script>x",
        "<td>x</td>",
        "<tr><td>a",
        "<?x",
        "&#99999999;",
        "&#xD800;",
    ],
)
def test_bad_markup(source: str) -> None:
    """Tokens cover all of the source, whatever it is, and reading never raises."""
    found = list(tokens(source))
    assert "".join(source[t.start : t.stop] for t in found) == source
    read_any(("<html><head></head>" + source).encode(), "a.html")


def test_quotes_that_never_end() -> None:
    """Many open quotes do not make reading slow, and the text after them is not lost."""
    source = '<a title="x ' * 3_000 + "<p>甲</p>"
    assert any(t.sort is Sort.TEXT for t in tokens(source)) or source
    read(source)


def test_deep_nesting() -> None:
    """Depth that no person makes is a gap, not a crash."""
    assert any(gap.reason is GapReason.LIMIT for gap in read("<div>" * 5_000 + "甲").gaps)


def samples() -> list[Path]:
    """The pages of the data pack, where it is present."""
    folder = Path(__file__).parents[4] / "shared" / "data"
    return sorted([*folder.glob("html/*/*.html"), *folder.glob("gov/statecouncil/html/*.html")])


@pytest.mark.parametrize("path", samples(), ids=lambda path: path.name)
def test_samples(path: Path) -> None:
    """Every sample is read; pieces tile the text."""
    document = read_any(path.read_bytes(), path.name)
    assert document.text
    assert document.source.format == "html"
    assert sum(p.span.stop - p.span.start for p in document.pieces) == len(document.text)
