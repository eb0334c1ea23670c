"""The pure parts of the workflows: rules, scripts and readings, without a database."""

from typing import Any

from pickface.departures.leaving import share_out
from pickface.locations.settings import SiteSettings
from pickface.tasks import tally
from pickface.workflows.check.rules import Picked, wants_check
from pickface.workflows.count import owners
from pickface.workflows.pack.closing import tracking_number
from pickface.workflows.pick.compile import (
    PickLine,
    Spot,
    Station,
    compile_pick,
    extend_script,
    facts_of,
    line_steps,
)
from pickface.workflows.pick.interpret import interpret


def a_line(pin: int = 3, place: int = 40, **spot: Any) -> PickLine:
    return PickLine(
        pin=pin,
        order_line_id=7,
        item_id=12,
        sku="TEA",
        name="Tea",
        tracking="none",
        zone="A",
        codes=(("TEA", 1, "piece"),),
        qty=3,
        spot=Spot(place, f"A-{place}", "A", "1", "1", **spot),
    )


def test_a_zone_says_how_a_line_is_proved() -> None:
    assert [step["kind"] for step in line_steps(a_line(proof="item"))] == ["take"]
    assert line_steps(a_line(proof="bin"))[1]["prove"] == "none"
    assert line_steps(a_line())[1]["prove"] == "item"


def test_an_extended_pick_gets_new_bins_and_follows_moved_pins() -> None:
    script = compile_pick("Order 1", 1, [a_line()], [Station(9, "PACK-1")], 5)
    facts = facts_of([a_line()], 5, 1, 1)
    assert not extend_script(script, facts, [a_line()])
    moved, new = a_line(place=41), a_line(pin=4, place=42, container="PALLET")
    assert extend_script(script, facts, [moved, new])
    ids = [step["id"] for step in script["steps"]]
    assert ids == ["tote", "go3.41", "take3.41", "go4", "take4", "bring"]
    assert facts["from"] == {"4:42": "PALLET"}
    assert not extend_script(script, facts, [moved, new])


def test_goods_in_a_container_are_picked_out_of_it() -> None:
    facts = {"floor": 5, "order": 1, "owner": 1, "from": {"3:40": "PALLET"}}
    took = {
        "type": "took", "step": "take3", "item": 12, "qty": 2, "lot": None, "place": 40,
        "container": "T1", "line": 7, "pin": 3,
    }  # fmt: skip
    (goods,) = interpret([took, {"type": "skipped"}], facts, {})
    assert (goods.from_container, goods.to_container) == ("PALLET", "T1")  # type: ignore[union-attr]


def test_a_sample_is_even_and_always_the_same() -> None:
    settings = SiteSettings(quality_check="sample:20")
    chosen = [n for n in range(1, 101) if wants_check(settings, Picked(n, False, False))]
    assert len(chosen) == 20
    assert chosen == [n for n in range(1, 101) if wants_check(settings, Picked(n, True, True))]
    assert not wants_check(SiteSettings(), Picked(1, True, True))


def test_only_the_last_event_is_taken_off_a_tally() -> None:
    seen = {"item": 1, "lot": None, "expiry": None, "serial": None, "qty": 2}
    facts = tally.add({"tally": [], "last": None}, seen, "e1")
    facts = tally.add(facts, {**seen, "qty": 3}, "e2")
    assert facts["tally"][0]["qty"] == 5
    assert tally.take_back(facts, "e1") == facts
    facts = tally.take_back(facts, "e2")
    assert facts["tally"][0]["qty"] == 2
    assert tally.take_back(facts, "e2") == facts


def test_counted_units_go_to_their_owners_as_far_as_booked() -> None:
    assert owners.share(5, [(1, 3), (2, 4)], 9) == {1: 3, 2: 2}
    assert owners.share(9, [(1, 3), (2, 4)], 9) == {1: 5, 2: 4}
    assert owners.share(2, [], 9) == {9: 2}


def test_a_tracking_number_proves_itself() -> None:
    assert tracking_number(17) == "PF0000000178"
    assert len({tracking_number(n) for n in range(1, 300)}) == 299


def test_what_leaves_goes_to_the_lines_that_wait_and_the_rest_to_none() -> None:
    owed = [{"id": 1, "item_id": 5, "owed": 2}, {"id": 2, "item_id": 6, "owed": 9}]
    assert share_out(5, 3, owed) == [(2, 1), (1, None)]
    assert share_out(6, 3, owed) == [(3, 2)]
