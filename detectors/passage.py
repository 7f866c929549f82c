"""What a rule reads: folded text with the joints that folding closed, number clusters, cues and table columns.

Rules are pure functions `Passage -> Iterator[Match]`. They work on any plain string (`Passage(text)`), so they
stand on their own outside this project; joints and columns are what the project's reader adds.
"""

from __future__ import annotations

import bisect
import itertools
import re
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import NamedTuple

import corpora
from pipeline.finding import Certainty, Kind


class Match(NamedTuple):
    """A value in folded text, what it is, how sure, and the rule in Chinese (never a quotation)."""

    kind: Kind
    start: int
    stop: int
    certainty: Certainty
    why: str


Rule = Callable[["Passage"], Iterable[Match]]


class Column(NamedTuple):
    """Folded range of a table cell and the subject its head gives it (see `Cue`)."""

    start: int
    stop: int
    subject: str


class Cluster(NamedTuple):
    """Digits that stand together, whatever separates them.

    `digits` holds `0-9` and a closing `X`; `at[i]` is the place of digit i in the text, `gaps[i]` what stands
    before it: nothing, the separators, or `\\x00` where folding closed a space or line break.
    """

    digits: str
    at: Sequence[int]
    gaps: Sequence[str]

    def edge(self, index: int) -> bool:
        """True when a number may begin at digit `index` or end before it."""
        if index <= 0 or index >= len(self.digits) or self.gaps[index]:
            return True
        return self.digits[index - 1] == "X"

    def inner(self, start: int, stop: int) -> list[tuple[int, str]]:
        """The gaps strictly inside digits `start` to `stop`, with their offset from `start`."""
        return [(i - start, self.gaps[i]) for i in range(start + 1, stop) if self.gaps[i]]

    def span(self, start: int, stop: int) -> tuple[int, int]:
        """The text range of digits `start` to `stop`."""
        return self.at[start], self.at[stop - 1] + 1


JOINT = "\x00"
_SEPARATOR = r"(?: {0,3}[-\u2010-\u2015\u2212_./·•~] {0,3}| {1,4}| ?\t ?|[ \t]?\n[ \t]{0,8})"
_CLUSTER = re.compile(
    rf"[0-9]+(?:{_SEPARATOR}[0-9]+|{_SEPARATOR}?[xX×ⅩⅹχΧхХ](?![A-Za-z])[0-9]*)*+"
)
"""Possessive, as every unbounded part of these patterns: a text of digits would fill the memory with ways back."""
_NO_GAPS = {digits: ("",) * digits for digits in range(40)}
"""One tuple for all plain numbers of a usual length: a list of persons has hundreds of thousands."""
_LAST = frozenset("xX×ⅩⅹχΧхХ")
_MINIMUM = 7
_TOKEN = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9]|-(?=[A-Za-z0-9])){5,}+")
_CODED = re.compile(r"[A-Za-z]{0,5}(?:-[A-Za-z]{1,3})?-?[0-9][A-Za-z0-9\-]{3,34}")
_OF_ONE = frozenset({"not", "exam", "admission"})
_NUMBER_OF = "编号"
_OF_WHICH = re.compile(r"[(的之 ]{0,2}")
_DOCUMENTS = frozenset(
    ["passport", "travel_permit", "foreigner_id", "military_id", "driving_licence", "social_card", "disability_id", "student_id", "resident_id", "medical", "property", "imei"]
)
"""Papers and devices whose 编号 is the number that names them: 护照编号, 护照(编号."""
_ONE_VALUE = re.compile(r"[^0-9,。;、]*[A-Za-z0-9\-_/]*")
"""Labels of serial and file numbers speak of the value right after them, not of the one behind it."""


@dataclass(frozen=True)
class Passage:
    """Folded text for rules; `joints`: before what folding dropped something; `naming`: where private persons are named."""

    text: str = field(repr=False)
    joints: frozenset[int] = field(default=frozenset(), repr=False)
    columns: tuple[Column, ...] = field(default=(), repr=False)
    naming: Callable[[], tuple[tuple[int, int], ...]] | None = field(default=None, repr=False)

    @cached_property
    def people(self) -> tuple[tuple[int, int], ...]:
        """Ranges of the names of private persons, in text order; looked for when a rule asks. None in a plain string."""
        return self.naming() if self.naming else ()

    @cached_property
    def clusters(self) -> tuple[Cluster, ...]:
        """Every cluster of at least seven digits, in text order."""
        return tuple(self._clusters())

    def _clusters(self) -> Iterator[Cluster]:
        for match in _CLUSTER.finditer(self.text):
            start, stop = match.span()
            if stop - start < _MINIMUM:
                continue
            if match[0].isdigit() and self.joints.isdisjoint(range(start + 1, stop)):
                gaps = _NO_GAPS.get(stop - start) or ("",) * (stop - start)
                yield Cluster(match[0], range(start, stop), gaps)
                continue
            digits: list[str] = []
            at = array("L")
            before: list[str] = []
            gap = ""
            for index, char in enumerate(match[0], start):
                if char in _LAST:
                    char = "X"
                elif not "0" <= char <= "9":
                    gap += char
                    continue
                if not gap and digits and index in self.joints:
                    gap = JOINT
                digits.append(char)
                at.append(index)
                before.append(gap)
                gap = ""
            if len(digits) >= _MINIMUM:
                yield Cluster("".join(digits), at, before)

    @cached_property
    def tokens(self) -> tuple[tuple[int, int], ...]:
        """Ranges of letters and digits, six characters at least; a run that folding joined is given in parts, too."""
        return tuple(
            part
            for part in self.runs(_TOKEN)
            if _CODED.fullmatch(self.text, *part) and not self._is_masked(*part)
        )

    def runs(self, pattern: re.Pattern[str]) -> Iterator[tuple[int, int]]:
        """Ranges of a pattern's matches; one that folding joined is given in parts, too."""
        for match in pattern.finditer(self.text):
            start, stop = match.span()
            yield start, stop
            cuts = [i for i in range(start + 1, stop) if i in self.joints] if self.joints else []
            if cuts:
                yield from itertools.pairwise([start, *cuts, stop])

    def stands_free(self, start: int, stop: int) -> bool:
        """True when no Latin letter or digit touches the range; what folding joined to it does not touch."""
        before, after = self.text[start - 1 : start] if start else "", self.text[stop : stop + 1]
        return not (
            (before.isascii() and before.isalnum() and start not in self.joints)
            or (after.isascii() and after.isalnum() and stop not in self.joints)
        )

    def _is_masked(self, start: int, stop: int) -> bool:
        return self.text[max(0, start - 1) : start] == "*" or self.text[stop : stop + 1] == "*"

    def cue(self, start: int, reach: int = 18) -> str | None:
        """The subject of the number at `start`: the nearest cue before it in its line, else its column's."""
        window, (pattern, subjects) = self._own(start, reach), _cues()
        seen = list(pattern.finditer(window))
        for place in range(len(seen) - 1, -1, -1):
            found = seen[place]
            subject = subjects[found[0]]
            if place and found[0] == _NUMBER_OF:
                owner = subjects[seen[place - 1][0]]
                between = window[seen[place - 1].end() : found.start()]
                if owner in _DOCUMENTS and _OF_WHICH.fullmatch(between):
                    return owner
            if subject not in _OF_ONE or (
                _ONE_VALUE.fullmatch(window, found.end()) and not self._parted(start)
            ):
                return subject
        return self.column(start)

    def _parted(self, start: int) -> bool:
        """True when folding closed a space between a number and the one at `start`."""
        return start in self.joints and self.text[start - 1 : start].isdigit()

    def cues(self, start: int, reach: int = 40) -> list[str]:
        """Every cue subject in the window before `start`, nearest first, the column's last."""
        found = [_cues()[1][m[0]] for m in _cues()[0].finditer(self._own(start, reach))]
        column = self.column(start)
        return found[::-1] + ([column] if column else [])

    def column(self, start: int) -> str | None:
        """The subject of the table column that holds `start`."""
        cell = self._cell(start)
        return cell.subject if cell else None

    def is_together(self, before: int, start: int) -> bool:
        """True when both places stand in the same cell of a table whose head is known, or in none."""
        return self._cell(before) is self._cell(start)

    def _cell(self, start: int) -> Column | None:
        index = bisect.bisect_right(self.columns, start, key=lambda c: c.start) - 1
        if index >= 0 and start < self.columns[index].stop:
            return self.columns[index]
        return None

    def _own(self, start: int, reach: int) -> str:
        """What stands before `start` as far as it may speak of it: in a cell whose head is known the cell itself,
        and a label in the cell beside it."""
        window = self.before(start, reach)
        cell = self._cell(start)
        inside = start - cell.start if cell else len(window)
        if inside >= len(window):
            return window
        beside = window[: len(window) - inside]
        last = None
        for last in _cues()[0].finditer(beside):  # noqa: B007 - the last one counts
            pass
        of_row = cell is not None and self._cell(cell.start - 2) is not None
        is_label = last is not None and not of_row and not beside[last.end() :].strip(" \t:：")
        return window if is_label else window[len(beside) :]

    def before(self, start: int, reach: int) -> str:
        """Up to `reach` characters before `start`, from the last hard break on (a label line may come before)."""
        window = self.text[max(0, start - reach) : start]
        cut = window.rfind("\n")
        if cut < 0:
            return window
        if not window[cut + 1 :].strip() and window[:cut].rstrip().endswith((":", "：")):
            return window[window.rfind("\n", 0, cut) + 1 :]
        return window[cut + 1 :]

    def after(self, stop: int, reach: int) -> str:
        """Up to `reach` characters after `stop`, as far as the line goes."""
        return self.text[stop : stop + reach].split("\n", 1)[0]

    def sentence(self, start: int, reach: int = 60) -> str:
        """The text before `start` as far back as the sentence goes."""
        return re.split(r"[。;!?\n]", self.text[max(0, start - reach) : start])[-1]


HAN_DIGITS = "〇零○一二三四五六七八九壹贰叁肆伍陆柒捌玖幺貳參陸"
_FROM_HAN = str.maketrans(HAN_DIGITS + "叉", "000" + "123456789" * 2 + "1236" + "X")
LOOKALIKES = "OoQDIliZSB|"
_FROM_LOOKALIKES = str.maketrans(LOOKALIKES, "00001112581")


def from_han(text: str) -> str:
    """Chinese numerals read one by one (一三八 …, 壹叁捌 …, 幺) as digits; the length stays."""
    return text.translate(_FROM_HAN)


def from_lookalikes(text: str) -> str:
    """Letters that scanners take for digits (O for 0, l for 1 …) as digits; the length stays."""
    return text.translate(_FROM_LOOKALIKES)


@cache
def _cues() -> tuple[re.Pattern[str], dict[str, str]]:
    subjects = {
        row["term"]: row["subject"] for row in corpora.rows("lexicons/identifier_cues.tsv")
    }
    terms = sorted(subjects, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, terms))), subjects


def resolve(matches: Iterable[Match]) -> list[Match]:
    """Matches without overlaps: the surer one stays, then the longer one, then the first. In text order."""
    kept: list[Match] = []
    together: list[Match] = []
    stop = -1
    for match in sorted(set(matches), key=lambda m: (m.start, m.stop)):
        if match.start >= stop:
            kept += _best(together)
            together = []
        together.append(match)
        stop = max(stop, match.stop)
    return kept + _best(together)


def _best(together: Sequence[Match]) -> list[Match]:
    """Of matches that hang together by overlaps, those that stay."""
    rank = {Certainty.SURE: 0, Certainty.LIKELY: 1, Certainty.POSSIBLE: 2}
    kept: list[Match] = []
    starts: list[int] = []
    for match in sorted(
        together, key=lambda m: (rank[m.certainty], m.start - m.stop, m.start, m.kind, m.why)
    ):
        index = bisect.bisect_left(starts, match.start)
        if index < len(kept) and kept[index].start < match.stop:
            continue
        if index > 0 and kept[index - 1].stop > match.start:
            continue
        kept.insert(index, match)
        starts.insert(index, match.start)
    return kept
