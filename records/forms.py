"""The office's forms and letters: data in `corpora/forms`, filled with values, written as .docx.

A form is a TOML file. `flow` lists paragraphs by their first character: `#` title, `##` sub-title, `=` centred,
`@name` a table of `[tables.name]` or, when no table has this name, the addressee flush left, `>` right, `-` small
note, `~` flush left, `!` new page; anything else is body text. A cell is a label with `#`, continues the cell
above with `^`, spans N columns with `|N` at its end; a line in it that starts with `>` stands right. `{{field}}` is
filled, `{{§reference,reference}}` cited in full; a row with `{{list.field}}` is repeated for each entry of that list.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import corpora
from pipeline.errors import UsageError
from records.articles import cite_all
from records.chinese import clean, clean_lines
from records.fields import LABELS
from records.fill import fill
from records.paper import (
    FANG,
    HEI,
    SONG,
    TITLE,
    Cell,
    Flow,
    Page,
    Para,
    Row,
    Run,
    Table,
    para,
)
from records.word import paper

FOLDER = "forms"
PAGES = {
    "form": Page(),
    "letter": Page(3.7, 2.6, 3.5, 2.8),
    "wide": Page(2.0, 2.0, 1.8, 2.0, landscape=True),
}
"""Margins; those of letters are GB/T 9704's."""
BLANK = "＿＿＿＿＿＿"
"""What stands in a letter where a value is still to be written by hand."""
_FIELD = re.compile(r"\{\{\s*([^{}\s]+)\s*\}\}")
_SPAN = re.compile(r"\|(\d+)$")

Values = Mapping[str, str]
Lists = Mapping[str, Sequence[Mapping[str, str]]]


class UnknownFormError(UsageError):
    """There is no form of this name."""

    def __init__(self, name: str) -> None:
        super().__init__(f"没有“{name}”文书。", f"可用的有：{'、'.join(names())}。")


@dataclass(frozen=True, slots=True)
class Form:
    """One form as data: `use` says when an office needs it; `fields` its own fields and their Chinese labels."""

    id: str
    name: str
    use: str
    title: str
    page: str
    flow: tuple[str, ...]
    fields: Mapping[str, str]
    tables: Mapping[str, Any]
    decided: bool = False
    """True for a form that is filled only once 公开属性 and 公开方式 are set."""

    @property
    def is_letter(self) -> bool:
        """True for running text, where an empty field shows as a line to write on."""
        return self.page == "letter"

    @property
    def labels(self) -> dict[str, str]:
        """Every field this form uses, with its Chinese label, in order of appearance."""
        used = dict.fromkeys(name for name in self.placeholders() if not name.startswith("§"))
        known = LABELS | dict(self.fields)
        return {name: known[name] for name in used if "." not in name and name in known}

    def placeholders(self) -> Iterable[str]:
        """Every place of the form, citations included, as often as it stands."""
        for line in self.flow:
            yield from _FIELD.findall(line)
        for table in self.tables.values():
            for row in table["rows"]:
                for cell in row["cells"]:
                    yield from _FIELD.findall(cell)


@cache
def forms() -> dict[str, Form]:
    """Every form that ships, by id."""
    return {form.id: form for form in (_form(path) for path in corpora.listing(FOLDER, ".toml"))}


def names() -> tuple[str, ...]:
    """Ids of the forms, sorted."""
    return tuple(forms())


def _form(path: str) -> Form:
    data = corpora.table(path)
    return Form(
        id=path.removeprefix(f"{FOLDER}/").removesuffix(".toml"),
        name=data["name"],
        use=data["use"],
        title=data["title"],
        page=data.get("page", "form"),
        flow=tuple(data["flow"]),
        fields=data.get("fields", {}),
        tables=data.get("tables", {}),
        decided=data.get("decided", False),
    )


def letter(
    name: str,
    values: Values,
    lists: Lists | None = None,
    *,
    on: dt.date,
    template: bytes | None = None,
) -> bytes:
    """The form `name` as .docx, filled; fields without a value are left to be written by hand.

    `template` is the office's own .docx with the same `{{field}}` places. Articles are cited as in force on `on`.
    Raises UnknownFormError, TemplateError, and CorpusError for an article that is not in force.
    """
    form = forms().get(name)
    if form is None:
        raise UnknownFormError(name)
    told = {"form_title": form.title, **values}
    if template is not None:
        known = {**dict.fromkeys(LABELS, ""), **dict.fromkeys(form.fields, ""), **told}
        return fill(template, known, lists or {}, on=on)
    page = PAGES[form.page]
    writer = _Writer(form, told, lists or {}, on, page)
    number = clean(values.get("number"))
    return paper(
        writer.flow(), title=form.name, page=page, footer="" if form.is_letter else number
    )


@dataclass(frozen=True, slots=True)
class _Writer:
    """One form being written."""

    form: Form
    values: Values
    lists: Lists
    on: dt.date
    page: Page

    def flow(self) -> list[Flow]:
        made: list[Flow] = []
        breaks = False
        for line in self.form.flow:
            if line == "!":
                breaks = True
                continue
            item = self._item(line)
            if breaks and isinstance(item, Para):
                item = Para(
                    item.runs, item.align, item.before, item.after, item.line, page_break=True
                )
                breaks = False
            made.append(item)
        return made

    def _item(self, line: str) -> Flow:
        if line.startswith("@") and line[1:] in self.form.tables:
            return self._table(self.form.tables[line[1:]])
        size = 16.0 if self.form.is_letter else 11.0
        exact = 28.0 if self.form.is_letter else None
        match line[0], self._text(line[1:], BLANK if self.form.is_letter else ""):
            case "#", text if text.startswith("#"):
                return para(text[1:], font=HEI, size=12, before=8, after=4, keep_next=True)
            case "#", text:
                return para(text, font=TITLE, size=22, align="center", before=6, after=12)
            case "=", text:
                return self._centred(text)
            case "@", text:
                return para(text, font=FANG, size=size, line=exact)
            case ">", text:
                return para(text + "　　", font=FANG, size=size, line=exact, align="right")
            case "-", text:
                return para(text, font=SONG, size=9, before=4)
            case "~", text:
                return para(text, font=FANG, size=size, line=exact, indent=size * 2)
            case _:
                return para(
                    self._text(line, BLANK), font=FANG, size=size, line=exact, indent=size * 2
                )

    def _centred(self, text: str) -> Para:
        match text:
            case "office" if self.form.is_letter:
                return para(
                    clean(self.values.get("office")),
                    font=TITLE,
                    size=22,
                    colour="C00000",
                    align="center",
                )
            case "number" if self.form.is_letter:
                return para(
                    clean(self.values.get("number")), font=FANG, size=14, align="right", after=10
                )
            case _:
                return para(text, font=FANG, size=11, align="center", after=4)

    def _text(self, line: str, blank: str) -> str:
        """A paragraph of running text: lines of a value are joined, so that it stays one paragraph."""
        text = substituted(line, self.values, self.on, blank)
        return re.sub("[。；]*\n", "；", text).replace("。。", "。")

    def _table(self, data: Mapping[str, Any]) -> Table:
        unit = self.page.width / sum(data["shares"])
        widths = tuple(round(share * unit) for share in data["shares"])
        rows = list(data["rows"])
        made: list[Row] = []
        for number, row in enumerate(rows):
            below = rows[number + 1]["cells"] if number + 1 < len(rows) else []
            made.extend(self._rows(row, below))
        return Table(widths, tuple(made))

    def _rows(self, row: Mapping[str, Any], below: Sequence[str]) -> Iterable[Row]:
        starts = bool(below) and below[0] == "^"
        repeated = _list_of(row["cells"])
        entries: Sequence[Values] = [{}] if repeated is None else self.lists.get(repeated, ())
        for entry in entries:
            values = {
                **self.values,
                **{f"{repeated}.{name}": value for name, value in entry.items()},
            }
            cells = tuple(
                self._cell(text, values, starts=starts and number == 0)
                for number, text in enumerate(row["cells"])
            )
            yield Row(cells, row.get("height", 24), head=row.get("head", False), splits=False)

    def _cell(self, text: str, values: Values, *, starts: bool) -> Cell:
        if text == "^":
            return Cell((para(""),), merge="go")
        span = _SPAN.search(text)
        columns = int(span[1]) if span else 1
        text = text[: span.start()] if span else text
        merge = "start" if starts else None
        if text.startswith("#"):
            return Cell((para(text[1:], font=HEI, size=11, align="center"),), columns, merge)
        lines = substituted(text, values, self.on, "").split("\n")
        paras = tuple(_line(line) for number, line in enumerate(lines) if line or not number)
        signing = any(line.startswith(">") for line in lines)
        return Cell(paras, columns, merge, valign="bottom" if signing else "center")


def _line(text: str) -> Para:
    if text.startswith(">"):
        return Para((Run(text[1:], FANG, 11),), "right", before=4)
    return para(text, size=11)


def _list_of(cells: Iterable[str]) -> str | None:
    """Name of the list whose entries repeat this row."""
    for cell in cells:
        for name in _FIELD.findall(cell):
            if "." in name and not name.startswith("§"):
                return str(name.partition(".")[0])
    return None


def substituted(text: str, values: Values, on: dt.date, blank: str) -> str:
    """`text` with its fields filled and its articles cited; `blank` where a value is missing or empty."""

    def value(match: re.Match[str]) -> str:
        name = match[1]
        if name.startswith("§"):
            return cite_all(name[1:].split(","), on)
        return clean_lines(values.get(name)) or blank

    return _FIELD.sub(value, text)
