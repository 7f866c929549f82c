"""What `w:sym` shows: a character of a named font, often one of the symbol fonts of Windows."""

from __future__ import annotations

_WINGDINGS: dict[int, str] = {
    0x6C: "●",
    0x6D: "❍",
    0x6E: "■",
    0x6F: "□",
    0x71: "❑",
    0x72: "❒",
    0x75: "◆",
    0x9F: "•",
    0xA1: "○",
    0xA3: "□",
    0xA8: "□",
    0xAB: "★",
    0xD8: "➢",
    0xFB: "✗",
    0xFC: "✓",
    0xFD: "☒",
    0xFE: "☑",
}
_WINGDINGS_2: dict[int, str] = {
    0x50: "✓",
    0x52: "☑",
    0x53: "☒",
    0x54: "☒",
    0xA3: "□",
    0xEA: "★",
    0xEB: "☆",
}
UNKNOWN = "▪"


def symbol(font: str, code: str) -> str:
    """The character shown; one placeholder for a glyph of a symbol font that has no plain counterpart."""
    try:
        number = int(code, 16)
    except ValueError:
        return UNKNOWN
    low = number - 0xF000 if 0xF000 <= number <= 0xF0FF else number
    name = font.lower()
    if name.startswith("wingdings 2"):
        return _WINGDINGS_2.get(low, UNKNOWN)
    if name.startswith("wingdings"):
        return _WINGDINGS.get(low, UNKNOWN)
    if name.startswith(("webdings", "symbol", "mt extra")):
        return UNKNOWN
    if low < 0x20 or 0xD800 <= low <= 0xDFFF or 0xE000 <= low <= 0xF8FF or low > 0x10FFFF:
        return UNKNOWN
    return chr(low)
