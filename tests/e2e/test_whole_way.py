"""The whole way of goods, from purchase order to parcel, on handhelds in a real browser against the real server.

One warehouse, one shift: the tests are the chapters of its day, in order, and a chapter needs the ones before it.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from tests.conftest import absent
from tests.e2e import conftest
from tests.e2e.house import GS, Desk, Handheld, House
from tests.e2e.motions import sign_in

pytestmark = pytest.mark.alone

BRUSH, HONEY, MUG = "CO-16103", "FO-01102", "HH-01205"
PADS, CABLE, BEECH = "CO-17201", "EL-01101", "CO-16201"
PURCHASE_ORDER, LOT = "PO-9001", "L77"
BRUSHES, HONEYS, MUGS = 27, 5, 6
FULL_BIN = "D-13-02"
"""Holds other goods; in zone A a bin alone proves a pick, so that items are never mixed there."""
OTHER_LOTS_BIN = "F-06-03"
"""Holds the honey, of other lots."""
NOBODY_KNOWS = "4006381333931"
PUSH_MS = 1_000


@dataclass
class Day:
    """What stands ready all day: a board that is never reloaded, a manager's desk, three handhelds."""

    house: House
    office: Desk
    board: Page
    journal: Page
    receiver: Handheld
    picker: Handheld
    packer: Handheld

    def task(self, title: str, kind: str) -> Any:
        """A task's row on the board."""
        return self.board.locator(".tasks tr[data-row]", has_text=title).filter(has_text=kind)


@pytest.fixture(scope="module")
def day(browser: Browser, house: House) -> Iterator[Day]:
    with conftest.contexts_of(browser) as open_context:
        desk = open_context(**conftest.DESK)
        board = desk.new_page()
        sign_in(board, house, "/board", "Tomasz")
        expect(board.locator("[data-online=true]")).to_be_visible()
        hands = []
        for name in ("Grace", "Sofia", "Linh"):
            handheld = Handheld(open_context(**conftest.HANDHELD).new_page(), house)
            handheld.switch_on()
            # The picker comes later: who is there and idle is sent what is to be put away.
            if name != "Sofia":
                handheld.sign_in(name)
            hands.append(handheld)
        yield Day(house, Desk(house, "Maria"), board, desk.new_page(), *hands)


@pytest.fixture(autouse=True)
def _the_day_so_far(request: pytest.FixtureRequest) -> Iterator[None]:
    """A chapter that failed ends the day: what comes after it would only fail in other words."""
    failed = request.module.__dict__.setdefault("_failed", [])
    if failed:
        pytest.fail(f"needs what {failed[0]} leaves behind", pytrace=False)
    failed.append(request.node.name)
    yield
    if request.node.stash.get(conftest.PASSED, False):
        failed.pop()


def test_a_delivery_is_received_as_it_comes(day: Day) -> None:
    brush, honey = day.house.item(BRUSH), day.house.item(HONEY)
    piece, case = brush.barcodes[0].value, brush.barcodes[2].value
    gtin = honey.barcodes[0].value
    ordered = {BRUSH: BRUSHES, HONEY: HONEYS, MUG: MUGS}
    lines = [{"item": sku, "qty": qty} for sku, qty in ordered.items()]
    day.office.post(
        "purchase-orders", {"number": PURCHASE_ORDER, "supplier": "LUMERA", "lines": lines}
    )
    hand = day.receiver

    hand.right(PURCHASE_ORDER)
    expect(hand.sentence).to_have_text("Scan each item")
    expect(day.task(PURCHASE_ORDER, "Receive")).to_contain_text("Grace")

    hand.right(case)
    expect(hand.sentence).to_contain_text("container")
    expect(hand.thing).to_contain_text("1 case")
    hand.right("LP000001")
    hand.right(piece)
    hand.answer("quantity", "3")
    expect(hand.thing).to_contain_text("3 pieces")

    # All in one scan: item, lot, expiry and how many; the separator ends the lot.
    hand.right(f"]C101{gtin.zfill(14)}10{LOT}{GS}17271231374")
    expect(hand.thing).to_contain_text(f"lot {LOT}")
    hand.right("LP000002")
    # A carton without a GS1 label: the lot and the date are asked for, on keys.
    hand.right(gtin)
    expect(hand.sentence).to_have_text("Which lot?")
    hand.answer("type", "L78")
    expect(hand.sentence).to_have_text("Which expiry date?")
    hand.answer("type", "000128")
    expect(hand.thing).to_contain_text("lot L78")

    hand.right(NOBODY_KNOWS)
    expect(hand.said).to_contain_text("Put it aside for the office")

    hand.act("done")
    expect(hand.said).to_contain_text(f"{MUGS} are missing")
    hand.act("done")
    hand.on("home")
    hand.waiting(0)

    received = day.office.get("purchase-orders", state="receiving")["items"]
    (order,) = [one for one in received if one["number"] == PURCHASE_ORDER]
    lines = day.office.get(f"purchase-orders/{order['id']}")["lines"]
    assert [line["received"] for line in lines] == [BRUSHES, HONEYS, 0]
    for words in (NOBODY_KNOWS, "did not come in full"):
        told = day.board.locator("[data-exception]", has_text=words)
        expect(told.filter(has_text=PURCHASE_ORDER).first).to_be_visible()


def test_goods_are_put_away_where_they_fit_and_nowhere_else(day: Day) -> None:
    hand = day.receiver
    home = day.house.opening[BRUSH][0].place

    take_next(hand, "LP000001")
    hand.right("LP000001")
    expect(hand.sentence).to_contain_text("1 case + 3 pieces")
    expect(hand.page.locator("[data-role=why]")).to_have_text("The same goods are there.")
    assert hand.place == home
    hand.wrong(
        FULL_BIN, f"Bins here keep to one item, and this one is not free. Take it to {home}."
    )
    hand.right(home)
    hand.on("home")

    # Two lots: each has a bin of its own, and the second may go to another one than proposed.
    take_next(hand, "LP000002")
    gtin = day.house.item(HONEY).barcodes[0].value
    hand.right(gtin)
    hand.right(hand.place)
    hand.right(gtin)
    hand.wrong(OTHER_LOTS_BIN, "Another lot of it lies there. Lots are not mixed.")
    another = day.house.empty_bins("B")[-1]
    assert another != hand.place
    hand.right(another)
    hand.on("home")
    hand.waiting(0)

    where = {one["lot"]: one["qty"] for one in day.office.stock(HONEY)["places"]}
    assert (where[LOT], where["L78"]) == (4, 1)
    assert {one["place"] for one in day.office.stock(BRUSH)["places"]} == {home}


def test_a_released_order_is_on_the_pickers_handheld_within_a_second(day: Day) -> None:
    wanted = {HONEY: 2, BRUSH: 5, PADS: 2, CABLE: 3}
    day.office.take_order("W-1", wanted, lots={HONEY: LOT})
    hand, desk = day.picker, day.journal
    hand.sign_in("Sofia")
    desk.goto(f"{day.house.url}/office/orders")
    row = desk.locator("tr", has_text="W-1").first
    hand.pushed.clear()
    row.locator("[data-action=release]").click()
    begun = time.monotonic()
    expect(hand.button("next")).to_contain_text("Order W-1", timeout=PUSH_MS)
    assert time.monotonic() - begun < PUSH_MS / 1_000
    assert any('"pull"' in frame or '"work"' in frame for frame in hand.pushed), "not pushed"
    expect(day.task("W-1", "Pick")).to_contain_text("Sofia")


def test_what_is_wrong_is_refused_in_red_and_what_is_right_counts(day: Day) -> None:
    hand = day.picker
    hand.tap("next")
    expect(hand.sentence).to_contain_text("Take an empty tote")
    hand.right("T0001")
    expect(day.task("W-1", "Pick")).to_contain_text("begun")

    # Pads, brushes, honey, cable, in the order of the walk; the first bin is put off to the end.
    skipped = hand.place
    hand.act("skip")
    expect(hand.said).to_contain_text("Skipped")
    assert hand.place != skipped
    hand.wrong(FULL_BIN, re.compile(rf"This is {FULL_BIN}\. Go .*to {hand.place}\."))
    hand.wrong(skipped, re.compile(rf"This is {skipped}\. Go .*{hand.place}\."))

    pick: dict[str, Callable[[Day], None]] = {
        BRUSH: pick_by_keypad,
        HONEY: pick_the_lot,
        PADS: pick_after_mistakes,
        CABLE: pick_short,
    }
    while pick:
        go_to_the_bin(hand)
        pick.pop(hand.goods.sku)(day)

    expect(hand.sentence).to_contain_text("PACK-1")
    hand.right("PACK-1")
    hand.on("home")
    hand.waiting(0)
    expect(day.task("W-1", "Pick")).to_have_count(0)
    expect(day.board.locator("[data-exception]", has_text="W-1").first).to_be_visible()
    order = day.office.order("W-1")
    assert order["state"] == "picked"


def test_the_packer_packs_weighs_and_ships_and_the_label_scans(day: Day, tmp_path: Path) -> None:
    hand = day.packer
    before = {sku: day.office.stock(sku)["on_hand"] for sku in (HONEY, BRUSH)}

    hand.right("T0001")
    expect(day.task("W-1", "Pack")).to_contain_text("Linh")
    hand.right("LP000010")
    hand.wrong(day.house.item(MUG).barcodes[0].value, "does not belong here")
    packed = 0
    while hand.main.get_attribute("data-step-kind") == "collect":
        name = hand.page.locator("[data-role=lines] li:not(.complete) span").first.inner_text()
        hand.right(day.house.items[name].barcodes[0].value)
        packed += 1
    assert packed == 2 + 5 + 2 + 1
    expect(hand.sentence).to_have_text("Weigh it and type the grams")
    hand.answer("type", "1250")
    hand.act("confirm")
    hand.on("home")
    hand.waiting(0)

    (parcel,) = day.office.order("W-1")["shipments"]
    papers = f"shipments/{parcel['id']}"
    assert day.office.document(f"{papers}/packing-slip.pdf").startswith(b"%PDF")
    assert f"^FD{parcel['tracking']}^FS" in day.office.document(f"{papers}/label.zpl").decode()
    codes = codes_on(day.office.document(f"{papers}/label.pdf"), tmp_path)
    assert parcel["tracking"] in codes

    # Whoever loads the truck scans the printed label, not the roll's plate.
    hand.right(parcel["tracking"])
    hand.right("LP000010")
    hand.right("SHIP-1")
    hand.on("home")
    hand.waiting(0)
    assert day.office.order("W-1")["state"] == "shipped"
    after = {sku: day.office.stock(sku)["on_hand"] for sku in (HONEY, BRUSH)}
    assert after == {HONEY: before[HONEY] - 2, BRUSH: before[BRUSH] - 5}
    expect(day.task("W-1", "Ship")).to_have_count(0)


def test_a_power_cut_in_the_middle_of_a_pick_loses_nothing(day: Day) -> None:
    hand = day.picker
    day.office.release(day.office.take_order("W-2", {BEECH: 2, PADS: 4}))
    expect(hand.button("next")).to_contain_text("Order W-2")
    hand.tap("next")
    hand.right("T0002")
    go_to_the_bin(hand)
    hand.right(hand.goods.barcodes[0].value)

    day.house.pull_the_plug()
    hand.right(hand.goods.barcodes[0].value)
    expect(hand.page.locator("[data-role=light]")).not_to_have_attribute("data-waiting", "0")
    hand.online(False)
    day.house.start()

    hand.online()
    hand.waiting(0)
    finish_the_pick(hand)
    hand.waiting(0)
    assert day.office.order("W-2")["state"] == "picked"
    assert in_the_tote(day, "T0002") == {BEECH: 2, PADS: 4}
    expect(day.board.locator("[data-online=true]")).to_be_visible(timeout=30_000)


def test_a_dead_zone_changes_nothing_but_the_light(day: Day) -> None:
    hand = day.picker
    day.office.release(day.office.take_order("W-3", {BEECH: 1, PADS: 3, BRUSH: 2}))
    expect(hand.button("next")).to_contain_text("Order W-3")
    day.house.stop()
    hand.online(False)

    hand.tap("next")
    hand.right("T0003")
    go_to_the_bin(hand)
    # The battery is changed: the same sentence stands there again, without a network.
    sentence = hand.sentence.inner_text()
    hand.page.reload()
    expect(hand.sentence).to_have_text(re.compile(re.escape(sentence.split("\n")[0])))
    finish_the_pick(hand)
    waiting = int(hand.page.locator("[data-role=light]").get_attribute("data-waiting") or 0)
    assert waiting >= 8
    expect(hand.page.locator("[data-role=light]")).to_have_text(f"{waiting} waiting")

    day.house.start()
    hand.waiting(0)
    assert day.office.order("W-3")["state"] == "picked"
    assert in_the_tote(day, "T0003") == {BEECH: 1, PADS: 3, BRUSH: 2}
    hand.online()
    # The board caught up by itself: it was never reloaded.
    expect(day.board.locator("[data-online=true]")).to_be_visible(timeout=30_000)
    expect(day.task("W-3", "Pack")).to_be_visible()


def test_the_journal_tells_who_was_refused_what(day: Day) -> None:
    refused = day.office.get("scans", verdict="refused")["items"]
    told = {(one["person"]["name"], one["code"], one["outcome"]["code"]) for one in refused}
    mug = day.house.item(MUG).barcodes[0].value
    assert told >= {
        ("Grace Okafor", FULL_BIN, "fit_items"),
        ("Grace Okafor", OTHER_LOTS_BIN, "fit_lot"),
        ("Sofia Rossi", FULL_BIN, "wrong_place"),
        ("Sofia Rossi", mug, "wrong_item"),
        ("Linh Nguyen", mug, "wrong_item"),
    }
    page = day.journal
    page.goto(f"{day.house.url}/board/journal?verdict=refused")
    row = page.locator(".journal tr[data-row]", has_text="Grace Okafor").filter(has_text=FULL_BIN)
    expect(row).to_contain_text("refused")


def test_at_the_end_of_the_day_the_books_are_clean(day: Day) -> None:
    report = day.house.audit()
    assert report["exit_code"] == 0, report["differences"]
    for hand in (day.receiver, day.picker, day.packer):
        hand.waiting(0)
        expect(hand.page.locator("[data-role=notice]")).to_have_count(0)


def take_next(hand: Handheld, title: str) -> None:
    """The next task, which was pushed and must be this one."""
    expect(hand.button("next")).to_contain_text(title)
    hand.tap("next")
    hand.on("task")
    expect(hand.page.locator(".bar .title")).to_contain_text(title)


def go_to_the_bin(hand: Handheld) -> None:
    """Walk to where the screen says and prove it; some zones want no proof."""
    if hand.main.get_attribute("data-step-kind") == "go":
        hand.right(hand.place)
    hand.at("take")


def finish_the_pick(hand: Handheld) -> None:
    """Pick what is left, as the screen says, and bring the tote to the station."""
    while hand.main.get_attribute("data-step-kind") != "put":
        go_to_the_bin(hand)
        hand.right(hand.goods.barcodes[0].value)
    hand.right("PACK-1")
    hand.on("home")


def in_the_tote(day: Day, plate: str) -> dict[str, int]:
    """What the books say is in a tote."""
    contents = day.office.get("lookup", code=plate)["contents"]
    return {held["sku"]: held["qty"] for held in contents}


def pick_by_keypad(day: Day) -> None:
    """One is scanned, the total is typed; a case of 24 is too much."""
    hand, brush = day.picker, day.house.item(BRUSH)
    hand.wrong(brush.barcodes[2].value, "Case of 24. You need 5. Open it.")
    hand.right(brush.barcodes[0].value)
    hand.answer("quantity", "5")


def pick_the_lot(day: Day) -> None:
    """The lot of the delivery, proved by its label; another lot is refused."""
    hand, gtin = day.picker, day.house.item(HONEY).barcodes[0].value.zfill(14)
    expect(hand.thing).to_contain_text(f"lot {LOT}")
    hand.wrong(f"]C101{gtin}10L78", f"This is lot L78. Take lot {LOT}.")
    hand.right(f"]C101{gtin}10{LOT}")
    hand.right(f"]C101{gtin}10{LOT}")


def pick_after_mistakes(day: Day) -> None:
    """The wrong goods in the right bin: red until the right ones are scanned."""
    hand = day.picker
    pads = hand.goods.barcodes[0].value
    hand.wrong(day.house.item(MUG).barcodes[0].value, "This is Enamel mug 350 ml, slate. Take")
    hand.right(pads)
    hand.right(pads)


def pick_short(day: Day) -> None:
    """The bin holds fewer than the books say: how many are left?"""
    hand = day.picker
    hand.right(hand.goods.barcodes[0].value)
    hand.tap("short")
    expect(hand.page.locator("[data-sheet=left]")).to_contain_text("How many are left?")
    hand.keys("0", ok=False)
    hand.act("ok")


def codes_on(document: bytes, folder: Path) -> set[str]:
    """Every barcode on a PDF's pages, read as a scanner reads them."""
    if shutil.which("pdftoppm") is None:
        absent("pdftoppm is not installed (apt-get install poppler-utils)")
    command = ["pdftoppm", "-r", "203", "-gray", "-png", "-", str(folder / "label")]
    subprocess.run(command, input=document, check=True)
    found: set[str] = set()
    for file in sorted(folder.glob("label*.png")):
        with Image.open(BytesIO(file.read_bytes())) as picture:
            found |= {code.text for code in zxingcpp.read_barcodes(picture)}
    return found
