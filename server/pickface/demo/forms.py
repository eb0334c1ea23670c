"""Demo nouns as the forms that the services take; offsets become dates and moments."""

from __future__ import annotations

from datetime import datetime, timedelta

from pickface.catalog.forms import BarcodeForm, ItemForm
from pickface.demo.nouns import (
    DemoItem,
    DemoOrder,
    DemoPerson,
    DemoPlace,
    DemoPurchaseOrder,
    DemoSupplier,
    DemoZone,
)
from pickface.demo.suppliers import cost_minor
from pickface.locations.carton_forms import CartonTypeForm
from pickface.locations.forms import AisleForm, PlaceForm, ZoneForm
from pickface.orders.forms import OrderForm, OrderLineForm
from pickface.packing.goods import Carton
from pickface.people.forms import PersonForm
from pickface.purchasing.forms import PurchaseOrderForm, PurchaseOrderLineForm
from pickface.purchasing.supplier_forms import PriceBreakForm, SupplierForm, SupplierItemForm
from pickface.routing.floor import Segment

MINUTE_MS = 60_000


def day(today: datetime, offset_days: int) -> str:
    """The site's day that many days from today, as ``YYYY-MM-DD``."""
    return (today + timedelta(days=offset_days)).date().isoformat()


def zone(demo: DemoZone) -> ZoneForm:
    """A zone's form."""
    return ZoneForm.model_validate({"code": demo.code, "name": demo.name, "proof": demo.proof})


def aisle(demo: Segment) -> AisleForm:
    """An aisle's form."""
    return AisleForm(
        code=demo.id,
        kind=demo.kind,
        x1_mm=demo.x1_mm,
        y1_mm=demo.y1_mm,
        x2_mm=demo.x2_mm,
        y2_mm=demo.y2_mm,
        one_way=demo.one_way,
    )


def place(demo: DemoPlace) -> PlaceForm:
    """A place's form; bins stand along the aisle that their label names."""
    return PlaceForm.model_validate(
        {
            "code": demo.code,
            "kind": demo.kind,
            "zone": demo.zone,
            "on_aisle": demo.aisle or None,
            "aisle": demo.aisle,
            "bay": demo.bay,
            "level": demo.level,
            "x_mm": demo.x_mm,
            "y_mm": demo.y_mm,
            "max_weight_g": demo.max_weight_g,
            "volume_mm3": demo.volume_mm3,
        }
    )


def carton_type(demo: Carton) -> CartonTypeForm:
    """A carton type's form."""
    return CartonTypeForm(
        code=demo.code,
        name=f"Carton {demo.code}",
        length_mm=demo.length_mm,
        width_mm=demo.width_mm,
        height_mm=demo.height_mm,
        tare_g=demo.tare_g,
        max_weight_g=demo.max_weight_g,
        cost_minor=demo.cost_minor,
    )


def person(demo: DemoPerson) -> PersonForm:
    """A person's form."""
    return PersonForm.model_validate(
        {
            "name": demo.name,
            "role": demo.role,
            "badge": demo.badge,
            "pin": demo.pin,
            "login": demo.login or None,
            "password": demo.password or None,
        }
    )


def item(demo: DemoItem) -> ItemForm:
    """An item's form, with all its barcodes."""
    return ItemForm.model_validate(
        {
            "sku": demo.sku,
            "name": demo.name,
            "tracking": demo.tracking,
            "zone": demo.zone,
            "abc": demo.abc,
            "weight_g": demo.weight_g,
            "volume_mm3": demo.volume_mm3,
            "length_mm": demo.size_mm[0],
            "width_mm": demo.size_mm[1],
            "height_mm": demo.size_mm[2],
            "turning": "upright" if demo.stands_upright else "any",
            "fragile": demo.fragile,
            "price_minor": demo.price_minor,
            "barcodes": [
                BarcodeForm.model_validate(
                    {"value": code.value, "qty": code.qty, "pack": code.pack}
                )
                for code in demo.barcodes
            ],
        }
    )


def supplier(demo: DemoSupplier) -> SupplierForm:
    """A supplier's form."""
    return SupplierForm(
        code=demo.code,
        name=demo.name,
        email=demo.email,
        address=demo.address,
        lead_days=demo.lead_days,
        currency=demo.currency,
        min_order_minor=demo.min_order_minor,
    )


def supplier_item(demo: DemoItem) -> SupplierItemForm:
    """How its supplier sells an item: what sells well by the case, ten of them on a pallet, cheaper from five on."""
    pack, price = 1 if demo.abc == "C" else demo.case_qty, cost_minor(demo)
    breaks = [PriceBreakForm(from_qty=pack * 5, price_minor=price * 93 // 100)] if pack > 1 else []
    return SupplierItemForm(
        item=demo.sku,
        code=f"{demo.supplier[:2]}{demo.rank:05}",
        pack_qty=pack,
        pallet_qty=pack * 10 if demo.abc == "A" and pack > 1 else 0,
        price_minor=price,
        price_breaks=breaks,
    )


def purchase_order(demo: DemoPurchaseOrder, today: datetime) -> PurchaseOrderForm:
    """A purchase order's form."""
    ordered = today - timedelta(days=demo.ordered_days_ago)
    return PurchaseOrderForm(
        number=demo.number,
        supplier=demo.supplier,
        ordered_at=int(ordered.timestamp() * 1_000),
        expected_on=day(today, demo.expected_in_days),
        lines=[
            PurchaseOrderLineForm(item=line.sku, qty=line.qty, price_minor=line.price_minor)
            for line in demo.lines
        ],
    )


def order(demo: DemoOrder, now: int) -> OrderForm:
    """An order's form; ``now`` is in UTC milliseconds."""
    address = demo.address
    return OrderForm(
        number=demo.number,
        channel=demo.channel,
        priority=demo.priority,
        placed_at=now - demo.placed_min_ago * MINUTE_MS,
        ship_by=now + demo.ship_in_min * MINUTE_MS,
        customer=address.customer,
        street=address.street,
        postcode=address.postcode,
        city=address.city,
        country=address.country,
        lines=[
            OrderLineForm(item=line.sku, qty=line.qty, price_minor=line.price_minor)
            for line in demo.lines
        ],
    )
