"""Low stock is told by rule: once, to whom it may concern, until it recovered, and at no cost to a scan."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from apiflask import APIFlask

from pickface.alerts import judging, mailing
from pickface.alerts.judging import JudgedMeanwhile
from pickface.alerts.watcher import Watcher
from pickface.db import Tx, clock
from pickface.webhooks import service as webhooks
from pickface.webhooks.forms import WebhookForm
from pickface.webhooks.sender import Sender
from tests.integration.alerts.house import House
from tests.integration.webhooks.test_sending import work_an_order
from tests.scenarios.floor import Floor
from tests.scenarios.test_buying import letterbox


@pytest.fixture
def house(app: APIFlask) -> House:
    """Twenty teas and twenty salts."""
    return House(Floor(app))


def test_an_item_that_falls_under_a_number_is_told_once_until_it_recovered(house: House) -> None:
    house.rule(covers="item", item="TEA", level="number", under=15, recover_pct=20)
    assert house.alerts() == []
    house.floor.order("1", release=False, TEA=5)
    house.settle()
    assert house.alerts() == [], "fifteen is not under fifteen"
    house.floor.order("2", release=False, TEA=1)
    house.settle()
    assert house.alerts() == [("Low tea", "TEA", 14, 15)]
    house.floor.order("3", release=False, TEA=4)
    house.settle()
    assert house.alerts() == [("Low tea", "TEA", 10, 15)], "the same alert, as it is now"
    house.floor.stock("A-01-01", "TEA", 7)
    house.settle()
    assert house.alerts() == [("Low tea", "TEA", 17, 15)], "over it is only from 18 on"
    house.floor.stock("A-01-01", "TEA", 1)
    house.settle()
    assert (house.alerts(), house.alerts("over")) == ([], [("Low tea", "TEA", 18, 15)])
    house.floor.order("4", release=False, TEA=2)
    house.settle()
    assert house.alerts() == [], "sixteen is not low"
    house.floor.order("5", release=False, TEA=4)
    house.settle()
    assert len(house.alerts()) == 1
    assert len(house.alerts("")) == 2


def test_what_lies_there_is_not_what_can_be_promised(house: House) -> None:
    house.rule("Shelf", covers="item", item="TEA", measure="on_hand", level="number", under=20)
    house.floor.order("1", release=False, TEA=5)
    house.settle()
    assert house.alerts() == []
    work_an_order(house.floor)
    house.settle()
    assert house.alerts() == [("Shelf", "TEA", 18, 20)]


def test_classes_reorder_points_and_days_of_cover_come_from_the_forecast(house: House) -> None:
    house.forecast("TEA", a_day_milli=3_000, reorder_point=20, abc="AX")
    house.forecast("SALT", a_day_milli=0, reorder_point=0, abc="CZ")
    house.rule("Points", covers="all", level="reorder_point")
    house.rule("Fast", covers="class", abc="A", measure="cover", level="number", under=7)
    house.rule("Slow", covers="class", abc="C", measure="cover", level="number", under=7)
    assert house.alerts() == [("Points", "TEA", 20, 20), ("Fast", "TEA", 6, 7)]
    house.floor.stock("A-01-01", "TEA", 2)
    house.settle()
    assert house.alerts() == [("Points", "TEA", 22, 20)], "above it by a tenth is over"


def test_what_comes_in_time_is_counted_and_what_orders_wait_for_is_not(house: House) -> None:
    floor = house.floor
    house.rule(
        "Promise",
        covers="item",
        item="TEA",
        measure="promise",
        level="number",
        under=10,
        within_days=400 - 40,
    )
    floor.order("1", release=False, TEA=30)
    house.settle()
    assert house.alerts() == [("Promise", "TEA", 0, 10)]
    order = floor.purchase("PO-1", TEA=100)
    floor.write(
        lambda tx: tx.run(
            "UPDATE purchase_order SET expected_on = '2999-01-01', state = 'approved' WHERE id = :id",
            id=order,
        )
    )
    house.settle()
    assert len(house.alerts()) == 1, "it comes too late"
    # What depends on the day is looked at again each night.
    floor.write(
        lambda tx: tx.run(
            "UPDATE purchase_order SET expected_on = :on WHERE id = :id", id=order, on=_in_days(30)
        )
    )
    floor.write(lambda tx: tx.run("UPDATE job SET run_at = 0 WHERE kind = 'watch_stock'"))
    house.settle()
    assert house.alerts() == []
    assert house.alerts("over") == [("Promise", "TEA", 90, 10)]


def _in_days(days: int) -> str:
    import datetime as dt

    return (
        (dt.datetime.fromtimestamp(clock() / 1000, dt.UTC) + dt.timedelta(days=days))
        .date()
        .isoformat()
    )


def test_a_scan_has_not_one_statement_more(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    floor = house.floor
    seen: list[str] = []
    run = Tx.run

    def counted(self: Tx, sql: str, **params: Any) -> int:
        seen.append(sql)
        return run(self, sql, **params)

    def cost(number: str) -> list[str]:
        floor.order(number, TEA=2)
        sofia = floor.person(f"Sofia {number}")
        assert sofia.next("pick") is not None
        sofia.scans(f"T000{number}", "A-01-01")
        with monkeypatch.context() as patch:
            patch.setattr(Tx, "run", counted)
            seen.clear()
            sofia.scan("TEA")
        assert sofia.verdict[0] == "booked"
        return list(seen)

    without = cost("1")
    for n, measure in enumerate(("available", "on_hand", "promise")):
        house.rule(
            f"Rule {n}", covers="all", measure=measure, level="number", under=19, within_days=5
        )
    before = floor.value("SELECT COUNT(*) FROM stock_alert")
    assert cost("2") == without
    assert floor.value("SELECT COUNT(*) FROM stock_alert") == before, "nothing is judged in a scan"
    assert floor.value("SELECT COUNT(*) FROM stock_changed") > 0
    house.settle()
    assert floor.value("SELECT COUNT(*) FROM stock_changed") == 0
    # What is in a tote still lies in the house.
    assert [one[:3] for one in house.alerts()] == [("Rule 0", "TEA", 16), ("Rule 2", "TEA", 16)]


def test_what_changes_while_it_is_judged_is_judged_again(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    floor = house.floor
    house.rule(covers="item", item="TEA", level="number", under=15, recover_pct=0)
    floor.order("1", release=False, TEA=6)
    real = floor.engine.writer.run

    def late(work: Any) -> Any:
        # Somebody brings goods between the watcher's look and its writing.
        monkeypatch.setattr(floor.engine.writer, "run", real)
        floor.stock("A-01-01", "TEA", 6)
        return real(work)

    monkeypatch.setattr(floor.engine.writer, "run", late)
    with floor.app.app_context():
        judging.judge_changed(floor.engine.writer)
    assert house.alerts() == [("Low tea", "TEA", 14, 15)]
    house.settle()
    assert house.alerts() == []


def test_of_two_who_judge_the_same_the_second_begins_anew(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    floor = house.floor
    house.rule(covers="item", item="TEA", level="number", under=15)
    floor.order("1", release=False, TEA=6)
    other = Watcher(floor.app)
    real = floor.engine.writer.run

    def late(work: Any) -> Any:
        monkeypatch.setattr(floor.engine.writer, "run", real)
        other.work_off()
        return real(work)

    monkeypatch.setattr(floor.engine.writer, "run", late)
    with floor.app.app_context(), pytest.raises(JudgedMeanwhile):
        judging.judge_changed(floor.engine.writer)
    house.settle()
    assert house.alerts() == [("Low tea", "TEA", 14, 15)]


def test_it_is_counted_in_the_bar_until_somebody_knows_or_puts_it_off(house: House) -> None:
    house.rule(covers="all", level="number", under=25, roles=["buyer"])
    assert house.buyer.get("/troubles")["stock"] == [{"id": 1, "name": "Low tea", "alerts": 2}]
    assert house.desk.get("/troubles")["count"] == 0, "the rule names the buyers alone"
    first, second = (
        one["id"] for one in house.buyer.get("/stock-alerts", state="waiting")["items"]
    )
    seen = house.buyer.post(f"/stock-alerts/{first}/acknowledge", expect=200)
    assert seen["seen_by"] == "Buyer"
    assert house.buyer.get("/troubles")["count"] == 1
    put_off = house.buyer.post(f"/stock-alerts/{second}/snooze", {"days": 2}, expect=200)
    assert put_off["snoozed_until"] > clock()
    assert house.buyer.get("/troubles")["count"] == 0
    house.floor.write(
        lambda tx: tx.run("UPDATE stock_alert SET snoozed_until = 1 WHERE id = :id", id=second)
    )
    assert house.buyer.get("/troubles")["count"] == 1, "its time is over"
    house.buyer.post(f"/stock-alerts/{first}/wake", expect=200)
    assert house.buyer.get("/troubles")["count"] == 2
    house.buyer.post("/stock-alerts/999/wake", expect=404)


def test_rules_are_changed_and_ended_and_it_is_known_by_whom(house: House) -> None:
    made = house.rule(covers="item", item="TEA", level="number", under=25)
    told = {"name": "Tea", "covers": "item", "item": "TEA", "level": "number", "under": 30}
    house.buyer.post(f"/stock-rules/{made}", told, method="PUT", expect=200)
    house.settle()
    assert house.alerts() == [("Tea", "TEA", 20, 25)], "the same alert"
    house.desk.post(f"/stock-rules/{made}", {**told, "under": 10}, method="PUT", expect=200)
    house.settle()
    assert house.alerts() == [], "twenty is enough now"
    house.desk.post(f"/stock-rules/{made}", {**told, "active": False}, method="PUT", expect=200)
    house.desk.post(f"/stock-rules/{made}", method="DELETE", expect=204)
    house.desk.post(f"/stock-rules/{made}", method="DELETE", expect=404)
    changes = house.desk.get("/stock-rules/history")["items"]
    said = [
        (one["person"], one["name"], json.loads(one["old"]), json.loads(one["new"]))
        for one in changes[::-1]
    ]
    assert said[0] == ("Manager", "made", "", "Low tea")
    assert ("Buyer", "under", 25, 30) in said
    assert said[-1] == ("Manager", "ended", "Tea", "")


def test_a_rule_that_makes_no_sense_is_refused(house: House) -> None:
    for told in (
        {"covers": "item"},
        {"covers": "all", "item": "TEA"},
        {"covers": "class"},
        {"measure": "cover", "level": "reorder_point"},
        {"level": "number", "under": 0},
        {"emails": ["somebody"]},
        {"emails": ["a@b.example\nBcc: c@d.example"]},
    ):
        house.desk.post("/stock-rules", {"name": "Odd", **told}, expect=422)
    house.desk.post("/stock-rules", {"name": "Odd", "covers": "item", "item": "NONE"}, expect=404)
    house.rule("Once")
    house.desk.post("/stock-rules", {"name": "Once"}, expect=409)


def test_who_is_named_gets_one_letter_for_all_that_was_found(house: House) -> None:
    floor = house.floor
    with letterbox() as (url, letters):
        config = replace(floor.engine.config, smtp_url=url)
        told = {
            "covers": "all",
            "level": "number",
            "under": 25,
            "emails": ["ann@house.example", "bo@house.example"],
        }
        house.desk.post("/stock-rules", {"name": "Low", **told})
        floor.engine.config = config
        house.settle()
        house.settle()
    (letter,) = letters
    for part in (
        "To: ann@house.example, bo@house.example",
        "2 items",
        "TEA",
        "SALT",
        "20 available, the level is 25",
    ):
        assert part in letter
    assert floor.value("SELECT COUNT(*) FROM stock_alert WHERE mailed_at = 0") == 0


def test_a_mail_server_that_is_away_is_tried_again(house: House, free_port: int) -> None:
    floor = house.floor
    floor.engine.config = replace(floor.engine.config, smtp_url=f"smtp://127.0.0.1:{free_port}/")
    made = house.rule(covers="all", level="number", under=25, emails=["ann@house.example"])
    with floor.app.app_context(), pytest.raises(ConnectionRefusedError):
        mailing.send(floor.engine.config, floor.engine.writer, str(made))
    assert floor.value("SELECT COUNT(*) FROM stock_alert WHERE mailed_at = 0") == 2
    assert floor.value("SELECT COUNT(*) FROM job WHERE kind = 'mail_stock_alerts'") == 1


def test_other_systems_are_told_of_both_ends(house: House) -> None:
    floor = house.floor
    by = {
        "id": floor.value("SELECT id FROM person WHERE role = 'manager'"),
        "site_id": floor.site.id,
    }
    form = WebhookForm.model_validate(
        {
            "name": "ERP",
            "url": "https://erp.example/hook",
            "events": ["stock.low", "stock.recovered"],
        }
    )
    floor.write(lambda tx: webhooks.make(tx, floor.engine.signer, by, form, webhooks.new_secret()))
    house.rule(covers="item", item="TEA", level="number", under=25)
    floor.stock("A-01-01", "TEA", 30)
    house.settle()
    with floor.app.app_context():
        Sender(floor.app)._make_messages()
    told = [
        json.loads(one["body"])
        for one in floor.read("SELECT body FROM webhook_message ORDER BY id")
    ]
    assert [(one["type"], one["data"]["sku"], one["data"]["value"]) for one in told] == [
        ("stock.low", "TEA", 20),
        ("stock.recovered", "TEA", 50),
    ]


def test_nothing_is_noted_where_no_rule_is(house: House) -> None:
    work_an_order(house.floor)
    assert house.floor.value("SELECT COUNT(*) FROM stock_changed") == 0


def test_another_site_s_rules_and_alerts_are_its_own(house: House) -> None:
    house.rule(covers="all", level="number", under=25)
    from tests.office import open_office

    other = open_office(house.floor.app, "OTHER").desk
    assert other.get("/stock-rules")["items"] == other.get("/stock-alerts")["items"] == []
    other.post("/stock-alerts/1/wake", expect=404)
    other.post("/stock-rules/1", method="DELETE", expect=404)
