"""Masks show what their rule says and never more."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.document import Span
from pipeline.errors import CorpusError
from pipeline.masks import kept, removal_mark, replacement, replacements, rules
from pipeline.proposal import REASON_CODES, Cut
from tests.pipeline.drafts import draft


@pytest.mark.parametrize(
    ("mask", "value", "shown"),
    [
        (None, "张三", "【已删减】"),
        (None, "内蒙古自治区某旗某镇某村三组十二号", "【已删减】"),
        ("id_2_3", "35042519800101212X", "35*************12X"),
        ("id_2_3", "35042519800101 212X", "35*************12X"),
        ("id_2_3", "350425800101212", "35*************212"),
        ("id_6_4", "350425198001012123", "350425********2123"),
        ("phone_3_4", "13800001234", "138****1234"),
        ("phone_3_4", "138-0000-1234", "138****1234"),
        ("phone_3_4", "+86 138 0000 1234", "138****1234"),
        ("phone_3_4", "0591-3612345", "059****2345"),
        ("phone_3_4", "3612", "【已删减】"),
        ("card_0_4", "6222 0000 1234 5678 901", "************8901"),
        ("card_0_4", "12345678", "【已删减】"),
        ("plate", "蒙L12345", "蒙L*****"),
        ("plate", "蒙LD12345", "蒙L*****"),
        ("email", "zhangsan@example.com", "z***@example.com"),
        ("email", "z@example.com", "【已删减】"),
        ("email", "not an address", "【已删减】"),
        ("name", "张三", "张某"),
        ("name", "张三丰", "张某"),
        ("name", "张 三", "张某"),
        ("name", "欧阳修文", "欧阳某"),
        ("name", "欧阳", "欧某"),
        ("name", "买买提·吐尔逊", "买某"),
        ("name", "张", "【已删减】"),
        ("address", "巴彦镇3组12号", "巴彦镇***"),
        (
            "address",
            "内蒙古自治区巴彦淖尔市乌拉特中旗海流图镇团结社区2号楼",
            "内蒙古自治区巴彦淖尔市乌拉特中旗海流图镇***",
        ),
        ("address", "乌拉特中旗巴音乌兰苏木某嘎查", "乌拉特中旗巴音乌兰苏木***"),
        ("address", "福建省永安市燕东街道含笑大道1号", "福建省永安市燕东街道***"),
        ("address", "江苏省镇江市京口区正东路8号3幢", "江苏省镇江市京口区***"),
        ("address", "临河区阳光小区5号楼", "临河区***"),
        ("address", "临河区故乡路12号", "临河区***"),
        ("address", "呼和浩特市赛罕区大学西街235号", "呼和浩特市赛罕区***"),
        ("address", "临河区旗杆街5号", "临河区***"),
        ("address", "翁牛特旗乌丹镇全宁街道3号", "翁牛特旗乌丹镇***"),
        ("address", "阳光小区5号楼3单元", "【已删减】"),
        ("address", "三组十二号", "【已删减】"),
        ("address", "巴彦镇", "【已删减】"),
    ],
)
def test_a_mask_shows_what_its_rule_prescribes(mask: str | None, value: str, shown: str) -> None:
    """Prescribed examples; a value too short for its rule is removed whole."""
    assert replacement(value, mask) == shown


@given(
    st.sampled_from(sorted(n for n, r in rules().items() if r["style"] == "ends")),
    st.text(max_size=60),
)
def test_ends_never_show_more_than_head_and_tail(mask: str, value: str) -> None:
    """At most head + tail characters of the value appear, and enough of it stays hidden."""
    rule, shown = rules()[mask], kept(value, mask)
    if shown is None:
        assert replacement(value, mask) == removal_mark()
        return
    head, tail = shown
    assert len(head) == rule["head"]
    assert len(tail) == rule["tail"]
    hidden = sum(character.isalnum() for character in value) - len(head) - len(tail)
    assert hidden >= rule["least_hidden"]


@given(st.sampled_from(sorted(rules())), st.text(min_size=1, max_size=60))
def test_no_mask_gives_the_value_back(mask: str, value: str) -> None:
    """Whatever the text, something is hidden."""
    assert replacement(value, mask) != value


@given(
    st.text(
        alphabet="0123456789Xx -－·省市县区旗镇乡村街道苏木组号巴彦张三", min_size=1, max_size=40
    )
)
def test_an_address_shows_nothing_below_the_town(value: str) -> None:
    """No digit, hence no house number, is shown; what is shown ends in the name of a region or town."""
    shown = kept(value, "address")
    if shown is not None:
        head, tail = shown
        assert tail == ""
        assert head.endswith((*rules()["address"]["towns"], *rules()["address"]["regions"]))
        assert len(head) < len(value)
        assert not any(character.isdigit() for character in head)


@given(st.text(min_size=1, max_size=30))
def test_a_name_shows_a_surname_at_most(value: str) -> None:
    """One character, two for a compound surname."""
    shown = kept(value, "name")
    if shown is not None:
        assert len(shown[0]) in (1, 2)
        assert shown[0] in rules()["name"]["compound"] or len(shown[0]) == 1


@given(st.text(max_size=80))
def test_the_mark_does_not_tell_the_length(value: str) -> None:
    """A removed value leaves the same mark whatever it was."""
    assert replacement(value, None) == "【已删减】"


def test_the_mark_may_carry_its_reason_code() -> None:
    """An office may print the code; an unknown one is refused."""
    assert removal_mark("4") == "【已删减：4】"
    assert {len(removal_mark(code)) for code in REASON_CODES} == {7}
    with pytest.raises(CorpusError):
        removal_mark("9")


def test_an_unknown_mask_is_an_error() -> None:
    """A typo in a rule must not show the value."""
    with pytest.raises(CorpusError, match="未知的遮盖规则"):
        replacement("13800001234", "phone_3_5")


def test_people_of_one_surname_are_told_apart_and_stay_the_same() -> None:
    """张某1 and 张某2 through the whole document; a lone 李 gets no number."""
    document = draft("张三和张四，李五；张三。")
    cuts = [Cut(Span(a, a + 2), "name") for a in (0, 3, 6, 9)]
    shown = replacements(document, cuts)
    assert [shown[cut.span] for cut in cuts] == ["张某1", "张某2", "李某", "张某1"]


def test_every_rule_names_its_source() -> None:
    """A mask without a source is nobody's rule."""
    assert all(rule["source"] for rule in rules().values())
