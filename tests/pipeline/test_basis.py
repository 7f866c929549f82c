"""The library of law: what is in force, how it is cited, and that no rule rests on anything else."""

from __future__ import annotations

import datetime as dt
import re

import pytest

import corpora
from pipeline import basis
from pipeline.errors import CorpusError
from tests.pipeline.drafts import ON


@pytest.mark.parametrize(
    ("ref", "wording"),
    [
        ("政府信息公开条例-2019/15", "《中华人民共和国政府信息公开条例》第十五条"),
        ("政府信息公开条例-2019/16.1", "《中华人民共和国政府信息公开条例》第十六条第一款"),
        ("政府信息公开条例-2019/20(14)", "《中华人民共和国政府信息公开条例》第二十条第十四项"),
        ("未成年人保护法-2024/103", "《中华人民共和国未成年人保护法》第一百零三条"),
        ("民法典-2020/1034", "《中华人民共和国民法典》第一千零三十四条"),
        ("GBT9704-2012/7.2.2", "《党政机关公文格式》（GB/T 9704—2012）第7.2.2条"),
        (
            "乌拉特中旗保密审查制度-2012/10(5)",
            "《乌拉特中旗政府信息公开保密审查制度》（乌中政发〔2012〕168号）第十条第五项",
        ),
    ],
)
def test_an_article_is_cited_in_chinese(ref: str, wording: str) -> None:
    """Title in brackets, article in Chinese numerals; local rules with their number."""
    assert basis.cite(ref, ON) == wording


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (1, "一"),
        (10, "十"),
        (11, "十一"),
        (20, "二十"),
        (101, "一百零一"),
        (110, "一百一十"),
        (203, "二百零三"),
        (1010, "一千零一十"),
        (1260, "一千二百六十"),
    ],
)
def test_numerals_are_written_as_in_the_law(number: int, words: str) -> None:
    """十五, not 一十五; 零 stands for any run of empty places."""
    assert basis.numeral(number) == words


@pytest.mark.parametrize(
    ("ref", "first", "last"),
    [
        ("政府信息公开条例-2007/14", dt.date(2008, 5, 1), dt.date(2019, 5, 14)),
        ("保守国家秘密法-2010/19", dt.date(2010, 10, 1), dt.date(2024, 4, 30)),
        ("保守国家秘密法实施条例-2014/13", dt.date(2014, 3, 1), dt.date(2024, 8, 31)),
        ("保守国家秘密法实施办法-1990/4", dt.date(1990, 5, 25), dt.date(2014, 2, 28)),
    ],
)
def test_a_version_stands_from_its_first_to_its_last_day(
    ref: str, first: dt.date, last: dt.date
) -> None:
    """Both ends included."""
    day = dt.timedelta(days=1)
    assert not basis.in_force(ref, first - day)
    assert basis.in_force(ref, first)
    assert basis.in_force(ref, last)
    assert not basis.in_force(ref, last + day)


def test_repealed_law_is_not_cited() -> None:
    """The office's favourite mistake: the 实施办法 of 1990, repealed on 2014-03-01."""
    with pytest.raises(CorpusError, match="不得引用"):
        basis.cite("保守国家秘密法实施办法-1990/4", ON)
    assert basis.on_day(["保守国家秘密法实施办法-1990/4", "保守国家秘密法-2024/24"], ON) == (
        "保守国家秘密法-2024/24",
    )


@pytest.mark.parametrize(
    "ref", ["政府信息公开条例-2019/99", "没有这部法-2020/1", "政府信息公开条例/15", ""]
)
def test_an_unknown_reference_is_an_error_not_a_silence(ref: str) -> None:
    """A typo in a rule must not pass for law that is simply not in force."""
    with pytest.raises(CorpusError):
        basis.in_force(ref, ON)


def test_versions_of_one_law_do_not_overlap() -> None:
    """On any day at most one wording stands."""
    for law in basis.instruments():
        for older, newer in zip(law.versions, law.versions[1:], strict=False):
            assert older.in_force_to is not None, older.id
            assert older.in_force_to < newer.in_force_from, newer.id


def test_every_article_has_a_gist_and_a_number_that_can_be_cited() -> None:
    """Gists are short and our own; no article number is malformed."""
    for version in basis.versions().values():
        assert version.articles, version.id
        for number, article in version.articles.items():
            assert 0 < len(article.gist) <= 60, (version.id, number)
            basis.cite(f"{version.id}/{number}")


def test_every_topic_cites_articles_that_exist_and_one_that_is_in_force() -> None:
    """A topic without valid law today would leave its rules without a basis."""
    for name, refs in corpora.table("policy/bases.toml").items():
        assert basis.on_day(refs, ON), name


def test_every_article_named_anywhere_in_the_data_exists() -> None:
    """Lexicons, terms, procedure, forms: a reference that nobody can look up is a typo."""
    reference = re.compile(r"[A-Za-z0-9\u4e00-\u9fff]+-(?:19|20)\d\d/[0-9][0-9.()]*")
    for path in corpora.manifest():
        if path.startswith("instruments/") or not path.endswith((".tsv", ".toml")):
            continue
        for ref in set(reference.findall(corpora.text(path))):
            basis.lookup(ref)
            if path != "policy/bases.toml":
                assert basis.in_force(ref, ON), (path, ref)


def test_a_topic_cites_one_version_of_a_law_on_any_day() -> None:
    """The old and the new 条例 are never cited side by side."""
    for name, refs in corpora.table("policy/bases.toml").items():
        for year in range(2010, 2027):
            cited = {ref.partition("/")[0] for ref in basis.on_day(refs, dt.date(year, 9, 1))}
            families = [basis.versions()[ref].family for ref in cited]
            assert len(families) == len(set(families)), (name, year)
