"""A client's person at a desk: what the house lets them open, and nothing that leads anywhere else."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Response, expect

from tests.e2e.house import Desk, House
from tests.e2e.motions import sign_in
from tests.e2e.test_office_pages import look

PASSWORD = "keep my goods"
MAY_OPEN = ["Orders", "Items", "Purchase orders", "Deliveries"]


def test_a_client_is_added_and_somebody_of_theirs_taken_on(house: House, desk: Page) -> None:
    sign_in(desk, house, "/office/clients")
    expect(desk.locator("[data-page=clients] .empty")).to_be_visible()
    look(desk, "clients-none")
    desk.locator("[data-action=new-client]").click()
    desk.fill("[data-form=client] [name=code]", "nordwind")
    desk.fill("[data-form=client] [name=name]", "Nordwind Tea")
    desk.locator("[data-action=save]").click()
    row = desk.locator("[data-client=NORDWIND]")
    expect(row).to_contain_text("Nordwind Tea")
    look(desk, "clients")

    # Somebody of theirs has a login and no badge.
    row.locator("[data-action=new-client-person]").click()
    desk.fill("[name=name]", "Signe")
    expect(desk.locator("[name=badge]")).to_have_count(0)
    expect(desk.locator("[name=owner]")).to_have_value("NORDWIND")
    desk.fill("[name=login]", "signe")
    desk.fill("[name=password]", PASSWORD)
    look(desk, "client-person")
    desk.locator("[data-action=save-person]").click()
    expect(desk.locator("main h1")).to_have_text("Signe")
    expect(desk.locator(".facts-line").first).to_contain_text("NORDWIND")


@pytest.fixture(scope="module")
def goods(house: House) -> tuple[int, str]:
    """The item of which Nordwind has 25, three of them ordered, and awaits 40; and the bin where they lie."""
    office = Desk(house, "Maria")
    office.post("owners", {"code": "BALTIC", "name": "Baltic Spices"})
    office.post(
        "people",
        {
            "name": "Ossi",
            "role": "client",
            "owner": "BALTIC",
            "login": "ossi",
            "password": PASSWORD,
        },
    )
    item = office.get("stock/items", limit=1)["items"][0]["id"]
    place = house.empty_bins("A")[0]
    supplier = office.get("suppliers")["items"][0]["code"]
    owner = next(one["id"] for one in office.get("owners")["items"] if one["code"] == "BALTIC")
    bins = {one["code"]: one["id"] for one in office.get("places", limit=200)["items"]}
    office.post(
        "stock/adjustments",
        {"item": item, "place": bins[place], "owner": owner, "delta": 25, "reason": "found"},
    )
    lines = [{"item": item, "qty": 40}]
    office.post(
        "purchase-orders",
        {"number": "BS-PO-1", "supplier": supplier, "owner": "BALTIC", "lines": lines},
    )
    office.post("orders", {"number": "BS-1", "owner": "BALTIC", "customer": "Kaffe & Te", "city": "Malmö",
                           "street": "Storgatan 1", "postcode": "211 34", "country": "SE",
                           "lines": [{"item": item, "qty": 3}]})  # fmt: skip
    return item, place


@pytest.fixture
def seat(house: House, desk: Page, goods: tuple[int, str]) -> Iterator[Page]:
    """Somebody of the client at a desk; whatever is asked there is theirs to ask."""
    desk.goto(f"{house.url}/office")
    desk.fill("input[name=login]", "ossi")
    desk.fill("input[name=password]", PASSWORD)
    desk.press("input[name=password]", "Enter")
    expect(desk.locator("main tr[data-row]")).to_have_count(1)
    refused: list[str] = []

    def heed(answer: Response) -> None:
        if answer.status >= 400:
            refused.append(f"{answer.status} {answer.url}")

    desk.on("response", heed)
    yield desk
    assert refused == []


def test_the_bar_holds_what_a_client_may_open(house: House, seat: Page) -> None:
    look(seat, "client-first")
    nav = seat.get_by_role("navigation")
    for group in nav.locator("summary").all():
        group.click()
    texts = [text for text in nav.locator("a").all_inner_texts() if text]
    assert sorted(texts) == sorted(MAY_OPEN)


def test_a_client_opens_its_orders_goods_and_what_is_to_come(
    house: House, seat: Page, goods: tuple[int, str]
) -> None:
    item, place = goods
    seat.goto(f"{house.url}/office/orders")
    seat.get_by_role("link", name="BS-1").click()
    expect(seat.locator("main h1")).to_have_text("BS-1")
    expect(seat.locator("main")).to_contain_text("Kaffe & Te")
    look(seat, "client-order")
    seat.goto(f"{house.url}/office/items/{item}")
    for level, units in (
        ("onHand", "25"),
        ("reserved", "3"),
        ("available", "22"),
        ("incoming", "40"),
    ):
        expect(seat.locator(f".stock-levels .{level} dd")).to_have_text(units)
    expect(seat.locator("main")).to_contain_text(place)
    look(seat, "client-item")
    seat.locator(".stock-levels .onHand a").click()
    expect(seat.locator("main h1")).to_contain_text("25")
    look(seat, "client-why")
    seat.goto(f"{house.url}/office/purchase-orders")
    seat.get_by_role("link", name="BS-PO-1").click()
    expect(seat.locator("main h1")).to_have_text("BS-PO-1")
    look(seat, "client-purchase-order")
    seat.goto(f"{house.url}/office/deliveries")
    expect(seat.locator("main .empty")).to_be_visible()


def test_no_link_leads_a_client_to_what_is_not_theirs(
    house: House, seat: Page, goods: tuple[int, str]
) -> None:
    for page in ("BS-1", "orders", f"items/{goods[0]}", "items", "purchase-orders"):
        seat.goto(f"{house.url}/office/{'orders' if page == 'BS-1' else page}")
        if page == "BS-1":
            seat.get_by_role("link", name=page).click()
            expect(seat.locator("main h1")).to_have_text(page)
        expect(seat.locator("main :is(tr, h1)").first).to_be_visible()
        links = seat.locator("main a").evaluate_all("all => all.map(one => one.pathname)")
        away = re.compile(r"/(board|office/(places|lots|suppliers|people|kits))")
        assert not [one for one in links if away.match(one)]


def test_an_order_of_a_client_says_so_at_a_desk_of_the_house(
    house: House, desk: Page, goods: tuple[int, str]
) -> None:
    sign_in(desk, house, "/office/orders?number=BS-1")
    desk.get_by_role("link", name="BS-1").click()
    expect(desk.locator("[data-role=whose]")).to_contain_text("BALTIC")
    look(desk, "order-of-client")
    desk.goto(f"{house.url}/office/items/{goods[0]}")
    expect(desk.get_by_role("cell", name="Baltic Spices")).to_be_visible()
