"""Canonical JSON."""

from __future__ import annotations

import json

import pytest

from office.canonical import canonical


def test_it_is_rfc_8785() -> None:
    """Keys by UTF-16 units, shortest escapes, no space, UTF-8."""
    value = {"\u20ac": 1, "\r": 2, "\ufb33": 3, "1": 4, "\U0001f600": 5, "\u0080": 6, "\u00f6": 7}
    assert list(json.loads(canonical(value)).values()) == [2, 4, 6, 7, 1, 5, 3]
    assert (
        canonical({"b": [1, None, True], "a": '中\u000f\n"\\/'})
        == '{"a":"中\\u000f\\n\\"\\\\/","b":[1,null,true]}'.encode()
    )


@pytest.mark.parametrize("value", [1.5, 2**53, "\ud800", {1: 2}, {"\ud800": 1}, object(), b"x"])
def test_what_has_two_spellings_has_none_here(value: object) -> None:
    """Floats, large integers, lone surrogates, odd keys and foreign types raise."""
    with pytest.raises(ValueError):  # noqa: PT011 - any of its kinds
        canonical(value)
