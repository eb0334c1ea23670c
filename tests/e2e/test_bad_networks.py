"""Two promises that are measured: a fast scanner on a bad network, and how soon devices work after a power cut."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from playwright.sync_api import Browser, expect

from tests.e2e import conftest
from tests.e2e.house import Desk, Handheld, House
from tests.torture.proxy import Proxy, Way, Weather

pytestmark = pytest.mark.alone

SCANS, SCANS_A_SECOND = int(os.environ.get("PICKFACE_WEDGE") or 100), 10
"""Ten seconds; `make bad-network` scans for a whole one."""
BACK_S = 5.0
MUG = "HH-01205"


@pytest.fixture
def house(demo_site: Path, tmp_path: Path) -> Iterator[House]:
    """A warehouse for each test: what one breaks, the next does not find."""
    yield from conftest.open_house(demo_site, tmp_path / "house")


@pytest.fixture
def proxy(house: House) -> Iterator[Proxy]:
    proxy = Proxy(house.port, seed=1)
    yield proxy
    proxy.close()


def device(open_context: conftest.NewContext, house: House, way: Way, name: str) -> Handheld:
    """A handheld that reaches the server by ``way``."""
    hand = Handheld(open_context(**conftest.HANDHELD).new_page(), house)
    hand.page.goto(f"http://localhost:{way.port}")
    hand.tap("save")
    expect(hand.page.locator("[data-step=badge]")).to_be_visible()
    hand.sign_in(name)
    return hand


def test_ten_scans_a_second_are_all_booked_in_order_at_2_s_latency_and_20_percent_loss(
    browser: Browser, house: House, proxy: Proxy
) -> None:
    item, office, way = house.item(MUG), Desk(house, "Maria"), proxy.open("bad")
    lines = [{"item": MUG, "qty": SCANS}]
    office.post("purchase-orders", {"number": "PO-600", "supplier": "LUMERA", "lines": lines})
    with conftest.contexts_of(browser) as open_context:
        hand = device(open_context, house, way, "Grace")
        hand.right("PO-600")
        # Half on the way there, half on the way back.
        way.weather = Weather(latency_s=1.0, loss=0.2)
        code = item.barcodes[0].value
        hand.scan(code)
        hand.right("LP000600")
        before = hand.answers
        started = time.monotonic()
        for number in range(1, SCANS):
            hand.type(code)
            time.sleep(max(0.0, started + number / SCANS_A_SECOND - time.monotonic()))
        took_s = time.monotonic() - started
        expect(hand.main).to_have_attribute("data-count", str(before + SCANS - 1), timeout=30_000)
        beeped_s = time.monotonic() - started
        way.clear()
        hand.waiting(0)
    rows = [row for row in pages_of(office) if row["kind"] == "scan" and row["code"] == code]
    print(f"{SCANS} scans typed in {took_s:.1f} s, the last beep after {beeped_s:.1f} s")
    assert [row["verdict"] for row in rows] == ["booked"] * SCANS
    numbers = [row["seq"] for row in rows]
    assert numbers == sorted(numbers)
    assert office.get("purchase-orders", state="receiving")["items"][0]["number"] == "PO-600"
    assert took_s < 1.5 * SCANS / SCANS_A_SECOND


def test_devices_work_again_within_5_s_of_the_return_of_a_killed_server(
    browser: Browser, house: House, proxy: Proxy
) -> None:
    code = house.item(MUG).barcodes[0].value
    with conftest.contexts_of(browser) as open_context:
        names = ("Grace", "Sofia", "Linh")
        hands = [device(open_context, house, proxy.open(name), name) for name in names]
        house.pull_the_plug()
        for hand in hands:
            hand.type(code)
        for hand in hands:
            hand.online(False)
        # Long enough that the waits between tries are as long as they get.
        hands[0].page.wait_for_timeout(12_000)
        house.start()
        wait_until_ready(house)
        returned = time.monotonic()
        for hand in hands:
            hand.waiting(0)
            hand.online()
        back_s = time.monotonic() - returned
    print(f"{len(hands)} devices worked again {back_s:.1f} s after the server's return")
    assert back_s < BACK_S


def wait_until_ready(house: House) -> None:
    """The port is open before the application behind it has loaded; the server is back when it answers."""
    answer = requests.get(f"{house.url}/readyz", timeout=30)
    assert answer.ok, answer.text


def pages_of(office: Desk) -> list[dict[str, object]]:
    """The whole journal, oldest first."""
    rows: list[dict[str, object]] = []
    cursor: dict[str, object] = {}
    while True:
        page = office.get("scans", limit=200, **cursor)
        rows += page["items"]
        if not page["next"]:
            return rows[::-1]
        cursor = {"cursor": page["next"]}
