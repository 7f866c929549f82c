"""Blocks, pieces, looks and findings in columns read exactly like tuples of their items."""

from __future__ import annotations

import pickle
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.anchor import (
    Anchor,
    BoxAnchor,
    CellAnchor,
    GlyphAnchor,
    NodeAnchor,
    ObjectAnchor,
    TextAnchor,
)
from pipeline.document import (
    Block,
    Blocks,
    Cell,
    Document,
    Layer,
    Piece,
    Pieces,
    Source,
    Span,
    StyledSpan,
    Styles,
    Trait,
)
from pipeline.finding import Certainty, Finding, Kind, finding
from pipeline.secrecy import Duration, Level, MarkReading
from pipeline.shelf import Shelf
from pipeline.texts import Texts

NUMBERS = st.integers(0, 2**31 - 1)
SPANS = st.lists(st.integers(1, 50), max_size=12).map(
    lambda sizes: [Span(sum(sizes[:i]), sum(sizes[: i + 1])) for i in range(len(sizes))]
)
CELLS = st.builds(Cell, NUMBERS, NUMBERS, NUMBERS, st.integers(1, 9), st.integers(1, 9))
ANCHORS: st.SearchStrategy[Anchor] = st.one_of(
    st.builds(TextAnchor, NUMBERS),
    st.builds(NodeAnchor, st.text(), NUMBERS, st.sampled_from(("text", "tail", "@名")), NUMBERS),
    st.builds(GlyphAnchor, NUMBERS, NUMBERS),
    st.builds(BoxAnchor, NUMBERS, *[st.floats(0, 9) for _ in range(4)]),
    st.builds(ObjectAnchor, st.text(), NUMBERS),
    st.builds(CellAnchor, st.text(), NUMBERS, NUMBERS, NUMBERS),
)


@st.composite
def blocks(draw: st.DrawFn) -> list[Block]:
    """Blocks one after the other."""
    return [
        Block(
            span,
            draw(st.sampled_from(Layer)),
            draw(st.text(max_size=6)),
            draw(st.none() | CELLS),
            draw(st.none() | NUMBERS),
        )
        for span in draw(SPANS)
    ]


@st.composite
def pieces(draw: st.DrawFn) -> list[Piece]:
    """Pieces one after the other."""
    return [
        Piece(span, draw(st.none() | ANCHORS), draw(st.none() | NUMBERS)) for span in draw(SPANS)
    ]


@st.composite
def looks(draw: st.DrawFn) -> list[StyledSpan]:
    """Looks of any order."""
    return [StyledSpan(span, draw(st.sampled_from(Trait))) for span in draw(SPANS)]


def same(made: Sequence[Any], items: Sequence[Any]) -> None:
    """Everything that can be asked of a tuple."""
    items = tuple(items)
    assert made == items
    assert items == made
    assert hash(made) == hash(items)
    assert len(made) == len(items)
    assert tuple(made) == items
    assert list(reversed(made)) == list(reversed(items))
    for index in range(-len(items), len(items)):
        assert made[index] == items[index]
        assert type(made[index]) is type(items[index])
        assert items[index] in made
    for part in (slice(None, 3), slice(1, None, 2), slice(-2, None), slice(None, None, -1)):
        assert made[part] == items[part]
    for beyond in (len(items), -len(items) - 1):
        with pytest.raises(IndexError):
            made[beyond]
    assert pickle.loads(pickle.dumps(made)) == items  # noqa: S301 - our own


@given(blocks())
def test_blocks(items: list[Block]) -> None:
    """Blocks come back as they were put in, with the columns that passes over them ask for."""
    made = Blocks.of(items)
    same(made, items)
    assert Blocks.of(made) is made
    assert list(made.spans()) == [block.span for block in items]
    assert list(made.layers()) == [block.layer for block in items]
    assert [cell for _, cell in made.cells()] == [b.cell for b in items if b.cell]
    assert all(made.has(layer) == (layer in {b.layer for b in items}) for layer in Layer)
    assert Blocks.of(reversed(items)).ordered() == tuple(sorted(items, key=lambda b: b.span))


@given(pieces())
def test_pieces(items: list[Piece]) -> None:
    """Pieces come back as they were put in, whatever their anchors."""
    same(Pieces.of(items), items)


@given(looks())
def test_looks(items: list[StyledSpan]) -> None:
    """Looks come back as they were put in."""
    same(Styles.of(items), items)


@given(st.lists(st.text(st.characters(exclude_categories=())), max_size=20))
def test_texts(items: list[str]) -> None:
    """Strings come back, lone surrogates and repeated ones, too."""
    made = Texts()
    for item in items:
        made.append(item)
    assert [made[index] for index in range(len(made))] == items


@given(blocks(), pieces(), looks())
def test_document_takes_tuples(
    some: list[Block], parts: list[Piece], styles: list[StyledSpan]
) -> None:
    """A document of tuples is the document of the columns."""
    source = Source("a.txt", "txt", "0" * 64, 0)
    made = Document(source, "", tuple(some), tuple(parts), styles=tuple(styles))  # type: ignore[arg-type]
    assert made == Document(
        source, "", Blocks.of(some), Pieces.of(parts), styles=Styles.of(styles)
    )
    for block in some:
        assert made.block_at(block.span.start) == block
        assert made.blocks_in(block.span) == (block,)


def test_findings() -> None:
    """Findings come back as they were, those of another place, id, mark or subject, too."""
    text = "张三\t李四\n秘密★5年"
    lines = Blocks.of(
        (
            Block(Span(0, 2), Layer.TABLE, "表1第1行第1列", Cell(0, 0, 0)),
            Block(Span(3, 5), Layer.TABLE, "表1第1行第2列", Cell(0, 0, 1)),
            Block(Span(6, 11), Layer.BODY, "第1段"),
        )
    )
    document = Document(Source("a.txt", "txt", "0" * 64, 0), text, lines)
    name = finding(document, Kind.PI_NAME, Span(0, 2), Certainty.SURE, "names", why="姓名。")
    mark = MarkReading(Level.MIMI, Duration(years=5), "5年")
    found: list[Finding] = [
        name,
        finding(document, Kind.PI_NAME, Span(3, 5), Certainty.LIKELY, "names", subject="p1"),
        finding(document, Kind.SECRECY_MARKING, Span(6, 11), Certainty.SURE, "marks", mark=mark),
        replace(name, place="文件名"),
        replace(name, id="one"),
    ]
    same(Shelf(lines, found), found)
    same(Shelf(lines, found, named=True), found)
