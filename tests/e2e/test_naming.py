"""Unknown goods at the dock: whoever may says what they are, and scans them again; others set them aside."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e import conftest
from tests.e2e.house import Desk, Handheld, House

BRUSH, MUG = "CO-16103", "HH-01205"
MYSTERY, CASE, TAKEN, WRONG = "4006381333931", "CASE-OF-12", "BOX-77", "4006381333932"


@pytest.fixture(scope="module")
def office(house: House) -> Desk:
    """A manager, who has ordered brushes and mugs three times."""
    desk = Desk(house, "Maria")
    lines = [{"item": BRUSH, "qty": 27}, {"item": MUG, "qty": 6}]
    for number in ("PO-9001", "PO-9002", "PO-9003"):
        desk.post("purchase-orders", {"number": number, "supplier": "LUMERA", "lines": lines})
    return desk


def at_the_dock(house: House, new_context: conftest.NewContext, order: str) -> Handheld:
    """Grace has a delivery open, and one brush of it in a container."""
    hand = Handheld(new_context(**conftest.HANDHELD).new_page(), house)
    hand.switch_on()
    hand.sign_in("Grace")
    hand.right(order)
    hand.right(house.item(BRUSH).barcodes[0].value)
    hand.right(f"LP00{order[-4:]}")
    return hand


def unknown(office: Desk, code: str) -> list[str]:
    """The deliveries in which the office is told of a code that nobody knows."""
    return [
        one["params"].get("purchase_order", "")
        for one in office.get("board")["exceptions"]
        if one["kind"] == "receipt_unknown" and one["params"].get("code") == code
    ]


def test_who_may_not_has_no_button_and_sets_them_aside(
    house: House, office: Desk, new_context: conftest.NewContext
) -> None:
    hand = at_the_dock(house, new_context, "PO-9001")
    hand.right(MYSTERY)
    expect(hand.said).to_contain_text("Not known. Put it aside")
    expect(hand.button("photo")).to_be_visible()
    expect(hand.button("know")).to_have_count(0)
    hand.right("LP000777")
    hand.right("QUAR-1")
    hand.waiting(0)
    assert unknown(office, MYSTERY) == ["PO-9001"]


def test_who_may_names_them_by_another_barcode_scans_again_and_counts(
    house: House, office: Desk, new_context: conftest.NewContext
) -> None:
    office.patch("site/settings", {"receivers_name_goods": True})
    hand = at_the_dock(house, new_context, "PO-9002")
    page, progress = hand.page, hand.page.locator("[data-role=progress]")
    expect(progress).to_have_attribute("data-done", "1")
    hand.right(CASE)
    # Without a network it is not offered: nobody could be told.
    expect(hand.button("know")).to_be_visible()
    house.stop()
    expect(hand.button("know")).to_have_count(0)
    house.start()
    hand.online()
    hand.tap("know")
    told, named = page.locator("[data-role=told]"), page.locator("[data-role=named]")
    hand.type(CASE)
    expect(told).to_contain_text("That is the code that nobody knows.")
    hand.type("NO-SUCH-CODE")
    expect(told).to_contain_text("That is no known barcode of an item.")
    hand.type(house.item(BRUSH).barcodes[0].value)
    expect(named).to_contain_text(BRUSH)
    expect(hand.button("name")).to_be_disabled()
    hand.tap("other-pack")
    hand.keys("12")
    expect(hand.button("pack-case-12")).to_have_attribute("aria-pressed", "true")
    with page.expect_response(lambda got: got.url.endswith("/catalogue") and got.status == 200):
        hand.tap("name")
    expect(hand.said).to_contain_text("Scan it again.")
    # Nothing is counted by a word.
    expect(progress).to_have_attribute("data-done", "1")
    hand.right(CASE)
    expect(progress).to_have_attribute("data-done", "13")
    hand.waiting(0)
    assert unknown(office, CASE) == []
    # After a start the device knows it still.
    page.reload()
    hand.on("task")
    # Her other delivery is begun too, and may be what a start shows.
    hand.tap("home")
    hand.right("PO-9002")
    expect(progress).to_have_attribute("data-done", "13")
    hand.right(CASE)
    expect(progress).to_have_attribute("data-done", "25")
    hand.waiting(0)
    assert house.audit()["exit_code"] == 0


@pytest.mark.long("the refusals are the API's, and naming itself is told above")
def test_a_refusal_says_what_to_do(
    house: House, office: Desk, new_context: conftest.NewContext
) -> None:
    hand = at_the_dock(house, new_context, "PO-9003")
    told = hand.page.locator("[data-role=told]")

    def name_a_piece(code: str) -> None:
        hand.right(code)
        expect(hand.button("know")).to_be_visible()
        hand.tap("know")
        hand.type(house.item(BRUSH).barcodes[0].value)
        expect(hand.page.locator("[data-role=named]")).to_be_visible()
        hand.tap("pack-piece-1")

    name_a_piece(WRONG)
    hand.tap("name")
    expect(told).to_contain_text(f"The last digit of {WRONG} does not fit.")
    hand.tap("close")
    name_a_piece(TAKEN)
    mug = office.get("items", sku=MUG)["items"][0]["id"]
    office.post(f"items/{mug}/barcodes", {"value": TAKEN})
    # What the office has just told the server comes with the next catalogue.
    with hand.page.expect_response(
        lambda got: got.url.endswith("/catalogue") and got.status == 200
    ):
        hand.tap("name")
    expect(told).to_contain_text(f"{TAKEN} is a barcode of {MUG} already. Go back, tap Undo")
    hand.tap("close")
    hand.act("undo")
    hand.right(TAKEN)
    expect(hand.said).not_to_contain_text("Not known")
    name_a_piece("SHELF-9")
    office.patch("site/settings", {"receivers_name_goods": False})
    hand.tap("name")
    expect(told).to_contain_text("You may not name goods any more.")


@pytest.mark.long("naming itself is told above, from another screen")
def test_on_the_red_screen_by_words(
    house: House, office: Desk, new_context: conftest.NewContext
) -> None:
    hand = Handheld(new_context(**conftest.HANDHELD).new_page(), house)
    hand.switch_on()
    hand.sign_in("Maria")
    hand.wrong("ODD-1", "Nobody knows ODD-1.")
    hand.tap("know")
    hand.tap("search")
    hand.keys(MUG, ok=False)
    hand.page.locator(".sheet [data-action=ok]").tap()
    hand.page.locator("[data-item]").first.tap()
    expect(hand.page.locator("[data-role=named]")).to_contain_text(MUG)
    hand.tap("pack-piece-1")
    hand.act("name")
    expect(hand.said).to_contain_text("Scan it again.")
    hand.right("ODD-1")
    hand.on("lookup")
    expect(hand.page.locator(".hint").first).to_contain_text(MUG)
