"""The script of a count: the bin, then everything in it, without a word of what should be there. Pure."""

from __future__ import annotations

from typing import Any

from pickface.tasks.dictionary import Dictionary


def compile_count(
    title: str, site_id: int, place_id: int, there: bool, words: Dictionary
) -> dict[str, Any]:
    """The script; somebody who is ``there`` has scanned the bin already."""
    go: dict[str, Any] = {"id": "go", "kind": "go", "allow": [], "place": place_id}
    count = {
        "id": "count",
        "kind": "collect",
        "allow": ["unknown", "done"],
        "lines": [],
        "blind": True,
        "open": True,
        "over": "accept",
        "capture": True,
        "into": {"place": place_id},
        "auto": False,
        "expect": False,
    }
    return words.script("count", title, site_id, [count] if there else [go, count])
