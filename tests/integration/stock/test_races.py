"""Eight at once, on both databases: nothing is promised twice, nothing is lost."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from apiflask import APIFlask

from pickface.db import Tx
from pickface.stock.ledger import NewMove, adjust, move_container, post_moves
from pickface.stock.moves import BalanceKey
from pickface.stock.reservations import mark_short, pin_line, release_line, reserve_line
from pickface.stock.verify import verify
from tests import builders as b

CLIENTS = 8


def at_once(app: APIFlask, works: Iterable[Callable[[Tx], Any]]) -> list[Any]:
    """Every work in a transaction of its own, eight at a time."""
    with ThreadPoolExecutor(CLIENTS) as clients:
        return list(clients.map(lambda work: b.write(app, work), works))


@pytest.fixture
def site(app: APIFlask) -> b.Site:
    return b.write(app, b.make_site)


def test_law_17_a_thousand_orders_for_five_hundred_units_get_exactly_these(
    app: APIFlask, site: b.Site
) -> None:
    def build(tx: Tx) -> list[int]:
        item = b.make_item(tx)
        for n in range(5):
            b.stock_up(tx, site, item, b.make_place(tx, site.id, f"A-0{n}-01"), 100)
        return b.make_order(tx, site.id, [(item, 1)] * 1000).lines

    lines = b.write(app, build)
    got = at_once(app, [lambda tx, line=line: reserve_line(tx, line) for line in lines])
    assert sum(got) == 500
    assert b.write(app, lambda tx: tx.value("SELECT SUM(qty) FROM reservation")) == 500
    assert b.write(app, lambda tx: verify(tx.all)) == []


def test_a_thousand_additions_of_one_add_a_thousand(app: APIFlask, site: b.Site) -> None:
    item, place = b.write(app, lambda tx: (b.make_item(tx), b.make_place(tx, site.id, "A-01-01")))

    def add(tx: Tx) -> None:
        adjust(tx, item_id=item, place_id=place, delta=1, cause=b.because(site), kind="adjust")

    at_once(app, [add] * 1000)
    assert b.write(app, lambda tx: tx.value("SELECT on_hand FROM stock_level")) == 1000
    assert b.write(app, lambda tx: verify(tx.all)) == []


def test_law_17_the_same_line_reserved_by_eight_at_once_is_reserved_once(
    app: APIFlask, site: b.Site
) -> None:
    def build(tx: Tx) -> int:
        item = b.make_item(tx)
        b.stock_up(tx, site, item, b.make_place(tx, site.id, "A-01-01"), 100)
        return b.make_order(tx, site.id, [(item, 5)]).lines[0]

    line = b.write(app, build)
    got = at_once(app, [lambda tx: reserve_line(tx, line)] * CLIENTS)
    assert sorted(got) == [0] * 7 + [5]


def test_pickers_shorts_and_trolleys_in_each_others_way_keep_the_books_right(
    app: APIFlask, site: b.Site
) -> None:
    def build(tx: Tx) -> tuple[int, list[int], list[int]]:
        item = b.make_item(tx)
        bins = [b.make_place(tx, site.id, f"A-0{n}-01") for n in range(3)]
        for place in bins:
            b.stock_up(tx, site, item, place, 30)
        b.make_container(tx, "P0001", bins[0])
        b.stock_up(tx, site, item, bins[0], 30, container="P0001")
        b.make_container(tx, "T0001", site.floor)
        return item, bins, b.make_order(tx, site.id, [(item, 3)] * 40).lines

    item, bins, lines = b.write(app, build)

    def sell(line: int) -> Callable[[Tx], None]:
        def work(tx: Tx) -> None:
            reserve_line(tx, line)
            for pin in pin_line(tx, line):
                move = NewMove(
                    "pick", item, pin.qty, pin.place_id, site.floor,
                    from_container=pin.container, to_container="T0001",
                    reservation_id=pin.reservation, order_line_id=line,
                )  # fmt: skip
                post_moves(tx, [move], b.because(site))

        return work

    def swap(n: int) -> Callable[[Tx], object]:
        here, there = bins[n % 3], bins[(n + 1 + n % 2) % 3]
        return lambda tx: post_moves(tx, [NewMove("move", item, 2, here, there)], b.because(site))

    def disturb(n: int) -> Callable[[Tx], object]:
        return [
            lambda tx: mark_short(tx, BalanceKey(item, 0, bins[n % 3], "", 1), 1),
            lambda tx: move_container(tx, "P0001", bins[n % 3], b.because(site)),
            lambda tx: adjust(
                tx, item_id=item, place_id=bins[n % 3], counted_qty=20, cause=b.because(site)
            ),
            lambda tx: release_line(tx, lines[n % 40]),
        ][n % 4]

    works = [work for n, line in enumerate(lines) for work in (sell(line), swap(n), disturb(n))]
    at_once(app, works)
    assert b.write(app, lambda tx: verify(tx.all)) == []
