"""A plot of what :mod:`growth` found, as SVG: each answer beside what it may cost, written by hand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

WIDE, LEFT, TOP, ROW, BAR = 360, 290, 58, 52, 15
FILL = {"sqlite": "#1f6f6b", "postgresql": "#b4641e"}
NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
GOALS = (
    ("scan_against_demo", "scan_own_against_demo", "a booked scan, against a small site", 1.3, "×"),
    ("available_p99_ms", "available_own_p99_ms", "available of an item, 99 of 100", 5, "ms"),
    ("as_of_p99_ms", "as_of_own_p99_ms", "as of a year ago, 99 of 100", 50, "ms"),
    ("audit_all_s", "audit_all_own_s", "audit of everything", 300, "s"),
    ("audit_day_s", "audit_day_own_s", "audit of the last day", 5, "s"),
)
"""What is asked, by the clock and in processor time; the most it may cost, and in what."""


def drawn(found: Mapping[str, Any], *, own: bool = False) -> str:
    """The document; ``found`` is the bench's line, of which ``own`` shows processor time instead of the clock's."""
    databases = [name for name in FILL if name in found]
    width, height = LEFT + WIDE + 120, TOP + ROW * len(GOALS) + 12
    said = f"{found['items']:,} items, {found['balances']:,} balances, {found['moves']:,} moves"
    said += ", processor time" if own else ""
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'font-family="sans-serif" font-size="12" role="img" aria-label="{said}">',
        f'<rect width="{width}" height="{height}" fill="#fff"/>',
        f'<text x="12" y="22" font-size="15" font-weight="bold">{said}</text>',
    ]
    for n, name in enumerate(databases):
        lines.append(
            f'<text x="{LEFT + n * 90}" y="44" fill="{FILL[name]}" font-weight="bold">{NAMES[name]}</text>'
        )
    for n, (by_clock, by_own, title, goal, unit) in enumerate(GOALS):
        top = TOP + n * ROW
        lines.append(f'<text x="12" y="{top + 20}" fill="#333">{title}</text>')
        lines.append(f'<text x="12" y="{top + 35}" fill="#777">at most {goal:g} {unit}</text>')
        for m, name in enumerate(databases):
            value = found[name][by_own if own else by_clock]
            # What costs more than it may reaches beyond the line, and no further than the paper.
            wide = max(1, round(WIDE * min(value / goal, 1.15)))
            y = top + 6 + m * (BAR + 3)
            lines.append(
                f'<rect x="{LEFT}" y="{y}" width="{wide}" height="{BAR}" fill="{FILL[name]}"/>'
            )
            lines.append(f'<text x="{LEFT + wide + 6}" y="{y + 12}">{value:g} {unit}</text>')
    lines.append(
        f'<line x1="{LEFT + WIDE}" y1="{TOP}" x2="{LEFT + WIDE}" y2="{height - 8}" stroke="#333" '
        f'stroke-dasharray="4 3"/>'
    )
    return "\n".join(lines) + "\n</svg>\n"
