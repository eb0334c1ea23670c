"""A lean HTTP and websocket client on asyncio, so that the load generator leaves the cores to the server."""

from __future__ import annotations

import asyncio
import base64
import os
import time


class Line:
    """One kept-alive connection."""

    def __init__(self, host: str, port: int) -> None:
        self.host, self.port = host, port
        self.reader: asyncio.StreamReader | None = None
        self.writer: asyncio.StreamWriter | None = None

    async def post(self, path: str, headers: str, body: bytes) -> tuple[int, bytes, float]:
        """POST JSON; answers status, body and the seconds that it took."""
        if self.writer is None or self.reader is None:
            self.reader, self.writer = await asyncio.open_connection(self.host, self.port)
        started = time.perf_counter()
        self.writer.write(
            f"POST {path} HTTP/1.1\r\nHost: {self.host}:{self.port}\r\nX-Pickface: 1\r\n{headers}"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n".encode()
            + body
        )
        head = await self.reader.readuntil(b"\r\n\r\n")
        length = 0
        for field in head.split(b"\r\n"):
            if field.lower().startswith(b"content-length:"):
                length = int(field.split(b":")[1])
        answer = await self.reader.readexactly(length)
        took = time.perf_counter() - started
        if b"connection: close" in head.lower():
            self.writer.close()
            self.reader = self.writer = None
        return int(head[9:12]), answer, took


async def listen(host: str, port: int, cookie: str, ready: asyncio.Event) -> None:
    """Hold a websocket open, answering pings, until cancelled; sets ``ready`` at the first message."""
    reader, writer = await asyncio.open_connection(host, port)
    key = base64.b64encode(os.urandom(16)).decode()
    writer.write(
        f"GET /ws?topics=work HTTP/1.1\r\nHost: {host}:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        f"Origin: http://{host}:{port}\r\nCookie: {cookie}\r\nSec-WebSocket-Key: {key}\r\n"
        "Sec-WebSocket-Version: 13\r\n\r\n".encode()
    )
    await reader.readuntil(b"\r\n\r\n")
    while True:
        first, second = await reader.readexactly(2)
        length = second & 0x7F
        if length == 126:
            length = int.from_bytes(await reader.readexactly(2))
        elif length == 127:
            length = int.from_bytes(await reader.readexactly(8))
        payload = await reader.readexactly(length)
        if first & 0x0F == 9:
            mask = os.urandom(4)
            masked = bytes(byte ^ mask[n % 4] for n, byte in enumerate(payload))
            writer.write(bytes([0x8A, 0x80 | len(payload)]) + mask + masked)
        elif first & 0x0F == 8:
            raise ConnectionError(f"the server closed the socket: {payload!r}")
        else:
            ready.set()
