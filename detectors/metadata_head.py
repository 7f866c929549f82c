"""The head of a document: 发文字号, 份号, 紧急程度, 签发人, 标题, 主送机关, 发文机关标志 (GB/T 9704-2012 7.2, 7.3)."""

from __future__ import annotations

import itertools
import re
from typing import NamedTuple

from detectors.markings_shape import LEVEL
from detectors.metadata_lines import HEAD_LINES, PageLine, PageLines, looks_like_title
from detectors.spot import Page

NUMBER = re.compile(
    r"(?P<code>[\u4e00-\u9fff]{0,14}(?:\([\u4e00-\u9fff]{1,6}\))?)[ ]?[〔﹝\[【［(（<〈][ ]?(?P<year>(?:19|20)\d\d)[ ]?年?[〕﹞\]】］)）>〉][ ]?(?:第)?[ ]?(?P<serial>\d{1,5})[ ]?号?"
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_ORDER = re.compile(r"(?:[\u4e00-\u9fff]{2,20}令)?第?\s*(?P<serial>\d{1,4})\s*号")
GENRE = re.compile(
    r"(?P<genre>决议|决定|命令|公报|公告|通告|意见|通知|通报|报告|请示|批复|议案|纪要|令|函)(?:\([^()]{1,20}\)|\[[^\[\]]{1,20}\])?$"
)
ANNEXED = re.compile(r"(?:方案|要点|办法|规定|计划|规划|意见|细则|规则|制度|纪要|通知|公告|通告|名单|目录|清单|指南)(?:\([^()]{1,16}\))?$")
DRAFT = re.compile(r"\((?:[\u4e00-\u9fff0-9第]{0,10}(?:稿|草案|试行|修订|暂行|送审|审议|讨论|节选|摘要|公开版))\)$")
_ORG_END = r"(?:政府|委员会|办公室|办公厅|局|厅|部|院|处|所|中心|法院|检察院|委|总队|支队|大队|工会|协会|学校|医院|公司|领导小组|指挥部|管委会|人大|政协|大会|常委会|街道|镇|乡|署|会|站|馆|社|行|校)"
ORG = re.compile(rf"[\u4e00-\u9fff]{{2,30}}?{_ORG_END}(?:\([\u4e00-\u9fff]{{1,12}}\))?")
_LETTERHEAD = re.compile(r"(?P<issuer>[\u4e00-\u9fff()]{2,40}?)(?:文件|公文|明电|传真|便笺|电报)(?:\([\u4e00-\u9fff]{1,8}\))?")
_BODY_START = re.compile(r"[一二三四五六七八九十]+、|\([一二三四五六七八九十]+\)|第[一二三四五六七八九十百\d]+[条章节]|\d+[.、]|附件|目录|前言|根据|为|按照|经|现将")
_SKIPPED = re.compile(
    rf"[\s(\[【]*(?:{LEVEL}|内部(?!控制|审计|管理|审核|监督|机构|治理)|特急|加急|平急|特提|急件|签发人|份号|密级|紧急程度|缓急|公开属性|公开方式|信息公开|\d{{6,7}}$|此件|网站|来源|索引号|主题词|编号|解密|已解密|明电|第\s*\d+\s*期|www|http)|.*[a-z]{{3,}}\.[a-z]"
)
URGENCY = re.compile(r"(?:^|(?<=[\s\d年期★)]))(?P<value>特急|加急|特提|平急|急件|紧急)(?=$|[\s(\d]|明电|·)")
_ADDRESSED = re.compile(
    r"各|政府|局|部|委|办|院|厅|处|公司|单位|人民|同志|中心|乡|镇|街道|苏木|学校|大队|支队|机关|企业|代表|委员|所|会|司|省|市|县|区|旗|群众|居民|村民|你"
)


class Head(NamedTuple):
    """Folded ranges of what the head shows; None where it does not. `title` may run over several lines."""

    number: re.Match[str] | None = None
    order: tuple[int, int] | None = None
    title: tuple[int, int] | None = None
    addressee: tuple[int, int] | None = None
    letterhead: tuple[tuple[int, int], ...] = ()
    urgency: tuple[int, int] | None = None
    copy_number: tuple[int, int] | None = None
    end: int = 0
    """Index into the lines where the text proper begins."""


def read_head(page: Page, lines: PageLines) -> Head:
    """What the first lines show; `lines` are all lines of the page."""
    head = list(lines[:HEAD_LINES])
    at, number = _number(head)
    to = _addressee_line(head)
    first, last = _title_lines(page, head, at, to)
    if to is not None and to > max(last, at if at is not None else -1) + 3:
        to = None
    title = (head[first].start, head[last].stop) if last >= first >= 0 else None
    addressee = None
    if (to is not None and to > max(last, -1)) or (to is not None and title is None):
        addressee = (head[to].start, head[to].stop - 1)
    order = None
    if number is None:
        order = _order(head)
    end = max([last, to if to is not None else -1, at if at is not None else -1]) + 1
    return Head(
        number=number,
        order=order,
        title=title,
        addressee=addressee,
        letterhead=_letterhead(head[: (first if first >= 0 else len(head))]),
        urgency=_first(URGENCY, head[:12]),
        copy_number=_copy_number(head[:6]),
        end=end,
    )


def _number(head: list[PageLine]) -> tuple[int | None, re.Match[str] | None]:
    """The line that is a document number and little else (签发人 may stand beside it in upward documents)."""
    for index, line in enumerate(head):
        if len(line.text) > 80 or not _YEAR.search(line.text):
            continue
        match = NUMBER.match(line.text)
        if match is None:
            match = NUMBER.search(line.text)
            if match is None or not re.fullmatch(r"[\s\d★*]*|.*(?:文件|\s{2,}|:|\t)\s*", line.text[: match.start()]):
                continue
        rest = line.text[match.end() :].strip(" *#|\t")
        if not rest or rest.startswith("签发人") or re.fullmatch(r"(?:特急|加急|平急|第\d+期)", rest):
            return index, match
    return None, None


def _order(head: list[PageLine]) -> tuple[int, int] | None:
    """第492号 under 国务院令."""
    for before, line in itertools.pairwise(head):
        if re.fullmatch(r"第\s*\d{1,4}\s*号", line.text) and before.text.endswith(("令", "公告", "通告")):
            return line.start, line.stop
    return None


def _addressee_line(head: list[PageLine]) -> int | None:
    for index, line in enumerate(head):
        text = line.text
        if not text.endswith(":") or len(text) < 3 or len(text) > 300 or line.in_cell:
            continue
        if _BODY_START.match(text) or re.search(r"如下|以下|下列|。|;|(?:是|为|包括|有):$", text) or NUMBER.search(text):
            continue
        if re.fullmatch(r"[\u4e00-\u9fff]{2,6}:", text) and not re.match(r"各|市|省|县|区|旗|[\u4e00-\u9fff]+(?:局|委|府|厅|部|院|办|处|司)", text):
            continue
        if _ADDRESSED.search(text):
            return index
    return None


def _title_lines(page: Page, head: list[PageLine], at: int | None, to: int | None) -> tuple[int, int]:
    """First and last line of the title; (-1, -2) where none shows.

    After the number and before 主送机关; else the lines before the number; else the first lines that look like one.
    """
    stop = to if to is not None else len(head)
    if at is not None and at < stop:
        found = _run(page, head, at + 1, stop)
        if found[0] >= 0:
            return found
        return _run_back(page, head, at - 1)
    return _run(page, head, 0, stop)


def _run(page: Page, head: list[PageLine], first: int, stop: int) -> tuple[int, int]:
    index = first
    while index < stop and (
        _SKIPPED.match(head[index].text)
        or _is_letterhead(head[index].text)
        or _is_order_head(head, index)
    ):
        index += 1
    if index >= stop or not _may_be_title(page, head[index]):
        return -1, -2
    last = index
    while last + 1 < stop and last - index < 5 and _goes_on(page, head, index, last):
        last += 1
    return index, last


def _goes_on(page: Page, head: list[PageLine], first: int, last: int) -> bool:
    """True when the next line still belongs to the title: a draft note, or the rest of an unfinished title."""
    text, following = "".join(line.text for line in head[first : last + 1]), head[last + 1]
    if DRAFT.fullmatch(following.text):
        return True
    if GENRE.search(text) and not text.endswith(("印发", "转发", "关于")):
        return False
    if following.in_cell or not _may_be_title(page, following) or _SKIPPED.match(following.text):
        return False
    if _BODY_ALONE.search(text) and _PAPER_ALONE.search(following.text):
        return True
    joined = text + following.text
    if GENRE.search(joined) or DRAFT.search(joined):
        return True
    return text.startswith("关于") or text.endswith(("关于", "的", "和", "及", "印发", "转发", "、")) or (
        "关于" in text and len(text) < 60
    )


def _run_back(page: Page, head: list[PageLine], index: int) -> tuple[int, int]:
    """The title that stands above the number, as on a web page."""
    last = index
    while index >= 0 and last - index < 4 and _may_be_title(page, head[index]) and not head[index].text.endswith(":"):
        joined = "".join(line.text for line in head[index : last + 1])
        if "关于" in joined and GENRE.search(joined):
            return index, last
        if index == last and _names_paper(joined):
            return index, last
        index -= 1
    return -1, -2


_PAPER = re.compile(
    r"(?:决定书|告知书|通知书|意见书|答复书|认定书|裁决书|建议书|催告书|责任书|公示|通告|通报|纪要|批复|名单|公告|报告)$"
)
_ISSUED = re.compile(rf"{_ORG_END}(?:令|公告|通告)$")
_BODY_ALONE = re.compile(rf"^[\u4e00-\u9fff、()]{{3,40}}{_ORG_END}$")
_PAPER_ALONE = re.compile(
    r"^[^,。;:]{2,40}(?:[定知见复决议责告证解协判申请求]书|公示|通告|通报|纪要|批复|名单|公告|报告|简报|公报|记录|笔录|台账|一览表)"
    r"(?:\([^)]{1,12}\))?$"
)
"""A title of two lines: whose paper it is, and what it is (某某法院 / 民事判决书)."""


def _names_paper(text: str) -> bool:
    """A line that says what the paper is (行政处罚决定书, 防火通告), and is no 发文机关标志 (某某政府公告)."""
    return len(text) >= 5 and bool(_PAPER.search(text)) and not _ISSUED.search(text)


def _is_order_head(head: list[PageLine], index: int) -> bool:
    """某某政府公告 above 第14号 with the title 关于… below: the name of the series, and the number."""
    return _opens_series(head, index) or (index > 0 and _opens_series(head, index - 1))


def _opens_series(head: list[PageLine], index: int) -> bool:
    return (
        index + 2 < len(head)
        and bool(_ISSUED.search(head[index].text))
        and bool(re.fullmatch(r"\(?第\s*\d{1,4}\s*号\)?", head[index + 1].text))
        and head[index + 2].text.startswith("关于")
    )


def _is_letterhead(text: str) -> bool:
    return bool(_LETTERHEAD.fullmatch(text)) and not text.startswith("关于")


def _may_be_title(page: Page, line: PageLine) -> bool:
    text = line.text
    if len(text) > 120 or re.search(r"[。;:!]$", text) or text.count(",") > 3:
        return False
    if _BODY_START.match(text) and not re.match(r"为|经|按照|根据", text):
        return False
    if line.in_cell or text.count(":") > 1 or _LABELLED.match(text):
        return False
    return len(text) <= 60 or bool(GENRE.search(text)) or looks_like_title(page, line)


_LABELLED = re.compile(
    r"(?:[\u4e00-\u9fff]{0,5}(?:人|单位|者|方)|姓名|名称|时间|地点|编号|案由|案号)[^:]{0,8}:"
)
"""The first line of a form, not its title."""


def _letterhead(head: list[PageLine]) -> tuple[tuple[int, int], ...]:
    """The 发文机关标志: lines of the head up to the one that ends in 文件."""
    for index, line in enumerate(head[:12]):
        match = _LETTERHEAD.fullmatch(line.text)
        if match is None or "关于" in line.text:
            continue
        found = [(line.start, line.start + match.end("issuer"))]
        for before in reversed(head[:index]):
            if not ORG.fullmatch(before.text):
                break
            found.insert(0, (before.start, before.stop))
        return tuple(found)
    return ()


def _first(pattern: re.Pattern[str], lines: list[PageLine]) -> tuple[int, int] | None:
    for line in lines:
        if len(line.text) > 40:
            continue
        match = pattern.search(line.text)
        if match:
            return line.start + match.start("value"), line.start + match.end("value")
    return None


def _copy_number(lines: list[PageLine]) -> tuple[int, int] | None:
    for line in lines:
        match = re.match(r"(?:份号:?|N[oO]\.?:?|№)?\s*(\d{6})(?=$|[\s绝机秘特加])", line.text)
        if match:
            return line.start + match.start(1), line.start + match.end(1)
    return None
