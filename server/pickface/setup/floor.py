"""Making a floor in the office: previewed, made in small pieces, never changing what is there."""

from __future__ import annotations

from dataclasses import asdict
from functools import partial
from typing import Any

from pickface.channels.applying import apply_in_pieces
from pickface.db import Row, Tx, command, db, rows
from pickface.locations import redrawing
from pickface.locations.floor_forms import DrawingForm, FloorForm
from pickface.locations.forms import AisleForm, PlaceForm, ZoneForm
from pickface.locations.generating import Floor, NewPlace, Way, lay_out
from pickface.locations.service import (
    OUT_WHY,
    CodeTaken,
    create_aisle,
    create_place,
    create_zone,
    list_aisles,
)
from pickface.setup.sample_tour import sample_tour

SHOWN = 3
MOST_CLOSED = 1_000
"""How many crosses a drawing can show."""
_CLOSED = (
    "SELECT MIN(o.code) AS code, o.x_mm, o.y_mm, o.aisle, MAX(o.why) AS why FROM (SELECT p.code, p.x_mm, p.y_mm, "
    f"p.aisle, {OUT_WHY} AS why FROM place p WHERE p.site_id = :site AND p.active = 0 AND p.virtual = 0) AS o "
    "GROUP BY o.x_mm, o.y_mm, o.aisle ORDER BY MIN(o.code) LIMIT :most"
)
_WAY = ("code", "x1_mm", "y1_mm", "x2_mm", "y2_mm", "kind")


def preview(site_id: int, form: FloorForm) -> dict[str, Any]:
    """What a form would make, and how it would look beside what is there."""
    ways = _ways(site_id)
    floor = lay_out(form, ways)
    there, unplaced = _codes(site_id), _unplaced(site_id)
    codes = [one.code for one in floor.bins]
    new = [one for one in floor.bins if one.code not in there]
    planned = {way.code for way in floor.aisles}
    others = [way for way in ways if way.code not in planned]
    standing = {
        one["code"]: (one["x_mm"], one["y_mm"])
        for one in _stations(site_id)
        if one["code"] not in unplaced
    }
    all_ways = [*others, *floor.aisles, *floor.crossings]
    return {
        "bins": len(new),
        "existing": len(codes) - len(new),
        "pickable": sum(bool(one.pickable) for one in new),
        "first": codes[:SHOWN],
        "last": codes[-SHOWN:],
        "ways": [asdict(way) for way in all_ways],
        "shelves": [asdict(shelf) for shelf in floor.shelves],
        "stations": [asdict(one) for one in floor.stations if one.code not in there - unplaced],
        "tour": sample_tour(floor, all_ways, standing),
    }


def make(site_id: int, form: FloorForm) -> dict[str, Any]:
    """Make what is missing of a form's floor; doing it again, after a crash as well, makes the rest."""
    floor = lay_out(form, _ways(site_id))
    there = _codes(site_id)
    db.session.remove()
    command(lambda tx: _prepare(tx, site_id, form, floor))
    new = [one for one in (*floor.stations, *floor.bins) if one.code not in there]
    apply_in_pieces(
        new, lambda tx, one: _add(tx, site_id, one), lambda _seconds: None, lambda _done: None
    )
    bins = sum(one.kind == "bin" for one in new)
    return {
        "bins": bins,
        "existing": len(floor.bins) - bins,
        "aisles": sum(way.is_new for way in floor.aisles),
        "stations": len(new) - bins,
    }


_OUT_OF_USE = """
SELECT code FROM place WHERE site_id = :site AND virtual = 0 AND active = 0 AND kind <> 'bin' ORDER BY code
"""


def show(site_id: int) -> dict[str, Any]:
    """The floor as it is: its ways, its stations, and how many bins each aisle of a zone has."""
    groups = rows(
        "SELECT COALESCE(z.code, '') AS zone, p.aisle, count(*) AS bins, SUM(1 - p.active) AS out FROM place p "
        "LEFT JOIN zone z ON z.id = p.zone_id "
        "WHERE p.site_id = :site AND p.kind = 'bin' GROUP BY z.code, p.aisle ORDER BY z.code, p.aisle",
        site=site_id,
    )
    return {
        "ways": [asdict(way) for way in _ways(site_id)],
        "stations": [dict(station) for station in _stations(site_id)],
        "version": redrawing.version(site_id),
        "groups": [dict(group) for group in groups],
        "taken": [one["code"] for one in rows(_OUT_OF_USE, site=site_id)],
        "closed": [dict(one) for one in rows(_CLOSED, site=site_id, most=MOST_CLOSED)],
    }


def redraw(site_id: int, form: DrawingForm, person_id: int) -> None:
    """Save what was drawn by hand, all or none of it."""
    command(lambda tx: redrawing.redraw(tx, site_id, form, person_id))
    db.session.remove()


def _prepare(tx: Tx, site_id: int, form: FloorForm, floor: Floor) -> None:
    """Zones and ways, all or none."""
    zones = [ZoneForm(code=form.zone, name=form.zone_name or form.zone, proof=form.proof)]
    if form.shipping:
        zones.append(ZoneForm(code="SHIP", name="Shipping dock"))
    for zone in zones:
        _unless_there(tx, partial(create_zone, tx, site_id, zone))
    # Stations that were made before there was a floor have a code and no place yet.
    for one in floor.stations:
        tx.run(
            "UPDATE place SET x_mm = :x, y_mm = :y WHERE site_id = :site AND code = :code AND kind <> 'bin' "
            "AND x_mm = 0 AND y_mm = 0 AND aisle_id IS NULL",
            site=site_id,
            code=one.code,
            x=one.x_mm,
            y=one.y_mm,
        )
    for way in (*floor.aisles, *floor.crossings):
        if way.is_new:
            values = {name: value for name, value in asdict(way).items() if name != "is_new"}
            create_aisle(tx, site_id, AisleForm.model_validate(values))


def _unless_there(tx: Tx, create: Any) -> None:
    try:
        with tx.savepoint():
            create()
    except CodeTaken:
        pass


def _add(tx: Tx, site_id: int, one: NewPlace) -> Any:
    _unless_there(tx, lambda: create_place(tx, site_id, PlaceForm.model_validate(asdict(one))))
    return lambda: None


def _ways(site_id: int) -> list[Way]:
    return [
        Way(**{**{name: one[name] for name in _WAY}, "one_way": bool(one["one_way"])}, is_new=False)
        for one in list_aisles(site_id)
    ]


def _stations(site_id: int) -> list[Row]:
    return rows(
        "SELECT code, kind, x_mm, y_mm FROM place WHERE site_id = :site AND virtual = 0 AND active = 1 "
        "AND kind IN ('dock', 'station', 'quarantine') AND code <> 'FLOOR' ORDER BY code",
        site=site_id,
    )


def _codes(site_id: int) -> set[str]:
    return {
        one["code"] for one in rows("SELECT code FROM place WHERE site_id = :site", site=site_id)
    }


def _unplaced(site_id: int) -> set[str]:
    """Stations that stand nowhere yet."""
    found = rows(
        "SELECT code FROM place WHERE site_id = :site AND kind <> 'bin' AND virtual = 0 AND x_mm = 0 AND y_mm = 0 "
        "AND aisle_id IS NULL",
        site=site_id,
    )
    return {one["code"] for one in found}
