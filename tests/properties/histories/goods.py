"""The goods themselves: so many units of a lot in a bin or a container, whatever the books say."""

from __future__ import annotations

from collections import Counter
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize

from pickface.config import Config
from pickface.errors import PickfaceError
from pickface.scans.keys import load_or_make
from pickface.stock import ledger
from pickface.stock.ledger import BalanceKey, NewMove
from pickface.stock.moves import AT_BALANCE
from tests import builders as b
from tests.properties.test_stock import CONTAINERS, House, build, transaction

some = st.integers(1, 6)
which = st.integers(0, 40)
Goods = tuple[int, int, int, str]
"""An item, a lot, and where they are: a place, or 0 and a container wherever it stands."""


class Truth(RuleBasedStateMachine):
    """What is really there, in one transaction that is never committed."""

    config: Config

    def __init__(self) -> None:
        super().__init__()
        self._opened = transaction(self.config)
        self.tx = self._opened.__enter__()
        self.house: House = build(self.tx)
        self.signer = load_or_make(self.config.data)
        self.by = {
            "id": self.tx.insert("person", site_id=self.house.site.id, name="Lee", role="manager"),
            "site_id": self.house.site.id,
        }
        self.north = b.make_site(self.tx, "NORTH")
        self.real = [*self.house.places[:5], self.house.site.floor]
        self.there: Counter[Goods] = Counter()
        self.transit: Counter[tuple[int, int]] = Counter()
        self.unbooked: dict[BalanceKey, int] = {}
        self.looked: dict[BalanceKey, int] = {}
        self.gone: set[str] = set()
        self.done: list[tuple[str, list[tuple[Goods, int]]]] = []

    @initialize()
    def begin(self) -> None:
        """What the house was built with is really there."""
        for row in self.tx.all(
            "SELECT item_id, lot_id, place_id, qty FROM balance WHERE virtual = 0"
        ):
            self.there[row["item_id"], row["lot_id"], row["place_id"], ""] = int(row["qty"])

    def spot(self, n: int) -> tuple[int, str]:
        """A bin, or a container that has not left."""
        spots: list[tuple[int, str]] = [(place, "") for place in self.real]
        spots += [(0, code) for code in CONTAINERS if code not in self.gone]
        return spots[n % len(spots)]

    def at(self, spot: tuple[int, str]) -> int:
        """The place where a spot is."""
        place, code = spot
        if not code:
            return place
        return int(self.tx.value("SELECT place_id FROM container WHERE code = :code", code=code))

    def held(self, n: int, least: int = 1) -> Goods | None:
        """Goods of which so many are really there."""
        found = sorted(goods for goods, units in self.there.items() if units >= least)
        return found[n % len(found)] if found else None

    def key(self, goods: Goods) -> BalanceKey:
        """The balance of goods."""
        item, lot, place, code = goods
        return BalanceKey(item, lot, self.at((place, code)), code, 1)

    def booked(self, key: BalanceKey) -> tuple[int, int]:
        """Units and open finds by the books."""
        row = self.tx.one(f"SELECT qty, found FROM balance WHERE {AT_BALANCE}", **key.bound)
        return (int(row["qty"]), int(row["found"])) if row else (0, 0)

    @property
    def unheard_of(self) -> set[str]:
        """Containers of which a handheld has yet to tell what went into them, or came out."""
        return set()

    def note(self, goods: Goods, change: int) -> None:
        """Goods changed without a scan: counts that wait do not know of it."""
        key = self.key(goods)
        if key in self.unbooked:
            self.unbooked[key] += change

    def move_unseen(self, goods: Goods, spot: tuple[int, str], units: int) -> None:
        """Goods go somewhere else, and nobody hears of it."""
        self.there[goods] -= units
        self.note(goods, -units)
        self.there[goods[0], goods[1], *spot] += units
        self.note((goods[0], goods[1], *spot), units)

    def may_leave(self, code: str) -> bool:
        """Whether a container may leave for good: one stays, and so does what a handheld has yet to tell of."""
        return not (
            code in self.gone or len(self.gone) == len(CONTAINERS) - 1 or code in self.unheard_of
        )

    def post(self, move: NewMove) -> None:
        """Book a move that people have made."""
        ledger.post_moves(self.tx, [move], self.house.cause())

    def shift(self, *changes: tuple[Goods, int]) -> None:
        """Goods have moved by what was booked last."""
        for goods, units in changes:
            self.there[goods] += units
        self.done.append((self.house.events[-1], list(changes)))

    def attempt(self, deed: Any) -> bool:
        """Whether it was allowed; what is refused leaves no trace."""
        try:
            with self.tx.savepoint():
                deed()
        except PickfaceError:
            return False
        return True
