"""How much a supervisor may decide about alone: above the site's limits it takes a manager."""

from __future__ import annotations

import json

from pickface.db import Tx
from pickface.errors import NotAllowed


class OverYourLimit(NotAllowed):
    """It is more than the person may decide about; ``params``: ``limit_minor``, ``limit_units``."""

    code = "over_your_limit"


def may_decide(tx: Tx, site_id: int, person_id: int, units: int, worth_minor: int) -> bool:
    """Whether a person may change the books by so many units that are worth so much."""
    limit_units, limit_minor = _limits(tx, site_id)
    within = (not limit_units or units <= limit_units) and (
        not limit_minor or worth_minor <= limit_minor
    )
    return within or is_manager(tx, person_id)


def insist(tx: Tx, site_id: int, person_id: int, units: int, worth_minor: int) -> None:
    """Raise OverYourLimit unless the person may decide about so much."""
    if not may_decide(tx, site_id, person_id, units, worth_minor):
        limit_units, limit_minor = _limits(tx, site_id)
        raise OverYourLimit(
            "a manager decides about this", limit_units=limit_units, limit_minor=limit_minor
        )


def is_manager(tx: Tx, person_id: int) -> bool:
    """Whether a person's role is without such limits."""
    return bool(tx.value("SELECT role FROM person WHERE id = :id", id=person_id) == "manager")


def _limits(tx: Tx, site_id: int) -> tuple[int, int]:
    settings = json.loads(
        tx.value("SELECT settings FROM site WHERE id = :site", site=site_id) or "{}"
    )
    return int(settings.get("supervisor_units", 0)), int(settings.get("supervisor_minor", 0))
