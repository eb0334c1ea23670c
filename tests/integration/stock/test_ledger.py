"""Stories of goods that move, told on both databases."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from apiflask import APIFlask

from pickface.db import Tx
from pickface.stock.ledger import (
    NewMove,
    post_moves,
)
from pickface.stock.reservations import pin_line, reserve_line
from pickface.stock.verify import verify
from tests import builders as b


@dataclass
class House:
    app: APIFlask
    site: b.Site
    item: int
    bin: int
    tote: str

    def write(self, work: Callable[[Tx], Any]) -> Any:
        return b.write(self.app, work)


@pytest.fixture
def house(app: APIFlask) -> Iterator[House]:
    def build(tx: Tx) -> House:
        site = b.make_site(tx)
        place = b.make_place(tx, site.id, "A-01-01")
        tote = b.make_container(tx, "T0001", site.floor)
        return House(app, site, b.make_item(tx), place, tote)

    house = b.write(app, build)
    yield house
    assert b.write(app, lambda tx: verify(tx.all)) == []


def test_a_pick_with_its_own_pin_is_five_statements(house: House) -> None:
    def setup(tx: Tx) -> Any:
        b.stock_up(tx, house.site, house.item, house.bin, 10)
        line = b.make_order(tx, house.site.id, [(house.item, 3)]).lines[0]
        assert reserve_line(tx, line) == 3
        return line, pin_line(tx, line)[0]

    line, pin = house.write(setup)

    def pick(tx: Tx) -> int:
        move = NewMove(
            "pick",
            house.item,
            3,
            house.bin,
            house.site.floor,
            to_container="T0001",
            reservation_id=pin.reservation,
            order_line_id=line,
        )
        post_moves(tx, [move], b.because(house.site))
        return tx.statements

    assert house.write(pick) == 5
