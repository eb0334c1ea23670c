"""The barcode parser against biip, the authority on GS1, and what lies outside GS1."""

import datetime as dt

import biip
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pickface.scans.barcodes import (
    GS1_SYMBOLOGIES,
    by_form,
    normal_key,
    parse,
    plain_text,
)
from pickface.scans.gs1 import FIELDS, GS, has_check_digit

CSET_82 = "!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"


def with_check_digit(digits: str) -> str:
    return next(digits + end for end in "0123456789" if has_check_digit(digits + end))


def digits(length: int) -> st.SearchStrategy[str]:
    return st.text("0123456789", min_size=length, max_size=length)


# Years within fifty of any year in which these tests are likely to run: biip looks at the clock.
DAYS = st.dates(dt.date(2000, 1, 1), dt.date(2050, 12, 31)).map(lambda day: day.strftime("%y%m%d"))
VALUES = {
    "00": digits(17).map(with_check_digit),
    "01": digits(13).map(with_check_digit),
    "02": digits(13).map(with_check_digit),
    "10": st.text(CSET_82, min_size=1, max_size=20),
    "11": DAYS,
    "13": DAYS,
    "15": DAYS,
    "17": DAYS,
    "21": st.text(CSET_82, min_size=1, max_size=20),
    "30": st.integers(1, 99_999_999).map(str),
    "37": st.integers(1, 99_999_999).map(str),
    **{f"310{n}": digits(6) for n in range(6)},
}
ELEMENTS = st.lists(st.sampled_from(sorted(VALUES)), unique=True, min_size=1, max_size=6).flatmap(
    lambda names: st.tuples(*(st.tuples(st.just(name), VALUES[name]) for name in names))
)


def printed(elements: tuple[tuple[str, str], ...]) -> str:
    """The message as a scanner sends it: a separator after what has no fixed length."""
    return "".join(ai + value + ("" if FIELDS[ai].fixed else GS) for ai, value in elements)


def test_the_table_of_identifiers_is_the_one_that_was_promised() -> None:
    assert set(FIELDS) == set(VALUES)


@given(ELEMENTS, st.sampled_from(sorted(GS1_SYMBOLOGIES)))
def test_gs1_codes_are_read_as_biip_reads_them(
    elements: tuple[tuple[str, str], ...], symbology: str
) -> None:
    assume(sum(ai.startswith("310") for ai, _ in elements) <= 1)
    text = printed(elements)
    message = biip.parse(symbology + text).gs1_message
    assert message
    theirs = {each.ai.ai: each for each in message.element_strings}
    ours = parse(symbology + text)
    assert "error" not in ours
    gtin = theirs.get("01") or theirs.get("02")
    assert ours.get("gtin") == (gtin.gtin.as_gtin_14() if gtin and gtin.gtin else None)
    sscc = theirs["00"].sscc if "00" in theirs else None
    assert ours.get("sscc") == (sscc.value if sscc else None)
    assert ours.get("lot") == (theirs["10"].value if "10" in theirs else None)
    assert ours.get("serial") == (theirs["21"].value if "21" in theirs else None)
    expiry = theirs.get("17") or theirs.get("15")
    assert ours.get("expiry") == (expiry.date.isoformat() if expiry and expiry.date else None)
    count = theirs.get("30") or theirs.get("37")
    assert ours.get("qty") == (int(count.value) if count else None)
    weight = next((each.decimal for ai, each in theirs.items() if ai.startswith("310")), None)
    if weight is None:
        assert "weight_g" not in ours
    else:
        assert abs(ours["weight_g"] - weight * 1000) <= 0.5


@given(digits(13) | digits(7) | digits(11) | digits(12))
def test_gtins_are_those_of_biip(body: str) -> None:
    code = with_check_digit(body)
    theirs = biip.parse(code).gtin
    assert theirs
    if len(code) != 8:  # of eight digits biip may make a UPC-E
        assert parse(code)["gtin"] == theirs.as_gtin_14()
    assert parse(code)["key"] == code.rjust(14, "0")


@given(st.text(max_size=600), st.text(max_size=4))
def test_nothing_that_can_be_scanned_raises(raw: str, symbology: str) -> None:
    parsed = parse(raw, symbology)
    assert parsed["key"] == normal_key(raw, symbology)
    assert len(parsed["key"]) <= 3 * 512
    by_form(parsed)
    plain_text(raw)


@given(st.text(max_size=40))
def test_a_key_is_its_own_key(raw: str) -> None:
    key = normal_key(raw)
    # What upper case makes longer or what begins like an identifier may be read differently again.
    assume(not key.startswith("]") and "error" not in parse(raw) and "lot" not in parse(raw))
    assert normal_key(key) == key


@pytest.mark.parametrize(
    ("raw", "plate", "kind"),
    [
        ("t0007", "T0007", "tote"),
        ("T12345678", "T12345678", "tote"),
        ("lp000001", "LP000001", "label"),
        ("]C100" + with_check_digit("34012345123456789"), None, "carton"),
    ],
)
def test_a_container_is_known_by_its_form(raw: str, plate: str | None, kind: str) -> None:
    thing = by_form(parse(raw))
    assert thing is not None
    assert thing["kind"] == kind
    assert thing["container"] == plate or raw.endswith(thing["container"])


@pytest.mark.parametrize("raw", ["T007", "TT0007", "T0007X", "LP00001", "T٠٠٠٧", "", "1" * 18])
def test_what_only_looks_like_a_container_is_none(raw: str) -> None:
    assert by_form(parse(raw)) is None


def test_the_plain_text_keeps_its_case() -> None:
    assert plain_text(" ]C0ab\x1d-7 \r") == "ab-7"
