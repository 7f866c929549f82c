"""A case as its acts make it: decisions, cuts, answers, status, signatures, state. A pure function of the acts.

The row of a case in the database is only a summary for lists; what counts is what follows from the acts here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from office import policy
from office.acts import Act
from office.canonical import digest
from office.paths import Inquiry
from office.policy import SigningStep, State
from office.values import (
    AddedCut,
    Answer,
    Decision,
    Facts,
    FinalCut,
    Item,
    Removal,
    Signature,
    Status,
)
from pipeline.document import digest_id
from pipeline.proposal import StepKind

_SELF_CLOSING = (StepKind.REASON_CODE.value, StepKind.HALT_REPORT.value)
"""Steps that need no answer of their own: the decisions close the first, a halted case has no acts."""


@dataclass(frozen=True, slots=True)
class Dossier:
    """A case with everything that was done in it."""

    facts: Facts
    review: Mapping[str, Any] = field(repr=False)
    acts: tuple[Act, ...] = field(default=(), repr=False)
    state: State = State.DRAFTED
    round: int = 1
    decisions: Mapping[str, Decision] = field(default_factory=dict)
    added: Mapping[str, AddedCut] = field(default_factory=dict)
    answers: Mapping[str, Answer] = field(default_factory=dict)
    inquiries: Mapping[str, Inquiry] = field(default_factory=dict)
    status: Status | None = None
    signatures: tuple[Signature, ...] = ()
    past_signatures: tuple[Signature, ...] = ()
    release: Mapping[str, Any] = field(default_factory=dict, repr=False)

    @property
    def id(self) -> str:
        """The case number."""
        return self.facts.id

    @property
    def steps(self) -> tuple[SigningStep, ...]:
        """The steps of this case's procedure."""
        return policy.steps(self.facts.procedure)

    @property
    def due_step(self) -> SigningStep | None:
        """The step that is due to be signed; None when the case waits for none."""
        waiting = (State.DRAFTED, State.RETURNED, State.HANDLED, State.REVIEWED)
        if self.state not in waiting or len(self.signatures) >= len(self.steps):
            return None
        return self.steps[len(self.signatures)]

    @property
    def is_editable(self) -> bool:
        """True while nobody has signed this round: decisions may still be made."""
        return self.state in (State.DRAFTED, State.RETURNED) and not self.signatures

    @property
    def proposals(self) -> Mapping[str, Mapping[str, Any]]:
        """The machine's proposals by id."""
        return {proposal["id"]: proposal for proposal in self.review.get("proposals", ())}

    @property
    def undecided(self) -> tuple[str, ...]:
        """Proposals that nobody decided."""
        return tuple(name for name in self.proposals if name not in self.decisions)

    @property
    def codeless(self) -> tuple[str, ...]:
        """Proposals whose decision withholds something without a reason code."""
        return tuple(
            name for name in self.decisions if self._needs_code(name) and not self.code_of(name)
        )

    def _needs_code(self, proposal: str) -> bool:
        decision = self.decisions[proposal]
        acts = self.proposals[proposal]["action"] in ("remove", "mask", "withhold")
        return decision.verdict == "amend" or (decision.verdict == "accept" and acts)

    def code_of(self, proposal: str) -> str | None:
        """The reason code of a decided proposal: the person's, else the machine's."""
        code = self.decisions[proposal].reason_code or self.proposals[proposal].get("reason_code")
        return None if code is None else str(code)

    @property
    def withheld_by(self) -> tuple[str, ...]:
        """Proposals to withhold the whole document that a person accepted."""
        return tuple(
            name
            for name, decision in self.decisions.items()
            if decision.verdict == "accept" and self.proposals[name]["action"] == "withhold"
        )

    @property
    def items(self) -> tuple[Item, ...]:
        """Everything in this case that a person must answer for."""
        return (*self._gaps(), *self._steps(), *self._questions())

    @property
    def open_items(self) -> tuple[Item, ...]:
        """Items without an answer."""
        return tuple(item for item in self.items if item.id not in self.answers)

    def _gaps(self) -> Iterable[Item]:
        seen = {}
        for gap in self.review.get("gaps", ()):
            item = Item(
                digest_id("gap", gap["reason"], gap["place"]), "gap", gap["reason"], gap["place"]
            )
            seen[item.id] = item
        return seen.values()

    def _steps(self) -> Iterable[Item]:
        counts: dict[str, int] = {}
        for step in self.review.get("steps", ()):
            kind = step["kind"]
            if kind in _SELF_CLOSING:
                continue
            counts[kind] = counts.get(kind, 0) + 1
            name = kind if counts[kind] == 1 else f"{kind}-{counts[kind]}"
            yield Item(name, "step", kind, step["grounds"], step.get("due_on"))

    def _questions(self) -> Iterable[Item]:
        for name, decision in self.decisions.items():
            proposal = self.proposals[name]
            asked = proposal["action"] == "ask" and decision.verdict == "accept"
            if asked and not self._is_answered_elsewhere(proposal):
                yield Item(name, "ask", "ask", proposal["grounds"])

    def _is_answered_elsewhere(self, proposal: Mapping[str, Any]) -> bool:
        """True for a question about the whole document that everybody who was asked on its path has answered."""
        mode = self.status.release_mode if self.status else None
        for name, row in policy.paths().items():
            same = [i for i in self.inquiries.values() if i.path == name]
            if same and not proposal["findings"] and {*row.get("asks", ())} & {*proposal["basis"]}:
                return not any(i.why_not_release(mode, has_cuts=True) for i in same)
        return False

    @property
    def final_cuts(self) -> tuple[FinalCut, ...]:
        """Every cut that stands, in text order; cuts of different origin may overlap."""
        cuts = [cut for name in self.decisions for cut in self._cuts_of(name)]
        cuts += [
            FinalCut(
                cut.start, cut.stop, None, cut.kind, cut.reason_code, policy.reason_basis(cut.reason_code),
                cut.actor, cut.id,
            )
            for cut in self.added.values()
        ]  # fmt: skip
        return tuple(sorted(cuts, key=lambda cut: (cut.start, cut.stop, cut.origin)))

    @property
    def removals(self) -> tuple[Removal, ...]:
        """Every picture and object that is taken out whole, in the order of the review."""
        return tuple(
            Removal(
                item.id, item.reason, item.place, answer.reason_code,
                policy.reason_basis(answer.reason_code), answer.actor,
            )
            for item in self.items
            if (answer := self.answers.get(item.id)) is not None and answer.reason_code
        )  # fmt: skip

    @property
    def is_cut(self) -> bool:
        """True when what is published is not the source as it stands."""
        return bool(self.final_cuts or self.removals)

    def _cuts_of(self, name: str) -> Iterable[FinalCut]:
        decision, proposal = self.decisions[name], self.proposals[name]
        if decision.verdict == "reject" or (
            decision.verdict == "accept" and proposal["action"] not in ("remove", "mask")
        ):
            return
        masks = {(cut["start"], cut["stop"]): cut.get("mask") for cut in proposal.get("cuts", ())}
        spans = decision.cuts if decision.verdict == "amend" else tuple(masks)
        code = self.code_of(name)
        stated = tuple(proposal.get("basis", ()))
        basis = stated if stated and code == proposal.get("reason_code") else _basis(code, stated)
        for start, stop in spans:
            kind = self._kind_at(proposal, start, stop)
            yield FinalCut(
                start, stop, masks.get((start, stop)), kind, code, basis, decision.actor, name
            )

    def _kind_at(self, proposal: Mapping[str, Any], start: int, stop: int) -> str:
        own = [f for f in self.review.get("findings", ()) if f["id"] in proposal["findings"]]
        at = [f["kind"] for f in own if f["start"] < stop and start < f["stop"]]
        return str((at or [f["kind"] for f in own] or ["hidden"])[0])

    @property
    def reason_code(self) -> str | None:
        """The code under which a document is withheld as a whole."""
        if self.status is not None and self.status.reason_code:
            return self.status.reason_code
        codes = [code for name in self.withheld_by if (code := self.code_of(name))]
        return codes[0] if codes else None

    def content(self) -> str:
        """Digest of everything that a signature stands for."""
        status = self.status
        asked = [
            [i.key, i.sent_on.isoformat(), i.answer or "", i.number, i.settled or ""]
            for _, i in sorted(self.inquiries.items())
        ]
        return digest(
            {
                **({"inquiries": asked} if asked else {}),
                "case": self.id, "source": self.facts.sha256, "review": self.facts.review_digest, "round": self.round,
                "decisions": sorted(
                    [d.proposal, d.verdict, d.actor, d.at, d.grounds, d.reason_code or "", [list(c) for c in d.cuts]]
                    for d in self.decisions.values()
                ),
                "added": sorted(
                    [c.id, c.start, c.stop, c.kind, c.reason_code, c.grounds, c.actor] for c in self.added.values()
                ),
                "answers": sorted(
                    [a.item, a.actor, a.at, a.grounds, *([a.reason_code] if a.reason_code else [])]
                    for a in self.answers.values()
                ),
                "status": [status.release_status, status.release_mode, status.reason_code] if status else None,
            }
        )  # fmt: skip

    @property
    def output_sha256(self) -> str | None:
        """Digest of the released bytes."""
        return self.release.get("output")


def _basis(code: str | None, stated: tuple[str, ...]) -> tuple[str, ...]:
    return policy.reason_basis(code) if code else stated
