"""The lines of a packing slip: kits that lie in the parcel whole, each with its components, then all else. Pure.

What was sent instead of something else says so; units of an item that were asked for come before those.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from pickface.kits.rules import complete
from pickface.labels.documents import SlipLine


class PackedLine(NamedTuple):
    """Units of an item and lot that were packed, and how many of the item the order has."""

    item_id: int
    sku: str
    name: str
    lot: str
    packed: int
    ordered: int
    price_minor: int = 0


class AskedKit(NamedTuple):
    """A kit of the order: how many, and its components ``(item, units in one kit)``."""

    sku: str
    name: str
    qty: int
    parts: tuple[tuple[int, int], ...]
    price_minor: int = 0


class Instead(NamedTuple):
    """Units of an item that stand for another one, by its name, at the price of that."""

    item_id: int
    name: str
    qty: int
    price_minor: int = 0


def slip_lines(
    packed: Sequence[PackedLine], kits: Sequence[AskedKit], instead: Sequence[Instead] = ()
) -> list[SlipLine]:
    """Kits first, as many as the packed units make whole; what is left stands as it is."""
    left: Counter[int] = Counter()
    for line in packed:
        left[line.item_id] += line.packed
    rest, ordered = list(packed), {line.item_id: line.ordered for line in packed}
    lines: list[SlipLine] = []
    for kit in kits:
        whole = min(kit.qty, complete((left[item], each) for item, each in kit.parts))
        if not whole:
            continue
        lines.append(
            SlipLine(kit.sku, kit.name, whole, kit.qty, kit=True, price_minor=kit.price_minor)
        )
        for item, each in kit.parts:
            left[item] -= whole * each
            ordered[item] -= kit.qty * each
            taken, rest = _take(rest, item, whole * each)
            lines += [
                SlipLine(one.sku, one.name, one.packed, kit.qty * each, one.lot, part=True)
                for one in taken
            ]
    own, over = _own_first(rest, ordered, {one.item_id for one in instead})
    sent: list[SlipLine] = []
    for other in instead:
        taken, over = _take(over, other.item_id, other.qty)
        sent += [
            SlipLine(
                one.sku,
                one.name,
                one.packed,
                other.qty,
                one.lot,
                price_minor=other.price_minor,
                instead_of=other.name,
            )
            for one in taken
        ]
    return [*lines, *(_plain(one, ordered[one.item_id]) for one in (*own, *over)), *sent]


def _own_first(
    rest: Sequence[PackedLine], ordered: Mapping[int, int], stand_in: Collection[int]
) -> tuple[list[PackedLine], list[PackedLine]]:
    """What was asked for as it is, and what of the items that ``stand_in`` is more than that."""
    own, over = [], []
    left = {item: max(0, ordered[item]) for item in stand_in if item in ordered}
    for line in rest:
        now = min(line.packed, left.get(line.item_id, line.packed))
        if line.item_id in left:
            left[line.item_id] -= now
        if now:
            own.append(line._replace(packed=now))
        if line.packed > now:
            over.append(line._replace(packed=line.packed - now))
    return own, over


def _plain(one: PackedLine, ordered: int) -> SlipLine:
    return SlipLine(
        one.sku, one.name, one.packed, max(0, ordered), one.lot, price_minor=one.price_minor
    )


def _take(
    rest: Sequence[PackedLine], item_id: int, units: int
) -> tuple[list[PackedLine], list[PackedLine]]:
    """So many units of an item out of what is left, lot by lot, and what is left then."""
    taken, kept = [], []
    for line in rest:
        now = min(units, line.packed) if line.item_id == item_id else 0
        units -= now
        if now:
            taken.append(line._replace(packed=now))
        if line.packed > now:
            kept.append(line._replace(packed=line.packed - now))
    return taken, kept
