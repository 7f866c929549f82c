"""A person decides that an unread picture or object is taken out whole: who may, what it needs, what follows."""

from __future__ import annotations

import pytest

from office import Office
from office.errors import ActRefused
from office.statistics import Period
from pipeline.document import Source
from tests.office.making import RULES, actor, proof, review

GAPS = (
    {"reason": "picture_not_read", "place": "图片1"},
    {"reason": "embedded_object", "place": "嵌入对象1"},
    {"reason": "garbled_text", "place": "第3段"},
)
DATA = b"a package"


def opened(office: Office, form: str = "docx") -> str:
    """A case with a picture, an object and garbled text."""
    made = {**review(DATA, outcome="refer", gaps=GAPS, name=f"a.{form}"), "corpora": RULES}
    source = Source.of(f"a.{form}", form, DATA)
    return office.open_case(source, DATA, made, text_length=100).id


def item(office: Office, case: str, place: str) -> str:
    """The id of a gap."""
    return next(i.id for i in office.case(case).items if i.place == place)


def remove(
    office: Office, case: str, place: str | None, code: str | None = "4", who: str = "wang"
) -> None:
    """Have one picture or object taken out, or all that can be."""
    items = None if place is None else [item(office, case, place)]
    office.answer_gap(
        case, actor(office, who), "证件照片", items=items, remove=True, reason_code=code
    )


@pytest.mark.parametrize(
    ("form", "place", "code", "who"),
    [
        ("docx", "图片1", None, "wang"),
        ("docx", "图片1", "9", "wang"),
        ("docx", "第3段", "4", "wang"),
        ("docx", "图片1", "4", "chen"),
        ("txt", "图片1", "4", "wang"),
        ("txt", None, "4", "wang"),
    ],
)
def test_what_is_refused(
    office: Office, form: str, place: str | None, code: str | None, who: str
) -> None:
    """Without one of the eight codes, of something else than a picture or object, by another, from another format."""
    case = opened(office, form)
    with pytest.raises(ActRefused):
        remove(office, case, place, code, who)
    assert not office.case(case).removals


def test_all_takes_what_can_be_taken(office: Office) -> None:
    """With no item named, pictures and objects go and other gaps stay open; a later answer takes it back."""
    case = opened(office)
    remove(office, case, None)
    after = office.case(case)
    assert [(r.place, r.reason_code, r.decided_by) for r in after.removals] == [
        ("图片1", "4", "wang"),
        ("嵌入对象1", "4", "wang"),
    ]
    assert [i.place for i in after.open_items] == ["第3段"]
    office.answer_gap(case, actor(office, "wang"), "已看过", items=[item(office, case, "图片1")])
    assert [r.place for r in office.case(case).removals] == ["嵌入对象1"]
    assert office.case(case).content() != after.content()


def test_what_is_taken_out_is_cut(office: Office) -> None:
    """A removal rules out 全文公开, needs a proof and other bytes at release, and is counted."""
    case = opened(office)
    remove(office, case, "图片1")
    office.answer_gap(case, actor(office, "wang"), "已看过")
    office.set_status(case, actor(office, "wang"), "全文公开", "主动公开")
    with pytest.raises(ActRefused):
        office.sign(case, actor(office, "wang"), "同意")
    office.set_status(case, actor(office, "wang"), "删减后公开", "主动公开")
    for who in ("wang", "li", "chen"):
        office.sign(case, actor(office, who), "同意")
    with pytest.raises(ActRefused):
        office.release(case, actor(office, "wang"), DATA, None)
    office.release(case, actor(office, "wang"), b"without", proof(DATA, b"without"))
    assert office.gate(b"without")
    line = office.stats(Period.of("2026")).lines[0]
    assert line.cuts == (("picture_not_read", "4"),)
