"""What was done in a case and by when it had to be: rows for the tables, and the lines of the form."""

from __future__ import annotations

from collections.abc import Iterable

from records.articles import cite_all
from records.chinese import clean, short_date
from records.procedure import Deadline, Procedure
from records.rows import DeadlineRow, EventRow

ON_FORM = 3
"""So many limits stand on the form itself; more have a table."""
UNCOUNTED = "尚不能推算"
"""The last day of a limit that does not run, or that lies beyond the known calendar."""


def deadlines(acts: Procedure) -> tuple[DeadlineRow, ...]:
    """Every limit, with whose it is and whether it was kept."""
    return tuple(
        DeadlineRow(
            str(number),
            clean(deadline.of),
            clean(deadline.label),
            cite_all(deadline.basis),
            short_date(deadline.since),
            short_date(deadline.due_on) or UNCOUNTED,
            _result(deadline),
        )
        for number, deadline in enumerate(acts.deadlines, 1)
    )


def _result(deadline: Deadline) -> str:
    """2026.11.23办结，按期. Of a limit that another side has, what came of it."""
    if deadline.met_on is None:
        return "未办结，已逾期" if deadline.is_missed else "未办结"
    done = short_date(deadline.met_on) + deadline.done
    if deadline.theirs or deadline.due_on is None:
        return done
    return f"{done}，{'逾期' if deadline.is_missed else '按期'}"


def events(acts: Procedure) -> tuple[EventRow, ...]:
    """Every act in order; none where the form itself shows all that was done."""
    if all(event.plain for event in acts.events):
        return ()
    rows = []
    for number, event in enumerate(acts.events, 1):
        day = short_date(event.on)
        if event.recorded_on not in (None, event.on):
            day += f"　{short_date(event.recorded_on)}登记"
        rows.append(
            EventRow(
                str(number),
                day,
                clean(event.label),
                clean(event.name),
                cite_all(event.basis),
                clean(event.grounds),
            )
        )
    return tuple(rows)


def in_short(acts: Procedure) -> Iterable[str]:
    """The lines of 其他: a few limits in full; of more, those that were missed."""
    told = []
    if len(acts.deadlines) <= ON_FORM:
        yield from map(_line, deadlines(acts))
    else:
        missed = [clean(d.of + d.label) for d in acts.deadlines if d.is_missed and not d.theirs]
        late = "逾期：" + "、".join(missed) if missed else "均未逾期"
        told.append(f"各项期限见附表，{late}")
    if any(not event.plain for event in acts.events):
        told.append("办理经过见附表")
    if told:
        yield "；".join(told) + "。"


def _line(row: DeadlineRow) -> str:
    """审查7日审查办结期限：2026.12.02，2026.11.23办结，按期."""
    whose = "" if row.label.startswith(row.of) else f"（{row.of}）"
    basis = f"（{row.articles}）" if row.articles else ""
    return f"{row.label}{whose}：{row.due}，{row.result}{basis}"
