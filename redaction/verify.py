"""Checks a redaction that was made elsewhere: original and output side by side, no excision list needed.

What the visible original says and the visible output no longer says was meant to go. Each such passage is looked
for in everything the output holds. A black box over live text fails twice: the text is hidden, and still there.
"""

from __future__ import annotations

import difflib
import hashlib
import io
import re
import zipfile
import zlib
from collections.abc import Iterator

from pipeline import readers
from pipeline.document import Document, Layer, Trait
from pipeline.readers.sniff import sniff
from redaction.needles import is_telling
from redaction.proof import Check, Proof, encodings

_OFF_PAGE = frozenset((Layer.HIDDEN, Layer.METADATA, Layer.COMMENT, Layer.REVISION, Layer.ANNOTATION, Layer.ATTACHMENT))
MAX_MEMBER = 256 * 2**20
MAX_PLACES = 5
_NUMBER = re.compile(r"[0-9A-Za-z@._+-]{6,}")
"""Numbers and addresses inside a longer passage are looked for by themselves, too."""


def verify(original: bytes, output: bytes) -> Proof:
    """The proof that `output` holds nothing that was taken from `original`; never raises for bad files.

    (1) both are read whole; (2) something was taken out; (3) nothing on the page is hidden; (4) no passage taken
    out is left in any layer; (5) nor in the decompressed bytes; (6) no earlier revision is kept.
    """
    before, after = readers.read(original, _name(original)), readers.read(output, _name(output))
    checks = list(_checks(before, after, output))
    return Proof(
        hashlib.sha256(original).hexdigest(), hashlib.sha256(output).hexdigest(), tuple(checks), (),
        ("核验的是他处所作的删减：只比对文件，不知道应删哪些内容。",),
    )


def _name(data: bytes) -> str:
    return f"文件.{sniff(data, '')}"


def _checks(before: Document, after: Document, output: bytes) -> Iterator[Check]:
    yield Check("原件可读", not _unread(before), _unread(before))
    yield Check("删减件可读", not _unread(after), _unread(after))
    same = before.source.format == after.source.format
    yield Check("格式相同", same, "" if same else f"原件为{before.source.format}，删减件为{after.source.format}")
    taken = removed(before, after)
    covered = _hidden(after)
    found = bool(taken)
    yield Check("有内容被删减", found, f"{len(taken)}处" if found else "两份文件的可见内容相同，没有任何删减")
    yield Check("没有隐藏文字", not covered, "；".join(covered) or "各页没有被遮盖或不可见的文字")
    numbers = (number for text in taken for number in _NUMBER.findall(text))
    texts = tuple(dict.fromkeys(text.strip() for text in (*taken, *numbers) if is_telling(text)))
    left = _left(texts, before, after)
    yield Check("各层文字", not left, "；".join(left) or f"{len(texts)}段被删文字在删减件中均不可读出")
    absent = tuple(text for text in texts if not _plain(_seen(after)).count(_plain(text)))
    leaks = _bytes(absent, output, after.source.format)
    yield Check("解压后的字节", not leaks, "；".join(leaks) or "被删文字不以任何编码存在")
    if after.source.format == "pdf":
        single = output.count(b"startxref") <= 2 and output.count(b"%%EOF") <= 2 and not _has_revisions(output)
        yield Check("没有历史版本", single, "" if single else "删减件含有以前保存的版本")


def _unread(document: Document) -> str:
    """The gaps that stand in the way; pictures alone do not, a page may have been made one."""
    places = [f"{gap.place}（{gap.reason.value}）" for gap in document.gaps]
    return "未能审查：" + "、".join(places[:MAX_PLACES]) if places else ""


def _has_revisions(output: bytes) -> bool:
    """More than one cross-reference section that is not the two of a linearised file."""
    return output.count(b"startxref") > 1 and b"/Linearized" not in output[:2048]


def _seen(document: Document) -> str:
    """What a reader of the page sees."""
    return "\n".join(
        document.text[block.span.start : block.span.stop]
        for block in document.blocks
        if block.layer not in _OFF_PAGE and Trait.HIDDEN not in document.traits(block.span)
    )


def _plain(text: str) -> str:
    return "".join(text.split())


def removed(before: Document, after: Document) -> tuple[str, ...]:
    """The passages that the visible original has and the visible output has not, in order; in memory only."""
    old, new = _seen(before).split("\n"), _seen(after).split("\n")
    found: list[str] = []
    for tag, a0, a1, b0, b1 in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag in ("delete", "replace"):
            found.extend(_inside("\n".join(old[a0:a1]), "\n".join(new[b0:b1])))
    return tuple(text for text in found if text.strip())


def _inside(old: str, new: str) -> Iterator[str]:
    """Character by character, but a gap of one kept character inside what went counts as gone."""
    if not new.strip() or len(old) * len(new) > 4_000_000:
        yield from old.split("\n")
        return
    start: int | None = None
    stop = 0
    for tag, a0, a1, _, _ in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag in ("delete", "replace"):
            if start is None:
                start = a0
            stop = a1
        elif tag == "equal" and start is not None and a1 - a0 > 1:
            yield from old[start:stop].split("\n")
            start = None
    if start is not None:
        yield from old[start:stop].split("\n")


def _hidden(document: Document) -> list[str]:
    """Places of text that the page does not show."""
    places = [
        block.place for block in document.blocks
        if block.layer is Layer.HIDDEN or Trait.HIDDEN in document.traits(block.span)
    ]
    return list(dict.fromkeys(places))[:MAX_PLACES]


def _left(texts: tuple[str, ...], before: Document, after: Document) -> list[str]:
    """Places off the page of the output that still hold a passage taken out; on the page, one taken out nowhere."""
    old, new = _plain(_seen(before)), _plain(_seen(after))
    found: list[str] = []
    for text in texts:
        solid = _plain(text)
        found.extend(
            f"{block.place}仍有被删文字" for block in after.blocks
            if block.layer in _OFF_PAGE and solid in _plain(after.text[block.span.start : block.span.stop])
        )
        if new.count(solid) >= old.count(solid):
            found.append("页面别处仍有被删文字")
    return list(dict.fromkeys(found))[:MAX_PLACES]


def _bytes(texts: tuple[str, ...], output: bytes, kind: str) -> list[str]:
    """Where the decompressed bytes hold a passage."""
    forms = tuple({form for text in texts for form in encodings(text.strip())})
    if not forms:
        return []
    if kind == "pdf":
        return _pdf(texts, output)
    found = ["文件字节中仍有被删文字"] if any(form in output for form in forms) else []
    if output[:2] == b"PK":
        try:
            with zipfile.ZipFile(io.BytesIO(output)) as package:
                for number, member in enumerate(package.infolist()):
                    if member.file_size > MAX_MEMBER:
                        found.append(f"第{number + 1}个部件过大，未能搜索")
                    elif any(form in package.read(member) for form in forms):
                        found.append(f"第{number + 1}个部件中仍有被删文字")
        except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, OSError, ValueError):
            found.append("压缩包不能完整解开")
    return found[:MAX_PLACES]


def _pdf(texts: tuple[str, ...], output: bytes) -> list[str]:
    from pipeline.errors import UnreadableSource
    from pipeline.readers.pdf_objects import PDF_ERRORS
    from pipeline.readers.pdf_reading import open_pdf
    from redaction.pdf_search import object_leaks

    try:
        with open_pdf(output) as pdf:
            return object_leaks(pdf, output, tuple(text.strip() for text in texts))[:MAX_PLACES]
    except (UnreadableSource, *PDF_ERRORS):
        return ["文件不能完整解开"]
