"""Cases in the home: opened once, found again, private, whole."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import Any

import pytest

from office import CaseDamaged, NoSuchCase, Office
from office.register import stored_review
from pipeline.document import Source, Span
from pipeline.errors import ExitCode
from pipeline.proposal import Action, Cut, Outcome, Proposal
from pipeline.secrecy import Level
from pipeline.settings import SOFTWARE
from tests.office.making import (
    ON,
    RULES,
    actor,
    open_case,
    open_office,
    proposal,
    released,
    review,
)


def test_the_same_bytes_rules_and_day_are_one_case(office: Office) -> None:
    """A second run finds the case, writes nothing and says so; other bytes, rules or clearance are another."""
    first = open_case(office)
    before = office.ledger.newest()
    again = open_case(office)
    assert (again.id, again.is_new, first.is_new) == (first.id, False, True)
    assert office.ledger.newest() == before
    assert office.find_case(office.case(first.id).facts.sha256, RULES, ON) is not None
    assert office.find_case("0" * 64, RULES, ON) is None
    assert office.find_case(office.case(first.id).facts.sha256, "cd" * 32, ON) is None
    assert open_case(office, b"other").id != first.id


def test_two_empty_files_are_two_cases(office: Office) -> None:
    """Files without a byte are told apart by their names."""
    assert open_case(office, b"", name="a.txt").id != open_case(office, b"", name="b.txt").id
    assert not open_case(office, b"", name="b.txt").is_new


def test_a_case_folder_holds_the_source_and_the_review_and_nothing_else(office: Office) -> None:
    """One byte-identical copy; folders 0700, files 0600."""
    case = released(office)
    folder = office.settings.home / "cases" / case
    assert sorted(p.name for p in folder.iterdir()) == ["review.json", "source.txt"]
    assert (folder / "source.txt").read_bytes() == b"draft" == office.source_bytes(case)
    for path in office.settings.home.rglob("*"):
        mode = stat.S_IMODE(path.stat().st_mode)
        assert mode & 0o077 == 0, path


def test_an_ocr_reading_is_kept_and_checked(office: Office) -> None:
    """The reading of a picture comes back as it was given, or not at all."""
    made = review(b"png")
    ref = office.open_case(
        Source.of("a.png", "png", b"png"), b"png", made, reading=b'{"lines":[]}'
    )
    assert office.ocr_reading(ref.id) == b'{"lines":[]}'
    (office.settings.home / "cases" / ref.id / "reading.json").write_bytes(b"{}")
    with pytest.raises(CaseDamaged):
        office.ocr_reading(ref.id)
    assert office.ocr_reading(open_case(office).id) is None


def test_document_text_is_not_taken(office: Office) -> None:
    """A review with `text` in it is a fault of the caller and raises before anything is written."""
    made = review(b"draft", proposals=(proposal(1),))
    made["findings"][0]["text"] = "110101199001011234"
    with pytest.raises(ValueError, match="document text"):
        office.open_case(Source.of("a.txt", "txt", b"draft"), b"draft", made)
    assert not office.cases()


def test_bytes_that_changed_since_the_review_are_refused(office: Office) -> None:
    """The case holds what was reviewed, or there is none."""
    with pytest.raises(CaseDamaged):
        office.open_case(Source.of("a.txt", "txt", b"draft"), b"Draft", review(b"draft"))


def test_masks_come_from_the_proposals() -> None:
    """`review.json` has no mask; the stored review has, where the proposals are handed over."""
    cut = Cut(Span(10, 14), "mobile")
    made = Proposal.of(
        ("find0001",),
        Action.MASK,
        Outcome.PARTIAL_RELEASE,
        reason_code="4",
        basis=(),
        grounds="x",
        cuts=(cut,),
    )
    stored = stored_review(review(b"draft", proposals=(proposal(1, "mask", id=made.id),)), (made,))
    assert stored["proposals"][0]["cuts"] == [{"start": 10, "stop": 14, "mask": "mobile"}]


def test_odd_file_names_are_taken(office: Office) -> None:
    """Control characters and lone surrogates in a name stop nothing."""
    name = "附件\udce4\n1.txt"
    made = review(b"x", name=name)
    ref = office.open_case(Source.of(name, "txt", b"x"), b"x", made)
    assert office.case(ref.id).facts.name == "附件?1.txt"
    assert office.audit().stands


def test_a_case_that_is_not_there(office: Office) -> None:
    """Wrong usage, in Chinese."""
    with pytest.raises(NoSuchCase) as error:
        office.case("2026-999999")
    assert error.value.exit_code is ExitCode.USAGE


def test_lists_carry_what_the_contract_asks(office: Office) -> None:
    """`case list --json`: case, state, outcome, source, due_on."""
    open_case(office, outcome="refer")
    row = office.cases()[0].to_json()
    assert {"case", "state", "outcome", "source", "due_on"} <= set(row)
    assert row["source"]["name"] == "a.txt"
    assert row["due_on"] == "2026-12-18"
    assert office.cases(state="released") == []


def test_numbers_run_through_the_year(office: Office) -> None:
    """2026-000001, 2026-000002 …; a home that is opened again goes on."""
    assert [open_case(office, bytes([n])).id for n in range(3)] == [
        "2026-000001",
        "2026-000002",
        "2026-000003",
    ]


def test_clearance_makes_another_case(tmp_path: Path) -> None:
    """A file that was halted is reviewed anew by an installation that may handle it."""
    from office import Office as Desk
    from tests.office.making import CHEAP, HandClock, settings

    clock = HandClock()
    mark: dict[str, Any] = {
        "level": "MIMI",
        "term": "5年",
        "issued_on": None,
        "expires_on": None,
        "state": "undated",
        "findings": [],
    }
    with open_office(tmp_path, clock=clock) as office:
        halted = open_case(office, outcome="halt", markings=(mark,))
    with Desk.open(settings(tmp_path, cleared=Level.MIMI), clock, passwords=CHEAP) as cleared:
        case = open_case(cleared, outcome="withhold", markings=(mark,))
        assert (case.is_new, case.state) == (True, "drafted")
        assert case.id != halted.id
        assert SOFTWARE in cleared.case(case.id).facts.software


def test_four_and_five_step_procedures(office: Office) -> None:
    """The variants are rows; every step needs a person of its own."""
    from office import ActRefused

    made = review(b"four")
    ref = office.open_case(Source.of("a.txt", "txt", b"four"), b"four", made, procedure="four")
    office.set_status(ref.id, actor(office, "wang"), "全文公开", "主动公开")
    office.sign(ref.id, actor(office, "wang"), "可以。")
    with pytest.raises(ActRefused):
        office.sign(ref.id, actor(office, "wang"), "可以。")
    assert office.sign(ref.id, actor(office, "zhao"), "同意。").state.value == "handled"
    office.sign(ref.id, actor(office, "li"), "同意。")
    assert office.sign(ref.id, actor(office, "chen"), "批准。").state.value == "approved"
    assert office.why_not_release(ref.id) == ()
