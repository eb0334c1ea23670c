"""A search forgives: one error leaves a piece of the word whole, and the right entry is still the nearest."""

from __future__ import annotations

import string

from hypothesis import given
from hypothesis import strategies as st

from pickface.insight.search_rules import nearness, pieces, words_of

WORDS = st.text(string.ascii_lowercase + string.digits, min_size=6, max_size=20)


@given(WORDS, st.data())
def test_any_one_error_leaves_a_piece_whole(word: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(word) - 2))
    wrong = data.draw(
        st.sampled_from(
            [
                word[:at] + "#" + word[at + 1 :],
                word[:at] + "#" + word[at:],
                word[:at] + word[at] + word[at:],
            ]
        )
    )
    assert any(piece in word for piece in pieces(wrong) if "#" not in piece) or len(word) < 8


def test_the_nearest_is_the_one_that_was_meant() -> None:
    entries = {"85123A": "85123a white hanging heart", "85099B": "85099b jumbo bag red retrospot"}

    def best(q: str) -> str:
        typed = words_of(q)
        return max(entries, key=lambda code: nearness(typed, code, entries[code]))

    assert best("whte haert") == "85123A"
    assert best("retorspot") == "85099B"
    assert best("85099") == "85099B"
    assert nearness(words_of("zebra"), "85123A", entries["85123A"]) == 0


def test_a_code_that_fits_stands_before_words_that_hold_it() -> None:
    typed = words_of("T0001")
    assert nearness(typed, "T0001", "t0001 tote") > nearness(typed, "T00011", "t00011 tote")
    assert nearness(typed, "T00011", "t00011 tote") > nearness(typed, "X", "x near t0001")
