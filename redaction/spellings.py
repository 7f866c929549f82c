"""How a text can be written so that a program still reads it: references, percent signs, escapes, Base64, markup."""

from __future__ import annotations

import base64
import binascii
import html
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from urllib.parse import unquote

_BASE64 = re.compile(r"[A-Za-z0-9+/]{8,}={0,2}")
_ESCAPE = re.compile(r"\\u\{?([0-9A-Fa-f]{4})\}?|\\x([0-9A-Fa-f]{2})")
_CSS_ESCAPE = re.compile(r"\\([0-9A-Fa-f]{2,6})\s?")
_TAG = re.compile(r"<[^<>]*>")
_ENCODINGS = ("utf-8", "utf-16-le", "gb18030")
_PACKED = 16 * 2**20
_MEMBERS = 200


def spellings(text: str) -> Iterator[str]:
    """The ways in which `text` may be meant: as it is, and with references, escapes, tags and Base64 resolved."""
    yield text
    plain = html.unescape(text)
    if plain != text:
        yield plain
    if "<" in plain and ">" in plain:
        yield html.unescape(_TAG.sub("", plain))
    if "&" in plain and ";" in plain:
        yield html.unescape(plain)
    if "%" in plain:
        once = unquote(plain, errors="replace")
        yield once
        yield unquote(once, errors="replace")
        yield unquote(plain, encoding="gb18030", errors="replace")
    if "\\" in plain:
        yield _ESCAPE.sub(lambda m: chr(int(m[1] or m[2], 16)), plain)
        yield _CSS_ESCAPE.sub(lambda m: chr(min(int(m[1], 16), 0x10FFFF)), plain)
    packed = list(_packed(plain))
    if packed:
        for code in _ENCODINGS:
            yield "\x00".join(data.decode(code, "ignore") for data in packed)


def _packed(text: str) -> Iterator[bytes]:
    """What stands in Base64 in `text`, and what is compressed in there."""
    for match in _BASE64.finditer(text):
        try:
            data = base64.b64decode(match[0] + "=" * (-len(match[0].rstrip("=")) % 4), validate=False)
        except (binascii.Error, ValueError):
            continue
        yield data
        yield from _unpacked(data)


def _unpacked(data: bytes) -> Iterator[bytes]:
    """The members of a package that starts somewhere in `data`, or what was deflated there."""
    start = data.find(b"PK\x03\x04")
    try:
        if start >= 0:
            with zipfile.ZipFile(io.BytesIO(data[start:])) as archive:
                for info in archive.infolist()[:_MEMBERS]:
                    with archive.open(info) as member:
                        yield member.read(_PACKED)
        elif data[:1] == b"\x78":
            yield zlib.decompressobj().decompress(data, _PACKED)
        elif data[:2] == b"\x1f\x8b":
            yield zlib.decompressobj(31).decompress(data, _PACKED)
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError, ValueError, OSError):
        return
