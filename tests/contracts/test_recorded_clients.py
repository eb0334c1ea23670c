"""Law 8: what any released handheld has ever sent stays accepted, and means what it meant then."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pickface.scans.envelope import GENESIS, load_key, open_envelope, signature_holds
from pickface.tasks.reducer import reduce
from pickface.tasks.steps import empty_state
from tests.signing import hash_of

RECORDED = sorted((Path(__file__).parent / "recorded").glob("*.json"))


def test_a_client_of_each_release_is_recorded() -> None:
    assert [path.stem for path in RECORDED] == ["v1"]


@pytest.fixture(params=RECORDED, ids=lambda path: path.stem)
def recorded(request: pytest.FixtureRequest) -> dict[str, Any]:
    """One client's events, with its authors' keys and the scripts that it ran."""
    found: dict[str, Any] = json.loads(request.param.read_text())
    return found


def test_law_08_a_recorded_event_is_a_good_one_for_ever(recorded: dict[str, Any]) -> None:
    keys = {one["shift"]: load_key(one["public_key"]) for one in recorded["authors"]}
    before = GENESIS
    for seq, event in enumerate(recorded["events"], 1):
        envelope = open_envelope(event["body"], event["sig"])
        assert (envelope.problem, envelope.seq, envelope.body["prev"]) == ("", seq, before)
        assert signature_holds(keys[envelope.body["shift"]], event["body"], event["sig"])
        before = hash_of(event["body"])
    assert len(recorded["events"]) > 8


def test_law_08_the_reducer_answers_as_the_recorded_client_did(recorded: dict[str, Any]) -> None:
    states: dict[str, dict[str, Any]] = {}
    outcomes = 0
    for event in recorded["events"]:
        body = json.loads(event["body"])
        task = str(body["task"])
        if body["task"] is None or task not in recorded["scripts"]:
            continue
        said = reduce(
            recorded["scripts"][task],
            states.get(task, empty_state()),
            body,
            recorded["seen"].get(body["id"]),
        )
        assert {"accepted": said["accepted"], "code": said["code"]} == body["outcome"]
        states[task] = said["state"]
        outcomes += 1
    assert outcomes > 5
