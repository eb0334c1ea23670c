"""A supervisor sees a walk over new aisles, renames a bin and finds it by its new name; and saves a long list."""

from __future__ import annotations

import csv
import os

from playwright.sync_api import Page, expect

from tests.e2e.house import Desk, House
from tests.e2e.motions import sign_in
from tests.e2e.test_office_pages import look

BINS = int(os.environ.get("PICKFACE_SAVED_BINS", "1000"))
"""How many rows the saved list has besides the demo's."""
WATCH = """() => {
  window.worst = 0;
  let last = performance.now();
  const tick = (now) => { window.worst = Math.max(window.worst, now - last); last = now; requestAnimationFrame(tick); };
  requestAnimationFrame((now) => { last = now; requestAnimationFrame(tick); });
}"""


def test_a_bin_is_renamed_on_its_page_and_its_history_stays(house: House, desk: Page) -> None:
    page = desk
    page.set_viewport_size({"width": 1280, "height": 800})
    sign_in(page, house, "/office/floor")
    tour = page.locator("[data-role=tour]")
    expect(tour).to_contain_text("12 bins")
    page.fill("[name=max_pallets]", "2")
    expect(page.locator(".floor-drawing .stop")).to_have_count(12)
    look(page, "floor-tour")

    free = next(
        one["code"]
        for one in Desk(house, "Maria").get("/places", kind="bin")["items"]
        if not Desk(house, "Maria").get("/lookup", code=one["code"])["contents"]
    )
    page.goto(f"{house.url}/office/places")
    ends = page.locator("main tr[data-row]", has_text="SUPPLIER")
    expect(ends.locator("td.main")).to_have_text("SUPPLIER")
    expect(ends.get_by_role("link")).to_have_count(0)  # an end of the books has no page
    page.goto(f"{house.url}/office/places/{free}")
    page.locator("[data-action=change-place]").click()
    expect(page.locator("[data-form=place] [name=code]")).to_have_value(free)
    look(page, "place-form")
    page.fill("[data-form=place] [name=code]", "z-77-01")
    page.fill("[data-form=place] [name=x_mm]", "-1500")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Z-77-01")
    changes = page.locator("[data-page=place-changes]")
    expect(changes).to_contain_text(free)
    look(page, "place-renamed")
    found = Desk(house, "Maria").get("/places", code="Z-77-01")["items"]
    assert [one["x_mm"] for one in found] == [-1500]


def test_a_long_list_is_saved_while_the_page_stays_awake(house: House, desk: Page) -> None:
    page = desk
    there = Desk(house, "Maria")
    for aisle in range(BINS // 1_000):
        there.post(
            "/floor",
            {"zone": "LONG", "first_aisle": f"P{aisle:02}", "aisles": 1, "bays": 250, "levels": 4},
        )
    sign_in(page, house, "/office/places?zone=LONG")
    expect(page.locator("main tr[data-row]").first).to_be_visible()
    page.evaluate(WATCH)
    began = page.evaluate("performance.now()")
    with page.expect_download(timeout=240_000) as saving:
        page.locator("[data-action=save-table]").click()
    took, worst = page.evaluate("performance.now()") - began, page.evaluate("window.worst")
    rows = list(csv.reader(saving.value.path().read_text("utf-8-sig").splitlines()))
    assert len(rows) - 1 == BINS // 1_000 * 1_000
    assert len({row[0] for row in rows}) == len(rows)
    assert worst < 1_000, f"{len(rows) - 1} rows in {took:.0f} ms, {worst:.0f} ms without a frame"
