"""Names in Latin letters, spelt names, and what casual papers and titles of works do to a name."""

from __future__ import annotations

import pytest

from detectors.names import DETECTOR
from detectors.names_register import in_book_title, is_casual
from pipeline.contracts import Reading
from pipeline.finding import Certainty
from tests.detectors.test_names import document, found


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("申请人：John Smith，护照号码E12345678。", ["John Smith"]),
        ("尊敬的Anna Keller女士：您的申请收悉。", ["Anna Keller"]),
        ("申请人王小明(Wang Xiaoming)到场。", ["王小明", "Wang Xiaoming"]),
        ("采用IBM公司产品，符合ISO标准，GDP增长，登录Windows系统。", []),
        ("与前夫育有一女Emily Carter，未成年。", ["Emily Carter"]),
        ("位于Kelly Avenue的展馆采用Oscar Prize标志。", []),
        ("克林特·伊斯特伍德大师到场。", ["克林特·伊斯特伍德"]),
        ("孙女叶尔江·别克在读。", ["叶尔江·别克"]),
    ],
)
def test_latin_and_spelt(text: str, names: list[str]) -> None:
    """A label, an honorific or a name before the bracket makes a person; a firm or a standard is none."""
    assert [name for name, _ in found(text)] == names


def test_foreign_text_is_a_question() -> None:
    """A given name and a surname in the middle of foreign text are asked, not cut: an author, a brand, a person."""
    (one,) = DETECTOR.find(Reading.of(document("Reviewed by Sophie Ryan in May.")))
    assert one.certainty is Certainty.POSSIBLE


def test_register() -> None:
    """Law, offices and matters make a paper; chat is casual."""
    assert is_casual("昨天刘烨又笑了")
    assert not is_casual("第三条 本办法自发布之日起施行")


def test_titles_of_works() -> None:
    """Whom a book is about is no person of the paper; whom an answer is about is."""
    text = "读《哈利传》，见《关于王小明信访事项的答复》"
    assert in_book_title(text, 2, 4)
    at = text.index("王小明")
    assert not in_book_title(text, at, at + 3)
