"""What stands in the output where a value was cut: a mark of constant length, or a prescribed partial mask.

The rules are rows of `corpora/policy/masks.toml`. `kept` says which characters of a value a rule may show; the
replacement shows those and a filling of constant length, never more. A value too short for its rule, or one in
which the rule finds nothing to show, is removed whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Any

import corpora
from pipeline.document import Document, Span
from pipeline.errors import CorpusError
from pipeline.proposal import REASON_CODES, Cut

_STREETS = frozenset("路街巷胡弄")
"""A word for town before one of these belongs to the name of a street."""
NAME = "name"
"""The mask of personal names."""


@cache
def rules() -> dict[str, dict[str, Any]]:
    """Name → rule, without the rule for full removal."""
    return {
        name: rule
        for name, rule in corpora.table("policy/masks.toml").items()
        if name not in ("removed", "pdf")
    }


def removal_mark(reason_code: str | None = None) -> str:
    """`【已删减】`, with a reason code `【已删减：4】`; its length does not depend on what was removed."""
    mark: str = corpora.table("policy/masks.toml")["removed"]["mark"]
    if reason_code is None:
        return mark
    if reason_code not in REASON_CODES:
        raise CorpusError(f"未知的理由代码“{reason_code}”。")
    return f"{mark[:-1]}：{reason_code}{mark[-1]}"


def replacement(
    text: str, mask: str | None, *, number: int | None = None, reason_code: str | None = None
) -> str:
    """What stands where `text` was. `mask` None is full removal.

    `number`, or one in the mask itself (`name#2`), tells several people of one surname apart (张某1, 张某2). Raises CorpusError for an unknown rule.
    """
    if mask is None:
        return removal_mark(reason_code)
    mask, _, stated = mask.partition("#")
    number = int(stated) if stated.isdigit() else number
    shown = kept(text, mask)
    if shown is None:
        return removal_mark(reason_code)
    head, tail = shown
    fill: str = rules()[mask]["fill"]
    return head + fill + (str(number) if number is not None else "") + tail


def kept(text: str, mask: str) -> tuple[str, str] | None:
    """The characters the rule shows before and after the filling; None when it shows nothing at all."""
    rule = rules().get(mask)
    if rule is None:
        raise CorpusError(f"未知的遮盖规则“{mask}”。")
    match rule["style"]:
        case "ends":
            return _ends(text, rule)
        case "email":
            return _email(text)
        case "address":
            return _address(text, rule)
        case "surname":
            return _surname(text, rule)
        case other:
            raise CorpusError(f"遮盖规则“{mask}”的方式“{other}”无法识别。")


def _ends(text: str, rule: dict[str, Any]) -> tuple[str, str] | None:
    value = _bare(text)
    for prefix in rule.get("strip", ()):
        value = value.removeprefix(prefix)
    units = [character for character in value if character.isalnum()]
    head, tail = rule["head"], rule["tail"]
    if len(units) < head + tail + rule["least_hidden"]:
        return None
    return "".join(units[:head]), "".join(units[len(units) - tail :]) if tail else ""


def _email(text: str) -> tuple[str, str] | None:
    local, at, domain = text.strip().replace("＠", "@").partition("@")
    if not at or len(local) < 2 or not domain or not local[0].isalnum():
        return None
    return local[0], at + domain


def _address(text: str, rule: dict[str, Any]) -> tuple[str, str] | None:
    """The address down to the first 乡, 镇, 苏木 or 街道 after its regions; without one, down to 县, 区, 旗."""
    not_towns, not_regions = set(rule["not_towns"]), rule["not_regions"]
    regions = "|".join(rule["regions"])
    region_end = 0
    for match in re.finditer(regions, text):
        before = text[: match.end()]
        if (
            match.start() == 0
            or match.end() - region_end < 2
            or before.endswith(tuple(not_regions))
        ):
            continue
        if match.end() - region_end > 8 or not _only_han(text[region_end : match.start()]):
            break
        region_end = match.end()
    town = re.compile("|".join(rule["towns"]))
    for match in town.finditer(text, region_end + 1):
        if (
            text[match.start() : match.start() + 2] in not_towns
            or text[match.end() :][:1] in _STREETS
        ):
            continue
        if match.start() - region_end > 8 or not _only_han(text[region_end : match.start()]):
            break
        return (text[: match.end()], "") if match.end() < len(text) else None
    if 0 < region_end < len(text):
        return text[:region_end], ""
    return None


def _only_han(text: str) -> bool:
    return bool(text) and all("\u4e00" <= character <= "\u9fff" for character in text)


def _surname(text: str, rule: dict[str, Any]) -> tuple[str, str] | None:
    value = _bare(text)
    if len(value) < 2:
        return None
    size = 2 if len(value) > 2 and value[:2] in rule["compound"] else 1
    return value[:size], ""


# ---- one pseudonym for one person --------------------------------------------------------------------


def replacements(document: Document, cuts: Iterable[Cut]) -> dict[Span, str]:
    """What stands at each cut of a document; people of one surname are numbered in order of appearance.

    The same value gets the same replacement throughout. A single person of a surname gets no number.
    """
    ordered = sorted(set(cuts), key=lambda cut: cut.span)
    values = {cut.span: document.text[cut.span.start : cut.span.stop] for cut in ordered}
    people: dict[str, dict[str, int]] = {}
    for cut in ordered:
        if cut.mask == NAME:
            known = people.setdefault(replacement(values[cut.span], NAME), {})
            known.setdefault(_bare(values[cut.span]), len(known) + 1)
    found: dict[Span, str] = {}
    for cut in ordered:
        text, number = values[cut.span], None
        if cut.mask == NAME:
            same = people[replacement(text, NAME)]
            number = same[_bare(text)] if len(same) > 1 else None
        found[cut.span] = replacement(text, cut.mask, number=number)
    return found


def _bare(text: str) -> str:
    return re.sub(r"\s", "", text)
