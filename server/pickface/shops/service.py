"""Channels as the office sees them."""

from __future__ import annotations

import json
from typing import Any, Final

from pickface.contract import page
from pickface.db import Row, Tx, row, rows
from pickface.errors import Conflict, NotFound
from pickface.owners.service import find_owner
from pickface.scans.keys import ServerSigner
from pickface.scans.office import record
from pickface.scans.verdict import Verdict
from pickface.shops.forms import (
    ChannelChangeForm,
    ChannelForm,
    ChannelMessagesQuery,
    ChannelOrdersQuery,
)
from pickface.webhooks import anew

PATH: Final = "/hooks/{}"
_SHOWN = (
    "SELECT c.id, c.code, c.kind, c.stock_buffer, c.take_unpaid, c.active, w.code AS owner, "
    "c.old_secret <> '' AS two_secrets, "
    "c.made_at, COALESCE((SELECT MAX(m.at) FROM channel_message m WHERE m.channel_id = c.id), 0) AS heard_at, "
    "(SELECT COUNT(*) FROM channel_order o WHERE o.channel_id = c.id AND o.state = 'taken') AS orders, "
    "(SELECT COUNT(*) FROM channel_order o WHERE o.channel_id = c.id AND o.state = 'waiting') AS waiting "
    "FROM channel c JOIN owner w ON w.id = c.owner_id WHERE c.site_id = :site "
)


class ChannelExists(Conflict):
    """The site has a channel of that code; ``params``: ``code``."""

    code = "channel_exists"


def list_channels(site_id: int) -> list[dict[str, Any]]:
    """The site's channels by code."""
    return [_shown(found) for found in rows(_SHOWN + "ORDER BY c.code", site=site_id)]


def show_channel(site_id: int, channel_id: int) -> dict[str, Any]:
    """One of them; NotFound."""
    found = row(_SHOWN + "AND c.id = :id", site=site_id, id=channel_id)
    if found is None:
        raise NotFound("no such channel", channel=channel_id)
    return _shown(found)


def _shown(found: Row) -> dict[str, Any]:
    flags = {name: bool(found[name]) for name in ("take_unpaid", "active", "two_secrets")}
    return {**found, **flags, "path": PATH.format(found["id"])}


def make(tx: Tx, signer: ServerSigner, by: Row, form: ChannelForm) -> int:
    """Take a shop's orders in from now on. ChannelExists."""
    made = tx.value(
        "INSERT INTO channel (site_id, code, kind, secret, stock_buffer, take_unpaid, owner_id, made_at) VALUES "
        "(:site, :code, :kind, :secret, :stock_buffer, :unpaid, :owner, :now) ON CONFLICT DO NOTHING RETURNING id",
        site=by["site_id"],
        unpaid=int(form.take_unpaid),
        now=tx.now,
        **form.model_dump(exclude={"take_unpaid"}) | {"owner": find_owner(tx, form.owner)},
    )
    if made is None:
        raise ChannelExists("there is a channel of that code", code=form.code)
    told = {"shop": form.kind, **form.model_dump(exclude={"secret", "kind"})}
    _journal(tx, signer, by, int(made), "make_channel", **told)
    return int(made)


def change(tx: Tx, signer: ServerSigner, by: Row, channel_id: int, form: ChannelChangeForm) -> None:
    """Change what is given."""
    found = tx.one(
        "SELECT * FROM channel WHERE id = :id AND site_id = :site" + tx.for_update,
        id=channel_id,
        site=by["site_id"],
    )
    if found is None:
        raise NotFound("no such channel", channel=channel_id)
    values: dict[str, Any] = {
        name: int(value)
        for name, value in form.model_dump(exclude={"secret", "owner"}, exclude_none=True).items()
    }
    if form.owner is not None:
        values["owner_id"] = find_owner(tx, form.owner)
    if form.secret is not None:
        values |= {"secret": form.secret, "old_secret": found["secret"]}
    if not values:
        return
    sets = ", ".join(f"{name} = :{name}" for name in values)
    tx.run(f"UPDATE channel SET {sets} WHERE id = :id", id=channel_id, **values)
    if values.get("stock_buffer", found["stock_buffer"]) != found["stock_buffer"]:
        anew.changed(tx, channel_id)
    told = {name: value for name, value in values.items() if "secret" not in name}
    _journal(
        tx, signer, by, channel_id, "change_channel", new_secret=form.secret is not None, **told
    )


def list_orders(site_id: int, channel_id: int, query: ChannelOrdersQuery) -> dict[str, Any]:
    """A page of a channel's orders, newest first."""
    show_channel(site_id, channel_id)
    found = page(
        rows(
            "SELECT id, external_id, number, order_id, state, problem, params, changed_at FROM channel_order "
            "WHERE channel_id = :channel AND (:state = '' OR state = :state) AND (:before = 0 OR id < :before) "
            "ORDER BY id DESC LIMIT :limit",
            channel=channel_id,
            state=query.state,
            before=query.cursor or 0,
            limit=query.limit + 1,
        ),
        query.limit,
    )
    for one in found["items"]:
        one["params"] = json.loads(one["params"])
    return found


def list_messages(site_id: int, channel_id: int, query: ChannelMessagesQuery) -> dict[str, Any]:
    """A page of what a channel said, newest first."""
    show_channel(site_id, channel_id)
    found = page(
        rows(
            "SELECT id, topic, number, outcome, left_out, at FROM channel_message WHERE channel_id = :channel "
            "AND (:before = 0 OR id < :before) ORDER BY id DESC LIMIT :limit",
            channel=channel_id,
            before=query.cursor or 0,
            limit=query.limit + 1,
        ),
        query.limit,
    )
    for one in found["items"]:
        one["left_out"] = json.loads(one["left_out"])
    return found


def order_of(site_id: int, channel_id: int, known_id: int) -> int:
    """The id of an order of a channel of the site; NotFound."""
    found = row(
        "SELECT o.id FROM channel_order o JOIN channel c ON c.id = o.channel_id "
        "WHERE o.id = :id AND c.id = :channel AND c.site_id = :site",
        id=known_id,
        channel=channel_id,
        site=site_id,
    )
    if found is None:
        raise NotFound("the channel has no such order", order=known_id)
    return int(found["id"])


def _journal(
    tx: Tx, signer: ServerSigner, by: Row, channel_id: int, action: str, **told: Any
) -> None:
    about = Verdict("booked", "channel_changed")
    record(
        tx, signer, by["site_id"], by["id"], "office", about, action=action, of=channel_id, **told
    )
