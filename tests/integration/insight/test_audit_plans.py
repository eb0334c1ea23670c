"""An audit of a day asks for what moved on that day, and walks through nothing that grows with the years."""

from __future__ import annotations

import pytest
from apiflask import APIFlask

from pickface.db import Tx, clock
from pickface.ids import first_id, uuid7
from pickface.insight.audit import MOVED, VERDICTS_SINCE
from pickface.insight.audit_streams import EVENTS
from pickface.stock.ledger import Cause, NewMove, post_moves
from pickface.stock.verify import ITEM_CHECKS, some, verify_items
from tests.builders import write
from tests.integration.orders.test_orders import stock_up
from tests.office import open_office

pytestmark = pytest.mark.both

LARGE = ("move", "scan_event", "cost_layer", "cost_entry", "reservation", "balance")


def _plan(tx: Tx, sql: str, **params: str) -> list[str]:
    word = "EXPLAIN QUERY PLAN " if tx.dialect == "sqlite" else "EXPLAIN "
    return [
        str(list(dict(line).values())[-1]).strip(" ->") for line in tx.all(word + sql, **params)
    ]


def _walked(tx: Tx, sql: str, **params: str) -> list[str]:
    """The lines of a plan that read all of a large table."""
    said = (
        [f"SCAN {name}" for name in (*LARGE, "m", "e", "b")]
        if tx.dialect == "sqlite"
        else [f"Seq Scan on {name}" for name in LARGE]
    )
    return [
        line
        for line in _plan(tx, sql, **params)
        if any(line == start or line.startswith((f"{start} ", f"{start}_")) for start in said)
    ]


def test_an_audit_of_a_day_walks_through_no_large_table(app: APIFlask) -> None:
    def look(tx: Tx) -> dict[str, list[str]]:
        if tx.dialect == "postgresql":
            # Small tables are read whole, whatever indexes they have.
            tx.run("SET LOCAL enable_seqscan = off")
        ids = some([1, 2], arrays=tx.dialect == "postgresql")
        these = {"of_item": f"item_id {ids}", "of_id": f"id {ids}"}
        found = {what: _walked(tx, sql.format(**these)) for what, sql in ITEM_CHECKS}
        first = first_id(clock())
        for sentence, sql in (("what moved", MOVED), *VERDICTS_SINCE):
            found[sentence] = _walked(tx, sql, first=first)
        page = {"stream": "s", "after": "7", "last": "g", "page": "9"}
        found["a stream's events"] = _walked(tx, EVENTS, **page)
        if not any("seq" in line and ">" in line for line in _plan(tx, EVENTS, **page)):
            found["a stream's events"].append("a page begins where the stream does")
        return {what: lines for what, lines in found.items() if lines}

    assert write(app, look) == {}


def test_sums_of_moves_that_go_the_same_way_prove_each_balance(app: APIFlask) -> None:
    office = open_office(app)
    item = office.desk.post("/items", {"sku": "MUG", "name": "Mug"})["id"]
    first, second = (office.desk.post("/places", {"code": code})["id"] for code in ("A-1", "B-1"))
    stock_up(office, item, first, 10)

    def to_and_fro(tx: Tx) -> None:
        for source, target in ((first, second), (first, second), (second, first)):
            cause = Cause(f"test:{uuid7()}", office.site_id)
            post_moves(tx, [NewMove("move", item, 2, source, target)], cause)

    write(app, to_and_fro)
    assert write(app, lambda tx: verify_items(tx.all, [item])) == []
    write(app, lambda tx: tx.run("UPDATE balance SET qty = qty + 1 WHERE place_id = :p", p=second))
    [told] = [
        one
        for one in write(
            app, lambda tx: verify_items(tx.all, [item], arrays=tx.dialect == "postgresql")
        )
        if one.what == "balance_qty"
    ]
    assert (told.where["place_id"], told.expected, told.found) == (second, 2, 3)
