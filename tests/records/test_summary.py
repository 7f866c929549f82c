"""The batch page, csv and JSON."""

from __future__ import annotations

import base64
import csv
import datetime as dt
import hashlib
import io
import json
import re
from typing import Any

from records import summary_csv, summary_html, summary_json

ON = dt.date(2026, 11, 22)
ENTRIES: list[dict[str, Any]] = [
    {
        "case": "2026-000001",
        "name": "=cmd|' /C calc'!A0.docx",
        "folder": "a b/<x>",
        "outcome": "refer",
        "release_status": "待确定",
        "release_mode": "主动公开",
        "markings": [
            {"level": "MIMI", "term": "5年", "expires_on": "2017-12-10", "state": "expired"}
        ],
        "gaps": [{"reason": "picture_not_read", "place": "第2页"}],
        "findings": {"pi.mobile": 3, "pi.name": 12},
        "error": None,
    },
    {"case": "2026-000002", "name": "好.docx", "folder": "好.docx", "outcome": "release"},
    {"name": "坏.doc", "error": "无法审查：文件已损坏。"},
]


def test_page_counts_links_and_labels() -> None:
    """Tiles, plots, table; names escaped, links quoted and relative."""
    page = summary_html(ENTRIES, on=ON, office="青石县人民政府办公室", software="xianshen 0.1.0")
    assert "./a%20b/%3Cx%3E/record.html" in page
    assert "待确定" in page
    assert "图片未能识读×1" in page
    assert "秘密★5年（期限已满，至2017年12月10日）" in page
    assert "无法审查：文件已损坏。" in page
    assert page.count("<svg") == 2
    assert "<x>" not in page


def test_script_is_allowed_by_its_digest_alone() -> None:
    """The one inline script is the one that the content policy names; nothing is loaded."""
    page = summary_html(ENTRIES, on=ON)
    script = re.search(r"<script>(.*?)</script>", page, re.DOTALL)
    assert script is not None
    digest = base64.b64encode(hashlib.sha256(script[1].encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in page
    assert not re.search(r"https?:|src=|@import|url\(", page)


def test_csv_cannot_start_a_formula() -> None:
    """A file name may be a formula in disguise."""
    data = summary_csv(ENTRIES)
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    assert len(rows) == 4
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)


def test_json_counts_every_outcome() -> None:
    """Zero is stated, a failed document is counted."""
    told = json.loads(summary_json(ENTRIES, on=ON))
    assert told["counts"] == {
        "release": 1,
        "partial_release": 0,
        "refer": 1,
        "withhold": 0,
        "halt": 0,
        "failed": 1,
    }
    assert told["gaps"] == 1


def test_names_that_are_no_unicode() -> None:
    """A file name of undecodable bytes is linked by its bytes and printed without them."""
    name = b"\xb9\xab\xb8\xe6.txt".decode("utf-8", "surrogateescape")
    entries = [{"name": name, "folder": name, "outcome": "release"}]
    assert "./%B9%AB%B8%E6.txt/record.html" in summary_html(entries, on=ON)
    for made in (summary_html(entries, on=ON), summary_json(entries, on=ON)):
        made.encode()
    summary_csv(entries)


def test_empty_batch() -> None:
    """No documents is a page, not an error."""
    assert "共0件" in summary_html([], on=ON)
    assert summary_csv([]).count(b"\r\n") == 1
