"""What an address lacks or cannot be, country by country."""

from __future__ import annotations

import pytest

from pickface.labels import zpl
from pickface.labels.documents import Address
from pickface.orders import addresses, countries

RIGHT = {
    "customer": "Ada", "street": "Am Wall 1", "postcode": "28195", "city": "Bremen", "country": "Germany",
    "collect": 0,
}  # fmt: skip


def found(**changed: object) -> list[tuple[str, str]]:
    return [(one.field, one.fault) for one in addresses.faults({**RIGHT, **changed})]


def test_a_right_address_and_one_that_a_customer_comes_for_have_no_fault() -> None:
    assert found() == []
    assert found(collect=1, street="", country="") == []


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"city": " "}, ("city", "missing")),
        ({"country": ""}, ("country", "missing")),
        ({"postcode": ""}, ("postcode", "missing")),
        ({"postcode": "2819"}, ("postcode", "postcode")),
        ({"country": "Nederland"}, ("postcode", "postcode")),
        ({"street": "x" * 51}, ("street", "too_long")),
    ],
)
def test_each_fault_is_named(changed: dict[str, str], fault: tuple[str, str]) -> None:
    assert found(**changed) == [fault]


def test_a_country_that_is_not_known_or_has_no_postcodes_is_not_judged() -> None:
    assert found(country="Atlantis", postcode="whatever") == []
    assert found(country="Hong Kong", postcode="") == []


@pytest.mark.parametrize("country", countries.COUNTRIES, ids=lambda one: str(one.code))
def test_every_country_is_found_by_its_names_and_its_example_fits(
    country: countries.Country,
) -> None:
    assert all(countries.find(name) is country for name in (country.code.lower(), *country.names))
    assert not country.shapes or countries.fits(country, country.example.lower())


def test_the_longest_line_that_passes_is_printed_whole() -> None:
    street = "Hauptstrasse am alten Bahnhof hinter dem Hof 17 b".ljust(50, "x")
    assert len(street) == addresses.LONGEST
    fields = zpl._address(zpl.MARGIN, 228, 44, Address("Ada", (street,)), most=6)
    assert street in fields[1]
