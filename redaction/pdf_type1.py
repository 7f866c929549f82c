"""Blanks glyphs of a Type 1 font program: decrypt, empty the unused procedures and names, encrypt again."""

from __future__ import annotations

import re

from fontTools.misc import eexec

_NAME = re.compile(rb"/([A-Za-z0-9_.\-]+)\s+(\d+)\s+(?:RD|-\|)\s")
_EMPTY = bytes((139, 139, 13, 14))
"""0 0 hsbw endchar"""


def blank_type1(data: bytes, kept: set[str]) -> bytes:
    """The program with only the glyphs in `kept`. Raises ValueError when its shape is unknown."""
    if data[:1] == b"\x80":
        data = _without_segments(data)
    start = data.find(b"eexec")
    if start < 0:
        raise ValueError("no eexec")
    start += 5
    while data[start : start + 1] in (b" ", b"\r", b"\n", b"\t"):
        start += 1
    stop = data.rfind(b"cleartomark")
    tail = data.rfind(b"0" * 64, 0, stop) if stop > 0 else -1
    while tail > start and data[tail - 1 : tail] in (b"0", b"\r", b"\n"):
        tail -= 1
    end = tail if tail > start else len(data)
    secret = data[start:end]
    if re.fullmatch(rb"[0-9A-Fa-f\s]{8}", secret[:8]):
        secret = bytes.fromhex(secret.decode("ascii", "strict"))
    plain, _ = eexec.decrypt(secret, 55665)
    body, length = plain[4:], _iv_length(plain)
    made = _blanked(body, kept | {".notdef"}, length)
    cipher, _ = eexec.encrypt(b"\0\0\0\0" + made, 55665)
    head = re.sub(
        rb"dup\s+(\d{1,3})\s*/([^\s]+)\s+put",
        lambda m: m.group(0) if m.group(2).decode("latin-1") in kept else b"", data[:start],
    )
    return bytes(head + cipher + data[end:])


def _without_segments(data: bytes) -> bytes:
    made, at = b"", 0
    while at + 6 <= len(data) and data[at] == 0x80 and data[at + 1] in (1, 2):
        size = int.from_bytes(data[at + 2 : at + 6], "little")
        made += data[at + 6 : at + 6 + size]
        at += 6 + size
    return made


def _iv_length(plain: bytes) -> int:
    match = re.search(rb"/lenIV\s+(\d+)", plain)
    return int(match.group(1)) if match else 4


def _blanked(body: bytes, kept: set[str], length: int) -> bytes:
    start = body.find(b"/CharStrings")
    if start < 0:
        raise ValueError("no CharStrings")
    made = [body[:start]]
    at = start
    count = 0
    while (match := _NAME.search(body, at)) is not None:
        name, size = match.group(1).decode("latin-1"), int(match.group(2))
        stop = match.end() + size
        if name in kept:
            made.append(body[at:stop])
        else:
            cipher, _ = eexec.encrypt(b"\0" * length + _EMPTY, 4330)
            count += 1
            made.append(body[at : match.start()] + b"/x%d %d RD " % (count, len(cipher)) + cipher)
            if b"-|" in match.group(0):
                made[-1] = made[-1].replace(b" RD ", b" -| ", 1)
        at = stop
    made.append(body[at:])
    return b"".join(made)
