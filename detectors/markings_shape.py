"""The shape of a secrecy marking in folded text: level, star, term, wherever they stand and however they are split."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.secrecy import BadTerm, Level, NoTerm, Term, Until
from pipeline.term_text import LEVELS, STAR, term_at

LEVEL = r"[绝絕机機秘祕]\s{0,3}密"
CANDIDATE = re.compile(LEVEL)
"""Every level word; its first characters are a small set, so that a scan is fast."""
_LEVEL = re.compile(LEVEL)
_STAR = re.compile(rf"\s{{0,4}}级?\s{{0,4}}[(\[【]?\s?(?P<star>{STAR}{{1,5}})\s{{0,4}}")
_LOST_STAR = re.compile(r"\s{0,2}级?\s{0,2}(?P<star>[?•·●◆▲■大女xX]{1,2})\s{0,2}(?=\d{1,2}(?:年|个月)|[一二三四五六七八九十]{1,2}年|长期)")
_PLAIN = re.compile(r"级?[ \t]{0,8}[(\[【]?[ \t]{0,2}[·,，、:/;—_\-~]{0,2}[ \t]{0,8}(?:保密期限?|期限)?[:为]?[ \t]{0,2}")
_RESIDUE = re.compile(r"[^\s)\]】》”」』,，。;；、(\[【<《“]{1,10}")
_NOT_TERM = re.compile(
    r"的|是|和|与|指|表示|符号|以及|特急|加急|特提|平急|急件|紧急|明电|密码|已?解密|签发|份号|No|第|关于|中共|[\u4e00-\u9fff]*(?:文件|政府|委员会|办公|厅|局)|\d{6}$"
)


@dataclass(frozen=True, slots=True)
class Shape:
    """A level word and what follows it, in folded offsets. `starred` says whether a star stands between."""

    level: Level
    start: int
    word_stop: int
    stop: int
    starred: bool
    term: Term
    written: str | None
    lost_star: bool = False

    @property
    def has_term(self) -> bool:
        """True when a term, readable or not, is written."""
        return not isinstance(self.term, NoTerm)


def shape_at(text: str, start: int) -> Shape | None:
    """The shape that begins with the level word at `start`; None when there is none."""
    match = _LEVEL.match(text, start)
    if match is None:
        return None
    level = LEVELS[text[start]]
    star = _STAR.match(text, match.end())
    lost = None if star else _LOST_STAR.match(text, match.end())
    found = star or lost
    if found is not None:
        term, written, stop = _starred_term(text, found)
        return Shape(level, start, match.end(), stop, starred=True, term=term, written=written, lost_star=star is None)
    plain = _PLAIN.match(text, match.end())
    if plain is not None:
        read = term_at(text, plain.end(), min(len(text), plain.end() + 40))
        if not isinstance(read.term, (NoTerm, BadTerm)) and not is_bare_date(read.term, read.written):
            return Shape(level, start, match.end(), read.stop, starred=False, term=read.term, written=read.written)
    stop = match.end() + (1 if text[match.end() : match.end() + 1] == "级" else 0)
    return Shape(level, start, match.end(), stop, starred=False, term=NoTerm(), written=None)


def _starred_term(text: str, star: re.Match[str]) -> tuple[Term, str | None, int]:
    """What stands after the star: a term, nothing, or something that cannot be a term."""
    at = star.end()
    read = term_at(text, at, min(len(text), at + 48))
    below = "\n" in text[star.end("star") : at]
    if not isinstance(read.term, NoTerm) and not (below and is_bare_date(read.term, read.written)):
        return read.term, read.written, read.stop
    residue = _RESIDUE.match(text, at) if not text[star.end("star") : at].count("\n") else None
    if residue is None or _NOT_TERM.match(residue.group()):
        return NoTerm(), None, star.end("star")
    return BadTerm(), None, residue.end()


def is_bare_date(term: Term, written: str | None) -> bool:
    """A date that nothing ties to the mark: it may be the document's own date, and must not end the secret."""
    return isinstance(term, Until) and not (written or "").startswith("至")


def levels_in(text: str) -> Iterator[Level]:
    """Every level named in a text, in order."""
    for match in _LEVEL.finditer(text):
        yield LEVELS[match.group()[0]]
