"""Orders that have left the house, for stories that begin there: packed by the books, shipped through the door."""

from __future__ import annotations

from dataclasses import dataclass

from pickface import findable
from pickface.db import Tx
from pickface.stock.ledger import NewMove, post_moves
from tests import builders
from tests.scenarios.floor import Floor


@dataclass(frozen=True)
class Went:
    """Units of an item that were sent, of a lot or as one serial where it has any; what they had cost."""

    sku: str
    qty: int = 1
    lot: str = ""
    serial: str = ""
    price: int = 100


def send(floor: Floor, number: str, *goods: Went, price: int = 250) -> str:
    """Ship an order of these goods in one parcel; its tracking number is ``TRK-`` and the order's."""
    carton, tracking = f"CARTON-{number}", f"TRK-{number}"

    def pack(tx: Tx) -> int:
        wanted = [
            {"item_id": floor.items[one.sku], "qty": one.qty, "price_minor": price} for one in goods
        ]
        order = builders.make_order(
            tx,
            floor.site.id,
            wanted,
            number=number,
            customer=f"Customer of {number}",
            state="packed",
        )
        findable.note(tx, "order", order.id)
        builders.make_container(
            tx,
            carton,
            floor.places["PACK-1"],
            floor.site.id,
            kind="carton",
            order_id=order.id,
            state="closed",
        )
        for one in goods:
            _buy(tx, floor, one, carton)
        tx.insert(
            "shipment", site_id=floor.site.id, order_id=order.id, container_code=carton,
            tracking=tracking, packed_at=tx.now,
        )  # fmt: skip
        floor.engine.world.tell(tx, "order_packed", order=order.id)
        return order.id

    floor.orders[number] = floor.write(pack)
    sender = floor.person(f"Sender of {number}", "packer").open(tracking)
    assert sender.scans(carton, "SHIP-1") == "task_done"
    assert floor.order_state(number) == "shipped"
    return tracking


def _buy(tx: Tx, floor: Floor, one: Went, carton: str) -> None:
    """Goods come from a supplier at their price, straight into the carton."""
    item = floor.items[one.sku]
    supplier = tx.value("SELECT id FROM supplier")
    [line] = builders.make_purchase_order(tx, floor.site.id, supplier, [(item, one.qty)]).lines
    tx.run(
        "UPDATE purchase_order_line SET price_minor = :price WHERE id = :id",
        price=one.price,
        id=line,
    )
    lot = 0
    if one.lot:
        known = tx.value(
            "SELECT id FROM lot WHERE item_id = :item AND code = :lot", item=item, lot=one.lot
        )
        lot = known or builders.make_lot(tx, item, one.lot)
    if one.serial:
        lot = builders.make_lot(tx, item, one.serial, parent_id=lot)
    move = NewMove(
        "receive", item, one.qty, floor.site.supplier, floor.places["PACK-1"], lot,
        to_container=carton, purchase_order_line_id=line,
    )  # fmt: skip
    post_moves(tx, [move], builders.because(floor.site))
