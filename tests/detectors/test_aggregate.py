"""Pieces of one person are joined, inside a document and through a batch."""

from __future__ import annotations

from detectors.aggregate import Pseudonyms, link, pseudonyms
from detectors.names import DETECTOR
from pipeline.contracts import Reading
from pipeline.document import Document, Span
from pipeline.finding import Certainty, Finding, Kind, finding
from tests.detectors.test_names import document


def with_mobile(text: str, number: str) -> tuple[Document, list[Finding]]:
    """The names of a text, and one mobile number."""
    drawn = document(text)
    at = drawn.text.index(number)
    mobile = finding(drawn, Kind.PI_MOBILE, Span(at, at + len(number)), Certainty.SURE, "test")
    return drawn, [*DETECTOR.find(Reading.of(drawn)), mobile]


def test_number_belongs_to_the_name_before_it() -> None:
    """Name and number of one sentence are one subject."""
    drawn, found = with_mobile(
        "申请人：王小明，联系电话13800138000。\n申请人：李桂兰。", "13800138000"
    )
    subjects = {f.kind: f.subject for f in link(Reading.of(drawn), found) if f.span.start < 14}
    assert subjects[Kind.PI_NAME] == subjects[Kind.PI_MOBILE] == "p1"


def test_row_of_a_table() -> None:
    """In a table the number belongs to the name of its row, whatever stands between."""
    drawn, found = with_mobile(
        "|手机|姓名|\n|13900139000|张建军|\n|13800138000|李桂兰|", "13800138000"
    )
    linked = link(Reading.of(drawn), found)
    mobile = next(f for f in linked if f.kind is Kind.PI_MOBILE)
    name = next(f for f in linked if drawn.text[f.span.start : f.span.stop] == "李桂兰")
    assert mobile.subject == name.subject


def test_same_name_same_subject() -> None:
    """The same name in two paragraphs is one subject, with or without a space in it."""
    drawn = document("申请人：张 敏\n申请人张敏反映情况。")
    subjects = {f.subject for f in link(Reading.of(drawn), list(DETECTOR.find(Reading.of(drawn))))}
    assert subjects == {"p1"}


def test_masked_name_with_everything_told() -> None:
    """A mask beside village, age and family hides nobody."""
    drawn = document("低保户张某，67岁，住巴彦村3组，妻子长期患病。")
    assert [f.kind for f in link(Reading.of(drawn), [])] == [Kind.AGGREGATE]
    drawn = document("当事人张某不服，提起诉讼。")
    assert link(Reading.of(drawn), []) == ()


def test_two_masks_that_fill_each_other() -> None:
    """A number masked here and shown there is no longer masked; the same mask twice is."""
    drawn = document("证号150525********1234。\n另附证号15052519900101****。")
    assert {f.kind for f in link(Reading.of(drawn), [])} == {Kind.AGGREGATE}
    drawn, found = with_mobile("电话138****8000。\n另见13800138000。", "13800138000")
    assert Kind.AGGREGATE in {f.kind for f in link(Reading.of(drawn), found)}
    assert link(Reading.of(document("电话138****8000。\n电话138****8000。")), []) == ()


def test_one_person_one_pseudonym() -> None:
    """A batch gives one person one stand-in, two persons of one surname two."""
    first, second = document("申请人：张建军。"), document("举报人张建军、证人张丽华在场。")
    batch = [(d, list(DETECTOR.find(Reading.of(d)))) for d in (first, second)]
    given = pseudonyms(batch)
    assert sorted(set(given.values())) == ["张某1", "张某2"]
    assert given[batch[0][1][0].id] == given[batch[1][1][0].id] == "张某1"


def test_nothing_is_kept_in_clear() -> None:
    """What is remembered holds digests and surnames."""
    given = Pseudonyms()
    given.of("欧阳建国")
    assert "建国" not in repr(vars(given))
    assert given.of("欧阳建国") == "欧阳某1"
