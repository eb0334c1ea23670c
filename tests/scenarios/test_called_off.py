"""An order is cancelled while it is picked: the bin at hand is finished, then the tote goes back."""

import pytest

from pickface.tasks import planning
from tests.scenarios.floor import Floor, Person
from tests.scenarios.test_picking import picking
from tests.scenarios.test_taking_over import counts, pick_in_hand

GOODS = {"A-01-01": "TEA", "B-01-01": "SALT"}


@pytest.fixture
def sofia(floor: Floor) -> Person:
    """Two teas from one bin and two salts from another are to go into tote T0001; goods come back at R-01."""
    floor.settings(returns_at="R-01")
    for place, sku in GOODS.items():
        floor.item(sku, zone_code=place[0])
        floor.stock(place, sku, 5)
    floor.order("1042", TEA=2, SALT=2)
    return picking(floor)


def take_one(person: Person) -> str:
    """Go to the bin that is asked for and take the first of two; its SKU."""
    sku = GOODS[person.place]
    person.scans(person.place, sku)
    return sku


def pick_all(person: Person) -> None:
    """Both bins, both pieces of each."""
    for _ in GOODS:
        person.scan(take_one(person))


def test_the_bin_at_hand_is_finished_and_the_tote_left_where_goods_come_back(
    floor: Floor, sofia: Person
) -> None:
    sku = take_one(sofia)
    floor.cancel("1042")
    pick_in_hand(sofia)
    assert sofia.step["item"] == floor.items[sku]
    assert sofia.scan(sku) == "step_done"
    assert sofia.step["why"] == {"code": "order_cancelled", "params": {"order": "Order 1042"}}
    assert sofia.place == "R-01"
    assert sofia.scan("R-01") == "task_done"
    assert set(floor.verdicts("booked")) >= {"step_done", "task_done"}
    assert (floor.order_state("1042"), floor.tasks("pick")) == ("cancelled", ["done"])
    assert floor.at("R-01", sku) == 2


def test_a_bin_that_nothing_was_scanned_at_is_not_visited(floor: Floor, sofia: Person) -> None:
    sofia.scan(take_one(sofia))
    floor.cancel("1042")
    assert pick_in_hand(sofia).place == "R-01"


def test_the_tote_that_was_left_is_put_away_again(floor: Floor, sofia: Person) -> None:
    sofia.scan(take_one(sofia))
    floor.cancel("1042")
    pick_in_hand(sofia).scan("R-01")
    malik = floor.person("Malik").next("putaway")
    assert malik
    malik.scan("T0001")
    malik.scan(malik.place)
    assert [floor.at(place) for place in ("R-01", *GOODS)] == [0, 5, 5]
    assert floor.value("SELECT SUM(qty) FROM reservation") == 0


def test_what_was_scanned_out_of_reach_of_the_news_is_booked_all_the_same(
    floor: Floor, sofia: Person
) -> None:
    pick_all(sofia.go_offline())
    floor.cancel("1042")
    assert set(sofia.come_back()) == {"booked"}
    assert floor.inside("T0001") == {"SALT": 2, "TEA": 2}
    assert pick_in_hand(sofia).scan("R-01") == "task_done"
    assert (floor.tasks("putaway"), floor.raised()) == (["ready"], [])


def test_a_tote_that_went_to_packing_before_the_news_comes_back_from_there(
    floor: Floor, sofia: Person
) -> None:
    pick_all(sofia.go_offline())
    sofia.scan("PACK-1")
    floor.cancel("1042")
    assert set(sofia.come_back()) == {"booked"}
    assert (floor.tasks("putaway"), floor.tasks("pack")) == (["ready"], [])
    assert floor.container("T0001")["place_id"] == floor.places["PACK-1"]


def test_a_pick_that_nobody_has_begun_ends_at_once(floor: Floor, sofia: Person) -> None:
    floor.order("1043", TEA=1)
    assert floor.person("Jens").next("pick")
    floor.cancel("1043")
    assert floor.tasks("pick") == ["begun", "cancelled"]


def test_whoever_takes_it_over_brings_it_back(floor: Floor, sofia: Person) -> None:
    sku = take_one(sofia)
    floor.cancel("1042")
    malik = floor.person("Malik").take_over("T0001")
    assert counts(malik, {sku: 1}) == "task_done"
    assert pick_in_hand(malik).place == "R-01"
    malik.scan("R-01")
    assert floor.tasks("putaway") == ["ready"]


def test_a_supervisor_can_end_it_at_once(floor: Floor, sofia: Person) -> None:
    take_one(sofia)
    floor.cancel("1042")
    task = sofia.task
    assert task
    floor.write(lambda tx: planning.cancel_task(tx, floor.engine.world, task["id"]))
    floor.work_off()
    assert floor.tasks("putaway") == ["ready"]
    assert floor.value("SELECT SUM(qty) FROM reservation") == 0
