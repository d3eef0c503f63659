"""The rules of the check alone: by a checker that takes everything for supported."""

from __future__ import annotations

from collections.abc import Sequence

from qa.answer import Support
from qa.checking.support import Evidence, check_support
from qa.evidence.scores import Entailment


class Agreeing:
    """A checker for which any text carries any claim: the rules alone are tried."""

    def entail(self, claim: str, texts: Sequence[str]) -> list[Entailment]:
        return [Entailment(9.0, 1.0, 0.0, 0.0) for _ in texts]


def is_marked(claim: str, text: str) -> bool:
    return check_support(claim, [Evidence(text)], Agreeing()).support is Support.UNSUPPORTED
