"""The same content gives the same bytes: fixed times and order in Office packages."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping

_EPOCH = (1980, 1, 1, 0, 0, 0)
_STAMP = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:)")
_DROPPED = ("docProps/thumbnail.jpeg",)
_THUMBNAIL = re.compile(rb'<Relationship [^>]*metadata/thumbnail"[^>]*/>')
_STATED = b"2000-01-01T00:00:00Z"


def settle(data: bytes, changes: Mapping[str, tuple[bytes, bytes]] | None = None) -> bytes:
    """The package with fixed member times, creation and change dates, and without a thumbnail.

    The library's blank document carries a picture of somebody else's first page; it goes. `changes` are
    replacements (old, new) in members, done once each.
    """
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for member in old.infolist():
            if member.filename in _DROPPED:
                continue
            content = old.read(member)
            if member.filename == "docProps/core.xml":
                content = _STAMP.sub(rb"\g<1>" + _STATED + rb"\g<3>", content)
            if member.filename == "_rels/.rels":
                content = _THUMBNAIL.sub(b"", content)
            if changes and member.filename in changes:
                content = content.replace(*changes[member.filename], 1)
            info = zipfile.ZipInfo(member.filename, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            new.writestr(info, content)
    return buffer.getvalue()
