"""The Python client is what the document says, and works against a real server as its page tells."""

from __future__ import annotations

import re
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from apiflask import APIFlask
from werkzeug.serving import make_server

from clients import make_python
from pickface.people import permissions
from tests.office import Office, open_office

CLIENTS = Path(make_python.__file__).parent
sys.path.insert(0, str(CLIENTS))

from pickface_client import NotReached, Pickface, Problem  # noqa: E402

DOCS = CLIENTS.parent / "docs" / "api.md"


@pytest.fixture
def office(app: APIFlask) -> Office:
    return open_office(app)


@pytest.fixture
def url(office: Office) -> Iterator[str]:
    """The address of a server that runs."""
    server = make_server("127.0.0.1", 0, office.app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()


def token(office: Office, *scopes: str, role: str = "manager") -> str:
    form = {"name": "Script", "role": role, "scopes": list(scopes), "days": 1}
    return str(office.desk.post("/tokens", form)["token"])


@pytest.fixture
def pickface(office: Office, url: str) -> Pickface:
    """A client that may everything that software may."""
    return Pickface(url, token(office, *permissions.for_software()))


def test_the_client_is_generated_from_the_document_as_it_is_served() -> None:
    made = make_python.formatted(make_python.make(make_python.served()))
    assert made == make_python.TARGET.read_text(), "say: python -m clients.make_python"


def test_each_endpoint_that_software_may_use_is_a_method_of_that_name(pickface: Pickface) -> None:
    for name in permissions.for_software() | {permissions.WHO_AM_I}:
        folder, _, word = name.partition(".")
        assert callable(getattr(getattr(pickface, folder), word)), name


def test_goods_orders_and_files_go_to_and_fro(pickface: Pickface) -> None:
    for number in range(7):
        pickface.catalog.create_item(sku=f"TEA-{number}", name="Tea")
    order = pickface.orders.create_order(number="1042", lines=[{"item": "TEA-1", "qty": 3}])
    assert pickface.orders.show_order(order["id"])["lines"][0]["sku"] == "TEA-1"
    skus = [item["sku"] for item in pickface.each(pickface.catalog.list_items, limit=3)]
    assert sorted(skus) == [f"TEA-{number}" for number in range(7)]
    bins = pickface.setup.print_totes(first=1, many=2, paper="zpl")
    assert isinstance(bins, bytes)
    assert bins.startswith(b"^XA")
    pickface.locations.create_zone(code="Z 1Ä", name="Odd")
    assert pickface.locations.change_zone("Z 1Ä", name="Odder")["name"] == "Odder"


def test_a_refusal_says_why_and_null_is_not_the_same_as_left_out(pickface: Pickface) -> None:
    with pytest.raises(Problem) as refused:
        pickface.orders.create_order(number="1", lines=[{"item": "NONE", "qty": 1}])
    assert (refused.value.status, refused.value.params["item"]) == (422, "NONE")
    with pytest.raises(Problem) as refused:
        pickface.orders.show_order(999)
    assert refused.value.code == "order_not_found"


def test_a_token_is_for_what_it_was_made_for(office: Office, url: str) -> None:
    shop = Pickface(url, token(office, "catalog.list_items"))
    assert shop.catalog.list_items()["items"] == []
    with pytest.raises(Problem, match="not_allowed"):
        shop.orders.list_orders()
    with pytest.raises(Problem, match="not_signed_in"):
        Pickface(url, "pf_wrong").catalog.list_items()


def test_what_is_sent_again_is_done_once_and_what_is_unchanged_is_not_sent(
    pickface: Pickface, monkeypatch: pytest.MonkeyPatch
) -> None:
    pickface.catalog.create_item(sku="TEA", name="Tea")
    form: dict[str, Any] = {"number": "1", "lines": [{"item": "TEA", "qty": 1}]}
    first = pickface.orders.create_order(**form, idempotency_key="one")
    assert pickface.orders.create_order(**form, idempotency_key="one") == first
    with pytest.raises(Problem, match="idempotency_key_reused"):
        pickface.orders.create_order(**{**form, "number": "2"}, idempotency_key="one")
    seen = []
    taken = pickface.transport._taken
    monkeypatch.setattr(
        pickface.transport, "_taken", lambda *told: seen.append(told) or taken(*told)
    )
    assert pickface.catalog.list_items() == pickface.catalog.list_items()
    assert len(seen) == 1, "the second answer was 304"


def test_it_waits_when_it_is_asked_to(
    office: Office, pickface: Pickface, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [1_000_000_010.0]
    office.app.extensions["pickface_pace"]._clock = lambda: now[0]
    monkeypatch.setattr("pickface.people.pace.PER_MINUTE", 2)
    waited = []

    def wait(seconds: float) -> None:
        waited.append(seconds)
        now[0] += seconds

    monkeypatch.setattr(time, "sleep", wait)
    for _ in range(3):
        pickface.orders.list_orders()
    assert waited == [10.0]
    assert pickface.transport.left == 1


def test_a_server_that_is_away_is_told_as_such(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "sleep", lambda _: None)
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        client = Pickface(f"http://127.0.0.1:{nobody.getsockname()[1]}", "t", tries=2)
        with pytest.raises(NotReached):
            client.catalog.list_items()


def test_the_program_of_the_page_runs_as_it_stands_there(
    office: Office, url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    program = re.findall(r"```python\n(from pickface_client.*?)```", DOCS.read_text(), re.DOTALL)
    assert len(program) == 1
    office.desk.post("/items", {"sku": "TEA-1", "name": "Tea"})
    told = {"PICKFACE": url, "TOKEN": token(office, *permissions.for_software())}
    with pytest.MonkeyPatch.context() as patch:
        for name, value in told.items():
            patch.setenv(name, value)
        run: Callable[..., None] = exec
        run(compile(program[0], str(DOCS), "exec"), {})
    assert "1042" in capsys.readouterr().out
