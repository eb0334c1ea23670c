"""Walks random scripts through the Python reducer and writes what it answers to vectors/walks.json.

The handheld's tests walk the same way and must come to the same answers: what nobody thought of when
writing vectors by hand is compared here. Run it after a change of the reducer:

    PYTHONPATH=server:. python -m tests.contracts.make_vectors
"""

import json
import random
from typing import Any

from pickface.tasks.motions import SIZES
from pickface.tasks.reducer import reduce
from pickface.tasks.steps import ACTIONS, current_step, empty_state, spot
from tests.contracts.vectors_read import FOLDER, vectors

SEED = 20_260_101
WALKS = 80
EVENTS = 20
TRIES = 80
GS = "\x1d"
_SHARED: dict[str, Any] = vectors("task")[0]["script"]
SHARED = {name: _SHARED[name] for name in ("codes", "items", "places")}
PLATES = ["T0007", "T0008", "C-1", "PAL-1", "LP000001", "LP000002"]
SSCCS = ["340123450000000017", "340123450000000024", "340123450000000031", "340123450000000048"]
STRANGE = ["340123450000000055", "340123450000000062"]
PLACES = {40: "A-12-04", 41: "A-12-05", 44: "B-01-01", 9: "DOCK-1", 8: "STAGE-1"}
ASKS: list[dict[str, Any]] = [
    {},
    {"12": {"weigh": 450}, "13": {"range": [20, 70]}},
    {"12": {"weigh": 0, "range": [None, -180]}, "14": {"weigh": 450, "range": [20, None]}},
    {"15": {"weigh": 450}, "12": {"range": [-50, 70]}},
    {"12": {"size": {"unit_g": 0, "length_mm": 0, "width_mm": 0, "height_mm": 0}}},
    {"12": {"size": {"unit_g": 45, "width_mm": 0}}, "13": {"size": {"unit_g": 0}, "weigh": 9}},
]
LOTS = [{"id": 5, "code": "L77"}, {"id": 6, "code": "L78"}]
SEEN: list[dict[str, Any]] = [
    {"item": 77, "qty": 2, "pack": "pair", "tracking": "none", "zone": None},
    {"item": 13, "qty": 12, "pack": "case", "tracking": "lot", "zone": "B"},
    {"place": 90, "code": "C-01-01", "kind": "bin", "zone": "C"},
    {"container": "X-9", "kind": "carton"},
]


def _items(chance: random.Random) -> tuple[int, Any]:
    return chance.choice([12, 12, 13, 14, 15]), chance.choice([None, None, *LOTS])


def _step(chance: random.Random, number: int) -> dict[str, Any]:
    maker = chance.choice([
        _go, _take, _take, _take, _put, _put, _collect, _collect, _small, _wall,
    ])  # fmt: skip
    step: dict[str, Any] = {"id": f"s{number}", **maker(chance)}
    if chance.random() < 0.6:
        step["group"] = f"g{number // 2}"
    step["allow"] = [name for name in ACTIONS if chance.random() < 0.8]
    return step


def _go(chance: random.Random) -> dict[str, Any]:
    target: dict[str, Any] = chance.choice(
        [{"place": 40}, {"place": 44}, {"container": "T0007"}, {"var": "tote"}]
    )
    return {"kind": "go", **target}


def _take(chance: random.Random) -> dict[str, Any]:
    if chance.random() < 0.25:
        kinds = chance.choice([["tote"], ["tote", "carton"]])
        fresh = chance.choice([{}, {"fresh": True, "position": 1}])
        var = chance.choice(["tote", "tote", "tote2"])
        return {"kind": "take", "container": {"kinds": kinds, "var": var, **fresh}}
    item, lot = _items(chance)
    others = [
        {"place": place, "qty": chance.randint(1, 9), "lot": lot and chance.choice(LOTS)}
        for place in chance.sample([41, 44, 9], chance.randint(0, 2))
    ]
    step = {
        "kind": "take",
        "item": item,
        "qty": chance.randint(1, 40),
        "place": 40,
        "lot": lot,
        "only_lot": chance.random() < 0.5,
        "into": chance.choice([None, {"var": "tote"}, {"container": "C-1"}]),
        "line": 7,
        "pin": chance.choice([None, 3]),
        "alternatives": [{**other, "only_lot": False, "pin": None} for other in others],
        "prove": chance.choice(["item", "item", "none"]),
        **chance.choice([{}, {}, {"by_hand": 3}]),
    }
    return {**step, **_shares(chance)} if chance.random() < 0.3 else step


def _shares(chance: random.Random) -> dict[str, Any]:
    """The same for several totes on a cart."""
    shares = [
        {
            "into": {"var": var},
            "qty": chance.randint(1, 9),
            "line": 7 + n,
            "pin": 3 + n,
            "position": n,
        }
        for n, var in enumerate(chance.choice([["tote"], ["tote", "tote2"], ["tote2", "tote"]]), 1)
    ]
    dealt = {"qty": sum(share["qty"] for share in shares), "into": None, "line": None, "pin": None}
    return {**dealt, "shares": shares}


def _wall(chance: random.Random) -> dict[str, Any]:
    """What a batch took together, dealt to wall places."""
    shares = []
    for number in range(1, chance.randint(2, 5)):
        item, lot = _items(chance)
        place = chance.randint(1, 2)
        shares.append({
            "pin": number,
            "item": item,
            "lot": lot,
            "qty": chance.randint(1, 5),
            "line": 7 + number,
            "into": {"var": f"wall{place}"},
            "position": place,
        })  # fmt: skip
    return {"kind": "collect", "lines": [], "out_of": ["T0007"], "shares": shares}


def _put(chance: random.Random) -> dict[str, Any]:
    item: dict[str, Any] = {
        "item": 12,
        "qty": chance.randint(1, 60),
        "lot": chance.choice([None, 5]),
    }
    if item["lot"] and chance.random() < 0.5:
        item["lot_code"] = "L77"
    place = {
        "places": chance.choice([[], [40], [44, 41]]),
        "kinds": chance.choice([[], ["bin"], ["bin", "dock"]]),
        "zones": chance.choice([None, ["A"], ["A", "C"]]),
        "refuse": chance.choice([[], [41]]),
    }
    return {
        "kind": "put",
        "what": chance.choice([item, {"container": "LP000001"}, {"var": "tote"}]),
        "from": chance.choice([None, 9]),
        "prove": chance.random() < 0.7,
        "to": chance.choice([place, place, {"container_kinds": ["carton"], "var": "carton"}]),
    }


def _collect(chance: random.Random) -> dict[str, Any]:
    lines = []
    for number in range(chance.randint(0, 3)):
        item, lot = _items(chance)
        lines.append({"id": number + 1, "item": item, "qty": chance.randint(1, 30), "lot": lot})
    destinations = [None, {"mode": "zone"}, {"var": "carton"}, {"container": "C-1"}, {"place": 9}]
    announced = _cartons(chance, lines) if chance.random() < 0.4 else {}
    destinations.append({"var": "carton", "kinds": ["carton", "label"]})
    strange = {"aside": {"place": 8}} if chance.random() < 0.4 else {}
    graded = _grades(chance) if chance.random() < 0.3 else {}
    asked = {"asks": chance.choice(ASKS)} if chance.random() < 0.4 else {}
    hands = {"hands": {"1": {"qty": 3}, "2": {"qty": 0}}} if chance.random() < 0.4 else {}
    return {
        **asked,
        **hands,
        **announced,
        **strange,
        **graded,
        "kind": "collect",
        "lines": lines,
        "blind": chance.random() < 0.2,
        "open": chance.random() < 0.7,
        "over": chance.choice(["accept", "refuse"]),
        "capture": chance.random() < 0.7,
        "into": {"mode": "zone", **chance.choice([{}, {"boxed": ["A"]}])}
        if graded
        else chance.choice(destinations),
        "auto": chance.random() < 0.4,
        "expect": True,
    }


def _grades(chance: random.Random) -> dict[str, Any]:
    """Goods that come back: as good as new by their zone, to a place that is scanned, or to one that is not."""
    grades = [{"code": "new"}, {"code": "mend", "place": 41, "prove": True}, {"code": "scrap", "place": 8}]  # fmt: skip
    sent = chance.choice([{}, {"13": ["L77"], "15": ["SN1"]}])
    looks = chance.choice([{}, {}, {"looks": {"1": 1, "2": 3}}])
    return {"grades": grades, "sent": sent, "part": chance.random() < 0.7, **looks}


def _cartons(chance: random.Random, lines: list[dict[str, Any]]) -> dict[str, Any]:
    """What a supplier has announced: three cartons, some on a pallet, and one of another delivery."""
    known = [{"line": line["id"], "item": line["item"]} for line in lines]
    loads = [
        [
            {
                **chance.choice([*known, {"line": None, "item": 12}]),
                "qty": chance.randint(1, 9),
                "lot": "L77",
                "expiry": "",
            }
            for _ in range(chance.randint(1, 2))
        ]
        for _ in range(2)
    ]  # fmt: skip
    cartons = {
        sscc: {
            "id": number,
            "load": chance.randint(0, 1),
            **chance.choice([{}, {"pallet": SSCCS[3]}, {"pallet": SSCCS[3]}]),
            **chance.choice([{}, {}, {}, {"in": True}, {"opened": True}]),
        }
        for number, sscc in enumerate(SSCCS[:3], 1)
    }
    elsewhere = {"ASN-7": [STRANGE[0]]}
    return {
        "cartons": cartons,
        "loads": loads,
        "samples": chance.randint(0, 2),
        "elsewhere": elsewhere,
    }


def _small(chance: random.Random) -> dict[str, Any]:
    fields = ["weight_g", "lot", "expiry", "serial", "photo"]
    return chance.choice([
        {"kind": "decide", "options": ["pass", "fail"]},
        {"kind": "confirm", "scan": chance.choice([None, {"place": 9}, {"var": "tote"}])},
        {
            "kind": "capture",
            "fields": chance.sample(fields, 2),
            "optional": chance.random() < 0.5,
        },
    ])  # fmt: skip


def _code_of(chance: random.Random, item: int) -> str:
    keys = [key for key, thing in SHARED["codes"].items() if thing.get("item") == item]
    key = chance.choice(keys)
    parts = chance.choice(["", "", "10L77", "10L78", "3002", "10L77" + GS + "17261231", "21SN1"])
    return f"]C101{key}{parts}" if parts else key


def _right_code(chance: random.Random, state: Any, step: Any) -> str:
    """A code that the step at hand may well be waiting for."""
    sub = state["steps"].get(step["id"], {"alt": -1})
    item = step.get("item") or step.get("what", {}).get("item")
    if step["kind"] == "collect":
        item = chance.choice([
            *(line["item"] for line in [*step["lines"], *step.get("shares", ())]), 12,
        ])  # fmt: skip
    places = step.get("to", {}).get("places") or [40]
    if step["kind"] == "take" and not step.get("container"):
        places = [spot(step, {"alt": sub.get("alt", -1)})["place"]]
    place = PLACES[step.get("place") if step["kind"] == "go" and "place" in step else places[0]]
    plates = [*state["vars"].values(), "T0007", "C-1", "LP000001"]
    likely = [place, chance.choice(plates), chance.choice(["L77", "L78"])]
    if step["kind"] == "collect" and step.get("shares"):
        likely += ["T0008", "C-1", *state["vars"].values()] * 2
    if step.get("grades"):
        likely += ["new", "MEND", "scrap", "A-12-05"]
    if "asks" in step and item:
        keys = [key for key, thing in SHARED["codes"].items() if thing.get("item") == item]
        likely += [f"]C101{chance.choice(keys)}3103000450"] * 2
    if step.get("cartons"):
        likely += ["00" + sscc for sscc in [*SSCCS, *SSCCS, *STRANGE]]
    if step.get("aside"):
        likely += ["nobody", "LP000002", "LP000002", PLACES[8], PLACES[8]]
    if item:
        likely += [_code_of(chance, item)] * 4
    return str(chance.choice(likely))


def random_steps(chance: random.Random) -> list[dict[str, Any]]:
    """The steps of a random script of one to four steps."""
    return [_step(chance, index) for index in range(chance.randint(1, 4))]


def random_event(
    chance: random.Random, script: Any, state: Any
) -> tuple[dict[str, Any], dict[str, Any] | None]:
    """An event that may well fit the step at hand, and what its code means outside the script."""
    step = current_step(script, state) or script["steps"][0]
    kind = chance.choice(["right"] * 8 + ["scan"] * 3 + ["quantity"] * 3 + ["fill", "other"] * 2)
    if kind in {"right", "scan"}:
        any_code = [
            *SHARED["codes"],
            *PLATES,
            "L77",
            "nobody",
            "sn-1",
            "]C110L77" + GS + "17261231",
        ]
        right = kind == "right"
        code = _right_code(chance, state, step) if right else chance.choice(any_code)
        seen = chance.choice([None, *SEEN]) if not right and chance.random() < 0.5 else None
        return {"kind": "scan", "code": code, "symbology": ""}, seen
    if kind == "quantity":
        return {
            "kind": "quantity",
            "qty": chance.choice([0, 1, 2, 3, 5, 8, 24, -1, 2.5, None]),
            **({"line": chance.choice([1, 1, 2, 9, "1"])} if "hands" in step else {}),
        }, None
    if kind == "fill":
        field = chance.choice(
            ["lot", "expiry", "serial", "weight_g", "photo", "temperature", *SIZES]
        )
        values = ["L77", "2026-12-31", "2026-02-30", "12", 900, "", None, 45, "-185", 450]
        return {"kind": "fill", "field": field, "value": chance.choice(values)}, None
    action = chance.choice(ACTIONS)
    plain = [
        {"kind": "confirm"},
        {"kind": "choose", "value": chance.choice(["pass", "oh", "new", "mend", ""])},
    ]
    spoken = {"kind": "action", "action": action, "left": 0, "qty": chance.choice([0, 1, 3])}
    if step["kind"] == "collect" and action == "no_scan":
        spoken["line"] = chance.choice([1, 2, 9])
    return chance.choice([*plain, spoken, spoken]), None


def walk(number: int) -> dict[str, Any]:
    """One random script and what the reducer answers to random events."""
    chance = random.Random(SEED + number)
    own: dict[str, Any] = {
        "vocabulary": 1,
        "task": number,
        "kind": "walk",
        "revision": 1,
        "title": "",
        "site": 1,
        "steps": random_steps(chance),
    }
    script: Any = {**SHARED, **own}
    state: Any = empty_state()
    rows = []
    for count in range(TRIES):
        event, seen = random_event(chance, script, state)
        event["id"] = f"e{count}"
        result = reduce(script, state, event, seen)
        state = result["state"]
        if not result["accepted"] and chance.random() < 0.8:
            # Refusals are many and alike: a few are kept, so that the walks get far.
            continue
        expect = {name: result[name] for name in ("accepted", "code", "params", "effects")}
        rows.append({"event": event, "seen": seen, "expect": expect})
        if state["done"] or len(rows) == EVENTS:
            break
    rows[-1]["expect"]["state"] = state
    return {"name": f"walk {number}", "script": own, "events": rows}


def render() -> str:
    """The whole file, a walk per line."""
    walks = [json.dumps(walk(number), separators=(",", ":")) for number in range(WALKS)]
    shared = json.dumps(SHARED, separators=(",", ":"))
    return f'{{"shared": {shared},\n"vectors": [\n' + ",\n".join(walks) + "\n]}\n"


if __name__ == "__main__":
    (FOLDER / "walks.json").write_text(render(), "utf-8")
