"""A supervisor works through a list: by keys, in a view of their own, several rows at once, and takes it back."""

from __future__ import annotations

import csv
import re

from playwright.sync_api import Page, expect

from tests.e2e.house import House
from tests.e2e.motions import sign_in
from tests.e2e.test_office_pages import look


def test_a_list_is_walked_chosen_changed_taken_back_and_kept_as_a_view(
    house: House, desk: Page
) -> None:
    sign_in(desk, house, "/office/orders?state=open")
    rows = desk.locator("main tr[data-row]")
    expect(rows.first).to_be_visible()

    # Columns and order stand in the address.
    desk.locator("[data-popup=columns] summary").click()
    desk.locator("[data-popup=columns] [name=lines]").uncheck()
    desk.select_option("[data-popup=columns] [name=sort]", "ship_by")
    expect(desk.get_by_role("columnheader", name="Lines")).to_have_count(0)
    look(desk, "list-columns")
    desk.keyboard.press("Escape")

    # A view is kept, and its address opens as it was.
    desk.locator("[data-popup=views] summary").click()
    desk.fill("[name=view-name]", "Pressing")
    desk.locator("[data-action=keep-view]").click()
    kept = desk.locator("[data-view=Pressing]")
    expect(kept).to_be_visible()
    kept.get_by_role("combobox").select_option("supervisor")
    look(desk, "list-views")
    address = kept.locator("a").get_attribute("href") or ""
    desk.goto(f"{house.url}{address}")
    expect(desk.locator("[data-popup=views] summary")).to_have_text("Pressing")
    expect(desk.locator("th[aria-sort=ascending]")).to_contain_text("Ship by")

    # Two rows by keys alone, then held, and let go again.
    rows.first.focus()
    numbers = [rows.nth(at).locator("td.code").inner_text() for at in (0, 1)]
    desk.keyboard.press("x")
    desk.keyboard.press("ArrowDown")
    desk.keyboard.press("x")
    expect(desk.locator("[data-role=chosen]")).to_contain_text("2 chosen")
    look(desk, "list-chosen")
    desk.locator("[data-action=hold]").click()
    expect(desk.locator("[data-role=bulk-done]")).to_contain_text("2 done")
    expect(desk.get_by_role("link", name=numbers[0], exact=True)).to_have_count(0)
    desk.locator("[data-action=undo]").click()
    expect(desk.locator("[data-role=bulk-done]")).to_contain_text("Taken back: 2")
    expect(desk.get_by_role("link", name=numbers[0], exact=True)).to_be_visible()

    # The keys are told by one of them.
    rows.first.focus()
    desk.keyboard.press("?")
    expect(desk.get_by_role("dialog")).to_contain_text("chooses the row")
    desk.keyboard.press("Escape")
    expect(desk.get_by_role("dialog")).to_have_count(0)
    rows.first.focus()
    desk.keyboard.press("Enter")
    expect(desk.locator("main h1")).to_have_text(numbers[0])


def test_a_list_saves_itself_as_a_table(house: House, desk: Page) -> None:
    """All of it, in the columns that are shown, with numbers and moments that a spreadsheet can sort."""
    sign_in(desk, house, "/office/orders?sort=ship_by&columns=customer.ship_by.units")
    expect(desk.locator("main tr[data-row]").first).to_be_visible()
    with desk.expect_download() as saved:
        desk.locator("[data-action=save-table]").click()
    head, *table = csv.reader(saved.value.path().read_text("utf-8-sig").splitlines())
    assert "Lines" not in head
    numbers = [row[head.index("Number")] for row in table]
    assert len(numbers) == len(set(numbers)) > 100, "every page of it"
    moments = [row[head.index("Ship by")] for row in table]
    assert moments == sorted(moments)
    assert re.fullmatch(r"20\d\d-\d\d-\d\d \d\d:\d\d", moments[0])
