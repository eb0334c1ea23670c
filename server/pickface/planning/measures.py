"""How far a forecast was off. Pure.

Windows have the shape (items, horizon_days). Sources: RMSSE and its scale from Hyndman and Koehler, "Another look at
measures of forecast accuracy" (2006), as the M5 competition used it (Makridakis, Spiliotis, Assimakopoulos, 2022);
WAPE and bias of totals as in Kolassa and Schütz, "Advantages of the MAD/mean ratio over the MAPE" (2007). M5 weights
items by turnover; here each item counts alike.
"""

from __future__ import annotations

import numpy as np

from pickface.planning.demand import Units, first_sale


def naive_scale(history: Units) -> Units:
    """The mean squared one-step naive error of each item (items,), over the training period from its first demand on.

    ``1/(n-1) · Σ (y[t] - y[t-1])²`` for the ``n`` days from the first demand to the origin. NaN where that is
    undefined or zero: items that first sell on the last day or later.
    """
    steps = np.diff(history, axis=1) ** 2
    first = first_sale(history)
    after = np.arange(1, history.shape[1]) > first[:, None]
    scale = (steps * after).sum(axis=1) / np.maximum(after.sum(axis=1), 1)
    return np.where(scale > 0, scale, np.nan)


def rmsse(actual: Units, forecast: Units, scale: Units) -> Units:
    """Root mean squared scaled error of each item (items,): ``sqrt(mean over days (y - f)² / scale)``."""
    result: Units = np.sqrt(((actual - forecast) ** 2).mean(axis=1) / scale)
    return result


def wape(actual: Units, forecast: Units) -> float:
    """Weighted absolute error of the items' window sums: ``Σ |Σ_days y - Σ_days f| / Σ y``; NaN if nothing sold."""
    off = np.abs(actual.sum(axis=1) - forecast.sum(axis=1)).sum()
    return _ratio(float(off), float(actual.sum()))


def bias(actual: Units, forecast: Units) -> float:
    """How much too much was forecast in total: ``Σ f / Σ y - 1``; NaN if nothing sold."""
    return _ratio(float(forecast.sum()), float(actual.sum())) - 1


def _ratio(part: float, whole: float) -> float:
    return part / whole if whole else float("nan")
