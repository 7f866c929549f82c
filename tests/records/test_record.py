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

from records import Procedure, record_docx, record_html
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
        assert "不采纳（周一）：系单位值班电话" in text
        assert "人工增加（周一）：未成年人" in text
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


def test_page_loads_nothing() -> None:
    """No address of any kind stands in the page."""
    page = record_html(reviews.everything(), reviews.signed())
    assert "default-src 'none'" in page
    assert not re.search(r"https?:|src=|@import|url\(", page)


@pytest.mark.office
@pytest.mark.parametrize(
    ("review", "procedure", "pages"),
    [
        (reviews.review(), None, 1),
        (reviews.review(), reviews.signed(), 2),
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
