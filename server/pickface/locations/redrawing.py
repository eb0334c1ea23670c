"""The floor drawn by hand: ways and stands that were added, moved or taken away, saved as one change or not at all.

Bins go where their aisle goes. Those of an aisle that is taken away are out of use from then on, and keep their
history; goods are moved out first.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence

from pickface.db import Row, Tx, rows
from pickface.errors import BadRequest, Conflict, NotFound
from pickface.locations.floor_forms import DrawingForm, StandForm, WayForm
from pickface.locations.forms import AisleForm, PlaceForm, UseForm
from pickface.locations.in_use import ids_of
from pickface.locations.lines import APART_MM, STAND_MM, Line, Point, carried, gap_mm
from pickface.locations.out_of_use import set_use
from pickface.locations.service import create_aisle, create_place

_WAYS = "SELECT id, code, kind, x1_mm, y1_mm, x2_mm, y2_mm, one_way FROM aisle WHERE site_id = :site ORDER BY id"
_STANDS = (
    "SELECT id, code, kind, x_mm, y_mm FROM place WHERE site_id = :site AND virtual = 0 AND active = 1 "
    "AND kind <> 'bin' AND code <> 'FLOOR' ORDER BY id"
)
_ALONG = "SELECT id, code, kind, x_mm, y_mm FROM place WHERE site_id = :site AND aisle_id = :aisle ORDER BY id"


class DrawingChanged(Conflict):
    """Somebody has drawn since the plan was read."""

    code = "drawing_changed"


class DrawnOver(Conflict):
    """Two things stand too near; ``params``: ``one``, ``other``."""

    code = "drawn_over"


class BinsBeyondEnd(Conflict):
    """A bin would stand beyond the end of its aisle; ``params``: ``aisle``, ``place``."""

    code = "bins_beyond_end"


def version_of(ways: Iterable[Mapping[str, object]], stands: Iterable[Mapping[str, object]]) -> str:
    """What a drawing is known by: changed when anything of it is."""
    told = repr([[tuple(dict(one).values()) for one in part] for part in (ways, stands)])
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def version(site_id: int) -> str:
    """The version of the site's drawing now."""
    return version_of(rows(_WAYS, site=site_id), rows(_STANDS, site=site_id))


def redraw(tx: Tx, site_id: int, form: DrawingForm, person_id: int | None) -> None:
    """Save what was drawn. DrawingChanged, DrawnOver, BinsBeyondEnd, NotFound; and what keeps bins where they are."""
    tx.one("SELECT id FROM site WHERE id = :id" + tx.for_update, id=site_id)
    ways, stands = tx.all(_WAYS, site=site_id), tx.all(_STANDS, site=site_id)
    if version_of(ways, stands) != form.version:
        raise DrawingChanged("somebody has drawn since")
    lines = {one["code"]: _line(one) for one in ways}
    places = {one["code"]: (one["x_mm"], one["y_mm"]) for one in stands}
    ids = {one["code"]: int(one["id"]) for one in ways}
    for code in form.gone:
        if code not in lines:
            raise NotFound("no such aisle", aisle=code)
    if {way.code for way in form.ways} & set(form.gone):
        raise BadRequest("what is taken away is not drawn", field="gone")
    drawn = {way.code: _drawn(way) for way in form.ways}
    for code, line in drawn.items():
        if line.length_mm < STAND_MM:
            raise BadRequest("an aisle needs a length", field="x2_mm", code=code)
    stood = {stand.code: (stand.x_mm, stand.y_mm) for stand in form.stands}
    _check({**_without(lines, form.gone), **drawn}, {**places, **stood}, {*drawn, *stood})
    for code in form.gone:
        _take_away(tx, site_id, code, ids[code], person_id)
    for way in form.ways:
        _draw(tx, site_id, way, lines.get(way.code), ids.get(way.code), person_id)
    known = {one["code"]: one for one in stands}
    for stand in form.stands:
        _stand(tx, site_id, stand, known.get(stand.code), person_id)


def _without(lines: Mapping[str, Line], gone: Sequence[str]) -> dict[str, Line]:
    return {code: line for code, line in lines.items() if code not in gone}


def _line(way: Row) -> Line:
    return Line(
        way["code"],
        way["kind"],
        (way["x1_mm"], way["y1_mm"]),
        (way["x2_mm"], way["y2_mm"]),
        bool(way["one_way"]),
    )


def _drawn(way: WayForm) -> Line:
    return Line(way.code, way.kind, (way.x1_mm, way.y1_mm), (way.x2_mm, way.y2_mm), way.one_way)


def _check(lines: Mapping[str, Line], stands: Mapping[str, Point], new: set[str]) -> None:
    """What was drawn lies over nothing; how the rest lies is not asked again. A way across may cross anything."""
    aisles = [line for line in lines.values() if line.kind == "aisle"]
    for number, line in enumerate(aisles):
        for other in aisles[:number]:
            if new & {line.code, other.code} and gap_mm(line, other) < APART_MM:
                raise DrawnOver("two aisles are one", one=line.code, other=other.code)
        for code, at in stands.items():
            if new & {line.code, code} and gap_mm(line, at) < STAND_MM:
                raise DrawnOver("it stands in the way", one=code, other=line.code)
    seen: list[tuple[str, Point]] = []
    for code, (x, y) in stands.items():
        for other_code, (ox, oy) in seen:
            near = max(abs(x - ox), abs(y - oy)) < STAND_MM
            if near and new & {code, other_code}:
                raise DrawnOver("one stands on the other", one=code, other=other_code)
        seen.append((code, (x, y)))


def _take_away(tx: Tx, site_id: int, code: str, aisle_id: int, person_id: int | None) -> None:
    along = tx.all(_ALONG, site=site_id, aisle=aisle_id)
    if any(one["kind"] == "bin" for one in along):
        # Refused where anything lies there or is to go there.
        set_use(tx, site_id, UseForm(places=[], aisle=code, active=False), person_id)
    _note(tx, site_id, person_id, [(one["id"], "on_aisle", code, "") for one in along])
    tx.run(
        f"UPDATE place SET aisle_id = NULL, walk_mm = -1 WHERE id IN ({ids_of([one['id'] for one in along])})"
    )
    tx.run("DELETE FROM aisle WHERE id = :id", id=aisle_id)


def _draw(
    tx: Tx,
    site_id: int,
    way: WayForm,
    was: Line | None,
    aisle_id: int | None,
    person_id: int | None,
) -> None:
    if was is None or aisle_id is None:
        create_aisle(tx, site_id, AisleForm.model_validate(way.model_dump()))
        return
    now = _drawn(way)
    if now.kind != was.kind:
        raise BadRequest("an aisle stays one", field="kind", code=way.code)
    moved: list[tuple[Row, Point]] = []
    for one in tx.all(_ALONG, site=site_id, aisle=aisle_id):
        at = carried((one["x_mm"], one["y_mm"]), was, now)
        if at is None:
            raise BinsBeyondEnd("a bin would stand beyond it", aisle=way.code, place=one["code"])
        if at != (one["x_mm"], one["y_mm"]):
            moved.append((one, at))
    tx.run(
        "UPDATE aisle SET x1_mm = :x1_mm, y1_mm = :y1_mm, x2_mm = :x2_mm, y2_mm = :y2_mm, one_way = :one_way "
        "WHERE id = :id",
        id=aisle_id,
        **way.model_dump(include={"x1_mm", "y1_mm", "x2_mm", "y2_mm"}),
        one_way=int(way.one_way),
    )
    _move(tx, site_id, person_id, moved)


def _stand(
    tx: Tx, site_id: int, stand: StandForm, known: Row | None, person_id: int | None
) -> None:
    if known is None:
        place = PlaceForm.model_validate(stand.model_dump())
        create_place(tx, site_id, place)
    else:
        _move(tx, site_id, person_id, [(known, (stand.x_mm, stand.y_mm))])


def _move(tx: Tx, site_id: int, person_id: int | None, moved: Sequence[tuple[Row, Point]]) -> None:
    tx.run_many(
        "UPDATE place SET x_mm = :x, y_mm = :y, walk_mm = -1 WHERE id = :id",
        [{"id": one["id"], "x": x, "y": y} for one, (x, y) in moved],
    )
    notes = [
        (one["id"], name, str(one[name]), str(now))
        for one, (x, y) in moved
        for name, now in (("x_mm", x), ("y_mm", y))
        if one[name] != now
    ]
    _note(tx, site_id, person_id, notes)


def _note(
    tx: Tx, site_id: int, person_id: int | None, notes: Sequence[tuple[int, str, str, str]]
) -> None:
    tx.insert_many(
        "place_change",
        [
            {"site_id": site_id, "place_id": place, "at": tx.now, "person_id": person_id, "name": name,
             "old": old, "new": new}
            for place, name, old, new in notes
        ],
    )  # fmt: skip
