"""A buyer at a desk: a line changed and one left out, ordered in one press, sent, confirmed, to be promised."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.e2e.house import House
from tests.e2e.motions import sign_in

RECKONS_MS = 60_000


def test_a_buyer_changes_a_proposal_and_orders_it(house: House, desk: Page) -> None:
    sign_in(desk, house, "/office/buying")
    # Nothing was reckoned yet: opening the page has it reckoned.
    proposal = desk.locator("details.proposal").first
    expect(proposal).to_be_visible(timeout=RECKONS_MS)
    expect(proposal.locator("tbody tr").first).to_contain_text(re.compile(r"arrives in \d+"))

    line, other = proposal.locator("tbody tr").nth(0), proposal.locator("tbody tr").nth(1)
    field, before = line.locator("input.qty"), proposal.locator(".proposal-sum").inner_text()
    pack = int(field.get_attribute("step") or 1)
    field.fill(str(pack * 40))
    field.press("Tab")
    expect(line).to_contain_text("proposed")
    expect(proposal.locator(".proposal-sum")).not_to_have_text(before)
    other.locator("[data-action=leave-out]").click()
    expect(other).to_have_class("left-out")
    sku, left = line.get_attribute("data-sku"), other.get_attribute("data-sku")
    assert sku
    assert left

    proposal.locator("[data-action=order]").click()
    said = desk.locator(".remark.done")
    expect(said).to_contain_text("is ordered from")
    said.locator("a").click()
    expect(desk.locator("h1")).to_contain_text("PO-")
    expect(desk.locator(".life .now")).to_have_text("approved")
    expect(desk.locator("main table").first).to_contain_text(sku)
    expect(desk.locator("main table").first).not_to_contain_text(left)

    desk.locator("[data-action=send]").click()
    expect(desk.locator(".life .now")).to_have_text("sent", timeout=RECKONS_MS)
    expect(desk.locator(".history")).to_contain_text("sent to outbox/PO-")
    desk.locator("[data-action=confirm]").click()
    desk.fill("input[name=expected]", "2099-01-05")
    desk.locator("[data-action=yes-confirm]").click()
    expect(desk.locator(".life .now")).to_have_text("confirmed")

    desk.locator(f"main tr[data-row]:has-text('{sku}')").click()
    expect(desk.locator("[data-role=promise]")).to_contain_text("2099-01-05")
    expect(desk.locator("svg.plot rect.will")).to_have_count(4)
    expect(desk.locator("[data-role=forecast]")).to_contain_text("Reorder point")
