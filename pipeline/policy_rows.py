"""The policy table: what to do about a kind of finding, of a certainty, in a context.

Three layers: the nation's rows, the rows of the places an office belongs to, and the office's own. Within a layer
the first row that fits wins. Between nation and place the stricter binds; an office row replaces both, except that
a `fixed` row can only be made stricter. What no row covers is REFER.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import cached_property

from pipeline import basis
from pipeline.errors import CorpusError
from pipeline.finding import Certainty, Kind
from pipeline.masks import rules as mask_rules
from pipeline.proposal import REASON_CODES, Action, Outcome
from pipeline.steps import is_known
from pipeline.workdays import Calendar, calendar

NATION = "国家规定"
OFFICE = "本单位规定"
FACTS = frozenset(
    {
        "state",
        "live",
        "clearance",
        "genre",
        "list",
        "layer",
        "note",
        "official",
        "protected",
        "party",
        "masked",
        "beside",
        "bystander",
        "company",
        "normative",
        "year_only",
        "public",
        "law",
    }
)
"""The facts a row may ask for in its column `when`."""


TOPICS = ("document.genre", "document.note", "document.no_note", "document.joint")
"""What rows may say about a document as a whole, where no finding stands for it."""


@dataclass(frozen=True, slots=True)
class Row:
    """One rule. `kinds` and `certainties` are patterns; `when` must hold for every fact it names.

    `basis` lists the articles of every version; those in force on the day are cited. `reason_code` None means that
    a person must choose, or that nothing is withheld.
    """

    layer: str
    kinds: tuple[str, ...]
    certainties: tuple[str, ...]
    when: Mapping[str, tuple[str, ...]]
    action: Action
    mask: str | None
    outcome: Outcome
    reason_code: str | None
    basis: tuple[str, ...]
    steps: tuple[str, ...]
    is_fixed: bool
    grounds: str
    source: str

    def names(self, kind: str, certainty: str) -> bool:
        """True when this row speaks of the kind and the certainty."""
        is_named = any(fnmatchcase(kind, pattern) for pattern in self.kinds)
        return is_named and (self.certainties == ("*",) or certainty in self.certainties)

    def holds(self, facts: Mapping[str, str]) -> bool:
        """True when every fact that the row names holds."""
        return all(_holds(facts.get(name, ""), values) for name, values in self.when.items())


def _holds(value: str, wanted: tuple[str, ...]) -> bool:
    return bool(value) if wanted == ("*",) else value in wanted


UNKNOWN = Row(
    layer=NATION,
    kinds=("*",),
    certainties=("*",),
    when={},
    action=Action.ASK,
    mask=None,
    outcome=Outcome.REFER,
    reason_code=None,
    basis=("政府信息公开条例-2007/14", "政府信息公开条例-2019/17.3"),
    steps=("refer:authority",),
    is_fixed=True,
    grounds="规则表没有规定这种情形，须由人判断。",
    source="design §2(3)",
)
"""What holds for a pair that no row covers."""


@dataclass(frozen=True, slots=True)
class Binding:
    """The row that binds, and other layers' rows that say the same and are cited beside it."""

    row: Row
    beside: tuple[Row, ...] = ()

    @property
    def basis(self) -> tuple[str, ...]:
        """The articles of the binding row, then of those beside it."""
        refs = (*self.row.basis, *(ref for row in self.beside for ref in row.basis))
        return tuple(dict.fromkeys(refs))


_BOUND = 4_096
"""Answers of the policy that are kept."""
_Index = dict[tuple[str, str], tuple[Row, ...]]


@dataclass(frozen=True)
class Policy:
    """The rows of every layer that applies to an office, and its working days."""

    national: tuple[Row, ...]
    local: tuple[Row, ...] = ()
    office: tuple[Row, ...] = ()
    days: Calendar = field(default_factory=calendar)

    def bind(
        self, kind: Kind | str, certainty: Certainty | str, facts: Mapping[str, str]
    ) -> Binding:
        """The row that decides about such a finding; UNKNOWN, which refers, when there is none."""
        asked = (str(kind), str(certainty), *facts.items())
        made = self._bound.get(asked)
        if made is None:
            if len(self._bound) >= _BOUND:
                self._bound.clear()
            made = self._bound[asked] = self._bind(str(kind), str(certainty), facts)
        return made

    def _bind(self, kind: str, certainty: str, facts: Mapping[str, str]) -> Binding:
        rows_of_each = (rows.get((kind, certainty), ()) for rows in self._index)
        nation, local, office = (_first_of(rows, facts) for rows in rows_of_each)
        return _choose(nation[0] if nation else UNKNOWN, local, office[0] if office else None)

    def whole(self, topic: str, facts: Mapping[str, str]) -> Binding | None:
        """A row about the document as a whole (`document.joint` …), None where no layer has one."""
        named = (
            [row for row in rows if row.names(topic, Certainty.SURE)]
            for rows in (self.national, self.local, self.office)
        )
        nation, local, office = (_first_of(rows, facts) for rows in named)
        if nation:
            return _choose(nation[0], local, office[0] if office else None)
        strictest = max((*office, *local), key=lambda row: row.outcome, default=None)
        return Binding(strictest) if strictest else None

    @cached_property
    def _index(self) -> tuple[_Index, _Index, _Index]:
        return _index(self.national), _index(self.local), _index(self.office)

    @cached_property
    def _bound(self) -> dict[tuple[object, ...], Binding]:
        """Answers already given, by what was asked: of a hundred thousand findings most ask the same."""
        return {}

    @cached_property
    def digest(self) -> str:
        """SHA-256 over every row and the calendar: changes when an office changes its own rules."""
        rows = repr((self.national, self.local, self.office))
        days = repr([sorted(part) for part in (self.days.years, self.days.off, self.days.worked)])
        return hashlib.sha256(f"{rows}{days}".encode()).hexdigest()

    @cached_property
    def layers(self) -> tuple[str, ...]:
        """The names of the layers that have rows, the nation first."""
        rows = (*self.national, *self.local, *self.office)
        return tuple(dict.fromkeys(row.layer for row in rows))


def _index(rows: Sequence[Row]) -> _Index:
    """The rows that speak of each kind and certainty, in order."""
    return {
        (kind.value, certainty.value): tuple(row for row in rows if row.names(kind, certainty))
        for kind in Kind
        for certainty in Certainty
    }


def _first_of(rows: Sequence[Row], facts: Mapping[str, str]) -> tuple[Row, ...]:
    """The first row of each layer that holds."""
    found: dict[str, Row] = {}
    for row in rows:
        if row.layer not in found and row.holds(facts):
            found[row.layer] = row
    return tuple(found.values())


def _choose(nation: Row, local: Sequence[Row], office: Row | None) -> Binding:
    if office is not None:
        is_loosened = nation.is_fixed and nation is not UNKNOWN and office.outcome < nation.outcome
        return Binding(nation) if is_loosened else Binding(office)
    strictest = max(local, key=lambda row: row.outcome, default=None)
    if strictest is None or strictest.outcome < nation.outcome:
        return Binding(nation)
    if nation is UNKNOWN:
        return Binding(strictest)
    if strictest.outcome > nation.outcome or _is_prescribed(strictest, nation):
        return Binding(strictest, (nation,))
    return Binding(nation, (strictest,))


def _is_prescribed(place: Row, nation: Row) -> bool:
    """A place that prescribes how a value is masked says so with more authority than our default cut."""
    return place.action is Action.MASK and nation.action in (Action.REMOVE, Action.MASK)


# ---- reading rows ------------------------------------------------------------------------------------


def read_rows(
    table: Sequence[Mapping[str, str]], layer: str, topics: Mapping[str, Sequence[str]], where: str
) -> tuple[Row, ...]:
    """The rows of one table. Raises CorpusError that names the line for anything it does not know."""
    found = []
    for number, entry in enumerate(table, start=1):
        try:
            found.append(_row(entry, layer, topics))
        except (KeyError, ValueError, CorpusError) as error:
            what = error.what if isinstance(error, CorpusError) else f"无法识别“{error}”。"
            raise CorpusError(f"{where}第{number}行：{what}") from error
    return tuple(found)


def _row(entry: Mapping[str, str], layer: str, topics: Mapping[str, Sequence[str]]) -> Row:
    when = dict(_condition(part) for part in entry.get("when", "").split(";") if part)
    if not when.keys() <= FACTS:
        raise CorpusError(f"未知的条件“{'、'.join(sorted(when.keys() - FACTS))}”。")
    kinds, steps = tuple(entry["kind"].split("|")), tuple(entry.get("steps", "").split())
    if strange := [kind for kind in kinds if not _is_known_kind(kind)]:
        raise CorpusError(f"未知的种类“{'、'.join(strange)}”。")
    if strange := [step for step in steps if not is_known(step)]:
        raise CorpusError(f"未知的步骤“{'、'.join(strange)}”。")
    code, mask = entry.get("code", ""), entry.get("mask", "")
    if code and code not in REASON_CODES:
        raise CorpusError(f"未知的理由代码“{code}”。")
    if mask and mask not in mask_rules():
        raise CorpusError(f"未知的遮盖规则“{mask}”。")
    action = Action(entry["action"])
    if (action is Action.MASK) != bool(mask):
        raise CorpusError("遮盖应当且只有遮盖才指明遮盖规则。")
    return Row(
        layer=layer,
        kinds=kinds,
        certainties=tuple(entry["certainty"].split("|")),
        when=when,
        action=action,
        mask=mask or None,
        outcome=Outcome[entry["outcome"].upper()],
        reason_code=code or None,
        basis=_refs(entry["basis"].split(), topics),
        steps=steps,
        is_fixed=entry.get("fixed", "") == "yes",
        grounds=entry["grounds"],
        source=entry["source"],
    )


def _is_known_kind(pattern: str) -> bool:
    return pattern in TOPICS or any(fnmatchcase(kind, pattern) for kind in Kind)


def _condition(part: str) -> tuple[str, tuple[str, ...]]:
    name, _, values = part.partition("=")
    return name, tuple(values.split("|"))


def _refs(names: Sequence[str], topics: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    refs = tuple(
        dict.fromkeys(ref for name in names for ref in ([name] if "/" in name else topics[name]))
    )
    for ref in refs:
        basis.lookup(ref)
    return refs
