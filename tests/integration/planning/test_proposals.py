"""Proposals out of what the database has, on both databases."""

from __future__ import annotations

import json

from apiflask import APIFlask

from pickface.db import Tx
from pickface.planning.proposals import Proposal, propose
from pickface.planning.records import read_offers, read_question
from tests.builders import (
    DAY_MS,
    Site,
    make_barcode,
    make_item,
    make_order,
    make_place,
    make_purchase_order,
    make_site,
    make_supplier,
    stock_up,
    write,
)  # fmt: skip


def proposals(app: APIFlask, *, on_hand: int, coming: int = 0) -> list[Proposal]:
    """Three of an item were ordered a day for 90 days, five are wanted today; it comes in cases of 24."""

    def fill(tx: Tx) -> Site:
        site = make_site(tx)
        item = make_item(tx, "MUG")
        make_barcode(tx, item, "MUG24", qty=24, pack="case")
        supplier = make_supplier(tx, "ACME", lead_days=9)
        make_purchase_order(tx, site.id, supplier, [(item, 60)], state="received")
        if coming:
            make_purchase_order(tx, site.id, supplier, [(item, coming)])
        for back in range(1, 91):
            placed = tx.now - back * DAY_MS
            make_order(tx, site.id, [(item, 3)], placed_at=placed, state="shipped")
        make_order(tx, site.id, [(item, 5)])
        if on_hand:
            stock_up(tx, site, item, make_place(tx, site.id, "A-1"), on_hand)
        return site

    site = write(app, fill)
    with app.app_context():
        return propose(*read_offers(site.id))


def test_the_goal_of_service_is_the_sites_own(app: APIFlask) -> None:
    site = write(
        app, lambda tx: make_site(tx, settings=json.dumps({"service_goals": "A 98, Z 80"}))
    )
    with app.app_context():
        question, _ = read_question(site.id)
    assert question.goals == (0.98, 0.98, 0.98, 0.95, 0.95, 0.8, 0.95, 0.95, 0.8)


def test_what_runs_out_is_bought_in_whole_cases_and_explained(app: APIFlask) -> None:
    [proposal] = proposals(app, on_hand=10)
    [line] = proposal.lines
    assert (proposal.supplier, line.sku) == ("ACME", "MUG")
    assert line.qty % 24 == 0
    assert line.qty >= 3 * (9 + 14) - 10
    assert (line.unreserved, line.waiting) == (5, 1)
    assert line.why() == f"covers {line.covers_days} days, arrives in 9, 1 order waiting"
    assert line.sold_a_day == 3


def test_what_is_on_its_way_is_not_bought_twice(app: APIFlask) -> None:
    assert proposals(app, on_hand=10, coming=200) == []


def test_stock_that_lasts_is_left_alone(app: APIFlask) -> None:
    assert proposals(app, on_hand=200) == []


def test_a_site_that_never_bought_is_proposed_nothing(app: APIFlask) -> None:
    site = write(app, make_site)
    with app.app_context():
        assert propose(*read_offers(site.id)) == []
