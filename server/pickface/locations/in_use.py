"""What keeps a place as it is: open work or a setting that names it, a stocktake, goods that lie there."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager

from pickface.db import Row, Tx, is_taken
from pickface.errors import Conflict
from pickface.locations.service import CodeTaken

# Handhelds hold the scripts of open work, and what these expect to be scanned.
_NAMED = """
SELECT settings AS body, '' AS parked FROM site WHERE id = :site AND settings LIKE :quoted ESCAPE '!'
UNION ALL SELECT s.body, COALESCE(t.parked_place, '') AS parked
FROM task t JOIN script s ON s.task_id = t.id AND s.revision = t.revision
WHERE t.site_id = :site AND t.state NOT IN ('done', 'cancelled')
    AND (s.body LIKE :quoted ESCAPE '!' OR t.parked_place LIKE :plain ESCAPE '!')
"""
_TEXT = re.compile(r'"((?:[^"\\]|\\.)*)"')
_HOLDS = """
SELECT p.code, COALESCE((SELECT SUM(b.qty) FROM balance b WHERE b.place_id = p.id AND b.qty > 0), 0) AS qty
FROM place p WHERE p.id IN ({ids}) AND (
    EXISTS (SELECT 1 FROM balance b WHERE b.place_id = p.id AND b.qty > 0)
    OR EXISTS (SELECT 1 FROM container c WHERE c.site_id = :site AND c.place_id = p.id
        AND c.state <> 'shipped' AND c.parent = '')
) ORDER BY p.code
"""


class PlaceInUse(Conflict):
    """Open work, a stocktake or a setting names the place; ``params``: ``place``."""

    code = "place_in_use"


class PlaceHoldsGoods(Conflict):
    """Something lies or stands there; ``params``: ``place`` (the first), ``qty`` in it, ``others`` besides."""

    code = "place_holds_goods"


def ids_of(numbers: Collection[int]) -> str:
    """For ``IN (…)``."""
    return ", ".join(str(int(number)) for number in sorted(numbers)) or "-1"


def _shared_beginning(texts: Sequence[str]) -> str:
    first, last = min(texts), max(texts)
    many = 0
    while many < min(len(first), len(last)) and first[many] == last[many]:
        many += 1
    return first[:many]


def refuse_if_named(tx: Tx, site_id: int, codes: Sequence[str]) -> None:
    """Raise PlaceInUse where open work or a setting names one of them."""
    if not codes:
        return
    # As they stand in JSON.
    wanted = {json.dumps(code)[1:-1]: code for code in codes} | {code: code for code in codes}
    plain = re.sub("[!%_]", r"!\g<0>", _shared_beginning(list(wanted)))
    for one in tx.all(_NAMED, site=site_id, quoted=f'%"{plain}%', plain=f"{plain}%"):
        for text in (one["parked"], *_TEXT.findall(one["body"])):
            if text in wanted:
                raise PlaceInUse("open work or a setting names it", place=wanted[text])


def refuse_if_counted(places: Sequence[Row]) -> None:
    """Raise PlaceInUse where a stocktake counts one of them; rows with ``code`` and ``frozen_at``."""
    for place in places:
        if place["frozen_at"]:
            raise PlaceInUse("a stocktake counts the zone", place=place["code"])


def refuse_if_filled(tx: Tx, site_id: int, place_ids: Collection[int]) -> None:
    """Raise PlaceHoldsGoods where goods lie, or a container stands, in one of them."""
    found = tx.all(_HOLDS.format(ids=ids_of(place_ids)), site=site_id)
    if found:
        first = found[0]
        raise PlaceHoldsGoods(
            "something is there", place=first["code"], qty=first["qty"], others=len(found) - 1
        )


@contextmanager
def code_may_be_taken(tx: Tx, code: str) -> Iterator[None]:
    """CodeTaken where somebody else gives the same code to another at the same moment."""
    try:
        with tx.savepoint():
            yield
    except Exception as error:
        if not is_taken(error):
            raise
        raise CodeTaken("the site has a place, zone or aisle with that code", code=code) from error
