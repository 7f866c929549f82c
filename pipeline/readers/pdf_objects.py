"""Safe access to PDF objects: a wrong type is an absent value, and a stream is never expanded without a bound."""

from __future__ import annotations

import math
import warnings
import zlib
from typing import Any

import pikepdf

PDF_ERRORS = (
    pikepdf.PdfError, pikepdf.ForeignObjectError, pikepdf.DependencyError, pikepdf.UnsupportedImageTypeError, ValueError, TypeError, KeyError, IndexError, AttributeError,
    RuntimeError, OverflowError, ArithmeticError, NotImplementedError, RecursionError, OSError, zlib.error,
)
"""What pikepdf and the value conversions raise on damaged files. `RuntimeError` is qpdf's own logic errors."""


class TooLarge(ValueError):
    """A stream expands beyond the bound given."""


def name_of(obj: Any) -> str:
    """A name without its slash; empty for anything else."""
    return str(obj)[1:] if isinstance(obj, pikepdf.Name) else ""


def number(obj: Any, default: float) -> float:
    """A finite number, else `default`."""
    if isinstance(obj, bool) or obj is None:
        return default
    try:
        value = float(obj)
    except (TypeError, ValueError, OverflowError, ArithmeticError):
        return default
    return value if math.isfinite(value) and abs(value) < 1e9 else default


def integer(obj: Any, default: int) -> int:
    """A whole number, else `default`."""
    if isinstance(obj, bool) or obj is None or isinstance(obj, pikepdf.Object):
        return default
    try:
        return int(obj)
    except (TypeError, ValueError, OverflowError, ArithmeticError):
        return default


def array(obj: Any) -> list[Any]:
    """The elements of an array; an empty list for anything else."""
    if not isinstance(obj, pikepdf.Array):
        return []
    try:
        return list(obj)
    except PDF_ERRORS:
        return []


def numbers(obj: Any, count: int) -> tuple[float, ...] | None:
    """Exactly `count` numbers, else None."""
    items = array(obj)
    if len(items) != count:
        return None
    return tuple(number(item, 0.0) for item in items)


def dictionary(obj: Any) -> pikepdf.Dictionary:
    """The dictionary, or an empty one. A stream counts by its own dictionary access and is returned as it is."""
    if isinstance(obj, (pikepdf.Dictionary, pikepdf.Stream)):
        return obj  # type: ignore[return-value]
    return pikepdf.Dictionary()


def text_of(obj: Any) -> str:
    """A text string (PDFDocEncoding, UTF-16 or UTF-8) as characters; empty for anything else."""
    if isinstance(obj, pikepdf.String):
        data = bytes(obj)
        if data.startswith(b"\xef\xbb\xbf"):
            return data[3:].decode("utf-8", "replace")
        if data.startswith(b"\xff\xfe"):
            return data[2:].decode("utf-16-le", "replace")
        try:
            return str(obj)
        except (ValueError, UnicodeError):
            return data.decode("latin-1")
    return ""


def key_of(obj: pikepdf.Object) -> tuple[int, int]:
    """Object and generation number; (0, 0) for a direct object."""
    return obj.objgen


def filters(obj: pikepdf.Object) -> list[str]:
    """The names of a stream's filters, in order."""
    value = obj.get("/Filter")
    if isinstance(value, pikepdf.Name):
        return [name_of(value)]
    return [name_of(item) for item in array(value)]


def stream_bytes(obj: Any, limit: int) -> bytes | None:
    """The decoded bytes of a stream; None when it is none or cannot be decoded. Raises TooLarge over `limit`."""
    if not isinstance(obj, pikepdf.Stream):
        return None
    try:
        check_size(obj, limit)
        return bytes(obj.read_bytes())
    except TooLarge:
        raise
    except PDF_ERRORS:
        return None


def instructions_of(source: Any) -> tuple[list[Any], bool]:
    """The instructions of a page or stream, and whether they are whole. Raises PDF_ERRORS when there are none."""
    with warnings.catch_warnings(record=True) as remarks:
        warnings.simplefilter("always")
        found = list(pikepdf.parse_content_stream(source))
    return found, not remarks


def check_size(obj: pikepdf.Stream, limit: int) -> None:
    """Raises TooLarge when the Flate layers of a stream expand beyond `limit`; the rest is bounded by 128 : 1."""
    kinds = filters(obj)
    if not any(kind in ("FlateDecode", "Fl") for kind in kinds):
        return
    raw = obj.read_raw_bytes()
    if len(raw) * 1032 < limit and len(kinds) == 1:
        return
    for kind in kinds:
        if kind not in ("FlateDecode", "Fl"):
            return
        expander = zlib.decompressobj()
        try:
            raw = expander.decompress(raw, limit + 1)
        except zlib.error:
            return
        if len(raw) > limit:
            raise TooLarge
