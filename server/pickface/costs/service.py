"""What the office tells the cost book: freight and duty, costs that nobody had known, rates."""

from __future__ import annotations

from typing import Any

from pickface.costs.forms import LandedForm, NameCostForm, RateForm
from pickface.db import Row, Tx, rows
from pickface.errors import BadRequest, NotFound
from pickface.purchasing import life
from pickface.stock import cost_changes
from pickface.stock.cost_book import currency_of
from pickface.stock.cost_changes import Said

_RATES = """
SELECT r.id, r.currency, r.from_on, r.rate_nano, r.at, COALESCE(p.name, '') AS person FROM exchange_rate r
LEFT JOIN person p ON p.id = r.person_id WHERE r.site_id = :site ORDER BY r.from_on DESC, r.id DESC LIMIT 100
"""


def land(tx: Tx, by: Row, order_id: int, told: LandedForm) -> None:
    """Share freight or duty over what came of a purchase order; its history says so too."""
    life.lock(tx, order_id, by["site_id"])
    if not told.amount_minor:
        raise BadRequest("an amount is not nothing", field="amount_minor")
    said = Said(told.amount_minor, told.currency, told.note)
    cost_changes.land(tx, by, order_id, said, told.by, told.receipt)
    about = {"amount_minor": told.amount_minor, "currency": told.currency, "note": told.note}
    life.note(tx, order_id, "landed", by["id"], **about)


def land_delivery(tx: Tx, by: Row, delivery_id: int, told: LandedForm) -> None:
    """Share freight or duty over what came of an announced delivery."""
    if not told.amount_minor:
        raise BadRequest("an amount is not nothing", field="amount_minor")
    if told.receipt is not None:
        raise BadRequest("a delivery is one", field="receipt")
    sql = "SELECT id FROM expected_delivery WHERE id = :id AND site_id = :site" + tx.for_update
    if tx.one(sql, id=delivery_id, site=by["site_id"]) is None:
        raise NotFound("no such delivery", delivery=delivery_id)
    said = Said(told.amount_minor, told.currency, told.note)
    cost_changes.land_delivery(tx, by, delivery_id, said, told.by)


def name_cost(tx: Tx, by: Row, item_id: int, told: NameCostForm) -> None:
    """Say what goods of unknown cost (or of one layer) cost."""
    said = Said(told.price_minor, told.currency, told.note)
    cost_changes.name_cost(tx, by, item_id, said, told.layer)


def say_rate(tx: Tx, by: Row, told: RateForm) -> int:
    """What a currency is worth from a day on; what came before that was said keeps its rate."""
    settings = tx.value("SELECT settings FROM site WHERE id = :id", id=by["site_id"])
    if settings is None:
        raise NotFound("no such site", site=by["site_id"])
    if told.currency == currency_of(settings):
        raise BadRequest("that is the site's own currency", field="currency")
    return tx.insert(
        "exchange_rate",
        site_id=by["site_id"],
        currency=told.currency,
        from_on=told.from_on,
        rate_nano=told.rate_nano,
        at=tx.now,
        person_id=by["id"],
    )


def rates(site_id: int) -> list[dict[str, Any]]:
    """The rates, newest first."""
    return [dict(one) for one in rows(_RATES, site=site_id)]
