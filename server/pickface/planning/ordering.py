"""From proposal to purchase order: what a buyer changes in it, and the one moment at which it is ordered, once."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any, Final
from zoneinfo import ZoneInfo

from pickface.db import Row, Tx
from pickface.errors import BadRequest, Conflict, NotFound
from pickface.locations import settings
from pickface.planning.offers import price_of
from pickface.planning.proposals import Proposal
from pickface.purchasing import life, sending, service
from pickface.purchasing.service import Wanted

SPENT: Final = """
SELECT COALESCE(SUM(l.qty * l.price_minor), 0) AS spent FROM purchase_order o
JOIN purchase_order_line l ON l.purchase_order_id = o.id
WHERE o.site_id = :site AND o.currency = :currency AND o.state NOT IN ('draft', 'cancelled')
  AND COALESCE(o.approved_at, o.sent_at, o.ordered_at) >= :since
"""
"""What was ordered since a moment, in minor units."""


class NoSuchProposal(NotFound):
    """The site has no such proposal: it was reckoned anew, and nothing needs to be bought there."""

    code = "proposal_not_found"


class ProposalChanged(Conflict):
    """Somebody, or the night's reckoning, has changed the proposal since it was looked at."""

    code = "proposal_changed"


class ProposalOrdered(Conflict):
    """The proposal is a purchase order already."""

    code = "proposal_ordered"


class NothingToOrder(Conflict):
    """Every line is left out."""

    code = "nothing_to_order"


class OverBudget(Conflict):
    """The month's budget does not allow it; a manager may order all the same."""

    code = "over_budget"


class NotWholePacks(BadRequest):
    """The supplier sells whole packs."""

    code = "not_whole_packs"


def lock(tx: Tx, site_id: int) -> None:
    """Be the only one who approves or writes proposals at a site, until the transaction ends."""
    tx.run("INSERT INTO reckoning (site_id) VALUES (:site) ON CONFLICT DO NOTHING", site=site_id)
    tx.one("SELECT site_id FROM reckoning WHERE site_id = :site" + tx.for_update, site=site_id)


def change_line(
    tx: Tx,
    site_id: int,
    proposal_id: int,
    line_id: int,
    person_id: int,
    *,
    qty: int | None = None,
    left_out: bool | None = None,
) -> None:
    """Order so many instead, leave a line out, or take it in again; ProposalOrdered, NotWholePacks."""
    lock(tx, site_id)
    proposal = _proposal(tx, site_id, proposal_id)
    if proposal["state"] != "open":
        raise ProposalOrdered("it is ordered already", purchase_order=proposal["purchase_order_id"])
    line = tx.one(
        "SELECT id, qty, left_out, why FROM proposal_line WHERE id = :id AND proposal_id = :proposal",
        id=line_id,
        proposal=proposal_id,
    )
    if line is None:
        raise NoSuchProposal("the proposal has no such line any more", line=line_id)
    pack = json.loads(line["why"])["pack_qty"]
    if qty is not None and qty % pack:
        less = qty // pack * pack
        raise NotWholePacks(
            "the supplier sells whole packs", pack=pack, less=less, more=less + pack
        )
    tx.run(
        "UPDATE proposal_line SET qty = :qty, left_out = :out, edited_by = :person WHERE id = :id",
        qty=line["qty"] if qty is None else qty,
        out=line["left_out"] if left_out is None else int(left_out),
        person=person_id,
        id=line_id,
    )
    tx.run("UPDATE proposal SET version = version + 1 WHERE id = :id", id=proposal_id)


def approve(
    tx: Tx,
    site_id: int,
    proposal_id: int,
    version: int | None,
    person_id: int | None,
    *,
    over_budget: bool = False,
) -> tuple[int, bool]:
    """Order what a proposal says: the purchase order's id, and whether it was made now.

    Whoever presses second is answered the order that is there. ``version`` is the one that the person has seen.
    """
    lock(tx, site_id)
    proposal = _proposal(tx, site_id, proposal_id)
    if proposal["state"] != "open":
        return int(proposal["purchase_order_id"]), False
    if version is not None and version != proposal["version"]:
        raise ProposalChanged("it was changed meanwhile", version=proposal["version"])
    wanted = _wanted(tx, proposal_id)
    if not wanted:
        raise NothingToOrder("every line is left out")
    amount = sum(line.qty * line.price_minor for line in wanted)
    if not over_budget:
        _keep_budget(tx, site_id, proposal["currency"], amount)
    supplier = tx.one(
        "SELECT id, currency, sends_itself FROM supplier WHERE id = :id", id=proposal["supplier_id"]
    )
    if supplier is None:
        raise NoSuchProposal("its supplier is gone", id=proposal_id)
    made = service.draft(
        tx, site_id, {**supplier, "currency": proposal["currency"]}, wanted, person_id
    )
    life.approve(tx, life.lock(tx, made), person_id)
    if supplier["sends_itself"]:
        sending.ask_for(tx, life.lock(tx, made))
    tx.run(
        "UPDATE proposal SET state = 'ordered', purchase_order_id = :made WHERE id = :id",
        made=made,
        id=proposal_id,
    )
    return made, True


def order_by_itself(tx: Tx, site_id: int, proposal: Proposal) -> None:
    """Where the supplier is set so, order what was just proposed, unless minimum or budget want a person to look."""
    found = tx.one(
        "SELECT p.id FROM proposal p JOIN supplier s ON s.id = p.supplier_id WHERE p.site_id = :site "
        "AND p.supplier_id = :supplier AND p.state = 'open' AND s.sends_itself = 1",
        site=site_id,
        supplier=proposal.supplier_id,
    )
    # Somebody who has changed a line wants to see to it.
    touched = found and tx.value(
        "SELECT COUNT(*) FROM proposal_line WHERE proposal_id = :id AND edited_by IS NOT NULL",
        id=found["id"],
    )
    if found is None or proposal.below_minimum or touched:
        return
    try:
        with tx.savepoint():
            approve(tx, site_id, found["id"], None, None)
    except OverBudget:
        return


def month_began(now: int, zone: str) -> int:
    """When the month began, by the site's clock."""
    here = dt.datetime.fromtimestamp(now / 1000, ZoneInfo(zone))
    return int(here.replace(day=1, hour=0, minute=0, second=0, microsecond=0).timestamp() * 1000)


def _keep_budget(tx: Tx, site_id: int, currency: str, amount: int) -> None:
    how = settings.of_site(site_id, tx)
    if not how.buying_budget_minor or currency != how.buying_currency:
        return
    zone = tx.value("SELECT timezone FROM site WHERE id = :id", id=site_id)
    spent = int(
        tx.value(SPENT, site=site_id, currency=currency, since=month_began(tx.now, str(zone)))
    )
    if spent + amount > how.buying_budget_minor:
        raise OverBudget(
            "the month's budget does not allow it",
            budget_minor=how.buying_budget_minor,
            spent_minor=spent,
            amount_minor=amount,
            currency=currency,
        )


def _proposal(tx: Tx, site_id: int, proposal_id: int) -> Row:
    found = tx.one(
        "SELECT * FROM proposal WHERE id = :id AND site_id = :site" + tx.for_update,
        id=proposal_id,
        site=site_id,
    )
    if found is None:
        raise NoSuchProposal("the site has no such proposal", id=proposal_id)
    return found


def _wanted(tx: Tx, proposal_id: int) -> list[Wanted]:
    lines = tx.all(
        "SELECT l.item_id, l.qty, l.prices FROM proposal_line l JOIN item i ON i.id = l.item_id "
        "WHERE l.proposal_id = :id AND l.left_out = 0 AND l.qty > 0 ORDER BY i.sku",
        id=proposal_id,
    )
    return [
        Wanted(line["item_id"], line["qty"], price_in(line["prices"], line["qty"]))
        for line in lines
    ]


def price_in(prices: str, qty: int) -> int:
    """A unit's price for so many, out of a line's JSON."""
    told: list[Any] = json.loads(prices)
    return price_of(tuple((least, price) for least, price in told), qty)
