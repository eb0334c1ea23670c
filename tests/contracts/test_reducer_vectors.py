"""The reducer answers every shared vector as it stands in the file; the handheld runs the same ones."""

import copy
import json
from typing import Any

import pytest

from pickface.tasks.reducer import reduce
from pickface.tasks.steps import empty_state
from tests.contracts.vectors_read import REDUCER_FILES, vectors

ACCEPTED = """
    counted step_done task_done need_lot need_expiry need_serial need_into need_quantity ask_close
    not_expected over unknown_recorded skipped undone opened need_container go_alternative noted
    blocked_told parked carton_counted pallet_counted already_counted need_sample carton_unknown
    carton_opened pallet_opened labelled left_there need_grade over_sent never_sent
    dropped parcel_loaded pallet_loaded already_on parcel_handed
    need_pieces need_weight_g need_temperature weigh_again too_warm too_cold
    need_size need_size_again
"""
REFUSED = """
    task_finished not_now not_here bad_quantity nothing_to_undo nothing_else wrong_place
    wrong_container scan_place_first scan_container_first unknown_code wrong_container_kind
    wrong_item scan_item_first wrong_lot need_lot_first pack_too_big too_many less_than_counted
    place_does_not_fit bad_date bad_value scan_destination need_expiry_first need_serial_first
    finish_this_first need_value not_an_option scan_to_confirm is_parked wrong_tote wall_taken scan_tote_first
    container_taken container_not_here carton_open wrong_pallet carton_elsewhere need_sample_first scan_carton_first
    need_grade_first scan_parcel_first parcel_unknown pallet_mixed parcel_other_carrier inspect_first
    fit_zone fit_lot fit_owner fit_out_of_use need_pieces_first need_weight_g_first need_temperature_first
    scan_to_weigh need_size_first bad_unit_g bad_side
"""
CASES = [
    pytest.param(case, id=f"{name}: {case['name']}")
    for name in REDUCER_FILES
    for case in vectors(name)
]


@pytest.mark.parametrize("case", CASES)
def test_every_event_of_the_vector_is_answered_as_written(case: dict[str, Any]) -> None:
    script, state = case["script"], case.get("state") or empty_state()
    for number, row in enumerate(case["events"]):
        given = copy.deepcopy((script, state, row["event"], row["seen"]))
        result = reduce(script, state, row["event"], row["seen"])
        assert (script, state, row["event"], row["seen"]) == given, "an argument was changed"
        expected = row["expect"]
        got = {name: result[name] for name in ("accepted", "code", "params", "effects")}
        assert got == {name: expected[name] for name in got}, f"event {number + 1}: {row['event']}"
        if not result["accepted"]:
            assert result["state"] == state
        if "state" in expected:
            compared = {name: result["state"][name] for name in expected["state"]}
            assert compared == expected["state"], f"event {number + 1}: {row['event']}"
        state = json.loads(json.dumps(result["state"]))
        assert state == result["state"], "the state is not plain JSON"


def test_every_refusal_and_acceptance_of_the_contract_has_a_vector() -> None:
    written = {
        (row["expect"]["accepted"], row["expect"]["code"])
        for name in REDUCER_FILES
        for case in vectors(name)
        for row in case["events"]
    }
    assert {code for good, code in written if good} == set(ACCEPTED.split())
    assert {code for good, code in written if not good} == set(REFUSED.split())
