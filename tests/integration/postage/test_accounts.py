"""A manager sets a carrier's account up, tries it, and has the carrier told of a day's parcels."""

from __future__ import annotations

import datetime as dt

import pytest
from apiflask import APIFlask

from pickface.db import clock
from pickface.postage import manifesting
from pickface.postage.easypost import minor, ounces
from tests.integration.postage.house import ACCOUNT, KEY, House
from tests.integration.postage.seller import PAPER, Seller
from tests.office import Office, open_office


@pytest.fixture
def office(app: APIFlask) -> Office:
    """A desk, and a carrier whose labels the house prints."""
    office = open_office(app)
    office.desk.post("/carriers", {"code": "UPS", "name": "Ups"})
    return office


def test_an_account_is_said_tried_and_taken_away_and_its_key_is_never_told(
    office: Office, seller: Seller
) -> None:
    (ups,) = office.desk.get("/carriers")["items"]
    path = f"/carriers/{ups['id']}/account"
    assert office.desk.get(path)["has_key"] is False
    to = {"street": "Am Wall 1", "city": "Bremen", "country": "DE"}
    assert office.desk.post(f"{path}/try", to, expect=409)["code"] == "carrier_has_no_account"
    without = {name: value for name, value in ACCOUNT.items() if name != "api_key"}
    assert office.desk.post(path, without, expect=409, method="PUT")["code"] == "carrier_has_no_account"  # fmt: skip
    said = office.desk.post(path, ACCOUNT, expect=200, method="PUT")
    assert (said["service"], said["has_key"], KEY in str(said)) == ("easypost", True, False)
    # Said again without its key, it keeps it.
    office.desk.post(path, {**without, "ways": ["UPS"]}, expect=200, method="PUT")
    quotes = office.desk.post(f"{path}/try", to, expect=200)["items"]
    prices = {one["way"]: one["price_minor"] for one in quotes}
    assert prices == {"UPS Ground": 740, "UPS NextDayAir": 3125}
    assert seller.paid == []
    office.desk.post(path, {**ACCOUNT, "api_key": "EZTK-another"}, expect=200, method="PUT")
    assert office.desk.post(f"{path}/try", to, expect=409)["code"] == "service_key_refused"
    office.desk.post(path, expect=200, method="DELETE")
    assert office.desk.get("/carriers")["items"][0]["service"] == ""


def test_the_carrier_is_told_of_a_day_s_parcels_once_though_its_answer_was_lost(
    house: House,
) -> None:
    house.pack()
    house.floor.work_off()
    day = dt.datetime.fromtimestamp(clock() / 1000, dt.UTC).date().isoformat()
    house.seller.hang_up_after.append("scan_forms")
    site = house.floor.site.id
    for _ in range(2):
        house.floor.write(lambda tx: manifesting.ask(tx, site, house.carrier, day, "UTC"))
    house.floor.work_off()
    house.wait()
    with house.floor.app.app_context():
        (made,) = manifesting.listed(site, house.carrier)["items"]
        assert (made["state"], made["parcels"]) == ("ready", 1)
        assert manifesting.paper_of(site, made["id"]) == PAPER["form"]
    assert len(house.seller.forms) == 1


def test_a_parcel_is_never_told_to_weigh_less_than_it_does() -> None:
    assert [ounces(grams) for grams in (0, 28, 29, 1_000)] == [0.1, 1.0, 1.1, 35.3]
    assert [minor(amount) for amount in ("5.93", 7, "?", None)] == [593, 700, None, None]
