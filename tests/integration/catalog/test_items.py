"""Items, their barcodes, and the catalogue, over HTTP."""

from __future__ import annotations

import gzip
import json
from typing import Any

import pytest
from apiflask import APIFlask

from pickface.catalog import catalogue
from pickface.db import command
from tests.office import Office, open_office

GTIN = "5012345678900"


@pytest.fixture
def office(app: APIFlask, monkeypatch: pytest.MonkeyPatch) -> Office:
    monkeypatch.setattr(catalogue, "LOOK_EVERY_S", 0.0)
    return open_office(app)


def heart(**more: Any) -> dict[str, Any]:
    return {"sku": "85123A", "name": "White heart", "barcodes": [{"value": GTIN}], **more}


def test_an_item_is_made_with_its_barcodes_and_found_again(office: Office) -> None:
    codes = [{"value": GTIN}, {"value": "15012345678907", "qty": 24, "pack": "case"}]
    made = office.desk.post("/items", heart(barcodes=codes, zone="A", tracking="lot"))
    assert [(code["key"], code["qty"], code["pack"]) for code in made["barcodes"]] == [
        ("05012345678900", 1, "piece"),
        ("15012345678907", 24, "case"),
    ]
    assert office.desk.get(f"/items/{made['id']}") == made
    assert [item["id"] for item in office.desk.get("/items", sku="85123A")["items"]] == [made["id"]]


def test_an_item_without_a_barcode_gets_its_sku_as_one(office: Office) -> None:
    made = office.desk.post("/items", heart(sku="85123a", barcodes=[]))
    assert [code["key"] for code in made["barcodes"]] == ["85123A"]


def test_a_wrong_check_digit_is_told_with_the_right_one(office: Office) -> None:
    told = office.desk.post("/items", heart(barcodes=[{"value": "5012345678901"}]), expect=422)
    assert told["code"] == "check_digit"
    assert told["params"]["expected"] == 0
    assert office.desk.get("/items")["items"] == []


def test_law_16_a_barcode_belongs_to_one_item_and_a_refusal_leaves_nothing_behind(
    office: Office,
) -> None:
    office.desk.post("/items", heart())
    told = office.desk.post(
        "/items", heart(sku="OTHER", barcodes=[{"value": "0" + GTIN}]), expect=409
    )
    assert (told["code"], told["params"]["sku"]) == ("barcode_taken", "85123A")
    assert [item["sku"] for item in office.desk.get("/items")["items"]] == ["85123A"]


def test_a_sku_belongs_to_one_item(office: Office) -> None:
    office.desk.post("/items", heart())
    assert office.desk.post("/items", heart(barcodes=[]), expect=409)["code"] == "sku_taken"


def test_items_are_found_by_part_of_name_or_sku(office: Office) -> None:
    for sku, name in (("A1", "Red mug 50%"), ("B2", "Blue MUG"), ("C3", "Plate")):
        office.desk.post("/items", {"sku": sku, "name": name})

    def found(q: str) -> list[str]:
        return [item["sku"] for item in office.desk.get("/items", q=q)["items"]]

    assert found("mug") == ["A1", "B2"]
    assert found("b2") == ["B2"]
    assert found("50%") == ["A1"]
    assert found("%") == ["A1"]
    assert found("_") == []


def test_items_are_listed_page_by_page(office: Office) -> None:
    for number in range(5):
        office.desk.post("/items", {"sku": f"S{number}", "name": "x"})
    seen, cursor = [], {}
    while True:
        page = office.desk.get("/items", limit=2, **cursor)
        seen += [item["sku"] for item in page["items"]]
        if page["next"] is None:
            break
        cursor = {"cursor": page["next"]}
    assert seen == ["S0", "S1", "S2", "S3", "S4"]


def test_the_catalogue_holds_items_codes_and_places(office: Office) -> None:
    office.desk.post("/zones", {"code": "A", "name": "Ambient"})
    place = office.desk.post(
        "/places", {"code": "A-12-04", "zone": "A", "aisle": "A", "bay": "12", "level": "04"}
    )
    item = office.desk.post("/items", heart(zone="A"))
    found = office.desk.get("/catalogue")
    assert found["items"] == [[item["id"], "85123A", "White heart", "none", "A"]]
    assert found["codes"] == [["05012345678900", item["id"], 1, "piece"]]
    assert [place["id"], "A-12-04", "bin", "A", "A", "12", "04", 0, 0] in found["places"]
    kinds = {row[2] for row in found["places"]}
    assert kinds == {"bin", "station"}


def test_an_unchanged_catalogue_is_not_sent_again_and_a_changed_one_is(office: Office) -> None:
    office.desk.post("/items", heart())
    client = office.desk.client
    first = client.get("/api/v1/catalogue")
    tag = first.headers["ETag"]
    assert client.get("/api/v1/catalogue", headers={"If-None-Match": tag}).status_code == 304
    office.desk.post("/items", heart(sku="NEW", barcodes=[]))
    changed = client.get("/api/v1/catalogue", headers={"If-None-Match": tag})
    assert changed.status_code == 200
    assert changed.headers["ETag"] != tag
    assert len(changed.json["items"]) == 2


def test_the_same_content_has_the_same_tag_in_every_process(office: Office) -> None:
    office.desk.post("/items", heart())
    first = office.desk.client.get("/api/v1/catalogue").headers["ETag"]
    office.app.extensions.pop("pickface_catalogue")
    assert office.desk.client.get("/api/v1/catalogue").headers["ETag"] == first


def test_a_browser_gets_the_catalogue_compressed(office: Office) -> None:
    office.desk.post("/items", heart())
    answer = office.desk.client.get("/api/v1/catalogue", headers={"Accept-Encoding": "gzip, br"})
    assert answer.headers["Content-Encoding"] == "gzip"
    assert json.loads(gzip.decompress(answer.data)) == office.desk.get("/catalogue")


def test_a_catalogue_of_many_pieces_is_whole(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catalogue, "PIECE", 7)
    rows = [
        {"owner_id": 1, "sku": f"S{number}", "name": 'a "quoted" ]name[', "changed_at": 1}
        for number in range(100)
    ]
    with office.app.app_context():
        command(lambda tx: tx.insert_many("item", rows))
    assert [item[1] for item in office.desk.get("/catalogue")["items"]] == [
        row["sku"] for row in rows
    ]


def test_what_is_no_longer_sold_leaves_the_catalogue(office: Office) -> None:
    office.desk.post("/items", heart())
    with office.app.app_context():
        command(lambda tx: tx.run("UPDATE item SET active = 0, changed_at = :now", now=tx.now + 1))
    found = office.desk.get("/catalogue")
    assert (found["items"], found["codes"]) == ([], [])
