"""Whose the counted units are. Pure."""

from __future__ import annotations


def share(counted: int, booked: list[tuple[int, int]], default_owner: int) -> dict[int, int]:
    """Counted units by owner: each gets what the books say, the first one what is over."""
    owners = booked or [(default_owner, 0)]
    shares: dict[int, int] = {}
    rest = counted
    for owner, qty in owners:
        shares[owner] = min(rest, qty)
        rest -= shares[owner]
    shares[owners[0][0]] += rest
    return shares
