"""Two people are sent to one bin, and one of them says that it is empty: nobody takes the same units twice."""

from tests.scenarios.floor import Floor, Person


def two_at_one_bin(floor: Floor) -> tuple[Person, Person, str, str]:
    """Two pickers whose goods are pinned to the same bin; that bin, and the other that has some too."""
    floor.item("TEA")
    floor.stock("A-01-01", "TEA", 10)
    floor.stock("A-02-01", "TEA", 10)
    floor.order("1042", TEA=2)
    floor.order("1043", TEA=2)
    sofia = floor.person("Sofia").hold_pick_of("1042")
    malik = floor.person("Malik").hold_pick_of("1043")
    sofia.scan("T0001")
    malik.scan("T0002")
    first = sofia.place
    assert malik.place == first
    other = "A-02-01" if first == "A-01-01" else "A-01-01"
    return sofia, malik, first, other


def says_it_is_empty(floor: Floor, person: Person, place: str) -> None:
    person.scan(place)
    assert person.act("short", left=0) == "go_alternative"
    floor.work_off()


def test_who_has_not_come_to_it_yet_is_sent_to_the_other_bin_alone(floor: Floor) -> None:
    sofia, malik, first, other = two_at_one_bin(floor)
    says_it_is_empty(floor, sofia, first)
    malik.look_again()
    assert malik.place == other
    malik.scans(other, "TEA")
    assert malik.quantity(2) == "step_done"
    assert malik.place == "PACK-1"
    malik.scan("PACK-1")
    assert floor.inside("T0002") == {"TEA": 2}
    floor.check_books()


def test_who_stands_before_it_and_finds_them_is_sent_nowhere_else(floor: Floor) -> None:
    sofia, malik, first, _ = two_at_one_bin(floor)
    malik.scan(first)
    says_it_is_empty(floor, sofia, first)
    malik.look_again()
    assert malik.place == first
    malik.scan("TEA")
    assert malik.quantity(2) == "step_done"
    floor.work_off()
    malik.look_again()
    assert malik.place == "PACK-1"
    malik.scan("PACK-1")
    assert floor.inside("T0002") == {"TEA": 2}
    assert floor.order_state("1043") == "picked"
    floor.check_books()


def test_who_stands_before_it_and_finds_none_goes_to_the_other_bin(floor: Floor) -> None:
    sofia, malik, first, other = two_at_one_bin(floor)
    malik.scan(first)
    says_it_is_empty(floor, sofia, first)
    malik.look_again()
    assert malik.act("short", left=0) == "go_alternative"
    malik.scans(other, "TEA")
    malik.quantity(2)
    malik.look_again()
    assert malik.place == "PACK-1"
    malik.scan("PACK-1")
    assert floor.inside("T0002") == {"TEA": 2}
    floor.check_books()


def took_at_both(floor: Floor) -> Person:
    """Malik finds them where they should not be, and hears too late that he needs no others."""
    sofia, malik, first, other = two_at_one_bin(floor)
    malik.scan(first)
    says_it_is_empty(floor, sofia, first)
    malik.look_again().go_offline()
    for place in (first, other):
        if malik.place != place or malik.step["kind"] == "go":
            malik.scan(place)
        malik.scan("TEA")
        malik.quantity(2)
    malik.scan("PACK-1")
    assert set(malik.come_back()) == {"booked"}
    floor.work_off()
    assert floor.inside("T0002") == {"TEA": 4}
    return malik


def test_what_was_taken_twice_offline_is_not_sent(floor: Floor) -> None:
    took_at_both(floor)
    assert floor.exception("order_over") == {"qty": 2}
    linh = floor.person("Linh", "packer").open("T0002")
    linh.scan("LP000100")
    linh.scan("TEA")
    assert linh.quantity(3) == "too_many"
    assert linh.quantity(2) == "step_done"
    linh.confirm()
    assert linh.confirm() == "task_done"
    assert floor.inside("LP000100") == {"TEA": 2}
    assert floor.inside("T0002") == {"TEA": 2}
    assert floor.at("LOST", "TEA") == 0
    grace = floor.person("Grace", "receiver").next("putaway")
    assert grace
    grace.scans("T0002", grace.place)
    linh.open("LP000100")
    linh.scans("LP000100", "SHIP-1")
    assert floor.at("CUSTOMER", "TEA") == 2
    assert (
        floor.value("SELECT shipped FROM order_line WHERE order_id = :id", id=floor.orders["1043"])
        == 2
    )
    floor.check_books()


def test_what_was_taken_twice_and_is_not_in_the_tote_is_lost_like_everything_else(
    floor: Floor,
) -> None:
    took_at_both(floor)
    linh = floor.person("Linh", "packer").open("T0002")
    linh.scan("LP000100")
    linh.scan("TEA")
    linh.act("done")
    linh.act("done")
    linh.confirm()
    assert linh.confirm() == "task_done"
    assert floor.inside("T0002") == {}
    assert floor.at("LOST", "TEA") == 3
    assert floor.exception("pack_short")["lines"][0]["missing"] == 1
    floor.check_books()
