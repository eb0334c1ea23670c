"""What is printed to set a warehouse up: labels of bins, badges of people, plates of totes; each run is remembered.

The makers of documents are imported when they are first asked for: the barcode and PDF libraries are large.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pickface.catalog.service import HOUSE
from pickface.contract import bad_field
from pickface.db import Row, Tx, command, db, rows
from pickface.errors import NotFound
from pickface.people.sessions import SignedIn
from pickface.setup.print_forms import (
    BadgesForm,
    BinsForm,
    ItemsForm,
    Paper,
    PlatesForm,
    TotesForm,
)

MOST = 5_000
"""Labels in one run: 357 sheets of A4."""
AT_ONCE = 500
_BIN = "p.kind = 'bin'"


class NothingToPrint(NotFound):
    """Nothing of what was asked for is there."""

    code = "nothing_to_print"


def bins(me: SignedIn, form: BinsForm) -> bytes:
    """The labels of a zone's or aisle's bins, along the shelf and from the floor up."""
    from pickface.labels import sheets, zpl
    from pickface.labels.documents import BinLabel

    found = rows(
        "SELECT p.id, p.code, p.aisle, p.bay, p.level, p.label_old, COALESCE(z.code, '') AS zone FROM place p "
        "LEFT JOIN zone z ON z.id = p.zone_id WHERE p.site_id = :site AND p.active = 1 "
        f"AND {'p.virtual = 0 AND p.label_old > 0' if form.old else _BIN} "
        "AND (:zone = '' OR z.code = :zone) AND (:aisle = '' OR p.aisle = :aisle) AND (:code = '' OR p.code = :code) "
        "ORDER BY p.aisle, p.bay, p.level, p.code LIMIT :most",
        site=me.site_id,
        zone=form.zone,
        aisle=form.aisle,
        code=form.code,
        most=MOST + 1,
    )
    _check(len(found))
    named = ("code", "aisle", "bay", "level", "zone")
    labels = [BinLabel(**{name: one[name] for name in named}) for one in found]
    made = (
        zpl.bin_roll(labels).encode()
        if form.paper == "zpl"
        else sheets.bin_sheet(labels, _page(form.paper))
    )
    _remember(me, "bins", len(labels), [one for one in found if one["label_old"]])
    return made


def badges(me: SignedIn, form: BadgesForm) -> bytes:
    """The badges of some people, or of everybody who works here and has one."""
    from pickface.labels import sheets
    from pickface.labels.documents import Badge

    found = rows(
        "SELECT id, name, badge, role FROM person WHERE site_id = :site AND active = 1 AND badge IS NOT NULL "
        "ORDER BY name, id",
        site=me.site_id,
    )
    wanted = [one for one in found if not form.people or one["id"] in form.people]
    _check(len(wanted))
    _remember(me, "badges", len(wanted))
    made = [Badge(one["name"], one["badge"], one["role"]) for one in wanted]
    return sheets.badge_sheet(made, _page(form.paper))


def items(me: SignedIn, form: ItemsForm) -> bytes:
    """Labels of items with the barcode of the smallest pack, in the order in which they were asked for."""
    from pickface.labels import sheets
    from pickface.labels.documents import ItemLabel

    _check(len(form.items) * form.copies)
    wanted = {f"i{n}": item for n, item in enumerate(form.items)}
    marks = ", ".join(f":{mark}" for mark in wanted)
    found = {
        one["id"]: ItemLabel(one["sku"], one["name"], one["code"] or one["sku"])
        for one in rows(
            "SELECT i.id, i.sku, i.name, (SELECT b.value FROM barcode b WHERE b.item_id = i.id "
            f"ORDER BY b.qty, b.id LIMIT 1) AS code FROM item i WHERE i.owner_id = :owner AND i.id IN ({marks})",
            owner=HOUSE,
            **wanted,
        )
    }
    labels = [found[item] for item in form.items if item in found for _ in range(form.copies)]
    _check(len(labels))
    made = sheets.item_sheet(labels, _page(form.paper))
    _remember(me, "items", len(labels))
    return made


def totes(me: SignedIn, form: TotesForm) -> bytes:
    """Plates for totes, counted on from the first; scanning one for the first time makes the tote."""
    from pickface.labels import sheets, zpl
    from pickface.labels.documents import Plate

    plates = [Plate(f"T{number:04}", "tote") for number in range(form.first, form.first + form.many)]  # fmt: skip
    _remember(me, "totes", len(plates))
    if form.paper == "zpl":
        return zpl.container_roll(plates).encode()
    return sheets.plate_sheet(plates, _page(form.paper))


def plates(me: SignedIn, form: PlatesForm) -> bytes:
    """Plates of containers of the site; those that it does not know are left out."""
    from pickface.labels import sheets, zpl
    from pickface.labels.documents import Plate

    wanted = {f"c{n}": code for n, code in enumerate(form.codes)}
    marks = ", ".join(f":{mark}" for mark in wanted)
    kinds = {
        one["code"]: one["kind"]
        for one in rows(
            f"SELECT code, kind FROM container WHERE site_id = :site AND code IN ({marks})",
            site=me.site_id,
            **wanted,
        )
    }
    made = [Plate(code, kinds[code]) for code in form.codes if code in kinds]
    _check(len(made))
    _remember(me, "plates", len(made))
    if form.paper == "zpl":
        return zpl.container_roll(made).encode()
    return sheets.plate_sheet(made, _page(form.paper))


def _check(many: int) -> None:
    if many == 0:
        raise NothingToPrint("there is nothing of that")
    if many > MOST:
        raise bad_field("aisle", f"at most {MOST} labels at once; print aisle by aisle", most=MOST)


def _page(paper: Paper) -> tuple[float, float]:
    from pickface.labels.drawing import A4_MM, LETTER_MM

    return LETTER_MM if paper == "letter" else A4_MM


def _remember(me: SignedIn, kind: str, many: int, renewed: Sequence[Row] = ()) -> None:
    """Keep the run; ``renewed`` are places that get a label with their new name, unless that has changed meanwhile."""
    db.session.remove()
    values: dict[str, Any] = {"site_id": me.site_id, "kind": kind, "labels": many, "person_id": me.id}  # fmt: skip

    def keep(tx: Tx) -> int:
        for at in range(0, len(renewed), AT_ONCE):
            piece = renewed[at : at + AT_ONCE]
            pairs = ", ".join(f"({int(one['id'])}, :c{n})" for n, one in enumerate(piece))
            tx.run(
                f"UPDATE place SET label_old = 0 WHERE (id, code) IN (VALUES {pairs})",
                **{f"c{n}": one["code"] for n, one in enumerate(piece)},
            )
        return tx.insert("print_run", at=tx.now, **values)

    command(keep)
