"""A label is bought once, behind the commit, whatever dies when; and a parcel without one goes nowhere."""

from __future__ import annotations

import json

import pytest

from pickface.orders import parcel_labels, shipments
from pickface.orders.carriers import give_to
from pickface.orders.parcel_labels import LabelAwaited, OtherPaper
from pickface.postage import following, labels
from pickface.postage.interface import ServiceAway
from pickface.tasks import jobs
from tests.integration.postage.house import House
from tests.integration.postage.seller import PAPER


def test_a_parcel_waits_for_its_label_and_goes_with_the_carrier_s_number(house: House) -> None:
    parcel = house.pack()
    # Nothing was asked while the carton was closed, and nobody is sent to bring what has no label.
    assert house.seller.asked == []
    assert house.floor.tasks("ship") == []
    assert house.parcel(parcel)["label"] == "wanted"
    house.floor.work_off()
    shown = house.parcel(parcel)
    assert (shown["label"], shown["tracking"]) == ("ready", "1Z0000000000000001")
    assert shown["tracking_url"] == "https://track.easypost.com/1Z0000000000000001"
    assert house.floor.tasks("ship") == ["ready"]
    with house.floor.app.app_context():
        assert parcel_labels.paper(house.floor.site.id, parcel, "PDF") == PAPER["PDF"]
        with pytest.raises(OtherPaper):
            parcel_labels.paper(house.floor.site.id, parcel, "ZPL")
        slip = shipments.packing_slip(house.floor.site.id, parcel)
    assert slip.parcel.tracking_url == shown["tracking_url"]
    linh = house.floor.person("Omar", "packer").open("1Z0000000000000001")
    linh.scans("LP000100", "SHIP-1")
    assert house.floor.order_state("O-T0001") == "shipped"


def test_the_cheapest_of_the_wished_ways_is_bought_for_who_it_is_and_what_it_weighs(
    house: House,
) -> None:
    house.says(ways=["ups"], format="ZPL", api_key=None)
    house.pack()
    house.floor.work_off()
    (sold,) = house.seller.paid
    assert (sold["selected_rate"]["service"], house.label()["cost_minor"]) == ("Ground", 740)
    assert sold["to_address"] == {
        "name": "Ada Byron", "street1": "St James's Sq 12", "city": "London", "zip": "SW1Y 4JH", "country": "GB",
    }  # fmt: skip
    assert sold["from_address"]["country"] == "DE"
    assert sold["parcel"]["weight"] > 0
    assert (house.label()["format"], bytes(house.label()["content"])) == ("ZPL", PAPER["ZPL"])


@pytest.mark.parametrize("end", ["shipments", "buy", "PDF"])
def test_a_question_that_is_never_answered_buys_no_second_label(house: House, end: str) -> None:
    if end == "PDF":
        house.seller.fails.append(("buy", 503, None))
    house.seller.hang_up_after.append(end)
    parcel = house.pack()
    house.floor.work_off()
    assert house.parcel(parcel)["label"] == "wanted"
    house.wait()
    assert house.parcel(parcel)["label"] == "ready"
    assert len(house.seller.paid) == 1
    assert house.floor.raised() == []


def test_a_server_that_dies_once_the_label_is_paid_for_takes_the_same_label(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dies(*_: object) -> None:
        raise ServiceAway("the power fails", said="")

    with monkeypatch.context() as killed:
        killed.setattr("pickface.postage.fetching._ready", dies)
        parcel = house.pack()
        house.floor.work_off()
    assert (len(house.seller.paid), house.parcel(parcel)["label"]) == (1, "wanted")
    house.wait()
    assert (len(house.seller.paid), house.parcel(parcel)["label"]) == (1, "ready")


def test_a_carrier_that_is_away_is_asked_again_and_told_a_supervisor_who_hears_when_it_is_over(
    house: House,
) -> None:
    house.seller.fails += [("shipments", 503, None), ("shipments", 429, None), ("shipments", 0, None)]  # fmt: skip
    house.pack()
    house.floor.work_off()
    house.wait()
    assert house.floor.raised() == []
    house.wait()
    assert house.floor.raised() == ["label_late"]
    omar = house.floor.person("Omar", "packer")
    with pytest.raises(LabelAwaited):
        omar.open("LP000100")
    house.wait()
    assert house.floor.raised() == []
    assert house.floor.tasks("ship") == ["ready"]


def test_a_refusal_says_why_in_the_carrier_s_words_and_is_asked_again_when_the_address_is_right(
    house: House,
) -> None:
    field = {"field": "street1", "message": "House number is missing", "suggestion": None}
    wrong = {"code": "SHIPMENT.POSTAGE.FAILURE", "message": "Unable to buy", "errors": [field]}
    house.seller.fails.append(("buy", 422, {"error": wrong}))
    parcel = house.pack()
    house.floor.work_off()
    shown = house.parcel(parcel)
    assert (shown["label"], shown["label_said"]) == ("refused", "Unable to buy; House number is missing")  # fmt: skip
    assert house.floor.raised() == ["label_refused"]
    house.floor.write(lambda tx: labels.again(tx, house.floor.site.id, parcel))
    house.floor.work_off()
    assert house.parcel(parcel)["label"] == "ready"
    assert house.floor.raised() == []
    assert len(house.seller.paid) == 1


@pytest.mark.parametrize(
    ("why", "spoil"),
    [
        ("service_no_way", lambda house: house.seller.rates.clear()),
        ("service_key_refused", lambda house: house.says(api_key="EZTK-another")),
        ("service_money_lacking", lambda house: house.seller.fails.append(("buy", 402, None))),
        ("service_address_incomplete", lambda _: None),
    ],
)
def test_what_nobody_can_sell_is_refused_at_once(house: House, why: str, spoil: object) -> None:
    spoil(house)  # type: ignore[operator]
    country = "Atlantis" if why == "service_address_incomplete" else "France"
    parcel = house.pack(country=country)
    house.floor.work_off()
    shown = house.parcel(parcel)
    assert (shown["label"], shown["label_problem"]) == ("refused", why)
    assert house.seller.paid == []


def test_a_refused_parcel_goes_with_another_carrier_and_the_house_s_own_label(house: House) -> None:
    house.seller.rates.clear()
    parcel = house.pack()
    own = house.parcel(parcel)["tracking"]
    house.named("HANSE", 900)
    house.floor.work_off()
    house.floor.write(lambda tx: give_to(tx, house.floor.site.id, parcel, "HANSE"))
    house.floor.work_off()
    shown = house.parcel(parcel)
    assert (shown["label"], shown["tracking"], shown["carrier"]) == ("", own, "Hanse")
    assert house.floor.tasks("ship") == ["ready"]


def test_a_label_that_was_bought_and_is_not_used_is_told_once(house: House) -> None:
    parcel = house.pack()
    house.floor.work_off()
    own = house.label()["own_tracking"]
    house.named("HANSE", 900)
    house.floor.write(lambda tx: give_to(tx, house.floor.site.id, parcel, "HANSE"))
    house.floor.work_off()
    assert house.parcel(parcel)["tracking"] == own
    for _ in range(2):
        follow(house)
    assert house.floor.raised() == ["label_unused"]
    (told,) = house.floor.read("SELECT params FROM exception")
    assert json.loads(told["params"])["tracking"] == "1Z0000000000000001"


def follow(house: House) -> None:
    """An hour passes."""
    house.floor.write(lambda tx: jobs.leave(tx, following.JOB, str(house.floor.site.id)))
    house.floor.write(lambda tx: tx.run("UPDATE parcel_label SET track_at = 0"))
    house.wait()


def test_parcels_that_have_left_are_followed_until_they_have_come(house: House) -> None:
    parcel = house.pack()
    house.floor.work_off()
    follow(house)
    assert house.parcel(parcel)["track_state"] == ""
    house.floor.person("Omar", "packer").open("LP000100").scans("LP000100", "SHIP-1")
    for state in ("in_transit", "delivered"):
        house.seller.moves(state)
        follow(house)
        assert house.parcel(parcel)["track_state"] == state
    asked = len(house.seller.asked)
    follow(house)
    assert len(house.seller.asked) == asked
