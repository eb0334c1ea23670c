"""The dead handheld in a real browser: one picks in a dead zone, another goes on, and the first one wakes up."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e import conftest
from tests.e2e.house import Desk, Handheld, House
from tests.e2e.motions import reach
from tests.programs import finished

BRUSH, MUG, PADS = "CO-16103", "HH-01205", "CO-17201"
SHOTS = Path("reports/taking-over")
PATIENCE_S = 30


@dataclass
class Night:
    """Two pickers' handhelds and a desk; the first handheld's network can be cut."""

    house: House
    office: Desk
    first: Handheld
    second: Handheld
    board: Page

    def cut(self) -> None:
        """The first handheld goes into a dead zone."""
        self.first.page.context.route("**/api/**", lambda route: route.abort())

    def restore(self) -> None:
        """It comes out again."""
        self.first.page.context.unroute("**/api/**")


@pytest.fixture(scope="module")
def night(browser: Browser, house: House) -> Iterator[Night]:
    with conftest.contexts_of(browser) as open_context:
        hands = []
        for _ in range(2):
            context = open_context(**conftest.HANDHELD, service_workers="block")
            hand = Handheld(context.new_page(), house)
            hand.switch_on()
            hands.append(hand)
        board = open_context(**conftest.DESK).new_page()
        yield Night(house, Desk(house, "Maria"), *hands, board)


def offered(night: Night, order: str) -> tuple[Handheld, Handheld]:
    """Who has an order's pick, which is whoever has waited longest, and the other one."""
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        for hand, other in ((night.first, night.second), (night.second, night.first)):
            if order in hand.button("next").inner_text():
                return hand, other
            hand.page.wait_for_timeout(50)
    raise AssertionError(f"nobody was offered {order}")


def shoot(page: Page, name: str) -> None:
    """Keep what is on the screen, for eyes."""
    SHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SHOTS / f"{name}.png")


def code_of(hand: Handheld) -> str:
    """The barcode of a piece of what the screen names."""
    return next(code.value for code in hand.goods.barcodes if code.qty == 1)


def pick_one_line(hand: Handheld, most: int = 99) -> tuple[str, int]:
    """Pick what the screen asks for, at most so many; the SKU's barcode and how many went into the tote."""
    reach(hand)
    step, code, taken = hand.main.get_attribute("data-step"), code_of(hand), 0
    while taken < most and hand.main.get_attribute("data-step") == step:
        hand.right(code)
        taken += 1
    return code, taken


def finish(hand: Handheld) -> None:
    """Pick what remains and bring the tote to its station."""
    hand.on("task")
    while hand.main.get_attribute("data-step-kind") != "put":
        pick_one_line(hand)
    hand.right(hand.place)
    hand.waiting(0)


def take_over(hand: Handheld, code: str, count: int) -> None:
    """Scan the tote that Sofia has begun, say that one goes on with it, and scan what is in it."""
    hand.scan("T0901")
    offer = hand.page.locator("[data-sheet=take-over]")
    expect(offer).to_contain_text("Sofia")
    shoot(hand.page, "offer")
    hand.tap("take-over")
    expect(hand.sentence).to_have_text("Scan everything in T0901")
    shoot(hand.page, "count")
    for _ in range(count):
        hand.right(code)
    hand.tap("more")
    shoot(hand.page, "count-more")
    hand.button("close").tap()
    hand.act("done")
    expect(hand.sentence).to_have_text("Was that everything in T0901?")
    shoot(hand.page, "sure")
    hand.act("confirm")
    hand.on("home")
    expect(hand.said).to_contain_text("is yours now")
    expect(hand.button("next")).to_contain_text("TO-1")
    shoot(hand.page, "yours")


def audit(house: House) -> CompletedProcess[str]:
    """What `pickface audit` says of the books."""
    return finished(["audit", "--data", str(house.data)], os.environ)


def test_the_dead_handheld_and_the_one_that_goes_on(night: Night) -> None:
    first, second, office = night.first, night.second, night.office
    first.sign_in("Sofia")
    order = office.take_order("TO-1", {MUG: 3, PADS: 2})
    before = {sku: office.stock(sku)["on_hand"] for sku in (MUG, PADS)}
    office.release(order)
    first.tap("next")
    first.on("task")
    first.right("T0901")
    first.waiting(0)

    night.cut()
    code, taken = pick_one_line(first, most=2)
    assert taken

    second.sign_in("Malik")
    take_over(second, code, taken)
    second.tap("next")
    finish(second)
    assert office.order("TO-1")["state"] == "picked"

    night.restore()
    notice = first.page.locator("[data-role=notice]")
    # What became of the scans, and what became of the work: whichever the device hears first.
    told = re.compile("has taken this work over|Somebody else goes on with Order TO-1")
    expect(notice).to_contain_text(told, timeout=60_000)
    shoot(first.page, "taken-over")
    while first.page.locator("[data-role=notice]").is_visible():
        first.button("ok").tap()
    first.waiting(0)
    first.on("home")

    journal = office.get("scans", order="TO-1", verdict="set_aside")["items"]
    assert journal
    assert {(row["verdict_code"], row["person"]["name"]) for row in journal} == {
        ("superseded", night.house.person("Sofia").name)
    }
    for sku in (MUG, PADS):
        assert office.stock(sku)["on_hand"] == before[sku]
    said = audit(night.house)
    assert said.returncode == 0, said.stdout + said.stderr


def test_a_parked_cart_goes_on_with_whoever_scans_it(night: Night) -> None:
    office = night.office
    while night.first.page.locator("[data-role=notice]").is_visible():
        night.first.button("ok").tap()
    order = office.take_order("TO-2", {MUG: 2, PADS: 1})
    office.release(order)
    first, second = offered(night, "TO-2")
    first.tap("next")
    first.on("task")
    first.right("T0902")
    pick_one_line(first)
    shoot(first.page, "pick")
    first.tap("more")
    shoot(first.page, "more-with-park")
    first.button("park").tap()
    expect(first.page.locator("[data-sheet=park]")).to_be_visible()
    shoot(first.page, "park")
    place = night.house.empty_bins("A")[0]
    first.scan(place)
    first.on("home")
    expect(first.said).to_contain_text("Parked")
    shoot(first.page, "parked")
    first.waiting(0)

    tasks = {task["title"]: task for task in office.get("board")["tasks"] if task["kind"] == "pick"}
    parked = tasks["Order TO-2"]
    assert (parked["state"], parked["parked_place"]) == ("parked", place)
    second.right("T0902")
    finish(second)
    assert office.order("TO-2")["state"] == "picked"


def test_signing_out_with_a_begun_pick_offers_to_park_its_cart(night: Night) -> None:
    office = night.office
    order = office.take_order("TO-3", {MUG: 2})
    office.release(order)
    first, _ = offered(night, "TO-3")
    first.tap("next")
    first.on("task")
    first.right("T0903")
    first.tap("more")
    first.button("home").tap()
    first.tap("tasks")
    first.tap("about")
    expect(first.page.locator("[data-role=left]")).to_contain_text("TO-3")
    shoot(first.page, "sign-out")
    first.tap("park")
    expect(first.page.locator("[data-role=left]")).to_have_count(0)
    first.waiting(0)
    tasks = {task["title"]: task["state"] for task in office.get("board")["tasks"]}
    assert tasks["Order TO-3"] == "parked"
