"""What an office reports of a period: the annual report's results, the 通报, turn-round, cuts, the gate.

Tables of `office.statistics`, in the order in which a 通报 tells them. Nothing of a document but its issuer.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

from office.policy import State
from office.statistics import (
    RELEASING,
    WHOLE,
    Line,
    Period,
    Statistics,
    Turn,
    middle_and_worst,
)
from pipeline.proposal import REASON_CODES
from records import labels
from records.chinese import clean, long_date
from records.grids import grid
from records.paper import FANG, TITLE, Flow, Page, para
from records.tables import Sheet, Value, csv_bytes, workbook
from records.word import paper

Names = Mapping[str, str]
"""What is shown for an account."""
NOBODY, NOWHERE = "（尚未经办）", "（未载明）"

GATE_REASONS: dict[str, str] = {
    "bytes": "未经审查批准，或文件已被改动",
    "withdrawn": "公开已撤回",
    "state": "案卷尚未办结公开",
    "files": "案卷文件与登记不符",
    "erased": "案卷已销毁",
    "certificate": "公开证书不成立",
    "head": "台账末尾被删或缺失",
    "clock": "系统时钟被回拨",
    "digest": "摘要写法不对",
}
"""Why the gate refused, by the code in the ledger; every other code is a case that does not stand."""


def sheets(told: Statistics, names: Names, sections: Names) -> tuple[Sheet, ...]:
    """Every table of a period. `names` are the people's, `sections` the accounts' 科室 (may be empty)."""
    return (
        _results(told),
        _groups("单位", "制发机关", told.lines, lambda line: clean(line.issuer) or NOWHERE),
        *(_by_section(told, sections) if sections else ()),
        _people(told, names, sections),
        _turn_round(told.lines),
        _cuts(told.lines),
        _gate(told),
    )


def _by_section(told: Statistics, sections: Names) -> tuple[Sheet]:
    def section(line: Line) -> str:
        return sections.get(line.handler, NOWHERE) if line.handler else NOBODY

    return (_groups("科室", "承办科室", told.lines, section),)


# ---- the annual report ---------------------------------------------------------------------------------


def _results(told: Statistics) -> Sheet:
    """The results in the order of the annual report: what came + what was left over = what was closed + what is left."""
    lines = told.lines
    ended = [line for line in lines if line.is_closed]
    withheld = [line for line in ended if line.state is State.WITHHELD]
    released = [line for line in ended if line.state is State.RELEASED]
    rows = (
        ("一、本期新收", [line for line in lines if line.is_new]),
        ("二、上期结转", [line for line in lines if not line.is_new]),
        ("三、办理结果（一）予以公开", [i for i in released if i.status == "全文公开"]),
        ("（二）部分公开（删减后公开）", [i for i in released if i.status == "删减后公开"]),
        ("（三）不予公开", withheld),
        *(
            (f"　　{code}. {name}", [i for i in withheld if i.reason_code == code])
            for code, name in REASON_CODES.items()
        ),
        ("（四）撤回", [i for i in ended if i.state is State.WITHDRAWN]),
        ("（五）停止处理（密级标志超出权限）", [i for i in ended if i.state is State.HALTED]),
        ("（六）办结合计", ended),
        ("四、结转下期", [i for i in lines if not i.is_closed]),
        ("　　其中：报请确定", [i for i in lines if i.state is State.REFERRED]),
        ("　　其中：已批准、待公开", [i for i in lines if i.state is State.APPROVED]),
        ("五、逾期（办结逾期）", [i for i in ended if i.is_late]),
        ("　　　　（未办结、已逾期）", [i for i in lines if i.is_late and not i.is_closed]),
    )
    return Sheet(
        "办理结果",
        "办理结果",
        ("项目", "主动公开", "依申请公开", "合计"),
        tuple(
            (
                what,
                sum(not line.is_request for line in found),
                sum(line.is_request for line in found),
                len(found),
            )
            for what, found in rows
        ),
        (44, 12, 12, 12),
        (
            "依申请公开：公开方式定为依申请公开，或者登记过答复计时的案件；其余计入主动公开。",
            *(f"未计入：案卷 {case}，{why}。" for case, why in told.unread),
        ),
    )


# ---- the 通报 --------------------------------------------------------------------------------------------

_GROUP_HEADS = (
    "新收", "办结", "全文公开", "删减后公开", "不予公开", "撤回", "停止处理", "未办结", "其中报请确定",
    "退回次数", "逾期", "删减处数", "办结天数中位", "办结天数最长",
)  # fmt: skip


def _groups(name: str, head: str, lines: Sequence[Line], of: Callable[[Line], str]) -> Sheet:
    found: dict[str, list[Line]] = {}
    for line in lines:
        found.setdefault(of(line), []).append(line)
    ordered = sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))
    rows = [(group, *_counts(members)) for group, members in ordered]
    return Sheet(
        name,
        f"按{head}",
        (head, *_GROUP_HEADS),
        (*rows, ("合计", *_counts(lines))),
        (26, *(9,) * len(_GROUP_HEADS)),
        ("办结天数：立案至主管领导签署，按工作日计；件数为双数时中位取居中二者之大者。",),
    )


def _counts(lines: Sequence[Line]) -> tuple[Value, ...]:
    status = Counter(line.status for line in lines if line.state is State.RELEASED)
    states = Counter(line.state for line in lines)
    closed = sum(line.is_closed for line in lines)
    turns = [turn for line in lines for turn in line.turns if turn.label == WHOLE]
    return (
        sum(line.is_new for line in lines),
        closed,
        status["全文公开"],
        status["删减后公开"],
        states[State.WITHHELD],
        states[State.WITHDRAWN],
        states[State.HALTED],
        len(lines) - closed,
        states[State.REFERRED],
        sum(done.kind == "returned" for line in lines for done in line.done),
        sum(line.is_late for line in lines),
        sum(len(line.cuts) for line in lines),
        *(_shown(days) for days in middle_and_worst(turns)),
    )


def _people(told: Statistics, names: Names, sections: Names) -> Sheet:
    done = [each for line in told.lines for each in line.done]
    acts = Counter((each.actor, each.kind) for each in done)
    sent_back = Counter(each.handler for each in done if each.kind == "returned")
    late = Counter(line.handler for line in told.lines if line.is_late)
    turns: dict[str, list[Turn]] = {}
    for turn in (turn for line in told.lines for turn in line.turns if turn.actor):
        if turn.label != RELEASING:
            turns.setdefault(turn.actor, []).append(turn)
    people = {each.actor for each in done} | set(told.acts_refused) | set(late) - {""}
    heads = (
        "人员", "科室", "签署", "处理建议", "增加删减", "答复未审", "确定属性", "作出退回", "被退回",
        "经办逾期", "操作被拒", "签署用时中位", "签署用时最长",
    )  # fmt: skip
    rows = tuple(
        (
            clean(names.get(who, who)),
            sections.get(who, ""),
            *(
                acts[who, kind]
                for kind in ("signed", "decided", "cut", "gap", "status", "returned")
            ),
            sent_back[who],
            late[who],
            told.acts_refused[who],
            *(_shown(days) for days in middle_and_worst(turns.get(who, ()))),
        )
        for who in sorted(people - {""}, key=lambda who: (sections.get(who, "\uffff"), who))
    )
    notes = ("签署用时：轮到该环节至签署，按工作日计。",)
    return Sheet("人员", "按人员", heads, rows, (14, 16, *(9,) * (len(heads) - 2)), notes)


def _turn_round(lines: Sequence[Line]) -> Sheet:
    found: dict[str, list[Turn]] = {}
    for turn in (turn for line in lines for turn in line.turns):
        found.setdefault(turn.label, []).append(turn)
    last = (RELEASING, WHOLE)
    ordered = [label for label in found if label not in last]
    rows = tuple(
        (
            label,
            len(found[label]),
            *(_shown(days) for days in middle_and_worst(found[label])),
            sum(turn.days is None for turn in found[label]),
        )
        for label in (*ordered, *(label for label in last if label in found))
    )
    heads = ("环节", "件次", "中位（工作日）", "最长（工作日）", "无法推算（件次）")
    notes = ("无法推算：跨入尚未载入节假日安排的年份。退回重办的，自退回之日起算。",)
    return Sheet("用时", "各环节用时", heads, rows, (24, 12, 16, 16, 18), notes)


def _cuts(lines: Sequence[Line]) -> Sheet:
    cuts = [cut for line in lines for cut in line.cuts]
    kinds, codes = Counter(kind for kind, _ in cuts), Counter(code for _, code in cuts)
    rows = (
        *(("按理由", labels.reason(code), codes[code]) for code in REASON_CODES),
        *(
            ("按类别", labels.kind(kind), count)
            for kind, count in sorted(kinds.items(), key=_most)
        ),
    )
    return Sheet("删减", "公开文件中的删减", ("分类", "项目", "处数"), rows, (14, 48, 12))


def _gate(told: Statistics) -> Sheet:
    known: Counter[str] = Counter()
    for code, count in told.gate_refused.items():
        known[GATE_REASONS.get(code, "案卷手续不齐或与台账不符")] += count
    rows = (
        ("查询后准予公开", told.gate_allowed),
        *((f"拒绝·{reason}", count) for reason, count in sorted(known.items(), key=_most)),
    )
    notes = (
        "一次拒绝可有几条理由，各计一次。",
        f"台账条数：{told.count}　台账末条校验值：{told.head}",
    )
    heads = ("公开前关口", "次数")
    return Sheet("关口", "公开前关口", heads, rows, (60, 12), notes)


def _most(item: tuple[str, int]) -> tuple[int, str]:
    return -item[1], item[0]


def _shown(days: int | None) -> Value:
    return "—" if days is None else days


# ---- as files --------------------------------------------------------------------------------------------


def notice_xlsx(tables: Sequence[Sheet], *, office: str, period: Period) -> bytes:
    """A sheet a table; each title names the office and the period."""
    return workbook([titled(sheet, office, period) for sheet in tables])


def notice_csv(tables: Iterable[Sheet]) -> bytes:
    """The tables one below the other, each under its title, in one csv."""
    parts = [csv_bytes((sheet.title,), (sheet.heads, *sheet.rows, ())) for sheet in tables]
    return parts[0] + b"".join(part.removeprefix(b"\xef\xbb\xbf") for part in parts[1:])


def notice_docx(tables: Sequence[Sheet], *, office: str, period: Period) -> bytes:
    """The 通报 on A4 across, to be signed and sent out."""
    page = Page(2.0, 2.0, 1.8, 2.0, landscape=True)
    flow: list[Flow] = [
        para(clean(office), font=TITLE, size=16, align="center"),
        para("政府信息公开保密审查情况通报", font=TITLE, size=20, align="center"),
        para(f"（{span(period)}）", font=FANG, size=12, align="center", after=6),
    ]
    for sheet in tables:
        flow += grid(sheet, page)
    flow.append(
        para(
            "审核：　　　　　　　　制表：　　　　　　　　印发日期：　　　年　　月　　日", before=12
        )
    )
    return paper(flow, title="政府信息公开保密审查情况通报", page=page)


def titled(sheet: Sheet, office: str, period: Period) -> Sheet:
    """The table under a title that names the office and the period."""
    title = f"{clean(office)}政府信息公开保密审查统计\n{sheet.title}（{span(period)}）"
    return Sheet(sheet.name, title, sheet.heads, sheet.rows, sheet.widths, sheet.notes)


def span(period: Period) -> str:
    """2026年10月1日至2026年12月31日."""
    return f"{long_date(period.since)}至{long_date(period.until)}"
