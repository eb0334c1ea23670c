"""Who has waited for goods gets them when they lie in a bin, the most urgent first, before anybody who orders next.

The scan that puts them down only leaves a job: how many wait has nothing to do with what a scan costs.
"""

from __future__ import annotations

from pickface.db import Row, Tx, Writer, db, rows
from pickface.tasks import jobs, lifecycle

JOB = "promise_waiting"
_AT_ONCE = 200
_WAITING = """
SELECT x.id, x.lacking FROM (
    SELECT ol.id, o.priority, o.ship_by, ol.qty - ol.given_up - (SELECT COALESCE(SUM(r.qty + r.taken), 0)
        FROM reservation r WHERE r.order_line_id = ol.id) AS lacking
    FROM order_line ol JOIN orders o ON o.id = ol.order_id
    WHERE ol.item_id = :item AND o.site_id = :site AND o.state IN ('open', 'released')) x
WHERE x.lacking > 0 ORDER BY x.priority, x.ship_by, x.id LIMIT :most
"""
_FREE = (
    "SELECT COALESCE(SUM(pickable - reserved - unreservable), 0) AS free FROM stock_level "
    "WHERE site_id = :site AND item_id = :item"
)


def leave(tx: Tx, task: Row) -> None:
    """Goods of a putaway lie in their bins: have those looked for who wait for them."""
    steps = lifecycle.script_of(tx, task)["steps"]
    for item in sorted({int(step["what"]["item"]) for step in steps if step["what"].get("item")}):
        jobs.leave(tx, JOB, f"{task['site_id']}:{item}")


def promise(writer: Writer, key: str) -> None:
    """The job: have as many order lines reserved again as there are goods for."""
    site, _, item = key.partition(":")
    about = {"site": int(site), "item": int(item)}
    free = int(rows(_FREE, **about)[0]["free"])
    served = []
    if free > 0:
        for line in rows(_WAITING, **about, most=_AT_ONCE):
            served.append(int(line["id"]))
            free -= int(line["lacking"])
            if free <= 0:
                break
    db.session.remove()

    def write(tx: Tx) -> None:
        if jobs.finish(tx, JOB, key):
            for line_id in served:
                jobs.leave(tx, "reserve", str(line_id))

    writer.run(write)
