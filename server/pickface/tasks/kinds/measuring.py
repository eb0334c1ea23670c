"""`collect` with `asks`: what is weighed and measured of goods before they count (6)."""

from typing import Any, Final

from pickface.tasks.kinds import sizing
from pickface.tasks.motions import SIZES, Outcome, Turn, filled

Piece = dict[str, Any]

ORDER: Final = (
    "lot", "expiry", "serial", "pieces", "weight_g", "temperature", *SIZES, "grade", "into",
)  # fmt: skip
MEASURED: Final = ("weight_g", "temperature", "outside", "held")
"""What a piece may carry of it, and so what was counted last, and what is told."""


def asked_of(turn: Turn, item: int) -> Piece:
    """What this step asks of an item: ``range`` (tenths of a degree), ``weigh`` (grams of one, 0: unknown), ``size``.

    Of a size (``unit_g`` and sides of one piece) what is 0 is asked for.
    """
    asks: dict[str, Piece] = turn.step.get("asks") or {}
    return asks.get(str(item)) or {}


def begin(turn: Turn, piece: Piece, need: list[str]) -> tuple[Piece, list[str]]:
    """A scanned piece with what is measured of it, and with that what it still lacks."""
    asks = asked_of(turn, piece["item"])
    if not asks:
        return piece, need
    piece = {**piece, "asks": asks}
    if "weigh" in asks:
        piece["weight_g"] = None
        if turn.scan.parsed.get("weight_g") is None and not _is_counted(turn, piece):
            need = [*need, "pieces"]
        piece, need = weighed(piece, need, filled("weight_g", turn.scan.parsed.get("weight_g"))[0])
    if "range" in asks and turn.sub.get("measured", {}).get(str(piece["item"])) is None:
        piece["temperature"] = None
        need = [*need, "temperature"]
    piece, need = sizing.begin(turn, piece, need)
    return piece, in_order(need)


def _is_counted(turn: Turn, piece: Piece) -> bool:
    """Whether nobody need be asked how many there are."""
    return "qty" in turn.scan.parsed or piece["serial"] is not None or piece["pack"] != "piece"


def in_order(need: list[str]) -> list[str]:
    """What is lacking, in the order in which it is asked for."""
    return [field for field in ORDER if field in need]


def weighed(pending: Piece, need: list[str], grams: int | None) -> tuple[Piece, list[str]]:
    """The piece with its grams, if they are what so many usually weigh or were said twice; else they lack."""
    lacking = in_order([*need, "weight_g"])
    if grams is None:
        return {**without(pending, "doubt"), "weight_g": None}, lacking
    if "pieces" not in need and is_far(pending, grams) and pending.get("doubt") != grams:
        return {**pending, "weight_g": None, "doubt": grams}, lacking
    return {**without(pending, "doubt"), "weight_g": grams}, [n for n in need if n != "weight_g"]


def is_far(piece: Piece, grams: int) -> bool:
    """Whether so many pieces usually weigh less than two thirds of this, or more than half as much again."""
    usual = (piece["asks"].get("weigh") or 0) * piece["qty"]
    return bool(usual) and (3 * grams < 2 * usual or 2 * grams > 3 * usual)


def recounted(pending: Piece, more_g: int | None = None) -> Piece:
    """There are more or fewer pieces than were weighed: with ``more_g`` the grams grow, else they lack again."""
    if "weight_g" not in pending:
        return pending
    before = pending["weight_g"]
    grams = before + more_g if before is not None and more_g is not None else None
    piece, need = weighed(pending, pending["need"], grams)
    return {**piece, "need": need}


def judged(turn: Turn, pending: Piece) -> Piece:
    """Of a temperature out of range the piece carries the limit, and goes to where such goods are kept apart."""
    low, high = pending["asks"]["range"]
    said = pending["temperature"]
    warm = high is not None and said > high
    if not warm and (low is None or said >= low):
        return pending
    pending = {**pending, "outside": high if warm else low}
    if turn.step.get("aside"):
        pending["held"] = turn.step["aside"]["place"]
        pending["need"] = in_order([*pending["need"], "into"])
    return pending


def told(outcome: Outcome, piece: Piece) -> Outcome:
    """The answer to a temperature: where it is out of range, that is what matters."""
    if "outside" not in piece:
        return outcome
    said, limit = piece["temperature"], piece["outside"]
    params = {"measured": degrees(said), "limit": degrees(limit)}
    return outcome._replace(code="too_warm" if said > limit else "too_cold", params=params)


def degrees(tenths: int) -> str:
    """As a thermometer shows it."""
    return f"{tenths / 10:.1f}"


def remembered(turn: Turn, pending: Piece) -> Turn:
    """An item whose temperature was right is not asked about again; one of which some were wrong is, each time."""
    key, before = str(pending["item"]), turn.sub.get("measured", {})
    right = "outside" not in pending and before.get(key, 0) is not None
    measured = {**before, key: pending["temperature"] if right else None}
    return turn._replace(sub={**turn.sub, "measured": measured})


def of(piece: Piece) -> Piece:
    """What was measured of a piece."""
    return {name: piece[name] for name in MEASURED if piece.get(name) is not None}


def without(piece: Piece, name: str) -> Piece:
    """The piece without a field."""
    return {key: value for key, value in piece.items() if key != name}
