"""Cuts in the second copy of a text: the fallback of a text box, the drawn form of a SmartArt."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.document import NodeAnchor
from pipeline.readers.word_gather import Fragment, Mirror
from redaction.package_edit import Edits, Slot


def mirrored(edits: Edits, mirrors: Iterable[Mirror]) -> None:
    """Make every cut of a shown copy in its second copy as well; when the copies
    differ in blanks, blanks are not counted in either.

    Copies of copies (a text box inside a text box) are reached by going over the mirrors until nothing is new.
    """
    waiting = list(mirrors)
    for _ in range(len(waiting) + 1):
        rest = [mirror for mirror in waiting if not _copy_cuts(edits, mirror)]
        if len(rest) == len(waiting):
            return
        waiting = rest


def _copy_cuts(edits: Edits, mirror: Mirror) -> bool:
    """True when something in the shown copy is cut, and now in the other copy too."""
    exact = "".join(f.text for f in mirror.shown) == "".join(f.text for f in mirror.copy)
    copy = iter([place for place in _characters(mirror.copy) if exact or not place[2]])
    cut, waiting = False, ""
    for slot, index, blank in _characters(mirror.shown):
        change = edits.slots.get(slot, {}).get(index)
        other = None if blank and not exact else next(copy)
        if change is None:
            waiting = ""
        elif other is None:
            waiting = waiting or change  # the mark of a cut that starts with a blank
        else:
            edits.take(other[0], other[1], change or waiting)
            cut, waiting = True, ""
    return cut


def _characters(fragments: tuple[Fragment, ...]) -> list[tuple[Slot, int, bool]]:
    """Slot and index of every character, and whether it is blank."""
    return [
        ((anchor.part, anchor.node, anchor.slot), index, character.isspace())
        for text, anchor, _, _ in fragments
        if isinstance(anchor, NodeAnchor)
        for index, character in enumerate(text)
    ]
