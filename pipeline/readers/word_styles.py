"""How runs and paragraphs look, as far as the look carries meaning: bold, struck, hidden, centred, heading."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from lxml import etree

from pipeline.document import Trait
from pipeline.readers.word_names import child, is_on, kind, value

_CENTRED = ("center",)
_RIGHT = ("right", "end")
_DEPTH = 20
_TINY_HALF_POINTS = 2


class Look(NamedTuple):
    """What the properties of a style or run say; None where they say nothing."""

    bold: bool | None = None
    struck: bool | None = None
    vanish: bool | None = None
    white: bool | None = None
    tiny: bool | None = None
    shaded: bool | None = None
    side: Trait | None = None
    heading: bool | None = None

    def over(self, base: Look) -> Look:
        """This look laid over `base`."""
        return Look(
            base.bold if self.bold is None else self.bold,
            base.struck if self.struck is None else self.struck,
            base.vanish if self.vanish is None else self.vanish,
            base.white if self.white is None else self.white,
            base.tiny if self.tiny is None else self.tiny,
            base.shaded if self.shaded is None else self.shaded,
            base.side if self.side is None else self.side,
            base.heading if self.heading is None else self.heading,
        )

    def traits(self) -> frozenset[Trait]:
        """Bold and struck, as traits of a run."""
        return frozenset(
            trait for trait, on in ((Trait.BOLD, self.bold), (Trait.STRUCK, self.struck)) if on
        )


PLAIN = Look()


def run_look(properties: etree._Element | None) -> Look:
    """The look that `w:rPr` states by itself."""
    if properties is None:
        return PLAIN
    stated: dict[str, bool] = {}
    for item in properties:
        match kind(item):
            case "w:b":
                stated["bold"] = is_on(item)
            case "w:strike" | "w:dstrike":
                stated["struck"] = stated.get("struck", False) or is_on(item)
            case "w:vanish":
                stated["vanish"] = is_on(item)
            case "w:color":
                stated["white"] = value(item).upper() in ("FFFFFF", "FEFEFE", "WHITE")
            case "w:sz":
                size = value(item)
                stated["tiny"] = size.isdecimal() and int(size[:6]) <= _TINY_HALF_POINTS
            case "w:shd":
                stated["shaded"] = is_shaded(item)
            case "w:highlight":
                stated["shaded"] = value(item) not in ("none", "white", "")
    return Look(
        stated.get("bold"),
        stated.get("struck"),
        stated.get("vanish"),
        stated.get("white"),
        stated.get("tiny"),
        stated.get("shaded"),
    )


def paragraph_look(properties: etree._Element | None) -> Look:
    """The look that `w:pPr` states by itself."""
    if properties is None:
        return PLAIN
    side, heading, shaded = None, None, None
    for item in properties:
        match kind(item):
            case "w:jc":
                stated = value(item)
                side = (
                    Trait.CENTRED
                    if stated in _CENTRED
                    else Trait.RIGHT
                    if stated in _RIGHT
                    else None
                )
            case "w:outlineLvl":
                heading = value(item) != "9"
            case "w:shd":
                shaded = is_shaded(item)
    return Look(side=side, heading=heading, shaded=shaded)


def is_shaded(shading: etree._Element) -> bool:
    """True when `w:shd` paints something that is not white."""
    fill = value(shading, "fill").upper()
    return fill not in ("", "AUTO", "FFFFFF") or value(shading, "themeFill") != ""


class Styles:
    """The styles of a package, each with everything that it inherits."""

    def __init__(self, root: etree._Element | None) -> None:
        self._stated: dict[str, tuple[str, Look]] = {}
        self._whole: dict[str, Look] = {}
        self.default = PLAIN
        self.normal = ""
        for element in root if root is not None else ():
            match kind(element):
                case "w:style":
                    self._add(element)
                case "w:docDefaults":
                    self.default = _defaults(element)

    def _add(self, element: etree._Element) -> None:
        name, base = child(element, "w:name"), child(element, "w:basedOn")
        identity = value(element, "styleId")
        look = run_look(child(element, "w:rPr")).over(paragraph_look(child(element, "w:pPr")))
        title = value(name).lower() if name is not None else ""
        if title.startswith(("heading", "标题")) or title in ("title", "subtitle"):
            look = look._replace(heading=True)
        self._stated[identity] = (value(base) if base is not None else "", look)
        if value(element, "type") == "paragraph" and value(element, "default") in (
            "1",
            "true",
            "on",
        ):
            self.normal = identity

    def of(self, identity: str) -> Look:
        """The look of a style with all that it is based on; plain when there is no such style."""
        known = self._whole.get(identity)
        if known is None:
            known = self._inherit(identity)
            self._whole[identity] = known
        return known

    def _inherit(self, identity: str) -> Look:
        look, seen = PLAIN, 0
        while identity in self._stated and seen < _DEPTH:
            identity, stated = self._stated[identity]
            look = look.over(stated)
            seen += 1
        return look


def _defaults(element: etree._Element) -> Look:
    for default in _named(element, "w:rPrDefault"):
        return run_look(child(default, "w:rPr"))
    return PLAIN


def _named(element: etree._Element, name: str) -> Iterable[etree._Element]:
    return (item for item in element if kind(item) == name)
