"""What kind of shift is wanted, and which roles share its work. Plain values."""

from __future__ import annotations

from dataclasses import dataclass

LOGIN, PASSWORD = "maria", "maria-pickface-4329"
"""The demo site's manager, as ``make demo`` prints it."""
CREW = ("picker", "picker", "packer", "picker", "receiver")
"""Who is who among five."""
KINDS = {
    "picker": ["pick", "replenish", "putaway", "count", "move"],
    "packer": ["sort", "check", "pack", "load", "ship"],
    "receiver": ["putaway", "receive", "replenish"],
    "supervisor": [
        "load",
        "ship",
        "pack",
        "check",
        "sort",
        "pick",
        "count",
        "move",
        "putaway",
        "receive",
        "replenish",
    ],
}


@dataclass(frozen=True)
class Wanted:
    """What kind of shift: how many people and orders, scans a second and person (0: no pause), share of errors.

    ``cart`` is how many totes a cart has, ``batch`` how many orders share a batch; without either each order is picked
    by itself. With ``existing`` the shift takes so many
    open orders of the site, those that get goods first, instead of placing its own.
    """

    url: str
    people: int = 10
    orders: int = 50
    seed: int = 1
    rate: float = 0.0
    errors: float = 0.02
    existing: int = 0
    cart: int = 0
    batch: int = 0
    login: str = LOGIN
    password: str = PASSWORD

    @property
    def together(self) -> tuple[str, int]:
        """By which method orders are picked, and how many at once."""
        if self.batch:
            return "batch", self.batch
        return ("cluster", self.cart) if self.cart else ("single", 1)

    def role(self, number: int) -> str:
        """The role of a person; where there are too few for a crew, everybody does everything."""
        return CREW[number % len(CREW)] if self.people >= len(CREW) else "supervisor"

    def numbers_of(self, *roles: str) -> list[int]:
        """The people who have one of these roles, or do everything."""
        return [n for n in range(self.people) if self.role(n) in (*roles, "supervisor")]
