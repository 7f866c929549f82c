"""The policy table: every row is reached, every article stands, layers bind as they should."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

import corpora
from pipeline import basis
from pipeline.errors import UsageError
from pipeline.finding import Certainty, Kind
from pipeline.policy import load_policy, places
from pipeline.policy_rows import FACTS, OFFICE, UNKNOWN, Policy, Row
from pipeline.proposal import Action, Outcome
from pipeline.steps import is_known
from tests.pipeline.drafts import NATION, ON, draft, judged, stated

HEAD = "kind\tcertainty\twhen\taction\tmask\toutcome\tcode\tbasis\tsteps\tfixed\tgrounds\tsince\tsource\n"


def _row(**values: str) -> str:
    columns = HEAD.rstrip("\n").split("\t")
    row = {
        "certainty": "*",
        "action": "note",
        "outcome": "release",
        "basis": "doubt",
        "grounds": "说明。",
        "source": "test",
    }
    return "\t".join((row | values).get(column, "") for column in columns) + "\n"


def office(home: Path, *rows: str, settings: str = "") -> Policy:
    """The policy of an office with these rows and settings."""
    (home / "policy").mkdir(parents=True)
    (home / "policy" / "rows.tsv").write_text(HEAD + "".join(rows), "utf-8")
    (home / "policy" / "office.toml").write_text(settings, "utf-8")
    return load_policy(home)


def _facts(row: Row) -> dict[str, str]:
    return {name: values[0] if values != ("*",) else "救助" for name, values in row.when.items()}


@pytest.mark.parametrize(
    "row", NATION.national, ids=lambda row: f"{'|'.join(row.kinds)} {row.grounds[:12]}"
)
def test_every_row_is_reached_by_the_findings_it_describes(row: Row) -> None:
    """No row is dead: some kind, certainty and facts lead to it and to no row before it."""
    facts = _facts(row)
    if row.kinds[0].startswith("document."):
        binding = NATION.whole(row.kinds[0], facts)
        assert binding is not None
        assert binding.row is row
        return
    reached = [
        NATION.bind(kind, certainty, facts).row
        for kind in Kind
        for certainty in Certainty
        if row.names(kind, certainty)
    ]
    assert row in reached


@pytest.mark.parametrize("row", NATION.national, ids=lambda row: row.grounds[:12])
def test_every_row_rests_on_law_in_force_that_was_checked(row: Row) -> None:
    """At least one article stands today; unless it is marked, it was read in the law text."""
    refs = basis.on_day(row.basis, ON)
    assert refs, row.grounds
    assert any(basis.is_checked(ref) for ref in refs) or "失信" in row.grounds
    assert "保守国家秘密法实施办法-1990/4" not in row.basis


@pytest.mark.parametrize("row", NATION.national, ids=lambda row: row.grounds[:12])
def test_every_row_is_whole(row: Row) -> None:
    """Source, grounds, known steps; a cut and a refusal carry a code unless a person must choose it."""
    assert row.source
    assert row.grounds.endswith("。")
    assert all(is_known(step) for step in row.steps)
    assert row.when.keys() <= FACTS
    if row.action in (Action.REMOVE, Action.MASK):
        assert row.reason_code is not None
        assert row.outcome >= Outcome.PARTIAL_RELEASE
    if row.action is Action.WITHHOLD:
        assert row.reason_code is not None or "reason_code" in row.steps
    if row.action in (Action.KEEP, Action.NOTE):
        assert row.outcome is Outcome.RELEASE
    if row.action is Action.ASK:
        assert row.outcome is Outcome.REFER


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("certainty", list(Certainty))
def test_every_pair_of_the_contract_has_a_rule(kind: Kind, certainty: Certainty) -> None:
    """UNKNOWN is for what nobody foresaw; today's vocabulary needs it only where facts are missing."""
    facts = {
        "state": "in_term",
        "live": "yes",
        "clearance": "within",
        "note": "public",
        "layer": "body",
        "list": "",
    }
    assert NATION.bind(kind, certainty, facts).row is not UNKNOWN


def test_an_unknown_pair_refers() -> None:
    """An empty table refers everything."""
    empty = Policy(())
    for kind in Kind:
        for certainty in Certainty:
            assert empty.bind(kind, certainty, {}).row.outcome is Outcome.REFER


def test_an_office_row_replaces_the_nations(home: Path) -> None:
    """An office may decide that e-mail addresses stay, and the record says that it did."""
    policy = office(home, _row(kind="pi.email", action="keep", basis="privacy"))
    binding = policy.bind(Kind.PI_EMAIL, Certainty.SURE, {"layer": "body"})
    assert binding.row.layer == OFFICE
    assert binding.row.action is Action.KEEP


def test_the_digest_tells_one_policy_from_another(home: Path) -> None:
    """An office's own row, or an imported notice, is another policy; the same files are the same."""
    own = office(home, _row(kind="pi.email", action="keep", basis="privacy"))
    assert own.digest == load_policy(home).digest
    assert own.digest != load_policy().digest
    (home / "policy" / "office.toml").write_text("[[holidays]]\nyear = 2027\n", "utf-8")
    assert own.digest != load_policy(home).digest


def test_the_manual_names_every_fact_and_file() -> None:
    """What an office may write stands beside the table."""
    manual = corpora.text("policy/README.md")
    assert all(f"`{fact}`" in manual for fact in FACTS)


def test_an_office_cannot_loosen_a_fixed_row(home: Path) -> None:
    """A live mark stays a bar whatever the office writes."""
    policy = office(home, _row(kind="secrecy.marking"))
    facts = {"state": "in_term", "live": "yes", "clearance": "above"}
    assert policy.bind(Kind.SECRECY_MARKING, Certainty.SURE, facts).row.outcome is Outcome.HALT


def test_an_office_may_tighten_a_fixed_row(home: Path) -> None:
    """An expired mark may be withheld outright."""
    row = _row(
        kind="secrecy.marking",
        when="state=expired",
        action="withhold",
        outcome="withhold",
        code="1",
        basis="secret",
    )
    policy = office(home, row)
    facts = {"state": "expired", "live": "no", "clearance": "within"}
    assert policy.bind(Kind.SECRECY_MARKING, Certainty.SURE, facts).row.outcome is Outcome.WITHHOLD


def test_a_place_may_ask_about_the_document_as_a_whole(home: Path) -> None:
    """通辽: a document without a release note is not issued; a plain list is not a document of that kind."""
    policy = office(home, settings='local = ["通辽市"]')
    seen = judged(draft("通知"), metadata=stated(genre="通知"), policy=policy)
    assert seen.outcome is Outcome.REFER
    assert "适用层级：通辽市规定" in seen.proposals[0].grounds
    assert judged(draft("名单"), policy=policy).outcome is Outcome.RELEASE
    noted = stated(genre="通知", release_note="此件公开发布")
    assert judged(draft("通知"), metadata=noted, policy=policy).outcome is Outcome.RELEASE


def test_joint_issuers_of_a_banner_consent_in_writing(home: Path) -> None:
    """National and local rule about the same question: both are cited, both steps are taken."""
    policy = office(home, settings='local = ["乌拉特中旗"]')
    seen = judged(draft("通知"), metadata=stated(issuer="甲局、乙局"), policy=policy)
    (only,) = seen.proposals
    assert "乌拉特中旗保密审查制度-2012/15" in only.basis
    assert "政府信息公开条例-2019/10.3" in only.basis
    assert "适用层级：国家规定、乌拉特中旗规定" in only.grounds
    assert any("书面形式" in step.grounds for step in seen.steps)


def test_the_stricter_of_nation_and_place_binds(home: Path) -> None:
    """乌拉特中旗: a possible warning word is withheld there, a question elsewhere; the nation is cited beside it."""
    policy = office(home, settings='local = ["乌拉特中旗"]')
    binding = policy.bind(Kind.HANDLING_INTERNAL, Certainty.POSSIBLE, {})
    assert NATION.bind(Kind.HANDLING_INTERNAL, Certainty.POSSIBLE, {}).row.outcome is Outcome.REFER
    assert binding.row.outcome is Outcome.WITHHOLD
    assert binding.row.layer == "乌拉特中旗规定"
    assert "乌拉特中旗保密审查制度-2012/10(5)" in binding.basis
    assert "保守国家秘密法-2024/64" in binding.basis


def test_at_equal_strictness_the_nation_binds_and_the_place_is_cited(home: Path) -> None:
    """National law comes first."""
    policy = office(home, settings='local = ["乌拉特中旗"]')
    binding = policy.bind(Kind.HANDLING_INTERNAL, Certainty.SURE, {})
    assert binding.row.layer == "国家规定"
    assert [row.layer for row in binding.beside] == ["乌拉特中旗规定"]


def test_a_prescribed_local_mask_binds_over_our_default(home: Path) -> None:
    """永安: a number is masked 2 + 13 + 3 where we would remove it; outside the page it is still removed."""
    policy = office(home, settings='local = ["永安市"]')
    shown = policy.bind(Kind.PI_RESIDENT_ID, Certainty.SURE, {"layer": "body"})
    assert (shown.row.mask, shown.row.layer) == ("id_2_3", "永安市规定")
    hidden = policy.bind(Kind.PI_RESIDENT_ID, Certainty.SURE, {"layer": "comment"})
    assert hidden.row.action is Action.REMOVE


@pytest.mark.parametrize("place", places())
def test_local_rows_cite_their_own_rule(home: Path, place: str) -> None:
    """A local layer rests on the local text."""
    policy = office(home, settings=f'local = ["{place}"]')
    assert policy.local
    for row in policy.local:
        assert basis.on_day(row.basis, ON)
        assert any(basis.lookup(ref)[0].region == place for ref in row.basis)


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (_row(kind="pi.email", when="moon=full"), "未知的条件"),
        (_row(kind="pi.email", code="9"), "未知的理由代码"),
        (_row(kind="pi.email", action="mask", mask="nothing"), "未知的遮盖规则"),
        (_row(kind="pi.email", action="mask"), "遮盖"),
        (_row(kind="pi.email", action="burn"), "无法识别"),
        (_row(kind="pi.email", outcome="perhaps"), "无法识别"),
        (_row(kind="pi.email", basis="nowhere"), "无法识别"),
        (_row(kind="pi.email", basis="政府信息公开条例-2019/99"), "没有条目"),
        (_row(kind="pi.email", steps="dance"), "步骤"),
        (_row(kind="pi.emial"), "种类"),
    ],
)
def test_a_bad_office_row_is_named_by_its_line(home: Path, row: str, message: str) -> None:
    """An office learns which line is wrong, in Chinese."""
    with pytest.raises(UsageError, match=f"本单位规则表第2行.*{message}"):
        office(home, _row(kind="pi.qq", action="keep"), row)


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ('local = ["火星"]', "没有“火星”的地方规则"),
        ("local = [", "无法读取本单位设置"),
        ('[[holidays]]\nyear = "2027"\n', "节假日有误"),
        ("[[holidays]]\nyear = 2027\noff = [1]\n", "节假日有误"),
    ],
)
def test_bad_settings_are_told_in_chinese(home: Path, settings: str, message: str) -> None:
    """Never a traceback."""
    with pytest.raises(UsageError, match=message):
        office(home, settings=settings)


@pytest.mark.parametrize("path", ["policy/national.tsv", *corpora.listing("policy/local", ".tsv")])
def test_every_row_says_since_when(path: str) -> None:
    """A date, not in the future."""
    for row in corpora.rows(path):
        assert dt.date.fromisoformat(row["since"]) <= ON


def test_an_imported_notice_reaches_the_working_days(home: Path) -> None:
    """The office of 2027 counts on."""
    policy = office(home, settings="[[holidays]]\nyear = 2027\noff = [2027-01-01]\nworked = []\n")
    assert 2027 in policy.days.years
    assert 2027 not in NATION.days.years
