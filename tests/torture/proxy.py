"""A TCP proxy between devices and the server: each device has a way of its own, and each way its own weather."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from random import Random
from typing import Any

CHUNK = 65_536
SCANS = b"POST /api/v1/scans"
LATEST_S = 60.0
"""A hole or a mute spell that nobody ends, ends itself."""


@dataclass
class Weather:
    """What a way does to what passes; numbers in seconds, bytes a second and shares."""

    latency_s: float = 0.0
    """On average; each message takes its own, so that answers overtake each other on other connections."""
    loss: float = 0.0
    """Share of requests that are cut off, half of them before the server has them and half after."""
    black_up: bool = False
    black_down: bool = False
    mute: bool = False
    """Nobody reads what the server writes: its buffers fill."""
    bytes_a_second: int = 0
    duplicate: int = 0
    """So many scan requests are sent a second time, on a connection of their own."""
    late: int = 0
    """So many scan requests reach the server only after their sender has given up and sent others."""
    late_s: float = 3.0
    swallow: Callable[[], None] | None = None
    """Called, once, in place of passing the next answer to a scan request on."""


@dataclass(eq=False)
class Link:
    """One connection: the client's end and the server's."""

    client: asyncio.StreamWriter
    server: asyncio.StreamWriter
    owed: bool = False
    """A scan request has gone up, and its answer has not come down."""
    doomed: bool = False
    """The answer that comes next gets lost."""

    def abort(self) -> None:
        """Reset both ends."""
        for end in (self.client, self.server):
            end.transport.abort()


@dataclass(eq=False)
class Way:
    """A listening port that leads to the server."""

    name: str
    proxy: Proxy
    chance: Random
    weather: Weather = field(default_factory=Weather)
    links: set[Link] = field(default_factory=set)
    port: int = 0

    @property
    def url(self) -> str:
        """Where a virtual device finds the server."""
        return f"http://127.0.0.1:{self.port}"

    def clear(self) -> None:
        """Fine weather; what is under way goes on."""
        self.weather = Weather()

    def cut(self) -> int:
        """Reset every connection; how many there were."""
        return self.proxy.run(self._cut())

    def half_close(self, towards_server: bool) -> int:
        """End one direction of every connection."""
        return self.proxy.run(self._half_close(towards_server))

    async def _cut(self) -> int:
        links = list(self.links)
        for link in links:
            link.abort()
        return len(links)

    async def _half_close(self, towards_server: bool) -> int:
        links = list(self.links)
        for link in links:
            end = link.server if towards_server else link.client
            with contextlib.suppress(OSError, RuntimeError):
                end.write_eof()
        return len(links)

    async def serve(self, reader: asyncio.StreamReader, client: asyncio.StreamWriter) -> None:
        """Pass a connection on until either side, or the proxy itself, ends it."""
        with contextlib.suppress(asyncio.CancelledError):
            await self._serve(reader, client)

    async def _serve(self, reader: asyncio.StreamReader, client: asyncio.StreamWriter) -> None:
        try:
            upstream, server = await asyncio.open_connection("127.0.0.1", self.proxy.server_port)
        except OSError:
            client.transport.abort()
            return
        link = Link(client, server)
        self.links.add(link)
        try:
            async with asyncio.TaskGroup() as both:
                both.create_task(self._up(reader, link))
                both.create_task(self._down(upstream, link))
        except* (OSError, EOFError, RuntimeError, asyncio.LimitOverrunError):
            pass
        finally:
            self.links.discard(link)
            link.abort()

    async def _up(self, reader: asyncio.StreamReader, link: Link) -> None:
        """Requests, one whole one after the other, until the connection becomes a websocket."""
        while True:
            head = await _until_head(reader)
            if not head:
                break
            body = await reader.readexactly(_length(head))
            if not await self._pass(head, body, link):
                return
            if b"upgrade: websocket" in head.lower():
                await self._raw(reader, link)
                break
        with contextlib.suppress(OSError, RuntimeError):
            link.server.write_eof()

    async def _pass(self, head: bytes, body: bytes, link: Link) -> bool:
        """One request through the weather; False when its connection is over."""
        weather, scans = self.weather, head.startswith(SCANS)
        await self._travel()
        await self._while(lambda: self.weather.black_up)
        if scans and weather.late > 0:
            weather.late -= 1
            self.proxy.later(self._deliver_alone(head + body, weather.late_s))
            link.abort()
            return False
        if scans and weather.duplicate > 0:
            weather.duplicate -= 1
            self.proxy.later(self._deliver_alone(head + body, 0))
        if self.chance.random() < weather.loss:
            if self.chance.random() < 0.5:
                link.abort()
                return False
            link.doomed = True
        link.owed = scans
        link.server.write(head + body)
        await link.server.drain()
        return True

    async def _raw(self, reader: asyncio.StreamReader, link: Link) -> None:
        while data := await reader.read(CHUNK):
            await self._while(lambda: self.weather.black_up)
            link.server.write(data)
            await link.server.drain()

    async def _down(self, upstream: asyncio.StreamReader, link: Link) -> None:
        while data := await upstream.read(CHUNK):
            await self._travel()
            if link.doomed:
                link.abort()
                return
            if link.owed and self.weather.swallow is not None:
                tell, self.weather.swallow = self.weather.swallow, None
                tell()
                link.abort()
                return
            link.owed = False
            await self._while(lambda: self.weather.black_down or self.weather.mute)
            await self._write_slowly(link.client, data)
        with contextlib.suppress(OSError, RuntimeError):
            link.client.write_eof()

    async def _write_slowly(self, client: asyncio.StreamWriter, data: bytes) -> None:
        pace = self.weather.bytes_a_second
        for first in range(0, len(data), pace // 10 or CHUNK):
            client.write(data[first : first + (pace // 10 or CHUNK)])
            await client.drain()
            if pace:
                await asyncio.sleep(0.1)

    async def _travel(self) -> None:
        if self.weather.latency_s:
            await asyncio.sleep(self.weather.latency_s * self.chance.uniform(0.5, 1.5))

    async def _while(self, stormy: Callable[[], bool]) -> None:
        """Hold everything while the weather is like this."""
        waited = 0.0
        while stormy() and waited < LATEST_S:
            await asyncio.sleep(0.05)
            waited += 0.05

    async def _deliver_alone(self, request: bytes, after_s: float) -> None:
        """Send a request whose answer nobody waits for."""
        await asyncio.sleep(after_s)
        with contextlib.suppress(OSError):
            upstream, server = await asyncio.open_connection("127.0.0.1", self.proxy.server_port)
            server.write(request)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(upstream.read(CHUNK), 20)
            server.transport.abort()


class Proxy:
    """All ways, in one thread of their own."""

    def __init__(self, server_port: int, seed: int) -> None:
        self.server_port, self.seed = server_port, seed
        self.ways: list[Way] = []
        self._beside: set[asyncio.Task[None]] = set()
        self._listening: list[asyncio.Server] = []
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="proxy", daemon=True)
        self._thread.start()

    def open(self, name: str) -> Way:
        """A new way to the server."""
        way = Way(name, self, Random(f"{self.seed}/{name}"))
        listening = self.run(asyncio.start_server(way.serve, "127.0.0.1", 0, limit=1 << 20))
        self._listening.append(listening)
        way.port = listening.sockets[0].getsockname()[1]
        self.ways.append(way)
        return way

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:
        """Have the proxy's thread do something; answers its result."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(30)

    def later(self, work: Coroutine[Any, Any, None]) -> None:
        """Begin something that nobody waits for; called in the proxy's own thread."""
        task = self._loop.create_task(work)
        self._beside.add(task)
        task.add_done_callback(self._beside.discard)

    def close(self) -> None:
        """Cut everything and stop."""
        with contextlib.suppress(TimeoutError):
            self.run(self._end())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    async def _end(self) -> None:
        for listening in self._listening:
            listening.close()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        # Aborted ends are let go in the loop's next rounds.
        await asyncio.sleep(0.05)


async def _until_head(reader: asyncio.StreamReader) -> bytes:
    try:
        return await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError as end:
        if end.partial:
            raise
        return b""


def _length(head: bytes) -> int:
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
    return 0
