"""Text outside the visible page: comments, revisions, hidden text, annotations, hidden rows, copies underneath.

What merely repeats a visible block (the fallback copy of a text box) is not reported: it shows nothing more, and
the redactors cut it with its original.
"""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.contracts import Reading
from pipeline.document import Layer
from pipeline.finding import Certainty, Finding, Kind, finding

CONCEALED: dict[Layer, str] = {
    Layer.HIDDEN: "版面上看不到的文字，公开后可以被他人读出。",
    Layer.COMMENT: "批注，随文件一并公开。",
    Layer.REVISION: "修订记录中已删除的文字，随文件一并公开。",
    Layer.ANNOTATION: "附加在页面上的注解或者表单内容，随文件一并公开。",
}
"""Layers that a reader of the page does not see, and what is said of each."""


class Hidden:
    """Reports each block of a concealed layer that says something the visible page does not."""

    name = "hidden"

    def find(self, reading: Reading) -> Iterable[Finding]:
        """One finding a block, sure, in text order."""
        document = reading.document
        if not any(map(document.blocks.has, CONCEALED)):
            return
        concealed = [block for block in document.blocks if block.layer in CONCEALED]
        visible = {
            _squeezed(document.text[block.span.start : block.span.stop])
            for block in document.blocks
            if block.layer not in CONCEALED
        }
        for block in concealed:
            text = _squeezed(document.text[block.span.start : block.span.stop])
            if text and text not in visible:
                yield finding(
                    document,
                    Kind.HIDDEN,
                    block.span,
                    Certainty.SURE,
                    self.name,
                    why=CONCEALED[block.layer],
                )


def _squeezed(text: str) -> str:
    return "".join(text.split())


DETECTOR = Hidden()
