"""A case of the office as a record prints it."""

from __future__ import annotations

import datetime as dt

from flows.paper import procedure_of
from office.acts import Act
from office.dossier import Dossier
from office.values import AddedCut, Answer, Decision, Facts, Signature, Status
from pipeline.document import digest_id
from records import record_html
from tests.records import reviews

AT = "2026-11-22T17:30:00.000000Z"
FACTS = Facts(
    "2026-000123", "a1" * 32, "通知.docx", "docx", 37124, "b2" * 32, "xianshen 0.1.0", "NONE",
    dt.date(2026, 11, 22), "withhold", None, "three", "c3" * 32, None, 1000, dt.date(2026, 12, 10), AT,
)  # fmt: skip


def signature(step: str, label: str, actor: str, opinion: str) -> Signature:
    """One signed step."""
    return Signature(step, label, "handler", actor, f"{actor}同志", AT, opinion, "d4" * 32, 1)


def case() -> Dossier:
    """A case with everything in it, signed by two of three."""
    gap = digest_id("gap", "garbled_text", "第5页")
    return Dossier(
        FACTS,
        reviews.everything(),
        acts=(
            Act("2026-000123", 1, "returned", "li", AT, {"grounds": "请补充依据"}, "e5" * 32, 7),
        ),
        decisions={"p1": Decision("p1", "reject", "wang", AT, "系单位值班电话")},
        added={"c1": AddedCut("c1", 900, 905, "pi.minor", "2", "未成年人", "wang", AT)},
        answers={
            gap: Answer(gap, "wang", AT, "已对照纸质件"),
            "declassify": Answer("declassify", "wang", AT, "已办"),
        },
        status=Status("删减后公开", "主动公开", None, "wang", AT),
        signatures=(
            signature("handle", "经办人员", "wang", "名单已核对。"),
            signature("review", "办公室", "li", "同意。"),
        ),
    )


def test_signatures_carry_stock_wording_and_own_words() -> None:
    """The handler proposes, the office agrees in draft; the third step is open; the day is the office's."""
    made = procedure_of(case(), {"wang": "王同志"})
    assert [s.label for s in made.signatures] == ["经办人员", "办公室", "主管领导"]
    assert made.signatures[0].opinion.endswith("建议删减后主动公开。")
    assert made.signatures[0].words == "名单已核对。"
    assert made.signatures[1].opinion.endswith("拟同意删减后主动公开。")
    assert made.signatures[0].signed_on == dt.date(2026, 11, 23)
    assert not made.is_complete
    assert not made.is_untouched


def test_everything_that_people_did_is_printed() -> None:
    """Decisions, added cuts, answers, history and limits stand in the record."""
    page = record_html(reviews.everything(), procedure_of(case(), {"wang": "王同志"}))
    for words in (
        "不采纳（王同志）：系单位值班电话",
        "人工增加（王同志）：未成年人",
        "已对照纸质件（王同志，2026年11月23日）",
        "已办（王同志，2026年11月23日）",
        "退回（请补充依据）",
        "未完成签署",
        "期限2026年12月10日",
    ):
        assert words in page
