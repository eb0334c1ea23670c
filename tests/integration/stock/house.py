"""A small house in which the stories of stock happen, and short words for what they do and ask."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from apiflask import APIFlask

from pickface.db import Tx
from pickface.stock.ledger import BalanceKey, Cause, NewMove, Posted, post_moves
from pickface.stock.reservations import Pin, pin_line, reserve_line
from tests import builders as b

T = TypeVar("T")


@dataclass
class House:
    """One item, three bins, a quarantine place, and two totes and a pallet on the floor."""

    app: APIFlask
    site: b.Site
    item: int
    bins: list[int]
    quarantine: int

    def write(self, work: Callable[[Tx], T]) -> T:
        """Do it in a transaction of its own."""
        return b.write(self.app, work)

    def cause(self, **values: Any) -> Cause:
        return b.because(self.site, **values)

    def key(self, place: int, lot: int = 0, container: str = "") -> BalanceKey:
        return BalanceKey(self.item, lot, place, container, 1)

    def stock(self, qty: int, bin_: int = 0, **values: Any) -> None:
        """Goods from the supplier into a bin."""
        self.write(lambda tx: b.stock_up(tx, self.site, self.item, self.bins[bin_], qty, **values))

    def order(self, qty: int, days: int = 1, **values: Any) -> int:
        """An order's only line, due in some days."""

        def make(tx: Tx) -> int:
            line = {"item_id": self.item, "qty": qty, **values}
            return b.make_order(tx, self.site.id, [line], ship_by=tx.now + days * b.DAY_MS).lines[0]

        return self.write(make)

    def reserve(self, line: int) -> int:
        return self.write(lambda tx: reserve_line(tx, line))

    def pin(self, line: int) -> list[Pin]:
        """Reserve and pin a line."""
        self.reserve(line)
        return self.write(lambda tx: pin_line(tx, line))

    def move(
        self, qty: int, start: int, end: int, cause: Cause | None = None, **values: Any
    ) -> Posted:
        """Move units of the item."""
        move = NewMove(values.pop("kind", "move"), self.item, qty, start, end, **values)
        return self.write(lambda tx: post_moves(tx, [move], cause or self.cause()))

    def pick(
        self,
        line: int,
        qty: int,
        bin_: int = 0,
        pin: int | None = None,
        cause: Cause | None = None,
        **values: Any,
    ) -> Posted:
        """Pick units for a line from a bin into the first tote."""
        return self.move(
            qty, self.bins[bin_], self.site.floor, cause, kind="pick", to_container="T0001",
            order_line_id=line, reservation_id=pin, **values,
        )  # fmt: skip

    def qty(self, place: int, container: str = "", lot: int = 0) -> int:
        """What the books have there."""
        return self._of("qty", place, container, lot)

    def pinned(self, place: int, container: str = "", lot: int = 0) -> int:
        return self._of("pinned", place, container, lot)

    def held(self, place: int, container: str = "") -> int:
        return self._of("unreservable", place, container, 0)

    def _of(self, column: str, place: int, container: str, lot: int) -> int:
        sql = (
            f"SELECT {column} FROM balance WHERE item_id = :item AND place_id = :place"
            " AND container = :container AND lot_id = :lot"
        )
        found = self.write(
            lambda tx: tx.value(sql, item=self.item, place=place, container=container, lot=lot)
        )
        return int(found or 0)

    def level(self) -> tuple[int, int, int]:
        """On hand, reserved and available."""
        row = self.write(
            lambda tx: tx.one(
                "SELECT on_hand, reserved, pickable - reserved - unreservable AS available"
                " FROM stock_level WHERE item_id = :item",
                item=self.item,
            )
        )
        return tuple(dict(row).values()) if row else (0, 0, 0)  # type: ignore[return-value]

    def promised(self, line: int) -> tuple[int, int, int]:
        """Unpinned, pinned and taken units of a line."""
        row = self.write(
            lambda tx: tx.one(
                "SELECT COALESCE(SUM(CASE WHEN place_id = 0 THEN qty END), 0) AS loose,"
                " COALESCE(SUM(CASE WHEN place_id > 0 THEN qty END), 0) AS pinned,"
                " COALESCE(SUM(taken), 0) AS taken FROM reservation WHERE order_line_id = :line",
                line=line,
            )
        )
        return tuple(int(n) for n in dict(row or {}).values())  # type: ignore[return-value]

    def jobs(self) -> list[tuple[str, str]]:
        return self.write(
            lambda tx: [
                (r["kind"], r["key"]) for r in tx.all("SELECT kind, key FROM job ORDER BY key")
            ]
        )
