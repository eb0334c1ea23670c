"""A supervisor says how many pallets have room in some bins, and takes it back."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.e2e.house import Desk, House
from tests.e2e.motions import sign_in
from tests.e2e.test_office_pages import look


def test_room_for_pallets_is_said_for_several_bins_at_once(house: House, desk: Page) -> None:
    page = desk
    page.set_viewport_size({"width": 1280, "height": 800})
    sign_in(page, house, "/office/places?zone=A&columns=kind.zone.pallets")
    rows = page.locator("main tr[data-row]")
    expect(rows.first).to_be_visible()
    code = rows.first.locator("a.code, td.code").first.inner_text().strip()
    for at in range(2):
        rows.nth(at).locator("[data-choose]").check()
    bar = page.locator("[data-role=chosen]")
    bar.locator("select").first.select_option("3")
    look(page, "places-pallets")
    page.locator("[data-action=set-pallets]").click()
    expect(page.locator("[data-role=bulk-done]")).to_contain_text("2 done")
    found = Desk(house, "Maria").get("/places", code=code)["items"]
    assert [one["max_pallets"] for one in found] == [3]
    page.locator("[data-action=undo]").click()
    expect(page.locator("[data-role=bulk-done]")).to_contain_text("Taken back: 2")
