"""A carrier's account with a service: said by a manager, tried, read by the jobs that ask it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from pickface.config import Config
from pickface.db import Row, Tx, row
from pickface.errors import Conflict
from pickface.orders.carriers import NoSuchCarrier
from pickface.postage.easypost import EasyPost
from pickface.postage.forms import AccountForm, TryForm
from pickface.postage.interface import Account, CarrierService, Post, Wanted
from pickface.scans.keys import ServerSigner
from pickface.scans.office import record
from pickface.scans.verdict import Verdict

SERVICES: Final = ("easypost",)
_NOBODY: Final = Post("", "", "", "", "")


class NoAccount(Conflict):
    """The carrier has no account with a service."""

    code = "carrier_has_no_account"


def services(config: Config) -> dict[str, CarrierService]:
    """Every service by its name."""
    return {"easypost": EasyPost(config.easypost_url)}


def of(carrier: Mapping[str, Any]) -> Account:
    """The account that a carrier's row holds."""
    said = json.loads(carrier["account"])
    return Account(
        sender=Post(**{**_NOBODY.__dict__, **said.get("sender", {})}),
        ways=tuple(said.get("ways", ())),
        format=said.get("format", "PDF"),
        key=carrier["api_key"],
    )


def say(tx: Tx, signer: ServerSigner, by: Row, carrier_id: int, form: AccountForm) -> None:
    """Have a carrier's labels bought by a service from now on; NoSuchCarrier, NoAccount without a key."""
    found = tx.one(
        "SELECT id, api_key FROM carrier WHERE id = :id AND site_id = :site" + tx.for_update,
        id=carrier_id,
        site=by["site_id"],
    )
    if found is None:
        raise NoSuchCarrier("the site has no such carrier", carrier=carrier_id)
    key = form.api_key or found["api_key"]
    if not key:
        raise NoAccount("an account has a key", carrier=carrier_id)
    told = {
        "sender": form.sender.model_dump(),
        "ways": form.ways,
        "format": form.format,
    }
    tx.run(
        "UPDATE carrier SET service = :service, api_key = :key, account = :account WHERE id = :id",
        service=form.service,
        key=key,
        account=json.dumps(told),
        id=carrier_id,
    )
    _journal(
        tx, signer, by, carrier_id, "say_account",
        service=form.service, new_key=form.api_key is not None,
    )  # fmt: skip


def take_away(tx: Tx, signer: ServerSigner, by: Row, carrier_id: int) -> None:
    """The house prints a carrier's labels itself from now on; its key is forgotten. NoSuchCarrier.

    Labels that are wanted already are refused when their turn comes, and told.
    """
    if not tx.run(
        "UPDATE carrier SET service = '', api_key = '' WHERE id = :id AND site_id = :site",
        id=carrier_id,
        site=by["site_id"],
    ):
        raise NoSuchCarrier("the site has no such carrier", carrier=carrier_id)
    _journal(tx, signer, by, carrier_id, "take_account_away")


def show(site_id: int, carrier_id: int) -> dict[str, Any]:
    """A carrier's account without its key; NoSuchCarrier."""
    found = _found(site_id, carrier_id)
    account = of(found)
    return {
        "service": found["service"],
        "has_key": bool(found["api_key"]),
        "sender": account.sender.__dict__,
        "ways": list(account.ways),
        "format": account.format,
    }


def try_it(config: Config, carrier: Row, form: TryForm) -> dict[str, Any]:
    """What a parcel would cost by a carrier's service, asked now; nothing is bought.

    NoAccount, ServiceAway, ServiceRefused. Nobody may hold a transaction here.
    """
    service = services(config).get(carrier["service"])
    if service is None:
        raise NoAccount("the carrier has no account with a service", carrier=carrier["id"])
    account = of(carrier)
    receiver = Post(
        account.sender.name, form.street, form.postcode, form.city, form.country, form.state
    )
    opened = service.rate(account, Wanted("Pickface", receiver, form.weight_g))
    return {
        "items": [
            {"way": one.way, "price_minor": one.price_minor, "currency": one.currency}
            for one in opened.quotes
        ]
    }


def to_try(site_id: int, carrier_id: int) -> Row:
    """The carrier whose service is to be tried; NoSuchCarrier."""
    return _found(site_id, carrier_id)


def _found(site_id: int, carrier_id: int) -> Row:
    found = row(
        "SELECT id, service, api_key, account FROM carrier WHERE id = :id AND site_id = :site",
        id=carrier_id,
        site=site_id,
    )
    if found is None:
        raise NoSuchCarrier("the site has no such carrier", carrier=carrier_id)
    return found


def _journal(
    tx: Tx, signer: ServerSigner, by: Row, carrier_id: int, action: str, **told: Any
) -> None:
    about = Verdict("booked", "carrier_changed")
    record(
        tx, signer, by["site_id"], by["id"], "office", about, action=action, of=carrier_id, **told
    )
