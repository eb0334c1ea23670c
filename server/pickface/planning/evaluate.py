"""How good the forecast would have been: rolling origins over a history, the last 28 days before its end. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import numpy as np

from pickface.planning.demand import Demand, Flags, Units, sale_days
from pickface.planning.forecast import HORIZON_DAYS, forecast
from pickface.planning.measures import bias, naive_scale, rmsse, wape

ORIGINS: Final = 3
HISTORY_DAYS: Final = HORIZON_DAYS
"""An item has history when it was ordered on at least as many days before the origin as are forecast."""


@dataclass(frozen=True)
class Window:
    """One origin: what came (items, days), two guesses at it, and each item's scale."""

    origin: str
    actual: Units
    forecast: Units
    average_28: Units
    scale: Units
    sold_before: Flags
    with_history: Flags
    chosen: tuple[tuple[str, ...], ...]

    def new(self) -> int:
        """Items that first sell after the origin: nobody can forecast them, and they are in no measure."""
        return int((~self.sold_before & (self.actual.sum(axis=1) > 0)).sum())


def windows(demand: Demand, origins: int = ORIGINS) -> list[Window]:
    """Forecast at each origin from the days before it alone, oldest first."""
    begins = [demand.days - HORIZON_DAYS * back for back in range(origins, 0, -1)]
    return [_window(demand, begin) for begin in begins if begin >= HORIZON_DAYS]


def _window(demand: Demand, begin: int) -> Window:
    past = demand.units[:, :begin]
    made = forecast(past)
    days = sale_days(past)
    return Window(
        origin=date.fromordinal(demand.first_day + begin).isoformat(),
        actual=demand.units[:, begin : begin + HORIZON_DAYS],
        forecast=made.daily,
        average_28=np.repeat(
            past[:, -HORIZON_DAYS:].mean(axis=1, keepdims=True), HORIZON_DAYS, axis=1
        ),
        scale=naive_scale(past),
        sold_before=days > 0,
        with_history=days >= HISTORY_DAYS,
        chosen=made.chosen,
    )


def measure(
    found: list[Window], *, every_item: bool = False, guess: str = "forecast"
) -> dict[str, Any]:
    """RMSSE (the mean over items and origins), WAPE and bias over items with history, or all that had sold.

    ``guess`` is what is measured: ``forecast``, or ``average_28``, which a person with a pencil would do.
    """
    kept = [window.sold_before if every_item else window.with_history for window in found]
    actual, guessed, scale = (
        np.concatenate(
            [getattr(window, name)[keep] for window, keep in zip(found, kept, strict=True)]
        )
        for name in ("actual", guess, "scale")
    )
    scaled = rmsse(actual, guessed, scale)
    return {
        "rmsse": _rounded(float(np.nanmean(scaled)) if np.isfinite(scaled).any() else np.nan),
        "wape": _rounded(wape(actual, guessed)),
        "bias": _rounded(bias(actual, guessed)),
        "measured": int(sum(keep.sum() for keep in kept)),
    }


def report(demand: Demand, origins: int = ORIGINS) -> dict[str, Any]:
    """The measures per origin and in all, as ``pickface forecast --evaluate`` prints them.

    ``rmsse``, ``wape`` and ``bias`` at the top and per origin are over items with history; under ``every_item`` they
    are over everything that had sold before the origin, be it once, and ``average_28`` are those of a plain average:
    how hard a file is to forecast differs more between files than between methods.
    """
    found = windows(demand, origins)
    if not found:
        return {"origins": []}
    return {
        **measure(found),
        "every_item": measure(found, every_item=True),
        "average_28": measure(found, guess="average_28"),
        "history": f"ordered on at least {HISTORY_DAYS} days before the origin",
        "horizon_days": HORIZON_DAYS,
        "origins": [
            {
                "origin": window.origin,
                **measure([window]),
                "every_item": measure([window], every_item=True),
                "average_28": measure([window], guess="average_28"),
                "new_items": window.new(),
                "methods": [list(names) for names in window.chosen],
            }
            for window in found
        ],
    }


def sentences(told: dict[str, Any]) -> list[str]:
    """A report for people."""
    if not told["origins"]:
        return [
            "The file spans too few days: a forecast of 28 days is compared with the 28 days after it."
        ]
    lines = [
        f"{one['origin']}: RMSSE {one['rmsse']}, WAPE {one['wape']}, bias {one['bias']} over {one['measured']} items"
        for one in (*told["origins"], {"origin": "In all", **told})
    ]
    plain = told["average_28"]
    lines.append(
        f"The mean of the last 28 days instead: RMSSE {plain['rmsse']}, WAPE {plain['wape']}."
    )
    return [f"Items with history are those that were {told['history']}.", *lines]


def _rounded(value: float) -> float | None:
    return round(value, 4) if np.isfinite(value) else None
