"""A labelled name is found whole whatever stands around it, and its mask shows no more than the surname."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from detectors.names import DETECTOR
from detectors.names_lexicon import NEVER, lexicon, words
from pipeline.contracts import Reading
from pipeline.masks import NAME, replacement
from pipeline.readers import read
from tests.detectors.test_names import found

PROSE = st.text(
    alphabet="经查巴彦淖尔市临河区的申请于年月日共计元，。；：（）“”、关于补贴发放公示\n",
    max_size=20,
)
SURNAMES = sorted(name for name, share in lexicon().shares.items() if share > 5)
GIVEN = sorted(ch for ch in lexicon().given if ch not in NEVER)
LABELS = st.sampled_from(["申请人", "当事人", "户主", "被处罚人", "姓名", "监护人", "受害人"])


@st.composite
def names(draw: st.DrawFn) -> str:
    """An invented name of two to four characters that is no word of the language."""
    surname = draw(st.sampled_from(SURNAMES))
    given_name = "".join(draw(st.lists(st.sampled_from(GIVEN), min_size=1, max_size=2)))
    name = surname + given_name
    return name if words().cost(name) is None else name + "娟"


@given(names(), LABELS, PROSE, PROSE)
def test_a_labelled_name_in_any_prose(name: str, label: str, before: str, after: str) -> None:
    """On a line of its own or in a sentence."""
    text = f"{before}\n{label}：{name}。{after}"
    assert (name, "pi.name") in found(text) or (name, "person.official") in found(text)


@given(names(), names(), PROSE)
def test_a_second_mention(name: str, other: str, between: str) -> None:
    """What is cut after its label is cut in the next line, too."""
    assume(name not in other and other not in name)
    text = f"申请人：{name}，男。\n{between}\n{name}、{other}"
    assert sum(found_name == name for found_name, _ in found(text)) >= text.count(name)


@given(names(), st.none() | st.integers(1, 99))
def test_a_mask_shows_the_surname_at_most(name: str, number: int | None) -> None:
    """No character of the given name, nor how many there are."""
    shown = replacement(name, NAME, number=number)
    surname = name[:2] if shown.startswith(name[:2]) else name[:1]
    assert shown == f"{surname}某{'' if number is None else number}"
    assert len(surname) == 1 or surname in lexicon().compounds


@pytest.mark.parametrize(
    "text",
    [
        "申请人：乌云其木格\n",
        "姓名\t电话\n乌云其木格\t13812345678\n",
        "村民乌云其木格反映其邻居占地。\n",
        "乌云其木格：\n您反映的事项收悉。\n",
        "乌云其木格女士：\n您的申请收悉。\n",
    ],
)
@pytest.mark.parametrize("surname", ["", "白"])
def test_a_name_of_stems_is_found_whole_with_its_surname(text: str, surname: str) -> None:
    """A Mongolian name that begins with a word (乌云) is a name by label, column, cue and salutation."""
    name = f"{surname}乌云其木格"
    document = read(text.replace("乌云其木格", name).encode(), "a.txt")
    reading = Reading.of(document)
    texts = {document.text[f.span.start : f.span.stop] for f in DETECTOR.find(reading)}
    assert name in texts
