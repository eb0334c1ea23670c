"""A gift: the packer is told, whoever opens the parcel reads the note, and prices are nowhere in it."""

from __future__ import annotations

import subprocess
from typing import Any

import pytest

from pickface.documents import papers, template, templates
from pickface.orders.forms import OrderForm
from pickface.orders.service import create_order
from pickface.shops.told import gift_of
from tests.scenarios.floor import Floor, Person
from tests.scenarios.test_checking import pick_on
from tests.scenarios.test_packing_and_shipping import packing

NOTE = "Alles Gute, Oma!\nDeine Łucja"


def picked(floor: Floor, **more: Any) -> Person:
    """An order of one tea stands picked at the station; who packs it has begun."""
    item = floor.item("TEA")
    floor.stock("A-01-01", "TEA", 5)
    lines = [{"item": item, "qty": 1, "price_minor": 1290}]
    form = OrderForm.model_validate({"number": "O-1", "language": "de", "lines": lines, **more})
    floor.orders["O-1"], _ = floor.write(lambda tx: create_order(tx, floor.site.id, form))
    floor.release("O-1")
    sofia = floor.person("Sofia").next("pick")
    assert sofia
    sofia.scan("T0001")
    pick_on(sofia)
    return packing(floor)


def slip(floor: Floor) -> str:
    with floor.app.app_context():
        shipment = floor.value("SELECT id FROM shipment")
        paper = papers.packing_slip(floor.site.id, shipment)
    done = subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=paper, capture_output=True, check=True
    )
    return done.stdout.decode()


def show_prices(floor: Floor) -> None:
    wanted = template.Template(("name", "price", "shipped"))
    person = floor.value("SELECT MIN(id) FROM person")
    floor.write(lambda tx: templates.put(tx, floor.site.id, person, "packing_slip", "de", wanted))


def test_a_gift_has_its_note_and_no_prices_and_the_packer_is_told(floor: Floor) -> None:
    linh = picked(floor, gift_note=NOTE)
    assert linh.step["why"]["code"] == "gift_note"
    linh.scan("TEA")
    linh.confirm()
    assert linh.step["why"]["code"] == "gift_note"
    assert linh.confirm() == "task_done"
    show_prices(floor)
    text = slip(floor)
    for said in ("Ein Gruß für Sie", "Alles Gute, Oma!", "Deine Łucja", "Lieferschein"):
        assert said in text
    assert "12,90" not in text
    assert "Preis" not in text


def test_what_is_no_gift_has_prices_where_the_house_prints_them(floor: Floor) -> None:
    linh = picked(floor)
    assert "why" not in linh.step
    linh.scan("TEA")
    linh.confirm()
    linh.confirm()
    show_prices(floor)
    text = slip(floor)
    assert "12,90" in text
    assert "Gruß" not in text


@pytest.mark.parametrize(
    ("told", "gift", "note"),
    [
        ([("gift_note", "Hi")], True, "Hi"),
        ([("Gift Message", "Hi\nyou"), ("gift", "no")], True, "Hi\nyou"),
        ([("is_gift", "Yes")], True, ""),
        ([("_gift_message", ""), ("gift", True)], True, ""),
        ([("gift_card", "yes"), (None, 3)], False, ""),
        ([("gift_note", {"a": 1})], False, ""),
    ],
)
def test_shops_tell_a_gift_by_their_own_fields(
    told: list[tuple[object, object]], gift: bool, note: str
) -> None:
    assert gift_of(told) == (gift, note)
