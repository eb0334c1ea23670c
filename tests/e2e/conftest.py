"""A real Chromium at the sizes that people use: the handheld in the hand, the board on a desk."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Error,
    Page,
    expect,
    sync_playwright,
)

from pickface.config import Config
from pickface.demo.ensure import ensure_demo
from pickface.pages import BUILDS
from tests.conftest import absent, once_a_run
from tests.e2e.house import House

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
SHELL = "chromium-headless-shell"
"""The same engine without windows, which nobody sees here: a tenth less work."""
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
    # Without the toolbar and tabs of a window, which are pages of their own and cost each context a third of a second.
    "--kiosk",
]
# A rugged Android handheld: small, dense, touched with a thumb; its scanner types like a keyboard.
HANDHELD: dict[str, Any] = {
    "viewport": {"width": 360, "height": 640},
    "device_scale_factor": 2,
    "has_touch": True,
    "is_mobile": True,
    "locale": "en-GB",
}
DESK: dict[str, Any] = {"viewport": {"width": 1440, "height": 900}, "locale": "en-GB"}
PATIENCE_MS = 15_000
"""How long a page may take on a busy machine; Playwright's own 5 s for what is expected are too few for two at once."""

LONGEST = ("test_tutorial.py", "test_an_afternoon.py")
"""Files that begin first: the last of them to begin would keep one process busy while the other has nothing left."""

NewContext = Callable[..., BrowserContext]
PASSED = pytest.StashKey[bool]()
"""Whether the test itself, without what it stands on, has passed."""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Remember how a test ended, for fixtures that want to know."""
    report = yield
    if report.when == "call":
        item.stash[PASSED] = report.passed
    return report


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the longest files first; all others stay as they are."""
    items.sort(key=lambda item: item.path.name not in LONGEST)


@pytest.fixture(scope="session")
def chromium_program() -> str:
    """The path of Debian's Chromium; Playwright's own browser build is not used."""
    found = [path for name in PROGRAMS if (path := shutil.which(name))]
    return found[0] if found else absent("Chromium is not installed (apt-get install chromium)")


@pytest.fixture(scope="session")
def browsers(chromium_program: str) -> Iterator[Callable[[bool], Browser]]:
    """One whole Chromium and one shell for the session, each launched when it is first asked for."""
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright, ExitStack() as stack:

        @cache
        def launched(program: str) -> Browser:
            browser = playwright.chromium.launch(executable_path=program, args=QUIET)
            stack.callback(browser.close)
            return browser

        yield lambda whole: launched(
            chromium_program if whole else shutil.which(SHELL) or chromium_program
        )


@pytest.fixture(scope="module")
def browser(browsers: Callable[[bool], Browser], request: pytest.FixtureRequest) -> Browser:
    """The browser of a file; each test gets contexts of its own.

    `make test` drives the shell, except where time is measured and where a file is marked ``whole``; all other commands
    drive the whole Chromium.
    """
    marked = any(request.node.get_closest_marker(name) for name in ("alone", "whole"))
    return browsers(marked or not os.environ.get("PICKFACE_SHORT"))


@contextmanager
def contexts_of(browser: Browser) -> Iterator[NewContext]:
    """Open browser contexts, each a device of its own; whatever their pages throw is raised at the end."""
    thrown: list[Error] = []
    with ExitStack() as stack:

        def open_context(**options: Any) -> BrowserContext:
            context = stack.enter_context(browser.new_context(**options))
            context.set_default_timeout(PATIENCE_MS)
            context.on("weberror", lambda web_error: thrown.append(web_error.error))
            return context

        yield open_context
    assert not thrown, f"a page threw: {thrown[0]}"


@pytest.fixture
def new_context(browser: Browser) -> Iterator[NewContext]:
    """Open browser contexts, each a device of its own; whatever a page throws fails the test."""
    with contexts_of(browser) as open_context:
        yield open_context


@pytest.fixture(scope="session")
def demo_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a demo site, made once for all processes of a run; never served, only copied."""
    with once_a_run(tmp_path_factory, "demo") as folder:
        ensure_demo(Config(data=folder))
    return folder


@pytest.fixture(scope="module")
def house(demo_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The demo warehouse, open for all tests of a file."""
    yield from open_house(demo_site, tmp_path_factory.mktemp("house") / "data")


def open_house(demo_site: Path, data: Path, web_app: Path | None = None) -> Iterator[House]:
    """A fresh copy of the demo warehouse; open until its test, or the tests of its file, are over."""
    if web_app is None and not any((folder / "index.html").is_file() for folder in BUILDS):
        absent("the web app is not built (make setup)")
    shutil.copytree(demo_site, data)
    house = House(data, web_app)
    house.start()
    yield house
    house.pull_the_plug()


@pytest.fixture
def handheld(new_context: NewContext) -> Page:
    """A page on a fresh handheld."""
    return new_context(**HANDHELD).new_page()


@pytest.fixture
def desk(new_context: NewContext) -> Page:
    """A page on a fresh desktop computer."""
    return new_context(**DESK).new_page()


def wedge(page: Page, code: str) -> None:
    """Type a code as a scanner does: fast, into whatever has the focus, ended by Enter."""
    page.keyboard.type(code)
    page.keyboard.press("Enter")
