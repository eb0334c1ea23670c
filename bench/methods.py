"""The same real orders picked by each method: one by one, in batches, on carts. Prints a table and one JSON line.

Usage: python bench/methods.py FILE [--orders 1000] [--together 12] [--errors 0.02] [--seed 1] [--svg PLOT]

FILE is the *Online Retail* data set as CSV, plain or packed (D. Chen, UCI Machine Learning Repository, CC BY 4.0). Its
first orders are brought in, their goods laid in the demo's building, one bin an item, at random; then virtual
handhelds pick all of it through the API, each delivering what it did when its task is done. Metres are those of the
walks that were done. Seconds are reckoned from what was done: see :class:`Pace`.
"""

from __future__ import annotations

import argparse
import csv
import json
import lzma
import shutil
import sys
import tempfile
import time
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import urlencode

SERVER = Path(__file__).parents[1] / "server"
sys.path[:0] = [str(SERVER), str(Path(__file__).parent)]

from method_plot import drawn  # noqa: E402 - the path comes first
from serving import command  # noqa: E402 - the path comes first

from pickface.app import create_app  # noqa: E402 - the path comes first
from pickface.config import Config  # noqa: E402 - the path comes first
from pickface.db import Tx  # noqa: E402 - the path comes first
from pickface.demo.ensure import ensure_demo  # noqa: E402 - the path comes first
from pickface.demo.site import empty_shelves  # noqa: E402 - the path comes first
from pickface.simulate.client import Client, Refused  # noqa: E402 - the path comes first
from pickface.simulate.desk import Desk  # noqa: E402 - the path comes first
from pickface.simulate.handheld import Handheld, Held  # noqa: E402 - the path comes first
from pickface.simulate.person import VirtualPerson  # noqa: E402 - the path comes first
from pickface.simulate.wishes import LOGIN, PASSWORD, Wanted  # noqa: E402 - the path comes first
from pickface.stock import ledger  # noqa: E402 - the path comes first
from pickface.stock.moves import Cause, NewMove  # noqa: E402 - the path comes first
from pickface.tasks.jobs import run_due  # noqa: E402 - the path comes first
from pickface.tasks.steps import current_step  # noqa: E402 - the path comes first

METHODS = ("single", "batch", "cluster")
WAVE = 200
PICKERS, SORTERS = 8, 4
SITE = 1


@dataclass(frozen=True)
class Pace:
    """What a virtual person's work costs in seconds: an assumption that can be changed, not a measurement.

    A metre a second with a cart, five seconds to find a bin and stop there, two for each scan or number, half a second
    for each unit that is moved from one hand to the other. Walking is then about half of a picker's time where orders
    are picked one by one, as Elbert and Müller give it for picker-to-parts (Winter Simulation Conference 2017).
    """

    metres_a_second: float = 1.0
    seconds_a_bin: float = 5.0
    seconds_an_act: float = 2.0
    seconds_a_unit: float = 0.5

    def seconds(self, done: Counter[str], walked_m: float) -> float:
        """What all that was done takes."""
        return (
            walked_m / self.metres_a_second
            + done["bins"] * self.seconds_a_bin
            + done["acts"] * self.seconds_an_act
            + done["units"] * self.seconds_a_unit
        )


def main() -> None:
    """Run the bench; the exit code says whether everything held."""
    options = argparse.ArgumentParser()
    options.add_argument("file", type=Path)
    options.add_argument("--orders", type=int, default=1000)
    options.add_argument("--together", type=int, default=12)
    options.add_argument("--errors", type=float, default=0.02)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--speed", type=float, default=Pace.metres_a_second)
    options.add_argument("--svg", type=Path)
    chosen = options.parse_args()
    if not chosen.file.is_file():
        raise SystemExit(f"{chosen.file} is not there; FILE is the Online Retail lines as CSV")
    pace = Pace(chosen.speed)
    with tempfile.TemporaryDirectory(prefix="pickface-methods-") as folder:
        lines = build(Path(folder) / "template", chosen)
        found = [work(Path(folder), method, lines, chosen, pace) for method in METHODS]
    for row in table(found):
        print(row, file=sys.stderr)
    if chosen.svg:
        chosen.svg.write_text(drawn(found), "utf-8")
    told = {"bench": "methods", "orders": found[0]["orders"], "lines": lines, "pace": asdict(pace)}
    print(
        json.dumps({**told, "together": chosen.together, "errors": chosen.errors, "methods": found})
    )
    sys.exit(0 if all(one["audit"] == "clean" and not one["units_wrong"] for one in found) else 1)


def build(folder: Path, chosen: argparse.Namespace) -> int:
    """The building with the first orders of the file and their goods; how many order lines there are."""
    few = folder.parent / "few.csv"
    cut(chosen.file, few, chosen.orders)
    ensure_demo(Config(data=folder), empty_shelves)
    for kind in ("items", "orders"):
        preset = ("--preset", "online-retail")
        command("import", kind, str(few), *preset, "--data", str(folder), "--json")
    app = create_app(Config(data=folder))
    try:
        writer = app.extensions["pickface"].writer
        writer.run(lambda tx: lay(tx, chosen.seed))
        return int(writer.run(lambda tx: tx.value("SELECT COUNT(*) FROM order_line")))
    finally:
        app.extensions["pickface"].close()


def cut(source: Path, target: Path, orders: int) -> None:
    """The lines of the first invoices that sold something."""
    opened = lzma.open if source.suffix == ".xz" else open
    kept: dict[str, bool] = {}
    with (
        opened(source, "rt", encoding="utf-8", newline="") as lines,
        target.open("w", newline="") as few,
    ):
        rows = csv.DictReader(lines)
        written = csv.DictWriter(few, rows.fieldnames or ())
        written.writeheader()
        for row in rows:
            number = row["invoice"]
            if number.startswith("C") or not row["customer"] or int(row["quantity"]) <= 0:
                continue
            if number not in kept and len(kept) == orders:
                return
            kept[number] = True
            written.writerow(row)


def lay(tx: Tx, seed: int) -> None:
    """Every item in a bin of its own as far as there are bins, with as much as all orders want."""
    wanted = tx.all(
        "SELECT item_id, SUM(qty) AS qty FROM order_line GROUP BY item_id ORDER BY item_id"
    )
    bins = [
        row["id"]
        for row in tx.all(
            "SELECT id FROM place WHERE kind = 'bin' AND pickable = 1 AND site_id = :site ORDER BY code",
            site=SITE,
        )
    ]
    Random(seed).shuffle(bins)
    supplier = tx.value(
        "SELECT id FROM place WHERE kind = 'supplier' AND site_id = :site", site=SITE
    )
    moves = [
        NewMove("opening", row["item_id"], int(row["qty"]), supplier, bins[n % len(bins)])
        for n, row in enumerate(wanted)
    ]
    for first in range(0, len(moves), 100):
        ledger.post_moves(tx, moves[first : first + 100], Cause("demo:methods", SITE))


class Here(Client):
    """The API in this process: the same routes, guards and answers, without a socket between."""

    def __init__(self, app: Any) -> None:
        self.app, self.url, self.web = app, "http://localhost", app.test_client()

    def reach(self) -> None:
        """It is here."""

    def _call(self, method: str, path: str, **options: Any) -> Any:
        asked = {k: v for k, v in (options.get("params") or {}).items() if v is not None}
        answer = self.web.open(
            f"/api/v1{path}" + (f"?{urlencode(asked)}" if asked else ""),
            method=method,
            json=options.get("json"),
            headers={"X-Pickface": "1", "X-Pickface-Vocabulary": "99", "Origin": self.url},
        )
        if answer.status_code >= 400:
            raise Refused(answer.status_code, answer.get_json(silent=True))
        return answer.get_json(silent=True) if answer.data else None


class Device(Handheld):
    """A handheld that asks for its work, since nobody pushes here."""

    def __init__(self, app: Any, name: str) -> None:
        self.app = app
        super().__init__("http://localhost", name)

    def caller(self, _url: str) -> Client:
        """The API in this process."""
        return Here(self.app)

    def _listen(self) -> None:
        pass

    def close(self) -> None:
        """Nothing is open."""


class Worker(VirtualPerson):
    """Does a task out of reach of the network and delivers it whole; reaches for the wrong thing now and then."""

    def __init__(self, handheld: Handheld, number: int, wanted: Wanted) -> None:
        super().__init__(handheld, number, wanted)
        self.slips, self.errors, self.empty_bins, self.dead_zone = wanted.errors, 0.0, 0.0, 1.0
        self.done: Counter[str] = Counter()

    def do_all(self, kinds: list[str]) -> int:
        """Work until there is none; how many tasks."""
        tasks = 0
        while True:
            here = self.handheld
            here.pull(here.client.post("/me/work/next", {"kinds": kinds}))
            if not here.tasks:
                return tasks
            for task in list(here.tasks.values()):
                self._do(task)
                tasks += 1

    def _act(self, task: Held) -> None:
        step = current_step(task.script, task.state)
        wrong = self._wrong(task, step) if self.chance.random() < self.slips else None
        if wrong is not None:
            caught = not self._scan(task, wrong)["accepted"]
            self.done["slips"] += 1
            self.done["caught"] += caught
            # One that is taken counts among what was done.
            self.done["acts"] += caught
        else:
            super()._act(task)

    def _wrong(self, task: Held, step: Any) -> str | None:
        """The next bin, the next item, or the neighbour's tote instead of the right one."""
        sub = task.state["steps"].get(step["id"], {})
        if "shares" in step and (sub.get("seen") or sub.get("item")):
            totes = sorted(set(task.state["vars"].values()) - {self._right(task, step, sub)})
            return self.chance.choice(totes) if totes else None
        if step["kind"] not in {"go", "take"} or "container" in step:
            # At the wall any item may come next.
            return None
        word, right = (
            ("place", step["place"]) if step["kind"] == "go" else ("item", step.get("item"))
        )
        others = sorted(
            c for c, t in task.script["codes"].items() if word in t and t[word] != right
        )
        return self.chance.choice(others) if others and not sub.get("seen") else None

    def _right(self, task: Held, step: Any, sub: Any) -> str | None:
        """The tote that is asked for."""
        dealt, item = sub.get("dealt", {}), (sub.get("item") or {}).get("item")
        wanting = (
            share
            for share in step["shares"]
            if dealt.get(str(share["pin"]), 0) < share["qty"] and share.get("item") in {None, item}
        )
        plate: str | None = task.state["vars"].get(next(wanting)["into"]["var"])
        return plate


def work(
    folder: Path, method: str, lines: int, chosen: argparse.Namespace, pace: Pace
) -> dict[str, Any]:
    """All orders by one method, in an installation of its own."""
    started = time.perf_counter()
    data = folder / method
    shutil.copytree(folder / "template", data)
    app = create_app(Config(data=data))
    try:
        found = worked(app, method, chosen)
    finally:
        app.extensions["pickface"].close()
    shutil.rmtree(data, ignore_errors=True) if found["audit"] == "clean" else None
    done, walked_m = found.pop("done"), found["walked_m"]
    seconds = pace.seconds(done, walked_m)
    return {
        "method": method,
        **found,
        **{name: done[name] for name in ("acts", "bins", "units", "slips", "caught")},
        "seconds": round(seconds),
        "lines_an_hour": round(3600 * lines / seconds),
        "walking_pct": round(100 * walked_m / pace.metres_a_second / seconds),
        "took_s": round(time.perf_counter() - started, 1),
    }


def worked(app: Any, method: str, chosen: argparse.Namespace) -> dict[str, Any]:
    """Release wave after wave, pick and sort it, then see what became of it."""
    wanted = Wanted(
        "http://localhost", people=PICKERS + SORTERS, seed=chosen.seed, errors=chosen.errors
    )
    desk, here = AtTheDesk(app, wanted), app.extensions["pickface"]
    if method != "single":
        desk.pick_together(method, chosen.together)
    catalogue = desk.catalogue()
    crew = [
        desk.take_on(n, "picker" if n < PICKERS else "packer", catalogue)
        for n in range(wanted.people)
    ]
    orders = sorted(desk.client.pages("/orders", state="open"), key=lambda order: order["id"])
    tasks: Counter[str] = Counter()
    for first in range(0, len(orders), WAVE):
        wave = {"orders": [o["id"] for o in orders[first : first + WAVE]], "method": method}
        for one in desk.client.post("/orders/release", wave)["orders"]:
            tasks["left"] += one["state"] == "open"
        # The request did the first jobs itself and left the others to the server's thread, which nobody runs here.
        while run_due(app, here.writer, here.jobs):
            pass
        for person in crew[:PICKERS]:
            tasks["picks"] += person.do_all(["pick"])
        for person in crew[PICKERS:]:
            tasks["sorts"] += person.do_all(["sort"])
    done: Counter[str] = sum((person.done for person in crew), Counter())
    return {
        **reckoned(app, crew, done),
        "orders": len(orders),
        **tasks,
        "walked_m": desk.walked_m(),
    }


class AtTheDesk(Desk):
    """The manager, in this process."""

    def __init__(self, app: Any, wanted: Wanted) -> None:
        self.wanted, self.run_id, self.app = wanted, f"{wanted.seed}", app
        self.client = Here(app)
        self.client.post("/session", {"login": LOGIN, "password": PASSWORD})

    def take_on(self, number: int, role: str, catalogue: dict[str, Any]) -> Worker:
        """Somebody with a handheld."""
        badge, pin = f"M-{number}", "2580"
        self.client.post(
            "/people", {"name": f"Sim {number}", "badge": badge, "pin": pin, "role": role}
        )
        handheld = Device(self.app, f"sim-{number}")
        handheld.sign_in(badge, pin)
        handheld.learn(catalogue)
        return Worker(handheld, number, self.wanted)


def reckoned(app: Any, crew: list[Worker], done: Counter[str]) -> dict[str, Any]:
    """What the books say of what was done, and whether every unit is in a tote of the order it is for."""
    from pickface.stock.verify import verify

    read = app.extensions["pickface"].writer.run
    for person in crew:
        done["acts"] += sum(deed.accepted for deed in person.handheld.tally.deeds)
    moved = "SELECT COALESCE(SUM(qty), 0) FROM move WHERE kind IN ('pick', 'sort')"
    stops = "SELECT COUNT(*) FROM (SELECT DISTINCT task_id, from_place_id FROM move WHERE kind = 'pick')"
    wrong = (
        "SELECT COUNT(*) FROM (SELECT ol.order_id, ol.item_id, SUM(ol.qty) AS qty FROM order_line ol "
        "GROUP BY ol.order_id, ol.item_id) w LEFT JOIN (SELECT c.order_id, b.item_id, SUM(b.qty) AS qty "
        "FROM container c JOIN balance b ON b.container = c.code WHERE c.order_id IS NOT NULL "
        "GROUP BY c.order_id, b.item_id) t ON t.order_id = w.order_id AND t.item_id = w.item_id "
        "WHERE COALESCE(t.qty, 0) <> w.qty"
    )
    done["units"] = int(read(lambda tx: tx.value(moved)))
    done["bins"] = int(read(lambda tx: tx.value(stops)))
    answers = [a for person in crew for a in person.handheld.tally.answers.values()]
    differences = read(lambda tx: verify(tx.all))
    return {
        "done": done,
        "scans": len(answers),
        "set_aside": sum(answer.verdict == "set_aside" for answer in answers),
        "units_wrong": int(read(lambda tx: tx.value(wrong))),
        "audit": "clean" if not differences else [str(one) for one in differences[:3]],
    }


def table(found: list[dict[str, Any]]) -> list[str]:
    """The same for people."""
    head = (
        "method",
        "walked_m",
        "bins",
        "acts",
        "hours",
        "lines_an_hour",
        "walking_pct",
        "slips",
        "caught",
    )
    rows = [tuple(head), *(tuple(str(_cell(one, name)) for name in head) for one in found)]
    width = [max(len(row[n]) for row in rows) for n in range(len(head))]
    return ["  ".join(cell.rjust(width[n]) for n, cell in enumerate(row)) for row in rows]


def _cell(one: dict[str, Any], name: str) -> Any:
    return round(one["seconds"] / 3600, 1) if name == "hours" else one[name]


if __name__ == "__main__":
    main()
