"""Changing stock from a desk, over HTTP."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from apiflask import APIBlueprint

from pickface.db import Row, Tx, command, db, row
from pickface.engine import engine
from pickface.errors import NotFound
from pickface.people import sessions
from pickface.scans.keys import ServerSigner
from pickface.stock import balances
from pickface.stock.moves import BalanceKey
from pickface.tasks import desk_moves
from pickface.tasks.desk_moves import Adjustment
from pickface.tasks.stock_forms import (
    AdjustedOut,
    AdjustForm,
    BalanceForm,
    BalanceOut,
    BalanceQuery,
    ChangedOut,
    MoveForm,
    SendForm,
    TakeInForm,
    TransitOut,
)

T = TypeVar("T")

blueprint = APIBlueprint("stock", __name__, url_prefix="/api/v1/stock", tag="Stock")


@blueprint.get("/balance")
@blueprint.input(BalanceQuery, location="query")
@blueprint.output(BalanceOut)
@blueprint.doc(responses={404: "No such item or place here"})
def show_balance(query_data: BalanceQuery) -> dict[str, Any]:
    """Show what lies at a place and who is promised from it, before it is changed."""
    return _balance(_key(query_data))


@blueprint.post("/adjustments")
@blueprint.input(AdjustForm)
@blueprint.output(AdjustedOut)
@blueprint.doc(responses={409: "The books have fewer, or a count of it waits"})
def adjust(json_data: AdjustForm) -> dict[str, Any]:
    """Add units to a balance or take them off, with a reason; above the site's limits a manager approves it first."""
    form, key = json_data, _key(json_data)
    wish = Adjustment(
        key.item_id, key.lot_id, key.place_id, key.container, key.owner_id,
        form.delta, form.reason, form.note, form.photo,
    )  # fmt: skip
    done = _do(lambda tx, signer, by: desk_moves.adjust(tx, signer, by, wish))
    return {**_changed(key, done.booked), "event": done.event}


@blueprint.post("/moves")
@blueprint.input(MoveForm)
@blueprint.output(ChangedOut)
@blueprint.doc(responses={404: "No such place", 409: "The books have fewer"})
def move(json_data: MoveForm) -> dict[str, Any]:
    """Book that units lie somewhere else now."""
    key = _key(json_data)
    goal = _place_named(json_data.to)
    _do(lambda tx, signer, by: desk_moves.move(tx, signer, by, key, goal, json_data.qty))
    return _changed(key, True)


@blueprint.post("/transfers")
@blueprint.input(SendForm)
@blueprint.output(ChangedOut)
@blueprint.doc(responses={404: "No such site", 409: "The books have fewer"})
def send(json_data: SendForm) -> dict[str, Any]:
    """Send units to another site: until they are taken in there they are in transit."""
    key = _key(json_data)
    site = row("SELECT id FROM site WHERE code = :code", code=json_data.site.upper())
    if site is None:
        raise NotFound("no such site", site=json_data.site)
    _do(lambda tx, signer, by: desk_moves.send(tx, signer, by, key, site["id"], json_data.qty))
    return _changed(key, True)


@blueprint.get("/transfers")
@blueprint.output(TransitOut)
def list_transit() -> dict[str, Any]:
    """List what is in transit to this site."""
    return {"items": balances.in_transit(sessions.me().site_id)}


@blueprint.post("/transfers/take-in")
@blueprint.input(TakeInForm)
@blueprint.output(TransitOut)
@blueprint.doc(responses={404: "No such place", 409: "Fewer are in transit"})
def take_in(json_data: TakeInForm) -> dict[str, Any]:
    """Take in what another site has sent."""
    form, goal = json_data, _place_named(json_data.to)
    key = BalanceKey(form.item, form.lot, 0, "", form.owner)
    _do(lambda tx, signer, by: desk_moves.take_in(tx, signer, by, key, goal, form.qty))
    db.session.remove()
    return {"items": balances.in_transit(sessions.me().site_id)}


def _do(deed: Callable[[Tx, ServerSigner, Row], T]) -> T:
    me, signer = sessions.me(), engine().signer
    by = {"id": me.id, "site_id": me.site_id}
    db.session.remove()
    return command(lambda tx: deed(tx, signer, by))


def _key(named: BalanceForm | BalanceQuery) -> BalanceKey:
    return BalanceKey(named.item, named.lot, named.place, named.container, named.owner)


def _place_named(code: str) -> int:
    found = row(
        "SELECT id FROM place WHERE site_id = :site AND code = :code AND virtual = 0 AND active = 1",
        site=sessions.me().site_id,
        code=code.upper(),
    )
    if found is None:
        raise NotFound("no such place here", place=code)
    return int(found["id"])


def _balance(key: BalanceKey) -> dict[str, Any]:
    found = balances.one_balance(sessions.me().site_id, key)
    if found is None:
        raise NotFound("there is nothing like that here", item=key.item_id)
    return found


def _changed(key: BalanceKey, booked: bool) -> dict[str, Any]:
    db.session.remove()
    return {"booked": booked, "qty": _balance(key)["qty"]}
