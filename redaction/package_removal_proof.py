"""Proof that pictures and objects are gone from a package: raw bytes, by no code of the remover."""

from __future__ import annotations

import base64
import io
import zipfile
import zlib
from collections.abc import Iterator, Sequence

from pipeline.document import Document, Gap
from pipeline.readers.picture_blank import BLANK
from redaction.package_search import sort_of
from redaction.picture_text import pixels, without_text
from redaction.proof import Check

_WINDOW = 48
_VARIED = 16
"""Different bytes in a window without which it may stand anywhere by chance."""
_DEPTH = 4
_MARKUP = (".xml", ".rels", ".vml")


def removal_checks(
    original: bytes, output: bytes, document: Document, removed: Sequence[Gap]
) -> Iterator[Check]:
    """Three checks: it was there, nothing of it is left, and what else is no markup is as it was."""
    before, after = _members(original), _members(output)
    targets = [unread.target for unread in document.unread if unread.gap in removed]
    inside = [before[name] for name in targets if before.get(name)]
    outer = [name.encode() for name in targets if name not in before]
    tables = b"".join(data for name, data in before.items() if name.endswith(".rels"))
    there = len(inside) + sum(_stands(address, tables) for address in outer)
    held = bool(targets) and there == len(targets)
    yield Check("移除前在文件中", held, f"共{len(targets)}个图片或对象")
    shut: list[str] = []
    left = [sort for sort, member in _all(after, shut) for data in inside if _holds(data, member)]
    left += [f"未能打开的{sort}" for sort in shut]
    tables = b"".join(data for name, data in after.items() if name.endswith(".rels"))
    left += ["外部地址" for address in outer if _stands(address, _shown(tables))]
    where = f"仍在{'、'.join(dict.fromkeys(left))}中，请一并移除" if left else "逐部件检索字节"
    yield Check("移除的图片和对象已无残留", not left, where)
    changed = sum(
        data != BLANK and data not in (before.get(name), without_text(before.get(name, b"")))
        for name, data in after.items()
        if not name.lower().endswith(_MARKUP)
    )
    yield Check("其余图片和对象未变", not changed, f"{changed}个有变动" if changed else "")


def _members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {info.filename: archive.read(info) for info in archive.infolist()}


def _all(
    members: dict[str, bytes], shut: list[str], outer: str = "", depth: int = 0
) -> Iterator[tuple[str, bytes]]:
    """The sort and bytes of every member, and of the members of packages inside; `shut` gets the sorts of those that
    could not be opened or lie too deep, of which nothing is known."""
    for name, data in members.items():
        sort = outer or sort_of(name)
        yield sort, data
        if not data.startswith(b"PK\x03\x04"):
            continue
        try:
            inside = _members(data) if depth < _DEPTH else None
        except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError):
            inside = None
        if inside is None:
            shut.append(sort)
        else:
            yield from _all(inside, shut, sort, depth + 1)


def _holds(removed: bytes, member: bytes) -> bool:
    """True when a member is the removed file, or holds stretches out of its middle as they are or in Base64."""
    core = pixels(removed)
    if member == removed or pixels(member) == core:
        return True
    starts = (len(core) * quarter // 4 for quarter in (1, 2, 3))
    windows = [core[at : at + _WINDOW] for at in starts]
    telling = [window for window in windows if len(set(window)) >= _VARIED]
    return any(
        window in member or any(form in member for form in _in_base64(window))
        for window in telling
    )


def _in_base64(window: bytes) -> Iterator[bytes]:
    """The three ways in which a stretch can stand inside a longer one in Base64."""
    for skipped in range(3):
        part = window[skipped:]
        yield base64.b64encode(part[: len(part) // 3 * 3])


def _stands(address: bytes, tables: bytes) -> bool:
    escaped = address.replace(b"&", b"&amp;")
    return b'"%b"' % address in tables or b'"%b"' % escaped in tables


def _shown(tables: bytes) -> bytes:
    """Tables of relationships without links beside the text, which may name the same address."""
    return b"".join(
        piece for piece in tables.split(b"<Relationship ") if b"/hyperlink" not in piece
    )
