"""One spelling for one value: canonical JSON (RFC 8785), the only form that is hashed or signed."""

from __future__ import annotations

import hashlib
from json.encoder import encode_basestring
from typing import Any

SAFE_INTEGER = 2**53 - 1


def canonical(value: Any) -> bytes:
    """`value` as RFC 8785 JSON in UTF-8, strings with the shortest escapes as ECMAScript writes them.

    Objects, arrays, strings, integers, booleans and null only. Raises ValueError for floats, integers beyond
    2^53-1, lone surrogates and keys that are not strings: what two programs could spell in two ways has no
    place in evidence.
    """
    return _text(value).encode("utf-8", "strict")


def digest(value: Any) -> str:
    """SHA-256 of the canonical form, as hex."""
    return hashlib.sha256(canonical(value)).hexdigest()


def _text(value: Any) -> str:
    match value:
        case None | bool():
            return "null" if value is None else str(value).lower()
        case int():
            if abs(value) > SAFE_INTEGER:
                raise ValueError("integer beyond 2^53-1 in canonical JSON")
            return str(int(value))
        case str():
            return encode_basestring(value)
        case list() | tuple():
            return "[" + ",".join(_text(item) for item in value) + "]"
        case dict():
            if not all(isinstance(key, str) for key in value):
                raise ValueError("a key of canonical JSON must be a string")
            keys = sorted(value, key=_utf16)
            return (
                "{"
                + ",".join(f"{encode_basestring(key)}:{_text(value[key])}" for key in keys)
                + "}"
            )
        case _:
            raise ValueError(f"{type(value).__name__} has no canonical JSON form")


def _utf16(key: str) -> bytes:
    """Keys are ordered by their UTF-16 code units (RFC 8785, 3.2.3)."""
    return key.encode("utf-16-be", "surrogatepass")
