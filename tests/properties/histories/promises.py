"""Goods are promised to orders, taken for them and dealt out; lots are recalled, bins closed."""

from __future__ import annotations

from hypothesis.stateful import rule

from pickface.stock import reservations
from pickface.stock.ledger import BalanceKey, NewMove
from tests.properties.histories.carrying import Carrying
from tests.properties.histories.goods import Goods, some, which
from tests.properties.test_stock import CONTAINERS


class Promises(Carrying):
    """What is promised, and what pickers do about it."""

    @rule(line=which)
    def reserve(self, line: int) -> None:
        self.house.reserve(line)

    @rule(line=which)
    def pin(self, line: int) -> None:
        self.house.pin(line)

    @rule(line=which)
    def unpin(self, line: int) -> None:
        self.house.unpin(line)

    @rule(line=which)
    def cancel(self, line: int) -> None:
        reservations.release_line(self.tx, self.house.lines[line % len(self.house.lines)])

    @rule(pin=which, tote=which, units=some)
    def pick(self, pin: int, tote: int, units: int) -> None:
        """Take what is pinned, as far as it is really there."""
        pins = self.tx.all("SELECT * FROM reservation WHERE place_id > 0 AND qty > 0 ORDER BY id")
        totes = [code for code in CONTAINERS if code not in self.gone]
        if not pins or not totes:
            return
        row, code = pins[pin % len(pins)], totes[tote % len(totes)]
        place = 0 if row["container"] else row["place_id"]
        goods: Goods = (row["item_id"], row["lot_id"], place, row["container"])
        units = min(units, self.there[goods])
        if units <= 0 or code == row["container"]:
            return
        move = NewMove(
            "pick", row["item_id"], units, row["place_id"], self.at((0, code)), row["lot_id"], 1,
            row["container"], code, row["id"], row["order_line_id"],
        )  # fmt: skip
        self.post(move)
        self.shift((goods, -units), ((row["item_id"], row["lot_id"], 0, code), units))

    @rule(what=which)
    def short(self, what: int) -> None:
        goods = self.held(what)
        if goods is not None:
            reservations.mark_short(self.tx, self.key(goods), left=self.there[goods])

    @rule(line=which, where=which, units=some)
    def pin_at_dock(self, line: int, where: int, units: int) -> None:
        """What has come in goes straight to an order that waits for it."""
        dock = 4
        self.receive(where, dock, units)
        item, lot = self.house.goods[where % len(self.house.goods)]
        lines = self.tx.all("SELECT id FROM order_line WHERE item_id = :i ORDER BY id", i=item)
        key = BalanceKey(item, lot, self.real[dock], "", 1)
        if lines:
            line_id = lines[line % len(lines)]["id"]
            reservations.pin_at_dock(self.tx, line_id, key, units)

    @rule(what=which, to=which, line=which, units=some)
    def sort(self, what: int, to: int, line: int, units: int) -> None:
        """What a batch took is dealt out into an order's container: nothing that is promised changes by it."""
        full = sorted(goods for goods, n in self.there.items() if n > 0 and goods[3])
        walls = [code for code in CONTAINERS if code not in self.gone]
        if not full:
            return
        goods, code = full[what % len(full)], walls[to % len(walls)]
        lines = self.tx.all(
            "SELECT id FROM order_line WHERE item_id = :item ORDER BY id", item=goods[0]
        )
        if goods[3] == code or not lines:
            return
        units, origin = min(units, self.there[goods]), self.key(goods)
        if self.booked(origin)[0] - units < 0:
            return
        move = NewMove(
            "sort", goods[0], units, origin.place_id, self.at((0, code)), goods[1], 1, goods[3], code, None,
            lines[line % len(lines)]["id"],
        )  # fmt: skip
        self.post(move)
        self.shift((goods, -units), ((goods[0], goods[1], 0, code), units))

    @rule(lot=which)
    def recall_or_lift(self, lot: int) -> None:
        self.house.recall(lot)

    @rule(place=which)
    def close_or_open_a_bin(self, place: int) -> None:
        self.house.close_place(place)
