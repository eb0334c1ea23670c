"""Documents from the office: what is written is seen at once on the paper beside it, refused in words, and kept."""

from __future__ import annotations

import io
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.e2e.house import House
from tests.e2e.motions import sign_in
from tests.e2e.test_office_pages import look

SIZES = {"desk": (1280, 800), "phone": (360, 740)}
LONG = pytest.mark.long("each size and each light is seen in another one")


_KEEP = """
const make = URL.createObjectURL;
URL.createObjectURL = (file) => {
  if (file.type.startsWith('image/svg')) void file.text().then((drawn) => {
    window.lastDrawn = drawn;
    window.timesDrawn = (window.timesDrawn ?? 0) + 1;
  });
  return make.call(URL, file);
};
"""


class Paper:
    """The picture of the document, as the page was last given it."""

    def __init__(self, page: Page) -> None:
        self._page = page
        page.add_init_script(_KEEP)

    @property
    def times(self) -> int:
        """How often a picture was drawn."""
        return int(self._page.evaluate("window.timesDrawn ?? 0"))

    def drawn_since(self, times: int) -> None:
        """Wait for one picture more than so many."""
        self._page.wait_for_function("(times) => (window.timesDrawn ?? 0) > times", arg=times)

    @property
    def last(self) -> str:
        """The picture that was drawn last."""
        return str(self._page.evaluate("window.lastDrawn ?? ''"))

    def see(self, words: str) -> None:
        """Wait until the picture says it, and is one that the browser can show."""
        for _ in range(50):
            if words in self.last:
                break
            self._page.wait_for_timeout(100)
        assert words in self.last
        self._page.wait_for_function(
            "document.querySelector('[data-role=preview] img')?.naturalWidth > 0"
        )


def test_a_manager_writes_what_stands_on_an_invoice_and_sees_it(house: House, desk: Page) -> None:
    page = desk
    page.set_viewport_size({"width": 1280, "height": 800})
    paper = Paper(page)
    sign_in(page, house, "/office/documents?document=invoice&language=de")
    form = page.locator("[data-form=template]")
    paper.see("Rechnung")
    form.locator("[name=head]").fill("Vielen Dank, {customer}!")
    paper.see("Vielen Dank, Łucja Müller-Ibáñez!")
    form.locator("[name=foot]").fill("USt-IdNr. DE123 {secret}")
    problem = page.locator("[data-role=preview] .wrong")
    expect(problem).to_contain_text("Nothing is known by {secret}. Use one of {order}")
    form.locator("[name=foot]").fill("USt-IdNr. DE123, {number}")
    paper.see("USt-IdNr. DE123, 1017")
    expect(problem).to_have_count(0)
    form.locator("[name=column-item]").uncheck()
    form.locator("[name=word-title]").fill("Faktura")
    paper.see("Faktura")
    assert "TEA-250" not in paper.last
    file = io.BytesIO()
    Image.linear_gradient("L").resize((420, 70)).save(file, "PNG")
    before = paper.times
    form.locator("[data-action=keep-template]").click()
    expect(form.get_by_role("status")).to_contain_text("Kept")
    paper.drawn_since(before)  # of what was kept: the logo itself must have it drawn once more
    page.locator("[name=logo-file]").set_input_files(
        {"name": "logo.png", "mimeType": "image/png", "buffer": file.getvalue()}
    )
    expect(page.locator("[data-action=take-logo-away]")).to_be_visible()
    paper.see("<image")
    expect(page.locator("[data-page=document-changes]")).to_contain_text("Vielen Dank")
    look(page, "documents")


@pytest.mark.parametrize(
    ("scheme", "size"),
    [
        ("light", "desk"),
        ("dark", "phone"),
        pytest.param("dark", "desk", marks=LONG),
        pytest.param("light", "phone", marks=LONG),
    ],
)
def test_the_page_fits_a_desk_and_a_phone(house: House, desk: Page, size: str, scheme: Any) -> None:
    page = desk
    page.emulate_media(color_scheme=scheme)
    width, height = SIZES[size]
    page.set_viewport_size({"width": width, "height": height})
    paper = Paper(page)
    sign_in(page, house, "/office/documents")
    paper.see("Packing slip")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    look(page, f"documents-{size}-{scheme}")
