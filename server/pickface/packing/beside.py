"""A proposal as plain data, of a large order from a process of its own.

``python -m pickface.packing.beside`` reads units and cartons as JSON and writes parcels: many pieces take half a
second, which no scan should wait for (LAWS 9).
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from pickface.packing.goods import Carton, Parcel, Unit
from pickface.packing.proposing import GoesInNoCarton, propose

AT_ONCE = 14
"""Up to so many units are thought over where one stands."""
PATIENCE_S = 30
_NO_CARTON = 3


def propose_beside(units: Sequence[Unit], cartons: Sequence[Carton]) -> list[dict[str, Any]]:
    """The parcels, as :func:`plain` tells them; GoesInNoCarton, and OSError or SubprocessError if the child fails."""
    if len(units) <= AT_ONCE:
        return [plain(parcel) for parcel in propose(units, cartons)]
    asked = {"units": [asdict(one) for one in units], "cartons": [asdict(one) for one in cartons]}
    child = subprocess.run(
        [sys.executable, "-m", "pickface.packing.beside"],
        input=json.dumps(asked), capture_output=True, text=True, timeout=PATIENCE_S, check=False,
    )  # fmt: skip
    if child.returncode == _NO_CARTON:
        raise GoesInNoCarton("no carton holds it", item=int(child.stdout))
    child.check_returncode()
    parcels: list[dict[str, Any]] = json.loads(child.stdout)
    return parcels


def plain(parcel: Parcel) -> dict[str, Any]:
    """A parcel for a script: carton, inner size, fill, weight, and of each unit its item, corner and sides in mm."""
    carton = parcel.carton
    return {
        "carton": carton.code,
        "size": [carton.length_mm, carton.width_mm, carton.height_mm],
        "fill_pct": round(100 * parcel.fill),
        "weight_g": carton.tare_g + sum(one.unit.weight_g for one in parcel.placed),
        "placed": [
            [
                one.unit.item, one.x_mm, one.y_mm, one.z_mm,
                one.along_mm, one.across_mm, one.upright_mm,
            ]
            for one in parcel.placed
        ],
    }  # fmt: skip


def _main() -> None:
    asked = json.load(sys.stdin)
    units = [Unit(**one) for one in asked["units"]]
    cartons = [Carton(**one) for one in asked["cartons"]]
    try:
        sys.stdout.write(json.dumps([plain(parcel) for parcel in propose(units, cartons)]))
    except GoesInNoCarton as said:
        sys.stdout.write(str(said.params["item"]))
        sys.exit(_NO_CARTON)


if __name__ == "__main__":
    _main()
