"""Trucks, counts and pick faces are lists like all others: filtered, sorted, kept as a view, walked by keys."""

from __future__ import annotations

import re
import time

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import conftest
from tests.e2e.house import Desk, Handheld, House
from tests.e2e.motions import sign_in
from tests.e2e.test_counting import count
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


def choose(page: Page, filter_: str, value: str) -> None:
    """Set one of the filters above a list."""
    above = page.locator("main .filters label.search").filter(has_text=re.compile(f"^{filter_}"))
    above.locator("select").select_option(value)


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
    choose(desk, "Carrier", "WESER")
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


@pytest.mark.long("all lists are one component, which trucks and orders go through")
def test_what_counts_found_is_a_list(
    house: House, desk: Page, new_context: conftest.NewContext
) -> None:
    office = Desk(house, "Maria")
    office.patch("site/settings", {"counts_per_zone": 1, "recount_units": 0, "approve_minor": 0})
    malik = Handheld(new_context(**conftest.HANDHELD).new_page(), house)
    malik.switch_on()
    malik.sign_in("Malik")
    office.post("counts/plan", {})
    expect(malik.button("next")).to_contain_text(re.compile(r"[A-Z]-\d\d-\d\d"))
    title = malik.button("next").inner_text()
    (held,) = [one for one in house.site.stock if one.place in title]
    bin_ = count(malik, held.sku, held.qty - 1)

    sign_in(desk, house, "/office/counts")
    rows = desk.locator(".variances tbody tr[data-row]")
    expect(rows).to_contain_text(bin_)
    desk.get_by_role("link", name="Counted by").click()
    hide(desk, "worth")
    choose(desk, "Difference", "less")
    expect(rows).to_have_count(1)
    keep(desk, house, "Missing")
    expect(desk.locator("th[aria-sort=ascending]")).to_contain_text("Counted by")
    expect(desk.get_by_role("columnheader", name="Worth")).to_have_count(0)
    look(desk, "counts")
    phone(desk, "counts")
    desk.get_by_label("Bin or item").fill("nowhere")
    expect(rows).to_have_count(0)
    desk.get_by_label("Bin or item").fill(bin_.lower())
    expect(rows).to_have_count(1)
    rows.first.focus()
    desk.keyboard.press("Enter")
    expect(desk).to_have_url(f"{house.url}/office/places/{bin_}")


@pytest.mark.long("all lists are one component, which trucks and orders go through")
def test_rounds_of_counts_are_a_list_and_end_together(house: House, desk: Page) -> None:
    office = Desk(house, "Maria")
    office.patch("site/settings", {"counts_per_zone": 1})
    office.post("counts/plan", {})
    sign_in(desk, house, "/office/counts")
    rows = desk.locator(".count-rounds tbody tr[data-row]")
    expect(rows.first).to_contain_text("0 of 1 bins")
    look(desk, "counts-open")
    desk.locator("[data-action=to-rounds]").click()
    expect(desk.locator("main h1")).to_have_text("Rounds")
    choose(desk, "Kind", "cycle")
    choose(desk, "State", "open")
    desk.get_by_role("link", name="Day").click()
    hide(desk, "kind")
    keep(desk, house, "Cycles")
    expect(desk.locator("th[aria-sort=ascending]")).to_contain_text("Day")
    expect(desk.get_by_role("columnheader", name="Kind")).to_have_count(0)
    look(desk, "count-rounds")
    phone(desk, "count-rounds")
    before = rows.count()
    rows.first.focus()
    desk.keyboard.press("x")
    desk.locator("[data-action=end]").click()
    expect(desk.locator("[data-role=chosen]")).to_contain_text("1 round ends")
    desk.locator("[data-action=yes-end]").click()
    expect(desk.locator("[data-role=bulk-done]")).to_contain_text("1 done")
    expect(rows).to_have_count(before - 1)
    desk.goto(f"{house.url}/office/count-rounds?state=over")
    rows.first.focus()
    desk.keyboard.press("Enter")
    expect(desk).to_have_url(re.compile(r"/office/counts\?round=\d+$"))


@pytest.mark.long("all lists are one component, which trucks and orders go through")
def test_pick_faces_are_sorted_kept_and_follow_the_forecast_together(
    house: House, desk: Page
) -> None:
    office = Desk(house, "Maria")
    first, second = office.get("pick-faces?sort=place&limit=2")["items"]
    for one in (first, second):
        office.patch(f"pick-faces/{one['id']}", {"min_qty": 3, "max_qty": 30})
    sign_in(desk, house, "/office/pick-faces")
    rows = desk.locator("main tr[data-face]")
    expect(rows.first).to_be_visible()
    expect(desk.locator(".facts-line")).to_contain_text("faces:")
    look(desk, "faces")
    desk.get_by_role("link", name="Place").click()
    expect(rows.first).to_have_attribute("data-face", first["place"])
    hide(desk, "coming")
    keep(desk, house, "Walk")
    expect(desk.locator("th[aria-sort=ascending]")).to_contain_text("Place")
    expect(desk.get_by_role("columnheader", name="Coming")).to_have_count(0)
    phone(desk, "faces")

    # Two by keys follow the forecast, and hold again what they held.
    rows.first.focus()
    desk.keyboard.press("x")
    desk.keyboard.press("ArrowDown")
    desk.keyboard.press("x")
    desk.locator("[data-action=by-forecast]").click()
    expect(desk.locator("[data-role=bulk-done]")).to_contain_text("2 done")
    expect(rows.nth(1)).to_contain_text("by forecast")
    desk.locator("[data-action=undo]").click()
    expect(desk.locator("[data-role=bulk-done]")).to_contain_text("Taken back: 2")
    expect(rows.nth(1)).not_to_contain_text("by forecast")

    # One is changed by its form, above the list.
    rows.first.locator("[data-action=change]").click()
    form = desk.locator("[data-form=face]")
    form.locator("[name=max_qty]").fill("31")
    look(desk, "faces-change")
    form.locator("button[type=submit]").click()
    expect(rows.first).to_contain_text("31")
    rows.first.focus()
    desk.keyboard.press("Enter")
    expect(desk).to_have_url(f"{house.url}/office/places/{first['place']}")
