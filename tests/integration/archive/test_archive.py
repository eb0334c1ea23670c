"""A whole site out of one installation and into an empty one: everything comes over, whole or not at all."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from apiflask import APIFlask

from pickface.archive.applying import Manager, import_site
from pickface.archive.checking import Archive, BadArchive, check
from pickface.archive.parts import PARTS
from pickface.archive.writing import export_site
from pickface.config import Config
from pickface.db import command, rows
from pickface.errors import BadRequest
from pickface.founding import SiteExists
from pickface.stock.ledger import Cause, NewMove, post_moves
from pickface.stock.verify import verify
from tests.conftest import close
from tests.office import PASSWORD, Desk, Office, open_office

MANAGER = Manager("manager-main", "another horse")
Parts = dict[str, list[dict[str, Any]]]


@pytest.fixture
def empty(config: Config, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[APIFlask]:
    """Another installation, with nothing in it, on a database of the same kind."""
    from pickface.app import create_app

    data = tmp_path / "other"
    data.mkdir()
    if config.database_url:
        new: Callable[[], str] = request.getfixturevalue("new_postgres")
        other = Config(data=data, database_url=new(), testing=True)
    else:
        shutil.copy(request.getfixturevalue("sqlite_template"), data / "pickface.sqlite3")
        other = Config(data=data, testing=True)
    app = create_app(other)
    app.testing = True
    yield app
    close(app)


def furnish(app: APIFlask) -> Office:
    """A site with something of each kind, also of what is half done."""
    office = open_office(app)
    desk = office.desk
    desk.post("/floor", {"aisles": 2, "bays": 3, "levels": 2})
    desk.post("/zones", {"code": "C", "name": "Cold", "proof": "bin", "lease_minutes": 7})
    desk.post("/places", {"code": "C-01", "zone": "C", "pickable": False})
    desk.post(
        "/site/settings", {"pick_method": "cluster", "cart_totes": 6}, method="PATCH", expect=200
    )
    for item in (
        {"sku": "MUG", "name": "Becher, weiß", "price_minor": 255,
         "barcodes": [{"value": "5012345678900"}, {"value": "15012345678907", "qty": 24, "pack": "case"}]},
        {"sku": "TEA", "name": "Tea", "tracking": "lot_expiry"},
        {"sku": "TV", "name": "Television", "tracking": "serial", "weight_g": 9000},
    ):  # fmt: skip
        desk.post("/items", item)
    desk.post("/suppliers", {"code": "LUM", "name": "Lumera", "lead_days": 9})
    supplier = desk.get("/suppliers")["items"][0]["id"]
    sold = {"item": "MUG", "code": "L-1", "pack_qty": 12, "price_minor": 120, "preferred": True,
            "price_breaks": [{"from_qty": 144, "price_minor": 99}]}  # fmt: skip
    desk.post(f"/suppliers/{supplier}/items", sold, method="PUT", expect=200)
    for number in ("P1", "P2"):
        lines = [{"item": "MUG", "qty": 24, "price_minor": 120}, {"item": "TEA", "qty": 5}]
        desk.post("/purchase-orders", {"number": number, "supplier": "LUM", "lines": lines})
    office.hire("picker", "Sofia Almeida", login=None, password=None)
    with app.app_context():
        command(lambda tx: lay(tx, office.site_id))
    for number, sku, qty in (("1001", "MUG", 3), ("1002", "TEA", 2), ("1003", "MUG", 1)):
        desk.post("/orders", {"number": number, "customer": "Inês", "lines": [{"item": sku, "qty": qty}]})  # fmt: skip
    made = {order["number"]: order["id"] for order in desk.get("/orders")["items"]}
    desk.post(f"/orders/{made['1002']}/release", expect=200)
    desk.post(f"/orders/{made['1003']}/cancel", expect=200)
    desk.post("/tokens", {"name": "Shop", "role": "buyer", "scopes": ["catalog.list_items"]})
    return office


def lay(tx: Any, site_id: int) -> None:
    """Stock in bins, of each kind of item; one of it in a tote; a delivery that has come in part."""
    named = {one["sku"]: one["id"] for one in tx.all("SELECT id, sku FROM item")}
    place = {one["code"]: one["id"] for one in tx.all("SELECT id, code FROM place WHERE virtual = 0")}  # fmt: skip
    supplier = tx.value("SELECT id FROM place WHERE kind = 'supplier' AND site_id = :site", site=site_id)  # fmt: skip
    fresh = tx.insert("lot", item_id=named["TEA"], code="L1", expires_on="2027-12-31")
    recalled = {"recalled_at": 5, "recall_reason": "mould"}
    tx.insert("lot", item_id=named["TEA"], code="L2", expires_on="2026-12-31", **recalled)
    serial = tx.insert("lot", item_id=named["TV"], code="SN-1")
    tx.run("INSERT INTO container (code, site_id, kind, place_id) VALUES ('T0001', :site, 'tote', :place)",
           site=site_id, place=place["A-01-01"])  # fmt: skip
    moves = [
        NewMove("opening", named["MUG"], 40, supplier, place["A-01-01"]),
        NewMove("opening", named["MUG"], 2, supplier, place["A-01-01"], to_container="T0001"),
        NewMove("opening", named["TEA"], 10, supplier, place["A-02-01"], fresh),
        NewMove("opening", named["TV"], 1, supplier, place["B-01-02"], serial),
    ]
    post_moves(tx, moves, Cause("test:opening", site_id))
    tx.run(
        "UPDATE purchase_order_line SET received = 10 WHERE line_no = 1 AND purchase_order_id = "
        "(SELECT id FROM purchase_order WHERE number = 'P1')"
    )
    tx.run(
        "UPDATE purchase_order_line SET received = qty WHERE purchase_order_id = "
        "(SELECT id FROM purchase_order WHERE number = 'P2')"
    )


def exported(app: APIFlask, to: Path, **how: Any) -> Archive:
    with app.app_context():
        site = rows("SELECT id FROM site ORDER BY id")[0]["id"]
        export_site(site, to, **how)
        return check(to)


def brought_in(app: APIFlask, file: Path, manager: Manager = MANAGER) -> None:
    with app.app_context():
        import_site(check(file), manager, lambda _part, _many: None)


def everything(archive: Archive) -> Parts:
    return {part.name: list(archive.rows(part)) for part in PARTS}


def test_everything_comes_over(app: APIFlask, empty: APIFlask, tmp_path: Path) -> None:
    office = furnish(app)
    archive = exported(app, tmp_path / "site.zip")
    parts = everything(archive)
    assert {name: len(found) for name, found in parts.items() if found} == {
        "zones": len(office.desk.get("/zones")["items"]), "aisles": 4, "places": archive.counts["places"], "totes": 1,
        "items": 3, "barcodes": 4, "lots": 3, "people": 2, "suppliers": 1, "supplier_items": 1, "price_breaks": 1,
        "purchase_orders": 1, "purchase_order_lines": 2, "stock": 3, "orders": 2, "order_lines": 2,
    }  # fmt: skip
    assert [(one["qty"], one["line_no"]) for one in parts["purchase_order_lines"]] == [(14, 1), (5, 2)]  # fmt: skip
    assert {(one["item"], one["place"]): one["qty"] for one in parts["stock"]} == {
        ("MUG", "A-01-01"): 42, ("TEA", "A-02-01"): 10, ("TV", "B-01-02"): 1,
    }  # fmt: skip
    assert {one["pin_hash"] + one["password_hash"] for one in parts["people"]} == {""}

    brought_in(empty, archive.file)
    again = exported(empty, tmp_path / "again.zip")
    assert everything(again) == parts
    assert again.site == archive.site

    there = Desk(empty.test_client())
    there.post("/session", {"login": MANAGER.login, "password": MANAGER.password}, expect=200)
    for path in ("/zones", "/aisles", "/suppliers"):
        mine, theirs = (without_ids(desk.get(path)) for desk in (office.desk, there))
        assert mine == theirs, path
    for sku in ("MUG", "TEA", "TV"):
        mine, theirs = (desk.get("/stock", item=sku) for desk in (office.desk, there))
        assert (theirs["on_hand"], theirs["incoming"]) == (mine["on_hand"], mine["incoming"]), sku
    assert there.get("/stock", item="MUG")["reserved"] == 3
    assert [one["title"] for one in there.get("/search", q="becher")["items"]] == ["Becher, weiß"]
    assert there.get("/lookup", code="5012345678900")["kind"] == "item"
    with empty.app_context():
        assert verify(rows) == []
        (journaled,) = rows("SELECT body FROM scan_event")
    assert json.loads(journaled["body"])["archive"] == archive.hash


def without_ids(found: Any) -> Any:
    return [{name: value for name, value in one.items() if name != "id"} for one in found["items"]]


def test_an_import_that_was_cut_off_goes_on_and_twice_is_once(
    app: APIFlask, empty: APIFlask, tmp_path: Path
) -> None:
    furnish(app)
    archive = exported(app, tmp_path / "site.zip")
    for ends_in in ("places", "barcodes", "stock", "orders"):

        def pull_the_plug(part: str, _many: int, last: str = ends_in) -> None:
            if part == last:
                raise KeyboardInterrupt

        with empty.app_context(), pytest.raises(KeyboardInterrupt):
            import_site(archive, MANAGER, pull_the_plug)
    for _ in range(2):
        brought_in(empty, archive.file)
        assert everything(exported(empty, tmp_path / "again.zip")) == everything(archive)
    with empty.app_context():
        assert verify(rows) == []


def test_an_installation_with_another_site_is_left_alone(
    app: APIFlask, empty: APIFlask, tmp_path: Path
) -> None:
    furnish(app)
    archive = exported(app, tmp_path / "site.zip")
    open_office(empty, "OTHER")
    before = everything(exported(empty, tmp_path / "before.zip"))
    with pytest.raises(SiteExists):
        brought_in(empty, archive.file)
    assert everything(exported(empty, tmp_path / "after.zip")) == before


def test_with_secrets_people_sign_in_as_before_and_a_manager_must_be_one(
    app: APIFlask, empty: APIFlask, tmp_path: Path
) -> None:
    furnish(app)
    archive = exported(app, tmp_path / "site.zip", with_secrets=True)
    with pytest.raises(BadRequest, match="password"):
        brought_in(empty, archive.file, Manager("new-manager", "short"))
    with empty.app_context():
        assert rows("SELECT id FROM site") == []
    brought_in(empty, archive.file, Manager("new-manager", "another horse"))
    for login, password in (("manager-main", PASSWORD), ("new-manager", "another horse")):
        Desk(empty.test_client()).post("/session", {"login": login, "password": password}, expect=200)  # fmt: skip


def spoilt(file: Path, part: str, change: Callable[[str], str]) -> Path:
    """The archive with one part changed; its manifest says what was written."""
    other = file.with_name("spoilt.zip")
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(other, "w") as new:
        for name in old.namelist():
            text = old.read(name).decode()
            new.writestr(name, change(text) if name == part else text)
    return other


@pytest.mark.parametrize(
    ("part", "change"),
    [
        ("stock.jsonl", lambda text: text.replace('"qty": 42', '"qty": 43')),
        ("stock.jsonl", lambda text: text.replace('"qty": 42', '"qty": -1')),
        ("stock.jsonl", lambda text: text.replace('"A-01-01"', '"Z-99-99"')),
        ("items.jsonl", lambda text: text + text.splitlines()[0] + "\n"),
        ("items.jsonl", lambda text: text.replace('"tracking": "serial"', '"tracking": "magic"')),
        ("people.jsonl", lambda text: text.replace('"role": "picker"', '"role": "owner"')),
        ("orders.jsonl", lambda text: text[:-20]),
        ("manifest.json", lambda text: text.replace('"version": 1', '"version": 2')),
        ("manifest.json", lambda text: text.replace("pickface-site", "other")),
        ("manifest.json", lambda text: text.replace('"cart_totes": 6', '"cart_totes": 600')),
        ("manifest.json", lambda _: "[]"),
    ],
)
def test_an_archive_that_does_not_hold_together_changes_nothing(
    app: APIFlask, tmp_path: Path, part: str, change: Callable[[str], str], archive: Path
) -> None:
    file = spoilt(archive, part, change)
    with app.app_context(), pytest.raises(BadArchive):
        check(file)
    with app.app_context():
        assert rows("SELECT id FROM site") == []


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Path:
    """A site's archive, made once."""
    from pickface.app import create_app

    data = tmp_path_factory.mktemp("site")
    shutil.copy(sqlite_template, data / "pickface.sqlite3")
    app = create_app(Config(data=data, testing=True))
    app.testing = True
    furnish(app)
    file = data / "site.zip"
    exported(app, file)
    close(app)
    return file


def test_a_manager_saves_the_site_in_the_office(app: APIFlask, tmp_path: Path) -> None:
    office = furnish(app)
    answer = office.desk.client.get("/api/v1/site/archive")
    assert answer.status_code == 200
    file = tmp_path / "saved.zip"
    file.write_bytes(answer.data)
    with app.app_context():
        assert check(file).counts["items"] == 3
    office.hire("supervisor")
    office.sign_in("supervisor").get("/site/archive", expect=403)
