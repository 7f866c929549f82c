"""Traces of devices and places: IP and MAC addresses, coordinates exact enough to point at a house."""

from __future__ import annotations

import re
from collections.abc import Iterator

from detectors.passage import Match, Passage
from pipeline.finding import Certainty, Kind

_IPV4 = re.compile(r"(?<![0-9A-Za-z.])(?:\d{1,3}\.){3}\d{1,3}(?![0-9A-Za-z]|\.\d)")
_IPV6 = re.compile(
    r"(?:(?<![0-9A-Za-z:])|(?<=[Vv]6:)|(?<=[址为是]:))(?:[0-9A-Fa-f]{1,4}:){2,7}(?::|[0-9A-Fa-f]{1,4})(?:[0-9A-Fa-f:]*[0-9A-Fa-f])?(?![0-9A-Za-z:])"
)
_IP_CUE = re.compile(r"(?:IP|ip|Ip|登录|登陆|服务器|访问|网络地址|地址)[^,。;]{0,12}$")
_NOT_IP = re.compile(r"(?:版本|[Vv]er|[Vv]|第|条|款|项|图|表|标准|GB|DB)[^,。;]{0,4}$")
_MAC = re.compile(
    r"(?<![0-9A-Fa-f])(?:(?<![0-9A-Fa-f][:\-])|(?<=[Cc]:))[0-9A-Fa-f]{2}([:\-])(?:[0-9A-Fa-f]{2}\1){4}[0-9A-Fa-f]{2}"
    r"(?![0-9A-Za-z]|[:\-][0-9A-Fa-f])"
)
_DOTTED_MAC = re.compile(
    r"(?<![0-9A-Za-z.])[0-9A-Fa-f]{4}\.[0-9A-Fa-f]{4}\.[0-9A-Fa-f]{4}(?![0-9A-Za-z.])"
)
_THREE_POINTS = re.compile(r"[0-9]\.[0-9]{1,3}\.[0-9]{1,3}\.[0-9]")
_TWO_COLONS = re.compile(r"[0-9A-Fa-f]:[0-9A-Fa-f]{0,4}:")
_TWO_PAIRS = re.compile(r"[0-9A-Fa-f][:\-][0-9A-Fa-f]{2}[:\-]|[0-9A-Fa-f]{4}\.[0-9A-Fa-f]{4}\.")
_DEGREE_SIGN = re.compile(r"[0-9] ?[°º度] ?[0-9]")
_FOUR_DECIMALS = re.compile(r"[0-9]\.[0-9]{4}")
_DEGREES = re.compile(
    r"(?<![0-9.])\d{1,3} ?[°º度] ?\d{1,2} ?[′'’分] ?\d{1,2}(?:\.\d+)? ?(?:[″\"”秒]|'') ?[ENen]?(?![A-Za-z])"
)
_LONGITUDE, _LATITUDE = (
    r"(?:7[3-9]|[89]\d|1[0-2]\d|13[0-5])\.\d{4,10}",
    r"(?:[3-9]|[1-4]\d|5[0-3])\.\d{4,10}",
)
_MARK = r" ?[°º度]?[ENen]?"
_BETWEEN = r" ?[,、;/ ] ?(?:(?:东经|北纬|经度|纬度|[ENXY]|lng|lat) ?[:为=]? ?)?"
_PAIR = re.compile(
    rf"(?<![0-9.])(?:{_LONGITUDE}{_MARK}{_BETWEEN}{_LATITUDE}|{_LATITUDE}{_MARK}{_BETWEEN}{_LONGITUDE})(?![0-9.]){_MARK}"
)
_SINGLE = re.compile(rf"(?<![0-9.])\d{{1,3}}\.\d{{4,10}}(?![0-9.]){_MARK}")
_NAMED = re.compile(r"(?:东经|北纬|经度|纬度|坐标|[ENXY]|lng|lat|LNG|LAT) ?[:为=是]? ?$")


def find(passage: Passage) -> Iterator[Match]:
    """Addresses of devices, and coordinates to a second or four decimals."""
    text = passage.text
    for match in _IPV4.finditer(text) if _THREE_POINTS.search(text) else ():
        octets = [int(part) for part in match[0].split(".")]
        if max(octets) > 255 or match[0] in {"127.0.0.1", "0.0.0.0", "255.255.255.0"}:  # noqa: S104
            continue
        before = passage.before(match.start(), 16)
        cued = _IP_CUE.search(before) is not None or passage.column(match.start()) == "ip"
        if cued or (not _NOT_IP.search(before) and sum(o > 20 for o in octets) >= 2):
            yield Match(
                Kind.PI_IP,
                match.start(),
                match.end(),
                Certainty.SURE if cued else Certainty.LIKELY,
                "IP地址",
            )
    if _TWO_COLONS.search(text):
        for match in _IPV6.finditer(text):
            groups = [g for g in match[0].split(":") if g]
            full = match[0].count(":") == 7 or "::" in match[0]
            if full and len(groups) >= 3 and any(c in "abcdefABCDEF" for c in match[0]):
                yield Match(Kind.PI_IP, match.start(), match.end(), Certainty.SURE, "IPv6地址")
    for pattern in (_MAC, _DOTTED_MAC) if _TWO_PAIRS.search(text) else ():
        for match in pattern.finditer(text):
            letters = any(c in "abcdefABCDEF" for c in match[0])
            if letters or "MAC" in passage.before(match.start(), 12).upper():
                yield Match(
                    Kind.PI_MAC, match.start(), match.end(), Certainty.SURE, "网卡物理地址"
                )
    yield from _coordinates(text)


def _coordinates(text: str) -> Iterator[Match]:
    why = "精确到秒或四位小数的坐标"
    if _DEGREE_SIGN.search(text):
        for match in _DEGREES.finditer(text):
            yield Match(Kind.PI_COORDINATES, match.start(), match.end(), Certainty.LIKELY, why)
    if not _FOUR_DECIMALS.search(text):
        return
    for match in _PAIR.finditer(text):
        yield Match(Kind.PI_COORDINATES, match.start(), match.end(), Certainty.LIKELY, why)
    for match in _SINGLE.finditer(text):
        if _NAMED.search(text, max(0, match.start() - 8), match.start()):
            yield Match(Kind.PI_COORDINATES, match.start(), match.end(), Certainty.LIKELY, why)
