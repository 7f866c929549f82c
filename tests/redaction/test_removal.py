"""Pictures and objects that a person has taken out whole: no byte of them is left, in whatever copy, and all else stands."""

from __future__ import annotations

import base64
import hashlib
import io
import zipfile
from collections.abc import Callable

import docx
import openpyxl
import pytest
from PIL import Image

from pipeline.document import Gap, GapReason, Span
from pipeline.errors import RedactionRefused
from pipeline.readers import read
from pipeline.readers.picture_blank import BLANK, BLANK_ADDRESS, WORDS
from redaction import apply, removable
from tests.redaction.sheet_making import Book, row, text
from tests.redaction.test_webpage import page
from tests.redaction.word_making import OTHER, SECRET, Made, p, part, r, shown, zipped

_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MARK = "【依法不予公开·4】"


def picture(seed: str, form: str = "PNG") -> bytes:
    """A made-up picture whose pixels come from `seed`."""
    noise = b"".join(hashlib.sha256(f"{seed}{n}".encode()).digest() for n in range(96))
    out = io.BytesIO()
    Image.frombytes("RGB", (32, 32), noise).save(out, form)
    return out.getvalue()


ONE, TWO = picture("one"), picture("two")
OBJECT = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + picture("object")


def blip(identity: str, inner: str = "", name: str = "图片 1", attribute: str = "embed") -> str:
    """A picture in a drawing of its own."""
    return (
        f'<w:r><w:drawing><wp:inline><wp:extent cx="9" cy="9"/><wp:docPr id="1" name="{name}" descr="某甲的证件"/>'
        '<a:graphic><a:graphicData uri="x"><pic:pic><pic:nvPicPr><pic:cNvPr id="0" name="证件.png"/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip r:{attribute}="{identity}">{inner}</a:blip></pic:blipFill></pic:pic></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing></w:r>"
    )


def vml(identity: str, inner: str = "") -> str:
    """A picture in the old form, with an object beside it when `inner` has one."""
    holder = "object" if inner else "pict"
    return f'<w:r><w:{holder}><v:shape id="s1" alt="某甲的证件"><v:imagedata r:id="{identity}" o:title="证件"/></v:shape>{inner}</w:{holder}></w:r>'


def with_media(body: str, *media: tuple[str, str, bytes | str], kind: str = "image") -> Made:
    """A document with pictures; each has an id, a member and its bytes."""
    made = shown(p(body))
    for identity, name, data in media:
        made.parts[f"word/{name}"] = data
        made.link(identity, kind, name)
    return made


def _alternate() -> Made:
    body = (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps">{blip("rId5")}</mc:Choice>'
        f"<mc:Fallback>{vml('rId6')}</mc:Fallback></mc:AlternateContent></w:r>"
    )
    return with_media(
        body,
        ("rId5", "media/image1.png", ONE),
        ("rId6", "media/image2.jpeg", picture("one", "JPEG")),
    )


def _svg() -> Made:
    inner = '<a:extLst><a:ext uri="{96DAC541}"><asvg:svgBlip xmlns:asvg="urn:s" r:embed="rId6"/></a:ext></a:extLst>'
    svg = f'<svg xmlns="http://www.w3.org/2000/svg"><image href="data:image/png;base64,{base64.b64encode(ONE).decode()}"/></svg>'
    return with_media(
        blip("rId5", inner), ("rId5", "media/image1.png", ONE), ("rId6", "media/image2.svg", svg)
    )


def _effects() -> Made:
    inner = '<a:extLst><a:ext uri="{BEBA8EAE}"><a14:imgProps xmlns:a14="urn:a"><a14:imgLayer r:embed="rId6"/></a14:imgProps></a:ext></a:extLst>'
    made = with_media(blip("rId5", inner), ("rId5", "media/image1.png", ONE))
    made.parts["word/media/hdphoto1.wdp"] = OBJECT
    return made.link("rId6", "hdphoto", "media/hdphoto1.wdp")


def _embedded() -> Made:
    made = with_media(
        vml("rId5", '<o:OLEObject Type="Embed" ProgID="Package" r:id="rId6"/>'),
        ("rId5", "media/image1.emf", ONE),
    )
    made.parts["word/embeddings/oleObject1.bin"] = OBJECT
    return made.link("rId6", "oleObject", "embeddings/oleObject1.bin")


def _numbered() -> Made:
    made = shown(p(r("甲")))
    made.parts["word/numbering.xml"] = part(
        "w:numbering", f'<w:numPicBullet w:numPicBulletId="0">{vml("rId1")}</w:numPicBullet>'
    )
    made.parts["word/media/image1.gif"] = ONE
    made.parts["word/_rels/numbering.xml.rels"] = _table("image", "media/image1.gif")
    return made.link("rId5", "numbering", "numbering.xml")


def _table(kind: str, target: str) -> str:
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="{_REL}/{kind}" Target="{target}"/></Relationships>'


def _header() -> Made:
    made = with_media(blip("rId5"), ("rId5", "media/image1.png", ONE))
    made.parts["word/header1.xml"] = part("w:hdr", p(vml("rId1")))
    made.parts["word/_rels/header1.xml.rels"] = _table("image", "media/image1.png")
    made.section = '<w:headerReference w:type="default" r:id="rId9"/>'
    return made.link("rId9", "header", "header1.xml")


def _thumbnail() -> Made:
    made = with_media(blip("rId5"), ("rId5", "media/image1.png", ONE))
    made.parts["docProps/thumbnail.jpeg"] = picture("one", "JPEG")
    return made


def _control() -> Made:
    made = with_media(vml("rId5", '<w:control r:id="rId6"/>'), ("rId5", "media/image1.wmf", ONE))
    made.parts["word/activeX/activeX1.xml"] = '<ax:ocx xmlns:ax="urn:x"/>'
    made.parts["word/activeX/_rels/activeX1.xml.rels"] = _table(
        "activeXControlBinary", "activeX1.bin"
    )
    made.parts["word/activeX/activeX1.bin"] = OBJECT
    return made.link("rId6", "control", "activeX/activeX1.xml")


def _macros() -> Made:
    made = with_media(blip("rId5"), ("rId5", "media/image1.png", ONE))
    made.parts["word/vbaProject.bin"] = OBJECT
    return made.link("rId6", "vbaProject", "vbaProject.bin")


def _imported() -> Made:
    made = Made(p(r(OTHER)) + '<w:altChunk r:id="rId5"/>' + p(r("结束" + OTHER)))
    made.parts["word/afchunk.bin"] = OBJECT
    return made.link("rId5", "aFChunk", "afchunk.bin")


def _twice() -> Made:
    with_remark = ONE[:8] + ONE[8:33] + b"\0\0\0\x01tEXta\xe8\xb7\xbe\x43" + ONE[33:]
    return with_media(
        blip("rId5") + blip("rId6"),
        ("rId5", "media/image1.png", ONE),
        ("rId6", "media/image2.png", with_remark),
    )


WORD: dict[str, Callable[[], Made]] = {
    "图片": lambda: with_media(blip("rId5"), ("rId5", "media/image1.png", ONE)),
    "旧式图片": lambda: with_media(
        vml("rId5"), ("rId5", "media/image1.jpeg", picture("one", "JPEG"))
    ),
    "矢量图片": lambda: with_media(blip("rId5"), ("rId5", "media/image1.emf", OBJECT)),
    "备用副本": _alternate,
    "矢量孪生": _svg,
    "效果之前的原图": _effects,
    "嵌入对象及其预览": _embedded,
    "控件": _control,
    "宏": _macros,
    "导入内容": _imported,
    "图片项目符号": _numbered,
    "正文和页眉共用": _header,
    "缩略图": _thumbnail,
    "相同内容的两个文件": _twice,
    "未引用的图片": lambda: with_media("", ("rId5", "media/image1.png", ONE)),
    "页面背景": lambda: with_media(
        blip("rId5"), ("rId5", "media/image1.png", ONE), ("rId6", "media/image2.png", TWO)
    ),
}


def members(data: bytes) -> dict[str, bytes]:
    """The members of a package."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def slices(data: bytes) -> list[bytes]:
    """Stretches out of the middle of a file, as they are and as they stand in Base64."""
    body = data[len(data) // 3 :]
    parts = [body[at : at + 30] for at in range(0, len(body) - 30, 30)]
    return [
        form
        for raw in parts
        for form in (raw, *(base64.b64encode(raw[k : k + 27]) for k in range(3)))
    ]


@pytest.mark.parametrize("carrier", WORD)
def test_removes_from_word(carrier: str) -> None:
    """Nothing of any removed file is left in any member; the text stands; the output opens; a second look finds no gap."""
    data = WORD[carrier]().bytes()
    document = read(data, "a.docx")
    gaps = removable(document)
    assert gaps
    assert set(gaps) == set(document.gaps)
    lost = [
        d
        for n, d in members(data).items()
        if n.startswith("word/") and not n.endswith((".xml", ".rels"))
    ]
    output, proof = apply(data, document, [], removals=gaps)
    left = b"".join(members(output).values())
    assert lost
    assert not any(stretch in left for body in lost for stretch in slices(body))
    assert proof.to_json()["removed"] == [
        {"place": g.place, "reason": g.reason.value} for g in gaps
    ]
    again = read(output, "a.docx")
    assert not again.gaps
    assert "某甲的证件" not in again.text
    assert "证件.png" not in again.text
    texts = [paragraph.text for paragraph in docx.Document(io.BytesIO(output)).paragraphs]
    assert OTHER in texts
    assert "结束" + OTHER in texts
    assert apply(output, again, [], removals=removable(again))[0] == output


def test_spares_every_other_picture() -> None:
    """One of two pictures goes; the other keeps its bytes, its frame, its name and its gap."""
    data = with_media(
        blip("rId5") + blip("rId6"),
        ("rId5", "media/image1.png", ONE),
        ("rId6", "media/image2.png", TWO),
    ).bytes()
    document = read(data, "a.docx")
    first = document.gaps[0]
    output, proof = apply(data, document, [], removals=[first])
    made = members(output)
    assert proof.holds
    assert made["word/media/image2.png"] == TWO
    assert "word/media/image1.png" not in made
    assert made["word/document.xml"].count("证件.png".encode()) == 1
    assert [gap.reason for gap in read(output, "a.docx").gaps] == [GapReason.PICTURE_NOT_READ]


def test_keeps_the_frame() -> None:
    """The grey picture stands in the same frame, with words for those who cannot see it."""
    data = WORD["图片"]().bytes()
    document = read(data, "a.docx")
    made = members(apply(data, document, [], removals=document.gaps)[0])
    body = made["word/document.xml"].decode()
    assert 'cx="9"' in body
    assert f'descr="{WORDS}"' in body
    assert BLANK in made.values()
    assert b'Extension="png"' in made["[Content_Types].xml"]


def test_together_with_cuts() -> None:
    """Text is cut and a picture removed in one output, and the proof is over both."""
    data = with_media(r(SECRET) + blip("rId5"), ("rId5", "media/image1.png", ONE)).bytes()
    document = read(data, "a.docx")
    at = document.text.index(SECRET)
    cuts = [(Span(at, at + len(SECRET)), MARK)]
    output, proof = apply(data, document, cuts, removals=document.gaps)
    left = b"".join(members(output).values())
    assert proof.holds
    assert SECRET.encode() not in left
    assert not any(stretch in left for stretch in slices(ONE))


def test_a_copy_in_an_object_is_refused() -> None:
    """A removed picture that also stands in an embedded package which stays: no output, and the carrier is named."""
    made = with_media(blip("rId5"), ("rId5", "media/image1.png", ONE))
    made.parts["word/embeddings/book1.xlsx"] = zipped(
        {"xl/media/image9.png": ONE, "xl/workbook.xml": "<a/>"}
    )
    data = made.link("rId6", "package", "embeddings/book1.xlsx").bytes()
    document = read(data, "a.docx")
    pictures = [gap for gap in document.gaps if gap.reason is GapReason.PICTURE_NOT_READ]
    with pytest.raises(RedactionRefused) as refused:
        apply(data, document, [], removals=pictures)
    assert any("嵌入对象" in reason for reason in refused.value.reasons)
    assert apply(data, document, [], removals=document.gaps)[1].holds


def test_a_link_to_the_same_address_keeps_its_text() -> None:
    """An outer picture goes; a link beside the text that leads to the same address stays."""
    made = shown(
        p(blip("rId5", attribute="link") + f'<w:hyperlink r:id="rId6">{r("点此")}</w:hyperlink>')
    )
    made.link("rId5", "image", "https://example.cn/a.png", external=True)
    data = made.link("rId6", "hyperlink", "https://example.cn/a.png", external=True).bytes()
    document = read(data, "a.docx")
    output, _ = apply(data, document, [], removals=document.gaps)
    assert "点此" in read(output, "a.docx").text
    assert b"r:embed" in members(output)["word/document.xml"]


def test_what_cannot_be_removed_is_refused() -> None:
    """A gap without a carrier, and a format without a remover."""
    data = WORD["图片"]().bytes()
    with pytest.raises(RedactionRefused):
        apply(data, read(data, "a.docx"), [], removals=[Gap(GapReason.DAMAGED, "正文")])
    plain = "甲".encode()
    with pytest.raises(RedactionRefused):
        apply(plain, read(plain, "a.txt"), [], removals=[Gap(GapReason.PICTURE_NOT_READ, "图片1")])


def _book(
    inner: str, *relations: tuple[str, str, str, bool], around: str = "", **parts: bytes
) -> Book:
    drawing = (
        '<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" '
        f'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:r="{_REL}">{inner}</xdr:wsDr>'
    )
    made = Book(rows=row(2, text("A2", "甲")), around=around)
    made.parts = {"xl/drawings/drawing1.xml": drawing, "xl/media/image1.png": ONE, **parts}
    made.parts["xl/drawings/_rels/drawing1.xml.rels"] = _table("image", "../media/image1.png")
    made.relations = [("rId1", "drawing", "../drawings/drawing1.xml", False), *relations]
    return made


_ANCHORED = (
    '<xdr:twoCellAnchor><xdr:pic><xdr:nvPicPr><xdr:cNvPr id="2" name="证件.png" descr="某甲的证件"/><xdr:cNvPicPr/>'
    '</xdr:nvPicPr><xdr:blipFill><a:blip r:embed="rId1"/></xdr:blipFill><xdr:spPr/></xdr:pic><xdr:clientData/></xdr:twoCellAnchor>'
)
SHEETS = {
    "工作表图片": lambda: _book(_ANCHORED, around='<drawing r:id="rId1"/>'),
    "工作表背景": lambda: _book(
        "", ("rId2", "image", "../media/image2.png", False),
        around='<drawing r:id="rId1"/><picture r:id="rId2"/>', **{"xl/media/image2.png": TWO},
    ),
    "工作表嵌入对象": lambda: _book(
        _ANCHORED, ("rId2", "oleObject", "../embeddings/oleObject1.bin", False),
        ("rId3", "image", "../media/image3.emf", False),
        around='<drawing r:id="rId1"/><oleObjects><oleObject progId="Package" shapeId="1" r:id="rId2"><objectPr r:id="rId3"/></oleObject></oleObjects>',
        **{"xl/embeddings/oleObject1.bin": OBJECT, "xl/media/image3.emf": TWO},
    ),
}  # fmt: skip


@pytest.mark.parametrize("carrier", SHEETS)
def test_removes_from_sheets(carrier: str) -> None:
    """The same for Excel; openpyxl opens the output and finds the cells."""
    data = SHEETS[carrier]().bytes()
    document = read(data, "a.xlsx")
    lost = [d for n, d in members(data).items() if n.startswith(("xl/media", "xl/emb"))]
    output, _ = apply(data, document, [], removals=removable(document))
    left = b"".join(members(output).values())
    assert not any(stretch in left for body in lost for stretch in slices(body))
    assert b"oleObjects" not in left
    again = read(output, "a.xlsx")
    assert not again.gaps
    assert "证件" not in again.text
    assert openpyxl.load_workbook(io.BytesIO(output)).worksheets[0]["A2"].value == "甲"


DATA = "data:image/png;base64," + base64.b64encode(ONE).decode()
PAGES = {
    "图片": '<p><img src="a/zhang.png" data-original="a/big.png" alt="某甲的证件" width="40"></p>',
    "带链接的图片": '<a href="/upload/big-zhang.jpg"><img src="/upload/small-zhang.jpg"></a>',
    "内嵌数据": f'<p><img src="{DATA}" title="某甲的证件"></p>',
    "同一图片两处": f'<img src="{DATA}"><td background="{DATA}">甲</td>',
    "样式中的图片": f'<div style="color:red;background:url({DATA}) no-repeat">甲</div>',
    "样式表中的图片": "<style>.a{background:url('x/zhang-photo.png')}</style><p class=a>甲</p>",
    "响应式图片": '<picture><source srcset="zhang-big.webp 2x"><img src="zhang.png"></picture>',
    "按钮图片": '<form><input type="image" src="zhang.png" value="1"></form>',
    "内嵌网页": '<iframe src="http://example.cn/zhang-photo.html"><p>备用</p></iframe>',
    "播放器": '<video poster="zhang-poster.png"><source src="zhang-video.mp4"></video>',
    "对象": '<object data="zhang-report.pdf"><param name="src" value="zhang-report.pdf"><embed src="zhang-report.pdf"></object>',
    "内嵌文件": f'<a href="data:application/pdf;base64,{base64.b64encode(OBJECT).decode()}">点此</a>',
    "描画的文字": f'<svg width="9" height="9"><path d="{"M1 1L2 2" * 900}"/><text>说明</text></svg>',
}  # fmt: skip


@pytest.mark.parametrize("carrier", PAGES)
def test_removes_from_pages(carrier: str) -> None:
    """No address and no data of what was removed is left; text and frame stay; a second look finds no gap."""
    data = page(PAGES[carrier])
    document = read(data, "a.html")
    gaps = removable(document)
    assert gaps
    assert set(gaps) == set(document.gaps)
    output, proof = apply(data, document, [], removals=gaps)
    shown_ = output.decode()
    assert proof.holds
    for word in (
        "zhang",
        "big.png",
        "某甲的证件",
        base64.b64encode(ONE).decode()[40:80],
        "M1 1L2 2",
        "0M8R4KGxGuG",
    ):
        assert word not in shown_
    assert shown_.count(OTHER) == 2
    assert ("甲" in shown_) is ("甲<" in PAGES[carrier])
    assert ('width="40"' in shown_) is ('width="40"' in PAGES[carrier])
    again = read(output, "a.html")
    assert not again.gaps
    assert apply(output, again, [], removals=removable(again))[0] == output


def test_spares_other_pictures_of_a_page() -> None:
    """One of two pictures goes, cuts before and in it or not; the other is as it was."""
    two = "data:image/png;base64," + base64.b64encode(TWO).decode()
    data = page(
        f'<p>{SECRET}<br>乙<br><img src="{DATA}" alt="{SECRET}"><img src="{two}" alt="图"></p>'
    )
    document = read(data, "a.html")
    at = document.text.index(SECRET)
    cuts = [(Span(at, at + len(SECRET)), MARK)]
    output, proof = apply(data, document, cuts, removals=document.gaps[:1])
    assert proof.holds
    assert two in output.decode()
    assert BLANK_ADDRESS in output.decode()
    assert SECRET not in output.decode()


def test_the_grey_picture_is_always_the_same() -> None:
    """It is a picture of one colour, and its bytes are fixed."""
    drawn = Image.open(io.BytesIO(BLANK)).convert("RGB")
    assert all(low == high for low, high in drawn.getextrema())
    assert hashlib.sha256(BLANK).hexdigest()[:16] == "ab31abe50aa7d7ed"
