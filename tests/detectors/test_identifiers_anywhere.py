"""A valid identifier is found whole: whatever stands around it, whatever separates it, however wide its digits."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from detectors.checksums import is_credit_code
from tests.detectors.makers import card, credit_code, mobile, resident_id
from tests.detectors.test_language import findings

SEEDS = st.integers(0, 10**13)
PROSE = st.text(
    alphabet="经查巴彦淖尔市临河区的申请于年月日共计元，。；：（）“”、关于补贴发放公示\n",
    max_size=20,
)
WIDE = str.maketrans("0123456789X-", "０１２３４５６７８９Ｘ－")
GLUE = st.sampled_from(["", " ", "\u3000", "  ", "、", "，", "\t", "\n", "/", "；"])


def spans(text: str, kind: str) -> list[str]:
    """Printed text of the findings of one kind."""
    return [text[f.span.start : f.span.stop] for f in findings(text) if f.kind.value == kind]


@given(SEEDS, PROSE, PROSE, st.booleans())
def test_a_resident_number_in_any_prose(seed: int, before: str, after: str, wide: bool) -> None:
    """Anywhere, in half or full width."""
    number = resident_id(seed).translate(WIDE) if wide else resident_id(seed)
    assert number in spans(before + number + after, "pi.resident_id")


@given(SEEDS, st.sampled_from([" ", "-", "\u3000", "—", "\u2009"]), PROSE)
def test_a_resident_number_in_groups(seed: int, separator: str, before: str) -> None:
    """Six, eight and four digits apart."""
    number = resident_id(seed)
    printed = separator.join((number[:6], number[6:14], number[14:]))
    assert spans(f"{before}{printed}。", "pi.resident_id") == [printed]


@given(SEEDS, st.integers(1, 17))
def test_a_resident_number_over_a_line_end(seed: int, at: int) -> None:
    """Broken at any digit by a line end, inside a paragraph or between two."""
    number = resident_id(seed)
    printed = number[:at] + "\n" + number[at:]
    assert spans(f"身份证号{printed}。", "pi.resident_id") == [printed]


@given(SEEDS)
def test_a_resident_number_one_digit_a_cell(seed: int) -> None:
    """Forms with a box for each digit."""
    printed = "\t".join(resident_id(seed))
    assert printed in spans(f"身份证号\t{printed}\n", "pi.resident_id")


@given(SEEDS, SEEDS, SEEDS, GLUE.filter(bool), GLUE.filter(bool))
def test_neighbours_do_not_hide_each_other(
    one: int, two: int, three: int, first: str, second: str
) -> None:
    """An id, a mobile and a card side by side: all three are found whole."""
    number, phone, account = resident_id(one), mobile(two), card(three)
    text = f"{number}{first}{phone}{second}卡号{account}"
    assert number in spans(text, "pi.resident_id")
    assert phone in spans(text, "pi.mobile")
    assert account in spans(text, "pi.bank_card")


@given(SEEDS, st.integers(1, 999), st.sampled_from([" ", "\t", "\u3000"]))
def test_a_serial_number_before_does_not_hide(seed: int, serial: int, glue: str) -> None:
    """编号 12 1101…: folding joins them to twenty digits."""
    number = resident_id(seed)
    assert number in spans(f"{serial}{glue}{number}{glue}{serial}\n", "pi.resident_id")


@given(
    SEEDS,
    PROSE,
    PROSE,
    st.sampled_from(["", "+86", "+86 ", "86-", "0086", "（+86）"]),
    st.sampled_from(["", "-", " ", "\u3000"]),
)
def test_a_mobile_in_any_prose(
    seed: int, before: str, after: str, prefix: str, separator: str
) -> None:
    """With or without the country's code, in one piece or 3-4-4; the prefix belongs to it."""
    number = mobile(seed)
    printed = prefix + separator.join((number[:3], number[3:7], number[7:]))
    if after[:1] in {"元", "户"} or before.endswith(("\n",)):
        after = "。" + after
    assert printed in spans(f"{before}手机{printed}{after}", "pi.mobile")


@given(SEEDS)
def test_a_mobile_in_chinese_numerals(seed: int) -> None:
    """一三八 …, 壹叁捌 …"""
    for digits in ("〇一二三四五六七八九", "零壹贰叁肆伍陆柒捌玖", "零幺二三四五六七八九"):
        printed = mobile(seed).translate(str.maketrans("0123456789", digits))
        assert spans(f"电话{printed}。", "pi.mobile") == [printed]


@given(SEEDS, st.sampled_from(["", " ", "-", "\u3000"]), PROSE)
def test_a_card_with_a_label(seed: int, separator: str, before: str) -> None:
    """In one piece or in groups of four."""
    number = card(seed)
    printed = separator.join(number[i : i + 4] for i in range(0, len(number), 4))
    assert spans(f"{before}银行卡号：{printed}。", "pi.bank_card") == [printed]


@given(SEEDS, st.integers(1, 15), st.sampled_from(["\n", "\n　　", " \n"]))
def test_a_card_over_a_line_end(seed: int, at: int, end: str) -> None:
    """A labelled card that a line end breaks, indented or not."""
    number = card(seed)
    printed = number[:at] + end + number[at:]
    assert spans(f"银行卡号：{printed}。", "pi.bank_card") == [printed]


@given(SEEDS, st.sampled_from(["\t", " "]))
def test_a_card_one_digit_a_box(seed: int, box: str) -> None:
    """Forms with a box for each digit."""
    printed = box.join(card(seed))
    assert spans(f"卡号：{printed}\n", "pi.bank_card") == [printed]


@given(SEEDS, st.sampled_from([" 2024年5月", "　2024-05-01", " 2024.5.1"]))
def test_a_date_behind_is_no_part_of_a_card(seed: int, date: str) -> None:
    """Folding joins the year to the number; the card ends before it."""
    number = card(seed)
    assert spans(f"银行卡号{number}{date}开户", "pi.bank_card") == [number]


@given(SEEDS, st.integers(1, 10), st.sampled_from(["\n", "\n    "]))
def test_a_labelled_mobile_over_a_line_end(seed: int, at: int, end: str) -> None:
    """Broken at any digit."""
    number = mobile(seed)
    printed = number[:at] + end + number[at:]
    assert spans(f"手机号码：{printed}。", "pi.mobile") == [printed]


@given(SEEDS, SEEDS, st.booleans())
def test_a_mobile_and_a_resident_number_in_one_run(one: int, two: int, first: bool) -> None:
    """Written one behind the other without any sign between them: both are found."""
    number, phone = resident_id(one), mobile(two)
    text = f"张三{phone}{number}。" if first else f"张三{number}{phone}。"
    assert phone in spans(text, "pi.mobile")
    assert number in spans(text, "pi.resident_id")


@given(SEEDS, SEEDS, st.booleans())
def test_a_card_and_a_resident_number_in_one_run(one: int, two: int, first: bool) -> None:
    """Flattened tables join them without any sign: both are found."""
    number, account = resident_id(one), card(two)
    text = f"张三{account}{number}。" if first else f"张三{number}{account}。"
    assert account in spans(text, "pi.bank_card")
    assert number in spans(text, "pi.resident_id")


@given(SEEDS, st.sampled_from(["序号", "编号：", "第", "①", "文号"]), st.integers(1, 85))
def test_a_number_of_order_before_does_not_hide_a_mobile(seed: int, label: str, n: int) -> None:
    """The label speaks of the number right behind it, not of the next one."""
    assert mobile(seed) in spans(f"{label}{n} {mobile(seed)} 男", "pi.mobile")


@given(SEEDS, st.sampled_from("0158"), st.sampled_from(["①", "(", "["]))
def test_a_misread_digit(seed: int, digit: str, before: str) -> None:
    """O for 0, l for 1, S for 5, B for 8: shown, also behind a sign that folds to a digit."""
    wrong = resident_id(seed).replace(digit, {"0": "O", "1": "l", "5": "S", "8": "B"}[digit], 1)
    if not wrong[:17].isdigit() and not is_credit_code(wrong.upper()):
        assert spans(f"{before}{wrong}，", "pi.resident_id") == [wrong]


@given(SEEDS, PROSE)
def test_a_credit_code_is_the_organisation_s(seed: int, before: str) -> None:
    """Kept, and never taken for anything personal."""
    text = f"{before}统一社会信用代码：{credit_code(seed)}。"
    assert [f.kind.value for f in findings(text)] == ["org.identifier"]


@given(SEEDS, st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_is_a_near_miss(seed: int, place: int, shift: int) -> None:
    """Shown as likely, with the reason."""
    number = resident_id(seed)
    wrong = number[:place] + str((int(number[place]) + shift) % 10) + number[place + 1 :]
    near = [f for f in findings(f"身份证号：{wrong}。") if f.kind.is_personal]
    assert [f.certainty.value for f in near] == ["likely"]
    assert near[0].why


@given(SEEDS, st.integers(6, 13), st.integers(1, 3))
def test_masked_numbers_are_left_alone(seed: int, start: int, keep: int) -> None:
    """What the draft has masked already is no finding."""
    number, phone = resident_id(seed), mobile(seed)
    masked = number[:6] + "*" * 8 + number[14:]
    assert (
        findings(
            f"身份证号{masked}，手机{phone[:3]}****{phone[7:]}，{number[:keep]}{'*' * (18 - keep - 4)}{number[-4:]}"
        )
        == []
    )


@given(st.text(max_size=200))
def test_any_text_is_taken(text: str) -> None:
    """No text makes the detector raise; spans stay inside it."""
    for found in findings(text):
        assert 0 <= found.span.start < found.span.stop <= len(text)
