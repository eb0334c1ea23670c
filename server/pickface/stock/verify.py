"""Prove the books: everything that is derived is reckoned again from moves and reservations, and compared.

Each check is one grouped statement that answers only what differs, so that a large ledger streams through the
database and not through memory.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from pickface.stock.compared import Said, compared
from pickface.stock.cost_checks import COST_CHECKS
from pickface.stock.standing_checks import STANDING_CHECKS

Run = Callable[[str], Iterable[Mapping[str, Any]]]
SideBySide = Callable[[Sequence[str]], Iterable[Iterable[Mapping[str, Any]]]]


@dataclass(frozen=True, slots=True)
class Difference:
    """Something that the books say and that does not follow; ``where`` names the rows by their keys."""

    what: str
    where: dict[str, Any]
    expected: int | str | None
    found: int | str | None


class _Check(NamedTuple):
    """A statement whose rows are differences: columns ``expected`` and ``found``, the others say where."""

    what: str
    sql: str


_TOLD = ("expected", "found")
_KEY = "item_id, lot_id, place_id, container, owner_id"
_LEVEL = "item_id, owner_id, site_id"
_LEGS = """
    SELECT item_id, lot_id, to_place_id AS place_id, to_container AS container, owner_id,
           qty, COALESCE(weight_g, 0) AS weight_g, id FROM move
    UNION ALL
    SELECT item_id, lot_id, from_place_id, from_container, owner_id, -qty, -COALESCE(weight_g, 0), id FROM move
"""
_ASSEMBLED = """
    SELECT task_id, item_id, SUM(qty) AS units FROM (
        SELECT COALESCE(o.task_id, m.task_id) AS task_id, m.item_id, m.qty FROM place a
        JOIN move m ON m.to_place_id = a.id LEFT JOIN move o ON o.id = m.reverses WHERE a.kind = 'assembly'
        UNION ALL SELECT COALESCE(o.task_id, m.task_id), m.item_id, -m.qty FROM place a
        JOIN move m ON m.from_place_id = a.id LEFT JOIN move o ON o.id = m.reverses WHERE a.kind = 'assembly') x
    GROUP BY task_id, item_id
"""


def _level_check(what: str, source: str) -> _Check:
    """A column of ``stock_level`` against ``source``, which has the key and ``qty``."""
    return _Check(
        f"level_{what}",
        f"SELECT {_LEVEL}, SUM(expected) AS expected, SUM(found) AS found FROM ("
        f" SELECT {_LEVEL}, qty AS expected, 0 AS found FROM ({source}) s"
        f" UNION ALL SELECT {_LEVEL}, 0, {what} FROM stock_level) x"
        f" GROUP BY {_LEVEL} HAVING SUM(expected) <> SUM(found)",
    )


def _balance_check(what: str, source: str, column: str, where: str = "") -> _Check:
    """A column of ``balance`` against ``source``, which has the key and ``qty``."""
    return _Check(
        what,
        f"SELECT {_KEY}, SUM(expected) AS expected, SUM(found) AS found FROM ("
        f" SELECT {_KEY}, qty AS expected, 0 AS found FROM ({source}) s"
        f" UNION ALL SELECT {_KEY}, 0, {column} FROM balance {where}) x"
        f" GROUP BY {_KEY} HAVING SUM(expected) <> SUM(found)",
    )


CHECKS = (
    _balance_check("balance_qty", _LEGS, "qty"),
    _balance_check(
        "balance_weight",
        f"SELECT {_KEY}, weight_g AS qty FROM ({_LEGS}) legs",
        "COALESCE(weight_g, 0)",
    ),
    _balance_check(
        "balance_pinned",
        f"SELECT {_KEY}, qty FROM reservation WHERE place_id > 0",
        "pinned",
    ),
    _level_check("on_hand", f"SELECT {_LEVEL}, qty FROM balance WHERE virtual = 0"),
    _level_check("pickable", f"SELECT {_LEVEL}, qty FROM balance WHERE pickable = 1"),
    _level_check(
        "unreservable", f"SELECT {_LEVEL}, unreservable AS qty FROM balance WHERE pickable = 1"
    ),
    _level_check(
        "reserved",
        f"SELECT {_LEVEL}, qty FROM reservation WHERE place_id = 0"
        f" UNION ALL SELECT {_LEVEL}, pinned FROM balance WHERE pickable = 1",
    ),
    _Check(
        "reversed_too_much",
        "SELECT m.id AS move, m.qty AS expected, SUM(r.qty) AS found FROM move m JOIN move r ON r.reverses = m.id"
        " GROUP BY m.id, m.qty HAVING SUM(r.qty) > m.qty",
    ),
    _Check(
        "reservation_taken",
        "SELECT reservation, SUM(expected) AS expected, SUM(found) AS found FROM ("
        " SELECT reservation_id AS reservation, CASE WHEN reverses IS NULL THEN qty ELSE -qty END AS expected,"
        " 0 AS found FROM move WHERE reservation_id IS NOT NULL"
        " UNION ALL SELECT id, 0, taken FROM reservation) x"
        " GROUP BY reservation HAVING SUM(expected) <> SUM(found)",
    ),
    _Check(
        "container_parent_elsewhere",
        "SELECT c.code AS container, p.place_id AS expected, c.place_id AS found FROM container c"
        " LEFT JOIN container p ON p.code = c.parent WHERE c.parent <> ''"
        " AND (p.place_id IS NULL OR p.place_id <> c.place_id)",
    ),
    _Check(
        "container_in_itself",
        "WITH RECURSIVE up (code, parent, hops) AS (SELECT code, parent, 1 FROM container WHERE parent <> ''"
        " UNION ALL SELECT u.code, c.parent, u.hops + 1 FROM up u JOIN container c ON c.code = u.parent"
        " WHERE c.parent <> '' AND u.parent <> u.code AND u.hops < 100)"
        " SELECT code AS container, '' AS expected, parent AS found FROM up WHERE parent = code OR hops = 100",
    ),
    # What stands for a line is of the same order, and the line has given up as many.
    _Check(
        "substituted",
        "SELECT a.id AS order_line, a.given_up AS expected, SUM(s.qty - s.given_up) AS found FROM order_line s"
        " JOIN order_line a ON a.id = s.substitute_for WHERE s.substitute_for IS NOT NULL AND s.qty > s.given_up"
        " GROUP BY a.id, a.order_id, a.given_up"
        " HAVING SUM(s.qty - s.given_up) > a.given_up OR MIN(s.order_id) <> a.order_id"
        " OR MAX(s.order_id) <> a.order_id",
    ),
    # Each snapshot is the one before and the moves between; with balance_qty, the newest and the moves since are the
    # balances.
    _Check(
        "snapshot",
        f"SELECT until_id, {_KEY}, SUM(expected) AS expected, SUM(found) AS found FROM ("
        f" SELECT until_id, {_KEY}, 0 AS expected, qty AS found FROM stock_snapshot_line"
        f" UNION ALL SELECT (SELECT MIN(n.until_id) FROM stock_snapshot n WHERE n.item_id = l.item_id"
        f" AND n.until_id > l.until_id), {_KEY}, qty, 0 FROM stock_snapshot_line l"
        f" UNION ALL SELECT (SELECT MIN(n.until_id) FROM stock_snapshot n WHERE n.item_id = g.item_id"
        f" AND n.until_id >= g.id), {_KEY}, qty, 0 FROM ({_LEGS}) g) x"
        f" WHERE until_id IS NOT NULL GROUP BY until_id, {_KEY} HAVING SUM(expected) <> SUM(found)",
    ),
    # What went into the assembly place and what came out of it add up by the bill of materials, and so does the money.
    _Check(
        "build_units",
        "SELECT w.id AS work_order, p.item_id, -p.qty * COALESCE(k.units, 0) AS expected,"
        " COALESCE(c.units, 0) AS found FROM work_order w JOIN work_order_part p ON p.work_order_id = w.id"
        f" LEFT JOIN ({_ASSEMBLED}) k ON k.task_id = w.task_id AND k.item_id = w.item_id"
        f" LEFT JOIN ({_ASSEMBLED}) c ON c.task_id = w.task_id AND c.item_id = p.item_id"
        " WHERE COALESCE(c.units, 0) <> -p.qty * COALESCE(k.units, 0)",
    ),
    _Check(
        "build_without_order",
        f"SELECT a.task_id, a.item_id, 0 AS expected, a.units AS found FROM ({_ASSEMBLED}) a"
        " LEFT JOIN work_order w ON w.task_id = a.task_id LEFT JOIN work_order_part p ON p.work_order_id = w.id"
        " AND p.item_id = a.item_id WHERE a.units <> 0 AND (w.id IS NULL OR (p.item_id IS NULL"
        " AND w.item_id <> a.item_id))",
    ),
    _Check(
        "build_value",
        "SELECT m.cause, 0 AS expected, CASE WHEN SUM(e.fifo_minor) <> 0 THEN SUM(e.fifo_minor)"
        " ELSE SUM(e.average_minor) END AS found FROM move m JOIN cost_entry e ON e.move_id = m.id"
        " WHERE m.kind IN ('build', 'unbuild') GROUP BY m.cause"
        " HAVING SUM(e.fifo_minor) <> 0 OR SUM(e.average_minor) <> 0",
    ),
    _Check(
        "move_without_cause",
        "SELECT m.id AS move, 'a scan event' AS expected, m.cause AS found FROM move m"
        " LEFT JOIN scan_event e ON e.id = m.cause WHERE e.id IS NULL AND m.cause NOT LIKE '%_:%_'",
    ),
)


def verify(run: Run, side_by_side: SideBySide | None = None) -> list[Difference]:
    """Every difference that the books have; empty when they are right. ``run`` executes one plain SELECT,
    ``side_by_side`` several.
    """
    of_all = ((what, sql.format(of_item="1 = 1")) for what, sql in (*STANDING_CHECKS, *COST_CHECKS))
    return _asked([*CHECKS, *of_all], run, side_by_side)


def _asked(
    checks: Sequence[tuple[str, str]], run: Run, side_by_side: SideBySide | None
) -> list[Difference]:
    statements = [sql for _, sql in checks]
    answers = map(run, statements) if side_by_side is None else side_by_side(statements)
    return [
        one
        for (what, _), found in zip(checks, answers, strict=True)
        for row in found
        for one in _differences(what, row)
    ]


ITEMS_AT_ONCE = 10_000
"""Items whose books are reckoned by one statement."""
# Moves that go the same way are added up before each sum is told twice, to the balance that it left and to the one that
# it reached: what a database sorts is most of the work.
_SINCE_SNAPSHOT = """
WITH s AS (SELECT i.id AS item_id, COALESCE((SELECT MAX(n.until_id) FROM stock_snapshot n WHERE n.item_id = i.id), '')
    AS until_id FROM item i WHERE {of_id}),
way AS (SELECT m.item_id, m.lot_id, m.owner_id, m.from_place_id, m.from_container, m.to_place_id, m.to_container,
    SUM(m.qty) AS qty FROM s JOIN move m ON m.item_id = s.item_id AND m.id > s.until_id
    GROUP BY m.item_id, m.lot_id, m.owner_id, m.from_place_id, m.from_container, m.to_place_id, m.to_container)
SELECT l.item_id, l.lot_id, l.place_id, l.container, l.owner_id, l.qty
FROM s JOIN stock_snapshot_line l ON l.item_id = s.item_id AND l.until_id = s.until_id
UNION ALL
SELECT w.item_id, w.lot_id, CASE WHEN leg.sign = 1 THEN w.to_place_id ELSE w.from_place_id END,
    CASE WHEN leg.sign = 1 THEN w.to_container ELSE w.from_container END, w.owner_id, leg.sign * w.qty
FROM way w CROSS JOIN (SELECT 1 AS sign UNION ALL SELECT -1) leg
"""
ITEM_CHECKS = (
    (
        "balance",
        compared(
            _KEY,
            Said(f"({_SINCE_SNAPSHOT}) since", {"expected_qty": "qty"}),
            Said(
                "reservation WHERE {of_item} AND place_id > 0 AND qty > 0",
                {"expected_pinned": "qty"},
            ),
            Said("balance WHERE {of_item}", {"found_qty": "qty", "found_pinned": "pinned"}),
        ),
    ),
    (
        "level",
        compared(
            _LEVEL,
            Said(
                "balance WHERE {of_item} AND virtual = 0",
                {
                    "expected_on_hand": "qty",
                    "expected_pickable": "qty * pickable",
                    "expected_reserved": "pinned * pickable",
                    "expected_unreservable": "unreservable * pickable",
                },
            ),
            Said(
                "reservation WHERE {of_item} AND place_id = 0 AND qty > 0",
                {"expected_reserved": "qty"},
            ),
            Said(
                "stock_level WHERE {of_item}",
                {
                    "found_on_hand": "on_hand",
                    "found_pickable": "pickable",
                    "found_reserved": "reserved",
                    "found_unreservable": "unreservable",
                },
            ),
        ),
    ),
    *STANDING_CHECKS,
    *COST_CHECKS,
)


def verify_items(
    run: Run,
    item_ids: Sequence[int],
    side_by_side: SideBySide | None = None,
    *,
    arrays: bool = False,
) -> list[Difference]:
    """Every difference of some items: balances against newest snapshots and the moves since, levels, pins,
    holds, finds, containers, serials, worth. Not weights, which snapshots do not keep: ``verify`` adds up all moves.

    ``arrays``: the database knows arrays, as PostgreSQL does.
    """
    checks: list[tuple[str, str]] = []
    for start in range(0, len(item_ids), ITEMS_AT_ONCE):
        ids = some([int(one) for one in item_ids[start : start + ITEMS_AT_ONCE]], arrays=arrays)
        these = {"of_item": f"item_id {ids}", "of_id": f"id {ids}"}
        checks += [(what, sql.format(**these)) for what, sql in ITEM_CHECKS]
    return _asked(checks, run, side_by_side)


def some(ids: Sequence[int], *, arrays: bool) -> str:
    """SQL's words for being one of so many."""
    listed = ", ".join(str(one) for one in ids)
    # Ten thousand numbers are as many expressions to plan, or one value: half a second of an audit, or none.
    return f"= ANY ('{{{listed}}}'::bigint[])" if arrays else f"IN ({listed})"


def _differences(what: str, row: Mapping[str, Any]) -> Iterator[Difference]:
    """What a row tells: one difference, or one of each column that it compares."""
    told = {name: _plain(value) for name, value in dict(row).items()}
    where = {name: value for name, value in told.items() if not name.startswith(_TOLD)}
    if "expected" in told:
        yield Difference(what, where, told["expected"], told["found"])
        return
    for name, value in told.items():
        side, _, column = name.partition("_")
        if side == "expected" and value != told[f"found_{column}"]:
            yield Difference(f"{what}_{column}", where, value, told[f"found_{column}"])


def _plain(value: Any) -> Any:
    """Sums come as Decimal from PostgreSQL."""
    return value if value is None or isinstance(value, str) else int(value)
