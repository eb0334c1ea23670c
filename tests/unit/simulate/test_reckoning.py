"""The reckoning of a shift must be able to find what went wrong, else its zeros say nothing."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from pickface.simulate.reckoning import (
    Answered,
    Deed,
    Outcome,
    reckon_deeds,
    reckon_units,
    spread,
    units_taken,
    why_not_shipped,
)

ANNA, BEN = 4, 5
DEEDS = [Deed("e1", ANNA, True, line=7, qty=3), Deed("e2", ANNA, False), Deed("e3", ANNA, True)]
ANSWERS = {
    "e1": Answered("booked", "counted"),
    "e2": Answered("refused", "wrong_item"),
    "e3": Answered("booked", "task_done"),
}


def entry(event: str, verdict: str = "booked", person: int | None = ANNA) -> dict[str, Any]:
    author = None if person is None else {"id": person, "name": "somebody"}
    return {"id": event, "verdict": verdict, "person": author}


JOURNAL = [entry("e1"), entry("e2", "refused"), entry("e3")]


def reckoned(journal: list[dict[str, Any]], answers: dict[str, Answered] = ANSWERS) -> Outcome:
    outcome = Outcome()
    reckon_deeds(outcome, DEEDS, answers, journal)
    return outcome


def test_a_faithful_journal_has_everything_once_and_of_its_author() -> None:
    outcome = reckoned(JOURNAL)
    assert (outcome.sent, outcome.booked, outcome.refused) == (3, 2, 1)
    assert (outcome.lost, outcome.twice, outcome.wrong_author) == (0, 0, 0)
    assert outcome.good


def test_an_event_that_the_journal_lacks_is_lost() -> None:
    outcome = reckoned(JOURNAL[:2])
    assert (outcome.lost, outcome.twice, outcome.wrong_author) == (1, 0, 0)
    assert not outcome.good


@pytest.mark.parametrize("again", ["e3", "an-id-that-the-server-gave"])
def test_an_event_that_the_journal_has_again_is_twice(again: str) -> None:
    outcome = reckoned([*JOURNAL, entry(again)])
    assert (outcome.lost, outcome.twice, outcome.wrong_author) == (0, 1, 0)
    assert not outcome.good


@pytest.mark.parametrize("person", [BEN, None])
def test_an_event_under_another_name_has_the_wrong_author(person: int | None) -> None:
    outcome = reckoned([*JOURNAL[:2], entry("e3", person=person)])
    assert (outcome.lost, outcome.twice, outcome.wrong_author) == (0, 0, 1)
    assert not outcome.good


def test_an_event_that_was_never_answered_is_lost_to_its_device() -> None:
    unanswered = {event: answer for event, answer in ANSWERS.items() if event != "e3"}
    assert reckoned(JOURNAL, unanswered).lost == 1


def test_what_turned_green_and_is_refused_later_is_lost() -> None:
    assert reckoned(JOURNAL, {**ANSWERS, "e1": Answered("refused", "no")}).lost == 1
    assert reckoned([entry("e1", "refused"), *JOURNAL[1:]]).lost == 1


def test_what_was_answered_as_booked_and_is_set_aside_in_the_journal_is_lost() -> None:
    assert reckoned([entry("e1", "set_aside"), *JOURNAL[1:]]).lost == 1


def test_set_aside_is_told_with_its_reason_and_is_not_lost() -> None:
    answers = {**ANSWERS, "e1": Answered("set_aside", "superseded")}
    outcome = reckoned([entry("e1", "set_aside"), *JOURNAL[1:]], answers)
    assert (outcome.set_aside, outcome.set_aside_codes) == (1, {"superseded": 1})
    assert outcome.lost == 0
    assert units_taken(DEEDS, answers) == Counter()


def order(state: str = "shipped", *, shipped: int = 3, **line: int) -> dict[str, Any]:
    shown = {"id": 7, "item": 12, "qty": 3, "shipped": shipped, "given_up": 0, "reserved": 0}
    return {"id": 1, "state": state, "lines": [{**shown, **line}]}


@pytest.mark.parametrize(
    ("shipped", "state", "wrong"),
    [(3, "shipped", 0), (2, "shipped", 1), (4, "shipped", 1), (0, "packed", 0), (4, "packed", 1)],
)
def test_units_that_left_without_being_taken_or_stayed_behind_are_wrong(
    shipped: int, state: str, wrong: int
) -> None:
    taken = units_taken(DEEDS, ANSWERS)
    assert reckon_units(taken, order(state, shipped=shipped)) == (3, shipped, wrong)


def test_two_lines_for_one_item_may_be_served_by_either() -> None:
    lines = [{"id": 7, "item": 12, "shipped": 1}, {"id": 8, "item": 12, "shipped": 3}]
    both = {"id": 1, "state": "shipped", "lines": lines}
    assert reckon_units(Counter({7: 3, 8: 1}), both) == (4, 4, 0)


def test_a_wrong_unit_or_an_order_that_nobody_explains_spoils_the_shift() -> None:
    assert not Outcome(units_wrong=1).good
    assert not Outcome(orders=2, orders_shipped=1).good
    assert Outcome(orders=2, orders_shipped=1, orders_explained=1).good


@pytest.mark.parametrize(
    ("shown", "words"),
    [
        (order("held"), "it is held"),
        (order("open", shipped=0, reserved=1), "2 units are not in stock"),
        (order("released", shipped=0, given_up=3), "none of its goods could be found"),
        (order("released", shipped=0, reserved=3), ""),
    ],
)
def test_an_order_that_did_not_ship_says_why_or_counts_against_the_shift(
    shown: dict[str, Any], words: str
) -> None:
    assert why_not_shipped(shown) == words


def test_times_are_told_by_their_middle_and_their_worst() -> None:
    assert spread(float(n) for n in range(100)) == {"p50": 50.0, "p95": 95.0, "p99": 99.0}
    assert spread([]) == {}
