"""What was sent instead of what stays known of done orders; of open ones only what is still to be sent comes over."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from apiflask import APIFlask

from pickface.db import command, rows
from pickface.stock.verify import verify
from tests.furnished import brought_in, everything, exported, furnish

INSTEAD = ("instead_channel", "instead_number", "instead_line")


def order(
    tx: Any, number: str, state: str, asked: dict[str, int], stands_in: dict[str, int]
) -> None:
    """Two of one item were asked for; one of another was sent for one of them."""
    site = tx.value("SELECT id FROM site")
    item = {one["sku"]: one["id"] for one in tx.all("SELECT id, sku FROM item")}
    made = tx.insert(
        "orders", site_id=site, owner_id=1, channel="shop", number=number, state=state, priority=5,
        placed_at=1, ship_by=2, customer="Ada", substitutes=1,
    )  # fmt: skip
    first = tx.insert(
        "order_line", order_id=made, line_no=1, item_id=item["MUG"], price_minor=255, **asked
    )
    tx.insert(
        "order_line", order_id=made, line_no=2, item_id=item["TV"], substitute_for=first, price_minor=255, **stands_in
    )  # fmt: skip


def test_a_done_order_says_afterwards_what_stood_for_what(
    app: APIFlask,
    empty: APIFlask,
    tmp_path: Path,
) -> None:
    furnish(app)
    with app.app_context():
        done = {"qty": 2, "shipped": 1, "given_up": 1}
        command(
            lambda tx: order(tx, "S-1", "shipped", done, {"qty": 1, "shipped": 1, "given_up": 0})
        )
        command(
            lambda tx: order(
                tx, "S-2", "open", {**done, "shipped": 0}, {"qty": 1, "shipped": 0, "given_up": 0}
            )
        )
    archive = exported(app, tmp_path / "site.zip")
    lines = {(one["number"], one["line_no"]): one for one in everything(archive)["order_lines"]}
    told = {
        key: tuple(one[name] for name in INSTEAD) for key, one in lines.items() if key[0][0] == "S"
    }
    assert told == {
        ("S-1", 1): ("", "", 0), ("S-1", 2): ("shop", "S-1", 1),
        ("S-2", 1): ("", "", 0), ("S-2", 2): ("", "", 0),
    }  # fmt: skip
    brought_in(empty, archive.file)
    with empty.app_context():
        assert verify(rows) == []
        (stands,) = rows(
            "SELECT o.number, a.line_no FROM order_line l JOIN order_line a ON a.id = l.substitute_for "
            "JOIN orders o ON o.id = l.order_id AND o.id = a.order_id"
        )
    assert (stands["number"], stands["line_no"]) == ("S-1", 1)
    assert everything(exported(empty, tmp_path / "again.zip")) == everything(archive)
