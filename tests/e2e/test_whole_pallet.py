"""A pallet that an order wants all of is picked by one scan of its plate, and packed by one more."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import conftest
from tests.e2e.house import Desk, Handheld, House
from tests.e2e.test_containers import make_a_pallet, shoot

UNITS = 4


def build_up(hand: Handheld, pallet: str, place: str, barcode: str, there: str) -> None:
    """Goods of a bin go onto the pallet, and the pallet into an empty bin."""
    hand.right(place)
    hand.tap("move")
    hand.right(barcode)
    hand.answer("quantity", str(UNITS))
    hand.right(f"00{pallet}")
    hand.act("done")
    hand.act("done")
    hand.on("home")
    hand.right(f"00{pallet}")
    hand.tap("move")
    hand.right(there)
    hand.on("home")


def hand_of(house: House, new_context: conftest.NewContext, name: str) -> Handheld:
    """Somebody signs in on a handheld."""
    hand = Handheld(new_context(**conftest.HANDHELD).new_page(), house)
    hand.switch_on()
    hand.sign_in(name)
    return hand


@pytest.fixture
def pallet(house: House, desk: Page, new_context: conftest.NewContext) -> str:
    """A pallet with some of an undated item in an empty bin, and an order of all that is on it."""
    made = make_a_pallet(house, desk)
    held = max(
        (
            one
            for (one, *others) in house.opening.values()
            if not others and one.place[0] == "A" and house.item(one.sku).tracking == "none"
        ),
        key=lambda one: one.qty,
    )
    malik = hand_of(house, new_context, "Malik")
    there, *_ = house.empty_bins("A")
    build_up(malik, made, held.place, house.item(held.sku).barcodes[0].value, there)
    malik.waiting(0)
    # Whoever puts away and waits for work would be sent the pick.
    malik.page.context.close()
    office = Desk(house, "Maria")
    office.release(office.take_order("WHOLE-1", {held.sku: UNITS}))
    return made


def test_one_scan_takes_the_pallet_and_one_more_packs_it(
    house: House, pallet: str, new_context: conftest.NewContext
) -> None:
    sofia = hand_of(house, new_context, "Sofia")
    sofia.right(f"00{pallet}")
    sofia.on("task")
    expect(sofia.sentence).to_contain_text("Take 1 pallet from")
    expect(sofia.thing).to_contain_text(pallet)
    expect(sofia.main).to_contain_text(f"Scan {pallet}")
    shoot(sofia.page, "whole-take")
    sofia.wrong("LP000999", f"This is LP000999. Scan {pallet}.")
    shoot(sofia.page, "whole-wrong")
    sofia.right(f"00{pallet}")
    expect(sofia.sentence).to_contain_text(f"Put {pallet} in")
    shoot(sofia.page, "whole-bring")
    sofia.right(sofia.place)
    sofia.waiting(0)

    linh = hand_of(house, new_context, "Linh")
    linh.right(f"00{pallet}")
    linh.on("task")
    expect(linh.sentence).to_contain_text(f"Scan {pallet}")
    shoot(linh.page, "whole-pack")
    linh.right(f"00{pallet}")
    linh.answer("type", "4200")
    shoot(linh.page, "whole-close")
    linh.act("confirm")
    linh.waiting(0)
    (parcel,) = Desk(house, "Maria").order("WHOLE-1")["shipments"]
    assert parcel["container"] == pallet
    assert house.audit()["exit_code"] == 0
