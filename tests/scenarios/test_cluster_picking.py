"""Several orders on one cart: one walk, a tote for each, and everything that can be otherwise on the way."""

from typing import Any

import pytest

from pickface.db import Tx, clock
from pickface.tasks import planning
from tests.scenarios.floor import Floor, Person
from tests.scenarios.test_recalling import call_back
from tests.scenarios.test_taking_over import counts, pick_in_hand

TOTES = {"1042": "T0001", "1043": "T0002", "1044": "T0003", "1045": "T0004"}
BINS = {"TEA": "A-01-01", "SALT": "A-03-01", "RICE": "B-02-01"}
CODES = {place: sku for sku, place in BINS.items()}


@pytest.fixture
def cart(floor: Floor) -> Floor:
    """Four orders are released together, on a site that picks on carts: nine teas, three salts and two rice."""
    floor.settings(pick_method="cluster", cart_totes=4, returns_at="R-01")
    for sku, place in BINS.items():
        floor.item(sku, (f"{sku}-CASE", 6, "case"), zone_code=place[0])
        floor.stock(place, sku, 20)
    floor.order("1042", release=False, TEA=2, SALT=1)
    floor.order("1043", release=False, TEA=3)
    floor.order("1044", release=False, TEA=4, RICE=2)
    floor.order("1045", release=False, SALT=2)
    floor.release_together(*TOTES)
    return floor


def pushing(floor: Floor, name: str = "Sofia") -> Person:
    """A picker with the next cart in hand and a tote at each position."""
    person = floor.person(name).next("pick")
    assert person
    return loaded(person)


def loaded(person: Person) -> Person:
    """Put a tote at each position that the screen asks for."""
    while (form := person.step.get("container")) is not None:
        person.scan(TOTES[form["title"].removeprefix("Order ")])
    return person


def tote_at_hand(person: Person) -> str:
    """The plate that the screen asks for."""
    assert person.task
    state = person.task["task_state"]
    dealt = state["steps"].get(person.step["id"], {}).get("dealt", {})
    share = next(s for s in person.step["shares"] if dealt.get(str(s["pin"]), 0) < s["qty"])
    return str(state["vars"][share["into"]["var"]])


def arrive(person: Person) -> str:
    """Come to the bin that is asked for and scan what lies there; its SKU."""
    sku = CODES[person.place]
    if person.step["kind"] == "go":
        person.scan(person.place)
    person.scan(sku)
    return sku


def deal(person: Person) -> None:
    """Give every tote what this bin has for it."""
    step = person.step["id"]
    while not person.done and person.step["id"] == step:
        person.scan(tote_at_hand(person))


def walk_to(person: Person, sku: str) -> Person:
    """Do bin after bin until this item's is at hand, and scan the item there."""
    while arrive(person) != sku:
        deal(person)
    return person


def finish(person: Person) -> str:
    """Do all that is left to take, and bring the cart."""
    while person.step["kind"] != "put":
        if "shares" not in person.step or not seen(person):
            arrive(person)
        deal(person)
    while (var := person.step["what"].get("var")) is not None:
        assert person.task
        person.scans(person.task["task_state"]["vars"][var], "R-01")
    return person.scan("PACK-1")


def seen(person: Person) -> bool:
    assert person.task
    sub = person.task["task_state"]["steps"].get(person.step["id"], {})
    return bool(sub.get("seen") and sub.get("there", True))


def test_one_walk_serves_all_orders_each_in_its_own_tote(cart: Floor) -> None:
    assert cart.tasks("pick") == ["ready"]
    sofia = pushing(cart)
    way = []
    while sofia.step["kind"] != "put":
        way.append(sofia.place)
        arrive(sofia)
        deal(sofia)
    assert sorted(way) == sorted(BINS.values())
    assert sofia.scan("PACK-1") == "task_done"
    assert {number: cart.inside(tote) for number, tote in TOTES.items()} == {
        "1042": {"SALT": 1, "TEA": 2},
        "1043": {"TEA": 3},
        "1044": {"RICE": 2, "TEA": 4},
        "1045": {"SALT": 2},
    }
    assert cart.tasks("pack") == ["ready"] * 4
    assert {cart.order_state(number) for number in TOTES} == {"picked"}
    assert cart.at("PACK-1") == 14
    assert cart.raised() == []


def test_the_wrong_tote_is_refused_and_the_right_one_named(cart: Floor) -> None:
    sofia = walk_to(pushing(cart), "TEA")
    assert sofia.scan("T0002") == "wrong_tote"
    assert cart.inside("T0002") == {}
    assert sofia.scan("T0001") == "counted"
    assert sofia.scan("T0001") == "wrong_tote"
    assert cart.inside("T0001").get("TEA") == 2


def test_the_journal_says_for_which_order_each_scan_was(cart: Floor) -> None:
    finish(pushing(cart))
    for number, scans in {"1042": 2, "1043": 1, "1044": 2, "1045": 1}.items():
        told = cart.read(
            "SELECT v.event_id FROM verdict v JOIN move m ON m.cause = v.event_id "
            "WHERE v.order_id = :order AND m.kind = 'pick'",
            order=cart.orders[number],
        )
        assert len(told) == scans


def test_one_tote_cannot_stand_at_two_positions(cart: Floor) -> None:
    sofia = cart.person("Sofia").next("pick")
    assert sofia
    assert sofia.scan("T0001") == "step_done"
    assert sofia.scan("T0001") == "container_taken"


def test_an_order_released_alone_is_picked_alone(cart: Floor) -> None:
    cart.order("1050", TEA=1)
    assert cart.value("SELECT COUNT(*) FROM task WHERE kind = 'pick' AND order_id IS NOT NULL") == 1


def test_more_orders_than_a_cart_holds_go_on_several(cart: Floor) -> None:
    for number in range(1050, 1056):
        cart.order(str(number), release=False, TEA=1)
    cart.release_together(*(str(number) for number in range(1050, 1056)))
    sizes = cart.read("SELECT COUNT(*) AS n FROM cart_order GROUP BY task_id ORDER BY task_id")
    assert sorted(row["n"] for row in sizes) == [2, 4, 4]


def test_orders_of_another_day_or_priority_share_no_cart(cart: Floor) -> None:
    for number in ("1050", "1051", "1052"):
        cart.order(number, release=False, TEA=1)
    cart.write(
        lambda tx: tx.run("UPDATE orders SET priority = 1 WHERE id = :id", id=cart.orders["1051"])
    )
    cart.release_together("1050", "1051", "1052")
    alone = cart.read("SELECT order_id, priority FROM task WHERE order_id IS NOT NULL")
    assert alone == [{"order_id": cart.orders["1051"], "priority": 1}]


def test_a_short_bin_serves_the_most_urgent_first_and_sends_the_rest_elsewhere(
    cart: Floor,
) -> None:
    cart.stock("B-03-01", "TEA", 5)
    CODES["B-03-01"] = "TEA"
    sofia = walk_to(pushing(cart), "TEA")
    sofia.scan("T0001")
    sofia.quantity(1)
    sofia.scan("T0002")
    assert cart.inside("T0002") == {"TEA": 1}
    assert sofia.act("short", left=0) in {"go_alternative", "step_done"}
    assert finish(sofia) == "task_done"
    del CODES["B-03-01"]
    # Five were there: 1043 gets its two, 1044 what is left.
    assert [cart.inside(tote).get("TEA") for tote in TOTES.values()] == [2, 3, 3, None]
    assert cart.value("SELECT SUM(given_up) FROM order_line") == 1
    assert cart.raised() == ["short", "order_short"]


def test_what_the_script_already_knows_of_another_bin_is_used_offline(floor: Floor) -> None:
    floor.settings(pick_method="cluster", cart_totes=4)
    floor.item("TEA")
    for place in ("A-01-01", "A-02-01"):
        floor.stock(place, "TEA", 5)
    for number in ("1042", "1043"):
        floor.order(number, release=False, TEA=2)
    floor.release_together("1042", "1043")
    sofia = pushing(floor).go_offline()
    first = sofia.place
    sofia.scans(first, "TEA", "T0001")
    assert sofia.act("short", left=0) == "go_alternative"
    sofia.scans("A-02-01" if first == "A-01-01" else "A-01-01", "TEA")
    assert sofia.scan("T0002") == "step_done"
    assert sofia.scan("PACK-1") == "task_done"
    assert set(sofia.come_back()) == {"booked"}
    assert [floor.inside(tote) for tote in ("T0001", "T0002")] == [{"TEA": 2}] * 2
    assert floor.raised() == ["short"]


def test_undo_takes_back_what_the_last_tote_got(cart: Floor) -> None:
    sofia = walk_to(pushing(cart), "TEA")
    sofia.scan("T0001")
    before = cart.at("A-01-01")
    sofia.scan("T0002")
    assert sofia.act("undo") == "undone"
    assert cart.inside("T0002") == {}
    assert cart.at("A-01-01") == before
    assert sofia.scan("T0002") == "counted"
    assert finish(sofia) == "task_done"


def test_a_skipped_bin_comes_last(cart: Floor) -> None:
    sofia = pushing(cart)
    first = sofia.place
    assert sofia.act("skip") == "skipped"
    assert sofia.place != first
    while sofia.place != first:
        arrive(sofia)
        deal(sofia)
    assert finish(sofia) == "task_done"
    assert {cart.order_state(number) for number in TOTES} == {"picked"}


def test_a_full_tote_is_replaced_at_its_position_and_both_go_on(cart: Floor) -> None:
    sofia = walk_to(pushing(cart), "TEA")
    sofia.quantity(1)
    sofia.scan("T0001")
    assert sofia.act("full") == "need_container"
    assert sofia.scan("T0002") == "container_taken"
    assert sofia.scan("T0009") == "counted"
    assert sofia.scan("T0001") == "wrong_tote"
    sofia.scan("T0009")
    assert finish(sofia) == "task_done"
    both = cart.read(
        "SELECT code, place_id FROM container WHERE order_id = :order ORDER BY code",
        order=cart.orders["1042"],
    )
    assert both == [{"code": c, "place_id": cart.places["PACK-1"]} for c in ("T0001", "T0009")]
    assert cart.tasks("pack") == ["ready"] * 4


def test_a_case_for_all_totes_together_is_dealt_out_in_pieces(cart: Floor) -> None:
    sofia = pushing(cart)
    while CODES[sofia.place] != "TEA":
        arrive(sofia)
        deal(sofia)
    sofia.scan("A-01-01")
    assert sofia.scan("TEA-CASE") == "counted"
    deal(sofia)
    assert [cart.inside(tote).get("TEA") for tote in TOTES.values()] == [2, 3, 4, None]


def test_a_cancelled_order_gets_nothing_more_and_its_tote_is_left_aside(cart: Floor) -> None:
    sofia = walk_to(pushing(cart), "TEA")
    sofia.scans("T0001", "T0002")
    cart.cancel("1043")
    cart.cancel("1044")
    pick_in_hand(sofia)
    while sofia.step["kind"] != "put":
        if not seen(sofia):
            arrive(sofia)
        deal(sofia)
    assert sofia.step["why"] == {
        "code": "order_cancelled",
        "params": {"order": "Order 1043", "position": 2},
    }
    assert sofia.scan("R-01") == "scan_container_first"
    assert sofia.scan("T0001") == "wrong_container"
    assert sofia.scan("T0002") == "counted"
    assert sofia.scan("R-01") == "step_done"
    assert finish(sofia) == "task_done"
    assert cart.at("R-01", "TEA") == 3
    assert cart.inside("T0002") == {"TEA": 3}
    assert "TEA" not in cart.inside("T0003")
    assert cart.tasks("pack") == ["ready", "ready"]
    assert cart.at("PACK-1") == 5


def test_what_was_put_for_a_cancelled_order_out_of_reach_is_booked_and_comes_back(
    cart: Floor,
) -> None:
    sofia = pushing(cart).go_offline()
    assert finish(sofia) == "task_done"
    cart.cancel("1043")
    assert set(sofia.come_back()) == {"booked"}
    assert cart.inside("T0002") == {"TEA": 3}
    assert cart.tasks("putaway") == ["ready"]
    assert cart.tasks("pack") == ["ready"] * 3
    assert cart.raised() == []


def test_the_news_of_a_cancelled_order_meets_scans_that_were_under_way(cart: Floor) -> None:
    sofia = walk_to(pushing(cart), "TEA").go_offline()
    sofia.scans("T0001", "T0002")
    cart.cancel("1044")
    sofia.come_back()
    pick_in_hand(sofia)
    # All that this bin is still to give is for nobody: the walk goes on.
    assert CODES.get(sofia.place) != "TEA"
    assert finish(sofia) == "task_done"
    assert cart.tasks("pack") == ["ready"] * 3


def test_a_cart_of_which_all_orders_are_cancelled_ends(cart: Floor) -> None:
    pushing(cart)
    for number in TOTES:
        cart.cancel(number)
    assert cart.tasks("pick") == ["cancelled"]
    assert cart.value("SELECT SUM(qty) FROM reservation") == 0
    assert {cart.container(tote)["state"] for tote in TOTES.values()} == {"empty"}


def test_an_order_cancelled_before_anybody_begins_is_not_on_the_cart(cart: Floor) -> None:
    cart.cancel("1043")
    sofia = pushing(cart)
    assert finish(sofia) == "task_done"
    assert cart.read("SELECT code FROM container WHERE code = 'T0002'") == []
    assert cart.tasks("pack") == ["ready"] * 3


def test_a_supervisor_can_end_the_whole_cart(cart: Floor) -> None:
    sofia = walk_to(pushing(cart), "TEA")
    sofia.scan("T0001")
    cart.cancel_task(sofia)
    assert [cart.order_state(number) for number in TOTES][:2] == ["held", "open"]
    assert cart.value("SELECT SUM(qty) FROM reservation") == 0
    assert len(cart.tasks("putaway")) >= 1


def test_a_parked_cart_goes_on_with_whoever_scans_any_of_its_totes(cart: Floor) -> None:
    sofia = walk_to(pushing(cart), "TEA")
    sofia.scan("T0001")
    assert sofia.act("park", code="A-01") == "parked"
    malik = cart.person("Malik").open("T0003")
    assert tote_at_hand(malik) == "T0002"
    assert finish(malik) == "task_done"
    assert cart.tasks("pack") == ["ready"] * 4


def test_an_order_of_which_nothing_is_found_waits_and_the_others_go_on(cart: Floor) -> None:
    sofia = pushing(cart)
    while sofia.step["kind"] != "put":
        if arrive(sofia) == "SALT":
            sofia.act("short", left=0)
        else:
            deal(sofia)
    assert sofia.scan("PACK-1") == "task_done"
    assert cart.order_state("1045") == "open"
    assert cart.container("T0004")["state"] == "empty"
    assert cart.tasks("pack") == ["ready"] * 3


def test_moved_pins_send_the_cart_to_the_new_bin(cart: Floor) -> None:
    sofia = pushing(cart)
    mover = cart.person("Mia").start("move", "B-02-01")
    mover.scans("RICE")
    mover.quantity(20)
    mover.scan("B-03-02")
    pick_in_hand(sofia)
    CODES["B-03-02"] = "RICE"
    assert finish(sofia) == "task_done"
    del CODES["B-03-02"]
    assert cart.inside("T0003") == {"RICE": 2, "TEA": 4}
    assert cart.raised() == []


def test_what_was_dealt_out_before_the_pins_moved_is_not_asked_for_again(cart: Floor) -> None:
    sofia = walk_to(pushing(cart), "TEA").go_offline()
    sofia.scans("T0001", "T0002")
    mover = cart.person("Mia").start("move", "A-01-01")
    mover.scan("TEA")
    mover.quantity(20)
    mover.scan("A-02-02")
    assert set(sofia.come_back()) == {"booked"}
    CODES["A-02-02"] = "TEA"
    assert finish(pick_in_hand(sofia)) == "task_done"
    del CODES["A-02-02"]
    assert [cart.inside(tote).get("TEA") for tote in TOTES.values()] == [2, 3, 4, None]


def test_what_a_count_finds_in_another_orders_tote_is_booked_there_and_picked_again(
    cart: Floor,
) -> None:
    sofia = walk_to(pushing(cart), "TEA")
    sofia.scans("T0001", "T0002")
    malik = cart.person("Malik").take_over("T0002")
    # The two teas of 1042 lie in the tote of 1043, and nothing else was counted into that of 1042.
    malik.scan("TEA")
    malik.quantity(5)
    malik.act("full")
    malik.scan("T0001")
    malik.scan("SALT") if "SALT" in cart.inside("T0001") else None
    malik.scan("RICE")
    assert malik.act("done") == "step_done"
    assert malik.confirm() == "task_done"
    assert cart.inside("T0002") == {"TEA": 5}
    assert cart.inside("T0001").get("TEA") is None
    assert cart.at("A-01-01") == 15
    assert "tote_difference" in cart.raised()
    assert finish(pick_in_hand(malik)) == "task_done"
    assert cart.inside("T0001")["TEA"] == 2


def test_a_tote_of_a_cart_that_nobody_knows_is_put_away_and_its_order_gets_a_new_one(
    cart: Floor,
) -> None:
    sofia = cart.person("Sofia").next("pick")
    assert sofia
    sofia.scan("T0001")
    loaded(sofia.go_offline())
    malik = cart.person("Malik").take_over("T0001")
    malik.scan("SALT")
    malik.act("full")
    malik.scan("T0002")
    assert counts(malik, {"TEA": 3}) == "task_done"
    assert cart.tasks("putaway") == ["ready"]
    pick_in_hand(malik)
    TOTES["1043"] = "T0022"
    assert finish(loaded(malik)) == "task_done"
    TOTES["1043"] = "T0002"
    assert set(sofia.come_back()) == {"set_aside"}
    assert cart.inside("T0022") == {"TEA": 3}
    assert cart.tasks("pack") == ["ready"] * 4


def test_whoever_takes_a_cart_over_counts_its_totes_and_goes_on(cart: Floor) -> None:
    sofia = walk_to(pushing(cart), "TEA")
    sofia.scans("T0001", "T0002")
    malik = cart.person("Malik").take_over("T0001")
    malik.scan("TEA")
    malik.quantity(2)
    for sku in cart.inside("T0001"):
        if sku != "TEA":
            malik.scan(sku)
    malik.act("full")
    malik.scan("T0002")
    assert counts(malik, {"TEA": 3}) == "task_done"
    pick_in_hand(malik)
    assert finish(malik) == "task_done"
    assert {cart.order_state(number) for number in TOTES} == {"picked"}
    assert [cart.inside(tote).get("TEA") for tote in TOTES.values()] == [2, 3, 4, None]
    assert cart.raised() == []


def test_a_booked_scan_of_a_tote_is_at_most_ten_statements(
    cart: Floor, monkeypatch: pytest.MonkeyPatch
) -> None:
    sofia = walk_to(pushing(cart), "TEA")
    sofia.go_offline().scan("T0001")
    said: list[str] = []
    run = Tx.run

    def counted(self: Tx, sql: str, **params: Any) -> int:
        said.append(sql)
        return run(self, sql, **params)

    monkeypatch.setattr(Tx, "run", counted)
    (verdict,) = sofia.deliver()
    assert (verdict["verdict"], verdict["code"]) == ("booked", "counted")
    assert len(said) <= 10, "\n".join(said)


def test_a_crash_in_the_middle_of_a_release_leaves_no_order_without_work(floor: Floor) -> None:
    floor.settings(pick_method="cluster", cart_totes=4)
    floor.item("TEA")
    floor.stock("A-01-01", "TEA", 20)
    orders = [floor.order(number, release=False, TEA=1) for number in ("1042", "1043", "1044")]
    for order in orders[:2]:
        floor.write(
            lambda tx, order=order: planning.release_order(
                tx, floor.engine.world, order, wave=planning.Wave(orders[0], "cluster")
            )
        )
    # The wave is never said to be complete: its job is due all the same, a little later.
    (job,) = floor.read("SELECT kind, run_at FROM job WHERE kind = 'plan_wave'")
    assert job["run_at"] > clock()
    floor.write(lambda tx: tx.run("UPDATE job SET run_at = :now", now=tx.now))
    floor.work_off()
    assert floor.value("SELECT COUNT(*) FROM cart_order") == 2


def test_a_recalled_lot_comes_out_of_the_one_tote_and_the_cart_is_sent_to_another(
    floor: Floor,
) -> None:
    floor.settings(pick_method="cluster", cart_totes=4)
    floor.item("HONEY", tracking="lot_expiry")
    floor.stock("A-01-01", "HONEY", 10, lot="L1", expires_on="2090-01-01")
    floor.stock("A-02-01", "HONEY", 10, lot="L2", expires_on="2090-02-01")
    for number in ("1042", "1043"):
        floor.order(number, release=False, HONEY=2)
    floor.release_together("1042", "1043")
    sofia = pushing(floor)
    sofia.scans("A-01-01", "HONEY", "T0001")
    call_back(floor)
    pick_in_hand(sofia)
    assert sofia.place == "A-02-01"
    sofia.scans("A-02-01", "HONEY", "T0002")
    assert sofia.scan("PACK-1") == "task_done"
    assert floor.inside("T0001") == floor.inside("T0002") == {"HONEY": 2}
    # 1042 waits until its jars are out; 1043 is packed.
    assert (floor.tasks("pack"), floor.tasks("recall")) == (["held", "ready"], ["offered"])
