"""The attack table for Word packages: a text planted in one carrier, cut, and looked for by other means."""

from __future__ import annotations

import base64
import html
import io
import subprocess
import zipfile
from pathlib import Path
from urllib.parse import unquote_to_bytes

import docx
import pytest
from lxml import etree

from pipeline.contracts import Limits
from pipeline.document import Document, Source, Span
from pipeline.errors import RedactionRefused
from pipeline.readers.word import READER
from redaction import apply
from redaction.needles import UNSEEN
from tests.conftest import require
from tests.redaction.word_hiding import HIDDEN
from tests.redaction.word_making import OTHER, SECRET, SHOWN, SPLIT, Made, p, r, shown

MARK = "【依法不予公开·4】"
EVERY = {**SHOWN, **HIDDEN}
BASE64_STARTS = tuple(
    base64.b64encode(SECRET[:3].encode(code))[:8] for code in ("utf-8", "utf-16-le")
)
"""How the two copies in base64 begin."""


def read(data: bytes) -> Document:
    """The document in a package."""
    return READER.read(data, Source.of("a.docx", "docx", data), Limits())


def visible(document: Document, text: str = SECRET) -> list[Span]:
    """Where a text shows on the page."""
    found = []
    for block in document.blocks:
        at = document.text.find(text, block.span.start, block.span.stop)
        while at >= 0 and block.layer not in UNSEEN:
            found.append(Span(at, at + len(text)))
            at = document.text.find(text, at + 1, block.span.stop)
    return found


def cut(data: bytes) -> bytes:
    """The package with every visible occurrence cut and proven."""
    document = read(data)
    spans = visible(document)
    assert spans
    return apply(data, document, [(span, MARK) for span in spans])[0]


def plain(data: bytes) -> bytes:
    """All members one after the other."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return b"".join(archive.read(name) for name in archive.namelist())


def naive_search(data: bytes, text: str = SECRET, depth: int = 0) -> list[str]:
    """Carriers of `text`, found without any code of the project."""
    found: list[str] = []
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    if any(text.encode(code) in data for code in ("utf-8", "utf-16-le")):
        found.append("zip")
    for name, member in members.items():
        if member.startswith(b"PK") and depth < 3:
            found += naive_search(member, text, depth + 1)
            continue
        forms = [
            member,
            unquote_to_bytes(member),
            html.unescape(member.decode("utf-8", "replace")).encode(),
        ]
        if name.endswith((".xml", ".rels")):
            root = etree.fromstring(member)
            texts = [
                "".join(e.text or "" for e in root.iter() if str(e.tag).endswith(end))
                for end in ("}t", "delText", "instrText")
            ]
            forms += [
                "".join(str(text) for text in root.itertext()).encode(),
                *(t.encode() for t in texts),
            ]
        if any(
            text.encode(code) in form
            for form in forms
            for code in ("utf-8", "utf-16-le", "gb18030")
        ):
            found.append(name)
    return found


@pytest.mark.parametrize("carrier", EVERY)
def test_removes(carrier: str) -> None:
    """What is cut on the page is in no carrier of the output, and it was in that carrier before."""
    made = EVERY[carrier]()
    data = made.bytes()
    made.body = made.body.replace(f"联系人：{SECRET}。", "")
    planted = naive_search(made.bytes())
    assert planted or any(start in plain(data) for start in BASE64_STARTS)
    output = cut(data)
    assert naive_search(output) == []
    assert not any(start in plain(output) for start in BASE64_STARTS)


@pytest.mark.parametrize("carrier", EVERY)
def test_survives_reopening(carrier: str) -> None:
    """The output opens in python-docx and every other text stands."""
    output = cut(EVERY[carrier]().bytes())
    opened = docx.Document(io.BytesIO(output))
    texts = [paragraph.text for paragraph in opened.paragraphs]
    assert OTHER in texts
    assert "结束" + OTHER in texts


@pytest.mark.parametrize("carrier", EVERY)
def test_repeats(carrier: str) -> None:
    """A second run over the output changes nothing: there is nothing left to cut."""
    output = cut(EVERY[carrier]().bytes())
    again = read(output)
    assert visible(again) == []
    assert apply(output, again, [])[0] == output


@pytest.mark.parametrize("carrier", EVERY)
def test_ignores_clean(carrier: str) -> None:
    """Without cuts the bytes come back as they were."""
    data = EVERY[carrier]().bytes()
    assert apply(data, read(data), [])[0] == data


@pytest.mark.parametrize("carrier", HIDDEN)
def test_reader_sees_or_redactor_sweeps(carrier: str) -> None:
    """Hidden carriers that hold text in the open are in the flat text, outside the page."""
    document = read(HIDDEN[carrier]().bytes())
    swept = {
        "绘图副本数据", "窗体域数据", "样式名称", "链接锚点", "图片内的文字块", "图表内嵌数据表", "缩略图",
        "标记注释", "处理指令", "压缩包附加数据", "转码的链接地址",
        "内嵌字体",
    }  # fmt: skip
    hidden = [
        b
        for b in document.blocks
        if b.layer in UNSEEN and SECRET in document.text[b.span.start : b.span.stop]
    ]
    assert bool(hidden) is (carrier not in swept)


def test_spares_the_look_alike() -> None:
    """A longer number and another name stay; only the cut text goes."""
    data = shown(p(r(SECRET)) + p(r("欧阳志达13800138001")) + p(r("138001380009"))).bytes()
    text = read(cut(data)).text
    assert "欧阳志达13800138001" in text
    assert "138001380009" in text


def test_refuses_what_shows_elsewhere() -> None:
    """A second place on the page that was not among the cuts is a leak: no output."""
    data = shown(p(r(SECRET)) + p(SPLIT)).bytes()
    document = read(data)
    with pytest.raises(RedactionRefused) as refused:
        apply(data, document, [(visible(document)[0], MARK)])
    assert any("第3段" in reason for reason in refused.value.reasons)
    assert SECRET not in str(refused.value) + "".join(refused.value.reasons)


def test_five_hits_on_one_line() -> None:
    """Every hit of a line goes, neighbours included."""
    data = shown(p(SPLIT + r("、") + SPLIT + SPLIT + r(f"；{SECRET}，{SECRET}。"))).bytes()
    document = read(data)
    assert len(visible(document)) == 5
    text = read(cut(data)).text
    assert f"{MARK}、{MARK}{MARK}；{MARK}，{MARK}。" in text


def test_keeps_the_formatting_around() -> None:
    """The mark stands in the first run with its look; emptied runs are gone, the others stay."""
    data = shown(p(r("前 ") + SPLIT + r(" 后", "<w:i/>"))).bytes()
    paragraph = docx.Document(io.BytesIO(cut(data))).paragraphs[1]
    assert [run.text for run in paragraph.runs] == ["前 ", MARK, " 后"]
    assert paragraph.runs[1].bold
    assert paragraph.runs[2].italic


def test_constant_mark_hides_the_length() -> None:
    """Two documents that differ in the length of the cut text only come out the same."""
    outputs = []
    for name in ("王五", "欧阳志远"):
        data = shown(p(r(f"姓名：{name}。"))).bytes()
        document = read(data)
        at = document.text.index(name)
        outputs.append(apply(data, document, [(Span(at, at + len(name)), MARK)])[0])
    assert outputs[0] == outputs[1]


def test_cut_across_tab_and_break() -> None:
    """A tab and a line break inside the cut go as well."""
    split = f"<w:r><w:t>{SECRET[:4]}</w:t><w:tab/><w:t>{SECRET[4:8]}</w:t><w:br/><w:t>{SECRET[8:]}</w:t></w:r>"
    data = shown(p(r("号") + split + r("止"))).bytes()
    document = read(data)
    start = document.text.index(SECRET[:4])
    stop = document.text.index(SECRET[8:]) + len(SECRET[8:])
    output, _ = apply(data, document, [(Span(start, stop), MARK)])
    assert f"号{MARK}止\n" in read(output).text


def test_cut_across_cells_and_paragraphs() -> None:
    """A cut over several blocks puts one mark in the first and empties the others."""
    data = shown(p(r("甲" + SECRET[:8])) + p(r(SECRET[8:] + "乙"))).bytes()
    document = read(data)
    start, stop = (
        document.text.index(SECRET[:8]),
        document.text.index(SECRET[8:]) + len(SECRET[8:]),
    )
    output, _ = apply(data, document, [(Span(start, stop), MARK)])
    assert f"甲{MARK}\n乙\n" in read(output).text


def test_full_width_copy_in_a_comment_goes() -> None:
    """A number written in full-width digits beside the page is the same number."""
    made = HIDDEN["批注"]()
    comment = made.parts["word/comments.xml"]
    assert isinstance(comment, str)
    wide = "".join(chr(ord(c) + 0xFEE0) for c in "13800138000")
    made.parts["word/comments.xml"] = comment.replace(SPLIT, r(wide))
    made.body = made.body.replace(SECRET, "13800138000")
    data = made.bytes()
    document = read(data)
    output, _ = apply(data, document, [(span, MARK) for span in visible(document, "13800138000")])
    assert wide not in read(output).text


def test_explicit_cut_in_hidden_carrier() -> None:
    """A cut may point into a layer beside the page alone."""
    data = Made(p(r(OTHER)) + p(r(SECRET, "<w:vanish/>"))).bytes()
    document = read(data)
    at = document.text.index(SECRET)
    output, _ = apply(data, document, [(Span(at, at + len(SECRET)), MARK)])
    assert naive_search(output) == []


def test_rsids_people_and_thumbnail_go() -> None:
    """What tells who wrote when is gone from a cut document."""
    made = HIDDEN["审阅人"]()
    made.body = made.body.replace("<w:p>", '<w:p w:rsidR="00AB12CD">', 1)
    output = cut(made.bytes())
    with zipfile.ZipFile(io.BytesIO(output)) as archive:
        assert "word/people.xml" not in archive.namelist()
        assert b"rsid" not in archive.read("word/document.xml")
        assert b"people" not in archive.read("word/_rels/document.xml.rels")


def test_same_bytes_twice() -> None:
    """The output depends on the input alone."""
    data = SHOWN["文本框及备用副本"]().bytes()
    assert cut(data) == cut(data)


def test_changed_file_is_refused() -> None:
    """Anchors hold for the reviewed bytes only."""
    data = SHOWN["正文"]().bytes()
    document = read(data)
    with pytest.raises(RedactionRefused):
        apply(data + b"\0", document, [(visible(document)[0], MARK)])


@pytest.mark.office
@pytest.mark.parametrize("carrier", ["表格", "文本框及备用副本", "图表标题", "批注", "修订删除"])
def test_opens_in_libreoffice(carrier: str, tmp_path: Path) -> None:
    """LibreOffice reads the output and shows the mark, not the text."""
    soffice = require("soffice")
    source = tmp_path / "a.docx"
    source.write_bytes(cut(EVERY[carrier]().bytes()))
    subprocess.run(
        [
            soffice,
            "--headless",
            f"-env:UserInstallation=file://{tmp_path}/home",
            "--convert-to",
            "txt:Text (encoded):UTF8",
            "--outdir",
            str(tmp_path),
            str(source),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    text = (tmp_path / "a.txt").read_text("utf-8-sig")
    assert OTHER in text
    assert SECRET not in text
