"""A real retailer's year brought in, and some of its orders worked from purchase order to parcel. Prints one JSON line.

Usage: python bench/retail.py FILE [--orders 200] [--people 20] [--errors 0.02] [--seed 1]

FILE is the *Online Retail* data set as CSV, plain or packed (D. Chen, UCI Machine Learning Repository, CC BY 4.0);
it is not part of this project. The building and its people are the demo's, the goods and orders the file's.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

SERVER = Path(__file__).parents[1] / "server"
sys.path[:0] = [str(SERVER), str(Path(__file__).parent)]

from serving import command, serving  # noqa: E402 - the path comes first

from pickface.config import Config  # noqa: E402 - the path comes first
from pickface.demo.ensure import ensure_demo  # noqa: E402 - the path comes first
from pickface.demo.site import empty_shelves  # noqa: E402 - the path comes first


def main() -> None:
    """Run the bench and print its line; the exit code says whether everything held."""
    options = argparse.ArgumentParser()
    options.add_argument("file", type=Path)
    options.add_argument("--orders", type=int, default=200)
    options.add_argument("--people", type=int, default=20)
    options.add_argument("--errors", type=float, default=0.02)
    options.add_argument("--seed", type=int, default=1)
    chosen = options.parse_args()
    if not chosen.file.is_file():
        raise SystemExit(f"{chosen.file} is not there; FILE is the Online Retail lines as CSV")
    with tempfile.TemporaryDirectory(prefix="pickface-retail-") as folder:
        line = run(Path(folder), chosen)
    print(json.dumps(line))
    held = not (line["lost"] or line["twice"] or line["wrong_author"] or line["units_wrong"])
    sys.exit(0 if held and line["audit"] == "clean" and line["worked"] else 1)


def run(folder: Path, chosen: argparse.Namespace) -> dict[str, Any]:
    """Build, import, work and audit."""
    started = time.perf_counter()
    ensure_demo(Config(data=folder), empty_shelves)
    brought = [_import(folder, kind, chosen.file) for kind in ("items", "orders")]
    imported = time.perf_counter() - started
    worked = _work(folder, chosen)
    audit = command("audit", "--data", str(folder), "--json")
    left_out: Counter[str] = Counter(brought[1]["left_out"])
    told = (
        "lost", "twice", "wrong_author", "units_meant", "units_shipped", "units_wrong", "sent", "booked", "refused",
        "set_aside", "repeated", "shorts", "stuck", "tasks_done", "verdict_ms", "notes",
    )  # fmt: skip
    return {
        "lines": brought[1]["lines"],
        "items": brought[0]["created"],
        "orders": brought[1]["created"],
        "import_s": round(brought[0]["seconds"] + brought[1]["seconds"], 1),
        "built_and_imported_s": round(imported, 1),
        "longest_batch_ms": max(report["longest_batch_ms"] for report in brought),
        "left_out": dict(left_out),
        "left_out_items": brought[0]["left_out"],
        "worked": worked["orders"],
        "shipped": worked["orders_shipped"],
        "explained": worked["orders_explained"],
        **{name: worked[name] for name in told},
        "work_s": worked["seconds"],
        "audit": "clean" if audit["clean"] else audit["differences"][:5],
        "moves": audit["moves"],
        "seconds": round(time.perf_counter() - started, 1),
    }


def _import(folder: Path, kind: str, file: Path) -> dict[str, Any]:
    preset = ("--preset", "online-retail")
    return command("import", kind, str(file), *preset, "--data", str(folder), "--json")


def _work(folder: Path, chosen: argparse.Namespace) -> dict[str, Any]:
    """Serve the installation and let virtual people work on it."""
    wishes = {name: getattr(chosen, name) for name in ("people", "errors", "seed")}
    options = [word for name, wish in wishes.items() for word in (f"--{name}", str(wish))]
    with serving(folder) as url:
        return command(
            "simulate", "--url", url, "--existing", str(chosen.orders), *options, "--json"
        )


if __name__ == "__main__":
    main()
