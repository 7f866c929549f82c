"""The only place that knows presidio: our rules as Chinese recognizers, and one detector that runs them all.

    from presidio_analyzer import AnalyzerEngine
    from detectors.language import add_to
    add_to(analyzer)                       # an AnalyzerEngine whose supported_languages include "zh"
    analyzer.analyze("手机13800138000", language="zh")

Presidio's own recognizers are not used: their guards (`\\b`) fail beside Chinese characters, their context step
needs lemmas that Chinese pipelines do not have and grows faster than the document (see `_NoContext`), some go to
the network. Scores stand for our three words: sure 0.95, likely 0.75, possible 0.4.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from detectors import (
    address,
    bank,
    birth,
    contact,
    identity,
    labelled,
    network,
    organisation,
    property,  # noqa: A004 - the subject's name
    vehicle,
)
from detectors.borrowed import stand_ins
from detectors.passage import Column, Match, Passage, Rule, resolve
from detectors.tables import tables
from pipeline.contracts import Reading
from pipeline.finding import Certainty, Finding, Kind, finding

if TYPE_CHECKING:
    from presidio_analyzer import AnalyzerEngine, EntityRecognizer, RecognizerResult

LANGUAGE = "zh"
_NOT_NEEDED = ("spacy", "thinc", "presidio_analyzer.predefined_recognizers")
"""Imported by presidio for language models and other countries' recognizers: 1.0 of its 1.25 seconds."""
SCORES = {Certainty.SURE: 0.95, Certainty.LIKELY: 0.75, Certainty.POSSIBLE: 0.4}


@dataclass(frozen=True, slots=True)
class Subject:
    """A family of rules: its name (shown as `detector`), what it can find, and the rule."""

    name: str
    kinds: tuple[Kind, ...]
    rule: Rule


SUBJECTS: tuple[Subject, ...] = (
    Subject(
        "identity",
        (
            Kind.PI_RESIDENT_ID,
            Kind.PI_FOREIGNER_ID,
            Kind.PI_DISABILITY_ID,
            Kind.PI_STUDENT_ID,
            Kind.PI_DRIVING_LICENCE,
            Kind.PI_SOCIAL_CARD,
        ),
        identity.find,
    ),
    Subject(
        "contact",
        (
            Kind.PI_MOBILE,
            Kind.PI_LANDLINE,
            Kind.PI_EMAIL,
            Kind.PI_WECHAT,
            Kind.PI_QQ,
            Kind.ORG_IDENTIFIER,
        ),
        contact.find,
    ),
    Subject("bank", (Kind.PI_BANK_CARD, Kind.PI_BANK_ACCOUNT, Kind.ORG_IDENTIFIER), bank.find),
    Subject("organisation", (Kind.ORG_IDENTIFIER,), organisation.find),
    Subject(
        "labelled",
        (
            Kind.PI_PASSPORT,
            Kind.PI_TRAVEL_PERMIT,
            Kind.PI_FOREIGNER_ID,
            Kind.PI_MILITARY_ID,
            Kind.PI_DRIVING_LICENCE,
            Kind.PI_SOCIAL_CARD,
            Kind.PI_DISABILITY_ID,
            Kind.PI_STUDENT_ID,
            Kind.PI_MEDICAL_RECORD,
            Kind.PI_RESIDENT_ID,
            Kind.PI_VIN,
            Kind.PI_IMEI,
        ),
        labelled.find,
    ),
    Subject("vehicle", (Kind.PI_PLATE,), vehicle.find),
    Subject("property", (Kind.PI_PROPERTY_CERTIFICATE,), property.find),
    Subject("network", (Kind.PI_IP, Kind.PI_MAC, Kind.PI_COORDINATES), network.find),
    Subject("birth", (Kind.PI_BIRTH_DATE,), birth.find),
    Subject("address", (Kind.PI_ADDRESS,), address.find),
)


def recognizers() -> list[EntityRecognizer]:
    """Fresh presidio recognizers, one a subject; entity names are the kinds (`pi.mobile` …)."""
    return [_recognizer_class()(subject) for subject in SUBJECTS]


def add_to(analyzer: AnalyzerEngine) -> None:
    """Add every recognizer to somebody's analyzer. They need no model, no context words and no network."""
    for recognizer in recognizers():
        analyzer.registry.add_recognizer(recognizer)


class Identifiers:
    """Every identifier of a document, found by presidio's analyzer over the folded text, without overlaps."""

    name = "identifiers"

    def find(self, reading: Reading) -> Iterator[Finding]:
        """Findings in text order; the detector named in each is the subject that saw it."""
        passage = passage_of(reading)
        for match, subject in analyse(passage):
            span = reading.folded.unfold(match.start, match.stop)
            yield finding(
                reading.document, match.kind, span, match.certainty, subject, why=match.why
            )


def passage_of(reading: Reading) -> Passage:
    """The passage of a document: joints of the fold, of signs that fold to digits, and the columns of tables."""
    return Passage(reading.folded.text, _joints(reading), _columns(reading))


def analyse(passage: Passage) -> list[tuple[Match, str]]:
    """Matches without overlaps and the subject that found each, through presidio."""
    engine, blank = _engine()
    results = engine.analyze(
        passage.text, LANGUAGE, nlp_artifacts=blank(passage), return_decision_process=True
    )
    found = {_match(result): str(result.analysis_explanation.recognizer) for result in results}
    return [(match, found[match]) for match in resolve(found)]


def _match(result: RecognizerResult) -> Match:
    certainty = next(word for word, score in SCORES.items() if score == result.score)
    why = result.analysis_explanation.textual_explanation
    return Match(Kind(result.entity_type), result.start, result.end, certainty, why)


def _columns(reading: Reading) -> tuple[Column, ...]:
    """Cells whose head or label says what number they hold; the first such role of a cell counts."""
    at = reading.folded
    found = []
    for table in tables(reading):
        for cell in table.cells:
            subject = next((_SUBJECT_OF[role] for role in cell.roles if role in _SUBJECT_OF), None)
            if subject is not None and not cell.is_head:
                if subject == "phone" and not table.lists_persons:
                    subject = "office_phone"
                found.append(
                    Column(at.position(cell.span.start), at.position(cell.span.stop), subject)
                )
    return tuple(sorted(found))


def _joints(reading: Reading) -> frozenset[int]:
    """Where numbers may part: closed spaces and breaks, and printed signs (①, ²) that fold to a digit."""
    joints = set(reading.folded.joints)
    for sign in _SIGNS.finditer(reading.document.text):
        at = reading.folded.position(sign.start())
        joints.update((at, at + 1))
    return frozenset(joints)


_SUBJECT_OF = {
    role: role
    for role in ["resident_id", "mobile", "phone", "office_phone", "bank_card", "account", "disability_id", "student_id", "passport", "travel_permit", "military_id", "driving_licence", "social_card", "medical", "credit", "wechat", "qq", "plate", "vin", "property", "birth", "address", "exam"]
} | {"amount": "not", "serial": "not", "date": "not"}
_SIGNS = re.compile("[①②③④⑤⑥⑦⑧⑨⑩⁰¹²³⁴⁵⁶⁷⁸⁹]")


@cache
def _recognizer_class() -> Any:
    with stand_ins(*_NOT_NEEDED, unless="presidio_analyzer"):
        from presidio_analyzer import AnalysisExplanation, EntityRecognizer, RecognizerResult

    class ChineseRecognizer(EntityRecognizer):  # type: ignore[misc]
        """One subject as a presidio recognizer."""

        def __init__(self, subject: Subject) -> None:
            self.subject = subject
            super().__init__(
                supported_entities=[kind.value for kind in subject.kinds],
                name=f"xianshen.{subject.name}",
                supported_language=LANGUAGE,
            )

        def load(self) -> None:
            """Nothing to load: the rules are code and registered data."""

        def analyze(
            self, text: str, entities: list[str], nlp_artifacts: Any = None
        ) -> list[RecognizerResult]:
            """Results for `text`; artifacts of our own engine bring joints and table columns along."""
            passage = getattr(nlp_artifacts, "passage", None) or Passage(text)
            return [
                RecognizerResult(
                    entity_type=match.kind.value,
                    start=match.start,
                    end=match.stop,
                    score=SCORES[match.certainty],
                    analysis_explanation=AnalysisExplanation(
                        recognizer=self.subject.name,
                        original_score=SCORES[match.certainty],
                        textual_explanation=match.why,
                    ),
                )
                for match in self.subject.rule(passage)
                if match.kind.value in entities
            ]

    return ChineseRecognizer


@cache
def _engine() -> tuple[AnalyzerEngine, Any]:
    """One analyzer a process: our recognizers, no language model, no context step."""
    registered = recognizers()
    from presidio_analyzer import AnalyzerEngine, ContextAwareEnhancer, RecognizerRegistry
    from presidio_analyzer.nlp_engine import NlpArtifacts, NlpEngine

    class Blank(NlpArtifacts):  # type: ignore[misc]
        """No tokens, no lemmas; carries the passage to our recognizers."""

        def __init__(self, passage: Passage) -> None:
            super().__init__([], [], [], [], None, LANGUAGE)
            self.passage = passage

    class BlankEngine(NlpEngine):  # type: ignore[misc]
        """Reads nothing: the recognizers need the raw text alone."""

        def load(self) -> None: ...

        def is_loaded(self) -> bool:
            return True

        def process_text(self, text: str, language: str) -> NlpArtifacts:
            return Blank(Passage(text))

        def process_batch(self, texts: Iterable[str], language: str, **_: Any) -> Iterator[Any]:
            return ((text, Blank(Passage(text))) for text in texts)

        def is_stopword(self, word: str, language: str) -> bool:
            return False

        def is_punct(self, word: str, language: str) -> bool:
            return False

        def get_supported_entities(self) -> list[str]:
            return []

        def get_supported_languages(self) -> list[str]:
            return [LANGUAGE]

    class NoContext(ContextAwareEnhancer):  # type: ignore[misc]
        """Context is scored inside the rules, on the raw text."""

        def __init__(self) -> None:
            super().__init__(0.0, 0.0, 0, 0)

        def enhance_using_context(
            self, text: str, raw_results: list[Any], *_: Any, **__: Any
        ) -> list[Any]:
            return raw_results

    registry = RecognizerRegistry(registered, supported_languages=[LANGUAGE])
    engine = AnalyzerEngine(
        registry=registry,
        nlp_engine=BlankEngine(),
        supported_languages=[LANGUAGE],
        context_aware_enhancer=NoContext(),
    )
    return engine, Blank


DETECTOR = Identifiers()
