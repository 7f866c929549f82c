"""Articles in full Chinese wording: `政府信息公开条例-2019/15` → 《政府信息公开条例》第十五条."""

from __future__ import annotations

from collections.abc import Iterable

from records.chinese import numeral


def cite(reference: str) -> str:
    """One article as an office writes it; a reference that cannot be split is shown as it is.

    Forms: `名称-年份/条`, `名称-年份/条/款`, `名称-年份/条/款/项`; a part that is no number is kept as written.
    """
    law, slash, article = reference.partition("/")
    name = law.rpartition("-")[0] or law
    if not slash:
        return f"《{name}》"
    units = ("条", "款", "项")
    parts = article.split("/")
    if len(parts) > len(units):
        return reference
    written = []
    for part, unit in zip(parts, units, strict=False):
        if not part.isdecimal():
            written.append(part)
        elif unit == "项":
            written.append(f"第（{numeral(int(part))}）项")
        else:
            written.append(f"第{numeral(int(part))}{unit}")
    return f"《{name}》" + "".join(written)


def cite_all(references: Iterable[str]) -> str:
    """Several articles in order, without repetition, joined by 、."""
    return "、".join(dict.fromkeys(cite(reference) for reference in references))
