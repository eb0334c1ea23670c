"""A plot of what :mod:`methods` found, as SVG: bars in three panels, written by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

WIDE, HIGH, TOP, LEFT = 230, 190, 56, 24
BAR, GAP = 44, 18
FILL = {"single": "#5b7083", "batch": "#b4641e", "cluster": "#1f6f6b"}
PANELS = (
    ("walked_m", "metres walked an order"),
    ("acts", "scans and numbers an order"),
    ("lines_an_hour", "order lines an hour and person"),
)


def drawn(found: Sequence[Mapping[str, Any]]) -> str:
    """The document; ``found`` are the methods as the bench tells them."""
    parts = [_panel(n, key, title, found) for n, (key, title) in enumerate(PANELS)]
    width, height = len(PANELS) * WIDE + LEFT, TOP + HIGH + 40
    said = f"{found[0]['orders']} real orders, picked by each method"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'font-family="sans-serif" font-size="12" role="img" aria-label="{said}">\n'
        f'<rect width="{width}" height="{height}" fill="#fff"/>\n'
        f'<text x="{LEFT}" y="22" font-size="15" font-weight="bold">{said}</text>\n'
        + "".join(parts)
        + "</svg>\n"
    )


def _panel(n: int, key: str, title: str, found: Sequence[Mapping[str, Any]]) -> str:
    left = LEFT + n * WIDE
    values = [one[key] if key == "lines_an_hour" else one[key] / one["orders"] for one in found]
    most = max(values)
    lines = [f'<text x="{left}" y="{TOP - 10}" fill="#333">{title}</text>']
    for m, (one, value) in enumerate(zip(found, values, strict=True)):
        x, tall = left + m * (BAR + GAP), round((HIGH - 24) * value / most)
        y = TOP + HIGH - tall
        middle = x + BAR // 2
        lines += [
            f'<rect x="{x}" y="{y}" width="{BAR}" height="{tall}" fill="{FILL[one["method"]]}"/>',
            f'<text x="{middle}" y="{y - 5}" text-anchor="middle">{value:,.0f}</text>',
            f'<text x="{middle}" y="{TOP + HIGH + 16}" text-anchor="middle">{one["method"]}</text>',
        ]
    return "\n".join(lines) + "\n"
