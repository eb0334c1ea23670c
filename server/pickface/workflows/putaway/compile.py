"""The script of a putaway: one put for each part of the goods, in the order of the walk. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pickface.tasks import standing
from pickface.tasks.dictionary import Dictionary
from pickface.workflows.putaway.bins import Bin, Load, Proposal, Zone, accepted


@dataclass(frozen=True)
class Source:
    """Where the goods are: in a container, which may stand ``on`` another, or (plate '') loose at a place."""

    place_id: int
    container: str = ""
    on: str = ""


@dataclass(frozen=True)
class Part:
    """Some units of a load on their way to one bin; ``serials`` are lots of one, taken in this order."""

    load: Load
    proposal: Proposal
    owner_id: int = 1
    serials: tuple[int, ...] = ()


def compile_putaway(  # noqa: PLR0917 - what goes where, and in which words
    title: str,
    site_id: int,
    source: Source,
    parts: Sequence[Part],
    bins: Sequence[Bin],
    zones: Sequence[Zone],
    words: Dictionary,
) -> dict[str, Any]:
    """The script; where a container holds one item of one lot only, scanning the container proves the goods."""
    codes: dict[str, Any] = dict(words.codes)
    goods = {(part.load.item_id, part.load.lot_id) for part in parts}
    if source.container:
        codes[source.container] = (
            {"item": next(iter(goods))[0], "qty": 1, "pack": "piece"}
            if len(goods) == 1
            else {"container": source.container}
        )
    at = str(words.places[str(source.place_id)]["code"]) if source.place_id else ""
    where = standing.stands(at, source.on, source.container)
    steps = [_put(f"put{n}", source, part, bins, zones, where) for n, part in enumerate(parts, 1)]
    return Dictionary(codes, words.items, words.places).script("putaway", title, site_id, steps)


def _put(
    step_id: str,
    source: Source,
    part: Part,
    bins: Sequence[Bin],
    zones: Sequence[Zone],
    where: dict[str, str],
) -> dict[str, Any]:
    load = part.load
    what: dict[str, Any] = {
        "item": load.item_id,
        "qty": part.proposal.qty,
        "lot": load.lot_id or None,
    }
    if load.lot_code:
        what["lot_code"] = load.lot_code
    return {
        "id": step_id,
        "kind": "put",
        "allow": ["skip", "blocked"],
        "what": what,
        "from": source.place_id,
        "prove": True,
        "to": accepted(load, part.proposal, bins, zones),
        "why": {"code": part.proposal.why, "params": {"zone": part.proposal.zone, **where}},
    }


def facts_of(
    source: Source, parts: Sequence[Part], stands: Sequence[int] = (), units: int = 0
) -> dict[str, Any]:
    """What interpreting needs beside the script; ``bins`` keeps others from proposing the same empty bin.

    ``stands``: the bins in which a pallet stays what it is, where all its ``units`` go there at once.
    """
    return {
        **({"pallet": {"bins": sorted(stands), "units": units}} if stands else {}),
        "from": None if source.container else source.place_id,
        "container": source.container,
        "owners": {f"put{n}": part.owner_id for n, part in enumerate(parts, 1)},
        "serials": {f"put{n}": part.serials for n, part in enumerate(parts, 1) if part.serials},
        "bins": sorted({p.proposal.place_id for p in parts if p.proposal.place_id is not None}),
    }
