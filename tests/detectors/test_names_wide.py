"""The second look: only papers full of names get it, and it proposes what no other paper may."""

from __future__ import annotations

import pytest

from detectors.names_pool import Pool
from detectors.names_wide import given_names, wide
from tests.detectors.plain_reading import reading


def proposed(text: str) -> dict[str, str]:
    """Every stretch that the second look proposes, with its source."""
    return {one.text: one.source for one in wide(text, (), set())}


@pytest.mark.parametrize(
    ("text", "name", "source"),
    [
        ("秀兰说她不同意。", "秀兰", "given"),
        ("阿娣回了娘家。", "阿娣", "given"),
        ("由向前送到医院。", "向前", "wide"),
        ("别桂珍：你反映的问题收悉。", "别桂珍", "wide"),
        ("父亲但有恒去世。", "但有恒", "wide"),
        ("有代表提张来法家的羊圈。", "张来法", "wide"),
        ("祖母沙马伍牛领取。", "沙马伍牛", "spelt"),
    ],
)
def test_proposes(text: str, name: str, source: str) -> None:
    """Given names alone, words, everyday surnames and names of peoples are proposed."""
    assert proposed(text).get(name) == source


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("李师傅说不行。", "李师"),
        ("赵家不同意。", "赵家"),
        ("张某某说不行。", "张某某"),
        ("原告曾起诉离婚。", "曾起诉"),
        ("他的话没人听。", "他的"),
    ],
)
def test_leaves(text: str, name: str) -> None:
    """Salutations, families, masked names and adverbs are nobody's name."""
    assert name not in proposed(text)


def test_taken_places_are_left() -> None:
    """What the first look has judged is not judged again."""
    text = "秀兰说她不同意。"
    assert not any(one.text == "秀兰" for one in wide(text, (), {(0, 2)}))


def test_linear_in_one_long_run() -> None:
    """A run without any punctuation is read in parts."""
    assert sum(1 for _ in wide("秀兰" * 2_000, (), set())) < 40_000


def test_given_names() -> None:
    """A whole name of three characters, or four with a surname of two, leaves its given name; others leave none."""
    assert given_names(["王秀兰", "李秀兰", "欧阳秀兰", "张伟"]) == {"秀兰": 3}


def test_names_of_the_paper_count() -> None:
    """A given name whose whole name stands in the paper says so in its features."""
    pool = Pool(reading("王秀兰反映邻居占地。秀兰说她不同意。"))
    found = {p.candidate.text: p.candidate.features for p in pool.more_examples({"王秀兰"}, set())}
    assert "tail=1/given" in found["秀兰"]
