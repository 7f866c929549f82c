"""Which roles a head or label names: `corpora/lexicons/columns.tsv`, and by their last word `head_endings.tsv`."""

from __future__ import annotations

import re
from functools import cache

import corpora
from detectors.phrases import pattern
from detectors.tables_people import who

_BLANK = re.compile(r"[\s:*＊、·]+")
_BRACKETS = re.compile(r"[(（\[].*?[)）\]]|[(（].*$")
_NO_HEAD = re.compile(r"\d{3}|[。;!?]")
_JOINED = re.compile(r"[及和与/]")
_SIGNED = re.compile(r"(?:签字|签名|签章|盖章|按印|捺印|按手印|手印)+$")
_LONGEST_HEAD = 24
_LONGEST_BARE = 14
_QUALIFIERS = frozenset({"name", "official", "unit", "village", "serial", "matter", "amount"})
"""What only says whose or which the thing is that the head names last (户主+身份证号, 工资+账户)."""


def head_roles(text: str) -> tuple[str, ...]:
    """The roles a head or label names, () when it is none: exact, without its bracket, in its parts, or by its longest term."""
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
    if _NO_HEAD.search(plain) or len(bare) > _LONGEST_BARE:
        return ()
    if signed := _SIGNED.search(bare):
        signer = head_roles(bare[: signed.start()]) if signed.start() else ()
        return tuple(role for role in signer if role in {"name", "official"}) or ("note",)
    joined = _JOINED.search(bare) is not None
    by_end = () if joined else _by_end(bare)
    return by_end or _by_terms(bare, terms, known) or _in_parts(bare) or _by_end(bare)


def _by_terms(bare: str, terms: dict[str, str], known: re.Pattern[str]) -> tuple[str, ...]:
    roles: list[str] = []
    covered = 0
    for match in known.finditer(bare):
        if len(match[0]) > 1:
            covered += len(match[0])
            if terms[match[0]] not in roles:
                roles.append(terms[match[0]])
    return tuple(_specific(roles, bare)) if covered * 2 >= len(bare) else ()


def _in_parts(bare: str) -> tuple[str, ...]:
    """家属及电话: what joins two heads is both, when both are heads."""
    parts = _JOINED.split(bare)
    if len(parts) < 2 or not all(parts):
        return ()
    found = [head_roles(part) or person_roles(part) for part in parts]
    return tuple(dict.fromkeys(role for roles in found for role in roles)) if all(found) else ()


def _by_end(bare: str) -> tuple[str, ...]:
    """一折通账号, 执行法院电话: the last word of a head says what kind of number stands below."""
    endings = _endings()
    for size in range(len(bare), 1, -1):
        if bare[-size:] in endings:
            return (endings[bare[-size:]],)
    return ()


def person_roles(text: str) -> tuple[str, ...]:
    """`name` or `official` for a head that means persons by its last word alone; the cells below must bear it out."""
    found = who(text)
    return () if found is None else ("official",) if found == "official" else ("name",)


def names_a_head(line: str) -> bool:
    """True when some word of a head stands in the line: no line without one is a row of heads."""
    return _terms()[1].search(_BLANK.sub("", line)) is not None


def _specific(roles: list[str], head: str) -> list[str]:
    """监护人+电话 is a telephone, 户主+身份证号 a number: names only qualify another role unless joined by 及、和."""
    strong = [role for role in roles if role not in _QUALIFIERS]
    if strong and len(strong) < len(roles) and not _JOINED.search(head):
        return strong
    return roles


@cache
def _terms() -> tuple[dict[str, str], re.Pattern[str]]:
    terms = {row["term"]: row["role"] for row in corpora.rows("lexicons/columns.tsv")}
    return terms, pattern(terms)


@cache
def _endings() -> dict[str, str]:
    """Last word of a head of numbers → its role."""
    rows = corpora.rows("lexicons/head_endings.tsv")
    return {r["ending"]: r["role"] for r in rows if r["role"] not in {"name", "official", "none"}}
