"""How many scans a second the embedded server books over real HTTP, with 500 devices connected. Prints one JSON line.

Usage: python bench/scan.py [--devices 500] [--seconds 10] [--active 12]
"""

from __future__ import annotations

import argparse
import asyncio
import json
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1] / "server")]

from floor import Device, open_picks, prepare  # noqa: E402 - the path comes first
from syncs import SyncCount  # noqa: E402 - the path comes first
from wire import Line, listen  # noqa: E402 - the path comes first

HOST = "127.0.0.1"
BATCH = 50
LONE_SCANS = 100


def main() -> None:
    """Run the bench and print its line."""
    options = argparse.ArgumentParser()
    options.add_argument("--devices", type=int, default=500)
    options.add_argument("--seconds", type=float, default=10.0)
    options.add_argument("--active", type=int, default=12)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        print(json.dumps(run(Path(folder), chosen.devices, chosen.seconds, chosen.active)))


def run(folder: Path, count: int, seconds: float, active: int) -> dict[str, object]:
    """Prepare, measure single scans, batches and the bare app, each for ``seconds``."""
    devices = prepare(folder, count)
    statements = _statements(folder, devices[0])
    with _server(folder) as (port, _):
        measured = asyncio.run(_drive(devices, port, seconds, active))
    # A server of its own with few threads: tracing a thousand of them stops the whole process for minutes.
    with _server(folder, PICKFACE_THREADS="16") as (port, pid):
        syncs = asyncio.run(
            _count_syncs(devices[0], Line(HOST, port), SyncCount(pid, folder / "syncs"))
        )
    bare = _bare(folder, seconds / 2, active)
    booked = measured["booked_per_s"]
    return {
        **measured,
        "devices": count,
        "active": active,
        "bare_per_s": bare,
        "ratio_to_bare_insert": round(booked / bare, 2),
        "statements_per_scan": statements,
        "fsyncs_per_scan": syncs,
    }


@contextmanager
def _server(folder: Path, **settings: str) -> Iterator[tuple[int, int]]:
    """``pickface serve`` on a free port: the port and the process."""
    port = _free_port()
    code = "import sys; from pickface.cli import main; main()"
    server = subprocess.Popen(
        [sys.executable, "-c", code, "serve", "--data", str(folder), "--port", str(port)],
        env={
            "PYTHONPATH": str(Path(__file__).parents[1] / "server"),
            "PATH": "/usr/bin:/bin",
            **settings,
        },
        stdout=subprocess.DEVNULL,
    )
    try:
        _wait(f"http://{HOST}:{port}/healthz")
        yield port, server.pid
    finally:
        server.terminate()
        server.wait(20)


async def _drive(devices: list[Device], port: int, seconds: float, active: int) -> dict[str, float]:
    sockets, events = [], []
    for device in devices:
        ready = asyncio.Event()
        sockets.append(asyncio.create_task(listen(HOST, port, device.cookie, ready)))
        events.append(ready)
        if len(events) % 25 == 0:
            await asyncio.wait_for(ready.wait(), 60)
    await asyncio.wait_for(asyncio.gather(*(ready.wait() for ready in events)), 120)
    line = Line(HOST, port)
    for number, device in enumerate(devices):
        if device.seq == 0:
            await _deliver(line, device, open_picks(device, number))
    singles = await _measure(devices, port, seconds, active, 1)
    batches = await _measure(devices, port, seconds / 2, 4, BATCH)
    connected = sum(not task.done() for task in sockets)
    for task in sockets:
        task.cancel()
    with suppress(asyncio.CancelledError):
        await asyncio.gather(*sockets, return_exceptions=True)
    if connected != len(devices):
        raise SystemExit(f"only {connected} of {len(devices)} sockets stayed open")
    return {
        "booked_per_s": singles[0],
        "p50_ms": singles[1],
        "p99_ms": singles[2],
        "batched_per_s": batches[0],
    }


async def _count_syncs(device: Device, line: Line, syncs: SyncCount) -> float | None:
    """Syncs of a scan that comes alone, so that it shares its commit with no other; None where nobody can count."""
    if not syncs.begin():
        return None
    for _ in range(LONE_SCANS):
        await _deliver(line, device, [device.pick_scan()])
    counted = syncs.end()
    return None if counted is None else round(counted / LONE_SCANS, 2)


async def _measure(
    devices: list[Device], port: int, seconds: float, active: int, size: int
) -> tuple[float, float, float]:
    """Scans booked a second, and the latency of a request; events are signed before the clock starts."""
    share = [devices[number::active] for number in range(active)]
    # In a thread, since the sockets' pings want an answer meanwhile.
    prepared = await asyncio.to_thread(_sign_ahead, share, seconds, size)
    took: list[float] = []
    booked = 0
    until = time.perf_counter() + seconds

    async def work(batches: list[tuple[Device, list[dict[str, str]]]]) -> None:
        nonlocal booked
        line = Line(HOST, port)
        for device, batch in batches:
            if time.perf_counter() > until:
                return
            took.append(await _deliver(line, device, batch))
            booked += len(batch)

    started = time.perf_counter()
    await asyncio.gather(*(work(batches) for batches in prepared))
    spent = time.perf_counter() - started
    ordered = sorted(took)
    for own in share:
        for device in own:
            device.stream = (
                ""  # Unsent signed events break the chain: the next run starts a stream of its own.
            )
            _new_stream(device)
    return (
        round(booked / spent),
        round(ordered[len(ordered) // 2] * 1000, 1),
        round(ordered[int(len(ordered) * 0.99)] * 1000, 1),
    )


def _sign_ahead(
    share: list[list[Device]], seconds: float, size: int
) -> list[list[tuple[Device, list[dict[str, str]]]]]:
    """For each sender more batches than it can send in the time, in turn from its own devices."""
    most = int(seconds * 2_500 / len(share) / size) + 1
    return [
        [
            (own[n % len(own)], [own[n % len(own)].pick_scan() for _ in range(size)])
            for n in range(most)
        ]
        for own in share
    ]


def _new_stream(device: Device) -> None:
    from floor import GENESIS

    from pickface.ids import uuid7

    device.stream, device.seq, device.head = uuid7(), 0, GENESIS


async def _deliver(line: Line, device: Device, batch: list[dict[str, str]]) -> float:
    body = json.dumps({"attempt": 1, "sent": int(time.time() * 1000), "events": batch}).encode()
    status, answer, took = await line.post(
        "/api/v1/scans", f"Authorization: Device {device.token}\r\n", body
    )
    if status != 200:
        raise SystemExit(f"{status}: {answer[:300]!r}")
    wrong = [v for v in json.loads(answer)["verdicts"] if v["verdict"] != "booked"]
    if wrong:
        raise SystemExit(f"not booked: {wrong[0]}")
    return took


def _statements(folder: Path, device: Device) -> int:
    """SQL statements of one booked pick scan, counted by the transaction itself."""
    from pickface.app import create_app
    from pickface.config import Config
    from pickface.db import Tx
    from pickface.scans.envelope import open_envelope
    from pickface.scans.journal import Carrier

    app = create_app(Config(data=folder))
    here = app.extensions["pickface"]
    site = 1
    events = [*open_picks(device, 0), device.pick_scan(), device.pick_scan()]
    counts: list[int] = []

    def one(tx: Tx, event: dict[str, str]) -> None:
        before = tx.statements
        given = here.door.receive(
            tx, open_envelope(event["body"], event["sig"]), "", Carrier(device.id, site)
        )
        assert given["verdict"] == "booked", given
        counts.append(tx.statements - before)

    for event in events:
        here.writer.run(lambda tx, e=event: one(tx, e))
    here.close()
    return counts[-1]


def _bare(folder: Path, seconds: float, active: int) -> float:
    """POSTs a second of the ten-line app, with the same client."""
    port = _free_port()
    server = subprocess.Popen(
        [
            sys.executable,
            str(Path(__file__).parent / "bare.py"),
            str(folder / "bare.sqlite3"),
            str(port),
        ]
    )
    body = b'{"body": "' + b"x" * 600 + b'"}'

    async def drive() -> float:
        done = 0
        until = time.perf_counter() + seconds

        async def work() -> None:
            nonlocal done
            line = Line(HOST, port)
            while time.perf_counter() < until:
                await line.post("/", "", body)
                done += 1

        await asyncio.gather(*(work() for _ in range(active)))
        return round(done / seconds)

    try:
        _wait(f"http://{HOST}:{port}/")
        return asyncio.run(drive())
    finally:
        server.terminate()
        server.wait(20)


def _wait(url: str) -> None:
    until = time.monotonic() + 30
    while time.monotonic() < until:
        try:
            urllib.request.urlopen(url, timeout=1)
            return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit(f"{url} does not answer")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    main()
