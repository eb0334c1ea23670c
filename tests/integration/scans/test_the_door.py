"""The door's laws on events, streams and authors: each test is named after the law that it holds."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest

from pickface.db import clock
from pickface.ids import uuid7
from pickface.insight.audit import audit
from pickface.scans.door import StreamGap
from pickface.scans.envelope import GENESIS
from pickface.scans.journal import original
from tests import signing
from tests.scenarios.floor import Floor, Person
from tests.signing import body, deliver, event, outcomes, seal


def journal(floor: Floor) -> list[dict[str, Any]]:
    """All events of devices, in order of arrival."""
    return floor.read("SELECT * FROM scan_event ORDER BY received_at, id")


def current(floor: Floor, event_id: str) -> tuple[str, str]:
    """The verdict that holds for an event."""
    found = floor.read(
        "SELECT verdict, code FROM verdict WHERE event_id = :id ORDER BY id DESC LIMIT 1",
        id=event_id,
    )
    return found[0]["verdict"], found[0]["code"]


def is_clean(floor: Floor) -> bool:
    """What ``pickface audit`` would say; its differences are shown when it is not."""
    with floor.app.app_context():
        report = audit()
    assert report.differences == []
    return report.clean


# Law 1: the form.


def test_law_01_a_body_is_kept_byte_for_byte(floor: Floor, sofia: Person) -> None:
    for code in ["A\x00B", "half \ud83d pair", "\x1d10AB", "ünï → ☃ 🎉", "a" * 600, ""]:
        said = body(sofia, code=code, outcome={"accepted": False, "code": "unknown_code"})
        text = json.dumps(said, separators=(", ", " : "), ensure_ascii=True)
        answers = deliver(floor, seal(sofia, text))
        assert outcomes(answers) == [("refused", "unknown_code")]
        assert signing.stored_body(floor, said["id"]) == text
    assert is_clean(floor)


def test_law_01_letters_that_no_database_takes_are_kept_all_the_same(
    floor: Floor, sofia: Person
) -> None:
    for odd in ["\x00", "\ud800"]:
        text = "{" + odd + "}"
        answers = deliver(floor, (text, "sig" + odd))
        assert outcomes(answers) == [("set_aside", "malformed")]
        assert original(signing.stored_body(floor, answers[0]["id"])) == text


def test_law_01_text_that_looks_like_our_own_coding_is_not_taken_for_it(floor: Floor) -> None:
    text = "base64:" + base64.b64encode(b"{}").decode()
    answers = deliver(floor, (text, ""))
    stored = signing.stored_body(floor, answers[0]["id"])
    assert stored != text
    assert original(stored) == text


# Law 2: streams.


def test_law_02_a_batch_beyond_the_next_number_leaves_nothing(floor: Floor, sofia: Person) -> None:
    missing = event(sofia, code="TEA")
    late = event(sofia, code="TEA")
    other = floor.person("Malik")
    before = len(journal(floor))
    with pytest.raises(StreamGap) as gap:
        deliver(floor, late, event(other, code="TEA"))
    assert gap.value.status == 409
    assert gap.value.params == {"stream": sofia.stream, "expected": json.loads(missing[0])["seq"]}
    assert len(journal(floor)) == before
    assert [answer["seq"] for answer in deliver(floor, missing, late)] == [3, 4]


def test_law_02_a_gap_in_the_middle_answers_what_came_before_it(
    floor: Floor, sofia: Person
) -> None:
    first = event(sofia, code="TEA")
    event(sofia, code="TEA")
    third = event(sofia, code="TEA")
    answers = deliver(floor, first, third)
    assert [answer["seq"] for answer in answers] == [3]
    with pytest.raises(StreamGap):
        deliver(floor, third)


def test_law_02_an_unknown_stream_that_starts_at_five_is_asked_for_its_beginning(
    floor: Floor,
) -> None:
    malik = floor.person("Malik")
    malik.seq = 4
    with pytest.raises(StreamGap) as gap:
        deliver(floor, event(malik, code="TEA"))
    assert gap.value.params["expected"] == 1


def test_law_02_a_used_number_with_another_event_is_a_fork(floor: Floor, sofia: Person) -> None:
    seq, head = sofia.seq, sofia.head
    deliver(floor, event(sofia, code="TEA"))
    sofia.seq, sofia.head = seq, head
    answers = deliver(floor, event(sofia, code="TEA-CASE"))
    assert outcomes(answers) == [("set_aside", "chain_fork")]
    assert is_clean(floor)


def test_law_02_an_event_that_hangs_on_another_chain_is_a_fork_and_blocks_nothing(
    floor: Floor, sofia: Person
) -> None:
    sofia.head = "f" * 64
    sofia.task = None
    answers = deliver(floor, event(sofia, code="TEA"), event(sofia, code="SALT"))
    assert outcomes(answers) == [("set_aside", "chain_fork"), ("booked", "noted")]
    assert is_clean(floor)


def test_law_02_a_restored_copy_forks_and_its_later_events_still_come_in(
    floor: Floor, sofia: Person
) -> None:
    sofia.task = None
    seq, head = sofia.seq, sofia.head
    deliver(floor, event(sofia, code="TEA"), event(sofia, code="TEA"))
    sofia.seq, sofia.head = seq, head
    answers = deliver(floor, *[event(sofia, code="SALT") for _ in range(5)])
    assert [code for _, code in outcomes(answers)] == ["chain_fork"] * 3 + ["noted"] * 2
    assert is_clean(floor)


def test_law_02_a_tombstone_stands_for_lost_numbers_and_the_stream_goes_on(
    floor: Floor, sofia: Person
) -> None:
    seq = sofia.seq
    lost = [event(sofia, code="TEA") for _ in range(3)]
    kept = event(sofia, task=None, code="SALT")
    after = event(sofia, task=None, code="SALT")
    tomb = body(
        sofia, "lost", seq=seq + 1, prev=GENESIS, task=None, through=seq + 3,
        outcome={"accepted": True, "code": "lost"},
    )  # fmt: skip
    text = json.dumps(tomb)
    answers = deliver(floor, (text, sofia._sign(text)), kept, after)
    assert outcomes(answers) == [("booked", "noted")] * 3
    assert floor.exception("scans_lost") == {
        "stream": sofia.stream,
        "from": seq + 1,
        "through": seq + 3,
    }
    # What was thought lost turns up after all: its numbers are used.
    assert outcomes(deliver(floor, lost[0])) == [("set_aside", "chain_fork")]
    assert is_clean(floor)


def test_law_02_a_tombstone_may_stand_for_a_stream_s_beginning(floor: Floor) -> None:
    malik = floor.person("Malik")
    for _ in range(4):
        event(malik, code="TEA")
    fifth = event(malik, code="TEA")
    tomb = body(malik, "lost", seq=1, prev=GENESIS, through=4)
    text = json.dumps(tomb)
    answers = deliver(floor, (text, malik._sign(text)), fifth)
    assert outcomes(answers) == [("booked", "noted")] * 2
    assert is_clean(floor)


def test_law_02_a_tombstone_that_makes_no_sense_takes_one_number(
    floor: Floor, sofia: Person
) -> None:
    for through in [None, "7", 1.5, True, 0, 10_000_000]:
        answers = deliver(
            floor,
            event(sofia, "lost", task=None, through=through),
            event(sofia, task=None, code="TEA"),
        )
        assert outcomes(answers) == [("set_aside", "chain_fork"), ("booked", "noted")]
    assert is_clean(floor)


# Law 3: authors and carriers.


def test_law_03_another_person_s_name_under_my_signature_is_set_aside(
    floor: Floor, sofia: Person
) -> None:
    malik = floor.person("Malik")
    answers = deliver(floor, event(sofia, person=malik.id, code="TEA"))
    assert outcomes(answers) == [("set_aside", "wrong_author")]
    assert floor.raised() == ["set_aside"]


def test_law_03_an_unknown_shift_is_set_aside(floor: Floor, sofia: Person) -> None:
    answers = deliver(floor, event(sofia, shift=uuid7(), code="TEA"))
    assert outcomes(answers) == [("set_aside", "unknown_key")]


def test_law_03_a_signature_that_does_not_hold_is_set_aside(floor: Floor, sofia: Person) -> None:
    for spoilt in ["", "A" * 86, "é" * 86, "A" * 82]:
        text, _ = event(sofia, code="TEA")
        assert outcomes(deliver(floor, (text, spoilt))) == [("set_aside", "bad_signature")]
    assert is_clean(floor)


def test_law_03_what_nobody_signed_does_not_stop_the_person_s_work(
    floor: Floor, sofia: Person
) -> None:
    text, _ = event(sofia, code="TEA")
    deliver(floor, (text, ""))
    assert sofia.scan("TEA") == "counted"
    assert sofia.verdict == ("booked", "counted")


def test_law_03_anybody_s_device_may_carry_and_the_author_stays(
    floor: Floor, sofia: Person
) -> None:
    malik = floor.person("Malik")
    floor.write(lambda tx: tx.run("UPDATE shift SET ended_at = 1 WHERE id = :id", id=sofia.shift))
    said = body(sofia, code="TEA")
    answers = deliver(floor, seal(sofia, said), by=malik)
    assert outcomes(answers) == [("booked", "counted")]
    row = floor.read("SELECT person_id, device_id FROM scan_event WHERE id = :id", id=said["id"])[0]
    assert row == {"person_id": sofia.id, "device_id": malik.device}


# Law 5: verdicts.


def test_law_05_a_repeat_gets_the_stored_verdict_and_books_nothing(
    floor: Floor, sofia: Person
) -> None:
    sofia.scan("TEA")
    sofia.scan("SALT")
    before = floor.read("SELECT * FROM move ORDER BY id")
    again = sofia.repeat_delivery()
    assert all(answer["repeat"] for answer in again)
    assert outcomes(again) == [(v["verdict"], v["code"]) for v in sofia.verdicts]
    assert floor.read("SELECT * FROM move ORDER BY id") == before
    assert floor.value("SELECT COUNT(*) FROM delivery") == len(again)


def test_law_05_the_same_id_with_other_bytes_is_an_id_conflict_kept_once(
    floor: Floor, sofia: Person
) -> None:
    said = body(sofia, code="TEA")
    deliver(floor, seal(sofia, said))
    sofia.seq -= 1
    forged = seal(sofia, {**said, "code": "TEA-CASE"})
    before = len(journal(floor))
    answers = deliver(floor, forged) + deliver(floor, forged)
    assert outcomes(answers) == [("set_aside", "id_conflict")] * 2
    assert [answer["repeat"] for answer in answers] == [False, True]
    assert [answer["id"] for answer in answers] == [said["id"]] * 2
    assert len(journal(floor)) == before + 1
    assert current(floor, said["id"]) == ("booked", "counted")
    assert is_clean(floor)


def test_law_05_a_used_id_with_the_next_number_takes_the_number(
    floor: Floor, sofia: Person
) -> None:
    said = body(sofia, task=None, code="TEA")
    answers = deliver(
        floor,
        seal(sofia, said),
        event(sofia, task=None, id=said["id"], code="SALT"),
        event(sofia, task=None, code="SALT"),
    )
    assert [code for _, code in outcomes(answers)] == ["noted", "id_conflict", "noted"]
    assert is_clean(floor)


# Law 6: goods that moved have moved.


def test_law_06_what_the_device_refused_stays_refused(floor: Floor, sofia: Person) -> None:
    """Even where the server would have counted it."""
    answers = deliver(
        floor, event(sofia, code="TEA", outcome={"accepted": False, "code": "wrong_item"})
    )
    assert outcomes(answers) == [("refused", "wrong_item")]
    assert floor.inside("T0001") == {}


def test_law_06_a_refusal_with_a_strange_code_is_still_a_refusal(
    floor: Floor, sofia: Person
) -> None:
    for code in ["x" * 500, "nul \x00", "\ud800", None, 7, {}, ["a"]]:
        answers = deliver(
            floor, event(sofia, code="\ud800\x00", outcome={"accepted": False, "code": code})
        )
        assert answers[0]["verdict"] == "refused"


def test_law_06_what_the_device_accepted_is_never_refused(floor: Floor, sofia: Person) -> None:
    answers = deliver(floor, event(sofia, code="SALT"))
    assert outcomes(answers) == [("set_aside", "disagrees")]
    assert answers[0]["params"]["because"] == "wrong_item"


def test_law_06_what_only_the_device_knows_is_set_aside_with_its_reason(
    floor: Floor, sofia: Person
) -> None:
    answers = deliver(floor, event(sofia, code="NOBODY"))
    assert outcomes(answers) == [("set_aside", "disagrees")]
    assert answers[0]["params"] == {"because": "unknown_code", "code": "NOBODY"}
    assert floor.exception("set_aside")["code"] == "disagrees"


def test_law_06_an_event_is_reduced_against_the_revision_that_the_device_had(
    floor: Floor, sofia: Person
) -> None:
    assert sofia.task is not None
    sofia.go_offline()
    newer = {**sofia.task["script"], "codes": {}}

    def revise(tx: Any) -> None:
        from pickface.tasks import lifecycle

        task = lifecycle.load(tx, sofia.task["id"])  # type: ignore[index]
        lifecycle.revise(tx, task, newer, json.loads(task["facts"]))

    floor.write(revise)
    sofia.scan("TEA")
    assert sofia.come_back() == ["booked"]
    assert floor.inside("T0001") == {"TEA": 1}


def test_law_06_a_revision_that_was_never_issued_is_set_aside(floor: Floor, sofia: Person) -> None:
    assert outcomes(deliver(floor, event(sofia, revision=9, code="TEA"))) == [
        ("set_aside", "unknown_revision")
    ]


def test_law_06_a_task_that_nobody_made_is_set_aside(floor: Floor, sofia: Person) -> None:
    assert outcomes(deliver(floor, event(sofia, task=2**53, code="TEA"))) == [
        ("set_aside", "unknown_task")
    ]


# Law 8: poison does not block.


def test_law_08_what_cannot_be_read_is_journaled_raw_and_once(floor: Floor) -> None:
    for text in [
        "",
        "{",
        "[]",
        "null",
        "7",
        '"{}"',
        "{}",
        "[" * 20_000,
        '{"v": NaN}',
        '{"v": 1e999}',
        "\ufeff{}",
        "9" * 5_000,
    ]:
        answers = deliver(floor, (text, "")) + deliver(floor, (text, ""))
        assert outcomes(answers) == [("set_aside", "malformed")] * 2
        assert [answer["repeat"] for answer in answers] == [False, True]
        assert signing.stored_body(floor, answers[0]["id"]) == text
    assert is_clean(floor)


def test_law_08_a_malformed_event_takes_its_number_so_that_the_next_comes_in(
    floor: Floor, sofia: Person
) -> None:
    for wrong in [
        {"v": 2},
        {"kind": "dance"},
        {"kind": ["scan"]},
        {"kind": "office"},
        {"kind": "sign_in"},
        {"person": "4"},
        {"person": True},
        {"task": -1},
        {"task": 2**60},
        {"step": "nul \x00"},
        {"step": "x" * 21},
        {"outcome": []},
        {"outcome": {"accepted": "yes"}},
        {"code": 7},
        {"at": "noon"},
        {"at": -1},
        {"extra": "x" * 20_000},
    ]:
        answers = deliver(
            floor,
            event(sofia, **{"code": "TEA", "task": None, **wrong}),
            event(sofia, task=None, code="TEA"),
        )
        assert outcomes(answers) == [("set_aside", "malformed"), ("booked", "noted")], wrong
    assert is_clean(floor)


def test_law_08_fields_that_nobody_expects_do_no_harm(floor: Floor, sofia: Person) -> None:
    answers = deliver(
        floor,
        event(
            sofia, code="TEA", source={"a": "\x00"}, symbology=["\ud800"], pack=7, value={"x": 1}
        ),
        event(sofia, "fill", field={"a": 1}, value=["\ud800" * 9]),
        event(sofia, "action", action={"short": 1}, left="all"),
        event(sofia, "quantity", qty=1e99),
    )
    assert [answer["verdict"] for answer in answers] == ["booked"] + ["set_aside"] * 3
    assert is_clean(floor)


def test_law_08_from_the_fifth_attempt_the_door_journals_without_interpreting(
    floor: Floor, sofia: Person
) -> None:
    answers = deliver(floor, event(sofia, code="TEA"), attempt=5)
    assert outcomes(answers) == [("set_aside", "poison")]
    assert floor.inside("T0001") == {}


def test_law_08_the_fourth_attempt_is_interpreted(floor: Floor, sofia: Person) -> None:
    assert outcomes(deliver(floor, event(sofia, code="TEA"), attempt=4)) == [("booked", "counted")]


def test_law_08_a_bug_in_a_workflow_sets_aside_and_the_journal_stands(
    floor: Floor, sofia: Person
) -> None:
    floor.write(
        lambda tx: tx.run("UPDATE task SET facts = '[]' WHERE id = :id", id=sofia.task["id"])  # type: ignore[index]
    )
    said = body(sofia, code="TEA")
    answers = deliver(floor, seal(sofia, said), event(sofia, task=None, code="TEA"))
    assert outcomes(answers) == [("set_aside", "interpret_failed"), ("booked", "noted")]
    assert current(floor, said["id"]) == ("set_aside", "interpret_failed")
    assert floor.value("SELECT COUNT(*) FROM move WHERE cause = :id", id=said["id"]) == 0


# Law 15: undo.


def test_law_15_undo_brings_everything_back(floor: Floor, sofia: Person) -> None:
    sofia.scan("TEA")
    assert sofia.act("undo") == "undone"
    assert sofia.verdict == ("booked", "undone")
    assert floor.inside("T0001") == {}
    assert floor.at("A-01-01", "TEA") == 20


def test_law_15_undo_of_goods_that_went_on_is_too_late(floor: Floor, sofia: Person) -> None:
    from pickface.stock.carrying import move_container
    from pickface.stock.moves import Cause

    sofia.scan("TEA")
    floor.write(
        lambda tx: move_container(
            tx, "T0001", floor.places["PACK-1"], Cause("test:carried", floor.site.id, None, None)
        )
    )
    sofia.act("undo")
    assert sofia.verdict == ("set_aside", "undo_too_late")
    assert floor.inside("T0001") == {"TEA": 1}


# The hot path.


def test_a_booked_pick_scan_is_at_most_ten_statements(
    floor: Floor, sofia: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pickface.db import Tx

    sofia.scan("TEA")
    seen: list[str] = []
    run = Tx.run

    def counted(self: Tx, sql: str, **params: Any) -> int:
        seen.append(sql)
        return run(self, sql, **params)

    monkeypatch.setattr(Tx, "run", counted)
    assert outcomes(deliver(floor, event(sofia, code="TEA"))) == [("booked", "counted")]
    assert len(seen) <= 10, "\n".join(seen)


def test_law_22_journal_times_never_run_backwards(
    floor: Floor, sofia: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    import time

    sofia.scan("TEA")
    now = time.time_ns()
    monkeypatch.setattr(time, "time_ns", lambda: now - 3_600_000_000_000)
    before = clock()
    sofia.scan("TEA")
    times = [
        row["received_at"] for row in floor.read("SELECT received_at FROM scan_event ORDER BY seq")
    ]
    assert times == sorted(times)
    assert clock() >= before
