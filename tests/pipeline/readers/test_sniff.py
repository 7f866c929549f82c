"""What a file is, told by its bytes."""

from __future__ import annotations

import io
import zipfile

from pipeline.readers import read


def spoilt() -> bytes:
    """A whole package whose member `mimetype` does not unpack."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("mimetype", "application/epub+zip" * 9)
    data = bytearray(packed.getvalue())
    start = 30 + len("mimetype")
    size = int.from_bytes(data[18:22], "little")
    data[start : start + size] = b"\xff" * size
    return bytes(data)


def test_a_stated_kind_that_does_not_unpack() -> None:
    """Spoilt packed bytes end in a gap that blocks, never in an error."""
    assert read(spoilt(), "a.odt").gaps
