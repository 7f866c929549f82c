"""Accounts: who may make them, what passwords must be, and how they are closed."""

from __future__ import annotations

import pytest

from office import ActRefused, AuthenticationFailed, Office, Role
from pipeline.errors import UsageError
from tests.office.making import PASSWORD, actor, open_office


def test_the_first_person_is_an_admin_and_needs_nobody(empty: Office) -> None:
    """An empty home takes an admin without leave, and nobody else."""
    assert empty.people.is_empty()
    with pytest.raises(ActRefused):
        empty.add_person("wang", "handler", PASSWORD)
    assert empty.add_person("root", "admin", PASSWORD, display="管理员").role is Role.ADMIN
    with pytest.raises(ActRefused):
        empty.add_person("root2", "admin", PASSWORD)
    assert empty.add_person("王五", "handler", PASSWORD, by=actor(empty, "root")).display == "王五"


@pytest.mark.parametrize(
    "password",
    ["", "short1", "12345678", "88888888", "abcdefghij", "password1", "aaaaaaaa1", "x1" * 600],
)
def test_weak_passwords_are_refused_with_their_reasons(office: Office, password: str) -> None:
    """Length, classes of characters, common ones; the password is not repeated in the message."""
    with pytest.raises(UsageError) as error:
        office.add_person("new", "handler", password, by=actor(office, "root"))
    assert not password or password not in str(error.value)


@pytest.mark.parametrize("name", ["", "a b", "a/b", "x" * 33, "a\n", "＝1"])
def test_accounts_have_plain_names(office: Office, name: str) -> None:
    """Han, letters, digits, dot, dash, underscore."""
    with pytest.raises(UsageError):
        office.add_person(name, "handler", PASSWORD, by=actor(office, "root"))


def test_an_unknown_role_is_wrong_usage(office: Office) -> None:
    """The six roles and no other."""
    with pytest.raises(UsageError):
        office.add_person("new", "king", PASSWORD, by=actor(office, "root"))


def test_passwords_are_kept_as_argon2id(office: Office) -> None:
    """No password in the home, in any spelling."""
    from office.passwords import Passwords

    assert Passwords().hasher.hash("x").startswith("$argon2id$")
    for path in office.settings.home.rglob("*"):
        assert not path.is_file() or PASSWORD.encode() not in path.read_bytes()


def test_a_closed_account_opens_nothing(office: Office) -> None:
    """Disabled at once, opened again by the admin; its acts stand."""
    genuine = actor(office, "wang")
    office.people.disable("wang", actor(office, "root"))
    with pytest.raises(AuthenticationFailed):
        actor(office, "wang")
    with pytest.raises(ActRefused):
        office.people.require(genuine, "read")
    office.people.disable("wang", actor(office, "root"), disabled=False)
    assert actor(office, "wang").name == "wang"
    assert office.audit().stands


def test_the_last_admin_stays(office: Office) -> None:
    """Nobody locks the office out of its own home."""
    with pytest.raises(ActRefused):
        office.people.disable("root", actor(office, "root"))
    with pytest.raises(ActRefused):
        office.people.set_role("root", Role.HANDLER, actor(office, "root"))


def test_passwords_are_changed_by_oneself_or_an_admin(office: Office) -> None:
    """One's own with the old one; another's as admin only."""
    office.people.set_password("wang", "a-new-one-7", actor(office, "wang"))
    with pytest.raises(AuthenticationFailed):
        actor(office, "wang")
    with pytest.raises(ActRefused):
        office.people.set_password("li", "a-new-one-7", office.authenticate("wang", "a-new-one-7"))
    office.people.set_password("wang", PASSWORD, actor(office, "root"))
    assert actor(office, "wang").name == "wang"


def test_a_proof_is_good_in_its_own_process_only(office: Office) -> None:
    """Another opening of the same home knows nothing of it."""
    genuine = actor(office, "wang")
    with (
        open_office(
            office.settings.home, clock=office.ledger.clock, database=office.settings.database
        ) as other,
        pytest.raises(ActRefused),
    ):
        other.people.require(genuine, "read")
