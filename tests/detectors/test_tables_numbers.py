"""Numbers in tables: the head of a cell says what they are, and whose."""

from __future__ import annotations

import pytest

from detectors.passage import Passage
from detectors.subjects import SUBJECTS, passage_of
from pipeline.contracts import Limits, Reading
from pipeline.document import Source
from pipeline.finding import Kind
from pipeline.readers.plain import READER
from tests.detectors.test_language import found
from tests.detectors.test_tables import grid

OF_BODIES = {Kind.ORG_IDENTIFIER}


def numbers(read: Reading | Passage) -> dict[str, Kind]:
    """Printed value → kind, after the surest of overlapping findings."""
    from detectors.passage import resolve

    passage = passage_of(read) if isinstance(read, Reading) else read
    hits = resolve(hit for subject in SUBJECTS for hit in subject.rule(passage))
    return {passage.text[hit.start : hit.stop]: hit.kind for hit in hits}


def of_csv(text: str) -> Reading:
    """A comma-separated file as the reader reads it."""
    return Reading.of(
        READER.read(text.encode(), Source.of("a.csv", "csv", text.encode()), Limits())
    )


@pytest.mark.parametrize(
    "head",
    [
        "卡号",
        "一卡通号",
        "折号",
        "领款卡号",
        "卡（折）号",
        "社保卡号",
        "惠农卡号",
        "工资账户",
        "一折通账号",
        "农商行账号",
        "工资卡",
    ],
)
def test_accounts_of_any_length_under_heads_of_accounts(head: str) -> None:
    """A passbook or account of 22 digits under a head for cards is cut like one."""
    kinds = numbers(grid([["姓名", head], ["王秀兰", "2706020101201000345678"]]))
    assert kinds["2706020101201000345678"] in {Kind.PI_BANK_ACCOUNT, Kind.PI_SOCIAL_CARD}


def test_a_card_under_a_short_head_and_one_that_was_mistyped() -> None:
    """工资卡 alone names cards; a spaced number with a wrong check digit is cut whole."""
    assert numbers(grid([["姓名", "工资卡"], ["王秀兰", "6217001573681930367"]])) == {
        "6217001573681930367": Kind.PI_BANK_CARD
    }
    spaced = numbers(
        grid([["姓名", "开户行及账号"], ["刘德海", "农商行 6210 9865 1000 2345 678"]])
    )
    assert [len("".join(value.split())) for value in spaced] == [19]


def test_a_quoted_cell_goes_on_over_lines() -> None:
    """A line break inside a quoted cell parts no number, address or row; an open quote changes nothing."""
    read = of_csv(
        '姓名,手机号码,银行卡\n王秀兰,"1384580\n7302","621700157\n3681930367"\n李四,13800138000,\n'
    )
    assert set(numbers(read).values()) == {Kind.PI_MOBILE, Kind.PI_BANK_CARD}
    assert len(numbers(read)) == 3
    assert Kind.PI_MOBILE in numbers(of_csv('姓名,备注\n王秀兰,"手机13800138000\n')).values()


def test_numbers_of_examinees_pupils_and_residence_permits() -> None:
    """准考证号 outside lists of results, 学籍号 and 居住证号 of digits, a disability number that was issued anew."""
    assert numbers(grid([["准考证号", "姓名"], ["202605300101", "敖登"]])) == {
        "202605300101": Kind.PI_STUDENT_ID
    }
    assert numbers(grid([["学籍号", "姓名"], ["20230150047", "王芳"]])) == {
        "20230150047": Kind.PI_STUDENT_ID
    }
    assert numbers(grid([["居住证号", "家长姓名"], ["330421202600118", "王芳"]])) == {
        "330421202600118": Kind.PI_RESIDENT_ID
    }
    number = "11010519491231002X52B1"
    assert number in numbers(grid([["姓名", "残疾证号"], ["平安", number]]))
    assert ("pi.student_id", "202605300101") in found("考生盛夏，准考证号：202605300101，已报到。")


def test_a_list_of_results_shows_the_number_on_the_admission_card() -> None:
    """公务员录用规定: name, sex, admission number and school are published."""
    for title in ("2026年公开招聘拟聘用人员公示", "附件：面试成绩汇总表", "拟录用公务员名单"):
        assert ("pi.student_id", "202605300101") not in found(f"{title}\n准考证号：202605300101\n")


def test_sex_and_birth_in_one_cell() -> None:
    """男/2019-09-12 under 性别/出生日期."""
    read = grid([["姓名", "性别/出生日期"], ["邬小豆", "男/2019-09-12"]])
    assert numbers(read) == {"2019-09-12": Kind.PI_BIRTH_DATE}


def test_a_telephone_belongs_to_the_person_left_of_it() -> None:
    """Right of a judge or an office an office's, right of a party a home's."""
    rows = [["被执行人", "承办法官", "联系电话"], ["尚可", "夏雨", "0371-63512346"]]
    assert set(numbers(grid(rows)).values()) <= OF_BODIES
    rows = [["承办法官", "被执行人", "联系电话"], ["夏雨", "尚可", "0371-63512346"]]
    assert set(numbers(grid(rows)).values()) == {Kind.PI_LANDLINE}
    long = "姓名：甘甜；电话：13800138000；住址：大碶街道学苑小区12幢403室"
    read = grid([["案号", "受援人情况", "援助机构电话"], ["法援31号", long, "0574-86782348"]])
    assert numbers(read)["0574-86782348"] is Kind.ORG_IDENTIFIER


def test_the_row_of_a_company_in_a_list_of_persons_is_the_companys() -> None:
    """Its address and landline are public, the next row's are not."""
    read = grid(
        [
            ["被征收人", "房屋坐落", "送达电话"],
            ["滕树清", "光复巷12号3幢201室", "025-83212346"],
            ["南京某医药有限公司".replace("某", "鼓楼"), "中山北路200号", "025-83212345"],
        ]
    )
    kinds = numbers(read)
    assert kinds["025-83212345"] is Kind.ORG_IDENTIFIER
    assert kinds["025-83212346"] is Kind.PI_LANDLINE
    assert "中山北路200号" not in kinds
    assert Kind.PI_ADDRESS in kinds.values()


def test_the_cell_before_is_no_label() -> None:
    """A sum right of a certificate's number is no certificate; a label in the cell beside still counts."""
    rows = [["被征收人", "产权证号", "补偿总额"], ["公孙大娘", "苏房权证字第0012377号", "2350000"]]
    assert "2350000" not in numbers(grid(rows))
    assert Kind.PI_BANK_CARD in numbers(grid([["银行卡号", "6217001573681930367"]])).values()
