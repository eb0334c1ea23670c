"""Whoever keeps goods in the house sees its own and nothing else, whatever it calls (LAWS 24)."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest
from apiflask import APIFlask

from pickface.db import command, db, rows
from pickface.people.permissions import CLIENTS, OPEN, TABLE
from pickface.people.rules import ROLES
from tests import builders as b
from tests.conftest import absent
from tests.office import PASSWORD, Office, open_office

THEIRS = "ZZTHEIRS"
"""Stands in every text of what is another client's or the house's."""
OURS = "OURS"


@pytest.fixture
def house(app: APIFlask) -> House:
    return House(app)


class House:
    """A house with goods of its own and of two clients; the people of each have a desk."""

    def __init__(self, app: APIFlask) -> None:
        self.app = app
        self.office: Office = open_office(app, "MAIN")
        self.office.hire("manager", THEIRS, badge="B-2", login="theirs-manager")
        self.kept: dict[str, dict[str, Any]] = {}
        for code in ("ACME", "BOLT"):
            self.office.desk.post(
                "/owners", {"code": code, "name": code if code == "ACME" else THEIRS}
            )
        self.kept["ACME"] = self.furnish(OURS, "ACME")
        self.kept["BOLT"] = self.furnish(THEIRS, "BOLT")
        self.kept["house"] = self.furnish(f"{THEIRS}-H", None)
        self.mix()
        for code in ("ACME", "BOLT"):
            self.office.hire("client", code, badge=None, pin=None, login=code.lower(), owner=code)
        # A view that is shared with all clients tells what its maker typed.
        desk = self.office.desk
        view = desk.post(
            "/views", {"list": "orders", "name": THEIRS, "query": f"number={THEIRS}-1"}
        )
        desk.post(f"/views/{view['id']}", {"role": "client"}, expect=200, method="PATCH")
        self.acme, self.bolt = (self.office.sign_in(code) for code in ("acme", "bolt"))

    def furnish(self, word: str, owner: str | None) -> dict[str, Any]:
        """One of each thing that is somebody's, all of them named by a word."""
        post, site_id = self.office.desk.post, self.office.site_id
        item = post(
            "/items",
            {"sku": f"{word}-TEA", "name": f"{word} tea", "tracking": "lot", "price_minor": 777_777,
             "barcodes": [{"value": f"{word}-CODE"}]},
        )["id"]  # fmt: skip
        owner_id = next(
            one["id"]
            for one in self.office.desk.get("/owners")["items"]
            if one["code"] == (owner or "house")
        )

        def goods(tx: Any) -> dict[str, Any]:
            place = {
                row["kind"]: row["id"]
                for row in tx.all(
                    "SELECT id, kind FROM place WHERE site_id = :s ORDER BY id DESC", s=site_id
                )
            }
            site = b.Site(
                site_id,
                place["supplier"],
                place["customer"],
                place["scrap"],
                place["lost_found"],
                place["station"],
            )
            shelf = b.make_place(tx, site_id, f"{word}-01-02")
            lot = b.make_lot(tx, item, f"{word}-LOT", "2031-01-31")
            b.make_container(tx, f"{word}-LP", shelf, site_id)
            b.stock_up(tx, site, item, shelf, 40, lot_id=lot, owner_id=owner_id)
            b.stock_up(
                tx, site, item, shelf, 5, lot_id=lot, owner_id=owner_id, container=f"{word}-LP"
            )
            supplier = b.make_supplier(tx, f"{word}-SUP", email=f"{word}@example.com")
            return {"lot": lot, "supplier": supplier, "shelf": shelf, "site": site}

        made: dict[str, Any] = b.write(self.app, goods)
        said = {"owner": owner} if owner else {}
        lines = [{"item": item, "qty": 2}]
        head = {
            "customer": f"{word} Ltd",
            "street": f"{word} street 1",
            "city": word,
            "note": f"{word} note",
        }
        made |= {"item": item, "owner": owner_id}
        made["order"] = post("/orders", {"number": f"{word}-1", "lines": lines, **head, **said})[
            "id"
        ]
        made["purchase_order"] = post(
            "/purchase-orders",
            {"number": f"{word}-PO", "supplier": f"{word}-SUP", "lines": [{**lines[0], "price_minor": 555}], **said},
        )["id"]  # fmt: skip
        sscc = {OURS: "340123450000000017", THEIRS: "340123450000000024"}.get(
            word, "340123450000000031"
        )
        made["delivery"] = post(
            "/deliveries",
            {"number": f"{word}-ASN", "supplier": f"{word}-SUP", "purchase_order": f"{word}-PO",
             "cartons": [{"sscc": sscc, "contents": [{"item": item, "qty": 1, "lot": f"{word}-LOT2"}]}]},
        )["id"]  # fmt: skip
        made["shipment"] = b.write(self.app, lambda tx: self._ship(tx, word, made))
        return made

    def _ship(self, tx: Any, word: str, made: dict[str, Any]) -> int:
        plate = f"{word}-BOX"
        b.make_container(tx, plate, made["shelf"], self.office.site_id)
        b.stock_up(
            tx,
            made["site"],
            made["item"],
            made["shelf"],
            1,
            lot_id=made["lot"],
            owner_id=made["owner"],
            container=plate,
        )
        site_id, order, item = self.office.site_id, made["order"], made["item"]
        shipment = tx.insert(
            "shipment", site_id=site_id, order_id=order, container_code=plate,
            tracking=f"{word}-TRACK", carrier=f"{word} Post", packed_at=tx.now, shipped_at=tx.now,
            handed_to=word, cost_minor=777_777,
        )  # fmt: skip
        carrier = tx.insert("carrier", site_id=site_id, code=f"{word}-C", name=word)
        label = tx.insert(
            "parcel_label", site_id=site_id, order_id=order, shipment_id=shipment, carrier_id=carrier,
            container_code=plate, said=word, cost_minor=777_777, made_at=tx.now, tracking_url=f"https://{word}",
        )  # fmt: skip
        tx.run("UPDATE shipment SET label_id = :label WHERE id = :id", label=label, id=shipment)
        back = tx.insert(
            "customer_return", site_id=site_id, number=f"{word}-R", state="received", order_id=order, note=word,
            made_at=tx.now,
        )  # fmt: skip
        tx.insert(
            "return_goods", site_id=site_id, return_id=back, item_id=item, owner_id=made["owner"], qty=1,
            grade=word, follow="shelf", event_id=f"{word}-E", at=tx.now,
        )  # fmt: skip
        tx.insert(
            "discrepancy", purchase_order_id=made["purchase_order"], item_id=item, kind="unknown", qty=1,
            code=f"{word}-X", created_at=tx.now,
        )  # fmt: skip
        tx.insert(
            "order_change",
            order_id=order,
            at=tx.now,
            what="held",
            other_id=order,
            params=f'{{"item": "{word}"}}',
        )
        return int(shipment)

    def mix(self) -> None:
        """Others have goods of the same item too, in a bin and a lot of their own."""
        ours, theirs = self.kept["ACME"], self.kept["BOLT"]

        def add(tx: Any) -> None:
            lot = b.make_lot(tx, ours["item"], f"{THEIRS}-LOT9", "2031-02-28")
            for owner in (theirs["owner"], 1):
                b.stock_up(
                    tx, ours["site"], ours["item"], theirs["shelf"], 9, lot_id=lot, owner_id=owner
                )

        b.write(self.app, add)
        self.office.desk.post(
            "/orders",
            {
                "number": f"{THEIRS}-9",
                "owner": "BOLT",
                "customer": THEIRS,
                "lines": [{"item": ours["item"], "qty": 3}],
            },
        )
        self.office.desk.post(
            "/purchase-orders",
            {
                "number": f"{THEIRS}-PO9",
                "supplier": f"{THEIRS}-SUP",
                "lines": [{"item": ours["item"], "qty": 70}],
            },
        )


def paths(app: APIFlask) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Every GET of the table: its endpoint, its path, and the names in it."""
    for rule in app.url_map.iter_rules():
        if (
            "GET" in (rule.methods or ())
            and rule.endpoint in TABLE
            and TABLE[rule.endpoint] is not OPEN
        ):
            yield (
                rule.endpoint,
                re.sub(r"<(?:[^:<>]+:)?([^<>]+)>", r"{\1}", rule.rule),
                tuple(sorted(rule.arguments)),
            )


def asked(house: House, endpoint: str) -> list[dict[str, Any]]:
    """The questions that an endpoint is asked: with what is ours, and with what is not."""
    queries: list[dict[str, Any]] = [{}]
    every = list(house.kept.values())
    if endpoint == "insight.find":
        queries = [
            {"q": q} for q in (THEIRS, "tea", "OURS", "Ltd", "340123450000000024", f"{THEIRS}-CODE")
        ]
    elif endpoint == "insight.explain_number":
        queries = [
            {"number": number, "item": one["item"], **more}
            for number in ("on_hand", "reserved", "available", "incoming")
            for one in every
            for more in ({}, {"owner": 1}, {"owner": house.kept["BOLT"]["owner"]})
        ]
        queries += [
            {
                "number": "balance",
                "item": item,
                "place": shelf["shelf"],
                "lot": shelf["lot"],
                "owner": shelf["owner"],
            }
            for item in (house.kept["ACME"]["item"], house.kept["BOLT"]["item"])
            for shelf in every
        ]
    elif endpoint == "orders.show_stock":
        queries = [
            {"item": item, **more}
            for one in every
            for item in (str(one["item"]),)
            for more in ({}, {"at": 2**50}, {"owner": house.kept["BOLT"]["owner"]}, {"owner": 1})
        ] + [{"item": f"{THEIRS}-TEA"}, {"item": "OURS-TEA"}]
    elif endpoint == "insight.list_stock":
        queries = [
            {},
            {"q": "tea"},
            {"format": "csv"},
            {"format": "xlsx"},
            {"q": "tea", "format": "csv"},
        ]
        queries += [
            {"sort": sort, "descending": way}
            for sort in ("name", "on_hand", "available")
            for way in (0, 1)
        ]
    elif endpoint in {"orders.list_orders", "purchasing.list_purchase_orders"}:
        queries = [{}, {"owner": 1}, {"owner": house.kept["BOLT"]["owner"]}, {"sort": "number"}]
        queries += [{"number": f"{THEIRS}-1"}, {"number": f"{THEIRS}-PO"}]
    elif endpoint == "catalog.list_items":
        queries = [{}, {"q": "tea"}, {"sku": f"{THEIRS}-TEA"}]
    elif endpoint == "views.list_views":
        queries = [{"list": "orders"}]
    return queries


def filled(house: House, path: str, names: tuple[str, ...]) -> Iterator[tuple[str, bool]]:
    """The path for each owner's thing, and whether it is ours."""
    if not names:
        yield path, True
        return
    for whose, kept in house.kept.items():
        for key in names:
            thing = kept[key.removesuffix("_id")]
        yield path.replace("{" + names[0] + "}", str(thing)), whose == "ACME"


def text_of(body: bytes, kind: str) -> str:
    """All there is to read in an answer: of a workbook its sheets, of a PDF what it is drawn from."""
    if kind.endswith("sheet"):
        with zipfile.ZipFile(io.BytesIO(body)) as book:
            return "".join(book.read(name).decode(errors="replace") for name in book.namelist())
    if kind == "application/pdf":
        if shutil.which("pdftotext") is None:
            absent("pdftotext is not installed (apt-get install poppler-utils)")
        done = subprocess.run(["pdftotext", "-", "-"], input=body, capture_output=True, check=True)
        return done.stdout.decode()
    return body.decode(errors="replace")


@pytest.mark.both
def test_each_get_of_the_table_tells_a_client_of_its_own_alone(app: APIFlask, house: House) -> None:
    wrong, called, told = [], set(), 0
    for endpoint, path, names in paths(app):
        if "client" not in TABLE[endpoint]:
            continue
        called.add(endpoint)
        for where, ours in filled(house, path, names):
            for query in asked(house, endpoint):
                answer = house.acme.client.get(where, query_string=query)
                text = text_of(answer.data, answer.mimetype)
                here = f"{endpoint} {where} {query}: {answer.status_code} {text[:300]}"
                # What was asked for may be said again in a refusal.
                if THEIRS in text and not (answer.status_code >= 400 and THEIRS in str(query)):
                    at = text.index(THEIRS)
                    wrong.append(f"{here} … {text[max(0, at - 200) : at + 60]}")
                if "777777" in text:
                    wrong.append(f"the house's price: {here}")
                if answer.status_code not in ({200} if ours and not query else {200, 404}):
                    wrong.append(here)
                if not ours and answer.status_code != 404:
                    wrong.append(f"somebody else's: {here}")
                told += OURS in text
    assert not wrong, "\n\n".join(wrong)
    assert called == {name for name, _, _ in paths(app) if "client" in TABLE[name]}
    assert told > 20, "it is told of what is its own"


def test_everything_else_is_closed(app: APIFlask, house: House) -> None:
    document = app.test_client().get("/api/v1/openapi.json").json
    open_ = []
    for rule in app.url_map.iter_rules():
        roles = TABLE.get(rule.endpoint)
        if roles is None or roles is OPEN or "client" in roles:
            continue
        path = re.sub(r"<[^<>]+>", "1", rule.rule)
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
            answer = house.acme.client.open(
                path, method=method, json={}, headers=house.acme.headers
            )
            if answer.status_code != 403:
                open_.append((rule.endpoint, method, answer.status_code))
    assert open_ == []
    assert document


def test_a_client_s_table_only_reads_but_for_its_own_orders_and_itself() -> None:
    changes = {
        "orders.create_order",
        "orders.cancel_order",
        "people.change_session",
        "views.keep_view",
        "views.forget_view",
    }
    reads = ("list_", "show_", "who_am_i", "find", "explain_", "packing_slip")
    assert {name for name, roles in TABLE.items() if roles is not OPEN and "client" in roles
            and not name.partition(".")[2].startswith(reads)} == changes  # fmt: skip
    assert {"client"} == CLIENTS
    assert "client" in ROLES


@pytest.mark.both
def test_a_client_sees_its_own_numbers_of_an_item_that_others_keep_too(house: House) -> None:
    item = house.kept["ACME"]["item"]
    card = house.acme.get("/stock", item=str(item))
    assert (card["on_hand"], card["reserved"], card["available"], card["incoming"]) == (
        46,
        2,
        44,
        2,
    )
    assert {one["place"] for one in card["places"]} == {"OURS-01-02"}
    ours = house.office.desk.get("/stock", item=str(item))
    assert (ours["on_hand"], ours["incoming"]) == (9, 70), "the house's own"
    assert {one["owner"] for one in ours["places"]} == {"ACME", THEIRS, "House"}
    [line] = house.acme.get("/stock/items")["items"]
    assert (line["sku"], line["on_hand"]) == ("OURS-TEA", 46)
    why = house.acme.get("/why", number="on_hand", item=item)
    assert why["qty"] == 46
    assert len(why["moves"]) == 3
    assert {move["order"] and move["order"]["number"] for move in why["moves"]} <= {None, "OURS-1"}
    assert all(move["person"] is None or move["person"]["name"] is None for move in why["moves"])


def test_a_client_orders_its_own_goods_and_cancels_its_own_order(house: House) -> None:
    made = house.acme.post("/orders", {"number": "7", "lines": [{"item": "OURS-TEA", "qty": 1}]})
    assert (made["owner"], made["channel"]) == ("ACME", "ACME")
    assert made["lines"][0]["reserved"] == 1
    theirs = house.bolt.post(
        "/orders", {"number": "7", "lines": [{"item": f"{THEIRS}-TEA", "qty": 1}]}
    )
    assert theirs["id"] != made["id"]
    refused = house.acme.post(
        "/orders", {"number": "8", "lines": [{"item": f"{THEIRS}-TEA", "qty": 1}]}, expect=422
    )
    assert refused["code"] == "item_not_found"
    lot = {"item": "OURS-TEA", "qty": 1, "lot": f"{THEIRS}-LOT9"}
    house.acme.post("/orders", {"number": "9", "lines": [lot]}, expect=422)
    mine = {"number": "10", "owner": "BOLT", "lines": [{"item": "OURS-TEA", "qty": 1}]}
    assert house.acme.post("/orders", mine)["owner"] == "ACME", "whatever it says"
    house.acme.post(f"/orders/{theirs['id']}/cancel", expect=404)
    house.acme.post(f"/orders/{house.kept['house']['order']}/cancel", expect=404)
    done = house.acme.post(f"/orders/{made['id']}/cancel", expect=200)
    assert done["orders"][0]["state"] == "cancelled"
    # What the house does for it is done with all that there is: other orders stand as they stood.
    assert house.office.desk.get(f"/orders/{theirs['id']}")["state"] == "open"


def test_a_client_s_software_sees_no_more_than_its_people(app: APIFlask, house: House) -> None:
    form = {"name": "ERP", "role": "client", "owner": "ACME", "days": 30,
            "scopes": ["orders.list_orders", "insight.list_stock"]}  # fmt: skip
    token = house.office.desk.post("/tokens", form)
    assert token["owner"] == "ACME"
    asks = app.test_client()
    bearer = {"Authorization": f"Bearer {token['token']}"}
    shown = asks.get("/api/v1/orders", headers=bearer).json
    assert [one["number"] for one in shown["items"]] == ["OURS-1"]
    assert THEIRS not in asks.get("/api/v1/stock/items", headers=bearer).text
    assert asks.get("/api/v1/purchase-orders", headers=bearer).status_code == 403
    house.office.desk.post("/tokens", {**form, "owner": None}, expect=422)
    house.office.desk.post("/tokens", {**form, "scopes": ["people.list_people"]}, expect=422)
    house.office.desk.post("/tokens", {**form, "role": "buyer"}, expect=422)


def test_whoever_belongs_to_a_client_is_nobody_of_the_house(house: House) -> None:
    desk = house.office.desk
    form = {"name": "Ana", "role": "client", "login": "ana", "password": PASSWORD}
    assert desk.post("/people", form, expect=422)["code"] == "client_faulty"
    assert desk.post("/people", {**form, "owner": "house"}, expect=422)["code"] == "client_faulty"
    badge = {"badge": "B-ANA", "pin": "4711"}
    assert (
        desk.post("/people", {**form, **badge, "owner": "ACME"}, expect=422)["code"]
        == "client_faulty"
    )
    assert (
        desk.post("/people", {**form, "owner": "NOBODY"}, expect=422)["code"] == "owner_not_found"
    )
    ana = desk.post("/people", {**form, "owner": "ACME"})
    assert ana["owner"] == "ACME"
    seat = house.office.sign_in("ana")
    assert seat.get("/session")["person"]["owner"] == "ACME"
    assert [one["number"] for one in seat.get("/orders")["items"]] == ["OURS-1"]
    # Another client's from now on, where she sits.
    changed = desk.post(f"/people/{ana['id']}", {"owner": "BOLT"}, expect=200, method="PATCH")
    assert changed["owner"] == "BOLT"
    assert "OURS-1" not in str(seat.get("/orders"))
    desk.post(f"/people/{ana['id']}", {"role": "buyer"}, expect=200, method="PATCH")
    assert house.office.sign_in("ana").get("/session")["person"]["owner"] == ""
    desk.post(f"/people/{ana['id']}", {"role": "client"}, expect=422, method="PATCH")


def test_what_the_house_does_in_a_client_s_request_sees_all(app: APIFlask, house: House) -> None:
    from flask import g

    from pickface import sight

    with app.app_context():
        sight.narrow(sight.Sight(house.kept["ACME"]["owner"], house.office.site_id, 0))
        assert {one["number"] for one in rows("SELECT number FROM orders")} == {"OURS-1"}
        assert rows("SELECT COUNT(*) AS n FROM task")[0]["n"] == 0
        assert command(lambda tx: tx.value("SELECT COUNT(*) FROM orders")) == 4
        with sight.whole():
            assert rows("SELECT COUNT(*) AS n FROM orders")[0]["n"] == 4
            assert sight.whose() == 1
        assert g.sight.owner_id == sight.whose() == house.kept["ACME"]["owner"]
        names = rows("WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2) "
                     "SELECT o.number FROM orders o JOIN n ON n.i = 1")  # fmt: skip
        assert [one["number"] for one in names] == ["OURS-1"]


@pytest.mark.both
def test_each_table_holds_for_a_client_what_is_its_own(app: APIFlask, house: House) -> None:
    """Rule by rule, since most answers would be right by several of them."""
    from pickface import sight

    with app.app_context():
        tables = [table.name for table in db.metadata.sorted_tables]
        whole = {name: rows(f"SELECT * FROM {name}") for name in tables}
        sight.narrow(sight.Sight(house.kept["ACME"]["owner"], house.office.site_id, 0))
        seen = {name: rows(f"SELECT * FROM {name}") for name in tables}
    # What a bin is called is nobody's secret.
    told = {
        name
        for name in tables
        if name != "place" and re.search(f"{THEIRS}|777777", str(seen[name]))
    }
    assert told == set()
    assert {name for name in tables if seen[name]} <= sight.SEEN.keys()
    assert sight.SEEN.keys() <= set(tables)
    mine = {name for name in sight.SEEN if OURS in str(whole[name])}
    assert {name for name in mine if OURS not in str(seen[name])} == set()
    assert len(mine) > 10


def test_a_client_hears_neither_of_others_orders_nor_of_letters_and_is_no_more_pressing_than_they(
    app: APIFlask, house: House
) -> None:
    item = house.kept["ACME"]["item"]
    theirs = {"number": "N7", "channel": "ACME", "owner": "BOLT", "lines": [{"item": item, "qty": 1}]}  # fmt: skip
    house.office.desk.post("/orders", theirs)
    mine = {"number": "N7", "lines": [{"item": item, "qty": 1}]}
    refused = house.acme.post("/orders", mine, expect=409)
    assert refused["params"] == {"number": "N7", "channel": "ACME"}
    assert house.acme.post("/orders", {**mine, "number": "N8", "priority": 1})["priority"] == 5
    bought = house.kept["ACME"]["purchase_order"]
    with app.app_context():
        command(
            lambda tx: tx.run(
                "UPDATE purchase_order SET sent_to = 'buyer@supplier.example', send_problem = 'smtp.internal' "
                "WHERE id = :id",
                id=bought,
            )
        )
    told = str(house.acme.get(f"/purchase-orders/{bought}"))
    assert "supplier.example" not in told
    assert "smtp.internal" not in told
