"""Who works at the demo site."""

from __future__ import annotations

from random import Random
from typing import Final

from pickface.demo.nouns import DemoPerson

_STAFF: Final = (
    ("Maria Lindqvist", "manager"),
    ("Tomasz Kowalczyk", "supervisor"),
    ("Aylin Demir", "supervisor"),
    ("Henrik Brandt", "buyer"),
    ("Grace Okafor", "receiver"),
    ("Jens Petersen", "receiver"),
    ("Sofia Rossi", "picker"),
    ("Malik Haddad", "picker"),
    ("Olena Shevchenko", "picker"),
    ("Daniel Weber", "picker"),
    ("Linh Nguyen", "packer"),
    ("Pedro Alves", "packer"),
)
_DESKS: Final = ("manager", "supervisor", "buyer")


def hire(random: Random) -> tuple[DemoPerson, ...]:
    """Twelve people with badges from B-1001 on; those with a desk can sign in by name there."""
    pins = random.sample(range(1_000, 10_000), len(_STAFF))
    return tuple(
        _person(name, role, f"B-{1_001 + place}", str(pin))
        for place, ((name, role), pin) in enumerate(zip(_STAFF, pins, strict=True))
    )


def _person(name: str, role: str, badge: str, pin: str) -> DemoPerson:
    if role not in _DESKS:
        return DemoPerson(name, role, badge, pin)
    login = name.split(maxsplit=1)[0].lower()
    return DemoPerson(name, role, badge, pin, login, f"{login}-pickface-{pin}")
