"""A cart of four totes goes through the bins: a wrong tote, a short bin and a cancelled order on the way."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.e2e import conftest
from tests.e2e.house import Desk, Handheld, House
from tests.e2e.motions import sign_in

BRUSH, MUG = "CO-16103", "HH-01205"
ORDERS = {
    "5001": {BRUSH: 2},
    "5002": {BRUSH: 1, MUG: 1},
    "5003": {BRUSH: 3},
    "5004": {MUG: 2},
}
TOTES = [f"T00{number}" for number in (31, 32, 33, 34)]


def picker(house: House, new_context: conftest.NewContext) -> Handheld:
    """Sofia with a fresh handheld."""
    hand = Handheld(new_context(**conftest.HANDHELD).new_page(), house)
    hand.switch_on()
    hand.sign_in("Sofia")
    return hand


def wave(office: Desk, desk: Page) -> dict[str, int]:
    """All orders, chosen in the list and released together on a site that picks on carts; their ids."""
    settings = {"pick_method": "cluster", "cart_totes": 4, "returns_at": "STAGE-1"}
    office.patch("site/settings", settings)
    made = {number: office.take_order(number, lines) for number, lines in ORDERS.items()}
    sign_in(desk, office.house, "/office/orders?state=open", "Tomasz")
    for number in ORDERS:
        desk.get_by_label(f"Choose {number}", exact=True).check()
    desk.locator("[data-action=release-together]").click()
    expect(desk.locator("[data-role=chosen]")).not_to_be_visible()
    assert [office.order(number)["state"] for number in ORDERS] == ["released"] * len(ORDERS)
    return made


def load(hand: Handheld, totes: list[str]) -> None:
    """An empty tote at each position."""
    for number, tote in enumerate(totes, 1):
        expect(hand.sentence).to_have_text(f"Put an empty tote or carton at position {number}")
        hand.right(tote)


def plate(hand: Handheld) -> str:
    """The tote that the screen names."""
    return hand.page.locator("[data-role=position] span").inner_text()


def go_to(hand: Handheld, sku: str) -> bool:
    """Come to the bin that is asked for and scan what lies there; whether it is this item."""
    if hand.main.get_attribute("data-step-kind") == "go" or not deals(hand):
        hand.right(hand.place)
    goods = hand.goods
    hand.right(goods.barcodes[0].value)
    return goods.sku == sku


def deals(hand: Handheld) -> bool:
    return hand.main.get_attribute("data-step-kind") == "take"


def deal(hand: Handheld) -> None:
    """Give every tote what this bin has for it."""
    step = hand.main.get_attribute("data-step")
    while hand.main.get_attribute("data-step") == step:
        hand.right(plate(hand))


def test_a_cart_is_picked_with_a_short_bin_and_a_cancelled_order_in_the_middle(
    house: House, desk: Page, new_context: conftest.NewContext
) -> None:
    office = Desk(house, "Maria")
    hand = picker(house, new_context)
    orders = wave(office, desk)
    expect(hand.button("next")).to_contain_text("Cart of 4")
    hand.tap("next")
    load(hand, TOTES)
    hand.page.evaluate("navigator.serviceWorker.ready")
    # What only carts need is on the device since the work came, also for a device that starts anew in a dead zone.
    hand.waiting(0)
    house.stop()
    hand.online(False)
    hand.page.reload()

    while not go_to(hand, BRUSH):
        deal(hand)
    expect(hand.sentence).to_have_text("Put 2 pieces into tote 1")
    hand.wrong(TOTES[2], f"Put it into {TOTES[0]}, number 1.")
    hand.page.locator("[role=alert] [data-action=ok]").tap()
    expect(hand.page.locator("[data-role=position] b")).to_have_text("1")
    expect(hand.page.locator("[data-role=deals] li")).to_have_count(3)
    hand.right(TOTES[0])
    expect(hand.sentence).to_have_text("Put 1 piece into tote 2")
    hand.right(TOTES[1])
    expect(hand.sentence).to_have_text("Put 3 pieces into tote 3")
    hand.answer("quantity", "2")
    expect(hand.sentence).to_have_text("Put 2 pieces into tote 3")
    hand.right(TOTES[2])
    hand.answer("short", "0")

    house.start()
    hand.online()
    hand.waiting(0)
    # Out of the picker's sight an order on the cart is cancelled.
    office.post(f"orders/{orders['5002']}/cancel", {})
    while hand.main.get_attribute("data-step-kind") != "put":
        go_to(hand, MUG)
        deal(hand)
    expect(hand.sentence).to_have_text("Order 5002 is cancelled. Take tote 2 off the cart")
    hand.wrong(TOTES[0], f"Scan {TOTES[1]}.")
    hand.right(TOTES[1])
    hand.right("STAGE-1")
    expect(hand.sentence).to_contain_text("Bring the cart to")
    hand.right("PACK-1")
    hand.on("home")
    hand.waiting(0)

    totes = {one["code"]: one for one in office.get("containers", limit=100)["items"]}
    assert totes[TOTES[1]]["place"] == "STAGE-1"
    assert {totes[tote]["place"] for tote in (TOTES[0], TOTES[3])} == {"PACK-1"}
    assert house.audit()["exit_code"] == 0
