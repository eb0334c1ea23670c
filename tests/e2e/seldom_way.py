"""What happens seldom, screen by screen, in any language: a handheld each, as in the further way.

Unknown goods that somebody knows, a label that does not come, a truck, a customer at the counter, a return, a box that
is looked at, goods moved, and the end of a day without a network.
"""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from playwright.sync_api import expect

from tests.e2e.house import Handheld
from tests.e2e.motions import parcel, pick, take_all
from tests.e2e.way import BRUSH, MUG, PADS, Way

HOUR = 3_600_000
CASE = "CASE-OF-12"
COUNTER = "R-01"


def go_seldom(way: Way) -> None:
    """Every part, with a handheld each."""
    way.everybody_speaks()
    settings = {"receivers_name_goods": True, "returns_at": COUNTER, "collect_at": COUNTER}
    way.office.patch("site/settings", settings)
    for part in PARTS:
        hand = way.hand()
        part(way, hand)
        hand.page.close()


def name_goods(way: Way, hand: Handheld) -> None:
    """A case that nobody knows is named on the spot, by scan and by words."""
    lines = [{"item": BRUSH, "qty": 27}, {"item": MUG, "qty": 6}]
    way.office.post("purchase-orders", {"number": "PO-9101", "supplier": "LUMERA", "lines": lines})
    hand.sign_in("Grace")
    hand.right("PO-9101")
    hand.right(way.house.item(BRUSH).barcodes[0].value)
    hand.right("LP009101")
    hand.right(CASE)
    expect(hand.button("know")).to_be_visible()
    way.shoot(hand, "naming-aside")
    hand.tap("know")
    way.shoot(hand, "naming-ask")
    hand.type(CASE)
    way.shoot(hand, "naming-itself")
    hand.tap("search")
    way.shoot(hand, "naming-letters")
    hand.keys("HH-01", ok=False)
    hand.page.locator(".sheet [data-action=ok]").tap()
    expect(hand.page.locator("[data-item]").first).to_be_visible()
    way.shoot(hand, "naming-found")
    hand.type(way.house.item(BRUSH).barcodes[0].value)
    expect(hand.page.locator("[data-role=named]")).to_contain_text(BRUSH)
    way.shoot(hand, "naming-stands-for")
    hand.tap("other-pack")
    hand.keys("12", ok=False)
    way.shoot(hand, "naming-how-many")
    hand.button("ok").tap()
    way.shoot(hand, "naming-case")
    hand.tap("name")
    expect(hand.page.locator(".sheet")).to_have_count(0)
    way.shoot(hand, "naming-again")
    hand.right(CASE)
    hand.waiting(0)
    hand.tap("damaged")
    hand.keys("2")
    way.shoot(hand, "receive-damaged-into")
    hand.page.goto(way.house.url)


@contextmanager
def dead_port() -> Iterator[int]:
    """A port at which nobody listens, as of a printer that is off."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        yield int(bound.getsockname()[1])


def jam(way: Way, hand: Handheld) -> None:
    """The label does not come; then there is a second printer."""
    with dead_port() as first, dead_port() as second:
        printer = {"kind": "raw", "takes": "labels", "host": "127.0.0.1"}
        one = way.office.post("printers", {"name": "DOCK-ZEBRA", "port": first, **printer})
        hand.sign_in("Sofia")
        parcel(hand, way.office, "J-1", "T0051", "LP000051")
        band = hand.page.locator("[data-role=jam]")
        expect(band).to_be_visible(timeout=60_000)
        way.shoot(hand, "jam")
        two = way.office.post("printers", {"name": "PRINTER-2", "port": second, **printer})
        expect(band.locator("[data-action=jam-on]")).to_be_visible(timeout=60_000)
        way.shoot(hand, "jam-two")
        hand.right(way.house.item(MUG).barcodes[0].value)
        way.shoot(hand, "jam-lookup")
        hand.tap("home")
        way.office.release(way.office.take_order("J-2", {MUG: 2}))
        pick(hand, "J-2", "T0052")
        hand.right("T0052")
        way.shoot(hand, "jam-pack")
        hand.right("LP000052")
        hand.right(way.house.item(MUG).barcodes[0].value)
        hand.answer("quantity", "2")
        hand.answer("type", "900")
        hand.act("confirm")
        hand.on("home")
        hand.waiting(0)
        for made in (one, two):
            way.office.patch(f"printers/{made['id']}", {"active": False})


def hold_the_rest(way: Way) -> None:
    """Nobody is sent to count or to put away before what comes next."""
    for kind in ("count", "putaway"):
        for task in way.office.get("tasks", kind=kind)["items"]:
            if task["state"] in ("ready", "offered"):
                way.office.post(f"tasks/{task['id']}/hold", {})


def torn(way: Way, hand: Handheld) -> None:
    """What lies there does not scan: it is asked for, and taken by consent. Something else lies in its bin as well."""
    hand.sign_in("Sofia")
    way.office.release(way.office.take_order("N-1", {PADS: 1}))
    expect(hand.button("next")).to_contain_text("N-1", timeout=30_000)
    hand.tap("next")
    hand.right("T0071")
    bin_code = hand.place
    hand.right(bin_code)
    hand.tap("stray")
    expect(hand.page.locator("[data-sheet=stray]")).to_be_visible()
    way.shoot(hand, "pick-stray")
    hand.keys("2", ok=False)
    hand.act("ok")
    hand.tap("no_scan")
    expect(hand.page.locator("[data-sheet=no_scan]")).to_be_visible()
    way.shoot(hand, "pick-no-scan")
    hand.act("ok")
    hand.waiting(0)
    why = hand.page.locator("[data-role=why]")
    expect(why).to_be_visible()
    way.shoot(hand, "pick-consent-waits")
    for answer in ("refuse", "consent"):
        if answer == "consent":
            hand.tap("no_scan")
            hand.act("ok")
            hand.waiting(0)
        asked = next(x for x in way.office.get("board")["exceptions"] if x["kind"] == "no_scan")
        before = why.inner_text()
        way.office.post(f"exceptions/{asked['id']}/resolve", {"action": answer})
        expect(why).not_to_have_text(before, timeout=30_000)
        way.shoot(hand, f"pick-consent-{answer}")
    hand.right(bin_code)
    hand.answer("quantity", "1")
    hand.right("PACK-1")
    hand.on("home")
    hand.waiting(0)
    hold_the_rest(way)


def load(way: Way, hand: Handheld) -> None:
    """A truck: a parcel that is for it, one that is not, the same again, and what stays."""
    now = int(time.time() * 1000)
    truck, later = (
        way.office.post("departures", {"carrier": "WESER", "door": "SHIP-1", "leaves_at": now + hours * HOUR})
        for hours in (1, 5)
    )  # fmt: skip
    hand.sign_in("Sofia")
    label = parcel(hand, way.office, "D-1", "T0061", "LP000061")
    parcel(hand, way.office, "D-2", "T0062", "LP000062")
    hand.right(truck["code"])
    hand.on("task")
    way.shoot(hand, "load")
    way.wrong(hand, "LP000099", "Nobody knows LP000099")
    way.shoot(hand, "load-unknown")
    hand.right(label)
    way.shoot(hand, "load-on")
    hand.right(label)
    way.shoot(hand, "load-already")
    hand.tap("more")
    way.shoot(hand, "load-more")
    hand.tap("close")
    hand.act("done")
    way.shoot(hand, "load-leave-one")
    hand.act("done")
    way.shoot(hand, "load-done")
    hand.waiting(0)
    way.office.post(f"departures/{later['id']}/cancel", {})


def collect(way: Way, hand: Handheld) -> None:
    """A customer comes for two parcels, and says who he is."""
    order = way.office.post(
        "orders",
        {
            "number": "C-1", "priority": 1, "customer": "Ines Carvalho", "street": "Rua do Sol 8", "collect": True,
            "postcode": "4000-527", "city": "Porto", "country": "Portugal", "lines": [{"item": MUG, "qty": 2}],
        },
    )  # fmt: skip
    hand.sign_in("Sofia")
    way.office.release(int(order["id"]))
    pick(hand, "C-1", "T0071")
    hand.right("T0071")
    hand.right("LP000071")
    hand.right(way.house.item(MUG).barcodes[0].value)
    hand.act("full")
    way.shoot(hand, "collect-second-carton")
    hand.right("LP000072")
    hand.right(way.house.item(MUG).barcodes[0].value)
    while hand.main.get_attribute("data-screen") == "task":
        hand.answer("type", "600") if hand.button("type").is_visible() else hand.act("confirm")
    for plate in ("LP000071", "LP000072"):
        hand.right(plate)
        # That it is to be brought is planned a moment after it was closed.
        while hand.main.get_attribute("data-screen") != "task":
            hand.right(plate)
        hand.right(plate)
        way.shoot(hand, "collect-bring")
        hand.right(COUNTER)
        hand.on("home")
    hand.right(way.office.order("C-1")["collection_code"])
    hand.on("task")
    way.shoot(hand, "collect")
    hand.right("LP000071")
    way.shoot(hand, "collect-one")
    hand.act("done")
    way.shoot(hand, "collect-missing")
    hand.right("LP000072")
    hand.act("done")
    way.shoot(hand, "collect-name")
    hand.tap("type")
    hand.keys("INES", ok=False)
    way.shoot(hand, "collect-name-keys")
    hand.button("ok").tap()
    hand.on("home")
    way.shoot(hand, "collect-done")
    hand.waiting(0)


def take_back(way: Way, hand: Handheld) -> None:
    """A return without a document: judged, put away, set aside."""
    hand.sign_in("Grace")
    hand.right(COUNTER)
    hand.on("lookup")
    way.shoot(hand, "return-counter")
    hand.tap("returns")
    hand.on("task")
    way.shoot(hand, "return")
    code = way.house.item(MUG).barcodes[0].value
    hand.right(code)
    way.shoot(hand, "return-grade")
    hand.answer("quantity", "3")
    hand.act("choose-new")
    way.shoot(hand, "return-into")
    hand.right("LP900001")
    way.shoot(hand, "return-next")
    hand.right(code)
    hand.act("choose-damaged")
    way.shoot(hand, "return-aside")
    way.wrong(hand, "DOCK-1", "Go to QUAR-1")
    way.shoot(hand, "return-wrong")
    hand.right("QUAR-1")
    hand.act("done")
    hand.on("home")
    way.shoot(hand, "return-done")
    hand.waiting(0)


def move(way: Way, hand: Handheld) -> None:
    """Three of what lies in a bin go into a labelled box, which is put on another, emptied and asked after."""
    (held, *_) = [one for one in way.house.site.stock if one.place.startswith("A-") and one.qty > 3]
    there, *_ = way.house.empty_bins(held.place[0])
    hand.sign_in("Malik")
    hand.right(held.place)
    hand.on("lookup")
    way.shoot(hand, "move-bin")
    hand.tap("move")
    hand.on("task")
    way.shoot(hand, "move")
    hand.right(way.house.item(held.sku).barcodes[0].value)
    hand.answer("quantity", "3")
    way.shoot(hand, "move-three")
    hand.right("LP000777")
    way.shoot(hand, "move-in")
    hand.act("done")
    way.shoot(hand, "move-ask")
    hand.act("done")
    hand.on("home")
    hand.right("LP000777")
    hand.on("lookup")
    way.shoot(hand, "box")
    for deed in ("nest", "merge", "split", "weigh"):
        hand.tap(deed)
        hand.on("task")
        way.shoot(hand, f"box-{deed}")
        hand.tap("more")
        hand.page.locator(".sheet [data-action=home]").tap()
        hand.on("home")
        hand.right("LP000777")
        if hand.main.get_attribute("data-screen") == "task":
            hand.act("undo")
    hand.tap("empty")
    hand.on("task")
    way.shoot(hand, "box-empty")
    hand.right(there)
    way.shoot(hand, "box-emptied")
    hand.act("confirm")
    hand.on("home")
    hand.waiting(0)


def go_home_offline(way: Way, hand: Handheld) -> None:
    """The network goes in the middle of a pick; the pick is done, and who did it wants to go home."""
    hold_the_rest(way)
    hand.sign_in("Sofia")
    way.office.release(way.office.take_order("1801", {MUG: 2, BRUSH: 1}))
    expect(hand.button("next")).to_contain_text("1801")
    hand.tap("next")
    hand.right("T0081")
    way.house.stop()
    hand.online(False)
    way.shoot(hand, "offline-go")
    hand.right(hand.place)
    way.shoot(hand, "offline-take")
    take_all(hand)
    way.shoot(hand, "offline-bring")
    hand.right("PACK-1")
    hand.on("home")
    way.shoot(hand, "offline-home")
    hand.tap("next")
    expect(hand.page.locator("[role=alert]")).to_be_visible()
    way.shoot(hand, "offline-next")
    hand.tap("ok")
    hand.right(way.house.item(MUG).barcodes[0].value)
    way.shoot(hand, "offline-lookup")
    hand.tap("home")
    hand.tap("tasks")
    way.shoot(hand, "offline-tasks")
    hand.tap("about")
    expect(hand.button("sign-out")).to_be_visible()
    way.shoot(hand, "offline-about")
    hand.tap("sign-out")
    way.shoot(hand, "offline-signed-out")
    way.house.start()


PARTS: tuple[Callable[[Way, Handheld], None], ...] = (
    name_goods,
    jam,
    torn,
    load,
    collect,
    take_back,
    move,
    go_home_offline,
)
