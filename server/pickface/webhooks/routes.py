"""Webhooks over HTTP."""

from __future__ import annotations

from typing import Any

from apiflask import APIBlueprint

from pickface.db import Row, command
from pickface.engine import engine
from pickface.people import sessions
from pickface.webhooks import posting, service
from pickface.webhooks.forms import (
    MessageOut,
    MessagesOut,
    MessagesQuery,
    ReplayedOut,
    ReplayForm,
    SecretForm,
    TestedOut,
    WebhookChangeForm,
    WebhookForm,
    WebhookMade,
    WebhookOut,
    WebhooksOut,
)

blueprint = APIBlueprint("webhooks", __name__, url_prefix="/api/v1/webhooks", tag="Webhooks")
_NONE = {404: "No such webhook"}


def _me() -> Row:
    me = sessions.me()
    return {"id": me.id, "site_id": me.site_id}


@blueprint.get("")
@blueprint.output(WebhooksOut)
def list_webhooks() -> dict[str, Any]:
    """List the addresses that are told what happens, and how that goes."""
    return {"items": service.list_webhooks(sessions.me().site_id)}


@blueprint.post("")
@blueprint.input(WebhookForm)
@blueprint.output(WebhookMade, status_code=201)
@blueprint.doc(
    responses={409: "The site has as many as it may have", 422: "The address may not be told"}
)
def make_webhook(json_data: WebhookForm) -> dict[str, Any]:
    """Tell an address what happens; the secret that signs it is answered this once."""
    posting.check_url(json_data.url, engine().config.webhook_networks)
    by, signer, secret = _me(), engine().signer, service.new_secret()
    made = command(lambda tx: service.make(tx, signer, by, json_data, secret))
    return {**service.show_webhook(by["site_id"], made), "secret": secret}


@blueprint.patch("/<int:webhook_id>")
@blueprint.input(WebhookChangeForm)
@blueprint.output(WebhookOut)
@blueprint.doc(responses={**_NONE, 422: "The address may not be told"})
def change_webhook(webhook_id: int, json_data: WebhookChangeForm) -> dict[str, Any]:
    """Change a webhook's name, address or events."""
    if json_data.url is not None:
        posting.check_url(json_data.url, engine().config.webhook_networks)
    by, signer = _me(), engine().signer
    command(lambda tx: service.change(tx, signer, by, webhook_id, json_data))
    return service.show_webhook(by["site_id"], webhook_id)


@blueprint.post("/<int:webhook_id>/pause")
@blueprint.output(WebhookOut)
@blueprint.doc(responses=_NONE)
def pause_webhook(webhook_id: int) -> dict[str, Any]:
    """Send nothing for now; what happens meanwhile is kept for 30 days."""
    return _set_state(webhook_id, "paused")


@blueprint.post("/<int:webhook_id>/resume")
@blueprint.output(WebhookOut)
@blueprint.doc(responses=_NONE)
def resume_webhook(webhook_id: int) -> dict[str, Any]:
    """Go on at once, with what has waited first."""
    return _set_state(webhook_id, "active")


def _set_state(webhook_id: int, state: str) -> dict[str, Any]:
    by, signer = _me(), engine().signer
    command(lambda tx: service.set_state(tx, signer, by, webhook_id, state))
    return service.show_webhook(by["site_id"], webhook_id)


@blueprint.post("/<int:webhook_id>/end")
@blueprint.output({}, status_code=204)
@blueprint.doc(responses=_NONE)
def end_webhook(webhook_id: int) -> str:
    """Tell it nothing any more, for good."""
    by, signer = _me(), engine().signer
    command(lambda tx: service.end(tx, signer, by, webhook_id))
    return ""


@blueprint.post("/<int:webhook_id>/secret")
@blueprint.input(SecretForm)
@blueprint.output(WebhookMade)
@blueprint.doc(responses=_NONE)
def rotate_secret(webhook_id: int, json_data: SecretForm) -> dict[str, Any]:
    """Sign with a new secret, which is answered this once; the old one signs as well for some hours."""
    by, signer, secret = _me(), engine().signer, service.new_secret()
    command(lambda tx: service.rotate(tx, signer, by, webhook_id, secret, json_data.hours))
    return {**service.show_webhook(by["site_id"], webhook_id), "secret": secret}


@blueprint.post("/<int:webhook_id>/test")
@blueprint.output(TestedOut, status_code=201)
@blueprint.doc(responses=_NONE)
def send_test(webhook_id: int) -> dict[str, Any]:
    """Send it a message of type ``test``, in a moment."""
    by = _me()
    return {"message": command(lambda tx: service.send_test(tx, by, webhook_id))}


@blueprint.post("/<int:webhook_id>/replay")
@blueprint.input(ReplayForm)
@blueprint.output(ReplayedOut)
@blueprint.doc(responses=_NONE)
def replay_messages(webhook_id: int, json_data: ReplayForm) -> dict[str, Any]:
    """Send the dead letters again, or everything since a moment."""
    return _replay(webhook_id, json_data.since, None)


@blueprint.post("/<int:webhook_id>/messages/<int:message_id>/replay")
@blueprint.output(ReplayedOut)
@blueprint.doc(responses={404: "No such message, or it waits already"})
def replay_message(webhook_id: int, message_id: int) -> dict[str, Any]:
    """Send one message again."""
    return _replay(webhook_id, None, message_id)


def _replay(webhook_id: int, since: int | None, message: int | None) -> dict[str, Any]:
    by, signer = _me(), engine().signer
    return {"again": command(lambda tx: service.replay(tx, signer, by, webhook_id, since, message))}


@blueprint.get("/<int:webhook_id>/messages")
@blueprint.input(MessagesQuery, location="query")
@blueprint.output(MessagesOut)
@blueprint.doc(responses=_NONE)
def list_messages(webhook_id: int, query_data: MessagesQuery) -> dict[str, Any]:
    """List what a webhook was told and is to be told, newest first."""
    return service.list_messages(sessions.me().site_id, webhook_id, query_data)


@blueprint.get("/<int:webhook_id>/messages/<int:message_id>")
@blueprint.output(MessageOut)
@blueprint.doc(responses={404: "No such message"})
def show_message(webhook_id: int, message_id: int) -> dict[str, Any]:
    """Show a message with what it says."""
    return service.show_message(sessions.me().site_id, webhook_id, message_id)
