"""The length of a cut in running text: same mark, same page, whatever was cut; and honest where that fails."""

from __future__ import annotations

import io
import shutil
import subprocess
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

import corpora
import redaction
from pipeline import readers
from pipeline.document import Document, Span
from tests.redaction import pdf_making as making
from tests.redaction.pdf_numbered import numbered

MARK = "【已删减】"
NAMES = ("王五", "欧阳志远", "买买提江")
SIZE = 16


def hexed(text: str) -> str:
    """The text as a hex string."""
    return making.utf16(text)


def one(name: str) -> str:
    """A line in one operator."""
    return f"/C {SIZE} Tf 0 -60 Td {hexed('申请人' + name + '提出申请')} Tj"


def kerned(name: str) -> str:
    """A line in one operator of several strings."""
    return f"/C {SIZE} Tf 0 -60 Td [{hexed('申请人' + name[:1])} 12 {hexed(name[1:])} 0 {hexed('提出')} -20 {hexed('申请')}] TJ 0 -20 Td {hexed('下一行')} Tj"


def parts(name: str) -> str:
    """Every part in a text object of its own, at its own place."""
    x = 60
    made = "ET "
    for text in ("申请人", name, "提出", "申请"):
        made += f"q 0 g BT {x} 640 Td /C {SIZE} Tf {hexed(text)} Tj ET Q "
        x += SIZE * len(text)
    return made + "BT"


def each(name: str) -> str:
    """Every character in a text object of its own."""
    made = "ET "
    for at, character in enumerate(f"申请人{name}提出申请"):
        made += f"BT /C {SIZE} Tf 1 0 0 1 {60 + at * SIZE} 640 Tm {hexed(character)} Tj ET "
    return made + "BT"


def relative(name: str) -> str:
    """Parts of one text object, each placed by the one before, and a line under it."""
    made = f"/C {SIZE} Tf 0 -60 Td {hexed('申请人')} Tj {3 * SIZE} 0 Td {hexed(name)} Tj {len(name) * SIZE} 0 Td {hexed('提出申请')} Tj "
    return made + f"{-(3 + len(name)) * SIZE} -20 TD {hexed('下一行')} Tj T* {hexed('再一行')} Tj {hexed('完')} '"


def twice(name: str) -> str:
    """The same name twice on a line."""
    return f"/C {SIZE} Tf 0 -60 Td {hexed('申请人' + name + '和' + name + '提出')} Tj"


SHAPES = {f.__name__: f for f in (one, kerned, parts, each, relative, twice)}


def read(data: bytes) -> Document:
    """The document."""
    return readers.read(data, "a.pdf")


def cut(data: bytes, name: str, mark: str = MARK) -> tuple[bytes, redaction.Proof]:
    """Every place of the name cut."""
    document = read(data)
    cuts, at = [], document.text.find(name)
    while at >= 0:
        cuts.append((Span(at, at + len(name)), mark))
        at = document.text.find(name, at + 1)
    assert cuts
    return redaction.apply(data, document, cuts)


@pytest.mark.parametrize("mark", [MARK, "某某"])
@pytest.mark.parametrize("shape", SHAPES)
def test_same_bytes_whatever_was_cut(shape: str, mark: str) -> None:
    """Not one byte of the output depends on the name."""
    outputs = set()
    for name in NAMES:
        made, proof = cut(making.saved(making.new(SHAPES[shape](name))), name, mark)
        assert all(proof.length_hidden)
        plain = "".join(read(made).text.split())
        assert "提出" in plain
        assert plain.count(mark) == (2 if shape == "twice" else 1)
        outputs.add(made)
    assert len(outputs) == 1


@pytest.mark.parametrize("shape", SHAPES)
def test_repeats(shape: str) -> None:
    """The same twice, and a second run has nothing to do."""
    data = making.saved(making.new(SHAPES[shape]("王五")))
    made, _ = cut(data, "王五")
    assert cut(data, "王五")[0] == made
    assert redaction.apply(made, read(made), [])[0] == made


def test_end_of_line_leaves_no_operators_to_count() -> None:
    """A name at the end of a line, one text object a character, leaves the same bytes."""
    outputs = set()
    for name in NAMES:
        content = "ET " + "".join(
            f"BT /C {SIZE} Tf 1 0 0 1 {60 + at * SIZE} 640 Tm {hexed(c)} Tj ET " for at, c in enumerate(f"申请人{name}")
        )
        made, proof = cut(making.saved(making.new(content + "BT")), name)
        assert proof.length_hidden == (True,)
        outputs.add(made)
    assert len(outputs) == 1


def full(name: str) -> bytes:
    """A line that fills its column."""
    return making.saved(making.new(f"/C {SIZE} Tf 0 -60 Td {hexed(('申请人' + name + '提出申请' * 9)[:29])} Tj"))


def centred(name: str) -> bytes:
    """A line in the middle of the page."""
    text = f"关于{name}的决定"
    return making.saved(making.new(f"/C {SIZE} Tf {(595 - len(text) * SIZE) / 2 - 60} -60 Td {hexed(text)} Tj"))


def underlined(name: str) -> bytes:
    """A rule under the name."""
    return making.saved(making.new(one(name) + f" ET 108 676 m {108 + len(name) * SIZE} 676 l S BT"))


def linked(name: str) -> bytes:
    """A link over the line."""
    pdf = making.new(one(name))
    pdf.pages[0].obj["/Annots"] = Array([Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([60, 676, 60 + 9 * SIZE, 696]))])
    return making.saved(pdf)


@pytest.mark.parametrize("maker", [full, underlined, linked])
def test_says_that_it_can_be_told(maker: object) -> None:
    """Where something else keeps the width, the place stays exact and the proof says so."""
    _, proof = cut(maker("王五"), "王五")  # type: ignore[operator]
    assert proof.length_hidden == (False,)


BODY = "经核查因突发疾病造成家庭基本生活困难符合本年度救助条件拟给予一次性临时救助公示期为七个工作日如有异议请在公示期内反映。"


def paragraph(name: str, *, room: int = 12, per_line: int = 29, below: str = "") -> bytes:
    """A paragraph over several full lines, the name in its first one, as a program without hyphens breaks it."""
    text = (f"申请人{name}，" + BODY * 2)[: 3 * per_line - room + len(name) - 3]
    text = f"申请人{name}，" + text[len(name) + 4 :]
    lines = [text[at : at + per_line] for at in range(0, len(text), per_line)]
    shown = " ".join(f"1 0 0 1 60 {640 - 24 * n} Tm {hexed(line)} Tj" for n, line in enumerate(lines))
    filler = "".join(f"1 0 0 1 60 {500 - 24 * n} Tm {hexed('另' * per_line)} Tj " for n in range(3))
    return making.saved(making.new(f"/C {SIZE} Tf {shown} {filler} {below}"))


@pytest.mark.parametrize("maker", [centred, paragraph])
def test_same_page_whatever_was_cut(maker: object) -> None:
    """A centred line is centred again, a paragraph of full lines is broken into lines anew."""
    outputs = set()
    for name in NAMES:
        made, proof = cut(maker(name), name)  # type: ignore[operator]
        assert all(proof.length_hidden)
        assert "【已删减】" in read(made).text
        outputs.add(made)
    assert len(outputs) == 1


def test_paragraph_keeps_its_text() -> None:
    """Every character that was not cut stands in the same order, in lines that end where lines end."""
    data = paragraph("欧阳志远")
    made, _ = cut(data, "欧阳志远")
    plain = "".join(read(data).text.split()).replace("欧阳志远", MARK)
    assert "".join(read(made).text.split()) == plain


def test_says_that_a_paragraph_with_no_room_can_be_told() -> None:
    """Where a longer name would have taken a line more, the number of lines tells."""
    _, proof = cut(paragraph("王五", room=0), "王五")
    assert proof.length_hidden == (False,)


def test_bucket_takes_the_characters_beside_the_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    """By that policy names of two and four characters leave a hole of the same width, and the proof counts the rest."""
    table = corpora.table
    own = {**table("policy/masks.toml"), "pdf": {"running_text": "bucket", "otherwise": "exact", "buckets": [4, 8]}}
    monkeypatch.setattr(corpora, "table", lambda name: own if name == "policy/masks.toml" else table(name))
    for name in ("王五", "欧阳志远"):
        data = full(name)
        made, proof = cut(data, name)
        assert proof.length_hidden == (True,)
        assert len("".join(read(made).text.split())) == len("".join(read(data).text.split())) - 4 + len(MARK)


def test_tight_cell_tells() -> None:
    """A cell as wide as the name was made for it."""
    for width, hidden in ((2 * SIZE + 6, False), (8 * SIZE, True)):
        rules = " ".join(f"{x} 500 m {x} 540 l S" for x in (100, 100 + width, 400)) + " 100 500 m 400 500 l S 100 540 m 400 540 l S"
        shown = f"1 0 0 1 103 515 Tm {hexed('王五')} Tj 1 0 0 1 {110 + width} 515 Tm {hexed('三口人')} Tj"
        _, proof = cut(making.saved(making.new(f"ET {rules} BT /C {SIZE} Tf {shown}")), "王五")
        assert proof.length_hidden == (hidden,)


def test_numbers_keep_their_place() -> None:
    """The mask of a number of fixed length stays where it was, and nothing moves."""
    content = f"/C {SIZE} Tf 0 -60 Td {hexed('电话13812345678已核对')} Tj"
    made, _ = cut(making.saved(making.new(content)), "13812345678", "138****5678")
    with pikepdf.open(io.BytesIO(made)) as pdf:
        assert b"0 -60 Td" in pdf.pages[0].obj["/Contents"].read_bytes()


def by_use(text: str) -> bytes:
    """A line in a font that is numbered in the order of first use, as LibreOffice writes it."""
    pdf = making.new()
    font, write = numbered(pdf, text)
    page = pdf.pages[0]
    page.obj["/Resources"]["/Font"]["/E"] = pdf.make_indirect(font)
    shown = f"BT /E {SIZE} Tf 60 600 Td {write(text)} Tj ET".encode()
    page.obj["/Contents"] = pdf.make_stream(page.obj["/Contents"].read_bytes() + b"\n" + shown)
    return making.saved(pdf)


def test_font_numbered_by_use_is_numbered_anew() -> None:
    """Neither gaps in the numbers of a font nor their order speak of the cut: one, three, or a character used later."""
    outputs = set()
    for name in ("七", "三五六", "九二"):
        made, proof = cut(by_use(f"一{name}十二八九"), name)
        assert proof.length_hidden == (True,)
        assert "".join(read(made).text.split()).endswith(f"一{MARK}十二八九")
        outputs.add(made)
    assert len(outputs) == 1


def test_font_of_form_fields_keeps_its_numbers() -> None:
    """A font that fills in form fields is not numbered anew, and the proof admits what its gaps tell."""
    with pikepdf.open(io.BytesIO(by_use("一七十"))) as pdf:
        pdf.Root["/AcroForm"] = Dictionary(DR=Dictionary(Font=Dictionary(E=pdf.pages[0].obj["/Resources"]["/Font"]["/E"])), Fields=Array())
        data = making.saved(pdf)
    made, proof = cut(data, "七")
    assert proof.length_hidden == (False,)
    assert any("按使用次序编号" in note for note in proof.notes)
    assert "七" not in read(made).text


def has_font(name: str) -> bool:
    """True when the machine has this font."""
    listing = subprocess.run(["fc-list", ":", "family"], capture_output=True, check=False).stdout if shutil.which("fc-list") else b""
    return name.encode() in listing


@pytest.mark.skipif(not shutil.which("soffice") or not has_font("Noto Serif CJK SC"), reason="缺少 LibreOffice 或字体")
def test_same_file_from_an_office_program(tmp_path: Path) -> None:
    """Two letters that differ in a name in mid-paragraph are the same file when it is cut, byte for byte."""
    outputs = set()
    for name in ("王五", "欧阳志远"):
        page = f"<html><body style='font-family:Noto Serif CJK SC;font-size:16pt'><p>{BODY}申请人{name}符合条件，{BODY}特此公示</p><p>{name}</p></body></html>"
        (tmp_path / "a.html").write_text(page, "utf-8")
        subprocess.run(["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "pdf", "a.html"], cwd=tmp_path, capture_output=True, check=True, timeout=120)
        made, proof = cut((tmp_path / "a.pdf").read_bytes(), name)
        assert proof.length_hidden == (True, True)
        outputs.add(made)
    assert len(outputs) == 1


def test_mask_goes_over_the_lines_of_its_cell() -> None:
    """In a narrow cell a long mask stands in several lines of the document's own size and can be read."""
    rules = " ".join(f"{x} 500 m {x} 600 l S" for x in (60, 130, 300)) + " 60 500 m 300 500 l S 60 600 m 300 600 l S"
    value = "巴彦镇团结村三组十二号院东"
    lines = " ".join(f"1 0 0 1 64 {584 - 14 * i} Tm {hexed(value[at:at + 5])} Tj" for i, at in enumerate(range(0, len(value), 5)))
    data = making.saved(making.new(f"ET {rules} BT /C 12 Tf {lines} 1 0 0 1 140 584 Tm {hexed('三口人')} Tj"))
    document = read(data)
    start = document.text.index("巴彦镇")
    stop = document.text.index("东", start) + 1
    made, _ = redaction.apply(data, document, [(Span(start, stop), "一户住址第十部分***")])
    assert "一户住址第十部分***" in "".join(read(made).text.split())
    with pikepdf.open(io.BytesIO(made)) as pdf:
        content = pdf.pages[0].obj["/Contents"].read_bytes()
    assert content.count(b"/XsMarkx0 12 Tf") == 2
