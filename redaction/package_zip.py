"""A clean zip: the given members and nothing else, the same bytes every time."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

_EPOCH = (1980, 1, 1, 0, 0, 0)
_TYPES = "[Content_Types].xml"


def build(members: Mapping[str, bytes]) -> bytes:
    """A zip of `members` in their order, content types first; no comments, no extra fields, no dates, no gaps."""
    buffer = io.BytesIO()
    names = sorted(members, key=lambda name: name != _TYPES)  # stable: the rest keeps its order
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name in names:
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 0
            info.external_attr = 0
            archive.writestr(info, members[name])
    return buffer.getvalue()


def untidy(data: bytes) -> str:
    """What a zip carries beside its members, in Chinese words; empty when it is clean."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        infos = archive.infolist()
        if archive.testzip() is not None:
            return "校验和错误"
        if archive.comment or any(info.comment or info.extra for info in infos):
            return "压缩包带有注释或附加数据"
        if len({info.filename for info in infos}) != len(infos):
            return "重名部件"
        at = 0
        for info in sorted(infos, key=lambda item: item.header_offset):
            if info.header_offset != at:
                return "部件之间有多余数据"
            at += 30 + len(info.filename.encode()) + info.compress_size
        return "" if at == archive.start_dir else "部件之后有多余数据"
