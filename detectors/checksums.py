"""Check digits, in one place. Every function takes folded ASCII, upper case, and never raises."""

from __future__ import annotations

import datetime as dt

_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECKS = "10X98765432"
_CREDIT = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_WEIGHTS = tuple(pow(3, i, 31) for i in range(17))
_ORGANISATION = (3, 7, 9, 10, 5, 8, 4, 2)
_VIN = dict(
    zip(
        "0123456789ABCDEFGHJKLMNPRSTUVWXYZ",
        map(int, "012345678912345678123457923456789"),
        strict=True,
    )
)
_VIN_WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)
PROVINCES = frozenset(
    [
        "11",
        "12",
        "13",
        "14",
        "15",
        "21",
        "22",
        "23",
        "31",
        "32",
        "33",
        "34",
        "35",
        "36",
        "37",
        "41",
        "42",
        "43",
        "44",
        "45",
        "46",
        "50",
        "51",
        "52",
        "53",
        "54",
        "61",
        "62",
        "63",
        "64",
        "65",
        "71",
        "81",
        "82",
        "83",
    ]
)
"""First two digits of a resident number (GB/T 2260, and 81 82 83 for 港澳台居民居住证)."""


def resident_check(body: str) -> str:
    """The check character of the first 17 digits of a resident number (GB 11643-1999, ISO 7064 MOD 11-2)."""
    return _ID_CHECKS[sum(int(d) * w for d, w in zip(body, _ID_WEIGHTS, strict=True)) % 11]


def is_resident(number: str) -> bool:
    """True when the eighteenth character is the check character of the others."""
    return len(number) == 18 and _digits(number[:17]) and resident_check(number[:17]) == number[17]


def luhn(number: str) -> bool:
    """True when the digits pass ISO/IEC 7812-1 annex B. One random number in ten does."""
    if not _digits(number):
        return False
    total = 0
    for place, digit in enumerate(reversed(number)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def credit_check(body: str) -> str:
    """The check character of the first 17 characters of a 统一社会信用代码 (GB 32100-2015, MOD 31-3)."""
    total = sum(_CREDIT.index(c) * w for c, w in zip(body, _CREDIT_WEIGHTS, strict=True))
    return _CREDIT[(31 - total % 31) % 31]


def is_credit_code(code: str) -> bool:
    """True for eighteen characters of the alphabet with the right check character."""
    return (
        len(code) == 18 and all(c in _CREDIT for c in code) and credit_check(code[:17]) == code[17]
    )


def is_organisation_code(code: str) -> bool:
    """True for the nine characters of a 组织机构代码 (GB 11714-1997) without its hyphen."""
    if len(code) != 9 or not all(c.isascii() and c.isalnum() for c in code):
        return False
    total = sum(int(c, 36) * w for c, w in zip(code[:8], _ORGANISATION, strict=True))
    return "0123456789X0"[11 - total % 11] == code[8]


def is_imei(number: str) -> bool:
    """True for fifteen digits that pass Luhn and are not all the same (3GPP TS 23.003)."""
    return len(number) == 15 and luhn(number) and len(set(number)) > 3


def is_vin(code: str) -> bool:
    """True for a 车辆识别代号 whose ninth character is its check character (GB 16735-2019)."""
    if len(code) != 17 or not all(c in _VIN for c in code):
        return False
    check = sum(_VIN[c] * w for c, w in zip(code, _VIN_WEIGHTS, strict=True)) % 11
    return code[8] == "0123456789X"[check]


def is_day(digits: str) -> bool:
    """True when YYYYMMDD is a day of 1880 to 2039: the birth dates that resident numbers hold."""
    if len(digits) != 8 or not _digits(digits) or not "1880" <= digits[:4] <= "2039":
        return False
    try:
        dt.date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return True


def _digits(text: str) -> bool:
    return text.isascii() and text.isdigit()
