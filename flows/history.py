"""What was done in a case, act by act, and every limit of it: as a record, a letter and `case show --json` tell it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from office import policy
from office.acts import Act
from office.deadlines import office_day
from office.dossier import Dossier
from office.limits import Kept
from records import labels
from records.chinese import long_date, short_date
from records.procedure import Deadline, Event

Name = Callable[[str], str]
"""The name that is printed for an account."""


def events_of(case: Dossier, name: Name) -> tuple[Event, ...]:
    """One line an act, in order, each with its day, its person and its articles."""
    return tuple(_event(case, act, name) for act in case.acts)


def _event(case: Dossier, act: Act, name: Name) -> Event:
    label, basis = _told(case, act)
    payload = act.payload
    recorded = office_day(act.at)
    on = dt.date.fromisoformat(payload["on"]) if "on" in payload else recorded
    plain = act.kind not in ("clock", "path", "carried", "returned", "withdrawn")
    grounds = str(payload.get("opinion") or payload.get("grounds") or "")
    return Event(on, label, name(act.actor or ""), grounds, basis, recorded, plain)


def _told(case: Dossier, act: Act) -> tuple[str, tuple[str, ...]]:
    """What an act was, and the articles that it rests on."""
    payload = act.payload
    match act.kind:
        case "decided":
            return _decided(payload), ()
        case "cut":
            kind, code = labels.kind(payload["cut_kind"]), payload["reason_code"]
            return f"人工增加删减1处（{kind}）", policy.reason_basis(code)
        case "gap":
            return _answered(case, payload["items"])
        case "status":
            mode = payload["release_mode"]
            words = "，".join(word for word in (payload["release_status"], mode) if word)
            return f"确定公开属性：{words}", tuple(payload["basis"])
        case "clock":
            return _clock(payload)
        case "path":
            return path_words(payload), tuple(policy.paths()[payload["path"]]["basis"])
        case "carried":
            return _carried(payload), ()
        case "signed":
            return f"签署：{payload['label']}", ()
        case kind:
            return labels.ACTS.get(kind, kind), ()


def _decided(payload: Mapping[str, Any]) -> str:
    count = len(payload["proposals"])
    words = [f"{labels.VERDICTS[payload['verdict']]}处理建议{count}条"] if count else []
    if undone := len(payload.get("uncut", ())):
        words.append(f"撤销人工增加的删减{undone}处")
    return "，".join(words)


def _answered(case: Dossier, names: Iterable[str]) -> tuple[str, tuple[str, ...]]:
    """The gaps, steps and questions that a person answered for, with the articles of the steps."""
    known = {item.id: item for item in case.items}
    bases = {step["kind"]: step.get("basis", ()) for step in case.review.get("steps", ())}
    told, basis, gaps = dict[str, None](), dict[str, None](), 0
    for item in (known[name] for name in names if name in known):
        match item.kind:
            case "gap":
                gaps += 1
            case "step":
                told[labels.step_kind(item.reason)] = None
                basis.update(dict.fromkeys(bases.get(item.reason, ())))
            case _:
                told["待确定的内容"] = None
    words = [*([f"未能审查的部分{gaps}处"] if gaps else []), *told]
    return f"答复：{'、'.join(words) or '待办事项'}", tuple(basis)


def _clock(payload: Mapping[str, Any]) -> tuple[str, tuple[str, ...]]:
    event, what = payload["event"], payload["what"]
    words = labels.CLOCK[event]
    if event == "suspend":
        return f"{words}：{labels.PAUSES[what]}", tuple(policy.clock_basis(what))
    return words, tuple(policy.clock_basis(event))


def _carried(payload: Mapping[str, Any]) -> str:
    """What stood already in earlier cases of the same file."""
    told = []
    for row in payload["carried"]:
        on = long_date(row["answered_on"] or row["sent_on"])
        stage = "answer" if row["answer"] else "send"
        told.append(f"{path_words({**row, 'stage': stage})}（{on}，案卷{row['from']}）")
    return f"沿用此前的登记：{'；'.join(told)}"


def path_words(payload: Mapping[str, Any]) -> str:
    """One step on a special path: 征求第三方意见：某某公司逾期未答复."""
    label, party = policy.paths()[payload["path"]]["label"], payload["party"]
    until = long_date(payload["until"])
    match payload["stage"]:
        case "send":
            words = f"送{party}" if party else "送出"
            words = f"至{until}" if until else words
        case "answer":
            told = policy.path_word(payload["answer"])
            words = party + told + (f"至{until}" if until else "")
            words += f"，{payload['document']}" if payload["document"] else ""
        case _:
            to = f"（{party}）" if party else ""
            words = f"本机关决定{to}：{policy.path_word(payload['answer'])}"
    return f"{label}：{words}"


def path_answers(case: Dossier) -> dict[str, str]:
    """Item → what came of the path that answered it."""
    told = {}
    for act in case.acts:
        if act.kind == "path":
            on = dt.date.fromisoformat(act.payload["on"])
            words = f"{path_words(act.payload)}，{short_date(on)}"
            told.update(dict.fromkeys(act.payload["items"], words))
    return told


def deadlines_of(limits: Iterable[Kept], on: dt.date) -> tuple[Deadline, ...]:
    """Every limit as a record prints it on a day."""
    return tuple(
        Deadline(
            k.label, k.due_on, k.met_on, k.basis, k.of, k.since, k.met_on is None and k.is_late(on),
            policy.path_word(k.answer) if k.answer else "办结", k.theirs,
        )
        for k in limits
    )  # fmt: skip
