"""Names by the grammar around them: an introduction (…,女,…), a birth, a salutation. The shape hardly matters there.

What the frames find is settled, as a cell under 姓名 is: surnames that the list lacks and names of peoples without
surnames (达瓦卓玛,女,藏族) are seen by it. A clause that is a dictionary word or holds an office is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from detectors.names_candidates import Candidate
from detectors.names_context import career_after, cue_before
from detectors.names_lexicon import NEVER, lexicon, words
from detectors.names_slots import spelt, wordless
from detectors.roles import Role, Witness

_NAME = r"[\u3400-\u9fff]{2,6}(?:[·•‧・．][\u3400-\u9fff]{1,10}){0,3}"
_OPEN = r"(?:^|(?<=[。;:、,(.\n\t]))(?:[\u4e00-\u9fff]{0,5}(?:人|员|者|犯|考生|学生|患儿|村民|居民|职工|儿童))?"
_INTRODUCED = re.compile(
    rf"{_OPEN}({_NAME})(?:,(?:男|女)(?=[,、(])|\((?:男|女)[,)]|,(?:单身|未婚|已婚|离异|丧偶)(?=[,。;(])"
    rf"|[,(](?:公民)?身份(?:证|号)|[,(](?:学籍号|准考证号|残疾证号|护照号|病历号)"
    rf"|,(?:19|20)\d\d年(?:\d{{1,2}}月)?(?:\d{{1,2}}日)?(?:出)?生)",
    re.MULTILINE,
)
_GREETED = re.compile(
    r"^(?:[\u4e00-\u9fff]{2,4}人)?([\u3400-\u9fff]{2,9}?)(?:先生|女士|同志|居士|小姐)?:$",
    re.MULTILINE,
)
_KINSMAN = re.compile(
    rf"(?:^|(?<=[。;:、,(\n\t]))({_NAME})(?=\((?:系|为)?(?:其|我|户主|死者|患者|学生)?之?(?:父亲?|母亲?|儿子|女儿|丈夫|妻子|配偶|长子|次子|长女|次女|哥哥|姐姐|弟弟|妹妹|爷爷|奶奶|外公|外婆|监护人|家属|亲属|邻居|本人)\))",
    re.MULTILINE,
)
_RELATIVE = re.compile(
    r"(?:^|(?<=[。;:、,(\n\t即之其]))(?:妻|夫|父|母|子|女|儿|媳|长子|长女|次子|次女|儿媳|孙子|孙女)([\u3400-\u9fff]{2,4})(?=[、,;。(\n]|$)",
    re.MULTILINE,
)
"""One character of kinship before a name in a row of the family (妻姜水仙、子万子豪)."""
_ALIAS = re.compile(
    r"(?:中文名|中文称|本名|真名|原名|学名|大名|大号|小名|乳名|曾用名|又名|外号|绰号|诨名|化名|法名|户籍登记名|户口本上为|户口上为)"
    rf"(?:也?(?:叫|为|是|作))?[:“\"]?({_NAME}?)(?=[”\",，。;；、)）\n]|$)",
    re.MULTILINE,
)
"""The name that somebody goes by beside another one (石磊磊（小名石头）, 本名仲三元)."""
_ALSO = re.compile(
    r"(?:^|(?<=[。;:、,(\n\t和与跟叫“]))([\u3400-\u9fff]{2,4})[”\"]?\((?:中文名|本名|真名|原名|学名|大名|大号|小名|乳名|曾用名|又名|又称|人称|外号|绰号|化名|户籍登记名)",
    re.MULTILINE,
)
_CLAN = re.compile(
    r"[\u3400-\u9fff]门[\u3400-\u9fff]氏(?![家宗族集兄姐弟])|[\u3400-\u9fff]{2}氏(?=[均已于因系有的,、。;(\n\t]|$)"
)
"""Old village style: the husband's surname and the wife's own (蔺门张氏, 金吴氏)."""
_AGED = re.compile(
    "[马韩白冶妥铁陕沈何喇祁鲍][四五六七八九]十[一二三四五六七八九]"
    "(?![一二三四五六七八九十百千万亿余多几个%岁元名人户亩年月日号条件次份页家项篇只头匹米公里斤吨块点分时天周位组层间座台辆套株棵批期])"
)
"""Salar, Hui and Tu families of the north-west name a grandchild by the age of a grandparent (韩五十三)."""
_POLITE = re.compile(r"(?:女士|先生|同志|小姐)$")
_ADDRESSED = re.compile(r"[你您]")
_OFFICE = re.compile(
    r"[局厅处科所站队院部组室会厂店社司委办校镇乡县市区州盟旗村]$|人$|者$|员$|方$|[长]$|公司|单位|部门|有关|各|[族籍手户]$"
)
_REACH = 120
_APPOINTED = re.compile(
    r"(?:^|(?<=[。;:、\n])|(?<=任命)|(?<=聘任))([\u3400-\u9fff]{2,4}?)(?:同志)?(?:\([^)\n]{1,8}\))?(?:任|兼任|为)(?=[^。;\n]{2,40}(?:长|主任|书记|主席|调研员|主任科员|委员|代表|总工程师|秘书)\S{0,16}?(?:[。;,\n(]|$))",
    re.MULTILINE,
)
_DISMISSED = re.compile(
    r"免去([\u3400-\u9fff]{2,4}?)(?:同志)?(?:\([^)\n]{1,8}\))?的?(?=[^。;\n]{2,40}(?:职务|职))"
)
_APPOINTING = re.compile(r"任免|任职|免职|任命|免去")


def framed(text: str) -> Iterator[tuple[Candidate, Witness]]:
    """Every name in such a place, with what the place says of the person."""
    for match in _INTRODUCED.finditer(text):
        start, stop = match.span(1)
        start = _after_lead(text, _after_cue(text, start, stop), stop)
        piece = text[start:stop]
        if _fits(piece):
            yield _candidate(start, stop, piece), _introduced(text, stop)
    for match in _RELATIVE.finditer(text):
        if _is_relative(match):
            yield _candidate(*match.span(1), match[1]), Witness(Role.PRIVATE, 4, "前有亲属称谓")
    for match in _ALIAS.finditer(text):
        if _other_name(match[1]):
            yield _candidate(*match.span(1), match[1]), Witness(Role.PRIVATE, 3, "为其别名")
    for match in _ALSO.finditer(text):
        start = _after_cue(text, *match.span(1))
        if len(text[start : match.end(1)]) > 1 and not _OFFICE.search(match[1]):
            one = _candidate(start, match.end(1), text[start : match.end(1)])
            yield one, Witness(Role.PRIVATE, 3, "后注别名")
    for match in _AGED.finditer(text):
        yield _candidate(*match.span(), match[0]), Witness(Role.PRIVATE, 1, "以祖辈年岁取名")
    known = lexicon().surnames
    for match in _CLAN.finditer(text):
        if match[0][0] in known and match[0][-2] in known:
            yield _candidate(*match.span(), match[0]), Witness(Role.PRIVATE, 3, "夫姓与本姓连称")
    for match in _KINSMAN.finditer(text):
        if _fits(match[1]):
            yield _candidate(*match.span(1), match[1]), Witness(Role.PRIVATE, 5, "后注亲属关系")
    if _APPOINTING.search(text):
        for pattern in (_APPOINTED, _DISMISSED):
            for match in pattern.finditer(text):
                if _surnamed(match[1]) and len(match[1]) > 1:
                    why = Witness(Role.OFFICIAL, 4, "任免的是其职务")
                    yield _candidate(*match.span(1), match[1]), why
    for match in _GREETED.finditer(text):
        piece = match[1]
        common = (words().cost(piece) or 99.0) < _WORD
        if not common and _ADDRESSED.search(text, match.end(), match.end() + _REACH) and (
            spelt(piece) or (len(piece) <= 4 and _surnamed(piece) and not _OFFICE.search(piece))
        ):
            yield _candidate(*match.span(1), piece), Witness(Role.PRIVATE, 3, "文书写给其本人")


def _is_relative(match: re.Match[str]) -> bool:
    """A surname begins the name, the word of kinship is no head of a longer word (子女, 父亲), and no word fills the place."""
    name, joint = match[1], match.string[match.start(1) - 1 : match.start(1) + 1]
    cost = words().cost
    return (
        _surnamed(name)
        and not any(character in NEVER for character in name)
        and not _OFFICE.search(name)
        and (cost(joint) or 99.0) > _WORD
        and (cost(match[0]) or 99.0) > _WORD
        and (len(name) > 2 or (cost(name) or 99.0) > _WORD)
    )


_WORD = 13.0
"""What costs less is a word of everyday language."""


def _introduced(text: str, stop: int) -> Witness:
    if career_after(text, stop):
        return Witness(Role.OFFICIAL, 5, "后述现任或者拟任职务")
    return Witness(Role.PRIVATE, 2, "后接性别、年龄或证件等个人情况")


def agency_code(text: str, stop: int) -> bool:
    """True when a document number goes on here: the characters are an office's sign (曲发改投资〔2026〕217号)."""
    return _NUMBER.match(text, stop) is not None


_NUMBER = re.compile(
    r"(?:\([\u4e00-\u9fff]{1,3}\))?[\u4e00-\u9fff]{0,6}?[字函发办告罚审复裁决建资批规令监许通征听催公农水林财教人社安]?"
    r"[〔﹝\[【(](?:19|20)\d\d[〕﹞\]】)](?:第)?\d{1,5}(?=[号、,至-])"
    r"|\((?:19|20)?\d\d\)字?第"
)


def _candidate(start: int, stop: int, piece: str) -> Candidate:
    return Candidate(start, stop, "frame", 8.0, piece, score=7.0)


def _after_cue(text: str, start: int, stop: int) -> int:
    """Where the name begins when a word for its role hangs on in front (患儿…, 申请人…)."""
    for at in range(stop - 2, start, -1):
        if at - start >= 2 and (cue := cue_before(text, at)) and at - len(cue.term) >= start:
            return at
    return start


def _after_lead(text: str, start: int, stop: int) -> int:
    """Where the name begins when words of the sentence stand glued before it: 现向佟宇航(身份证号…)."""
    at = start
    while at < stop - 2 and text[at] in _LEADS:
        at += 1
    return at if at > start and _surnamed(text[at:stop]) else start


_LEADS = frozenset("现向对由为经将与和及给是系把被让请致兹")


def _other_name(piece: str) -> bool:
    """Could be what somebody is also called: short, or spelt; no office, hill or village, no everyday word."""
    if _OFFICE.search(piece) or piece[-1] in _PLACES or any(ch in NEVER for ch in piece):
        return False
    if (words().cost(piece) or 99.0) < _EVERYDAY:
        return False
    return (
        len(piece) <= 3 or spelt(piece) or all(ch in lexicon().dotted or ch == "·" for ch in piece)
    )


_EVERYDAY = 9.0
"""A word cheaper than this is nobody's other name (大名支行)."""
_PLACES = frozenset("山河湖海江村镇乡路桥寺庙沟岭")


def _fits(piece: str) -> bool:
    if piece in lexicon().before:
        return False
    if "·" in piece or len(piece) < 2:
        return len(piece) > 3
    if _OFFICE.search(piece) or _POLITE.search(piece) or any(ch in NEVER for ch in piece):
        return False
    if len(piece) <= 3 and _surnamed(piece):
        return (words().cost(piece) or 99.0) > 11.0
    return len(piece) <= 5 and wordless(piece)


def _surnamed(piece: str) -> bool:
    known = lexicon()
    compound = piece[:2] in known.compounds and len(piece) <= 4
    return compound or (piece[:1] in known.surnames and len(piece) <= 3)
