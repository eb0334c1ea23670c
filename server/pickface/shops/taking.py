"""What a shop's message does here: an order is taken in once, changed, cancelled, or waits for what it lacks.

Whatever order messages come in, the newest counts: a body holds the whole order, so an update that overtakes the
creation makes the order, and the creation is then old news.
"""

from __future__ import annotations

import json
from typing import Any, Final

from pickface.catalog.service import HOUSE
from pickface.db import Row, Tx, Writer
from pickface.errors import Conflict, PickfaceError
from pickface.orders import changing
from pickface.orders.forms import OrderForm
from pickface.orders.parts import parts_of
from pickface.orders.service import create_order
from pickface.shops.told import ShopOrder
from pickface.tasks import exceptions, jobs, planning
from pickface.tasks.workflow import Raised, World

JOB: Final = "channel_order"
AGAIN_MS: Final = 600_000
"""How often it is looked whether an order that waits has what it lacked."""
DAY_MS: Final = 24 * 3_600_000
KEPT_MS: Final = 30 * DAY_MS
"""How long a message is known again; shops send again for two days."""


def hear(tx: Tx, world: World, channel: Row, message: str, topic: str, told: ShopOrder) -> str:
    """Take a message in; answers what it came to: ``repeat`` for one that was heard before."""
    tx.run("DELETE FROM channel_message WHERE at < :old", old=tx.now - KEPT_MS)
    new = tx.value(
        "INSERT INTO channel_message (channel_id, message, topic, number, left_out, at) "
        "VALUES (:channel, :message, :topic, :number, :left_out, :now) ON CONFLICT DO NOTHING RETURNING id",
        channel=channel["id"],
        message=message,
        topic=topic,
        number=told.number,
        left_out=json.dumps(told.left_out[:20]),
        now=tx.now,
    )
    if new is None:
        return "repeat"
    outcome = take(tx, world, channel, told)
    tx.run("UPDATE channel_message SET outcome = :outcome WHERE id = :id", outcome=outcome, id=new)
    return outcome


def take(tx: Tx, world: World, channel: Row, told: ShopOrder) -> str:
    """Bring an order here to where the shop has it; answers what that came to."""
    known = _known(tx, channel, told)
    if told.told_at and told.told_at < known["told_at"]:
        return "old_news"
    if told.wish == "cancel":
        return _cancel(tx, world, channel, known, told)
    if known["order_id"] is not None:
        return _change(tx, channel, known, told)
    if told.wish == "none":
        return _set(tx, known, told, "nothing")
    if told.wish == "wait":
        return _set(tx, known, told, "unpaid")
    return _make(tx, channel, known, told)


def _known(tx: Tx, channel: Row, told: ShopOrder) -> Row:
    tx.run(
        "INSERT INTO channel_order (channel_id, external_id, state, changed_at) "
        "VALUES (:channel, :external, 'new', :now) ON CONFLICT DO NOTHING",
        channel=channel["id"],
        external=told.external_id,
        now=tx.now,
    )
    return tx.certain(
        "SELECT * FROM channel_order WHERE channel_id = :channel AND external_id = :external"
        + tx.for_update,
        channel=channel["id"],
        external=told.external_id,
    )


def _make(tx: Tx, channel: Row, known: Row, told: ShopOrder) -> str:
    items, unknown = _items(tx, told)
    if unknown or told.nameless:
        return _wait(tx, channel, known, told, "unknown_items", _lacks(unknown, told))
    if not items:
        return _set(tx, known, told, "nothing")
    form = OrderForm.model_validate(
        {
            "number": told.number or told.external_id,
            "channel": channel["code"],
            "owner": channel["owner_id"],
            **({"placed_at": told.placed_at} if told.placed_at else {}),
            **_address(told),
            "language": told.language,
            "gift": told.gift,
            "gift_note": told.gift_note,
            "substitutes": told.substitutes,
            "lines": [{"item": item, "qty": qty} for item, qty in items.items()],
        }
    )
    try:
        with tx.savepoint():
            order_id, _ = create_order(tx, channel["site_id"], form)
    except PickfaceError as refused:
        return _wait(tx, channel, known, told, refused.code, {})
    tx.run(
        "UPDATE channel_order SET order_id = :order WHERE id = :id", order=order_id, id=known["id"]
    )
    return _set(tx, known, told, "taken")


def _change(tx: Tx, channel: Row, known: Row, told: ShopOrder) -> str:
    if told.wish != "ship":
        # It was paid and sent to the floor, or another shipped it: neither undoes what is on its way here.
        return _set(tx, known, told, "taken")
    if known["state"] == "cancelled":
        # Cancelled here and wanted again there: what went back to the shelves is nobody's work by itself.
        why = {"why": "cancelled", "state": "cancelled"}
        _raise(tx, channel, known, told, "channel_order_changed", why)
        return "changed_too_late"
    items, unknown = _items(tx, told)
    if unknown or told.nameless:
        lacks = _lacks(unknown, told)
        _raise(tx, channel, known, told, "channel_order_changed", {"why": "unknown_items", **lacks})
        return "changed_unknown_items"
    try:
        with tx.savepoint():
            parts = parts_of(tx, known["order_id"])
            if parts is None:
                changed = changing.change_order(tx, known["order_id"], _followed(told), items)
            else:
                changed = changing.change_parts(
                    tx, known["order_id"], parts, _followed(told), items
                )
    except changing.TooLateToChange as late:
        why = {"why": late.params["differs"], "state": late.params["state"]}
        _raise(tx, channel, known, told, "channel_order_changed", why)
        _set(tx, known, told, "taken")
        return "changed_too_late"
    _set(tx, known, told, "taken")
    return "changed" if changed else "unchanged"


def _cancel(tx: Tx, world: World, channel: Row, known: Row, told: ShopOrder) -> str:
    if known["order_id"] is None:
        _set(tx, known, told, "cancelled")
        return "cancelled_before"
    late = _cancel_parts(tx, world, known["order_id"])
    if late:
        _raise(tx, channel, known, told, "channel_cancelled_late", {"state": late})
        _set(tx, known, told, "taken")
        return "cancelled_too_late"
    return _set(tx, known, told, "cancelled")


def _cancel_parts(tx: Tx, world: World, order_id: int) -> str:
    """Cancel an order in all its parts, as far as that can be; the state of one that cannot, else ''."""
    parts = parts_of(tx, order_id)
    late = ""
    for one in [order_id] if parts is None else parts.orders:
        state = str(tx.value("SELECT state FROM orders WHERE id = :id", id=one))
        if state == "cancelled":
            continue
        if parts is not None and parts.mixed:
            # What others ordered is in it too.
            return "merged"
        try:
            with tx.savepoint():
                planning.cancel_order(tx, world, one)
        except Conflict:
            late = state
    return late


def _items(tx: Tx, told: ShopOrder) -> tuple[dict[int, int], list[str]]:
    """Units by item, and the SKUs that nobody knows here."""
    items: dict[int, int] = {}
    unknown = []
    for sku, many in sorted(told.lines.items()):
        item = tx.value(
            "SELECT id FROM item WHERE owner_id = :owner AND sku = :sku", owner=HOUSE, sku=sku
        )
        if item is None:
            unknown.append(sku)
        else:
            items[int(item)] = items.get(int(item), 0) + many
    return items, unknown


def _lacks(unknown: list[str], told: ShopOrder) -> dict[str, str]:
    """What nobody knows here: SKUs, and goods that the shop has given none."""
    skus, nameless = ", ".join(unknown)[:200], ", ".join(told.nameless)[:200]
    return {**({"skus": skus} if skus else {}), **({"nameless": nameless} if nameless else {})}


def _address(told: ShopOrder) -> dict[str, str]:
    return {name: getattr(told, name) for name in changing.ADDRESS}


def _followed(told: ShopOrder) -> dict[str, str | int]:
    """What an order here follows until it is packed."""
    return {**_address(told), "gift": int(told.gift), "gift_note": told.gift_note}


def _set(tx: Tx, known: Row, told: ShopOrder, state: str) -> str:
    """Note how far it is; what it waited for is explained."""
    tx.run(
        "UPDATE channel_order SET state = :state, problem = '', params = '{}', body = '', number = :number, "
        "told_at = :told, changed_at = :now WHERE id = :id",
        state=state,
        number=told.number or known["number"],
        told=max(told.told_at, known["told_at"]),
        now=tx.now,
        id=known["id"],
    )
    if known["state"] == "waiting":
        jobs.finish(tx, JOB, str(known["id"]))
        _explained(tx, known)
    return state


def _explained(tx: Tx, known: Row) -> None:
    found = tx.one(
        "SELECT id, site_id FROM exception WHERE id = :id AND state = 'open'",
        id=known["exception_id"],
    )
    if found is not None:
        exceptions.close(tx, found, "explained", None)


def _wait(
    tx: Tx, channel: Row, known: Row, told: ShopOrder, problem: str, lacks: dict[str, str]
) -> str:
    """Keep the whole order and tell the office; it is tried again by itself."""
    if known["problem"] != problem or known["params"] != json.dumps(lacks):
        _raise(tx, channel, known, told, "channel_order_waits", {"why": problem, **lacks})
    tx.run(
        "UPDATE channel_order SET state = 'waiting', problem = :problem, params = :params, body = :body, "
        "number = :number, told_at = :told, changed_at = :now WHERE id = :id",
        problem=problem,
        params=json.dumps(lacks),
        body=told.model_dump_json(),
        number=told.number,
        told=max(told.told_at, known["told_at"]),
        now=tx.now,
        id=known["id"],
    )
    jobs.leave(tx, JOB, str(known["id"]), tx.now + AGAIN_MS)
    return "waits"


def _raise(
    tx: Tx, channel: Row, known: Row, told: ShopOrder, kind: str, params: dict[str, Any]
) -> int:
    """Tell a supervisor; what is open about this order already says the newest instead of a further one."""
    about = {"channel": channel["code"], "number": told.number or known["number"], **params}
    raised = Raised(kind, "book", about, order_id=known["order_id"])
    there = tx.one(
        "SELECT id, site_id FROM exception WHERE id = :id AND state = 'open' AND kind = :kind",
        id=known["exception_id"],
        kind=kind,
    )
    if there is not None:
        exceptions.recall(tx, there, raised)
        return int(there["id"])
    nobody = {"site_id": channel["site_id"], "id": None, "person_id": None}
    made = exceptions.raise_for_task(tx, nobody, raised)
    tx.run(
        "UPDATE channel_order SET exception_id = :made WHERE id = :id", made=made, id=known["id"]
    )
    return made


def try_again(tx: Tx, known_id: int) -> str:
    """Try to take in an order that waits; answers what it came to."""
    known = tx.one("SELECT * FROM channel_order WHERE id = :id" + tx.for_update, id=known_id)
    if known is None or known["state"] != "waiting":
        return "old_news"
    channel = tx.one("SELECT * FROM channel WHERE id = :id", id=known["channel_id"])
    if channel is None:
        return "old_news"
    return _make(tx, channel, known, ShopOrder.model_validate_json(known["body"]))


def look_again(writer: Writer, key: str) -> None:
    """The job: try an order that waits again, and leave the job for the next time where it still does."""

    def again(tx: Tx) -> None:
        if jobs.finish(tx, JOB, key):
            try_again(tx, int(key))

    writer.run(again)
