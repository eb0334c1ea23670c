"""Work that is pushed, not fetched: ready tasks go to the people who are connected and have none."""

from __future__ import annotations

from collections.abc import Sequence

from pickface.db import Tx, command, db, rows
from pickface.engine import engine
from pickface.live.sockets import present_people
from pickface.tasks import dispatch


def offer_waiting(site_id: int) -> None:
    """Offer a site's ready work; needs an application context."""
    present = present_people(site_id)
    if not present:
        return
    roles = rows(
        "SELECT id, role FROM person WHERE site_id = :site AND active = 1 AND id IN "
        f"({', '.join(str(int(person)) for person in present)})",
        site=site_id,
    )
    db.session.remove()
    workflows = engine().world.workflows
    people = [
        (found["id"], frozenset(k for k, w in workflows.items() if found["role"] in w.roles))
        for found in roles
    ]
    command(lambda tx: _offer(tx, site_id, people))


def _offer(tx: Tx, site_id: int, people: Sequence[tuple[int, frozenset[str]]]) -> None:
    dispatch.offer_waiting(tx, site_id, people)
    for person_id, kinds in people:
        if not kinds:
            # A manager chooses what to do: what waits stands on the home screen, which would else be a minute behind.
            tx.publish(f"person:{person_id}", {"type": "waiting"})
