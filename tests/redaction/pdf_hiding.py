"""The table of carriers: each name makes a PDF in which the secret stands in that place."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from tests.redaction import pdf_making as making
from tests.redaction.pdf_making import SECRET, new, saved

XMP = '<?xpacket begin="" id="x"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><r:Description xmlns:d="http://purl.org/dc/elements/1.1/"><d:title>{}</d:title></r:Description></r:RDF></x:xmpmeta><?xpacket end="w"?>'


def _with(change: Callable[[pikepdf.Pdf], None], *, shown: bool = True) -> Callable[[], bytes]:
    def make() -> bytes:
        pdf = new(secret_shown=shown)
        change(pdf)
        return saved(pdf)

    return make


def _root(key: str, value: Callable[[pikepdf.Pdf], pikepdf.Object]) -> Callable[[], bytes]:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.Root[key] = value(pdf)

    return _with(change)


def _page(key: str, value: Callable[[pikepdf.Pdf], pikepdf.Object]) -> Callable[[], bytes]:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].obj[key] = value(pdf)

    return _with(change)


def _info(key: str, value: str) -> Callable[[], bytes]:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.trailer["/Info"] = pdf.make_indirect(Dictionary({key: String(value)}))

    return _with(change)


def _outline(pdf: pikepdf.Pdf) -> pikepdf.Object:
    root = pdf.make_indirect(Dictionary(Type=Name.Outlines, Count=1))
    item = pdf.make_indirect(Dictionary(Title=String(f"案件 {SECRET}"), Parent=root, Dest=Array([pdf.pages[0].obj, Name.Fit])))
    root["/First"] = root["/Last"] = item
    return root


def _file(pdf: pikepdf.Pdf) -> Dictionary:
    stream = pdf.make_stream(f"attached {SECRET}".encode(), Type=Name.EmbeddedFile)
    return Dictionary(Type=Name.Filespec, F=String(f"{SECRET}.txt"), UF=String(f"{SECRET}.txt"), EF=Dictionary(F=stream))


def _structure(key: str) -> Callable[[pikepdf.Pdf], pikepdf.Object]:
    def value(pdf: pikepdf.Pdf) -> pikepdf.Object:
        root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        root["/K"] = pdf.make_indirect(Dictionary({"/Type": Name.StructElem, "/S": Name.P, "/P": root, key: String(f"说 {SECRET}")}))
        return root

    return value


def _layer_name(pdf: pikepdf.Pdf) -> pikepdf.Object:
    group = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String(f"L {SECRET}")))
    return Dictionary(OCGs=[group], D=Dictionary(Order=[group]))


def _script(pdf: pikepdf.Pdf) -> pikepdf.Object:
    return Dictionary(JavaScript=Dictionary(Names=Array([String("a"), Dictionary(S=Name.JavaScript, JS=String(f"app.alert('{SECRET}')"))])))


def _spoken(where: str) -> Callable[[], bytes]:
    def make() -> bytes:
        pdf = new()
        page = pdf.pages[0]
        if where == "inline":
            text = f"/Span <</ActualText (said {SECRET})>> BDC BT /F1 12 Tf 60 600 Td (id {SECRET} x) Tj ET EMC"
        else:
            page.obj["/Resources"]["/Properties"] = Dictionary(P=Dictionary(ActualText=String(f"said {SECRET}")))
            text = f"/Span /P BDC BT /F1 12 Tf 60 600 Td (id {SECRET} x) Tj ET EMC"
        page.contents_add(text.encode())
        return saved(pdf)

    return make


def revised() -> bytes:
    """An earlier revision still holds the old page: the new one is appended."""
    first = saved(new(f"0 -40 Td (old {SECRET} text) Tj"), object_stream_mode=pikepdf.ObjectStreamMode.disable)
    with pikepdf.open(io.BytesIO(first)) as pdf:
        number = pdf.pages[0].obj["/Contents"].objgen[0]
        root, size = pdf.Root.objgen[0], len(pdf.objects) + 1
    text = f"BT /F1 12 Tf 60 700 Td {making.KEPT} 0 -40 Td (new {SECRET} text) Tj ET".encode()
    start = len(first)
    body = b"%d 0 obj\n<< /Length %d >>\nstream\n" % (number, len(text)) + text + b"\nendstream\nendobj\n"
    table = b"xref\n%d 1\n%010d 00000 n \ntrailer\n<< /Size %d /Root %d 0 R /Prev %s >>\nstartxref\n%d\n%%%%EOF\n" % (
        number, start, size, root, first.rsplit(b"startxref", 1)[1].split()[0], start + len(body),
    )
    return first + body + table


def unused() -> bytes:
    """An object that nothing refers to, as deleted annotations leave."""
    data = saved(new(secret_shown=True), object_stream_mode=pikepdf.ObjectStreamMode.disable)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        root, size = pdf.Root.objgen[0], len(pdf.objects) + 1
    start = len(data)
    body = b"%d 0 obj\n<< /Contents (left %s) >>\nendobj\n" % (size, SECRET.encode())
    table = b"xref\n%d 1\n%010d 00000 n \ntrailer\n<< /Size %d /Root %d 0 R /Prev %s >>\nstartxref\n%d\n%%%%EOF\n" % (
        size, start, size + 1, root, data.rsplit(b"startxref", 1)[1].split()[0], start + len(body),
    )
    return data + body + table


def _letters(pdf: pikepdf.Pdf) -> pikepdf.Stream:
    """A content stream that shows the secret character by character."""
    return pdf.make_stream(("BT /F1 12 Tf " + " ".join(f"({c}) Tj" for c in SECRET) + " ET").encode())


def _stray_page(pdf: pikepdf.Pdf) -> None:
    """A page that was deleted from the page tree; an outline still leads to it."""
    page = Dictionary(Type=Name.Page, MediaBox=[0, 0, 200, 200], Resources=pdf.pages[0].obj["/Resources"], Contents=_letters(pdf))
    root = pdf.make_indirect(Dictionary(Type=Name.Outlines, Count=1))
    item = pdf.make_indirect(Dictionary(Title=String("x"), Parent=root, Dest=Array([pdf.make_indirect(page), Name.Fit])))
    root["/First"] = root["/Last"] = item
    pdf.Root["/Outlines"] = root


def _template(pdf: pikepdf.Pdf) -> Dictionary:
    page = Dictionary(Type=Name.Template, MediaBox=[0, 0, 9, 9], Contents=_letters(pdf))
    return Dictionary(Templates=Dictionary(Names=Array([String("t"), pdf.make_indirect(page)])))


def _second_page(content: str) -> Callable[[], bytes]:
    def change(pdf: pikepdf.Pdf) -> None:
        page = pdf.add_blank_page(page_size=(595, 842))
        page.obj["/Resources"] = pdf.pages[0].obj["/Resources"]
        page.obj["/Contents"] = pdf.make_stream(f"{content}\nBT /F1 12 Tf 60 700 Td (more) Tj ET".encode())

    return _with(change)


def _profile(pdf: pikepdf.Pdf) -> pikepdf.Object:
    profile = pdf.make_stream(f"desc {SECRET}".encode(), N=3)
    return Array([Dictionary(S=Name.GTS_PDFA1, OutputConditionIdentifier=String("x"), DestOutputProfile=profile)])


OCTAL = "".join(f"\\{ord(c):03o}" for c in SECRET)
TJ = "[(11) 5 (0101) -20 (1990) (03) 3 (078) (515 end)] TJ"
DRAWN: dict[str, Callable[[], bytes]] = {
    "tj": lambda: making.show(f"0 -40 Td (id {SECRET} end) Tj"),
    "tj_array": lambda: making.show(f"0 -40 Td {TJ}"),
    "quote": lambda: making.show(f"16 TL (id {SECRET} end) '"),
    "double_quote": lambda: making.show(f'16 TL 1 2 (id {SECRET} end) "'),
    "hex": lambda: making.show(f"0 -40 Td <{SECRET.encode().hex()}> Tj"),
    "spacing": lambda: making.show(f"3 Tc 4 Tw 80 Tz 5 Ts 0 -40 Td (id {SECRET} end) Tj (next) Tj"),
    "five_on_a_line": lambda: making.show(f"0 -40 Td /F1 6 Tf ({' and '.join([SECRET] * 5)} end) Tj"),
    "characters_alone": lambda: making.show("0 -40 Td " + " ".join(f"({c}) Tj" for c in SECRET)),
    "placed_alone": lambda: making.show(" ".join(f"1 0 0 1 {60 + 8 * i} 600 Tm ({c}) Tj" for i, c in enumerate(SECRET))),
    "fake_bold": lambda: making.show(f"1 0 0 1 60 600 Tm (id {SECRET} end) Tj 1 0 0 1 60.3 600 Tm (id {SECRET} end) Tj"),
    "condensed": lambda: making.show(f"0 -40 Td 20 Tz (id {SECRET} end) Tj"),
    "condensed_alone": lambda: making.show("20 Tz " + " ".join(f"1 0 0 1 {60 + 1.35 * i:.2f} 600 Tm ({c}) Tj" for i, c in enumerate(SECRET))),
    "over_untold_text": making.over_untold,
    "slanted": lambda: making.show(f"0.866 0.5 -0.5 0.866 100 300 Tm (id {SECRET} end) Tj"),
    "turned_text": lambda: making.show(f"0 1 -1 0 300 100 Tm (id {SECRET} end) Tj"),
    "split_streams": making.split_streams,
    "identity_tj": lambda: making.identity("Tj"),
    "identity_array": lambda: making.identity("TJ"),
    "form": making.form,
    "nested_form": lambda: making.form(depth=3),
    "shared_form": lambda: making.form(times=3),
    "type3": making.type3,
    "rotate_90": lambda: making.rotated(90),
    "rotate_180": lambda: making.rotated(180, crop=True),
    "rotate_270": lambda: making.rotated(270, crop=True),
    "crop_box": lambda: making.rotated(0, crop=True),
    "over_picture": making.over_picture,
    "over_soft_mask": lambda: making.over_picture("soft"),
    "over_stencil": lambda: making.over_picture("stencil"),
    "over_inline_picture": making.inline_picture,
    "revision": revised,
}
CHINESE: dict[str, Callable[[], bytes]] = {
    "unigb": lambda: making.chinese("UniGB-UCS2-H"),
    "utf16": lambda: making.chinese("UniGB-UTF16-H"),
    "gbk": lambda: making.chinese("GBK-EUC-H"),
    "vertical": lambda: making.chinese("UniGB-UCS2-V"),
}
HOW_HIDDEN = (
    "box", "white_box", "thick_line", "multiply", "invisible", "white", "same_ground", "transparent", "outside",
    "clipped", "tiny", "picture", "layer",
)
HIDDEN: dict[str, Callable[[], bytes]] = {
    **{f"hidden_{how}": (lambda how=how: making.hidden(how)) for how in HOW_HIDDEN},
    "hidden_redact_annotation": lambda: making.annotated("redact"),
    "hidden_highlight": lambda: making.annotated("highlight"),
}
STRINGS: dict[str, Callable[[], bytes]] = {
    "info_title": _info("/Title", f"关于 {SECRET}"),
    "info_custom": _info("/Reviewer", SECRET),
    "xmp": _root("/Metadata", lambda pdf: pdf.make_stream(XMP.format(SECRET).encode(), Type=Name.Metadata, Subtype=Name.XML)),
    "page_metadata": _page("/Metadata", lambda pdf: pdf.make_stream(XMP.format(SECRET).encode(), Type=Name.Metadata, Subtype=Name.XML)),
    "outline": _root("/Outlines", _outline),
    "named_destination": _root("/Names", lambda pdf: Dictionary(Dests=Dictionary(Names=Array([String(f"d{SECRET}"), Array([pdf.pages[0].obj, Name.Fit])])))),
    "page_label": _root("/PageLabels", lambda _: Dictionary(Nums=Array([0, Dictionary(P=String(f"{SECRET}-"))]))),
    "layer_name": _root("/OCProperties", _layer_name),
    "script": _root("/Names", _script),
    "open_action": _root("/OpenAction", lambda _: Dictionary(S=Name.JavaScript, JS=String(f"var a='{SECRET}'"))),
    "attachment": _root("/Names", lambda pdf: Dictionary(EmbeddedFiles=Dictionary(Names=Array([String("f"), _file(pdf)])))),
    "associated_file": _root("/AF", lambda pdf: Array([_file(pdf)])),
    "private_data": _page("/PieceInfo", lambda _: Dictionary(App=Dictionary(Private=String(SECRET)))),
    "tag_alt": _root("/StructTreeRoot", _structure("/Alt")),
    "tag_actual": _root("/StructTreeRoot", _structure("/ActualText")),
    "tag_expansion": _root("/StructTreeRoot", _structure("/E")),
    "tag_title": _root("/StructTreeRoot", _structure("/T")),
    "spoken_inline": _spoken("inline"),
    "spoken_resource": _spoken("resource"),
    "unused_object": unused,
    "stray_page": _with(_stray_page),
    "template_page": _root("/Names", _template),
    "remark_on_another_page": _second_page(f"% {SECRET}"),
    "unknown_operator": _second_page(f"BX ({SECRET}) foo EX"),
    "unknown_operator_octal": _second_page(f"BX ({OCTAL}) foo EX"),
    "unknown_operator_hex": _second_page(f"<{' '.join(f'{ord(c):02x}' for c in SECRET)}> 1 foo"),
    "unknown_operator_array": _second_page(f"[({SECRET[:9]}) 3 ({SECRET[9:]})] foo"),
    "percent_signs": _page("/Annots", lambda _: Array([Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[1, 1, 9, 9], A=Dictionary(S=Name.URI, URI=String(f"http://a.example/?q=%31{SECRET[1:]}")))])),
    "base64": _root("/ViewerPreferences", lambda _: Dictionary(X=String(base64.b64encode(f"id {SECRET}".encode()).decode()))),
    **{f"annotation_{kind}": (lambda kind=kind: making.annotated(kind)) for kind in ("text", "popup", "rich", "freetext", "stamp", "down", "unseen", "link")},
    **{f"field_{kind}": (lambda kind=kind: making.field(kind)) for kind in ("value", "look", "both", "default", "tip", "options", "parent", "xfa")},
}
REFUSED: dict[str, Callable[[], bytes]] = {
    "string_over_an_array": _root("/ViewerPreferences", lambda _: Dictionary(X=Array([String(SECRET[:9]), String(SECRET[9:])]))),
    "colour_profile": _root("/OutputIntents", _profile),
    "inline_picture_property": _second_page(f"BI /W 1 /H 1 /BPC 8 /CS /G /X ({SECRET}) ID \x01 EI"),
    "property_list": _second_page(f"/T <</Note ({SECRET})>> DP"),
    "property_list_octal": _second_page(f"/T <</Note ({OCTAL})>> DP"),
    "inline_picture_octal": _second_page(f"BI /W 1 /H 1 /BPC 8 /CS /G /X ({OCTAL}) ID \x01 EI"),
}
"""Carriers that are never cut exactly: no output at all."""
