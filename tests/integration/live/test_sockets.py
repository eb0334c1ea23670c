"""The websocket, by a real client against a real gunicorn."""

from __future__ import annotations

import json
import signal
import socket
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import requests
import websocket

from pickface.live.sockets import end_of_session
from tests.integration.live.conftest import PICKER, SUPERVISOR, Server


def hear(ws: websocket.WebSocket) -> dict[str, Any]:
    message: dict[str, Any] = json.loads(ws.recv())
    return message


def close_code(ws: websocket.WebSocket) -> int:
    """Read until the server closes, and tell why."""
    while True:
        opcode, data = ws.recv_data(control_frame=True)
        if opcode == websocket.ABNF.OPCODE_CLOSE:
            return int.from_bytes(data[:2])


def eventually(holds: Callable[[], bool], within_s: float = 8) -> None:
    end = time.monotonic() + within_s
    while not holds():
        assert time.monotonic() < end, "it did not come true in time"
        time.sleep(0.05)


def test_says_hello_with_the_version_of_the_persons_work(server: Server) -> None:
    hello = hear(server.connect(PICKER))
    assert hello["type"] == "hello"
    assert hello["version"] == 7
    assert abs(hello["server_time"] - time.time() * 1000) < 60_000


def test_a_persons_message_arrives_and_another_persons_does_not(server: Server) -> None:
    ana, sam = server.connect(PICKER), server.connect(SUPERVISOR)
    hear(ana), hear(sam)
    server.publish(f"person:{PICKER}", {"type": "say", "code": "order_cancelled", "params": {}})
    server.publish(f"person:{SUPERVISOR}", {"type": "pull", "version": 9})
    assert hear(ana)["code"] == "order_cancelled"
    assert hear(sam) == {"type": "pull", "version": 9}


def test_a_message_that_is_too_large_becomes_the_advice_to_pull(server: Server) -> None:
    ana = server.connect(PICKER)
    hear(ana)
    server.publish(f"person:{PICKER}", {"type": "work", "version": 8, "tasks": ["x" * 70_000]})
    assert hear(ana) == {"type": "pull", "version": 8}


def test_whoever_is_not_signed_in_is_closed_with_4401(server: Server) -> None:
    assert close_code(server.connect(None)) == 4401


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "http://127.0.0.1.evil.example"]
)
def test_a_foreign_page_is_closed_with_4403(server: Server, origin: str) -> None:
    assert close_code(server.connect(PICKER, suppress_origin=False, origin=origin)) == 4403


def test_own_and_configured_origins_are_welcome(server: Server) -> None:
    for origin in (server.url, "https://office.example"):
        assert hear(server.connect(PICKER, suppress_origin=False, origin=origin))["type"] == "hello"


@pytest.mark.parametrize("topics", ["work", "board", "work,board"])
def test_the_sockets_of_a_session_that_ends_are_closed_with_4401(
    server: Server, topics: str
) -> None:
    sam = server.connect(SUPERVISOR, topics, session="at-the-desk")
    hear(sam)
    server.publish(*end_of_session(SUPERVISOR, "at-the-desk"))
    assert close_code(sam) == 4401


def test_another_session_of_the_same_person_and_other_people_go_on(server: Server) -> None:
    desk = server.connect(SUPERVISOR, "board", session="at-the-desk")
    tablet = server.connect(SUPERVISOR, "work", session="on-the-tablet")
    ana = server.connect(PICKER, session="on-the-floor")
    hear(desk), hear(tablet), hear(ana)
    server.publish(*end_of_session(SUPERVISOR, "at-the-desk"))
    assert close_code(desk) == 4401
    for line, person in ((tablet, SUPERVISOR), (ana, PICKER)):
        server.publish(f"person:{person}", {"type": "pull", "version": 9})
        assert hear(line) == {"type": "pull", "version": 9}


def test_all_sockets_of_a_person_who_may_not_work_here_any_more_are_closed(
    server: Server,
) -> None:
    lines = [server.connect(PICKER, session=name) for name in ("one", "two")]
    for line in lines:
        hear(line)
    server.publish(*end_of_session(PICKER))
    assert [close_code(line) for line in lines] == [4401, 4401]


def test_a_topic_that_is_not_the_persons_is_refused(server: Server) -> None:
    assert close_code(server.connect(PICKER, "work,board")) == 4403
    assert close_code(server.connect(SUPERVISOR, "person:1")) == 4403
    assert hear(server.connect(SUPERVISOR, "board"))["type"] == "hello"


def test_a_broken_handshake_is_a_client_error(server: Server) -> None:
    headers = {"Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Version": "12"}
    assert requests.get(f"{server.url}/ws", headers=headers, timeout=10).status_code in {400, 422}
    assert requests.get(f"{server.url}/ws", timeout=10).status_code in {400, 404}


def test_a_device_that_falls_behind_is_closed_with_1013(server: Server) -> None:
    ana = server.connect(PICKER, sockopt=((socket.SOL_SOCKET, socket.SO_RCVBUF, 4096),))
    hear(ana)
    server.publish(
        f"person:{PICKER}", {"type": "say", "code": "x" * 60_000, "params": {}}, times=400
    )
    assert close_code(ana) == 1013


def test_a_device_that_stops_reading_is_dropped(server: Server) -> None:
    deaf = server.connect(PICKER, sockopt=((socket.SOL_SOCKET, socket.SO_RCVBUF, 4096),))
    hear(deaf)
    eventually(lambda: str(PICKER) in server.ask("present/1"))
    server.publish(
        f"person:{PICKER}", {"type": "say", "code": "x" * 60_000, "params": {}}, times=400
    )
    eventually(lambda: str(PICKER) not in server.ask("present/1"), within_s=15)


def test_presence_follows_the_socket(server: Server) -> None:
    ana = server.connect(PICKER)
    hear(ana)
    eventually(lambda: list(server.ask("present/1")) == [str(PICKER)])
    ana.close()
    eventually(lambda: server.ask("present/1") == {})


def test_a_board_alone_does_not_make_a_person_present(server: Server) -> None:
    hear(server.connect(SUPERVISOR, "board"))
    assert server.ask("present/1") == {}


def test_sockets_hold_no_database_connection_while_they_wait(server: Server) -> None:
    lines = [server.connect(PICKER) for _ in range(8)]
    assert all(hear(line)["type"] == "hello" for line in lines)
    time.sleep(0.3)
    assert server.ask("connections")["out"] == 0


@pytest.mark.alone
def test_a_stop_lets_the_request_in_flight_finish_while_the_sockets_are_closed(
    start_server: Callable[..., Server],
) -> None:
    server = start_server()
    lines = [server.connect(PICKER) for _ in range(5)]
    for line in lines:
        hear(line)
    with ThreadPoolExecutor(1) as pool:
        slow = pool.submit(requests.post, f"{server.url}/test/slow/{PICKER}", timeout=15)
        assert hear(lines[0])["type"] == "pull", "it is in flight"
        stopped = time.monotonic()
        server.process.send_signal(signal.SIGTERM)
        assert [close_code(line) for line in lines] == [1012] * 5
        assert time.monotonic() - stopped < 1
        written = slow.result()
    assert written.status_code == 200
    server.hang_up()
    assert server.process.wait(5) == 0
    assert start_server().ask("suppliers") == {"codes": ["SLOW"]}


@pytest.mark.alone
def test_a_restart_does_not_wait_for_a_device_that_is_gone(
    start_server: Callable[..., Server],
) -> None:
    server = start_server()
    gone = server.connect(PICKER)
    hear(gone)
    began = time.monotonic()
    server.process.send_signal(signal.SIGTERM)
    server.process.wait(10)
    assert time.monotonic() - began < 3


def test_board_rows_come_when_something_changes(start_server: Callable[..., Server]) -> None:
    server = start_server()
    sam = server.connect(SUPERVISOR, "board")
    hear(sam)
    server.connect(PICKER)
    news = hear(sam)
    assert news["type"] == "board"
    assert [(who["name"], who["online"]) for who in news["people"]] == [("Ana", True)]


def test_two_processes_share_one_floor_over_redis(
    start_server: Callable[..., Server], redis_url: str
) -> None:
    here, there = start_server(redis_url), start_server(redis_url)
    sam = there.connect(SUPERVISOR, "board")
    hear(sam)
    ana = here.connect(PICKER)
    hear(ana)
    there.publish(f"person:{PICKER}", {"type": "pull", "version": 8})
    assert hear(ana) == {"type": "pull", "version": 8}
    eventually(lambda: list(there.ask("present/1")) == [str(PICKER)])
    eventually(lambda: any(who["online"] for who in hear(sam)["people"]))
