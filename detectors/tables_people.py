"""Whom a head means: private persons, people in office, or either, by its last word.

A head that no list knows is read from its end (用热人, 建房户, 供养亲属, 接访领导): `corpora/lexicons/head_endings.tsv`, and the
labels of `name_cues.tsv`. Who signs is who the rest of the head says (户主签字).
"""

from __future__ import annotations

import re
from functools import cache

import corpora
from detectors.names_lexicon import lexicon

_BRACKETS = re.compile(r"[(（\[].*?[)）\]]|[(（].*$")
_EXTRA = re.compile(r"[\s:：*＊.、·]+")
_SIGNED = re.compile(r"(?:姓名|签字|签名|签章|签收|盖章|按印|捺印|按手印|手印)+$")
_JOINED = re.compile("[及和与/]")
_VAGUE = re.compile("(?:人|员|人员|教师|老师|医生|护士|代表)$")
_HEAD = re.compile("[\u3400-\u9fff]{1,12}")
_NO_PERSON = re.compile("^(?:是否|有无|不|非)")
_OF_PERSONS = frozenset("人员者长官警师生户属女亲主母父妻夫")
"""Last characters of labels that may end a longer head."""
_ROLES = frozenset({"private", "official", "either"})


def who(head: str) -> str | None:
    """`private`, `official` or `either` for a head that means persons; None for any other."""
    plain = _bare(head)
    if not _HEAD.fullmatch(plain) or _NO_PERSON.match(plain):
        return None
    rest = _JOINED.split(_SIGNED.sub("", plain))[0]
    if not rest:
        return "either"
    labels, endings = lexicon().labels, _endings()
    for size in range(len(rest), 0, -1):
        last = rest[-size:]
        if last in endings:
            return endings[last] or None
        cue = labels.get(last)
        if cue is None or cue.role not in _ROLES:
            continue
        if size == len(rest) or (size > 1 and (cue.side == "title" or last[-1] in _OF_PERSONS)):
            return cue.role
    return None


def is_labelled(head: str) -> bool:
    """True when the lexicon of labels knows the whole head, not only its end."""
    return _SIGNED.sub("", _bare(head)) in lexicon().labels


def is_vague(head: str) -> bool:
    """True for a head that no list knows and that says no more than that somebody acts (接种人, 测量员)."""
    return who(head) == "either" and not is_labelled(head) and bool(_VAGUE.search(_bare(head)))


def is_signature(head: str) -> bool:
    """True for 签字 and the like alone: whoever the row is about has signed."""
    return not _SIGNED.sub("", _bare(head))


def is_word(head: str) -> bool:
    """True for a word for persons that may be a whole head (住户, 见证人)."""
    return len(head) > 1 and bool(_endings().get(head))


def _bare(head: str) -> str:
    """Without brackets and signs."""
    return _EXTRA.sub("", _BRACKETS.sub("", head))


@cache
def _endings() -> dict[str, str]:
    """Last word of a head → whom it means; empty for a number or a longer word that only ends alike (账户)."""
    return {row["ending"]: row["who"] for row in corpora.rows("lexicons/head_endings.tsv")}
