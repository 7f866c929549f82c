"""Train the model that tells private persons from officials: `python -m training.roles [--out FILE]`.

Every labelled person whom the names model finds in the drafts is a sample, with all places of the name together; so are
the persons of single sentences. The drafts of `training/exam` train nothing; they score. Run it after
`python -m training.names`.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import corpora
from detectors.names import judged
from detectors.names_network import Network
from detectors.names_paper import Paper
from detectors.names_people import resolve, share
from flows.specimens import Specimen
from pipeline.contracts import Reading
from pipeline.document import Document, Span
from training.drafts import exam, labelled, originals, plain
from training.fit import Plan, Sample, figures, fit, joined, printed, write

TARGET = Path(__file__).parent.parent / "corpora" / "names" / "role_weights.tsv"
SENTENCES = Path(__file__).parent / "role_sentences.tsv"
_MARKED, _MARKS = re.compile("⟦[^⟧]*⟧"), re.compile("[⟦⟧]")
PLAN = Plan(rounds=6, least=8, batch=128, width=16, forget=0.5)
"""Half of the features of a person are forgotten: a paper says who somebody is in more than one way."""
NETWORKS = 3
"""So many are fitted and joined: the persons are few, and each network errs on others of them."""
LEAN = 0.6
"""Added to every score: an official too many in a question is a glance, a private person left is the accident."""
WITNESSES = ("witness=", "why=", "row=")
"""Features that are hidden in a second sample of a person whom witnesses settle: the surroundings must do alone."""


def samples(drafts: Iterable[Specimen]) -> list[Sample]:
    """Features of every labelled person, and whether the labels say private."""
    return [one for draft in drafts for one in _of(*labelled(draft))]


def sentences() -> list[Sample]:
    """The persons of single sentences: those of `role_sentences.tsv` and of the examples of the lexicons."""
    found: list[Sample] = []
    for role, text in _sentences():
        document = plain([_MARKS.sub("", text)])
        spans = [match.span() for match in _MARKED.finditer(text)]
        kind = "pi.name" if role == "private" else "person.official"
        labels = {Span(a - 2 * i, b - 2 * i - 2): kind for i, (a, b) in enumerate(spans)}
        found += _of(document, labels)
    return found


def _sentences() -> Iterator[tuple[str, str]]:
    lines = SENTENCES.read_text("utf-8").splitlines()
    for line in (line for line in lines if not line.startswith("#")):
        role, text = line.split("\t")
        yield role, text
    for row in corpora.rows("lexicons/name_cues.tsv"):
        if row["role"] in {"private", "official"}:
            yield row["role"], row["example"]


def _of(document: Document, labels: Mapping[Span, str]) -> Iterator[Sample]:
    reading = Reading.of(document)
    people = resolve(judged(reading))
    share(people, reading.folded.text)
    paper = Paper(people, reading.folded.text)
    for name in paper.places:
        spans = (
            reading.folded.unfold(one.candidate.start, one.candidate.stop)
            for one in paper.places[name]
        )
        said = Counter(labels[span] for span in spans if span in labels)
        if not said:
            continue
        features, private = paper.features(name), said["pi.name"] > said["person.official"]
        yield features, private
        if paper.settled(name) is not None:
            yield [one for one in features if not one.startswith(WITNESSES)], private


def _figures(model: Network, found: list[Sample]) -> str:
    return figures(model.scores([features for features, _ in found]), found)


def main() -> None:
    """Train, score on the families held out, write."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--out", type=Path, default=TARGET)
    chosen = options.parse_args()
    found = samples(originals()) + sentences()
    model = joined([fit(found, PLAN, seed) for seed in range(NETWORKS)])
    model.linear[model.index["bias"]] += LEAN
    print(f"training: {len(found)} persons, {len(model.index)} features, {_figures(model, found)}")
    print(f"scoring:  {_figures(model, samples(exam()))}")
    write("feature\tweight\tvector", printed(model), chosen.out, "training.roles")
    print("python -m corpora registers the new weights")


if __name__ == "__main__":
    main()
