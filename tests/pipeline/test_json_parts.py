"""JSON in parts is, joined, what `json` writes."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import json_parts
from pipeline.json_parts import parts
from pipeline.review_json import encoded

SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text()
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner)
        | st.lists(inner).map(tuple)
        | st.dictionaries(st.text(), inner)
        | st.dictionaries(st.integers(), inner, max_size=2)
    ),
    max_leaves=40,
)


@given(VALUES, st.sampled_from((None, 0, 1, 4)), st.integers(0, 3), st.integers(1, 3))
def test_same_as_json(value: object, indent: int | None, few: int, together: int) -> None:
    """Byte for byte, at every indentation, however small the parts are."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(json_parts, "_FEW", few)
        patch.setattr(json_parts, "_TOGETHER", together)
        made = "".join(parts(value, indent=indent))
    assert made == json.dumps(value, ensure_ascii=False, indent=indent)


def test_parts_are_small() -> None:
    """A hundred thousand findings never stand in one string, nor the cuts of one proposal."""
    value = {
        "findings": [{"id": f"{n:016x}", "start": n} for n in range(100_000)],
        "proposals": [{"cuts": [{"start": n} for n in range(100_000)], "grounds": "“名单”\n"}],
    }
    made = list(parts(value))
    assert max(map(len, made)) < 50_000
    assert "".join(made) == json.dumps(value, ensure_ascii=False)
    assert encoded(value).decode() == json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def test_what_is_no_json() -> None:
    """It is refused as `json` refuses it."""
    with pytest.raises(TypeError):
        list(parts({"a": [object()] * 100}))
