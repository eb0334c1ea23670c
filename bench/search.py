"""How fast anything is found among 200,000 items, on SQLite and on PostgreSQL: one JSON line.

python bench/search.py [--items N] [--searches N] [--only sqlite|postgresql]

Each search is asked as the office asks it, through the API in process: codes, barcodes, words, and words with an error
in them. The names are made of words that recur, as a real assortment's do.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from statistics import quantiles
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "server"), str(ROOT)]

from pickface.app import create_app, upgrade  # noqa: E402
from pickface.config import Config  # noqa: E402
from pickface.db import Tx  # noqa: E402
from pickface.findable import first_key, refill  # noqa: E402
from tests import services  # noqa: E402
from tests.office import open_office  # noqa: E402

SPOKEN = (
    "white black red blue green yellow large small medium heavy light steel wooden cotton leather glass ceramic paper "
    "plastic copper garden kitchen office bathroom bedroom travel winter summer holder basket lamp candle mug plate "
    "bowl spoon knife bottle brush towel blanket cushion curtain mirror frame clock drawer shelf hook rack ladder "
    "hammer screw driver wrench cable charger adapter battery speaker keyboard monitor printer notebook pencil marker "
    "folder envelope stapler ribbon vintage retro classic modern organic recycled waterproof foldable "
    "adjustable portable"
)
WORDS = SPOKEN.split()
PIECE = 2_000


def make_items(tx: Tx, first: int, count: int, chance: random.Random) -> None:
    """Items with a barcode each."""
    numbers = range(first, first + count)
    items = [
        {"id": n, "sku": f"SKU-{n:06d}", "name": " ".join([*chance.sample(WORDS, 4), str(n % 997)])}
        for n in numbers
    ]
    tx.insert_many("item", items)
    codes = [
        {"item_id": n, "key": f"{n + 4 * 10**12:014d}", "value": f"{n + 4 * 10**12}"}
        for n in numbers
    ]
    tx.insert_many("barcode", codes)


def fill(app: Any, count: int) -> None:
    """So many items, found by all that they are called."""
    writer, chance = app.extensions["pickface"].writer, random.Random(7)
    for first in range(1, count + 1, PIECE):
        many = min(PIECE, count + 1 - first)
        writer.run(lambda tx, first=first, many=many: make_items(tx, first, many, chance))
    after: int | str | None = first_key("item")
    while after is not None:
        after = writer.run(lambda tx, last=after: refill(tx, "item", last, PIECE))


def searches(app: Any, count: int, chance: random.Random) -> list[tuple[str, str, str]]:
    """What is asked: its kind, what is typed, and the SKU that is meant."""
    with app.app_context():
        from pickface.db import db, rows

        total = rows("SELECT COUNT(*) AS n FROM item")[0]["n"]
        numbers = ", ".join(str(chance.randint(1, total)) for _ in range(count))
        meant = rows(f"SELECT id, sku, name FROM item WHERE id IN ({numbers})")
        db.session.remove()
    asked = []
    for item in meant:
        asked += [
            ("code", item["sku"].lower(), item["sku"]),
            ("beginning", item["sku"][:8], ""),
            ("barcode", str(item["id"] + 4 * 10**12), item["sku"]),
            ("words", item["name"], item["sku"]),
            ("one word", item["name"].split()[0], ""),
            ("error", with_error(item["name"], chance), item["sku"]),
            ("error in code", with_error(item["sku"], chance), item["sku"]),
        ]
    chance.shuffle(asked)
    return asked


def with_error(text: str, chance: random.Random) -> str:
    """The longest word with two letters swapped, one missing, or one too many."""
    word = max(text.split(), key=len)
    at = chance.randrange(1, len(word) - 1)
    wrong = chance.choice(
        [
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
            word[:at] + word[at + 1 :],
            word[:at] + word[at] + word[at:],
        ]
    )
    return text.replace(word, wrong)


def measure(app: Any, count: int, searches_wanted: int) -> dict[str, Any]:
    """Fill, ask, and say how long it took by kind of search (ms), and how often the item was the first or among ten."""
    upgrade(app)
    office = open_office(app)
    began = time.perf_counter()
    fill(app, count)
    filled_s = time.perf_counter() - began
    took: dict[str, list[float]] = {}
    found, first, meant = 0, 0, 0
    for kind, typed, sku in searches(app, searches_wanted, random.Random(11)):
        began = time.perf_counter()
        items = office.desk.get("/search", q=typed)["items"]
        took.setdefault(kind, []).append((time.perf_counter() - began) * 1000)
        if sku:
            meant += 1
            codes = [one["code"] for one in items]
            found += sku in codes
            first += codes[:1] == [sku]
    every = [ms for times in took.values() for ms in times]
    return {
        "filled_s": round(filled_s, 1),
        "p50_ms": round(quantiles(every, n=100)[49], 1),
        "p99_ms": round(quantiles(every, n=100)[98], 1),
        "longest_ms": {kind: round(max(times), 1) for kind, times in sorted(took.items())},
        "among_ten": round(found / meant, 3),
        "first": round(first / meant, 3),
    }


def main() -> None:
    """Measure on both databases and print one JSON line."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--items", type=int, default=200_000)
    asked.add_argument(
        "--searches", type=int, default=40, help="items that are looked for, in seven ways each"
    )
    asked.add_argument("--only", choices=("sqlite", "postgresql"))
    args = asked.parse_args()
    outcome: dict[str, Any] = {"bench": "search", "items": args.items}
    for database in ("sqlite", "postgresql"):
        if args.only and args.only != database:
            continue
        with ExitStack() as stack:
            data = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            url = stack.enter_context(services.postgres()) if database == "postgresql" else ""
            app = create_app(Config(data=data, database_url=url, testing=True))
            outcome[database] = measure(app, args.items, args.searches)
            app.extensions["pickface"].close()
    sys.stdout.write(json.dumps(outcome) + "\n")


if __name__ == "__main__":
    main()
