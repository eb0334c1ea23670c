"""How good and how fast the forecast is, and what stock by it would have served. Prints one JSON line.

Usage: python bench/forecast.py FILE [--origins 3]

FILE holds order lines as the *Online Retail* data set has them (invoice, stock_code, quantity, invoiced_at), plain or
packed; it is not part of this project. The time is of one forecast of 10,000 items over 730 days with all its
backtests, on one core.
"""

from __future__ import annotations

import os

# Before numpy: one core means one thread.
os.environ |= dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")

import argparse
import json
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1] / "server"))

from pickface.planning.evaluate import report
from pickface.planning.forecast import forecast
from pickface.planning.lines import read_demand
from pickface.planning.service_level import report as replenish

ITEMS, DAYS = 10_000, 730


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser()
    options.add_argument("file", type=Path)
    options.add_argument("--origins", type=int, default=3)
    chosen = options.parse_args()
    if not chosen.file.is_file():
        raise SystemExit(f"{chosen.file} is not there; FILE holds order lines as CSV")
    read = read_demand(chosen.file)
    told = report(read.demand, chosen.origins)
    for origin in told["origins"]:
        origin.pop("methods")
    line = {**read.as_json(), **told, "replenished": replenish(read.demand), "speed": speed()}
    print(json.dumps(line))


def speed() -> dict[str, Any]:
    """One forecast of intermittent demand that chance makes."""
    random = np.random.default_rng(1)
    often = random.beta(0.5, 4, ITEMS)[:, None]
    units = np.where(
        random.random((ITEMS, DAYS)) < often, random.geometric(0.2, (ITEMS, DAYS)), 0
    ).astype(float)
    wall, cpu = time.perf_counter(), time.process_time()
    forecast(units)
    return {
        "items": ITEMS,
        "days": DAYS,
        "cpu_s": round(time.process_time() - cpu, 2),
        "wall_s": round(time.perf_counter() - wall, 2),
    }


if __name__ == "__main__":
    main()
