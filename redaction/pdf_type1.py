"""Blanks glyphs of a Type 1 font program: decrypt, empty the unused procedures and names, encrypt again."""

from __future__ import annotations

import re
from collections.abc import Sequence

from fontTools.misc import eexec

_NAME = re.compile(rb"/([A-Za-z0-9_.\-]+)\s+(\d+)\s+(?:RD|-\|)\s")
_COUNT = re.compile(rb"/CharStrings\s+\d+")
_END = re.compile(rb"\s*(?:ND|\|-|noaccess\s+def)\s")
_EMPTY = bytes((139, 139, 13, 14))
"""0 0 hsbw endchar"""


def blank_type1(data: bytes, kept: set[str]) -> bytes:
    """The program with only the glyphs in `kept`. Raises ValueError when its shape is unknown."""
    head, body, tail, length = _opened(data)
    made = _blanked(body, kept | {".notdef"}, length)
    cipher, _ = eexec.encrypt(b"\0\0\0\0" + made, 55665)
    head = re.sub(
        rb"dup\s+(\d{1,3})\s*/([^\s]+)\s+put",
        lambda m: m.group(0) if m.group(2).decode("latin-1") in kept else b"", head,
    )
    return bytes(head + cipher + tail)


def _opened(data: bytes) -> tuple[bytes, bytes, bytes, int]:
    """The clear head, the decrypted part, the tail, and the filler bytes of a glyph's program."""
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
    return data[:start], plain[4:], data[end:], _iv_length(plain)


Type1Lengths = tuple[int, int, int]
"""Bytes of the clear head, of the encrypted part and of the tail."""


def ordered_type1(data: bytes, names: Sequence[str]) -> tuple[bytes, Type1Lengths]:
    """The program with the glyphs `names` only, in this order and under the names g1, g2 …, without an encoding.

    Raises ValueError when its shape is unknown.
    """
    head, body, tail, length = _opened(data)
    del length
    found: dict[str, bytes] = {}
    first = last = None
    start = body.find(b"/CharStrings")
    at = start
    while start >= 0 and (match := _NAME.search(body, at)) is not None:
        at = match.end() + int(match.group(2))
        found[match.group(1).decode("latin-1")] = body[match.end() - 4 : at]
        first = match.start() if first is None else first
        last = at
    count = _COUNT.match(body, start) if start >= 0 else None
    if first is None or last is None or count is None or any(name not in found for name in names):
        raise ValueError("CharStrings")
    end = _END.match(body, last)
    if end is None:
        raise ValueError("CharStrings")
    entries = [(".notdef", found[".notdef"])] if ".notdef" in found else []
    entries += [(f"g{number}", found[name]) for number, name in enumerate(names, 1)]
    made = body[:start] + b"/CharStrings %d" % len(entries) + body[count.end() : first]
    for name, code in entries:
        mark = code[:4].lstrip()
        made += b"/%s %d %s" % (name.encode("latin-1"), len(code) - 4, mark) + code[4:] + end.group(0)
    made += body[end.end() :]
    cipher, _ = eexec.encrypt(b"\0\0\0\0" + made, 55665)
    head = re.sub(rb"dup\s+(\d{1,3})\s*/([^\s]+)\s+put\s*", b"", head)
    return head + cipher + tail, (len(head), len(cipher), len(tail))


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
