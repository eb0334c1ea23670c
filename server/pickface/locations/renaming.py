"""An aisle or a zone gets another name, and with it the bins whose codes are made of it: all of them, or nothing.

They stay the same aisle, zone and bins, so their stock and their history stay with them; what each was called is kept,
so that an old label still leads to its bin, and which labels are old is kept until new ones are printed.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from pickface import findable
from pickface.db import Row, Tx
from pickface.errors import BadRequest, NotFound
from pickface.locations.forms import NameForm
from pickface.locations.in_use import (
    PlaceInUse,
    code_may_be_taken,
    ids_of,
    refuse_if_counted,
    refuse_if_named,
)
from pickface.locations.rules import check_place_code
from pickface.locations.service import CodeTaken, refuse_hanging

SHIPPING = "SHIP"
"""The zone by which work finds the shipping docks."""
AT_ONCE = 500
MOST_ON_LABEL = 8
"""As many signs has an aisle's name on the labels of its bins."""
MOST_OF_PERSON = 120
_PLACES = """
SELECT p.id, p.code, p.aisle, p.bay, p.level, COALESCE(z.code, '') AS zone, COALESCE(z.frozen_at, 0) AS frozen_at
FROM place p LEFT JOIN zone z ON z.id = p.zone_id WHERE p.site_id = :site AND p.virtual = 0 AND {which} ORDER BY p.id
"""
_OPEN = "t.site_id = :site AND t.state NOT IN ('done', 'cancelled')"
_ZONES_NAMED = (
    "SELECT s.body FROM task t JOIN script s ON s.task_id = t.id AND s.revision = t.revision "
    f"WHERE {_OPEN} AND s.body LIKE '%\"zones\"%'"
)
_ELSEWHERE = (
    "SELECT s.code FROM zone z JOIN site s ON s.id = z.site_id WHERE z.code = :code AND z.site_id <> :site "
    "AND EXISTS (SELECT 1 FROM item i WHERE i.zone_code = :code) ORDER BY s.code LIMIT 1"
)
_GAP = "[^A-Za-z0-9]*"


class ZoneElsewhere(PlaceInUse):
    """Another site has a zone of that code, and items are put away by it; ``params``: ``zone``, ``site``."""

    code = "zone_elsewhere"


@dataclass(frozen=True)
class Parts:
    """A bin's code, cut where its aisle stands: ``before`` (of which ``zone`` letters are its zone), aisle, rest."""

    before: str
    zone: int
    aisle: str
    rest: str


def cut(code: str, zone: str, aisle: str, bay: str, level: str) -> Parts | None:
    """Where a bin's zone and aisle stand in its code; None where it is not made of them. Pure."""
    if not aisle:
        return None
    z, a, b, v = (re.escape(part) for part in (zone, aisle, bay, level))
    whole = f"{a}{_GAP}{b}{_GAP}{v}"
    ways = [f"(){whole}", f"({z}{_GAP}){whole}"] if zone else [f"(){whole}"]
    if bay:
        # A pattern of the house's own: the bay stands right behind the aisle.
        ways.append(f"(.*?){a}{_GAP}{b}.*")
    for way in ways:
        found = re.fullmatch(way, code)
        if found:
            before = found[1]
            is_zone = zone and re.fullmatch(f"{z}{_GAP}", before)
            return Parts(before, len(zone) if is_zone else 0, aisle, code[len(before + aisle) :])
    return None


def rename_aisle(
    tx: Tx, site_id: int, code: str, form: NameForm, person_id: int | None
) -> dict[str, Any]:
    """Give an aisle or cross aisle another name; NotFound, CodeTaken, PlaceInUse, BadPlaceCode."""
    if len(form.to) > MOST_ON_LABEL:
        raise BadRequest("labels have room for 8 signs", field="to", most=MOST_ON_LABEL)
    aisle = tx.one(
        "SELECT id, code FROM aisle WHERE site_id = :site AND code = :code" + tx.for_update,
        site=site_id,
        code=code,
    )
    if aisle is None:
        raise NotFound("no such aisle", aisle=code)
    which = "(p.aisle_id = :aisle OR (p.aisle_id IS NULL AND p.kind = 'bin' AND p.aisle = :code))"
    places = _places(tx, which, site=site_id, aisle=aisle["id"], code=code)
    new = {
        one["id"]: parts.before + form.to + parts.rest
        for one in places
        if one["aisle"] == code and (parts := _cut(one))
    }
    shown = {one["id"] for one in places if one["aisle"] == code}
    told = _check(tx, site_id, "aisle", form.to, code, places, new)
    if form.dry:
        return told
    with code_may_be_taken(tx, form.to):
        tx.run("UPDATE aisle SET code = :new WHERE id = :id", new=form.to, id=aisle["id"])
        tx.run(
            f"UPDATE place SET aisle = :new WHERE id IN ({ids_of(shown)})",
            new=form.to,
        )
        _recode(tx, places, new)
    notes = [(one["id"], "on_aisle", code, form.to) for one in places]
    notes += [(one, "aisle", code, form.to) for one in sorted(shown)]
    _write_down(tx, site_id, person_id, places, new, notes)
    return told


def rename_zone(
    tx: Tx, site_id: int, code: str, form: NameForm, person_id: int | None
) -> dict[str, Any]:
    """Give a zone another name; items, containers and open work that name it follow. As :func:`rename_aisle`."""
    zone = tx.one(
        "SELECT id FROM zone WHERE site_id = :site AND code = :code" + tx.for_update,
        site=site_id,
        code=code,
    )
    if zone is None:
        raise NotFound("no such zone", zone=code)
    if SHIPPING in {code, form.to}:
        raise PlaceInUse("parcels leave through that zone", place=SHIPPING)
    places = _places(tx, "p.zone_id = :zone", site=site_id, zone=zone["id"])
    new = {
        one["id"]: form.to + parts.before[parts.zone :] + parts.aisle + parts.rest
        for one in places
        if (parts := _cut(one)) and parts.zone
    }
    _refuse_zone_in_work(tx, site_id, code)
    elsewhere = tx.value(_ELSEWHERE, code=code, site=site_id)
    if elsewhere:
        raise ZoneElsewhere("items are put away by it at another site", zone=code, site=elsewhere)
    told = _check(tx, site_id, "zone", form.to, code, places, new)
    if form.dry:
        return told
    with code_may_be_taken(tx, form.to):
        tx.run("UPDATE zone SET code = :new WHERE id = :id", new=form.to, id=zone["id"])
        _recode(tx, places, new)
    about = {"old": code, "new": form.to}
    tx.run(
        "UPDATE item SET zone_code = :new, changed_at = :now WHERE zone_code = :old",
        now=tx.now,
        **about,
    )
    for table in ("container", "task"):
        tx.run(
            f"UPDATE {table} SET zone_code = :new WHERE site_id = :site AND zone_code = :old",
            site=site_id,
            **about,
        )
    tx.run(
        f"UPDATE task AS t SET zones = REPLACE(zones, :old, :new) WHERE {_OPEN} AND zones LIKE '%' || :old || '%'",
        site=site_id,
        old=f"#{code}#",
        new=f"#{form.to}#",
    )
    _follow_of_people(tx, site_id, code, form.to)
    notes = [(one["id"], "zone", code, form.to) for one in places]
    _write_down(tx, site_id, person_id, places, new, notes)
    return told


def _follow_of_people(tx: Tx, site_id: int, old: str, new: str) -> None:
    """Who works there first works there still."""
    for person in tx.all(
        "SELECT id, zones FROM person WHERE site_id = :site AND zones <> '' ORDER BY id",
        site=site_id,
    ):
        zones = [one.strip() for one in person["zones"].split(",")]
        if old.upper() not in zones:
            continue
        follows = ", ".join(new.upper() if one == old.upper() else one for one in zones)
        if len(follows) > MOST_OF_PERSON:
            raise BadRequest("a person's zones would not fit", field="to", person=person["id"])
        tx.run("UPDATE person SET zones = :zones WHERE id = :id", zones=follows, id=person["id"])


def _places(tx: Tx, which: str, **named: Any) -> list[Row]:
    return tx.all(
        _PLACES.format(which=which) + (" FOR UPDATE OF p" if tx.for_update else ""), **named
    )


def _cut(place: Row) -> Parts | None:
    return cut(place["code"], place["zone"], place["aisle"], place["bay"], place["level"])


def _check(  # noqa: PLR0917 - what is renamed, how, and what follows it
    tx: Tx,
    site_id: int,
    table: str,
    name: str,
    was: str,
    places: Sequence[Row],
    new: dict[int, str],
) -> dict[str, Any]:
    """Raise what keeps the name as it is; else tell what a renaming does."""
    if name == was:
        raise BadRequest("it has that name", field="to", code=name)
    if tx.value(
        f"SELECT 1 FROM {table} WHERE site_id = :site AND code = :code", site=site_id, code=name
    ):
        raise CodeTaken(f"the site has a {table} with that code", code=name)
    renamed = [one for one in places if one["id"] in new]
    for code in new.values():
        if len(code) > 40:
            raise BadRequest("a code would be longer than 40 signs", field="code", code=code)
        check_place_code(code)
    refuse_if_counted(places)
    _refuse_taken(tx, site_id, new)
    refuse_if_named(tx, site_id, [one["code"] for one in renamed])
    return {
        "code": name,
        "bins": [{"old": one["code"], "new": new[one["id"]]} for one in renamed],
        "kept": [one["code"] for one in places if one["id"] not in new],
    }


def _refuse_taken(tx: Tx, site_id: int, new: dict[int, str]) -> None:
    codes = sorted(new.values())
    for at in range(0, len(codes), AT_ONCE):
        piece = {f"c{n}": code for n, code in enumerate(codes[at : at + AT_ONCE])}
        marks = ", ".join(f":{name}" for name in piece)
        taken = tx.one(
            f"SELECT code FROM place WHERE site_id = :site AND code IN ({marks}) AND id NOT IN ({ids_of(new)}) "
            "ORDER BY code LIMIT 1",
            site=site_id,
            **piece,
        )
        if taken:
            raise CodeTaken("the site has a place with that code", code=taken["code"])
        refuse_hanging(tx, site_id, list(piece.values()), ids_of(new))


def _refuse_zone_in_work(tx: Tx, site_id: int, zone: str) -> None:
    """Handhelds hold scripts that say by zone where goods may be put."""
    for one in tx.all(_ZONES_NAMED, site=site_id):
        for step in json.loads(one["body"])["steps"]:
            to = step.get("to") or {}
            if zone in (to.get("zones") or ()) or zone in ((to.get("no") or {}).get("zones") or ()):
                raise PlaceInUse("open work puts goods away by it", place=zone)


def _recode(tx: Tx, places: Sequence[Row], new: dict[int, str]) -> None:
    """A statement for each beginning that the codes share."""
    alike: dict[tuple[str, int], list[int]] = defaultdict(list)
    for one in places:
        if one["id"] in new:
            code, became = one["code"], new[one["id"]]
            tail = _shared_tail(code, became)
            alike[became[: len(became) - tail], len(code) - tail + 1].append(one["id"])
    for (head, rest), found in alike.items():
        tx.run(
            f"UPDATE place SET code = :head || substr(code, :rest), label_old = 1 WHERE id IN ({ids_of(found)})",
            head=head,
            rest=rest,
        )


def _shared_tail(one: str, other: str) -> int:
    many = 0
    while many < min(len(one), len(other)) and one[-1 - many] == other[-1 - many]:
        many += 1
    return many


def _write_down(
    tx: Tx,
    site_id: int,
    person_id: int | None,
    places: Sequence[Row],
    new: dict[int, str],
    notes: Iterable[tuple[int, str, str, str]],
) -> None:
    codes = [(one["id"], "code", one["code"], new[one["id"]]) for one in places if one["id"] in new]
    tx.insert_many(
        "place_change",
        [
            {"site_id": site_id, "place_id": place, "at": tx.now, "person_id": person_id, "name": name,
             "old": old, "new": now}
            for place, name, old, now in [*notes, *codes]
        ],
    )  # fmt: skip
    for at in range(0, len(codes), AT_ONCE):
        ids = ids_of([place for place, *_ in codes[at : at + AT_ONCE]])
        tx.run(findable.statement(tx.dialect, "place", f"x.id IN ({ids})"))
