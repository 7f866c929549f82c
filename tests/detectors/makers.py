"""Makers of invented but valid numbers, by seed."""

from __future__ import annotations

from detectors import checksums

REGIONS = ("110105", "150802", "152826", "513221", "320106", "440305", "810000", "650102")


def resident_id(seed: int) -> str:
    """A valid resident number."""
    year, month, day = 1930 + seed % 90, 1 + seed // 7 % 12, 1 + seed // 11 % 28
    body = f"{REGIONS[seed % len(REGIONS)]}{year}{month:02d}{day:02d}{seed // 13 % 1000:03d}"
    return body + checksums.resident_check(body)


def mobile(seed: int) -> str:
    """A mobile number."""
    return f"1{3 + seed % 7}{seed // 7 % 10**9:09d}"


def card(seed: int) -> str:
    """A UnionPay card number of 19 or 16 digits with a right check digit."""
    body = f"62{seed % 10**16:016d}" if seed % 2 else f"62{seed % 10**13:013d}"
    return next(body + str(d) for d in range(10) if checksums.luhn(body + str(d)))


def credit_code(seed: int) -> str:
    """A valid 统一社会信用代码 of a company."""
    body = f"91150800MA{seed % 10**6:06d}X"
    return body + checksums.credit_check(body)
