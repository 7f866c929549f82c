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

from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING, Any, cast

from detectors.borrowed import stand_ins
from detectors.names import DETECTOR as NAMES
from detectors.names import Names
from detectors.passage import Match, Passage, resolve
from detectors.subjects import SUBJECTS, Subject, passage_of
from pipeline.contracts import Reading
from pipeline.finding import Certainty, Finding, Kind, finding
from pipeline.fold import fold

if TYPE_CHECKING:
    from presidio_analyzer import AnalyzerEngine, EntityRecognizer, RecognizerResult

LANGUAGE = "zh"
_NOT_NEEDED = ("spacy", "thinc", "presidio_analyzer.predefined_recognizers")
"""Imported by presidio for language models and other countries' recognizers: 1.0 of its 1.25 seconds."""
SCORES = {Certainty.SURE: 0.95, Certainty.LIKELY: 0.75, Certainty.POSSIBLE: 0.4}


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

    def __init__(self, names: Names = NAMES) -> None:
        """`names` tells addresses where private persons are named."""
        self._names = names

    def warm(self) -> None:
        """Load presidio and the lexicons now, once a process; `find` does so at its first call."""
        analyse(Passage(""))

    def find(self, reading: Reading) -> Iterator[Finding]:
        """Findings in text order; the detector named in each is the subject that saw it."""
        for match, subject in analyse(passage_of(reading, self._names)):
            span = reading.folded.unfold(match.start, match.stop)
            yield finding(
                reading.document, match.kind, span, match.certainty, subject, why=match.why
            )
        yield from self._repaired(reading)

    def _repaired(self, reading: Reading) -> Iterator[Finding]:
        """Personal identifiers in damaged lines as restored; the finding covers the line as printed."""
        for span, restored in reading.document.repaired:
            for match, subject in analyse(Passage(fold(restored).text)):
                if match.kind.is_personal:
                    why = f"乱码行的还原文本：{match.why}"
                    yield finding(
                        reading.document, match.kind, span, Certainty.LIKELY, subject, why=why
                    )


def analyse(passage: Passage) -> list[tuple[Match, str]]:
    """Matches without overlaps and the subject that found each, through presidio."""
    engine, blank = _engine()
    results = engine.analyze(
        passage.text, LANGUAGE, nlp_artifacts=blank(passage), return_decision_process=True
    )
    del passage
    found: dict[Match, str] = {}
    while results:  # the last of equal ones counts; each goes when it is read: there are hundreds of thousands
        result = results.pop()
        found.setdefault(_match(result), str(result.analysis_explanation.recognizer))
    return [(match, found[match]) for match in resolve(found)]


def _match(result: RecognizerResult) -> Match:
    certainty = next(word for word, score in SCORES.items() if score == result.score)
    why = result.analysis_explanation.textual_explanation
    return Match(Kind(result.entity_type), result.start, result.end, certainty, why)


@cache
def _recognizer_class() -> Any:
    with stand_ins(*_NOT_NEEDED, unless="presidio_analyzer"):
        from presidio_analyzer import AnalysisExplanation, EntityRecognizer, RecognizerResult

    class ChineseRecognizer(EntityRecognizer):
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
            """Results for `text`; artifacts of our own engine bring joints and table columns along.

            There results share what they have in common: a list of persons gives hundreds of thousands. Anybody
            else's text is folded here, and the results stand where it is printed.
            """
            passage: Passage | None = getattr(nlp_artifacts, "passage", None)
            folded = None if passage else fold(text)
            read = Passage(folded.text, folded.joints) if folded else passage or Passage(text)
            explained = self._explained if passage is None else cache(self._explained)
            shared = {
                RecognizerResult.RECOGNIZER_IDENTIFIER_KEY: self.id,
                RecognizerResult.RECOGNIZER_NAME_KEY: f"xianshen.{self.subject.name}",
            }
            found = (match for match in self.subject.rule(read) if match.kind.value in entities)
            return [
                RecognizerResult(
                    match.kind.value,
                    *(folded.unfold(match.start, match.stop) if folded else match[1:3]),
                    score=SCORES[match.certainty],
                    analysis_explanation=explained(match.certainty, match.why),
                    recognition_metadata=shared if passage is not None else dict(shared),
                )
                for match in found
            ]

        def _explained(self, certainty: Certainty, why: str) -> AnalysisExplanation:
            return AnalysisExplanation(
                self.subject.name, SCORES[certainty], textual_explanation=why
            )

    return ChineseRecognizer


@cache
def _engine() -> tuple[AnalyzerEngine, Any]:
    """One analyzer a process: our recognizers, no language model, no context step."""
    registered = recognizers()
    from presidio_analyzer import AnalyzerEngine, ContextAwareEnhancer, RecognizerRegistry
    from presidio_analyzer.nlp_engine import NlpArtifacts, NlpEngine

    class Blank(NlpArtifacts):
        """No tokens, no lemmas; carries the passage to our recognizers."""

        def __init__(self, passage: Passage) -> None:
            super().__init__([], cast("Any", ()), [], [], cast("Any", None), LANGUAGE)
            self.passage = passage

    class BlankEngine(NlpEngine):
        """Reads nothing: the recognizers need the raw text alone."""

        def load(self) -> None: ...

        def is_loaded(self) -> bool:
            return True

        def process_text(self, text: str, language: str) -> NlpArtifacts:
            return Blank(Passage(text))

        def process_batch(
            self,
            texts: Iterable[str],
            language: str,
            batch_size: int = 1,
            n_process: int = 1,
            **_: Any,
        ) -> Iterator[Any]:
            return ((text, Blank(Passage(text))) for text in texts)

        def is_stopword(self, word: str, language: str) -> bool:
            return False

        def is_punct(self, word: str, language: str) -> bool:
            return False

        def get_supported_entities(self) -> list[str]:
            return []

        def get_supported_languages(self) -> list[str]:
            return [LANGUAGE]

    class NoContext(ContextAwareEnhancer):
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
