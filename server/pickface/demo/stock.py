"""What lies in the bins of the demo site when it opens."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random
from typing import Final

from pickface.demo.nouns import DemoItem, DemoPlace, DemoStock

_FULL_PERCENT: Final = 85
"""How much of a bin's volume goods can fill."""
_EMPTY_BINS: Final = 0.07
_USUAL: Final[Mapping[str, tuple[int, int]]] = {"A": (60, 200), "B": (20, 70), "C": (4, 24)}
_SOLD_OUT: Final = 0.06
"""Share of slow items that nobody ordered and that have no stock."""


def lack(random: Random, items: Sequence[DemoItem], wanted: Mapping[str, int]) -> dict[str, int]:
    """Ten items that are short on purpose, and by how many: three not there at all, the others in part."""
    plain = [item.sku for item in items if item.tracking == "none" and wanted.get(item.sku, 0) > 1]
    chosen = random.sample(plain, 10)
    return {
        sku: wanted[sku] if place < 3 else (wanted[sku] + 1) // 2
        for place, sku in enumerate(chosen)
    }


def fill_bins(
    random: Random,
    items: Sequence[DemoItem],
    places: Sequence[DemoPlace],
    wanted: Mapping[str, int],
    short: Mapping[str, int],
) -> tuple[DemoStock, ...]:
    """Stock for each item in bins of its zone, at least what is wanted less what is short.

    Popular items stand near the front. Zone A keeps one item in a bin; elsewhere items share bins.
    """
    shelves = {zone: _Shelves(random, places, zone) for zone in "ABC"}
    stock: list[DemoStock] = []
    for item in sorted(items, key=lambda each: each.rank):
        want = wanted.get(item.sku, 0)
        shelf = shelves[item.zone]
        qty = want - short[item.sku] if item.sku in short else _quantity(random, item, want)
        for place, part in shelf.store(item, min(qty, max(want, shelf.share_of(item)))):
            stock += _lots(random, item, place, part)
    return tuple(sorted(stock, key=lambda line: (line.place, line.sku, line.lot)))


def _quantity(random: Random, item: DemoItem, want: int) -> int:
    """What a buyer would keep of it, never less than a little over what is ordered."""
    if want == 0 and item.abc == "C" and random.random() < _SOLD_OUT:
        return 0
    if item.tracking == "serial":
        return want + random.randint(2, 6)
    low, high = _USUAL[item.abc]
    if item.zone == "C":
        low, high = max(2, low // 4), max(6, high // 4)
    return max(random.randint(low, high), want + random.randint(1, 4))


class _Shelves:
    """The bins of a zone, nearest to the front first, and the room that is left in each."""

    def __init__(self, random: Random, places: Sequence[DemoPlace], zone: str) -> None:
        bins = [place for place in places if place.kind == "bin" and place.zone == zone]
        empty = set(random.sample([place.code for place in bins], round(len(bins) * _EMPTY_BINS)))
        usable = [place for place in bins if place.code not in empty]
        # Somebody slotted these by hand: by distance, but never exactly.
        usable.sort(key=lambda place: place.y_mm + random.randint(0, 6_000))
        self._shared = zone != "A"
        self._fresh = usable[::-1]
        self._begun: list[tuple[DemoPlace, int, int]] = []
        self._size_g = bins[0].max_weight_g
        self._size_mm3 = bins[0].volume_mm3 * _FULL_PERCENT // 100

    def share_of(self, item: DemoItem) -> int:
        """As many as two bins hold of a best seller and one of any other item, lest bins run out."""
        return (2 if item.rank <= 300 else 1) * self._room(item, self._size_g, self._size_mm3)

    def store(self, item: DemoItem, qty: int) -> list[tuple[DemoPlace, int]]:
        """Spreads the quantity over bins; what finds no room anywhere is left out."""
        stored: list[tuple[DemoPlace, int]] = []
        while qty > 0:
            found = self._fresh.pop() if self._fresh else None
            if found is not None:
                room_g, room_mm3 = self._size_g, self._size_mm3
            elif self._shared and self._begun:
                found, room_g, room_mm3 = self._begun.pop(0)
            else:
                break
            part = min(qty, self._room(item, room_g, room_mm3))
            self._keep(found, room_g - part * item.weight_g, room_mm3 - part * item.volume_mm3)
            if part:
                stored.append((found, part))
            qty -= part
        return stored

    @staticmethod
    def _room(item: DemoItem, room_g: int, room_mm3: int) -> int:
        return min(room_g // item.weight_g, room_mm3 // item.volume_mm3)

    def _keep(self, place: DemoPlace, room_g: int, room_mm3: int) -> None:
        """A bin with a third of its room left takes another item when no bin is empty."""
        if room_mm3 > place.volume_mm3 / 3 and room_g > place.max_weight_g / 3:
            self._begun.append((place, room_g, room_mm3))


def _lots(random: Random, item: DemoItem, place: DemoPlace, qty: int) -> list[DemoStock]:
    """The quantity as it is tracked: serial by serial, or in one lot, seldom two."""
    if item.tracking == "none":
        return [DemoStock(place.code, item.sku, qty)]
    if item.tracking == "serial":
        first = random.randrange(10**8)
        numbers = [f"SN{(first + 37 * unit) % 10**8:08}" for unit in range(qty)]
        return [DemoStock(place.code, item.sku, 1, number) for number in numbers]
    parts = [qty - qty // 3, qty // 3] if qty >= 6 and random.random() < 0.15 else [qty]
    weeks = random.sample(range(1, 41), len(parts))
    return [_lot(random, item, place, part, week) for part, week in zip(parts, weeks, strict=True)]


def _lot(random: Random, item: DemoItem, place: DemoPlace, qty: int, week: int) -> DemoStock:
    """A lot is named after the week and line it was made in; food of one lot expires on one day."""
    code = f"L{week:02}{random.choice('ABCD')}"
    expires_in_days = 20 + week * 9 if item.tracking == "lot_expiry" else None
    return DemoStock(place.code, item.sku, qty, code, expires_in_days)
