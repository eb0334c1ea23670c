"""Bringing a checked archive into an empty installation: in small pieces, and on from where it ended.

Whatever is there already is left; so an import that was cut off is begun again with the same file, and ends as if it
had not been. Which archive an installation was begun with stands in its data folder.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any, NamedTuple

from pickface import findable
from pickface.archive.checking import Archive, is_none, key_of, named_by
from pickface.archive.parts import BY_NAME, PARTS, Part, Ref
from pickface.catalog.service import HOUSE
from pickface.channels.applying import apply_in_pieces
from pickface.db import Tx, command, db, row
from pickface.engine import engine
from pickface.errors import BadRequest
from pickface.founding import SiteExists
from pickface.locations.service import create_site, virtual_place
from pickface.locations.settings import from_json
from pickface.orders.forms import OrderForm
from pickface.orders.service import create_order
from pickface.people.rules import check_password
from pickface.people.secrets import hash_secret
from pickface.scans.keys import ServerSigner
from pickface.scans.office import record
from pickface.scans.verdict import Verdict
from pickface.stock.ledger import Cause, NewMove, post_moves

KIND = "opening"
BEGUN_WITH = "archive.json"


class Manager(NamedTuple):
    """Who signs in afterwards: a login of the archive or a new one, and its password."""

    login: str
    password: str


def import_site(archive: Archive, manager: Manager, advance: Callable[[str, int], None]) -> int:
    """Bring it in, or on; the site's id. SiteExists where there is something else. ``advance`` hears what was done."""
    check_password(manager.password)
    hashed = hash_secret(manager.password)
    _begin(archive)
    site_id = command(partial(_site, archive=archive))
    for part in PARTS:
        if part.name == "order_lines":
            continue
        things: Iterator[Any] = _orders(archive) if part.name == "orders" else archive.rows(part)
        apply_in_pieces(
            things,
            partial(_one, part=part, site_id=site_id, archive=archive),
            lambda _: None,
            partial(advance, part.name),
        )
    end = partial(_end, archive=archive, site_id=site_id, signer=engine().signer)
    command(lambda tx: end(tx, login=manager.login.lower(), hashed=hashed))
    return site_id


def _begin(archive: Archive) -> None:
    """Refuse an installation that has another site; remember with which archive this one was begun."""
    note = engine().config.data / BEGUN_WITH
    there = row("SELECT code FROM site ORDER BY id LIMIT 1")
    db.session.remove()
    begun = json.loads(note.read_text())["hash"] if note.exists() else ""
    if there is not None and begun != archive.hash:
        raise SiteExists("this installation has a site already", site=there["code"])
    note.write_text(json.dumps({"hash": archive.hash}))


def _site(tx: Tx, archive: Archive) -> int:
    told = archive.site
    found = tx.value("SELECT id FROM site WHERE code = :code", code=told["code"])
    if found is not None:
        return int(found)
    settings = from_json(json.dumps(told["settings"]))
    tx.run("UPDATE owner SET name = :name WHERE id = :house", name=told["company"], house=HOUSE)
    return create_site(
        tx,
        told["code"],
        told["name"],
        timezone=told["timezone"],
        address=told["address"],
        settings=settings,
    )


def _orders(archive: Archive) -> Iterator[dict[str, Any]]:
    """Each order with its lines, which stand in the same order in a part of their own."""
    lines = archive.rows(BY_NAME["order_lines"])
    line = next(lines, None)
    for one in archive.rows(BY_NAME["orders"]):
        mine = []
        while line is not None and (line["channel"], line["number"]) == (one["channel"], one["number"]):  # fmt: skip
            mine.append({name: line[name] for name in ("item", "qty", "lot", "price_minor")})
            line = next(lines, None)
        yield {**one, "lines": mine}


def _one(
    tx: Tx, one: Mapping[str, Any], *, part: Part, site_id: int, archive: Archive
) -> Callable[[], None]:
    if part.name == "orders":
        create_order(tx, site_id, OrderForm.model_validate(one))
    elif part.name == "stock":
        _lay(tx, one, part, site_id, f"archive:{archive.hash[:40]}")
    else:
        _insert(tx, one, part, site_id)
    return lambda: None


def _lay(tx: Tx, one: Mapping[str, Any], part: Part, site_id: int, cause: str) -> None:
    """Opening stock, once: its moves name the archive."""
    item, lot, place = (_id_of(tx, ref, one, site_id) or 0 for ref in part.refs)
    laid = tx.value(
        "SELECT id FROM move WHERE cause = :cause AND item_id = :item AND lot_id = :lot AND to_place_id = :place",
        cause=cause,
        item=item,
        lot=lot,
        place=place,
    )
    if laid is None:
        move = NewMove(KIND, item, one["qty"], virtual_place(tx, site_id, "supplier"), place, lot)
        post_moves(tx, [move], Cause(cause, site_id))


def _insert(tx: Tx, one: Mapping[str, Any], part: Part, site_id: int) -> None:
    values: dict[str, Any] = {name: one[name] for name in part.columns}
    for ref in part.refs:
        values[ref.column] = _id_of(tx, ref, one, site_id)
    if part.of_site:
        values["site_id"] = site_id
    if part.name == "lots":
        values["parent_id"] = values["parent_id"] or 0
    if part.name == "items":
        values["changed_at"] = tx.now
    if part.name == "places" and _id(tx, part, key_of(part, one), site_id) is not None:
        # The station FLOOR comes with every site.
        changes = ", ".join(f"{name} = :{name}" for name in values if name != "site_id")
        tx.run(f"UPDATE place SET {changes} WHERE site_id = :site_id AND code = :code", **values)
        return
    names, marks = ", ".join(values), ", ".join(f":{name}" for name in values)
    made = tx.run(
        f"INSERT INTO {part.table} ({names}) VALUES ({marks}) ON CONFLICT DO NOTHING", **values
    )
    if made and part.findable:
        findable.note(
            tx,
            part.findable,
            one["code"] if part.name == "totes" else _there(tx, one, part, site_id),
        )
    if made and part.name == "barcodes":
        # An item is found by its barcodes.
        findable.note(tx, "item", values["item_id"])


def _there(tx: Tx, one: Mapping[str, Any], part: Part, site_id: int) -> int:
    """The id of a row that was just written."""
    found = _id(tx, part, key_of(part, one), site_id)
    if found is None:
        raise LookupError(f"{part.name} {key_of(part, one)} was written and is not there")
    return found


def _id_of(tx: Tx, ref: Ref, one: Mapping[str, Any], site_id: int) -> int | None:
    if is_none(ref, one):
        return None
    found = _id(tx, BY_NAME[ref.part], named_by(ref, one), site_id)
    if found is None:
        raise BadRequest(f"there is no {ref.part} {named_by(ref, one)}", part=ref.part)
    return found


_IDS = {
    "lots": "SELECT l.id FROM lot l JOIN item i ON i.id = l.item_id LEFT JOIN lot u ON u.id = l.parent_id "
    "WHERE i.owner_id = 1 AND i.sku = :k0 AND l.code = :k1 "
    "AND (CASE WHEN l.parent_id > 0 THEN u.code ELSE '' END) = :k2",
    "supplier_items": "SELECT x.id FROM supplier_item x JOIN supplier s ON s.id = x.supplier_id "
    "JOIN item i ON i.id = x.item_id WHERE s.code = :k0 AND i.sku = :k1 AND i.owner_id = 1",
    "items": "SELECT id FROM item WHERE owner_id = 1 AND sku = :k0",
    "people": "SELECT id FROM person WHERE badge = :k0 OR login = :k1",
    "suppliers": "SELECT id FROM supplier WHERE code = :k0",
    "purchase_orders": "SELECT id FROM purchase_order WHERE number = :k0",
}


def _id(tx: Tx, part: Part, key: tuple[Any, ...], site_id: int) -> int | None:
    """The id of a row by its key; None if it is not there."""
    sql = _IDS.get(part.name, f"SELECT id FROM {part.table} WHERE site_id = :site AND code = :k0")
    bound = {f"k{n}": value for n, value in enumerate(key)}
    found = tx.value(sql, **bound, **({"site": site_id} if ":site" in sql else {}))
    return None if found is None else int(found)


def _end(
    tx: Tx, archive: Archive, site_id: int, signer: ServerSigner, login: str, hashed: str
) -> None:
    """The manager who goes on from here, and what came in, in the journal."""
    found = tx.one("SELECT id, role FROM person WHERE login = :login", login=login)
    if found is None:
        person = tx.insert(
            "person", site_id=site_id, name=login, login=login, role="manager", password_hash=hashed
        )
        findable.note(tx, "person", person)
    elif found["role"] != "manager":
        raise BadRequest(f"{login} is no manager in the archive", field="login")
    else:
        person = int(found["id"])
        tx.run(
            "UPDATE person SET password_hash = :hash, active = 1 WHERE id = :id",
            hash=hashed,
            id=person,
        )
    about = Verdict("booked", "site_imported")
    record(
        tx, signer, site_id, person, "office", about, action="import_site", archive=archive.hash
    )  # fmt: skip
