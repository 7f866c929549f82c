"""Text beside the pixels of a picture: what it is, and the picture without it."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_PIXELS = frozenset({b"IDAT", b"PLTE", b"iCCP"})
_PNG_KEPT = _PNG_PIXELS | {
    b"IHDR",
    b"IEND",
    b"tRNS",
    b"gAMA",
    b"cHRM",
    b"sRGB",
    b"sBIT",
    b"pHYs",
    b"bKGD",
    b"acTL",
    b"fcTL",
    b"fdAT",
}
_JPEG_SCAN = 0xDA
_JPEG_TABLES = (0xDB, 0xC4, 0xC0, 0xC1, 0xC2, 0xDD)
_JPEG_KEPT = (*_JPEG_TABLES, 0xE0, 0xE2, 0xEE)


def loose_bytes(data: bytes) -> bytes:
    """What an image file holds beside its pixels; other files whole. Compressed text of PNG is unpacked."""
    if data.startswith(_PNG):
        return b"\n".join(
            body for sort, body in _png_chunks(data, unpack=True) if sort not in _PNG_PIXELS
        )
    if data.startswith(b"\xff\xd8"):
        return b"\n".join(
            body
            for sort, body in _jpeg_segments(data)
            if sort not in _JPEG_TABLES and sort != _JPEG_SCAN
        )
    if data.startswith((b"GIF8", b"RIFF", b"\x00\x01\x00\x00", b"OTTO")):
        return b""
    return data


def pixels(data: bytes) -> bytes:
    """What makes a picture file this picture: the same for copies that differ in remarks only; other files whole."""
    if data.startswith(_PNG):
        kept = (b"IHDR", *_PNG_PIXELS - {b"iCCP"})
        return b"".join(
            sort + body for sort, body in _png_chunks(data, unpack=False) if sort in kept
        )
    if data.startswith(b"\xff\xd8"):
        return b"".join(body for sort, body in _jpeg_segments(data) if sort == _JPEG_SCAN)
    return data


def without_text(data: bytes) -> bytes:
    """The picture with its pixels and without remarks, properties and anything after its end.

    Leaves colour profiles. Formats other than PNG and JPEG come back as they were. Idempotent.
    """
    if data.startswith(_PNG):
        kept = [
            (sort, body) for sort, body in _png_chunks(data, unpack=False) if sort in _PNG_KEPT
        ]
        return _PNG + b"".join(
            len(body).to_bytes(4, "big") + sort + body + zlib.crc32(sort + body).to_bytes(4, "big")
            for sort, body in kept
        )
    if data.startswith(b"\xff\xd8"):
        parts = [b"\xff\xd8"]
        for sort, body in _jpeg_segments(data):
            if sort == _JPEG_SCAN:
                parts.append(body)
            elif sort in _JPEG_KEPT:
                parts.append(bytes([0xFF, sort]) + (len(body) + 2).to_bytes(2, "big") + body)
        return b"".join(parts)
    return data


def _png_chunks(data: bytes, *, unpack: bool) -> Iterator[tuple[bytes, bytes]]:
    at = len(_PNG)
    while at + 8 <= len(data):
        size = int.from_bytes(data[at : at + 4], "big")
        sort, body = data[at + 4 : at + 8], data[at + 8 : at + 8 + size]
        yield sort, body
        packed = body.find(b"\x78")
        if unpack and sort in (b"zTXt", b"iTXt") and packed >= 0:
            try:
                yield sort, zlib.decompressobj().decompress(body[packed:], 2**20)
            except zlib.error:
                yield sort, body
        at += 12 + size
        if sort == b"IEND":
            break
    if data[at:]:
        yield b"tail", data[at:]


def _jpeg_segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Marker and body of the segments; the scan with its marker and end; then what follows, as marker 0."""
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF and data[at + 1] not in (_JPEG_SCAN, 0xD9):
        size = max(2, int.from_bytes(data[at + 2 : at + 4], "big"))
        yield data[at + 1], data[at + 4 : at + 2 + size]
        at += 2 + size
    end = data.rfind(b"\xff\xd9")
    end = len(data) if end < at else end + 2
    yield _JPEG_SCAN, data[at:end]
    if data[end:]:
        yield 0, data[end:]
