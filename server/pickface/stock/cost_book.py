"""What moves across the border of what the house owns do to its value: the only writer of layers and values.

The ledger tells a :class:`Border` what leaves and reaches balances, and the border books the moves that cross (receipt,
shipment, adjustment, scrap, return, find, transfer, build); a move inside a site is none of its business: a pick pays
nothing. Goods of other owners have no value here. Goods in transit belong to the site that they go to. Kits cost
what their components did (``assembling``).

What comes in makes a layer. A receipt costs what its purchase order line says, converted by the rate of the day, which
the layer keeps; without a price or a rate the cost is not known. Units found or added are valued as those that are
there (else as those that came last), a return as its order line went out. What leaves takes from the oldest layers, and
its part of the average. Rounding: ``costing``.

**An undo compensates exactly**: what had left goes back into its layers with the money that it took. What had come
leaves its own layer; the average gives back what it got unless others have been charged by it since, then its present
part. Units of an undone receipt that others have taken meanwhile are taken from the oldest layers.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from pickface.clock import day_of
from pickface.db import Row, Tx
from pickface.stock.assembling import Assembling, Coming, Gone
from pickface.stock.costing import convert, share
from pickface.stock.moves import Cause, NewMove

HOUSE = 1
"""The owner whose goods have a value here."""
CURRENCY = "EUR"
"""What a site keeps its values in unless its settings say otherwise."""
_AT_ONCE = 50
ASSEMBLY = "assembly"
_OUTSIDE = frozenset({"scrap", "lost_found"})
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
_PRICE = """
SELECT l.price_minor, o.currency, s.settings, s.timezone FROM purchase_order_line l
JOIN purchase_order o ON o.id = l.purchase_order_id JOIN site s ON s.id = :site WHERE l.id = :line
"""
_RATE = """
SELECT rate_nano FROM exchange_rate WHERE site_id = :site AND currency = :currency AND from_on <= :day
ORDER BY from_on DESC, id DESC LIMIT 1
"""
_UNDONE = """
SELECT e.*, COALESCE(r.qty, 0) AS undone_qty, COALESCE(r.fifo, 0) AS undone_fifo,
    COALESCE(r.average, 0) AS undone_average
FROM cost_entry e LEFT JOIN (SELECT reverses, SUM(qty) AS qty, SUM(fifo_minor) AS fifo, SUM(average_minor) AS average
    FROM cost_entry WHERE reverses IN (SELECT id FROM cost_entry WHERE move_id = :move) GROUP BY reverses) r
ON r.reverses = e.id WHERE e.move_id = :move ORDER BY e.qty DESC, e.id
"""
# Somebody else has been charged by the average since, and still is.
_CHARGED_SINCE = """
SELECT 1 FROM cost_entry o WHERE o.item_id = :item AND o.site_id = :site AND o.at >= :at AND o.id > :id AND o.qty < 0
AND o.reverses IS NULL AND NOT EXISTS (SELECT 1 FROM cost_entry r WHERE r.reverses = o.id) LIMIT 1
"""
_WENT_AT = """
SELECT -SUM(qty) AS qty, -SUM(known) AS known, -SUM(fifo_minor) AS fifo, -SUM(average_minor) AS average
FROM cost_entry WHERE order_line_id = :line AND item_id = :item
"""


class Crossing(NamedTuple):
    """A move that was written and crosses the border of what a site owns."""

    move_id: str
    move: NewMove


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


class Border:
    """Which of a posting's moves cross the border of what a site owns; a pick costs it two dictionary entries."""

    def __init__(self) -> None:
        self._from: dict[int, int | None] = {}
        self._to: dict[int, int | None] = {}
        self._crossed: list[Crossing] = []

    def left(self, move: NewMove, balance: Row) -> None:
        """Units have left a balance."""
        self._from[id(move)] = None if balance["virtual"] else balance["site_id"]

    def reached(self, move: NewMove, balance: Row) -> None:
        """They have reached another one."""
        self._to[id(move)] = None if balance["virtual"] else balance["site_id"]

    def written(self, move_id: str, move: NewMove) -> None:
        """The move stands in the ledger."""
        start = self._from[id(move)]
        if start is None or start != self._to[id(move)]:
            self._crossed.append(Crossing(move_id, move))

    def book(self, tx: Tx, cause: Cause) -> None:
        """Write what has crossed into the cost book."""
        book(tx, self._crossed, cause)


@dataclass(frozen=True, slots=True)
class Part:
    """Units that left one layer, and the money that they took."""

    layer: int
    at: int
    qty: int
    known: bool
    fifo: int
    average: int


def book(tx: Tx, crossings: Sequence[Crossing], cause: Cause) -> None:
    """Write what crossed into the cost book: what comes in or is made first, so that what leaves finds it there."""
    ours = [one for one in crossings if one.move.owner_id == HOUSE]
    if not ours:
        return
    places = _places(tx, ours)
    books = [_Move(tx, one, places, cause) for one in ours]
    coming = [one for one in books if one.is_made]
    bench = Assembling(tx, cause.site_id, [one.coming for one in coming])
    for each in sorted(books, key=lambda one: one.turn):
        each.book(bench)


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


def _places(tx: Tx, crossings: Sequence[Crossing]) -> dict[int, Row]:
    ids = {place for one in crossings for place in (one.move.from_place_id, one.move.to_place_id)}
    named = {f"p{n}": place for n, place in enumerate(sorted(ids))}
    marks = ", ".join(f":{name}" for name in named)
    found = tx.all(f"SELECT id, site_id, virtual, kind FROM place WHERE id IN ({marks})", **named)
    return {one["id"]: one for one in found}


def _owning_site(place: Row) -> int | None:
    """The site whose goods lie there; None where they are nobody's of ours."""
    return place["site_id"] if not place["virtual"] or place["kind"] == "transit" else None


class _Move:
    """One crossing move on its way into the book."""

    def __init__(self, tx: Tx, one: Crossing, places: dict[int, Row], cause: Cause) -> None:
        self._tx = tx
        self._move_id, self._move = one
        start, end = places[one.move.from_place_id], places[one.move.to_place_id]
        self.leaves, self.reaches = _owning_site(start), _owning_site(end)
        self._kind_from, self._sold = start["kind"], end["kind"] == "customer"
        self._goes_in = end["kind"] == ASSEMBLY
        self.is_made = start["kind"] == ASSEMBLY and not one.move.reverses
        self._said = {
            "move": self._move_id,
            "reason": cause.reason or one.move.kind,
            "writes_off": int(bool({start["kind"], end["kind"]} & _OUTSIDE)),
            "order_line": one.move.order_line_id,
        }

    @property
    def turn(self) -> int:
        """What comes from outside, what goes into kits, what they become, and what leaves: it may be one of them."""
        if self.is_made:
            return 2
        if self.leaves is None:
            return 0
        return 1 if self._goes_in else 3

    @property
    def coming(self) -> Coming:
        """As the assembly place sees it."""
        return Coming(self._move_id, self._move.item_id, self._move.qty)

    def book(self, bench: Assembling) -> None:
        """Write it down; what components cost goes by the ``bench`` to the kits that they become."""
        if self.leaves == self.reaches:
            return
        if self._move.reverses:
            self._reverse()
            return
        parts = [] if self.leaves is None else self._take(self.leaves, self._move.qty)
        if self.leaves is not None:
            for part in parts:
                self._note_gone(self.leaves, part)
                if self._goes_in:
                    bench.take_in(Gone(part.layer, part.known, part.fifo, part.average))
        if self.reaches is not None and self.is_made:
            fifo, average = bench.share_of(self._move_id)
            self._put(self.reaches, "built", self._move.qty, Cost(bench.known, fifo, average))
        elif self.reaches is not None and self.leaves is not None:
            for part in parts:
                cost = Cost(part.known, part.fifo, part.average)
                self._put(self.reaches, "transfer", part.qty, cost, part.at)
        elif self.reaches is not None:
            self._put(self.reaches, *self._cost(self.reaches))

    def _put(self, site: int, source: str, qty: int, cost: Cost, at: int | None = None) -> None:
        """A new layer of what came in."""
        layer = self._tx.insert(
            "cost_layer",
            item_id=self._move.item_id,
            site_id=site,
            at=at or self._tx.now,
            source=source,
            purchase_order_line_id=self._move.purchase_order_line_id,
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
        self._enter(site, layer, Worth(qty, known, cost.fifo, cost.average))
        if cost.known:
            self._tx.run(
                "UPDATE stock_value SET last_qty = :qty, last_minor = :minor"
                " WHERE item_id = :item AND site_id = :site",
                qty=qty,
                minor=cost.fifo,
                item=self._move.item_id,
                site=site,
            )

    def _enter(self, site: int, layer: int, worth: Worth, reverses: int | None = None) -> None:
        """Note what a layer got (or gave, below zero), and the value with it."""
        item = self._move.item_id
        sold = self._sold and worth.qty < 0
        enter(self._tx, layer, item, site, worth, sold, **self._said, reverses=reverses)

    def _note_gone(self, site: int, part: Part, reverses: int | None = None) -> None:
        known = part.qty if part.known else 0
        lost = Worth(-part.qty, -known, -part.fifo, -part.average)
        self._enter(site, part.layer, lost, reverses)

    def _take(self, site: int, qty: int) -> list[Part]:
        """Take units from the oldest layers; each gets its part of the average of those of known cost."""
        value = self._value(site)
        known, average = (value["known_qty"], value["average_minor"]) if value else (0, 0)
        parts: list[Part] = []
        while qty > 0:
            layers = self._tx.all(_OLDEST, item=self._move.item_id, site=site, many=_AT_ONCE)
            if not layers:
                # The ledger never lets more leave than there is; if it did, the audit says so.
                break
            for layer in layers:
                units = min(qty, layer["qty"])
                fifo = share(layer["value_minor"], units, layer["qty"])
                mean = share(average, units, known) if layer["known"] else 0
                if layer["known"]:
                    known, average = known - units, average - mean
                self._tx.run(_LESS, id=layer["id"], qty=units, fifo=fifo)
                is_known = bool(layer["known"])
                parts.append(Part(layer["id"], layer["at"], units, is_known, fifo, mean))
                qty -= units
                if not qty:
                    break
        return parts

    def _value(self, site: int) -> Row | None:
        sql = _VALUE + self._tx.for_update
        return self._tx.one(sql, item=self._move.item_id, site=site)

    def _cost(self, site: int) -> tuple[str, int, Cost]:
        """What came in from outside: its source, how many, and what they cost."""
        move = self._move
        if move.purchase_order_line_id is not None:
            return "receipt", move.qty, self._ordered_at(site, move.purchase_order_line_id)
        if self._kind_from == "customer":
            return "return", move.qty, self._went_at() or self._mean(site)
        if self._kind_from in _OUTSIDE:
            return "found", move.qty, self._mean(site)
        return "opening", move.qty, UNKNOWN

    def _ordered_at(self, site: int, line: int) -> Cost:
        """As ordered, in our money; not known without a price, or a rate for it."""
        found = self._tx.one(_PRICE, line=line, site=site)
        if found is None or not found["price_minor"]:
            return UNKNOWN
        ours, theirs = currency_of(found["settings"]), found["currency"]
        rate: int | None = 1_000_000_000
        if theirs != ours:
            day = day_of(self._tx.now, found["timezone"])
            rate = rate_of(self._tx, site, theirs, day)
        price = int(found["price_minor"])
        if rate is None:
            return Cost(price_minor=price, currency=theirs)
        minor = convert(price * self._move.qty, theirs, ours, rate)
        return Cost(True, minor, minor, price, theirs, rate)

    def _went_at(self) -> Cost | None:
        """What the order line's goods took with them when they left; None where nothing is known of it."""
        line = self._move.order_line_id
        if line is None:
            return None
        went = self._tx.one(_WENT_AT, line=line, item=self._move.item_id)
        if went is None or not went["known"] or went["known"] < self._move.qty:
            return None
        qty, known = self._move.qty, int(went["known"])
        return Cost(
            True, share(int(went["fifo"]), qty, known), share(int(went["average"]), qty, known)
        )

    def _mean(self, site: int) -> Cost:
        """As those that are there, else as those that came last."""
        value, qty = self._value(site), self._move.qty
        if value and value["known_qty"]:
            fifo, average = value["fifo_minor"], value["average_minor"]
            known = value["known_qty"]
            return Cost(True, share(fifo, qty, known), share(average, qty, known))
        if value and value["last_qty"]:
            minor = share(value["last_minor"], qty, value["last_qty"])
            return Cost(True, minor, minor)
        return UNKNOWN

    def _reverse(self) -> None:
        """Compensate what the reversed move's entries did, as many units of each side as come back."""
        came = gone = self._move.qty
        for entry in self._tx.all(_UNDONE, move=self._move.reverses):
            if entry["qty"] > 0:
                units = min(came, int(entry["qty"] + entry["undone_qty"]))
                came -= units
                if units:
                    self._take_back(entry, units)
            else:
                units = min(gone, int(-entry["qty"] - entry["undone_qty"]))
                gone -= units
                if units:
                    self._put_back(entry, units)
        # Moves of before this book have no entries: they go as any others do.
        if self.leaves is not None and came == self._move.qty:
            for part in self._take(self.leaves, came):
                self._note_gone(self.leaves, part)
        if self.reaches is not None and gone == self._move.qty:
            self._put(self.reaches, "return", gone, self._mean(self.reaches))

    def _put_back(self, entry: Row, units: int) -> None:
        """Units that had left go back into their layer with what they took."""
        left = int(-entry["qty"] - entry["undone_qty"])
        fifo = share(int(-entry["fifo_minor"] - entry["undone_fifo"]), units, left)
        average = share(int(-entry["average_minor"] - entry["undone_average"]), units, left)
        known = units if entry["known"] else 0
        layer = self._layer(entry["layer_id"])
        if layer["known"] and not known:
            # Their cost was named while they were away.
            known = units
            fifo = average = share(
                layer["base_minor"] + layer["landed_minor"], units, layer["qty_in"]
            )
        self._tx.run(
            "UPDATE cost_layer SET qty = qty + :qty, value_minor = value_minor + :fifo WHERE id = :id",
            id=layer["id"],
            qty=units,
            fifo=fifo,
        )
        back = Worth(units, known, fifo, average)
        self._enter(entry["site_id"], layer["id"], back, entry["id"])

    def _take_back(self, entry: Row, units: int) -> None:
        """Units that had come leave their own layer; what others have taken of it, the oldest ones."""
        site, item = entry["site_id"], self._move.item_id
        layer, value = self._layer(entry["layer_id"]), self._value(site)
        own = min(units, layer["qty"])
        if own and value:
            fifo, average = share(layer["value_minor"], own, layer["qty"]), 0
            if layer["known"]:
                average = share(value["average_minor"], own, value["known_qty"])
                since = {"item": item, "site": site, "id": entry["id"], "at": entry["at"]}
                if own < value["known_qty"] and not self._tx.value(_CHARGED_SINCE, **since):
                    brought = self._tx.value(
                        "SELECT SUM(average_minor) FROM cost_entry WHERE layer_id = :layer",
                        layer=layer["id"],
                    )
                    average = min(share(int(brought), own, layer["qty"]), value["average_minor"])
            self._tx.run(_LESS, id=layer["id"], qty=own, fifo=fifo)
            if layer["purchase_order_line_id"] is not None:
                self._never_came(layer, own)
            part = Part(layer["id"], layer["at"], own, bool(layer["known"]), fifo, average)
            self._note_gone(site, part, entry["id"])
        for part in self._take(site, units - own):
            self._note_gone(site, part, entry["id"])

    def _never_came(self, layer: Row, units: int) -> None:
        """An undone receipt has no part in freight that is told later."""
        self._tx.run(
            "UPDATE cost_layer SET qty_in = qty_in - :qty, base_minor = base_minor - :base,"
            " landed_minor = landed_minor - :landed WHERE id = :id",
            id=layer["id"],
            qty=units,
            base=share(layer["base_minor"], units, layer["qty_in"]),
            landed=share(layer["landed_minor"], units, layer["qty_in"]),
        )

    def _layer(self, layer_id: int) -> Row:
        found = self._tx.one("SELECT * FROM cost_layer WHERE id = :id", id=layer_id)
        if found is None:
            raise LookupError(f"the cost book has no layer {layer_id}")
        return found
