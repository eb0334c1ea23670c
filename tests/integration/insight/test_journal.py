"""The journal as a supervisor reads it."""

from __future__ import annotations

import csv
from typing import Any

import pytest

from pickface.db import Tx
from pickface.errors import NotFound
from pickface.insight import journal
from pickface.insight.forms import JournalQuery
from pickface.workbooks.plain import csv_lines
from tests.integration.insight import floor
from tests.integration.insight.conftest import Write
from tests.integration.insight.floor import ANA, BEN


@pytest.fixture
def scans(write: Write) -> list[str]:
    """Seven scans, oldest first."""

    def work(tx: Tx) -> list[str]:
        floor.order(tx, 5, "released")
        floor.task(tx, 11, "begun", ANA, order_id=5)
        floor.task(tx, 12, "begun", BEN, kind="receive")
        return [
            floor.scan(tx, 1, "booked", place_id=40),
            floor.scan(tx, 2, "booked", item_id=12, order_id=5),
            floor.scan(tx, 3, "refused", code="4006381333931"),
            floor.scan(tx, 4, "set_aside", "booked", item_id=12),
            floor.scan(tx, 5, "booked", person=BEN, task_id=12, received_at=1_000),
            floor.scan(
                tx, 6, "set_aside", person=None, task_id=None, body="{not json", code="=1+1"
            ),
            floor.scan(tx, 7, "booked", site_id=2),
        ]

    found: list[str] = write(work)
    return found


def ids(**asked: Any) -> list[str]:
    page = journal.read_page(1, JournalQuery.model_validate(asked))
    return [entry["id"] for entry in page["items"]]


def test_newest_first_and_only_of_this_site(scans: list[str]) -> None:
    assert ids() == scans[5::-1]


def test_the_newest_verdict_holds(scans: list[str]) -> None:
    page = journal.read_page(1, JournalQuery())
    assert [entry["verdict"] for entry in page["items"]] == [
        "set_aside", "booked", "booked", "refused", "booked", "booked",
    ]  # fmt: skip
    assert ids(verdict="set_aside") == [scans[5]]


@pytest.mark.usefixtures("scans")
def test_an_entry_names_who_where_and_with_what() -> None:
    entry = journal.read_page(1, JournalQuery(task=11))["items"][-1]
    assert entry["person"] == {"id": ANA, "name": "Ana"}
    assert entry["device"] == {"id": floor.DEVICE, "name": "TC52 #4"}
    assert entry["task"] == {"id": 11, "kind": "pick"}
    assert (entry["qty"], entry["pack"], entry["outcome"]) == (2, "piece", {"accepted": True})
    assert (entry["stream"], entry["seq"]) == (floor.STREAM, 1)


def test_filters_narrow(scans: list[str]) -> None:
    assert ids(person=BEN) == [scans[4]]
    assert ids(task=11) == [scans[3], scans[2], scans[1], scans[0]]
    assert ids(item="85123A") == ids(item="12") == [scans[3], scans[1]]
    assert ids(place="A-12-04") == [scans[0]]
    assert ids(order="SO-5") == ids(task=11)
    assert ids(verdict="refused", person=ANA) == [scans[2]]
    assert ids(device=floor.DEVICE) == ids()
    assert ids(to=2_000) == [scans[4]]
    assert scans[4] not in ids(**{"from": 2_000})


@pytest.mark.usefixtures("scans")
def test_an_unknown_code_is_said_so() -> None:
    with pytest.raises(NotFound) as error:
        ids(item="nothing")
    assert error.value.params == {"item": "nothing"}


def test_pages_follow_each_other_without_gap_or_repeat(scans: list[str]) -> None:
    seen, cursor = [], None
    while True:
        page = journal.read_page(1, JournalQuery(limit=2, cursor=cursor))
        seen += [entry["id"] for entry in page["items"]]
        cursor = page["next"]
        if cursor is None:
            break
    assert seen == scans[5::-1]


def test_the_csv_holds_the_same_rows_and_no_formula(scans: list[str]) -> None:
    lines = list(
        csv.DictReader(
            "".join(csv_lines(journal.table(1, JournalQuery(format="csv")))).splitlines()
        )
    )
    assert [line["id"] for line in lines] == scans[5::-1]
    assert lines[0]["code"] == "'=1+1"
    assert lines[-1]["person"] == "Ana"
    assert lines[-1]["received_at"].endswith("+00:00")
