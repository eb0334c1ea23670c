"""From forecast to purchase order and to the shelf: what is proposed, approved, sent, received in parts and closed."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from threading import Barrier
from typing import Any

import pytest
from apiflask import APIFlask

from pickface.db import Tx, clock
from pickface.planning import reckoning
from pickface.planning.reckon import Answer, Question, reckon
from pickface.purchasing import lead_times, letters
from pickface.purchasing.life import Cancelled, NotOrderedYet
from tests import builders
from tests.office import Desk, Office
from tests.scenarios.floor import Floor

DAYS = 60


class Shop(Floor):
    """A site that sells four mugs and one jug a day, buys both from ACME, and has a buyer and a manager at desks."""

    def __init__(self, app: APIFlask) -> None:
        super().__init__(app)
        for sku in ("MUG", "JUG"):
            self.item(sku)
        office = Office(app, self.site.id, Desk(app.test_client()))
        for role in ("manager", "buyer"):
            office.hire(role)
        self.manager, self.buyer = office.sign_in("manager"), office.sign_in("buyer")
        self.write(self._sell)

    def _sell(self, tx: Tx) -> None:
        today = tx.now // builders.DAY_MS
        tx.insert_many(
            "past_demand",
            [
                {"site_id": self.site.id, "item_id": self.items[sku], "day": today - back, "units": units}
                for back in range(1, DAYS + 1)
                for sku, units in (("MUG", 4), ("JUG", 1))
            ],
        )  # fmt: skip

    def supplier(self, **terms: Any) -> int:
        """ACME delivers in nine days, mugs by the dozen and jugs by the piece."""
        form = {
            "code": "ACME",
            "name": "Acme",
            "email": "orders@acme.example",
            "lead_days": 9,
            **terms,
        }
        made = self.buyer.post("/suppliers", form)["id"]
        for sold in (
            {"item": "MUG", "code": "A-77", "pack_qty": 12, "price_minor": 100},
            {"item": "JUG", "price_minor": 700},
        ):
            self.buyer.post(f"/suppliers/{made}/items", sold, method="PUT", expect=200)
        return int(made)

    def reckon(self, meanwhile: Any = None) -> dict[str, Any]:
        """The night's job, with its reckoning in this process; ``meanwhile`` happens while it reckons, once."""
        happenings = [meanwhile] if meanwhile else []

        def by(question: Question) -> Answer:
            answer = reckon(question)
            while happenings:
                happenings.pop()()
            return answer

        self.write(lambda tx: reckoning.ask(tx, self.site.id))
        with self.app.app_context():
            reckoning.reckon_site(self.engine.writer, str(self.site.id), by)
        found: dict[str, Any] = self.buyer.get("/buying")
        return found

    def proposal(self) -> dict[str, Any]:
        """The only open proposal."""
        [found] = self.buyer.get("/buying")["proposals"]
        return dict(found)

    def edit(
        self, proposal: dict[str, Any], line: dict[str, Any], expect: int = 200, **change: Any
    ) -> dict[str, Any]:
        """Change a line."""
        path = f"/buying/proposals/{proposal['id']}/lines/{line['id']}"
        return dict(self.buyer.post(path, change, method="PATCH", expect=expect))

    def approve(
        self, proposal: dict[str, Any], desk: Desk | None = None, **how: Any
    ) -> dict[str, Any]:
        """Press the button."""
        body = {"version": proposal["version"]}
        path = f"/buying/proposals/{proposal['id']}/{how.pop('as_', 'approve')}"
        return dict((desk or self.buyer).post(path, body, expect=how.pop("expect", 200)))

    def purchase_order(self, number: int) -> dict[str, Any]:
        """A purchase order as the desk sees it."""
        return dict(self.buyer.get(f"/purchase-orders/{number}"))

    def act_on(self, order: int, deed: str, body: Any = None, expect: int = 200) -> Any:
        """A button of the purchase order's page."""
        return self.buyer.post(f"/purchase-orders/{order}/{deed}", body, expect=expect)


@pytest.fixture
def shop(app: APIFlask) -> Shop:
    return Shop(app)


def days_ago(days: int) -> str:
    return lead_times.day_of(clock() - days * builders.DAY_MS)


def line_of(thing: dict[str, Any], sku: str) -> dict[str, Any]:
    return next(line for line in thing["lines"] if line["sku"] == sku)


def test_from_proposal_to_the_shelf(shop: Shop) -> None:
    shop.supplier()
    shop.stock("A-01-01", "MUG", 10)
    shop.order("1001", release=False, MUG=14)
    assert shop.reckon()["reckoning"]["finished_at"]
    order = shop.approve(edited(shop))["purchase_order"]
    sent(shop, order)
    confirmed(shop, order)
    received_in_parts(shop, order)
    closed = shop.act_on(order, "close")
    assert (closed["state"], line_of(closed, "MUG")["received"]) == ("closed", 110)
    assert shop.buyer.get("/stock", item="MUG")["incoming"] == 0
    assert [(one["kind"], one["person"]) for one in closed["history"]] == [
        ("made", "Buyer"), ("approved", "Buyer"), ("sent", None), ("confirmed", "Buyer"),
        ("receiving", "Grace"), ("closed", "Buyer"),
    ]  # fmt: skip
    assert closed["history"][-1]["params"] == {"missing": 10}
    shop.check_books()


def edited(shop: Shop) -> dict[str, Any]:
    """The buyer takes 120 mugs and no jug."""
    proposal = shop.proposal()
    mug, jug = line_of(proposal, "MUG"), line_of(proposal, "JUG")
    assert (mug["waiting"], mug["unreserved"], mug["available"]) == (1, 4, 0)
    assert mug["qty"] % 12 == 0
    assert mug["covers_days"] == (mug["qty"] - 4) // 4
    assert proposal["amount_minor"] == mug["amount_minor"] + jug["amount_minor"]
    refused = shop.edit(proposal, mug, expect=422, qty=50)
    assert (refused["code"], refused["params"]["less"], refused["params"]["more"]) == (
        "not_whole_packs", 48, 60,
    )  # fmt: skip
    shop.edit(proposal, jug, left_out=True)
    proposal = shop.edit(proposal, mug, qty=120)
    assert proposal["amount_minor"] == 120 * 100
    return proposal


def sent(shop: Shop, order_id: int) -> None:
    """Without a mail server it goes into the outbox; approved and sent, it is incoming."""
    order = shop.purchase_order(order_id)
    [line] = order["lines"]
    assert (line["sku"], line["qty"], line["price_minor"]) == ("MUG", 120, 100)
    assert order["state"] == "approved"
    assert shop.buyer.get("/stock", item="MUG")["incoming"] == 120
    shop.act_on(order_id, "send")
    shop.work_off()
    order = shop.purchase_order(order_id)
    number = order["number"]
    assert (order["state"], order["sent_to"]) == ("sent", f"outbox/{number}.pdf")
    outbox = shop.engine.config.data / letters.OUTBOX
    assert (outbox / f"{number}.pdf").read_bytes().startswith(b"%PDF")
    table = (outbox / f"{number}.csv").read_text().splitlines()
    assert table[1].startswith(f"{number},1,A-77,MUG,,Item MUG,120,10,12,1.00,120.00,EUR,")
    assert order["expected_on"] > lead_times.day_of(order["sent_at"])


def confirmed(shop: Shop, order_id: int) -> None:
    """The supplier names a day: from then on the goods can be promised, but for what orders wait for."""
    told = shop.act_on(order_id, "confirm", {"expected_on": "2099-01-05", "reference": "AB-9"})
    assert (told["state"], told["reference"]) == ("confirmed", "AB-9")
    days = shop.buyer.get("/stock", item="MUG")["promise"]["days"]
    assert (days[-1]["on"], days[-1]["incoming"], days[-1]["available"]) == ("2099-01-05", 120, 116)
    assert days[0]["available"] == 0


def received_in_parts(shop: Shop, order_id: int) -> None:
    """Fifty come, then sixty."""
    number = shop.purchase_order(order_id)["number"]
    grace = shop.person("Grace", "receiver")
    for plate, qty, still in (("LP000001", 50, 70), ("LP000002", 60, 10)):
        grace.open(number)
        grace.scans("MUG", plate)
        grace.quantity(qty)
        assert grace.act("done") == "ask_close"
        grace.act("done")
        assert shop.purchase_order(order_id)["state"] == "receiving"
        assert shop.buyer.get("/stock", item="MUG")["incoming"] == still
    assert shop.act_on(order_id, "cancel", expect=409)["params"]["state"] == "receiving"


def test_two_who_approve_at_once_order_once(shop: Shop) -> None:
    shop.supplier()
    shop.reckon()
    proposal = shop.proposal()
    start = Barrier(8)
    desks = [shop.buyer, shop.manager] * 4

    def press(desk: Desk) -> dict[str, Any]:
        with shop.app.app_context():
            mine = Desk(shop.app.test_client())
            for cookie in ("pickface_session",):
                mine.client.set_cookie(cookie, desk.client.get_cookie(cookie).value)  # type: ignore[union-attr]
            start.wait()
            return shop.approve(proposal, mine)

    with ThreadPoolExecutor(8) as pool:
        told = list(pool.map(press, desks))
    assert len({one["purchase_order"] for one in told}) == 1
    assert sorted(one["new"] for one in told) == [False] * 7 + [True]
    assert shop.value("SELECT COUNT(*) FROM purchase_order") == 1


def test_who_approves_what_was_changed_meanwhile_is_asked_to_look_again(shop: Shop) -> None:
    shop.supplier()
    shop.reckon()
    seen = shop.proposal()
    shop.reckon()
    assert shop.approve(seen, expect=409)["code"] == "proposal_changed"
    assert shop.approve(shop.proposal())["new"]


def test_what_a_buyer_decided_stays_when_it_is_reckoned_again(shop: Shop) -> None:
    shop.supplier()
    shop.reckon()
    proposal = shop.proposal()
    mug = line_of(proposal, "MUG")
    shop.edit(proposal, mug, qty=240)
    shop.reckon()
    again = line_of(shop.proposal(), "MUG")
    assert (again["qty"], again["proposed"], again["edited_by"]) == (240, mug["proposed"], "Buyer")


def test_what_is_ordered_while_it_is_reckoned_is_not_proposed_again(shop: Shop) -> None:
    shop.supplier()
    body = {"number": "BY-HAND", "supplier": "ACME", "lines": [{"item": "MUG", "qty": 900}]}
    told = shop.reckon(meanwhile=lambda: shop.buyer.post("/purchase-orders", body))
    [proposal] = told["proposals"]
    assert [line["sku"] for line in proposal["lines"]] == ["JUG"]


def test_a_supplier_that_is_set_so_gets_orders_without_a_person(shop: Shop) -> None:
    shop.supplier(sends_itself=True)
    assert shop.reckon()["proposals"] == []
    shop.work_off()
    [row] = shop.buyer.get("/purchase-orders")["items"]
    order = shop.purchase_order(row["id"])
    assert order["state"] == "sent"
    assert [(one["kind"], one["person"]) for one in order["history"]] == [
        ("made", None), ("approved", None), ("sent", None),
    ]  # fmt: skip
    assert shop.reckon()["proposals"] == []
    shop.work_off()
    assert len(shop.buyer.get("/purchase-orders")["items"]) == 1


def test_a_minimum_that_is_not_reached_waits_for_a_person(shop: Shop) -> None:
    shop.supplier(sends_itself=True, min_order_minor=100_000_000)
    [proposal] = shop.reckon()["proposals"]
    assert proposal["below_minimum"]
    assert {"minimum"} == {word for line in proposal["lines"] for word in line["raised"]}
    assert shop.approve(proposal)["new"]


def test_more_than_the_months_budget_needs_the_manager(shop: Shop) -> None:
    supplier = shop.supplier()
    shop.settings(buying_budget_minor=1_000)
    shop.buyer.post(f"/suppliers/{supplier}", {"sends_itself": True}, method="PATCH", expect=200)
    told = shop.reckon()
    [proposal] = told["proposals"]
    assert told["budget"] == {
        "currency": "EUR", "budget_minor": 1_000, "spent_minor": 0, "proposed_minor": proposal["amount_minor"],
    }  # fmt: skip
    refused = shop.approve(proposal, expect=409)
    assert (refused["code"], refused["params"]["amount_minor"]) == (
        "over_budget",
        proposal["amount_minor"],
    )
    shop.approve(proposal, as_="approve-over-budget", expect=403)
    assert shop.approve(proposal, shop.manager, as_="approve-over-budget")["new"]
    assert shop.buyer.get("/buying")["budget"]["spent_minor"] == proposal["amount_minor"]


def test_a_draft_and_a_cancelled_order_are_answered_in_words_at_the_dock(shop: Shop) -> None:
    shop.supplier()
    body = {
        "number": "PO-7",
        "supplier": "ACME",
        "state": "draft",
        "lines": [{"item": "MUG", "qty": 5}],
    }
    made = shop.buyer.post("/purchase-orders", body)
    grace = shop.person("Grace", "receiver")
    assert shop.buyer.get("/stock", item="MUG")["incoming"] == 0
    with pytest.raises(NotOrderedYet):
        grace.open("PO-7")
    shop.act_on(made["id"], "cancel")
    with pytest.raises(Cancelled):
        grace.open("PO-7")


def test_what_is_changed_in_an_order_is_written_down(shop: Shop) -> None:
    shop.supplier()
    body = {
        "number": "PO-7",
        "supplier": "ACME",
        "state": "draft",
        "lines": [{"item": "MUG", "qty": 5}],
    }
    made = shop.buyer.post("/purchase-orders", body)
    path = f"/purchase-orders/{made['id']}/lines/{made['lines'][0]['id']}"
    told = shop.buyer.post(path, {"qty": 9, "price_minor": 0}, method="PATCH", expect=200)
    assert told["lines"][0]["qty"] == 9
    assert told["history"][-1]["params"] == {"sku": "MUG", "what": "qty", "was": 5, "now": 9}
    assert [one["kind"] for one in told["history"]] == ["made", "changed"]


def test_lead_times_and_the_scorecard_are_learnt_from_what_came(shop: Shop) -> None:
    supplier = shop.supplier()

    def past(tx: Tx) -> None:
        now = tx.now
        for back, took, late in ((100, 12, 0), (70, 14, 1), (40, 16, 1)):
            sent = now - back * builders.DAY_MS
            came = sent + took * builders.DAY_MS
            order = builders.make_purchase_order(
                tx, shop.site.id, supplier, [(shop.items["MUG"], 10)], state="received", sent_at=sent,
                expected_on=lead_times.day_of(came - late * builders.DAY_MS),
            )  # fmt: skip
            tx.run(
                "UPDATE purchase_order_line SET received = 10, first_received_at = :at, last_received_at = :at "
                "WHERE purchase_order_id = :id",
                at=came,
                id=order.id,
            )

    shop.write(past)
    card = shop.buyer.get(f"/suppliers/{supplier}")["scorecard"]
    assert (card["deliveries"], card["on_time_pct"], card["in_full_pct"], card["right_pct"]) == (
        3,
        33,
        100,
        100,
    )
    assert (card["lead_days"], card["lead_spread_days"], card["lead_deliveries"]) == (14.0, 2.0, 3)
    shop.reckon()
    assert shop.proposal()["lead_days"] == 14


def test_goods_that_came_in_the_evening_of_the_agreed_day_were_on_time(shop: Shop) -> None:
    supplier = shop.supplier()

    def past(tx: Tx) -> None:
        tx.run("UPDATE site SET timezone = 'America/Los_Angeles' WHERE id = :id", id=shop.site.id)
        midnight = tx.now // builders.DAY_MS * builders.DAY_MS
        # Three o'clock at night in Greenwich is the evening before at this site.
        came = midnight - 10 * builders.DAY_MS + 3 * 3_600_000
        order = builders.make_purchase_order(
            tx, shop.site.id, supplier, [(shop.items["MUG"], 10)], state="received",
            sent_at=came - 9 * builders.DAY_MS, expected_on=lead_times.day_of(came - builders.DAY_MS),
        )  # fmt: skip
        tx.run(
            "UPDATE purchase_order_line SET received = 10, first_received_at = :at, last_received_at = :at "
            "WHERE purchase_order_id = :id",
            at=came,
            id=order.id,
        )

    shop.write(past)
    assert shop.buyer.get(f"/suppliers/{supplier}")["scorecard"]["on_time_pct"] == 100


def test_what_a_former_system_knew_counts_once_however_often_it_is_told(shop: Shop) -> None:
    supplier = shop.supplier()
    refused = {"lines": [{"item": "MUG", "day": "2026-02-30", "units": 1}]}
    assert (
        shop.buyer.post("/past-demand", refused, method="PUT", expect=422)["code"] == "bad_request"
    )
    deliveries = [
        {
            "ordered_on": days_ago(back), "promised_on": days_ago(back - 8), "received_on": days_ago(back - 10),
            "units_ordered": 10, "units_received": 10,
        }
        for back in (90, 60, 30)
    ]  # fmt: skip
    for _ in range(2):
        lines = {"lines": [{"item": "MUG", "day": days_ago(1), "units": 9}]}
        told = shop.buyer.post("/past-demand", lines, method="PUT", expect=200)
        body = {"deliveries": deliveries}
        path = f"/suppliers/{supplier}/past-deliveries"
        card = shop.buyer.post(path, body, method="PUT", expect=200)["scorecard"]
    assert told == {"lines": 1}
    shop.reckon()
    assert shop.buyer.get("/forecast", item="MUG")["weeks"][-1] == 6 * 4 + 9
    assert (card["deliveries"], card["on_time_pct"]) == (3, 0)
    assert (card["lead_days"], card["lead_deliveries"]) == (10, 3)


def test_a_forecast_says_what_it_expects_and_how_wrong_it_was(shop: Shop) -> None:
    shop.supplier()
    shop.reckon()
    told = shop.buyer.get("/forecast", item="MUG")
    assert told["a_day_milli"] == pytest.approx(4_000, rel=0.05)
    assert len(told["days"]) == 28
    assert told["weeks"][-4:] == [28, 28, 28, 28]
    assert told["order_up_to"] > told["reorder_point"] >= told["safety"]
    assert shop.buyer.get("/forecast", item="nothing", expect=404)["code"] == "item_not_found"


class Letterbox(socketserver.StreamRequestHandler):
    """As much of a mail server as one message needs."""

    def handle(self) -> None:
        self._say("220 here")
        while line := self.rfile.readline().decode().strip():
            verb = line.split()[0].upper()
            if verb == "DATA":
                self._say("354 go on")
                self.server.letters.append(self._letter())  # type: ignore[attr-defined]
            self._say("221 bye" if verb == "QUIT" else "250 ok")
            if verb == "QUIT":
                return

    def _letter(self) -> str:
        lines = iter(self.rfile.readline, b".\r\n")
        return b"".join(lines).decode()

    def _say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


@contextmanager
def letterbox() -> Iterator[tuple[str, list[str]]]:
    """A mail server's address, and the letters that it has got."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Letterbox) as server:
        server.letters = []  # type: ignore[attr-defined]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield (
            f"smtp://127.0.0.1:{server.server_address[1]}/?from=buying@house.example",
            server.letters,
        )  # type: ignore[attr-defined]
        server.shutdown()


def test_where_there_is_a_mail_server_the_supplier_gets_a_letter(shop: Shop) -> None:
    shop.supplier()
    shop.reckon()
    made = shop.approve(shop.proposal())["purchase_order"]
    with letterbox() as (url, letters):
        shop.engine.config = replace(shop.engine.config, smtp_url=url)
        shop.act_on(made, "send")
        shop.work_off()
    order = shop.purchase_order(made)
    assert (order["state"], order["sent_to"]) == ("sent", "orders@acme.example")
    [letter] = letters
    for part in (
        "To: orders@acme.example",
        "From: buying@house.example",
        "application/pdf",
        "text/csv",
    ):
        assert part in letter


def test_a_supplier_gets_what_came_otherwise_by_letter_where_the_buyer_wishes(shop: Shop) -> None:
    shop.supplier()
    shop.reckon()
    made = shop.approve(shop.proposal())["purchase_order"]
    refused = shop.act_on(made, "discrepancies/send", expect=409)
    assert refused["code"] == "nothing_to_report"
    shop.engine.writer.run(
        lambda tx: tx.insert(
            "discrepancy",
            purchase_order_id=made,
            kind="unknown",
            qty=2,
            code="X1",
            created_at=tx.now,
        )
    )
    with letterbox() as (url, letters):
        shop.engine.config = replace(shop.engine.config, smtp_url=url)
        shop.act_on(made, "discrepancies/send")
        shop.work_off()
    [letter] = letters
    assert "Subject: Delivery report for purchase order" in letter
    assert "application/pdf" in letter
    asked, told = shop.purchase_order(made)["history"][-2:]
    assert (asked["kind"], asked["person"]) == ("report_asked", "Buyer")
    assert (told["kind"], told["params"]["to"]) == ("reported", "orders@acme.example")


def test_a_mail_server_that_is_away_is_told_and_tried_again(shop: Shop, free_port: int) -> None:
    shop.supplier()
    shop.reckon()
    made = shop.approve(shop.proposal())["purchase_order"]
    shop.engine.config = replace(shop.engine.config, smtp_url=f"smtp://127.0.0.1:{free_port}/")
    shop.act_on(made, "send")
    shop.work_off()
    order = shop.purchase_order(made)
    assert (order["state"], "Refused" in order["send_problem"]) == ("approved", True)
    shop.engine.config = replace(shop.engine.config, smtp_url="")
    shop.act_on(made, "send")
    shop.work_off()
    order = shop.purchase_order(made)
    assert (order["state"], order["send_problem"]) == ("sent", "")
