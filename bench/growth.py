"""What grows with the warehouse and what does not: a large site is built by SQL, on both databases, and asked.

python bench/growth.py [--items N] [--bins N] [--balances N] [--moves N] [--only sqlite|postgresql]

One JSON line, and a table for people on stderr. The site is right for ``pickface audit``: every balance follows from
moves over two years, the first item is moved a hundred times as often as the others, and its snapshots are written. A
booked scan is compared with the same scan on the demo site.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import psycopg

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "server"), str(ROOT)]

from pickface.app import create_app, upgrade  # noqa: E402
from pickface.config import Config  # noqa: E402
from pickface.db import Tx, clock, db, rows  # noqa: E402
from pickface.demo.ensure import ensure_demo  # noqa: E402
from pickface.insight.audit import audit  # noqa: E402
from pickface.stock import as_of, balances  # noqa: E402
from tests import services  # noqa: E402
from tests.builders import make_barcode, make_site, make_zone  # noqa: E402
from tests.scenarios.floor import Floor  # noqa: E402

DAY_MS = 86_400_000
YEARS_MS = 730 * DAY_MS
CAME = 1_000
"""Units that come to each balance; each further move takes one away."""
PIECE = 100_000
NUMBERS = "WITH RECURSIVE n (i) AS (SELECT CAST(:first AS BIGINT) UNION ALL SELECT i + 1 FROM n WHERE i < :last)"
HEX = {"sqlite": "printf('%012x', {})", "postgresql": "lpad(to_hex({}), 12, '0')"}
ASKED = {
    "as of: sums": (as_of._SUMS, {"item": 2, "since": "", "until": "f"}),  # noqa: SLF001
    "as of: last move": (as_of._BOOKED_BY, {"item": 2, "edge": "f", "at": 1}),  # noqa: SLF001
    "places of an item": (balances._PLACES, {"item_id": 2, "site_id": 0}),  # noqa: SLF001
    "levels": (balances._LEVELS.format(items="2"), {"site_id": 0}),  # noqa: SLF001
}
"""Statements that must not walk through what grows."""
LARGE = ("move", "balance", "stock_level", "item", "place")


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
    pieces(writer, size.moves, _MOVES, about)
    for sql in (_BALANCES, _LEVELS, _VIRTUAL):
        writer.run(lambda tx, sql=sql: tx.run(sql, **named(sql, about)))
    writer.run(_go_on)


def _go_on(tx: Tx) -> None:
    """What the database has to know after rows came with ids of their own."""
    tx.run("ANALYZE")
    if tx.dialect == "postgresql":
        for table in ("place", "item"):
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
    return {name: value for name, value in about.items() if f":{name}" in sql}


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


def scan_ms(app: Any, item_id: int, scans: int) -> float:
    """What the median booked pick scan of an item takes, from the signed event to the verdict."""
    floor = Floor(app)
    floor.items["BIG"] = item_id
    floor.write(lambda tx: make_barcode(tx, item_id, "BIG"))
    floor.stock("A-01-01", "BIG", 10 * scans)
    floor.order("1", BIG=scans + 1)
    sofia = floor.person("Sofia").next("pick")
    if sofia is None:
        raise SystemExit("nothing to pick")
    sofia.scans("T0001", "A-01-01")
    sofia.go_offline()
    for _ in range(scans):
        sofia.scan("BIG")
    batch, took = list(sofia.outbox), []
    sofia.online = True
    for one in batch:
        began = time.perf_counter()
        sofia._carry([one])  # noqa: SLF001
        took.append((time.perf_counter() - began) * 1000)
    return median(took)


def timed(asks: Callable[[int], object], items: list[int]) -> list[float]:
    """How long each question took, in milliseconds."""
    took = []
    for item in items:
        began = time.perf_counter()
        asks(item)
        took.append((time.perf_counter() - began) * 1000)
        db.session.remove()
    return took


def scanned(app: Any) -> list[str]:
    """Statements of questions whose plan walks through all of a large table."""
    wrong = []
    with app.app_context():
        for name, (sql, params) in ASKED.items():
            sqlite = db.engine.dialect.name == "sqlite"
            plan = rows(("EXPLAIN QUERY PLAN " if sqlite else "EXPLAIN ") + sql, **params)
            text = "\n".join(str(list(dict(line).values())[-1]) for line in plan)
            word = "SCAN {}" if sqlite else "Seq Scan on {}"
            lines = text.splitlines()
            walked = [
                t for t in LARGE for line in lines if line.strip(" ->").startswith(word.format(t))
            ]
            wrong += [f"{name}: {table}" for table in walked]
        db.session.remove()
    return wrong


def measure(app: Any, size: argparse.Namespace, demo_scan_ms: float) -> dict[str, Any]:
    """Build the large site and say how long everything took."""
    upgrade(app)
    began = time.perf_counter()
    build(app, size)
    built_s = time.perf_counter() - began
    chance = random.Random(5)
    with app.app_context():
        first = rows("SELECT MIN(id) AS id FROM item WHERE sku LIKE 'BIG-%'")[0]["id"]
        some = [first, *(first + chance.randrange(size.items) for _ in range(199))]
        began = time.perf_counter()
        snapshots = as_of.write_due(app.extensions["pickface"].writer)
        snapshots_s = time.perf_counter() - began
        ago = clock() - 365 * DAY_MS
        available = timed(lambda item: balances.levels_of_items([item]), some)
        then = timed(lambda item: as_of.places_as_of(item, 0, ago), some)
        began = time.perf_counter()
        report = audit()
        audit_s = time.perf_counter() - began
        db.session.remove()
    big = scan_ms(app, first, size.scans)
    return {
        "built_s": round(built_s, 1),
        "scan_ms": round(big, 2),
        "scan_against_demo": round(big / demo_scan_ms, 2),
        "available_p99_ms": round(quantiles(available, n=100)[98], 2),
        "as_of_p99_ms": round(quantiles(then, n=100)[98], 2),
        "as_of_busiest_ms": round(then[0], 2),
        "snapshots": snapshots,
        "snapshots_s": round(snapshots_s, 1),
        "audit_s": round(audit_s, 1),
        "audit_clean": report.clean,
        "walks_through": scanned(app),
    }


def on_demo(config: Config, scans: int) -> float:
    """The same scan on the demo site."""
    app = create_app(config)
    with app.app_context():
        item = rows("SELECT MIN(id) AS id FROM item WHERE id > 0")[0]["id"]
        db.session.remove()
    took = scan_ms(app, item, scans)
    app.extensions["pickface"].close()
    return took


def main() -> None:
    """Measure on both databases; one JSON line, and a table."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--items", type=int, default=200_000)
    asked.add_argument("--bins", type=int, default=100_000)
    asked.add_argument("--balances", type=int, default=1_000_000)
    asked.add_argument("--moves", type=int, default=10_000_000)
    asked.add_argument("--scans", type=int, default=300)
    asked.add_argument("--only", choices=("sqlite", "postgresql"))
    size = asked.parse_args()
    outcome: dict[str, Any] = {
        "bench": "growth",
        **{k: v for k, v in vars(size).items() if k != "only"},
    }
    for database in ("sqlite", "postgresql"):
        if size.only and size.only != database:
            continue
        with ExitStack() as stack:
            data = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            server = stack.enter_context(services.postgres()) if database == "postgresql" else ""
            # The demo is always SQLite's: on PostgreSQL its scan is compared with that of an empty database.
            small_url, large_url = (_database(server, name) for name in ("small", "large"))
            demo = Config(data=data / "demo", database_url=small_url, testing=True)
            if server:
                small = create_app(demo)
                upgrade(small)
                small.extensions["pickface"].writer.run(_one_item)
                small.extensions["pickface"].close()
            else:
                ensure_demo(demo)
            demo_ms = on_demo(demo, size.scans)
            app = create_app(Config(data=data / "big", database_url=large_url, testing=True))
            outcome[database] = {"demo_scan_ms": round(demo_ms, 2), **measure(app, size, demo_ms)}
            app.extensions["pickface"].close()
            for name, value in outcome[database].items():
                sys.stderr.write(f"{database:12}{name:22}{value}\n")
    sys.stdout.write(json.dumps(outcome) + "\n")


def _database(server: str, name: str) -> str:
    """A new database of a PostgreSQL server, by its URL; '' stays SQLite's."""
    if not server:
        return ""
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
    return f"{server.rsplit('/', 1)[0]}/{name}"


def _one_item(tx: Tx) -> None:
    tx.insert("item", sku="ONE", name="One")


if __name__ == "__main__":
    main()
