"""Where goods may lie: by how they are kept, by what is near, and at the same cost on a floor of any size."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from pickface.db import db
from pickface.workflows.putaway import floor as reading
from tests.scenarios.floor import Floor
from tests.scenarios.test_putting_away import delivered


def zone(floor: Floor, code: str, **values: str) -> None:
    """What a zone is like."""
    new = ", ".join(f"{name} = :{name}" for name in values)
    floor.write(lambda tx: tx.run(f"UPDATE zone SET {new} WHERE code = :code", code=code, **values))


def test_what_has_to_be_kept_cold_goes_to_a_cold_zone_and_the_rest_stays_out_of_it(
    floor: Floor,
) -> None:
    zone(floor, "B", temperature="chilled")
    floor.item("MILK", zone_code="", temperature="chilled")
    floor.item("TEA", zone_code="")
    grace = delivered(floor, "LP000001", MILK=2)
    jens = delivered(floor, "LP000002", TEA=2)
    grace.open("LP000001")
    assert (grace.place, grace.step["why"]["code"]) == ("B-01-01", "nearest_empty")
    grace.scan("MILK")
    assert grace.scan("A-01-01") == "fit_temperature"
    assert grace.scan("B-03-01") == "task_done"
    jens.open("LP000002")
    assert jens.place == "A-01-01"
    jens.scan("TEA")
    assert jens.scan("B-02-01") == "fit_temperature"
    assert jens.scan("A-02-01") == "task_done"


def test_dangerous_goods_lie_only_where_their_class_is_named(floor: Floor) -> None:
    zone(floor, "B", hazards="3, 8")
    floor.item("THINNER", zone_code="", hazard="3")
    grace = delivered(floor, THINNER=2)
    grace.next("putaway")
    assert grace.place == "B-01-01"
    grace.scan("THINNER")
    assert grace.scan("A-01-01") == "fit_hazard"
    assert grace.scan("B-01-02") == "task_done"


def test_their_own_zone_is_always_right(floor: Floor) -> None:
    zone(floor, "B", temperature="chilled")
    floor.item("TEA", zone_code="B", hazard="3")
    grace = delivered(floor, TEA=2)
    grace.next("putaway")
    assert grace.place == "B-01-01"


def test_a_pick_face_of_something_else_is_not_proposed(floor: Floor) -> None:
    floor.item("TEA")
    floor.item("SALT")
    floor.face("A-01-01", "SALT", 1, 5)
    floor.face("A-01-02", "TEA", 1, 5)
    grace = delivered(floor, TEA=2)
    grace.next("putaway")
    assert grace.place == "A-01-02"


def test_a_bin_that_takes_all_of_it_is_found_behind_many_that_do_not(floor: Floor) -> None:
    floor.item("TEA", volume_mm3=100)
    floor.write(lambda tx: _many(tx, floor, 100, volume_mm3=300))
    floor.write(lambda tx: tx.run("UPDATE place SET volume_mm3 = 300 WHERE kind = 'bin'"))
    floor.write(lambda tx: tx.run("UPDATE place SET volume_mm3 = 900 WHERE code = 'A-09-100'"))
    grace = delivered(floor, TEA=8)
    grace.next("putaway")
    assert grace.place == "A-09-100"


def _many(tx: object, floor: Floor, count: int, **values: int) -> None:
    """Further bins of zone A, each behind the one before, without an aisle of their own."""
    home = tx.one("SELECT zone_id, aisle_id FROM place WHERE code = 'A-03-01'")  # type: ignore[attr-defined]
    rows = [
        {
            "site_id": floor.site.id, "code": f"A-09-{number:03}", "kind": "bin", "pickable": 1,
            "x_mm": 0, "y_mm": 7_000 + number, **dict(home), **values,
        }
        for number in range(1, count + 1)
    ]  # fmt: skip
    tx.insert_many("place", rows)  # type: ignore[attr-defined]


def cost_of_a_plan(floor: Floor) -> tuple[int, int]:
    """Statements that a plan of a putaway makes, and rows that they answer; the walks are kept already."""
    said = [0, 0]

    def count(conn: object, cursor: object, sql: str, *_: object) -> None:
        said[0] += 1

    with floor.app.app_context():
        sa.event.listen(db.engine, "after_cursor_execute", count)
        before = reading.rows

        def counted(sql: str, **params: object) -> object:
            found = before(sql, **params)
            said[1] += len(found)
            return found

        reading.rows = counted  # type: ignore[assignment]
        try:
            reading.read_bins(floor.site.id, "LP000009")
        finally:
            reading.rows = before
            sa.event.remove(db.engine, "after_cursor_execute", count)
            db.session.remove()
    return said[0], said[1]


@pytest.mark.parametrize("more", [3_000])
def test_a_plan_costs_the_same_on_a_floor_of_any_size(floor: Floor, more: int) -> None:
    floor.item("TEA")
    floor.write(lambda tx: _many(tx, floor, 100))
    delivered(floor, "LP000009", TEA=5)
    assert floor.tasks("putaway") == ["ready"]
    small = cost_of_a_plan(floor)
    floor.write(lambda tx: tx.run("UPDATE place SET code = 'Z' || code WHERE code LIKE 'A-09%'"))
    floor.write(lambda tx: _many(tx, floor, more))
    delivered(floor, "LP000010", TEA=5)
    # One open putaway more: it keeps one bin more from being proposed.
    statements, rows = cost_of_a_plan(floor)
    assert statements == small[0]
    assert rows <= small[1] + 10
    assert floor.value("SELECT COUNT(*) FROM place WHERE kind = 'bin' AND walk_mm < 0") == 0
    nearest = floor.read("SELECT code FROM place WHERE kind = 'bin' ORDER BY walk_mm, code LIMIT 2")
    assert [one["code"] for one in nearest] == ["A-01-01", "A-01-02"]
