"""Made-up official prose: templates filled with invented persons and words of the dictionary.

Deterministic for a seed. Every person, place and number is invented; names are drawn character by character.

Length: one generator a register of official prose.
"""

from __future__ import annotations

import random
import re
from bisect import bisect
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from pathlib import Path

from detectors.names_lexicon import NEVER, lexicon, words

_ORGS = [
    "县人民政府",
    "市人民政府",
    "区人民政府",
    "旗人民政府",
    "县教育局",
    "市公安局",
    "县民政局",
    "人力资源和社会保障局",
    "自然资源局",
    "市场监督管理局",
    "卫生健康委员会",
    "应急管理局",
    "住房和城乡建设局",
    "交通运输局",
    "水务局",
    "农牧局",
    "农业农村局",
    "林业和草原局",
    "文化旅游广电局",
    "审计局",
    "统计局",
    "医疗保障局",
    "退役军人事务局",
    "信访局",
    "司法局",
    "财政局",
    "发展和改革委员会",
    "工业和信息化局",
    "生态环境局",
    "税务局",
    "气象局",
    "残疾人联合会",
    "妇女联合会",
    "共青团委员会",
    "总工会",
    "红十字会",
    "人民法院",
    "人民检察院",
    "街道办事处",
    "镇人民政府",
    "苏木人民政府",
    "居民委员会",
    "村民委员会",
    "派出所",
    "交警大队",
    "综合行政执法局",
    "城市管理局",
    "政务服务局",
    "大数据局",
    "乡村振兴局",
    "供销合作社",
    "疾病预防控制中心",
    "县委",
    "市委",
    "区委",
    "旗委",
    "县委办公室",
    "县政府办公室",
    "省政府",
    "第一中学",
    "实验小学",
    "中心幼儿园",
    "人民医院",
    "中医院",
    "妇幼保健院",
    "敬老院",
    "福利院",
    "不动产登记中心",
    "公共资源交易中心",
    "有限公司",
    "合作社",
]
_ENDS = [
    "省",
    "市",
    "县",
    "区",
    "旗",
    "镇",
    "乡",
    "街道",
    "村",
    "社区",
    "嘎查",
    "苏木",
    "路",
    "街",
    "庄",
    "屯",
    "沟",
    "营",
    "小区",
    "花园",
    "河",
    "山",
    "水库",
    "大桥",
    "林场",
    "工业园",
]
_STEPPE = [
    "嘎查",
    "苏木",
    "镇",
    "旗",
    "村",
    "街道",
    "草原",
    "水库",
    "矿区",
    "社区",
    "盟",
    "路",
    "区",
]
_COUNTRIES = [
    "俄罗斯",
    "蒙古",
    "韩国",
    "日本",
    "美国",
    "英国",
    "法国",
    "德国",
    "加拿大",
    "哈萨克斯坦",
    "巴基斯坦",
    "越南",
]
_ADVERBS = [
    "切实",
    "进一步",
    "全面",
    "依法",
    "严格",
    "及时",
    "认真",
    "扎实",
    "不断",
    "积极",
    "共同",
    "逐步",
    "加快",
    "稳步",
    "深入",
    "主动",
    "统筹",
    "从严",
    "分别",
    "同步",
    "定期",
    "按时",
    "务必",
    "充分",
]
_VERBS = [
    "加强",
    "推进",
    "落实",
    "完善",
    "提高",
    "做好",
    "开展",
    "组织",
    "落实",
    "规范",
    "建立",
    "健全",
    "强化",
    "深化",
    "优化",
    "保障",
    "支持",
    "鼓励",
    "引导",
    "督促",
    "检查",
    "报告",
    "受理",
    "办理",
    "审核",
    "公布",
    "公开",
    "申请",
    "批准",
    "变更",
    "撤销",
    "管理",
    "使用",
    "提供",
    "提交",
    "承担",
    "负责",
    "协调",
    "配合",
    "解决",
    "查处",
    "整改",
    "实施",
    "执行",
    "制定",
    "修订",
    "印发",
    "占用",
    "销售",
    "经营",
    "建设",
    "拆除",
    "收取",
    "发放",
    "领取",
]
_SHORT = frozenset({"d", "p", "c", "v", "r", "u", "uj", "ul", "f"})
_SURNAME_WORDS = 3.0
_SLOT = re.compile(r"\{(\w+)\}")
_DRY = frozenset("年月日号第条款项个")


@dataclass(frozen=True, slots=True)
class Filled:
    """A text and the spans of the names in it."""

    text: str
    names: tuple[tuple[int, int], ...]
    family: str


@cache
def templates() -> tuple[tuple[str, str], ...]:
    """(family, text) of every template."""
    lines = Path(__file__).with_name("templates.tsv").read_text("utf-8").splitlines()
    rows = [line.split("\t", 1) for line in lines if line and not line.startswith("#")][1:]
    return tuple((family, text) for family, text in rows)


@cache
def _tagged() -> dict[str, tuple[list[str], list[float]]]:
    """Words of the dictionary by tag, with cumulated weights; words that begin like a surname weigh more."""
    from detectors.names_lexicon import dictionary_rows

    known, vocabulary = lexicon(), words()
    groups: dict[str, list[tuple[str, float]]] = {"n": [], "v": [], "a": [], "ns": [], "short": []}
    for term, count, tag in dictionary_rows():
        group = {
            "n": "n",
            "vn": "n",
            "v": "v",
            "a": "a",
            "ad": "a",
            "ns": "ns",
            "l": "n",
            "nz": "n",
        }.get(tag)
        if len(term) == 1 and tag in _SHORT and _han(term):
            groups["short"].append((term, (count + 1) ** 0.7))
        if (
            group is None
            or not 2 <= len(term) <= 4
            or term in vocabulary.persons
            or not _han(term)
        ):
            continue
        weight = (count + 1) ** 0.6 * (_SURNAME_WORDS if term[0] in known.surnames else 1.0)
        groups[group].append((term, weight))
    return {
        group: ([term for term, _ in pairs], list(accumulate(weight for _, weight in pairs)))
        for group, pairs in groups.items()
    }


def _han(term: str) -> bool:
    return all("\u4e00" <= ch <= "\u9fff" for ch in term)


class Writer:
    """Fills templates; one seed gives one text."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        known = lexicon()
        self._surnames = list(known.shares)
        self._surname_weights = list(accumulate(share**0.75 for share in known.shares.values()))
        self._given = list(known.given)
        given_weights = [2.718 ** -known.given[ch] for ch in self._given]
        self._given_weights = list(accumulate(given_weights))
        self._stems = list(known.stems)
        self._sounds = sorted(known.transliteration)

    def word(self, group: str) -> str:
        """A word of one group, frequent ones more often."""
        terms, weights = _tagged()[group]
        return terms[bisect(weights, self.random.random() * weights[-1])]

    def fill(self, template: str, family: str) -> Filled:
        """The template with every slot filled, and where the names are."""
        parts: list[str] = []
        names: list[tuple[int, int]] = []
        length = at = 0
        for match in _SLOT.finditer(template):
            parts.append(template[at : match.start()])
            length += len(parts[-1])
            value = self._value(match[1])
            if match[1] in {"p", "o", "f"}:
                spread = len(value) == 2 and self.random.random() < 0.08
                value = f"{value[0]}　{value[1]}" if spread else value
                names.append((length, length + len(value)))
            parts.append(value)
            length += len(value)
            at = match.end()
        parts.append(template[at:])
        return Filled("".join(parts), tuple(names), family)

    def _value(self, slot: str) -> str:
        pick = self.random
        match slot:
            case "p" | "o":
                return self.person()
            case "f":
                return self.foreigner()
            case "num":
                return str(pick.randint(10, 99_999))
            case "n":
                return str(pick.randint(1, 40))
            case "date":
                return (
                    f"{pick.randint(2008, 2026)}年{pick.randint(1, 12)}月{pick.randint(1, 28)}日"
                )
            case "sex":
                return pick.choice("男女")
            case "latin":
                return pick.choice(("abc@example.cn", "E12345678", "zwgk2020@example.com"))
            case "country":
                return pick.choice(_COUNTRIES)
            case "title":
                return pick.choice(sorted(lexicon().titles))
            case _:
                return self._phrase(slot)

    def _phrase(self, slot: str) -> str:
        pick = self.random
        match slot:
            case "org":
                return (self.place() if pick.random() < 0.5 else "") + pick.choice(_ORGS)
            case "place":
                return self.place()
            case "lawname":
                return (
                    self.word("n")
                    + self.word("n")
                    + pick.choice(("管理条例", "办法", "法", "实施细则"))
                )
            case "masked":
                return self._surname() + pick.choice(("某", "某某", "某甲", "某1", "×", "××"))
            case "noun":
                return self.word("n")
            case "v":
                return pick.choice(_VERBS) if pick.random() < 0.5 else self.word("v")
            case "adverb":
                return pick.choice(_ADVERBS)
            case "s":
                return self.word("short")
            case "adj":
                return self.word("a")
            case "np":
                return (
                    pick.choice(("", self.word("a"), self.word("n")))
                    + self.word("n")
                    + self.word("n")
                )
            case "prose":
                return self.prose()
        raise ValueError(slot)

    def prose(self) -> str:
        """A clause of official prose without persons."""
        pick, n, v, a = (
            self.random,
            lambda: self.word("n"),
            lambda: self.word("v"),
            lambda: self.word("a"),
        )
        verb = lambda: pick.choice(_VERBS) if pick.random() < 0.6 else v()  # noqa: E731
        adverb = pick.choice(_ADVERBS)
        return pick.choice(
            (
                lambda: f"{adverb}{verb()}{n()}{n()}",
                lambda: f"{verb()}{n()}和{n()}{verb()}",
                lambda: f"{n()}{n()}{verb()}{a()}{n()}",
                lambda: f"{adverb}{verb()}{a()}的{n()}",
                lambda: f"对{n()}{n()}{adverb}{verb()}",
                lambda: f"{n()}、{n()}、{n()}等{n()}{verb()}",
                lambda: f"以{n()}为{n()}，{verb()}{n()}{verb()}",
                lambda: f"{n()}由{n()}{verb()}",
                lambda: f"{v()}{n()}于{n()}{v()}",
                lambda: f"{verb()}{self.place()}{n()}{n()}",
                lambda: f"{a()}{v()}{n()}{v()}{n()}",
            )
        )()

    def place(self) -> str:
        """A place, real in its first part or made up; many begin with a surname as villages do."""
        pick = self.random
        kind = pick.random()
        end = pick.choice(_ENDS)
        if kind < 0.35:
            return self.word("ns")
        if kind < 0.45:
            stems = "".join(pick.choice(self._stems) for _ in range(pick.choice((1, 1, 2))))
            return stems + pick.choice(_STEPPE)
        if kind < 0.60:
            return (
                self._surname() + pick.choice(("家", "", "庄", "集", "店", "岗", "塘", "桥")) + end
            )
        if kind < 0.75:
            return self._given_char() + self._given_char() + end
        return (
            self.word("ns")
            + self._surname()
            + self._given_char()
            + end
            + str(pick.randint(1, 300))
            + "号"
        )

    def person(self) -> str:
        """An invented person."""
        pick = self.random
        kind = pick.random()
        if kind < 0.05:
            count = pick.choice((2, 2, 2, 1))
            name = "".join(pick.choice(self._stems) for _ in range(count))
            return name if len(name) > 2 else name + pick.choice(self._stems)
        if kind < 0.08:
            return self._sound(2, 4) + "·" + self._sound(2, 4)
        given = self._given_char()
        if pick.random() < 0.82:
            given += self._given_char()
        return self._surname() + given

    def foreigner(self) -> str:
        """A foreign name as spelt in Chinese."""
        name = self._sound(2, 4)
        if self.random.random() < 0.75:
            return name + "·" + self._sound(2, 4)
        return name if len(name) > 2 else name + self._sound(1, 2)

    def _sound(self, low: int, high: int) -> str:
        return "".join(
            self.random.choice(self._sounds) for _ in range(self.random.randint(low, high))
        )

    def _surname(self) -> str:
        weights = self._surname_weights
        return self._surnames[bisect(weights, self.random.random() * weights[-1])]

    def _given_char(self) -> str:
        if self.random.random() < 0.03:
            strange = chr(self.random.randint(0x4E00, 0x9FA5))
            if strange not in NEVER and strange not in _DRY:
                return strange
        weights = self._given_weights
        return self._given[bisect(weights, self.random.random() * weights[-1])]
