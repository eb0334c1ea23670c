"""The books follow what was counted in the totes of a pick.

Units that the books do not have there were taken by scans that nobody has seen: they come from the bins that the pick
was sent to, in the order of its walk (``sources``), so that nothing has to be found. What the books have in a counted
tote and nobody saw is taken back, lost where it was picked, and picked again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from pickface.db import Row, Tx
from pickface.stock import ledger
from pickface.stock.moves import Cause, NewMove
from pickface.tasks import carts, changes, totes
from pickface.tasks.workflow import LotRef
from pickface.workflows.pick.batch import is_batch
from pickface.workflows.pick.interpret import is_cart
from pickface.workflows.pick.sources import sources_of

_BOOKED = """
SELECT b.container, b.item_id, b.lot_id, SUM(b.qty) AS qty FROM balance b WHERE b.container = :code AND b.qty > 0
GROUP BY b.container, b.item_id, b.lot_id
"""
Held = dict[tuple[int, int], dict[str, int]]
"""Units by item and lot, then by tote."""
Owners = Mapping[str, tuple[int, ...]]
"""The counted totes, and the orders of each: one, all of a batch's, or none where nobody can tell."""


def orders_of(tx: Tx, task: Row, facts: Mapping[str, Any], plate: str) -> tuple[int, ...]:
    """Whose goods a tote holds, the most urgent first; nobody's of a cart's tote that only the old device knew."""
    if is_batch(facts):
        return tuple(carts.orders_of(tx, task))
    if not is_cart(facts):
        return (int(facts["order"]),)
    found = tx.value(
        "SELECT order_id FROM container WHERE code = :code AND task_id = :task",
        code=plate,
        task=task["id"],
    )
    return (int(found),) if found is not None else ()


def seen_in(tx: Tx, entries: list[dict[str, Any]]) -> Held:
    """What somebody saw in the totes; a lot that nobody knew is made."""
    seen: Held = defaultdict(lambda: defaultdict(int))
    for entry in entries:
        seen[entry["item"], _lot(tx, entry)][entry["container"]] += entry["qty"]
    return seen


def _lot(tx: Tx, entry: Mapping[str, Any]) -> int:
    """The lot that was seen: one that is known by that code, else a new one."""
    code = entry["serial"] or entry["lot"]
    if not code:
        return 0
    known = tx.value(
        "SELECT l.id FROM lot l LEFT JOIN balance b ON b.lot_id = l.id AND b.item_id = l.item_id AND b.qty > 0 "
        "AND b.virtual = 0 WHERE l.item_id = :item AND l.code = :code "
        "ORDER BY CASE WHEN b.place_id IS NULL THEN 1 ELSE 0 END, l.id LIMIT 1",
        item=entry["item"],
        code=code,
    )
    ref = LotRef(entry["item"], entry["lot"] or "", entry["expiry"] or "", entry["serial"] or "")
    return int(known) if known else changes.lot_id(tx, ref)


def settle(
    tx: Tx, task: Row, facts: Mapping[str, Any], owners: Owners, seen: Held, cause: Cause
) -> list[dict[str, Any]]:
    """Make the books say what was seen in the totes; answers what the pick does not explain."""
    plates = list(owners)
    booked: Held = defaultdict(lambda: defaultdict(int))
    for plate in plates:
        for held in tx.all(_BOOKED, code=plate):
            booked[held["item_id"], held["lot_id"]][plate] += int(held["qty"])
    different = []
    for goods in sorted(seen.keys() | booked.keys()):
        more = {plate: n for plate in plates if (n := seen[goods][plate] - booked[goods][plate])}
        for whose in set(owners.values()):
            own = {plate: n for plate, n in more.items() if owners[plate] == whose}
            _between(tx, task, facts, goods, own, cause)
            more |= own
        elsewhere = sum(max(0, over) for over in more.values())
        for plate, n in sorted(more.items(), key=lambda each: each[1]):
            odd, whose = 0, owners[plate]
            if n < 0 and whose:
                # What is in another order's tote came from the bin all the same, and is not lost.
                back = min(-n, elsewhere)
                elsewhere -= back
                lost = totes.Goods(plate, goods[0], (goods[1],))
                _lose(tx, whose, lost, back, cause, kind="")
                _lose(tx, whose, lost, -n - back, cause, kind="takeover")
                odd = n
            elif n > 0:
                odd = _bring(tx, task, facts, (goods, whose), plate, n, cause)
            if odd:
                told = {"item": goods[0], "lot": goods[1], "tote": plate}
                different.append(
                    {**told, "booked": seen[goods][plate] - odd, "counted": seen[goods][plate]}
                )
    return different


def _lose(
    tx: Tx, whose: tuple[int, ...], lost: totes.Goods, units: int, cause: Cause, kind: str
) -> None:
    """The least urgent order of a batch goes without first."""
    for order_id in reversed(whose):
        units -= totes.lose(tx, order_id, lost, units, cause, kind=kind)


def _between(
    tx: Tx,
    task: Row,
    facts: Mapping[str, Any],
    goods: tuple[int, int],
    more: dict[str, int],
    cause: Cause,
) -> None:
    """What one counted tote lacks and another has over was put into the other one; ``more`` is levelled."""
    for lacking in [plate for plate, n in more.items() if n < 0]:
        for having in [plate for plate, n in more.items() if n > 0]:
            units = min(-more[lacking], more[having])
            if not units:
                continue
            moved = NewMove(
                "move", goods[0], units, facts["floor"], facts["floor"], goods[1], facts["owner"],
                from_container=lacking, to_container=having,
            )  # fmt: skip
            changes.told(tx, task, ledger.post_moves(tx, [moved], cause), cause)
            more[lacking] += units
            more[having] -= units


def _bring(  # noqa: PLR0917 - goods, into which tote, and why
    tx: Tx,
    task: Row,
    facts: Mapping[str, Any],
    wanted: tuple[tuple[int, int], tuple[int, ...]],
    plate: str,
    units: int,
    cause: Cause,
) -> int:
    """Book units into a tote from where they most plausibly came; answers how many the pick does not explain."""
    unexplained, (goods, whose) = 0, wanted
    for source in sources_of(tx, task, facts, goods, whose):
        taken = min(units, source.qty)
        if not taken:
            break
        units -= taken
        if source.order_line_id is None:
            unexplained += taken
        move = NewMove(
            "pick", goods[0], taken, source.place_id, facts["floor"], goods[1], source.owner_id,
            from_container=source.container, to_container=plate,
            reservation_id=source.pin, order_line_id=source.order_line_id,
        )  # fmt: skip
        changes.told(tx, task, ledger.post_moves(tx, [move], cause), cause)
    if units:
        found = ledger.adjust(
            tx, item_id=goods[0], lot_id=goods[1], place_id=facts["floor"], container=plate,
            owner_id=facts["owner"], delta=units, cause=cause, kind="takeover",
        )  # fmt: skip
        changes.told(tx, task, found, cause)
    return unexplained + units
