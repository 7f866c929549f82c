"""Signed checkpoints and proofs of single entries."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from office import ActRefused, Office, merkle
from office.checkpoint import why_not_included
from pipeline.errors import UsageError
from tests.office.making import actor, open_case, released
from tests.office.test_ledger import INSERT, tamper


def test_a_checkpoint_finds_a_rewrite_that_head_and_chain_do_not(office: Office) -> None:
    """The holder rewrites chain and head; the sheet in the drawer still says otherwise."""
    released(office)
    sheet = office.checkpoints.sign(office.key(), actor(office, "sun"))
    assert office.audit([sheet]).stands
    rows = []
    prev = "0" * 64
    for entry in list(office.ledger.entries()):
        body = entry.body.replace('"actor":"wang"', '"actor":"zhao"').replace(entry.prev, prev)
        prev = hashlib.sha256(body.encode()).hexdigest()
        rows.append({"n": entry.n, "c": entry.case, "b": body, "h": prev})
    tamper(office, "DELETE FROM ledger", *((INSERT, row) for row in rows))
    (office.settings.home / "ledger.head").unlink()
    office.ledger.save_head(len(rows), prev)
    assert office.ledger.verify().stands
    public = office.key().public
    assert {p.code for p in office.checkpoints.disagreements(sheet, public)} == {"rewritten"}
    assert not office.audit([sheet]).stands


def test_a_checkpoint_finds_a_cut_tail_and_a_changed_sheet(office: Office) -> None:
    """Fewer entries than were signed for; a number changed on the sheet."""
    released(office)
    sheet = office.checkpoints.sign(office.key(), actor(office, "sun"))
    public = office.key().public
    changed = {**sheet, "count": sheet["count"] - 1}
    assert {p.code for p in office.checkpoints.disagreements(changed, public)} == {"checkpoint"}
    tamper(office, "DELETE FROM ledger WHERE n > 5")
    assert {p.code for p in office.checkpoints.disagreements(sheet, public)} == {"truncated"}


def test_one_entry_is_proven_without_the_ledger(office: Office) -> None:
    """An inclusion proof holds with the public key alone, and not for an entry that was touched."""
    released(office)
    with pytest.raises(UsageError):
        office.checkpoints.inclusion(3)
    office.checkpoints.sign(office.key(), actor(office, "sun"))
    pem = office.key().public_pem
    count = office.checkpoints.all()[0]["count"]
    for n in range(1, count + 1):
        proof = office.checkpoints.inclusion(n)
        assert why_not_included(proof, pem) == []
        touched = {**proof, "entry": proof["entry"].replace("2026", "2027", 1)}
        assert [r.code for r in why_not_included(touched, pem)] == ["root"]
        assert why_not_included({**proof, "n": n + 1}, pem)


def test_only_the_auditor_signs_checkpoints(office: Office) -> None:
    """Who acts in cases does not certify the ledger."""
    open_case(office)
    for name in ("wang", "li", "chen", "root", "qian"):
        with pytest.raises(ActRefused):
            office.checkpoints.sign(office.key(), actor(office, name))


@given(st.lists(st.binary(min_size=1, max_size=4), min_size=1, max_size=40), st.data())
def test_every_leaf_climbs_to_the_root_and_no_other_does(
    leaves: list[bytes], data: st.DataObject
) -> None:
    """Paths of any tree size lead to the root; another leaf by the same path does not."""
    index = data.draw(st.integers(0, len(leaves) - 1))
    beside = merkle.path(leaves, index)
    assert merkle.climb(leaves[index], beside) == merkle.root(leaves)
    assert merkle.climb(leaves[index] + b"x", beside) != merkle.root(leaves)


def test_the_tree_is_that_of_rfc_6962() -> None:
    """The root of three leaves by hand: the third moves up alone."""
    a, b, c = (merkle.leaf(x) for x in (b"a", b"b", b"c"))
    assert merkle.root([b"a", b"b", b"c"]) == merkle.node(merkle.node(a, b), c)
    assert merkle.root([]) == hashlib.sha256(b"").digest()
