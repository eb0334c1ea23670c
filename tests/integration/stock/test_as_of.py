"""Any past moment can be asked for, and snapshots change no answer."""

from __future__ import annotations

from apiflask import APIFlask

from pickface.db import Tx, clock
from pickface.ids import uuid7
from pickface.stock import as_of, snapshots
from pickface.stock.ledger import Cause, NewMove, post_moves
from pickface.stock.verify import verify, verify_items
from tests.builders import write
from tests.integration.orders.test_orders import stock_up
from tests.office import open_office


def test_stock_is_known_as_of_any_moment(app: APIFlask) -> None:
    office = open_office(app)
    item = office.desk.post("/items", {"sku": "MUG", "name": "Mug"})["id"]
    first, second = (office.desk.post("/places", {"code": code})["id"] for code in ("A-1", "B-1"))
    before = clock() - 1
    stock_up(office, item, first, 10)

    def carry(tx: Tx) -> int:
        post_moves(
            tx,
            [NewMove("move", item, 1, first, second)],
            Cause(f"test:{uuid7()}", office.site_id),
        )
        return tx.now

    moments = [write(app, carry) for _ in range(7)]

    def at(moment: int) -> dict[str, int]:
        card = office.desk.get("/stock", item="MUG", at=moment)
        assert card["available"] is None
        assert card["on_hand"] == sum(place["qty"] for place in card["places"])
        return {place["place"]: place["qty"] for place in card["places"]}

    answers = [at(moment) for moment in moments]
    assert at(before) == {}
    assert answers[-1] == {"A-1": 3, "B-1": 7}
    with app.app_context():
        writer = app.extensions["pickface"].writer
        made = snapshots.write_due(writer, many=3, until=as_of.last_id(clock()))
        assert made == 2, "eight moves, three a snapshot"
        assert snapshots.write_due(writer, many=3, until=as_of.last_id(clock())) == 0
    assert [at(moment) for moment in moments] == answers
    assert write(app, lambda tx: verify(tx.all)) == []
    assert write(app, lambda tx: verify_items(tx.all, [item])) == []


def test_a_snapshot_that_is_wrong_is_told(app: APIFlask) -> None:
    office = open_office(app)
    item = office.desk.post("/items", {"sku": "MUG", "name": "Mug"})["id"]
    place = office.desk.post("/places", {"code": "A-1"})["id"]
    stock_up(office, item, place, 10)

    def forge(tx: Tx) -> None:
        heads, lines = snapshots.next_snapshots(tx.all, [item], as_of.last_id(tx.now), 1)
        snapshots.append(tx, (heads, [{**line, "qty": line["qty"] + 1} for line in lines]))

    write(app, forge)
    found = write(app, lambda tx: verify(tx.all))
    assert {difference.what for difference in found} == {"snapshot"}
    found = write(app, lambda tx: verify_items(tx.all, [item + 1, item]))
    assert [difference.what for difference in found] == ["balance_qty"] * 2, (
        "where it left, and where it came"
    )
    assert {abs(int(one.expected or 0) - int(one.found or 0)) for one in found} <= {1, 2}


def test_a_snapshot_has_no_more_lines_than_moves_came_since_the_one_before(app: APIFlask) -> None:
    office = open_office(app)
    item = office.desk.post("/items", {"sku": "MUG", "name": "Mug"})["id"]
    bins = [office.desk.post("/places", {"code": f"A-{n}"})["id"] for n in range(6)]
    for each in bins:
        stock_up(office, item, each, 10)

    def written(until: str) -> int:
        with app.app_context():
            return snapshots.write_due(app.extensions["pickface"].writer, many=2, until=until)

    # The first with three lines behind two moves, then one of six behind three, then one move is left.
    assert written(as_of.last_id(clock())) == 2
    lines = "SELECT COUNT(*) AS n FROM stock_snapshot_line GROUP BY until_id ORDER BY until_id"
    assert [one["n"] for one in write(app, lambda tx: tx.all(lines))] == [3, 6]

    def carry(tx: Tx) -> None:
        cause = Cause(f"test:{uuid7()}", office.site_id)
        post_moves(tx, [NewMove("move", item, 1, bins[0], bins[1])], cause)

    for _ in range(4):
        write(app, carry)
    assert written(as_of.last_id(clock())) == 0, "five moves, six lines"
    write(app, carry)
    assert written(as_of.last_id(clock())) == 1
    assert write(app, lambda tx: verify(tx.all)) == []
    assert write(app, lambda tx: verify_items(tx.all, [item])) == []
