"""Counts: the books follow at once, or wait for somebody's name."""

from __future__ import annotations

from hypothesis.stateful import rule

from pickface.ids import uuid7
from pickface.stock import ledger, variances
from pickface.stock.ledger import BalanceKey
from pickface.stock.moves import Cause
from pickface.stock.variances import Seen
from tests.properties.histories.goods import Truth, which


class Counts(Truth):
    """What counters do."""

    @rule(what=which)
    def count(self, what: int) -> None:
        goods = self.held(what)
        if goods is not None:
            self.count_spot(goods[2:])

    @rule(place=which)
    def count_and_wait(self, place: int) -> None:
        """A bin is counted, and its differences wait for somebody's name."""
        wrong = [place for place in self.real if self.is_wrong(place)]
        if not wrong:
            return
        place_id = wrong[place % len(wrong)]
        variances.replace(self.tx, place_id)
        self.unbooked = {key: n for key, n in self.unbooked.items() if key.place_id != place_id}
        seen = []
        for key in sorted(self.keys_of((place_id, ""))):
            booked, found = self.booked(key)
            units = self.there[key.item_id, key.lot_id, place_id, ""]
            seen.append(Seen(key, booked, found, units))
            if booked != units:
                self.unbooked[key] = 0
                self.looked[key] = self.tx.now
        if seen:
            variances.note(self.tx, 1, Cause(uuid7(), self.house.site.id), seen, "approval")
            variances.hold_missing(self.tx, seen)

    @rule(place=which)
    def approve(self, place: int) -> None:
        """What waited is booked: the bin has what was seen, and what was scanned since."""
        waits = [place_id for place_id in self.real if variances.waiting(self.tx, place_id)]
        if not waits:
            return
        place_id = waits[place % len(waits)]
        lines = variances.waiting(self.tx, place_id)
        settled = variances.settle(self.tx, lines, self.house.cause())
        if settled is None:
            variances.replace(self.tx, place_id)
        else:
            variances.decide(self.tx, lines, None)
            for line in lines:
                key = BalanceKey(line["item_id"], line["lot_id"], place_id, "", 1)
                really = self.there[line["item_id"], line["lot_id"], place_id, ""]
                assert self.booked(key)[0] == really - self.unbooked[key]
        self.unbooked = {key: n for key, n in self.unbooked.items() if key.place_id != place_id}

    def is_wrong(self, place_id: int) -> bool:
        """Whether the books have something else in a bin than is there."""
        return any(
            self.booked(key)[0] != self.there[key.item_id, key.lot_id, place_id, ""]
            for key in self.keys_of((place_id, ""))
        )

    def keys_of(self, spot: tuple[int, str]) -> set[BalanceKey]:
        """The balances of a spot that the books or the goods know."""
        place_id, code = self.at(spot), spot[1]
        keys = {
            self.key(goods) for goods, units in self.there.items() if units and goods[2:] == spot
        }
        sql = "SELECT item_id, lot_id FROM balance WHERE place_id = :place AND container = :code AND qty > 0"
        for row in self.tx.all(sql, place=place_id, code=code):
            keys.add(BalanceKey(row["item_id"], row["lot_id"], place_id, code, 1))
        return keys

    def count_spot(self, spot: tuple[int, str]) -> None:
        """Say of everything in a spot how much is really there; the books follow at once."""
        place_id = self.at(spot)
        if not spot[1]:
            variances.replace(self.tx, place_id)
            self.unbooked = {key: n for key, n in self.unbooked.items() if key.place_id != place_id}
        for key in sorted(self.keys_of(spot)):
            units = self.there[key.item_id, key.lot_id, *spot]
            ledger.adjust(self.tx, **key.bound, counted_qty=units, cause=self.house.cause())
            assert self.booked(key)[0] == units
