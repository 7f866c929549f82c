"""Who is a private person and who is in office, where no label and no cue settles it: a shallow network over everything
that the paper says around a person, in all places where the name stands.

Labels, columns and cues come first (`roles.weigh`): what they say of a private person stands, and of an official
too unless the paper as a whole speaks clearly against it (a works manager is nobody in office). The weights are rows of
`corpora/names/role_weights.tsv`, made by `python -m training.roles`; above zero is a private person. Nothing of
the text is kept: a feature is a word beside the name or a property of the place.
"""

from __future__ import annotations

from collections.abc import Sequence

from detectors.names_network import network
from detectors.names_paper import SETTLED, Paper, told_here
from detectors.names_people import Person, whole_names
from detectors.roles import Role

_OVERRULED, _CONTRADICTED = 2.0, 1.0
"""The paper overrules what a strong or a weaker cue says of an official above these scores."""
_ASKED = 0.5
"""Above so much of them it asks the officer."""
_RARE = 3
"""Characters of a name that hardly two people of one paper bear: half cut and half standing would be no cut."""
_BETWEEN = -1.5
"""A score between this and zero is a question to the officer: of five persons in it two are private."""


def settle(people: Sequence[Person], text: str) -> None:
    """Give a verdict to every person of a folded text whose role no witness settles."""
    paper = Paper(people, text)
    asked = [name for name in paper.places if paper.is_open(name)]
    found = network("names/role_weights.tsv").scores(map(paper.features, asked))
    for name, score in zip(asked, found, strict=True):
        verdict = _verdict(score, paper, name)
        contrary = paper.namesakes(name)
        apart = contrary and len(name) < _RARE
        if contrary and not apart and verdict and verdict[0] is Role.OFFICIAL:
            verdict = Role.BOTH, "一处为当事人、一处为公职人员，身份待判断"
        for person in paper.places[name]:
            person.verdict = None if apart and told_here(person) else verdict
    _follow(people, paper)


def _follow(people: Sequence[Person], paper: Paper) -> None:
    """Whoever is called by the given name alone is who the whole name is: 观养 after 谢观养.

    What stands right at the whole name decides; where nothing strong does, a private person stays one by either name.
    """
    for short, whole in whole_names(people).items():
        called, named = paper.places.get(short, []), paper.places[whole]
        if len({place.role[0] for place in (*called, *named)}) < 2 or not called:
            continue
        told = any(told_here(place) for place in named)
        follow, lead = (called, named[0]) if told else (named, called[0])
        if told or lead.role[0] is Role.PRIVATE:
            for place in follow:
                place.verdict = place.verdict if told_here(place) else lead.role


def _verdict(score: float, paper: Paper, name: str) -> tuple[Role, str] | None:
    """The role that the score speaks for, with the strongest witness for it; None leaves it to the witnesses."""
    told, weight = paper.told(name)
    low, high = _BETWEEN, 0.0
    if told is Role.OFFICIAL:
        high = _OVERRULED if weight >= SETTLED else _CONTRADICTED
        low = high * _ASKED
    role = Role.PRIVATE if score > high else Role.BOTH if score > low else Role.OFFICIAL
    said = [one for person in paper.places[name] for one in person.witnesses if one.role is role]
    if role is Role.BOTH:
        return role, "从上下文看两种身份都有可能，身份待判断"
    if said:
        return role, max(said, key=lambda one: one.weight).why
    side = "当事人一方" if role is Role.PRIVATE else "履行公务的人员"
    return role, f"综合全文中其姓名前后的用语，应为{side}"
