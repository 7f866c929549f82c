"""Check digits against numbers that standards and public registers give as examples."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from detectors import checksums
from tests.detectors.makers import card, credit_code, resident_id


def test_published_examples() -> None:
    """Examples of the standards pass."""
    for number in ("11010519491231002X", "810000199408230021", "830000199201300022"):
        assert checksums.is_resident(number)
    assert checksums.is_credit_code("91350100M000100Y43")
    assert checksums.is_organisation_code("000014349")
    assert checksums.is_organisation_code("D2143569X")
    assert checksums.is_imei("490154203237518")
    assert checksums.is_vin("1M8GDM9AXKP042788")


def test_a_remainder_of_zero_gives_zero() -> None:
    """MOD 31-3: where the sum divides by 31 the check character is 0, not one past the alphabet."""
    bodies = (f"9115080{n:010d}" for n in range(2000))
    assert "0" in {checksums.credit_check(body) for body in bodies}


@given(st.integers(0, 10**12), st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_is_noticed(seed: int, place: int, shift: int) -> None:
    """MOD 11-2 sees every single wrong digit."""
    number = resident_id(seed)
    wrong = number[:place] + str((int(number[place]) + shift) % 10) + number[place + 1 :]
    assert checksums.is_resident(number)
    assert not checksums.is_resident(wrong)


@given(st.integers(0, 10**12))
def test_made_numbers_pass(seed: int) -> None:
    """The makers of the tests make valid numbers."""
    assert checksums.luhn(card(seed))
    assert checksums.is_credit_code(credit_code(seed))


@given(st.text(max_size=24))
def test_any_text_is_taken(text: str) -> None:
    """No function raises on odd text."""
    for check in (
        checksums.is_resident,
        checksums.luhn,
        checksums.is_credit_code,
        checksums.is_organisation_code,
    ):
        check(text)
    checksums.is_imei(text)
    checksums.is_vin(text)
    checksums.is_day(text)
