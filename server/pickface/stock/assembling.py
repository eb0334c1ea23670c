"""What goes into kits is what they cost, and what comes out of kits costs what they did: the money side of a build.

A posting takes components (or kits) out of their layers; this hands the very sum on to what it brings in. Where kits
are taken apart, each component gets its part as it had put it in, by the build that the layer came from; where nobody
knows that, by what its units are worth now. Of what nobody knows the cost of, nothing is handed on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from pickface.db import Tx
from pickface.stock.costing import apportion

_PUT_IN = """
SELECT e.item_id, -SUM(e.fifo_minor) AS minor FROM cost_entry e JOIN move m ON m.id = e.move_id
WHERE m.kind = 'build' AND e.qty < 0 AND m.cause = (SELECT k.cause FROM cost_entry ke JOIN move k ON k.id = ke.move_id
    WHERE ke.layer_id = :layer AND ke.qty > 0 AND k.kind = 'build' ORDER BY ke.id LIMIT 1)
GROUP BY e.item_id
"""
_WORTH = "SELECT * FROM stock_value WHERE item_id = :item AND site_id = :site"


class Gone(NamedTuple):
    """What left one layer for the assembly place."""

    layer: int
    known: bool
    fifo: int
    average: int


class Coming(NamedTuple):
    """What a move brings out of the assembly place."""

    move_id: str
    item_id: int
    qty: int


class Assembling:
    """The sums on their way through the assembly place, in one posting."""

    def __init__(self, tx: Tx, site: int, coming: Sequence[Coming]) -> None:
        self._tx, self._site, self._coming = tx, site, coming
        self._gone: list[Gone] = []
        self._shares: dict[str, tuple[int, int]] | None = None

    def take_in(self, gone: Gone) -> None:
        """Units have left a layer."""
        self._gone.append(gone)

    @property
    def known(self) -> bool:
        """Whether anybody knows what any of it cost."""
        return any(gone.known for gone in self._gone)

    def share_of(self, move_id: str) -> tuple[int, int]:
        """What a move brings out, by both methods; all of them together bring out all that was taken in."""
        if self._shares is None:
            self._shares = self._share_out()
        return self._shares[move_id]

    def _share_out(self) -> dict[str, tuple[int, int]]:
        items = sorted({one.item_id for one in self._coming})
        fifo, average = Counter[int](), Counter[int]()
        for gone in self._gone:
            weights = self._weights(gone.layer, items)
            for item, first, mean in zip(
                items, apportion(gone.fifo, weights), apportion(gone.average, weights), strict=True
            ):
                fifo[item] += first
                average[item] += mean
        shares: dict[str, tuple[int, int]] = {}
        for item in items:
            moves = [one for one in self._coming if one.item_id == item]
            units = [one.qty for one in moves]
            parts = zip(apportion(fifo[item], units), apportion(average[item], units), strict=True)
            shares |= {one.move_id: part for one, part in zip(moves, parts, strict=True)}
        return shares

    def _weights(self, layer: int, items: Sequence[int]) -> list[int]:
        if len(items) == 1:
            return [1]
        put_in = {one["item_id"]: int(one["minor"]) for one in self._tx.all(_PUT_IN, layer=layer)}
        weights = [max(0, put_in.get(item, 0)) for item in items]
        if any(weights):
            return weights
        units = [sum(one.qty for one in self._coming if one.item_id == item) for item in items]
        weights = [self._worth(item, many) for item, many in zip(items, units, strict=True)]
        return weights if any(weights) else units

    def _worth(self, item: int, units: int) -> int:
        value = self._tx.one(_WORTH, item=item, site=self._site)
        if value and value["known_qty"]:
            return int(value["average_minor"] * units // value["known_qty"])
        if value and value["last_qty"]:
            return int(value["last_minor"] * units // value["last_qty"])
        return 0
