"""Bills of materials: said, taken back, listed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from pickface.catalog.service import HOUSE, find_items, item_named
from pickface.catalog.sizes import NoSuchItem
from pickface.contract import page
from pickface.db import Row, Tx, row, rows
from pickface.errors import BadRequest, Conflict, NotFound
from pickface.kits.forms import KitForm, KitsQuery

COLUMNS = ("kit", "kind", "sku", "qty")
_AT_ONCE = 500
_PARTS = (
    "SELECT k.kit_id, k.item_id, k.qty FROM kit_component k JOIN item i ON i.id = k.kit_id "
    "WHERE i.kit = 'virtual' AND k.kit_id IN ({ids}) ORDER BY k.kit_id, k.item_id"
)
# Where a kit goes into kits that go into others; a hundred of them above each other are a circle.
_ABOVE = """
WITH RECURSIVE up (id, hops) AS (SELECT kit_id, 1 FROM kit_component WHERE item_id = :kit
    UNION SELECT k.kit_id, u.hops + 1 FROM up u JOIN kit_component k ON k.item_id = u.id WHERE u.hops < 100)
SELECT id FROM up WHERE id IN ({ids}) LIMIT 1
"""


# What can be promised of a virtual kit is other than before, though no stock has moved.
_TOLD = """
INSERT INTO webhook_fact (kind, site_id, subject, detail, at)
SELECT 'stock.level', s.id, :kit, CAST(i.owner_id AS VARCHAR(20)), :now FROM site s JOIN item i ON i.id = :kit
WHERE i.kit = 'virtual' AND EXISTS (SELECT 1 FROM webhook w WHERE w.site_id = s.id AND w.ended_at IS NULL
    AND w.events LIKE :wanted)
"""


class NotAKit(NotFound):
    """The item is no kit."""

    code = "not_a_kit"


class KitInItself(Conflict):
    """A kit would be a component of itself; ``params``: ``sku``."""

    code = "kit_in_itself"


class KitInKit(Conflict):
    """A virtual kit cannot be a component, since it lies on no shelf; ``params``: ``sku``."""

    code = "kit_in_kit"


class KitHasStock(Conflict):
    """What lies on shelves or is ordered from suppliers cannot be a virtual kit; ``params``: ``sku``."""

    code = "kit_has_stock"


class Part(NamedTuple):
    """A component of a virtual kit, and how many units of it are in one."""

    item_id: int
    qty: int


def say_kit(tx: Tx, kit_id: int, form: KitForm) -> None:
    """Say what an item is made of from now on; orders that stand keep what they were taken in with.

    Raises NoSuchItem, UnknownItem, BadRequest (a component twice), KitInItself, KitInKit, KitHasStock.
    """
    kit = tx.one("SELECT id, sku, kit FROM item WHERE id = :id" + tx.for_update, id=kit_id)
    if kit is None:
        raise NoSuchItem("no item has that id", item=kit_id)
    named = find_items(tx, [one.item for one in form.components])
    parts = [(named[one.item], one.qty) for one in form.components]
    _check(tx, kit, [item for item, _ in parts])
    if form.kind == "virtual":
        _check_shelves(tx, kit)
    tx.run(
        "UPDATE item SET kit = :kind, changed_at = :now WHERE id = :id",
        kind=form.kind,
        now=tx.now,
        id=kit_id,
    )
    tx.run("DELETE FROM kit_component WHERE kit_id = :id", id=kit_id)
    tx.insert_many(
        "kit_component", [{"kit_id": kit_id, "item_id": item, "qty": qty} for item, qty in parts]
    )
    tx.run(_TOLD, kit=kit_id, now=tx.now, wanted="% stock.level %")


def _check(tx: Tx, kit: Row, parts: Sequence[int]) -> None:
    if len(set(parts)) < len(parts):
        raise BadRequest("a component is named twice", field="components", sku=kit["sku"])
    ids = {f"id{n}": item for n, item in enumerate(parts)}
    marks = ", ".join(f":{name}" for name in ids)
    virtual = tx.value(
        f"SELECT sku FROM item WHERE kit = 'virtual' AND id <> :kit AND id IN ({marks}) ORDER BY sku LIMIT 1",
        kit=kit["id"],
        **ids,
    )
    if virtual is not None:
        raise KitInKit("a virtual kit is no component", sku=virtual)
    above = tx.value(_ABOVE.format(ids=marks), kit=kit["id"], **ids)
    if above is not None or kit["id"] in parts:
        raise KitInItself("a kit would be in itself", sku=kit["sku"])


def _check_shelves(tx: Tx, kit: Row) -> None:
    """A virtual kit lies nowhere, is bought from nobody, and is in no other kit."""
    used_in = tx.value("SELECT 1 FROM kit_component WHERE item_id = :id LIMIT 1", id=kit["id"])
    if used_in:
        raise KitInKit("it is a component of another kit", sku=kit["sku"])
    stocked = tx.value(
        "SELECT 1 FROM stock_level WHERE item_id = :id AND on_hand <> 0 LIMIT 1", id=kit["id"]
    )
    bought = tx.value(
        "SELECT 1 FROM purchase_order_line l JOIN purchase_order o ON o.id = l.purchase_order_id "
        "WHERE l.item_id = :id AND l.received < l.qty AND o.state NOT IN ('received', 'closed', 'cancelled') LIMIT 1",
        id=kit["id"],
    )
    if stocked or bought:
        raise KitHasStock("it lies on shelves or is ordered", sku=kit["sku"])


def forget_kit(tx: Tx, kit_id: int) -> None:
    """The item is no kit any more, only itself; NotAKit. Orders that stand keep their components."""
    changed = tx.run(
        "UPDATE item SET kit = '', changed_at = :now WHERE id = :id AND kit <> ''",
        now=tx.now,
        id=kit_id,
    )
    if not changed:
        raise NotAKit("the item is no kit", item=kit_id)
    tx.run("DELETE FROM kit_component WHERE kit_id = :id", id=kit_id)


def virtual_parts(tx: Tx, item_ids: Iterable[int]) -> dict[int, list[Part]]:
    """The components of those of the items that are virtual kits."""
    wanted = sorted(set(item_ids))
    found: dict[int, list[Part]] = {}
    for start in range(0, len(wanted), _AT_ONCE):
        ids = {f"id{n}": item for n, item in enumerate(wanted[start : start + _AT_ONCE])}
        for one in tx.all(_PARTS.format(ids=", ".join(f":{name}" for name in ids)), **ids):
            found.setdefault(one["kit_id"], []).append(Part(one["item_id"], one["qty"]))
    return found


def parts_of(kit_id: int) -> list[Row]:
    """The bill of materials of an item, by SKU; empty for one that is no kit."""
    return rows(
        "SELECT i.id AS item, i.sku, i.name, i.tracking, k.qty FROM kit_component k JOIN item i ON i.id = k.item_id "
        "WHERE k.kit_id = :kit ORDER BY i.sku",
        kit=kit_id,
    )


def kit_head(kit_id: int) -> Row:
    """An item that is a kit; NoSuchItem, NotAKit."""
    found = row("SELECT id, sku, name, kit AS kind FROM item WHERE id = :id", id=kit_id)
    if found is None:
        raise NoSuchItem("no item has that id", item=kit_id)
    if not found["kind"]:
        raise NotAKit("the item is no kit", item=kit_id)
    return found


def list_kits(query: KitsQuery) -> dict[str, Any]:
    """A page of kits by id."""
    component = item_named(query.component)["id"] if query.component else 0
    found = rows(
        "SELECT i.id, i.sku, i.name, i.kit AS kind, (SELECT COUNT(*) FROM kit_component k WHERE k.kit_id = i.id) "
        "AS components FROM item i WHERE i.owner_id = :owner AND i.kit <> '' AND i.id > :after "
        "AND (:kind = '' OR i.kit = :kind) AND (:component = 0 OR EXISTS (SELECT 1 FROM kit_component u "
        "WHERE u.kit_id = i.id AND u.item_id = :component)) ORDER BY i.id LIMIT :limit",
        owner=HOUSE,
        after=query.cursor or 0,
        kind=query.kind,
        component=component,
        limit=query.limit + 1,
    )
    return page(found, query.limit)


def table() -> Iterator[Sequence[Any]]:
    """All bills of materials as a table with a head, as the import takes them."""
    yield COLUMNS
    for one in rows(
        "SELECT i.sku AS kit, i.kit AS kind, c.sku, k.qty FROM item i JOIN kit_component k ON k.kit_id = i.id "
        "JOIN item c ON c.id = k.item_id WHERE i.owner_id = :owner AND i.kit <> '' ORDER BY i.sku, c.sku",
        owner=HOUSE,
    ):
        yield tuple(one[name] for name in COLUMNS)


def same_kit(tx: Tx, kit_id: int, form: KitForm, named: Mapping[int | str, int]) -> bool:
    """Whether an item is that kit already."""
    kind = tx.value("SELECT kit FROM item WHERE id = :id", id=kit_id)
    there = tx.all("SELECT item_id, qty FROM kit_component WHERE kit_id = :id", id=kit_id)
    wanted = {named[one.item]: one.qty for one in form.components}
    return kind == form.kind and {one["item_id"]: one["qty"] for one in there} == wanted
