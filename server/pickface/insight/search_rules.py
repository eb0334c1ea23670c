"""How a search forgives: the pieces of a word of which one survives an error, and how near an entry is. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

TRIGRAM = 3
_LONG, _VERY_LONG = 6, 9
NEAR_ENOUGH = 0.25
"""Less than that in common with a word, and it is another word."""
_EXACT, _BEGINS, _HAS = 1.0, 0.9, 0.8


def words_of(text: str) -> list[str]:
    """What was typed, word by word, in lower case; at most six words of forty signs."""
    return [word[:40] for word in text.lower().split()[:6]]


def pieces(word: str) -> list[str]:
    """Parts of a word of which at least one stays whole when a sign is wrong, missing, twice, or two are swapped.

    Halves of a long word, thirds of a very long one as well (two errors). Of a short one its trigrams and its swaps:
    a letter that is wrong or missing in its middle leaves nothing whole, and the other words must find it.
    """
    if len(word) < TRIGRAM:
        return []
    if len(word) < _LONG:
        return sorted({word[n : n + TRIGRAM] for n in range(len(word) - 2)} | _swaps(word))
    cut = [_cut(word, 2)]
    if len(word) >= _VERY_LONG:
        cut.append(_cut(word, 3))
    return sorted({piece for parts in cut for piece in parts})


def _swaps(word: str) -> frozenset[str]:
    """The word with two neighbours in each other's place."""
    return frozenset(word[:n] + word[n + 1] + word[n] + word[n + 2 :] for n in range(len(word) - 1))


def _cut(word: str, parts: int) -> list[str]:
    edges = [len(word) * n // parts for n in range(parts + 1)]
    return [word[start:end] for start, end in pairwise(edges)]


def nearness(typed: Sequence[str], code: str, words: str) -> float:
    """How near an entry is to what was typed, 0 to 2: each word must be near one of its own, and a code counts more."""
    own = words.split()
    near = [max((_alike(word, other) for other in own), default=0.0) for word in typed]
    if not near or min(near) < NEAR_ENOUGH:
        return 0.0
    whole = " ".join(typed)
    by_code = (
        _EXACT if code.lower() == whole else _BEGINS / 2 if code.lower().startswith(whole) else 0.0
    )
    return sum(near) / len(near) + by_code


def _alike(typed: str, other: str) -> float:
    if typed == other:
        return _EXACT
    if other.startswith(typed):
        return _BEGINS
    if typed in other:
        return _HAS
    if len(typed) == len(other) and other in _swaps(typed):
        return _HAS
    mine, others = _trigrams(typed), _trigrams(other)
    return 2 * len(mine & others) / (len(mine) + len(others))


@lru_cache(maxsize=4096)
def _trigrams(word: str) -> frozenset[str]:
    padded = f"  {word} "
    return frozenset(padded[n : n + TRIGRAM] for n in range(len(padded) - 2))
