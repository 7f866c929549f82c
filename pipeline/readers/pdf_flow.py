"""From lines to paragraphs: what belongs together over lines and pages, and what stands alone.

A line goes on in the next one when the next one's first word would not have fitted, the next one is not
indented, and size and pitch are the same. Centred and right-set lines stand alone; a title of several centred
lines is one block with soft breaks.
"""

from __future__ import annotations

import itertools
from collections import Counter
from dataclasses import dataclass, field

from pipeline.document import Trait
from pipeline.readers.pdf_lines import Line, is_wide

OPENING = "（《〈【〔「『“‘(["
CLOSING = "，。、；：！？）》〉】〕」』”’·…％%),.;:!?]"


@dataclass(slots=True)
class Margins:
    """The text area of a page: left and right edge, usual size and pitch of lines."""

    left: float
    right: float
    size: float
    pitch: float


@dataclass(slots=True)
class Paragraph:
    """Lines that make one block. `soft[i]` is True when line i ends in a soft break."""

    lines: list[Line]
    traits: set[Trait] = field(default_factory=set)


def margins(lines: list[Line], width: float) -> Margins:
    """The text area that these lines fill."""
    if not lines:
        return Margins(0.0, width, 12.0, 18.0)
    sizes = Counter(round(line.size * 2) / 2 for line in lines for _ in range(max(1, len(line.chars))))
    size = sizes.most_common(1)[0][0]
    lefts = Counter(round(line.u0 / 2) for line in lines if line.u0 > -1)
    common = [edge * 2.0 for edge, count in lefts.items() if count > 1] or [line.u0 for line in lines]
    rights = Counter(round(line.u1 / 2) for line in lines)
    wide = [edge * 2.0 for edge, count in rights.items() if count > 1 or len(lines) < 6]
    right = max([*wide, *([] if wide else [line.u1 for line in lines])])
    widest = max(line.u1 for line in lines)
    if widest - right < 2 * size:
        right = widest
    steps = sorted(
        b.v - a.v for a, b in itertools.pairwise(lines) if 0.8 * size < b.v - a.v < 3.2 * size
    )
    pitch = steps[len(steps) // 2] if steps else 1.8 * size
    return Margins(min(common), right, size, pitch)


def paragraphs(lines: list[Line], area: Margins) -> list[Paragraph]:
    """The paragraphs of consecutive lines of one column, in order."""
    found: list[Paragraph] = []
    for line in lines:
        traits = look(line, area)
        if found and _joins(found[-1], line, traits, area):
            found[-1].lines.append(line)
        else:
            found.append(Paragraph([line], traits))
    return found


def look(line: Line, area: Margins) -> set[Trait]:
    """Centred or set to the right, as far as geometry tells."""
    inner, rest = line.u0 - area.left, area.right - line.u1
    middle = abs((line.u0 + line.u1) / 2 - (area.left + area.right) / 2)
    big = line.size > 1.15 * area.size
    if middle < 0.9 * line.size and (inner > 2.6 * line.size or (big and inner > 0.3 * line.size) or big):
        return {Trait.CENTRED, Trait.HEADING} if big else {Trait.CENTRED}
    if inner > 0.38 * (area.right - area.left) and rest < 6 * line.size:
        return {Trait.RIGHT}
    return set()


def _joins(paragraph: Paragraph, line: Line, traits: set[Trait], area: Margins) -> bool:
    last = paragraph.lines[-1]
    same_page = last.page == line.page
    if abs(last.size - line.size) > 0.08 * last.size:
        return False
    step = line.v - last.v
    if same_page and not 0.5 * line.size < step < max(1.3 * area.pitch, 1.25 * line.size):
        return False
    if Trait.CENTRED in paragraph.traits or Trait.CENTRED in traits:
        return same_page and Trait.HEADING in paragraph.traits and Trait.HEADING in traits
    if Trait.RIGHT in paragraph.traits or Trait.RIGHT in traits:
        return False
    first = paragraph.lines[0]
    if line.u0 > min(first.u0, area.left + 0.2 * line.size) + 0.8 * line.size and line.u0 > last.u0 - 0.8 * line.size:
        return False
    if len(paragraph.lines) == 1 and abs(line.u0 - first.u0) < 0.6 * line.size and line.u0 > area.left + 1.2 * line.size:
        return False
    return is_full(last, line, area.right)


def is_full(line: Line, following: Line, right: float) -> bool:
    """True when the first word of the following line would not have fitted on this one."""
    return right - line.u1 < first_word(following) + 0.6 * line.size


def first_word(line: Line) -> float:
    """How wide the start of a line is that no line break can part."""
    word = 0.0
    for index, char in enumerate(line.chars):
        if not char.text.strip():
            break
        word = char.u1 - line.u0
        wide = is_wide(char.text[:1])
        after = line.chars[index + 1].text if index + 1 < len(line.chars) else ""
        if char.text in OPENING or (wide and char.text in CLOSING and after[:1].isascii() and after[:1].isalnum()):
            continue
        if wide and (after == "" or after[:1] not in CLOSING):
            break
        if not wide and is_wide(after[:1]) and after[:1] not in CLOSING:
            break
    return word


def glue(before: str, after: str) -> str:
    """What stands between two lines of a paragraph: a space between Latin words, else nothing."""
    a, b = before[-1:], after[:1]
    if a.isascii() and b.isascii() and a.isalpha() and b.isalpha():
        return " "
    if a.isascii() and b.isascii() and (a in ",;:" or (a == "." and b.isalpha())):
        return " "
    return ""
