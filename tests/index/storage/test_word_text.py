"""What a text is indexed as."""

from __future__ import annotations

import unicodedata

from hypothesis import example, given
from hypothesis import strategies as st

from index.storage.word_text import without_marks


@given(st.text(), st.sampled_from(["", "\u3099\u309a"]))
@example("“Élan” – 3½ ﬁne…\xa0가 が", "")
@example("“quoted” – and nothing else", "")
def test_marks_go_and_nothing_else(text: str, but: str) -> None:
    apart = unicodedata.normalize("NFKD", text)
    kept = (one for one in apart if one in but or not unicodedata.combining(one))
    assert without_marks(text, but) == "".join(kept)
