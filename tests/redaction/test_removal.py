"""Pictures and objects that a person has taken out whole: no byte of them is left, in whatever copy, and all else stands."""

from __future__ import annotations

import base64
import hashlib
import io
import zipfile

import docx
import openpyxl
import pytest
from PIL import Image

from pipeline.document import REMOVABLE_FORMATS, Gap, GapReason, Span
from pipeline.errors import RedactionRefused
from pipeline.readers import read
from pipeline.readers.picture_blank import BLANK, BLANK_ADDRESS, WORDS
from redaction import REMOVERS, apply, removable
from tests.redaction.removal_making import (
    DATA,
    ONE,
    PAGES,
    SHEETS,
    TWO,
    WORD,
    blip,
    with_media,
)
from tests.redaction.test_webpage import page
from tests.redaction.word_making import OTHER, SECRET, p, r, shown, zipped

MARK = "【依法不予公开·4】"


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
    assert b"101 202" not in left
    texts = [paragraph.text for paragraph in docx.Document(io.BytesIO(output)).paragraphs]
    assert OTHER in texts
    assert "结束" + OTHER in texts
    assert apply(output, again, [], removals=removable(again))[0] == output


def test_the_output_does_not_depend_on_the_picture() -> None:
    """Two pictures of different content leave the same bytes."""
    outputs = []
    for body in (ONE, TWO):
        data = with_media(blip("rId5"), ("rId5", "media/image1.png", body)).bytes()
        document = read(data, "a.docx")
        outputs.append(apply(data, document, [], removals=document.gaps)[0])
    assert outputs[0] == outputs[1]


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


def test_the_formats_are_those_that_have_a_remover() -> None:
    """What an office may decide is what can be done."""
    assert {form for remover in REMOVERS for form in remover.formats} == set(REMOVABLE_FORMATS)
