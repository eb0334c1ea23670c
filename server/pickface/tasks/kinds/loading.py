"""`collect` with `load`: parcels go onto one truck, each once; whatever is not for it is refused (vocabulary 5)."""

from typing import Any, Final

from pickface.tasks.motions import Kind, Outcome, Turn, accept, refuse
from pickface.tasks.steps import Effect

Parcel = dict[str, Any]


def _known(parcels: dict[str, Parcel], codes: list[str]) -> str | None:
    """The plate of the parcel that was scanned, by its plate or by its label."""
    for code in codes:
        if code in parcels:
            return code
    for plate, parcel in parcels.items():
        if parcel.get("label") in codes:
            return plate
    return None


def _standing_on(parcels: dict[str, Parcel], pallet: str) -> list[str]:
    return [plate for plate, parcel in parcels.items() if parcel.get("pallet") == pallet]


def _is_on(turn: Turn, plate: str) -> bool:
    """It was put on by somebody else, or here since it was last taken off."""
    parcel = turn.step["load"][plate]
    return bool(parcel.get("on")) or turn.sub["on"].get(plate, 0) > parcel.get("off", 0)


def _scan(turn: Turn) -> Outcome:
    codes = [code for code in (turn.scan.parsed.get("sscc"), turn.scan.parsed["key"]) if code]
    parcels: dict[str, Parcel] = turn.step["load"]
    others: dict[str, Parcel] = turn.step.get("others") or {}
    plate = _known(parcels, codes)
    if plate is not None:
        return _already(turn) if _is_on(turn, plate) else _load(turn, "parcel", plate, [plate])
    for pallet in codes:
        standing = _standing_on(parcels, pallet)
        if standing:
            return _scan_pallet(turn, pallet, standing, _standing_on(others, pallet))
    plate = _known(others, codes)
    if plate is not None:
        other = others[plate]
        return refuse(other["code"], **{**other["params"], "got": plate})
    thing = turn.scan.thing or {}
    if "item" in thing or "place" in thing:
        return refuse("scan_parcel_first")
    return refuse("parcel_unknown", got=turn.scan.raw, leave=turn.step["leave"])


def _scan_pallet(turn: Turn, pallet: str, standing: list[str], strange: list[str]) -> Outcome:
    left = [plate for plate in standing if not _is_on(turn, plate)]
    if not left:
        return _already(turn)
    if strange:
        return refuse("pallet_mixed", got=pallet, other=strange[0], leave=turn.step["leave"])
    return _load(turn, "pallet", pallet, left)


def _load(turn: Turn, kind: str, plate: str, parcels: list[str]) -> Outcome:
    effect: Effect = {"type": "loaded", "step": turn.step["id"], "kind": kind, "plate": plate}
    now = {one: turn.step["load"][one].get("off", 0) + 1 for one in parcels}
    on = {**turn.sub["on"], **now}
    sub = {**turn.sub, "on": on, "last": plate, "ask": False}
    return accept(f"{kind}_loaded", sub, {**effect, "parcels": parcels})


def _already(turn: Turn) -> Outcome:
    """Said without a fuss: nothing changes, and what was done last can still be undone."""
    return accept("already_on", turn.sub)._replace(memory="same")


def _done(turn: Turn) -> Outcome:
    """What stays is asked about once; whoever goes on loading is asked again."""
    stays = [plate for plate in turn.step["load"] if not _is_on(turn, plate)]
    if stays and not turn.sub["ask"]:
        asked = accept("ask_close", {**turn.sub, "ask": True})
        return asked._replace(params={"missing": len(stays)})
    effect: Effect = {"type": "loading_done", "step": turn.step["id"], "stays": stays}
    return accept("counted", {**turn.sub, "ask": False, "done": True}, effect)


LOADING: Final = Kind(
    empty={"on": {}, "last": None, "ask": False, "done": False},
    events={"scan": _scan},
    actions={"done": _done},
)
