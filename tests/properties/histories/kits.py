"""Kits are built where their parts lie, and taken apart."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.properties.histories.goods import Goods, Truth, which


class Kits(Truth):
    """What builders do."""

    @rule(at=which, kits=st.integers(1, 3))
    def build_kits(self, at: int, kits: int) -> None:
        """Two plain items and a dated one become a kit, where they lie."""
        spots = [goods[2:] for goods in sorted(self.there) if goods[0] == self.house.goods[1][0]]
        if not spots:
            return
        spot = spots[at % len(spots)]
        parts = self.parts_at(spot)
        kits = min(kits, *(self.there[goods] // each for goods, each in parts))
        if kits:
            self.assemble(parts, (self.house.kit, 0, *spot), kits, "build")

    @rule(what=which, to=which)
    def take_a_kit_apart(self, what: int, to: int) -> None:
        kits = sorted(
            goods for goods, n in self.there.items() if n > 0 and goods[0] == self.house.kit
        )
        if kits:
            kit = kits[what % len(kits)]
            self.assemble(self.parts_at(self.spot(to)), kit, 1, "unbuild")

    def parts_at(self, spot: tuple[int, str]) -> list[tuple[Goods, int]]:
        """What goes into one kit."""
        (plain, _), (dated, lot) = self.house.goods[:2]
        return [((plain, 0, *spot), 2), ((dated, lot, *spot), 1)]

    def assemble(self, parts: list[tuple[Goods, int]], kit: Goods, kits: int, kind: str) -> None:
        """Book kits that are made, or taken apart."""
        inside = [(self.key(goods), kits * each) for goods, each in parts]
        whole = [(self.key(kit), kits)]
        sides = (inside, whole) if kind == "build" else (whole, inside)
        self.house.through_assembly(*sides, kind)
        sign = -1 if kind == "build" else 1
        self.shift(*((goods, sign * kits * each) for goods, each in parts), (kit, -sign * kits))
