"""What the step kinds share: the turn they are given, the outcome they answer, and small readings.

Nothing here or in `kinds/` changes an argument: a new sub-state is a new dictionary.
"""

import re
from calendar import monthrange
from collections.abc import Callable
from typing import Any, Final, NamedTuple

from pickface.scans.barcodes import WHITE_SPACE, Parsed, plain_text
from pickface.tasks.steps import Effect, Event, Params, Script, State, Sub, Thing

MAX_QTY: Final = 1_000_000
MAX_WEIGHT_G: Final = 100_000_000
MAX_TENTHS: Final = 1_000
MAX_UNIT_G: Final = 2_000_000
MAX_SIDE_MM: Final = 20_000
SIZES: Final = ("unit_g", "length_mm", "width_mm", "height_mm")
"""What one piece weighs and how large it is, in the order in which that is asked."""
TAKEN: Final = "taken"
"""What a script says of a plate that must not be used here: a thing of this kind and nothing else."""
REFILL_KINDS: Final = ["tote", "carton"]

_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_WEIGHT = re.compile(r"[0-9]{1,9}")
_TENTHS = re.compile(r"-?[0-9]{1,4}")
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")


class Scan(NamedTuple):
    """A scanned code, read and looked up; `known` when it is more than a container by its form."""

    raw: str
    parsed: Parsed
    thing: Thing | None
    known: bool


class Turn(NamedTuple):
    """All that a step kind may look at when something happens."""

    script: Script
    state: State
    step: Any
    sub: Sub
    event: Event
    scan: Scan


class Outcome(NamedTuple):
    """What a step kind answers; a refusal has no `sub`."""

    code: str
    params: Params
    sub: Sub | None = None
    effects: list[Effect] | None = None
    vars: dict[str, str] | None = None
    memory: str = "new"
    """What undo takes back from now on: this (``new``), what it was before (``same``), or ``none``."""


Handler = Callable[[Turn], Outcome]


class Kind(NamedTuple):
    """A step kind: its empty sub-state and what it does at each event and each action."""

    empty: Sub
    events: dict[str, Handler]
    actions: dict[str, Handler]


def refuse(code: str, /, **params: Any) -> Outcome:
    """A refusal, with what its sentence needs."""
    return Outcome(code, params)


def accept(
    code: str, sub: Sub, *effects: Effect, new_vars: dict[str, str] | None = None
) -> Outcome:
    """An acceptance with the new sub-state and the effects it has."""
    return Outcome(code, {}, sub, list(effects), new_vars)


def amount(value: Any) -> int | None:
    """A whole number in 0..1,000,000, else None. JSON's 3.0 is 3, as a browser reads it."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return value if type(value) is int and 0 <= value <= MAX_QTY else None


def text(value: Any, most: int = 40) -> str | None:
    """A printable text of 1 to `most` characters without outer spaces, else None."""
    if not isinstance(value, str):
        return None
    value = value.strip(WHITE_SPACE)
    return value if 1 <= len(value) <= most and not _UNPRINTABLE.search(value) else None


def date(value: Any) -> str | None:
    """A real day as YYYY-MM-DD, else None."""
    found = _DATE.fullmatch(value) if isinstance(value, str) else None
    if not found:
        return None
    year, month, day = int(found[1]), int(found[2]), int(found[3])
    if year < 1 or not 1 <= month <= 12 or not 1 <= day <= monthrange(year, month)[1]:
        return None
    return found[0]


def weight(value: Any) -> int | None:
    """Whole grams in 1..100,000,000, from a number or a text of digits, else None."""
    if isinstance(value, str):
        value = int(value) if _WEIGHT.fullmatch(value) else None
    elif isinstance(value, float) and value.is_integer():
        value = int(value)
    return value if type(value) is int and 1 <= value <= MAX_WEIGHT_G else None


def temperature(value: Any) -> int | None:
    """Tenths of a degree Celsius in -1,000..1,000, from a number or a text of digits with or without a minus."""
    if isinstance(value, str):
        value = int(value) if _TENTHS.fullmatch(value) else None
    elif isinstance(value, float) and value.is_integer():
        value = int(value)
    return value if type(value) is int and -MAX_TENTHS <= value <= MAX_TENTHS else None


def size(field: str, value: Any) -> tuple[Any, str]:
    """Whole grams or millimetres of one piece, from a number or a text of digits, else the code of the refusal."""
    most, wrong = (MAX_UNIT_G, "bad_unit_g") if field == "unit_g" else (MAX_SIDE_MM, "bad_side")
    said = weight(value)
    return (said, "") if said is not None and said <= most else (None, wrong)


def filled(field: str, value: Any) -> tuple[Any, str]:
    """The value that a field may have, and the code of the refusal if it may not."""
    if field == "expiry":
        day = date(value)
        return day, "" if day else "bad_date"
    if field == "weight_g":
        grams = weight(value)
        return grams, "" if grams else "bad_value"
    if field == "temperature":
        tenths = temperature(value)
        return tenths, "" if tenths is not None else "bad_value"
    if field in SIZES:
        return size(field, value)
    # A photo is named by its hash, which is longer than any lot.
    words = text(value, 40 if field in {"lot", "serial"} else 128)
    return words, "" if words else "bad_value"


def scanned_text(scan: Scan, field: str) -> str | None:
    """What a scan says for `lot` or `serial`: its GS1 part, or the whole of a code nobody knows."""
    part = scan.parsed.get(field)
    if part is not None or scan.known:
        return text(part)
    return text(plain_text(scan.raw))


def same_lot(one: str, other: str) -> bool:
    """Lots are the same however their letters were typed."""
    return one.upper() == other.upper()


def held_by(script_vars: dict[str, str], holder: Any) -> str | None:
    """The plate that `{"container"}` or `{"var"}` stands for; None for neither."""
    if not holder:
        return None
    if "var" in holder:
        return script_vars.get(holder["var"])
    plate: str | None = holder.get("container")
    return plate


def place_facts(script: Script, thing: Thing) -> tuple[str | None, str | None]:
    """Kind and zone code of a scanned place, from the scan's look-up or from the script."""
    facts = script["places"].get(str(thing["place"]), {})
    return thing.get("kind") or facts.get("kind"), thing.get("zone") or facts.get("zone")


def miss(turn: Turn, target: Any) -> Outcome | None:
    """The refusal when a scan is not of the place or container `target` names, else None."""
    thing = turn.scan.thing
    if thing is None:
        return refuse("unknown_code", code=turn.scan.raw)
    word = "place" if target.get("place") is not None else "container"
    expected = target["place"] if word == "place" else held_by(turn.state["vars"], target)
    got = thing.get(word)
    if got is None:
        return refuse(f"scan_{word}_first", expected=expected)
    return None if got == expected else refuse(f"wrong_{word}", expected=expected, got=got)


def take_container(turn: Turn, var: str, kinds: list[str], sub: Sub) -> Outcome | None:
    """A scanned container of one of the kinds becomes the variable's; None if it is no such."""
    thing = turn.scan.thing
    if thing is None or "container" not in thing or thing.get("kind") not in kinds:
        return None
    plate = thing["container"]
    effect = {"type": "took_container", "step": turn.step["id"], "container": plate}
    effect |= {"kind": thing["kind"], "var": var}
    return accept("counted", sub, effect, new_vars={**turn.state["vars"], var: plate})


def is_taken(turn: Turn, var: str, plate: str) -> bool:
    """Whether another variable holds this container already: it stands somewhere else on the cart."""
    return any(held == plate for name, held in turn.state["vars"].items() if name != var)


def refill(turn: Turn, kinds: list[str] = REFILL_KINDS) -> Outcome:
    """After `full`: only a new container of these kinds, which the variable then holds."""
    var = (turn.step.get("into") or {}).get("var") or ""
    taken = take_container(turn, var, kinds, {**turn.sub, "need": None})
    return taken or refuse("scan_container_first", kinds=kinds)


def too_much(pack: str, size: int, count: int, needed: int) -> Outcome:
    """More than is wanted: a pack that must be opened, or simply too many."""
    if size > 1 and needed > 0:
        return refuse("pack_too_big", pack=pack, size=count, needed=needed)
    return refuse("too_many", needed=needed)
