"""The reading copy: what it joins and drops, and the way back that must be exact for any Unicode input."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import corpora
from pipeline.document import Block, Document, Layer, Piece, Source, Span, TextAnchor
from pipeline.fold import fold, fold_document

ODD = st.text(
    alphabet=st.one_of(
        st.characters(codec=None),
        st.sampled_from("机 密\u3000★５年（）：\u200b\u200d\ufeff\u00a0\u2028\u2029\r\n\t\x00\x01\x0b\x85⻅∶⭐️\U000e0041 1 3 8"),
    ),
    max_size=60,
)


@pytest.mark.parametrize(
    ("printed", "folded"),
    [
        ("机　密★10年", "机密★10年"),
        ("机 密 ★ 5 年", "机密★5年"),
        ("机\u200b密", "机密"),
        ("机\u00ad密\ufeff★", "机密★"),
        ("１３８００", "13800"),
        ("1 3 8 0 0", "13800"),
        ("（此件公开发布）", "(此件公开发布)"),
        ("意⻅", "意见"),
        ("2018年∶健全", "2018年:健全"),
        ("﹝2011﹞26 号", "〔2011〕26号"),
        ("内部文件( 资料)", "内部文件(资料)"),
        ("A B", "A B"),
        ("Adobe Acrobat 9", "Adobe Acrobat 9"),
        ("甲\t乙", "甲\t乙"),
        ("甲\n乙", "甲\n乙"),
        ("甲\u2029乙", "甲\n乙"),
        ("☆✩⭐", "★★★"),
        ("", ""),
        ("   ", "   "),
    ],
)
def test_folds_to_the_plain_spelling(printed: str, folded: str) -> None:
    """Full-width forms, radicals, stars, zero-width marks and blanks between Han and digits."""
    assert fold(printed).text == folded


@pytest.mark.parametrize("row", corpora.rows("unicode/radicals.tsv"), ids=lambda row: f"U+{ord(row['from']):04X}")
def test_every_radical_row_folds(row: dict[str, str]) -> None:
    """The explicit table maps what NFKC leaves alone."""
    assert fold(f"甲{row['from']}乙").text == f"甲{row['to']}乙"


@pytest.mark.parametrize("row", corpora.rows("unicode/variants.tsv"), ids=lambda row: f"U+{ord(row['from']):04X}")
def test_every_variant_row_folds(row: dict[str, str]) -> None:
    """Stars, colons, dashes and brackets in all their substitutes."""
    assert fold(row["from"]).text == row["to"]


def test_span_covers_what_was_dropped_inside_and_nothing_outside() -> None:
    """机　密 with blanks around it: the span runs from 机 to 密."""
    printed = "  甲 机　\u200b密 乙"
    folded = fold(printed)
    at = folded.text.index("机密")
    span = folded.unfold(at, at + 2)
    assert printed[span.start : span.stop] == "机　\u200b密"


def test_soft_break_joins_and_hard_break_stays() -> None:
    """A line break inside a block is dropped, one between blocks stays."""
    text = "机\n密\n乙"
    document = Document(
        Source.of("a", "txt", b""),
        text,
        blocks=(Block(Span(0, 3), Layer.BODY, "第1段"), Block(Span(4, 5), Layer.BODY, "第2段")),
        pieces=(Piece(Span(0, 5), TextAnchor(0)),),
    )
    folded = fold_document(document)
    assert folded.text == "机密\n乙"
    assert folded.unfold(0, 2) == Span(0, 3)


@settings(max_examples=600)
@given(ODD)
@example("\x00")
@example("\x01甲")
@example("甲\x00乙")
@example("\U0001f31f")
@example("\ud800机")
@example("①")
def test_every_folded_character_is_one_printed_character(text: str) -> None:
    """Each folded character leads to its own printed place, in order, and to the character it folds from."""
    folded = fold(text)
    assert folded.length == len(text)
    places = [folded.unfold(i, i + 1) for i in range(len(folded.text))]
    assert all(place.stop == place.start + 1 for place in places)
    assert all(0 <= place.start < len(text) for place in places)
    assert all(a.start < b.start for a, b in itertools.pairwise(places))
    for index, place in enumerate(places):
        assert fold(text[place.start]).text in (folded.text[index], "")


@settings(max_examples=400)
@given(ODD)
def test_position_is_the_way_back_of_unfold(text: str) -> None:
    """position(unfold(i)) == i for every folded character; the ends map to the ends."""
    folded = fold(text)
    for index in range(len(folded.text)):
        assert folded.position(folded.unfold(index, index + 1).start) == index
    assert folded.position(len(text)) == len(folded.text)
    assert folded.unfold(len(folded.text), len(folded.text)) == Span(len(text), len(text))


@settings(max_examples=400)
@given(ODD, st.data())
def test_any_span_unfolds_inside_the_text(text: str, data: st.DataObject) -> None:
    """A folded range gives a printed range that begins at its first and ends after its last character."""
    folded = fold(text)
    start = data.draw(st.integers(0, len(folded.text)))
    stop = data.draw(st.integers(start, len(folded.text)))
    span = folded.unfold(start, stop)
    assert 0 <= span.start <= span.stop <= len(text)
    if stop > start:
        assert span.start == folded.unfold(start, start + 1).start
        assert span.stop == folded.unfold(stop - 1, stop).stop


@settings(max_examples=300)
@given(ODD)
def test_folding_twice_changes_nothing(text: str) -> None:
    """The folded text is its own fold."""
    once = fold(text).text
    assert fold(once).text == once


@settings(max_examples=200)
@given(ODD, st.data())
def test_soft_breaks_keep_the_way_back(text: str, data: st.DataObject) -> None:
    """Dropped line breaks shift nothing."""
    breaks = [i for i, c in enumerate(text) if c == "\n"]
    soft = tuple(sorted(data.draw(st.sets(st.sampled_from(breaks))) if breaks else ()))
    folded = fold(text, soft)
    for index in range(len(folded.text)):
        assert folded.position(folded.unfold(index, index + 1).start) == index
