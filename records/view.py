"""What a record says, as strings in order: one reading of a review for the Word form and the page.

A view never holds text of the document: places, kinds, codes and articles only, and the metadata that
`review.json` prints (the title comes with its cuts made).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from records import labels
from records.articles import cite_all
from records.chinese import BLANK_DATE, clean, clean_lines, file_size, long_date
from records.entries import (
    Review,
    bars,
    code_basis,
    cuts,
    decided_basis,
    decided_code,
    gaps,
    mark,
    notes,
    removals,
    steps,
)
from records.history import deadlines, events, in_short
from records.procedure import THREE_STEPS, Procedure, Signature
from records.rows import (
    BarRow,
    Choice,
    CutRow,
    DeadlineRow,
    EventRow,
    GapRow,
    MarkRow,
    NoteRow,
    SignatureRow,
    StepRow,
)


@dataclass(frozen=True, slots=True)
class RecordView:
    """Everything printed in one record. `stamp` is empty only when every step is signed."""

    heading: str
    office: str
    number: str
    day: str
    stamp: str
    title: str
    document_number: str
    subject: tuple[tuple[str, str], ...]
    summary: str
    markings: tuple[MarkRow, ...]
    unmarked: str
    """What is said of the marking where none was found: of a file that was not read nothing is said to be absent."""
    against: tuple[str, ...]
    statuses: tuple[Choice, ...]
    modes: tuple[Choice, ...]
    conclusion: str
    signatures: tuple[SignatureRow, ...]
    cuts: tuple[CutRow, ...]
    bars: tuple[BarRow, ...]
    notes: tuple[NoteRow, ...]
    gaps: tuple[GapRow, ...]
    steps: tuple[StepRow, ...]
    deadlines: tuple[DeadlineRow, ...]
    events: tuple[EventRow, ...]
    others: tuple[str, ...]
    digests: tuple[tuple[str, str], ...]
    software: str

    @property
    def standing(self) -> tuple[CutRow, ...]:
        """The cuts that are made: without those that a person rejected."""
        return tuple(row for row in self.cuts if row.stands)

    @property
    def handler(self) -> SignatureRow:
        """承办人, the first step."""
        return self.signatures[0]

    @property
    def approver(self) -> SignatureRow:
        """主管领导, the last step."""
        return self.signatures[-1]

    @property
    def between(self) -> tuple[SignatureRow, ...]:
        """办公室 and whoever else signs in between."""
        return self.signatures[1:-1]


def view_of(review: Review, procedure: Procedure | None = None) -> RecordView:
    """The record of one review, with what people did so far."""
    acts = procedure or Procedure()
    source, metadata = review["source"], review["metadata"]
    all_cuts = cuts(review, acts)
    status = acts.release_status or review["release_status"]
    mode = acts.release_mode or review.get("release_mode") or ""
    if status in labels.CLOSED_STATUSES:
        mode = ""
    return RecordView(
        heading="政府信息公开保密审查记录",
        office=clean(review.get("office")),
        number=clean(acts.record_number or acts.case or review.get("case")),
        day=long_date(review.get("on")),
        stamp=_stamp(acts),
        title=clean(metadata.get("title")),
        document_number=clean(metadata.get("document_number")),
        subject=_subject(source, metadata),
        summary=_summary(review),
        markings=tuple(mark(marking) for marking in review["markings"]),
        unmarked=UNMARKED[labels.coverage(review["gaps"])],
        against=_against(review, acts),
        statuses=tuple(Choice(word, word == status) for word in labels.RELEASE_STATUSES),
        modes=tuple(Choice(word, word == mode) for word in labels.RELEASE_MODES),
        conclusion=_conclusion(review, acts, sum(row.stands for row in all_cuts)),
        signatures=_signatures(acts),
        cuts=all_cuts,
        bars=bars(review, acts),
        notes=notes(review),
        gaps=gaps(review, acts.gap_answers),
        steps=steps(review, acts.gap_answers),
        deadlines=deadlines(acts),
        events=events(acts),
        others=_others(review, acts),
        digests=_digests(review, acts),
        software=clean(review.get("software")),
    )


def _stamp(acts: Procedure) -> str:
    if acts.is_complete:
        return ""
    return labels.STAMP_UNSIGNED if acts.is_untouched else labels.STAMP_PARTLY_SIGNED


def _subject(
    source: Mapping[str, Any], metadata: Mapping[str, Any]
) -> tuple[tuple[str, str], ...]:
    name = clean(source.get("name"))
    size = f"（{clean(source.get('format')) or '格式不明'}，{file_size(int(source.get('bytes') or 0))}）"
    return (
        ("发文机关", clean(metadata.get("issuer"))),
        ("成文日期", long_date(metadata.get("written_on"))),
        ("文种", clean(metadata.get("genre"))),
        ("公开标注", clean(metadata.get("release_note"))),
        ("文件", name + size),
    )


def _summary(review: Review) -> str:
    """What stands in the field of the title where the document shows none: counts, never content."""
    if review["metadata"].get("title"):
        return ""
    if review["outcome"] == "halt":
        return "已停止处理，不登记题名和内容。"
    kinds: dict[str, int] = {}
    for finding in review["findings"]:
        label = labels.kind(finding["kind"])
        kinds[label] = kinds.get(label, 0) + 1
    seen = "、".join(
        f"{label}{count}处" for label, count in sorted(kinds.items(), key=lambda k: (-k[1], k[0]))
    )
    if not seen and (read := labels.coverage(review["gaps"])) != "whole":
        return "未能读取文件，题名和内容不详。" if read == "nothing" else "未识别出标题，已审查部分未查见需处理的内容。"
    return "未识别出标题，" + (f"查见{seen}。" if seen else "未查见需处理的内容。")


UNMARKED = {
    "whole": "未发现国家秘密标志。",
    "part": "已审查部分未发现国家秘密标志。",
    "nothing": "未能读取文件，未查密级标志。",
}
_NOTHING_AGAINST = {
    "whole": "未发现不应公开的内容。",
    "part": "已审查部分未发现不应公开的内容。",
    "nothing": "未能读取文件，未作审查。",
}


def _against(review: Review, acts: Procedure) -> tuple[str, ...]:
    """不应公开的依据: one line a reason code, with its articles and the number of places."""
    decisions = {decision.proposal: decision for decision in acts.decisions}
    places: dict[str | None, int] = {}
    articles: dict[str | None, dict[str, None]] = {}
    for proposal in review["proposals"]:
        decision = decisions.get(proposal["id"])
        if proposal["action"] in ("keep", "note") or (decision and decision.verdict == "reject"):
            continue
        code = decided_code(proposal, decision)
        if proposal["action"] == "ask" and decision is not None and code is None:
            continue  # a question that people dealt with withholds nothing
        places[code] = places.get(code, 0) + (len(proposal.get("cuts", ())) or 1)
        articles.setdefault(code, {}).update(dict.fromkeys(decided_basis(proposal, decision)))
    for added in acts.added:
        places[added.reason_code] = places.get(added.reason_code, 0) + 1
        articles.setdefault(added.reason_code, {}).update(
            dict.fromkeys(added.basis or code_basis(added.reason_code))
        )
    for _, answer in removals(review, acts):
        code = answer.reason_code
        places[code] = places.get(code, 0) + 1
        articles.setdefault(code, {}).update(dict.fromkeys(code_basis(code)))
    if not places and acts.reason_code is None:
        return (_NOTHING_AGAINST[labels.coverage(review["gaps"])],)
    if acts.reason_code is not None and acts.reason_code not in places:
        places[acts.reason_code] = 1
        articles.setdefault(acts.reason_code, {})
    lines = []
    for code in sorted(places, key=lambda code: code or "~"):
        cited = cite_all(articles[code])
        lines.append(
            f"{labels.reason(code)}（{places[code]}处）" + (f"：{cited}" if cited else "")
        )
    return tuple(lines)


def _conclusion(review: Review, acts: Procedure, count: int) -> str:
    if acts.is_complete and acts.release_status:
        last = clean_lines(acts.signatures[-1].opinion)
        return last or labels.opinion(acts.release_status, acts.release_mode)
    words = labels.CONCLUSIONS.get(review["outcome"], "")
    if review["outcome"] == "partial_release":
        words = words.rstrip("。") + f"（共{count}处）。"
    return words


def _signatures(acts: Procedure) -> tuple[SignatureRow, ...]:
    """The steps as printed: stock wording by place in the procedure, the person's own words beside it."""
    steps_of = acts.signatures or THREE_STEPS
    last = len(steps_of) - 1
    return tuple(
        _signature(signature, acts, labels.OPINION_VERBS[0 if n == 0 else 2 if n == last else 1])
        for n, signature in enumerate(steps_of)
    )


def _signature(signature: Signature, acts: Procedure, verb: str) -> SignatureRow:
    label = clean(signature.label)
    if not signature.is_signed:
        return SignatureRow(label, "", "", "", BLANK_DATE, signed=False)
    stock = labels.opinion(acts.release_status, acts.release_mode, verb)
    opinion, words = clean_lines(signature.opinion) or stock, clean_lines(signature.words)
    own = "" if words == opinion else words
    return SignatureRow(
        label, opinion, own, clean(signature.name), long_date(signature.signed_on), signed=True
    )


def _others(review: Review, acts: Procedure) -> tuple[str, ...]:
    lines = []
    if review["gaps"]:
        unread = sum(not row.answer for row in gaps(review, acts.gap_answers))
        told = "未经人工处理不得公开" if unread else "均已由人工处理"
        lines.append(f"有{len(review['gaps'])}处未能审查，见附表；{told}。")
    due = steps(review, acts.gap_answers)
    if due:
        left = sum(not row.answer for row in due)
        told = f"尚有{left}项未办" if left else "均已办结"
        lines.append(f"须办事项：{'、'.join(dict.fromkeys(row.label for row in due))}（{told}）")
    lines.extend(in_short(acts))
    if acts.re_review_on is not None:
        lines.append(f"定期复审日期：{long_date(acts.re_review_on)}")
    if acts.released_on is not None:
        lines.append(f"公开日期：{long_date(acts.released_on)}")
    lines.extend(clean(remark) for remark in acts.remarks)
    return tuple(lines) or ("无",)


def _digests(review: Review, acts: Procedure) -> tuple[tuple[str, str], ...]:
    rows = (
        ("原文件 SHA-256", clean(review["source"].get("sha256"))),
        ("文本 SHA-256", clean(acts.text_sha256)),
        ("公开文件 SHA-256", clean(acts.output_sha256)),
        ("规则 SHA-256", clean(review.get("corpora"))),
        ("台账", clean(acts.ledger_entry)),
    )
    return tuple((label, value) for label, value in rows if value)
