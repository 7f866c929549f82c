"""What fills the fields of forms and letters: name → text, from a review and its procedure."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping

from pipeline.finding import Kind
from pipeline.proposal import StepKind
from records import labels
from records.articles import cite_all
from records.chinese import BLANK_DATE, clean, long_date
from records.entries import Review
from records.fields import LISTS
from records.procedure import Procedure
from records.rows import BarRow, CutRow, SignatureRow
from records.view import RecordView, view_of


def values_of(
    review: Review, procedure: Procedure | None = None, day: dt.date | None = None
) -> dict[str, str]:
    """The fields of one review. `day` is the day the form is filled, the review's day if not stated."""
    acts = procedure or Procedure()
    told = view_of(review, acts)
    metadata = review["metadata"]
    facts = dict(told.subject)
    values = {
        "office": told.office,
        "department": acts.department,
        "telephone": acts.telephone,
        "number": told.number,
        "case": clean(acts.case or review.get("case")),
        "day": long_date(day) or told.day,
        "stamp": told.stamp,
        "title": told.title,
        "subject": _subject(told),
        "document_number": told.document_number,
        "issuer": facts["发文机关"],
        "written_on": facts["成文日期"],
        "genre": facts["文种"],
        "addressee": metadata.get("addressee"),
        "urgency": metadata.get("urgency"),
        "copy_number": metadata.get("copy_number"),
        "release_note": facts["公开标注"],
        "summary": told.summary or told.conclusion,
        "file": facts["文件"],
        "sha256": review["source"].get("sha256"),
        "text_sha256": acts.text_sha256,
        "output_sha256": acts.output_sha256,
        "corpora": review.get("corpora"),
        "software": told.software,
        "against": "\n".join(told.against),
        "articles": _articles(review),
        "conclusion": told.conclusion,
        "others": "\n".join(told.others),
        "steps": "；".join(step.label for step in told.steps),
        "gaps": "；".join(f"{gap.place}（{gap.reason}）" for gap in told.gaps),
        "open_places": _open_places(told),
        "cut_count": str(len(told.standing)),
        "carrier": acts.carrier,
        "channel": acts.channel,
        "released_on": long_date(acts.released_on),
        "re_review_on": long_date(acts.re_review_on),
        "ledger_entry": acts.ledger_entry,
        "due_on": next((step.due for step in told.steps if step.due), ""),
        "statutory_due": long_date(next((d.due_on for d in acts.deadlines), acts.due_on)),
        "withheld_places": _counted(_withheld_kinds(told)),
        "third_party_matter": _third_party(told),
        "public_matter": _third_party(told),
        **_referral(review),
        **_markings(told),
        **_people(told),
        **_kinds(review),
        **_boxes(review, acts, told),
        **acts.extra,
    }
    return {name: str(value or "") for name, value in values.items()}


def lists_of(
    review: Review, procedure: Procedure | None = None
) -> dict[str, list[dict[str, str]]]:
    """The lists of one review: cuts, open questions, gaps, steps, markings."""
    told = view_of(review, procedure)
    tables = {
        "cut": told.cuts,
        "bar": told.bars,
        "gap": told.gaps,
        "step": told.steps,
        "note": told.notes,
        "marking": told.markings,
    }
    lists = {
        name: [{field: str(getattr(row, field)) for field in LISTS[name]} for row in rows]
        for name, rows in tables.items()
    }
    return lists | {"document": documents([(review, procedure)])}


def documents(entries: list[tuple[Review, Procedure | None]]) -> list[dict[str, str]]:
    """The list `document` of a batch form."""
    rows = []
    for number, (review, procedure) in enumerate(entries, 1):
        values = values_of(review, procedure)
        note = "有未能审查部分" if review["gaps"] else ""
        title = values["title"] or values["file"]
        rows.append(
            {
                "number": str(number),
                "title": title,
                "document_number": values["document_number"],
                "department": values["department"],
                "release_status": values["release_status"],
                "note": note,
            }
        )
    return rows


def _subject(told: RecordView) -> str:
    if not told.title:
        return dict(told.subject)["文件"]
    number = f"（{told.document_number}）" if told.document_number else ""
    return f"《{told.title}》{number}"


def _articles(review: Review) -> str:
    return cite_all(name for proposal in review["proposals"] for name in proposal["basis"])


def _open_places(told: RecordView) -> str:
    lines = [f"{bar.place}：{bar.kind}（{bar.reason}）" for bar in told.bars]
    lines += [f"{gap.place}：{gap.reason}" for gap in told.gaps]
    return "\n".join(lines)


def _counted(kinds: Iterable[str]) -> str:
    return "、".join(f"{kind}{count}处" for kind, count in Counter(kinds).most_common())


def _withheld_kinds(told: RecordView) -> list[str]:
    return [cut.kind for cut in told.standing] + [bar.kind for bar in told.bars]


def _third_party(told: RecordView) -> str:
    """What concerns a third party: kinds and counts under reason code 4, never the text."""
    code = labels.reason("4")
    rows: list[CutRow | BarRow] = [*told.standing, *told.bars]
    return _counted(row.kind for row in rows if row.reason == code)


def _referral(review: Review) -> dict[str, str]:
    """Whom to ask what (保密法 第二十五条, 条例 第十七条第三款).

    Whether something is a state secret only the national or provincial bureau decides; everything else is asked of
    the competent department.
    """
    asked = [step for step in review.get("steps", ()) if step["kind"] == StepKind.REFER.value]
    kinds = {finding["kind"] for finding in review["findings"]}
    cited = [name for step in asked for name in step.get("basis", ())]
    secrecy = Kind.SECRECY_SCOPE.value in kinds or any(
        name.startswith("保守国家秘密法") for name in cited
    )
    if secrecy:
        whom, what = "省级保密行政管理部门（经上级机关转报）", "该信息是否属于国家秘密"
    else:
        whom, what = "有关主管部门", "该信息是否可以公开"
    return {
        "addressee_authority": whom,
        "refer_question": f"确定{what}",
        "refer_grounds": "".join(clean(step.get("grounds")) for step in asked),
    }


def _markings(told: RecordView) -> dict[str, str]:
    written = "；".join(f"{m.level}，期限{m.term}，{m.state}" for m in told.markings)
    first = told.markings[0] if told.markings else None
    return {
        "markings": written or told.unmarked.rstrip("。"),
        "level": first.level if first else "无",
        "term": first.term if first else "",
        "issued_on": first.issued if first else "",
        "expires_on": first.last_day if first else "",
        "marking_state": first.state if first else "",
    }


def _people(told: RecordView) -> dict[str, str]:
    middle = told.between[-1] if told.between else None
    people: dict[str, SignatureRow | None] = {
        "handler": told.handler,
        "reviewer": middle,
        "approver": told.approver,
    }
    values = {}
    for name, row in people.items():
        words = "\n".join(word for word in (row.opinion, row.words) if word) if row else ""
        values[f"{name}_opinion"] = words
        values[f"{name}_name"] = row.name if row and row.signed else "　　　　"
        values[f"{name}_day"] = row.day if row else BLANK_DATE
    return values


def _kinds(review: Review) -> dict[str, str]:
    counted: Counter[Kind] = Counter()
    for finding in review["findings"]:
        kind = finding["kind"]
        if kind.startswith("pi.") and kind in Kind.__members__.values():
            counted[Kind(kind)] += 1
    ordered = sorted(counted.items(), key=lambda item: (-item[1], item[0].value))
    every = "、".join(f"{kind.label}{count}处" for kind, count in ordered)
    sensitive = "、".join(f"{kind.label}{count}处" for kind, count in ordered if kind.is_sensitive)
    return {"personal_kinds": every or "无", "sensitive_kinds": sensitive or "无"}


def _boxes(review: Review, acts: Procedure, told: RecordView) -> dict[str, str]:
    status = next((choice.label for choice in told.statuses if choice.ticked), "")
    mode = next((choice.label for choice in told.modes if choice.ticked), "")
    code, kinds = _reason(review, acts) if status == "不予公开" else (None, set())
    trade = Kind.TRADE_SECRET.value in kinds
    ticks = {
        "open": status in ("全文公开", "删减后公开"),
        "closed": status == "不予公开",
        "status_full": status == "全文公开",
        "status_partial": status == "删减后公开",
        "status_closed": status == "不予公开",
        "mode_proactive": mode == "主动公开",
        "mode_request": mode == "依申请公开",
        "reason_1": code == "1",
        "reason_3": code == "3",
        "reason_5": code == "5",
        "reason_6": code == "6",
        "reason_trade": code == "4" and trade,
        "reason_privacy": code == "4" and not trade,
        "reason_else": code in ("2", "7", "8"),
    }
    boxes = {name: labels.TICKED if ticked else labels.EMPTY for name, ticked in ticks.items()}
    return boxes | {"release_status": status, "release_mode": mode}


def _reason(review: Review, acts: Procedure) -> tuple[str | None, set[str]]:
    """Reason code of a document withheld as a whole, and the kinds of findings it rests on."""
    chosen: Mapping[str, str | None] = {d.proposal: d.reason_code for d in acts.decisions}
    findings = {finding["id"]: finding["kind"] for finding in review["findings"]}
    for proposal in review["proposals"]:
        if proposal["action"] == "withhold":
            code = acts.reason_code or chosen.get(proposal["id"]) or proposal.get("reason_code")
            return code, {findings[name] for name in proposal["findings"] if name in findings}
    return acts.reason_code, set()
