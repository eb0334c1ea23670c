"""`collect` with `asks`: what one piece weighs and how large it is, asked once where nobody knows it (6)."""

from typing import Any, Final

from pickface.tasks.motions import SIZES, Turn
from pickface.tasks.steps import Effect, Sub

Piece = dict[str, Any]

LIGHTEST_MM3_PER_G: Final = 500_000
"""A gram that takes more room than this is none: grams were said in kilograms, or sides are too long."""
DENSEST_MM3: Final = 40
"""So much weighs less than a gram, whatever it is made of: sides were said in centimetres, or grams are too many."""


def begin(turn: Turn, piece: Piece, need: list[str]) -> tuple[Piece, list[str]]:
    """A scanned piece with what is known of its size, and with that what it still lacks: 0 is asked for, once."""
    known: dict[str, int] = piece["asks"].get("size") or {}
    if not known or str(piece["item"]) in turn.sub.get("sized", {}):
        return piece, need
    said: dict[str, int | None] = {field: known[field] or None for field in SIZES if field in known}
    return {**piece, **said}, [*need, *(field for field in said if said[field] is None)]


def is_asked(pending: Piece) -> bool:
    """Whether anything of its size is lacking still."""
    return any(field in SIZES for field in pending["need"])


def is_unlikely(pending: Piece) -> bool:
    """Whether nothing that is this large weighs so little, or so much: a unit was mistaken, or a digit."""
    grams, *sides = (pending.get(field) or 0 for field in SIZES)
    room = sides[0] * sides[1] * sides[2]
    if not grams or not room:
        return False
    return LIGHTEST_MM3_PER_G * grams < room or DENSEST_MM3 * grams > room


def _asked(pending: Piece) -> list[str]:
    known: dict[str, int] = pending["asks"]["size"]
    return [field for field in SIZES if known.get(field) == 0]


def again(pending: Piece) -> Piece:
    """All that was asked for lacks again."""
    asked = _asked(pending)
    return {**pending, **dict.fromkeys(asked), "need": [*asked, *pending["need"]]}


def left(turn: Turn, pending: Piece) -> tuple[Sub, Piece]:
    """The item is not asked about again in this task, and the piece lacks nothing of it any more."""
    sized = {**turn.sub.get("sized", {}), str(pending["item"]): 1}
    need = [field for field in pending["need"] if field not in SIZES]
    return {**turn.sub, "sized": sized}, {**pending, "need": need}


def effects(turn: Turn, pending: Piece) -> list[Effect]:
    """What was measured, 0 for what was not; nothing where nothing was."""
    said = {field: pending[field] or 0 for field in _asked(pending)}
    if not any(said.values()):
        return []
    about = {"step": turn.step["id"], "item": pending["item"]}
    return [{"type": "sized", **about, **{field: said.get(field, 0) for field in SIZES}}]
