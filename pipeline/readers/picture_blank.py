"""The grey picture that stands in the place of one that was taken out: always the same bytes, nothing to read in it."""

from __future__ import annotations

import base64
import struct
import zlib

from pipeline.readers.package import Package, PartDamaged

WORDS = "依法不予公开的图片"
"""Alternative text of a removed picture."""
_WIDTH, _HEIGHT, _GREY = 96, 72, 0xBF


def _chunk(sort: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + sort + body + struct.pack(">I", zlib.crc32(sort + body))


def _grey() -> bytes:
    """A PNG of one colour, its rows stored, so that the bytes do not depend on the compressor."""
    rows = bytes(1 + _WIDTH // 8) * _HEIGHT
    stored = b"\x78\x01\x01" + struct.pack("<HH", len(rows), len(rows) ^ 0xFFFF) + rows
    packed = stored + struct.pack(">I", zlib.adler32(rows))
    head = struct.pack(">IIBBBBB", _WIDTH, _HEIGHT, 1, 3, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", head)
        + _chunk(b"PLTE", bytes([_GREY]) * 3)
        + _chunk(b"IDAT", packed)
        + _chunk(b"IEND", b"")
    )


BLANK = _grey()
BLANK_ADDRESS = "data:image/png;base64," + base64.b64encode(BLANK).decode("ascii")


def blank_members(package: Package) -> frozenset[str]:
    """The members of a package that are this picture."""
    found = []
    for name in package.names:
        if "/media/" in name and package.size(name) == len(BLANK):
            try:
                if package.read(name) == BLANK:
                    found.append(name)
            except PartDamaged:
                continue
    return frozenset(found)
