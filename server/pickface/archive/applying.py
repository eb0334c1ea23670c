"""Bringing one row of a checked archive in: by its part, with the ids of this installation.

Each row comes in once, since how far an archive is stands in the same transaction (``loading.py``); what a site has by
itself already (a station, the manager who goes on) stays, or is as the archive has it.
"""

from __future__ import annotations

import re
import secrets
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from pickface import findable
from pickface.archive.checking import Archive
from pickface.archive.part import Key, Line, Part, Ref
from pickface.archive.parts import BY_NAME
from pickface.catalog.service import HOUSE
from pickface.db import Tx, db
from pickface.errors import BadRequest
from pickface.locations.service import virtual_place
from pickface.stock.cost_opening import bring_layer, bring_value
from pickface.stock.ledger import Cause, NewMove, post_moves, remember_times
from pickface.stock.reservations import reserve_line
from pickface.tasks.desk_moves import transit_place
from pickface.webhooks.signing import new_secret

KIND: Final = "opening"
_REMEMBERED: Final = 50_000
TOGETHER: Final = 100
_RETURN: Final = re.compile(r"R-(\d{6,9})")
_IDS: Final = {
    "lots": "SELECT l.id FROM lot l JOIN item i ON i.id = l.item_id LEFT JOIN lot u ON u.id = l.parent_id "
    "WHERE i.owner_id = 1 AND i.sku = :k0 AND l.code = :k1 "
    "AND (CASE WHEN l.parent_id > 0 THEN u.code ELSE '' END) = :k2",
    "supplier_items": "SELECT x.id FROM supplier_item x JOIN supplier s ON s.id = x.supplier_id "
    "JOIN item i ON i.id = x.item_id WHERE s.code = :k0 AND i.sku = :k1 AND i.owner_id = 1",
    "items": "SELECT id FROM item WHERE owner_id = 1 AND sku = :k0",
    "owners": "SELECT id FROM owner WHERE code = :k0",
    "people": "SELECT id FROM person WHERE badge = :k0 OR login = :k1 ORDER BY id",
    "suppliers": "SELECT id FROM supplier WHERE code = :k0",
    "purchase_orders": "SELECT id FROM purchase_order WHERE number = :k0",
    "purchase_order_lines": "SELECT l.id FROM purchase_order_line l JOIN purchase_order o "
    "ON o.id = l.purchase_order_id WHERE o.number = :k0 AND l.line_no = :k1",
    "deliveries": "SELECT id FROM expected_delivery WHERE site_id = :site AND number = :k0",
    "delivery_cartons": "SELECT id FROM expected_carton WHERE sscc = :k0",
    "orders": "SELECT id FROM orders WHERE site_id = :site AND channel = :k0 AND number = :k1",
    "order_lines": "SELECT l.id FROM order_line l JOIN orders o ON o.id = l.order_id "
    "WHERE o.site_id = :site AND o.channel = :k0 AND o.number = :k1 AND l.line_no = :k2",
    "parcels": "SELECT id FROM shipment WHERE container_code = :k0",
    "returns": "SELECT id FROM customer_return WHERE site_id = :site AND number = :k0",
    "return_goods": "SELECT g.id FROM return_goods g JOIN customer_return r ON r.id = g.return_id "
    "WHERE r.site_id = :site AND r.number = :k0 ORDER BY g.id LIMIT 1 OFFSET :k1 - 1",
}


@dataclass
class Bringer:
    """What brings the rows of one archive into one site; it remembers the ids that it has met."""

    archive: Archive
    site_id: int
    login: str
    _known: OrderedDict[tuple[str, Key], int] = field(default_factory=OrderedDict)

    def bring(self, tx: Tx, part: Part, one: Line) -> None:
        """Bring one row in. What it names has come in before."""
        special = _SPECIAL.get(part.name)
        if special is not None:
            special(self, tx, part, one)
        else:
            self.insert(tx, part, self.values(tx, part, one), one)

    def bring_together(self, tx: Tx, part: Part, rows: Sequence[Line]) -> int:
        """Bring rows in that need nothing beside them in one statement, others one; how many came in."""
        if part.name in _SPECIAL or part.findable:
            self.bring(tx, part, rows[0])
            return 1
        tx.insert_many(part.table, [self.values(tx, part, one) for one in rows[:TOGETHER]])
        return len(rows[:TOGETHER])

    @property
    def cause(self) -> str:
        """What its moves are caused by."""
        return f"archive:{self.archive.hash[:40]}"

    def values(self, tx: Tx, part: Part, one: Line) -> dict[str, Any]:
        """The row's columns, with the ids of this installation."""
        columns = db.metadata.tables[part.table].c
        values: dict[str, Any] = {name: one[name] for name in part.columns}
        for ref in part.refs:
            found = self.id_of(tx, ref, one)
            if found is None and ref.part == "people" and not columns[ref.column].nullable:
                found = self.manager(tx)
            nobody = HOUSE if ref.part == "owners" else 0
            values[ref.column] = (
                nobody if found is None and not columns[ref.column].nullable else found
            )
        if part.of_site and "site_id" in columns:
            values["site_id"] = self.site_id
        return {**values, **part.fixed}

    def insert(self, tx: Tx, part: Part, values: dict[str, Any], one: Line) -> int:
        """Write a row and let it be found; how many were written (0: it is there)."""
        names, marks = ", ".join(values), ", ".join(f":{name}" for name in values)
        made = tx.run(
            f"INSERT INTO {part.table} ({names}) VALUES ({marks}) ON CONFLICT DO NOTHING", **values
        )
        if made and part.findable:
            key = self.find(tx, part.name, part.key_of(one))
            if key is not None:
                findable.note(tx, part.findable, key)
        return made

    def id_of(self, tx: Tx, ref: Ref, one: Line) -> Any:
        """The id of what a row names; None where it names nothing."""
        if ref.is_none(one):
            return "" if ref.part == "containers" else None
        found = self.find(tx, ref.part, ref.named(one))
        if found is None:
            raise BadRequest(f"there is no {ref.part} {ref.named(one)}", part=ref.part)
        return found

    def find(self, tx: Tx, part: str, key: Key) -> Any:
        """The id of a row by its key; None if it is not there. A container's key is its plate."""
        if part == "containers":
            return key[0]
        known = self._known.get((part, key))
        if known is not None:
            return known
        table = BY_NAME[part].table
        sql = _IDS.get(part, f"SELECT id FROM {table} WHERE site_id = :site AND code = :k0")
        bound = {f"k{number}": value for number, value in enumerate(key) if f":k{number}" in sql}
        found = tx.value(sql, **bound, **({"site": self.site_id} if ":site" in sql else {}))
        if found is None:
            return None
        self._known[part, key] = int(found)
        if len(self._known) > _REMEMBERED:
            self._known.popitem(last=False)
        return int(found)

    def forget(self) -> None:
        """What was met in a transaction that did not come to its end may have another id the next time."""
        self._known.clear()

    def manager(self, tx: Tx) -> int:
        """Who goes on: somebody of the archive, somebody who is here, or somebody new, who cannot sign in yet."""
        found = tx.value("SELECT id FROM person WHERE login = :login", login=self.login)
        if found is not None:
            return int(found)
        made = tx.insert(
            "person", site_id=self.site_id, name=self.login, login=self.login, role="manager"
        )
        findable.note(tx, "person", made)
        return made


def _place(bringer: Bringer, tx: Tx, part: Part, one: Line) -> None:
    """The station FLOOR comes with every site, and is as the archive has it."""
    values = bringer.values(tx, part, one)
    if not bringer.insert(tx, part, values, one):
        changes = ", ".join(f"{name} = :{name}" for name in values if name != "site_id")
        tx.run(f"UPDATE place SET {changes} WHERE site_id = :site_id AND code = :code", **values)


def _item(bringer: Bringer, tx: Tx, part: Part, one: Line) -> None:
    bringer.insert(tx, part, {**bringer.values(tx, part, one), "changed_at": tx.now}, one)


def _barcode(bringer: Bringer, tx: Tx, part: Part, one: Line) -> None:
    """An item is found by its barcodes."""
    values = bringer.values(tx, part, one)
    if bringer.insert(tx, part, values, one):
        findable.note(tx, "item", values["item_id"])


def _person(bringer: Bringer, tx: Tx, part: Part, one: Line) -> None:
    """Nobody signs in before all is there: PINs and passwords follow at the end."""
    values = bringer.values(tx, part, one)
    bringer.insert(tx, part, {**values, "pin_hash": "", "password_hash": ""}, one)


def _container(bringer: Bringer, tx: Tx, part: Part, one: Line) -> None:
    """One that has left is with the customer."""
    values = {**bringer.values(tx, part, one), "changed_at": tx.now}
    if one["state"] == "shipped":
        values["place_id"] = virtual_place(tx, bringer.site_id, "customer")
    bringer.insert(tx, part, values, one)


def _layer(bringer: Bringer, tx: Tx, part: Part, one: Line) -> None:
    values = bringer.values(tx, part, one)
    del values["site_id"]
    bring_layer(tx, bringer.site_id, values, one["average_minor"])


def _value(bringer: Bringer, tx: Tx, part: Part, one: Line) -> None:
    item = bringer.values(tx, part, one)["item_id"]
    bring_value(tx, bringer.site_id, item, {name: one[name] for name in part.columns})


def _lay(bringer: Bringer, tx: Tx, part: Part, one: Line) -> None:
    """Opening stock: from the supplier into its place; what it cost came in with its layers."""
    values = bringer.values(tx, part, one)
    place = values["place_id"] or transit_place(tx, bringer.site_id)
    move = NewMove(
        KIND, values["item_id"], one["qty"], virtual_place(tx, bringer.site_id, "supplier"), place, values["lot_id"],
        values["owner_id"], to_container=values["container"], weight_g=one["weight_g"],
    )  # fmt: skip
    costed = bringer.archive.version > 1
    post_moves(tx, [move], Cause(bringer.cause, bringer.site_id, costed=costed))
    times = {name: one[name] for name in ("first_in_at", "counted_at", "looked_at") if one[name]}
    if times:
        remember_times(tx, move.goal, **times)


def _order_line(bringer: Bringer, tx: Tx, part: Part, one: Line) -> None:
    """Of an archive without promises each line gets what there is, in the order of the file."""
    values = bringer.values(tx, part, one)
    bringer.insert(tx, part, values, one)
    if bringer.archive.version == 1:
        line = bringer.find(tx, "order_lines", part.key_of(one))
        reserve_line(tx, line)


def _promise(bringer: Bringer, tx: Tx, part: Part, one: Line) -> None:
    reserve_line(tx, bringer.values(tx, part, one)["order_line_id"], one["qty"])


def _parcel(bringer: Bringer, tx: Tx, part: Part, one: Line) -> None:
    values = bringer.values(tx, part, one)
    bringer.insert(tx, part, values, one)
    tx.run(
        "UPDATE container SET order_id = :order WHERE code = :code",
        order=values["order_id"],
        code=one["container_code"],
    )


def _return(bringer: Bringer, tx: Tx, part: Part, one: Line) -> None:
    """Numbers that were given here go on behind the largest: they are ids."""
    values = bringer.values(tx, part, one)
    numbered = _RETURN.fullmatch(one["number"])
    if numbered and not tx.value("SELECT 1 FROM customer_return WHERE id = :id", id=int(numbered[1])):  # fmt: skip
        values["id"] = int(numbered[1])
    bringer.insert(tx, part, values, one)
    if tx.dialect == "postgresql":
        tx.run(
            "SELECT setval(pg_get_serial_sequence('customer_return', 'id'), (SELECT MAX(id) FROM customer_return))"
        )


def _channel(bringer: Bringer, tx: Tx, part: Part, one: Line) -> None:
    """Without its secret nobody is believed until somebody says it again."""
    secret = one["secret"] or secrets.token_hex(32)
    bringer.insert(tx, part, {**bringer.values(tx, part, one), "secret": secret}, one)


def _webhook(bringer: Bringer, tx: Tx, part: Part, one: Line) -> None:
    secret = one["secret"] or new_secret()
    bringer.insert(tx, part, {**bringer.values(tx, part, one), "secret": secret}, one)


_SPECIAL: Final[dict[str, Callable[[Bringer, Tx, Part, Line], None]]] = {
    "places": _place,
    "items": _item,
    "barcodes": _barcode,
    "people": _person,
    "containers": _container,
    "cost_layers": _layer,
    "stock_values": _value,
    "stock": _lay,
    "order_lines": _order_line,
    "promises": _promise,
    "parcels": _parcel,
    "returns": _return,
    "channels": _channel,
    "webhooks": _webhook,
}
