"""Whoever counts a bin counts everything in it: what stands there in a container is neither forgotten nor doubled."""

from pickface.db import Tx
from tests import builders
from tests.scenarios.floor import Floor
from tests.scenarios.test_containers import filled


def count(floor: Floor, units: int, name: str = "Omar", place: str = "A-01-01") -> None:
    omar = floor.person(name).start("count", place)
    if units:
        omar.scan("TEA")
    if units > 1:
        omar.quantity(units)
    omar.act("done")
    if not omar.done:
        omar.act("done")


def test_what_stands_in_a_container_is_part_of_the_bin(floor: Floor) -> None:
    floor.item("TEA")
    floor.stock("A-01-01", "TEA", 2)
    filled(floor, "LP000002", TEA=5)
    count(floor, 7)
    assert (floor.raised(), floor.at("A-01-01")) == ([], 7)
    count(floor, 6)
    assert (floor.at("A-01-01"), floor.inside("LP000002")) == (6, {"TEA": 5})
    assert floor.raised() == ["count_difference"]
    count(floor, 9)
    assert (floor.at("A-01-01"), floor.inside("LP000002")) == (9, {"TEA": 5})


def test_a_count_answers_for_a_pallet_that_somebody_found_short(floor: Floor) -> None:
    floor.item("TEA")
    filled(floor, "LP000002", TEA=5)
    floor.order("1042", TEA=3)
    sofia = floor.person("Sofia").next("pick")
    assert sofia
    sofia.scans("T0009", "A-01-01", "TEA")
    sofia.act("short", left=1)
    assert floor.value("SELECT SUM(unreservable) FROM balance") == 3
    floor.stock("A-01-01", "TEA", 2)
    count(floor, 3)
    assert (floor.inside("LP000002"), floor.at("A-01-01")) == ({"TEA": 1}, 3)
    assert floor.value("SELECT SUM(unreservable) FROM balance") == 0
    assert "short" not in floor.raised()


def test_a_pallet_that_left_before_an_offline_count_came_in_was_counted_where_it_stood(
    floor: Floor,
) -> None:
    floor.item("TEA")
    floor.item("MILK", tracking="lot")
    filled(floor, "LP000002")

    def an_hour_ago(tx: Tx) -> None:
        tx.now -= 3_600_000
        lot = builders.make_lot(tx, floor.items["MILK"], "L1")
        for sku, qty, more in (
            ("TEA", 5, {"container": "LP000002"}),
            ("TEA", 2, {}),
            ("MILK", 4, {"lot_id": lot}),
        ):
            place = floor.places["A-01-01"]
            builders.stock_up(tx, floor.site, floor.items[sku], place, qty, **more)

    floor.write(an_hour_ago)
    omar = floor.person("Omar").start("count", "A-01-01").go_offline(ago_ms=60_000)
    omar.scan("TEA")
    omar.quantity(7)
    omar.scans("MILK", "L1")
    omar.quantity(4)
    omar.act("done")
    malik = floor.person("Malik")
    malik.start("move", "LP000002").scan("B-02-01")
    malik.start("move", "A-01-01").scan("MILK")
    malik.quantity(4)
    malik.scan("B-01-01")
    assert set(omar.come_back()) == {"booked"}
    assert floor.inside("LP000002") == {"TEA": 5}
    assert (floor.at("A-01-01"), floor.at("B-01-01")) == (2, 4)
    assert "count_difference" not in floor.raised()


def test_the_days_counts_choose_a_bin_whose_goods_stand_in_a_container(floor: Floor) -> None:
    floor.item("TEA")
    floor.settings(counts_per_zone=1)
    filled(floor, "LP000002", TEA=5)
    floor.stock("A-03-01", "TEA", 2)

    def planned() -> str:
        """The bin that another day's programme sends somebody to."""
        floor.write(lambda tx: tx.run("UPDATE count_round SET day = '2020-01-01'"))
        floor.write(lambda tx: floor.engine.world.tell(tx, "counts_wanted", site=floor.site.id))
        floor.work_off()
        return str(
            floor.value(
                "SELECT p.code FROM count_bin b JOIN place p ON p.id = b.place_id ORDER BY b.round_id DESC LIMIT 1"
            )
        )

    floor.write(
        lambda tx: tx.run("UPDATE balance SET first_in_at = 1 WHERE container = 'LP000002'")
    )
    assert planned() == "A-01-01", "the oldest goods stand in a container there"
    omar = floor.person("Omar").next("count")
    assert omar
    assert omar.place == "A-01-01"
    omar.scans("A-01-01", "TEA")
    omar.quantity(5)
    omar.act("done")
    assert (omar.done, floor.raised(), floor.inside("LP000002")) == (True, [], {"TEA": 5})
    assert planned() == "A-03-01", "what was counted in its container is not due again"
