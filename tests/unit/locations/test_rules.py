"""What must hold of places and sites."""

from __future__ import annotations

import pytest

from pickface.errors import BadRequest
from pickface.locations.rules import BadPlaceCode, check_place_code, check_timezone
from pickface.locations.settings import SiteSettings, as_json, from_json


@pytest.mark.parametrize("code", ["A-12-04", "DOCK 1", "FLOOR", "Ä-1"])
def test_a_code_that_reads_back_as_itself_is_a_place(code: str) -> None:
    check_place_code(code)


@pytest.mark.parametrize("code", ["a-12", " A-1", "T0007", "LP000001", "5012345678900"])
def test_a_code_that_a_scan_would_read_as_something_else_is_none(code: str) -> None:
    with pytest.raises(BadPlaceCode):
        check_place_code(code)


def test_a_site_has_an_iana_time_zone() -> None:
    assert check_timezone("Europe/Berlin") == "Europe/Berlin"
    for wrong in ("CEST", "Berlin", "", "../etc/passwd"):
        with pytest.raises(BadRequest):
            check_timezone(wrong)


@pytest.mark.parametrize(
    ("word", "pct"),
    [("none", 0), ("all", 0), ("item", 0), ("picker", 0), ("sample:10", 10), ("sample:100", 100)],
)
def test_the_kinds_of_quality_check(word: str, pct: int) -> None:
    assert SiteSettings(quality_check=word).check().sample_pct == pct


@pytest.mark.parametrize(
    "word", ["", "some", "sample", "sample:0", "sample:101", "sample:-1", "all "]
)
def test_other_words_are_no_quality_check(word: str) -> None:
    with pytest.raises(BadRequest):
        SiteSettings(quality_check=word).check()


@pytest.mark.parametrize(
    "change",
    [
        {"lease_minutes": 0},
        {"tasks_ahead": 21},
        {"sscc_prefix": "123"},
        {"sscc_prefix": "x" * 7},
        {"pick_method": "wave"},
        {"batch_orders": 1},
        {"cart_totes": 3},
        {"cart_totes": 25},
    ],
)
def test_settings_that_no_site_can_work_with_are_refused(change: dict[str, object]) -> None:
    with pytest.raises(BadRequest):
        SiteSettings(**change).check()  # type: ignore[arg-type]


def test_settings_survive_being_stored_and_unknown_names_are_left_out() -> None:
    chosen = SiteSettings(quality_check="sample:5", tasks_ahead=4)
    assert from_json(as_json(chosen)) == chosen
    assert from_json('{"from_the_future": 1, "tasks_ahead": 4}') == SiteSettings(tasks_ahead=4)
