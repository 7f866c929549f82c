"""Numbers of organisations: 统一社会信用代码 (GB 32100), 组织机构代码 (GB 11714). They are public and stay."""

from __future__ import annotations

import re
from collections.abc import Iterator

from detectors.checksums import (
    is_credit_code,
    is_day,
    is_organisation_code,
    is_resident,
)
from detectors.passage import Match, Passage
from detectors.places import is_area
from pipeline.finding import Certainty, Kind

_CODE = re.compile(
    r"(?<![0-9A-Za-z])[1-9AYN][0-9A-HJ-NPQRTUWXYa-hj-npqrtuwxy](?:[ -]?[0-9A-HJ-NPQRTUWXYa-hj-npqrtuwxy]){16}(?![0-9A-Za-z])"
)
_NINE = re.compile(r"(?<![0-9A-Za-z])[0-9A-Z]{8}-?[0-9X](?![0-9A-Za-z])")


def find(passage: Passage) -> Iterator[Match]:
    """Credit codes with a right check character, labelled near misses, and labelled organisation codes."""
    for match in _CODE.finditer(passage.text):
        code = match[0].replace(" ", "").replace("-", "").upper()
        labelled = passage.cue(match.start()) == "credit"
        if code[:17].isdigit() and not labelled and is_resident(code) and is_day(code[6:14]):
            continue
        if is_credit_code(code) and (
            labelled
            or (_is_registered_somewhere(code) and not code[:17].isdigit())
            or _is_numeric_code(passage, match.start(), code)
        ):
            yield Match(
                Kind.ORG_IDENTIFIER,
                match.start(),
                match.end(),
                Certainty.SURE,
                "统一社会信用代码，校验码相符",
            )
        elif labelled:
            yield Match(
                Kind.ORG_IDENTIFIER,
                match.start(),
                match.end(),
                Certainty.LIKELY,
                "标签为统一社会信用代码，校验码不符",
            )
    for match in _NINE.finditer(passage.text):
        if passage.cue(match.start()) == "credit" and is_organisation_code(
            match[0].replace("-", "")
        ):
            yield Match(
                Kind.ORG_IDENTIFIER,
                match.start(),
                match.end(),
                Certainty.SURE,
                "组织机构代码，校验码相符",
            )


_CLASSES = frozenset(
    [
        "11",
        "12",
        "13",
        "19",
        "21",
        "29",
        "31",
        "32",
        "33",
        "34",
        "35",
        "39",
        "41",
        "49",
        "51",
        "52",
        "53",
        "59",
        "61",
        "62",
        "69",
        "71",
        "72",
        "79",
        "81",
        "89",
        "91",
        "92",
        "93",
    ]
)


def _is_registered_somewhere(code: str) -> bool:
    """True when characters 3 to 8 are an area or the country; of misread resident numbers one in 31 passes the check."""
    return code[2:8] == "100000" or (code[2] != "9" and is_area(code[2:8]))


def _is_numeric_code(passage: Passage, start: int, code: str) -> bool:
    """Digits alone pass the check once in 31: class and region must hold, and no label say otherwise."""
    return code[:2] in _CLASSES and _is_registered_somewhere(code) and passage.cue(start) is None
