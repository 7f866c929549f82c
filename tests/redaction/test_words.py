"""A common word that is cut in one place may stand elsewhere by right; a number or a name may not."""

from __future__ import annotations

import pytest

import redaction
from flows.specimens import Specimen, build_docx
from pipeline.document import Span
from pipeline.errors import RedactionRefused
from pipeline.readers import read

LINES = ("关于加强高血压患者健康管理的通知", "| 姓名 | 病种 |", "| 某甲 | 高血压 |")
FILES = {
    "a.txt": "\n".join(LINES).encode(),
    "a.docx": build_docx(Specimen("a", "docx", "", False, LINES, {}, ())),
}


@pytest.mark.parametrize("name", FILES)
def test_a_word_may_recur(name: str) -> None:
    """The illness of a person is cut, the illness as a subject stays, and the proof holds."""
    document = read(FILES[name], name)
    at = document.text.rindex("高血压")
    span = Span(at, at + 3)
    output, proof = redaction.apply(FILES[name], document, [(span, "【已删减】")], None, frozenset({span}))
    assert proof.holds
    assert read(output, name).text.count("高血压") == 1


def test_anything_else_may_not() -> None:
    """Without leave the same text left elsewhere is refused."""
    document = read(FILES["a.docx"], "a.docx")
    at = document.text.rindex("高血压")
    with pytest.raises(RedactionRefused):
        redaction.apply(FILES["a.docx"], document, [(Span(at, at + 3), "【已删减】")])
