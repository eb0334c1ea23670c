"""Places out of use, as a broken rack is, and in use again: single ones, or all bins of an aisle, all or none.

What is out of use is empty: goods are moved out first, so that nobody is promised what nobody can fetch. Nothing is
proposed there any more. Goods that come there all the same (a handheld had not heard of it) are booked, since they are
there, and promised to nobody.
"""

from __future__ import annotations

from pickface.db import Row, Tx
from pickface.errors import BadRequest, Conflict, NotFound
from pickface.locations.forms import UseForm
from pickface.locations.in_use import (
    PlaceInUse,
    ids_of,
    refuse_if_counted,
    refuse_if_filled,
    refuse_if_named,
)
from pickface.locations.rules import FLOOR
from pickface.locations.service import NoSuchPlace
from pickface.stock.ledger import Cause, reconsider

_CHOSEN = """
SELECT p.id, p.code, p.kind, p.active, COALESCE(z.frozen_at, 0) AS frozen_at FROM place p
LEFT JOIN zone z ON z.id = p.zone_id WHERE p.site_id = :site AND p.virtual = 0 AND {which} ORDER BY p.id
"""
_OF_AISLE = "p.kind = 'bin' AND (p.aisle_id = :aisle OR (p.aisle_id IS NULL AND p.aisle = :code))"
_KINDS_LEFT = (
    "SELECT DISTINCT kind FROM place WHERE site_id = :site AND virtual = 0 AND active = 1 AND code <> :floor "
    "AND id NOT IN ({ids})"
)
_ASKED = (
    "SELECT p.code FROM relocation r JOIN place p ON p.id = r.to_place_id WHERE r.site_id = :site "
    "AND r.state = 'asked' AND r.to_place_id IN ({ids}) LIMIT 1"
)


class LastOfItsKind(Conflict):
    """Work needs one of it; ``params``: ``place``, ``kind``."""

    code = "last_of_its_kind"


def set_use(tx: Tx, site_id: int, form: UseForm, person_id: int | None) -> int:
    """Take places out of use or bring them back, and answer how many changed.

    NoSuchPlace, NotFound (aisle); of those that are to go out PlaceInUse, PlaceHoldsGoods, LastOfItsKind.
    """
    wanted = int(form.active)
    chosen = [one for one in _chosen(tx, site_id, form) if one["active"] != wanted]
    ids = [int(one["id"]) for one in chosen]
    if not ids:
        return 0
    if not form.active:
        _refuse(tx, site_id, chosen, ids)
    tx.run(f"UPDATE place SET active = :active WHERE id IN ({ids_of(ids)})", active=wanted)
    tx.insert_many(
        "place_change",
        [
            {"site_id": site_id, "place_id": one, "at": tx.now, "person_id": person_id, "name": "active",
             "old": str(1 - wanted), "new": str(wanted), "why": "" if form.active else form.why}
            for one in ids
        ],
    )  # fmt: skip
    count_again(tx, site_id, ids)
    return len(ids)


def count_again(tx: Tx, site_id: int, ids: list[int]) -> None:
    """What lies there, or will lie again where something has lain, may be promised as far as the place lets it."""
    known = tx.all(f"SELECT DISTINCT place_id FROM balance WHERE place_id IN ({ids_of(ids)})")
    for one in known:
        place = int(one["place_id"])
        reconsider(tx, Cause(f"place:{place}", site_id), place_id=place)
    if known:
        tx.publish("jobs", {"kind": "reserve", "key": ""})


def _chosen(tx: Tx, site_id: int, form: UseForm) -> list[Row]:
    lock = " FOR UPDATE OF p" if tx.for_update else ""
    if bool(form.aisle) == bool(form.places):
        raise BadRequest("name places or an aisle", field="places")
    if form.aisle:
        aisle = tx.value(
            "SELECT id FROM aisle WHERE site_id = :site AND code = :code",
            site=site_id,
            code=form.aisle,
        )
        if aisle is None:
            raise NotFound("no such aisle", aisle=form.aisle)
        return tx.all(
            _CHOSEN.format(which=_OF_AISLE) + lock, site=site_id, aisle=aisle, code=form.aisle
        )
    codes = {f"c{n}": code for n, code in enumerate(sorted(set(form.places)))}
    which = f"p.code IN ({', '.join(f':{name}' for name in codes)})"
    found = tx.all(_CHOSEN.format(which=which) + lock, site=site_id, **codes)
    missing = set(codes.values()) - {one["code"] for one in found}
    if missing:
        raise NoSuchPlace("the site has no such place", place=min(missing))
    return found


def _refuse(tx: Tx, site_id: int, chosen: list[Row], ids: list[int]) -> None:
    for one in chosen:
        if one["code"] == FLOOR:
            raise PlaceInUse("every site has that one", place=FLOOR)
    refuse_if_counted(chosen)
    refuse_if_filled(tx, site_id, ids)
    asked = tx.value(_ASKED.format(ids=ids_of(ids)), site=site_id)
    if asked:
        raise PlaceInUse("goods are to be moved there", place=asked)
    refuse_if_named(tx, site_id, [str(one["code"]) for one in chosen])
    left = {
        one["kind"]
        for one in tx.all(_KINDS_LEFT.format(ids=ids_of(ids)), site=site_id, floor=FLOOR)
    }
    for one in chosen:
        if one["kind"] not in left and one["kind"] != "bin":
            raise LastOfItsKind("work needs one", place=one["code"], kind=one["kind"])
