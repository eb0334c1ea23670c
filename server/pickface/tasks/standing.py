"""Where what a step asks for stands, as its script was built: words for the screen, which no reducer looks at. Pure."""

from __future__ import annotations

from typing import Any


def stands(place: str, on: str = "", plate: str = "") -> dict[str, str]:
    """Parameters of a ``why``: a place's code, the plate it stands on, and of goods the container they are in."""
    said = {"stands": place, "on": on, "plate": plate}
    return {name: word for name, word in said.items() if word}


def why(place: str, on: str = "") -> dict[str, Any]:
    """The ``why`` of a step that asks for a container and has no other reason to tell."""
    return {"code": "stands", "params": stands(place, on)}
