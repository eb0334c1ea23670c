"""`collect` with `cartons`: what a supplier has announced by SSCC counts by one scan of its label (vocabulary 3)."""

from typing import Any, Final

from pickface.tasks.kinds import aside
from pickface.tasks.kinds.collect import COLLECT, unasked
from pickface.tasks.kinds.counting import counted, line_of
from pickface.tasks.motions import Kind, Outcome, Turn, accept, refuse
from pickface.tasks.steps import Effect, Sub

Carton = dict[str, Any]


def _cartons(turn: Turn) -> dict[str, Carton]:
    found: dict[str, Carton] = turn.step["cartons"]
    return found


def _on_pallet(turn: Turn, plate: str) -> list[Carton]:
    """The cartons that stand on a pallet by the supplier's word."""
    return [carton for carton in _cartons(turn).values() if carton.get("pallet") == plate]


def _delivery_of(turn: Turn, plate: str) -> str | None:
    """The other delivery that a code was announced with."""
    others: dict[str, list[str]] = turn.step.get("elsewhere") or {}
    return next((number for number, plates in others.items() if plate in plates), None)


def _is_in(turn: Turn, carton: Carton) -> bool:
    return bool(carton.get("in")) or str(carton["id"]) in turn.sub["cartons"]


def _is_opened(turn: Turn, carton: Carton) -> bool:
    return bool(carton.get("opened")) or str(carton["id"]) in turn.sub["opened"]


def _plate_of(turn: Turn) -> str | None:
    """The plate that was scanned: an announced one also where its label tells the goods as well, or as typed."""
    for code in (turn.scan.parsed.get("sscc"), turn.scan.parsed["key"]):
        if code and (code in _cartons(turn) or _on_pallet(turn, code) or _delivery_of(turn, code)):
            return code
    plate: str | None = (turn.scan.thing or {}).get("container")
    return plate


def _scan(asked: Turn) -> Outcome:
    put = aside.scan(asked)
    if put is not None:
        return put
    turn = unasked(asked)
    plate = _plate_of(turn)
    if plate is None or turn.sub["need"]:
        if turn.sub["pallet"]:
            return refuse("need_sample_first", expected=turn.sub["pallet"])
        return COLLECT.events["scan"](_no_carton(turn))
    if turn.sub["pending"]:
        announced = plate in _cartons(turn) or bool(_on_pallet(turn, plate))
        return refuse("scan_destination") if announced else COLLECT.events["scan"](turn)
    carton = _cartons(turn).get(plate)
    if carton is not None:
        return _scan_carton(turn, plate, carton)
    pallet = _on_pallet(turn, plate)
    if pallet:
        return _scan_pallet(turn, plate, pallet)
    if turn.sub["pallet"]:
        return refuse("wrong_pallet", expected=turn.sub["pallet"], got=plate)
    return _scan_stranger(turn, plate)


def _scan_carton(turn: Turn, plate: str, carton: Carton) -> Outcome:
    if _is_opened(turn, carton):
        return refuse("carton_open", got=plate)
    if _is_in(turn, carton):
        return _already(turn)
    pallet = turn.sub["pallet"]
    if pallet is None:
        return _arrive(turn, "carton", plate, [carton])
    if carton.get("pallet") != pallet:
        return refuse("wrong_pallet", expected=pallet, got=plate)
    sampled = {**turn.sub["sampled"], str(carton["id"]): 1}
    return _look_further(turn, pallet, sampled)


def _scan_pallet(turn: Turn, plate: str, pallet: list[Carton]) -> Outcome:
    if all(_is_in(turn, carton) or _is_opened(turn, carton) for carton in pallet):
        return _already(turn)
    if turn.sub["pallet"] not in {None, plate}:
        return refuse("need_sample_first", expected=turn.sub["pallet"])
    return _look_further(turn, plate, turn.sub["sampled"])


def _look_further(turn: Turn, plate: str, sampled: dict[str, int]) -> Outcome:
    """Count the pallet once enough of its cartons were seen; what was counted by itself before has been seen."""
    pallet = _on_pallet(turn, plate)
    wanted = min(int(turn.step.get("samples", 1)), len(pallet))
    seen = sum(_is_in(turn, one) or str(one["id"]) in sampled for one in pallet)
    if seen < wanted:
        sub = {**turn.sub, "pallet": plate, "sampled": sampled, "carton": None, "last": None}
        return accept("need_sample", sub)._replace(params={"missing": wanted - seen})
    left = [one for one in pallet if not _is_in(turn, one) and not _is_opened(turn, one)]
    return _arrive(turn, "pallet", plate, left)


def _scan_stranger(turn: Turn, plate: str) -> Outcome:
    """A carton of another delivery, one that nobody has announced, or a container of the house."""
    delivery = _delivery_of(turn, plate)
    if delivery is not None:
        return refuse("carton_elsewhere", got=plate, delivery=delivery)
    if turn.scan.known or "sscc" not in turn.scan.parsed:
        return refuse("scan_item_first")
    effect = {"type": "unknown", "step": turn.step["id"], "code": plate, "qty": 1}
    return accept("carton_unknown", aside.begun(_no_carton(turn), plate, 1), effect)


def _arrive(turn: Turn, kind: str, plate: str, cartons: list[Carton]) -> Outcome:
    ids = [carton["id"] for carton in cartons]
    effect: Effect = {"type": "arrived", "step": turn.step["id"], "kind": kind, "plate": plate}
    sub = _add(turn, cartons, 1)
    sub |= {"pallet": None, "sampled": {}, "last": None}
    sub |= {"carton": ids[0] if kind == "carton" else None}
    sub["cartons"] = {**sub["cartons"], **{str(number): 1 for number in ids}}
    return accept(_word(turn, sub, kind, cartons), sub, {**effect, "cartons": ids})


def _add(turn: Turn, cartons: list[Carton], sign: int) -> Sub:
    """The counts with the content of some cartons, or without."""
    counts, extra = dict(turn.sub["counts"]), dict(turn.sub["extra"])
    for carton in cartons:
        for goods in turn.step["loads"][carton["load"]]:
            loose = line_of(turn, goods["line"]) is None
            sums, key = (extra, goods["item"]) if loose else (counts, goods["line"])
            sums[str(key)] = sums.get(str(key), 0) + sign * goods["qty"]
    return {**turn.sub, "counts": counts, "extra": extra}


def _word(turn: Turn, sub: Sub, kind: str, cartons: list[Carton]) -> str:
    lines = [
        line_of(turn, goods["line"])
        for load in sorted({carton["load"] for carton in cartons})
        for goods in turn.step["loads"][load]
    ]
    if any(line is None for line in lines):
        return "not_expected"
    if any(counted(sub, line) > line["qty"] for line in lines):
        return "over"
    return f"{kind}_counted"


def _already(turn: Turn) -> Outcome:
    """Said without a fuss: nothing changes, and what was done last can still be undone."""
    return accept("already_counted", turn.sub)._replace(memory="same")


def _open(asked: Turn) -> Outcome:
    """What was opened is not what the supplier packed: its content is counted by the piece."""
    turn = unasked(asked)
    if turn.sub["pending"]:
        return refuse("finish_this_first")
    if turn.sub["pallet"]:
        return accept("pallet_opened", {**turn.sub, "pallet": None, "sampled": {}})
    number = turn.sub["carton"]
    found = [(p, c) for p, c in _cartons(turn).items() if c["id"] == number]
    if not found:
        return refuse("scan_carton_first")
    plate, carton = found[0]
    sub = {**_add(turn, [carton], -1), "carton": None}
    sub["cartons"] = {name: one for name, one in sub["cartons"].items() if name != str(number)}
    sub["opened"] = {**sub["opened"], str(number): 1}
    effect = {"type": "opened", "step": turn.step["id"], "carton": number, "plate": plate}
    return accept("carton_opened", sub, effect)._replace(memory="none")


def _done(turn: Turn) -> Outcome:
    if turn.sub["pallet"]:
        return refuse("need_sample_first", expected=turn.sub["pallet"])
    return COLLECT.actions["done"](turn)


def _no_carton(turn: Turn) -> Turn:
    """What is counted by the piece now is not in the carton that was scanned before."""
    return turn._replace(sub={**turn.sub, "carton": None})


CARTONS: Final = Kind(
    empty={
        **COLLECT.empty,
        "cartons": {},
        "opened": {},
        "pallet": None,
        "sampled": {},
        "carton": None,
    },
    events={**COLLECT.events, "scan": _scan},
    actions={**COLLECT.actions, "open": _open, "done": _done},
)
