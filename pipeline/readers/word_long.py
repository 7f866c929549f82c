"""The body of a long Word document, read row by row: once for what is said of the whole, once for its text."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field

from lxml import etree

from pipeline.readers import word_parts as parts
from pipeline.readers.package import Package
from pipeline.readers.package_stream import Step, Turn
from pipeline.readers.word_gather import Gathered, Part, Passage
from pipeline.readers.word_names import child, kind
from pipeline.readers.word_story import Story, has_style
from pipeline.readers.word_tables import Merges, rows_in

_CONTAINERS = ("w:body", "w:tbl")


@dataclass(slots=True)
class LongBody:
    """A main part too long for its tree: what `survey` keeps of it, and its text by `read`."""

    package: Package = field(repr=False)
    part: Part
    merges: list[Merges] = field(default_factory=list)

    @property
    def has_body(self) -> bool:
        """True when there is a body to read."""
        return child(self.part.root, "w:body") is not None

    def turns(self) -> Iterator[Turn]:
        """The steps through the part; its anchors are those of the step."""
        return self.part.steps(self.package, _CONTAINERS)

    def read(self, story: Story) -> None:
        """Read the body, the first one if there are several, as `Story.walk` would."""
        merges = iter(self.merges)
        turned = self.turns()
        for turn in turned:
            if turn.step is Step.OPEN and kind(turn.element) == "w:body":
                for passage in _blocks(story, turned, merges):
                    story.gathered.add(passage, story.layer)
                return


def survey(package: Package, part: Part, gathered: Gathered) -> LongBody:
    """Go through the part once: its sections and background, who revised it, which cells are merged.

    `part` gets a root that holds these elements only. Raises PartDamaged.
    """
    long = LongBody(package, part)
    shell: etree._Element | None = None
    for turn in long.turns():
        element, name = turn.element, kind(turn.element)
        if turn.step is Step.OPEN:
            parts.attribution(part, element, gathered)
            shell = _shell(part, shell, element)
            if name == "w:tbl":
                long.merges.append(Merges())
        elif turn.step is Step.ITEM:
            for inner in element.iter("*"):
                parts.attribution(part, inner, gathered)
            _keep(part.root, shell, element)
            above = element.getparent()
            if above is not None and kind(above) == "w:tbl":
                for row in rows_in((element,)):
                    long.merges[-1].add(row)
    return long


def _shell(part: Part, shell: etree._Element | None, element: etree._Element) -> etree._Element:
    """An element that stands for a container: the root, or the body in it; tables are left out."""
    if shell is None:
        part.root = etree.Element(element.tag)
        return part.root
    return etree.SubElement(part.root, element.tag) if kind(element) == "w:body" else shell


def _keep(root: etree._Element, shell: etree._Element | None, element: etree._Element) -> None:
    """Keep what is asked for afterwards: sections, wherever they stand, and what stands beside the body."""
    if shell is None:
        return
    if shell is root:
        root.append(deepcopy(element))
        return
    for inner in element.iter("*"):
        if kind(inner) == "w:sectPr":
            shell.append(deepcopy(inner))


def _blocks(story: Story, turned: Iterator[Turn], merges: Iterator[Merges]) -> Iterator[Passage]:
    for turn in turned:
        if turn.step is Step.CLOSE:
            return
        if turn.step is Step.OPEN:
            yield from _table(story, turned, next(merges))
        else:
            yield from story.block(turn.element, None)


def _table(story: Story, turned: Iterator[Turn], merges: Merges) -> Iterator[Passage]:
    """As `Story.table`, row by row."""
    number = story.gathered.count("表") - 1
    outside = story.shaded
    story.depth += 1
    for turn in turned:
        if turn.step is Step.CLOSE:
            break
        if kind(turn.element) == "w:tblPr":
            story.shaded = outside or has_style(turn.element)
        for element in rows_in((turn.element,)):
            yield from story.row(merges.row(element), number)
    story.shaded = outside
    story.depth -= 1
