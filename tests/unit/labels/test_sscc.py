"""SSCCs are ours to make, so they are held against another implementation."""

import biip
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pickface.labels import sscc


@given(
    prefix=st.from_regex(r"\A[0-9]{7,10}\Z"),
    serial=st.integers(0, 999_999),
    extension=st.integers(0, 9),
)
def test_what_is_built_is_an_sscc_for_biip_too(prefix: str, serial: int, extension: int) -> None:
    code = sscc.build(prefix, serial, extension)
    element = biip.parse(f"]C100{code}").gs1_message.element_strings[0]  # type: ignore[union-attr]
    assert element.sscc is not None
    assert element.sscc.value == code
    assert code[1:].startswith(prefix)


@given(code=st.from_regex(r"\A[0-9]{18}\Z"))
def test_valid_means_the_same_as_for_biip(code: str) -> None:
    element = biip.parse(f"]C100{code}").gs1_message.element_strings[0]  # type: ignore[union-attr]
    assert sscc.is_valid(code) == (element.sscc_error is None)


@pytest.mark.parametrize(
    ("prefix", "serial", "extension"),
    [
        ("123", 1, 0),
        ("1234567890123", 1, 0),
        ("4012345", 10**9, 0),
        ("4012345", -1, 0),
        ("4012345", 1, 10),
        ("40a2345", 1, 0),
        ("４０１２３４５", 1, 0),
    ],
)
def test_an_impossible_sscc_is_refused(prefix: str, serial: int, extension: int) -> None:
    with pytest.raises(sscc.NotAnSscc):
        sscc.build(prefix, serial, extension)


@pytest.mark.parametrize(
    "text", ["", "34012345000000001", "340123450000000018", "34012345000000001x"]
)
def test_a_wrong_sscc_never_reaches_the_printer(text: str) -> None:
    with pytest.raises(sscc.NotAnSscc):
        sscc.checked(text)


def test_people_read_an_sscc_in_groups_and_other_plates_as_they_are() -> None:
    assert sscc.spaced("340123450000000017") == "(00) 3 4012 3450 0000 0001 7"
    assert sscc.spaced("T-0042") == "T-0042"
