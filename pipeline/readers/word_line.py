"""One line of a story, split by how its text shows, and what the codes of its fields are worth."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import Enum, auto

from pipeline.document import Layer
from pipeline.readers.word_gather import Fragment

_BENIGN = re.compile(
    r"\s*(PAGE|NUMPAGES|SECTIONPAGES|SECTION|NUMCHARS|NUMWORDS|TOC|FORMTEXT|FORMCHECKBOX|FORMDROPDOWN|DATE|TIME"
    r"|CREATEDATE|SAVEDATE|PRINTDATE|REVNUM|EDITTIME|AUTHOR|TITLE|SUBJECT|KEYWORDS|FILENAME|FILESIZE|NEXT|SEQ|REF|PAGEREF"
    r"|NOTEREF|STYLEREF|SHAPE|BIBLIOGRAPHY)\b[ -~]*",
    re.IGNORECASE | re.ASCII,
)
_TELLING_ARGUMENT = re.compile(r"[^\x00-\x7f]|@(?=[A-Za-z0-9])|\d{5}|://")
_METADATA_FIELDS = re.compile(
    r"\s*(HYPERLINK|MERGEFIELD|DOCPROPERTY|INCLUDEPICTURE|INCLUDETEXT|EMBED|LINK|ADDIN|EQ|SYMBOL|CITATION|AUTOTEXT|GLOSSARY)\b",
    re.IGNORECASE | re.ASCII,
)
CONTROLS = {
    "w:tab": "\t",
    "w:ptab": "\t",
    "w:br": "\n",
    "w:cr": "\n",
    "w:noBreakHyphen": "-",
    "w:softHyphen": "\u00ad",
}
SKIPPED = frozenset(
    {
        "w:rPr",
        "w:pPr",
        "w:tblPr",
        "w:tblGrid",
        "w:trPr",
        "w:tcPr",
        "w:sectPr",
        "w:proofErr",
        "w:lastRenderedPageBreak",
        "w:bookmarkEnd",
        "w:commentRangeStart",
        "w:commentRangeEnd",
        "w:commentReference",
        "w:annotationRef",
        "w:footnoteReference",
        "w:endnoteReference",
        "w:footnoteRef",
        "w:endnoteRef",
        "w:separator",
        "w:continuationSeparator",
        "m:ctrlPr",
        "m:rPr",
    }
)


class Mode(Enum):
    """How the text that is being walked shows."""

    SHOWN = auto()
    DELETED = auto()
    HIDDEN = auto()


@dataclass(slots=True)
class Line:
    """One paragraph, split by how its text shows. `codes` has one list a field."""

    shown: list[Fragment] = field(default_factory=list)
    deleted: list[Fragment] = field(default_factory=list)
    hidden: list[Fragment] = field(default_factory=list)
    codes: list[list[Fragment]] = field(default_factory=list)


def code_layer(text: str) -> Layer | None:
    """Where the code of a field belongs; None for one that tells nothing (a page number).

    Codes that may hide words (`QUOTE`, `IF`, `XE`, unknown ones) are hidden text, link targets and the like metadata.
    """
    if not text.strip() or (_BENIGN.fullmatch(text) and not _TELLING_ARGUMENT.search(text)):
        return None
    return Layer.METADATA if _METADATA_FIELDS.match(text) or _BENIGN.match(text) else Layer.HIDDEN
