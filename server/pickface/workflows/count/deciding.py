"""Somebody who leads puts a name under a difference: then the books follow it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pickface.db import Tx
from pickface.errors import Conflict
from pickface.stock import variances
from pickface.stock.moves import Cause
from pickface.tasks import alone, changes, jobs, limits
from pickface.tasks.workflow import World
from pickface.workflows.count import rounds
from pickface.workflows.count.plan import JOB
from pickface.workflows.count.settling import promise_again

LEADERS = frozenset({"supervisor", "manager"})


class OwnCount(Conflict):
    """Whoever counted does not approve what was counted."""

    code = "own_count"


def approve(tx: Tx, world: World, news: Mapping[str, Any]) -> None:
    """Book what waits at a place as it was counted. Raises OwnCount, OverYourLimit, Conflict when nothing waits."""
    place_id, person_id = news["place"], news["person"]
    lines = variances.waiting(tx, place_id)
    if not lines:
        raise Conflict("nothing waits there any more", place=place_id)
    cause = Cause(news["event"], news["site"], person_id)
    missing = variances.deltas(tx, lines)
    price = {(line["item_id"]): line["price_minor"] for line in lines}
    worth = sum(abs(units) * price[key.item_id] for key, units in missing.items())
    if any(line["person_id"] == person_id for line in lines):
        _check_alone(tx, cause.site_id, person_id, worth)
    limits.insist(tx, cause.site_id, person_id, 0, worth)
    settled = variances.settle(tx, lines, cause)
    if settled is None:
        # Others have taken more since than the count had seen: it proves nothing any more.
        variances.replace(tx, place_id)
        jobs.leave(tx, JOB, str(place_id))
        return
    task = tx.one("SELECT * FROM task WHERE id = :id", id=lines[0]["task_id"])
    for posted in settled:
        changes.told(tx, task, posted, cause)
    variances.decide(tx, lines, person_id)
    promise_again(tx, cause.site_id, {line["item_id"] for line in lines})
    rounds.look_at(tx, place_id)


def _check_alone(tx: Tx, site_id: int, person_id: int, worth: int) -> None:
    """Whoever counted approves it only where nobody else could, and the site lets them."""
    others = alone.others(tx, site_id, LEADERS, person_id)
    if not alone.may_be(tx, site_id) or any(
        limits.may_decide(tx, site_id, other, 0, worth) for other in others
    ):
        raise OwnCount("whoever counted does not approve it")
