"""The script of a take-over: everything in the totes, without a word of what should be there. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pickface.tasks.dictionary import Dictionary


def compile_takeover(
    title: str, site_id: int, totes: Sequence[tuple[str, str]], words: Dictionary
) -> dict[str, Any]:
    """The script; ``totes`` are the plates and kinds that the books know of. ``full`` goes on with a further tote."""
    count = {
        "id": "count",
        "kind": "collect",
        "allow": ["full", "unknown", "done"],
        "lines": [],
        "blind": True,
        "open": True,
        "over": "accept",
        "capture": True,
        "into": {"var": "tote"},
        "auto": False,
        "expect": False,
    }
    sure: dict[str, Any] = {
        "id": "sure",
        "kind": "confirm",
        "allow": [],
        "scan": None,
        "why": {
            "code": "counted_all",
            "params": {"container": totes[0][0]} if len(totes) == 1 else {},
        },
    }
    known = {plate: {"container": plate, "kind": kind} for plate, kind in totes}
    return (words | Dictionary(known)).script("takeover", title, site_id, [count, sure])
