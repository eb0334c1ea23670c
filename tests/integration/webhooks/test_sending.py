"""What happens on the floor is told: all of it, in order, signed, until it was heard."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
from collections import defaultdict
from typing import Any

import pytest

from pickface.db import Tx
from pickface.ids import uuid7
from pickface.stock import ledger
from pickface.webhooks import outbox
from pickface.webhooks.sender import Sender
from tests.integration.webhooks.house import House
from tests.integration.webhooks.receiver import proved
from tests.scenarios.floor import Floor


def work_an_order(floor: Floor) -> None:
    """Two teas, from the customer's wish to the truck."""
    floor.order("1042", TEA=2)
    sofia = floor.person("Sofia").next("pick")
    assert sofia is not None
    sofia.scans("T0001", "A-01-01", "TEA")
    sofia.quantity(2)
    sofia.scan("PACK-1")
    linh = floor.person("Linh", "packer").open("T0001")
    linh.scans("LP000100", "TEA")
    linh.quantity(2)
    linh.confirm()
    linh.confirm()
    assert linh.next("ship")
    linh.scans("LP000100", "SHIP-1")
    assert floor.order_state("1042") == "shipped"


def test_an_order_is_told_from_its_entry_to_its_parcel_s_tracking_number(house: House) -> None:
    house.subscribe()
    work_an_order(house.floor)
    house.sender.work_off()
    order = house.floor.orders["1042"]
    told = [body for body in house.receiver.said if body["subject"] == f"order:{order}"]
    states = [body["data"]["state"] for body in told if body["type"] == "order.status"]
    assert states == ["open", "released", "picked", "packed", "shipped"]
    (parcel,) = [body["data"] for body in told if body["type"] == "parcel.shipped"]
    assert parcel["lines"] == [{"sku": "TEA", "lot": "", "qty": 2}]
    assert parcel["tracking"] == house.floor.value("SELECT tracking FROM shipment")
    assert [body["sequence"] for body in told] == sorted(body["sequence"] for body in told)
    assert all(proved(house.secret, headers, body) for headers, body in house.receiver.got)
    assert house.floor.value("SELECT COUNT(*) FROM webhook_fact") == 0


def test_a_level_is_told_as_it_is_now_and_once_for_many_changes(house: House) -> None:
    house.subscribe("stock.level")
    for number in range(5):
        house.floor.order(f"O-{number}", release=False, TEA=2)
        house.sender._make_messages()
    house.floor.stock("A-02-01", "SALT", 3)
    house.sender.work_off()
    levels = {body["data"]["sku"]: body["data"] for body in house.receiver.said}
    assert len(house.receiver.got) == 2
    assert (levels["TEA"]["available"], levels["TEA"]["on_hand"]) == (10, 20)
    assert levels["SALT"]["available"] == 23
    house.floor.order("O-9", release=False, TEA=1)
    house.sender.work_off()
    assert house.receiver.said[-1]["data"]["available"] == 9


def test_a_receipt_and_what_a_supervisor_must_see_are_told(house: House) -> None:
    house.subscribe("receipt.closed", "exception.opened", "exception.closed")
    floor = house.floor
    floor.purchase("PO-1", TEA=5)
    grace = floor.person("Grace", "receiver").open("PO-1")
    grace.scan("TEA")
    grace.quantity(3)
    grace.scan("A-02-01")
    grace.act("done")
    if not grace.done:
        grace.act("done")
    house.sender.work_off()
    by_kind = {body["type"]: body["data"] for body in house.receiver.said}
    receipt = by_kind["receipt.closed"]
    assert receipt["purchase_order"] == "PO-1"
    assert receipt["lines"] == [{"sku": "TEA", "lot": "", "qty": 3}]
    assert by_kind["exception.opened"]["kind"] == "receipt_short"
    assert by_kind["exception.opened"]["state"] == "open"
    floor.write(lambda tx: tx.run("UPDATE exception SET state = 'resolved', resolution = 'book'"))
    house.sender.work_off()
    assert house.receiver.said[-1]["type"] == "exception.closed"
    assert house.receiver.said[-1]["data"]["resolution"] == "book"


def test_nothing_is_noted_that_nobody_wants_to_hear(house: House) -> None:
    work_an_order(house.floor)
    assert house.floor.value("SELECT COUNT(*) FROM webhook_fact") == 0
    house.subscribe("exception.opened")
    house.floor.order("1043", release=False, TEA=1)
    assert house.floor.value("SELECT COUNT(*) FROM webhook_fact") == 0


def test_what_is_rolled_back_was_never_noted(house: House) -> None:
    house.subscribe()

    def change_and_fail(tx: Tx) -> None:
        tx.run("UPDATE stock_level SET reserved = reserved + 1")
        raise LookupError

    with pytest.raises(LookupError):
        house.floor.write(change_and_fail)
    assert house.sender.work_off() == 0
    assert house.receiver.got == []


def test_a_booked_pick_scan_costs_no_statement_more_and_notes_nothing_for_who_wants_all(
    house: House,
) -> None:
    floor = house.floor
    floor.order("1042", TEA=4)
    sofia = floor.person("Sofia").next("pick")
    assert sofia is not None
    sofia.scans("T0001", "A-01-01", "TEA")
    without = statements_of_a_scan(floor, sofia)
    house.subscribe()
    assert statements_of_a_scan(floor, sofia) == without
    assert house.floor.value("SELECT COUNT(*) FROM webhook_fact") == 0


def statements_of_a_scan(floor: Floor, sofia: Any) -> int:
    seen: list[str] = []
    run = Tx.run

    def counted(self: Tx, sql: str, **params: Any) -> int:
        seen.append(sql)
        return run(self, sql, **params)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Tx, "run", counted)
        assert sofia.scan("TEA") == "counted"
    return len(seen)


def test_what_fails_comes_again_with_the_same_id_and_body_after_a_pause(house: House) -> None:
    house.subscribe("order.status")
    house.receiver.answers = [503]
    house.floor.order("1042", release=False, TEA=1)
    assert house.sender.work_off() == 1
    assert house.sender.work_off() == 0
    webhook = house.floor.read("SELECT * FROM webhook")[0]
    (message,) = house.messages()
    assert (message["state"], message["status"], message["attempts"]) == ("waiting", 503, 1)
    for rests in (webhook["rest_until"], message["next_at"]):
        assert 6_000 <= rests - message["tried_at"] <= 11_000
    house.pass_time()
    house.sender.work_off()
    first, second = house.receiver.got
    assert first[1] == second[1]
    assert first[0]["webhook-id"] == second[0]["webhook-id"] == message["uuid"]
    assert house.messages()[0]["state"] == "sent"
    assert house.floor.value("SELECT failures FROM webhook") == 0


def test_of_one_subject_none_overtakes_another_and_others_go_on(house: House) -> None:
    house.subscribe("order.status")
    first = house.floor.order("1", TEA=1)
    second = house.floor.order("2", TEA=1)
    house.receiver.answer = lambda body: 422 if body["data"]["order"] == first else 200
    house.sender.work_off()
    assert [b["data"]["state"] for b in house.receiver.said if b["data"]["order"] == second] == [
        "open",
        "released",
    ]
    house.receiver.answer = lambda _: 200
    house.pass_time()
    house.sender.work_off()
    told = [b["data"]["state"] for b in house.receiver.said if b["data"]["order"] == first]
    assert told == ["open", "open", "released"]


def test_chance_and_failures_lose_nothing_and_keep_the_order(house: House) -> None:
    """Two answers of three are failures; in the end each subject was heard whole, and in order."""
    house.subscribe("order.status", "stock.level")
    chance = random.Random(7)
    house.receiver.answer = lambda _: chance.choice((200, 500, 404))
    for number in range(6):
        house.floor.order(f"O-{number}", TEA=1)
        house.sender.work_off()
        house.pass_time()
    for _ in range(40):
        house.sender.work_off()
        house.pass_time()
    heard: dict[str, list[str]] = defaultdict(list)
    for body in house.receiver.said:
        told = heard[body["subject"]]
        if body["id"] not in told:
            told.append(body["id"])
    for subject, ids in heard.items():
        wanted = [m["uuid"] for m in house.messages() if m["subject"] == subject]
        assert ids == wanted
    assert {m["state"] for m in house.messages()} == {"sent"}
    last = [body for body in house.receiver.said if body["type"] == "stock.level"][-1]
    assert last["data"]["available"] == 14


def test_who_is_killed_between_sending_and_writing_it_down_sends_the_same_again(
    house: House,
) -> None:
    house.subscribe("order.status")
    house.floor.order("1042", release=False, TEA=1)
    config = house.floor.engine.config
    code = (
        "import os, pathlib; from pickface.app import create_app; from pickface.config import Config; "
        "from pickface.webhooks.sender import Sender; "
        "config = Config(pathlib.Path(os.environ['D']), os.environ['U'], webhook_networks=('127.0.0.0/8',)); "
        "Sender(create_app(config)).work_off()"
    )
    env = {**os.environ, "D": str(config.data), "U": config.database_url}
    started: list[subprocess.Popen[bytes]] = []
    known = threading.Event()

    def kill_it() -> None:
        known.wait(30)
        os.kill(started[0].pid, signal.SIGKILL)
        started[0].wait(10)

    house.receiver.before_answer = kill_it
    started.append(subprocess.Popen([sys.executable, "-c", code], env=env))
    known.set()
    assert started[0].wait(60) == -signal.SIGKILL
    house.receiver.before_answer = lambda: None
    assert house.sender.work_off() == 0, "its lease is not over"
    house.pass_time()
    house.sender.work_off()
    first, second = house.receiver.got
    assert (first[0]["webhook-id"], first[1]) == (second[0]["webhook-id"], second[1])
    assert house.messages()[0]["state"] == "sent"


def test_two_processes_send_each_message_once(house: House) -> None:
    house.subscribe("order.status")
    senders = [house.sender, Sender(house.floor.app)]
    for number in range(8):
        house.floor.order(f"O-{number}", TEA=1)
    threads = [threading.Thread(target=one.work_off) for one in senders]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    house.sender.work_off()
    ids = [headers["webhook-id"] for headers, _ in house.receiver.got]
    assert len(ids) == len(set(ids)) == 16
    senders[1].stop()


def test_what_nobody_hears_for_too_long_is_a_dead_letter_and_lets_the_next_go(
    house: House,
) -> None:
    house.subscribe("order.status")
    house.receiver.answer = lambda body: 400 if body["data"]["state"] == "open" else 200
    house.floor.order("1042", TEA=1)
    for _ in range(outbox.MOST_TRIES):
        house.sender.work_off()
        house.pass_time()
    house.sender.work_off()
    assert [m["state"] for m in house.messages()] == ["dead", "sent"]
    assert house.messages()[0]["attempts"] == outbox.MOST_TRIES


def test_an_address_that_is_gone_is_told_no_more_and_facts_are_kept_for_it(house: House) -> None:
    house.subscribe("order.status")
    house.receiver.answers = [410]
    house.floor.order("1", release=False, TEA=1)
    house.sender.work_off()
    house.floor.order("2", release=False, TEA=1)
    house.pass_time()
    assert house.sender.work_off() == 0
    assert house.floor.value("SELECT state FROM webhook") == "gone"
    assert len(house.messages()) == 2


def test_redirects_are_not_followed(house: House) -> None:
    house.subscribe("order.status")
    house.receiver.headers = {"Location": house.receiver.url}
    house.receiver.answers = [307]
    house.floor.order("1", release=False, TEA=1)
    house.sender.work_off()
    assert len(house.receiver.got) == 1
    assert house.messages()[0]["problem"] == "redirected"


def test_what_was_sent_long_ago_is_forgotten_and_what_waited_too_long_given_up(
    house: House,
) -> None:
    house.subscribe("order.status")
    house.floor.order("1", release=False, TEA=1)
    house.sender.work_off()
    house.receiver.answers = [500]
    house.floor.order("2", release=False, TEA=1)
    house.sender.work_off()
    month_ms = 31 * outbox.DAY_MS
    house.floor.write(
        lambda tx: tx.run("UPDATE webhook_message SET made_at = made_at - :ms", ms=month_ms)
    )
    house.clear()
    assert [(m["state"], m["problem"]) for m in house.messages()] == [("dead", "too_old")]


def test_a_change_while_a_level_is_fixed_is_told_as_well(house: House) -> None:
    """The body is fixed behind a lock that whoever looks for it waits for."""
    webhook = house.subscribe("stock.level")
    house.floor.order("O-1", release=False, TEA=1)
    house.sender._make_messages()
    claimed = house.floor.write(lambda tx: outbox.claim(tx, webhook, "me"))
    assert claimed is not None
    house.floor.order("O-2", release=False, TEA=1)
    house.sender._make_messages()
    assert [bool(m["body"]) for m in house.messages()] == [True, False]
    given_back = [(message, None) for message in claimed[1]]
    house.floor.write(lambda tx: outbox.note(tx, webhook, given_back))
    house.sender.work_off()
    assert house.receiver.said[-1]["data"]["available"] == 18


def test_ledger_moves_that_change_nothing_available_are_not_told(house: House) -> None:
    house.subscribe("stock.level")
    floor = house.floor
    move = ledger.NewMove(
        "move", floor.items["TEA"], 5, floor.places["A-01-01"], floor.places["A-02-02"]
    )
    cause = ledger.Cause(f"test:{uuid7()}", floor.site.id, None, None)
    floor.write(lambda tx: ledger.post_moves(tx, [move], cause))
    assert floor.value("SELECT COUNT(*) FROM webhook_fact") == 0
