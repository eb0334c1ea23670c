"""The script of shipping: this carton to the dock. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pickface.tasks.dictionary import Dictionary


def compile_ship(  # noqa: PLR0917 - what leaves, from where, and by which labels
    title: str,
    site_id: int,
    carton: str,
    docks: Sequence[int],
    words: Dictionary,
    labels: Sequence[str] = (),
    kinds: Sequence[str] = ("dock",),
    where: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """The script; the carton is scanned so that no other one leaves in its place.

    ``labels`` are tracking numbers, where the label on it is scanned as well: the carton's own first, then those of the
    order's other parcels, with which it is swapped most easily. ``where`` it stands is said until it is scanned.
    """
    where = dict(where or {})
    step: dict[str, Any] = {
        "id": "load",
        "kind": "put",
        "allow": [],
        "what": {"container": carton},
        "from": None,
        "prove": True,
        "to": {"places": list(docks), "kinds": list(kinds), "zones": None, "refuse": []},
        **({"why": {"code": "stands", "params": where}} if where else {}),
    }
    steps = [_label(labels[0], where), step] if labels else [step]
    known = {code: {"container": code} for code in (carton, *labels)}
    codes = {**words.codes, **known}
    return Dictionary(codes, words.items, words.places).script("ship", title, site_id, steps)


def _label(tracking: str, where: Mapping[str, str]) -> dict[str, Any]:
    return {
        "id": "label",
        "kind": "confirm",
        "allow": [],
        "scan": {"container": tracking},
        "why": {"code": "label", "params": dict(where)},
    }
