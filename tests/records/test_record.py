"""The record in both forms: six fields, no cut text, opens, same bytes, one page when clean."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from records import Procedure, record_docx, record_html
from records.procedure import Decision, Signature
from records.view import view_of
from tests.records import reviews

FIELDS = ("题名", "不应公开的依据", "结论或处理意见", "承办人", "主管领导", "其他")
CASES = [
    pytest.param(reviews.review(), None, id="clean"),
    pytest.param(reviews.partial(), reviews.signed(), id="signed"),
    pytest.param(reviews.everything(), None, id="everything"),
]


def words(data: bytes) -> str:
    """All text of a .docx body."""
    body = docx.Document(io.BytesIO(data)).element.body
    return "".join(node.text or "" for node in body.iter("{*}t"))


def plain(page: str) -> str:
    """The text of a page without its head."""
    return re.sub(r"<[^>]+>", "", page.partition("<body>")[2])


def both(review: dict[str, Any], procedure: Procedure | None) -> tuple[str, str]:
    """Text of the Word form and of the page."""
    return words(record_docx(review, procedure)), plain(record_html(review, procedure))


@pytest.mark.parametrize(("review", "procedure"), CASES)
def test_six_fields_stand_in_both_forms(
    review: dict[str, Any], procedure: Procedure | None
) -> None:
    """第十三条 names six fields; none may be missing from either form."""
    for text in both(review, procedure):
        for field in FIELDS:
            assert field in text


@pytest.mark.parametrize(("review", "procedure"), CASES)
def test_no_cut_text_is_printed(review: dict[str, Any], procedure: Procedure | None) -> None:
    """Even a revealed review prints places and reasons only."""
    data = record_docx(review, procedure)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = b"".join(package.read(name) for name in package.namelist())
    assert "秘文".encode() not in parts
    assert "秘文" not in record_html(review, procedure)


@pytest.mark.parametrize(("review", "procedure"), CASES)
def test_same_input_same_bytes(review: dict[str, Any], procedure: Procedure | None) -> None:
    """A record made twice is the same file."""
    assert record_docx(review, procedure) == record_docx(review, procedure)
    assert record_html(review, procedure) == record_html(review, procedure)


def test_unsigned_is_stamped_and_signed_is_not() -> None:
    """Only three signatures take the stamp away."""
    draft, done = reviews.partial(), reviews.signed()
    started = Procedure(signatures=(done.signatures[0], *Procedure().signatures[1:]))
    for text in both(draft, None):
        assert "草稿·未签署" in text
    for text in both(draft, started):
        assert "未完成签署" in text
    for text in both(draft, done):
        assert "未签署" not in text
        assert "未完成签署" not in text


def test_cuts_carry_place_kind_code_and_article() -> None:
    """Each cut shows where, what, why and by which article; and what a person decided."""
    for text in both(reviews.partial(), reviews.signed()):
        assert "表1第2行第3列" in text
        assert "居民身份证号" in text
        assert "4 保护第三方合法权益" in text
        assert "公开条例》第十五条" in text
        assert "不采纳：系单位值班电话　周一" in text
        assert "人工增加：未成年人　周一" in text
        assert "逾期" in text


def test_gaps_markings_and_steps_are_in_chinese() -> None:
    """Codes of the JSON never reach paper."""
    for text in both(reviews.everything(), reviews.signed()):
        assert "图片未能识读" in text
        assert "已对照纸质件" in text
        assert "期限已满" in text
        assert "2017年12月10日" in text
        assert "办理解密手续" in text
        assert "理由待选定" in text
        for code in ("picture_not_read", "declassify", "expired", "MIMI"):
            assert code not in text


def test_hostile_metadata_cannot_break_the_forms() -> None:
    """Control and bidi characters go, markup is escaped."""
    review = reviews.review()
    review["metadata"] = review["metadata"] | {
        "title": "<script>x</script>\x00\x0b\u202e通知\ud800"
    }
    page = record_html(review, None)
    assert "<script>x" not in page
    text = words(record_docx(review, None))
    assert "<script>x</script>通知" in text


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=40), st.text(max_size=20))
def test_any_text_of_metadata_makes_sound_files(title: str, name: str) -> None:
    """Whatever a hostile file calls itself, both forms are written and open."""
    review = reviews.review()
    review["metadata"] |= {"title": title, "issuer": name}
    review["source"] |= {"name": name}
    words(record_docx(review, None))
    record_html(review, None).encode()


def test_page_loads_nothing() -> None:
    """No address of any kind stands in the page."""
    page = record_html(reviews.everything(), reviews.signed())
    assert "default-src 'none'" in page
    assert not re.search(r"https?:|src=|@import|url\(", page)


def test_stock_wording_stands_beside_own_words() -> None:
    """The handler proposes, the office agrees in draft, the approver agrees; each in their own words as well."""
    given = tuple(
        Signature(label, name, reviews.D(2026, 11, 22), words=f"{name}的话。")
        for label, name in (("经办人员", "周一"), ("办公室", "吴二"), ("主管领导", "郑三"))
    )
    acts = Procedure(release_status="全文公开", release_mode="主动公开", signatures=given)
    for text in both(reviews.review(), acts):
        for verb in ("建议主动公开。", "拟同意主动公开。", "同意主动公开。"):
            assert verb in text
        for name in ("周一", "吴二", "郑三"):
            assert f"{name}的话。" in text


def test_a_chosen_code_brings_its_articles() -> None:
    """Where a person chose the code, the articles of the machine's proposal no longer stand."""
    acts = Procedure(decisions=(Decision("p3", "accept", "周一", reason_code="6"),))
    for text in both(reviews.everything(), acts):
        assert "6 属于四类过程性信息" in text
        assert "理由待选定" not in text


def test_what_stays_by_law_is_stated() -> None:
    """A name kept by a law's exception stands in the record with the article; mentions do not."""
    made = reviews.partial()
    made["findings"] += [
        reviews.finding(n, kind, f"第{n}段")
        for n, kind in (
            (5, "pi.name"),
            (6, "pi.name"),
            (7, "secrecy.mention"),
            (8, "citation.repealed"),
        )
    ]
    kept = {
        "cuts": [],
        "basis": ["政府信息公开条例-2019/21"],
        "grounds": "应当公示的名单，姓名保留。",
    }
    made["proposals"] += [
        reviews.cut(5, "keep", None, **kept),
        reviews.cut(6, "keep", None, **kept),
        reviews.cut(7, "keep", None, cuts=[], grounds="仅提及。"),
        reviews.cut(8, "note", None, cuts=[], grounds="引用了已废止的规定。"),
    ]
    for text in both(made, None):
        assert "依法保留和提示（共2项）" in text
        assert "第5段、第6段" in text
        assert "引用了已废止的规定。" in text
        assert "仅提及。" not in text


def test_halted_case_names_no_title() -> None:
    """Nothing of a halted document is printed but its marking."""
    review = reviews.everything() | {"outcome": "halt", "release_status": "停止处理"}
    review["metadata"] = dict.fromkeys(review["metadata"])
    for text in both(review, None):
        assert "已停止处理，不登记题名和内容。" in text
        assert "☑" not in text


def test_other_procedures_have_their_own_steps() -> None:
    """Four steps: 承办人 first, 主要领导 last, the others between."""
    labels = ("承办人", "处（室）负责人", "保密审核人", "主要领导")
    for text in both(reviews.review(), Procedure(signatures=tuple(map(Signature, labels)))):
        assert "处（室）负责人" in text
        assert "保密审核人" in text


LONG = "关于印发" + "进一步加强和规范基层政务公开标准化建设工作" * 4 + "的通知"


def long_names() -> dict[str, Any]:
    """A clean review with long names everywhere."""
    made = reviews.review(office="内蒙古自治区青石县人民政府办公室政务公开工作领导小组办公室")
    made["metadata"] |= {
        "title": LONG,
        "issuer": "青石县人民政府办公室、青石县教育局、青石县财政局",
    }
    made["source"] |= {"name": f"附件/第三批/{LONG}.docx"}
    return made


@pytest.mark.office
@pytest.mark.parametrize(
    ("review", "procedure", "pages"),
    [
        (reviews.review(), None, 1),
        (long_names(), None, 1),
        (reviews.review(), reviews.signed(), 1),
        (reviews.everything(), None, 2),
    ],
)
def test_pages_in_libreoffice(
    review: dict[str, Any], procedure: Procedure | None, pages: int, tmp_path: Path
) -> None:
    """A clean document is one page, as offices file it; LibreOffice opens every record."""
    if not (shutil.which("soffice") and shutil.which("pdfinfo")):
        pytest.skip("needs LibreOffice and poppler-utils")
    (tmp_path / "record.docx").write_bytes(record_docx(review, procedure))
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation=file://{tmp_path}/office",
            "--headless",
            "--convert-to",
            "pdf",
            "record.docx",
        ],
        cwd=tmp_path,
        check=True,
        capture_output=True,
        timeout=120,
    )
    told = subprocess.run(
        ["pdfinfo", "record.pdf"], cwd=tmp_path, check=True, capture_output=True, text=True
    )
    counted = re.search(r"^Pages:\s+(\d+)", told.stdout, re.MULTILINE)
    assert counted is not None
    assert int(counted[1]) == pages


@pytest.mark.office
def test_page_prints_on_one_sheet(tmp_path: Path) -> None:
    """Chromium prints the page of a clean document on one A4 sheet."""
    if not (shutil.which("chromium") and shutil.which("pdfinfo")):
        pytest.skip("needs Chromium and poppler-utils")
    (tmp_path / "record.html").write_text(record_html(long_names(), None), "utf-8")
    subprocess.run(
        [
            "chromium",
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-background-networking",
            f"--user-data-dir={tmp_path}/profile",
            "--no-pdf-header-footer",
            f"--print-to-pdf={tmp_path}/record.pdf",
            f"file://{tmp_path}/record.html",
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    told = subprocess.run(
        ["pdfinfo", "record.pdf"], cwd=tmp_path, check=True, capture_output=True, text=True
    )
    assert re.search(r"^Pages:\s+1$", told.stdout, re.MULTILINE)
    assert "A4" in told.stdout


def test_a_question_that_was_dealt_with_is_no_ground() -> None:
    """Open, a question without a code waits for its reason; accepted and answered, it withholds nothing."""
    asked = reviews.cut(0, "ask", None, cuts=[], outcome="refer")
    made = reviews.review(findings=[reviews.finding(0, "pi.name", "第1段")], proposals=[asked])
    assert "理由待选定" in view_of(made).against[0]
    done = Procedure(decisions=(Decision("p0", "accept", "周一"),))
    assert view_of(made, done).against == ("未发现不应公开的内容。",)
