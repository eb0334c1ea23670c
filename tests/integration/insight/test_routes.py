"""The board and the journal over HTTP: for whom, and what bad input gets."""

from __future__ import annotations

import pytest
from apiflask import APIFlask
from flask.testing import FlaskClient

from pickface.db import Tx
from pickface.people.secrets import hash_secret
from tests.integration.insight import floor
from tests.integration.insight.conftest import Write

PASSWORD = "long-enough-for-anybody"


@pytest.fixture
def client(app: APIFlask, write: Write) -> FlaskClient:
    """A client of the application on a small floor with two scans."""

    def work(tx: Tx) -> None:
        for person, login in ((floor.ANA, "ana"), (floor.SAM, "sam")):
            tx.run(
                "UPDATE person SET login = :login, password_hash = :hash WHERE id = :id",
                login=login,
                hash=hash_secret(PASSWORD),
                id=person,
            )
        floor.task(tx, 11, "begun", floor.ANA)
        floor.scan(tx, 1, "booked", item_id=12)
        floor.scan(tx, 2, "refused")

    write(work)
    return app.test_client()


def sign_in(client: FlaskClient, login: str) -> None:
    answer = client.post(
        "/api/v1/session", json={"login": login, "password": PASSWORD}, headers={"X-Pickface": "1"}
    )
    assert answer.status_code == 200, answer.json


@pytest.mark.parametrize("path", ["/api/v1/board", "/api/v1/scans", "/api/v1/scans?format=csv"])
def test_is_for_supervisors_alone(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 401
    sign_in(client, "ana")
    assert client.get(path).status_code == 403
    sign_in(client, "sam")
    assert client.get(path).status_code == 200


def test_answers_the_board(client: FlaskClient) -> None:
    sign_in(client, "sam")
    board = client.get("/api/v1/board").get_json()
    assert [task["id"] for task in board["tasks"]] == [11]
    assert {person["name"] for person in board["people"]} == {"Ana", "Ben", "Sam"}


def test_answers_the_journal_as_json_and_as_a_file(client: FlaskClient) -> None:
    sign_in(client, "sam")
    page = client.get("/api/v1/scans?verdict=refused").get_json()
    assert [(entry["seq"], entry["verdict"]) for entry in page["items"]] == [(2, "refused")]
    assert page["next"] is None
    file = client.get("/api/v1/scans?format=csv&item=85123A")
    assert file.mimetype == "text/csv"
    assert len(file.text.splitlines()) == 2


@pytest.mark.parametrize(
    "query",
    [
        "person=ana", "person=0", "verdict=maybe", "limit=201", "limit=0", "cursor=1", "from=yesterday",
        "device=' OR 1=1", "colour=red", "item=", "format=xml", f"item={'9' * 70}",
    ],
)  # fmt: skip
def test_bad_filters_are_client_errors(client: FlaskClient, query: str) -> None:
    sign_in(client, "sam")
    answer = client.get(f"/api/v1/scans?{query}")
    assert 400 <= answer.status_code < 500, answer.text
    assert set(answer.get_json()) == {"code", "params", "message"}
