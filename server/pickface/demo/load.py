"""Loads a demo site through the services that the office uses, in pieces that leave the writer free in between.

Needs an application context. Forms check every noun, the ledger books the opening stock, and orders reserve as
they come in, oldest first: the demo gets no other treatment than a customer's import would.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from pickface import findable
from pickface.catalog.forms import ItemForm, ItemHandling
from pickface.catalog.service import change_handling, create_item
from pickface.db import Tx, clock, command
from pickface.demo import forms, past
from pickface.demo.carriers import CARRIERS, FREIGHT, FREIGHT_RATES, freight_times, rates
from pickface.demo.cartons import CARTONS
from pickface.demo.faces import faces
from pickface.demo.kits import kits
from pickface.demo.nouns import DemoItem, DemoSite, DemoStock
from pickface.departures.service import say_timetable
from pickface.kits.forms import KitForm
from pickface.kits.service import say_kit
from pickface.locations.carton_types import create_carton_type
from pickface.locations.pick_faces import create_face
from pickface.locations.service import (
    create_aisle,
    create_place,
    create_site,
    create_zone,
    virtual_place,
)
from pickface.locations.settings import SiteSettings
from pickface.orders.carrier_forms import CarrierForm
from pickface.orders.carriers import create_carrier, say_rate
from pickface.orders.service import create_order
from pickface.people.service import create_person, hashes_for
from pickface.purchasing.service import create_purchase_order
from pickface.purchasing.suppliers import create_supplier
from pickface.stock.cost_changes import Said, name_cost
from pickface.stock.ledger import Cause, NewMove, post_moves

T = TypeVar("T")
R = TypeVar("R")
Ids = Mapping[str, int]
Lots = Mapping[tuple[str, str], int]
"""The id of a lot by SKU and lot code; goods without lots are not in it."""

OPENING = "demo:opening"
"""The cause of the opening stock's moves."""
INSPECTED = "EL-04302"
"""Of what comes of it (with PO-1016), five are looked at before anybody is promised them."""
_ROWS = 4_000
"""Plain rows in one transaction."""
_FORGOTTEN = 50
"""Of so many items, nobody knows what one cost."""
_PIECE = 50
"""Nouns in one transaction: the writer is free again within 50 ms (LAWS 9)."""


def load(demo: DemoSite) -> int:
    """Write the whole demo site and answer its id; CodeTaken, with nothing written, if the site is there."""
    now = clock()
    today = datetime.fromtimestamp(now / 1_000, ZoneInfo(demo.timezone))
    site_id = command(lambda tx: _build(tx, demo))
    made = _each(demo.places, lambda tx, one: create_place(tx, site_id, forms.place(one)))
    places = dict(zip((place.code for place in demo.places), made, strict=True))
    _each(CARTONS, lambda tx, one: create_carton_type(tx, site_id, forms.carton_type(one)))
    _each(CARRIERS, lambda tx, one: _add_carrier(tx, site_id, *one))
    _each(demo.totes, lambda tx, code: _add_tote(tx, site_id, places["STAGE-1"], code))
    hired = [forms.person(person) for person in demo.people]
    secrets = [(form, hashes_for(form)) for form in hired]
    _each(secrets, lambda tx, one: create_person(tx, site_id, one[0], *one[1]))
    made = _each(demo.items, lambda tx, one: create_item(tx, forms.item(one)))
    items = dict(zip((item.sku for item in demo.items), made, strict=True))
    made = _each(demo.suppliers, lambda tx, one: create_supplier(tx, forms.supplier(one)))
    sellers = dict(zip((supplier.code for supplier in demo.suppliers), made, strict=True))
    pieces = [
        demo.items[first : first + _ROWS // 8] for first in range(0, len(demo.items), _ROWS // 8)
    ]
    _each(pieces, lambda tx, piece: _sell(tx, piece, items, sellers), 1)
    _remember(site_id, demo, items, sellers, today)
    bought = [forms.purchase_order(order, today) for order in demo.purchase_orders]
    _each(bought, lambda tx, one: create_purchase_order(tx, site_id, one), 5)
    _fill_bins(site_id, demo.stock, places, items, _add_lots(demo.stock, items, today))
    _name_costs(site_id, demo, items)
    _each(faces(demo), lambda tx, one: create_face(tx, site_id, one))
    _each(demo.orders, lambda tx, one: create_order(tx, site_id, forms.order(one, now)), 5)
    _each(list(kits(demo)), lambda tx, one: _add_kit(tx, *one))
    if INSPECTED in items:
        command(lambda tx: change_handling(tx, items[INSPECTED], ItemHandling(inspection="5")))
    if "DOCK-2" in places:
        command(lambda tx: _add_freight(tx, site_id))
    return site_id


def _add_kit(tx: Tx, form: ItemForm, made_of: KitForm) -> None:
    say_kit(tx, create_item(tx, form), made_of)


def _add_freight(tx: Tx, site_id: int) -> None:
    """A carrier whose lorries come by a timetable."""
    carrier_id = create_carrier(tx, site_id, FREIGHT)
    for rate in FREIGHT_RATES:
        say_rate(tx, site_id, carrier_id, rate)
    say_timetable(tx, site_id, carrier_id, freight_times())


def _sell(tx: Tx, piece: Sequence[DemoItem], items: Ids, sellers: Ids) -> None:
    """How each item of a piece is sold by its supplier, who is the only one to sell it."""
    sold = [(sellers[one.supplier], items[one.sku], forms.supplier_item(one)) for one in piece]
    tx.insert_many(
        "supplier_item",
        [
            {"supplier_id": seller, "item_id": item, "preferred": 1}
            | form.model_dump(include={"code", "pack_qty", "pallet_qty", "price_minor"})
            for seller, item, form in sold
        ],
    )
    first, last = items[piece[0].sku], items[piece[-1].sku]
    made = {
        one["item_id"]: one["id"]
        for one in tx.all(
            "SELECT id, item_id FROM supplier_item WHERE item_id BETWEEN :first AND :last",
            first=first,
            last=last,
        )
    }
    tx.insert_many(
        "price_break",
        [
            {"supplier_item_id": made[item], **one.model_dump()}
            for _, item, form in sold
            for one in form.price_breaks
        ],
    )


def _name_costs(site_id: int, demo: DemoSite, items: Ids) -> None:
    """What the opening stock cost; of a few items nobody knows it, as it is in real life."""
    by = {"id": 1, "site_id": site_id}
    there = {line.sku for line in demo.stock}
    known = [one for n, one in enumerate(demo.items) if one.sku in there and n % _FORGOTTEN]

    def name(tx: Tx, one: DemoItem) -> int:
        price = forms.supplier_item(one).price_minor
        return name_cost(tx, by, items[one.sku], Said(price, "EUR", "opening stock"))

    _each(known, name)


def _remember(site_id: int, demo: DemoSite, items: Ids, sellers: Ids, today: datetime) -> None:
    """What was ordered and delivered before, as a former system would hand it over; empty for an empty site."""
    epoch_day = int(today.timestamp()) // 86_400
    sold = [
        {"site_id": site_id, "item_id": items[one.sku], "day": epoch_day - one.days_ago, "units": one.units}
        for one in past.sold_days(demo.items, today.weekday())
    ]  # fmt: skip
    pieces = [sold[first : first + _ROWS] for first in range(0, len(sold), _ROWS)]
    _each(pieces, lambda tx, piece: tx.insert_many("past_demand", piece), 1)
    came = [
        {
            "site_id": site_id,
            "supplier_id": sellers[one.supplier],
            "ordered_on": forms.day(today, -one.ordered),
            "promised_on": forms.day(today, -one.promised),
            "received_on": forms.day(today, -one.received),
            "units_ordered": one.units_ordered,
            "units_received": one.units_received,
            "units_wrong": one.units_wrong,
        }
        for one in past.deliveries(demo.suppliers)
    ]
    command(lambda tx: tx.insert_many("past_delivery", came))


def _each(things: Sequence[T], make: Callable[[Tx, T], R], size: int = _PIECE) -> list[R]:
    """Make each thing, some in one transaction, and answer what was made in their order."""
    made: list[R] = []
    for first in range(0, len(things), size):
        made += command(partial(_make, make=make, piece=things[first : first + size]))
    return made


def _make(tx: Tx, make: Callable[[Tx, T], R], piece: Sequence[T]) -> list[R]:
    return [make(tx, one) for one in piece]


def _build(tx: Tx, demo: DemoSite) -> int:
    """The site with its zones and ways."""
    site_id = create_site(
        tx,
        demo.code,
        demo.name,
        timezone=demo.timezone,
        address=demo.address,
        # The prefix that GS1 keeps for examples.
        settings=SiteSettings(sscc_prefix="9520000", returns_at="R-01", network_at="DOCK-1"),
    )
    for zone in demo.zones:
        create_zone(tx, site_id, forms.zone(zone))
    for segment in demo.segments:
        create_aisle(tx, site_id, forms.aisle(segment))
    return site_id


def _add_carrier(
    tx: Tx, site_id: int, form: CarrierForm, home: tuple[int, ...], abroad: tuple[int, ...]
) -> None:
    """A carrier with its rates."""
    carrier_id = create_carrier(tx, site_id, form)
    for rate in rates(home, abroad):
        say_rate(tx, site_id, carrier_id, rate)


def _add_tote(tx: Tx, site_id: int, place_id: int, code: str) -> None:
    """An empty tote, waiting where picking begins."""
    tx.run(
        "INSERT INTO container (code, site_id, kind, place_id, state, changed_at) "
        "VALUES (:code, :site, 'tote', :place, 'empty', :now)",
        code=code,
        site=site_id,
        place=place_id,
        now=tx.now,
    )
    findable.note(tx, "container", code)


def _add_lots(stock: Sequence[DemoStock], items: Ids, today: datetime) -> Lots:
    """Every lot and serial that is in stock; one that lies in two bins is made once."""
    lots = {(line.sku, line.lot): line.expires_in_days for line in stock if line.lot}
    made = _each(
        list(lots.items()),
        lambda tx, one: _add_lot(
            tx,
            item_id=items[one[0][0]],
            code=one[0][1],
            expires_on="" if one[1] is None else forms.day(today, one[1]),
        ),
    )
    return dict(zip(lots, made, strict=True))


def _add_lot(tx: Tx, **values: Any) -> int:
    lot_id = tx.insert("lot", **values)
    findable.note(tx, "lot", lot_id)
    return lot_id


def _fill_bins(
    site_id: int, stock: Sequence[DemoStock], places: Ids, items: Ids, lots: Lots
) -> None:
    """Book the opening stock as come from the supplier."""
    supplier = command(lambda tx: virtual_place(tx, site_id, "supplier"))
    cause = Cause(OPENING, site_id)
    moves = [
        NewMove(
            kind="opening",
            item_id=items[line.sku],
            qty=line.qty,
            from_place_id=supplier,
            to_place_id=places[line.place],
            lot_id=lots.get((line.sku, line.lot), 0),
        )
        for line in stock
    ]
    pieces = [moves[first : first + _PIECE] for first in range(0, len(moves), _PIECE)]
    _each(pieces, lambda tx, piece: post_moves(tx, piece, cause), 1)
