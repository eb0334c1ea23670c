"""The bus and presence over a real Redis, and what they do while it is away."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import redis

from pickface.live.presence import Listener, RedisPresence
from pickface.live.redis_bus import RedisBus
from tests.conftest import absent
from tests.services import free_port, wait_for_port

PULL = {"type": "pull", "version": 0}


@pytest.fixture
def pair(redis_url: str) -> Iterator[tuple[RedisBus, RedisBus]]:
    """The buses of two processes."""
    here, there = RedisBus(redis_url), RedisBus(redis_url)
    yield here, there
    here.close()
    there.close()


def test_a_message_reaches_the_other_process_and_comes_home_once(
    pair: tuple[RedisBus, RedisBus],
) -> None:
    here, there = pair
    mine, theirs, other = here.listen(["t"]), there.listen(["t"]), there.listen(["u"])
    here.publish("t", {"n": 1})
    assert (mine.get(10), theirs.get(10)) == ({"n": 1}, {"n": 1})
    assert (mine.get(0.2), other.get(0.1)) == (None, None)


def test_delivering_stays_in_this_process(pair: tuple[RedisBus, RedisBus]) -> None:
    here, there = pair
    mine, theirs = here.listen(["t"]), there.listen(["t"])
    here.deliver("t", {"n": 1})
    assert (mine.get(10), theirs.get(0.3)) == ({"n": 1}, None)


def test_what_is_not_ours_on_the_channel_is_passed_over(
    pair: tuple[RedisBus, RedisBus], redis_url: str
) -> None:
    here, _ = pair
    mine = here.listen(["t"])
    stranger = redis.Redis.from_url(redis_url)
    for rubbish in ("hello", "[]", '{"from": 1}'):
        stranger.publish("pickface:bus", rubbish)
    stranger.close()
    pair[1].publish("t", {"n": 2})
    assert mine.get(10) == {"n": 2}


def test_own_devices_are_served_while_redis_is_away_and_everybody_pulls_when_it_is_back(
    tmp_path: Path,
) -> None:
    program = shutil.which("redis-server") or absent("redis-server is not installed")
    port = free_port()

    def start() -> subprocess.Popen[bytes]:
        command = [program, "--port", str(port), "--bind", "127.0.0.1", "--save", ""]
        process = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.DEVNULL)
        wait_for_port(port)
        return process

    server = start()
    bus = RedisBus(f"redis://127.0.0.1:{port}/0")
    mailbox = bus.listen(["t"])
    server.kill()
    server.wait()
    bus.publish("t", {"n": 1})
    assert mailbox.get(10) == {"n": 1}
    began = time.monotonic()
    for _ in range(50):
        bus.publish("t", {"n": 2})
    assert time.monotonic() - began < 5, "a Redis that is away must not hold up the scans"
    while mailbox.get(0.1) is not None:
        pass
    server = start()
    assert mailbox.get(15) == PULL
    bus.close()
    server.terminate()
    server.wait()


def test_who_is_present_is_known_in_every_process(redis_url: str) -> None:
    connection = redis.Redis.from_url(redis_url, decode_responses=True)
    here, there = RedisPresence(connection), RedisPresence(connection)
    ana = Listener("socket-1", 7, 1, "TC52 #4", 5)
    here.enter(ana)
    eventually(lambda: there.people(7) == {1: {"device": "TC52 #4", "since": 5}})
    assert there.people(8) == {}
    here.leave(ana)
    assert here.people(7) == {}
    eventually(lambda: there.people(7) == {})
    here.close()
    there.close()
    connection.close()


def test_a_process_that_died_is_forgotten(redis_url: str) -> None:
    connection = redis.Redis.from_url(redis_url, decode_responses=True)
    dead = f'{{"until": {time.time() - 1}, "people": [["s", 1, "TC52", 5]]}}'
    connection.hset("pickface:present:9", "dead-process", dead)
    connection.hset("pickface:present:9", "odd-process", "not json")
    assert RedisPresence(connection).people(9) == {}
    connection.close()


def eventually(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + 5
    while not holds():
        assert time.monotonic() < end, "it did not come true in time"
        time.sleep(0.05)
