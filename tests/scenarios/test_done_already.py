"""Background work that somebody else has done already, or whose reason is gone, changes nothing (LAWS 28)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from pickface.db import Tx, db
from pickface.errors import NotFound
from pickface.planning import reckoning, relocating
from pickface.scans.photos import clearing
from pickface.tasks import dispatch, walk
from pickface.workflows.count.plan import on_looked, open_count
from pickface.workflows.recall.plan import see_to
from tests.scenarios.floor import Floor

NOBODY = "9999"
GONE = [
    ("plan_count", NOBODY),
    ("plan_recount", NOBODY),
    ("count_round", NOBODY),
    ("plan_counts", NOBODY),
    ("bring_back", "T9999"),
    ("propose_cartons", NOBODY),
    ("plan_putaway", "1:T9999"),
    ("plan_putaway", "1:@9999"),
    ("promise_waiting", "1:9999"),
    ("plan_pick", "1"),
    ("pins_moved", "1"),
    ("plan_replenish", f"order:{NOBODY}"),
    ("plan_replenish", "item:1:9999"),
    ("plan_replenish", f"site:{NOBODY}"),
    ("count_synced", NOBODY),
    ("stock_snapshots", "all"),
    ("clear_photos", "1"),
    ("reserve", ""),
]


def books(floor: Floor) -> dict[str, Any]:
    """What work leaves behind."""
    return {
        table: floor.value(f"SELECT COUNT(*) FROM {table}")
        for table in ("task", "move", "exception", "count_round", "job", "reservation", "script")
    }


@pytest.fixture
def busy(floor: Floor) -> Floor:
    """A floor where something goes on that must not be touched."""
    floor.item("TEA")
    floor.stock("A-01-01", "TEA", 10)
    floor.order("1", TEA=3)
    floor.write(lambda tx: tx.run("DELETE FROM job"))
    return floor


@pytest.mark.parametrize(("kind", "key"), GONE, ids=[f"{kind} {key}" for kind, key in GONE])
def test_law_28_what_is_done_already_or_gone_is_not_done_again(
    busy: Floor, kind: str, key: str
) -> None:
    before = books(busy)
    handler = busy.engine.jobs[kind]
    with busy.app.app_context():
        handler(busy.engine.writer, key)
        db.session.remove()
    assert books(busy) == before


@pytest.mark.parametrize("begin", [clearing.begin, reckoning.begin, relocating.begin])
def test_law_28_what_a_server_begins_with_is_begun_once(
    busy: Floor, begin: Callable[[Tx], None]
) -> None:
    busy.write(begin)
    busy.write(begin)
    assert busy.read("SELECT key FROM job") == [{"key": str(busy.site.id)}]


def test_who_asks_for_no_kind_of_work_or_another_gets_none(busy: Floor) -> None:
    sofia = busy.person("Sofia").next("pick")
    assert sofia
    site = busy.site.id
    assert busy.write(lambda tx: dispatch.claim_next(tx, site, sofia.id, ["count"])) is None
    nobody = busy.person("Nobody", "buyer")
    assert busy.write(lambda tx: dispatch.claim_next(tx, site, nobody.id, [])) is None
    assert busy.tasks("pick") == ["offered"]


def test_a_container_and_places_that_are_not_there_have_no_recall_and_no_walk(busy: Floor) -> None:
    busy.write(lambda tx: see_to(tx, "T9999"))
    assert busy.tasks("recall") == []
    with busy.app.app_context():
        assert walk.spots([]) == {}
        assert walk.walked(busy.site.id, 1, [], 1).order == []
        db.session.remove()


def test_what_was_looked_at_in_a_place_that_is_not_there_is_no_count(busy: Floor) -> None:
    with pytest.raises(NotFound):
        busy.write(lambda tx: on_looked(tx, busy.engine.world, {"place": 9_999}))
    with pytest.raises(NotFound):
        busy.write(lambda tx: open_count(tx, None, 9_999))
