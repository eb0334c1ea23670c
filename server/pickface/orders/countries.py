"""Countries as orders write them, and how their postcodes look. Data; pure.

Of each common country: its ISO 3166 code, how it is written (English, its own language, and those that this program
speaks), the shapes of its postcode (``9`` a digit, ``A`` a letter, ``*`` four of both, the rest as it stands; '' where
it has none) and one that could be. What is not here is not judged.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Country:
    """One country; ``shapes`` are those of its postcodes, none where it has no postcodes."""

    code: str
    names: tuple[str, ...]
    shapes: tuple[str, ...]
    example: str


def _country(code: str, names: str, shapes: str, example: str) -> Country:
    return Country(code, tuple(names.split("|")), tuple(filter(None, shapes.split("|"))), example)


COUNTRIES: Final = (
    _country("AE", "United Arab Emirates|UAE|الإمارات", "", ""),
    _country("AT", "Austria|Österreich|Oesterreich", "9999", "1010"),
    _country("AU", "Australia|Australien", "9999", "3000"),
    _country("BE", "Belgium|Belgien|België|Belgique|Bélgica|Belgia", "9999", "1000"),
    _country("BG", "Bulgaria|Bulgarien|България", "9999", "1000"),
    _country("BR", "Brazil|Brasil|Brasilien|Brazylia", "99999-999|99999999", "01310-100"),
    _country("CA", "Canada|Kanada|Canadá", "A9A 9A9|A9A9A9", "K1A 0B1"),
    _country("CH", "Switzerland|Schweiz|Suisse|Svizzera|Suiza|Suíça|Szwajcaria", "9999", "8001"),
    _country("CZ", "Czechia|Czech Republic|Tschechien|Česko|Czechy", "999 99|99999", "110 00"),
    _country("DE", "Germany|Deutschland|Alemania|Alemanha|Niemcy|ألمانيا", "99999", "28195"),
    _country("DK", "Denmark|Dänemark|Danmark|Dinamarca|Dania", "9999", "1050"),
    _country("EE", "Estonia|Estland|Eesti", "99999", "10111"),
    _country("ES", "Spain|Spanien|España|Espanha|Hiszpania", "99999", "28013"),
    _country("FI", "Finland|Finnland|Suomi|Finlandia", "99999", "00100"),
    _country("FR", "France|Frankreich|Francia|França|Francja", "99999", "75001"),
    _country(
        "GB",
        "United Kingdom|UK|Great Britain|Großbritannien|England|Scotland|Wales|Northern Ireland|Reino Unido",
        "A9 9AA|A99 9AA|AA9 9AA|AA99 9AA|A9A 9AA|AA9A 9AA|A99AA|A999AA|AA99AA|AA999AA|A9A9AA|AA9A9AA",
        "SW1A 1AA",
    ),
    _country("GR", "Greece|Griechenland|Ελλάδα|Grecia|Grécia|Grecja", "999 99|99999", "105 57"),
    _country("HK", "Hong Kong|Hongkong", "", ""),
    _country("HR", "Croatia|Kroatien|Hrvatska|Croacia|Chorwacja", "99999", "10000"),
    _country("HU", "Hungary|Ungarn|Magyarország|Hungría|Węgry", "9999", "1051"),
    _country("IE", "Ireland|Irland|Éire|Irlanda|EIRE", "A99 *|A99*|D6W *|D6W*", "D02 X285"),
    _country("IL", "Israel|ישראל", "9999999|99999", "9414219"),
    _country("IN", "India|Indien", "999999|999 999", "110001"),
    _country("IT", "Italy|Italien|Italia|Itália|Włochy", "99999", "00184"),
    _country("JP", "Japan|日本|Japón", "999-9999|9999999", "100-0001"),
    _country("LT", "Lithuania|Litauen|Lietuva", "99999|LT-99999", "01103"),
    _country("LU", "Luxembourg|Luxemburg|Luxemburgo", "9999|L-9999", "1010"),
    _country("LV", "Latvia|Lettland|Latvija", "LV-9999|9999", "LV-1010"),
    _country("MX", "Mexico|Mexiko|México", "99999", "06000"),
    _country("NL", "Netherlands|The Netherlands|Holland|Niederlande|Nederland", "9999 AA|9999AA", "1012 AB"),
    _country("NO", "Norway|Norwegen|Norge|Noruega|Norwegia", "9999", "0150"),
    _country("NZ", "New Zealand|Neuseeland", "9999", "6011"),
    _country("PL", "Poland|Polen|Polska|Polonia|Polónia", "99-999", "00-950"),
    _country("PT", "Portugal|Portugalia", "9999-999", "1100-148"),
    _country("QA", "Qatar|Katar|قطر", "", ""),
    _country("RO", "Romania|Rumänien|România|Rumanía", "999999", "010011"),
    _country("SA", "Saudi Arabia|Saudi-Arabien|السعودية", "99999|99999-9999", "11564"),
    _country("SE", "Sweden|Schweden|Sverige|Suecia|Suécia|Szwecja", "999 99|99999", "111 20"),
    _country("SG", "Singapore|Singapur", "999999", "018956"),
    _country("SI", "Slovenia|Slowenien|Slovenija", "9999", "1000"),
    _country("SK", "Slovakia|Slowakei|Slovensko", "999 99|99999", "811 01"),
    _country("TR", "Turkey|Türkei|Türkiye", "99999", "34110"),
    _country(
        "US",
        "United States|USA|United States of America|Vereinigte Staaten|Estados Unidos|EUA",
        "99999|99999-9999",
        "10001",
    ),
    _country("ZA", "South Africa|Südafrika", "9999", "0001"),
)  # fmt: skip


def find(text: str) -> Country | None:
    """The country that an order writes so, by its code or one of its names; None for what is not known here."""
    return _KNOWN.get(text.strip().casefold())


def fits(country: Country, postcode: str) -> bool:
    """Whether a postcode looks as that country's do; any does where the country has none."""
    said = " ".join(postcode.upper().split())
    return not country.shapes or any(_pattern(shape).fullmatch(said) for shape in country.shapes)


def _pattern(shape: str) -> re.Pattern[str]:
    return re.compile(
        "".join(
            {"9": r"\d", "A": "[A-Z]", "*": r"[A-Z\d]{4}"}.get(sign, re.escape(sign))
            for sign in shape
        )
    )


_KNOWN: Final = {
    word.casefold(): country for country in COUNTRIES for word in (country.code, *country.names)
}
