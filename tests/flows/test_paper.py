"""A case of the office as a record prints it."""

from __future__ import annotations

import datetime as dt
import io
import re
from dataclasses import replace
from typing import Any

import docx
import pytest

from flows.paper import procedure_of
from flows.record import case_json
from office.acts import Act
from office.dossier import Dossier
from office.fold import fold
from office.limits import limits_of
from office.values import AddedCut, Answer, Decision, Facts, Signature, Status
from pipeline.document import digest_id
from records import record_docx, record_html
from tests.records import reviews

AT = "2026-11-22T17:30:00.000000Z"
FACTS = Facts(
    "2026-000123", "a1" * 32, "通知.docx", "docx", 37124, "b2" * 32, "xianshen 0.1.0", "NONE",
    dt.date(2026, 11, 22), "withhold", None, "three", "c3" * 32, None, 1000, dt.date(2026, 12, 10), AT,
)  # fmt: skip


def word_text(data: bytes) -> str:
    """Every cell of a Word file."""
    tables = docx.Document(io.BytesIO(data)).tables
    return "\n".join(c.text for t in tables for r in t.rows for c in r.cells)


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
    """Decisions, added cuts, answers, history and limits stand in the record, each with its person and its day."""
    page = record_html(reviews.everything(), procedure_of(case(), {"wang": "王同志"}))
    for words in (
        "不采纳：系单位值班电话　王同志　2026.11.23",
        "人工增加：未成年人　王同志　2026.11.23",
        "已对照纸质件　王同志　2026.11.23",
        "已办　王同志　2026.11.23",
        "<td>退回</td><td>li</td><td></td><td>请补充依据</td>",
        "未完成签署",
    ):
        assert words in page


# ---- the clock and the special paths -------------------------------------------------------------------

REPLY = (
    ("clock", {"event": "start", "on": "2026-10-09", "what": "", "grounds": ""}),
    (
        "clock",
        {"event": "suspend", "on": "2026-10-12", "what": "third_party", "grounds": "涉及报价"},
    ),
    ("clock", {"event": "resume", "on": "2026-10-30", "what": "", "grounds": ""}),
    ("clock", {"event": "extend", "on": "2026-11-02", "what": "", "grounds": "案情复杂"}),
    ("clock", {"event": "stop", "on": "2026-11-20", "what": "", "grounds": ""}),
)


def step(path: str, stage: str, on: str, **more: str) -> tuple[str, dict[str, Any]]:
    """The payload of one step on a special path."""
    empty = {
        "party": "",
        "answer": "",
        "document": "",
        "grounds": "",
        "due_on": None,
        "until": None,
    }
    return "path", {**empty, "path": path, "stage": stage, "on": on, "items": [], **more}


PATHS = (
    step("third_party", "send", "2026-10-09", party="甲公司", due_on="2026-10-29"),
    step("third_party", "answer", "2026-11-02", party="甲公司", answer="silent"),
    step(
        "third_party",
        "settle",
        "2026-11-03",
        party="甲公司",
        answer="override",
        grounds="重大公共利益",
    ),
    step("co_issuer", "send", "2026-10-09", party="乙局", due_on="2026-10-29"),
    step("co_issuer", "answer", "2026-10-20", party="乙局", answer="consent"),
    step("declassify", "send", "2026-10-09", party="丙局"),
    step(
        "declassify",
        "answer",
        "2026-11-02",
        party="丙局",
        answer="declassified",
        document="丙解〔2026〕3号",
    ),
    step("defer", "send", "2026-11-03", until="2026-12-31", grounds="待核实"),
    step("defer", "answer", "2026-11-10", answer="ended", grounds="已核实"),
)


def with_acts(*done: tuple[str, dict[str, Any]]) -> Dossier:
    """The case of the register with these acts, folded."""
    acts = (
        Act("2026-000123", n, kind, "wang", AT, payload, "e5" * 32, n)
        for n, (kind, payload) in enumerate(done, 1)
    )
    return fold(FACTS, reviews.everything(), acts)


def cells(page: str, label: str) -> list[str]:
    """The row of a table whose third cell is `label`."""
    rows = [re.findall("<td>(.*?)</td>", row) for row in page.split("<tr>")]
    return next(row for row in rows if len(row) > 3 and row[2] == label)


@pytest.mark.parametrize(
    ("label", "day", "basis", "grounds"),
    [
        ("收到公开申请，开始计算答复期限", "2026.10.09", "第三十一条", ""),
        ("中止计算答复期限：征求第三方意见", "2026.10.12", "第三十二条", "涉及报价"),
        ("恢复计算答复期限", "2026.10.30", "第三十三条", ""),
        ("延长答复期限", "2026.11.02", "第三十三条", "案情复杂"),
        ("作出答复", "2026.11.20", "第三十三条", ""),
        ("征求第三方意见：送甲公司", "2026.10.09", "第三十二条", ""),
        ("征求第三方意见：甲公司逾期未答复", "2026.11.02", "第三十二条", ""),
        (
            "征求第三方意见：本机关决定（甲公司）：不公开可能对公共利益造成重大影响，决定公开",
            "2026.11.03",
            "第三十二条",
            "重大公共利益",
        ),
        ("征求共同制作机关意见：乙局同意", "2026.10.20", "第三十四条", ""),
        ("解密审核：丙局已解密，丙解〔2026〕3号", "2026.11.02", "保守国家秘密法", ""),
        ("暂缓公开：至2026年12月31日", "2026.11.03", "", "待核实"),
        ("暂缓公开：暂缓事由消除", "2026.11.10", "", "已核实"),
    ],
)
def test_clock_and_paths_stand_in_the_record(
    label: str, day: str, basis: str, grounds: str
) -> None:
    """Each act of the clock and of a special path has its line: day, day of entry, person, articles, grounds."""
    told = procedure_of(with_acts(*REPLY, *PATHS), {"wang": "王同志"})
    row = cells(record_html(reviews.everything(), told), label)
    assert row[1] == f"{day}　2026.11.23登记"
    assert row[3] == "王同志"
    assert basis in row[4]
    assert row[5] == grounds
    assert label in word_text(record_docx(reviews.everything(), told))


def test_the_json_says_the_same() -> None:
    """record.json has each act with its words, day, person and articles, codes beside."""
    dossier = with_acts(*REPLY, *PATHS)
    told = case_json(dossier, procedure_of(dossier, {"wang": "王同志"}))
    act = told["acts"][6]
    assert act["label"] == "征求第三方意见：甲公司逾期未答复"
    assert (act["on"], act["by"], act["name"]) == ("2026-11-02", "wang", "王同志")
    assert act["basis"] == ["政府信息公开条例-2019/15", "政府信息公开条例-2019/32"]
    assert act["detail"]["answer"] == "silent"
    assert told["acts"][11]["detail"]["document"] == "丙解〔2026〕3号"


def test_an_answer_on_a_path_is_told_with_its_step() -> None:
    """The step that an answer closed says who answered what, by which document, on which day."""
    _, payload = PATHS[6]
    closing = ("path", {**payload, "items": ["declassify"]})
    told = procedure_of(with_acts(PATHS[5], closing), {"wang": "王同志"})
    page = record_html(reviews.everything(), told)
    assert "解密审核：丙局已解密，丙解〔2026〕3号，2026.11.02　王同志　2026.11.23" in page


def test_the_law_and_the_place_stand_side_by_side() -> None:
    """Three working days of the place beside the twenty of the law, the reply, the other side: kept or missed."""
    dossier = with_acts(*REPLY, *PATHS)
    review = {**dossier.review, "markings": []}
    review["metadata"] = {
        **review["metadata"],
        "title": "采购管理办法",
        "written_on": "2026-11-02",
    }
    made = limits_of(replace(dossier, review=review), ("绵阳市", "审查15日"))
    days = {(k.of, k.label): k.due_on for k in made}
    assert days["法定", "法定公开期限"] == dt.date(2026, 11, 30)
    assert days["绵阳市", "规范性文件公开期限"] == dt.date(2026, 11, 5)
    assert days["审查15日", "审查办结期限"] == dt.date(2026, 12, 11)
    told = procedure_of(dossier, limits=made, on=dt.date(2026, 11, 23))
    results = {d.label: (d.is_missed, d.theirs) for d in told.deadlines}
    assert results["规范性文件公开期限"] == (True, False)
    assert results["法定公开期限"] == (False, False)
    assert results["答复申请期限"] == (False, False)
    assert results["征求第三方意见（甲公司）的答复期限"] == (True, True)
    assert results["征求共同制作机关意见（乙局）的答复期限"] == (False, True)
    page = record_html(reviews.everything(), told)
    assert "各项期限见附表，逾期：绵阳市规范性文件公开期限；办理经过见附表。" in page
    assert "<td>2026.11.02逾期未答复</td>" in page
    assert "<td>未办结，已逾期</td>" in page
    assert "<td>2026.11.20办结，按期</td>" in page


def test_a_few_limits_stand_on_the_form() -> None:
    """The law's and one of the place need no table; a clean record stays on its page."""
    dossier = Dossier(FACTS, reviews.review())
    told = procedure_of(dossier, limits=limits_of(dossier, ("审查7日",)), on=dt.date(2026, 11, 23))
    page = record_html(reviews.review(), told)
    assert (
        "法定公开期限：2026.12.10，未办结（《中华人民共和国政府信息公开条例》第二十六条）" in page
    )
    assert "审查办结期限（审查7日）：2026.12.01，未办结" in page
    assert "附表" not in page
