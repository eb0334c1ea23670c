"""What grows with the warehouse and what does not: a large site is built by SQL, on both databases, and asked.

python bench/growth.py [--items N] [--bins N] [--balances N] [--moves N] [--only sqlite|postgresql]

One JSON line, and a table for people on stderr. The site (``large_site``) is right for ``pickface audit``. A booked
scan is compared with the same scan on the demo site.
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
from functools import partial
from pathlib import Path
from statistics import median, quantiles
from typing import Any, NamedTuple

import psycopg

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "server"), str(ROOT)]

from growth_plot import drawn  # noqa: E402
from large_site import DAY_MS, LargeFloor, build, journal, told  # noqa: E402
from own_time import own_clock  # noqa: E402

from pickface.app import create_app, upgrade  # noqa: E402
from pickface.config import Config  # noqa: E402
from pickface.db import clock, db, one_moment, rows, side_by_side  # noqa: E402
from pickface.demo.ensure import ensure_demo  # noqa: E402
from pickface.insight.audit import audit  # noqa: E402
from pickface.stock import as_of, balances, snapshots  # noqa: E402
from tests import services  # noqa: E402
from tests.builders import make_barcode  # noqa: E402
from tests.scenarios.floor import Floor, Person  # noqa: E402

ASKED = {
    "as of: sums": (as_of._SUMS, {"item": 2, "since": "", "until": "f"}),  # noqa: SLF001
    "as of: last move": (as_of._BOOKED_BY, {"item": 2, "edge": "f", "at": 1}),  # noqa: SLF001
    "places of an item": (balances._PLACES, {"item_id": 2, "site_id": 0}),  # noqa: SLF001
    "levels": (balances._LEVELS.format(items="2"), {"site_id": 0, "owner_id": 1}),  # noqa: SLF001
}
"""Statements that must not walk through what grows."""
AUDITS: dict[str, Callable[[], dict[str, Any]]] = {
    "day": lambda: {"since": clock() - DAY_MS},
    "all": lambda: {"every_signature": False},
    "every_signature": dict,
}
LARGE = ("move", "balance", "stock_level", "item", "place")


class Hand(NamedTuple):
    """A person with signed pick scans that are not sent yet, and what work costs there."""

    person: Person
    batch: list[tuple[str, str]]
    own: Callable[[], float]


def at_hand(floor: Floor, item_id: int, scans: int) -> Hand:
    """Scans of an item that is there, ready to be sent."""
    # A site that is kept is asked again and again.
    nth = floor.value("SELECT COUNT(*) AS n FROM person")
    code = f"BIG{nth}"
    floor.items[code] = item_id
    floor.write(lambda tx: make_barcode(tx, item_id, code))
    floor.stock("A-01-01", code, 10 * scans)
    floor.order(code, **{code: scans + 1})
    sofia = floor.person(f"Sofia {nth}").hold_pick_of(code)
    sofia.scan(f"T{nth:04}")
    sofia.scan(sofia.place)
    sofia.go_offline()
    for _ in range(scans):
        sofia.scan(code)
    with floor.app.app_context():
        return Hand(sofia, list(sofia.outbox), own_clock())


def scans_ms(*hands: Hand) -> list[tuple[float, float]]:
    """What the median booked scan of each takes, from the signed event to the verdict: by the clock, and own time.

    They scan by turns, so that whatever else the machine does is the same for all.
    """
    took: list[list[float]] = [[] for _ in hands]
    cost: list[list[float]] = [[] for _ in hands]
    for turn in zip(*(hand.batch for hand in hands), strict=True):
        for n, (hand, one) in enumerate(zip(hands, turn, strict=True)):
            began, began_own = time.perf_counter(), hand.own()
            hand.person._carry([one])  # noqa: SLF001
            cost[n].append((hand.own() - began_own) * 1000)
            took[n].append((time.perf_counter() - began) * 1000)
    return [(median(took[n]), median(cost[n])) for n in range(len(hands))]


def timed(name: str, asks: Callable[[int], object], items: list[int]) -> dict[str, float]:
    """How long each question took, in milliseconds: by the clock, and of the processors."""
    asks(items[-1])
    took, cost, own = [], [], own_clock()
    for item in items:
        began, began_own = time.perf_counter(), own()
        asks(item)
        cost.append((own() - began_own) * 1000)
        took.append((time.perf_counter() - began) * 1000)
        db.session.remove()
    return {
        f"{name}_median_ms": round(median(took), 2),
        f"{name}_p99_ms": round(quantiles(took, n=100)[98], 2),
        f"{name}_own_p99_ms": round(quantiles(cost, n=100)[98], 2),
        f"{name}_busiest_ms": round(took[0], 2),
    }


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
            walked = {
                t for t in LARGE for line in lines if line.strip(" ->").startswith(word.format(t))
            }
            wrong += [f"{name}: {table}" for table in sorted(walked)]
        db.session.remove()
    return wrong


def measure(
    app: Any, size: argparse.Namespace, small: Callable[[], tuple[Any, int]]
) -> dict[str, Any]:
    """Build the large site, unless it stands there from last time, and say how long everything took."""
    upgrade(app)
    found: dict[str, Any] = {}
    with app.app_context():
        new = not rows("SELECT 1 AS one FROM item WHERE sku = 'BIG-1'")
        db.session.remove()
    if new:
        began = time.perf_counter()
        told("migrated")
        build(app, size)
        found["built_s"] = round(time.perf_counter() - began, 1)
    with app.app_context():
        first = rows("SELECT id FROM item WHERE sku = 'BIG-1'")[0]["id"]
        began = time.perf_counter()
        found["snapshots"] = snapshots.write_due(app.extensions["pickface"].writer)
        found["snapshots_s"] = round(time.perf_counter() - began, 1)
        told("snapshots")
    floor = LargeFloor(app)
    written = int(floor.value("SELECT COUNT(*) AS n FROM scan_event"))
    if written < size.events:
        journal(floor, first, size.events - written)
    if size.scans:
        other, item = small()
        (small_ms, small_own), (big, big_own) = scans_ms(
            at_hand(LargeFloor(other), item, size.scans), at_hand(floor, first, size.scans)
        )
        other.extensions["pickface"].close()
        found |= {
            "demo_scan_ms": round(small_ms, 2),
            "demo_scan_own_ms": round(small_own, 2),
            "scan_ms": round(big, 2),
            "scan_own_ms": round(big_own, 2),
            "scan_against_demo": round(big / small_ms, 2),
            "scan_own_against_demo": round(big_own / small_own, 2),
        }
        told("scans")
    with app.app_context():
        found |= _asked(first, size)
        sys.stderr.write(f"  {found}\n")
        found |= _audited()
    return {**found, "walks_through": scanned(app)}


def _asked(first: int, size: argparse.Namespace) -> dict[str, Any]:
    """How long people wait for levels now and a year ago; the first item is the one that moves most."""
    chance = random.Random(5)
    some = [first, *(first + chance.randrange(size.items) for _ in range(size.asked - 1))]
    ago = clock() - 365 * DAY_MS
    return {
        **timed("available", lambda item: balances.levels_of_items([item]), some),
        **timed("places", balances.levels, some),
        **timed("as_of", lambda item: as_of.places_as_of(item, 0, ago), some),
    }


def _audited() -> dict[str, Any]:
    """How long ``pickface audit`` takes, of everything and of the last day."""
    found: dict[str, Any] = {"clean": True}
    with one_moment():
        # So that the backends that an audit asks side by side are there when their work begins to be counted.
        list(side_by_side(["SELECT 1 AS one"] * 20))
    own = own_clock()
    for name, asked in AUDITS.items():
        began, began_own = time.perf_counter(), own()
        report = audit(**asked())
        db.session.remove()
        found |= {
            f"audit_{name}_s": round(time.perf_counter() - began, 1),
            f"audit_{name}_own_s": round(own() - began_own, 1),
            f"audit_{name}_moves": report.moves,
            f"audit_{name}_events": report.events,
            "clean": found["clean"] and report.clean,
        }
        for difference in report.differences[:3]:
            sys.stderr.write(f"  {difference}\n")
        told(f"audit: {name}")
    return found


def on_small(config: Config) -> tuple[Any, int]:
    """The demo site and an item of it; on PostgreSQL, which it is never put into, a site with one item."""
    if not config.database_url:
        ensure_demo(config)
    app = create_app(config)
    if config.database_url:
        upgrade(app)
        app.extensions["pickface"].writer.run(lambda tx: tx.insert("item", sku="ONE", name="One"))
    with app.app_context():
        item = rows("SELECT MIN(id) AS id FROM item WHERE id > 0")[0]["id"]
        db.session.remove()
    return app, item


def main() -> None:
    """Measure on both databases; one JSON line, and a table."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--items", type=int, default=200_000)
    asked.add_argument("--bins", type=int, default=100_000)
    asked.add_argument("--balances", type=int, default=1_000_000)
    asked.add_argument("--moves", type=int, default=10_000_000)
    asked.add_argument("--scans", type=int, default=300)
    asked.add_argument("--events", type=int, default=100_000, help="signed scans in the journal")
    asked.add_argument("--asked", type=int, default=1_000, help="items whose levels are asked for")
    asked.add_argument("--only", choices=("sqlite", "postgresql"))
    asked.add_argument(
        "--keep",
        type=Path,
        help="a folder for the site of SQLite: it is asked again, not built again",
    )
    asked.add_argument("--server", help="the URL of a PostgreSQL that stays, for the same")
    asked.add_argument(
        "--svg", type=Path, help="where to write a plot, when both databases were asked"
    )
    asked.add_argument("--own", action="store_true", help="plot processor time, not the clock's")
    size = asked.parse_args()
    outcome: dict[str, Any] = {
        "bench": "growth",
        **{k: v for k, v in vars(size).items() if isinstance(v, int) and k != "own"},
    }
    for database in ("sqlite", "postgresql"):
        if size.only and size.only != database:
            continue
        with ExitStack() as stack:
            data = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            server = ""
            if database == "postgresql":
                server = size.server or stack.enter_context(services.postgres(durable=True))
            small_url, large_url = (_database(server, name) for name in ("small", "large"))
            kept = size.keep or data
            small = Config(data=kept / "demo", database_url=small_url, testing=True)
            app = create_app(Config(data=kept / "big", database_url=large_url, testing=True))
            outcome[database] = measure(app, size, partial(on_small, small))
            app.extensions["pickface"].close()
            for name, value in outcome[database].items():
                sys.stderr.write(f"{database:12}{name:22}{value}\n")
    if size.svg:
        size.svg.write_text(drawn(outcome, own=size.own), "utf-8")
    sys.stdout.write(json.dumps(outcome) + "\n")


def _database(server: str, name: str) -> str:
    """A new database of a PostgreSQL server, by its URL; '' stays SQLite's."""
    if not server:
        return ""
    with psycopg.connect(server, autocommit=True) as connection:
        if name == "small":
            connection.execute(b"DROP DATABASE IF EXISTS small")
        if not connection.execute(
            "SELECT 1 FROM pg_database WHERE datname = %s", [name]
        ).fetchone():
            connection.execute(f"CREATE DATABASE {name}".encode())
    return f"{server.rsplit('/', 1)[0]}/{name}"


if __name__ == "__main__":
    main()
