"""One stand-in for one person through a whole batch: 张某1 in one file is 张某1 in the next.

Workers tell people apart by keyed digests; the key is drawn anew for each batch and never written down. The
numbers end up in the masks of the cuts (`name#2`), so that a later release uses the same ones.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from flows.examine import Examined
from pipeline import masks
from pipeline.finding import Kind
from pipeline.proposal import Action

Person = Mapping[str, Any]
"""`cut` (proposal id, start, stop; None where the name stays), `name` and `person` (digests, the latter empty without
a number), `shown`."""


def people_of(seen: Examined, key: bytes) -> list[dict[str, Any]]:
    """The people whose names are masked in one document, in text order, then those whose names stay."""
    text = seen.document.text
    numbers = {
        finding.subject: re.sub(r"[^\dXx]", "", text[finding.span.start : finding.span.stop])
        for finding in seen.review.findings
        if finding.kind is Kind.PI_RESIDENT_ID and finding.subject
    }
    subjects = {
        finding.span: finding.subject for finding in seen.review.findings if finding.subject
    }
    found: list[dict[str, Any]] = []
    for proposal in seen.review.judgement.proposals:
        for cut in proposal.cuts:
            if cut.mask != masks.NAME:
                continue
            name = re.sub(r"\s", "", text[cut.span.start : cut.span.stop])
            number = numbers.get(subjects.get(cut.span) or "", "")
            found.append(
                {
                    "cut": [proposal.id, cut.span.start, cut.span.stop],
                    "name": _digest(key, name),
                    "person": _digest(key, f"{name}\x1f{number}") if number else "",
                    "shown": masks.replacement(name, masks.NAME),
                }
            )
    return [*sorted(found, key=lambda person: person["cut"][1]), *_standing(seen, key)]


def _standing(seen: Examined, key: bytes) -> Iterator[dict[str, Any]]:
    """The private names that stay (a list that must name people): without a cut."""
    proposals = seen.review.judgement.proposals
    stays = {name for one in proposals if one.action is Action.KEEP for name in one.findings}
    for one in seen.review.findings:
        if one.kind is Kind.PI_NAME and one.id in stays:
            name = re.sub(r"\s", "", seen.document.text[one.span.start : one.span.stop])
            yield {"cut": None, "name": _digest(key, name), "person": "", "shown": ""}


def numbered(documents: Iterable[Iterable[Person]]) -> list[dict[tuple[str, int, int], str]]:
    """The mask of every name cut of each document, with the person's number in the batch.

    A name without a number of its own is the person of that name who came first. A surname that only one person
    of the batch has gets no number.
    """
    batch = [[person for person in people if person["cut"]] for people in documents]
    first: dict[str, str] = {}
    for person in (p for people in batch for p in people):
        if person["person"]:
            first.setdefault(person["name"], person["person"])
    given: dict[str, dict[str, int]] = {}
    for person in (p for people in batch for p in people):
        same = given.setdefault(person["shown"], {})
        same.setdefault(_who(person, first), len(same) + 1)
    found = []
    for people in batch:
        named: dict[tuple[str, int, int], str] = {}
        for person in people:
            same = given[person["shown"]]
            number = same[_who(person, first)]
            proposal, start, stop = person["cut"]
            named[proposal, start, stop] = (
                f"{masks.NAME}#{number}" if len(same) > 1 else masks.NAME
            )
        found.append(named)
    return found


def named_elsewhere(documents: Iterable[Iterable[Person]]) -> list[tuple[int, ...]]:
    """For each document of the batch, the others in which a name that it masks stays: published together, the two
    tell who is meant."""
    batch = [list(people) for people in documents]
    standing: dict[str, set[int]] = {}
    for index, people in enumerate(batch):
        for person in people:
            if not person["cut"]:
                standing.setdefault(person["name"], set()).add(index)
    return [
        tuple(
            sorted(set().union(*(standing.get(p["name"], ()) for p in people if p["cut"])) - {at})
        )
        for at, people in enumerate(batch)
    ]


def _who(person: Person, first: Mapping[str, str]) -> str:
    return str(person["person"] or first.get(person["name"]) or person["name"])


def _digest(key: bytes, value: str) -> str:
    return hmac.new(key, value.encode(), hashlib.sha256).hexdigest()
