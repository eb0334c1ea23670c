"""Licence plates of one's own: an SSCC behind the house's GS1 prefix, else a number that no roll of labels has.

A number is given once: the counter is raised and read in one statement, so that eight who ask at once get eight.
"""

from __future__ import annotations

from pickface import findable
from pickface.db import Tx
from pickface.errors import NotFound
from pickface.labels import sscc
from pickface.locations import settings
from pickface.locations.container_forms import ContainersForm

OWN = "LP"
DIGITS = 10
"""Printed rolls have six: their plates are never met."""
NO_PREFIX = "0000000"
_TAKE = """
INSERT INTO plate_series (prefix, next) VALUES (:prefix, 1 + :many)
ON CONFLICT (prefix) DO UPDATE SET next = plate_series.next + :many RETURNING next
"""
_MAKE = """
INSERT INTO container (code, site_id, kind, place_id, state, changed_at)
VALUES (:code, :site, :kind, :place, 'empty', :now) ON CONFLICT (code) DO NOTHING
"""


def make(tx: Tx, site_id: int, form: ContainersForm) -> list[str]:
    """Make containers, empty, at a place or else at the dock; their plates. Raises NotFound for an unknown place."""
    place_id = _place(tx, site_id, form.place.upper())
    prefix = settings.of_site(site_id, tx).sscc_prefix
    if form.kind == "cart" or prefix == NO_PREFIX:
        prefix = OWN
    made: list[str] = []
    while len(made) < form.many:
        for code in _plates(tx, prefix, form.many - len(made)):
            # A plate that came in with a delivery, or was brought in from elsewhere, is passed over.
            if tx.run(_MAKE, code=code, site=site_id, kind=form.kind, place=place_id, now=tx.now):
                findable.note(tx, "container", code)
                made.append(code)
    return made


def _plates(tx: Tx, prefix: str, many: int) -> list[str]:
    following = int(tx.value(_TAKE, prefix=prefix, many=many))
    numbers = range(following - many, following)
    if prefix == OWN:
        return [f"{OWN}{number:0{DIGITS}d}" for number in numbers]
    return [sscc.build(prefix, number) for number in numbers]


def _place(tx: Tx, site_id: int, code: str) -> int:
    found = tx.value(
        "SELECT id FROM place WHERE site_id = :site AND virtual = 0 AND active = 1 AND (:code = '' OR code = :code)"
        " ORDER BY CASE kind WHEN 'dock' THEN 0 WHEN 'station' THEN 1 ELSE 2 END, id LIMIT 1",
        site=site_id,
        code=code,
    )
    if found is None:
        raise NotFound("no such place here", place=code)
    return int(found)
