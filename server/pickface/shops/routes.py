"""Channels over HTTP: the office's side, and the door that shops knock at."""

from __future__ import annotations

import hashlib
import json
from types import ModuleType
from typing import Any, Final

from apiflask import APIBlueprint
from flask import current_app, request

from pickface.db import Row, command, db, row
from pickface.engine import engine
from pickface.errors import NotFound, PickfaceError
from pickface.people import sessions
from pickface.shops import service, shopify, taking, told, woocommerce
from pickface.shops.forms import (
    ChannelChangeForm,
    ChannelForm,
    ChannelMessagesOut,
    ChannelMessagesQuery,
    ChannelOrdersOut,
    ChannelOrdersQuery,
    ChannelOut,
    ChannelsOut,
    HeardOut,
    TriedOut,
)

blueprint = APIBlueprint("channels", __name__, url_prefix="/api/v1/channels", tag="Channels")
hooks = APIBlueprint("hooks", __name__, url_prefix="/hooks", tag="Channels")
KINDS: Final[dict[str, ModuleType]] = {"shopify": shopify, "woocommerce": woocommerce}
_NONE = {404: "No such channel"}


class NotSigned(PickfaceError):
    """The message does not bear the signature of this channel's shop."""

    code = "not_signed"
    status = 401


def _me() -> Row:
    me = sessions.me()
    return {"id": me.id, "site_id": me.site_id}


@blueprint.get("")
@blueprint.output(ChannelsOut)
def list_channels() -> dict[str, Any]:
    """List the shops whose orders come in by themselves."""
    return {"items": service.list_channels(sessions.me().site_id)}


@blueprint.post("")
@blueprint.input(ChannelForm)
@blueprint.output(ChannelOut, status_code=201)
@blueprint.doc(responses={409: "There is a channel of that code"})
def make_channel(json_data: ChannelForm) -> dict[str, Any]:
    """Take a shop's orders in from now on."""
    by, signer = _me(), engine().signer
    made = command(lambda tx: service.make(tx, signer, by, json_data))
    return service.show_channel(by["site_id"], made)


@blueprint.patch("/<int:channel_id>")
@blueprint.input(ChannelChangeForm)
@blueprint.output(ChannelOut)
@blueprint.doc(responses=_NONE)
def change_channel(channel_id: int, json_data: ChannelChangeForm) -> dict[str, Any]:
    """Change a channel's secret, buffer or rule, or stop it."""
    by, signer = _me(), engine().signer
    command(lambda tx: service.change(tx, signer, by, channel_id, json_data))
    return service.show_channel(by["site_id"], channel_id)


@blueprint.get("/<int:channel_id>/orders")
@blueprint.input(ChannelOrdersQuery, location="query")
@blueprint.output(ChannelOrdersOut)
@blueprint.doc(responses=_NONE)
def list_orders(channel_id: int, query_data: ChannelOrdersQuery) -> dict[str, Any]:
    """List what a shop has told of its orders, and what became of them."""
    return service.list_orders(sessions.me().site_id, channel_id, query_data)


@blueprint.get("/<int:channel_id>/messages")
@blueprint.input(ChannelMessagesQuery, location="query")
@blueprint.output(ChannelMessagesOut)
@blueprint.doc(responses=_NONE)
def list_messages(channel_id: int, query_data: ChannelMessagesQuery) -> dict[str, Any]:
    """List a shop's messages of the last 30 days, newest first."""
    return service.list_messages(sessions.me().site_id, channel_id, query_data)


@blueprint.post("/<int:channel_id>/orders/<int:order_id>/try-again")
@blueprint.output(TriedOut)
@blueprint.doc(responses={404: "No such order of this channel"})
def try_again(channel_id: int, order_id: int) -> dict[str, Any]:
    """Try to take in an order that waits, now."""
    known = service.order_of(sessions.me().site_id, channel_id, order_id)
    db.session.remove()
    return {"outcome": command(lambda tx: taking.try_again(tx, known))}


@hooks.post("/<int:channel_id>")
@hooks.output(HeardOut)
@hooks.doc(
    responses={
        401: "Not signed by this channel's shop",
        404: "No such channel",
        422: "Signed, but no order",
    }
)
def hear(channel_id: int) -> dict[str, Any]:
    """Take a shop's message in: it is signed, or it is nothing."""
    channel = row("SELECT * FROM channel WHERE id = :id AND active = 1", id=channel_id)
    db.session.remove()
    if channel is None:
        raise NotFound("no such channel")
    body, kind = request.get_data(), KINDS[channel["kind"]]
    if channel["kind"] == "woocommerce" and woocommerce.is_ping(body):
        return {"outcome": "ping"}
    known = (channel["secret"], channel["old_secret"])
    if not told.signed(body, request.headers.get(kind.SIGNATURE, ""), known):
        raise NotSigned("the signature is not the one of this channel's secret")
    topic = request.headers.get(kind.TOPIC, "")
    if topic not in kind.TOPICS or request.headers.get("X-Shopify-Test") == "true":
        return {"outcome": "not_for_us"}
    order = kind.order_of(topic, _object(body), take_unpaid=bool(channel["take_unpaid"]))
    # A delivery id alone may be shared by two messages (woocommerce.py); a replay has the same bytes.
    named = request.headers.get(kind.MESSAGE, "").encode() + b"\n" + body
    message = hashlib.sha256(named).hexdigest()
    world = engine().world
    outcome = command(lambda tx: taking.hear(tx, world, channel, message, topic, order))
    current_app.logger.debug("channel %s: %s %s", channel_id, topic, outcome)
    return {"outcome": outcome}


def _object(body: bytes) -> dict[str, Any]:
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        raise told.NotAnOrder("the body is no JSON", field="body") from None
    if not isinstance(said, dict):
        raise told.NotAnOrder("the body is an object", field="body")
    return said
