"""Orders and stock levels over HTTP."""

from __future__ import annotations

from typing import Any

from apiflask import APIBlueprint

from pickface.db import command
from pickface.orders import changing, release, service, showing, splitting, substituting
from pickface.orders.address_forms import AddressForm
from pickface.orders.forms import (
    MergeForm,
    OrderForm,
    OrderOut,
    OrderPriority,
    OrdersOut,
    OrdersQuery,
    ReleasedOut,
    ReleaseForm,
    ReleaseQuery,
    SplitForm,
)
from pickface.orders.stock_card import stock_card
from pickface.orders.stock_forms import StockOut, StockQuery
from pickface.orders.substitute_forms import AllowForm, OffersOut, SubstituteForm
from pickface.people import sessions

blueprint = APIBlueprint("orders", __name__, url_prefix="/api/v1", tag="Orders")


@blueprint.get("/orders")
@blueprint.input(OrdersQuery, location="query")
@blueprint.output(OrdersOut)
def list_orders(query_data: OrdersQuery) -> dict[str, Any]:
    """List orders, newest first or as asked."""
    return showing.list_orders(sessions.me().site_id, query_data)


@blueprint.get("/orders/<int:order_id>")
@blueprint.output(OrderOut)
def show_order(order_id: int) -> dict[str, Any]:
    """Show an order with its lines and parcels."""
    return showing.show_order(sessions.me().site_id, order_id)


@blueprint.post("/orders")
@blueprint.input(OrderForm)
@blueprint.output(OrderOut, status_code=201)
@blueprint.doc(
    responses={200: "The same order exists already", 409: "Another order has that number"}
)
def create_order(json_data: OrderForm) -> tuple[dict[str, Any], int]:
    """Take an order in; each line is reserved at once."""
    site_id = sessions.me().site_id
    form = service.as_seen(json_data)
    order_id, is_new = command(lambda tx: service.create_order(tx, site_id, form))
    return showing.show_order(site_id, order_id), 201 if is_new else 200


@blueprint.post("/orders/<int:order_id>/split")
@blueprint.input(SplitForm)
@blueprint.output(OrderOut, status_code=201)
@blueprint.doc(responses={409: "The floor is at it, or nothing would be left"})
def split_order(order_id: int, json_data: SplitForm) -> tuple[dict[str, Any], int]:
    """Split an open order: units of its lines become an order of their own, with their promises."""
    me = sessions.me()
    parts = {part.line: part.qty for part in json_data.lines}
    made, _ = command(lambda tx: splitting.split(tx, me.site_id, order_id, parts, me.id))
    return showing.show_order(me.site_id, made), 201


@blueprint.post("/orders/<int:order_id>/merge")
@blueprint.input(MergeForm)
@blueprint.output(OrderOut)
@blueprint.doc(responses={409: "The floor is at one of them, or they are not for one customer"})
def merge_orders(order_id: int, json_data: MergeForm) -> dict[str, Any]:
    """Let another open order of the same customer and address be part of this one."""
    me = sessions.me()
    command(lambda tx: splitting.merge(tx, me.site_id, order_id, json_data.order, me.id))
    return showing.show_order(me.site_id, order_id)


@blueprint.post("/orders/<int:order_id>/address")
@blueprint.input(AddressForm)
@blueprint.output(OrderOut)
@blueprint.doc(responses={409: "Its label is printed, or it has left"})
def change_address(order_id: int, json_data: AddressForm) -> dict[str, Any]:
    """Mend the address of an order whose labels are not printed yet."""
    me = sessions.me()
    command(lambda tx: changing.change_address(tx, me.site_id, order_id, json_data, me.id))
    return showing.show_order(me.site_id, order_id)


@blueprint.post("/orders/<int:order_id>/release")
@blueprint.input(ReleaseQuery, location="query")
@blueprint.output(ReleasedOut)
@blueprint.doc(responses={409: "Its state or the stock does not allow it"})
def release_order(order_id: int, query_data: ReleaseQuery) -> dict[str, Any]:
    """Release an order: its bins are pinned and its pick tasks made."""
    return release.release_one(sessions.me().site_id, order_id, partial=query_data.partial)


@blueprint.post("/orders/release")
@blueprint.input(ReleaseForm)
@blueprint.output(ReleasedOut)
@blueprint.doc(responses={404: "One of them is no order of this site"})
def release_orders(json_data: ReleaseForm) -> dict[str, Any]:
    """Release orders together: a wave. Each answers whether it was released, or why not."""
    return release.release_wave(
        sessions.me(), json_data.orders, partial=json_data.partial, method=json_data.method
    )


@blueprint.post("/orders/<int:order_id>/cancel")
@blueprint.output(ReleasedOut)
@blueprint.doc(responses={409: "Its state does not allow it"})
def cancel_order(order_id: int) -> dict[str, Any]:
    """Cancel an order; goods that are picked already are carried back."""
    return release.cancel(sessions.me().site_id, order_id)


@blueprint.post("/orders/<int:order_id>/hold")
@blueprint.output(OrderOut)
@blueprint.doc(responses={409: "The floor has it, or it is gone"})
def hold_order(order_id: int) -> dict[str, Any]:
    """Keep an order that waits from being released; what it was promised stays promised."""
    me = sessions.me()
    release.hold(me, order_id)
    return showing.show_order(me.site_id, order_id)


@blueprint.post("/orders/<int:order_id>/let-go")
@blueprint.output(OrderOut)
@blueprint.doc(responses={409: "The floor has it, or it is gone"})
def let_go_order(order_id: int) -> dict[str, Any]:
    """Let an order that was kept back be released again."""
    me = sessions.me()
    release.let_go(me, order_id)
    return showing.show_order(me.site_id, order_id)


@blueprint.patch("/orders/<int:order_id>")
@blueprint.input(OrderPriority)
@blueprint.output(OrderOut)
@blueprint.doc(responses={409: "It is packed, gone or cancelled"})
def change_order(order_id: int, json_data: OrderPriority) -> dict[str, Any]:
    """Say how urgent an order is; work that waits for it alone follows."""
    me = sessions.me()
    release.prioritise(me, order_id, json_data.priority)
    return showing.show_order(me.site_id, order_id)


@blueprint.put("/orders/<int:order_id>/substitutes")
@blueprint.input(AllowForm)
@blueprint.output(OrderOut)
@blueprint.doc(responses={409: "Nothing more is picked for it"})
def allow_substitutes(order_id: int, json_data: AllowForm) -> dict[str, Any]:
    """Say whether the customer takes another item where one cannot be had."""
    me = sessions.me()
    command(lambda tx: substituting.allow(tx, me.site_id, order_id, json_data.allowed, me.id))
    return showing.show_order(me.site_id, order_id)


@blueprint.get("/orders/<int:order_id>/lines/<int:line_id>/substitutes")
@blueprint.output(OffersOut)
def list_substitutes(order_id: int, line_id: int) -> dict[str, Any]:
    """Show what may stand for a line of an order, and how many of each are available."""
    return substituting.offers(sessions.me().site_id, order_id, line_id)


@blueprint.post("/orders/<int:order_id>/lines/<int:line_id>/substitute")
@blueprint.input(SubstituteForm)
@blueprint.output(OrderOut)
@blueprint.doc(responses={409: "It is not permitted, not needed, or not available"})
def substitute_line(order_id: int, line_id: int, json_data: SubstituteForm) -> dict[str, Any]:
    """Let another item stand for what a line lacks: reserved at once, and whoever picks the order is sent to it."""
    me = sessions.me()
    release.substitute(me, order_id, line_id, json_data.item, json_data.qty)
    return showing.show_order(me.site_id, order_id)


@blueprint.post("/orders/<int:order_id>/lines/<int:line_id>/take-back")
@blueprint.output(OrderOut)
@blueprint.doc(responses={409: "It is picked already"})
def take_substitute_back(order_id: int, line_id: int) -> dict[str, Any]:
    """Let a substitute not come after all; the line that it stood for is reserved as far as it can be."""
    me = sessions.me()
    release.take_substitute_back(me, order_id, line_id)
    return showing.show_order(me.site_id, order_id)


@blueprint.get("/stock")
@blueprint.input(StockQuery, location="query")
@blueprint.output(StockOut)
@blueprint.doc(responses={404: "Nothing has that id or SKU"})
def show_stock(query_data: StockQuery) -> dict[str, Any]:
    """Show how many of an item there are, and where, or were at a past moment."""
    return stock_card(sessions.me().site_id, query_data.item, query_data.at, query_data.owner)
