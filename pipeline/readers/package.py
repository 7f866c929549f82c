"""Opening a zip package of XML parts that may be hostile: limits first, no entity, no network, no surprise.

Shared by every format that is a zip of XML. Nothing is written to disk and no name in the archive is trusted
to be a path.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import IO, Any
from urllib.parse import unquote

from lxml import etree

from pipeline.contracts import Limits
from pipeline.document import Gap, GapReason
from pipeline.errors import UnreadableSource

_RATIO_FLOOR = 16 * 2**20
"""Expanded bytes below which the compression ratio is not looked at: short XML compresses very well."""
_DESCRIPTOR = 24
"""Bytes that may follow a member: its sizes and check sum, once more."""
_ZIP_ERRORS = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    NotImplementedError,
    RuntimeError,
    EOFError,
    OSError,
    ValueError,
    KeyError,
    IndexError,
    AttributeError,
    UnicodeError,
)


OPTIONS: dict[str, Any] = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
    "remove_blank_text": False,
}
"""Of a parser that resolves nothing, fetches nothing and drops comments, so that no comment splits a text."""


def parser() -> etree.XMLParser:
    """A parser with these options."""
    return etree.XMLParser(**OPTIONS)


class PartDamaged(Exception):
    """One part cannot be used; `reason` is the gap that it becomes."""

    def __init__(self, reason: GapReason) -> None:
        super().__init__(reason.value)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Package:
    """An opened package: member names in archive order, without folders. `gaps` are those of the zip itself."""

    names: tuple[str, ...]
    gaps: tuple[Gap, ...]
    comments: tuple[bytes, ...] = field(repr=False)
    _archive: zipfile.ZipFile = field(repr=False)

    def read(self, name: str) -> bytes:
        """The bytes of one member. Raises PartDamaged when they are encrypted, damaged or missing."""
        try:
            info = self._archive.getinfo(name)
            if info.flag_bits & 1:
                raise PartDamaged(GapReason.ENCRYPTED)
            return self._archive.read(info)
        except MemoryError:
            raise PartDamaged(GapReason.LIMIT) from None
        except _ZIP_ERRORS:
            raise PartDamaged(GapReason.DAMAGED) from None

    @contextmanager
    def open(self, name: str) -> Iterator[IO[bytes]]:
        """One member to be read in parts. Raises PartDamaged as `read` does, while it is read as well."""
        try:
            info = self._archive.getinfo(name)
            if info.flag_bits & 1:
                raise PartDamaged(GapReason.ENCRYPTED)
            with self._archive.open(info) as stream:
                yield stream
        except MemoryError:
            raise PartDamaged(GapReason.LIMIT) from None
        except _ZIP_ERRORS:
            raise PartDamaged(GapReason.DAMAGED) from None

    def size(self, name: str) -> int:
        """How many bytes a member states to have."""
        return self._archive.getinfo(name).file_size

    def parse(self, name: str) -> etree._Element:
        """The root element of an XML member. Raises PartDamaged, also for a document type declaration."""
        return parse_xml(self.read(name))


def parse_xml(data: bytes) -> etree._Element:
    """The root of `data`, nothing resolved. Raises PartDamaged for bad XML and for a document type declaration."""
    try:
        root = etree.fromstring(data, parser())
    except (etree.XMLSyntaxError, ValueError, LookupError) as wrong:
        raise damaged(wrong) from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise PartDamaged(GapReason.DAMAGED)
    return root


def damaged(wrong: Exception) -> PartDamaged:
    """What a parser's error makes of a part: a limit of the parser, or damage."""
    huge = isinstance(wrong, etree.XMLSyntaxError) and "huge" in str(wrong).lower()
    return PartDamaged(GapReason.LIMIT if huge else GapReason.DAMAGED)


def open_package(data: bytes, limits: Limits) -> Package:
    """The package in `data`. Raises UnreadableSource when it is no zip, is encrypted or goes over a limit."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        members = [info for info in archive.infolist() if not info.is_dir()]
    except _ZIP_ERRORS:
        raise UnreadableSource(GapReason.DAMAGED.value) from None
    expanded = sum(info.file_size for info in members)
    if len(members) > limits.members:
        raise UnreadableSource(GapReason.LIMIT.value, "部件数量")
    if expanded > limits.expanded_bytes:
        raise UnreadableSource(GapReason.LIMIT.value, "展开大小")
    if expanded > _RATIO_FLOOR and expanded > limits.expansion_ratio * max(1, len(data)):
        raise UnreadableSource(GapReason.LIMIT.value, "压缩比")
    if members and all(info.flag_bits & 1 for info in members):
        raise UnreadableSource(GapReason.ENCRYPTED.value)
    names = [info.filename for info in members]
    gaps = []
    if len({name.lower() for name in names}) != len(names):
        gaps.append(Gap(GapReason.DAMAGED, "压缩包中有重名部件"))
    if _has_strays(data, archive):
        gaps.append(Gap(GapReason.DAMAGED, "压缩包中有不属于任何部件的数据"))
    remarks = [archive.comment, *(info.comment for info in members)]
    return Package(
        tuple(dict.fromkeys(names)), tuple(gaps), tuple(c for c in remarks if c), archive
    )


def _has_strays(data: bytes, archive: zipfile.ZipFile) -> bool:
    """True when bytes of the file belong to no member: what was cut off around it, or deleted and left inside."""
    at, slack = 0, 0
    for info in sorted(archive.infolist(), key=lambda item: item.header_offset):
        is_next = 0 <= info.header_offset - at <= slack
        if not is_next or not data.startswith(b"PK\x03\x04", info.header_offset):
            return True
        lengths = data[info.header_offset + 26 : info.header_offset + 30]
        name, extra = (int.from_bytes(lengths[i : i + 2], "little") for i in (0, 2))
        at = info.header_offset + 30 + name + extra + info.compress_size
        slack = _DESCRIPTOR if info.flag_bits & 8 else 0
    end = data.rfind(b"PK\x05\x06")
    return archive.start_dir - at > slack or end + 22 + len(archive.comment) != len(data)


@dataclass(frozen=True, slots=True)
class Relation:
    """One relationship of a part. `target` is a member name, or the address as printed when `external`.

    `node` is the element's number in the relationships part.
    """

    id: str
    kind: str
    target: str
    external: bool
    node: int


def relations_name(part: str) -> str:
    """The name of the relationships part of `part`; of the package itself for the empty string."""
    folder, _, name = part.rpartition("/")
    return f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels"


def relations(root: etree._Element, owner: str) -> tuple[Relation, ...]:
    """The relationships in `root`, targets resolved against the part `owner`."""
    found = []
    for node, element in enumerate(root.iter("*")):
        target = element.get("Target")
        if target is None:
            continue
        external = element.get("TargetMode", "").lower() == "external"
        found.append(
            Relation(
                element.get("Id", ""),
                element.get("Type", "").rpartition("/")[2],
                target if external else resolve(owner, target),
                external,
                node,
            )
        )
    return tuple(found)


def resolve(owner: str, target: str) -> str:
    """The member that `target` means when it stands in the relationships of `owner`."""
    target = unquote(target.partition("#")[0].replace("\\", "/"))
    if target.startswith("/"):
        return target.lstrip("/")
    return posixpath.normpath(posixpath.join(posixpath.dirname(owner), target)).lstrip("/")
