"""Goods that do not scan at the packing bench: counted by hand as they were picked, or asked for."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import HANDHELD, NewContext
from tests.e2e.house import Desk, Handheld, House
from tests.e2e.motions import pick
from tests.e2e.test_containers import shoot

TOTES = {"en": "T0943", "de": "T0945"}
PADS, MUG = "CO-17201", "HH-01205"


def packer(house: House, new_context: NewContext, office: Desk, language: str) -> Handheld:
    """Sofia, in her language, with everything that a dead zone needs on her handheld."""
    sofia = next(one for one in office.get("people")["items"] if one["name"].startswith("Sofia"))
    office.patch(f"people/{sofia['id']}", {"language": language})
    hand = Handheld(new_context(**HANDHELD).new_page(), house)
    hand.switch_on()
    hand.page.evaluate("navigator.serviceWorker.ready")
    hand.sign_in("Sofia")
    return hand


def consent(office: Desk) -> None:
    """Maria says yes to what is asked."""
    (asked,) = (one for one in office.get("board")["exceptions"] if one["kind"] == "no_scan")
    office.post(f"exceptions/{asked['id']}/resolve", {"action": "consent"})


def bring_by_consent(hand: Handheld, office: Desk, tote: str) -> tuple[str, str]:
    """Three of what lies in the first bin do not scan; the name of these goods, and a code of the others."""
    hand.right(tote)
    torn = hand.place
    hand.right(torn)
    hand.tap("no_scan")
    hand.keys("3")
    sentence = hand.page.locator("[data-role=sentence]")
    expect(sentence).not_to_contain_text(torn)
    hand.waiting(0)
    consent(office)
    hand.right(hand.place)
    other = hand.goods.barcodes[0].value
    for _ in range(3):
        hand.right(other)
    expect(sentence).to_contain_text(torn)
    hand.right(torn)
    name = hand.goods.name
    hand.answer("quantity", "")
    hand.right("PACK-1")
    hand.on("home")
    hand.waiting(0)
    return name, other


def weigh_and_close(hand: Handheld) -> None:
    hand.at("capture")
    hand.answer("type", "600")
    hand.act("confirm")
    hand.on("home")
    hand.waiting(0)


@pytest.mark.parametrize("language", ["en", "de"])
def test_what_was_picked_by_consent_is_packed_by_hand_while_the_server_is_gone(
    house: House, new_context: NewContext, language: str
) -> None:
    number, tote, plate = f"TORN-{language}", TOTES[language], f"LP0{TOTES[language][1:]}1"
    office = Desk(house, "Maria")
    hand = packer(house, new_context, office, language)
    office.release(office.take_order(number, {PADS: 3, MUG: 3}))
    expect(hand.button("next")).to_contain_text(number)
    hand.tap("next")
    torn, other = bring_by_consent(hand, office, tote)
    hand.right(tote)
    hand.right(plate)
    why = hand.page.locator("[data-role=why]")
    expect(why).to_contain_text(torn)
    shoot(hand.page, f"bench-1-told-{language}")
    house.pull_the_plug()
    for _ in range(3):
        hand.right(other)
    expect(hand.page.locator("[data-role=thing]")).to_contain_text(torn)
    expect(why).to_contain_text("Maria")
    shoot(hand.page, f"bench-2-by-hand-{language}")
    # Typed as less, then what is left: the carton is not full before all is counted.
    hand.tap("quantity")
    shoot(hand.page, f"bench-3-how-many-{language}")
    hand.keys("2")
    expect(hand.button("quantity")).to_be_visible()
    hand.answer("quantity", "")
    hand.at("capture")
    house.start()
    hand.waiting(0)
    weigh_and_close(hand)
    assert len(office.order(number)["shipments"]) == 1
    assert house.audit()["exit_code"] == 0


def test_the_packer_asks_which_and_how_many_and_goes_on_with_the_rest(
    house: House, new_context: NewContext
) -> None:
    office = Desk(house, "Maria")
    hand = packer(house, new_context, office, "en")
    office.release(office.take_order("TORN-3", {PADS: 1, MUG: 1}))
    pick(hand, "TORN-3", "T0944")
    hand.right("T0944")
    hand.right("LP009441")
    hand.tap("no_scan")
    which = hand.page.locator("[data-sheet=which] .list button")
    expect(which).to_have_count(2)
    shoot(hand.page, "bench-4-which")
    name = which.first.inner_text()
    which.first.tap()
    shoot(hand.page, "bench-5-ask")
    hand.button("ok").tap()
    why = hand.page.locator("[data-role=why]")
    expect(why).to_contain_text(name)
    shoot(hand.page, "bench-6-asked")
    hand.waiting(0)
    consent(office)
    expect(why).to_contain_text("by hand")
    rest = next(sku for sku in (PADS, MUG) if house.item(sku).name != name)
    hand.right(house.item(rest).barcodes[0].value)
    hand.answer("quantity", "")
    weigh_and_close(hand)
    assert len(office.order("TORN-3")["shipments"]) == 1
