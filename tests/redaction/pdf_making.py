"""Makes PDFs in memory, one for each place in which a text can live. All persons and numbers are invented."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable
from importlib import resources

import pikepdf
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name, String

SECRET = "110101199003078515"
ALIKE = "110101199003078523"
PERSON = "欧阳志远"
KEPT = "(Before) Tj 0 -20 Td (id 110101199003078523 stays) Tj"


def latin() -> Dictionary:
    """Helvetica, not embedded."""
    return Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)


def cjk(encoding: str) -> Dictionary:
    """A font that is not embedded, as old office software writes it."""
    info = Dictionary(Registry=String("Adobe"), Ordering=String("GB1"), Supplement=4)
    child = Dictionary(Type=Name.Font, Subtype=Name.CIDFontType0, BaseFont=Name("/STSong-Light"), CIDSystemInfo=info, DW=1000, W=Array([1, Array([500] * 95)]))
    return Dictionary(Type=Name.Font, Subtype=Name.Type0, BaseFont=Name("/STSong-Light"), Encoding=Name("/" + encoding), DescendantFonts=[child])


def embedded(pdf: pikepdf.Pdf) -> tuple[Dictionary, Callable[[str], str]]:
    """An embedded Identity-H font with widths and ToUnicode, and how it writes a text in hex."""
    data = resources.files("redaction").joinpath("pdf_mark.otf").read_bytes()
    font = TTFont(io.BytesIO(data))
    cids = {chr(code): int(name[3:]) for code, name in font.getBestCmap().items()}
    program = io.BytesIO()
    font["CFF "].cff.compile(program, font)
    stream = pdf.make_stream(program.getvalue(), Subtype=Name.CIDFontType0C)
    name = Name("/ABCDEF+Mark")
    descriptor = Dictionary(
        Type=Name.FontDescriptor, FontName=name, Flags=4, FontBBox=[0, -120, 1000, 880], ItalicAngle=0, Ascent=880,
        Descent=-120, CapHeight=700, StemV=80, FontFile3=stream, CIDSet=pdf.make_stream(b"\xff" * 64),
    )
    widths = Array()
    for character, cid in cids.items():
        widths.extend([cid, Array([font["hmtx"][f"cid{cid:05d}"][0]])])
        assert character
    info = Dictionary(Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0)
    child = Dictionary(Type=Name.Font, Subtype=Name.CIDFontType0, BaseFont=name, CIDSystemInfo=info, DW=1000, W=widths, FontDescriptor=pdf.make_indirect(descriptor))
    rows = "\n".join(f"<{cid:04X}> <{ord(character):04X}>" for character, cid in cids.items())
    unicode = f"1 begincodespacerange <0000> <FFFF> endcodespacerange {len(cids)} beginbfchar\n{rows}\nendbfchar"
    made = Dictionary(
        Type=Name.Font, Subtype=Name.Type0, BaseFont=name, Encoding=Name("/Identity-H"), DescendantFonts=[child],
        ToUnicode=pdf.make_stream(unicode.encode()),
    )
    return made, lambda text: "<" + "".join(f"{cids[c]:04x}" for c in text) + ">"


def utf16(text: str) -> str:
    """A hex string in UTF-16BE."""
    return "<" + text.encode("utf-16-be").hex() + ">"


def new(content: str = "", fonts: dict[str, Dictionary] | None = None, *, secret_shown: bool = False) -> pikepdf.Pdf:
    """A page with text that stays, and `content` in a text object behind it."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(595, 842))
    named = {"/F1": latin(), "/C": cjk("UniGB-UCS2-H"), **(fonts or {})}
    page.obj["/Resources"] = Dictionary(Font=Dictionary({k: pdf.make_indirect(v) for k, v in named.items()}))
    own = f"0 -40 Td (secret {SECRET} here) Tj" if secret_shown else ""
    page.obj["/Contents"] = pdf.make_stream(f"BT /F1 12 Tf 60 760 Td {KEPT} {own} {content} ET".encode("latin-1"))
    return pdf


def saved(pdf: pikepdf.Pdf, **options: object) -> bytes:
    """The bytes, with Info and XMP as they are."""
    out = io.BytesIO()
    options = {"deterministic_id": True, **options}
    pdf.save(out, fix_metadata_version=False, **options)  # type: ignore[arg-type]
    return out.getvalue()


# ---- drawn -------------------------------------------------------------------------------------------


def show(content: str) -> bytes:
    """The secret in a show operator."""
    return saved(new(content))


def chinese(encoding: str) -> bytes:
    """A name in a font with a predefined encoding."""
    text = f"姓名{PERSON}，住址"
    data = text.encode("gbk").hex() if encoding.startswith("GBK") else text.encode("utf-16-be").hex()
    place = "1 0 0 1 500 700 Tm" if encoding.endswith("V") else "0 -40 Td"
    return saved(new(f"/G 16 Tf {place} <{data}> Tj", {"/G": cjk(encoding)}))


def identity(shape: str) -> bytes:
    """An embedded font, as LibreOffice and Word write it."""
    pdf = new()
    font, write = embedded(pdf)
    pdf.pages[0].obj["/Resources"]["/Font"]["/E"] = pdf.make_indirect(font)
    text = f"身份证号{SECRET}手机"
    parts = " 12 ".join(write(c) for c in text)
    content = f"BT /E 14 Tf 60 600 Td {write(text)} Tj ET" if shape == "Tj" else f"BT /E 14 Tf 60 600 Td [{parts}] TJ ET"
    pdf.pages[0].contents_add(content.encode())
    return saved(pdf)


def form(depth: int = 1, times: int = 1) -> bytes:
    """The secret in a Form XObject, nested and drawn several times."""
    pdf = new()
    page = pdf.pages[0]
    inner = pdf.make_stream(f"BT /F1 12 Tf 0 0 Td (form {SECRET} text) Tj ET".encode(), Type=Name.XObject, Subtype=Name.Form, BBox=[0, -10, 400, 40], Resources=page.obj["/Resources"])
    for _ in range(depth - 1):
        inner = pdf.make_stream(b"q 1 0 0 1 5 5 cm /X Do Q", Type=Name.XObject, Subtype=Name.Form, BBox=[0, -10, 400, 60], Resources=Dictionary(XObject=Dictionary(X=inner)))
    page.obj["/Resources"]["/XObject"] = Dictionary(Fm=inner)
    for time in range(times):
        page.contents_add(f"q 1 0 0 1 60 {600 - 60 * time} cm /Fm Do Q".encode())
    return saved(pdf)


def over_untold() -> bytes:
    """The secret over characters that the file does not name, larger and on the same line."""
    font = cjk("Identity-H")
    font["/DescendantFonts"][0]["/CIDSystemInfo"]["/Ordering"] = String("Identity")
    untold = "".join(f"{900 + n:04x}" for n in range(16))
    return saved(new(f"1 0 0 1 40 600 Tm /U 20 Tf <{untold}> Tj 1 0 0 1 60 600 Tm /F1 10 Tf (id {SECRET} end) Tj", {"/U": font}))


def type3() -> bytes:
    """Glyphs that are drawing procedures."""
    pdf = new()
    names = {ord(c): f"g{ord(c)}" for c in "0123456789"}
    square = {f"/{n}": pdf.make_stream(f"600 0 0 0 500 {300 + 40 * (k - 48)} d1 0 0 500 {300 + 40 * (k - 48)} re f".encode()) for k, n in names.items()}
    unicode = "10 beginbfchar " + " ".join(f"<{k:02X}> <{k:04X}>" for k in names) + " endbfchar"
    font = Dictionary(
        Type=Name.Font, Subtype=Name.Type3, FontBBox=[0, 0, 600, 700], FontMatrix=[0.001, 0, 0, 0.001, 0, 0],
        CharProcs=Dictionary(square), Encoding=Dictionary(Differences=Array([48, *(Name("/" + n) for n in names.values())])),
        FirstChar=48, LastChar=57, Widths=Array([600] * 10), ToUnicode=pdf.make_stream(unicode.encode()), Resources=Dictionary(),
    )
    pdf.pages[0].obj["/Resources"]["/Font"]["/T3"] = pdf.make_indirect(font)
    pdf.pages[0].contents_add(f"BT /T3 12 Tf 60 600 Td ({SECRET}) Tj ET".encode())
    return saved(pdf)


def rotated(angle: int, crop: bool = False) -> bytes:
    """A turned page whose box does not start at the origin."""
    pdf = new(f"0 -40 Td (turned {SECRET} end) Tj")
    pdf.pages[0].obj["/Rotate"] = angle
    if crop:
        pdf.pages[0].obj["/MediaBox"] = Array([-50, -30, 595, 842])
        pdf.pages[0].obj["/CropBox"] = Array([20, 30, 580, 800])
    return saved(pdf)


def split_streams() -> bytes:
    """One text object over two content streams."""
    pdf = new()
    page = pdf.pages[0].obj
    first = pdf.make_stream(f"BT /F1 12 Tf 60 760 Td {KEPT} 0 -40 Td (one 110101".encode() + b"199003) Tj")
    page["/Contents"] = Array([first, pdf.make_stream(b"(078515 two) Tj ET")])
    return saved(pdf)


def over_picture(mode: str = "RGB") -> bytes:
    """Text over a picture that shows something, with a soft mask or as a stencil where wanted."""
    pdf = new()
    side = 64
    if mode == "stencil":
        picture = pdf.make_stream(b"\xaa\x55" * (side * side // 16), ImageMask=True, BitsPerComponent=1)
    else:
        pixels = bytes((x * 3 + y * 2) % 256 for y in range(side) for x in range(side) for _ in range(3))
        picture = pdf.make_stream(zlib.compress(pixels), BitsPerComponent=8, ColorSpace=Name.DeviceRGB, Filter=Name.FlateDecode)
    picture["/Type"], picture["/Subtype"], picture["/Width"], picture["/Height"] = Name.XObject, Name.Image, side, side
    if mode == "soft":
        mask = pdf.make_stream(bytes([128] * side * side), Type=Name.XObject, Subtype=Name.Image, Width=side, Height=side, BitsPerComponent=8, ColorSpace=Name.DeviceGray)
        picture["/SMask"] = mask
    pdf.pages[0].obj["/Resources"]["/XObject"] = Dictionary(Im=picture)
    pdf.pages[0].contents_add(f"q 300 0 0 200 50 500 cm /Im Do Q BT 1 0 0 rg /F1 12 Tf 60 600 Td ({SECRET} end) Tj ET".encode())
    return saved(pdf)


def inline_picture() -> bytes:
    """Text over an inline picture."""
    pdf = new()
    data = bytes((x * y) % 251 for y in range(32) for x in range(32))
    before = b"q 300 0 0 200 50 500 cm BI /W 32 /H 32 /BPC 8 /CS /G ID "
    pdf.pages[0].contents_add(before + data + b" EI Q BT 1 0 0 rg /F1 12 Tf 60 600 Td (" + SECRET.encode() + b" end) Tj ET")
    return saved(pdf)


def hidden(how: str) -> bytes:
    """The secret where a reader of the page does not see it."""
    text = f"(under {SECRET} text) Tj"
    at = "BT /F1 12 Tf 60 600 Td"
    content = {
        "box": f"{at} {text} ET q 0 g 55 595 200 20 re f Q",
        "white_box": f"{at} {text} ET q 1 g 55 595 200 20 re f Q",
        "thick_line": f"{at} {text} ET q 18 w 0 G 55 604 m 300 604 l S Q",
        "multiply": f"{at} {text} ET q /Mult gs 0 g 55 595 200 20 re f Q",
        "invisible": f"{at} 3 Tr {text} ET",
        "white": f"q 1 g {at} {text} ET Q",
        "same_ground": f"q 0 0 1 rg 50 590 300 30 re f {at} {text} ET Q",
        "transparent": f"q /Clear gs {at} {text} ET Q",
        "outside": f"BT /F1 12 Tf 900 600 Td {text} ET",
        "clipped": f"q 0 0 10 10 re W n {at} {text} ET Q",
        "tiny": f"BT /F1 0.5 Tf 60 600 Td {text} ET",
        "picture": f"{at} {text} ET q 260 0 0 30 50 590 cm /Im Do Q",
        "layer": f"/OC /L BDC {at} {text} ET EMC",
    }[how]
    pdf = new()
    page = pdf.pages[0].obj
    page["/Resources"]["/ExtGState"] = Dictionary(Clear=Dictionary(ca=0), Mult=Dictionary(BM=Name.Multiply))
    group = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("L")))
    pdf.Root["/OCProperties"] = Dictionary(OCGs=[group], D=Dictionary(OFF=[group], Order=[group]))
    page["/Resources"]["/Properties"] = Dictionary(L=group)
    pixels = bytes((x * 7 + y) % 256 for y in range(20) for x in range(60))
    page["/Resources"]["/XObject"] = Dictionary(Im=pdf.make_stream(pixels, Type=Name.XObject, Subtype=Name.Image, Width=60, Height=20, BitsPerComponent=8, ColorSpace=Name.DeviceGray))
    pdf.pages[0].contents_add(content.encode())
    return saved(pdf)


def annotated(kind: str) -> bytes:
    """The secret under or in an annotation."""
    pdf = new(secret_shown=kind in ("redact", "highlight"))
    page = pdf.pages[0]
    look = pdf.make_stream(f"BT /F1 12 Tf 2 5 Td (look {SECRET}) Tj ET".encode(), Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 250, 20], Resources=page.obj["/Resources"])
    rect = Array([60, 500, 310, 520])
    contents = String(f"remark {SECRET}")
    below = Array([55, 690, 300, 720])
    made = {
        "text": Dictionary(Subtype=Name.Text, Rect=rect, Contents=contents, T=String("editor")),
        "popup": Dictionary(Subtype=Name.Popup, Rect=rect, Contents=contents),
        "rich": Dictionary(Subtype=Name.FreeText, Rect=rect, Contents=String("x"), RC=String(f"<p>{SECRET}</p>"), DA=String("/F1 12 Tf")),
        "freetext": Dictionary(Subtype=Name.FreeText, Rect=rect, Contents=contents, AP=Dictionary(N=look), DA=String("/F1 12 Tf")),
        "stamp": Dictionary(Subtype=Name.Stamp, Rect=rect, AP=Dictionary(N=look)),
        "down": Dictionary(Subtype=Name.Stamp, Rect=rect, Contents=contents, AP=Dictionary(N=pdf.make_stream(b"", Subtype=Name.Form, BBox=[0, 0, 1, 1]), D=look)),
        "unseen": Dictionary(Subtype=Name.FreeText, Rect=rect, F=2, Contents=contents, AP=Dictionary(N=look)),
        "link": Dictionary(Subtype=Name.Link, Rect=rect, A=Dictionary(S=Name.URI, URI=String(f"https://example.cn/{SECRET}"))),
        "redact": Dictionary(Subtype=Name.Redact, Rect=below, OverlayText=String("X")),
        "highlight": Dictionary(Subtype=Name.Highlight, Rect=below, C=Array([0, 0, 0]), QuadPoints=Array([55, 720, 300, 720, 55, 690, 300, 690])),
    }[kind]
    made["/Type"] = Name.Annot
    page.obj["/Annots"] = Array([pdf.make_indirect(made)])
    return saved(pdf)


def field(kind: str) -> bytes:
    """The secret in a form."""
    pdf = new()
    page = pdf.pages[0]
    look = pdf.make_stream(f"/Tx BMC BT /F1 12 Tf 2 5 Td ({SECRET}) Tj ET EMC".encode(), Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 250, 20], Resources=page.obj["/Resources"])
    widget = Dictionary(Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=String("f"), Rect=Array([60, 500, 310, 520]), DA=String("/F1 12 Tf 0 g"))
    if kind in ("value", "both"):
        widget["/V"] = String(SECRET)
    if kind in ("look", "both"):
        widget["/AP"] = Dictionary(N=look)
    if kind == "default":
        widget["/DV"] = String(f"was {SECRET}")
    if kind == "tip":
        widget["/TU"] = String(f"tip {SECRET}")
    if kind == "options":
        widget["/FT"], widget["/Opt"] = Name.Ch, Array([String("a"), Array([String("1"), String(SECRET)])])
    widget = pdf.make_indirect(widget)
    fields = Array([widget])
    if kind == "parent":
        parent = pdf.make_indirect(Dictionary(FT=Name.Tx, T=String("p"), V=String(SECRET), Kids=Array([widget])))
        widget["/Parent"] = parent
        fields = Array([parent])
    form_ = Dictionary(Fields=fields, DR=Dictionary(Font=page.obj["/Resources"]["/Font"]))
    if kind == "xfa":
        form_["/XFA"] = pdf.make_stream(f"<xdp><v>{SECRET}</v></xdp>".encode())
    page.obj["/Annots"] = Array([widget])
    pdf.Root["/AcroForm"] = form_
    return saved(pdf)
