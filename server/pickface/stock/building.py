"""Moves by which components become kits, through the site's assembly place, and kits components. Pure.

Both sides are posted together: what goes into the assembly place and what comes out of it add up, unit by unit, by
the bill of materials; ``verify`` looks at that, and the cost book hands the money across.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from pickface.stock.moves import BalanceKey as Held
from pickface.stock.moves import NewMove

__all__ = ["Held", "apart", "build_moves", "units_from"]


def build_moves(
    goes_in: Sequence[tuple[Held, int]],
    comes_out: Sequence[tuple[Held, int]],
    assembly: int,
    kind: str,
) -> list[NewMove]:
    """What leaves its balances for the assembly place, and what comes out of it into others."""
    into = [
        NewMove(
            kind, key.item_id, qty, key.place_id, assembly, key.lot_id, key.owner_id,
            from_container=key.container,
        )
        for key, qty in goes_in
    ]  # fmt: skip
    out = [
        NewMove(
            kind, key.item_id, qty, assembly, key.place_id, key.lot_id, key.owner_id,
            to_container=key.container,
        )
        for key, qty in comes_out
    ]  # fmt: skip
    return into + out


def units_from(held: list[tuple[Held, int]], units: int, lacking: Held) -> list[tuple[Held, int]]:
    """So many units of an item out of what a container holds, in its order; what it lacks is taken all the same: of
    the lot that lies there, else as ``lacking``, which names the item too. ``held`` goes down with what is taken.
    """
    taken: list[tuple[Held, int]] = []
    for at, (key, there) in enumerate(held):
        now = min(units, there) if key.item_id == lacking.item_id else 0
        if now:
            taken.append((key, now))
            held[at] = (key, there - now)
            units -= now
    if units and taken:
        last, there = taken[-1]
        taken[-1] = (last, there + units)
    elif units:
        taken.append((lacking, units))
    return taken


def apart(
    came: Sequence[tuple[int, int]], parts: Sequence[tuple[int, int]]
) -> tuple[int, list[tuple[int, int]]]:
    """How many kits must be gone for what came out ``(item, units)``, and what of each component is missing then."""
    units: Counter[int] = Counter()
    for item, many in came:
        units[item] += many
    kits = max((-(-units[item] // each) for item, each in parts), default=0)
    return kits, [(item, kits * each - units[item]) for item, each in parts]
