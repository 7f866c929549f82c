"""The law as data: which article says what, from when to when, and how it is cited in Chinese.

A reference is `<version>/<article>`: `政府信息公开条例-2019/15`. Articles are written `16.1` (第十六条第一款),
`20(2)` (第二十条第二项), `36.1(7)`; clauses of standards `7.2.2`; `0` is the instrument as a whole where our source
names no article. The tool never cites what is not in force on the day (rule 6 of the contract).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

import corpora
from pipeline.errors import CorpusError

FOLDER = "instruments"
_REF = re.compile(r"(?P<article>\d+)(?:\.(?P<paragraph>\d+))?(?:\((?P<item>\d+)\))?")


@dataclass(frozen=True, slots=True)
class Article:
    """One article: the gist in our own words, and whether it was checked against the law text."""

    gist: str
    checked: bool


@dataclass(frozen=True, slots=True)
class Version:
    """One wording of an instrument. `in_force_to` is its last day in force, None while it stands."""

    id: str
    family: str
    title: str
    number: str
    rank: str
    region: str
    by_clause: bool
    in_force_from: dt.date
    in_force_to: dt.date | None
    unverified: str
    articles: dict[str, Article]

    def stands_on(self, on: dt.date) -> bool:
        """In force on this day."""
        return self.in_force_from <= on and (self.in_force_to is None or on <= self.in_force_to)


@dataclass(frozen=True, slots=True)
class Instrument:
    """A law and its versions, oldest first. `aliases` are names a draft may use; `replaced_by` its successor."""

    family: str
    title: str
    aliases: tuple[str, ...]
    region: str
    replaced_by: str | None
    versions: tuple[Version, ...]


@cache
def instruments() -> tuple[Instrument, ...]:
    """Every registered instrument. Raises CorpusError for a file that does not say what it must."""
    return tuple(_instrument(path) for path in corpora.listing(FOLDER, ".toml"))


@cache
def versions() -> dict[str, Version]:
    """Version id → version."""
    found = {version.id: version for law in instruments() for version in law.versions}
    if len(found) != sum(len(law.versions) for law in instruments()):
        raise CorpusError("法规库中有重复的版本编号。")
    return found


def lookup(ref: str) -> tuple[Version, Article]:
    """The version and article of a reference. Raises CorpusError for one that is not in the library."""
    name, _, article = ref.partition("/")
    version = versions().get(name)
    if version is None or (article or "0") not in version.articles:
        raise CorpusError(f"法规库中没有条目“{ref}”。")
    return version, version.articles[article or "0"]


def in_force(ref: str, on: dt.date) -> bool:
    """True when the instrument of `ref` is in force on `on`. Raises CorpusError for an unknown reference."""
    return lookup(ref)[0].stands_on(on)


def on_day(refs: Iterable[str], on: dt.date) -> tuple[str, ...]:
    """Those of `refs` that are in force on `on`, in order, once each."""
    return tuple(dict.fromkeys(ref for ref in refs if in_force(ref, on)))


def is_checked(ref: str) -> bool:
    """True when the article was read in the law text, not in a reprint or from memory."""
    version, article = lookup(ref)
    return article.checked and not version.unverified


def cite(ref: str, on: dt.date | None = None) -> str:
    """The Chinese wording, `《中华人民共和国政府信息公开条例》第十五条`.

    With `on`, raises CorpusError for what is not in force on that day.
    """
    version, _ = lookup(ref)
    if on is not None and not version.stands_on(on):
        raise CorpusError(f"{on.isoformat()}不得引用“{ref}”：该日未施行或者已废止。")
    article = ref.partition("/")[2] or "0"
    name = f"《{version.title}》"
    if version.region or version.rank in ("规范性文件", "国家标准"):
        name += f"（{version.number}）" if version.number else ""
    return name + article_wording(article, by_clause=version.by_clause)


def article_wording(article: str, *, by_clause: bool = False) -> str:
    """`16.1` → 第十六条第一款, `20(2)` → 第二十条第二项; a clause keeps its figures; `0` is empty."""
    if article == "0":
        return ""
    if by_clause:
        return f"第{article}条"
    match = _REF.fullmatch(article)
    if match is None:
        raise CorpusError(f"无法识别的条号“{article}”。")
    words = f"第{numeral(int(match['article']))}条"
    if match["paragraph"]:
        words += f"第{numeral(int(match['paragraph']))}款"
    if match["item"]:
        words += f"第{numeral(int(match['item']))}项"
    return words


def numeral(number: int) -> str:
    """1 to 9999 as Chinese numerals the way article numbers are written: 十五, 一百零三, 一千零三十四."""
    digits = "零一二三四五六七八九"
    words, zero = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        figure = number // unit % 10
        if figure:
            words += ("零" if zero and words else "") + digits[figure] + name
            zero = False
        else:
            zero = True
    return words[1:] if words.startswith("一十") else words


# ---- loading -----------------------------------------------------------------------------------------


def _instrument(path: str) -> Instrument:
    data = corpora.table(path)
    try:
        found = tuple(_version(data, entry) for entry in data["version"])
        return Instrument(
            family=data["family"],
            title=data["title"],
            aliases=tuple(data.get("aliases", ())),
            region=data.get("region", ""),
            replaced_by=data.get("replaced_by"),
            versions=tuple(sorted(found, key=lambda version: version.in_force_from)),
        )
    except (KeyError, TypeError) as error:
        raise CorpusError(f"法规文件格式有误：corpora/{path}。") from error


def _version(data: dict[str, Any], entry: dict[str, Any]) -> Version:
    return Version(
        id=entry["id"],
        family=data["family"],
        title=entry.get("title", data["title"]),
        number=entry["number"],
        rank=data["rank"],
        region=data.get("region", ""),
        by_clause=data.get("numbering") == "clause",
        in_force_from=entry["in_force_from"],
        in_force_to=entry.get("in_force_to"),
        unverified=entry.get("unverified", ""),
        articles={
            number: Article(gist.removeprefix("※").strip(), not gist.startswith("※"))
            for number, gist in entry["articles"].items()
        },
    )
