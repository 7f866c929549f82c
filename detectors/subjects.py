"""Every family of identifier rules, in one list, and the passage of a document that they read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from detectors import (
    address,
    bank,
    birth,
    contact,
    coordinates,
    identity,
    labelled,
    landline,
    network,
    online,
    organisation,
    property,  # noqa: A004 - the subject's name
    vehicle,
)
from detectors.names import DETECTOR as NAMES
from detectors.names import Names
from detectors.passage import Column, Passage, Rule
from detectors.tables import Table, TableCell, tables
from pipeline.contracts import Reading
from pipeline.errors import MissingPart
from pipeline.finding import Certainty, Kind


@dataclass(frozen=True, slots=True)
class Subject:
    """A family of rules: its name (shown as `detector`), what it can find, and the rule."""

    name: str
    kinds: tuple[Kind, ...]
    rule: Rule


SUBJECTS: tuple[Subject, ...] = (
    Subject(
        "identity",
        (
            Kind.PI_RESIDENT_ID,
            Kind.PI_FOREIGNER_ID,
            Kind.PI_DISABILITY_ID,
            Kind.PI_STUDENT_ID,
            Kind.PI_DRIVING_LICENCE,
            Kind.PI_SOCIAL_CARD,
        ),
        identity.find,
    ),
    Subject("contact", (Kind.PI_MOBILE,), contact.find),
    Subject("landline", (Kind.PI_LANDLINE, Kind.ORG_IDENTIFIER), landline.find),
    Subject(
        "online",
        (Kind.PI_EMAIL, Kind.PI_WECHAT, Kind.PI_QQ, Kind.ORG_IDENTIFIER),
        online.find,
    ),
    Subject("bank", (Kind.PI_BANK_CARD, Kind.PI_BANK_ACCOUNT, Kind.ORG_IDENTIFIER), bank.find),
    Subject("organisation", (Kind.ORG_IDENTIFIER,), organisation.find),
    Subject(
        "labelled",
        (
            Kind.PI_PASSPORT,
            Kind.PI_TRAVEL_PERMIT,
            Kind.PI_FOREIGNER_ID,
            Kind.PI_MILITARY_ID,
            Kind.PI_DRIVING_LICENCE,
            Kind.PI_SOCIAL_CARD,
            Kind.PI_DISABILITY_ID,
            Kind.PI_STUDENT_ID,
            Kind.PI_MEDICAL_RECORD,
            Kind.PI_RESIDENT_ID,
            Kind.PI_VIN,
            Kind.PI_IMEI,
        ),
        labelled.find,
    ),
    Subject("vehicle", (Kind.PI_PLATE, Kind.PI_VIN), vehicle.find),
    Subject("property", (Kind.PI_PROPERTY_CERTIFICATE, Kind.ORG_IDENTIFIER), property.find),
    Subject("network", (Kind.PI_IP, Kind.PI_MAC), network.find),
    Subject("coordinates", (Kind.PI_COORDINATES,), coordinates.find),
    Subject("birth", (Kind.PI_BIRTH_DATE,), birth.find),
    Subject("address", (Kind.PI_ADDRESS,), address.find),
)


def passage_of(reading: Reading, names: Names = NAMES) -> Passage:
    """The passage of a document: joints of the fold and of signs that fold to digits, columns of tables, people."""
    return Passage(
        reading.folded.text,
        _joints(reading),
        _columns(reading),
        lambda: _people(reading, names),
    )


def _people(reading: Reading, names: Names) -> tuple[tuple[int, int], ...]:
    """Folded ranges of the names of private persons; none without a dictionary, which the names detector reports."""
    at = reading.folded
    try:
        found = names.find(reading)
    except MissingPart:
        return ()
    return tuple(
        (at.position(one.span.start), at.position(one.span.stop))
        for one in found
        if one.kind is Kind.PI_NAME and one.certainty is not Certainty.POSSIBLE
    )


def _columns(reading: Reading) -> tuple[Column, ...]:
    """Cells whose head or label says what number they hold; the first such role of a cell counts."""
    at = reading.folded
    found = []
    for table in tables(reading):
        lists_persons = table.lists_persons
        archive = _archive(table) if "archive" in table.roles else ""
        villages = lists_persons and "name" in table.roles and not table.roles & _POSTS
        for row in table.rows():
            found += [
                Column(at.position(cell.span.start), at.position(cell.span.stop), subject)
                for cell, subject in _in_row(row, lists_persons, archive)
                if subject != "village" or villages
            ]
    return tuple(sorted(found))


def _in_row(
    row: Sequence[TableCell], lists_persons: bool, archive: str
) -> Iterator[tuple[TableCell, str]]:
    """The cells of a row with their subjects; those of a body or of somebody in office are an office's.

    `archive`: whose number of an archive the table holds.
    """
    of_persons = lists_persons and not _is_of_body(row)
    in_office = False
    for cell in row:
        if cell.is_head:
            continue
        if {"name", "official"} & set(cell.roles):
            in_office = "name" not in cell.roles
        subject = next((_SUBJECT_OF[role] for role in cell.roles if role in _SUBJECT_OF), None)
        if subject == "phone" and in_office and not {"name", "official"} & set(cell.roles):
            subject = "office_phone"
        if subject == "archive":
            subject = archive
        home = subject == "address" and _HOMES.search(cell.head)
        if subject is not None:
            yield cell, subject if of_persons or home else _OFFICE.get(subject, subject)


def _is_of_body(row: Sequence[TableCell]) -> bool:
    """True for the row of a company or an office in a list of persons."""
    names = [cell.text for cell in row if "name" in cell.roles and cell.text and not cell.is_head]
    return bool(names) and all(_BODY.search(name) for name in names)


def _archive(table: Table) -> str:
    """Whose files a column 档案编号 numbers: the other heads tell."""
    return labelled.of_archive("".join(cell.text for cell in table.cells if cell.is_head))


def _joints(reading: Reading) -> frozenset[int]:
    """Where numbers may part: closed spaces and breaks, and printed signs (①, ²) that fold to a digit."""
    joints = set(reading.folded.joints)
    for sign in _SIGNS.finditer(reading.document.text):
        at = reading.folded.position(sign.start())
        joints.update((at, at + 1))
    return frozenset(joints)


_SUBJECT_OF = {
    role: role
    for role in [
        "resident_id",
        "mobile",
        "phone",
        "home_phone",
        "office_phone",
        "bank_card",
        "account",
        "disability_id",
        "student_id",
        "passport",
        "travel_permit",
        "military_id",
        "driving_licence",
        "social_card",
        "medical",
        "credit",
        "wechat",
        "qq",
        "plate",
        "vin",
        "property",
        "birth",
        "address",
        "village",
        "exam",
        "archive",
        "imei",
        "mac",
        "ip",
        "coordinates",
        "admission",
        "residence_permit",
    ]
} | {"amount": "not", "serial": "not", "date": "not"}
_OFFICE = {
    "phone": "office_phone",
    "address": "office_address",
    "account": "office_account",
    "bank_card": "office_account",
    "coordinates": "office_coordinates",
}
"""What a column means in a table that is not about private persons."""
_BODY = re.compile(
    r"(?:公司|合作社|委员会|政府|协会|银行|学校|医院|集团|中心|机关|事务所|办事处|办公室|[局厂店社])(?:\([^)]*\))?$"
)
_HOMES = re.compile(r"住(?!所|建|保)|户籍|户口")
"""Heads of homes, whatever else the table holds."""
_POSTS = frozenset({"post", "official", "office_phone"})
_SIGNS = re.compile("[①②③④⑤⑥⑦⑧⑨⑩⁰¹²³⁴⁵⁶⁷⁸⁹]")
