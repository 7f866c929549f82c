"""Time and special paths of a home's cases: the reply clock, questions sent and answered, what is overdue."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from office import policy
from office.clocks import Tick
from office.deadlines import due_on
from office.dossier import Dossier
from office.limits import Kept, clock_in, lateness, limits_of
from office.path_requests import TakePath, TickClock
from office.people import Actor
from office.procedure import Procedure
from pipeline.errors import UsageError
from pipeline.policy import office_days, office_limits, office_settings


@dataclass(frozen=True, slots=True)
class Matters:
    """The acts that go beside the three signatures; `today` is the day of the run."""

    procedure: Procedure = field(repr=False)
    home: Path
    today: dt.date

    def procedure_chosen(self) -> str:
        """The procedure that new cases of this office follow. Raises UsageError for one that is not in the policy."""
        known = policy.procedures()
        chosen = office_settings(self.home).get("procedure", policy.default_procedure())
        if chosen not in known:
            raise UsageError(
                "本单位设置中的办理程序（procedure）无法识别。", f"可选：{'、'.join(known)}。"
            )
        return str(chosen)

    def due_on(self, review: Mapping[str, Any]) -> dt.date | None:
        """The shortest limit for the release of a reviewed draft in this office."""
        return due_on(review, self.today, office_limits(self.home), office_days(self.home))

    def tick(
        self,
        case: str,
        actor: Actor,
        event: str,
        on: dt.date,
        *,
        what: str = "",
        grounds: str = "",
    ) -> Dossier:
        """Start, suspend, resume, extend or stop the clock of the reply to a request. Raises ActRefused."""
        request = TickClock(Tick(event, on, what), grounds, self.today, office_days(self.home))
        return self.procedure.edit(case, actor, request)

    def take(
        self, case: str, actor: Actor, path: str, stage: str, on: dt.date, **more: Any
    ) -> Dossier:
        """Send, answer or settle a question (`party`, `answer`, `number`, `until`, `grounds`). Raises ActRefused."""
        request = TakePath(path, stage, on, self.today, days=office_days(self.home), **more)
        return self.procedure.edit(case, actor, request)

    def reply_due_on(self, case: Dossier) -> dt.date | None:
        """The last day for the reply to a request; None without one, while it is corrected, and once replied."""
        clock = clock_in(case)
        if clock is None or clock.stopped_on is not None:
            return None
        return clock.due_on(office_days(self.home))

    def limits(self, case: Dossier) -> tuple[Kept, ...]:
        """Every limit of a case, the law's beside those of the place, each with the day on which it was kept."""
        return limits_of(case, office_limits(self.home), office_days(self.home))

    def lateness(self, case: Dossier) -> list[tuple[str, dt.date]]:
        """Everything of an open case that is overdue, by name and day. Silence never means release."""
        return lateness(case, self.today, office_days(self.home))
