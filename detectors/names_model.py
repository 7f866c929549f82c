"""Is this stretch a person's name? A shallow network over features of the stretch and of what stands around it.

Its table is `corpora/names/weights.tsv`, made by `python -m training.names`; a score above zero
is a name. Nothing of the text is kept: a feature is a name of a property.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from detectors.names_candidates import Candidate
from detectors.names_lexicon import Cue, lexicon, words
from detectors.names_network import network
from detectors.names_shape import SECOND, Around, rivals, second, shape

WEIGHTS = "names/weights.tsv"

_PLACE_TAIL = frozenset(
    "村镇乡路街屯组县市区庄店营沟桥巷弄苑园河山岭湾庙寺湖坝岗堡寨坪塘坡里院厂站场馆楼"
)
_PLACE_TAGS = frozenset({"ns", "nt", "nz"})
_FIRM_TAIL = frozenset("公集商餐饮超诊药")
_LAND = frozenset("嘎苏旗镇村盟市县区草矿水河湖山路街社站")
_THING = re.compile(
    r"公司|集团|国际|地产|公园|广场|海滩|沙滩|球场|体育场|机场|空军|基地|团队|球队|俱乐部|竞技|大学|学院|银行|酒店|宾馆"
    r"|药业|酒业|乳业|种业|食品|调味|复合肥|化肥|饲料|林业|农业|木业|面业|酒楼|旅行社|经营部|车行|牧业|果业|种植|养殖|建材|建工|建筑|家具|超市|商店|商行|饭店|餐馆|律所|律师事务|专业合作|合作社|工业园|小区|花园|林场|农场|牧场|矿业|物业|物流|汽修|门窗|印刷|庙|祠|故居|纪念|陵园|商务|开发区|集市|市场|半岛|群岛|海峡|系统|品牌|警署|主场|客场"
)
_NUMBERED = re.compile(r"(?:^|[\n\t。;:,(、]|[A-Z]-?)\d{1,3}$")
"""The number of an entry (1李文博, printed as ①, XL-18黄家旺), not an amount."""
_HAN_LOW, _HAN_HIGH = "\u3400", "\u9fff"


def scores(found: Sequence[Sequence[str]]) -> list[float]:
    """The score of each list of features; above zero is a name."""
    return network(WEIGHTS).scores(found)


def features(candidate: Candidate, around: Around) -> list[str]:
    """The names of the properties that hold."""
    text, before, after, label, column, dropped, introduced, office, organ, *_ = around
    rival, times = around.rival, around.times
    name, known = candidate.text, lexicon()
    found = [
        "bias",
        f"src={candidate.source}",
        f"gain={max(-10, min(12, round(candidate.gain / 1.5)))}",
        f"len={candidate.source}{len(name)}",
        f"L={_edge(text, candidate.start - 1)}",
        f"R={_edge(text, candidate.stop)}",
        f"LR={_side(text, candidate.start - 1)}{_side(text, candidate.stop)}",
    ]
    coarse = max(-3, min(4, round(candidate.gain / 3)))
    sides = found[-1]
    found += [
        f"{sides}/len={len(name)}/{candidate.source}",
        f"{sides}/gain={coarse}",
        f"len={len(name)}/gain={coarse}/{candidate.source}",
    ]
    if candidate.source in {"han", "wide"}:
        found += shape(name, known.shares, known.given)
    if candidate.source in SECOND:
        found += second(candidate, around)
    found += _words(candidate)
    found += rivals(candidate, rival, times, before is not None)
    numbered = _edge(text, candidate.start - 1) == "no"
    left_one = _printed(text[max(0, candidate.start - 1) : candidate.start])
    found.append("l1=#" if numbered else f"l1={left_one}")
    found += [f"r{n}={_printed(text[candidate.stop : candidate.stop + n])}" for n in (1, 2)]
    if organ:
        found.append("organ")
    if before:
        found.append(f"cue={before.role}-{before.group}/gain={coarse}/{candidate.source}")
        found.append(f"cue={before.group}/len={len(name)}/{candidate.source}")
    if words().tag(name) in _PLACE_TAGS:
        found.append("place-name")
    found += _cues(before, after, label, column)
    inside, left, right = dropped[1], dropped[0], dropped[2]
    if inside and len(name) == 2:
        found.append("gap=inside")
        if words().cost(name) is not None:
            found.append("gap=word")
    elif inside:
        found.append("gap=broken")
    if left:
        found.append("gap=left")
    if right:
        found.append("gap=right")
    if (
        candidate.source == "stem"
        and len(name) > 3
        and text[candidate.stop : candidate.stop + 1] not in _LAND
    ):
        found.append("long-stem")
    if not (
        before or after or label or column or introduced or office or any(dropped)
    ) and words().cost(name):
        found.append("plain-word")
    if (
        office
        and right
        and (left or text[max(0, candidate.start - 1) : candidate.start] in {"", " ", "\n", "\t"})
    ):
        found.append("row-office")
    found += _aside(candidate, text)
    found += ["introduced"] * introduced + ["office-follows"] * office
    return found


def _printed(text: str) -> str:
    """Neighbouring characters as a feature prints them: Han as they are, any digit as 0, blanks and the ends of the text as one sign."""
    return "".join("0" if ch.isdigit() else "_" if ch.isspace() else ch for ch in text) or "_"


def _aside(candidate: Candidate, text: str) -> list[str]:
    """Marks of things that are named like persons: a place or firm behind, Latin letters beside, quotes around."""
    before, after = (
        text[max(0, candidate.start - 1) : candidate.start],
        text[candidate.stop : candidate.stop + 1],
    )
    found = []
    if _THING.match(text, candidate.stop):
        found.append("thing-follows")
    if any(ch.isascii() and ch.isalpha() for ch in before + after):
        found.append("beside-latin")
    if candidate.source == "sound" and any(ch.isdigit() for ch in before + after):
        found.append("sound-number")
    if before + after in {"“”", '""', "‘’"}:
        found.append("quoted")
    return found


def _words(candidate: Candidate) -> list[str]:
    run, start, stop = (
        candidate.run,
        candidate.start - candidate.offset,
        candidate.stop - candidate.offset,
    )
    if run is None:
        return []
    found = []
    joints = "".join("x" if run.crosses(at) else "|" for at in range(start, stop + 1))
    found.append(f"joints={joints}" if len(joints) < 6 else f"joints={joints[0]}..{joints[-1]}")
    if joints[0] == "x":
        found.append("cross=left")
    if joints[-1] == "x":
        found.append("cross=right")
    left, right = run.word_before(start), run.word_after(stop)
    vocabulary = words()
    if left:
        found.append(f"lt={vocabulary.tag(left)}")
    if right:
        found.append(f"rt={vocabulary.tag(right)}")
    if left:
        found += [f"lw={left}", f"ll={min(3, len(left))}", f"lc={left[-1]}"]
    if right:
        found += [f"rw={right}", f"rl={min(3, len(right))}", f"rc={right[0]}"]
        if right[0] in _PLACE_TAIL:
            found.append("tail=place")
        if right[0] in _FIRM_TAIL:
            found.append("tail=firm")
    return found


def _cues(
    before: Cue | None, after: Cue | None, label: Cue | None, column: Cue | None
) -> list[str]:
    found = []
    if before:
        found.append(f"before={before.side}-{before.group}-{min(3, len(before.term))}")
    if after:
        found.append(f"after={after.side}-{after.group}-{min(3, len(after.term))}")
    if label:
        found.append(f"label={label.role}-{label.group}")
    if column:
        found.append("column")
    return found


def _edge(text: str, index: int) -> str:
    if not 0 <= index < len(text):
        return "nl"
    character = text[index]
    if _HAN_LOW <= character <= _HAN_HIGH:
        return "han"
    if character.isdigit():
        return "0" if _NUMBERED.search(text, max(0, index - 5), index + 1) is None else "no"
    return "A" if character.isalpha() else character.replace("\n", "nl").replace("\t", "tab")


def _side(text: str, index: int) -> str:
    edge = _edge(text, index)
    return "h" if edge == "han" else "e" if edge in {"nl", "tab", "no"} else "p"
