"""Webhooks from the office and by software: made, paused, signed anew, their messages shown and sent again."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from apiflask import APIFlask

from pickface.db import rows
from pickface.tasks import jobs
from pickface.webhooks.sender import Sender
from tests.integration.webhooks.receiver import Receiver, proved
from tests.office import Desk, Office, open_office


@pytest.fixture
def office(app: APIFlask) -> Office:
    office = open_office(app)
    office.desk.post("/items", {"sku": "TEA", "name": "Tea"})
    return office


@pytest.fixture
def sender(app: APIFlask) -> Iterator[Sender]:
    sender = Sender(app)
    yield sender
    sender.stop()


def order(desk: Desk, number: str) -> int:
    made = desk.post("/orders", {"number": number, "lines": [{"item": "TEA", "qty": 1}]})
    return int(made["id"])


def form(receiver: Receiver, *events: str) -> dict[str, object]:
    return {"name": "Shop", "url": receiver.url, "events": list(events or ["order.status"])}


def test_a_webhook_is_made_tested_paused_and_ended(
    office: Office, receiver: Receiver, sender: Sender
) -> None:
    desk = office.desk
    made = desk.post("/webhooks", form(receiver))
    (shown,) = desk.get("/webhooks")["items"]
    assert made["secret"].startswith("whsec_")
    assert "secret" not in shown
    assert shown["events"] == ["order.status"]
    path = f"/webhooks/{made['id']}"
    tested = desk.post(f"{path}/test")["message"]
    sender.work_off()
    (headers, body), said = receiver.got[0], receiver.said[0]
    assert (said["type"], said["data"]) == ("test", {"hello": "Shop"})
    assert proved(made["secret"], headers, body)
    assert not proved(made["secret"], headers, body + b" ")
    message = desk.get(f"{path}/messages/{tested}")
    assert (message["state"], message["status"], message["body"]) == ("sent", 200, said)

    assert desk.post(f"{path}/pause", expect=200)["state"] == "paused"
    order(desk, "1")
    sender.work_off()
    assert len(receiver.got) == 1
    assert desk.get("/webhooks")["items"][0]["waiting"] == 1
    desk.post(f"{path}/resume", expect=200)
    sender.work_off()
    assert receiver.said[1]["data"]["number"] == "1"

    order(desk, "2")
    desk.post(f"{path}/end", expect=204)
    sender.work_off()
    assert len(receiver.got) == 2
    assert desk.get("/webhooks")["items"] == []
    desk.post(f"{path}/pause", expect=404)


def test_a_new_secret_signs_at_once_and_the_old_one_as_well_for_a_while(
    office: Office, receiver: Receiver, sender: Sender, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = office.desk.post("/webhooks", form(receiver))
    path = f"/webhooks/{made['id']}"
    new = office.desk.post(f"{path}/secret", {"hours": 1}, expect=200)
    assert new["secret"] != made["secret"]
    order(office.desk, "1")
    sender.work_off()
    assert proved(made["secret"], *receiver.got[0])
    assert proved(new["secret"], *receiver.got[0])
    monkeypatch.setattr("pickface.webhooks.sender.clock", lambda: new["old_secret_until"])
    order(office.desk, "2")
    sender._make_messages()
    sender._turn(made["id"])
    assert not proved(made["secret"], *receiver.got[1])
    assert proved(new["secret"], *receiver.got[1])


def test_dead_letters_are_listed_and_sent_again_one_or_all(
    office: Office, receiver: Receiver, sender: Sender, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pickface.webhooks.outbox.MOST_TRIES", 1)
    desk = office.desk
    path = f"/webhooks/{desk.post('/webhooks', form(receiver))['id']}"
    receiver.answers = [400, 400, 400]
    for number in ("1", "2", "3"):
        order(desk, number)
    sender.work_off()
    dead = desk.get(f"{path}/messages", state="dead")["items"]
    assert [(one["attempts"], one["status"], one["problem"]) for one in dead] == [
        (1, 400, "answered")
    ] * 3
    assert desk.get("/webhooks")["items"][0]["dead"] == 3
    first = dead[-1]
    assert desk.post(f"{path}/messages/{first['id']}/replay", expect=200) == {"again": 1}
    sender.work_off()
    assert receiver.got[3][0]["webhook-id"] == first["uuid"]
    assert receiver.got[3][1] == receiver.got[0][1]
    assert desk.post(f"{path}/replay", {}, expect=200) == {"again": 2}
    sender.work_off()
    assert {one["state"] for one in desk.get(f"{path}/messages")["items"]} == {"sent"}
    assert desk.post(f"{path}/replay", {"since": 0}, expect=200) == {"again": 3}
    assert sender.work_off() == 3
    desk.post(f"{path}/messages/999/replay", expect=404)


def test_who_may_and_which_addresses(office: Office, receiver: Receiver) -> None:
    desk = office.desk
    for url in ("https://10.0.0.1/", "http://93.184.216.34/", "https://u:p@93.184.216.34/"):
        refused = desk.post("/webhooks", {**form(receiver), "url": url}, expect=422)
        assert refused["params"]["field"] == "url"
    desk.post("/webhooks", form(receiver, "no.such"), expect=422)
    made = desk.post("/webhooks", form(receiver))
    office.hire("supervisor")
    office.sign_in("supervisor").get("/webhooks", expect=403)
    other = open_office(office.app, "OTHER")
    assert other.desk.get("/webhooks")["items"] == []
    for what in ("pause", "test", "end"):
        other.desk.post(f"/webhooks/{made['id']}/{what}", expect=404)
    other.desk.get(f"/webhooks/{made['id']}/messages", expect=404)


def test_whoever_changes_a_webhook_is_journaled_and_no_secret_is(
    office: Office, receiver: Receiver
) -> None:
    made = office.desk.post("/webhooks", form(receiver))
    path = f"/webhooks/{made['id']}"
    changed = office.desk.post(
        path, {"name": "Shop 2", "events": ["stock.level"]}, method="PATCH", expect=200
    )
    assert (changed["name"], changed["events"]) == ("Shop 2", ["stock.level"])
    new = office.desk.post(f"{path}/secret", {}, expect=200)
    with office.app.app_context():
        journal = str(rows("SELECT body FROM scan_event"))
    for action in ("make_webhook", "change_webhook", "rotate_webhook_secret"):
        assert f'"action":"{action}"' in journal
    assert receiver.url.partition("?")[0] in journal
    assert receiver.url not in journal
    assert made["secret"] not in journal
    assert new["secret"] not in journal


def test_another_site_s_orders_are_not_told(
    office: Office, receiver: Receiver, sender: Sender
) -> None:
    office.desk.post("/webhooks", form(receiver))
    order(open_office(office.app, "OTHER").desk, "1")
    sender.work_off()
    assert receiver.got == []


def test_software_manages_webhooks_by_its_scopes(office: Office, receiver: Receiver) -> None:
    token = office.desk.post(
        "/tokens",
        {"name": "ERP", "role": "manager", "scopes": ["webhooks.make_webhook"], "days": 1},
    )["token"]
    erp = Desk(office.app.test_client(), {"Authorization": f"Bearer {token}"})
    erp.post("/webhooks", form(receiver))
    keyed = erp.client.post(
        "/api/v1/webhooks",
        json=form(receiver),
        headers={**erp.headers, "Idempotency-Key": "1"},
    )
    assert keyed.status_code == 422, "a secret is not kept to be answered again"


def test_a_channel_hears_of_its_own_orders_and_of_stock_less_its_buffer(
    office: Office, receiver: Receiver, sender: Sender
) -> None:
    desk = office.desk
    desk.post("/floor", {"aisles": 1, "bays": 1, "levels": 1})
    shop = {"code": "shop", "kind": "shopify", "secret": "12345678", "stock_buffer": 3}
    channel = desk.post("/channels", shop)["id"]
    wanted = form(receiver, "order.status", "stock.level")
    made = desk.post("/webhooks", {**wanted, "channel": channel})
    assert made["channel"] == "shop"
    desk.post("/webhooks", {**wanted, "channel": 999}, expect=422)
    item = desk.get("/items")["items"][0]["id"]
    place = desk.get("/places", code="A-01-01")["items"][0]["id"]
    for delta, told in ((2, 0), (5, 4)):
        body = {"item": item, "place": place, "delta": delta, "reason": "found"}
        desk.post("/stock/adjustments", body, expect=200)
        sender.work_off()
        assert receiver.said[-1]["data"]["available"] == told
    order(desk, "1")
    desk.post("/orders", {"number": "2", "channel": "shop", "lines": [{"item": "TEA", "qty": 1}]})
    sender.work_off()
    orders = [said["data"]["number"] for said in receiver.said if said["type"] == "order.status"]
    assert orders == ["2"]


def test_a_channel_that_keeps_more_back_is_told_every_level_anew(
    office: Office, receiver: Receiver, sender: Sender
) -> None:
    desk = office.desk
    desk.post("/floor", {"aisles": 1, "bays": 1, "levels": 1})
    shop = {"code": "shop", "kind": "shopify", "secret": "12345678"}
    channel = desk.post("/channels", shop)["id"]
    desk.post("/webhooks", {**form(receiver, "stock.level"), "channel": channel})
    desk.post("/webhooks", form(receiver, "stock.level"))
    item = desk.get("/items")["items"][0]["id"]
    place = desk.get("/places", code="A-01-01")["items"][0]["id"]
    body = {"item": item, "place": place, "delta": 9, "reason": "found"}
    desk.post("/stock/adjustments", body, expect=200)
    kit = desk.post("/items", {"sku": "SET", "name": "Set"})["id"]
    made_of = {"kind": "virtual", "components": [{"item": item, "qty": 2}]}
    desk.post(f"/kits/{kit}", made_of, method="PUT", expect=200)
    sender.work_off()

    before = len(receiver.said)
    for buffer in (4, 4):
        change = {"stock_buffer": buffer}
        desk.post(f"/channels/{channel}", change, method="PATCH", expect=200)
        here = office.app.extensions["pickface"]
        while jobs.run_due(office.app, here.writer, here.jobs):
            pass
        sender.work_off()
    told = {said["data"]["sku"]: said["data"]["available"] for said in receiver.said[before:]}
    assert told == {"TEA": 5, "SET": 0}
    assert len(receiver.said) == before + 2, (
        "the other webhook knows no buffer; the same again tells nothing"
    )
