"""Which roles a head or label names, by `corpora/lexicons/columns.tsv`."""

from __future__ import annotations

import re
from functools import cache

import corpora
from detectors.phrases import pattern

_BLANK = re.compile(r"[\s:*＊、·]+")
_BRACKETS = re.compile(r"[(（\[].*?[)）\]]|[(（].*$")
_NO_HEAD = re.compile(r"\d{3}|[。;!?]")
_JOINED = re.compile(r"[及和与/]")


def head_roles(text: str) -> tuple[str, ...]:
    """The roles a head or label names, () when it is none: exact, without its bracket, or by its longest term."""
    plain = _BLANK.sub("", text)
    if not plain or len(plain) > _LONGEST_HEAD:
        return ()
    terms, known = _terms()
    bare = _BRACKETS.sub("", plain)
    for word in (plain, bare):
        if word in terms:
            return (terms[word],)
    if bare.startswith("与") and bare.endswith("关系"):
        return ("relation",)
    if _NO_HEAD.search(plain) or len(bare) > 14:
        return ()
    roles: list[str] = []
    covered = 0
    for match in known.finditer(bare):
        if len(match[0]) > 1:
            covered += len(match[0])
            if terms[match[0]] not in roles:
                roles.append(terms[match[0]])
    if covered * 2 < len(bare):
        return ()
    return tuple(_specific(roles, bare))


def names_a_head(line: str) -> bool:
    """True when some word of a head stands in the line: no line without one is a row of heads."""
    return _terms()[1].search(_BLANK.sub("", line)) is not None


_LONGEST_HEAD = 24


def _specific(roles: list[str], head: str) -> list[str]:
    """监护人+电话 is a telephone, 户主+身份证号 a number: names only qualify another role unless joined by 及、和."""
    strong = [
        role
        for role in roles
        if role not in {"name", "official", "unit", "village", "serial", "matter"}
    ]
    if strong and len(strong) < len(roles) and not _JOINED.search(head):
        return strong
    return roles


@cache
def _terms() -> tuple[dict[str, str], re.Pattern[str]]:
    terms = {row["term"]: row["role"] for row in corpora.rows("lexicons/columns.tsv")}
    return terms, pattern(terms)
