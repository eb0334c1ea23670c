"""Shares: whose the units of a step are, where one walk serves several orders, on a cart or as a batch. Pure.

Where a walk is revised, each share is asked for what it still wants: what was taken stays, and no order line is asked
for more than it lacks, although a scan of an earlier revision may have taken what a later one asks for.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pickface.workflows.pick.compile import PickLine
from pickface.workflows.pick.given_way import in_hand

Share = Mapping[str, Any]
"""Units (``qty``) of an order line (``line``) by its ``pin``."""


@dataclass(frozen=True)
class Gone:
    """Pins that nobody is sent to any more: of recalled lots; and those that gave way, unless one stands there."""

    recalled: Collection[int]
    yielded: Collection[int]


def pinned_since(
    lines: Sequence[PickLine],
    script: Mapping[str, Any],
    shares_of: Callable[[Any], Iterable[Share]],
) -> list[PickLine]:
    """The lines whose pins no step has, or another one's: they were pinned, or moved to another bin, since."""
    known = {(share["pin"], step["place"]) for step in script["steps"] for share in shares_of(step)}
    return [line for line in lines if (line.pin, line.spot.place_id) not in known]


def asked_of(
    share: Share, got: int, stays: bool, wants: dict[int, int] | None
) -> dict[str, Any] | None:
    """A share with what it has got and, where it ``stays``, what it still asks for; None where that is nothing.

    ``wants``, the units that order lines still want, are counted down by what it asks for.
    """
    want = share["qty"] - got if stays else 0
    if wants is not None:
        want = min(want, wants.get(share["line"], 0))
        wants[share["line"]] = wants.get(share["line"], 0) - want
    return {**share, "qty": got + want} if got + want else None


def staying(
    script: Mapping[str, Any],
    state: Mapping[str, Any],
    new: Sequence[PickLine],
    gone: Gone,
) -> Callable[[Share, Any], bool]:
    """Whether a share is still to be taken at its step: its pin has neither moved to another bin nor is ``gone``."""
    left = {line.pin: line.spot.place_id for line in new}
    here = in_hand(script, state)

    def stays(share: Share, step: Any) -> bool:
        # Who is on the way to another bin for it already is not sent to a third one.
        sent = state["steps"].get(step["id"], {}).get("alt", -1) >= 0
        moved = left.get(share["pin"], step["place"]) != step["place"]
        if share["pin"] in gone.recalled or (
            share["pin"] in gone.yielded and step["id"] not in here
        ):
            return False
        return sent or not moved

    return stays


def wanted(lines: Sequence[PickLine], wants: dict[int, int]) -> list[PickLine]:
    """The lines, with no more of an order line than it ``wants``; counted down."""
    still = []
    for line in lines:
        qty = min(line.qty, wants.get(line.order_line_id, 0))
        wants[line.order_line_id] = wants.get(line.order_line_id, 0) - qty
        if qty:
            still.append(replace(line, qty=qty))
    return still
