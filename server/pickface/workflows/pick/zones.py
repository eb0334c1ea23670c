"""An order that lies in several zones is picked in each of them at once; its totes meet before it is packed."""

from __future__ import annotations

from collections.abc import Sequence

from pickface.db import Row, Tx
from pickface.errors import Conflict
from pickface.locations import settings
from pickface.tasks import carts
from pickface.workflows.pick.compile import PickLine, Station
from pickface.workflows.pick.lines import Read

_UNFINISHED = "t.state IN ('ready', 'offered', 'begun', 'parked', 'held')"
_OPEN = f"t.kind = 'pick' AND {_UNFINISHED}"
_OTHERS = f"""
SELECT 1 FROM task t WHERE {carts.IS_FOR} AND t.id <> :task AND t.kind IN ('pick', 'sort') AND {_UNFINISHED} LIMIT 1
"""
_COMING = f"""
SELECT t.zone_code AS zone, COALESCE((SELECT MAX(c.code) FROM container c WHERE c.task_id = t.id AND c.state = 'open'),
    NULLIF(t.container, '')) AS tote FROM task t WHERE {carts.IS_FOR} AND {_OPEN} ORDER BY t.id
"""
_HERE = """
SELECT COUNT(*) FROM container c JOIN task t ON t.id = c.task_id
WHERE c.order_id = :order AND c.state = 'open' AND t.kind = 'pick' AND t.state = 'done'
"""


class TotesOnTheWay(Conflict):
    """Packing waits for totes of other zones; ``params``: ``here``, ``total``, the next ``tote`` and its ``zone``."""

    code = "totes_on_the_way"


class OtherZonesPicked(Conflict):
    """Other zones of the order are being picked: the order can be cancelled, not one of its picks."""

    code = "other_zones_picked"


def split(read: Read, site_id: int, lines: Sequence[PickLine]) -> dict[str, list[PickLine]]:
    """The lines of one order by zone, where the site picks so; else all of them under no zone's name.

    What goes straight from a dock is a pick of its own, under the dock's name: whoever stands there takes it. So is a
    container that is taken whole, under its plate: it goes into no tote.
    """
    apart: dict[str, list[PickLine]] = {}
    for line in lines:
        if line.whole or line.spot.dock:
            apart.setdefault(line.spot.container if line.whole else line.spot.code, []).append(line)
    rest = [line for line in lines if not line.whole and not line.spot.dock]
    return {**apart, **_by_zone(read, site_id, rest)}


def _by_zone(read: Read, site_id: int, lines: Sequence[PickLine]) -> dict[str, list[PickLine]]:
    found = read("SELECT settings FROM site WHERE id = :id", id=site_id)
    by_zone: dict[str, list[PickLine]] = {}
    for line in lines:
        by_zone.setdefault(line.spot.zone, []).append(line)
    if len(by_zone) > 1 and settings.from_json(found[0]["settings"]).pick_by_zone:
        return dict(sorted(by_zone.items()))
    return {"": list(lines)} if lines else {}


def meeting_at(tx: Tx, site_id: int, stations: Sequence[Station]) -> list[Station]:
    """Where the totes of one order are brought: the place that the site names, and nowhere else."""
    named = settings.of_site(site_id, tx).consolidate_at
    return [station for station in stations if station.code == named] or list(stations)


def others_go_on(tx: Tx, task: Row, order_id: int) -> bool:
    """Whether an order of a pick is still picked, or sorted, elsewhere. Whoever asks last is told no, also in the same
    moment.
    """
    tx.one("SELECT id FROM orders WHERE id = :id" + tx.for_update, id=order_id)
    return tx.value(_OTHERS, order=order_id, task=task["id"]) is not None


def insist_all_are_here(tx: Tx, code: str, site_id: int) -> None:
    """Raise :class:`TotesOnTheWay` of a tote that waits for others of its order."""
    order_id = tx.value(
        "SELECT c.order_id FROM container c JOIN task t ON t.id = c.task_id WHERE c.code = :code AND c.code <> '' "
        "AND c.state = 'open' AND t.kind = 'pick' AND t.state = 'done' AND t.site_id = :site",
        code=code,
        site=site_id,
    )
    coming = tx.all(_COMING, order=order_id) if order_id is not None else []
    if coming:
        here = int(tx.value(_HERE, order=order_id))
        raise TotesOnTheWay(
            "other totes of the order are on their way",
            here=here,
            total=here + len(coming),
            tote=coming[0]["tote"],
            zone=coming[0]["zone"],
        )
