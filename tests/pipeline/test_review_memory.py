"""What detectors keep of a document does not outlive their work."""

from __future__ import annotations

import weakref
from collections.abc import Iterator

from pipeline.contracts import Reading
from pipeline.document import Document
from pipeline.finding import Finding
from pipeline.metadata import Metadata
from pipeline.policy import Policy, load_policy
from pipeline.review import Rules, review
from tests.pipeline.drafts import ON, draft


class Keeper:
    """A detector that remembers which document it was shown, and finds nothing."""

    name = "keeper"

    def __init__(self) -> None:
        self.seen: list[weakref.ref[Document]] = []

    def find(self, reading: Reading) -> Iterator[Finding]:
        """Nothing."""
        self.seen.append(weakref.ref(reading.document))
        return iter(())


def test_caches_go_before_the_judge() -> None:
    """The document that detectors hang their answers on is gone when the policy is asked; the reader's one stays."""
    keeper, document = Keeper(), draft("一", "二")
    alive: list[bool] = []

    class Watching(Policy):
        """A policy that looks whether that document still lives."""

        def whole(self, *_: object) -> None:
            """No row."""
            alive.append(any(seen() is not None for seen in keeper.seen))

    policy = Watching(load_policy().national)
    made = review(document, Rules((keeper,), lambda _: Metadata(), policy, ON))
    assert made.findings == ()
    assert keeper.seen
    assert alive
    assert not any(alive)
