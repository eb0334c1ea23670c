"""Several people at one delivery: the last closes the order, and what one takes back was no surplus of the other."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier, BrokenBarrierError
from typing import Any

import pytest

from pickface.workflows.receive import plan
from tests.scenarios.floor import Floor, Person
from tests.scenarios.test_receiving import discrepancies, po_state, received


def two(floor: Floor) -> tuple[Person, Person]:
    grace, jens = (floor.person(name, "receiver").open("PO-1") for name in ("Grace", "Jens"))
    return grace, jens


def test_of_two_who_close_at_the_same_moment_one_closes_the_order(
    floor: Floor, monkeypatch: pytest.MonkeyPatch
) -> None:
    floor.item("TEA")
    floor.purchase("PO-1", TEA=3)
    grace, jens = two(floor)
    grace.scans("TEA", "LP000001")
    jens.scans("TEA", "LP000002")
    hand_over, met = plan.filling.hand_over, Barrier(2)

    def both_have_come_so_far(*args: Any) -> None:
        hand_over(*args)
        # Where one writes after the other, nobody comes.
        with suppress(BrokenBarrierError):
            met.wait(0.5)

    monkeypatch.setattr(plan.filling, "hand_over", both_have_come_so_far)
    for person in (grace, jens):
        person.go_offline()
        person.act("done")
        person.act("done")
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda person: person.deliver(), (grace, jens)))
    assert floor.tasks("receive") == ["done", "done"]
    assert discrepancies(floor) == [("short", 1)]
    assert floor.raised() == ["receipt_short"]


def test_what_one_takes_back_was_no_surplus_of_the_other(floor: Floor) -> None:
    floor.item("TEA")
    floor.purchase("PO-1", TEA=2)
    grace, jens = two(floor)
    grace.scans("TEA", "LP000001")
    grace.quantity(2)
    jens.scans("TEA", "LP000002")
    assert jens.quantity(2) == "counted"
    assert (received(floor), sum(qty for _, qty in discrepancies(floor))) == ([4], 2)
    assert grace.act("undo") == "undone"
    assert received(floor) == [3]
    assert sum(qty for _, qty in discrepancies(floor)) == 1
    assert floor.exception("receipt_over")["qty"] == 1
    assert jens.act("undo") == "undone"
    assert (received(floor), discrepancies(floor), floor.raised()) == ([2], [], [])
    assert po_state(floor) == "receiving"
