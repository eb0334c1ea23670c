"""What happens when several deliver at the same moment (LAWS 5, 10)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from tests.scenarios.floor import Floor, Person
from tests.signing import Sealed, body, deliver, event, outcomes, seal

EIGHT = 8


def at_once(floor: Floor, batches: list[list[Sealed]]) -> list[list[dict[str, Any]]]:
    """Deliver all batches at the same moment, each by a client of its own."""
    start = Barrier(len(batches))

    def client(batch: list[Sealed]) -> list[dict[str, Any]]:
        start.wait()
        return deliver(floor, *batch)

    with ThreadPoolExecutor(len(batches)) as pool:
        return list(pool.map(client, batches))


def test_law_05_one_batch_posted_eight_times_at_once_is_booked_once(
    floor: Floor, sofia: Person
) -> None:
    batch = [event(sofia, code="TEA") for _ in range(3)]
    answers = at_once(floor, [batch] * EIGHT)
    assert all(outcomes(each) == outcomes(answers[0]) for each in answers)
    for position in range(3):
        assert sorted(each[position]["repeat"] for each in answers) == [False] + [True] * 7
    assert floor.inside("T0001") == {"TEA": 3}
    assert floor.value("SELECT COUNT(*) FROM verdict") == floor.value(
        "SELECT COUNT(*) FROM scan_event"
    )


def test_law_02_a_new_stream_that_begins_eight_times_at_once_is_one(floor: Floor) -> None:
    malik = floor.person("Malik")
    batch = [event(malik, task=None, code="TEA") for _ in range(4)]
    answers = at_once(floor, [batch] * EIGHT)
    assert all(outcomes(each) == [("booked", "noted")] * 4 for each in answers)
    count = "SELECT COUNT(*) FROM scan_event WHERE stream = :stream"
    assert floor.value(count, stream=malik.stream) == 4


def test_law_05_a_fork_delivered_eight_times_at_once_is_set_aside_once(
    floor: Floor, sofia: Person
) -> None:
    seq, head = sofia.seq, sofia.head
    deliver(floor, event(sofia, task=None, code="TEA"))
    sofia.seq, sofia.head = seq, head
    fork = event(sofia, task=None, code="SALT")
    answers = at_once(floor, [[fork]] * EIGHT)
    assert {tuple(outcomes(each)) for each in answers} == {(("set_aside", "chain_fork"),)}
    assert floor.raised() == ["set_aside"]


def test_eight_pickers_take_the_last_goods_of_one_bin_and_the_books_hold(floor: Floor) -> None:
    floor.item("RARE")
    floor.stock("A-02-01", "RARE", EIGHT)
    scans: list[list[Sealed]] = []
    for number in range(EIGHT):
        floor.order(f"R{number}", RARE=1)
    floor.cancel("1042")
    for number in range(EIGHT):
        person = floor.person(f"P{number}").next("pick")
        assert person
        person.scan(f"T1{number:03}")
        person.scan("A-02-01")
        scans.append([event(person, code="RARE")])
    answers = at_once(floor, scans)
    assert {each[0]["verdict"] for each in answers} == {"booked"}
    assert floor.at("A-02-01", "RARE") == 0
    assert floor.at("FLOOR", "RARE") == EIGHT


def test_a_scan_and_a_cancellation_at_once_end_in_one_of_two_ways(
    floor: Floor, sofia: Person
) -> None:
    said = seal(sofia, body(sofia, code="TEA"))
    with ThreadPoolExecutor(2) as pool:
        scanned = pool.submit(deliver, floor, said)
        pool.submit(floor.cancel, "1042").result()
    verdict = outcomes(scanned.result())[0]
    assert verdict in {("booked", "counted"), ("set_aside", "task_cancelled")}
    assert sum(floor.inside("T0001").values()) == (1 if verdict[0] == "booked" else 0)
