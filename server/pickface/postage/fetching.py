"""A job buys the label of a parcel: behind the commit that closed the carton, and one label whatever dies when.

First the service is told of the parcel, which costs nothing; its id is committed; then the label is bought under that
id. Of one id a service sells one label. So after a crash, or a purchase that was not answered, the same id is looked at
before it is paid for again.
"""

from __future__ import annotations

from typing import Any, Final

from pickface.config import Config
from pickface.db import Row, Tx, Writer, db, row
from pickface.orders import countries
from pickface.orders.carriers import FIND_DEPARTURE
from pickface.orders.parcel_labels import FETCH_LABEL
from pickface.postage import accounts
from pickface.postage.interface import (
    Account,
    Bought,
    CarrierService,
    Post,
    Quote,
    ServiceAway,
    ServiceRefused,
    Wanted,
)
from pickface.tasks import exceptions, jobs, lifecycle
from pickface.tasks.workflow import Raised

LATE_AFTER: Final = 3
"""So many tries in vain, and a supervisor is told."""
_LABEL: Final = """
SELECT b.*, c.service AS seller, c.api_key, c.account, c.name AS carrier, o.number, o.customer, o.street, o.postcode,
       o.city, o.country, s.weight_g, s.label_id, s.shipped_at
FROM parcel_label b JOIN carrier c ON c.id = b.carrier_id JOIN orders o ON o.id = b.order_id
LEFT JOIN shipment s ON s.id = b.shipment_id WHERE b.id = :id
"""


class NotAskedSo(ServiceRefused):
    """The order cannot be told to a carrier as it is."""

    code = "service_address_incomplete"


def fetch(config: Config, writer: Writer, key: str) -> None:
    """The job: buy a label and fetch its paper; asked again later where the service is away."""
    label = row(_LABEL, id=int(key))
    db.session.remove()
    if label is None or label["state"] != "wanted":
        writer.run(lambda tx: jobs.finish(tx, FETCH_LABEL, key))
        return
    try:
        service = accounts.services(config).get(label["seller"])
        if service is None:
            raise NotAskedSo("the carrier has no account any more", said="")
        account = accounts.of(label)
        found = _bought(writer, service, account, label)
        if found is None:
            writer.run(lambda tx: _drop(tx, label))
            return
        paper = service.fetch(found.paper_url)
        writer.run(lambda tx: _ready(tx, label, found, paper))
    except ServiceRefused as no:
        said, code = str(no.params.get("said", "")), no.code
        writer.run(lambda tx: _refused(tx, label, code, said))
    except ServiceAway as away:
        said = str(away.params.get("said", ""))
        writer.run(lambda tx: _late(tx, label, said))
        raise


def _bought(writer: Writer, service: CarrierService, account: Account, label: Row) -> Bought | None:
    """The label, bought before or now; None where nobody wants it any more and it was never bought."""
    remote_id, rate_id = str(label["remote_id"]), str(label["rate_id"])
    if label["asked"] and (found := service.bought(account, remote_id)) is not None:
        return found
    if label["label_id"] != label["id"] or label["shipped_at"] is not None:
        return None
    if not remote_id:
        opened = service.rate(account, _wanted(label))
        chosen = opened.quotes[0]
        remote_id, rate_id = opened.id, chosen.id
        if not writer.run(lambda tx: _note_opened(tx, label, remote_id, chosen)):
            return None
    try:
        return service.label(account, remote_id, rate_id)
    except ServiceRefused:
        # Refused, because a purchase that went unanswered was carried out after all?
        if (found := service.bought(account, remote_id)) is not None:
            return found
        raise


def _wanted(label: Row) -> Wanted:
    country = countries.find(label["country"])
    if country is None or not label["street"] or not label["city"]:
        lacks = next(name for name in ("country", "street", "city") if _lacks(label, name))
        raise NotAskedSo("the address is not complete", said=lacks)
    city, state = _town(label["city"], country.code)
    receiver = Post(
        label["customer"], label["street"], label["postcode"], city, country.code, state
    )
    return Wanted(f"{label['number']} {label['container_code']}", receiver, int(label["weight_g"]))


def _lacks(label: Row, name: str) -> bool:
    return not label[name] or (name == "country" and countries.find(label[name]) is None)


def _town(city: str, country: str) -> tuple[str, str]:
    """``Austin, TX`` as its two parts, where addresses have states."""
    town, comma, state = city.rpartition(",")
    if comma and country in ("US", "CA", "AU") and 2 <= len(state.strip()) <= 3:
        return town.strip(), state.strip().upper()
    return city, ""


def _note_opened(tx: Tx, label: Row, remote_id: str, chosen: Quote) -> bool:
    """Before it is paid for: which parcel of the service's it is. False where somebody chose another carrier."""
    return bool(
        tx.run(
            "UPDATE parcel_label SET remote_id = :remote, rate_id = :rate, asked = 1 WHERE id = :id "
            "AND state = 'wanted' AND EXISTS (SELECT 1 FROM shipment s WHERE s.label_id = parcel_label.id "
            "AND s.shipped_at IS NULL)",
            remote=remote_id,
            rate=chosen.id,
            id=label["id"],
        )
    )


def _ready(tx: Tx, label: Row, found: Bought, paper: bytes) -> None:
    """The label is there: the parcel has the carrier's number, and goes where it is to go."""
    if not jobs.finish(tx, FETCH_LABEL, str(label["id"])):
        return
    tx.run(
        "UPDATE parcel_label SET state = 'ready', asked = 0, problem = '', said = '', content = :paper, "
        "format = :format, tracking = :tracking, tracking_url = :url, service = :way, cost_minor = :cost, "
        "currency = :currency, ready_at = :now WHERE id = :id",
        paper=paper,
        format=found.format,
        tracking=found.tracking,
        url=found.tracking_url,
        way=found.way,
        cost=found.price_minor,
        currency=found.currency,
        now=tx.now,
        id=label["id"],
    )
    if tx.run(
        "UPDATE shipment SET tracking = :tracking WHERE label_id = :label",
        tracking=found.tracking,
        label=label["id"],
    ):
        jobs.leave(tx, FIND_DEPARTURE, str(label["order_id"]))
    _tell(tx, label, "label_late", "", keep=False)
    _tell(tx, label, "label_refused", "", keep=False)
    lifecycle.hint(tx, label["site_id"], orders=True)


def _drop(tx: Tx, label: Row) -> None:
    """Nobody wants it any more, and it was never bought."""
    jobs.finish(tx, FETCH_LABEL, str(label["id"]))
    tx.run("DELETE FROM parcel_label WHERE id = :id AND state = 'wanted'", id=label["id"])


def _refused(tx: Tx, label: Row, code: str, said: str) -> None:
    """The same again would be refused again: a supervisor mends the address or the account, or gives it to another."""
    if not jobs.finish(tx, FETCH_LABEL, str(label["id"])):
        return
    tx.run(
        "UPDATE parcel_label SET state = 'refused', remote_id = '', rate_id = '', asked = 0, problem = :code, "
        "said = :said WHERE id = :id",
        code=code,
        said=said[:300],
        id=label["id"],
    )
    _tell(tx, label, "label_late", "", keep=False)
    _tell(tx, label, "label_refused", said, keep=True, why=code)


def _late(tx: Tx, label: Row, said: str) -> None:
    tries = int(label["tries"]) + 1
    tx.run(
        "UPDATE parcel_label SET tries = :tries, problem = 'service_away', said = :said WHERE id = :id",
        tries=tries,
        said=said[:300],
        id=label["id"],
    )
    if tries == LATE_AFTER:
        _tell(tx, label, "label_late", said, keep=True)


def _tell(tx: Tx, label: Row, kind: str, said: str, *, keep: bool, **more: Any) -> None:
    nobody = {"id": None, "person_id": None, "site_id": label["site_id"]}
    params = {
        "label": label["id"],
        "order": label["number"],
        "container": label["container_code"],
        "carrier": label["carrier"],
        "said": said,
        **more,
    }
    # Written out, so that the sentences for the board can be looked for.
    raised = {
        "label_late": Raised("label_late", "book", params, order_id=label["order_id"]),
        "label_refused": Raised("label_refused", "book", params, order_id=label["order_id"]),
    }[kind]
    exceptions.settle(tx, nobody, raised, ("label",), keep)
