"""A supplier announces a delivery: its cartons by SSCC, for purchase orders or for one of its own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from pickface.catalog.service import find_items
from pickface.db import Row, Tx
from pickface.errors import BadRequest, Conflict
from pickface.owners.service import find_owner
from pickface.purchasing import life, service
from pickface.purchasing.announced import Carton, Goods, pieces
from pickface.purchasing.announced_serials import check_serials, units_of
from pickface.purchasing.deliveries import CARTONS, GOODS
from pickface.purchasing.delivery_forms import DeliveryForm
from pickface.purchasing.suppliers import find_supplier
from pickface.scans.gs1 import has_check_digit


class DeliveryOfTwoOwners(Conflict):
    """Its purchase orders are of several owners: a delivery each; ``params``: ``number``."""

    code = "delivery_of_two_owners"


class DeliveryExists(Conflict):
    """A delivery with that number was announced with another content."""

    code = "delivery_exists"


class BadSscc(BadRequest):
    """The last digit of an SSCC does not check the others."""

    code = "bad_sscc"


class SsccTwice(BadRequest):
    """An SSCC stands for two things in one delivery."""

    code = "sscc_twice"


class SsccTaken(Conflict):
    """Another delivery has announced that SSCC."""

    code = "sscc_taken"


class UnknownPurchaseOrder(BadRequest):
    """The supplier has no such purchase order at this site."""

    code = "purchase_order_not_found"


class LotNeeded(BadRequest):
    """The item is kept by lot, and the carton's content names none."""

    code = "lot_needed"


class ExpiryNeeded(BadRequest):
    """The item is kept by lot and expiry, and the carton's content has no day."""

    code = "expiry_needed"


def announce(
    tx: Tx, site_id: int, form: DeliveryForm, person_id: int | None = None
) -> tuple[int, bool]:
    """Write down what a supplier has sent; the delivery's id, and whether it is new. All is checked before.

    The same again changes nothing; another content under the same number is :class:`DeliveryExists`.
    """
    supplier = find_supplier(tx, form.supplier)
    # Whoever sends the same twice at once waits here, and is answered what the first has made.
    waits = tx.for_update and " FOR NO KEY UPDATE"
    tx.one("SELECT id FROM supplier WHERE id = :id" + waits, id=supplier["id"])
    _check_plates(form)
    cartons = _cartons(tx, form)
    known = tx.one(
        "SELECT id, supplier_id, expected_on FROM expected_delivery WHERE site_id = :site AND number = :number",
        site=site_id,
        number=form.number,
    )
    if known is not None:
        if known["supplier_id"] != supplier["id"] or _announced(tx, known["id"], form) != cartons:
            raise DeliveryExists("it was announced with another content", number=form.number)
        return int(known["id"]), False
    _check_free(tx, form)
    check_serials(tx, cartons)
    orders = _orders(tx, site_id, supplier, form, cartons, person_id)
    _refuse_two_owners(tx, form, [one.order_id for one in orders.values()])
    made = tx.insert(
        "expected_delivery",
        site_id=site_id,
        supplier_id=supplier["id"],
        number=form.number,
        expected_on=form.expected_on or "",
        announced_at=tx.now,
        announced_by=person_id,
    )
    _fill(tx, made, cartons, orders)
    return made, True


def _check_plates(form: DeliveryForm) -> None:
    """Every code is a right one, and stands for one carton or one pallet."""
    cartons: set[str] = set()
    for carton in form.cartons:
        for plate in (carton.sscc, carton.pallet):
            if plate and not has_check_digit(plate):
                raise BadSscc("the check digit is wrong", sscc=plate)
        if carton.sscc in cartons:
            raise SsccTwice("two cartons have that code", sscc=carton.sscc)
        cartons.add(carton.sscc)
    for carton in form.cartons:
        if carton.pallet in cartons:
            raise SsccTwice("a carton and a pallet have that code", sscc=carton.pallet)


def _cartons(tx: Tx, form: DeliveryForm) -> list[Carton]:
    """The cartons with their items found; what tracking wants must be there, what it does not know is left out."""
    contents = [content for carton in form.cartons for content in carton.contents]
    items = find_items(tx, [content.item for content in contents])
    tracking = _tracking(tx, set(items.values()))
    cartons = []
    for carton in form.cartons:
        goods: list[Goods] = []
        for content in carton.contents:
            item_id = items[content.item]
            kind = tracking[item_id]
            if kind == "serial":
                order = content.purchase_order or form.purchase_order or ""
                goods += units_of(carton.sscc, content, item_id, order)
                continue
            if kind != "none" and not content.lot:
                raise LotNeeded("the item is kept by lot", item=content.item)
            if kind == "lot_expiry" and not content.expires_on:
                raise ExpiryNeeded("the item is kept by lot and expiry", item=content.item)
            order = content.purchase_order or form.purchase_order or ""
            lot, day = ("", "") if kind == "none" else (content.lot, content.expires_on or "")
            goods.append(Goods(order, item_id, content.qty, lot, day))
        cartons.append(Carton(carton.sscc, carton.pallet or "", tuple(goods)))
    return cartons


def _tracking(tx: Tx, items: Iterable[int]) -> dict[int, str]:
    found: dict[int, str] = {}
    for some in pieces(sorted(items)):
        marks = ", ".join(str(int(one)) for one in some)
        for item in tx.all(f"SELECT id, tracking FROM item WHERE id IN ({marks})"):
            found[item["id"]] = item["tracking"]
    return found


def _announced(tx: Tx, delivery_id: int, form: DeliveryForm) -> list[Carton]:
    """What was announced before, as it would have to be announced again."""
    goods: defaultdict[int, list[Goods]] = defaultdict(list)
    for one in tx.all(GOODS, id=delivery_id):
        order = "" if one["purchase_order"] == form.number else one["purchase_order"]
        goods[one["carton_id"]].append(
            Goods(order, one["item"], one["qty"], one["lot"], one["expires_on"], one["serial"])
        )
    return [
        Carton(one["sscc"], one["pallet"], tuple(goods[one["id"]]))
        for one in tx.all(CARTONS, id=delivery_id)
    ]


def _check_free(tx: Tx, form: DeliveryForm) -> None:
    """No other delivery has announced one of the codes."""
    plates = {plate for one in form.cartons for plate in (one.sscc, one.pallet) if plate}
    for some in pieces(sorted(plates)):
        bound = {f"plate{n}": plate for n, plate in enumerate(some)}
        marks = ", ".join(f":{name}" for name in bound)
        taken = tx.one(
            "SELECT c.sscc, c.pallet, d.number FROM expected_carton c JOIN expected_delivery d ON d.id = c.delivery_id "
            f"WHERE c.sscc IN ({marks}) OR c.pallet IN ({marks}) LIMIT 1",
            **bound,
        )
        if taken is not None:
            sscc = taken["sscc"] if taken["sscc"] in plates else taken["pallet"]
            raise SsccTaken("another delivery has it", sscc=sscc, number=taken["number"])


class _Lines:
    """The lines of a purchase order, and how much of each is still to be announced."""

    def __init__(self, order_id: int, lines: Sequence[Row]) -> None:
        self.order_id = order_id
        self.of_item: defaultdict[int, list[list[int]]] = defaultdict(list)
        for line in lines:
            self.of_item[line["item_id"]].append([line["id"], line["room"]])

    def take(self, goods: Goods) -> int | None:
        """The line that the goods are for: the first of the item with room, else its last; None if there is none."""
        lines = self.of_item.get(goods.item_id)
        if not lines:
            return None
        line = next((one for one in lines if one[1] > 0), lines[-1])
        line[1] -= goods.qty
        return line[0]


def _orders(
    tx: Tx,
    site_id: int,
    supplier: Row,
    form: DeliveryForm,
    cartons: Sequence[Carton],
    person_id: int | None,
) -> dict[str, _Lines]:
    """The purchase orders that the goods are for, by their number; '' is the delivery's own, which is made here."""
    orders: dict[str, _Lines] = {}
    for number in sorted({goods.order for carton in cartons for goods in carton.goods}):
        order_id = (
            _find_order(tx, site_id, supplier["id"], number)
            if number
            else service.create_announced(
                tx, site_id, form.number, supplier, _sums(cartons), form.expected_on or "", person_id,
                find_owner(tx, form.owner),
            )
        )  # fmt: skip
        orders[number] = _Lines(order_id, _lines_of(tx, order_id))
    return orders


def _refuse_two_owners(tx: Tx, form: DeliveryForm, order_ids: Sequence[int]) -> None:
    """What a delivery brings is booked for one owner."""
    owners = tx.all(
        f"SELECT DISTINCT owner_id FROM purchase_order WHERE id IN ({', '.join(map(str, order_ids))})"
    )
    if len(owners) > 1:
        raise DeliveryOfTwoOwners("its goods are of two owners", number=form.number)


def _find_order(tx: Tx, site_id: int, supplier_id: int, number: str) -> int:
    order = tx.one(
        "SELECT id, number, state FROM purchase_order WHERE number = :number AND site_id = :site "
        "AND supplier_id = :supplier",
        number=number,
        site=site_id,
        supplier=supplier_id,
    )
    if order is None:
        raise UnknownPurchaseOrder("the supplier has no such purchase order", number=number)
    if order["state"] == "draft":
        raise life.NotOrderedYet("the purchase order is a draft", number=number)
    if order["state"] == "cancelled":
        raise life.Cancelled("the purchase order is cancelled", number=number)
    return int(order["id"])


def _sums(cartons: Sequence[Carton]) -> list[service.Wanted]:
    """What is in the cartons that are for no purchase order, item by item."""
    sums: defaultdict[int, int] = defaultdict(int)
    for carton in cartons:
        for goods in carton.goods:
            if not goods.order:
                sums[goods.item_id] += goods.qty
    return [service.Wanted(item_id, qty, 0) for item_id, qty in sums.items()]


def _lines_of(tx: Tx, order_id: int) -> Sequence[Row]:
    return tx.all(
        "SELECT l.id, l.item_id, l.qty - l.received - COALESCE((SELECT SUM(g.qty) FROM expected_goods g "
        "JOIN expected_carton c ON c.id = g.carton_id WHERE g.purchase_order_id = l.purchase_order_id "
        "AND g.purchase_order_line_id = l.id AND c.state = 'expected'), 0) AS room "
        "FROM purchase_order_line l WHERE l.purchase_order_id = :id ORDER BY l.line_no",
        id=order_id,
    )


def _fill(tx: Tx, delivery_id: int, cartons: Sequence[Carton], orders: dict[str, _Lines]) -> None:
    tx.insert_many(
        "expected_carton",
        [
            {"delivery_id": delivery_id, "sscc": carton.sscc, "pallet": carton.pallet}
            for carton in cartons
        ],
    )
    ids = {
        one["sscc"]: one["id"]
        for one in tx.all(
            "SELECT id, sscc FROM expected_carton WHERE delivery_id = :id", id=delivery_id
        )
    }
    tx.insert_many(
        "expected_goods",
        [
            {
                "carton_id": ids[carton.sscc],
                "purchase_order_id": orders[goods.order].order_id,
                "purchase_order_line_id": orders[goods.order].take(goods),
                "item_id": goods.item_id,
                "qty": goods.qty,
                "lot": goods.lot,
                "expires_on": goods.expires_on,
                "serial": goods.serial,
            }
            for carton in cartons
            for goods in carton.goods
        ],
    )
