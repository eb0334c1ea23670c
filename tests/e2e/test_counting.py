"""A planned count differs, somebody else counts again, and the office approves what both saw."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.e2e import conftest
from tests.e2e.house import Desk, Handheld, House
from tests.e2e.motions import sign_in


def count(hand: Handheld, sku: str, qty: int) -> str:
    """Take the next task, count what is in its bin, and say that this is all; the bin's code."""
    hand.tap("next")
    bin_ = hand.place
    hand.right(bin_)
    hand.right(hand.house.item(sku).barcodes[0].value)
    hand.answer("quantity", str(qty))
    hand.act("done")
    hand.on("home")
    return bin_


def test_a_count_that_differs_is_counted_again_and_approved(
    house: House, desk: Page, new_context: conftest.NewContext
) -> None:
    office = Desk(house, "Maria")
    office.patch("site/settings", {"counts_per_zone": 1, "recount_units": 1, "approve_minor": 1})
    malik = Handheld(new_context(**conftest.HANDHELD).new_page(), house)
    malik.switch_on()
    malik.sign_in("Malik")

    sign_in(desk, house, "/office/counts", "Tomasz")
    desk.locator("[data-action=plan-counts]").click()
    expect(desk.locator(".count-rounds tbody tr").first).to_contain_text("0 of 1 bins")

    expect(malik.button("next")).to_contain_text(re.compile(r"[A-Z]-\d\d-\d\d"))
    title = malik.button("next").inner_text()
    (held,) = [one for one in house.site.stock if one.place in title]
    missing = held.qty - 2
    bin_ = count(malik, held.sku, missing)
    assert bin_ == held.place

    sofia = Handheld(new_context(**conftest.HANDHELD).new_page(), house)
    sofia.switch_on()
    sofia.sign_in("Sofia")
    assert count(sofia, held.sku, missing) == bin_

    desk.reload()
    waits = desk.locator(f"[data-waiting='{bin_}']")
    expect(waits).to_contain_text(f"{held.qty} booked, {missing} counted")
    waits.locator("[data-action=approve]").click()
    expect(waits).to_have_count(0)
    expect(desk.locator(".variances tbody tr")).to_contain_text("approved by Tomasz")
    (place,) = [one for one in office.stock(held.sku)["places"] if one["place"] == bin_]
    assert place["qty"] == missing
    assert house.audit()["exit_code"] == 0
