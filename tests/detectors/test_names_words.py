"""What is written around a name, as features."""

from __future__ import annotations

import pytest

from detectors.names_words import around, body, characters, printed, words_of


@pytest.mark.parametrize(
    ("left", "kind"),
    [("宏达建材公司会计", "firm"), ("镇民政办会计", "office"), ("昨天晚上", "no")],
)
def test_the_body_named_last(left: str, kind: str) -> None:
    """Whose accountant somebody is follows from the body named last before the name."""
    found = set(body(left, "到场。"))
    assert f"org={kind}" in found
    assert ("ol=firm|会计" in found) == (kind == "firm")


def test_the_body_behind_in_brackets() -> None:
    """A name that goes on with a body in brackets belongs to it."""
    assert "orgr=office" in set(body("主持人:", "(县林业局)宣布开会"))


def test_words_are_counted_from_the_name() -> None:
    """The word right beside the name is told apart from those farther away."""
    found = set(around("村民反映", "房屋漏水"))
    assert {"lw1=反映", "lw=村民", "L=村民", "rw1=房屋"} <= found
    assert "lw1=村民" not in found


def test_characters_show_no_digits() -> None:
    """Characters beside a name are features of their own; any digit reads as 0."""
    found = set(characters("养殖户", "欠3元"))
    assert {"cl=殖户", "cl=户", "cr=欠0", "cr=0"} <= found
    assert printed("3\t楼") == "0⇥楼"


def test_words_of_runs() -> None:
    """Only Han characters make words."""
    assert words_of("abc 2026") == []
    assert "".join(words_of("县林业局:宣布")) == "县林业局宣布"
