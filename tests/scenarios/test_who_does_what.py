"""Who gets what next: by what they may drive, where they work first, what is pressing and where they stand."""

from __future__ import annotations

import pytest

from pickface.locations.forms import NameForm
from pickface.locations.renaming import rename_zone
from pickface.tasks import dispatch
from tests.scenarios.floor import Floor, Person

MINUTE_MS = 60_000


@pytest.fixture
def waiting(floor: Floor) -> Floor:
    """Two orders, one from each zone; the older one is from zone A."""
    floor.settings(errands=False)
    for sku, place in (("TEA", "A-01-01"), ("MUG", "B-01-01")):
        floor.item(sku)
        floor.stock(place, sku, 50)
    floor.order("1", TEA=1)
    floor.order("2", MUG=1)
    floor.write(lambda tx: tx.run("UPDATE task SET due_at = 0"))
    return floor


def asks_for(floor: Floor, zone: str, equipment: str) -> None:
    """A zone in which somebody has to be able to drive something."""
    floor.write(
        lambda tx: tx.run(
            "UPDATE zone SET equipment = :equipment WHERE code = :zone",
            equipment=equipment,
            zone=zone,
        )
    )


def offered(floor: Floor, person: Person, kind: str = "pick") -> str:
    """The order, or the bin to count, that somebody is given; '' for nothing."""
    given = person.next(kind)
    if given is None:
        return ""
    assert given.task
    found = floor.read(
        "SELECT o.number, p.code FROM task t LEFT JOIN orders o ON o.id = t.order_id "
        "LEFT JOIN place p ON p.id = t.place_id WHERE t.id = :id",
        id=given.task["id"],
    )[0]
    return str(found["number"] or found["code"])


def test_the_older_one_comes_first_where_nothing_else_tells(waiting: Floor) -> None:
    assert offered(waiting, waiting.person("Sofia")) == "1"


def test_nobody_is_sent_where_they_may_not_drive(waiting: Floor) -> None:
    asks_for(waiting, "A", "Reach truck")
    assert offered(waiting, waiting.person("Sofia")) == "2"
    assert offered(waiting, waiting.person("Malik")) == ""
    assert offered(waiting, waiting.person("Ana", equipment="forklift, reach truck")) == "1"


def test_one_bin_on_the_way_is_enough_to_keep_somebody_from_it(waiting: Floor) -> None:
    for number in ("1", "2"):
        waiting.cancel(number)
    waiting.order("3", TEA=1, MUG=1)
    assert waiting.value("SELECT zones FROM task WHERE state = 'ready'") == "#A#B#"
    asks_for(waiting, "B", "forklift")
    assert offered(waiting, waiting.person("Sofia")) == ""
    assert offered(waiting, waiting.person("Ana", equipment="Forklift")) == "3"


def test_where_somebody_works_first_comes_first_and_the_rest_behind_it(waiting: Floor) -> None:
    sofia = waiting.person("Sofia", zones="C, B")
    assert offered(waiting, sofia) == "2"
    sofia.scans("T0001", "B-01-01", "MUG", "PACK-1")
    assert offered(waiting, sofia) == "1", "nothing else waits there"


def test_a_zone_that_is_called_otherwise_is_theirs_still(waiting: Floor) -> None:
    sofia = waiting.person("Sofia", zones="C, B")
    asks_for(waiting, "A", "forklift")
    for old, new in (("A", "N"), ("B", "FAR")):
        waiting.write(
            lambda tx, old=old, new=new: rename_zone(
                tx, waiting.site.id, old, NameForm(to=new), None
            )
        )
    assert waiting.value("SELECT zones FROM person WHERE id = :id", id=sofia.id) == "C, FAR"
    assert offered(waiting, sofia) == "2"
    assert offered(waiting, waiting.person("Malik")) == "", "what is left is in the forklift's zone"


@pytest.mark.parametrize(("left_ms", "expected"), [(20 * MINUTE_MS, "1"), (90 * MINUTE_MS, "2")])
def test_what_must_be_done_now_goes_before_where_somebody_works_first(
    waiting: Floor, left_ms: int, expected: str
) -> None:
    waiting.write(
        lambda tx: tx.run(
            "UPDATE task SET due_at = :due WHERE order_id = :order",
            due=tx.now + left_ms,
            order=waiting.orders["1"],
        )
    )
    assert offered(waiting, waiting.person("Sofia", zones="B")) == expected


@pytest.mark.parametrize(("stands", "expected"), [("A-01-01", "A-03-02"), ("B-01-01", "B-03-02")])
def test_of_counts_that_are_due_alike_the_nearest_comes_first(
    floor: Floor, stands: str, expected: str
) -> None:
    floor.item("TEA")
    floor.stock(stands, "TEA", 5)
    for place in ("A-03-02", "B-03-02"):
        floor.stock(place, "TEA", 5)
        floor.write(
            lambda tx, place=place: floor.engine.world.tell(
                tx, "recount_wanted", site=floor.site.id, place=floor.places[place]
            )
        )
    floor.work_off()
    floor.order("1", TEA=1)
    floor.write(lambda tx: tx.run("UPDATE task SET due_at = 0, priority = 5"))
    sofia = floor.person("Sofia", "supervisor")
    floor.write(lambda tx: tx.run("UPDATE task SET priority = 4 WHERE kind = 'pick'"))
    assert offered(floor, sofia) == "1"
    sofia.scans("T0001")
    assert sofia.place == stands
    sofia.scans(stands)
    assert offered(floor, sofia, "count") == expected


def test_whoever_has_waited_longest_is_offered_first(waiting: Floor) -> None:
    sofia, malik = waiting.person("Sofia"), waiting.person("Malik")
    assert offered(waiting, sofia) == "1"
    sofia.scans("T0001", "A-01-01", "TEA", "PACK-1")
    people = [(sofia.id, {"pick"}), (malik.id, {"pick"})]
    waiting.write(lambda tx: dispatch.offer_waiting(tx, waiting.site.id, people))
    assert waiting.value("SELECT person_id FROM task WHERE state = 'offered'") == malik.id
