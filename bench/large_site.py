"""A large site, built by SQL on either database so that ``pickface audit`` finds it right.

Every balance follows from moves over two years; the first item is moved a hundred times as often as the others; goods
lie in layers of a known cost. The journal is made by virtual handhelds, signed scan by signed scan, a week of it.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
from typing import Any

from pickface.db import Tx, clock
from pickface.ids import first_id, uuid7
from pickface.scans import checkpoints
from pickface.scans.envelope import open_envelope
from pickface.scans.journal import Carrier
from tests.builders import Site, make_barcode, make_site, make_zone
from tests.scenarios.floor import Floor

DAY_MS = 86_400_000
YEARS_MS = 730 * DAY_MS
CAME = 1_000
"""Units that come to each balance; each further move takes one away."""
PIECE = 500_000
SCANS_A_DAY = 13_000
PEOPLE = 20
HOUR_MS = 3_600_000
NUMBERS = "WITH RECURSIVE n (i) AS (SELECT CAST(:first AS BIGINT) UNION ALL SELECT i + 1 FROM n WHERE i < :last)"
HEX = {"sqlite": "printf('%012x', {})", "postgresql": "lpad(to_hex({}), 12, '0')"}
_INDEXES = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'move' AND sql IS NOT NULL",
    "postgresql": (
        # As it is written down, an index is the partitioned table's alone, and none of its partitions has it.
        "SELECT i.indexname AS name, replace(i.indexdef, ' ON ONLY ', ' ON ') AS sql FROM pg_indexes i"
        " WHERE i.tablename = 'move'"
        " AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conname = i.indexname)"
    ),
}


def build(app: Any, size: argparse.Namespace) -> None:
    """The site, its bins, items, moves, and what follows from the moves."""
    writer = app.extensions["pickface"].writer
    site = writer.run(lambda tx: make_site(tx, "BIG"))
    zone = writer.run(lambda tx: make_zone(tx, site.id, "A"))
    first_bin = writer.run(lambda tx: tx.value("SELECT MAX(id) + 1 FROM place"))
    first_item = writer.run(lambda tx: (tx.value("SELECT MAX(id) FROM item") or 0) + 1)
    about = {
        "site": site.id, "zone": zone, "supplier": site.supplier, "customer": site.customer,
        "bin0": first_bin, "item0": first_item, "items": size.items, "bins": size.bins,
        "balances": size.balances, "moves": size.moves, "start": clock() - YEARS_MS,
        "step": YEARS_MS / size.moves, "came": CAME,
    }  # fmt: skip
    pieces(writer, size.bins, _BINS, about)
    pieces(writer, size.items, _ITEMS, about)
    told("bins and items")
    # Indexes are made once over all rows, and end as they would have: a row at a time, they are most of the work.
    indexes = writer.run(lambda tx: [dict(one) for one in tx.all(_INDEXES[tx.dialect])])
    for index in indexes:
        writer.run(lambda tx, index=index: tx.run(f"DROP INDEX {index['name']}"))
    pieces(writer, size.moves, _MOVES, about)
    told("moves")
    for index in indexes:
        writer.run(lambda tx, index=index: tx.run(index["sql"]))
    told("indexes of moves")
    for sql in (_BALANCES, _LEVELS, _VIRTUAL, _LAYERS, _ENTRIES, _VALUES):
        writer.run(lambda tx, sql=sql: tx.run(sql, **named(sql, about)))
    told("balances, levels and costs")
    writer.run(_go_on)
    told("what the planner knows")


def told(what: str, since: list[float] = []) -> None:  # noqa: B006 - remembers when it last spoke
    """Say on stderr what is done, how long it took, and how much of that this process worked."""
    now, own = time.perf_counter(), time.process_time()
    before, own_before = since or (now, own)
    sys.stderr.write(f"  {what}: {now - before:.0f} s, own {own - own_before:.1f} s\n")
    sys.stderr.flush()
    since[:] = [now, own]


def _go_on(tx: Tx) -> None:
    """What the database has to know after rows came with ids of their own."""
    tx.run("ANALYZE")
    if tx.dialect == "postgresql":
        for table in ("place", "item", "cost_layer"):
            tx.run(
                f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT MAX(id) FROM {table}))"
            )


def pieces(writer: Any, count: int, sql: str, about: dict[str, Any]) -> None:
    """Insert numbered rows, so many at a time."""
    for first in range(1, count + 1, PIECE):
        last = min(first + PIECE - 1, count)

        def insert(tx: Tx, first: int = first, last: int = last) -> None:
            written = f"{sql}".replace("{hex_at}", HEX[tx.dialect].format(_AT)).replace(
                "{hex_n}", HEX[tx.dialect].format("i")
            )
            tx.run(written, **named(written, {**about, "first": first, "last": last}))

        writer.run(insert)


def named(sql: str, about: dict[str, Any]) -> dict[str, Any]:
    """The parameters that a statement has."""
    return {name: value for name, value in about.items() if re.search(rf":{name}\b", sql)}


class LargeFloor(Floor):
    """The floor of a site that may have been built before: then its places are looked up."""

    def _build(self, tx: Tx, settings: Any) -> Site:
        known = tx.value("SELECT id FROM site WHERE code = 'S1'")
        if known is None:
            return super()._build(tx, settings)
        found = tx.all("SELECT id, code FROM place WHERE site_id = :site", site=known)
        self.places |= {place["code"]: place["id"] for place in found}
        return Site(
            known, *(self.places[c] for c in ("SUPPLIER", "CUSTOMER", "SCRAP", "LOST", "FLOOR"))
        )


def journal(floor: Floor, item_id: int, events: int) -> None:
    """Signed scans of some people through the door, refused ones, of so many days until now.

    Each event has the id and the times of its moment, and each hour but the last ends with a checkpoint. An hour is
    written in one transaction: to wait for the disk behind each scan would be most of the work.
    """
    code = f"LOUD{floor.value('SELECT COUNT(*) AS n FROM person')}"
    floor.items[code] = item_id
    floor.write(lambda tx: make_barcode(tx, item_id, code))
    floor.stock("A-01-01", code, 10)
    floor.order(code, **{code: 1})
    people = [floor.person(f"Loud {n}") for n in range(PEOPLE)]
    task = people[0].next("pick")
    if task is None or task.task is None:
        raise SystemExit("nothing to pick")
    fact = {
        "kind": "scan", "code": "A-01-02", "symbology": "", "task": task.task["id"],
        "revision": task.task["revision"], "lease": task.task["lease"]["number"], "step": "go",
        "outcome": {"accepted": False, "code": "wrong_place"},
    }  # fmt: skip
    door, now = floor.engine.door, clock()
    an_hour = SCANS_A_DAY // 24
    hours = -(-events // an_hour)

    def write(tx: Tx, begins: int, scans: int) -> None:
        for n in range(scans):
            at = tx.now = begins + n * HOUR_MS // scans
            person = people[n % PEOPLE]
            person.ago_ms = clock() - at
            person._write({"id": f"{first_id(at)[:13]}{uuid7()[13:]}", **fact})  # noqa: SLF001
            carrier = Carrier(person.device, floor.site.id, sent=at)
            door.receive(tx, open_envelope(*person.outbox.pop()), "", carrier)
        if begins + HOUR_MS < now:
            tx.now = begins + HOUR_MS
            checkpoints.make(tx)

    with floor.app.app_context():
        for hour in range(hours):
            begins = now - (hours - hour) * HOUR_MS
            scans = min(an_hour, events - hour * an_hour)
            floor.write(lambda tx, begins=begins, scans=scans: write(tx, begins, scans))
    told("journal")


_BINS = f"""
INSERT INTO place (id, site_id, zone_id, code, kind, virtual, pickable, aisle, bay, level)
{NUMBERS} SELECT :bin0 + i - 1, :site, :zone, 'B-' || i, 'bin', 0, 1, CAST(i / 1000 AS TEXT), CAST(i AS TEXT), '1'
FROM n
"""
_ITEMS = f"""
INSERT INTO item (id, sku, name, zone_code, price_minor)
{NUMBERS} SELECT :item0 + i - 1, 'BIG-' || i, 'Item ' || i, 'A', 100 FROM n
"""
# The n-th move is one of balance (n - 1) % balances: first they all come, then one unit goes at a time. What would be
# the hundredth part of the moves are those of the first balance.
_K = "CASE WHEN i > :balances AND i % 100 = 0 THEN 0 ELSE (i - 1) % :balances END"
_ITEM = f":item0 + ({_K}) % :items"
_PLACE = f":bin0 + ((({_K}) % :items) * 37 + (({_K}) / :items) * 7919) % :bins"
_AT = ":start + CAST(i * :step AS BIGINT)"
_CAME = "i <= :balances"
_MOVES = f"""
INSERT INTO move (id, site_id, at, kind, item_id, lot_id, owner_id, qty, from_place_id, from_container, to_place_id,
    to_container, cause)
{NUMBERS}
SELECT substr({{hex_at}}, 1, 8) || '-' || substr({{hex_at}}, 9, 4) || '-7000-8000-' || {{hex_n}}, :site, {_AT},
    CASE WHEN {_CAME} THEN 'receive' ELSE 'pick' END, {_ITEM}, 0, 1, CASE WHEN {_CAME} THEN :came + :moves ELSE 1 END,
    CASE WHEN {_CAME} THEN :supplier ELSE {_PLACE} END, '', CASE WHEN {_CAME} THEN {_PLACE} ELSE :customer END, '',
    'bench:' || i FROM n
"""
_LEG = """
SELECT item_id, to_place_id AS place_id, qty FROM move WHERE site_id = :site
UNION ALL SELECT item_id, from_place_id, -qty FROM move WHERE site_id = :site
"""
_BALANCES = f"""
INSERT INTO balance (item_id, lot_id, place_id, container, owner_id, site_id, virtual, pickable, qty, first_in_at)
SELECT x.item_id, 0, x.place_id, '', 1, :site, 0, 1, SUM(x.qty), :start FROM ({_LEG}) x
JOIN place p ON p.id = x.place_id AND p.virtual = 0 GROUP BY x.item_id, x.place_id
"""
_VIRTUAL = f"""
INSERT INTO balance (item_id, lot_id, place_id, container, owner_id, site_id, virtual, pickable, qty, first_in_at)
SELECT x.item_id, 0, x.place_id, '', 1, :site, 1, 0, SUM(x.qty), :start FROM ({_LEG}) x
JOIN place p ON p.id = x.place_id AND p.virtual = 1 GROUP BY x.item_id, x.place_id
"""
_LEVELS = """
INSERT INTO stock_level (item_id, owner_id, site_id, on_hand, pickable)
SELECT item_id, 1, :site, SUM(qty), SUM(qty) FROM balance WHERE site_id = :site AND virtual = 0 GROUP BY item_id
"""
# What is there came at the opening, a minor unit each.
_LAYERS = """
INSERT INTO cost_layer (id, item_id, site_id, at, source, qty_in, qty, known, base_minor, value_minor)
SELECT item_id + (SELECT COALESCE(MAX(id), 0) FROM cost_layer), item_id, :site, :start, 'opening', on_hand, on_hand, 1,
    on_hand, on_hand FROM stock_level WHERE site_id = :site AND on_hand > 0
"""
_ENTRIES = """
INSERT INTO cost_entry (at, site_id, item_id, layer_id, reason, qty, known, fifo_minor, average_minor)
SELECT at, site_id, item_id, id, 'opening', qty, qty, value_minor, value_minor FROM cost_layer WHERE site_id = :site
"""
_VALUES = """
INSERT INTO stock_value (item_id, site_id, qty, known_qty, fifo_minor, average_minor)
SELECT item_id, site_id, qty, qty, value_minor, value_minor FROM cost_layer WHERE site_id = :site
"""
