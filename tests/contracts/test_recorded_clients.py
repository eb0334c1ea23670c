"""Law 8: what any released handheld has ever sent stays accepted, and means what it meant then."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from apiflask import APIFlask

from pickface.db import Tx
from pickface.insight.audit import audit
from pickface.registry import WORLD
from pickface.scans.envelope import GENESIS, load_key, open_envelope, signature_holds
from pickface.scans.journal import Carrier
from pickface.scans.office import record_sign_in
from pickface.tasks.reducer import reduce
from pickface.tasks.steps import empty_state
from tests.scenarios.floor import Floor
from tests.signing import hash_of

RECORDED = sorted((Path(__file__).parent / "recorded").glob("*.json"))


def test_a_client_of_each_release_is_recorded() -> None:
    assert {path.stem for path in RECORDED} == {"v1", "v1-day"}


@pytest.fixture(params=RECORDED, ids=lambda path: path.stem)
def recorded(request: pytest.FixtureRequest) -> dict[str, Any]:
    """What handhelds have sent, with their authors' keys and the scripts that they ran."""
    found: dict[str, Any] = json.loads(request.param.read_text())
    return found


@pytest.fixture(scope="module")
def day() -> dict[str, Any]:
    """A day with every kind of work in it."""
    found: dict[str, Any] = json.loads(
        (Path(__file__).parent / "recorded" / "v1-day.json").read_text()
    )
    return found


def test_law_08_a_recorded_event_is_a_good_one_for_ever(recorded: dict[str, Any]) -> None:
    keys = {one["shift"]: load_key(one["public_key"]) for one in recorded["authors"]}
    heads: dict[str, tuple[int, str]] = {}
    for event in recorded["events"]:
        envelope = open_envelope(event["body"], event["sig"])
        seq, before = heads.get(envelope.stream, (0, GENESIS))
        assert (envelope.problem, envelope.seq, envelope.body["prev"]) == ("", seq + 1, before)
        assert signature_holds(keys[envelope.body["shift"]], event["body"], event["sig"])
        heads[envelope.stream] = envelope.seq, hash_of(event["body"])
    assert len(recorded["events"]) > 8


def script_of(recorded: dict[str, Any], body: dict[str, Any]) -> Any:
    """The script revision that the device had; None for what belongs to no task."""
    scripts = recorded["scripts"]
    return scripts.get(f"{body['task']}/{body['revision']}", scripts.get(str(body["task"])))


def test_law_08_the_reducer_answers_as_the_recorded_client_did(recorded: dict[str, Any]) -> None:
    """Where what is recorded is all that the device knew: not behind a take-over, which counts begun work anew."""
    states: dict[Any, dict[str, Any]] = {}
    told = recorded.get("reduces")
    outcomes = 0
    for event in recorded["events"]:
        body = json.loads(event["body"])
        script = script_of(recorded, body)
        if script is None:
            continue
        line = body["task"], body["lease"], body["stream"]
        said: Any = reduce(
            script, states.get(line, empty_state()), body, recorded["seen"].get(body["id"])
        )
        states[line] = said["state"]
        if told is None or body["id"] in told:
            assert {"accepted": said["accepted"], "code": said["code"]} == body["outcome"]
            outcomes += 1
    assert outcomes > 5
    assert outcomes >= 0.8 * sum(
        script_of(recorded, json.loads(e["body"])) is not None for e in recorded["events"]
    )


def test_law_08_the_day_holds_every_kind_of_work_and_of_event(day: dict[str, Any]) -> None:
    bodies = [json.loads(event["body"]) for event in day["events"]]
    work = {script_of(day, body)["kind"] for body in bodies if script_of(day, body)}
    assert work == {"receive", "putaway", "pick", "check", "pack", "ship", "move", "takeover"}
    steps = {
        step["kind"]
        for body in bodies
        if (script := script_of(day, body))
        for step in script["steps"]
        if step["id"] == body["step"]
    }
    assert steps >= {"go", "take", "put", "collect", "capture", "confirm"}
    assert {body["kind"] for body in bodies} >= {"scan", "quantity", "fill", "action", "confirm"}
    assert {body.get("action") for body in bodies} >= {"short", "skip", "undo", "done", "park"}
    assert any(not body["outcome"]["accepted"] for body in bodies)
    assert {event["verdict"] for event in day["events"]} == {"booked", "refused", "set_aside"}


def test_law_08_today_s_workflows_understand_what_was_done(day: dict[str, Any]) -> None:
    states: dict[Any, dict[str, Any]] = {}
    changes = Counter()  # type: ignore[var-annotated]
    for event in day["events"]:
        body = json.loads(event["body"])
        script = script_of(day, body)
        if script is None:
            continue
        line = body["task"], body["lease"], body["stream"]
        said: Any = reduce(
            script, states.get(line, empty_state()), body, day["seen"].get(body["id"])
        )
        states[line] = said["state"]
        if said["accepted"] and body["id"] in day["reduces"]:
            workflow = WORLD.workflows[script["kind"]]
            meant = workflow.interpret(
                said["effects"], day["facts"][str(body["task"])], said["state"]
            )
            changes.update(type(change).__name__ for change in meant)
    assert changes.keys() >= {"Goods", "ContainerOpened", "ContainerMoved", "BinShort", "Told"}


def test_law_08_today_s_door_takes_them_in(app: APIFlask, recorded: dict[str, Any]) -> None:
    """Their tasks are not here any more: each is journaled under its author, in its stream, and waits for somebody."""
    floor = Floor(app)
    floor.write(lambda tx: sign_in(tx, floor, recorded))
    device_of = {
        one["stream"]: one.get("device", UNNAMED)
        for one in recorded["authors"]
        if one.get("stream")
    }
    wrong = Counter()  # type: ignore[var-annotated]
    for event in recorded["events"]:
        envelope = open_envelope(event["body"], event["sig"])
        carrier = Carrier(device_of.get(envelope.stream, UNNAMED), floor.site.id)
        with app.app_context():
            (verdict,) = floor.engine.door.deliver(floor.engine.writer, [envelope], carrier)
        wrong[verdict["code"]] += verdict["code"] in AT_THE_DOOR
    assert +wrong == {}
    assert floor.value("SELECT COUNT(*) FROM scan_event WHERE source <> 'server'") == len(
        recorded["events"]
    )
    with app.app_context():
        assert audit().differences == []


UNNAMED = "01a22090-0000-7000-8000-000000000001"
AT_THE_DOOR = {
    "malformed", "bad_signature", "unknown_key", "wrong_author", "chain_fork", "id_conflict", "poison",
    "interpret_failed",
}  # fmt: skip


def sign_in(tx: Tx, floor: Floor, recorded: dict[str, Any]) -> None:
    """Those who scanned, on the devices on which they did, with their keys of then."""
    for one in recorded["authors"]:
        device = one.get("device", UNNAMED)
        tx.run(
            "INSERT INTO person (id, site_id, name, role) VALUES (:id, :site, 'Somebody', 'picker') "
            "ON CONFLICT DO NOTHING",
            id=one["person"],
            site=floor.site.id,
        )
        tx.run(
            "INSERT INTO device (id, site_id, name, token_hash, enrolled_at, enrolled_by) "
            "VALUES (:id, :site, 'Old', :id, 0, :person) ON CONFLICT DO NOTHING",
            id=device,
            site=floor.site.id,
            person=one["person"],
        )
        tx.run(
            "INSERT INTO shift (id, person_id, device_id, stream, public_key, started_at) "
            "VALUES (:id, :person, :device, :stream, :key, 0)",
            id=one["shift"],
            person=one["person"],
            device=device,
            stream=one.get("stream", UNNAMED),
            key=one["public_key"],
        )
        record_sign_in(tx, floor.engine.signer, one["shift"])
