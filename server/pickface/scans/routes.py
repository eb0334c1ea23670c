"""The scan door over HTTP. No models between request and commit: this is the hot path."""

from __future__ import annotations

from typing import Any

from apiflask import APIBlueprint
from flask import Response, jsonify, request

from pickface.db import clock
from pickface.engine import engine
from pickface.errors import BadRequest, PickfaceError
from pickface.people.devices import authenticate_device
from pickface.scans.envelope import open_envelope
from pickface.scans.journal import Carrier

MAX_EVENTS = 200
MAX_BYTES = 512 * 1024

blueprint = APIBlueprint("scans", __name__, url_prefix="/api/v1", tag="Scans")


class DeviceNotEnrolled(PickfaceError):
    """The request carries no token of an enrolled device; sign in on it once."""

    code = "device_not_enrolled"
    status = 401


class BatchTooLarge(PickfaceError):
    """More than one delivery may carry; the client halves the batch."""

    code = "batch_too_large"
    status = 413


@blueprint.post("/scans")
@blueprint.doc(
    summary="Deliver scan events in order and get a verdict for each",
    responses={
        200: "A verdict for each event",
        401: "The device is not enrolled",
        409: "The batch begins beyond the stream's next number",
        413: "More than one batch may carry",
        422: "It is no batch of events",
    },
)
def deliver() -> Response:
    """Deliver a batch. 4xx is for the envelope alone; each event gets its own verdict (LAWS 8)."""
    device = authenticate_device(request)
    if device is None:
        raise DeviceNotEnrolled("sign in on this device once to enrol it")
    if (request.content_length or 0) > MAX_BYTES:
        raise BatchTooLarge("at most 512 kB a batch", limit=MAX_BYTES)
    body = request.get_json(silent=True)
    events, attempt, sent = _batch(body)
    here, said_at = engine(), clock()
    verdicts = here.door.deliver(
        here.writer,
        [open_envelope(event["body"], event["sig"]) for event in events],
        Carrier(device.id, device.site_id, attempt, sent),
    )
    # Not before: until they are booked, the device still holds the scans of this batch.
    here.heard.note(device.id, _unsent(body), said_at)
    version = max((verdict.pop("version") for verdict in verdicts), default=0)
    return jsonify(verdicts=verdicts, version=version)


def _unsent(body: Any) -> int | None:
    """How many scans the device still has behind this batch, if it says so."""
    said = body.get("unsent")
    return said if type(said) is int and 0 <= said <= 2**31 else None


def _batch(body: Any) -> tuple[list[dict[str, str]], int, int]:
    if not isinstance(body, dict) or not isinstance(body.get("events"), list):
        raise BadRequest('a batch is {"events": [{"body", "sig"}]}', field="events")
    events = body["events"]
    if len(events) > MAX_EVENTS:
        raise BatchTooLarge(f"at most {MAX_EVENTS} events a batch", limit=MAX_EVENTS)
    for event in events:
        if (
            not isinstance(event, dict)
            or not isinstance(event.get("body"), str)
            or not isinstance(event.get("sig"), str)
        ):
            raise BadRequest('each event is {"body": text, "sig": text}', field="events")
    attempt = body.get("attempt", 1)
    if type(attempt) is not int or not 1 <= attempt <= 1_000_000:
        raise BadRequest("attempt is a whole number from 1", field="attempt")
    sent = body.get("sent", 0)
    return events, attempt, sent if type(sent) is int and 0 <= sent <= 2**53 else 0
