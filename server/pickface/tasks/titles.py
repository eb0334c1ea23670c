"""What tasks are called: written in English where they are made, read back as a code with its parameters.

A title is kept as its English words, so that whatever shows it (a history, a client of before) has it whole; a screen
that speaks another language says the code. A plate, a place or a number alone needs no words and has no code. Pure.
"""

from __future__ import annotations

import re
from typing import Any, Final

_NAMED = 3
"""How many orders the title of a cart names."""
ALONE: Final = " (nobody else is there)"
_FORMS: Final = (
    ("title_zone", re.compile(r"Order (?P<order>.+), zone (?P<zone>.+)")),
    ("title_dock", re.compile(r"Order (?P<order>.+), straight from (?P<dock>.+)")),
    ("title_whole", re.compile(r"Order (?P<order>.+), all of (?P<container>.+)")),
    ("title_order_alone", re.compile(rf"Order (?P<order>.+){re.escape(ALONE)}")),
    ("title_order", re.compile(r"Order (?P<order>.+)")),
    ("title_cart", re.compile(r"Cart of (?P<count>\d+): (?P<orders>.+)")),
    ("title_batch", re.compile(r"Batch of (?P<count>\d+): (?P<orders>.+)")),
    ("title_alone", re.compile(rf"(?P<what>.+){re.escape(ALONE)}")),
)


def of_order(number: str, said: str = "") -> str:
    """Work for one order; ``said`` is ``ALONE`` or nothing."""
    return f"Order {number}{said}"


def of_zone(number: str, zone: str) -> str:
    """The part of an order that lies in a zone."""
    return f"Order {number}, zone {zone}"


def straight(number: str, dock: str) -> str:
    """What goes from a dock straight to packing."""
    return f"Order {number}, straight from {dock}"


def whole(number: str, container: str) -> str:
    """A pallet or carton that an order takes whole."""
    return f"Order {number}, all of {container}"


def of_many(word: str, numbers: list[str]) -> str:
    """A ``Cart`` or ``Batch`` of several orders; the first few are named."""
    named = ", ".join(numbers[:_NAMED])
    return f"{word} of {len(numbers)}: {named}{', …' if len(numbers) > _NAMED else ''}"[:120]


def shown(title: str) -> dict[str, Any]:
    """What a refusal says of work: its title, and the code by which a screen says it in another language."""
    return {"title": title, "titled": told(title)}


def told(title: str) -> dict[str, Any] | None:
    """The title's code with its parameters; None where it needs no words."""
    for code, form in _FORMS:
        if found := form.fullmatch(title):
            said: dict[str, Any] = found.groupdict()
            if "count" in said:
                said["count"] = int(said["count"])
            return {"code": code, "params": said}
    return None
