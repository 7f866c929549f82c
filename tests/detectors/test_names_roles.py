"""Who is who where no label says it: the paper as a whole decides, and namesakes stay apart."""

from __future__ import annotations

import pytest

from detectors.names import judged
from detectors.names_context import organ_before
from detectors.names_paper import Paper
from detectors.names_people import resolve, share
from detectors.names_roles import settle
from detectors.roles import Role
from pipeline.contracts import Reading
from tests.detectors.test_names import document, found

OFFICIAL, PRIVATE = "person.official", "pi.name"


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("李桂兰怀孕32周，到院检查。", "李桂兰", PRIVATE),
        ("经核实，张永强已偿还欠款，王秀英的丈夫外出务工。", "张永强", PRIVATE),
        ("全县三级干部大会召开。会上，刘建明就春耕工作提出要求。", "刘建明", OFFICIAL),
        ("执法人员当日到场，由孙海涛负责现场勘验并制作笔录。", "孙海涛", OFFICIAL),
    ],
)
def test_the_sentence_decides(text: str, name: str, kind: str) -> None:
    """Without a label or a cue the words of the sentence and of the paper tell the role."""
    assert dict(found(text))[name] == kind


def test_a_label_is_not_overruled_for_a_private_person() -> None:
    """Whom a label makes an applicant stays private, however official the paper sounds."""
    text = "常务会议纪要\n会议听取汇报，要求各单位抓好落实。申请人：赵德海。会议由赵德海汇报，就工作作了部署。"
    assert dict(found(text))["赵德海"] == PRIVATE


def test_namesakes() -> None:
    """Where one place settles a private person and another one an official, each place keeps its own."""
    kinds = [kind for _, kind in found("申请人:于海,男,1980年生。\n会议由县长于海主持。")]
    assert kinds == [PRIVATE, OFFICIAL]


def test_one_long_name_is_one_person() -> None:
    """A name of three characters has one role in one paper: half cut and half standing would be no cut."""
    text = "申请人卫红霞、卫东升，代理人党建民律师。\n申请人（签名）：\n卫红霞　卫东升　党建民\n调解员：郜新民"
    assert len({kind for name, kind in found(text) if name == "党建民"}) == 1


def test_features_quote_no_other_person() -> None:
    """What a feature prints of the surroundings holds no other name of the paper."""
    text = "赵德海与孙秀芳发生争执，周建国将孙秀芳推倒。"
    reading = Reading.of(document(text))
    people = resolve(judged(reading))
    share(people, reading.folded.text)
    paper = Paper(people, reading.folded.text)
    others = set(paper.places)
    assert len(others) == 3
    for name in paper.places:
        printed = "\t".join(paper.features(name))
        assert not any(other in printed for other in others)


def test_everybody_has_a_verdict_or_a_witness() -> None:
    """After `settle` nobody's role is unknown."""
    text = "赵德海与孙秀芳发生争执，县长周建国到场。"
    reading = Reading.of(document(text))
    people = resolve(judged(reading))
    share(people, reading.folded.text)
    settle(people, reading.folded.text)
    assert people
    assert all(person.role[0] is not Role.UNKNOWN for person in people)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("乙方签字：窦 玉 成　　共有人签字：窦 玉 芳\n", "窦 玉 成"),
        ("家庭成员：妻姜水仙、子万子豪、母汪彩英。", "汪彩英"),
        ("租了吕建设的三间房，吕建设嚷着要退股。", "吕建设"),
    ],
)
def test_found_where_the_shape_tells_little(text: str, name: str) -> None:
    """A name printed wide, one of a row of relatives, and names that are words are found by what stands around them."""
    assert (name, PRIVATE) in found(text)


def test_a_year_of_school_is_no_name() -> None:
    """高二(3)班 is a class, beside pupils too."""
    assert "高二" not in dict(found("高二（3）班刘子轩、高一（1）班陈雨欣申请资助，患儿王浩住院。"))


def test_who_pays_back_as_kin_is_private() -> None:
    """In a table that says how people are related a column of 责任人 lists private persons; 帮扶责任人 stays in office."""
    kin = "|死亡人员|退款责任人|与死者关系|联系电话|\n|刘四女|邬长明|子|13896250174|"
    assert ("邬长明", PRIVATE) in found(kin)
    helped = "|户主|家庭成员|与户主关系|帮扶责任人|\n|刘四女|邬长明|子|陈国强|"
    assert ("陈国强", OFFICIAL) in found(helped)


def test_the_next_head_is_no_value() -> None:
    """A head beside 户主 is a head, not the householder."""
    assert "亩数" not in dict(found("|户主|亩数|2025年流转费（元）|账号|\n|靳双喜|6.4|1280|6228480010001234567|"))


@pytest.mark.parametrize(
    "text",
    [
        "现场负责人：罗朝阳，身份证号152123198701010018，电话另附。",
        "联系人：罗朝阳（公民身份号码：152123198701010018）。",
        "经办人罗朝阳身份证号码为152123198701010018。",
    ],
)
def test_the_number_of_an_identity_card_tells_a_private_person(text: str) -> None:
    """Nobody is introduced in office by the number of a card: it outweighs any label before the name."""
    assert dict(found(text))["罗朝阳"] == PRIVATE


def test_who_works_in_a_part_of_a_body_is_in_office() -> None:
    """城投公司工程部张恒 is named for his section; in a ward lies a patient."""
    assert dict(found("检查发现，城投公司工程部张恒未按月核对考勤。"))["张恒"] == OFFICIAL
    ward = "县医院住院部"
    assert organ_before(f"{ward}李桂兰", len(ward)) is None


def test_a_body_after_the_label_of_a_party_takes_the_label() -> None:
    """被申请人：某镇人民政府，法定代表人丁显奇，镇长: the body is the party, and its head is in office."""
    text = "申请人：王桂花，女。\n被申请人：构林镇人民政府，法定代表人丁显奇，镇长。"
    assert dict(found(text))["丁显奇"] == OFFICIAL


def test_the_given_name_alone_has_the_role_of_the_whole_name() -> None:
    """One person, one role: what is said at the whole name holds where the given name stands alone."""
    text = "申请人：谢观养，男。\n被申请人称，观养系临时帮手，观养对此不予认可。李桂芳、王秀兰、谢观养均到庭。"
    kinds = {kind for name, kind in found(text) if name.endswith("观养")}
    assert kinds == {PRIVATE}
