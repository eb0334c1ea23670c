"""The browser that all other tests here drive is real, and is told apart by its size."""

import pytest
from playwright.sync_api import Browser, Page

from tests.e2e.conftest import NewContext, contexts_of, wedge


def test_a_handheld_is_small_and_touched(handheld: Page) -> None:
    handheld.set_content("<meta name=viewport content='width=device-width'>")
    size = handheld.evaluate("[innerWidth, innerHeight, navigator.maxTouchPoints > 0]")
    assert size == [360, 640, True]


def test_a_wedge_types_into_the_focused_field_and_ends_with_enter(handheld: Page) -> None:
    handheld.set_content(
        "<form onsubmit='document.title = code.value; return false'>"
        "<input name=code inputmode=none autofocus></form>"
    )
    handheld.locator("input").focus()
    wedge(handheld, "4006381333931")
    assert handheld.title() == "4006381333931"


def test_two_contexts_share_nothing(new_context: NewContext) -> None:
    pages = [new_context().new_page() for _ in range(2)]
    for page in pages:
        page.route(
            "**", lambda route: route.fulfill(body="<title>here</title>", content_type="text/html")
        )
        page.goto("http://device.test/")
    pages[0].evaluate("localStorage.setItem('mark', 'mine')")
    assert pages[1].evaluate("localStorage.getItem('mark')") is None


def test_what_a_page_throws_fails_its_test(browser: Browser) -> None:
    with pytest.raises(AssertionError, match="broken"), contexts_of(browser) as open_context:
        context = open_context()
        with context.expect_event("weberror"):
            context.new_page().set_content(
                "<script>setTimeout(() => { throw new Error('broken') })</script>"
            )
