"""What stands on a page beside its text and would keep the width of what was cut: rules, links, pictures, boxes."""

from __future__ import annotations

from typing import Any, NamedTuple

import pikepdf

from pipeline.readers.pdf_content import PageContent, Paint
from pipeline.readers.pdf_objects import array, instructions_of, numbers
from pipeline.readers.pdf_paths import Box, Edge, transformed_box

_INSIDE = frozenset(("Tf", "Tc", "Tw", "Tz", "TL", "Ts", "Tr", "Td", "TD", "Tm", "T*", "Tj", "TJ", "'", '"', "BMC", "BDC", "EMC", "g", "rg", "k", "G", "RG", "K", "cs", "CS", "sc", "SC", "scn", "SCN", "gs"))


class Place(NamedTuple):
    """A line of text: where it starts, where the first cut in it starts, where it ends, its height and size."""

    start: float
    first: float
    end: float
    v: float
    size: float

    @property
    def top(self) -> float:
        """Upper edge."""
        return self.v - 0.75 * self.size

    @property
    def bottom(self) -> float:
        """Lower edge."""
        return self.v + 0.85 * self.size


class Obstacles:
    """The rules, paints and annotations of one page; `right` is where its widest column ends."""

    def __init__(self, page: pikepdf.Page, content: PageContent, right: float) -> None:
        self.content, self.right = content, right
        rects = (numbers(a.get("/Rect"), 4) for a in array(page.obj.get("/Annots")) if isinstance(a, pikepdf.Dictionary))
        self.notes = [transformed_box(content.base, *rect) for rect in rects if rect is not None]

    def near(self, place: Place, cell: Box | None) -> bool:
        """True when one of them stands where the line changes; the rules and ground of its own cell do not count."""
        return (
            any(x1 > place.start and x0 < place.end + place.size and y1 > place.top and y0 < place.bottom for x0, y0, x1, y1 in self.notes)
            or any(_rules(edge, place, cell) for edge in self.content.edges)
            or any(self._paints(paint, place, cell) for paint in self.content.paints)
        )

    def _paints(self, paint: Paint, place: Place, cell: Box | None) -> bool:
        x0, y0, x1, y1 = paint.box
        if not (x1 > place.first - 1 and x0 < place.end + 1 and y1 > place.top and y0 < place.bottom):
            return False
        if x0 <= place.start and x1 >= (cell[2] - 3 if cell else self.right) and paint.kind != "image":
            return False
        beside = cell is not None and (x1 <= cell[0] + 2 or x0 >= cell[2] - 2 or y1 <= cell[1] + 2 or y0 >= cell[3] - 2)
        return not (beside and (x1 - x0 < 2 or y1 - y0 < 2))


def _rules(edge: Edge, place: Place, cell: Box | None) -> bool:
    if not (edge.x1 > place.first - place.size and edge.x0 < place.end + place.size and edge.y1 > place.top and edge.y0 < place.bottom):
        return False
    if cell is None:
        return True
    if edge.y0 == edge.y1:
        return min(abs(edge.y0 - cell[1]), abs(edge.y0 - cell[3])) >= 2
    return min(abs(edge.x0 - cell[0]), abs(edge.x0 - cell[2])) >= 2


def text_objects(page: pikepdf.Page) -> dict[int, tuple[int, int]]:
    """Show operator → (its text object, how many marks of tagged content stand before it); only plain objects."""
    found: dict[int, tuple[int, int]] = {}
    inside: dict[int, tuple[int, int]] | None = None
    plain, tags = True, 0
    instructions: list[Any] = instructions_of(page)[0]
    for op, instruction in enumerate(instructions):
        name = str(instruction.operator)
        tags += name in ("BDC", "BMC", "EMC")
        if name == "BT":
            inside, plain = {}, True
        elif name == "ET":
            found.update(inside if inside is not None and plain else {})
            inside = None
        elif inside is not None:
            plain = plain and name in _INSIDE
            if name in ("Tj", "TJ", "'", '"'):
                inside[op] = (len(found), tags)
    return found
