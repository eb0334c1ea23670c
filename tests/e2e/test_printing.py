"""Printers from the office: one that is away keeps its work, which a supervisor moves to another."""

from __future__ import annotations

import socket
import threading

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.house import Desk, House
from tests.e2e.motions import sign_in
from tests.e2e.test_office_pages import look


@pytest.fixture
def printer() -> tuple[int, list[bytes]]:
    """A printer's port that takes everything."""
    server, got = socket.create_server(("127.0.0.1", 0)), list[bytes]()

    def serve() -> None:
        while True:
            connection, _ = server.accept()
            with connection:
                read = b""
                while more := connection.recv(65536):
                    read += more
            got.append(read)

    threading.Thread(target=serve, daemon=True).start()
    return int(server.getsockname()[1]), got


def add(page: Page, name: str, port: int) -> None:
    form = page.locator("[data-role=new-printer]")
    form.locator("[name=name]").fill(name)
    form.locator("[name=host]").fill("127.0.0.1")
    form.locator("[name=port]").fill(str(port))
    form.locator("[data-action=make-printer]").click()
    expect(page.locator(f"[data-printer={name}]")).to_be_visible()


def look_until(page: Page, words: str) -> None:
    """Look again, as a person does, until it is so."""
    jobs = page.locator("[data-page=print-jobs]")
    for _ in range(20):
        if words in jobs.inner_text().replace("\n", " "):
            return
        page.wait_for_timeout(300)
        page.locator("[data-action=look-again]").click()
    expect(jobs).to_contain_text(words)


def move(page: Page, job: Locator) -> None:
    """Press until it moves: the printer that is away may be tried at this very moment, and the page says so."""
    for _ in range(10):
        with page.expect_response(lambda answer: answer.url.endswith("/again")) as answered:
            job.locator("[data-action=print-on]").click()
        if answered.value.ok:
            return
        expect(job).to_contain_text("Look again")
    pytest.fail("it was being printed at each press")


def test_a_printer_that_is_away_keeps_its_work_until_somebody_moves_it(
    house: House, desk: Page, printer: tuple[int, list[bytes]], free_port: int
) -> None:
    port, got = printer
    page = desk
    page.set_viewport_size({"width": 1280, "height": 800})
    sign_in(page, house, "/office/printing")
    expect(page.locator("[data-page=printing]")).to_contain_text("No printer yet")
    add(page, "P-1", free_port)
    add(page, "P-2", port)
    page.locator("[data-printer=P-1] [data-action=test-printer]").click()
    job = page.locator("[data-job]")
    look_until(page, "The printer does not answer")
    expect(page.locator("[data-printer=P-1]")).to_contain_text("does not answer")
    look(page, "printing")
    house.pull_the_plug()
    page.locator("[data-printer=P-1] [data-action=test-printer]").click()
    expect(page.locator("[data-printer=P-1] .actions")).to_contain_text("Look what was done")
    house.start()
    move(page, job)
    look_until(page, "Nothing waits")
    assert len(got) == 1
    assert got[0].startswith(b"^XA")
    jobs = Desk(house, "Maria").get("/print-jobs", state="printed")["items"]
    assert [one["printer_name"] for one in jobs] == ["P-2"]
