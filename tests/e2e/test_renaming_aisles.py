"""A supervisor renames an aisle with its bins, prints the labels that are old, and takes a broken rack out of use."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.e2e.conftest import HANDHELD, NewContext
from tests.e2e.house import Desk, Handheld, House
from tests.e2e.motions import sign_in
from tests.e2e.test_office_pages import look


def test_an_aisle_is_renamed_and_a_bin_taken_out_of_use(
    house: House, desk: Page, new_context: NewContext
) -> None:
    office = Desk(house, "Maria")
    rename_an_aisle(desk, house, office)
    use_again(desk, house)
    office.post("places/use", {"places": ["T2-01-02"], "active": False})
    hand = Handheld(new_context(**HANDHELD).new_page(), house)
    hand.switch_on()
    hand.sign_in("Sofia")
    hand.wrong("T2-01-02", "T2-01-02 is out of use")
    hand.right("T1-01-01")
    expect(hand.said).to_contain_text("This is KK-01-01 now")


def rename_an_aisle(page: Page, house: House, office: Desk) -> None:
    """With its bins; another one is taken out of use, and the labels that are old are printed."""
    page.set_viewport_size({"width": 1280, "height": 800})
    office.post("floor", {"first_aisle": "T1", "aisles": 2, "bays": 3, "levels": 2, "zone": "NEW"})
    sign_in(page, house, "/office/floor")
    row = page.locator("[data-way=T1]")
    row.locator("[data-action=rename]").click()
    page.keyboard.type("t2")
    page.keyboard.press("Enter")
    expect(page.locator("[data-form=rename] [role=alert]")).to_contain_text("T2 is taken")
    page.locator("[data-form=rename] [name=name]").fill("kk")
    page.keyboard.press("Enter")
    follows = page.locator("[data-role=follows]")
    expect(follows).to_have_text("6 bins get a new code: T1-01-01 becomes KK-01-01.")
    page.evaluate("scrollTo(0, 0)")
    look(page, "aisle-renamed-dry")
    page.locator("[data-action=rename-now]").click()
    expect(page.locator("[data-role=ways] [role=status]")).to_contain_text("T1 is KK now. 6 labels")
    expect(page.locator("[data-way=KK]")).to_be_visible()

    page.locator("[data-way=T2] [data-action=use-aisle]").click()
    put_out = page.locator("[data-form=out-of-use] [data-action=put-out-of-use]")
    expect(put_out).to_be_disabled()
    page.keyboard.type("Upright bent")
    page.keyboard.press("Enter")
    expect(page.locator("[data-way=T2] .out-of-use")).to_have_text("out of use")
    expect(page.locator("[data-way=T2]")).to_contain_text("Upright bent")
    expect(page.locator(".floor-drawing .closed")).to_have_count(3)
    page.evaluate("scrollTo(0, 0)")
    look(page, "floor-out-of-use")
    page.locator("[data-role=ways] a").click()
    rows = page.locator("main tr[data-row]")
    expect(rows).to_have_count(6)
    expect(rows.first).to_contain_text("old label")
    look(page, "old-labels")
    with page.expect_download():
        page.locator("[data-action=print-old]").click()
    expect(rows).to_have_count(0)


def use_again(page: Page, house: House) -> None:
    """From the list, and from the page of a place."""
    rows = page.locator("main tr[data-row]")
    page.goto(f"{house.url}/office/places?use=out")
    expect(rows).to_have_count(6)
    rows.first.locator("input[type=checkbox]").check()
    page.locator("[data-action=take-in]").click()
    expect(rows).to_have_count(5)
    look(page, "places-out-of-use")
    page.goto(f"{house.url}/office/places/T2-01-02")
    expect(page.locator("[data-role=place] .out-of-use")).to_have_text("out of use: Upright bent")
    page.locator("[data-action=use-place]").click()
    expect(page.locator("[data-role=place] .out-of-use")).to_have_count(0)
    expect(page.locator("[data-page=place-changes]")).to_contain_text("out of use: Upright bent")
    look(page, "place-used-again")
