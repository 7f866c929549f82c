"""Labelled drafts: one TOML file a draft, built into a real file in memory.

Markup of a body: `| a | b |` a table row, `# text` the centred title, `> text` a right-aligned line, anything
else a paragraph. `⟦kind|text⟧` labels a text; `⟦kind|shown|cut⟧` one of which only the second part is cut.
"""

from __future__ import annotations

import io
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

_LABEL = re.compile(r"⟦([a-z_.]+)\|([^|⟧]*)(?:\|([^⟧]*))?⟧", re.DOTALL)
_LAYERS = ("header", "footer", "footnote", "comment", "watermark", "textbox")


@dataclass(frozen=True, slots=True)
class Label:
    """A labelled text: its kind, the whole text, and the part that must be cut (empty for kept kinds)."""

    kind: str
    text: str
    cut: str
    occurrence: int
    """How many times the same text stands before this one, blanks aside."""


@dataclass(frozen=True, slots=True)
class Specimen:
    """One labelled draft."""

    name: str
    format: str
    template: str
    trap: bool
    lines: tuple[str, ...] = field(repr=False)
    layers: Mapping[str, str] = field(repr=False)
    labels: tuple[Label, ...] = field(repr=False)
    expect: Mapping[str, Any] = field(default_factory=dict)


def load(path: Path) -> Specimen:
    """The specimen in one TOML file. Raises tomllib.TOMLDecodeError or KeyError for a malformed one."""
    return parse(path.stem, path.read_text("utf-8"))


def parse(name: str, text: str) -> Specimen:
    """The specimen in a TOML text. Raises tomllib.TOMLDecodeError or KeyError for a malformed one."""
    stated = tomllib.loads(text)
    layers = {layer: str(stated[layer]) for layer in _LAYERS if layer in stated}
    marked = "\n".join([stated["body"].strip("\n"), *layers.values()])
    plain, labels = _unlabel(marked)
    body = plain.split("\n")[: len(stated["body"].strip("\n").split("\n"))]
    return Specimen(
        name,
        stated["format"],
        stated.get("template", ""),
        bool(stated.get("trap", False)),
        tuple(body),
        {layer: _unlabel(value)[0] for layer, value in layers.items()},
        tuple(labels),
        stated.get("expect", {}),
    )


def load_all(folder: Path) -> Iterator[Specimen]:
    """Every specimen below `folder`, by path."""
    for path in sorted(folder.rglob("*.toml")):
        yield load(path)


def _unlabel(marked: str) -> tuple[str, list[Label]]:
    parts: list[str] = []
    labels: list[Label] = []
    last = 0
    for match in _LABEL.finditer(marked):
        parts.append(marked[last : match.start()])
        kind, first, second = match[1], match[2], match[3]
        whole = first + (second or "")
        cut = (second if second is not None else first) if kind.startswith("pi.") else ""
        before = squeeze("".join(parts)).count(squeeze(whole))
        labels.append(Label(kind, whole, cut, before))
        parts.append(whole)
        last = match.end()
    parts.append(marked[last:])
    return "".join(parts), labels


def squeeze(text: str) -> str:
    """The text without blanks and table rules, as specimens and flat texts are compared."""
    return re.sub(r"[\s|#>]+", "", text)


def build(specimen: Specimen, folder: Path | None = None) -> bytes:
    """The draft as a file. PDF specimens lie ready-made beside their TOML, in `folder`."""
    if specimen.format == "txt":
        return "\n".join(_plain_line(line) for line in specimen.lines).encode()
    if specimen.format == "pdf" and folder is not None:
        ready = next(folder.rglob(f"{specimen.name}.pdf"), None)
        if ready is not None:
            return ready.read_bytes()
    return build_docx(specimen)


def _plain_line(line: str) -> str:
    if line.startswith("|"):
        return "\t".join(cell.strip() for cell in line.strip().strip("|").split("|"))
    return re.sub(r"^[#>] ", "", line)


def build_docx(specimen: Specimen) -> bytes:
    """The draft as a Word file in the usual look of an official document."""
    from docx import Document
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    made = Document()
    rows: list[list[str]] = []
    for line in [*specimen.lines, ""]:
        if line.startswith("|"):
            rows.append([cell.strip() for cell in line.strip().strip("|").split("|")])
            continue
        if rows:
            _table(made, rows)
            rows = []
        paragraph = made.add_paragraph()
        run = paragraph.add_run(re.sub(r"^[#>] ", "", line))
        if line.startswith("# "):
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            run.bold = True
        elif line.startswith("> "):
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _layers(made, specimen.layers)
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def _table(made: Any, rows: list[list[str]]) -> None:
    table = made.add_table(rows=0, cols=max(len(row) for row in rows))
    table.style = "Table Grid"
    for row in rows:
        cells = table.add_row().cells
        for cell, text in zip(cells, row, strict=False):
            cell.text = text


def _layers(made: Any, layers: Mapping[str, str]) -> None:
    section = made.sections[0]
    if "header" in layers:
        section.header.paragraphs[0].text = layers["header"]
    if "footer" in layers:
        section.footer.paragraphs[0].text = layers["footer"]
    if "comment" in layers:
        runs = [run for paragraph in made.paragraphs for run in paragraph.runs]
        made.add_comment(runs[0], text=layers["comment"], author="审核", initials="审")
    if "watermark" in layers:
        section.header.paragraphs[0]._p.append(_shape("watermark", layers["watermark"]))
    if "textbox" in layers:
        made.add_paragraph()._p.append(_shape("textbox", layers["textbox"]))
    if "footnote" in layers:
        made.add_paragraph(layers["footnote"])


def _shape(kind: str, text: str) -> Any:
    from docx.oxml import OxmlElement, parse_xml
    from docx.oxml.ns import nsdecls

    run = OxmlElement("w:r")
    safe = text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
    inner = (
        f'<v:textpath style="font-family:黑体" string="{safe}"/>'
        if kind == "watermark"
        else f"<v:textbox><w:txbxContent><w:p><w:r><w:t>{safe}</w:t></w:r></w:p></w:txbxContent></v:textbox>"
    )
    run.append(
        parse_xml(
            f'<w:pict {nsdecls("w")} xmlns:v="urn:schemas-microsoft-com:vml">'
            f'<v:shape style="width:200pt;height:40pt">{inner}</v:shape></w:pict>'
        )
    )
    return run
