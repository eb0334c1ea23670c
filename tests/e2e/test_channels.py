"""A shop is connected at a desk: its order comes in, one that lacks an item waits for it, and the shop hears of it."""

from __future__ import annotations

import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import open_house
from tests.e2e.house import Desk, House
from tests.e2e.motions import sign_in
from tests.e2e.test_every_screen import AXE, JUDGE, TAGS
from tests.e2e.test_recall import MUESLI
from tests.integration.shops.bodies import (
    SHOPIFY_SECRET,
    raw,
    shopify_headers,
    shopify_line,
    shopify_order,
)
from tests.integration.webhooks.receiver import Receiver, proved


@pytest.fixture(scope="module")
def house(demo_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The demo warehouse, which may tell this machine."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PICKFACE_WEBHOOK_NETWORKS", "127.0.0.0/8")
        yield from open_house(demo_site, tmp_path_factory.mktemp("house") / "data")


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """The shop's side."""
    receiver = Receiver()
    yield receiver
    receiver.close()


def faults(page: Page) -> list[str]:
    """What is wrong with a page for whoever sees little, or hears it read."""
    page.evaluate(AXE.read_text() + "; undefined")
    found: list[str] = page.evaluate(JUDGE, [TAGS, False])
    return found


def test_a_shop_is_connected_its_orders_come_in_and_it_hears_of_them(
    house: House, desk: Page, receiver: Receiver
) -> None:
    sign_in(desk, house, "/office/channels")
    desk.fill("[data-role=new-channel] input[name=code]", "teashop")
    desk.fill("input[name=secret]", SHOPIFY_SECRET)
    desk.fill("input[name=buffer]", "2")
    wrong = faults(desk)
    desk.locator("[data-action=make-channel]").click()
    address = desk.locator("[data-role=address]").inner_text()

    # A webhook for this channel: an address inside is refused in words, the secret is shown once.
    desk.goto(f"{house.url}/office/webhooks")
    desk.fill("[data-role=new-webhook] input[name=name]", "Shop")
    desk.fill("input[name=url]", "https://10.0.0.1/x")
    desk.locator("select[name=channel]").select_option(label="teashop")
    desk.locator("[data-event='order.status']").check()
    desk.locator("[data-action=make-webhook]").click()
    expect(desk.locator("[role=alert]")).to_contain_text("must begin with https://")
    desk.fill("input[name=url]", receiver.url)
    desk.locator("[data-action=make-webhook]").click()
    secret = desk.locator("[data-role=secret-text]").inner_text()
    wrong += faults(desk)

    new = shopify_line("NEW-TEA-7", 1)
    for number, line in (("1001", shopify_line(MUESLI, 2)), ("1002", new)):
        order = raw(shopify_order(line, id=int(number), name=f"#{number}"))
        told = urllib.request.Request(address, order, shopify_headers("orders/create", order))
        urllib.request.urlopen(told).close()
    desk.goto(f"{house.url}/office/channels")
    desk.get_by_role("link", name="teashop").click()
    waiting = desk.locator("[data-page=channel-orders] tr[data-state=waiting]")
    expect(waiting).to_contain_text("NEW-TEA-7")
    expect(desk.locator("[data-page=channel-orders] tr[data-state=taken]")).to_contain_text("1001")
    wrong += faults(desk)
    Desk(house, "Maria").post("items", {"sku": "NEW-TEA-7", "name": "Tea"})
    waiting.locator("[data-action=try-again]").click()
    expect(desk.locator("[data-page=channel-orders] tr[data-state=taken]")).to_have_count(2)

    # It was told of both by now, or is within a second.
    desk.goto(f"{house.url}/office/webhooks")
    desk.get_by_role("link", name="Shop", exact=True).click()
    desk.locator("[data-action=test-webhook]").click()
    expect(desk.locator("[data-page=webhook-messages] tr[data-state=sent]")).to_have_count(3)
    wrong += faults(desk)
    numbers = {said["data"]["number"] for said in receiver.said if said["type"] == "order.status"}
    assert numbers == {"1001", "1002"}
    assert all(proved(secret, headers, body) for headers, body in receiver.got)
    assert wrong == []
