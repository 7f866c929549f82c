"""Reviews made up for the tests of this folder: clean, partial, everything at once. All persons invented."""

from __future__ import annotations

import datetime as dt
from typing import Any

from pipeline.document import digest_id
from records.procedure import AddedCut, Deadline, Decision, GapAnswer, Procedure, Signature

D = dt.date


def review(**changes: Any) -> dict[str, Any]:
    """A clean review in the shape of the contract, with `changes` on top."""
    made: dict[str, Any] = {
        "schema": "xianshen/review/1",
        "source": {"name": "通知.docx", "format": "docx", "sha256": "a1" * 32, "bytes": 37124},
        "metadata": {
            "title": "关于开展春季植树活动的通知",
            "document_number": "青政办发〔2026〕18号",
            "issuer": "青石县人民政府办公室",
            "written_on": "2026-11-12",
            "genre": "通知",
            "addressee": None,
            "copy_number": None,
            "urgency": None,
            "signatory": None,
            "release_note": "此件公开发布",
            "index_number": None,
            "subject_category": None,
            "published_on": None,
            "subject_terms": [],
        },
        "markings": [],
        "gaps": [],
        "findings": [],
        "proposals": [],
        "outcome": "release",
        "release_status": "全文公开",
        "release_mode": "主动公开",
        "steps": [],
        "on": "2026-11-22",
        "office": "青石县人民政府办公室",
        "software": "xianshen 0.1.0",
        "corpora": "b2" * 32,
        "case": "2026-000123",
    }
    return made | changes


def finding(number: int, kind: str, place: str, **changes: Any) -> dict[str, Any]:
    """A finding of 18 characters; `text` stands there as after --reveal and must never be printed."""
    made = {
        "id": f"f{number}",
        "kind": kind,
        "start": 50 + number * 40,
        "stop": 68 + number * 40,
        "layer": "body",
        "place": place,
        "certainty": "sure",
        "detector": "identity",
        "text": f"秘文{number}",
    }
    return made | changes


def cut(
    number: int, action: str = "remove", code: str | None = "4", **changes: Any
) -> dict[str, Any]:
    """A proposal that cuts finding `number`."""
    span = {"start": 50 + number * 40, "stop": 68 + number * 40, "text": f"秘文{number}"}
    made = {
        "id": f"p{number}",
        "findings": [f"f{number}"],
        "action": action,
        "outcome": "partial_release",
        "reason_code": code,
        "basis": ["政府信息公开条例-2019/15"],
        "grounds": "涉及个人信息。",
        "cuts": [span],
    }
    return made | changes


def partial() -> dict[str, Any]:
    """Two cuts, one of them in a comment."""
    return review(
        findings=[
            finding(0, "pi.resident_id", "表1第2行第3列"),
            finding(1, "pi.mobile", "批注1", layer="comment"),
        ],
        proposals=[cut(0), cut(1, "mask")],
        outcome="partial_release",
        release_status="删减后公开",
    )


def everything() -> dict[str, Any]:
    """A run-out marking, a warning word, gaps and steps."""
    made = partial()
    made["findings"] += [
        finding(2, "secrecy.marking", "第1段"),
        finding(3, "handling.internal", "页眉1", layer="header"),
    ]
    made["proposals"] += [
        cut(2, code="1", basis=["保守国家秘密法-2024/24"]),
        cut(
            3,
            "withhold",
            None,
            cuts=[],
            basis=["政府信息公开条例-2019/16.1"],
            grounds="有内部标识。",
        ),
    ]
    marking = {
        "level": "MIMI",
        "term": "5年",
        "issued_on": "2012-12-10",
        "expires_on": "2017-12-10",
        "state": "expired",
        "findings": ["f2"],
    }
    gaps = [
        {"reason": "picture_not_read", "place": "第2页图1"},
        {"reason": "garbled_text", "place": "第5页"},
    ]
    step = {
        "kind": "declassify",
        "grounds": "期限已满。",
        "basis": ["保守国家秘密法-2024/24"],
        "due_on": "2026-12-04",
    }
    return made | {
        "markings": [marking],
        "gaps": gaps,
        "steps": [step],
        "outcome": "withhold",
        "release_status": "不予公开",
    }


def signed() -> Procedure:
    """Three persons signed `partial()`; one proposal was rejected, one cut added."""
    return Procedure(
        case="2026-000123",
        record_number="青保审〔2026〕123号",
        release_status="删减后公开",
        release_mode="主动公开",
        signatures=(
            Signature(
                "经办人员", "周一", D(2026, 11, 22), "建议删减后主动公开。", "名单已逐条核对。"
            ),
            Signature("办公室", "吴二", D(2026, 11, 23), "同意删减后主动公开。"),
            Signature("主管领导", "郑三", D(2026, 11, 24), "同意。"),
        ),
        decisions=(
            Decision("p0", "accept", "周一", D(2026, 11, 22)),
            Decision("p1", "reject", "周一", D(2026, 11, 22), "系单位值班电话"),
        ),
        added=(
            AddedCut(
                900,
                905,
                "pi.minor",
                "2",
                "未成年人",
                "周一",
                "第9段",
                ("未成年人保护法-2024/103",),
            ),
        ),
        gap_answers=(
            GapAnswer(digest_id("gap", "garbled_text", "第5页"), "周一", "已对照纸质件"),
        ),
        due_on=D(2026, 12, 10),
        deadlines=(
            Deadline("主动公开", D(2026, 12, 10), D(2026, 12, 11), ("政府信息公开条例-2019/26",)),
        ),
        text_sha256="c3" * 32,
        output_sha256="d4" * 32,
    )
