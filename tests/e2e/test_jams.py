"""A packer whose label does not come is told on the handheld, goes on working, and mends it there."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from queue import SimpleQueue

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import HANDHELD, NewContext
from tests.e2e.house import Desk, Handheld, House
from tests.e2e.test_cartons import picked
from tests.e2e.way import BRUSH, MUG

JAM = "[data-role=jam]"


class Port:
    """A printer's port: switched off it refuses, switched on it takes everything."""

    def __init__(self) -> None:
        self._bound = socket.socket()
        self._bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._bound.bind(("127.0.0.1", 0))
        self.number = int(self._bound.getsockname()[1])
        self._got: SimpleQueue[bytes] = SimpleQueue()

    def switch_on(self) -> None:
        """A bound socket that does not listen refuses; from now on it listens."""
        self._bound.listen()
        threading.Thread(target=self._serve, daemon=True).start()

    def take_away(self) -> None:
        """Nobody answers there any more."""
        with suppress(OSError):
            self._bound.shutdown(socket.SHUT_RDWR)
        self._bound.close()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._bound.accept()
            except OSError:
                return
            with connection:
                read = b""
                while more := connection.recv(65536):
                    read += more
            self._got.put(read)

    def next(self) -> bytes:
        """What it is sent next."""
        return self._got.get(timeout=20)


@pytest.fixture
def ports() -> Iterator[tuple[Port, Port]]:
    """Two ports of printers, both switched off."""
    both = Port(), Port()
    yield both
    for port in both:
        port.take_away()


def stand_up(maria: Desk, name: str, port: Port) -> None:
    maria.post(
        "printers",
        {
            "name": name, "kind": "raw", "takes": "labels",
            "host": "127.0.0.1", "port": port.number,
        },
    )  # fmt: skip


def pack(linh: Handheld, plate: str) -> None:
    """Linh packs what is in the tote into one parcel."""
    linh.right("T0001")
    linh.right(plate)
    for sku, qty in ((MUG, "4"), (BRUSH, "2")):
        linh.right(linh.house.item(sku).barcodes[0].value)
        linh.answer("quantity", qty)
    linh.answer("type", "2400")
    linh.act("confirm")
    linh.on("home")
    linh.waiting(0)


def snap(page: Page, name: str) -> None:
    """Pictures for the eye, where somebody has named a folder for them."""
    folder = os.environ.get("PICKFACE_SHOTS")
    for width, height, look in [(360, 640, "light"), (320, 480, "dark")] if folder else []:
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme="dark" if look == "dark" else "light")
        page.screenshot(path=str(Path(folder or "") / f"{name}-{width}.png"))
    if folder:
        page.set_viewport_size({"width": 360, "height": 640})
        page.emulate_media(color_scheme="light")


def assert_deliveries_are_read(page: Page) -> None:
    """The band leaves its room to the work: one delivery is read whole, and it is seen that more come."""
    second = page.locator(".deliveries li").nth(1).bounding_box()
    buttons = page.locator(".thumb").bounding_box()
    assert second
    assert buttons
    assert second["y"] + 16 <= buttons["y"]


@pytest.mark.long(
    "tests/integration/printing tells it of the same queue, and a jam is walked on every screen"
)
def test_a_packer_hears_that_the_label_did_not_come_and_prints_it_again_or_elsewhere(
    house: House, new_context: NewContext, ports: tuple[Port, Port]
) -> None:
    maria = Desk(house, "Maria")
    zebra, second = ports
    stand_up(maria, "DOCK-ZEBRA", zebra)
    picked(Handheld(new_context(**HANDHELD).new_page(), house), maria)
    page = new_context(**HANDHELD).new_page()
    linh = Handheld(page, house)
    linh.switch_on()
    linh.sign_in("Linh")
    pack(linh, "LP000010")
    jam = page.locator(JAM)
    expect(jam).to_contain_text(
        "The label of parcel LP000010 is not printed. Printer DOCK-ZEBRA does not answer. Look at its paper and cover."
    )
    # There is no other printer yet.
    expect(jam.locator("[data-action=jam-on]")).to_have_count(0)
    snap(page, "jam")
    assert_deliveries_are_read(page)
    # Work goes on meanwhile: a look-up, and home again.
    linh.scan(house.item(MUG).barcodes[0].value)
    linh.on("lookup")
    expect(jam).to_be_visible()
    linh.tap("home")

    # Without a network nothing of it is known; it comes again with the network.
    house.stop()
    linh.online(False)
    expect(jam).to_have_count(0)
    house.start()
    linh.online()
    expect(jam).to_be_visible()

    # A second printer stands there now: on it.
    second.switch_on()
    stand_up(maria, "PRINTER-2", second)
    on = jam.locator("[data-action=jam-on]")
    expect(on).to_have_text("On PRINTER-2", timeout=20_000)
    snap(page, "jam-two")
    for button in jam.locator("button").all():
        box = button.bounding_box()
        assert box
        assert min(box["width"], box["height"]) >= 56, "a glove misses it"
    press_until_gone(page, "jam-on")
    assert second.next().startswith(b"^XA")

    # The first one again, after somebody has looked at its cover.
    (printed,) = maria.get("print-jobs")["items"]
    elsewhere = next(
        one["id"] for one in maria.get("printers")["items"] if one["name"] != "PRINTER-2"
    )
    wanted = {"paper": "parcel_label", "shipment": printed["shipment"], "printer": elsewhere}
    page.request.post(f"{house.url}/api/v1/print-jobs", data=wanted, headers={"X-Pickface": "1"})
    expect(jam).to_contain_text("LP000010")
    zebra.switch_on()
    press_until_gone(page, "jam-again")
    assert zebra.next().startswith(b"^XA")


def press_until_gone(page: Page, action: str) -> None:
    """Press; the printer may be tried at this very moment, then it is pressed again."""
    jam = page.locator(JAM)
    for _ in range(10):
        with page.expect_response(lambda answer: answer.url.endswith("/again")) as answered:
            jam.locator(f"[data-action={action}]").tap()
        if answered.value.ok:
            break
    expect(jam).to_have_count(0)
    state = page.locator("main")
    expect(state).to_have_attribute("data-screen", "home")
