"""A firm of one person: what is for a second pair of eyes may be done by the first, where there is no second.

That is said where the work is named, so that its history says it too. Whether it may be stands in the site's settings.
"""

from __future__ import annotations

import json
from collections.abc import Collection

from pickface.db import Tx
from pickface.errors import Conflict
from pickface.tasks import dispatch, titles


class NeedsAnother(Conflict):
    """Whoever asked for a consent does not give it, where there is somebody else who may."""

    code = "needs_another"


def may_be(tx: Tx, site_id: int) -> bool:
    """Whether the site lets one person do both, where there is no other."""
    told = tx.value("SELECT settings FROM site WHERE id = :site", site=site_id)
    return bool(json.loads(told or "{}").get("alone_may", True))


def others(tx: Tx, site_id: int, roles: Collection[str], *people: int | None) -> list[int]:
    """Who else than ``people`` is active in one of the roles and could do it; software that is let in never is."""
    marks = ", ".join(f":r{number}" for number in range(len(roles)))
    named = ", ".join(str(int(person or 0)) for person in people) or "0"
    found = tx.all(
        f"SELECT id FROM person WHERE site_id = :site AND active = 1 AND id NOT IN ({named}) "
        f"AND role IN ({marks}) ORDER BY id",
        site=site_id,
        **{f"r{number}": role for number, role in enumerate(sorted(roles))},
    )
    return [int(one["id"]) for one in found]


def insist_on_another(
    tx: Tx, site_id: int, roles: Collection[str], asked_by: int | None, person_id: int
) -> None:
    """Raise :class:`NeedsAnother` where somebody would consent to what they asked for."""
    if asked_by != person_id:
        return
    if others(tx, site_id, roles, person_id) or not may_be(tx, site_id):
        raise NeedsAnother("somebody else has to consent", person=person_id)


def for_another(
    tx: Tx, site_id: int, roles: Collection[str], last: int | None, *before: int | None
) -> tuple[dict[str, str], str]:
    """What a task's facts say to keep people from it, and what its title says where nobody else is there.

    It is for none of those who had a hand in it; where there is nobody else, at least not for who had it ``last``.
    """
    if others(tx, site_id, roles, last, *before) or not may_be(tx, site_id):
        return dispatch.not_for(last, *before), ""
    if others(tx, site_id, roles, last):
        return dispatch.not_for(last), ""
    return {"alone": "yes"}, titles.ALONE
