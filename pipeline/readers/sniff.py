"""What a file is, told from its bytes."""

from __future__ import annotations

import io
import zipfile
import zlib
from dataclasses import replace
from pathlib import PurePath

from pipeline.document import Document

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpg"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
    (b"BM", "bmp"),
    (b"{\\rtf", "rtf"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"GIF8", "gif"),
    (b"Rar!", "rar"),
    (b"\x1f\x8b", "gz"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_STREAMS: tuple[tuple[str, str], ...] = (
    ("EncryptedPackage", "encrypted"),
    ("WordDocument", "doc"),
    ("Workbook", "xls"),
    ("Book", "xls"),
    ("PowerPoint Document", "ppt"),
    ("__properties_version1.0", "msg"),
)
_PACKAGES: tuple[tuple[str, str], ...] = (
    ("word/", "docx"),
    ("xl/", "xlsx"),
    ("ppt/", "pptx"),
    ("OFD.xml", "ofd"),
)
SUFFIXES: dict[str, tuple[str, ...]] = {
    "txt": (".txt", ".text", ".log", ".md", ".csv", ".tsv"),
    "md": (".md", ".markdown"),
    "csv": (".csv", ".tsv"),
    "html": (".html", ".htm", ".xhtml", ".shtml"),
    "mht": (".mht", ".mhtml", ".eml"),
    "docx": (".docx", ".docm", ".dotx", ".dotm"),
    "xlsx": (".xlsx", ".xlsm", ".xltx"),
    "pptx": (".pptx", ".pptm", ".ppsx"),
    "jpg": (".jpg", ".jpeg"),
    "tiff": (".tif", ".tiff"),
    "doc": (".doc", ".wps", ".dot"),
    "xls": (".xls", ".et", ".xlt"),
    "ppt": (".ppt", ".dps", ".pps"),
}


def sniff(data: bytes, name: str) -> str:
    """The format of `data`: a word of the contract's list, `encrypted`, or `binary` when nothing fits.

    The name decides only between formats that share their bytes (txt, md, csv; doc and wps).
    """
    head = data[:4096]
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _package(data, name)
    if head.startswith(_OLE):
        return _ole(data, name)
    if len(data) > 262 and data[257:262] == b"ustar":
        return "tar"
    return _textual(data, name)


def _package(data: bytes, name: str) -> str:
    """What a zip is; one that cannot be opened is what its remains or, failing those, its name say."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = package.namelist()
            if "mimetype" in names and package.getinfo("mimetype").file_size < 200:
                stated = package.read("mimetype")
                if b"opendocument.text" in stated:
                    return "odt"
                if b"opendocument" in stated:
                    return "binary"
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError):
        names = [folder for folder in ("word/", "xl/", "ppt/") if folder.encode() in data]
        suffix = PurePath(name).suffix.lower()
        if not names:
            return next((kind for _, kind in _PACKAGES if suffix in SUFFIXES.get(kind, (f".{kind}",))), "zip")
    if "[Content_Types].xml" in names or any(n.startswith(("word/", "xl/", "ppt/")) for n in names):
        for prefix, kind in _PACKAGES:
            if any(member.startswith(prefix) for member in names):
                return kind
    if "OFD.xml" in names:
        return "ofd"
    return "zip"


def _ole(data: bytes, name: str) -> str:
    for stream, kind in _OLE_STREAMS:
        if stream.encode("utf-16-le") in data:
            suffix = PurePath(name).suffix.lower()
            return {"doc": "wps", "xls": "et"}.get(kind, kind) if suffix in (".wps", ".et") else kind
    return "binary"


def _textual(data: bytes, name: str) -> str:
    head = data[:4096]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or _utf16_without_mark(head):
        lowered = head.decode("utf-16-be" if head[:2] == b"\xfe\xff" or head[:1] == b"\0" else "utf-16-le", "replace")
        lowered = lowered.lower().lstrip("\ufeff \t\r\n")
    elif b"\x00" in head:
        return "binary"
    else:
        lowered = head.decode("latin-1").lower().removeprefix("ï»¿").lstrip()
    if lowered.startswith(("<!doctype html", "<html")) or ("<html" in lowered and "<head" in lowered):
        return "html"
    suffix = PurePath(name).suffix.lower()
    if suffix in SUFFIXES["html"] and "<" in lowered:
        return "html"
    if _is_mail(lowered):
        return "mht" if suffix in (".mht", ".mhtml") else "eml"
    return {".md": "md", ".markdown": "md", ".csv": "csv", ".tsv": "csv"}.get(suffix, "txt")


def _utf16_without_mark(head: bytes) -> bool:
    """UTF-16 of mostly Latin or line-broken text shows many zero bytes on one side only."""
    pairs = len(head) // 2
    if pairs < 4:
        return False
    even, odd = head[0 : pairs * 2 : 2].count(0), head[1 : pairs * 2 : 2].count(0)
    return max(even, odd) > pairs * 0.02 and min(even, odd) == 0


def _is_mail(lowered: str) -> bool:
    lines = lowered.split("\n\n")[0].split("\r\n\r\n")[0].splitlines()
    keys = {line.split(":")[0] for line in lines if ":" in line}
    return len(keys & {"from", "to", "subject", "date", "mime-version", "received", "message-id"}) >= 3


def suffix_note(document: Document, suffix: str) -> Document:
    """The document with a note when its name promises another format than its bytes are."""
    suffix = suffix.lower()
    kind = document.source.format
    if not suffix or suffix in SUFFIXES.get(kind, (f".{kind}",)) or kind in ("binary", "encrypted"):
        return document
    note = f"文件扩展名为 {suffix}，内容实为 {kind} 格式，已按内容审查。"
    return replace(document, notes=(*document.notes, note))
