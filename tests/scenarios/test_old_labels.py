"""Places are renamed, and their old labels still hang on the shelf: scans of them count, and somebody hears of it."""

from __future__ import annotations

from pickface.db import Tx
from pickface.locations.forms import NameForm
from pickface.locations.renaming import rename_aisle
from tests.scenarios.floor import Floor, Person
from tests.scenarios.test_putting_away import delivered


def rename(floor: Floor, code: str, to: str) -> None:
    def do(tx: Tx) -> None:
        tx.run(
            "UPDATE place SET aisle = 'A', bay = substr(code, 3, 2), level = substr(code, 6, 2) "
            "WHERE code LIKE 'A-0%'"
        )
        rename_aisle(tx, floor.site.id, code, NameForm(to=to), None)

    floor.write(do)


def heard(floor: Floor, grace: Person, *codes: str) -> list[dict[str, object]]:
    """What the server says to a person while these are scanned."""
    box = floor.engine.bus.listen([f"person:{grace.id}"])
    for code in codes:
        grace.scan(code)
    said = []
    while (message := box.get(0.2)) is not None:
        said += [message] if message["type"] == "say" else []
    floor.engine.bus.leave(box)
    return said


def test_goods_go_into_a_bin_by_its_old_label_and_the_label_is_asked_for_once(floor: Floor) -> None:
    floor.item("TEA")
    floor.stock("A-03-02", "TEA", 5)
    rename(floor, "A", "K")
    for number, plate in enumerate(("LP000001", "LP000002")):
        grace = delivered(floor, plate, TEA=4)
        assert grace.next("putaway")
        assert grace.task is not None
        # The work says what the bin is called now; the label on the shelf does not.
        named = floor.value("SELECT code FROM place WHERE id = :id", id=floor.places["A-03-02"])
        assert named == "K-03-02"
        said = heard(floor, grace, "TEA", "A-03-02")
        assert floor.at("A-03-02", "TEA") == 9 + 4 * number
        params = {"place": "K-03-02", "was": "A-03-02"}
        once = [{"type": "say", "code": "old_label", "params": params}]
        assert said == (once if number == 0 else [])
    assert floor.value("SELECT label_old FROM place WHERE code = 'K-03-02'") == 2
    floor.check_books()


def test_an_old_label_of_another_bin_is_refused_as_that_bin(floor: Floor) -> None:
    floor.item("TEA")
    floor.stock("A-03-02", "TEA", 9)
    rename(floor, "A", "K")
    floor.order("1001", TEA=2)
    sofia = floor.person("Sofia")
    assert sofia.next("pick")
    sofia.scan("T0001")
    assert sofia.scan("A-01-01") == "wrong_place"
    assert sofia.scan("A-03-02") == "step_done"
