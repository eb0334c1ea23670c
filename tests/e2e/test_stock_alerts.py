"""A manager says what is low, is told in the bar, and looks after it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.house import House
from tests.e2e.motions import sign_in
from tests.e2e.test_office_pages import look


@pytest.mark.long("rules and what they find are told over HTTP, and their pages are photographed")
def test_a_rule_is_made_and_what_it_found_is_looked_after(house: House, desk: Page) -> None:
    page = desk
    page.set_viewport_size({"width": 1280, "height": 800})
    sign_in(page, house, "/office/stock-rules")
    expect(page.locator("[data-page=stock-rules]")).to_contain_text("There is no rule yet")
    look(page, "stock-rules-none")
    form = page.locator("[data-role=stock-rule]")
    form.locator("[name=name]").fill("Nearly out")
    form.locator("[name=level]").select_option("number")
    form.locator("[name=under]").fill("4")
    form.locator("[name=emails]").fill("stock@house.example")
    form.locator("[data-action=save-rule]").click()
    expect(page.locator("[data-rule='Nearly out']")).to_contain_text("available under 4")
    expect(page.locator("[data-page=rule-changes]")).to_contain_text("made")
    look(page, "stock-rules")

    # The watcher has judged it within seconds; the bar says so.
    def counted() -> bool:
        page.goto(f"{house.url}/office/troubles")
        expect(page.locator("[data-page=troubles]")).to_contain_text("Low stock")
        return page.locator("[data-low='Nearly out']").count() > 0

    for _ in range(30):
        if counted():
            break
        page.wait_for_timeout(500)
    look(page, "troubles-stock")
    expect(page.locator("[data-role=troubles]")).to_contain_text("to look at")
    page.locator("[data-low='Nearly out'] a").click()
    rows = page.locator("main tr[data-alert]")
    expect(rows.first).to_contain_text("nobody yet")
    mine = [rows.nth(at).get_attribute("data-alert") for at in range(2)]
    look(page, "stock-alerts")
    for at in range(2):
        rows.nth(at).locator("[data-choose]").check()
    page.locator("[data-action=see]").click()
    expect(page.locator("[data-role=bulk-done]")).to_contain_text("2 done")
    for one in mine:
        expect(page.locator(f"[data-alert='{one}']")).to_have_count(0)
    page.goto(f"{house.url}/office/stock-alerts")
    expect(page.get_by_text("by Maria")).to_have_count(2)
    look(page, "stock-alerts-seen")

    # Changed so that nothing is low, it is over, and stands there as over.
    page.goto(f"{house.url}/office/stock-rules")
    page.locator("[data-rule='Nearly out'] [data-action=change-rule]").click()
    form.locator("[name=under]").fill("1")
    form.locator("[name=active]").uncheck()
    form.locator("[data-action=save-rule]").click()
    expect(page.locator("[data-rule='Nearly out']")).to_contain_text("Not in force")
    page.goto(f"{house.url}/office/stock-alerts?state=over")
    expect(rows.first).to_contain_text("Nearly out")
    look(page, "stock-alerts-over")
