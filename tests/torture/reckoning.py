"""What became of the truth: journal, ledger and orders, held against what was meant and what beeped. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.torture.truth import Intended

Row = Mapping[str, Any]
MOST_TOLD = 40


@dataclass
class Findings:
    """The counts of the last line, and for each of them what was seen."""

    lost: int = 0
    twice: int = 0
    wrong_author: int = 0
    units_wrong: int = 0
    refused_later: int = 0
    disagreed: int = 0
    told: list[str] = field(default_factory=list)

    def tell(self, count: str, words: str) -> None:
        """Count one, and keep the words."""
        setattr(self, count, getattr(self, count) + 1)
        if len(self.told) < MOST_TOLD:
            self.told.append(f"{count}: {words}")

    @property
    def good(self) -> bool:
        """Nothing was found."""
        return not (
            self.lost
            or self.twice
            or self.wrong_author
            or self.units_wrong
            or self.refused_later
            or self.disagreed
        )


def reckon_by_id(
    found: Findings,
    intended: Iterable[Intended],
    journal: Sequence[Row],
    answers: Mapping[str, str],
) -> None:
    """Virtual devices: the event's id is known. ``journal`` is all that their streams have in it.

    Rows have id, person_id, stream, seq, body, verdict and code.
    """
    rows = {row["id"]: row for row in journal}
    meant = {one.id: one for one in intended}
    for row in journal:
        if row["id"] not in meant:
            found.tell("twice", f"{row['id']} ({row['stream']} {row['seq']}) was meant by nobody")
    for numbers, times in Counter((row["stream"], row["seq"]) for row in journal).items():
        if times > 1:
            found.tell("twice", f"number {numbers} is {times} times in the journal")
    for one in meant.values():
        entry = rows.get(one.id)
        if entry is not None:
            _reckon_entry(found, one, entry)
        elif one.beeped:
            found.tell("lost", f"{one}, answered {answers.get(one.id)}")


def _reckon_entry(found: Findings, one: Intended, entry: Row) -> None:
    if entry["person_id"] != one.person:
        found.tell("wrong_author", f"{one} is of {entry['person_id']} in the journal")
    if one.beeped and one.accepted and entry["verdict"] == "refused":
        found.tell("refused_later", f"{one}")
    if entry["code"] == "disagrees":
        found.tell("disagreed", f"{one}: {entry['params']}")


def reckon_in_order(
    found: Findings, device: str, intended: Sequence[Intended], journal: Sequence[Row]
) -> None:
    """Pages: the journal must be what was typed, in that order, less some of what did not beep.

    Only this is known of pages. ``journal`` rows have person_id and what, in the order of the device's streams.
    """
    # How far the journal may have been read, each with how it came there.
    reached = {0}
    for number, one in enumerate(intended):
        key = (one.person, *one.what)
        taken = {end for at in reached for end in _ends(journal, at, key)}
        after = taken if one.beeped else taken | reached
        if not after:
            near = [_key(row) for row in journal[max(0, min(reached) - 3) : max(reached) + 6]]
            meant = [
                (*each.what, each.beeped) for each in intended[max(0, number - 3) : number + 6]
            ]
            found.tell(
                "lost",
                f"{device}: {one} is not where it should be; journal {reached} {near}; meant {meant}",
            )
            return
        reached = after
    if len(journal) not in reached:
        rest = [_key(row) for row in journal[max(reached) :][:5]]
        found.tell("twice", f"{device}: the journal goes on with {rest}")


def reckon_moves(
    found: Findings, intended: Iterable[Intended], journal: Sequence[Row], moves: Iterable[Row]
) -> None:
    """Units taken for order lines: each booked pick has moved what was picked, once. ``moves`` have cause and qty."""
    moved: dict[str, int] = defaultdict(int)
    for move in moves:
        moved[move["cause"]] += move["qty"]
    verdicts = {row["id"]: row["verdict"] for row in journal}
    for one in intended:
        if not one.qty:
            continue
        want = one.qty if verdicts.get(one.id) == "booked" else 0
        if moved.get(one.id, 0) != want:
            found.tell("units_wrong", f"{one}: {moved.get(one.id, 0)} moved, {want} meant")


def reckon_lines(found: Findings, taken: Mapping[int, int], lines: Iterable[Row]) -> None:
    """By order line: nothing leaves that was not taken, and what was taken leaves when its order has.

    ``lines`` have order_id, state, item_id, id and shipped; lines of one item in an order are one wish.
    """
    meant: Counter[tuple[int, int]] = Counter()
    shipped: Counter[tuple[int, int]] = Counter()
    states = {}
    for line in lines:
        wish = (line["order_id"], line["item_id"])
        states[wish] = line["state"]
        meant[wish] += taken.get(line["id"], 0)
        shipped[wish] += line["shipped"]
    for wish, state in states.items():
        wrong = shipped[wish] > meant[wish] or (state == "shipped" and shipped[wish] < meant[wish])
        if wrong:
            found.tell(
                "units_wrong", f"order, item {wish}: {meant[wish]} taken, {shipped[wish]} shipped"
            )


def _ends(journal: Sequence[Row], at: int, key: tuple[Any, ...]) -> list[int]:
    """Where the journal goes on behind what was typed.

    Keys that come too slowly, as from a busy harness, are read as two codes; together they are what was typed.
    """
    person, kind, value = key
    read = ""
    for end in range(at, min(len(journal), at + 4)):
        row = _key(journal[end])
        if row == key and end == at:
            return [end + 1]
        if kind != "scan" or row[:2] != (person, kind):
            break
        read += row[2]
        if read == value:
            return [end + 1]
    return []


def _key(row: Row) -> tuple[Any, ...]:
    return (row["person_id"], *row["what"])
