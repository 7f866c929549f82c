"""What stands around a possible name: cues beside it, labels before it, the clause it opens, dropped spaces."""

from __future__ import annotations

import re

from detectors.names_lexicon import Cue, lexicon, words
from pipeline.contracts import Reading
from pipeline.fold import Fold

_LONGEST_CUE = 10
SIGNED = re.compile(
    r"(?:\((?:签字|签名|签章|盖章|姓名|甲方|乙方|公章|主|副|签字[、或及]盖章|捺印|按印)\)|签字|签名|签章)$"
)
DESCRIBED = re.compile(
    r"[,(（:]{0,1}(?:男|女)(?:[,，、。;)）]|性)|[,(（](?:\d{4}年|\d{1,3}岁|单身|未婚|已婚|离异|丧偶|汉族|蒙古族|满族|回族|身份证|公民身份|住|户籍|系|出生|以下简称|又名|曾用名|小名|绰号|未成年|化名)"
)
TEAM = Cue("", "label", "official", "duty", "")
"""An office or a team: who stands behind its name belongs to it (动迁工作组：…)."""
_CLAUSE = re.compile(r"[\u4e00-\u9fff、]{2,30}")


def cue_before(text: str, start: int) -> Cue | None:
    """The longest cue that ends where a name begins; a colon or a bracketed (签字) may stand between."""
    known = lexicon().before
    at = start
    if at and text[at - 1] in ':、“"':
        if text[at - 1] == "、":
            return None
        at -= 1
    signed = SIGNED.search(text, max(0, at - 6), at)
    if signed:
        at = signed.start()
    for length in range(min(_LONGEST_CUE, at), 0, -1):
        cue = known.get(text[at - length : at])
        if cue is not None:
            joined = length == 1 and (words().cost(text[at - 2 : at]) or 99.0) < _COMMON
            return None if joined or (at == start and within_word(text, at - length, at)) else cue
    return None


_COMMON = 13.0
_GOES_ON = frozenset("员们家民数类体口均")


def within_word(text: str, start: int, stop: int) -> bool:
    """True when what looks like a cue is the head of a longer word: 幼儿 in 幼儿园, 居民 in 居民区, 人 in 人员."""
    if text[stop - 1 : stop] == "人" and text[stop : stop + 1] in _GOES_ON:
        return True
    cost = words().cost
    return any((cost(text[start : stop + more]) or 99.0) < _COMMON for more in (1, 2))


def cue_after(text: str, stop: int) -> Cue | None:
    """The longest cue that begins where a name ends; an opening bracket may stand between."""
    known = lexicon().after
    at = stop + 1 if text[stop : stop + 1] in ("(", "“") else stop
    for length in range(_LONGEST_CUE, 0, -1):
        cue = known.get(text[at : at + length])
        if cue is not None:
            return cue
    return None


def organ_before(text: str, start: int) -> Cue | None:
    """The office that stands right before a name: 自然资源所鲁文军. What is behind a room or a ward is no office."""
    organs = lexicon().organs
    start -= text[start - 1 : start] in ("”", '"', "(")
    for length in range(min(6, start), 0, -1):
        cue = organs.get(text[start - length : start])
        if cue is not None:
            return cue if cue.role == "official" else None
    return TEAM if _INNER_ORGAN.search(text, max(0, start - 12), start) else None


_INNER_ORGAN = re.compile(
    r"(?:局|委|厅|公司|集团|学校|[中小大]学|政府|[镇乡]|街道|法院|检察院|中心|医院)"
    r"(?!.{0,3}(?:住院|门诊|急诊|[病教卧浴宿]))[\u4e00-\u9fff]{1,4}[部站室所股科处]$"
)
"""What stands behind the name of a body is a part of it: 住建局质安站, 城投公司工程部; patients lie in the other ones."""


_TOLD_TO = re.compile(r"[向找请与和由][^,。;:\n]{0,24}$")
_REPORTS = frozenset({"反映", "投诉", "举报", "申请", "提出申请", "信访", "控告", "申诉", "起诉"})


def told_to(text: str, start: int, after: Cue | None) -> bool:
    """True for who is told, not who tells: 可向科长万建军反映."""
    if after is None:
        return False
    if text[start - 1 : start] in _TAKERS:
        return True
    return after.term in _REPORTS and bool(_TOLD_TO.search(text, max(0, start - 30), start))


_TAKERS = frozenset("向对给跟")


_SIDES = re.compile(
    r"(?:局|政府|办事处|委员会|管委会)(?=[\s:(,。;\n]|$)|(?:申请人|原告|乙方|被征收人|第三人|户主)(?=[:(,，])"
)


def for_office(text: str, start: int) -> bool:
    """True when the party named last before an agent is an office, not a person."""
    sides = [match[0] for match in _SIDES.finditer(text, max(0, start - 90), start)]
    return bool(sides) and sides[-1][-1] in "局府处会"


_SIGNS_OFF = re.compile(r"[\n\t][^\n]{2,30}[局厅委办科处股室所院校队站心会部府]\n")


def signs_off(text: str, start: int, stop: int) -> bool:
    """True for a name alone on its line above the line of an office: the signature of a letter."""
    alone = text[start - 1 : start] in ("", "\n") and text[stop : stop + 1] == "\n"
    return alone and _SIGNS_OFF.match(text, stop) is not None


_APPROVES = re.compile(r"意见(?:\([^)]*\))?(?:[:\t][^\n]{0,160}|\n[^\n\t]{0,160})$")
_LINE_ENDS = re.compile(r"(?:\((?:盖章|签章|签字|签名|公章)\))?(?:[\n\t]|$|\d{4}年|\d{1,2}月)")


def approves(text: str, start: int, stop: int) -> bool:
    """True for a name that closes a line which opens with somebody's opinion (审批意见：同意。…).

    The next row of a table is no such line: its head 处理意见 stands over another column.
    """
    if _LINE_ENDS.match(text, stop) is None:
        return False
    found = _APPROVES.search(text, max(0, start - 170), start)
    if found is None:
        return False
    line = max(text.rfind("\n", found.start(), start), found.start())
    return text[line] != "\n" or text[stop : stop + 1] != "\t"


def described(text: str, stop: int) -> bool:
    """True when sex, age, birth or number of a person follows at once: a private person's introduction."""
    return DESCRIBED.match(text, stop) is not None


_IDENTIFIED = re.compile(r"[,(: ]{0,2}(?:男|女)?,?(?:其?(?:公民)?身份(?:证件?|证明)?(?:号码?)?)[:为是]?[\d*]{6}")


def identified(text: str, stop: int) -> bool:
    """True when the number of an identity card follows at once: nobody is introduced so in office."""
    return _IDENTIFIED.match(text, stop) is not None


_CLASS = r"(?:[一二三四五六七八九]|[初高][一二三]|\d{1,2})年?级?\(?\d{1,2}\)?班"
_CLASS_BEFORE = re.compile(_CLASS + r"(?:学生|同学)?$")
_CLASS_AFTER = re.compile(rf"[ ,(]?{_CLASS}(?!主任|的?(?:班主任|老师|教师|辅导员))")


def at_school(text: str, start: int, stop: int) -> bool:
    """True when the class somebody goes to stands right beside the name (六(3)班李雨泽, 李雨泽 五(1)班): a pupil."""
    return (
        _CLASS_AFTER.match(text, stop) is not None
        or _CLASS_BEFORE.search(text, max(0, start - 12), start) is not None
    )


def office_after(text: str, stop: int) -> bool:
    """True when the clause that follows the name ends in a title: 孙某 国务院副总理."""
    at = stop + 1 if text[stop : stop + 1] in (",", "(", " ") else stop
    clause = _CLAUSE.match(text, at)
    if clause is None:
        return False
    if _begins_otherwise(clause[0]):
        return False
    titles = lexicon().titles
    for part in clause[0].split("、"):
        for length in range(min(8, len(part)), 1, -1):
            if part[-length:] in titles:
                return True
        staff = next((word for word in _STAFF if part.endswith(word)), "")
        if staff and organ_before(text, at + clause[0].index(part) + len(part) - len(staff)):
            return True
    return False


_STAFF = ("工作人员", "干部")
"""Behind an office: who works there (镇林业站工作人员)."""


_NO_OFFICE = frozenset({"v", "p", "c", "d", "r", "f", "uj", "ul", "zg"})
"""Tags of words that go on with the sentence: 李建国找到村主任 gives him no office."""


def _begins_otherwise(clause: str) -> bool:
    """True when the clause opens with a verb, a preposition or the like and so names no office."""
    known = words()
    first = next(
        (clause[:size] for size in range(4, 0, -1) if known.cost(clause[:size]) is not None), ""
    )
    return known.tag(first) in _NO_OFFICE


def breaks(reading: Reading) -> list[int]:
    """Folded places where printed spaces (not line ends) were dropped: a word seldom goes across one."""
    text, fold = reading.document.text, reading.folded
    found = []
    for joint in sorted(fold.joints):
        if 0 < joint < len(fold.text):
            gap = text[fold.unfold(joint - 1, joint).stop : fold.unfold(joint, joint + 1).start]
            if gap and not gap.strip() and "\n" not in gap:
                found.append(joint)
    return found if len(found) * 6 < len(fold.text) else []


CAREER = re.compile(r"现任|拟任|拟提名|拟聘任|拟提拔|任现职|历任|拟推荐|拟晋升|试用期满")


_BRACKET_POST = re.compile(
    r"\([^)\n]{1,10}\)(?:同志)?(?:任|兼任|为|兼)[^。;\n]{2,40}(?:长|主任|书记|主席|调研员|委员|代表|工程师|秘书|院长|干部)"
    r"|\([^)\n]{1,10}\)(?:同志)?的[^。;\n]{2,40}职务?"
)


def career_after(text: str, stop: int) -> bool:
    """True when the same sentence says what office the person holds or is to hold (任前公示, 任免)."""
    if _BRACKET_POST.match(text, stop):
        return True
    end = min(
        (at for mark in "。\n;" if (at := text.find(mark, stop, stop + 120)) >= 0),
        default=stop + 120,
    )
    return CAREER.search(text, stop, end) is not None


_ENTITLED = re.compile(
    r"(?:[,、(][^。;\n]{0,20}?)?(?:补助|补贴|补偿|救助|发放|领取|\d[\d.,]*(?:万?元|亩|平方米|头|只|公斤))"
)


def entitled(text: str, stop: int) -> bool:
    """True when money, land or cattle of the person follows: a list of recipients in running text."""
    return _ENTITLED.match(text, stop) is not None


def dropped(fold: Fold, start: int, stop: int) -> tuple[bool, bool, bool]:
    """Whether a space was printed before, inside, after the name."""
    return (
        fold.removed_before(start),
        any(fold.removed_before(i) for i in range(start + 1, stop)),
        fold.removed_before(stop),
    )
