"""The documents of a parcel are rendered as a printer renders them, and scanned."""

import json
from collections.abc import Callable
from dataclasses import replace

import pytest

from pickface.labels import papers, pdf, sheets
from pickface.labels.documents import (
    Address,
    Badge,
    BinLabel,
    Command,
    ItemLabel,
    PackingSlip,
    Plate,
    SlipLine,
)
from tests.contracts.vectors_read import FOLDER
from tests.unit.labels.conftest import HOSTILE, PARCEL, Render, read

PAPER = json.loads((FOLDER / "paper.json").read_text("utf-8"))
LINES = tuple(
    SlipLine(
        f"SKU-{n:04d}", f"Świeca zapachowa №{n} “Größe M”", n % 7 + 1, 8, f"L{n}" if n % 3 else ""
    )
    for n in range(1, 61)
)


def test_a_parcel_label_scans_at_the_resolution_of_a_label_printer(render: Render) -> None:
    [page] = render(pdf.parcel_label(PARCEL), dpi=203)
    assert page.size == (800, 1199)
    assert read(page) == {("]C1", "00340123450000000017"), ("]C0", "PF0012345678PL")}


def test_a_parcel_label_names_both_ends_in_their_own_letters(
    text_of: Callable[[bytes], str],
) -> None:
    text = text_of(pdf.parcel_label(PARCEL))
    for part in (
        "Łucja Müller-Ibáñez",
        "ul. Długa 5/7",
        "Lagerstraße 12",
        "1042",
        "PF0012345678PL",
        "2.35 kg",
    ):
        assert part in text


def test_greek_and_cyrillic_names_print_and_unknown_letters_become_question_marks(
    text_of: Callable[[bytes], str],
) -> None:
    receiver = Address("Γιώργος Παπαδόπουλος", ("Жуковська 5", "東京都", "e\u0301clair"))
    text = text_of(pdf.parcel_label(replace(PARCEL, receiver=receiver)))
    for part in ("Γιώργος Παπαδόπουλος", "Жуковська 5", "???", "éclair"):
        assert part in text


def test_hostile_names_stay_inside_the_label(render: Render) -> None:
    hostile = Address(HOSTILE, (HOSTILE,) * 20)
    parcel = replace(PARCEL, sender=hostile, receiver=hostile, order=HOSTILE, carrier=HOSTILE)
    [page] = render(pdf.parcel_label(parcel))
    assert len(read(page)) == 2
    # Nothing touches the label's right edge: a printer would cut it, or spill into the next label.
    right = page.crop((page.width - 8, 0, page.width, page.height))
    assert right.getextrema()[0] == 255


def test_a_packing_slip_lists_every_line_on_as_many_pages_as_it_takes(
    render: Render, text_of: Callable[[bytes], str]
) -> None:
    document = pdf.packing_slip(
        PackingSlip(PARCEL, "23 November 2026", LINES, note="Handle with care")
    )
    text = text_of(document)
    assert all(line.sku in text for line in LINES)
    assert f"{sum(line.shipped for line in LINES)} units" in text
    assert "Handle with care" in text
    pages = render(document)
    assert len(pages) == 3
    assert ("]C0", "1042") in read(pages[0])


@pytest.mark.parametrize(("count", "pages"), [(0, 1), (18, 1), (19, 2), (42, 2), (43, 3)])
def test_a_packing_slip_has_no_page_too_many(render: Render, count: int, pages: int) -> None:
    lines = tuple(SlipLine("A", "Thing", 1, 1) for _ in range(count))
    assert len(render(pdf.packing_slip(PackingSlip(PARCEL, "today", lines)), dpi=30)) == pages


def test_the_same_document_is_the_same_bytes() -> None:
    assert pdf.parcel_label(PARCEL) == pdf.parcel_label(PARCEL)


def test_every_item_on_a_sheet_scans_and_a_long_name_spoils_none(render: Render) -> None:
    codes = ["5012345678900", "4006381333931", "TEA-1", "SKU 0042/b", "15012345678907", "X" * 20]
    labels = [ItemLabel(f"SKU-{n}", HOSTILE, code) for n, code in enumerate(codes * 4)]
    pages = render(sheets.item_sheet(labels))
    assert len(pages) == 2, "21 to a sheet"
    found = {(aim, text) for page in pages for aim, text in read(page)}
    assert found == {("]E0", code) for code in codes[:2]} | {("]C0", code) for code in codes[2:]}


def test_every_badge_on_a_sheet_scans(render: Render) -> None:
    badges = [Badge(f"Zoë Łukasz {n}", f"B-{1000 + n}", "picker") for n in range(12)]
    pages = render(sheets.badge_sheet(badges))
    found = {text for page in pages for _, text in read(page)}
    assert found == {badge.code for badge in badges}


def test_every_bin_label_on_a_sheet_scans_and_shows_the_aisle_largest(render: Render) -> None:
    labels = [BinLabel(f"A-12-{n:02d}", "A", "12", f"{n:02d}", "FAST") for n in range(1, 16)]
    pages = render(sheets.bin_sheet([*labels, BinLabel("DOCK-1")]))
    assert len(pages) == 2
    found = {text for page in pages for _, text in read(page)}
    assert found == {label.code for label in labels} | {"DOCK-1"}


def test_every_licence_plate_on_a_sheet_scans(render: Render) -> None:
    [page] = render(
        sheets.plate_sheet([Plate("T-0042", "tote"), Plate("340123450000000017", "carton")])
    )
    assert read(page) == {("]C0", "T-0042"), ("]C1", "00340123450000000017")}


def test_every_button_of_the_command_card_scans(render: Render) -> None:
    commands = [
        Command(f"PF.{word}", word) for word in ("done", "short", "damaged", "skip", "undo", "next")
    ]
    [page] = render(sheets.command_card(commands))
    assert {text for _, text in read(page)} == {command.code for command in commands}


def test_the_printed_command_card_holds_the_codes_that_the_handheld_knows(render: Render) -> None:
    pages = render(papers.command_card({name: name.title() for name in papers.ACTIONS}))
    codes = [{text for _, text in read(page)} for page in pages]
    assert [len(page) for page in codes] == [8, 10], "actions and digits on a page each"
    assert set.union(*codes) == set(PAPER["commands"])


def test_the_printed_test_codes_are_those_that_the_handheld_expects(render: Render) -> None:
    names = ("title", "hint", *PAPER["trials"])
    [page] = render(papers.test_sheet({name: name for name in names}))
    assert {aim + text for aim, text in read(page)} == set(PAPER["trials"].values())


def test_a_sheet_of_nothing_is_one_empty_page(render: Render) -> None:
    [page] = render(sheets.badge_sheet([]), dpi=30)
    assert page.getextrema() == (255, 255)
