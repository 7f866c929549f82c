"""The text of a page as it shows: character references resolved, white space run together."""

from __future__ import annotations

import html
import re

from pipeline.document import TextAnchor, Trait
from pipeline.readers.webpage_tokens import ENTITY
from pipeline.readers.word_gather import Fragment

_PARTS = re.compile(rf"[ \t\r\n\f]+|{ENTITY.pattern}")


def fragments(
    source: str,
    start: int,
    stop: int,
    traits: frozenset[Trait] = frozenset(),
    *,
    keep: bool = False,
) -> list[Fragment]:
    """The fragments of the text between `start` and `stop`; `keep` leaves white space as it is."""
    found: list[Fragment] = []
    at = start
    for match in _PARTS.finditer(source, start, stop):
        if match[0][0] == "&":
            shown = html.unescape(match[0])
            if shown == match[0]:
                continue
        else:
            shown = re.sub(r"\r\n?", "\n", match[0]) if keep else " "
            if shown == match[0]:
                continue
        if match.start() > at:
            found.append(Fragment(source[at : match.start()], TextAnchor(at), traits))
        found.append(
            Fragment(shown, TextAnchor(match.start()), traits, match.end() - match.start())
        )
        at = match.end()
    if stop > at:
        found.append(Fragment(source[at:stop], TextAnchor(at), traits))
    return found
