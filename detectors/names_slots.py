"""Names by their place: a cell under 姓名, or the value after 申请人：. The shape hardly matters there."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence

from detectors.names_candidates import Candidate
from detectors.names_columns import Column, label_of
from detectors.names_labels import OTHER, Label
from detectors.names_latin import LETTERS
from detectors.names_lexicon import NEVER, lexicon, words
from detectors.tables_heads import head_roles
from detectors.tables_people import is_word, who
from pipeline.fold import Fold

_PIECE = re.compile(r"[\u3400-\u9fff\u3007]{1,12}(?: ?[·•‧・．.] ?[\u3400-\u9fff]{1,12}){0,4}")
_LATIN = re.compile(rf"[A-ZÀ-ÖØ-ÞА-ЯЁ][{LETTERS}'.-]+(?: [A-ZÀ-ÖØ-ÞА-ЯЁ][{LETTERS}'.-]+){{1,4}}")
_SPLIT = re.compile(r"[、,，;；/\s]+")
_FILLERS = (
    r"(?:合计|小计|总计|无|略|[同见][上左右前下年]{1,2}|另表|经查|经核|经审|农行|工行|建行|中行|交行|邮储|农信|待认|应到|实到|籍贯|农业|非农业|缓发|暂缓|独居|续发|匿名|佚名|无名氏|无名|不详|未知|共有|共同共有|按份共有|单独所有|已故|病故|去世|迁出|外出|拒签|代签|代领|未签|已签|拒收|捺印|手印|按印|指印|按手印|备注|姓名|已删减|男|女|详见.*|见附.*|空|签字|签名|盖章|年月日|以下空白|待定|缺席|另行.*|暂无|本人|本单位|全体.*|各.*|有关.*|相关.*|序号|制表.*|填表.*)"
)
FILLER = re.compile(_FILLERS)
"""What stands in a cell instead of a name."""
_NOT_NAMES = re.compile(
    r"公司|单位|部门|机关|委员会|政府|中心|合作社|协会|学校|医院|银行|大队|街道|社区|办公室|[局厅处科所站队院部组室村会厂店社]$"
    rf"|^{_FILLERS}$"
)
_BREAK = re.compile(r"[,;。(\t\n、!?《]|\d")


def cell_names(
    fold: Fold, cells: Sequence[tuple[int, int, Column]]
) -> Iterator[tuple[Candidate, Column]]:
    """The names in cells of name columns: every piece of Han characters that is no office and no filler."""
    for start, stop, column in cells:
        text = fold.text[start:stop].strip()
        if not _NOT_NAMES.search(text) or len(text) > 6:
            sure = column.role in _TELLING and column.cue.term.endswith("姓名")
            for candidate in _pieces(fold, start, stop, sure):
                yield candidate, column


def _pieces(fold: Fold, start: int, stop: int, sure: bool) -> Iterator[Candidate]:
    text = fold.text
    for match in _PIECE.finditer(text, start, stop):
        for begin, end in _parts(fold, match.start(), match.end()):
            if text[begin - 1 : begin].isdigit() and text[begin] in _COUNTED:
                continue
            left, right = _bare(text, begin, end)
            if _says_how(text, start, left, right):
                continue
            if _in_cell(text[left:right], sure) and text[right : right + 1] not in {
                "某",
                "*",
                "×",
            }:
                yield Candidate(left, right, "cell", 10.0, text[left:right], score=10.0)
    for match in _LATIN.finditer(text, start, stop):
        yield Candidate(match.start(), match.end(), "cell", 10.0, match[0], score=10.0)


def _bare(text: str, start: int, stop: int) -> tuple[int, int]:
    """Without the word for how the person is related or acts (丈夫李强, 李强夫妇, 李强等3人, 代李强)."""
    tail = _TAIL.search(text, start, stop)
    if tail and tail.start() - start >= 2:
        stop = tail.start()
    before = lexicon().before
    for size in (4, 3, 2):
        cue = before.get(text[start : start + size])
        if cue is not None and cue.group == "party" and stop - start - size >= 2:
            return (start + size, stop) if plausible(text[start + size : stop]) else (start, stop)
    if text[start] in _KIN and _is_kin(text[start:stop]):
        return start + 1, stop
    for_another = text[start] == "代" and text[start - 1 : start] == "(" and stop - start > 2
    return start + for_another, stop


def _says_how(text: str, at: int, start: int, stop: int) -> bool:
    """True for what tells of a signature, a share or a paper instead of naming somebody: 女儿代, 那文博(遗赠), 陈女士,
    阮氏兰(越南籍, 护照…); `at` is where the cell begins."""
    piece = text[start:stop]
    if piece[1:] in lexicon().salutations:
        return True
    cost = words().cost(piece) or _NO_WORD
    if cost < _NO_WORD and head_roles(piece)[:1] not in _OF_NAMES:
        return True
    if cost < _NO_WORD and text.rfind("(", at, start) > text.rfind(")", at, start):
        return True
    return piece[0] == "无" or (piece[-1:] == "代" and piece[:-1] in lexicon().before)


_OF_NAMES: Collection[tuple[str, ...]] = ((), ("name",), ("official",))
"""What the head of a column of names may say; any other head in a cell (住址, 面积) is one that lost its row."""
def _is_kin(piece: str) -> bool:
    """True when a surname follows the first character, and three characters do or the first is no surname itself."""
    known = lexicon()
    if len(piece) not in (3, 4) or piece[1] not in known.surnames or piece[:2] in known.compounds:
        return False
    return len(piece) == 4 or piece[0] not in known.surnames


_KIN = frozenset("子女母父妻夫孙儿媳婿兄弟姐妹")
"""Before a name in a cell how somebody is related: 妻甘雪, 子吴梓睿."""
_COUNTED = frozenset("年月日岁号元人户个")
_TAIL = re.compile(r"(?:兄弟|姐妹|兄妹|姐弟|夫妇|夫妻|父子|父女|母子|母女|一家|全家|等)$")


def _parts(fold: Fold, start: int, stop: int) -> Iterator[tuple[int, int]]:
    """A piece of five or more characters falls apart where spaces stood in print (several names in a cell)."""
    if stop - start <= 4:
        yield start, stop
        return
    left = start
    for at in range(start + 2, stop):
        if fold.removed_before(at) and at - left >= 2:
            yield left, at
            left = at
    yield left, stop


def _first_gap(fold: Fold, start: int, stop: int) -> int:
    """Where a printed gap ends the first of several names; a name printed wide (窦 玉 成) goes on to a wider gap."""
    wide = stop - start > 2 and fold.removed_before(start + 1) and fold.removed_before(start + 2)
    if wide and stop - start <= 3:
        return stop
    return next((at for at in range(start + 2, stop) if fold.removed_before(at)), stop)


_TELLING = frozenset({"private", "official"})


def _in_cell(piece: str, sure: bool) -> bool:
    """A cell under 姓名 holds a name: what is no filler and no word is one, with a surname or without (才让东知)."""
    if plausible(piece):
        return True
    if _NOT_NAMES.search(piece) or _refers(piece) or set(piece) & _MASKED:
        return False
    if piece in lexicon().before:
        return False
    known = lexicon()
    named = piece[0] in known.surnames or piece[:2] in known.compounds
    if len(piece) in (2, 3):
        return named or sure or (words().cost(piece) or _NO_WORD) > _RARE_WORD
    return len(piece) == 4 and wordless(piece)


def _refers(piece: str) -> bool:
    """A head instead of a name, or a word that sends the reader to one (同监护人, 同户主)."""
    if label_of(piece) is not None or is_word(piece):
        return True
    bears = piece[0] in lexicon().surnames and len(piece) <= _LONGEST_NAME
    if not bears and who(piece) is not None:
        return True
    return piece[0] == "同" and label_of(piece[1:]) is not None


_LONGEST_NAME = 3
"""Characters of a name with a surname of one; a longer word for persons (楼上住户) is none."""
_MASKED = frozenset("某×*第")
_NO_WORD, _RARE_WORD = 99.0, 13.0


def spelt(piece: str) -> bool:
    """A long name put together of the stems of one people (乌云其木格), with a surname before it or without."""
    known = lexicon()
    rest = piece[1:] if len(piece) > 4 and piece[0] in known.surnames else piece
    return len(piece) >= 4 and any(_of_stems(part, known.stems) for part in (piece, rest))


def _of_stems(piece: str, stems: Mapping[str, str]) -> bool:
    if not piece:
        return True
    return any(
        piece[:size] in stems and _of_stems(piece[size:], stems)
        for size in range(2, len(piece) + 1)
    )


def wordless(piece: str) -> bool:
    """No word, and neither begins nor ends with a common one: a spelt name rather than a phrase."""
    cost = words().cost
    edges = (piece[:2], piece[-2:])
    return cost(piece) is None and all((cost(edge) or 99.0) > 12.0 for edge in edges)


def plausible(piece: str) -> bool:
    """Could be a name if its place says so: length, no filler, no office, not masked."""
    if not 2 <= len(piece) <= 20 or (_NOT_NAMES.search(piece) and not _in_full(piece)):
        return False
    if any(dot in piece[1:-1] for dot in "·•‧・．."):
        return "某" not in piece
    if spelt(piece):
        return True
    known = lexicon()
    rest = piece[1:] if piece[0] in known.surnames else piece
    if any(ch in NEVER for ch in rest) or _refers(piece):
        return False
    named = piece[0] in known.surnames or piece[:2] in known.compounds
    if len(piece) <= 4 and named:
        return True
    if len(piece) <= 3:
        return (words().cost(piece) or 99.0) > 11.0
    return len(piece) <= 8 and sum(ch in known.transliteration for ch in piece) >= len(piece) * 0.7


def _in_full(piece: str) -> bool:
    """A surname and characters of given names that make no word, though the last one ends offices, too (万村)."""
    known = lexicon()
    rest = piece[1:]
    built = len(piece) in (2, 3) and piece[0] in known.surnames and set(rest) <= known.given.keys()
    return built and words().cost(piece) is None


def slot_names(fold: Fold, labels: Sequence[Label]) -> Iterator[tuple[Candidate, Label]]:
    """The value right after a label, when it ends where a name would end."""
    text = fold.text
    for index, label in enumerate(labels):
        if label.cue is OTHER or label.cue.role == "none":
            continue
        limit = labels[index + 1].start if index + 1 < len(labels) else len(text)
        match = _PIECE.match(text, label.stop, max(label.stop, limit))
        if match is None:
            continue
        left, right = match.span()
        stop = _first_gap(fold, left, right)
        ends = stop == limit or stop < right or stop == len(text) or _BREAK.match(text, stop)
        piece = text[left:stop]
        if (
            not ends
            or len(piece) < 2
            or len(piece) > 15
            or text[stop : stop + 1] in {"某", "×", "*"}
        ):
            continue
        common = (words().cost(piece) or 99.0) <= 13.0
        if common and not (label.cue.group in {"party", "trade"} and piece[0] in lexicon().surnames):
            continue
        if plausible(piece):
            yield Candidate(left, stop, "slot", 8.0, piece, score=8.0), label
