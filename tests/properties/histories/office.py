"""What the office does to stock: it writes off, and sends to another site."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import rule

from pickface.tasks import desk_moves
from pickface.tasks.desk_moves import Adjustment
from tests.properties.histories.goods import Truth, some, which


class Office(Truth):
    """What the office does."""

    @rule(what=which, units=some, reason=st.sampled_from(["damaged", "lost"]))
    def adjust(self, what: int, units: int, reason: str) -> None:
        """Units that are really gone are taken off, if the books have them and no count of them waits."""
        goods = self.held(what, units)
        if goods is None:
            return
        self.tx.now += 1
        wish = Adjustment(*self.key(goods), -units, reason)
        if self.attempt(lambda: desk_moves.adjust(self.tx, self.signer, self.by, wish)):
            self.there[goods] -= units

    @rule(what=which, units=some)
    def send(self, what: int, units: int) -> None:
        goods = self.held(what, units)
        if goods is None:
            return
        self.tx.now += 1
        key, north = self.key(goods), self.north.id
        if self.attempt(lambda: desk_moves.send(self.tx, self.signer, self.by, key, north, units)):
            self.there[goods] -= units
            self.transit[goods[:2]] += units
