"""Guards that fail beside Chinese characters stay out of the detectors."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

FILES = sorted((Path(__file__).parents[2] / "detectors").glob("*.py"))
FORBIDDEN = re.compile(r"\\[bWwB](?![a-z])")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_word_guards(path: Path) -> None:
    r"""\b, \B, \w and \W take Chinese characters for letters: no pattern of a detector uses them."""
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        code = re.sub(r'``?.*?``?|"""[^"]*"""', "", line)
        if 'r"' in code or "r'" in code or 'rf"' in code:
            assert not FORBIDDEN.search(code), f"{path.name}:{number}"


def test_presidio_lives_in_one_place() -> None:
    """Only `language.py` imports presidio."""
    users = [
        p.name
        for p in FILES
        if re.search(r"^\s*(?:from|import) presidio", p.read_text("utf-8"), re.MULTILINE)
    ]
    assert users == ["language.py"]
