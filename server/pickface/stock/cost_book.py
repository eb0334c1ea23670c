"""The cost book: layers, entries and values, and the statements by which a move writes them.

What comes in makes a layer; what leaves takes from the oldest layers, and its part of the average. ``border`` says
which moves are written and in which order, ``cost_coming`` what units cost that come in, ``cost_undoing`` what an undo
does. Rounding: ``costing``.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import NamedTuple

from pickface.db import Row, Tx
from pickface.stock.costing import share
from pickface.stock.moves import NewMove

HOUSE = 1
"""The owner whose goods have a value here."""
CURRENCY = "EUR"
"""What a site keeps its values in unless its settings say otherwise."""
_AT_ONCE = 50
_VALUE = "SELECT * FROM stock_value WHERE item_id = :item AND site_id = :site"
_ADD = """
INSERT INTO stock_value (item_id, site_id, qty, known_qty, fifo_minor, average_minor, last_out_at)
VALUES (:item, :site, :qty, :known, :fifo, :average, :sold_at)
ON CONFLICT (item_id, site_id) DO UPDATE SET qty = stock_value.qty + excluded.qty,
    known_qty = stock_value.known_qty + excluded.known_qty, fifo_minor = stock_value.fifo_minor + excluded.fifo_minor,
    average_minor = stock_value.average_minor + excluded.average_minor,
    last_out_at = CASE WHEN excluded.last_out_at > 0 THEN excluded.last_out_at ELSE stock_value.last_out_at END
"""
_ENTRY = """
INSERT INTO cost_entry (at, site_id, item_id, layer_id, move_id, change_id, reason, writes_off, qty, known, fifo_minor,
    average_minor, gone_minor, order_line_id, reverses)
VALUES (:at, :site, :item, :layer, :move, :change, :reason, :writes_off, :qty, :known, :fifo, :average, :gone,
    :order_line, :reverses)
"""
_OLDEST = """
SELECT id, at, qty, known, value_minor FROM cost_layer
WHERE item_id = :item AND site_id = :site AND qty > 0 ORDER BY at, id LIMIT :many
"""
_LESS = "UPDATE cost_layer SET qty = qty - :qty, value_minor = value_minor - :fifo WHERE id = :id"
_RATE = """
SELECT rate_nano FROM exchange_rate WHERE site_id = :site AND currency = :currency AND from_on <= :day
ORDER BY from_on DESC, id DESC LIMIT 1
"""


class Worth(NamedTuple):
    """Units, those of known cost among them, and the money of these by both methods."""

    qty: int
    known: int
    fifo: int
    average: int


@dataclass(frozen=True, slots=True)
class Cost:
    """What units cost by both methods, or that nobody knows; how a receipt's was reckoned goes along."""

    known: bool = False
    fifo: int = 0
    average: int = 0
    price_minor: int = 0
    currency: str = ""
    rate_nano: int = 0


UNKNOWN = Cost()


@dataclass(frozen=True, slots=True)
class Part:
    """Units that left one layer, and the money that they took."""

    layer: int
    at: int
    qty: int
    known: bool
    fifo: int
    average: int


def currency_of(settings: str) -> str:
    """The currency that a site keeps its values in, out of its settings' JSON."""
    return str(json.loads(settings).get("value_currency", CURRENCY))


def rate_of(tx: Tx, site_id: int, currency: str, day: str) -> int | None:
    """The rate of a currency that held on a day; None where nobody has said one."""
    found = tx.value(_RATE, site=site_id, currency=currency, day=day)
    return None if found is None else int(found)


def enter(
    tx: Tx, layer: int, item: int, site: int, worth: Worth, sold: bool = False, **said: object
) -> None:
    """Write an entry down, and what it means for the site's value; what is not ``said`` of it is nothing."""
    nothing = {"move": None, "change": None, "writes_off": 0, "gone": 0, "order_line": None}
    named = {"layer": layer, "item": item, "site": site, **worth._asdict()}
    tx.run(_ENTRY, **{**nothing, "reverses": None, "at": tx.now, **named, **said})
    tx.run(_ADD, item=item, site=site, sold_at=tx.now if sold else 0, **worth._asdict())


class Page:
    """What one move writes into the book; ``said`` (move, reason, writes_off, order_line) stands on all its entries."""

    def __init__(self, tx: Tx, move: NewMove, sold: bool, said: dict[str, object]) -> None:
        self.tx = tx
        self.move = move
        self._sold = sold
        self._said = said

    def put(self, site: int, source: str, qty: int, cost: Cost, at: int | None = None) -> None:
        """A new layer of what came in."""
        layer = self.tx.insert(
            "cost_layer",
            item_id=self.move.item_id,
            site_id=site,
            at=at or self.tx.now,
            source=source,
            purchase_order_line_id=self.move.purchase_order_line_id,
            qty_in=qty,
            qty=qty,
            known=int(cost.known),
            base_minor=cost.fifo,
            value_minor=cost.fifo,
            price_minor=cost.price_minor,
            currency=cost.currency,
            rate_nano=cost.rate_nano,
        )
        known = qty if cost.known else 0
        self.enter(site, layer, Worth(qty, known, cost.fifo, cost.average))
        if cost.known:
            self.tx.run(
                "UPDATE stock_value SET last_qty = :qty, last_minor = :minor"
                " WHERE item_id = :item AND site_id = :site",
                qty=qty,
                minor=cost.fifo,
                item=self.move.item_id,
                site=site,
            )

    def enter(self, site: int, layer: int, worth: Worth, reverses: int | None = None) -> None:
        """Note what a layer got (or gave, below zero), and the value with it."""
        item = self.move.item_id
        sold = self._sold and worth.qty < 0
        enter(self.tx, layer, item, site, worth, sold, **self._said, reverses=reverses)

    def note_gone(self, site: int, part: Part, reverses: int | None = None) -> None:
        """Units of a layer have left the site."""
        known = part.qty if part.known else 0
        lost = Worth(-part.qty, -known, -part.fifo, -part.average)
        self.enter(site, part.layer, lost, reverses)

    def take(self, site: int, qty: int) -> list[Part]:
        """Take units from the oldest layers; each gets its part of the average of those of known cost."""
        value = self.value(site)
        known, average = (value["known_qty"], value["average_minor"]) if value else (0, 0)
        parts: list[Part] = []
        while qty > 0:
            layers = self.tx.all(_OLDEST, item=self.move.item_id, site=site, many=_AT_ONCE)
            if not layers:
                # The ledger never lets more leave than there is; if it did, the audit says so.
                break
            for layer in layers:
                units = min(qty, layer["qty"])
                fifo = share(layer["value_minor"], units, layer["qty"])
                mean = share(average, units, known) if layer["known"] else 0
                if layer["known"]:
                    known, average = known - units, average - mean
                self.less_in(layer, units, fifo)
                is_known = bool(layer["known"])
                parts.append(Part(layer["id"], layer["at"], units, is_known, fifo, mean))
                qty -= units
                if not qty:
                    break
        return parts

    def value(self, site: int) -> Row | None:
        """What the site's units of the item are worth; None where it has never had any."""
        sql = _VALUE + self.tx.for_update
        return self.tx.one(sql, item=self.move.item_id, site=site)

    def layer(self, layer_id: int) -> Row:
        """The layer as it stands. Raises LookupError, since entries are never without theirs."""
        return self.tx.certain("SELECT * FROM cost_layer WHERE id = :id", id=layer_id)

    def more_in(self, layer: Row, qty: int, fifo: int) -> None:
        """Units that had left a layer go back into it, with so much money."""
        self.tx.run(_LESS, id=layer["id"], qty=-qty, fifo=-fifo)

    def less_in(self, layer: Row, qty: int, fifo: int) -> None:
        """Units leave a layer, and take so much money."""
        self.tx.run(_LESS, id=layer["id"], qty=qty, fifo=fifo)

    def never_came(self, layer: Row, units: int) -> None:
        """An undone receipt has no part in freight that is told later."""
        self.tx.run(
            "UPDATE cost_layer SET qty_in = qty_in - :qty, base_minor = base_minor - :base,"
            " landed_minor = landed_minor - :landed WHERE id = :id",
            id=layer["id"],
            qty=units,
            base=share(layer["base_minor"], units, layer["qty_in"]),
            landed=share(layer["landed_minor"], units, layer["qty_in"]),
        )
