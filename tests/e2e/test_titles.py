"""Work is called in the language of whoever does it, wherever its name stands on the handheld."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import HANDHELD, NewContext
from tests.e2e.house import Desk, Handheld, House
from tests.e2e.test_every_screen import MEASURE
from tests.e2e.test_jams import snap
from tests.e2e.way import MUG


@pytest.mark.parametrize(
    ("language", "number", "name"),
    [
        pytest.param(
            "de",
            "1301",
            "Auftrag",
            marks=pytest.mark.long("one language shows that titles have one"),
        ),
        ("ar", "1302", "الطلب"),
    ],
)
def test_an_order_is_called_so_on_the_home_screen_in_the_bar_and_at_its_end(
    house: House, new_context: NewContext, language: str, number: str, name: str
) -> None:
    maria = Desk(house, "Maria")
    people = maria.get("people")["items"]
    sofia = next(one["id"] for one in people if one["name"].startswith("Sofia"))
    maria.patch(f"people/{sofia}", {"language": language})
    page = new_context(**HANDHELD).new_page()
    hand = Handheld(page, house)
    hand.switch_on()
    hand.sign_in("Sofia")
    maria.release(maria.take_order(number, {MUG: 1}))
    expect(hand.button("next")).to_contain_text(name, timeout=30_000)
    expect(hand.button("next")).to_contain_text(number)
    snap(page, f"title-home-{language}")
    # Keys lie as on every keypad, and the place stands where the sentence begins, also from right to left.
    hand.tap("type")
    assert page.evaluate(MEASURE) == []
    hand.tap("close")
    hand.tap("next")
    expect(page.locator(".bar .title")).to_contain_text(name)
    snap(page, f"title-task-{language}")
    hand.right(f"T0{number}")
    expect(page.locator("[data-role=place]")).to_be_visible()
    assert page.evaluate(MEASURE) == []
    hand.right(hand.place)
    hand.right(hand.goods.barcodes[0].value)
    hand.right("PACK-1")
    hand.on("home")
    expect(hand.said).to_contain_text(name)
