"""Handhelds without a network: what they scanned is heard of long after others have counted, carried and rolled on."""

from __future__ import annotations

from dataclasses import dataclass, replace

from hypothesis import strategies as st
from hypothesis.stateful import rule

from pickface.stock.ledger import NewMove
from pickface.tasks import changes
from tests.properties.histories.carrying import Carrying
from tests.properties.histories.goods import Goods, some, which

handheld = st.integers(0, 1)
AWAY_MS = 60_000
"""Longer than a scan may take that no count can have overtaken."""


@dataclass(frozen=True)
class Unheard:
    """Units that were carried, and when."""

    goods: Goods
    to: tuple[int, str]
    units: int
    at: int


class Late(Carrying):
    """People in a dead zone; each handheld sends in the order of its scans."""

    def __init__(self) -> None:
        super().__init__()
        self.outboxes: tuple[list[Unheard], list[Unheard]] = ([], [])

    @rule(who=handheld, what=which, to=which, units=some)
    def carry_unheard(self, who: int, what: int, to: int, units: int) -> None:
        goods, spot = self.held(what), self.spot(to)
        if goods is None or goods[2:] == spot:
            return
        self.tx.now += 1
        units = min(units, self.there[goods])
        self.move_unseen(goods, spot, units)
        self.outboxes[who].append(Unheard(goods, spot, units, self.tx.now))
        self.tx.now += 1

    @rule(who=handheld)
    def come_back(self, who: int) -> None:
        """All of it is heard of now; a tote is booked where it stands by now."""
        if self.outboxes[who]:
            self.tx.now += AWAY_MS
        for one in self.outboxes[who]:
            item, lot, place, code = one.goods
            move = NewMove(
                "move", item, one.units, self.at((place, code)), self.at(one.to), lot, 1, code, one.to[1]
            )  # fmt: skip
            self.heard(one.goods, one.units, one.at)
            self.heard((item, lot, *one.to), -one.units, one.at)
            changes.post(self.tx, None, [move], replace(self.house.cause(), happened_at=one.at))
        self.outboxes[who].clear()

    def heard(self, goods: Goods, change: int, at: int) -> None:
        """A count that waits was made before this happened: it need not reckon with it any more."""
        key = self.key(goods)
        if key in self.unbooked and at > self.looked[key]:
            self.unbooked[key] += change

    @property
    def unheard_of(self) -> set[str]:
        unheard = [one for outbox in self.outboxes for one in outbox]
        return {code for one in unheard for code in (one.goods[3], one.to[1])}

    def everybody_comes_back(self) -> None:
        """The shift is over."""
        for who in range(len(self.outboxes)):
            self.come_back(who)
