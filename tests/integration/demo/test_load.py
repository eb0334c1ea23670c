"""The demo site in a database: every unit is where the plain data says, and promised as ordered."""

from collections import Counter
from time import process_time

import pytest
from apiflask import APIFlask

from pickface.db import db, row, rows
from pickface.demo.kits import kits
from pickface.demo.load import OPENING, load
from pickface.demo.nouns import DemoSite
from pickface.demo.site import generate
from pickface.locations.service import CodeTaken
from pickface.people.secrets import secret_matches
from pickface.routing.floor import Stop
from pickface.routing.plan import Plan
from pickface.tasks import walk

TABLES = {
    "item": "items",
    "supplier": "suppliers",
    "purchase_order": "purchase_orders",
    "orders": "orders",
    "person": "people",
    "zone": "zones",
    "aisle": "segments",
    "move": "stock",
}


@pytest.fixture(scope="module")
def demo() -> DemoSite:
    return generate()


def count(table: str) -> int:
    return int(rows(f"SELECT count(*) AS n FROM {table}")[0]["n"])


@pytest.mark.parametrize(
    "config",
    [
        "sqlite",
        pytest.param(
            "postgresql",
            marks=pytest.mark.long("each noun of the demo is loaded there by its own test"),
        ),
    ],
    indirect=True,
)
def test_the_whole_site_is_loaded_and_soon_where_nothing_was_installed(
    app: APIFlask, demo: DemoSite
) -> None:
    with app.app_context():
        began = process_time()
        site_id = load(demo)
        took_s = process_time() - began
        # Somebody waits for `make demo`, which is SQLite; how long a database server takes is its machine's affair.
        assert took_s < 15 or db.engine.dialect.name != "sqlite"
        for table, nouns in TABLES.items():
            more = len(list(kits(demo))) if table == "item" else 0
            assert count(table) == len(getattr(demo, nouns)) + more, table
        check_pages_begin_with_something()
        check_stock(demo)
        check_promises(demo)
        check_people(demo)
        check_walks(site_id, demo)
        check_again(demo)


def check_pages_begin_with_something() -> None:
    """One kit of each kind, two departures to come, and goods under way that will be looked at."""
    made = rows("SELECT kit, count(*) AS n FROM item WHERE kit <> '' GROUP BY kit ORDER BY kit")
    assert [(one["kit"], one["n"]) for one in made] == [("built", 1), ("virtual", 1)]
    assert count("departure") == 2
    awaited = rows(
        "SELECT o.number, i.inspection FROM item i JOIN purchase_order_line l ON l.item_id = i.id "
        "JOIN purchase_order o ON o.id = l.purchase_order_id WHERE i.inspection <> ''"
    )
    assert [(one["number"], one["inspection"]) for one in awaited] == [("PO-1016", "5")]


def check_stock(demo: DemoSite) -> None:
    """Bin by bin and lot by lot as the plain data says, each from a move with a cause."""
    there = {
        (b["place"], b["sku"], b["lot"]): b["qty"]
        for b in rows(
            "SELECT p.code AS place, i.sku, l.code AS lot, b.qty FROM balance b JOIN place p ON p.id = b.place_id "
            "JOIN item i ON i.id = b.item_id JOIN lot l ON l.id = b.lot_id WHERE b.virtual = 0"
        )
    }
    assert there == {(line.place, line.sku, line.lot): line.qty for line in demo.stock}
    assert rows("SELECT DISTINCT cause FROM move") == [{"cause": OPENING}]
    dated = rows("SELECT count(*) AS n FROM lot WHERE expires_on <> ''")[0]["n"]
    assert dated == len({(s.sku, s.lot) for s in demo.stock if s.expires_in_days is not None})


def check_promises(demo: DemoSite) -> None:
    """Whatever is there is reserved; what is short is what was meant to be."""
    missing = {
        line["sku"]: line["missing"]
        for line in rows(
            "SELECT i.sku, sum(l.qty) - COALESCE(sum(r.qty), 0) AS missing FROM order_line l "
            "JOIN item i ON i.id = l.item_id LEFT JOIN (SELECT order_line_id, sum(qty) AS qty FROM reservation "
            "GROUP BY order_line_id) r ON r.order_line_id = l.id GROUP BY i.sku"
        )
        if line["missing"]
    }
    assert missing == demo.shortages
    ordered = Counter(line.sku for order in demo.orders for line in order.lines)
    assert count("order_line") == sum(ordered.values())
    late = rows("SELECT count(*) AS n FROM orders WHERE ship_by < placed_at")[0]["n"]
    assert late == 0


def check_people(demo: DemoSite) -> None:
    """Everybody's PIN and password open their badge and login."""
    for person in demo.people[:1] + demo.people[-1:]:
        kept = row("SELECT * FROM person WHERE badge = :badge", badge=person.badge)
        assert kept is not None
        assert kept["role"] == person.role
        assert secret_matches(kept["pin_hash"], person.pin)
        assert not secret_matches(kept["pin_hash"], person.pin[::-1] + "0")
        assert secret_matches(kept["password_hash"], person.password) == bool(person.password)


def check_walks(site_id: int, demo: DemoSite) -> None:
    """A walk over the loaded plan is a walk over the plain one."""
    plan = walk.plan_of(site_id)
    assert plan is not None
    first, last = demo.places[0], demo.places[-1]
    ends = [Stop(p.code, p.x_mm, p.y_mm, p.aisle or None) for p in (first, last)]
    assert plan.distance_mm(*ends) == Plan(demo.segments).distance_mm(first.stop(), last.stop())
    codes = ["Q-01-01", "A-01-01", "J-19-02"]
    ids = [rows("SELECT id FROM place WHERE code = :c", c=c)[0]["id"] for c in (*codes, "PACK-1")]
    spots = walk.spots(ids[:3])
    assert {spot.aisle for spot in spots.values()} == {"Q", "A", "J"}
    assert sorted(walk.in_walking_order(site_id, ids[3], ids[:3], ids[3])) == sorted(ids[:3])


def check_again(demo: DemoSite) -> None:
    """Loading once more is refused and changes nothing."""
    before = {table: count(table) for table in TABLES}
    with pytest.raises(CodeTaken):
        load(demo)
    assert {table: count(table) for table in TABLES} == before
