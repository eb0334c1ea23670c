"""What a desk does by hand: stock adjusted with a photo of why, an order of a client, and whose a shop's orders are."""

from __future__ import annotations

from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, expect

from tests.e2e.house import Desk, House
from tests.e2e.motions import sign_in
from tests.e2e.test_office_pages import look
from tests.e2e.way import MUG


def picture(path: Path) -> Path:
    """As a phone takes it: large, and with notes in it."""
    taken = Image.new("RGB", (2400, 1800), (150, 110, 70))
    notes = taken.getexif()
    notes[0x0110] = "A telephone"
    taken.save(path, exif=notes)
    return path


def test_a_photo_shows_why_stock_was_adjusted(house: House, desk: Page, tmp_path: Path) -> None:
    office, page = Desk(house, "Maria"), desk
    item = office.get("items", sku=MUG)["items"][0]["id"]
    place = office.stock(MUG)["places"][0]["place"]
    place_id = office.get("places", code=place)["items"][0]["id"]
    sign_in(page, house, f"/office/stock?item={item}&place={place_id}")
    form = page.locator("[data-form=adjust]")
    form.locator("[name=qty]").fill("1")
    file = tmp_path / "nothing.jpg"
    file.write_text("no picture")
    form.locator("[name=photo]").set_input_files(file)
    expect(form.locator("[role=alert]")).to_be_visible()
    form.locator("[name=photo]").set_input_files(picture(tmp_path / "broken.jpg"))
    expect(form.locator("[data-role=shot]")).to_be_visible()
    look(page, "adjust-photo")
    form.locator("[data-action=adjust]").click()
    expect(page.locator("[data-done]")).to_have_text("Booked: 1 adjusted.")
    expect(page.locator("[data-role=photo-owed]")).to_have_count(0)
    page.goto(f"{house.url}/office/why?number=balance&item={item}&place={place_id}")
    expect(page.locator(".why-moves [data-role=photos] img")).to_have_count(1)
    look(page, "adjust-why")
    (kept,) = (house.data / "photos").glob("*/*.jpg")
    with Image.open(kept) as shown:
        assert (shown.size, dict(shown.getexif())) == ((1600, 1200), {})
    assert house.audit()["clean"]


def test_an_order_of_a_client_is_made_by_hand(house: House, desk: Page) -> None:
    office, page = Desk(house, "Maria"), desk
    office.post("owners", {"code": "BALTIC", "name": "Baltic Spices"})
    sign_in(page, house, "/office/clients")
    page.locator("[data-action=new-client-order]").click()
    form = page.locator("[data-form=order]")
    expect(form.locator("[name=owner]")).to_have_value("BALTIC")
    for name, value in {"number": "TEL-1", "customer": "Kaffe & Te", "city": "Malmö"}.items():
        form.locator(f"[name={name}]").fill(value)
    form.locator("[name=item0]").fill("NOTHING")
    form.locator("[data-action=save]").click()
    expect(form.locator("[role=alert]")).to_be_visible()
    form.locator("[name=item0]").fill(MUG)
    form.locator("[name=qty0]").fill("3")
    look(page, "order-by-hand")
    form.locator("[data-action=save]").click()
    expect(page.locator("main h1")).to_have_text("TEL-1")
    expect(page.locator("[data-role=whose]")).to_contain_text("BALTIC")
    assert [(one["sku"], one["qty"]) for one in office.order("TEL-1")["lines"]] == [(MUG, 3)]


def test_whose_a_shop_s_orders_are_is_changed_on_its_page(house: House, desk: Page) -> None:
    office, page = Desk(house, "Maria"), desk
    office.post("owners", {"code": "NORDIC", "name": "Nordic Teas"})
    shop = office.post("channels", {"code": "teas", "kind": "shopify", "secret": "a secret of ten"})
    sign_in(page, house, f"/office/channels/{shop['id']}")
    form = page.locator("[data-role=change-channel]")
    for chosen, owner in (("NORDIC", "NORDIC"), ("", "house")):
        form.locator("[name=owner]").select_option(chosen)
        form.locator("[data-action=change-channel]").click()
        expect(page.locator("[data-role=whose]")).to_have_count(1 if chosen else 0)
        (now,) = (one for one in office.get("channels")["items"] if one["id"] == shop["id"])
        assert now["owner"] == owner
