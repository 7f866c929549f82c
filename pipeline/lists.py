"""Lists that the law wants public: which one a document or a table is, and who in it is the party concerned.

Only a title or a table's caption makes a list (`corpora/policy/lists.tsv`); a word in the text does not. That a name
belongs to the party is told from the label before it, anywhere in the text, never from other findings.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

import corpora
from pipeline.document import Document, Layer, Span
from pipeline.metadata import Metadata

CAPTION_CHARACTERS = 60
"""A longer block is a paragraph, not the caption of a list."""
CAPTION_BLOCKS = 3
"""How far above a table its caption may stand."""


@dataclass(frozen=True, slots=True)
class PublicLists:
    """The list that a whole document is (`title`), and those of its tables by table number."""

    document: Document = field(repr=False)
    title: str
    tables: Mapping[int, str] = field(repr=False)
    heads: Mapping[tuple[int, int], str] = field(repr=False)

    @classmethod
    def of_document(cls, document: Document, metadata: Metadata) -> PublicLists:
        """Read titles, captions and column heads once."""
        tables, heads = _tables(document)
        return cls(document, list_type(title_of(document, metadata), document.text), tables, heads)

    def of(self, span: Span) -> str:
        """The list this place belongs to, or the empty string."""
        if self.title:
            return self.title
        block = self.document.block_at(span.start)
        return self.tables.get(block.cell.table, "") if block and block.cell else ""

    def is_bystander(self, span: Span) -> bool:
        """True for a person who is named beside those the list is about: by the label
        before, by what is said of the person right behind the name, or by the column's head."""
        block = self.document.block_at(span.start)
        if block and block.cell:
            head = self.heads.get((block.cell.table, block.cell.column), "")
            if bystander_label().search(head):
                return True
        text = self.document.text
        before = text[max(0, span.start - 24) : span.start]
        if bystander_label().search(before.rpartition("\n")[2]):
            return True
        return bystander_act().match(text, span.stop, span.stop + 12) is not None

    def is_party(self, name: str, span: Span) -> bool:
        """True when the value at `span` stands after a label of the party concerned, here or elsewhere."""
        label = party_labels().get(name)
        if label is None:
            return False
        block = self.document.block_at(span.start)
        if block and block.cell:
            head = self.heads.get((block.cell.table, block.cell.column), "")
            if label.search(head):
                return True
        value = self.document.text[span.start : span.stop]
        if len(value) < 2:
            return False
        places = re.finditer(re.escape(value), self.document.text)
        return any(
            label.search(self.document.text[max(0, m.start() - 24) : m.start()]) for m in places
        )


def title_of(document: Document, metadata: Metadata) -> str:
    """The title as the document states it; else its first short lines."""
    if metadata.title is not None:
        return metadata.title.value
    short: list[str] = []
    for block in document.blocks[:8]:
        text = document.text[block.span.start : block.span.stop].strip()
        if (
            block.layer is Layer.BODY
            and block.cell is None
            and 0 < len(text) <= CAPTION_CHARACTERS
        ):
            short.append(text)
        if len(short) == 3:
            break
    return "".join(short)


def list_type(title: str, text: str = "") -> str:
    """The kind of public list that a title or caption announces, else the empty string.

    A row's `unless` names what in the text keeps its kind of paper from publication (治安管理处罚).
    """
    bare = re.sub(r"\s", "", title)
    for name, subject, publication, unless in _patterns():
        if subject.search(bare) and publication.search(bare):
            return "" if unless is not None and unless.search(text) else name
    return ""


@cache
def _patterns() -> tuple[
    tuple[str, re.Pattern[str], re.Pattern[str], re.Pattern[str] | None], ...
]:
    rows = corpora.rows("policy/lists.tsv")
    return tuple(
        (
            row["list"],
            re.compile(row["subject"]),
            re.compile(row["publication"]),
            re.compile(row["unless"]) if row["unless"] else None,
        )
        for row in rows
    )


@cache
def party_labels() -> dict[str, re.Pattern[str]]:
    """List → the labels of its party, for lists in which not every name is one."""
    return {
        row["list"]: re.compile(rf"(?:{row['party']})(?:姓名|名称)?[\s:：(（]*$")
        for row in corpora.rows("policy/lists.tsv")
        if row["party"]
    }


@cache
def bystander_label() -> re.Pattern[str]:
    """Labels of persons whom no list is about; they end where the name begins."""
    return re.compile(rf"(?:{_bystanders('before')})(?:姓名|名称)?[\s:：(（]*$")


@cache
def bystander_act() -> re.Pattern[str]:
    """What stands right behind the name of one who only acts for another or is related (李四代领, 李四（儿媳）)."""
    return re.compile(rf" ?(?:{_bystanders('after')})")


def _bystanders(side: str) -> str:
    rows = corpora.rows("policy/bystanders.tsv")
    return "|".join(row["words"] for row in rows if row["side"] == side)


def _tables(document: Document) -> tuple[dict[int, str], dict[tuple[int, int], str]]:
    """The list of each table from the short blocks above it, and the head of each column; one pass."""
    tables: dict[int, str] = {}
    heads: dict[tuple[int, int], str] = {}
    captions: list[str] = []
    titled = (
        -1
    )  # the table whose first row is one cell over several columns: its heads stand in the second
    for block in document.blocks:
        text = document.text[block.span.start : block.span.stop].strip()
        if block.cell is None:
            if block.layer is Layer.BODY:
                captions = (
                    [*captions, text][-CAPTION_BLOCKS:] if len(text) <= CAPTION_CHARACTERS else []
                )
            continue
        cell = block.cell
        if cell.table not in tables:
            tables[cell.table] = next(
                filter(None, (list_type(line) for line in reversed(captions))), ""
            )
            captions = []
        if cell.row == 0:
            titled = cell.table if cell.column == 0 and cell.columns > 1 else -1
        if cell.row == (1 if titled == cell.table else 0):
            for column in range(cell.column, cell.column + max(1, min(cell.columns, 200))):
                heads[cell.table, column] = text
        if cell.row == cell.column == 0 and len(text) <= CAPTION_CHARACTERS:
            tables[cell.table] = tables[cell.table] or list_type(text)
    return tables, heads
