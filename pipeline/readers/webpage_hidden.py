"""What of a web page shows: inline styles, simple style rules, attributes and elements that hide."""

from __future__ import annotations

import re

from pipeline.readers.webpage_tokens import Token

_HIDING = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?:px|pt|em|%)?\s*(?:;|$|!)|opacity\s*:\s*0(?:\.0*)?\s*(?:;|$|!)"
    r"|(?:text-indent|left|top|margin-left)\s*:\s*-\d{3,}",
    re.IGNORECASE,
)
_WHITE = re.compile(
    r"(?<![-\w])color\s*:\s*(?:#fff(?:fff)?|white|rgb\(\s*255\s*,\s*255\s*,\s*255\s*\))",
    re.IGNORECASE | re.ASCII,
)
_RULE = re.compile(r"([^{}]{1,2000})\{([^{}]{0,5000})\}")
_SIMPLE = re.compile(r"(?:[A-Za-z][A-Za-z0-9]*)?([.#][\w-]+)", re.ASCII)
HIDDEN_ELEMENTS = frozenset({"template"})


def hides(declarations: str) -> bool:
    """True for style declarations that keep a text from being seen."""
    if _HIDING.search(declarations):
        return True
    return bool(_WHITE.search(declarations)) and "background" not in declarations.lower()


def hidden_selectors(css: str) -> frozenset[str]:
    """The `.class` and `#id` selectors that plain rules of a style sheet hide."""
    found: set[str] = set()
    for match in _RULE.finditer(css):
        if _HIDING.search(match[2]):
            for selector in match[1].split(","):
                simple = _SIMPLE.fullmatch(selector.strip())
                if simple:
                    found.add(simple[1])
    return frozenset(found)


def is_hidden(token: Token, selectors: frozenset[str]) -> bool:
    """True when the element of this tag does not show."""
    if token.name in HIDDEN_ELEMENTS or any(a.name == "hidden" for a in token.attributes):
        return True
    if hides(token.get("style") or ""):
        return True
    names = {f".{name}" for name in (token.get("class") or "").split()} | {
        f"#{token.get('id') or ''}"
    }
    return bool(names & selectors)
