"""One person, one stand-in, through the whole batch."""

from __future__ import annotations

from flows.pseudonyms import named_elsewhere, numbered


def person(start: int, name: str, shown: str, number: str = "") -> dict[str, object]:
    """A masked name as a worker reports it."""
    return {"cut": ["p", start, start + 2], "name": name, "person": number, "shown": shown}


def test_the_same_person_has_the_same_number_in_every_file() -> None:
    """A name in one file and the name with its number in another are one person."""
    first, second = numbered([[person(0, "n1", "张某"), person(9, "n2", "张某")], [person(4, "n2", "张某", "x")]])
    assert first["p", 9, 11] == second["p", 4, 6] == "name#2"
    assert first["p", 0, 2] == "name#1"


def test_two_people_of_one_name_are_told_apart_by_their_numbers() -> None:
    """Same name, different id numbers: two stand-ins."""
    (only,) = numbered([[person(0, "n1", "张某", "x"), person(9, "n1", "张某", "y")]])
    assert only["p", 0, 2] != only["p", 9, 11]


def test_a_single_person_of_a_surname_gets_no_number() -> None:
    """Nothing to tell apart, nothing added."""
    first, second = numbered([[person(0, "n1", "张某")], [person(0, "n1", "张某"), person(5, "n3", "李某")]])
    assert first["p", 0, 2] == second["p", 0, 2] == second["p", 5, 7] == "name"


def test_a_name_that_is_cut_here_and_stands_there_is_told() -> None:
    """Cut in one file and kept in another: the officer decides the two together; a name that stays gets no number."""
    stays = {"cut": None, "name": "n1", "person": "", "shown": ""}
    batch = [[person(0, "n1", "张某")], [stays], [person(0, "n2", "张某")]]
    assert named_elsewhere(batch) == [(1,), (), ()]
    assert numbered(batch)[1] == {}
