"""Pages of the office that no other story goes through: what stock is worth, what to act on, software that is let in.

On each something is done, and axe finds nothing in it, at a desk by day or on a tablet by night; ``make every-screen``
goes through all pages of the bar so.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Literal
from zlib import crc32

import pytest
import requests
from playwright.sync_api import Page, ViewportSize, expect

from tests.e2e.house import Desk, House
from tests.e2e.motions import sign_in

ALL = os.environ.get("PICKFACE_SCREENS") == "all"
SHORT = bool(os.environ.get("PICKFACE_SHORT"))
AXE = Path(__file__).parents[2] / "pwa/node_modules/axe-core/axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
JUDGE = """async tags => {
  const options = { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'] };
  const { violations } = await axe.run(document, options);
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, any }) => `${id}: ${html.slice(0, 140)} ${any[0]?.message ?? ''}`));
}"""
LOOKS: tuple[tuple[tuple[int, int], Literal["light", "dark"]], ...] = (
    ((1280, 800), "light"),
    ((768, 1024), "dark"),
)
PHONE: ViewportSize = {"width": 360, "height": 740}
PICTURES = os.environ.get("PICKFACE_PICTURES", "")
"""A folder to keep what was seen."""


TOO_WIDE = """() => [...document.querySelectorAll('body *')]
  .filter(one => one.getBoundingClientRect().right > innerWidth + 1)
  .map(one => `${one.localName}.${one.className}`).slice(0, 5).join(', ')"""


OVER_THE_EDGE = """() => [...document.querySelectorAll('main table')].filter(table => {
    const holder = table.parentElement;
    return getComputedStyle(holder).overflowX === 'visible'
      && table.getBoundingClientRect().right > holder.getBoundingClientRect().right + 1;
  }).map(table => table.className || table.parentElement.className)"""


def found_wrong(page: Page, name: str) -> list[str]:
    """What is wrong with the page as it stands: at a desk by day, on a tablet by night.

    In `make test` axe judges each page in one of the two, always the same: it takes longer than all else there.
    """
    faults = []
    for turn, ((width, height), light) in enumerate(LOOKS):
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=light)
        if not SHORT or crc32(name.encode()) % len(LOOKS) == turn:
            if not page.evaluate("'axe' in globalThis"):
                page.evaluate(AXE.read_text() + "; undefined")
            faults += [f"{name} {width} {light} {said}" for said in page.evaluate(JUDGE, TAGS)]
        wide = page.evaluate("document.scrollingElement.scrollWidth - innerWidth")
        if wide > 0:
            faults.append(
                f"{name} {width} can be pushed {wide} px sideways by {page.evaluate(TOO_WIDE)}"
            )
        faults += [
            f"{name} {width}: the table {table} lies over what stands beside it"
            for table in page.evaluate(OVER_THE_EDGE)
        ]
        if PICTURES:
            page.screenshot(path=f"{PICTURES}/{name}-{width}-{light}.png")
    page.set_viewport_size(PHONE)
    if (wide := page.evaluate("document.scrollingElement.scrollWidth - innerWidth")) > 0:
        faults.append(
            f"{name} on a phone can be pushed {wide} px sideways by {page.evaluate(TOO_WIDE)}"
        )
    page.set_viewport_size({"width": 1280, "height": 800})
    page.emulate_media(color_scheme="light")
    return faults


def look(page: Page, name: str) -> None:
    """Nothing is wrong with the page as it stands, once it has been read."""
    expect(page.locator(".empty[data-role=reading]")).to_have_count(0)
    assert not (faults := found_wrong(page, name)), "\n".join(faults)


def test_the_board_shows_work_beside_people_and_above_them_on_a_tablet(
    house: House, desk: Page
) -> None:
    office = Desk(house, "Maria")
    office.patch("site/settings", {"counts_per_zone": 1})
    office.post("counts/plan", {})
    sign_in(desk, house, "/board")
    expect(desk.locator(".tasks tr[data-row]").first).to_be_visible()
    look(desk, "board")


def test_what_goods_cost_is_named_where_nobody_knew(house: House, desk: Page) -> None:
    sign_in(desk, house, "/office/value")
    before = desk.locator("[data-unknown]").inner_text()
    look(desk, "value")
    desk.locator("[data-unknown] a").click()
    row = desk.locator("main tr[data-row]").first
    expect(row).to_contain_text("not known")
    row.click()
    form = desk.locator("[data-form=name-cost]")
    form.locator("[name=price]").fill("2.50")
    form.locator("[name=note]").fill("as the invoice says")
    form.locator("[data-action=name-cost]").click()
    expect(desk.locator("[data-role=cost-changes]")).to_contain_text("as the invoice says")
    desk.goto(f"{house.url}/office/value?tab=rates")
    expect(desk.locator("[data-unknown]")).not_to_have_text(before)
    desk.locator("[data-form=rate] [name=currency]").fill("usd")
    desk.locator("[data-form=rate] [name=worth]").fill("0,91")
    desk.locator("[data-action=say-rate]").click()
    expect(desk.locator("[data-role=rates] tbody tr").first).to_contain_text("USD")
    look(desk, "value-rates")


def test_what_expires_is_seen_taken_along_and_opened(house: House, desk: Page) -> None:
    sign_in(desk, house, "/office/watch")
    desk.locator("[data-tab=expiring]").click()
    expect(desk.locator("[data-tab=expiring]")).to_have_attribute("aria-current", "page")
    desk.select_option("[name=days]", "90")
    row = desk.locator("main tr[data-row]").first
    expect(row).to_be_visible()
    look(desk, "watch-expiring")
    sku = row.locator("td.code").first.inner_text()
    with desk.expect_download() as begun:
        desk.locator("[data-action=save-csv]").click()
    lines = Path(begun.value.path()).read_text(encoding="utf-8-sig").splitlines()
    assert lines[0].startswith("sku,")
    assert lines[1].startswith(f"{sku},")
    desk.locator("[data-tab=dead]").click()
    # Everything in the demo came today.
    expect(desk.locator("main .empty")).to_be_visible()
    look(desk, "watch-dead")
    desk.go_back()
    desk.locator("main tr[data-row]").first.click()
    expect(desk.locator("main h1")).to_be_visible()
    expect(desk).to_have_url(re.compile("/office/lots/"))


def test_software_is_let_in_does_one_thing_and_is_shut_out(house: House, desk: Page) -> None:
    sign_in(desk, house, "/office/tokens")
    desk.fill("[data-role=new-token] [name=name]", "Webshop")
    desk.locator("[data-folder=orders] summary").click()
    desk.locator("[data-scope='orders.list_orders']").check()
    look(desk, "tokens")
    desk.locator("[data-action=make-token]").click()
    token = desk.locator("[data-role=token]").inner_text()
    expect(desk.locator("tr[data-token]", has_text="Webshop")).to_be_visible()
    look(desk, "token-made")

    def ask(path: str) -> int:
        answer = requests.get(
            f"{house.url}/api/v1/{path}", headers={"Authorization": f"Bearer {token}"}, timeout=20
        )
        return answer.status_code

    assert (ask("orders"), ask("people")) == (200, 403)
    row = desk.locator("tr[data-token]", has_text="Webshop")
    row.locator("[data-action=revoke-token]").click()
    row.locator("[data-action=yes-revoke-token]").click()
    expect(row).to_contain_text("ended")
    assert ask("orders") == 401


def test_the_bar_says_where_one_is_on_a_page_that_stands_in_no_menu(
    house: House, desk: Page
) -> None:
    sign_in(desk, house, "/office/count-rounds")
    expect(desk.locator("[data-menu=goods] summary")).to_have_attribute("aria-current", "true")
    expect(desk.locator("nav a[href='/office/counts']")).to_have_attribute("aria-current", "page")


@pytest.mark.skipif(not ALL, reason="goes through the whole office: make every-screen")
def test_every_page_of_the_bar_is_right_by_day_and_by_night(house: House, desk: Page) -> None:
    sign_in(desk, house, "/office/items")
    links = desk.locator(".desk-bar nav a")
    expect(links.first).to_be_attached()
    paths = [link.get_attribute("href") or "" for link in links.all()]
    assert len(paths) > 15
    faults = []
    for path in paths:
        desk.goto(f"{house.url}{path}")
        expect(desk.locator("main :is(h1, h2, table, ul, .empty)").first).to_be_visible()
        faults += found_wrong(desk, path.strip("/").replace("/", "-"))
    assert not faults, "\n".join(faults)
