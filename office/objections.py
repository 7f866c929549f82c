"""Why an act of the procedure may not be done: every reason at once, each with a code and a Chinese sentence."""

from __future__ import annotations

from office.dossier import Dossier
from office.errors import Reason
from office.paths import barring
from office.people import Actor
from office.policy import Role, State
from office.values import RELEASING, UNDECIDED, WITHHELD


def why_not_sign(case: Dossier, actor: Actor, step: str | None = None) -> list[Reason]:
    """Reasons against this person's signature; empty means that it may be given.

    (1) a step is due and it is this person's; (2) nobody signs two steps of one case; (3) every proposal is
    decided, every gap, step and question answered, every code chosen; (4) 公开属性 and 公开方式 are set and agree
    with the decisions; (5) what was signed before is what is signed now.
    """
    due = case.due_step
    if due is None:
        return [Reason("state", f"案卷现为“{case.state.label}”，没有待签署的环节。")]
    reasons = []
    if step is not None and step != due.step:
        reasons.append(Reason("step", f"现在待签署的是“{due.label}”。"))
    if actor.role is not due.role:
        reasons.append(Reason("role", f"“{due.label}”环节须由{due.role.label}签署，不得代签。"))
    earlier = {s.step for s in (*case.past_signatures, *case.signatures) if s.actor == actor.name}
    if earlier - {due.step}:
        reasons.append(Reason("same_person", "同一案卷的各环节须由不同的人签署。"))
    return [*reasons, *open_matters(case), *_contradictions(case), *_moved(case)]


def open_matters(case: Dossier) -> list[Reason]:
    """What nobody has decided or answered yet."""
    reasons = []
    if case.undecided:
        reasons.append(
            Reason(
                "undecided",
                f"有{len(case.undecided)}条处理建议未作决定：{_some(case.undecided)}。",
            )
        )
    if case.codeless:
        reasons.append(
            Reason(
                "reason_code",
                f"有{len(case.codeless)}条决定未选择理由代码：{_some(case.codeless)}。",
            )
        )
    status = case.status.release_status if case.status else None
    for kind, word, how in (
        ("gap", "处未能审查的内容未答复", "gap"),
        ("step", "个须办事项未办理", "path 或 case gap"),
        ("ask", "个待确定事项未答复", "gap"),
    ):
        names = tuple(item.id for item in case.open_items if item.kind == kind)
        if names and not (kind in ("step", "ask") and status in (WITHHELD, UNDECIDED)):
            reasons.append(
                Reason(f"open_{kind}", f"有{len(names)}{word}：{_some(names)}（case {how}）。")
            )
    if status in RELEASING:
        mode = case.status.release_mode if case.status else None
        reasons.extend(barring(case.inquiries.values(), mode, case.is_cut))
    if status is None:
        reasons.append(Reason("status", "未确定公开属性和公开方式，不予印发（case status）。"))
    return reasons


def _contradictions(case: Dossier) -> list[Reason]:
    """Where 公开属性 does not follow from the decisions."""
    status = case.status
    if status is None:
        return []
    reasons = []
    if status.release_status in RELEASING:
        if case.withheld_by:
            reasons.append(
                Reason(
                    "withheld",
                    f"已采纳不予公开的处理建议：{_some(case.withheld_by)}，不能定为{status.release_status}。",
                )
            )
        if status.release_mode is None:
            reasons.append(Reason("mode", "未确定公开方式。"))
    if status.release_status == "全文公开" and case.is_cut:
        count = len(case.final_cuts) + len(case.removals)
        reasons.append(Reason("cuts", f"有{count}处删减，公开属性应为删减后公开。"))
    if status.release_status == "删减后公开" and not case.is_cut:
        reasons.append(Reason("no_cuts", "没有任何删减，不能定为删减后公开。"))
    if status.release_status == WITHHELD and not case.reason_code:
        reasons.append(Reason("reason_code", "不予公开须说明理由代码和依据，否则不予印发。"))
    return reasons


def _moved(case: Dossier) -> list[Reason]:
    content = case.content() if case.signatures else ""
    if any(signature.content != content for signature in case.signatures):
        return [Reason("content", "案卷内容与前一环节签署时不一致。")]
    return []


def why_not_return(case: Dossier, actor: Actor, power: str) -> list[Reason]:
    """A later step returns the case; an approved, withheld or referred one may be taken up again as well."""
    reasons = []
    due = case.due_step
    own_step = due is not None and case.signatures and actor.role is due.role
    if not (actor.role.may(power) or own_step):
        reasons.append(Reason("role", f"{actor.role.label}无权退回案卷。"))
    if case.state not in (
        State.HANDLED,
        State.REVIEWED,
        State.APPROVED,
        State.WITHHELD,
        State.REFERRED,
    ):
        reasons.append(Reason("state", f"案卷现为“{case.state.label}”，不能退回。"))
    return reasons


def why_not_withdraw(case: Dossier, actor: Actor, power: str) -> list[Reason]:
    """Before release anyone of the three may withdraw; what was released, the office or the leader."""
    reasons = []
    if not actor.role.may(power):
        reasons.append(Reason("role", f"{actor.role.label}无权撤回案卷。"))
    elif case.state is State.RELEASED and actor.role is Role.HANDLER:
        reasons.append(Reason("role", "已公开的信息须由办公室或主管领导决定撤回。"))
    if case.state in (State.WITHDRAWN, State.HALTED):
        reasons.append(Reason("state", f"案卷现为“{case.state.label}”，不能撤回。"))
    return reasons


def _some(names: tuple[str, ...]) -> str:
    return "、".join(names[:5]) + ("等" if len(names) > 5 else "")
