"""What became of a shift: deeds against the journal, and units that were taken against the orders. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Row = Mapping[str, Any]
Units = Counter[int]
"""Units by order line."""


@dataclass(frozen=True)
class Deed:
    """One thing a person did on purpose: the event's id, who did it, and whether the device accepted it.

    ``qty`` units were taken for order line ``line`` by it, if any were.
    """

    id: str
    person: int
    accepted: bool
    line: int = 0
    qty: int = 0


@dataclass(frozen=True)
class Answered:
    """The first verdict that a device was given for a deed."""

    verdict: str
    code: str


@dataclass
class Outcome:
    """The line that ``pickface simulate --json`` prints.

    ``sent`` counts deeds, ``repeated`` deliveries that the server knew already, ``shorts`` bins with less than the
    books say. ``lost``: not in the journal, without a verdict, or accepted on the device and not kept. ``twice``:
    entries in a device's stream beyond one a deed. ``units_*`` compare what people took for orders with what those
    orders say was shipped. ``verdict_ms`` is the time of a delivery, from sending the batch to its verdicts;
    ``push_ms`` from asking for a release to the pick on the device of somebody who was waiting. ``walked_m`` are the
    metres of all picks that the site has done, as they were planned; ``parcels_loaded`` those that left on trucks.
    """

    people: int = 0
    orders: int = 0
    sent: int = 0
    booked: int = 0
    refused: int = 0
    set_aside: int = 0
    repeated: int = 0
    shorts: int = 0
    lost: int = 0
    twice: int = 0
    wrong_author: int = 0
    units_meant: int = 0
    units_shipped: int = 0
    units_wrong: int = 0
    orders_shipped: int = 0
    orders_explained: int = 0
    tasks_done: int = 0
    stuck: int = 0
    walked_m: int = 0
    parcels_loaded: int = 0
    seconds: float = 0.0
    verdict_ms: dict[str, float] = field(default_factory=dict)
    push_ms: dict[str, float] = field(default_factory=dict)
    set_aside_codes: dict[str, int] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    @property
    def good(self) -> bool:
        """Nothing was lost, counted twice or put on the wrong person, and every order went out or says why not."""
        wrong = self.lost + self.twice + self.wrong_author + self.units_wrong + self.stuck
        return not wrong and self.orders_shipped + self.orders_explained >= self.orders

    def as_json(self) -> dict[str, Any]:
        """Plain data, rounded for reading."""
        return {
            key: round(value, 1) if isinstance(value, float) else value
            for key, value in self.__dict__.items()
        }

    def sentence(self) -> str:
        """The same for people."""
        return (
            f"{self.people} people sent {self.sent} scans in {self.seconds:.0f} s: {self.booked} booked, "
            f"{self.refused} refused, {self.set_aside} set aside, {self.lost} lost, {self.twice} twice, "
            f"{self.wrong_author} on the wrong person; {self.orders_shipped} of {self.orders} orders shipped, "
            f"{self.units_wrong} units wrong."
        )


def reckon_deeds(
    outcome: Outcome,
    deeds: Sequence[Deed],
    answers: Mapping[str, Answered],
    journal: Iterable[Row],
) -> None:
    """Hold one stream's deeds against all that the journal has under that stream."""
    entries: dict[str, Row] = {}
    rows = 0
    for row in journal:
        rows += 1
        entries[row["id"]] = row
    outcome.sent += len(deeds)
    outcome.twice += rows - len({deed.id for deed in deeds} & entries.keys())
    for deed in deeds:
        answer = answers.get(deed.id)
        _count_verdict(outcome, answer)
        entry = entries.get(deed.id)
        outcome.lost += entry is None or not _kept(deed, answer, entry)
        author = (entry or {}).get("person")
        outcome.wrong_author += entry is not None and (
            author is None or author["id"] != deed.person
        )


def _count_verdict(outcome: Outcome, answer: Answered | None) -> None:
    if answer is None:
        return
    setattr(outcome, answer.verdict, getattr(outcome, answer.verdict) + 1)
    if answer.verdict == "set_aside":
        codes = outcome.set_aside_codes
        codes[answer.code] = codes.get(answer.code, 0) + 1


def _kept(deed: Deed, answer: Answered | None, entry: Row) -> bool:
    """Whether the server stands by what it answered, and by what the person saw turn green (LAWS 6)."""
    if answer is None or (answer.verdict == "booked" and entry["verdict"] != "booked"):
        return False
    return not (deed.accepted and "refused" in (answer.verdict, entry["verdict"]))


def units_taken(deeds: Iterable[Deed], answers: Mapping[str, Answered]) -> Units:
    """Units by order line that people took; what is set aside waits for a supervisor and is not among them."""
    taken: Units = Counter()
    for deed in deeds:
        answer = answers.get(deed.id)
        if deed.qty and not (answer and answer.verdict == "set_aside"):
            taken[deed.line] += deed.qty
    return taken


def reckon_units(taken: Units, order: Row) -> tuple[int, int, int]:
    """Of one order as the API shows it: units taken for it, units shipped, and units that differ, item by item.

    Before an order has shipped, goods that were taken are on their way; only what left without being taken is wrong.
    Lines of one item are one wish: whose the units in the parcel are, nobody can tell.
    """
    meant: Counter[int] = Counter()
    shipped: Counter[int] = Counter()
    for line in order["lines"]:
        meant[line["item"]] += taken[line["id"]]
        shipped[line["item"]] += line["shipped"]
    wrong = (shipped - meant).total()
    if order["state"] == "shipped":
        wrong += (meant - shipped).total()
    return meant.total(), shipped.total(), wrong


def why_not_shipped(order: Row) -> str:
    """What keeps an order from being shipped, as far as its own data explain it; ``''`` if nothing does."""
    if order["state"] in ("held", "cancelled"):
        return f"it is {order['state']}"
    if order["lines"] and all(line["given_up"] >= line["qty"] for line in order["lines"]):
        return "none of its goods could be found"
    short = sum(line["qty"] - line["given_up"] - line["reserved"] for line in order["lines"])
    if order["state"] == "open" and short > 0:
        return f"{short} units are not in stock"
    return ""


def spread(values: Iterable[float]) -> dict[str, float]:
    """The 50th, 95th and 99th of a hundred; nothing of nothing."""
    ordered = sorted(values)
    if not ordered:
        return {}
    return {
        name: round(ordered[min(len(ordered) - 1, int(len(ordered) * share))], 1)
        for name, share in (("p50", 0.5), ("p95", 0.95), ("p99", 0.99))
    }
