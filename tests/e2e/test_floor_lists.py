"""Trucks, counts and pick faces are lists like all others: filtered, sorted, kept as a view, walked by keys."""

from __future__ import annotations

import time

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.house import Desk, House
from tests.e2e.test_buying import sign_in
from tests.e2e.test_office_pages import PICTURES, look

HOUR = 3_600_000


def phone(page: Page, name: str) -> None:
    """The page on a phone is no wider than that, by day and by night."""
    page.set_viewport_size({"width": 360, "height": 740})
    for light in ("light", "dark"):
        page.emulate_media(color_scheme=light)
        assert page.evaluate("document.scrollingElement.scrollWidth - innerWidth") <= 0, name
        if PICTURES:
            page.screenshot(path=f"{PICTURES}/{name}-360-{light}.png")
    page.set_viewport_size({"width": 1280, "height": 800})
    page.emulate_media(color_scheme="dark")
    if PICTURES:
        page.screenshot(path=f"{PICTURES}/{name}-1280-dark.png")
    page.emulate_media(color_scheme="light")


def hide(page: Page, column: str) -> None:
    """Take a column away."""
    page.locator("[data-popup=columns] summary").click()
    page.locator(f"[data-popup=columns] [name={column}]").uncheck()
    page.keyboard.press("Escape")


def keep(page: Page, house: House, name: str) -> None:
    """Keep the list as it is under a name, and open it by that."""
    page.locator("[data-popup=views] summary").click()
    page.fill("[name=view-name]", name)
    page.locator("[data-action=keep-view]").click()
    kept = page.locator(f"[data-view={name}] a")
    expect(kept).to_be_visible()
    page.goto(f"{house.url}{kept.get_attribute('href')}")
    expect(page.locator("[data-popup=views] summary")).to_have_text(name)


@pytest.fixture
def trucks(house: House) -> list[str]:
    """Three trucks to come of a carrier that has no timetable, by their codes."""
    office = Desk(house, "Maria")
    now = int(time.time() * 1000)
    made = [
        office.post("departures", {"carrier": "WESER", "door": "SHIP-1", "leaves_at": now + hours * HOUR})
        for hours in (30, 31, 32)
    ]  # fmt: skip
    return [one["code"] for one in made]


def test_trucks_are_filtered_kept_as_a_view_and_called_off_together(
    house: House, desk: Page, trucks: list[str]
) -> None:
    sign_in(desk, house, "/office/departures")
    rows = desk.locator("main tr[data-departure]")
    expect(desk.locator("th[aria-sort=ascending]")).to_contain_text("Leaves")
    desk.get_by_label("Carrier").select_option("WESER")
    expect(rows).to_have_count(3)
    desk.get_by_role("link", name="Leaves").click()
    expect(rows.first).to_have_attribute("data-departure", trucks[2])
    hide(desk, "cut_off")
    expect(desk.get_by_role("columnheader", name="Cut-off")).to_have_count(0)
    keep(desk, house, "Latest")
    expect(desk.locator("th[aria-sort=descending]")).to_contain_text("Leaves")
    expect(rows.first).to_have_attribute("data-departure", trucks[2])
    look(desk, "departures")
    phone(desk, "departures")

    # Two by keys, called off after a question: that cannot be taken back.
    rows.first.focus()
    desk.keyboard.press("x")
    desk.keyboard.press("ArrowDown")
    desk.keyboard.press("x")
    look(desk, "departures-chosen")
    desk.locator("[data-action=cancel]").click()
    expect(desk.locator("[data-role=chosen]")).to_contain_text("2 trucks do not come")
    desk.locator("[data-action=yes-cancel]").click()
    expect(desk.locator("[data-role=bulk-done]")).to_contain_text("2 done")
    expect(rows).to_have_count(1)
    rows.first.focus()
    desk.keyboard.press("Enter")
    expect(desk.locator("main h1")).to_contain_text(trucks[0])
    desk.goto(f"{house.url}/office/departures?state=cancelled")
    expect(rows).to_have_count(2)

    # One is made by hand as before.
    desk.locator("[data-action=new-departure]").click()
    form = desk.locator("[data-form=departure]")
    look(desk, "departures-new")
    form.locator("[name=carrier]").select_option("WESER")
    form.locator("[name=leaves_at]").fill("2031-05-06T17:00")
    form.locator("[name=door]").select_option("SHIP-1")
    form.locator("button[type=submit]").click()
    expect(desk.locator("[data-page=departure]")).to_contain_text("No parcel is for it yet")
