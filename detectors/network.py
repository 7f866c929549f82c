"""Traces of devices: IP and MAC addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator

from detectors.passage import Match, Passage
from pipeline.finding import Certainty, Kind

_IPV4 = re.compile(r"(?:(?<![0-9A-Za-z.])|(?<=I[Pp])|(?<=ip))(?:\d{1,3}\.){3}\d{1,3}(?![0-9A-Za-z]|\.\d)")
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
_LABELLED_MAC = re.compile(
    r"(?:MAC|Mac|mac|网卡|物理地址|硬件地址)(?:地址|号码?|编码|码)?\s?(?:为|是|[:(])?\s?"
    r"((?:[0-9A-Fa-f]{2} ?){5}[0-9A-Fa-f]{2}|(?:[0-9A-Fa-f]{4}[-.:]){2}[0-9A-Fa-f]{4})(?![0-9A-Za-z])"
)
"""Twelve digits in one piece, in pairs or in fours are a device's only behind their word."""
_BARE_MAC = re.compile(r"[0-9A-Fa-f]{12}|(?:[0-9A-Fa-f]{4}[-.:]){2}[0-9A-Fa-f]{4}")
_PRIVATE = re.compile(r"10\.|192\.168\.|172\.(?:1[6-9]|2[0-9]|3[01])\.")
_THREE_POINTS = re.compile(r"[0-9]\.[0-9]{1,3}\.[0-9]{1,3}\.[0-9]")
_TWO_COLONS = re.compile(r"[0-9A-Fa-f]:[0-9A-Fa-f]{0,4}:")
_TWO_PAIRS = re.compile(r"[0-9A-Fa-f][:\-][0-9A-Fa-f]{2}[:\-]|[0-9A-Fa-f]{4}\.[0-9A-Fa-f]{4}\.")


def find(passage: Passage) -> Iterator[Match]:
    """Addresses of devices. An address of a private range (RFC 1918) tells no person to the world: a question."""
    text = passage.text
    for match in _IPV4.finditer(text) if _THREE_POINTS.search(text) else ():
        octets = [int(part) for part in match[0].split(".")]
        if max(octets) > 255 or match[0] in {"127.0.0.1", "0.0.0.0", "255.255.255.0"}:  # noqa: S104
            continue
        before = passage.before(match.start(), 16)
        cued = _IP_CUE.search(before) is not None or passage.column(match.start()) == "ip"
        if cued or (not _NOT_IP.search(before) and sum(o > 20 for o in octets) >= 2):
            certainty = Certainty.SURE if cued else Certainty.LIKELY
            if _PRIVATE.match(match[0]):
                certainty = Certainty.POSSIBLE
            yield Match(Kind.PI_IP, match.start(), match.end(), certainty, "IP地址")
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
    for match in _LABELLED_MAC.finditer(text):
        yield Match(Kind.PI_MAC, *match.span(1), Certainty.SURE, "标签为网卡物理地址")
    for column in passage.columns:
        if column.subject == "mac":
            value = text[column.start : column.stop].rstrip("\t\n ")
            if _BARE_MAC.fullmatch(value):
                stop = column.start + len(value)
                yield Match(Kind.PI_MAC, column.start, stop, Certainty.SURE, "“MAC地址”一列的地址")
