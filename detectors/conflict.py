"""Two statements that cannot both hold: a note that opens beside a mark or a note that closes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from detectors.handling import marks
from detectors.markings import verdicts
from detectors.release_notes import Note, release_notes
from detectors.spot import Page
from pipeline.contracts import Reading
from pipeline.finding import Certainty, Finding, Kind
from pipeline.finding import finding as make_finding

NAME = "conflict"
_STRICTNESS = {"open": 0, "partial": 1, "request": 2, "closed": 3}
_MARK = "公开标注与密级标志并存，从严处理；公开标注不能解除密级"
_WORD = "公开标注与内部标识或者传阅限制并存，从严处理"
_NOTE = "两处公开标注不一致，从严处理"


class ConflictDetector:
    """Finds `handling.conflict`, at the note that opens more."""

    name = NAME

    def find(self, reading: Reading) -> Iterable[Finding]:
        """The conflicts of the document; nothing where no note stands."""
        page = Page(reading)
        notes = list(release_notes(page))
        if not notes:
            return
        for note, why in _conflicts(page, notes):
            span = page.printed(note.start, note.stop)
            yield make_finding(
                reading.document, Kind.HANDLING_CONFLICT, span, Certainty.SURE, NAME, why=why
            )


def _conflicts(page: Page, notes: list[Note]) -> Iterator[tuple[Note, str]]:
    """One reason for each note that something stricter contradicts; a marking weighs most."""
    loose = [note for note in notes if note.row.tag != "closed"]
    if not loose:
        return
    has_mark = any(
        verdict.mark is not None and not verdict.mark.lifted for verdict in verdicts(page)
    )
    has_word = any(row.certainty is not Certainty.POSSIBLE for _, _, row in marks(page))
    strictest = max(_STRICTNESS[note.row.tag] for note in notes)
    for note in loose:
        if has_mark:
            yield note, _MARK
        elif has_word and note.row.tag == "open":
            yield note, _WORD
        elif _differs(note, strictest):
            yield note, _NOTE


def _differs(note: Note, strictest: int) -> bool:
    """全文公开 or 删减后公开 beside 依申请公开 is attribute and mode, two axes; only 主动公开 contradicts 依申请."""
    if strictest == _STRICTNESS["closed"]:
        return True
    return note.row.tag == "open" and strictest == _STRICTNESS["request"] and note.row.term in (
        "主动公开",
        "公开发布",
    )


DETECTOR = ConflictDetector()
