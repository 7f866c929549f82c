"""Chinese written in seven bits: HZ (RFC 1843) and UTF-7 (RFC 2152) pass for plain ASCII and hide what they say."""

from __future__ import annotations

import re

_WRITTEN = (
    (re.compile(r"~\{(?:[!-w][!-~])+~\}"), "hz"),
    (re.compile(r"(?<![A-Za-z0-9+/=])\+[A-Za-z0-9+/]{5,}-?"), "utf-7"),
)
_CHINESE = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]{2,}")


def hides_chinese(text: str) -> bool:
    """True when a stretch of the text is Chinese in one of these codes: shown as it stands, nobody can read it."""
    return any(
        _CHINESE.fullmatch(_decoded(match[0], codec)) is not None
        for pattern, codec in _WRITTEN
        for match in pattern.finditer(text)
    )


def _decoded(stretch: str, codec: str) -> str:
    try:
        return stretch.encode("ascii").decode(codec)
    except UnicodeDecodeError:
        return ""
