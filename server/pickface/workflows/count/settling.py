"""The books follow a count, at once or when somebody has looked again: what was promised and asked about the bin."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from pickface.db import Row, Tx
from pickface.ids import first_id
from pickface.locations import settings
from pickface.stock import late_counts, ledger, variances
from pickface.stock.moves import BalanceKey, Cause, NewMove
from pickface.stock.promises import key_of
from pickface.stock.variances import Seen
from pickface.tasks import changes, exceptions, jobs, provisional, tally
from pickface.tasks.workflow import LotRef, Raised, Told, World
from pickface.workflows.count import owners
from pickface.workflows.count.judging import APPROVAL, BOOK, RECOUNT, Earlier, Rules, judge
from pickface.workflows.count.spreading import LOOSE, Lying, spread

RECOUNT_JOB = "plan_recount"
ASKS = "count_approval"
"""The exception that waits for a name under a difference."""
_WANTING = """
SELECT ol.id FROM order_line ol JOIN orders o ON o.id = ol.order_id
WHERE ol.item_id = :item AND o.site_id = :site AND o.state IN ('open', 'released')
AND ol.qty - ol.given_up > (SELECT COALESCE(SUM(r.qty + r.taken), 0) FROM reservation r WHERE r.order_line_id = ol.id)
ORDER BY o.priority, o.ship_by, ol.id LIMIT 100
"""
_BOOKED_SINCE = """
SELECT item_id, lot_id, owner_id, container, SUM(qty) AS qty FROM (
    SELECT item_id, lot_id, owner_id, to_container AS container, qty FROM move WHERE to_place_id = :place
        AND id >= :since AND at > :looked AND cause <> :cause
    UNION ALL
    SELECT item_id, lot_id, owner_id, from_container, -qty FROM move WHERE from_place_id = :place
        AND id >= :since AND at > :looked AND cause <> :cause) x
GROUP BY item_id, lot_id, owner_id, container HAVING SUM(qty) <> 0
"""
_LYING = """
SELECT item_id, lot_id, place_id, container, owner_id, qty, found, unreservable FROM balance
WHERE place_id = :place AND virtual = 0 AND (:whole = 1 OR container = '')
ORDER BY item_id, lot_id, container, owner_id
"""


def react(tx: Tx, task: Row, told: Told, world: World, cause: Cause) -> None:
    """Carry out what interpreting told."""
    facts = json.loads(task["facts"])
    match told.name:
        case "seen":
            _keep(tx, task, tally.add(facts, told.params, cause.id))
        case "undone":
            _keep(tx, task, tally.take_back(facts, told.params["event"]))
        case "counted":
            settle(tx, task, int(task["place_id"]), facts["tally"], cause)


def _keep(tx: Tx, task: Row, facts: Mapping[str, Any]) -> None:
    tx.run("UPDATE task SET facts = :facts WHERE id = :id", facts=json.dumps(facts), id=task["id"])


def settle(
    tx: Tx, task: Row, place_id: int, entries: Sequence[Mapping[str, Any]], cause: Cause
) -> None:
    """A bin was counted: compare it with the books, and book the difference or let it wait."""
    # Who has just taken the last loose piece was asked about nothing else.
    whole = not json.loads(task["facts"]).get("zero_check")
    seen = _compared(tx, place_id, entries, cause, whole)
    before = variances.waiting(tx, place_id)
    # Who counts again because nobody else could counts as somebody else.
    alone = json.loads(task["facts"]).get("alone") is not None
    counter = None if alone else cause.person_id
    state = judge(seen, _earlier(tx, before), counter, rules_of(tx, cause.site_id))
    if before:
        variances.replace(tx, place_id)
        close_asked(tx, cause.site_id, place_id, "counted", cause.person_id)
    if not _book(tx, task, [one for one in seen if state == BOOK or not one.delta], cause):
        # More was taken since than had been seen: it came in late, and is of yesterday.
        state = RECOUNT
    told = [one for one in seen if one.booked or one.counted]
    variances.note(tx, task["id"], cause, told, state)
    ledger.forget_long_empty(tx, place_id)
    if state == BOOK:
        _tell(tx, cause.site_id, place_id, seen, cause)
    else:
        variances.hold_missing(tx, seen)
    if state == RECOUNT:
        jobs.leave(tx, RECOUNT_JOB, str(place_id))
    elif state == APPROVAL:
        _ask(tx, place_id, seen, cause)
    provisional.begin(tx, {**dict(task), "place_id": place_id}, cause)


def rules_of(tx: Tx, site_id: int) -> Rules:
    """When the site has counts looked at again."""
    site = settings.of_site(site_id, tx)
    return Rules(site.recount_units, site.recount_pct, site.approve_minor)


def _earlier(tx: Tx, lines: Sequence[Row]) -> Earlier | None:
    """The count that waits for this one."""
    if not lines:
        return None
    return Earlier(lines[-1]["person_id"], variances.deltas(tx, lines))


def _compared(
    tx: Tx, place_id: int, entries: Sequence[Mapping[str, Any]], cause: Cause, whole: bool
) -> list[Seen]:
    """What was seen beside what the books had when somebody looked, for every balance of the bin."""
    counted: dict[tuple[int, int], int] = defaultdict(int)
    for entry in entries:
        counted[entry["item"], _lot_of(tx, place_id, entry, cause)] += entry["qty"]
    books, gone = _books(tx, place_id, cause, whole)
    goods = sorted(counted.keys() | books.keys())
    items = _items(tx, {item_id for item_id, _ in goods})
    seen = []
    for item_id, lot_id in goods:
        item, here = items[item_id], books[item_id, lot_id]
        booked = {owner: sum(one.qty for one in lying) for owner, lying in sorted(here.items())}
        as_booked = [(owner, qty) for owner, qty in booked.items() if qty]
        shares = owners.share(counted[item_id, lot_id], as_booked, item["owner_id"])
        shares |= {owner: 0 for owner in here if owner not in shares}
        price = (int(item["price_minor"]), str(item["currency"]))
        for owner_id, units in shares.items():
            lying = {one.container: one for one in here[owner_id]} or {LOOSE: Lying(LOOSE, 0)}
            for container, part in spread(units, list(lying.values())).items():
                one = lying.get(container) or Lying(container, 0)
                key = BalanceKey(item_id, lot_id, place_id, container, owner_id)
                seen.append(Seen(key, one.qty, one.found, part, *price))
    return [one for one in seen if one.delta or one.key not in gone]


def _books(
    tx: Tx, place_id: int, cause: Cause, whole: bool
) -> tuple[dict[tuple[int, int], dict[int, list[Lying]]], set[BalanceKey]]:
    """What the books had in a bin when somebody looked, by item and lot, then owner; and what has left it since."""
    since = _booked_since(tx, place_id, cause, whole)
    books: dict[tuple[int, int], dict[int, list[Lying]]] = defaultdict(lambda: defaultdict(list))
    for balance in tx.all(_LYING + tx.for_update, place=place_id, whole=int(whole)):
        key = key_of(balance)
        # What once lay here and does not any more was looked for as well.
        qty = max(0, int(balance["qty"]) - since.pop(key, 0))
        one = Lying(key.container, qty, int(balance["found"]), balance["unreservable"] > 0)
        books[key.item_id, key.lot_id][key.owner_id].append(one)
    gone = {key: -units for key, units in since.items() if units < 0}
    for key, units in gone.items():
        books[key.item_id, key.lot_id][key.owner_id].append(Lying(key.container, units))
    return books, set(gone)


def _items(tx: Tx, item_ids: set[int]) -> dict[int, Row]:
    wanted = ", ".join(str(int(item_id)) for item_id in sorted(item_ids)) or "-1"
    sql = f"SELECT id, owner_id, price_minor, currency FROM item WHERE id IN ({wanted})"
    return {item["id"]: item for item in tx.all(sql)}


def _booked_since(tx: Tx, place_id: int, cause: Cause, whole: bool) -> dict[BalanceKey, int]:
    """Of a count that comes in late: what others moved in the bin after it was made and before it was heard of."""
    if not late_counts.is_late(tx, cause):
        return {}
    looked = cause.happened_at or tx.now
    found = tx.all(
        _BOOKED_SINCE, place=place_id, since=first_id(looked), looked=looked, cause=cause.id
    )
    return {
        BalanceKey(row["item_id"], row["lot_id"], place_id, row["container"], row["owner_id"]): int(
            row["qty"]
        )
        for row in found
        if whole or not row["container"]
    }


def _lot_of(tx: Tx, place_id: int, entry: Mapping[str, Any], cause: Cause) -> int:
    """The lot that was seen: one that lies here or is known by that code, else a new one."""
    code = entry["serial"] or entry["lot"]
    if not code:
        return 0
    known = tx.one(
        "SELECT l.id, b.place_id, b.container, b.owner_id FROM lot l LEFT JOIN balance b ON b.lot_id = l.id "
        "AND b.item_id = l.item_id AND b.qty > 0 AND b.virtual = 0 WHERE l.item_id = :item AND l.code = :code "
        "ORDER BY CASE WHEN b.place_id = :place THEN 0 WHEN b.place_id IS NULL THEN 2 ELSE 1 END, l.id LIMIT 1",
        item=entry["item"],
        code=code,
        place=place_id,
    )
    if known is None:
        ref = LotRef(
            entry["item"], entry["lot"] or "", entry["expiry"] or "", entry["serial"] or ""
        )
        return changes.lot_id(tx, ref)
    if entry["serial"] and known["place_id"] is not None:
        _bring_here(tx, place_id, entry["item"], known, cause)
    return int(known["id"])


def _bring_here(tx: Tx, place_id: int, item_id: int, known: Row, cause: Cause) -> None:
    """A serial that was booked elsewhere is plainly here: it moves (LAWS 19)."""
    if known["place_id"] == place_id:
        return
    move = NewMove(
        kind="count",
        item_id=item_id,
        qty=1,
        from_place_id=known["place_id"],
        to_place_id=place_id,
        lot_id=known["id"],
        owner_id=known["owner_id"],
        from_container=known["container"],
    )
    ledger.post_moves(tx, [move], cause)


def _book(tx: Tx, task: Row, seen: Sequence[Seen], cause: Cause) -> bool:
    """What is believed at once: the balances follow, and know when they were counted. False if they cannot."""
    lines = [
        {
            **one.key.bound,
            "task_id": task["id"],
            "booked": one.booked,
            "found": one.found,
            "counted": one.counted,
            "looked_at": cause.happened_at,
        }
        for one in seen
    ]
    settled = variances.settle(tx, lines, cause)
    for posted in settled or []:
        changes.told(tx, task, posted, cause)
    return settled is not None


def _tell(tx: Tx, site_id: int, place_id: int, seen: Sequence[Seen], cause: Cause) -> None:
    """Close what the count answers, say what differed, and promise what came to light."""
    for asked in tx.all(
        "SELECT id, site_id FROM exception WHERE site_id = :site AND place_id = :place "
        "AND state = 'open' AND kind IN ('short', 'found') ORDER BY id",
        site=site_id,
        place=place_id,
    ):
        exceptions.close(tx, asked, "counted", cause.person_id)
    lines = [line for line in differing(seen) if line["booked"] != line["counted"]]
    if lines:
        raised = Raised("count_difference", "book", {"lines": lines}, place_id=place_id)
        exceptions.raise_exception(tx, cause, raised)
    promise_again(tx, site_id, {one.key.item_id for one in seen if one.counted})


def promise_again(tx: Tx, site_id: int, item_ids: set[int]) -> None:
    """Orders that wait for these items are reserved again: something may have come to light."""
    for item_id in sorted(item_ids):
        for line in tx.all(_WANTING, item=item_id, site=site_id):
            jobs.leave(tx, "reserve", str(line["id"]))


def differing(seen: Sequence[Seen]) -> list[dict[str, int]]:
    """Items and lots with what was booked and counted, the owners of each together."""
    lines: dict[tuple[int, int], dict[str, int]] = {}
    for one in seen:
        about = {"item": one.key.item_id, "lot": one.key.lot_id, "booked": 0, "counted": 0}
        line = lines.setdefault((one.key.item_id, one.key.lot_id), about)
        line["booked"] += one.booked
        line["counted"] += one.counted
    return list(lines.values())


def _ask(tx: Tx, place_id: int, seen: Sequence[Seen], cause: Cause) -> None:
    """Somebody who leads puts a name under the difference, or has the bin counted again."""
    lines = [line for line in differing(seen) if line["booked"] != line["counted"]]
    worth = {
        "lines": lines,
        "value_minor": sum(one.value_minor for one in seen),
        "currency": next((one.currency for one in seen if one.delta), "EUR"),
    }
    exceptions.raise_exception(tx, cause, Raised(ASKS, "approve", worth, place_id=place_id))


def close_asked(
    tx: Tx, site_id: int, place_id: int, resolution: str, person_id: int | None
) -> None:
    """Nobody need approve a difference of this bin any more."""
    for asked in tx.all(
        "SELECT id, site_id FROM exception WHERE site_id = :site AND place_id = :place "
        "AND state = 'open' AND kind = :kind ORDER BY id",
        site=site_id,
        place=place_id,
        kind=ASKS,
    ):
        exceptions.close(tx, asked, resolution, person_id)
