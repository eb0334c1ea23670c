"""An invoice: its sums are right to the cent, it stands in the customer's language, and nothing is printed over."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from pickface.labels import pdf
from pickface.labels.documents import BilledLine, Invoice, Layout, PackingSlip, SlipLine
from pickface.labels.drawing import A4_MM
from pickface.labels.invoice import Rate, invoice_pdf, percent, rates, total_minor
from pickface.labels.svg import Drawing
from pickface.labels.words import INVOICE_WORDS, LANGUAGES, SLIP_WORDS, day, language_of
from tests.unit.labels.conftest import HOSTILE, PARCEL, Render

BILL = Invoice(
    "R-1017", "30.11.2026", "1042", PARCEL.sender, PARCEL.receiver, "EUR",
    (BilledLine("TEA", "Tea", 3, 1190, 1900), BilledLine("SALT", "Salt", 1, 107, 700),
     BilledLine("RICE", "Rice", 1, 1190, 1900)),
    language="de",
)  # fmt: skip


def test_tax_is_rounded_once_for_a_rate_and_is_in_or_on_top_of_the_price() -> None:
    assert rates(BILL.lines, gross=True) == [Rate(700, 100, 7), Rate(1900, 4000, 760)]
    assert total_minor(BILL) == 4867
    assert rates(BILL.lines, gross=False) == [Rate(700, 107, 7), Rate(1900, 4760, 904)]
    assert total_minor(replace(BILL, gross=False)) == 4867 + 911
    three = (BilledLine("A", "A", 1, 33, 1900),) * 3
    assert rates(three, gross=True) == [Rate(1900, 83, 16)], "5.27 each would be 15"


def test_a_line_whose_rate_nobody_told_is_in_the_total_and_in_no_tax() -> None:
    lines = (*BILL.lines, BilledLine("X", "Unknown", 1, 100))
    assert total_minor(replace(BILL, lines=lines)) == 4967
    assert rates(lines, gross=True) == rates(BILL.lines, gross=True)
    assert (percent(None, "de"), percent(1950, "de"), percent(700, "en")) == ("–", "19,5 %", "7 %")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_of_both_documents_can_be_printed(
    language: str, text_of: Callable[[bytes], str]
) -> None:
    words = INVOICE_WORDS[language]
    text = text_of(invoice_pdf(replace(BILL, language=language), words))
    for said in (words.title, words.buyer, words.qty, words.price, words.tax, words.total):
        assert said in text
    assert ("48.67 EUR" if language == "en" else "48,67 EUR") in text
    slip = SLIP_WORDS[language]
    lines = (SlipLine("TEA", "Tea", 1, 1, "L", price_minor=1190),)
    told = PackingSlip(PARCEL, "x", lines, language=language)
    shown = text_of(
        pdf.packing_slip(told, slip, Layout(("item", "name", "lot", "price", "shipped", "ordered")))
    )
    for said in (slip.packing_slip, slip.receiver, slip.lot, slip.price, slip.shipped, slip.units):
        assert said in shown
    assert "?" not in text + shown


def test_lines_at_head_and_foot_move_the_table_and_no_column_that_is_not_wanted_is_there(
    text_of: Callable[[bytes], str],
) -> None:
    layout = Layout(("name", "qty", "amount"), ("Thank you",) * 6, ("Bank X",) * 4)
    text = text_of(invoice_pdf(BILL, INVOICE_WORDS["de"], layout))
    assert text.count("Thank you") == 6
    assert text.count("Bank X") == 4
    assert "Preis" not in text
    assert "SALT" not in text


@pytest.mark.parametrize("count", [15, 16, 17, 18, 19, 41, 42, 60])
def test_the_sums_are_on_the_last_page_and_every_page_has_the_foot(
    count: int, render: Render, text_of: Callable[[bytes], str]
) -> None:
    long = replace(BILL, lines=BILL.lines[:1] * count)
    layout = Layout(("name", "qty", "amount"), ("Head",), ("Foot of the house",) * 4)
    document = invoice_pdf(long, INVOICE_WORDS["en"], layout)
    pages = text_of(document).rstrip("\f").split("\f")
    assert len(pages) == len(render(document, dpi=30))
    assert "Total" in pages[-1]
    assert all(page.count("Foot of the house") == 4 for page in pages)
    assert sum(page.count("35,70") for page in pages) == count


def test_hostile_names_stay_inside_the_page(render: Render) -> None:
    lines = (BilledLine(HOSTILE, HOSTILE, 999_999_999, 1_000_000_000, 10_000),)
    layout = Layout(("item", "name", "qty", "price", "tax", "amount"), (HOSTILE,), (HOSTILE,))
    [page] = render(invoice_pdf(replace(BILL, lines=lines), layout=layout), dpi=60)
    assert page.crop((page.width - 6, 0, page.width, page.height)).getextrema()[0] == 255


def test_the_drawing_for_a_screen_says_what_the_paper_says() -> None:
    drawn = invoice_pdf(BILL, INVOICE_WORDS["de"], sheet=Drawing(A4_MM)).decode()
    assert drawn.startswith("<svg")
    for said in ("Rechnung", "R-1017", "Łucja", "48,67 EUR"):
        assert said in drawn
    lines = (BilledLine("<script>", "a & b", 1, 1),)
    assert "<script>" not in invoice_pdf(replace(BILL, lines=lines), sheet=Drawing(A4_MM)).decode()


def test_a_customer_whose_language_cannot_be_printed_gets_the_sites() -> None:
    assert language_of("de-AT", "en") == "de"
    assert language_of("pt_BR", "en") == "pt"
    assert language_of("ar", "pl") == "pl"
    assert language_of("", "") == "en"
    assert (day("2026-11-30", "de"), day("2026-11-30", "es")) == ("30.11.2026", "30/11/2026")
