"""Eight at once, on both databases: nothing is promised twice, nothing is lost."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from apiflask import APIFlask

from pickface.db import Tx
from pickface.errors import PickfaceError
from pickface.locations import plates
from pickface.locations.container_forms import ContainersForm
from pickface.stock.carrying import empty_container, move_container, nest_container
from pickface.stock.ledger import NewMove, adjust, post_moves
from pickface.stock.moves import BalanceKey
from pickface.stock.reservations import mark_short, pin_line, release_line, reserve_line
from pickface.stock.verify import verify
from pickface.tasks import changes
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


def test_four_hundred_additions_of_one_add_four_hundred(app: APIFlask, site: b.Site) -> None:
    item, place = b.write(app, lambda tx: (b.make_item(tx), b.make_place(tx, site.id, "A-01-01")))

    def add(tx: Tx) -> None:
        adjust(tx, item_id=item, place_id=place, delta=1, cause=b.because(site), kind="adjust")

    at_once(app, [add] * 400)
    assert b.write(app, lambda tx: tx.value("SELECT on_hand FROM stock_level")) == 400
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


def test_eight_who_ask_for_plates_at_once_get_each_its_own(app: APIFlask, site: b.Site) -> None:
    def prefix(tx: Tx) -> None:
        tx.run("UPDATE site SET settings = :said", said='{"sscc_prefix": "4012345"}')
        b.make_container(tx, "340123450000000000", site.floor)

    b.write(app, prefix)
    wishes = [ContainersForm(kind=kind, many=5) for kind in ("pallet", "carton", "cart")] * 16
    got = at_once(app, [lambda tx, w=wish: plates.make(tx, site.id, w) for wish in wishes])
    made = [code for codes in got for code in codes]
    assert len(set(made)) == len(made) == 240
    rows = b.write(app, lambda tx: tx.value("SELECT COUNT(*) FROM container WHERE code <> ''"))
    assert rows == 241


def test_pallets_that_eight_people_stack_move_and_empty_at_once_keep_their_goods(
    app: APIFlask, site: b.Site
) -> None:
    codes = [f"LP00000{n}" for n in range(6)]

    def build(tx: Tx) -> tuple[int, list[int]]:
        item = b.make_item(tx)
        bins = [b.make_place(tx, site.id, f"A-0{n}-01") for n in range(3)]
        for code in codes:
            b.make_container(tx, code, bins[0], site.id, kind="pallet")
            b.stock_up(tx, site, item, bins[0], 10, container=code)
        return item, bins

    item, bins = b.write(app, build)

    def attempt(work: Callable[[Tx], object]) -> Callable[[Tx], None]:
        def tried(tx: Tx) -> None:
            try:
                with tx.savepoint():
                    work(tx)
            except PickfaceError:
                pass

        return tried

    def do(n: int) -> Callable[[Tx], object]:
        code, other, place = codes[n % 6], codes[(n * 5 + n // 6 + 1) % 6], bins[n % 3]
        return [
            lambda tx: nest_container(tx, code, other, b.because(site)),
            lambda tx: nest_container(tx, other, code, b.because(site)),
            lambda tx: move_container(tx, code, place, b.because(site)),
            lambda tx: empty_container(tx, code, place, b.because(site)),
            lambda tx: post_moves(
                tx,
                [
                    NewMove(
                        "move", item, 1, site.supplier, changes._where(tx, None, code), to_container=code
                    )
                ],
                b.because(site),
            ),
        ][n % 5]  # fmt: skip

    at_once(app, [attempt(do(n)) for n in range(240)])
    assert b.write(app, lambda tx: verify(tx.all)) == []
    assert b.write(app, lambda tx: tx.value("SELECT on_hand FROM stock_level")) == 60 + 48
