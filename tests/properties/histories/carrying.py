"""Goods and containers are carried, with a scan or without one, and what was scanned is undone."""

from __future__ import annotations

from hypothesis.stateful import rule

from pickface.stock import carrying, containers, ledger
from pickface.stock.containers import ContainerCycle
from pickface.stock.ledger import NewMove
from tests.properties.histories.counts import Counts
from tests.properties.histories.goods import some, which
from tests.properties.test_stock import CONTAINERS


class Carrying(Counts):
    """What people carry."""

    @rule(what=which, to=which, units=some)
    def receive(self, what: int, to: int, units: int) -> None:
        item, lot = self.house.goods[what % len(self.house.goods)]
        spot = self.spot(to)
        self.post(
            NewMove(
                "receive", item, units, self.house.site.supplier, self.at(spot), lot, 1, "", spot[1]
            )
        )
        self.shift(((item, lot, *spot), units))

    @rule(what=which, to=which, units=some)
    def carry(self, what: int, to: int, units: int) -> None:
        goods = self.held(what, 1)
        spot = self.spot(to)
        if goods is None or goods[2:] == spot:
            return
        units = min(units, self.there[goods])
        origin = self.key(goods)
        self.post(
            NewMove(
                "move",
                goods[0],
                units,
                origin.place_id,
                self.at(spot),
                goods[1],
                1,
                goods[3],
                spot[1],
            )
        )
        self.shift((goods, -units), ((goods[0], goods[1], *spot), units))

    @rule(what=which, to=which, units=some)
    def carry_without_a_scan(self, what: int, to: int, units: int) -> None:
        goods = self.held(what, units)
        spot = self.spot(to)
        if goods is None or goods[2:] == spot:
            return
        self.move_unseen(goods, spot, units)

    @rule(what=which, to=which)
    def carry_all(self, what: int, to: int) -> None:
        """Empty a spot, of which the books may know less; most of all one whose count waits."""
        found = sorted(goods for goods, units in self.there.items() if units > 0)
        waits = [goods for goods in found if goods[2] and self.key(goods) in self.unbooked]
        goods = (waits or found)[what % len(waits or found)] if found else None
        if goods is not None:
            self.carry(found.index(goods), to, self.there[goods])

    @rule(container=which, to=which)
    def roll(self, container: int, to: int) -> None:
        code = CONTAINERS[container % len(CONTAINERS)]
        if code not in self.gone:
            carrying.move_container(
                self.tx, code, self.real[to % len(self.real)], self.house.cause()
            )

    @rule(container=which, into=which)
    def nest(self, container: int, into: int) -> None:
        """A container is put on another one, as deep as it comes; in a circle it is refused."""
        code, other = (CONTAINERS[n % len(CONTAINERS)] for n in (container, into))
        if not {code, other} & self.gone:
            try:
                carrying.nest_container(self.tx, code, other, self.house.cause())
            except ContainerCycle:
                assert containers.stands_in(self.tx, other, code)

    @rule(container=which)
    def ship(self, container: int) -> None:
        """A container leaves, with what is really in it; what the books have in it besides is lost with it."""
        code = CONTAINERS[container % len(CONTAINERS)]
        if not self.may_leave(code):
            return
        for other in CONTAINERS:
            if other != code and containers.stands_in(self.tx, other, code):
                carrying.move_container(self.tx, other, self.real[0], self.house.cause())
        self.count_spot((0, code))
        carrying.move_container(self.tx, code, self.house.site.customer, self.house.cause())
        for goods in [goods for goods in self.there if goods[3] == code]:
            del self.there[goods]
        self.gone.add(code)

    @rule(what=which)
    def undo(self, what: int) -> None:
        """What was scanned last, or before that, is undone, and the goods are carried back; again moves nothing."""
        if not self.done:
            return
        at = -1 - what % min(4, len(self.done))
        event, changes = self.done[at]
        if any(self.there[goods] < units for goods, units in changes if units > 0):
            return
        if {goods[3] for goods, _ in changes} & self.gone:
            return
        if self.attempt(lambda: ledger.reverse_moves(self.tx, event, self.house.cause())):
            for goods, units in changes:
                self.there[goods] -= units
            moved = self.tx.value("SELECT COUNT(*) FROM move")
            self.attempt(lambda: ledger.reverse_moves(self.tx, event, self.house.cause()))
            assert self.tx.value("SELECT COUNT(*) FROM move") == moved, "undone twice"
            del self.done[at]

    @rule(what=which, place=which, to=which, units=some)
    def empty_what_waits(self, what: int, place: int, to: int, units: int) -> None:
        """Goods come unseen, are counted, and are carried on before anybody has decided about the count."""
        self.carry_without_a_scan(what, place % len(self.real), units)
        self.count_and_wait(place)
        self.carry_all(what, to)
        self.approve(place)
