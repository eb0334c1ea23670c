"""A new installation begins with a site that another one saved: looked through, brought in, and gone on with."""

from __future__ import annotations

import os
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from pickface.app import create_app
from pickface.config import Config
from tests.conftest import close
from tests.e2e.conftest import contexts_of
from tests.e2e.test_an_afternoon import EmptyHouse
from tests.furnished import exported, furnish

DESK = {"viewport": {"width": 1280, "height": 800}, "locale": "en-GB"}
PASSWORD = "another horse"


@pytest.fixture
def saved(tmp_path: Path, sqlite_template: Path) -> Path:
    """What the other installation has saved."""
    data = tmp_path / "other"
    data.mkdir()
    shutil.copy(sqlite_template, data / "pickface.sqlite3")
    app = create_app(Config(data=data, testing=True))
    furnish(app)
    file = tmp_path / "pickface-site.zip"
    exported(app, file)
    close(app)
    return file


@pytest.fixture
def house(tmp_path: Path) -> Iterator[EmptyHouse]:
    """An installation that nobody has set up."""
    data = tmp_path / "new"
    data.mkdir()
    house = EmptyHouse(data)
    house.start()
    yield house
    house.pull_the_plug()


def spoil(file: Path) -> Path:
    """The same with two lines that cannot be."""
    other = file.with_name("spoilt.zip")
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(other, "w") as new:
        for name in old.namelist():
            text = old.read(name).decode()
            if name == "items.jsonl":
                text = text.replace('"scale": 1', '"scale": -1', 2)
            new.writestr(name, text)
    return other


def shoot(page: Page, name: str) -> None:
    """A picture, for whoever wants to look."""
    folder = os.environ.get("PICKFACE_SHOTS")
    if folder:
        page.emulate_media(color_scheme="light")
        page.screenshot(path=f"{folder}/{name}.png")
        page.emulate_media(color_scheme="dark")
        page.screenshot(path=f"{folder}/{name}-dark.png")
        page.emulate_media(color_scheme="light")


@pytest.mark.long(
    "bringing a site over is told in tests/integration/archive, and its page is photographed"
)
def test_an_installation_begins_with_a_saved_site(
    browser: Browser, house: EmptyHouse, saved: Path
) -> None:
    with contexts_of(browser) as new_context:
        page = new_context(**DESK).new_page()
        page.goto(f"{house.url}/office")
        page.locator("[data-page=first-run]").wait_for()
        shoot(page, "first-run")
        page.click("[data-action=saved-site]")
        page.fill("input[name=setup_code]", house.code)
        page.set_input_files("input[name=archive]", spoil(saved))
        page.click("[data-action=look-through]")
        wrong = page.locator("[data-role=wrong]")
        expect(wrong.locator("tbody tr")).to_have_count(3)
        expect(wrong.locator("tbody tr").first).to_contain_text(
            "Items1This value cannot be: scale -1"
        )
        shoot(page, "wrong")

        page.set_input_files("input[name=archive]", saved)
        page.click("[data-action=look-through]")
        expect(page.locator("[data-role=seen]")).to_contain_text("Main warehouse (MAIN)")
        expect(page.locator("input[name=login]")).to_have_value("manager-main")
        page.fill("input[name=password]", PASSWORD)
        shoot(page, "seen")
        page.click("[data-action=bring-in]")
        page.locator("[data-page=first-load]").wait_for()
        shoot(page, "coming")
        page.get_by_text("Television").first.wait_for()
        shoot(page, "items")

        page.goto(f"{house.url}/office/archive")
        with page.expect_download() as download:
            page.click("[data-action=save-site]")
        assert zipfile.is_zipfile(download.value.path())
        shoot(page, "archive")
    house.stop()
    assert house.audit()["exit_code"] == 0
