"""How long a scan takes while ``pickface import`` brings in 20,000 items beside the server. Prints one JSON line.

Usage: python bench/beside.py [--devices 12] [--lines 20000] [--scans-per-s 3] [--no-turns]

Each device scans at a person's pace; ``--no-turns`` takes away the socket over which a command asks the server for its
turn, so that both are left to SQLite's own lock.
"""

from __future__ import annotations

import argparse
import asyncio
import csv
import json
import sys
import tempfile
import time
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1] / "server")]

from floor import Device, open_picks, prepare  # noqa: E402 - the path comes first
from scan import HOST, _deliver, _server  # noqa: E402 - the path comes first
from wire import Line  # noqa: E402 - the path comes first

from pickface import turns  # noqa: E402 - the path comes first

CODE = "import sys; from pickface.cli import main; main()"
QUIET_S = 10.0


def main() -> None:
    """Run the bench and print its line."""
    options = argparse.ArgumentParser()
    options.add_argument("--devices", type=int, default=12)
    options.add_argument("--lines", type=int, default=20_000)
    options.add_argument("--scans-per-s", type=float, default=3.0)
    options.add_argument("--no-turns", action="store_true")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        print(json.dumps(run(Path(folder), chosen)))


def run(folder: Path, chosen: argparse.Namespace) -> dict[str, object]:
    """Scan alone, then beside the import, with the same devices."""
    devices = prepare(folder, chosen.devices)
    file = folder / "items.csv"
    with file.open("w", newline="") as out:
        rows = csv.writer(out)
        rows.writerow(["sku", "name"])
        rows.writerows([f"NEW-{n}", f"Something new {n}"] for n in range(chosen.lines))
    with _server(folder) as (port, _):
        if chosen.no_turns:
            (folder / turns.NAME).unlink()
        said = asyncio.run(_scan(devices, port, folder, file, 1 / chosen.scans_per_s))
    return {"devices": chosen.devices, "turns": not chosen.no_turns, **said}


async def _scan(
    devices: list[Device], port: int, folder: Path, file: Path, every_s: float
) -> dict[str, object]:
    line = Line(HOST, port)
    for number, device in enumerate(devices):
        await _deliver(line, device, open_picks(device, number))
    quiet = await _while(devices, port, every_s, asyncio.sleep(QUIET_S))
    began = time.perf_counter()
    report: list[bytes] = []
    beside = await _while(devices, port, every_s, _import(folder, file, report))
    seconds = time.perf_counter() - began
    brought = json.loads(report[0].splitlines()[-1])
    return {
        "quiet": _times(quiet),
        "beside": _times(beside),
        "import_s": round(seconds, 1),
        "longest_piece_ms": brought.get("longest_batch_ms"),
    }


async def _import(folder: Path, file: Path, report: list[bytes]) -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", CODE, "import", "items", str(file), "--data", str(folder), "--json",
        env={"PYTHONPATH": str(Path(__file__).parents[1] / "server"), "PATH": "/usr/bin:/bin"},
        stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    report.append((await process.communicate())[0])


async def _while(
    devices: list[Device], port: int, every_s: float, something: object
) -> list[float]:
    """What each scan took, in seconds, as long as something goes on."""
    over, took = asyncio.Event(), []

    async def work(device: Device) -> None:
        line = Line(HOST, port)
        while not over.is_set():
            took.append(await _deliver(line, device, [device.pick_scan()]))
            await asyncio.sleep(max(0.0, every_s - took[-1]))

    working = [asyncio.create_task(work(device)) for device in devices]
    await something  # type: ignore[misc]
    over.set()
    await asyncio.gather(*working)
    return took


def _times(took: list[float]) -> dict[str, float]:
    ordered = sorted(took)
    at = {f"p{part}_ms": ordered[int(len(ordered) * part / 100)] for part in (50, 95, 99)}
    return {
        "scans": len(ordered),
        **{name: round(seconds * 1000, 1) for name, seconds in at.items()},
        "worst_ms": round(ordered[-1] * 1000, 1),
    }


if __name__ == "__main__":
    main()
