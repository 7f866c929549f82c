"""A long worksheet and a long table of shared strings, read row by row instead of as one tree."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field

from lxml import etree

from pipeline.readers import sheet_around as around
from pipeline.readers.package import Package
from pipeline.readers.package_stream import Step, Turn
from pipeline.readers.sheet_cells import local, string_text
from pipeline.readers.word_gather import Gathered, Part
from pipeline.texts import Texts

_CONTAINERS = ("?:sheetData",)


@dataclass(slots=True)
class LongSheet:
    """A sheet whose part holds everything but its rows."""

    package: Package = field(repr=False)
    part: Part

    def turns(self) -> Iterator[Turn]:
        """The steps through the part; its anchors are those of the step."""
        return self.part.steps(self.package, _CONTAINERS)

    def rows(self) -> Iterator[etree._Element]:
        """The rows, as `Sheet.rows` asks for them."""
        depth = 0
        for turn in self.turns():
            match turn.step:
                case Step.OPEN:
                    depth += 1
                case Step.ITEM if depth > 1:
                    yield turn.element
                case Step.CLOSE:
                    return


class SharedStrings:
    """The strings that cells share: their texts, and their elements once more for what no cell used."""

    def __init__(self, part: Part, package: Package | None = None) -> None:
        """With `package` the part is read piece by piece, else from its tree. Raises PartDamaged in the first case."""
        self.part, self._package = part, package
        self.texts = Texts()
        for item in self.items():
            self.texts.append("".join(element.text or "" for element in string_text(item)))
        self.used = bytearray(len(self.texts))

    def items(self) -> Iterator[etree._Element]:
        """The elements in order; anchors are those of the one handed out last."""
        if self._package is None:
            yield from (element for element in self.part.root if local(element) == "si")
            return
        for turn in self.part.steps(self._package, ()):
            if turn.step is Step.ITEM and local(turn.element) == "si":
                yield turn.element


def survey(long: LongSheet, gathered: Gathered, place: str) -> None:
    """Go through the part once, for what stands around its cells. Raises PartDamaged."""
    root: etree._Element | None = None
    depth = 0
    for step, element, _ in long.turns():
        if step is Step.CLOSE:
            depth -= 1
            continue
        if step is Step.OPEN:
            around.around_cell(long.part, element, gathered, place)
            depth += 1
            shell = etree.Element(element.tag)
            if root is None:
                root = long.part.root = shell
            else:
                root.append(shell)
            continue
        for inner in element.iter("*"):
            around.around_cell(long.part, inner, gathered, place)
        if depth == 1 and root is not None:
            root.append(deepcopy(element))
