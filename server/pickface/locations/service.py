"""What happens with sites and places: built, listed, found."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from pickface import findable
from pickface.contract import page
from pickface.db import Row, Tx, row, rows
from pickface.errors import BadRequest, Conflict, NotFound
from pickface.locations.forms import (
    AisleForm,
    PlaceForm,
    PlacesQuery,
    ZoneChange,
    ZoneForm,
)
from pickface.locations.rules import (
    FLOOR,
    PICKABLE_KINDS,
    VIRTUAL_PLACES,
    check_place_code,
    check_timezone,
)
from pickface.locations.settings import SiteSettings, as_json

OUT_WHY = (
    "CASE WHEN p.active = 1 THEN '' ELSE COALESCE((SELECT c.why FROM place_change c WHERE c.place_id = p.id "
    "AND c.name = 'active' ORDER BY c.id DESC LIMIT 1), '') END"
)
"""Why a place ``p`` is out of use, as far as somebody has said."""
_PLACE = (
    "SELECT p.id, p.code, p.kind, z.code AS zone, p.aisle, p.bay, p.level, p.x_mm, p.y_mm, p.pickable, "
    f"p.virtual, p.active, {OUT_WHY} AS out_why, p.max_pallets, p.label_old > 0 AS label_old, "
    "COALESCE(a.code, '') AS on_aisle FROM place p "
    "LEFT JOIN zone z ON z.id = p.zone_id LEFT JOIN aisle a ON a.id = p.aisle_id "
)


class CodeTaken(Conflict):
    """The site has a place, zone or aisle with that code."""

    code = "code_taken"


class OldLabelHangs(Conflict):
    """A place was called so, and its label still says it; ``params``: ``code``, ``place`` (as it is called now)."""

    code = "old_label_hangs"


class NoSuchPlace(NotFound):
    """The site has no such place."""

    code = "place_not_found"


def create_site(
    tx: Tx,
    code: str,
    name: str,
    *,
    timezone: str = "UTC",
    address: str = "",
    settings: SiteSettings | None = None,
) -> int:
    """Make a site with the places that every site needs, and answer its id.

    Those are the virtual ends of the ledger (supplier, customer, scrap, lost-and-found) and the station FLOOR.
    """
    site_id = tx.value(
        "INSERT INTO site (code, name, timezone, address, settings) "
        "VALUES (:code, :name, :timezone, :address, :settings) ON CONFLICT DO NOTHING RETURNING id",
        code=code,
        name=name,
        timezone=check_timezone(timezone),
        address=address,
        settings=as_json((settings or SiteSettings()).check()),
    )
    if site_id is None:
        raise CodeTaken("a site has that code", code=code)
    for place in VIRTUAL_PLACES:
        tx.insert("place", site_id=site_id, code=place.code, kind=place.kind, virtual=1, pickable=0)
    floor_id = tx.insert(
        "place", site_id=site_id, code=FLOOR, kind="station", virtual=0, pickable=0
    )
    findable.note(tx, "place", floor_id)
    return int(site_id)


def virtual_place(tx: Tx, site_id: int, kind: str) -> int:
    """The id of a site's ``supplier``, ``customer``, ``scrap`` or ``lost_found`` place."""
    found = tx.value(
        "SELECT id FROM place WHERE site_id = :site AND kind = :kind AND virtual = 1",
        site=site_id,
        kind=kind,
    )
    if found is None:
        raise NoSuchPlace("the site lacks a virtual place", kind=kind)
    return int(found)


def change_zone(tx: Tx, site_id: int, code: str, form: ZoneChange) -> None:
    """Change how work is done in a zone, for tasks that are offered from now on; raises :class:`NotFound`."""
    changes = form.model_dump(exclude_none=True)
    if "lease_margin_minutes" in form.model_fields_set:
        # None is a value here: the zone has the site's margin again.
        changes["lease_margin_minutes"] = form.lease_margin_minutes
    found = tx.value(
        "SELECT id FROM zone WHERE site_id = :site AND code = :code", site=site_id, code=code
    )
    if found is None:
        raise NotFound("no such zone", zone=code)
    for name, value in changes.items():
        tx.run(f"UPDATE zone SET {name} = :value WHERE id = :id", value=value, id=found)


def create_zone(tx: Tx, site_id: int, form: ZoneForm) -> int:
    """Make a zone and answer its id."""
    return _insert(tx, "zone", site_id=site_id, **form.model_dump())


def create_aisle(tx: Tx, site_id: int, form: AisleForm) -> int:
    """Draw an aisle or cross aisle on the floor plan and answer its id."""
    if (form.x1_mm, form.y1_mm) == (form.x2_mm, form.y2_mm):
        raise BadRequest("an aisle needs a length", field="x2_mm")
    return _insert(
        tx, "aisle", site_id=site_id, **{**form.model_dump(), "one_way": int(form.one_way)}
    )


def refuse_hanging(tx: Tx, site_id: int, codes: Collection[str], place_ids: str = "-1") -> None:
    """Raise OldLabelHangs where a label on a place other than these still says one of the codes: a scan of it would be
    taken for a scan at the new one.
    """
    marks = {f"c{n}": code for n, code in enumerate(codes)}
    hangs = tx.one(
        "SELECT c.old, p.code FROM place_change c JOIN place p ON p.id = c.place_id WHERE c.site_id = :site "
        f"AND c.name = 'code' AND c.old IN ({', '.join(f':{name}' for name in marks)}) AND p.label_old > 0 "
        f"AND p.id NOT IN ({place_ids}) ORDER BY c.old LIMIT 1",
        site=site_id,
        **marks,
    )
    if hangs:
        raise OldLabelHangs("an old label says so", code=hangs["old"], place=hangs["code"])


def create_place(tx: Tx, site_id: int, form: PlaceForm) -> int:
    """Make a place and answer its id; a bin is pickable unless it is said not to be."""
    check_place_code(form.code)
    refuse_hanging(tx, site_id, [form.code])
    pickable = form.kind in PICKABLE_KINDS if form.pickable is None else form.pickable
    values = form.model_dump(exclude={"zone", "on_aisle", "pickable"})
    place_id = _insert(
        tx,
        "place",
        site_id=site_id,
        zone_id=form.zone and _part(tx, "zone", site_id, form.zone),
        aisle_id=form.on_aisle and _part(tx, "aisle", site_id, form.on_aisle),
        pickable=int(pickable),
        virtual=0,
        **values,
    )
    findable.note(tx, "place", place_id)
    return place_id


def _insert(tx: Tx, table: str, **values: Any) -> int:
    names, marks = ", ".join(values), ", ".join(f":{name}" for name in values)
    made = tx.value(
        f"INSERT INTO {table} ({names}) VALUES ({marks}) ON CONFLICT DO NOTHING RETURNING id",
        **values,
    )
    if made is None:
        raise CodeTaken(f"the site has a {table} with that code", code=values["code"])
    return int(made)


def _part(tx: Tx, table: str, site_id: int, code: str) -> int:
    found = tx.value(
        f"SELECT id FROM {table} WHERE site_id = :site AND code = :code", site=site_id, code=code
    )
    if found is None:
        raise BadRequest(f"the site has no {table} {code}", field=table, code=code)
    return int(found)


def list_places(site_id: int, query: PlacesQuery) -> dict[str, Any]:
    """A page of the site's places."""
    # Written out, so that the indexes of the few serve.
    few = {"in": " AND p.active = 1", "out": " AND p.active = 0"}.get(query.use, "")
    few += " AND p.label_old > 0" if query.label else ""
    found = rows(
        _PLACE + "WHERE p.site_id = :site AND p.id > :after AND (:zone = '' OR z.code = :zone) "
        "AND (:kind = '' OR p.kind = :kind) AND (:code = '' OR p.code = :code)"
        f"{few} ORDER BY p.id LIMIT :limit",
        site=site_id,
        after=query.cursor or 0,
        zone=query.zone,
        kind=query.kind,
        code=query.code,
        limit=query.limit + 1,
    )
    return page(found, query.limit)


def show_place(site_id: int, place_id: int) -> Row:
    """One place of the site."""
    found = row(_PLACE + "WHERE p.site_id = :site AND p.id = :id", site=site_id, id=place_id)
    if found is None:
        raise NoSuchPlace("the site has no such place", place=place_id)
    return found


def list_zones(site_id: int) -> list[Row]:
    """All zones of the site."""
    return rows(
        "SELECT id, code, name, proof, lease_minutes, lease_margin_minutes, temperature, hazards, equipment FROM zone "
        "WHERE site_id = :site ORDER BY code",
        site=site_id,
    )


def list_aisles(site_id: int) -> list[Row]:
    """All aisles and cross aisles of the site."""
    return rows(
        "SELECT id, code, kind, x1_mm, y1_mm, x2_mm, y2_mm, one_way FROM aisle "
        "WHERE site_id = :site ORDER BY id",
        site=site_id,
    )
