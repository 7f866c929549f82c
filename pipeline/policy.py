"""Where the policy table comes from: `corpora/policy`, and an office's own files in its home.

`HOME/policy/office.toml` may name `local = ["乌拉特中旗"]` (places whose rules apply) and `region = "内蒙古自治区"`
(extra holidays) and
`limits = ["绵阳市"]` (sets of release limits of `corpora/policy/procedure.toml`), and may import a holiday notice as `[[holidays]]` with `year`, `off` and `worked`; `HOME/policy/rows.tsv` holds the office's own rows in the columns of `corpora/policy/national.tsv`.
"""

from __future__ import annotations

import csv
import datetime as dt
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import corpora
from pipeline.errors import CorpusError, UsageError
from pipeline.policy_rows import NATION, OFFICE, Policy, read_rows
from pipeline.workdays import Calendar, calendar

__all__ = ["Policy", "load_policy", "office_settings", "places"]


def places() -> dict[str, str]:
    """The places whose own rules ship with the project, and the tables that hold them."""
    named = corpora.table("policy/local/places.toml")
    return {place: f"policy/local/{name}" for place, name in named.items()}


def load_policy(home: Path | None = None) -> Policy:
    """The policy of an office; without a home the nation's rows alone.

    Raises UsageError that names the line or setting for an office file that cannot be used.
    """
    topics = {name: refs for name, refs in corpora.table("policy/bases.toml").items() if refs}
    national = read_rows(corpora.rows("policy/national.tsv"), NATION, topics, "全国规则表")
    if home is None:
        return Policy(national)
    stated = office_settings(home)
    local = tuple(
        row
        for place in stated.get("local", [])
        for row in read_rows(corpora.rows(_known(place)), f"{place}规定", topics, f"{place}规则表")
    )
    try:
        own = read_rows(_own_rows(home / "policy" / "rows.tsv"), OFFICE, topics, "本单位规则表")
    except CorpusError as error:
        raise UsageError(error.what, "请修改本单位规则表后重试。") from error
    return Policy(national, local, own, _calendar(stated))


def office_days(home: Path) -> Calendar:
    """The working days of the office of this home."""
    return _calendar(office_settings(home))


def office_limits(home: Path) -> tuple[str, ...]:
    """The sets of release limits that the office chose (`limits = [...]`)."""
    return tuple(str(name) for name in office_settings(home).get("limits", ()))


def _calendar(stated: Mapping[str, Any]) -> Calendar:
    """The working days of the office's region, with the notices it imported on top."""
    days = calendar(str(stated.get("region", "")))
    for notice in stated.get("holidays", []):
        dates = [*notice.get("off", []), *notice.get("worked", [])]
        if type(notice.get("year")) is not int or any(type(day) is not dt.date for day in dates):
            raise UsageError("本单位设置中的节假日有误：应写明 year，off 和 worked 为日期。")
        days = days.with_notice(notice)
    return days


def _known(place: str) -> str:
    known = places()
    if place not in known:
        raise UsageError(f"没有“{place}”的地方规则。可用的有：{'、'.join(known)}。")
    return known[place]


def office_settings(home: Path) -> dict[str, Any]:
    """`HOME/policy/office.toml`; empty without one. Raises UsageError for one that cannot be read."""
    path = home / "policy" / "office.toml"
    if not path.exists():
        return {}
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(f"无法读取本单位设置：{path.name}。请核对格式。") from error


def _own_rows(path: Path) -> list[dict[str, str]]:
    if not path.exists():
        return []
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"无法读取本单位规则表：{path.name}。请存为 UTF-8 编码。") from error
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    reader = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    rows = [{str(key): value or "" for key, value in row.items() if key} for row in reader]
    if any("kind" not in row for row in rows):
        raise CorpusError("本单位规则表缺少表头。")
    return rows
